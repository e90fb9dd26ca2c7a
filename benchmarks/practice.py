"""How often an ordinary occupation passes for an unusual one, and how often an unusual one is seen.

`python benchmarks/practice.py` draws, in each cell, so many labour markets (`--worlds`, 1,000 by default; a minute) of
occupations of the sizes of a real site's, whose shares come from one distribution, asks of one of them taken at random,
and writes results/practice.csv. An unusual one has its share set to .735. What is asked is the question's own estimator
and calibration, without the reading of files.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.random import Generator

from recul.estimators._shares import shares
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.questions._occupations import ADS_LEAST

RESULTS = Path(__file__).parent / "results" / "practice.csv"
SIZES = (83, 646, 179, 68, 117, 26, 430, 218, 130, 251, 131, 221, 290, 164, 69, 251, 218, 15, 130, 52, 51, 30, 64, 153,
         52, 142, 23, 42, 27, 19, 406, 2, 37, 1, 16, 44, 25, 55, 51, 71)
UNUSUAL = 0.735


def logit(centre: float, spread: float) -> Callable[[Generator, int], Floats]:
    """Shares whose log-odds are normal."""
    return lambda rng, n: np.asarray(1 / (1 + np.exp(-centre - spread * rng.standard_normal(n))))


MARKETS: dict[str, Callable[[Generator, int], Floats]] = {
    "alike": logit(-1.1, 0.0), "as real": logit(-1.2, 0.9), "apart": logit(-1.2, 2.0), "rare": logit(-4.0, 1.0),
    "heavy tails": lambda rng, n: np.asarray(1 / (1 + np.exp(1.2 - 0.7 * rng.standard_t(3, n)))),
}


def seen(rng: Generator, market: str, occupations: int, unusual: bool) -> bool | None:
    """Whether the one asked about is called unusual; None where its size forbids an answer."""
    size = np.array(SIZES[:occupations] if occupations <= len(SIZES) else SIZES * 2)
    asked = int(rng.integers(len(size)))
    share = MARKETS[market](rng, len(size))
    if unusual:
        share[asked] = UNUSUAL
    count = rng.binomial(size, share)
    if size[asked] < ADS_LEAST:
        return None
    others = np.flatnonzero((np.arange(len(size)) != asked) & (size >= ADS_LEAST))
    found = shares(np.tile(count, (len(others) + 1, 1)), size, np.concatenate([[asked], others]))
    z = found.value / found.scale
    return bool(abs(z[0]) > Calibration.of(z[1:], 0, len(others)).bound())


def main() -> None:
    """A row a cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=1000)
    worlds = parser.parse_args().worlds
    rows = []
    for market in MARKETS:
        for occupations in (6, 12, 40):
            for unusual in (False, True):
                rng = np.random.default_rng([len(rows), 8])
                told = [seen(rng, market, occupations, unusual) for _ in range(worlds)]
                answered = [t for t in told if t is not None]
                rows.append((market, occupations, "unusual" if unusual else "ordinary", worlds, len(answered),
                             sum(answered)))
                sys.stdout.write("{}, {} occupations, {}: {} worlds, {} asked of, {} seen\n".format(*rows[-1]))
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("market", "occupations", "asked", "worlds", "answered", "seen"))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
