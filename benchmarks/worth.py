"""Whether the intervals of a return hold the true one, over simulated brands whose costs and returns are known.

`python benchmarks/worth.py` asks 1,000 brands of `recul.worlds.worth` (`--brands 200` for fewer), keeps every one asked
in out/worth so that a run that is stopped goes on, and writes benchmarks/results/worth.csv, one row a group of brands:

- asked: brands. covered_90_before of of_90_before: how many 90 % intervals hold the true return, of all that could be
  computed, those with no design behind them (refused afterwards) included; covered_90_after of of_90_after: the same of
  the numbers given; share, low, high: the share with its 95 % Wilson interval;
- the same at 95 %;
- too_far: numbers given beside break-even that lie farther from it than the true return;
- no_design, unclear: refused because the effect cannot be read; because the interval holds break-even and is wide;
- false_pays of not_paying: said to pay, of the brands whose true return is not above zero; false_not of paying: said
  not to, of those whose is not below it; pays, does_not_pay, even: what was said;
- cpu: median seconds of CPU a brand.

Half as many brands are asked again at the cost that their effect just covers, where they have one: whatever is then
said but "even" is an error. Groups: all; by the noise of the return (the half-width of its 95 % interval, in shares of
the cost); by how many cities had the campaign; by whether there are placebos enough for ranks (39).
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

from calibrate import wilson

from recul.placebo.judge import Reading, choose
from recul.questions.worth import Worth
from recul.worlds import worth

HERE = Path(__file__).parent
RESULTS, KEPT = HERE / "results" / "worth.csv", HERE.parent / "out" / "worth"
Row = dict[str, Any]


def ask(seed: int, even: bool = False) -> Row:
    """One brand: its truth, what would have been said of it whatever stands behind it, and what is said. even: at the
    cost that its effect just covers, where it has one."""
    began = process_time()
    brand = worth.brand(seed)
    if even and brand.effect > 0:
        brand = replace(brand, cost=brand.back)
    question = Worth(outcome="sales", action="campaign", margin=brand.margin, truth=brand.truth)
    batch = question.asked_of(brand.panel, [brand.action()], worth.costs(), seed)
    finding = question.judge(batch, {})
    reading, _ = choose([Reading.of(batch, e) for e in question.answers(batch)])
    e, ends = reading.estimates, {}
    for level in (0.90, 0.95):
        half = reading.calibration.bound(level) * float(e.scale[0])
        if e.ok[0] and math.isfinite(half) and e.outcome is not None and e.over is not None:
            ends[level] = [e.outcome.effect(float(e.value[0]) + side * half) / e.over for side in (-1, 1)]
    forbidding = [limit.code for limit in finding.limits if limit.forbids]
    return {"seed": seed, "truth": brand.truth, "effect": brand.effect, "treated": len(brand.treated),
            "verdict": finding.verdict, "answer": finding.answer, "rule": finding.placebo.rule,
            "given": finding.estimate.value is not None, "low_90": ends.get(0.90, [None] * 2)[0],
            "high_90": ends.get(0.90, [None] * 2)[1], "low_95": ends.get(0.95, [None] * 2)[0],
            "high_95": ends.get(0.95, [None] * 2)[1], "forbidding": forbidding,
            "limits": [limit.code for limit in finding.limits], "cpu": process_time() - began}


def asked(brands: int, even: bool = False) -> list[Row]:
    """Every brand, those kept before read back; even: those with an effect only, at the cost that it just covers."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / ("even.jsonl" if even else "brands.jsonl")
    found = {row["seed"]: row for row in map(json.loads, file.read_text().splitlines())} if file.exists() else {}
    with file.open("a") as out:
        for seed in range(brands):
            if seed not in found:
                found[seed] = ask(seed, even)
                out.write(json.dumps(found[seed]) + "\n")
                out.flush()
    rows = [found[seed] for seed in range(brands)]
    return [r for r in rows if r["effect"] > 0] if even else rows


