"""Hold out units drawn at random: the plan, from past tests of the same kind to the `[[action]]` to declare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from recul._mistakes import listed
from recul._phrases import phrase
from recul.designs.asked import Asked
from recul.designs.blocks import allowed, blocks_of, drawn_of, units_needed
from recul.designs.past import (
    STRETCHES_LEAST,
    Stretch,
    level_of,
    observed_enough,
    past_tests,
    periods_needed,
    stretch_of,
)
from recul.designs.plan import Choice, FalseAlarms, Plan, advised, change
from recul.designs.power import Power, power_of
from recul.designs.record import Past, day_of, refuse_nobody, unequal
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Ints
from recul.scale import Scale, onto

SCALE: Scale = "log"  # effects are shares of the level, and each unit weighs the same
BASE_DAYS = 364  # what the held out are thought to bring: their mean over the last year


@dataclass(frozen=True, eq=False)
class Tried:
    """One length and share, tried on the past."""

    choice: Choice
    plan: Stretch
    power: Power


def markets(past: Past, asked: Asked) -> Plan:
    """The plan. Raises QuestionError where no such test can be made at all, with what would do."""
    windows = {weeks: weeks * past.a_week for weeks in asked.tried()}
    _refuse_one(past)
    _refuse_short(past, asked, windows)
    _refuse_zero(past, asked)
    past.begin(asked)
    limits, tried = list(past.limits), []
    for weeks, window in windows.items():
        for share in asked.shares:
            plan = stretch_of(len(past.panel.times), window, share)
            found = _tried(past, asked, weeks, plan) if plan else None
            tried += [found] if found else []
    if not tried:
        return _nothing(past, asked, [*limits, _why_none(past, asked)])
    choices = tuple(t.choice for t in tried)
    chosen = advised(choices, asked.aim, asked.weeks)
    if chosen is None:
        return _nothing(past, asked, [*limits, Limit("nothing_seen", {}, True)], choices)
    best = tried[choices.index(chosen)]
    return _drawn(past, asked, best, choices, limits)


def _tried(past: Past, asked: Asked, weeks: int, plan: Stretch) -> Tried | None:
    rows = last_rows(past, plan)
    held = drawn_of(len(rows), plan.share)
    if not 0 < held < len(rows):
        return None
    tests = past_tests(past.panel, past.pool, plan, SCALE)
    apart = (len(past.panel.times) - plan.history) // plan.window
    if len(tests) < STRETCHES_LEAST or not allowed(blocks_of(_levels(past, rows, plan), held)):
        return None
    power = power_of(tests, asked.seed)
    falls = asked.withdraw
    low, high = power.interval(asked.seed, apart)
    given_up, spent = _costs(past, asked, rows, held, plan, weeks)
    choice = Choice(weeks, held / len(rows), held, len(rows), change(power.detectable(), falls), change(low, falls),
                    change(high, falls), given_up, spent, len(tests), apart)
    return Tried(choice, plan, power)


def last_rows(past: Past, plan: Stretch) -> Ints:
    """Who may be drawn now: observed in the history that ends with the record."""
    periods = len(past.panel.times)
    return observed_enough(past.panel, past.rows, periods - plan.history, periods)


def _levels(past: Past, rows: Ints, plan: Stretch) -> np.ndarray:
    return level_of(onto(past.panel.value[rows, len(past.panel.times) - plan.history :], SCALE))


def _costs(past: Past, asked: Asked, rows: Ints, held: int, plan: Stretch, weeks: int
           ) -> tuple[float | None, float | None]:
    """What `held` usual units give up, were the work worth what it is thought to be (else the aim), and what is spent:
    by the held out where the work is withdrawn (saved), else by all others."""
    given_up = None
    if past.panel.aggregate == "sum":
        base = np.nanmean(past.panel.value[rows, -BASE_DAYS // (7 // past.a_week) :])
        given_up = asked.aim * float(base) * held * plan.window
    spent = None if asked.cost is None else asked.cost * weeks * (held if asked.withdraw else len(rows) - held)
    return given_up, spent


def _drawn(past: Past, asked: Asked, best: Tried, choices: tuple[Choice, ...], limits: list[Limit]) -> Plan:
    """The draw itself, and what is to be declared of it."""
    plan, panel = best.plan, past.panel
    rows = last_rows(past, plan)
    blocks = blocks_of(_levels(past, rows, plan), best.choice.held)
    held = rows[blocks.draw(np.random.default_rng([asked.seed, best.choice.weeks, best.choice.held]))]
    names = tuple(panel.units[r] for r in held)
    others = tuple(panel.units[r] for r in rows if r not in set(held.tolist()))
    groups = tuple(tuple(panel.units[rows[i]] for i in block) for block in blocks.members)
    start = past.begin(asked)
    end = start + timedelta(days=7 * best.choice.weeks - 1)
    size = unequal(np.nanmean(panel.value[rows, -plan.history :], axis=1))
    limits += [size] if size else []
    treated = names if asked.withdraw else others
    limits += touched(past, plan, rows, treated, start) + weak(best.choice, asked)
    action = action_of(asked, treated, start, end, groups if len(groups) > 1 else (), len(rows))
    question = question_of(asked, panel.frequency, plan,
                           controls=[u for u in (*names, *others) if u not in treated])
    return Plan("units", asked.id, asked.withdraw, panel.measure, panel.value_unit, panel.frequency, asked.seed,
                past.ends, choices, best.choice, asked.aim, asked.expected, asked.minimum,
                FalseAlarms(best.power.false, best.power.of, best.choice.tests), tuple(limits), names + others, names,
                others, groups, start, end, actions=(action,), question=question, currency=asked.currency)


def action_of(asked: Asked, treated: tuple[str, ...], start: date, end: date, groups: tuple[tuple[str, ...], ...],
              of: int) -> dict[str, Any]:
    """The `[[action]]`: who is treated otherwise than before, and within which blocks they were drawn."""
    action: dict[str, Any] = {"id": asked.id, "kind": asked.kind, "start": start, "end": end, "units": list(treated),
                              "onset_rule": "randomised", "planned_share": round(len(treated) / of, 6)}
    if groups:
        action["blocks"] = [list(group) for group in groups]
    if asked.cost is not None and not asked.withdraw and asked.currency:
        action |= {"cost": asked.cost * len(treated) * ((end - start).days + 1) / 7, "currency": asked.currency}
    return action


def question_of(asked: Asked, frequency: str, plan: Stretch, controls: list[str]) -> dict[str, Any]:
    """The `[[question]]` that reads it back, with the analysis that was tried on the past."""
    return {"kind": "effect", "outcome": asked.measure, "action": asked.id, "estimator": "experiment", "scale": SCALE,
            "frequency": frequency, "window": plan.window, "history": plan.history, "minimum_effect": asked.minimum,
            "controls": controls}


def touched(past: Past, plan: Stretch, rows: Ints, treated: tuple[str, ...], start: date) -> list[Limit]:
    """Other actions: those that took stretches of the past away, and those so near the test, on units treated in it,
    that the effect question will not tell the two apart (its `overlapping_actions`)."""
    drawn = set(rows.tolist())
    mine = [t for t in past.touches if drawn & set(t.rows)]
    begins = (start - day_of(past.panel.times[0])).days * past.a_week // 7
    ours = {past.panel.row(u) for u in treated}
    now = [t.name for t in past.touches if ours & set(t.rows) and t.last + plan.window >= begins
           and t.first - plan.window < begins + plan.window]
    past_ones = [t for t in mine if t.last >= plan.history - plan.window]
    found = []
    if past_ones:
        units = sorted({past.panel.units[r] for t in past_ones for r in t.rows if r in drawn})
        found.append(Limit("units_touched", {"units": units, "actions": sorted({t.name for t in past_ones})}))
    if now:
        found.append(Limit("under_way", {"actions": sorted(set(now))}))
    return found


def weak(choice: Choice, asked: Asked) -> list[Limit]:
    """The test would rather miss an effect of the size aimed at."""
    if choice.detectable is not None and choice.detectable > asked.aim:
        return [Limit("underpowered", {"detectable": choice.detectable, "minimum": asked.aim})]
    return []


def _nothing(past: Past, asked: Asked, limits: list[Limit], choices: tuple[Choice, ...] = ()) -> Plan:
    panel = past.panel
    return Plan("units", asked.id, asked.withdraw, panel.measure, panel.value_unit, panel.frequency, asked.seed,
                past.ends, choices, None, asked.aim, asked.expected, asked.minimum, None, tuple(limits),
                tuple(panel.units[r] for r in past.rows), currency=asked.currency)


def _why_none(past: Past, asked: Asked) -> Limit:
    """Why nothing could be tried: too few units for the lottery, else too few stretches of the past with enough."""
    needed = min(units_needed(share) for share in asked.shares)
    if len(past.rows) < needed:
        return Limit("few_units", {"units": len(past.rows), "needed": needed}, True)
    plans = [stretch_of(len(past.panel.times), weeks * past.a_week, s) for weeks in asked.tried() for s in asked.shares]
    most = max((len(past_tests(past.panel, past.pool, plan, SCALE)) for plan in plans if plan), default=0)
    return Limit("few_past_tests", {"tests": most, "needed": STRETCHES_LEAST}, True)


def _refuse_one(past: Past) -> None:
    refuse_nobody(past)
    if len(past.rows) < 2:
        names = [past.panel.units[r] for r in past.rows]
        raise QuestionError(Mistake(phrase("units to draw from"),
                                    phrase("{count}: {names}", count=len(names), names=listed(names)),
                                    "several units, some of which are held out",
                                    "Add --by weeks: on one unit, the work is put on and off in weeks drawn at"
                                    " random."))


def _refuse_short(past: Past, asked: Asked, windows: dict[int, int]) -> None:
    """The length asked for, or the shortest of all, does not fit in the past."""
    window = windows[asked.weeks] if asked.weeks is not None else min(windows.values())
    needed, periods = periods_needed(window), len(past.panel.times)
    if periods < needed:
        longest = periods // (STRETCHES_LEAST + 1) // past.a_week
        raise QuestionError(Mistake("--weeks", phrase("{window} weeks, with {periods} weeks of past (to {ends})",
                                                      window=window // past.a_week, periods=periods // past.a_week,
                                                      ends=past.ends[1]),
                                    phrase("a past at least {stretches_least} times as long as the test, {needed}"
                                           " weeks", stretches_least=STRETCHES_LEAST + 1, needed=needed // past.a_week),
                                    phrase("Plan a test of {longest} weeks at most, or bring a longer record.",
                                           longest=longest) if longest else "Bring a longer record."))


def _refuse_zero(past: Past, asked: Asked) -> None:
    """A share that holds out nobody, or everybody."""
    n = len(past.rows)
    wrong = [share for share in asked.shares if not 0 < drawn_of(n, share) < n]
    if wrong:
        raise QuestionError([Mistake("--share", phrase("{share:g} of {n} units, which is {n2}", share=share, n=n,
                                                       n2=drawn_of(n, share)), "a share that holds out some units and"
                                     " leaves others", phrase("Choose a share from {value:.2g} to {value2:.2g}.",
                                                              value=1 / n, value2=1 - 1 / n)) for share in wrong])
