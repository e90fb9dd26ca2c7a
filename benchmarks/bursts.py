"""What a score sees of bursts whose onset is known, at one false alarm in two months of the same brands without them.

`python benchmarks/bursts.py [--brands 60] [--days 60] [--forms NAME …]`; results in benchmarks/results/bursts.csv.

Brands are those of `recul.worlds.chatter`; half of them have two bursts a month, half eight, so that earlier bursts may
mask later ones. A burst rises within an hour, peaks at 1 to 20 times the brand's usual hour (log-uniform, at least four
messages an hour) and halves every 20 minutes to 6 hours. The threshold of a form is the one that gives the budget in
the same worlds without bursts: what is compared is the score alone, not the way thresholds are had. A burst is seen if
an alarm is raised within 12 hours of its onset. `masked`: those after three bursts of the same brand within 42 days;
`rare`: of brands with less than five messages an hour; `large`: that add at least six usual hours.

A form's name says what differs from the detector as it is: `log`: the mean of sign·log(1 + |z|), METHODS' own; `max`:
the largest z; `over A`: the share of the overdispersion; `level D`: the memory of the level in days; `burst B`: how far
out an hour must lie to be left out of the yardstick.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from recul.detectors import _scales, _usual, multiscale
from recul.detectors.base import Grid
from recul.detectors.replay import alarms
from recul.detectors.threshold import _level, hourly_highest
from recul.worlds.chatter import chatter

RESULTS = Path(__file__).resolve().parent / "results" / "bursts.csv"
GRID, WARM_DAYS, SEEN_WITHIN = Grid(5), 10, 12 * 12
BUDGETS = (0.5, 3.0)
FORMS: dict[str, dict[str, float | str]] = {
    "as it is": {}, "log": {"combine": "log"}, "max": {"combine": "max"}, "over 0": {"over": 0.0},
    "over 1": {"over": 1.0},
    "level 5": {"level": 5.0}, "level .25": {"level": 0.25}, "burst 1": {"burst": 1.0}, "burst 3": {"burst": 3.0},
    "burst 3, level 5": {"burst": 3.0, "level": 5.0},
    "burst 3, level 5, log": {"burst": 3.0, "level": 5.0, "combine": "log"},
}


def with_bursts(counts: np.ndarray, seed: int) -> tuple[np.ndarray, list[tuple[int, int, bool, float]]]:
    """counts [brands, bins] with bursts added; (brand, first bin, masked, usual hours added) of each."""
    random = np.random.default_rng(seed)
    out, told = counts.copy(), []
    brands, bins = counts.shape
    for brand in range(brands):
        usual = counts[brand].mean() * 12
        gap, at, before = (15 if brand % 2 else 3.75) * 288, 288.0, []
        while True:
            at += 288 + random.exponential(gap - 288)
            first = int(at)
            if first > bins - 288:
                break
            peak = max(usual * np.exp(random.uniform(0, np.log(20))), 4.0)
            half = 12 * np.exp(random.uniform(np.log(1 / 3), np.log(6)))
            t = np.arange(min(bins - first, int(12 * half) + 12))
            rise = random.integers(1, 13)
            rate = peak / 12 * np.where(t < rise, (t + 1) / rise, 0.5 ** ((t - rise) / half))
            out[brand, first : first + len(t)] += random.poisson(rate)
            masked = sum(first - b < 42 * 288 for b in before) >= 3
            told.append((brand, first, masked, float(rate.sum() / max(usual, 0.1))))
            before.append(first)
    return out, told


@contextmanager
def form(combine: str = "mean", over: float | None = None, level: float | None = None,
         burst: float | None = None) -> Iterator[Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """The detector in another form."""
    kept = _scales.OVER_SHARE, _usual.FORGET, _scales.BURST, multiscale.combined
    _scales.OVER_SHARE = kept[0] if over is None else over
    _usual.FORGET = kept[1] if level is None else float(np.exp(-1 / (24 * level)))
    _scales.BURST = kept[2] if burst is None else burst
    if combine == "log":
        multiscale.combined = lambda z: (np.sign(np.stack(z)) * np.log1p(np.abs(np.stack(z)))).sum(axis=0)
    if combine == "max":
        multiscale.combined = lambda z: len(z) * np.max(z, axis=0)
    try:
        yield lambda counts, slots: multiscale.DETECTOR.advance(
            multiscale.DETECTOR.start(len(counts), GRID), counts, np.ones(counts.shape, bool), slots)
    finally:
        _scales.OVER_SHARE, _usual.FORGET, _scales.BURST, multiscale.combined = kept


def asked(name: str, brands: int, days: int) -> Iterator[dict[str, object]]:
    """The rows of one form."""
    started = time.process_time()
    for number, world in enumerate(("calm", "growing", "harsh")):
        quiet, slots = chatter(world, brands, days, seed=50 + number)
        loud, told = with_bursts(quiet, seed=60 + number)
        usual = quiet.mean(axis=1) * 12
        with form(**FORMS[name]) as scores:
            still, moved = scores(quiet, slots), scores(loud, slots)
        highest = hourly_highest(still[:, WARM_DAYS * 288 :], 12)
        for budget in BUDGETS:
            limit = _level(highest, budget * highest.size / 720)
            raised = alarms(moved, np.full(moved.shape, limit), GRID)
            raised[:, : WARM_DAYS * 288] = False
            seen = {(b, f): raised[b, f : f + SEEN_WITHIN].any() for b, f, _, _ in told}
            late = [x for x in told if x[1] >= WARM_DAYS * 288]
            parts = {"all": late, "masked": [x for x in late if x[2]], "rare": [x for x in late if usual[x[0]] < 5],
                     "large": [x for x in late if x[3] >= 6]}
            row = {"form": name, "world": world, "budget": budget, "days": days, "brands": brands}
            for part, those in parts.items():
                row |= {f"{part}_seen": sum(seen[b, f] for b, f, _, _ in those), part: len(those)}
            yield row
    sys.stderr.write(f"{name}: {time.process_time() - started:.0f} CPU s\n")


def main() -> None:
    """Every form asked for; rows of the others stay."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brands", type=int, default=60)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--forms", nargs="*", choices=FORMS, default=list(FORMS))
    told = parser.parse_args()
    for name in told.forms:
        made = list(asked(name, told.brands, told.days))
        kept = []
        if RESULTS.exists():
            with RESULTS.open(encoding="utf-8") as file:
                kept = [row for row in csv.DictReader(file) if row["form"] != name]
        with RESULTS.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(made[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept + made)
        for budget in BUDGETS:
            mine = [row for row in made if row["budget"] == budget]
            shares = (f"{part} {sum(int(r[f'{part}_seen']) for r in mine) / sum(int(r[part]) for r in mine):.3f}"
                      for part in ("all", "masked", "rare", "large"))
            sys.stdout.write(f"{name:>16} {budget}: {', '.join(shares)} of {sum(int(r['all']) for r in mine)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
