"""Recul side by side with its peers, in one run: `make bench`, or `--light` for a look in two minutes.

Writes benchmarks/results/bench.csv (false alarms, interval score, power, cost of every method on every data set),
benchmarks/results/speed.csv (cost of a fit, growth, a first report), docs/bench.svg and docs/bench.md, which
`page.py` makes of the two files alone. `--light` writes all four into out/bench/light instead. What was asked before
and has not changed since is not asked again (`cells.py`); `--fresh` asks everything.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import cells
import numpy as np
import page
import speed
from cells import Cell
from datasets import NAMES, Question, questions
from score import Answers, compared, false_alarms, power, refusals

RESULTS = Path(__file__).parent / "results"
DOCS = Path(__file__).parents[1] / "docs"
COLUMNS = ("dataset", "method", "reading", "asked", "answered", "seen", "rate_asked", "rate_answered", "low", "high",
           "at_least", "at_most", "clusters", "common", "score", "recul_score", "both", "both_score",
           "both_recul_score", "power_0.5", "power_1", "power_2", "cpu_one", "cpu_1000", "cpu_answer", "peak_mb",
           "shift_error", "version", "code", "why")
SPEED_COLUMNS = ("estimator", "method", "controls", "what", "items", "cpu_one", "cpu_all", "cpu_warm", "peak_mb",
                 "ratio_one", "ratio_all", "wall", "why")


def say(line: str) -> None:
    """A line of progress."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def read(told: dict[str, Any], reading: str, asked: Sequence[Question]) -> Answers:
    """A worker's answers; Recul's have two readings, a peer's one."""
    names = ("raw_low", "raw_high") if reading == "raw" and "raw_low" in told["answers"][0] else ("low", "high")
    sd = np.array([q.sd for q in asked])
    return Answers.of([(a[names[0]], a[names[1]]) for a in told["answers"]], [a["why"] for a in told["answers"]], sd)


def cost(cell: Cell, told: dict[str, Any]) -> dict[str, Any]:
    """CPU seconds of one fit, of 1,000 (Recul: in one call; a peer: a thousand times the mean), of a whole answer."""
    spent = [a["cpu"] for a in told["answers"]]
    warm = spent[1:] or spent
    found = {"cpu_one": median(warm), "cpu_1000": told.get("cpu_1000", 1000 * float(np.mean(warm)))}
    if cell.peer is None:
        found["cpu_answer"] = median(a["cpu_answer"] for a in told["answers"])
    return {**found, **{k: told[k] for k in ("peak_mb", "shift_error", "version", "code")}}


def rows(cell: Cell, told: dict[str, Any], recul: Answers | None, asked: Sequence[Question]
         ) -> Iterable[dict[str, Any]]:
    """One row a reading; a peer that failed is a row that says why."""
    head = {"dataset": cell.dataset, "method": cell.name}
    if "failed" in told:
        yield {**head, "reading": "raw", "asked": 0, "why": told["failed"], "code": told["code"]}
        return
    cluster = np.array([q.cluster for q in asked])
    for reading in ("raw", "calibrated")[: 1 + (cell.peer is None)]:
        answers = read(told, reading, asked)
        yield {**head, "reading": reading, **false_alarms(answers, cluster), **power(answers),
               **(compared(answers, recul) if recul is not None else {}), **cost(cell, told),
               "why": refusals(answers)}


def dataset(name: str, asked_for: argparse.Namespace, pool: ThreadPoolExecutor) -> list[dict[str, Any]]:
    """Every method on one data set."""
    try:
        asked = questions(name, asked_for.questions)
    except FileNotFoundError as error:
        return [{"dataset": name, "method": "all", "reading": "raw", "asked": 0, "why": f"not run: {error}"}]
    every = cells.cells(name)

    def one(cell: Cell) -> dict[str, Any]:
        if asked_for.light and (cell.peer, cell.method) in cells.SLOW:
            return {"failed": "left out of the light look", "code": ""}
        told = cells.run(cell, asked, asked_for.cap, asked_for.fresh)
        say(f"{name}: {cell.name}: {told.get('failed') or str(len(told['answers'])) + ' asked'}")
        return told

    told = list(pool.map(one, every))
    recul = read(told[0], "calibrated", asked) if "failed" not in told[0] else None
    return [row for cell, said in zip(every, told, strict=True) for row in rows(cell, said, recul, asked)]


def write(path: Path, columns: Sequence[str], lines: Iterable[dict[str, Any]]) -> None:
    """A CSV, four significant digits, written aside and put in place."""
    aside = path.with_suffix(".part")
    with aside.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: f"{v:.4g}" if isinstance(v, float) else "" if v is None else v for k, v in line.items()}
                         for line in lines)
    aside.replace(path)


def arguments() -> argparse.Namespace:
    """What the command was given, the defaults filled in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--light", action="store_true", help="few questions, little CPU; writes into out/bench/light")
    parser.add_argument("--fresh", action="store_true", help="ask again what was asked before")
    parser.add_argument("--questions", type=int, help="a data set (default 800; light 30)")
    parser.add_argument("--cap", type=float, help="CPU seconds a method and data set (default 40; light 1)")
    parser.add_argument("--only", nargs="*", choices=NAMES, help="these data sets (default all; light two)")
    parser.add_argument("--no-speed", action="store_true", help="keep speed.csv as it is")
    asked = parser.parse_args()
    asked.questions = asked.questions or (30 if asked.light else 800)
    asked.cap = asked.cap or (1.0 if asked.light else 40.0)
    asked.only = asked.only or (["geolift", "world5"] if asked.light else list(NAMES))
    return asked


def main() -> None:
    """Speed first, while nothing else runs; then the data sets, two processes at a time; then the page."""
    asked = arguments()
    results, docs = (cells.OUT / "light",) * 2 if asked.light else (RESULTS, DOCS)
    for folder in (cells.OUT, results):
        folder.mkdir(parents=True, exist_ok=True)
    if not asked.no_speed:
        say("speed of the fits, growth, commands")
        most = 10_000 if asked.light else 100_000
        write(results / "speed.csv", SPEED_COLUMNS,
              speed.fits(min(asked.cap, 8.0)) + speed.growth(most) + speed.commands())
    with ThreadPoolExecutor(2) as pool:
        lines = [line for name in asked.only for line in dataset(name, asked, pool)]
    if set(asked.only) != set(NAMES) and not asked.light and (results / "bench.csv").exists():
        lines = page.merged(results / "bench.csv", lines, asked.only)
    write(results / "bench.csv", COLUMNS, lines)
    page.make(results, docs)
    say(f"written: {results}/bench.csv, {results}/speed.csv, {docs}/bench.md, {docs}/bench.svg")


if __name__ == "__main__":
    main()
