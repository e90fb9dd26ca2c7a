"""Hold out weeks drawn at random: the plan of a switchback, for one unit or for all of them together."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from recul._phrases import joined, phrase
from recul.designs.asked import LENGTHS as USUAL
from recul.designs.asked import Asked
from recul.designs.past import STRETCHES_LEAST, STRETCHES_MOST
from recul.designs.plan import Choice, FalseAlarms, Plan, advised, change
from recul.designs.power import PastTest, Power, power_of
from recul.designs.record import Past, refuse_nobody
from recul.designs.spells import Spells, spells_case, total_of
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Floats
from recul.placebo.assign import assignments, needed

WASHOUT_DAYS = 2
LENGTHS = (12, 16, 20, 26, 40, 52)


def weeks(past: Past, asked: Asked) -> Plan:
    """The plan. Raises QuestionError where the past is too short for any such test."""
    _refuse_share(asked)
    refuse_nobody(past)
    length, washout = asked.spell * past.a_week, washout_of(past, asked)
    _refuse_washout(length, washout)
    past.begin(asked)
    rows = tuple(past.rows.tolist())
    series = np.log(total_of(past.panel, rows)[0])
    untouched = _untouched(past, len(series))
    tried: list[tuple[Choice, Power]] = []
    asked_pairs = None if asked.weeks is None else asked.weeks // (2 * asked.spell)
    if len(series) < STRETCHES_LEAST * 2 * max(asked_pairs or 0, pairs_needed()) * length:
        _refuse_short(past, asked, asked_pairs, length)
    for pairs in _tries(asked, asked_pairs):
        found = _tried(past, asked, series, untouched, pairs, Spells((), length, washout))
        tried += [found] if found else []
    limits = [*past.limits, *_pairs(asked, asked_pairs), *(() if washout else (Limit("no_washout", {}),))]
    if not tried:
        _refuse_short(past, asked, asked_pairs, length)
    choices = tuple(choice for choice, _ in tried)
    span = None if asked_pairs is None else 2 * asked_pairs * asked.spell
    chosen = None if any(limit.forbids for limit in limits) else advised(choices, asked.aim, span)
    if chosen is None:
        forbids = any(limit.forbids for limit in limits)
        limits += () if forbids else (Limit("nothing_seen", {}, True),)
        return _plan(past, asked, choices, None, None, limits, washout)
    power = tried[choices.index(chosen)][1]
    if chosen.detectable is not None and chosen.detectable > asked.aim:
        limits.append(Limit("underpowered", {"detectable": chosen.detectable, "minimum": asked.aim}))
    return _drawn(past, asked, choices, chosen, power, limits, washout)


def _tries(asked: Asked, pairs: int | None) -> list[int]:
    """Numbers of pairs looked at: of the usual lengths, or those asked for, and of the one asked for."""
    lengths = LENGTHS if asked.lengths == USUAL else asked.lengths
    usual = {n // (2 * asked.spell) for n in lengths if asked.weeks is None or n <= 2 * asked.weeks}
    return sorted(n for n in usual | {max(pairs or 0, pairs_needed())} if n >= pairs_needed())


def washout_of(past: Past, asked: Asked) -> int:
    """Periods left out after each change: two days of daily values; none of weekly ones unless declared."""
    if asked.washout is not None:
        return asked.washout
    return WASHOUT_DAYS if past.a_week == 7 else 0


def past_spells(series: Floats, untouched: np.ndarray, spells: Spells, pairs: int) -> list[PastTest]:
    """Past tests of a switchback of so many pairs: stretches of the logarithm of the series, NaN where not observed."""
    span = 2 * pairs * spells.length
    last = len(series) - span
    if last < 0:
        return []
    step = max(1, min(span, last // (STRETCHES_MOST - 1)) if last else 1)
    found = []
    for start in list(range(last, -1, -step))[:STRETCHES_MOST]:
        columns = start + np.arange(2 * pairs)[:, None] * spells.length + np.arange(spells.washout, spells.length)
        values = series[columns]
        if not untouched[start : start + span].all() or not np.isfinite(values).all():
            continue
        laid = replace(spells, first=tuple(range(2 * pairs)))
        case = spells_case(laid, tuple(range(0, 2 * pairs, 2)))
        found.append(PastTest(values.mean(axis=1) - values.mean(), np.zeros(2 * pairs), case))
    return found


def _untouched(past: Past, periods: int) -> np.ndarray:
    free = np.ones(periods, dtype=bool)
    drawn = set(past.rows.tolist())
    for touch in past.touches:
        if drawn & set(touch.rows):
            free[max(0, touch.first) : touch.last + 1 + past.a_week] = False
    return free


def _tried(past: Past, asked: Asked, series: Floats, untouched: np.ndarray, pairs: int, spells: Spells
           ) -> tuple[Choice, Power] | None:
    if len(series) < STRETCHES_LEAST * 2 * pairs * spells.length:
        return None
    tests = past_spells(series, untouched, spells, pairs)
    if len(tests) < STRETCHES_LEAST or assignments(tests[0].case) < needed(tests[0].case):
        return None
    power = power_of(tests, asked.seed)
    apart = len(series) // (2 * pairs * spells.length)
    low, high = power.interval(asked.seed, apart)
    given_up = None
    if past.panel.aggregate == "sum":
        given_up = asked.aim * float(np.nanmean(np.exp(series[-364 // (7 // past.a_week) :]))) * pairs * spells.length
    spent = None if asked.cost is None else asked.cost * pairs * asked.spell * len(past.rows)
    falls = asked.withdraw
    choice = Choice(2 * pairs * asked.spell, 0.5, pairs, 2 * pairs, change(power.detectable(), falls),
                    change(low, falls), change(high, falls), given_up, spent, len(tests), apart)
    return choice, power


def _drawn(past: Past, asked: Asked, choices: tuple[Choice, ...], chosen: Choice, power: Power, limits: list[Limit],
           washout: int) -> Plan:
    random = np.random.default_rng([asked.seed, chosen.weeks, chosen.held])
    begin = past.begin(asked)
    long = timedelta(days=7 * asked.spell)
    spells: list[tuple[date, date, bool]] = []
    for pair in range(chosen.held):
        first_off = bool(random.integers(2))
        for place in (0, 1):
            first = begin + long * (2 * pair + place)
            spells.append((first, first + long - timedelta(days=1), first_off == (place == 0)))
    plan = _plan(past, asked, choices, chosen, FalseAlarms(power.false, power.of, chosen.tests), limits, washout)
    actions = tuple(_action(asked, number, spell, plan.units) for number, spell in enumerate(spells, 1))
    question = {"kind": "switchback", "outcome": asked.measure, "test": asked.id, "scale": "log",
                "frequency": past.panel.frequency, "washout": washout, "minimum_effect": asked.minimum}
    return replace(plan, drawn=tuple(s[0].isoformat() for s in spells if s[2]),
                   others=tuple(s[0].isoformat() for s in spells if not s[2]),
                   blocks=tuple((spells[k][0].isoformat(), spells[k + 1][0].isoformat())
                                for k in range(0, len(spells), 2)),
                   start=spells[0][0], end=spells[-1][1], spells=tuple(spells), actions=actions, question=question)


def _action(asked: Asked, number: int, spell: tuple[date, date, bool], units: tuple[str, ...]) -> dict[str, Any]:
    return {"id": f"{asked.id}-{number:02d}", "kind": "off" if spell[2] else "on", "start": spell[0], "end": spell[1],
            "units": list(units), "onset_rule": "randomised"}


def _plan(past: Past, asked: Asked, choices: tuple[Choice, ...], chosen: Choice | None, false: FalseAlarms | None,
          limits: list[Limit], washout: int) -> Plan:
    panel = past.panel
    return Plan("weeks", asked.id, asked.withdraw, panel.measure, panel.value_unit, panel.frequency, asked.seed,
                past.ends, choices, chosen, asked.aim, asked.expected, asked.minimum, false, tuple(limits),
                tuple(panel.units[r] for r in past.rows), washout=washout, currency=asked.currency)


def _pairs(asked: Asked, pairs: int | None) -> list[Limit]:
    """Fewer pairs than a result at 5 % takes."""
    least = pairs_needed()
    if pairs is not None and pairs < least:
        return [Limit("few_pairs", {"pairs": pairs, "needed": least, "weeks": 2 * least * asked.spell}, True)]
    return []


def pairs_needed() -> int:
    """2^pairs different draws, each with its mirror image: 40 at the least."""
    return math.ceil(math.log2(40))


def _refuse_share(asked: Asked) -> None:
    if asked.shares not in ((0.5,), (0.5, 0.25)):
        raise QuestionError(Mistake("--share", joined(f'{s:g}' for s in asked.shares),
                                    "0.5, of weeks drawn within pairs", "Leave it out."))


def _refuse_washout(length: int, washout: int) -> None:
    if not 0 <= washout < length:
        raise QuestionError(Mistake("--washout", str(washout),
                                    phrase("0 or more, and less than a spell of {length} periods", length=length),
                                    "Leave out less, or make the spells longer with --spell."))


def _refuse_short(past: Past, asked: Asked, pairs: int | None, length: int) -> None:
    least = max(pairs or 0, pairs_needed())
    wanted, there = (STRETCHES_LEAST * 2 * least * length) // past.a_week, len(past.panel.times) // past.a_week
    raise QuestionError(Mistake("past", phrase("{there} weeks of {measure!r}, untouched and observed whole in too few"
                                               " places", there=there, measure=past.panel.measure),
                                phrase("a past of {wanted} weeks: {stretches_least} times a test of {least} pairs of"
                                       " {spell} weeks", wanted=wanted, stretches_least=STRETCHES_LEAST, least=least,
                                       spell=asked.spell), "Bring a longer record, or shorter spells."))
