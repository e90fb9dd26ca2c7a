"""Who is said to drive the conversation where nobody does, where the brand does, and where the public does.

`python benchmarks/voices.py` asks 200 worlds a cell where nothing is called for and an eighth as many elsewhere
(`--worlds`), a year of hours each, with 39 redistributions (`--draws`), and writes benchmarks/results/voices.csv, a row
a cell and direction. Cells: a common driver of no, 3, 12 or 48 hours' memory; the brand's messages calling for none,
.3 or 1 of the public's each, or the public's for .01 or .03 of the brand's (there are eighteen times as many); and
worlds made to break the answer: echoes, a wilder driver, one side hearing of the driver before the other, short
records. `--change` asks three years whether and when the brand's pull has changed (results/voices_change.csv).

Columns: asked; seen, not_seen,
cannot_say, with the rate of seen and its 95 % Wilson interval; `before`, how many the first reading alone would have
called seen; the median estimate; how many intervals were given, and how many of them hold the truth; the median
detectable effect; what forbade.
Cells with a row of as many worlds are kept (`--fresh` asks them again).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from calibrate import wilson

from recul.estimators._change import by_week, change, interval
from recul.estimators._excitation import excitation
from recul.estimators._hours import Hours
from recul.placebo.judge import Reading
from recul.placebo.power import detectable_effect
from recul.questions._voices import Heard, draw, estimates_of
from recul.questions.voices import Voices, common_cause
from recul.worlds.voices import VoicesWorld, talk

RESULTS = Path(__file__).parent / "results"
MINIMUM = Voices().minimum_effect
DRIVERS = (0, 3, 12, 48)
KEY = ("cell", "direction")


def cells() -> dict[str, VoicesWorld]:
    """Every world, by name: first those where nobody drives."""
    plain = {f"driver {d}": VoicesWorld(driver=d) for d in DRIVERS}
    hard = {
        "driver 3, public echoes .6": VoicesWorld(driver=3, public_echo=0.6),
        "driver 12, public echoes .8, swing 1": VoicesWorld(driver=12, public_echo=0.8, brand_echo=0.0, swing=1.0),
        "driver 3, brand echoes .5": VoicesWorld(driver=3, brand_echo=0.5),
        "driver 6, brand echoes .5, swing 1": VoicesWorld(driver=6, brand_echo=0.5, public_echo=0.1, swing=1.0),
        "driver 1": VoicesWorld(driver=1, swing=0.8),
        "driver 12, 10 weeks": VoicesWorld(driver=12, weeks=10),
        "driver 12, brand 2 hours late": VoicesWorld(driver=12, late=2),
        "driver 12, public 1 hour late": VoicesWorld(driver=12, late=-1),
    }
    sizes = (("raises", 1.0), ("replies", 0.03), ("raises", 0.3), ("replies", 0.01))
    called = {f"driver {d}, {name} {size}": VoicesWorld(driver=d, **{name: size})
              for name, size in sizes for d in DRIVERS}
    return {**plain, **called, **hard}


def changing() -> dict[str, VoicesWorld]:
    """Three years in which the brand's pull changes, or not."""
    return {f"driver {d}, {before} to {after} at {at}":
            VoicesWorld(weeks=156, driver=d, raises=before, raises_later=after, change=at)
            for d in (12, 0) for before, after, at in ((0.0, 0.0, 0.5), (1.0, 1.0, 0.5), (0.0, 1.0, 0.5),
                                                       (1.0, 0.0, 0.3), (0.5, 1.0, 0.5))}


