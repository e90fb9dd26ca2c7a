"""How often occupations whose advertised work does not differ are said to differ, and how often a difference is seen.

`python benchmarks/duties.py` draws, in each cell, so many pairs of groups of ads (`--worlds`, 300 by default; five
minutes), asks each as the question does, with 199 placebos, and writes results/duties.csv; cells already there are
kept unless `--again`. An ad has 2 to 10 sentences (`few`) or 3 to 90, half of them 20 or more (`many`); the log-odds
that one states a task (half do) move between ads with an SD of .7, those that a task is strategic with an SD of
`spread`. Ads are an employer's each, or of employers of very unequal size (Zipf, exponent .8). The classifier's
mistakes are drawn and not read: (sensitivity, specificity, share of sentences rightly called a task or none).
`shifted` means that it misses 40 % of the strategic tasks of the occupation and sees 40 % too many in the others'.
`exchanged` counts what whole ads exchanged between the groups, as days of messages are, would have said. `covered`:
intervals of the difference that hold the truth; `own`: intervals of the occupation's own share that hold that of its
ads.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.random import Generator

from recul.estimators._powered import shares
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.departures import apart
from recul.placebo.relabel import Side, exchanged, widening
from recul.questions._duties import interval

RESULTS = Path(__file__).parent / "results" / "duties.csv"
PLACEBOS = 199
ALIKE, MISSES, SEES = (0.8, 0.8, 0.85), (0.6, 0.9, 0.8), (0.9, 0.6, 0.9)


@dataclass(frozen=True)
class Cell:
    """Two groups of ads. share: of strategic tasks in the occupation's, expected; other: in the others'."""

    share: float
    other: float
    labels: int
    ads: int = 68
    others: int = 400
    length: str = "many"
    other_length: str = "many"
    spread: float = 1.0
    employers: str = "one each"
    classifier: str = "shifted"


def cells() -> Iterator[Cell]:
    """Nothing differs, then something does."""
    for labels in (100, 200, 400):
        yield Cell(0.25, 0.25, labels, classifier="alike")
        yield Cell(0.25, 0.25, labels)
    yield Cell(0.25, 0.25, 200, length="few", other_length="few")
    yield Cell(0.15, 0.35, 200)
    yield Cell(0.25, 0.25, 200, ads=20)
    yield Cell(0.25, 0.25, 200, employers="unequal")
    yield Cell(0.10, 0.10, 100)
    yield Cell(0.15, 0.35, 100)
    yield Cell(0.15, 0.35, 200, ads=20)
    yield Cell(0.25, 0.25, 200, ads=30)
    yield Cell(0.25, 0.25, 200, length="many", other_length="few")
    yield Cell(0.25, 0.25, 200, length="few", other_length="many")
    yield Cell(0.25, 0.35, 200)
    yield Cell(0.15, 0.35, 400)
    yield Cell(0.25, 0.25, 200, ads=300)
    yield Cell(0.25, 0.25, 200, ads=40, others=40)
    yield Cell(0.25, 0.25, 200, spread=0.01)
    yield Cell(0.25, 0.25, 200, spread=1.5)
    yield Cell(0.10, 0.10, 200)
    yield Cell(0.15, 0.35, 200, employers="unequal")


@cache
def centre(share: float, spread: float) -> float:
    """The log-odds around which ads have this share on average."""
    x, w = np.polynomial.hermite_e.hermegauss(41)
    grid = np.linspace(-8, 8, 801)
    mean = (w / w.sum() / (1 + np.exp(-grid[:, None] - spread * x))).sum(axis=1)
    return float(np.interp(share, mean, grid))


@dataclass(frozen=True)
class Drawn:
    """A group of ads in the order of the lot. share: that of these very ads."""

    t: Floats
    y: Floats
    task: Floats
    strategic: Floats
    employer: np.ndarray


def group(rng: Generator, ads: int, length: str, share: float, cell: Cell, reads: tuple[float, float, float]) -> Drawn:
    size = 2 + rng.poisson(3, ads) if length == "few" else np.clip(rng.lognormal(3, 0.5, ads), 3, 90).astype(int)
    weight = 1 / np.arange(1, ads + 1) ** 0.8
    of = np.arange(ads) if cell.employers == "one each" else rng.choice(ads, ads, p=weight / weight.sum())
    strategic, task = (1 / (1 + np.exp(-c - s * rng.standard_normal(ads)))[of] for c, s in (
        (centre(share, cell.spread), cell.spread), (0.0, 0.7)))
    at = rng.permutation(np.repeat(np.arange(ads), size))
    t = rng.random(len(at)) < task[at]
    y = t & (rng.random(len(at)) < strategic[at])
    hit, right, tells = reads
    said = np.where(y, rng.random(len(at)) < hit, rng.random(len(at)) > right)
    called = np.where(rng.random(len(at)) < tells, t, ~t)
    return Drawn(t.astype(float), y.astype(float), called.astype(float), (called & said).astype(float), of[at])


def sides(rng: Generator, cell: Cell) -> tuple[list[Side], float]:
    """Both groups as the question has them, and the share of the occupation's very ads."""
    first, second = (ALIKE, ALIKE) if cell.classifier == "alike" else (MISSES, SEES)
    made = [group(rng, cell.ads, cell.length, cell.share, cell, first),
            group(rng, cell.others, cell.other_length, cell.other, cell, second)]
    seen = sum(g.strategic.sum() for g in made) / max(sum(g.task.sum() for g in made), 1.0)
    found = []
    for k, g in enumerate(made):
        n, f, by = min(cell.labels, len(g.t)), g.strategic - seen * g.task, g.employer + 10**6 * k
        found.append(Side(g.t[:n], g.y[:n], f[:n], by[:n], f[n:], by[n:], len(g.t)))
    return found, float(made[0].y.sum() / made[0].t.sum())


