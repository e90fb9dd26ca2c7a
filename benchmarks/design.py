"""Whether a test sees what its design promised: planned on two years, then run on those that follow, in worlds where
nothing else happens.

`python benchmarks/design.py` makes the worlds of each cell (`--worlds`), keeps every one in out/design, so that a run
that is stopped goes on, and writes benchmarks/results/design.csv, where the row of a cell of which more worlds were
asked elsewhere stays as it is. `--only markets,20` takes the cells whose name holds
all of these words. In each world `recul.designs` promises, from 104 weeks, the effect seen 8 times in 10. Then, in
FUTURES stretches of the weeks that follow, units (or spells) are drawn as it would draw them, and an effect of RATIOS
times the promise, up or down, is put on those drawn: the question of kind effect (or switchback) is asked, from panel
and `[[action]]` to the judge's reading, as a user would, and what is seen is counted. Nothing of the promise's own code
is used for that.

The days the past begins on differ from world to world, over eight years: where there is a season, the weeks of a test
fall on it as they may (with the same first day in all of them, pairs of weeks lay beside Christmas every time).

Worlds: heavy (`worlds.panels`: days of autocorrelation .5, t(3) shocks, a common factor; sizes from 1 to 4), wander
(the same, each unit's level a random walk too), brand (`worlds.brand`: Brindelune's cities for more years). Columns:
worlds; refused (no such test, by the design's own word); promised (median effect); asked at each ratio; false (seen at
0) with its 95 % Wilson interval; seen_at of each ratio; found: the effect seen in 80 %, over the promise (straight
lines between the ratios), with its 95 % interval (worlds drawn again); own_power: the share seen at the promise in the
futures by the design's own reckoning, which has less noise; own_ratio, spread: mean and SD over worlds of (the
detectable effect of the future by that reckoning, over the promise), which hold the noise of both.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from calibrate import wilson

from recul.designs.asked import Asked
from recul.designs.markets import markets
from recul.designs.past import past_tests, stretch_of
from recul.designs.plan import Plan, shift_of
from recul.designs.power import Power, power_of
from recul.designs.record import past_of
from recul.designs.spells import Spells, total_of
from recul.designs.weeks import past_spells, weeks
from recul.panel import Panel
from recul.placebo.draw import Pool
from recul.placebo.judge import Reading
from recul.questions.effect import Effect
from recul.questions.switchback import Switchback
from recul.study import Action
from recul.worlds import brand, panels

HERE = Path(__file__).parent
RESULTS, KEPT = HERE / "results" / "design.csv", HERE.parent / "out" / "design"
PAST, FUTURES, RATIOS = 104, 8, (0.0, 0.8, 1.0, 1.25)
TODAY = date(2014, 1, 1)


@dataclass(frozen=True)
class Cell:
    """by: markets or weeks. length: weeks of the test."""

    by: str
    units: int
    world: str
    length: int
    share: float = 0.5

    @property
    def name(self) -> str:
        return f"{self.by}-{self.units}-{self.world}-{self.length}w-{self.share:g}"


def cells() -> Iterator[Cell]:
    """What matters most first."""
    yield Cell("markets", 20, "heavy", 4)
    yield Cell("markets", 20, "brand", 4)
    yield Cell("weeks", 1, "heavy", 16)
    yield Cell("markets", 50, "heavy", 4)
    yield Cell("markets", 20, "wander", 4)
    yield Cell("markets", 20, "heavy", 4, 0.25)
    yield Cell("weeks", 5, "heavy", 16)
    yield Cell("weeks", 20, "brand", 16)
    yield Cell("markets", 8, "heavy", 4)
    yield Cell("weeks", 50, "heavy", 16)
    yield Cell("weeks", 1, "wander", 16)
    yield Cell("markets", 20, "heavy", 12)
    yield Cell("markets", 5, "heavy", 4)


def world(cell: Cell, seed: int) -> Panel:
    """A weekly panel, PAST weeks and the futures after them."""
    weeks_all = PAST + FUTURES * cell.length
    days = 7 * weeks_all
    first = np.datetime64("2014-01-06", "D") + 7 * int(np.random.default_rng([seed, 78]).integers(417))
    if cell.world == "brand":
        random = np.random.default_rng([seed, 77])
        when = np.arange(first, first + days)
        log = brand._log_outcome(random, when, np.geomspace(3000, 800, cell.units), own=brand.OWN,
                                 slope=random.normal(0.02, 0.02, cell.units))
        value = np.exp(log)
    else:
        made = panels.panel(panels.PanelWorld(cell.units - 1, days, wander=0.3 if cell.world == "wander" else 0.0),
                            seed)
        value = np.maximum(made.value, 1.0) * np.geomspace(1, 4, cell.units)[:, None]
    weekly = value.reshape(cell.units, weeks_all, 7).sum(axis=2)
    times = first.astype("datetime64[s]") + np.arange(weeks_all) * np.timedelta64(7 * 86400, "s")
    return Panel(weekly, np.ones(weekly.shape, bool), tuple(f"u{i:02d}" for i in range(cell.units)), times, "week",
                 "sales", "EUR")


def cut(panel: Panel, end: int) -> Panel:
    return replace(panel, value=panel.value[:, :end], observed=panel.observed[:, :end], times=panel.times[:end])


def planned(cell: Cell, panel: Panel, seed: int) -> Plan:
    """The design on a past: what `recul design` does once the record is read."""
    asked = Asked("sales", TODAY, "units" if cell.by == "markets" else "weeks", weeks=cell.length, shares=(cell.share,),
                  withdraw=True, seed=seed, lengths=(cell.length,)).checked()
    past = past_of(panel, (), asked)
    return markets(past, asked) if cell.by == "markets" else weeks(past, asked)


def seen(plan: Plan, panel: Panel, seed: int) -> bool:
    """The question read back: from the panel and the declared action to the judge's reading."""
    actions = [Action.model_validate(a) for a in plan.actions]
    asked = {k: v for k, v in plan.question.items() if k != "kind"}
    if plan.by == "units":
        effect = Effect.model_validate(asked)
        batch = effect.asked_of(panel, actions).batch(seed)
        reading = Reading.of(batch, effect.estimate("experiment", batch))
    else:
        switched = Switchback.model_validate(asked)
        batch = switched.asked_of(panel, switched.spells_of(actions), seed)
        reading = Reading.of(batch, switched.estimate("experiment", batch))
    score = float(reading.estimates.score[0])
    return bool(reading.valid and abs(score) > reading.calibration.bound())


