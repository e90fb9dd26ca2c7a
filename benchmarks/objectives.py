"""How often objectives said to be likely were reached: in seeded worlds whose end is known, and in two real series.

`python benchmarks/objectives.py` asks the worlds of `recul.worlds.objectives` (`--worlds 1000`), then the weekly sales
of two advertisers and the daily sales of 114 markets, where those files are at hand, at every past date at which the
question could have been asked. It prints the tables of docs/methods.md and writes benchmarks/results/objectives.csv:
a row a set of questions and a range of what was said. Probabilities of all questions that got one, whatever their
verdict. Slope and intercept: of a logistic regression of what came on the logit of what was said; 1 and 0 are right.
`base`: the Brier score of whoever always says the share that was reached in all of them, who knows more than anybody
could have known. `held`: how often the outcome lay in the 95 % interval.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from scipy.special import expit, logit

from recul.errors import Mistake, ReculError
from recul.examples import data_folder
from recul.finding import Finding
from recul.panel import Panel
from recul.questions.objective import Objective
from recul.worlds.objectives import ObjectiveWorld, world

RESULTS = Path(__file__).parent / "results" / "objectives.csv"
BINS = np.linspace(0, 1, 11)
FEW = 12
Row = dict[str, Any]


def ask(panel: Panel, seed: int = 0, **keys: Any) -> Finding:
    question = Objective.model_validate({"measure": panel.measure, **keys})
    return question.judge(question.asked_of(panel, seed), {})


def dates(w: ObjectiveWorld) -> tuple[date, date]:
    """The first day of the objective and the last."""
    length = w.times[w.end].astype("datetime64[M]") + 1 if w.panel.frequency == "month" else \
        w.times[w.end].astype("datetime64[D]") + (7 if w.panel.frequency == "week" else 1)
    return w.times[w.start].astype("datetime64[D]").item(), (length.astype("datetime64[D]") - 1).item()


def said(finding: Finding) -> Row:
    """What is kept of a finding."""
    row = dict(zip((c for c, _ in finding.tables[0].columns), finding.tables[0].rows[0], strict=True))
    return {"said": row["probability"], "target": row["target"], "forecast": row["forecast"],
            "low": row["low"], "high": row["high"],
            "verdict": finding.verdict, "answer": finding.answer, "k": finding.placebo.independent,
            "why": next((limit.code for limit in finding.limits if limit.forbids), "")}


def of_world(seed: int, others: int = 0) -> Row:
    w = world(seed, others)
    start, deadline = dates(w)
    found = said(ask(w.panel, seed, units=["brand"], start=start, deadline=deadline, over=w.over, change=w.change,
                     baseline="year before", direction="at least" if w.at_least else "at most"))
    if found["forecast"] is not None and not np.isclose(found["target"], w.target):
        raise ReculError(Mistake(f"world {seed}", str(found["target"]), str(w.target), "The world counts otherwise."))
    return {"set": "worlds", **found, "came": w.reached, "final": w.final}


def real_series() -> Iterator[tuple[str, Panel, tuple[int, ...], dict[str, Any]]]:
    """Name, panel, horizons in periods, and what else is declared."""
    folder = data_folder()
    if folder is None:
        return
    for name, path, day, column, unit in (("robyn", "robyn/dt_simulated_weekly.csv", "DATE", "revenue", "EUR"),
                                          ("mmm_stan", "mmm/mmm_stan.csv", "wk_strt_dt", "sales", "USD")):
        if (folder / path).is_file():
            rows = list(csv.DictReader((folder / path).open()))
            value = np.array([[float(r[column]) for r in rows]])
            times = np.array([r[day][:10] for r in rows], dtype="datetime64[s]")
            yield name, Panel(value, np.ones(value.shape, bool), (name,), times, "week", column, unit), (4, 8), {}
    file = folder / "trimmed_match" / "example_data_for_post_analysis.csv"
    if file.is_file():
        geo: dict[str, dict[str, float]] = {}
        for r in csv.DictReader(file.open()):
            geo.setdefault(r["geo"], {})[r["date"][:10]] = float(r["response"])
        days = sorted({d for g in geo.values() for d in g})
        value = np.array([[g.get(d, np.nan) for d in days] for g in geo.values()])
        # A year is too little for a season of a year: declared to have none, as the user would have to.
        yield "trimmed_match", Panel(value, np.isfinite(value), tuple(geo), np.array(days, dtype="datetime64[s]"),
                                     "day", "sales", "EUR"), (14, 28), {"seasons": [7]}


def of_real(name: str, panel: Panel, horizons: tuple[int, ...], keys: dict[str, Any]) -> Iterator[Row]:
    """The panel cut at past dates, its last periods asked of the earlier ones: as much as before, a little less or
    more. A unit a date where there are many, so that no market is asked twice of one moment."""
    heights = (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2)
    step, count = (7 if panel.frequency == "week" else 1), len(panel.times)
    for horizon in horizons:
        for number, end in enumerate(range(count - horizon - 1, count // 3, -1 if len(panel.units) == 1 else -2)):
            unit = panel.units[number % len(panel.units)]
            past = Panel(panel.value[:, : end + 1], panel.observed[:, : end + 1], panel.units, panel.times[: end + 1],
                         panel.frequency, panel.measure, panel.value_unit)
            came = panel.value[panel.row(unit), end + 1 : end + 1 + horizon].sum()
            first = panel.times[end + 1].astype("datetime64[D]")
            height = heights[number % len(heights)]
            # Set against what anybody would expect: the same weeks a year before, or as much as lately.
            before = panel.value[panel.row(unit), end + 1 - 52 : end + 1 - 52 + horizon].sum() if step == 7 \
                else panel.value[panel.row(unit), end - 27 : end + 1].mean() * horizon
            target = float(before * (1 + height)) if np.isfinite(before) and before > 0 and np.isfinite(came) else None
            if target is None:
                continue
            finding = ask(past, number, start=first.item(), deadline=(first + step * horizon - 1).item(),
                          target=target, units=[unit], **keys)
            yield {"set": f"{name}, {horizon} {panel.frequency}s", **said(finding), "came": bool(came >= target),
                   "final": float(came)}


def regression(p: np.ndarray, came: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Intercept and slope of the logistic regression of `came` on logit p, and their standard errors."""
    x = np.column_stack([np.ones(len(p)), logit(p)])
    b = np.array([0.0, 1.0])
    for _ in range(50):
        m = expit(x @ b)
        hessian = x.T @ (x * (m * (1 - m))[:, None])
        b = b + np.linalg.lstsq(hessian, x.T @ (came - m), rcond=None)[0]
    return b, np.sqrt(np.diag(np.linalg.pinv(hessian)))


