"""Whether the crisis argument keeps its word, over simulated brands whose yearly loss and averted part are known.

`python benchmarks/averted.py` asks brands of `recul.worlds.crises` (100 a row; `--brands 20` for fewer), keeps
every one
asked in out/averted so that a run that is stopped goes on, and writes benchmarks/results/averted.csv, one row a world:

- asked: brands; made: in how many the argument can be made (a seen loss, a seen effect of answering);
- covered_own of of_own: how many of the belief's own 90 % intervals of the yearly loss averted hold the true one, of
  all brands with a surge, those refused included; covered_before of of_before: the same, no narrower than the
  histories ask
  where the argument can be made;
- covered_made of of_made: of those in which the argument can be made; covered_after of of_after: of those answered;
  share, low, high: the share with its 95 % Wilson interval;
- justified, not_justified, even, cannot_say: what was said; false_pays, false_not: said on the wrong side;
- cpu: median seconds of CPU a brand, with 199 histories of each kind.

Worlds: what is averted is half the cost, just the cost, twice and ten times the cost; nothing lost, nothing averted;
four laws of what a crisis costs; a record of one year and of eight.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import sys
from pathlib import Path
from time import process_time
from typing import Any

from calibrate import wilson

from recul.estimators._crises import believed, quantile
from recul.placebo.calibrate import Calibration
from recul.questions._averted import argument
from recul.questions.averted import REAL_DRAWS, Averted
from recul.worlds import crises

HERE = Path(__file__).parent
RESULTS, KEPT = HERE / "results" / "averted.csv", HERE.parent / "out" / "averted"
DRAWS, NORMAL_90 = 199, 1.6448536269514722
Row = dict[str, Any]
WORLDS: dict[str, dict[str, Any]] = {
    **{f"{sizes}, {ratio:g} times the cost": {"sizes": sizes, "ratio": ratio}
       for sizes in crises.SIZES for ratio in (0.5, 1.0, 2.0, 10.0)},
    "nothing lost": {"nothing": "lost"},
    "nothing averted": {"nothing": "averted"},
    "one year, just the cost": {"length": 1.0},
    "one year, ten times the cost": {"length": 1.0, "ratio": 10.0},
    "eight years, just the cost": {"length": 8.0},
    "eight years, twice the cost": {"length": 8.0, "ratio": 2.0},
    "pareto, eight years, just the cost": {"sizes": "pareto", "length": 8.0},
}


def ask(world: dict[str, Any], seed: int) -> Row:
    """One brand: what would be said whatever stands behind it, and what is said."""
    began = process_time()
    brand = crises.years(seed, **world)
    question = Averted(unit_margin=1.0)
    batch = question.asked_of(brand.losses, brand.answering, brand.bill, seed, DRAWS)
    finding = question.judge(batch, {})
    low = high = own_low = own_high = None
    if len(brand.losses.loss):
        real, half = batch.items.real, NORMAL_90
        if real is None:  # refused: what would have been believed
            real = believed(argument(brand.losses, brand.answering)[0], REAL_DRAWS, seed)
        else:
            estimates = question.estimate("crises", batch)
            bound = Calibration.of(estimates.score[1:], 0, len(batch) - 1).bound(0.90)
            half = max(bound, NORMAL_90)
        low, high = (quantile(real.averted[0], side * half) for side in (-1, 1))
        own_low, own_high = (quantile(real.averted[0], side * NORMAL_90) for side in (-1, 1))
    return {"seed": seed, "averted": brand.averted, "cost": brand.bill.total, "made": batch.items.found is not None,
            "low": low, "high": high, "own_low": own_low, "own_high": own_high, "answer": finding.answer,
            "given": finding.estimate.value is not None,
            "limits": [limit.code for limit in finding.limits if limit.forbids], "cpu": process_time() - began}


def asked(name: str, brands: int) -> list[Row]:
    """Every brand of a world, those kept before read back, more of them too."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{name.replace(' ', '-').replace(',', '')}.jsonl"
    found = {row["seed"]: row for row in map(json.loads, file.read_text().splitlines())} if file.exists() else {}
    with file.open("a") as out:
        for seed in range(brands):
            if seed not in found:
                found[seed] = ask(WORLDS[name], seed)
                out.write(json.dumps(found[seed]) + "\n")
                out.flush()
    return [found[seed] for seed in sorted(found)]


def summed(name: str, rows: list[Row]) -> Row:
    """One row of the table."""
    out: Row = {"world": name, "asked": len(rows), "made": sum(r["made"] for r in rows)}
    can = [r for r in rows if r["low"] is not None]
    sets = {"own": can, "before": can, "made": [r for r in rows if r["made"]],
            "after": [r for r in rows if r["given"]]}
    for word, of in sets.items():
        ends = ("own_low", "own_high") if word == "own" else ("low", "high")
        count = sum(r[ends[0]] <= r["averted"] <= r[ends[1]] for r in of)
        low, high = wilson(count, len(of)) if of else (math.nan, math.nan)
        out |= {f"covered_{word}": count, f"of_{word}": len(of),
                f"share_{word}": round(count / len(of), 3) if of else "",
                f"low_{word}": round(low, 3), f"high_{word}": round(high, 3)}
    for word in ("justified", "not_justified", "even", "unknown"):
        out[word] = sum(r["answer"] == word for r in rows)
    out["false_pays"] = sum(r["answer"] == "justified" and r["averted"] <= r["cost"] * (1 + 1e-9) for r in rows)
    out["false_not"] = sum(r["answer"] == "not_justified" and r["averted"] >= r["cost"] * (1 - 1e-9) for r in rows)
    return out | {"cpu": round(statistics.median(r["cpu"] for r in rows), 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=100)
    brands = parser.parse_args().brands
    every: list[Row] = []
    table = []
    for name in WORLDS:
        rows = asked(name, brands)
        every += rows
        table.append(summed(name, rows))
        row = table[-1]
        sys.stdout.write(f"{name:34} made {row['made']:3}; 90 % holds {row['covered_before']} of {row['of_before']}"
                         f" before, {row['covered_made']} of {row['of_made']} made, {row['covered_after']} of"
                         f" {row['of_after']}"
                         f" after; justified {row['justified']}, not {row['not_justified']}, even {row['even']}, cannot"
                         f" say {row['unknown']}; false pays {row['false_pays']}, false not {row['false_not']}\n")
        sys.stdout.flush()
    table.append(summed("all", every))
    sys.stdout.write(f"all: {table[-1]}\n")
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    main()