def by_exchange(one: Side, other: Side, seed: int) -> bool:
    """Whether whole employers that change groups by lot, as days do (`placebo.relabel`), would have said so."""
    a, b = (shares(s) for s in exchanged(one, other, seed, PLACEBOS))
    z = (a.value - b.value) / np.hypot(a.chance, b.chance)
    ran = z[1:][np.isfinite(z[1:])]
    return bool(abs(z[0]) > Calibration.of(ran, PLACEBOS - len(ran), PLACEBOS).bound() * widening(one, other))


def measured(cell: Cell, worlds: int) -> dict[str, object]:
    seen = covered = own = swapped = 0
    half = 0.0
    for number in range(worlds):
        rng = np.random.default_rng([number, 41, cell.labels, cell.ads, int(1000 * cell.share)])
        (one, other), truth = sides(rng, cell)
        found = apart(one, other, number, PLACEBOS)
        reach = Calibration.of(found.value[1:] / found.scale[1:], 0, PLACEBOS).bound() * float(found.scale[0])
        seen += abs(found.value[0]) > reach
        covered += abs(found.value[0] - cell.share + cell.other) <= reach
        _, low, high = interval(one)
        own += low <= truth <= high
        swapped += by_exchange(one, other, number)
        half += reach / worlds
    return {"worlds": worlds, "seen": int(seen), "covered": int(covered), "own": int(own), "exchanged": swapped,
            "half": round(half, 4)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=300)
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    names = [field.name for field in fields(Cell)]
    kept: list[dict[str, object]] = []
    if RESULTS.exists() and not asked.again:
        with RESULTS.open(newline="") as file:
            kept = list(csv.DictReader(file))  # type: ignore[arg-type]
    done = {tuple(str(row[name]) for name in names) for row in kept}
    for cell in cells():
        told = {name: str(value) for name, value in asdict(cell).items()}
        if tuple(told.values()) in done:
            continue
        kept.append({**told, **measured(cell, asked.worlds)})
        sys.stdout.write(" ".join(str(value) for value in kept[-1].values()) + "\n")
        sys.stdout.flush()
        with RESULTS.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(kept[-1]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


if __name__ == "__main__":
    main()
