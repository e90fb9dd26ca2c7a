"""Known events, several seasons, scales, treated units of unequal size and staggered starts, where the truth is known.

`python benchmarks/parts.py` asks every question of every cell and writes benchmarks/results/parts.csv, a row a cell;
`--cell` runs those whose name begins so, `--questions` fewer worlds, `--missing` only what the results do not hold yet.
Each cell is a world and a way of asking; "effect" is the true relative effect (0: nothing happened). Columns: asked,
answered (an interval was given), seen, the share of those answered and its 95 % Wilson interval, the share of intervals
that hold the true mean difference, the mean width of the interval over the mean of what would have been, the median
detectable effect, and what forbade a verdict.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from calibrate import wilson

import recul
from recul.finding import Finding
from recul.panel import Panel
from recul.worlds.panels import PanelWorld, panel

RESULTS = Path(__file__).parent / "results" / "parts.csv"
DAYS, WINDOW, CONTROLS = 210, 30, 5


@dataclass(frozen=True)
class Asked:
    """A question ready to be asked: what would have been [treated, window], what was, and the arguments."""

    frame: pd.DataFrame
    would: np.ndarray
    was: np.ndarray
    options: dict[str, Any]


def framed(world: Panel, value: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(value.T, columns=list(world.units)).assign(day=world.times)


def asked(world: Panel, value: np.ndarray, effect: float, treated: list[int], starts: list[int] | None = None,
          window: int = WINDOW, **options: Any) -> Asked:
    """The treated units multiplied by 1 + effect from their starts on, and the question about it."""
    last = value.shape[1]
    starts = starts or [last - window] * len(treated)
    was, would = value.copy(), []
    for row, start in zip(treated, starts, strict=True):
        was[row, start:] *= 1 + effect
        would.append(value[row, start : start + window])
    names = [world.units[r] for r in treated]
    begin: Any = {n: str(world.times[s]) for n, s in zip(names, starts, strict=True)} if len(set(starts)) > 1 else str(
        world.times[starts[0]])
    after = [was[r, s : s + window] for r, s in zip(treated, starts, strict=True)]
    controls = [u for u in world.units if u not in names]
    return Asked(framed(world, was), np.array(would), np.array(after),
                 {"outcome": names if len(names) > 1 else names[0], "controls": controls, "time": "day", "start": begin,
                  "end": str(world.times[-1]), **options})


def event(seed: int, effect: float, told: bool) -> Asked:
    """Two or three days of about +25 of 100 in every unit, another size in each, each month: in window and history."""
    world = panel(PanelWorld(CONTROLS, DAYS), seed)
    random = np.random.default_rng(seed + 10**6)
    days = [i for i in range(DAYS) if i % 28 in (10, 11)]
    value = world.value.copy()
    value[:, days] += 25 * (1 + 0.5 * random.standard_normal((CONTROLS + 1, 1)))
    known = {"events": {"fair": [str(world.times[i])[:10] for i in days]}} if told else {}
    return asked(world, value, effect, [0], **known)


def hourly(seed: int, effect: float, seasons: list[float] | None) -> Asked:
    """28 + 3 days of hours with a daily and a weekly profile, each unit's its own in part."""
    hours, window, units = 31 * 24, 72, CONTROLS + 1
    world = panel(PanelWorld(CONTROLS, hours, season=0.0, autocorrelation=0.7), seed)
    random = np.random.default_rng(seed + 10**6)
    day = 15 * np.sin(2 * np.pi * np.arange(hours) / 24 + random.normal(0, 0.3, (units, 1)))
    week = (8 * random.standard_normal(7) + 4 * random.standard_normal((units, 7)))[:, np.arange(hours) // 24 % 7]
    times = np.datetime64("2022-09-05", "s") + np.arange(hours) * np.timedelta64(3600, "s")
    world = Panel(world.value, world.observed, world.units, times, "hour", "sales", "EUR")
    return asked(world, world.value + day + week, effect, [0], window=window,
                 **({} if seasons is None else {"seasons": seasons}))


def yearly(seed: int, effect: float, seasons: list[float] | None) -> Asked:
    """1,200 days with a yearly wave, the treated unit's larger than the others'."""
    days = 1200
    world = panel(PanelWorld(CONTROLS, days), seed)
    random = np.random.default_rng(seed + 10**6)
    size = 12 * (1 + 0.5 * random.standard_normal((CONTROLS + 1, 1)))
    value = world.value + size * np.sin(2 * np.pi * (np.arange(days) / 365.25 + random.random()))
    return asked(world, value, effect, [0], **({} if seasons is None else {"seasons": seasons}))


def sized(seed: int, effect: float, scale: str, larger: float = 1.0, treated: int = 1, unequal: float = 0.7) -> Asked:
    """Noise and season in proportion to the level, units of unequal size, the treated ones so many times larger."""
    world = panel(PanelWorld(CONTROLS * treated + treated - 1, DAYS), seed)
    random = np.random.default_rng(seed + 10**6)
    value = np.exp(0.02 * (world.value - 100)) * 100 * np.exp(unequal * random.standard_normal((len(world.units), 1)))
    value[:treated] *= larger
    return asked(world, value, effect, list(range(treated)), scale=scale)


def counted(seed: int, effect: float, scale: str, larger: float = 1.0) -> Asked:
    """Counts of about 30 a day, Poisson about a level that moves by a tenth; the treated unit so many times larger."""
    world = panel(PanelWorld(CONTROLS, DAYS), seed)
    random = np.random.default_rng(seed + 10**6)
    level = np.exp(0.01 * (world.value - 100)) * 30 * np.exp(0.3 * random.standard_normal((CONTROLS + 1, 1)))
    level[0] *= larger
    one = asked(world, level, effect, [0], scale=scale)
    # The effect is on the level: what happened is drawn from it, and what would have been is the level without it.
    drawn = random.poisson(np.maximum(one.frame[list(world.units)].to_numpy().T, 0)).astype(float)
    would = drawn[0, -WINDOW:] / (1 + effect)
    return Asked(framed(world, drawn), would, drawn[0, -WINDOW:], one.options)


def several(seed: int, effect: float, apart: int, correlation: float = 0.3, scale: str = "identity") -> Asked:
    """Three treated units among fifteen, which begin so many days after each other."""
    world = panel(PanelWorld(14, DAYS, correlation=correlation), seed)
    starts = [DAYS - WINDOW - apart * i for i in (2, 1, 0)]
    return asked(world, world.value, effect, [0, 1, 2], starts, scale=scale)


CELLS: dict[str, tuple[Callable[..., Asked], dict[str, Any]]] = {
    "event, not told": (event, {"told": False}),
    "event, told": (event, {"told": True}),
    "hours, own season": (hourly, {"seasons": None}),
    "hours, 24 and 168": (hourly, {"seasons": [24, 168]}),
    "years, own season": (yearly, {"seasons": None}),
    "years, 7 and 365.25": (yearly, {"seasons": [7, 365.25]}),
    **{f"three units, {a} days apart, correlation {c}": (several, {"apart": a, "correlation": c})
       for a in (0, 7) for c in (0.3, 0.8)},
    **{f"shares, {s}": (sized, {"scale": s}) for s in ("identity", "log", "sqrt")},
    **{f"shares of a unit 100 times larger, {s}": (sized, {"scale": s, "larger": 100.0}) for s in ("identity", "log")},
    **{f"several units, {s}": (sized, {"scale": s, "treated": 3}) for s in ("identity", "log")},
    **{f"counts, {s}": (counted, {"scale": s}) for s in ("identity", "sqrt")},
    **{f"counts of a unit 100 times larger, {s}": (counted, {"scale": s, "larger": 100.0})
       for s in ("identity", "sqrt", "log")},
}


def row_of(name: str, effect: float, questions: int) -> dict[str, object]:
    """One cell asked of so many worlds."""
    make, more = CELLS[name]
    findings: list[tuple[Asked, Finding]] = []
    for seed in range(questions):
        one = make(seed, effect, **more)
        findings.append((one, recul.effect(one.frame, **one.options)))
    answered = [(a, f) for a, f in findings if f.estimate.low is not None]
    seen = sum(f.verdict == "seen" for _, f in findings)
    low, high = wilson(seen, len(answered))
    holds = [f.estimate.low <= (a.was - a.would).mean() <= f.estimate.high for a, f in answered]
    width = [(f.estimate.high - f.estimate.low) / a.would.mean() for a, f in answered]
    detectable = [f.placebo.detectable_effect for _, f in findings if f.placebo.detectable_effect is not None]
    forbids = Counter(x.code for _, f in findings for x in f.limits if x.forbids)
    return {"cell": name, "effect": effect, "asked": questions, "answered": len(answered), "seen": seen,
            "rate_answered": round(seen / max(len(answered), 1), 4), "low": round(low, 4), "high": round(high, 4),
            "holds": round(float(np.mean(holds)), 4) if holds else "",
            "bias": round(float(np.mean([(f.estimate.value - (a.was - a.would).mean()) / a.would.mean()
                                         for a, f in answered])), 5) if answered else "",
            "width": round(float(np.mean(width)), 4) if width else "",
            "detectable": round(median(detectable), 4) if detectable else "",
            "forbidden_by": " ".join(f"{code}:{n}" for code, n in forbids.most_common())}


def kept() -> dict[tuple[str, str], dict[str, object]]:
    if not RESULTS.exists():
        return {}
    with RESULTS.open(newline="") as file:
        return {(r["cell"], r["effect"]): dict(r) for r in csv.DictReader(file)}


def main() -> None:
    """Ask, print a line a cell, keep it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--cell", default="")
    parser.add_argument("--effects", type=float, nargs="+", default=[0.0, 0.05])
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--look", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    for name in CELLS:
        for effect in arguments.effects:
            key = (name, str(effect))
            if not name.startswith(arguments.cell) or (arguments.missing and key in kept()):
                continue
            row = row_of(name, effect, arguments.questions)
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items()) + "\n")
            sys.stdout.flush()
            if not arguments.look:
                rows = kept() | {key: row}
                with RESULTS.open("w", newline="") as file:
                    writer = csv.DictWriter(file, list(row))
                    writer.writeheader()
                    writer.writerows(rows.values())


if __name__ == "__main__":
    main()