def heard(world: VoicesWorld, seed: int) -> Heard:
    """Its hours, as the question reads them of a record."""
    drawn = talk(world, seed)
    brand, public = drawn.counts
    t = np.arange(drawn.hours)
    hours = Hours(t % 168, t // 24, t // 12, np.ones(drawn.hours, dtype=bool))
    days = drawn.times.astype("datetime64[D]")
    return Heard(hours, brand, public, np.full(drawn.hours, 2023), days[0], days[-1], "UTC")


def ask(world: VoicesWorld, seed: int, draws: int) -> dict[str, dict[str, object]]:
    """What is answered of both directions."""
    batch = draw(heard(world, seed), seed, draws=draws)
    items, told = batch.items, {}
    sides = {"brand": (items.brand, items.public, world.raises), "public": (items.public, items.brand, world.replies)}
    for who, (cause, effect, truth) in sides.items():
        found = excitation(cause, effect.counts[0], items.hours)
        e = estimates_of(found, "messages")
        reading = Reading.of(batch, e, common_cause(found))
        z, bound = float(e.score[0]), reading.calibration.bound()
        least = detectable_effect(reading.scores, reading.calibration, float(e.scale[0]), float(e.baseline[0]))[0]
        verdict = "cannot_say" if not reading.valid else "seen" if z > bound \
            else "not_seen" if least is not None and least <= MINIMUM else "cannot_say"
        first = Reading.of(batch, replace(e, value=found.after, scale=np.ones(len(found.after)))).calibration.bound()
        told[who] = {"verdict": verdict, "before": float(found.after[0]) > first, "value": float(e.value[0]),
                     "given": reading.valid, "detectable": least,
                     "held": reading.valid and abs(float(e.value[0]) - truth) <= bound * float(e.scale[0]),
                     "reasons": tuple(limit.code for limit in reading.limits if limit.forbids)}
    return told


def summarise(cell: str, world: VoicesWorld, worlds: int, draws: int) -> list[dict[str, object]]:
    """Ask and count: a row for each direction."""
    told = [ask(world, seed, draws) for seed in range(worlds)]
    rows = []
    for who in ("brand", "public"):
        mine = [t[who] for t in told]
        verdicts = Counter(str(m["verdict"]) for m in mine)
        low, high = wilson(verdicts["seen"], worlds)
        least = [m["detectable"] for m in mine if m["detectable"] is not None]
        forbids = Counter(code for m in mine for code in m["reasons"])
        rows.append({"cell": cell, "direction": who, "truth": world.raises if who == "brand" else world.replies,
                     "asked": worlds, "draws": draws, "seen": verdicts["seen"], "not_seen": verdicts["not_seen"],
                     "cannot_say": verdicts["cannot_say"], "rate": round(verdicts["seen"] / worlds, 4),
                     "low": round(low, 4), "high": round(high, 4), "before": sum(bool(m["before"]) for m in mine),
                     "median": round(float(np.median([m["value"] for m in mine])), 4),
                     "given": sum(bool(m["given"]) for m in mine), "held": sum(bool(m["held"]) for m in mine),
                     "detectable": round(float(np.median(least)), 4) if least else "",
                     "forbidden_by": " ".join(f"{code}:{n}" for code, n in forbids.most_common())})
    return rows


def summarise_change(cell: str, world: VoicesWorld, worlds: int, draws: int) -> list[dict[str, object]]:
    """Ask and count whether a change was seen, and whether its interval holds the true week."""
    told, dates = [], []
    for seed in range(worlds):
        batch = draw(heard(world, seed), seed, draws=draws)
        found = excitation(batch.items.brand, batch.items.public.counts[0], batch.items.hours)
        parts = by_week(found.score, found.days), by_week(found.information, found.days)
        told.append(one := change(*parts))
        if one.p <= 0.05:
            dates.append((one.at, *interval(*parts, one.at)))
    true = world.change * world.weeks
    low, high = wilson(len(dates), worlds)
    return [{"cell": cell, "direction": "brand", "asked": worlds, "draws": draws, "seen": len(dates),
             "rate": round(len(dates) / worlds, 4), "low": round(low, 4), "high": round(high, 4),
             "held": sum(first <= true <= last for _, first, last in dates),
             "before": round(3 * float(np.mean([t.before for t in told])), 4),
             "after": round(3 * float(np.mean([t.after for t in told])), 4),
             "weeks_wide": float(np.median([last - first for _, first, last in dates])) if dates else "",
             "weeks_off": float(np.median([abs(at - true) for at, _, _ in dates])) if dates else ""}]


def kept(path: Path) -> dict[tuple[str, ...], dict[str, object]]:
    """The rows of the last run."""
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        return {tuple(row[k] for k in KEY): dict(row) for row in csv.DictReader(file)}


def main() -> None:
    """Every cell, a line a direction; written as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=200, help="a plain null cell; an eighth as many elsewhere")
    parser.add_argument("--draws", type=int, default=39)
    parser.add_argument("--change", action="store_true", help="the cells of a change over the years")
    parser.add_argument("--fresh", action="store_true", help="ask again what was kept")
    arguments = parser.parse_args()
    path = RESULTS / ("voices_change.csv" if arguments.change else "voices.csv")
    for cell, world in (changing() if arguments.change else cells()).items():
        still = asdict(world) | {"driver": 0.0} == asdict(VoicesWorld())
        worlds = arguments.worlds if still else arguments.worlds // 8
        rows = kept(path)
        if not arguments.fresh and int(str(rows.get((cell, "brand"), {}).get("asked", 0))) >= worlds:
            continue
        for row in (summarise_change if arguments.change else summarise)(cell, world, worlds, arguments.draws):
            rows[(cell, str(row["direction"]))] = row
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items() if v not in ("", 0, 0.0)) + "\n")
            sys.stdout.flush()
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            writer.writeheader()
            writer.writerows(rows.values())


if __name__ == "__main__":
    main()
