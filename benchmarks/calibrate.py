"""How often Recul cries wolf in worlds where nothing happens, and how often it refuses what is hopeless.

`make calibrate` runs every cell (1,000 questions each; 200 where hopeless, 400 where there is an effect) and writes
benchmarks/results/calibrate.csv; `--light` asks 30 questions of each and writes nothing. Figures to reach: METHODS
§0.12. Columns: asked; answered (an interval was given); seen; rates over asked and over answered; the 95 % Wilson
interval of the latter; the share of `cannot_say`; medians of k, of placebos and of the detectable effect; the method's
own rate before calibration; what forbade a verdict, and how often.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from recul.finding import Finding
from recul.panel import Case, OnsetRule, Panel
from recul.placebo.draw import Pool
from recul.questions.effect import Effect
from recul.questions.panel import Asked, history_for
from recul.worlds.panels import PanelWorld, panel

RESULTS = Path(__file__).parent / "results" / "calibrate.csv"


@dataclass(frozen=True)
class Cell:
    """One world and one way of asking. group: null, peak, short, hopeless, effect. spoil: what is done to unit 0."""

    group: str
    world: PanelWorld
    window: int
    onset: OnsetRule = "declared"
    spoil: str = ""
    estimator: str | None = None


def cells() -> list[Cell]:
    """Every cell of METHODS §0.12, and the ones that must be refused."""
    null = [Cell("null", PanelWorld(u, 210, correlation=c), 30) for u in (1, 2, 5, 20, 99) for c in (0, 0.3, 0.6, 0.8)]
    alone = [Cell("null", PanelWorld(u, 210, correlation=0.3), 30, estimator=e) for u in (5, 20)
             for e in ("structural", "did", "sdid")]
    unequal = [Cell("null", PanelWorld(20, 210, correlation=0.3, unequal=0.5), 30)]
    wander = [Cell("null", PanelWorld(u, 210, correlation=0.3, wander=0.7), 30) for u in (5, 20)]
    own = [Cell("null", PanelWorld(0, 1230), 30)]
    peak = [Cell("peak", PanelWorld(u, 390, correlation=c), 12, "peak") for u in (1, 2, 5, 20) for c in (0.3, 0.8)]
    short = [Cell("short", PanelWorld(0, days), window) for days, window in ((72, 12), (90, 30), (210, 30))]
    hopeless = [Cell("hopeless", PanelWorld(u, 210, correlation=0.5), 30, spoil=s) for u in (2, 5, 20)
                for s in ("outside", "walk", "break", "curve")]
    effect = [Cell("effect", PanelWorld(u, 210, correlation=0.3), 30, spoil=s) for u in (1, 2, 5, 20)
              for s in ("half", "one", "two")]
    every = null + alone + unequal + wander + own + peak + short + hopeless + effect
    return sorted(every, key=lambda cell: cell.world.controls > 20)  # the slow ones last


def spoiled(panel: Panel, spoil: str, start: int, seed: int) -> Panel:
    """Unit 0 made hopeless, or given an effect, in its own day-to-day SD (5 of 100)."""
    value = panel.value.copy()
    days = np.arange(value.shape[1])
    random = np.random.default_rng(seed + 10_000_000)
    if spoil == "outside":
        value[0] += 0.5 * days
    elif spoil == "walk":
        value[0] = 100 + np.cumsum(3 * random.standard_normal(len(days)))
    elif spoil == "break":
        value[0, start - 8 :] += 20
    elif spoil == "curve":
        value[0] += 20 * np.sin(days / 25)
    elif spoil:
        value[0, start:] += 5 * {"half": 0.5, "one": 1, "two": 2}[spoil]
    return replace(panel, value=value)


def ask(cell: Cell, seed: int) -> Finding:
    """One question in one world of the cell."""
    world = panel(cell.world, seed)
    start = cell.world.days - cell.window
    if cell.onset == "peak":
        # Somebody noticed the month because of its peak: the last whole month that leaves room for the window.
        month = world.times.astype("datetime64[M]")
        columns = np.flatnonzero(month == month[start] - 1)
        start = int(columns[world.value[0, columns].argmax()])
    world = spoiled(world, cell.spoil, start, seed)
    controls = tuple(range(1, cell.world.controls + 1))
    case = Case((0,), controls, start, cell.window, history_for(start, cell.window, len(controls)), cell.onset)
    question = Effect(outcome="sales", action="nothing", estimator=cell.estimator)
    return question.judge(Asked(world, case, Pool(controls)).batch(seed), {})


def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (1927)."""
    if of == 0:
        return math.nan, math.nan
    z, share = 1.959964, count / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return centre - half, centre + half


