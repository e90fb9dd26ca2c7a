"""Tests of effect, asked in the same study, read as what a channel brought in their window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from recul._mistakes import listed
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.estimators._mix import Lift
from recul.finding import Finding, Limit
from recul.placebo.calibrate import LEVEL
from recul.questions._bill import Exchange, money_of
from recul.questions._spend import Weeks
from recul.questions.effect import Effect

if TYPE_CHECKING:
    from recul.record import Record


@dataclass(frozen=True, eq=False)
class Test:
    """A test that can be read: of which channel, its name, the total over its window and the interval of it."""

    channel: int
    name: str
    total: float
    low: float
    high: float
    lift: Lift


def tests(record: Record, lift: Mapping[str, str], found: Weeks, seed: int, units: Sequence[str]
          ) -> tuple[tuple[Test, ...], tuple[Limit, ...]]:
    """Each test asked, and the limit of those that cannot be read: they gave no interval, or are of other weeks or
    units than the outcome. units: of the outcome, all when empty. Raises QuestionError for a name that is none."""
    from recul.engine import answer

    asked = {name: q for q in record.study.questions if isinstance(q, Effect) and q.outcome == found.measure
             for name in (q.label, q.action) if name}
    unknown = [name for name in lift.values() if name not in asked]
    if unknown:
        raise QuestionError(Mistake("lift", listed(unknown),
                                    phrase("an effect on {measure!r} asked in this study, by its label or its action:"
                                           " {names}", measure=found.measure, names=listed(asked)),
                                    "Ask it as a [[question]] of kind \"effect\", or correct the name."))
    read, unread = [], []
    for channel, name in lift.items():
        finding = answer(asked[name], record, seed)
        elsewhere = units and not set(finding.design.units) <= set(units)
        test = None if elsewhere else _read(finding, asked[name], record, found, found.names.index(channel), name)
        if test is None:
            unread.append(name)
        else:
            read.append(test)
    return tuple(read), (Limit("lift_unread", {"names": unread}),) if unread else ()


def _read(finding: Finding, question: Effect, record: Record, found: Weeks, channel: int, name: str) -> Test | None:
    """The total over the window with its interval, and the channel's spend without what was tested: all of it, or as
    much of the window's as the action cost, where both are told in money. Raises QuestionError where these are two
    currencies, and no rate between them is declared."""
    e, design = finding.estimate, finding.design
    if e.value is None or e.low is None or e.high is None or not e.total or not e.value:
        return None
    days = found.times.astype("datetime64[D]")
    start, end = np.datetime64(design.start[:10]), _last_day(design.end[:10], design.frequency)
    window = np.flatnonzero((days + 6 >= start) & (days <= end))
    spend = found.spend[channel]
    # A total of which only a part lies in these weeks is not what the spend in them brought.
    if start < days[0] or end > days[-1] + 6 or not spend[window].sum() > 0:
        return None
    cost = _cost(record, question.action, found.units[channel], found.names[channel])
    spared = spend.copy()
    spared[window] *= 1 - (min(1.0, cost / float(spend[window].sum())) if cost else 1.0)
    times = e.total / e.value
    scale = (e.high - e.low) * times / 2 / float(ndtri(0.5 + LEVEL / 2))
    return Test(channel, name, e.total, e.low * times, e.high * times,
                Lift(channel, spared, int(window[0]), int(window[-1]), e.total, scale))


def _cost(record: Record, action: str, unit: str, channel: str) -> float | None:
    """What the tested action cost, in the unit of the channel's spend; None where no cost is declared, or the channel's
    unit is no money."""
    found = next((a for a in record.study.actions if a.id == action), None)
    into = money_of(unit)
    if found is None or not found.cost or into is None:
        return None
    costs = record.study.costs
    paid = found.currency or (costs.currency if costs else into)
    if paid == into:
        return found.cost
    exchange = Exchange(costs.currency if costs else into, costs.rates if costs else {}, declared=costs is not None)
    rates = (exchange.rate(paid, phrase("the cost of action {action!r}", action=action)),
             exchange.rate(into, phrase("what went into {channel!r}", channel=channel)))
    if exchange.mistakes:
        raise QuestionError(exchange.mistakes)
    return found.cost * rates[0] / rates[1]


def _last_day(begins: str, frequency: str) -> np.datetime64:
    """The last day of the period that begins on this one."""
    day: np.datetime64 = np.datetime64(begins, "D") + (6 if frequency == "week" else 0)
    months = {"month": 1, "quarter": 3, "year": 12}.get(frequency)
    if months:
        day = (np.datetime64(begins, "M") + months).astype("datetime64[D]") - 1
    return day