def treated(plan: Plan, panel: Panel, start: int, shift: float) -> Panel:
    """The shift put on the drawn: units over the window, or all units in the spells off."""
    value = panel.value.copy()
    if plan.by == "units":
        rows = [panel.row(u) for u in plan.drawn]
        value[rows, start:] *= np.exp(shift)
    else:
        for number, (_, _, off) in enumerate(plan.spells):
            value[:, start + number] *= np.exp(shift * off)
    return replace(panel, value=value)


def run(cell: Cell, seed: int) -> dict[str, Any]:
    """One world: the promise, and what was seen of effects of its size in the futures."""
    panel, began = world(cell, seed), process_time()
    promise = planned(cell, cut(panel, PAST), seed)
    if promise.chosen is None or promise.chosen.detectable is None:
        return {"seed": seed, "refused": True}
    shift = shift_of(promise.chosen.detectable, True)
    random, counts = np.random.default_rng([seed, 5]), dict.fromkeys(map(str, RATIOS), 0)
    for k in range(FUTURES):
        start = PAST + k * cell.length
        for ratio in RATIOS:
            drawn = moved(planned_draw(cell, panel, start, int(random.integers(2**31))), panel, start)
            way = 1 if random.integers(2) else -1
            after = treated(drawn, cut(panel, start + cell.length), start, way * ratio * shift)
            counts[str(ratio)] += seen(drawn, after, k)
    own = own_reckoning(cell, panel)
    return {"seed": seed, "refused": False, "promised": promise.chosen.detectable, "seen": counts,
            "ratio": (own.detectable() or float("nan")) / shift, "power": own.at(shift),
            "seconds": process_time() - began}


