"""How often an experiment cries wolf where nothing was done, and how often its interval holds a true effect.

`python benchmarks/experiment.py` asks 600 experiments a cell, half as many where there is an effect (`--questions`),
and writes benchmarks/results/experiment.csv. Cells: 8, 20, 60, 200 units, half or a fifth of them treated; normal
units, heavy-tailed ones (t(3) shocks in level and noise), and units of unequal size (the SD of the log is 1, noise and
effect in proportion); no effect, or one of 20 % of each unit's own level. Columns: asked; answered (an interval was
given); seen; the rate and its 95 % Wilson interval; the share of intervals that hold the truth (the mean effect over
all units of the lottery); how often the method's own interval misses it; different draws of the lottery; the median
detectable effect; what forbade a verdict, and how often.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from calibrate import wilson

from recul.panel import Case, Panel
from recul.placebo.draw import Pool
from recul.placebo.judge import Reading
from recul.placebo.power import detectable_effect
from recul.questions.effect import Effect
from recul.questions.panel import Asked

RESULTS = Path(__file__).parent / "results" / "experiment.csv"
HISTORY, WINDOW, NOISE, EFFECT = 24, 12, 0.15, 0.20
Cell = tuple[int, int, str, float]


def cells() -> list[Cell]:
    """Units, how many treated, world, relative effect."""
    return [(n, max(1, round(n * share)), world, effect) for effect in (0.0, EFFECT)
            for world in ("normal", "heavy", "unequal") for n in (8, 20, 60, 200) for share in (0.5, 0.2)]


def experiment(cell: Cell, seed: int) -> tuple[Panel, tuple[int, ...], float]:
    """A weekly panel, the rows drawn to be treated, and the true mean effect."""
    n, count, world, effect = cell
    random = np.random.default_rng([seed, n, count, len(world), round(100 * effect)])

    def shock(*shape: int) -> np.ndarray:
        return random.standard_t(3, shape) / np.sqrt(3) if world == "heavy" else random.standard_normal(shape)

    size = np.exp(random.standard_normal((n, 1))) if world == "unequal" else 1 + 0.1 * shock(n, 1)
    common = 1 + 0.1 * np.sin(np.arange(HISTORY + WINDOW) / 5) + 0.05 * shock(HISTORY + WINDOW)
    drift = 0.5 * NOISE * shock(n, 1) * (np.arange(HISTORY + WINDOW) >= HISTORY)
    value = 100 * size * (common + drift + NOISE * shock(n, HISTORY + WINDOW))
    drawn = tuple(sorted(random.permutation(n)[:count].tolist()))
    add = effect * 100 * size[:, 0]
    value[list(drawn), HISTORY:] += add[list(drawn), None]
    times = np.datetime64("2023-01-02", "s") + np.arange(HISTORY + WINDOW) * np.timedelta64(7 * 86400, "s")
    panel = Panel(value, np.ones(value.shape, dtype=bool), tuple(f"u{i}" for i in range(n)), times, "week", "sales")
    return panel, drawn, float(add.mean())


def ask(job: tuple[Cell, int]) -> tuple[bool, bool, bool, bool, float | None, tuple[str, ...]]:
    """Whether seen, whether answered, whether the interval holds the truth, whether the method's own misses it, the
    detectable effect, what forbade a verdict. By the judge's reading, without the rates that no verdict rests on."""
    panel, drawn, truth = experiment(*job)
    others = tuple(i for i in range(len(panel.units)) if i not in drawn)
    case = Case(drawn, others, HISTORY, WINDOW, HISTORY, "randomised")
    batch = Asked(panel, case, Pool(others), by_lot=True).batch(job[1])
    e = Effect(outcome="sales", action="draw", estimator="experiment").estimate("experiment", batch)
    reading = Reading.of(batch, e)
    bound = reading.calibration.bound()
    answered = reading.valid and math.isfinite(bound)
    miss = abs(float(e.value[0]) - truth)
    small = detectable_effect(reading.scores, reading.calibration, float(e.scale[0]), float(e.baseline[0]))[0]
    return (answered and abs(float(e.score[0])) > bound, answered, answered and miss <= bound * float(e.scale[0]),
            miss > float(e.high[0] - e.value[0]), small, tuple(limit.code for limit in reading.limits if limit.forbids))


def summarise(cell: Cell, questions: int, pool: ProcessPoolExecutor) -> dict[str, object]:
    """Ask and count."""
    rows = list(pool.map(ask, [(cell, seed) for seed in range(questions)], chunksize=20))
    answered, seen = sum(r[1] for r in rows), sum(r[0] for r in rows)
    held = sum(r[2] for r in rows)
    low, high = wilson(seen, questions)
    least = sorted(r[4] for r in rows if r[4] is not None)
    forbids = Counter(code for r in rows for code in r[5])
    return {"units": cell[0], "treated": cell[1], "world": cell[2], "effect": cell[3], "asked": questions,
            "answered": answered, "seen": seen, "rate": round(seen / questions, 4), "low": round(low, 4),
            "high": round(high, 4), "coverage": round(held / answered, 4) if answered else "",
            "raw_misses": round(sum(r[3] for r in rows) / questions, 4),
            "assignments": math.comb(cell[0], cell[1]) if cell[0] <= 60 else "",
            "detectable": round(least[len(least) // 2], 4) if least else "",
            "forbidden_by": " ".join(f"{code}:{n}" for code, n in forbids.most_common())}


KEY = ("units", "treated", "world", "effect")


def kept() -> dict[tuple[str, ...], dict[str, object]]:
    """The rows of the last run, by cell."""
    if not RESULTS.exists():
        return {}
    with RESULTS.open(newline="") as file:
        return {tuple(r[k] for k in KEY): dict(r) for r in csv.DictReader(file)}


def keep(row: dict[str, object]) -> None:
    """Put a row in the place of the one for the same cell."""
    rows = kept()
    rows[tuple(str(row[k]) for k in KEY)] = row
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows.values())


def main() -> None:
    """Every cell, a line each; written as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=600)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    parser.add_argument("--missing", action="store_true", help="only the cells that have no row yet")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.workers) as pool:
        for cell in cells():
            if arguments.missing and tuple(map(str, cell)) in kept():
                continue
            row = summarise(cell, arguments.questions // (2 if cell[3] else 1), pool)
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items() if v not in ("", 0, 0.0)) + "\n")
            sys.stdout.flush()
            if not arguments.dry:
                keep(row)


if __name__ == "__main__":
    main()