def _short(job: tuple[Cell, int]) -> tuple[str, bool, int, int, float | None, float | None, tuple[str, ...]]:
    finding = ask(*job)
    run = finding.placebo
    return (finding.verdict, finding.estimate.low is not None, run.independent, run.ran, run.detectable_effect,
            run.raw_rate.value, tuple(limit.code for limit in finding.limits if limit.forbids))


def summarise(cell: Cell, questions: int, pool: ProcessPoolExecutor | None) -> dict[str, object]:
    """Ask `questions` worlds of the cell and count."""
    jobs = [(cell, seed) for seed in range(questions)]
    rows = list(pool.map(_short, jobs, chunksize=20)) if pool else [_short(job) for job in jobs]
    seen, answered = sum(r[0] == "seen" for r in rows), sum(r[1] for r in rows)
    low, high = wilson(seen, answered)
    detectable = [r[4] for r in rows if r[4] is not None]
    raw = [r[5] for r in rows if r[5] is not None]
    forbids = Counter(code for r in rows for code in r[6])
    w = cell.world
    return {
        "group": cell.group, "controls": w.controls, "days": w.days, "window": cell.window,
        "correlation": w.correlation, "wander": w.wander, "unequal": w.unequal, "onset": cell.onset,
        "spoil": cell.spoil, "estimator": cell.estimator or "chosen", "asked": questions, "answered": answered,
        "seen": seen, "rate_asked": round(seen / questions, 4),
        "rate_answered": round(seen / answered, 4) if answered else "", "low": round(low, 4) if answered else "",
        "high": round(high, 4) if answered else "",
        "cannot_say": round(sum(r[0] == "cannot_say" for r in rows) / questions, 4),
        "k": median(r[2] for r in rows), "placebos": median(r[3] for r in rows),
        "detectable": round(median(detectable), 4) if detectable else "",
        "raw_rate": round(float(np.mean(raw)), 4) if raw else "",
        "forbidden_by": " ".join(f"{code}:{n}" for code, n in forbids.most_common()),
    }


KEY = ("group", "controls", "days", "window", "correlation", "wander", "unequal", "onset", "spoil", "estimator")


def kept() -> dict[tuple[str, ...], dict[str, object]]:
    """The rows of the results, by their cells."""
    if not RESULTS.exists():
        return {}
    with RESULTS.open(newline="") as file:
        return {tuple(r[k] for k in KEY): dict(r) for r in csv.DictReader(file)}


def key(cell: Cell) -> tuple[str, ...]:
    """What the results know a cell by."""
    w = cell.world
    return tuple(str(v) for v in (cell.group, w.controls, w.days, cell.window, w.correlation, w.wander, w.unequal,
                                  cell.onset, cell.spoil, cell.estimator or "chosen"))


def keep(cell: Cell, row: dict[str, object]) -> None:
    """Put a row in the results in the place of the one for the same cell; rows stay in the order they came in."""
    rows = kept()
    rows[key(cell)] = row
    RESULTS.parent.mkdir(exist_ok=True)
    aside = RESULTS.with_suffix(".part")
    with aside.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerows(rows.values())
    aside.replace(RESULTS)


def main() -> None:
    """Run the cells asked for and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--light", action="store_true", help="30 questions a cell, nothing written")
    parser.add_argument("--group", help="only the cells of this group")
    parser.add_argument("--missing", action="store_true", help="only the cells that the results do not hold yet")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.workers) as pool:
        for cell in cells():
            if arguments.group not in (None, cell.group) or (arguments.missing and key(cell) in kept()):
                continue
            most = {"hopeless": 200, "effect": 400}.get(cell.group, arguments.questions)
            row = summarise(cell, 30 if arguments.light else min(most, arguments.questions), pool)
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in row.items() if v not in ("", 0, 0.0)) + "\n")
            sys.stdout.flush()
            if not arguments.light:
                keep(cell, row)


if __name__ == "__main__":
    main()
