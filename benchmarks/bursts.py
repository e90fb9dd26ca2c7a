"""What a score sees of bursts whose onset is known, at one false alarm in two months of the same brands without them.

`python benchmarks/bursts.py [--brands 60] [--days 60] [--forms NAME …] [--lively]`; results in
benchmarks/results/bursts.csv, and bursts_lively.csv.

Brands are those of `recul.worlds.chatter`; half of them have two bursts a month, half eight, so that earlier bursts may
mask later ones. A burst rises within an hour, peaks at 1 to 20 times the brand's usual hour (log-uniform, at least four
messages an hour) and halves every 20 minutes to 6 hours. The threshold of a form is the one that gives the budget in
the same worlds without bursts: what is compared is the score alone, not the way thresholds are had. A burst is seen if
an alarm is raised within 12 hours of its onset. `masked`: those after three bursts of the same brand within 42 days;
`rare`: of brands with less than five messages an hour; `large`: that add at least six usual hours.

A form's name says what differs from the detector as it is: `log`: the mean of sign·log(1 + |z|), METHODS' own; `max`:
the largest z; `second`: the second largest; `windows W`: those of before (5, 30 minutes, 2, 6 hours) or none under an
hour; `over A`: the share of the overdispersion; `level D`: the memory of the level in days; `burst B`: how far
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
from typing import Any

import numpy as np

from recul.detectors import _scales, _usual, multiscale
from recul.detectors.base import Grid
from recul.detectors.replay import alarms
from recul.detectors.threshold import _level, hourly_highest
from recul.worlds.chatter import chatter

RESULTS = Path(__file__).resolve().parent / "results" / "bursts.csv"
LIVELY = RESULTS.with_name("bursts_lively.csv")
GRID, WARM_DAYS, SEEN_WITHIN = Grid(5), 10, 12 * 12
LIVELY_WARM, MARKED, LIVELY_BUDGETS = 5 * 288, 3, (0.5, 6.0)
BUDGETS = (0.5, 3.0)
OLD = (5, 30, 120, 360)
FORMS: dict[str, dict[str, Any]] = {
    "as it is": {}, "max": {"combine": "max"}, "second": {"combine": "second"}, "log": {"combine": "log"},
    "windows 60": {"windows": (60, 120, 360)}, "windows 5": {"windows": OLD},
    "windows 5, log": {"windows": OLD, "combine": "log"}, "windows 5, max": {"windows": OLD, "combine": "max"},
    "over 0": {"over": 0.0}, "over 1": {"over": 1.0}, "level 5": {"level": 5.0}, "level .25": {"level": 0.25},
    "burst 1": {"burst": 1.0}, "burst 1.5": {"burst": 1.5}, "burst 2": {"burst": 2.0},
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


def flashes(counts: np.ndarray, seed: int) -> np.ndarray:
    """counts [brands, bins] with lone loud bins: 1 to 30 a month, of a tenth of a usual hour and more (Pareto, 1.3), at
    most three hours and at least three messages; a third of them have a faint echo five minutes later."""
    random = np.random.default_rng(seed)
    out, bins = counts.copy(), counts.shape[1]
    for row, usual in zip(out, counts.mean(axis=1) * 12, strict=True):
        many = random.poisson(np.exp(random.uniform(0, np.log(30))) * bins / 8640)
        at = random.integers(0, bins - 1, many)
        size = np.maximum(np.minimum(0.1 * (1 + random.pareto(1.3, many)), 3) * usual, 3.0)
        np.add.at(row, at, random.poisson(size))
        echo = random.random(many) < 0.3
        np.add.at(row, at[echo] + 1, random.poisson(0.3 * size[echo]))
    return out


def events(counts: np.ndarray, seed: int) -> tuple[np.ndarray, list[list[int]]]:
    """counts with bursts of all sizes, one in 3 to 20 days, peaks of a usual hour and more (Pareto, .8), at most 40;
    and the first bins of each brand's MARKED loudest, as one who reads the series would mark them."""
    random = np.random.default_rng(seed)
    out, marks = counts.copy(), []
    bins = counts.shape[1]
    for row, usual in zip(out, counts.mean(axis=1) * 12, strict=True):
        at, gap, mine = 288.0, np.exp(random.uniform(np.log(3), np.log(20))) * 288, []
        while True:
            at += 144 + random.exponential(gap)
            first = int(at)
            if first > bins - 288:
                break
            peak = max(min(1 + random.pareto(0.8), 40) * usual, 4.0)
            half = 12 * np.exp(random.uniform(np.log(1 / 4), np.log(6)))
            t = np.arange(min(bins - first, int(12 * half) + 12))
            rise = random.integers(1, 13)
            added = random.poisson(peak / 12 * np.where(t < rise, (t + 1) / rise, 0.5 ** ((t - rise) / half)))
            row[first : first + len(t)] += added
            mine.append((int(np.convolve(added, np.ones(6)).max()), first))
        marks.append([first for _, first in sorted((m for m in mine if m[1] >= LIVELY_WARM), reverse=True)[:MARKED]])
    return out, marks


