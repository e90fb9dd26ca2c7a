"""PyMC-Marketing's mix on brands whose truth is known: what it credits to channels that do nothing, and at what cost.

`python benchmarks/channels_pymc.py` needs the extra `recul[channels]`. It asks PyMC-Marketing's simulated brand
(mmm_roas_data, from the folder RECUL_DATA), about each of its two channels, then `--worlds` worlds a cell
(recul.worlds.channels; 2) about the community work, and writes benchmarks/results/channels_pymc.csv, a row a question.
Rows that are there are kept: it goes on where it was stopped. `--only TEXT` asks those whose name holds it.

Columns: verdict and what forbade it; `score`, `bound`: of the channel and of its placebos; `passes`: whether the first
is larger, whatever forbids; `above`: placebos whose own 95 % interval leaves zero out, of `placebos`; over the record:
`truth`, and by PyMC-Marketing beside placebos (value, low, high at 90 %) and without them (alone…), and by the light
model (light…); `moved`: between beside and alone, in spreads; `held90`: of the real channels' 90 % intervals, how many
hold the truth, `of` how many; `astray`, `apart`, `worth`: of the sampling; CPU seconds of both models.

`--rule N` needs no extra: it asks N worlds a cell with the tests' stand-in for the sampler (least squares, nothing
below zero) and prints the verdicts: what the rule does with twenty placebos, not what PyMC-Marketing does.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np

from recul.estimators._mix import fit
from recul.examples import data_folder
from recul.panel import Floats
from recul.placebo.judge import Reading
from recul.questions import _bayes, _bayes_told
from recul.questions._spend import Weeks
from recul.questions.channels import Channels, credited, doubts_of, estimates_of
from recul.worlds.channels import NAMES, MixWorld, draw

RESULT = Path(__file__).parent / "results" / "channels_pymc.csv"
CELLS = {"free": MixWorld(), "free, memory 0.3": MixWorld(memory=0.3), "season": MixWorld(budget="season"),
         "free, brings 10": MixWorld(community=0.10)}
Known = tuple[Weeks, Channels, Floats]


def roas(focus: str) -> Known | None:
    """PyMC-Marketing's own file: 131 weeks, two channels, their true contributions over the record."""
    folder = data_folder()
    if folder is None:
        return None
    with (folder / "mmm" / "mmm_roas_data.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    y, y1, y2, x1, x2, z = (np.array([float(r[n]) for r in rows]) for n in ("y", "y01", "y02", "x1", "x2", "z"))
    times = np.datetime64("2021-10-02", "D") + 7 * np.arange(len(y))
    weeks = Weeks(("x1", "x2"), times, y, np.stack([x1, x2]), z[None], "y", "€", ("€", "€"))
    question = Channels(outcome="y", channels={"x1": "a", "x2": "b"}, controls=("z",), focus=focus, estimator="pymc")
    return weeks, question, np.array([(y - y1).sum(), (y - y2).sum()])


def simulated(world: MixWorld, seed: int) -> Known:
    drawn = draw(world, seed)
    weeks = Weeks(NAMES, drawn.times, drawn.sales, drawn.spend, np.zeros((0, world.weeks)), "sales", "€", ("€",) * 6)
    question = Channels(outcome="sales", channels={name: f"{name} spend" for name in NAMES}, estimator="pymc")
    return weeks, question, drawn.contribution.sum(axis=1)


def ask(known: Known, seed: int) -> dict[str, object]:
    """One question by both models."""
    weeks, question, truth = known
    batch = question.asked_of(weeks, seed)
    items, count = batch.items, len(weeks.outcome)
    place = items.place[items.focus]
    at = time.process_time()
    light = fit(items.mix)
    own = credited(light, items, place)
    light_cpu, at = time.process_time() - at, time.process_time()
    sampled = _bayes.fit(items.mix, items.placebos[place], batch.seed)
    cpu = time.process_time() - at
    e = _bayes_told.estimates(sampled, place, weeks.unit, weeks.outcome)
    of_light = estimates_of(own, items)
    warned = [*doubts_of(items, light, own)(of_light, Reading.of(batch, of_light).calibration),
              *_bayes_told.limits(sampled, place, weeks.names[items.focus])]
    reading = Reading.of(batch, e, lambda *_: warned)
    z, bound = float(e.score[0]), reading.calibration.bound()
    beside, alone = sampled.real(place) * count, sampled.alone.brought[place] * count
    ends = np.array([np.quantile(sampled.real(p) * count, [0.05, 0.95]) for p in items.place.values()])
    held = (ends[:, 0] <= truth) & (truth <= ends[:, 1])
    row: dict[str, object] = {
        "verdict": "cannot_say" if not reading.valid else "seen" if z > bound else "no", "forbidden_by":
        " ".join(limit.code for limit in reading.limits if limit.forbids), "score": z, "bound": bound,
        "passes": z > bound, "above": int((e.low[1:] > 0).sum()), "placebos": len(e) - 1, "truth": truth[items.focus]}
    for name, (low, middle, high) in {
            "": np.quantile(beside, [0.05, 0.5, 0.95]), "alone_": np.quantile(alone, [0.05, 0.5, 0.95]),
            "light_": [count * float(own.quantile(q)[0]) for q in (-1.645, 0.0, 1.645)]}.items():
        row |= {f"{name}value": middle, f"{name}low": low, f"{name}high": high}
    row |= {"moved": (beside.mean() - alone.mean()) / beside.std(), "held90": int(held.sum()), "of": len(held),
            "astray": sum(f.divergent for f in sampled.fits), "apart": max(f.apart for f in sampled.fits),
            "worth": min(f.worth for f in sampled.fits), "cpu": cpu, "light_cpu": light_cpu}
    return {k: round(float(v), 3) if isinstance(v, float) else v for k, v in row.items()}


def rule(worlds: int) -> None:
    """Verdicts by the stand-in."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    import test_bayes

    _bayes.sampler = test_bayes.standing_in()
    cells = {"free": MixWorld(), "free, memory 0.3": MixWorld(memory=0.3), "season": MixWorld(budget="season"),
             "last_year": MixWorld(budget="last_year"), "free, brings 5": MixWorld(community=0.05),
             "free, memory 0.3, brings 5": MixWorld(community=0.05, memory=0.3),
             "free, brings 10": MixWorld(community=0.10)}
    for cell, world in cells.items():
        found = [test_bayes.ask(test_bayes.weeks_of(world, seed)) for seed in range(worlds)]
        ends = [(f.estimate.low, f.estimate.high) for f in found if f.estimate.low is not None]
        held = sum(low <= 100 * world.community <= high for low, high in ends)
        sys.stdout.write(f"{cell}: {dict(Counter(f.verdict for f in found))}, intervals that hold the truth {held} of "
                         f"{len(ends)}\n")


def main() -> None:
    """Every question, a line each; written as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=2)
    parser.add_argument("--only", default="", help="questions whose name holds this text")
    parser.add_argument("--rule", type=int, default=0, help="worlds asked with the stand-in instead")
    arguments = parser.parse_args()
    if arguments.rule:
        rule(arguments.rule)
        return
    asked = [(f"mmm_roas_data, {c}", lambda c=c: roas(c), 7) for c in ("x1", "x2")]
    asked += [(f"{cell}, world {seed}", lambda w=world, s=seed: simulated(w, s), seed)
              for seed in range(arguments.worlds) for cell, world in CELLS.items()]
    rows: dict[str, dict[str, object]] = {}
    if RESULT.exists():
        with RESULT.open(newline="") as file:
            rows = {row["asked"]: dict(row) for row in csv.DictReader(file)}
    for name, make, seed in asked:
        if name in rows or arguments.only not in name:
            continue
        known = make()
        if known is None:
            sys.stdout.write(f"{name}: no file; set RECUL_DATA to the folder that holds it\n")
            continue
        rows[name] = row = {"asked": name, **ask(known, seed)}
        sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items()) + "\n")
        sys.stdout.flush()
        RESULT.parent.mkdir(exist_ok=True)
        with RESULT.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(rows.values())


if __name__ == "__main__":
    main()