def noise(row: Row) -> float:
    """Half the width of the 95 % interval, in shares of the cost; infinite where there is none."""
    return math.inf if row["low_95"] is None else (row["high_95"] - row["low_95"]) / 2


def holds(row: Row, level: int) -> bool:
    """Whether the interval holds the true return."""
    return bool(row[f"low_{level}"] <= row["truth"] <= row[f"high_{level}"])


def groups() -> dict[str, Callable[[Row], bool]]:
    """Which brands each row is about."""
    return {
        "all": lambda r: True,
        "half-width at most 0.5": lambda r: noise(r) <= 0.5,
        "half-width 0.5 to 1": lambda r: 0.5 < noise(r) <= 1,
        "half-width 1 to 2": lambda r: 1 < noise(r) <= 2,
        "half-width above 2": lambda r: noise(r) > 2,
        "one city": lambda r: r["treated"] == 1,
        "two or three cities": lambda r: r["treated"] > 1,
        "39 placebos or more": lambda r: r["rule"] == "rank",
        "fewer": lambda r: r["rule"] == "student",
        "given, wider than the cost": lambda r: r["given"] and noise(r) > 0.5,
        "given, narrower": lambda r: r["given"] and noise(r) <= 0.5,
    }


def summed(name: str, rows: list[Row]) -> Row:
    """One row of the table."""
    can = [r for r in rows if r["low_95"] is not None]
    given = [r for r in rows if r["given"]]
    # A return of exactly zero neither pays nor does not: it counts on both sides.
    not_paying, paying = ([r for r in rows if side * r["truth"] >= 0] for side in (-1, 1))
    out: Row = {"brands": name, "asked": len(rows)}
    for level in (90, 95):
        for word, of in (("before", can), ("after", given)):
            count = sum(holds(r, level) for r in of)
            low, high = wilson(count, len(of)) if of else (math.nan, math.nan)
            out |= {f"covered_{level}_{word}": count, f"of_{level}_{word}": len(of),
                    f"share_{level}_{word}": round(count / len(of), 3) if of else "",
                    f"low_{level}_{word}": round(low, 3), f"high_{level}_{word}": round(high, 3)}
    beside = [r for r in given if r["answer"] != "even"]
    middles = [((r["low_95"] + r["high_95"]) / 2, r["truth"]) for r in beside]
    out |= {"too_far": sum(abs(m) > abs(t) or m * t < 0 for m, t in middles), "of_beside": len(beside)}
    unclear = sum(r["forbidding"] == ["return_unclear"] for r in rows)
    out |= {"no_design": len(rows) - len(given) - unclear, "unclear": unclear,
            "false_pays": sum(r["answer"] == "pays" for r in not_paying), "not_paying": len(not_paying),
            "false_not": sum(r["answer"] == "does_not_pay" for r in paying), "paying": len(paying)}
    out |= {word: sum(r["answer"] == word for r in rows) for word in ("pays", "does_not_pay", "even")}
    return out | {"cpu": round(statistics.median(r["cpu"] for r in rows), 3) if rows else ""}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--brands", type=int, default=1000)
    brands = parser.parse_args().brands
    rows = asked(brands)
    table = [summed(name, [r for r in rows if of(r)]) for name, of in groups().items()]
    table.append(summed("true return exactly 0", asked(brands // 2, even=True)))
    with RESULTS.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    for row in table:
        before, after = (f"{row[f'covered_90_{word}']} of {row[f'of_90_{word}']} ({row[f'share_90_{word}']})"
                         for word in ("before", "after"))
        sys.stdout.write(f"{row['brands']:28} {row['asked']:5} asked; 90 % holds {before} before, {after} after;"
                         f" refused {row['no_design']} + {row['unclear']}; false pays {row['false_pays']} of"
                         f" {row['not_paying']}, false does not {row['false_not']} of {row['paying']}\n")


if __name__ == "__main__":
    main()