@contextmanager
def form(combine: str = "mean", over: float | None = None, level: float | None = None, burst: float | None = None,
         windows: tuple[int, ...] | None = None) -> Iterator[Callable[[np.ndarray, np.ndarray], np.ndarray]]:
    """The detector in another form."""
    kept = _scales.OVER_SHARE, _usual.FORGET, _scales.BURST, multiscale.combined
    _scales.OVER_SHARE = kept[0] if over is None else over
    _usual.FORGET = kept[1] if level is None else float(np.exp(-1 / (24 * level)))
    _scales.BURST = kept[2] if burst is None else burst
    if combine == "log":
        multiscale.combined = lambda z: (np.sign(np.stack(z)) * np.log1p(np.abs(np.stack(z)))).sum(axis=0)
    if combine == "max":
        multiscale.combined = lambda z: len(z) * np.max(z, axis=0)
    if combine == "second":
        multiscale.combined = lambda z: len(z) * np.sort(z, axis=0)[-2]
    detector = multiscale.MultiScale(windows) if windows else multiscale.DETECTOR
    try:
        yield lambda counts, slots: detector.advance(
            detector.start(len(counts), GRID), counts, np.ones(counts.shape, bool), slots)
    finally:
        _scales.OVER_SHARE, _usual.FORGET, _scales.BURST, multiscale.combined = kept


def lively(name: str, brands: int, days: int) -> Iterator[dict[str, object]]:
    """The rows of one form where people pass on messages and bursts come in all sizes: marked bursts caught (an alarm
    from 5 hours before to 12 after the onset, as NAB's windows), and other alarms a month. Thresholds of the quieter
    and the busier half apart, from the worlds without flashes: no form knows that there are any."""
    for number, world in enumerate(("calm", "growing", "harsh")):
        quiet, slots = chatter(world, brands, days, seed=300 + number)
        loud, marks = events(flashes(quiet, 400 + number), 500 + number)
        with form(**FORMS[name]) as scores:
            still, moved = scores(quiet, slots), scores(loud, slots)
        order = np.argsort(quiet.mean(axis=1))
        for budget in LIVELY_BUDGETS:
            limits = np.empty((brands, 1))
            for half in np.array_split(order, 2):
                highest = hourly_highest(still[half][:, LIVELY_WARM:], 12)
                limits[half] = _level(highest, budget * highest.size / 720)
            raised = alarms(moved, np.broadcast_to(limits, moved.shape), GRID)
            raised[:, :LIVELY_WARM] = False
            at = [np.flatnonzero(row) for row in raised]
            hits = [a[(a >= f - 60) & (a <= f + 144)] for a, mine in zip(at, marks, strict=True) for f in mine]
            onsets = [f for mine in marks for f in mine]
            delays = [5 * int(h[0] - f) for h, f in zip(hits, onsets, strict=True) if len(h)]
            yield {"form": name, "world": world, "budget": budget, "days": days, "brands": brands,
                   "caught": len(delays), "marked": len(hits), "others": int(raised.sum()) - sum(map(len, hits)),
                   "months": round(brands * (days * 288 - LIVELY_WARM) / 8640, 1), "delay": int(np.median(delays))}


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
    parser.add_argument("--lively", action="store_true", help="the worlds of flashes and bursts of all sizes instead")
    told = parser.parse_args()
    for name in told.forms:
        made = list((lively if told.lively else asked)(name, told.brands, told.days))
        keep(LIVELY if told.lively else RESULTS, name, made)
        for budget in LIVELY_BUDGETS if told.lively else BUDGETS:
            mine = [row for row in made if row["budget"] == budget]
            total = {key: sum(float(row[key]) for row in mine) for key in mine[0] if key not in ("form", "world")}
            parts = ([f"marked {total['caught'] / total['marked']:.3f} of {total['marked']:.0f}",
                      f"others {total['others'] / total['months']:.2f} a month", f"delay {total['delay'] / 3:.0f} min"]
                     if told.lively else [f"{part} {total[f'{part}_seen'] / total[part]:.3f}"
                                          for part in ("all", "masked", "rare", "large")])
            sys.stdout.write(f"{name:>16} {budget}: {', '.join(parts)}\n")
            sys.stdout.flush()


def keep(path: Path, name: str, made: list[dict[str, Any]]) -> None:
    """The rows of one form, in place of those it had."""
    kept = []
    if path.exists():
        with path.open(encoding="utf-8") as file:
            kept = [row for row in csv.DictReader(file) if row["form"] != name]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(made[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept + made)


if __name__ == "__main__":
    main()
