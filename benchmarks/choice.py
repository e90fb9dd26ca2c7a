"""Would it help to let the placebos choose the estimator? METHODS §0.9, tried and not adopted: docs/methods.md.

Every question is put to each estimator, and to the one that `judge.choose` takes of them (lowest mean interval score
over the earlier half of the placebos). The data sets of the bench, where nothing happened, and worlds of 20 controls in
which only the treated unit is unlike the others (`scales.py`). Writes benchmarks/results/choice.csv: answered, wrong of
those, power at one SD of all asked, mean interval score in SDs of those that all answered.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import scales
from datasets import questions, residual_sd
from ours import declared

from recul.batch import Batch, PanelItems
from recul.estimators import run
from recul.panel import Case
from recul.placebo.draw import Pool
from recul.placebo.judge import Reading, choose
from recul.questions.effect import Effect
from recul.questions.panel import Asked, history_for

RESULTS = Path(__file__).parent / "results" / "choice.csv"
CONTROLS = 20
NAMES = ("world20", "tweets", "geolift", "markets", "treated wander", "treated autocorrelation .9", "treated trend")


def asked(name: str, count: int) -> Iterator[tuple[Batch[PanelItems], float]]:
    """The batch of each question, and the SD of the treated series' residuals."""
    if name.startswith("treated"):
        for seed in range(count):
            panel, controls = scales.made(name, CONTROLS, seed), tuple(range(1, CONTROLS + 1))
            history = history_for(scales.HISTORY, scales.WINDOW, CONTROLS)
            case = Case((0,), controls, scales.HISTORY, scales.WINDOW, history)
            yield Asked(panel, case, Pool(controls)).batch(seed), residual_sd(panel.value[0, : scales.HISTORY], 7)
        return
    for seed, q in enumerate(questions(name, count)):
        question = Effect(outcome=q.panel.measure, action="nothing", controls=q.controls, window=q.window)
        yield question.asked_of(q.panel, declared(q)).batch(seed), q.sd


def bounds(reading: Reading, sd: float) -> tuple[float, float]:
    """The calibrated interval in SDs; NaN where nothing is said."""
    e, half = reading.estimates, reading.calibration.bound() * reading.estimates.scale[0]
    return ((e.value[0] - half) / sd, (e.value[0] + half) / sd) if reading.valid else (np.nan, np.nan)


def rows(name: str, count: int, estimators: Sequence[str]) -> Iterator[dict[str, object]]:
    """A row an estimator, and one for the choice."""
    told: dict[str, list[tuple[float, float]]] = {e: [] for e in (*estimators, "chosen")}
    for batch, sd in asked(name, count):
        readings = [Reading.of(batch, run(e, batch.items.panel, batch.items.cases)) for e in estimators]
        for e, reading in zip(told, (*readings, choose(readings)[0]), strict=True):
            told[e].append(bounds(reading, sd))
    every = {e: np.array(b) for e, b in told.items()}
    both = np.all([np.isfinite(b).all(axis=1) for b in every.values()], axis=0)
    for e, b in every.items():
        low, high = b.T
        given, wrong = np.isfinite(low), (low > 0) | (high < 0)
        power = ((low + 1 > 0).mean() + (high - 1 < 0).mean()) / 2
        missed = np.maximum(low, 0) + np.maximum(-high, 0)
        score = (high - low + 40 * missed)[both].mean()
        yield {"dataset": name, "estimator": e, "of": " ".join(estimators), "asked": len(b), "answered": given.sum(),
               "wrong": wrong.sum(), "power_1": round(power, 3), "both": both.sum(), "score": round(score, 3)}


def main() -> None:
    """Every data set, a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", nargs="*", choices=NAMES, default=NAMES)
    parser.add_argument("--estimators", nargs="+", default=["structural", "synthetic"])
    arguments = parser.parse_args()
    found = []
    for name in arguments.only:
        for row in rows(name, arguments.questions, arguments.estimators):
            found.append(row)
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items()) + "\n")
            sys.stdout.flush()
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


if __name__ == "__main__":
    main()