def summary(name: str, rows: list[Row]) -> list[Row]:
    """Prints one set of questions; its rows for the file."""
    told = [r for r in rows if r["said"] is not None]
    refused: dict[str, int] = {}
    for r in rows:
        if r["said"] is None:
            refused[r["why"]] = refused.get(r["why"], 0) + 1
    print(f"\n{name}: {len(rows)} asked, {len(told)} with a probability; refused: {refused or 'none'}")
    if len(told) < 20:
        return []
    p, came = np.array([r["said"] for r in told]), np.array([r["came"] for r in told], dtype=float)
    (intercept, slope), (_, error) = regression(p, came)
    share = came.mean()
    brier, base = float(((p - came) ** 2).mean()), float(share * (1 - share))
    held = np.mean([r["low"] <= r["final"] <= r["high"] for r in told])
    print(f"  reached {share:.3f}; slope {slope:.3f} ± {1.96 * error:.3f}, intercept {intercept:.3f}; "
          f"Brier {brier:.4f}, base rate's {base:.4f}; interval held {held:.3f}; median k "
          f"{np.median([r['k'] for r in told]):.0f}")
    answers = {a: [r for r in told if r["answer"] == a] for a in ("on_track", "at_risk", "close", "unknown")}
    print("  " + "; ".join(f"{a}: {sum(r['came'] for r in some)} of {len(some)} reached"
                           for a, some in answers.items()))
    out = []
    for low, high in pairwise(BINS):
        inside = (p >= low) & ((p < high) | (high == 1))
        if inside.any():
            print(f"  said {low:.0%} to {high:.0%}: {int(inside.sum())} times, {p[inside].mean():.1%} on average; "
                  f"came true {came[inside].mean():.1%}")
            out.append({"set": name, "asked": len(rows), "told": len(told), "slope": round(slope, 3),
                        "slope_error": round(error, 3), "intercept": round(intercept, 3), "brier": round(brier, 4),
                        "base": round(base, 4), "held": round(float(held), 4), "from": round(low, 1),
                        "to": round(high, 1), "times": int(inside.sum()), "said": round(float(p[inside].mean()), 4),
                        "came": round(float(came[inside].mean()), 4)})
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--no-file", action="store_true", help="print only")
    given = parser.parse_args()
    began = process_time()
    alone = [of_world(seed) for seed in range(given.worlds)]
    kept = summary("worlds", alone)
    kept += summary("worlds, fewer than 12 independent hindcasts", [r for r in alone if r["k"] < FEW])
    kept += summary("worlds, six other units", [of_world(seed, 6) for seed in range(given.worlds // 4)])
    for name, panel, horizons, keys in real_series():
        rows = list(of_real(name, panel, horizons, keys))
        for one in dict.fromkeys(r["set"] for r in rows):
            kept += summary(one, [r for r in rows if r["set"] == one])
    print(f"\n{process_time() - began:.0f} CPU seconds")
    if kept and not given.no_file:
        with RESULTS.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(kept[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


if __name__ == "__main__":
    sys.exit(main())
