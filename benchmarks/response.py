"""How often Recul says that answering worked, in worlds where what it does is known.

`python benchmarks/response.py` asks worlds of `recul.worlds.conversations`, cell by cell, and writes
benchmarks/results/response.csv, one row a cell. Every world asked is kept in out/response, so that a run that is
stopped goes on, and a longer one (`--worlds 200`) asks only what is missing. `--only observed,3000` takes the cells
whose name holds all of these words.

Designs: observed answers; answers held back by lot in half of the conversations. sense, quick, shared (common and
staff): see the worlds; "ahead" and "decay" are choices that the blind window cannot tell. 99 redraws each. Columns:
asked; worked, worse (verdict `seen`, of a fall or a rise); the rate of "it worked" and its 95 % Wilson interval;
without_window: how often it would have been said without the blind window; visible: how often choice showed in it;
medians of the relative effect estimated, of the detectable effect and of the seconds of CPU a world takes.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from calibrate import wilson

from recul.placebo.choice import doubts_of
from recul.placebo.judge import Reading
from recul.placebo.power import detectable_effect
from recul.placebo.redraw import redraw, redraw_arms
from recul.threads.answers import of_lottery, of_trials
from recul.threads.conversations import MICRO
from recul.threads.hours import Office
from recul.threads.lottery import lottery
from recul.threads.trials import trials
from recul.worlds.conversations import CHOICE, FIRST_DAY, Threads, World, said, threads

HERE = Path(__file__).parent
RESULTS, KEPT = HERE / "results" / "response.csv", HERE.parent / "out" / "response"
HORIZON, REDRAWS = 6.0, 99
Cell = dict[str, Any]


def cells() -> Iterator[Cell]:
    """What matters most first."""
    for count in (3000, 1000, 15000):
        for effect in ("none", "halved", "worse"):
            for hidden in CHOICE:
                yield cell("observed", count, effect, hidden)
    for count in (3000, 15000):
        for sense in ("ahead", "decay"):
            for hidden in ("moderate", "strong"):
                yield cell("observed", count, "none", hidden, sense)
    yield cell("observed", 3000, "none", "none", quick=2.0)
    yield cell("observed", 3000, "none", "strong", quick=2.0)
    yield cell("observed", 3000, "none", "none", shared=0.7)
    yield cell("observed", 3000, "none", "strong", shared=0.7)
    for count in (1000, 3000):
        for effect in ("none", "halved", "worse"):
            for hidden in ("none", "strong"):
                yield cell("held back", count, effect, hidden)


def cell(design: str, count: int, effect: str, hidden: str, sense: str = "mood", quick: float = 0.0,
         shared: float = 0.0) -> Cell:
    return {"design": design, "conversations": count, "effect": effect, "choice": hidden, "sense": sense,
            "quick": quick, "shared": shared}


def ask(asked: Cell, seed: int) -> dict[str, Any]:
    """One world, by the judge's reading, without the rates that no verdict rests on."""
    began = process_time()
    held = 0.5 if asked["design"] == "held back" else 0.0
    world = threads(World(asked["conversations"], asked["effect"], CHOICE[asked["choice"]], asked["sense"], held,
                          asked["quick"], asked["shared"], asked["shared"]), seed)
    found = _held_back(world, seed) if held else _observed(world, seed)
    return {"seed": seed, **found, "seconds": round(process_time() - began, 2)}


def _observed(world: Threads, seed: int) -> dict[str, Any]:
    batch = redraw(trials(said(world), Office(), HORIZON, seed), seed, REDRAWS)
    answered = of_trials(batch.items, "messages")
    told = _told(Reading.of(batch, answered.later, doubts_of(batch, answered, 0.2)))
    return {**told, "beyond": round(float(answered.beyond[0]), 3), "blind": round(float(answered.blind.score[0]), 3)}


