"""Does an estimator's own scale follow the series it is given? z = value / scale of one unit in worlds of its own kind.

Placebos are other units: they can widen every interval alike, not one unit's. So z should follow one law whatever the
unit is like. In each world unit 0 is asked about, 180 + 30 days, where nothing happens. In the worlds named `treated`,
it alone is spoilt; the others are as in the first world. Printed, for each estimator:

    rmse    of the estimate
    raw     how often its own 95 % interval excludes zero (should be .05)
    half    95 % quantile of |z| times the median scale: the half-width of an interval calibrated in this very world
    strange how often |z| exceeds the 95 % quantile of |z| of the first world: what placebos of that kind would make of
            a unit of this one (should be .05)
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

import numpy as np

from recul.estimators import discover, run
from recul.panel import Case, Panel
from recul.worlds.panels import PanelWorld, panel

HISTORY, WINDOW = 180, 30
DAYS = HISTORY + WINDOW
WORLDS = ("correlation .3", "correlation 0", "correlation .6", "correlation .8", "wander", "unequal",
          "autocorrelation .9", "treated autocorrelation .9", "treated noise", "treated wander", "treated trend",
          "treated level")


def made(name: str, controls: int, seed: int) -> Panel:
    """The panel of one world."""
    world = PanelWorld(controls, DAYS)
    head, _, value = name.partition(" ")
    if head == "correlation":
        world = replace(world, correlation=float(value))
    elif head == "wander":
        world = replace(world, wander=0.7)
    elif head == "unequal":
        world = replace(world, unequal=0.5)
    elif head == "autocorrelation":
        world = replace(world, autocorrelation=float(value))
    made = panel(world, seed)
    if head == "treated":
        made = replace(made, value=made.value + np.eye(controls + 1)[:, :1] * spoilt(value, seed))
    return made


def spoilt(how: str, seed: int) -> np.ndarray:
    """What the treated unit has of its own [DAYS]; its day-to-day SD is 5 without it."""
    random, days = np.random.default_rng(seed + 10_000_000), np.arange(DAYS)
    if how == "noise":
        return 10 * random.standard_t(3, DAYS) / np.sqrt(3)
    if how == "wander":
        return 0.7 * np.cumsum(random.standard_normal(DAYS))
    if how == "trend":
        return 0.05 * days
    if how == "level":
        return np.full(DAYS, 15.0)
    return panel(PanelWorld(0, DAYS, noise=4, season=0, autocorrelation=0.9), seed + 10_000_000).value[0] - 100


def asked(name: str, controls: int, seeds: int) -> tuple[Panel, list[Case]]:
    """The worlds of all seeds as one panel, and a case in each: unit 0 against its own controls."""
    worlds = [made(name, controls, seed) for seed in range(seeds)]
    size = controls + 1
    value = np.concatenate([w.value for w in worlds])
    names = tuple(f"{seed} {unit}" for seed, w in enumerate(worlds) for unit in w.units)
    whole = replace(worlds[0], value=value, observed=np.ones(value.shape, dtype=bool), units=names)
    return whole, [Case((first,), tuple(range(first + 1, first + size)), HISTORY, WINDOW, HISTORY)
                   for first in range(0, seeds * size, size)]


def main() -> None:
    """A line for every world and estimator."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=400)
    parser.add_argument("--estimators", nargs="+", default=sorted(discover()))
    arguments = parser.parse_args()
    for controls in (5, 20):
        bound: dict[str, float] = {}
        for name in WORLDS:
            whole, cases = asked(name, controls, arguments.seeds)
            for estimator in arguments.estimators:
                e = run(estimator, whole, cases)
                score = np.abs(e.score)
                quantile = float(np.quantile(score, 0.95))
                bound.setdefault(estimator, quantile)
                sys.stdout.write(
                    f"{controls:2} controls  {name:27} {estimator:11} rmse {np.sqrt((e.value**2).mean()):5.2f}  "
                    f"raw {((e.low > 0) | (e.high < 0)).mean():.3f}  half {quantile * np.median(e.scale):5.2f}  "
                    f"strange {(score > bound[estimator]).mean():.3f}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