def planned_draw(cell: Cell, panel: Panel, start: int, seed: int) -> Plan:
    """The draw as it would be made just before a start; the power is not worked out again."""
    from recul.designs import markets as m
    from recul.designs import weeks as w
    from recul.designs.plan import Choice

    past = past_of(cut(panel, start), (), asked := Asked(
        "sales", TODAY, weeks=cell.length, shares=(cell.share,), withdraw=True, seed=seed, id="t"))
    none = Power(np.zeros(1), np.zeros((1, 1)), 0, 1)
    if cell.by == "markets":
        stretch = stretch_of(PAST, cell.length, cell.share)
        held = round(cell.share * cell.units)
        choice = Choice(cell.length, cell.share, held, cell.units, 0.1, None, None, None, None, 1, 1)
        return m._drawn(past, asked, m.Tried(choice, stretch, none), (choice,), [])
    choice = Choice(cell.length, 0.5, cell.length // 2, cell.length, 0.1, None, None, None, None, 1, 1)
    return w._drawn(past, asked, (choice,), choice, none, [], 0)


def moved(plan: Plan, panel: Panel, start: int) -> Plan:
    """The same draw with its dates brought to the weeks of the simulated future."""
    first = panel.times[start].astype("datetime64[D]").astype(object)
    by = first - plan.start
    actions = tuple({**a, "start": a["start"] + by, "end": a["end"] + by} for a in plan.actions)
    spells = tuple((a + by, b + by, off) for a, b, off in plan.spells)
    return replace(plan, start=first, end=plan.end + by, actions=actions, spells=spells)


def own_reckoning(cell: Cell, panel: Panel) -> Power:
    """What the futures show, by the design's own reckoning."""
    if cell.by == "markets":
        stretch = stretch_of(PAST, cell.length, cell.share)
        kept = slice(PAST - stretch.history, None)
        after = replace(panel, value=panel.value[:, kept], times=panel.times[kept], observed=panel.observed[:, kept])
        tests = past_tests(after, Pool(tuple(range(cell.units))), stretch, "log")
    else:
        series = np.log(total_of(panel, tuple(range(cell.units)))[0])[PAST:]
        tests = past_spells(series, np.ones(len(series), bool), Spells((), 1, 0), cell.length // 2)
    return power_of(tests, 3)


def summary(cell: Cell, found: list[dict[str, Any]]) -> dict[str, Any]:
    """A row of the table."""
    ran = [w for w in found if not w["refused"]]
    row: dict[str, Any] = {**asdict(cell), "worlds": len(found), "refused": len(found) - len(ran)}
    if not ran:
        return row
    counts = np.array([[w["seen"][str(r)] for r in RATIOS] for w in ran], dtype=float)
    asked = FUTURES * len(ran)
    low, high = wilson(int(counts[:, 0].sum()), asked)
    random = np.random.default_rng(1)
    drawn_again = [reached(counts[random.integers(0, len(ran), len(ran))].sum(axis=0) / asked) for _ in range(1000)]
    ratio = np.array([w["ratio"] for w in ran])
    ends = [round(float(np.nanquantile(drawn_again, q)), 3) for q in (0.025, 0.975)]
    return row | {
        "promised": round(float(np.median([w["promised"] for w in ran])), 4), "asked": asked,
        "false": round(counts[:, 0].sum() / asked, 4), "false_low": round(low, 4), "false_high": round(high, 4),
        **{f"seen_at_{r:g}": round(counts[:, i].sum() / asked, 4) for i, r in enumerate(RATIOS) if r},
        "found": round(reached(counts.sum(axis=0) / asked), 3), "found_low": ends[0],
        "found_high": ends[1], "own_power": round(float(np.mean([w["power"] for w in ran])), 4),
        "own_ratio": round(float(np.nanmean(ratio)), 3),
        "spread": round(float(np.nanstd(ratio)), 3)}


def reached(power: np.ndarray) -> float:
    """The ratio seen in 80 %, by straight lines between those asked, carried on beyond the ends."""
    rising = np.maximum.accumulate(power[1:])
    ratios = np.array(RATIOS[1:])
    i = int(np.clip(np.searchsorted(rising, 0.8), 1, len(ratios) - 1))
    slope = (rising[i] - rising[i - 1]) / (ratios[i] - ratios[i - 1])
    return float(ratios[i - 1] + (0.8 - rising[i - 1]) / slope) if slope > 0 else float("nan")


def main() -> None:
    """Every cell, a line each; kept as they come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=40)
    parser.add_argument("--only", default="", help="words that a cell's name must hold, with commas")
    parser.add_argument("--dry", action="store_true", help="write no table")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    there = list(csv.DictReader(RESULTS.open(newline=""))) if RESULTS.exists() else []
    for cell in cells():
        file = KEPT / f"{cell.name}.jsonl"
        found = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
        if all(word in cell.name.split("-") for word in options.only.split(",") if word):
            for seed in range(len(found), options.worlds):
                found.append(run(cell, seed))
                with file.open("a") as out:
                    out.write(json.dumps(found[-1]) + "\n")
        old = [row for row in there if all(row[k] == str(v) for k, v in asdict(cell).items())]
        if old and int(old[0]["worlds"]) > len(found):
            rows += old
        elif found:
            rows.append(summary(cell, found))
            sys.stdout.write("  ".join(f"{k}={v}" for k, v in rows[-1].items()) + "\n")
            sys.stdout.flush()
    if rows and not options.dry:
        fields = list(dict.fromkeys(key for row in rows for key in row))
        with RESULTS.open("w", newline="") as out:
            writer = csv.DictWriter(out, fields)
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