def _held_back(world: Threads, seed: int) -> dict[str, Any]:
    drawn = np.flatnonzero(np.isfinite(world.moment))
    moment = FIRST_DAY.astype("datetime64[us]").astype(np.int64) + np.round(
        (world.began + world.moment)[drawn] * MICRO).astype(np.int64)
    batch = redraw_arms(lottery(said(world), drawn, moment, ~world.held[drawn], Office(), HORIZON), seed, REDRAWS)
    return _told(Reading.of(batch, of_lottery(batch.items, "messages")))


def _told(reading: Reading) -> dict[str, Any]:
    e, bound = reading.estimates, reading.calibration.bound()
    z = float(e.score[0])
    forbidden = [limit.code for limit in reading.limits if limit.forbids]
    beyond = set(forbidden) <= {"choice_visible", "harm_observed"} and abs(z) > bound
    small = detectable_effect(reading.scores, reading.calibration, float(e.scale[0]), float(e.baseline[0]))[0]
    return {"z": round(z, 3), "bound": round(bound, 3), "relative": round(float(e.value[0] / e.baseline[0]), 4),
            "detectable": None if small is None else round(small, 4), "alone": beyond and z < 0,
            "seen": beyond and not forbidden, "forbidden": forbidden}


def name(asked: Cell) -> str:
    return "-".join(str(v) for v in asked.values()).replace(" ", "_")


def kept(asked: Cell) -> dict[int, dict[str, Any]]:
    """The worlds of a cell that were asked, by seed. A half-written last line is asked again."""
    path, found = KEPT / f"{name(asked)}.ndjson", {}
    for line in path.read_text().splitlines() if path.exists() else ():
        if line.endswith("}"):
            row = json.loads(line)
            found[row["seed"]] = row
    return found


def summarise(asked: Cell, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """One row of the results."""
    n, worked = len(rows), sum(r["seen"] and r["z"] < 0 for r in rows)
    low, high = wilson(worked, n)

    def median(key: str) -> float | str:
        values = [r[key] for r in rows if r[key] is not None and math.isfinite(r[key])]
        return round(float(np.median(values)), 3) if values else ""

    return {**asked, "asked": n, "worked": worked, "worse": sum(r["seen"] and r["z"] > 0 for r in rows),
            "rate": round(worked / n, 4), "low": round(max(low, 0.0), 4), "high": round(high, 4),
            "without_window": sum(r["alone"] for r in rows) if asked["design"] == "observed" else "",
            "visible": sum("choice_visible" in r["forbidden"] for r in rows),
            "relative": median("relative"), "detectable": median("detectable"), "seconds": median("seconds")}


def write() -> None:
    """Every cell that has a world here, or more of them in the results committed before."""
    before: dict[str, Cell] = {}
    if RESULTS.exists():
        with RESULTS.open(newline="") as file:
            before = {name({k: row[k] for k in cell("", 0, "", "")}): row for row in csv.DictReader(file)}
    rows = []
    for asked in cells():
        found, old = kept(asked), before.get(name(asked))
        if old and int(old["asked"]) > len(found):
            rows.append(old)
        elif found:
            rows.append(summarise(asked, list(found.values())))
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Ask what is missing, a line a cell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=40, help="in each cell")
    parser.add_argument("--only", default="", help="words of the cells' names, with commas")
    arguments = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    for asked in cells():
        if Counter(filter(None, arguments.only.split(","))) - Counter(name(asked).split("-")):
            continue  # "none,none" asks for both
        there = kept(asked)
        with (KEPT / f"{name(asked)}.ndjson").open("a") as file:
            for seed in sorted(set(range(arguments.worlds)) - there.keys()):
                there[seed] = ask(asked, seed)
                file.write("\n" + json.dumps(there[seed]))  # never behind a line that was cut
                file.flush()
        row = summarise(asked, list(there.values()))
        sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items() if v not in ("", 0, 0.0)) + "\n")
        sys.stdout.flush()
        write()


if __name__ == "__main__":
    main()
