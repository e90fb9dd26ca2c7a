"""One statement during a surge: how often it is said to have worked where it did nothing, what cut is seen.

Brands of `recul.worlds.chatter` to which bursts are added: about six a month, Pareto(1.3) sizes from what their own
noise would hardly hide, up to three hours of rise, a half-life of 4 hours · lognormal(0, .3) a brand · lognormal(0, .4)
a burst, and a mood that wanders. Surges are found as the question finds them, but for the threshold, which is a fixed
score, so that no copies have to be made. Of all surges of a world, one speaks and 19, 40 or 79 others are what it is
set beside. The speaker is any surge, or one of the world's five largest; the statement comes in its fullest hour, or so
many hours after its alarm (1 to 6, one a world). `misplaced`: in the fullest hour, and yet set beside so many hours
after other alarms.
A cut leaves a quarter, or a half, of what would have come above the usual in the next twelve hours.

Writes benchmarks/results/statement.csv, one row for ten worlds: resumable, and made larger by `--worlds`.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from recul.detectors import _usual
from recul.detectors.multiscale import DETECTOR
from recul.estimators._aftermath import Moments, aftermath, moments
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.questions._alarms import GRID
from recul.questions._episodes import Episode, episodes
from recul.questions.statement import WINDOW, under_way
from recul.worlds.chatter import Kind, chatter

RESULTS = Path(__file__).parent / "results" / "statement.csv"
KINDS: tuple[Kind, ...] = ("calm", "growing", "harsh")
OTHERS = (19, 40, 79)
PLACES = ("fullest", "since_alarm", "largest", "misplaced")
LEFT = {"nothing": 1.0, "half": 0.5, "quarter": 0.25}
BRANDS, DAYS, A_MONTH, SCORE, WARM = 100, 60, 6, 1.8, 100
SPEAKERS, LARGEST, BLOCK = 20, 5, 10  # surges a world that speak; worlds a row
Cell = tuple[str, int, str]
FIELDS = ("kind", "block", "place", "others", "left", "worlds", "asked", "calmed", "worse")


def brands(kind: Kind, seed: int) -> Iterator[tuple[Floats, Floats, tuple[Episode, ...]]]:
    """Messages an hour, what is usual, and the surges, of each brand."""
    random = np.random.default_rng([seed, 77])
    counts, slots = chatter(kind, BRANDS, DAYS, seed)
    hourly = counts.reshape(BRANDS, -1, 12).sum(axis=2)
    for row in hourly:
        rate, half = row.mean(), 4 * np.exp(0.3 * random.standard_normal())
        for start in random.integers(200, len(row) - 60, random.poisson(A_MONTH * DAYS / 30)):
            size = min((10 * np.sqrt(rate) + 3 * rate) * (1 + random.pareto(1.3)), 500 * rate + 500)
            age, rise = np.arange(60), random.integers(0, 4)
            shape = 0.5 ** (np.maximum(age - rise, 0) / (half * np.exp(0.4 * random.standard_normal())))
            shape *= np.minimum((age + 1) / (rise + 1), 1)
            mood = np.exp(0.12 * np.cumsum(random.standard_normal(60)))
            row[start : start + 60] += random.poisson(size * shape * mood / shape.sum())
    seen, hour = np.ones_like(hourly, dtype=bool), slots.reshape(-1, 12)[:, 0] // 12
    score = DETECTOR.advance(DETECTOR.start(BRANDS, GRID), hourly, seen, hour).astype(np.float64)
    score[:, :WARM] = np.nan
    fit = _usual.fit(hourly.astype(np.float32), np.ones_like(hourly, dtype=np.float32), hour)
    level, profile = fit.level.astype(np.float64), fit.profile(hour).astype(np.float64)
    for b in range(BRANDS):
        usual = level[b] * profile[b]
        for e in episodes(hourly[b], seen[b], usual, score[b], SCORE):
            usual[e.first : e.last + 1] = level[b, e.first] * profile[b, e.first : e.last + 1]
        yield hourly[b], usual, episodes(hourly[b], seen[b], usual, score[b], SCORE)


def surges(kind: Kind, seed: int, delay: int) -> tuple[Moments, Moments, Floats]:
    """Every surge under way both in its fullest hour and `delay` hours after its alarm: there, there, and its size."""
    found: dict[str, list[Moments]] = {"fullest": [], "since_alarm": []}
    sizes: list[float] = []
    for count, usual, every in brands(kind, seed):
        for e in every:
            pair = (e.peak, e.alarm + delay)
            if max(pair) + WINDOW < len(count) and all(under_way(count, usual, c) for c in pair):
                sizes.append(e.excess)
                for name, column in zip(found, pair, strict=True):
                    found[name].append(moments(count, usual, np.array([column]), WINDOW))
    return _joined(found["fullest"]), _joined(found["since_alarm"]), np.array(sizes)


def _joined(parts: list[Moments]) -> Moments:
    columns = {name: np.concatenate([getattr(p, name) for p in parts]) for name in ("after", "before", "last", "noise")}
    return Moments(**columns, window=WINDOW)


def chosen(m: Moments, rows: Any) -> Moments:
    return replace(m, **{name: getattr(m, name)[rows] for name in ("after", "before", "last", "noise")})


def verdict(m: Moments) -> float:
    """−1 when the first is said to be calmed, 1 when worse, 0 when neither is seen."""
    theta, sigma = aftermath(m)
    z = theta / sigma
    return float(np.sign(z[0])) if abs(z[0]) > Calibration.of(z[1:], 0, len(z) - 1).bound() else 0.0


def world(kind: Kind, number: int) -> list[tuple[Cell, tuple[int, ...]]]:
    """One world, all cells: worlds, asked, calmed, worse."""
    random = np.random.default_rng([number, KINDS.index(kind), 78])
    fullest, since, size = surges(kind, number, int(random.integers(1, 7)))
    rows: list[tuple[Cell, tuple[int, ...]]] = []
    for place in PLACES:
        order = random.permutation(len(size))
        speakers = np.argsort(-size)[:LARGEST].tolist() if place == "largest" else order[:SPEAKERS].tolist()
        own = since if place == "since_alarm" else fullest
        others = fullest if place in ("fullest", "largest") else since
        for many in (m for m in OTHERS if m < len(size)):
            told: dict[str, list[float]] = defaultdict(list)
            for speaker in speakers:
                beside = random.permutation(np.delete(np.arange(len(size)), speaker))[:many]
                both = _joined([chosen(own, [speaker]), chosen(others, beside)])
                for left, share in LEFT.items():
                    after = both.after.copy()
                    after[0] *= share if after[0] > 0 else 1
                    told[left].append(verdict(replace(both, after=after)))
            rows += [((place, many, left), (1, len(t), t.count(-1.0), t.count(1.0))) for left, t in told.items()]
    return rows


def block(kind: Kind, number: int) -> list[dict[str, Any]]:
    """Ten worlds, summed."""
    sums: dict[Cell, Any] = defaultdict(lambda: np.zeros(4, dtype=int))
    for one in range(BLOCK * number, BLOCK * (number + 1)):
        for cell, counts in world(kind, one):
            sums[cell] += counts
    return [dict(zip(FIELDS, (kind, number, *cell, *counts.tolist()), strict=True)) for cell, counts in sums.items()]


def done() -> list[dict[str, str]]:
    if not RESULTS.is_file():
        return []
    with RESULTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table() -> None:
    """Sums over worlds; the shares of what was asked."""
    sums: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for row in done():
        cell = sums[row["place"], row["kind"], row["others"], row["left"]]
        for i, name in enumerate(FIELDS[-4:]):
            cell[i] += int(row[name])
    sys.stdout.write(f"{'place':12}{'world':9}{'others':>7} {'left':9}{'worlds':>7}{'asked':>7}{'calmed':>9}"
                     f"{'worse':>9}\n")
    for key in sorted(sums, key=lambda k: (PLACES.index(k[0]), k[1], int(k[2]), list(LEFT).index(k[3]))):
        worlds, asked, calmed, worse = sums[key]
        sys.stdout.write(f"{key[0]:12}{key[1]:9}{key[2]:>7} {key[3]:9}{worlds:7}{asked:7}{100 * calmed / asked:8.1f}%"
                         f"{100 * worse / asked:8.1f}%\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="A statement during a surge, where the truth is known.")
    parser.add_argument("--worlds", type=int, default=0, help="of each kind, those already there included: tens")
    worlds = parser.parse_args().worlds
    known = {(row["kind"], int(row["block"])) for row in done()}
    for number in range(worlds // BLOCK):
        for kind in KINDS:
            if (kind, number) not in known:
                rows = block(kind, number)
                new = not RESULTS.is_file()
                with RESULTS.open("a", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
                    if new:
                        writer.writeheader()
                    writer.writerows(rows)
    table()


if __name__ == "__main__":
    main()
