"""How often a metric that foretells nothing is said to foretell, and how often one that does is seen.

`python benchmarks/metrics.py` asks, in each cell, so many pairs of series (`--worlds`, 300 by default; some minutes),
and writes results/metrics.csv: `up`, seen to foretell; `down`, seen to mislead. Outcome and metric are persistent,
walks, share a season, a Christmas, or loud times, or have heavy tails; in the last cells the metric's surprises move
the outcome a period later.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
from numpy.random import Generator

from recul.estimators._foretelling import foretelling, innovations, shifts
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.questions._metrics import PLANNED, known_before

RESULTS = Path(__file__).parent / "results" / "metrics.csv"
KINDS = ("white", "persistent", "walk", "season", "christmas", "moving sum", "heavy tails", "loud together", "trend",
         "foretells .2", "foretells .3", "foretells .5")


def persistent(rng: Generator, n: int, memory: float) -> Floats:
    """A first-order autoregression, settled."""
    told, noise = np.zeros(n + 50), rng.standard_normal(n + 50)
    for t in range(1, n + 50):
        told[t] = memory * told[t - 1] + noise[t]
    return told[50:]


def pair(rng: Generator, n: int, kind: str) -> tuple[Floats, Floats]:
    """An outcome and a metric."""
    t = np.arange(n)
    if kind.startswith("foretells"):
        metric, noise = persistent(rng, n, 0.5), rng.standard_normal(n)
        outcome, surprise = np.zeros(n), np.diff(metric, prepend=0.0) + 0.5 * np.append(0.0, metric[:-1])
        for step in range(1, n):
            outcome[step] = 0.5 * outcome[step - 1] + float(kind.split()[1]) * surprise[step - 1] + noise[step]
        return outcome, metric
    shared = {"season": 3 * np.sin(2 * np.pi * t / 52.18), "christmas": 4 * np.exp(-(((t % 52 - 50) / 1.5) ** 2)),
              "trend": t / 10}.get(kind, np.zeros(n))
    if kind == "walk":
        return rng.standard_normal(n).cumsum(), rng.standard_normal(n).cumsum()
    if kind == "moving sum":
        return np.convolve(rng.standard_normal(n + 5), np.ones(6), "valid"), persistent(rng, n, 0.9)
    if kind == "heavy tails":
        return rng.standard_t(3, n), np.exp(1.5 * rng.standard_normal(n))
    loud = np.exp(0.5 * persistent(rng, n, 0.9)) if kind == "loud together" else np.ones(n)
    memory = {"white": 0.0, "persistent": 0.8, "loud together": 0.0}.get(kind, 0.5)
    return (shared + loud * persistent(rng, n, memory), shared + loud * persistent(rng, n, memory))


def seen(rng: Generator, weeks: int, kind: str) -> int:
    """1 seen to foretell, -1 to mislead, 0 not seen."""
    outcome, metric = pair(rng, weeks, kind)
    known = known_before(outcome, "week")[1:-1]
    both = np.column_stack([outcome[2:], metric[1:-1]])
    told = innovations((both - both.mean(axis=0)) / both.std(axis=0), known)
    own = told[:, 1]
    found = foretelling(told[:, 0], np.concatenate([own[None], own[shifts(len(own), PLANNED, 1)]]))
    z = found.value / found.scale
    return int(np.sign(z[0])) if abs(z[0]) > Calibration.of(z[1:], 0, len(z) - 1).bound() else 0


def main() -> None:
    """A row a cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=300)
    worlds, rows = parser.parse_args().worlds, []
    for weeks in (104, 156, 260):
        for kind in KINDS:
            rng = np.random.default_rng([weeks, KINDS.index(kind)])
            told = [seen(rng, weeks, kind) for _ in range(worlds)]
            rows.append((weeks, kind, worlds, told.count(1), told.count(-1)))
            sys.stdout.write("{} weeks, {}: of {}, up {}, down {}\n".format(*rows[-1]))
            sys.stdout.flush()
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("weeks", "kind", "worlds", "up", "down"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
