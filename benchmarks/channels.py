"""What a marketing mix credits to channels that do nothing, and whether its intervals hold the truth.

`python benchmarks/channels.py` asks `--worlds` worlds a cell (200), each about the community work beside five paid
channels (recul.worlds.channels) with `--draws` placebos (99), and writes benchmarks/results/channels.csv, a row a cell.
Cells with as many worlds are kept (`--fresh` asks them again); `--only TEXT` asks those whose name holds it.

Columns: asked; seen, not_seen, cannot_say; what forbade; `credited`: worlds in which the score passed the placebos'
bound whatever forbids, its rate with the 95 % Wilson interval; `own`: those in which the method's own 95 % interval
leaves zero out; `held90`: of the intervals of all six channels at 90 %, how many hold the truth, and of how many;
`community90`: of the community work's alone; `given`, `held`: calibrated intervals given, and how many hold the truth;
the median of the estimate and of the detectable effect; CPU seconds a world, and of the fit alone.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from calibrate import wilson

from recul.estimators._mix import credit, fit
from recul.placebo.judge import Reading
from recul.placebo.power import detectable_effect
from recul.questions._spend import Weeks
from recul.questions.channels import Channels, credited, doubts_of, estimates_of
from recul.worlds.channels import NAMES, MixWorld, draw

RESULT = Path(__file__).parent / "results" / "channels.csv"
QUESTION = Channels(outcome="sales", channels={name: f"{name}_spend" for name in NAMES})


def cells() -> dict[str, MixWorld]:
    """Every world, by name: first those in which the community work does nothing."""
    budgets = ("free", "season", "christmas", "last_year", "bursts", "smooth", "recent", "demand")
    idle = {f"{b}, memory {m}": MixWorld(memory=m, budget=b) for b in budgets for m in (0.7, 0.3)}
    return {**{f"{b}, memory 0.7": idle[f"{b}, memory 0.7"] for b in budgets[:4]},
            "free, brings 10": MixWorld(community=0.10), "free, brings 5": MixWorld(community=0.05),
            "season, brings 10": MixWorld(budget="season", community=0.10),
            "last_year, brings 10": MixWorld(budget="last_year", community=0.10),
            "free, 104 weeks": MixWorld(weeks=104), "season, 104 weeks": MixWorld(weeks=104, budget="season"),
            **idle, "bursts, brings 10": MixWorld(budget="bursts", community=0.10)}


def heard(world: MixWorld, seed: int) -> tuple[Weeks, np.ndarray]:
    """Its weeks, as the question reads them of a record, and what each channel truly brings a week."""
    drawn = draw(world, seed)
    return Weeks(NAMES, drawn.times, drawn.sales, drawn.spend, np.zeros((0, world.weeks)), "sales", "€",
                 ("€",) * 6), drawn.contribution.mean(axis=1)


def ask(world: MixWorld, seed: int, draws: int) -> dict[str, object]:
    """What is answered of the community work, and the intervals of all."""
    weeks, truth = heard(world, seed)
    begun = time.process_time()
    batch = QUESTION.asked_of(weeks, seed, draws=draws)
    items, at = batch.items, time.process_time()
    fitted = fit(items.mix)
    fitting = time.process_time() - at
    own = credited(fitted, items, items.place[items.focus])
    e = estimates_of(own, items)
    reading = Reading.of(batch, e, doubts_of(items, fitted, own))
    every = credit(fitted, items.mix.spend, np.arange(6))
    low, high = every.quantile(-1.645), every.quantile(1.645)
    z, bound = float(e.score[0]), reading.calibration.bound()
    z0, half = float(e.value[0]), bound * float(e.scale[0])
    least = detectable_effect(reading.scores, reading.calibration, float(e.scale[0]), float(e.baseline[0]))[0]
    verdict = "cannot_say" if not reading.valid else "seen" if abs(z) > bound else \
        "not_seen" if least is not None and least <= QUESTION.minimum_effect else "cannot_say"
    return {"verdict": verdict, "credited": z > bound, "own": bool(e.low[0] > 0),
            "held90": (low <= truth) & (truth <= high), "given": reading.valid,
            "held": reading.valid and e.outcome.effect(z0 - half) <= truth[5] <= e.outcome.effect(z0 + half),
            "value": e.outcome.effect(z0), "detectable": least, "cpu": time.process_time() - begun, "fit": fitting,
            "reasons": tuple(limit.code for limit in reading.limits if limit.forbids)}


def summarise(cell: str, world: MixWorld, worlds: int, draws: int) -> dict[str, object]:
    """Ask and count."""
    told = [ask(world, seed, draws) for seed in range(worlds)]
    verdicts, credits = Counter(str(t["verdict"]) for t in told), sum(bool(t["credited"]) for t in told)
    low, high = wilson(verdicts["seen"], worlds)
    held = np.array([t["held90"] for t in told])
    least = [t["detectable"] for t in told if t["detectable"] is not None]
    forbids = Counter(code for t in told for code in t["reasons"])
    return {"cell": cell, "truth": 100 * world.community, "asked": worlds, "draws": draws, "seen": verdicts["seen"],
            "not_seen": verdicts["not_seen"], "cannot_say": verdicts["cannot_say"],
            "rate": round(verdicts["seen"] / worlds, 4), "low": round(low, 4), "high": round(high, 4),
            "credited": credits, "own": sum(bool(t["own"]) for t in told), "held90": int(held.sum()),
            "of": held.size, "community90": int(held[:, 5].sum()), "given": sum(bool(t["given"]) for t in told),
            "held": sum(bool(t["held"]) for t in told),
            "median": round(float(np.median([t["value"] for t in told])), 3),
            "detectable": round(float(np.median(least)), 4) if least else "",
            "cpu": round(float(np.mean([t["cpu"] for t in told])), 3),
            "fit": round(float(np.mean([t["fit"] for t in told])), 3),
            "forbidden_by": " ".join(f"{code}:{n}" for code, n in forbids.most_common())}


def kept(path: Path) -> dict[str, dict[str, object]]:
    """The rows of the last run."""
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        return {row["cell"]: dict(row) for row in csv.DictReader(file)}


def main() -> None:
    """Every cell, a line each; written as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--draws", type=int, default=99)
    parser.add_argument("--only", default="", help="cells whose name holds this text")
    parser.add_argument("--fresh", action="store_true", help="ask again what was kept")
    arguments = parser.parse_args()
    for cell, world in cells().items():
        rows = kept(RESULT)
        if arguments.only not in cell or (not arguments.fresh and int(str(rows.get(cell, {}).get("asked", 0)))
                                          >= arguments.worlds):
            continue
        rows[cell] = row = summarise(cell, world, arguments.worlds, arguments.draws)
        sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items() if v not in ("", 0, 0.0)) + "\n")
        sys.stdout.flush()
        with RESULT.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(rows.values())


if __name__ == "__main__":
    main()
