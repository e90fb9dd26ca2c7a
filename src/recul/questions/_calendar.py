"""What is known of the calendar beforehand, beside a panel: known events, seasons, and what stays unknown of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.errors import Mistake, QuestionError
from recul.estimators._calendar import SEASONS_LEAST, known, touched_by
from recul.finding import Limit
from recul.panel import Calendar, Case, Panel
from recul.questions._moments import columns_of

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Event

# The methods that make use of a calendar.
CALENDAR_USED = ("structural",)


def calendar_of(panel: Panel, events: Sequence[Event], seasons: tuple[float, ...] | None, timezone: str
                ) -> Calendar | None:
    """The declared events as columns of the panel, and the seasons; None where nothing was declared.

    Dates outside the panel, and units it does not hold, are none of its business.
    """
    if not events and seasons is None:
        return None
    active = np.zeros((len(events), *panel.value.shape))
    for number, event in enumerate(events):
        rows = [i for i, unit in enumerate(panel.units) if not event.units or unit in event.units]
        for date in event.dates:
            first, last = columns_of(panel, date, timezone)
            active[number, rows, max(first, 0) : last + 1] = 1.0
    return Calendar(tuple(e.id for e in events), active, seasons)


def refuse_unknown_units(record: Record, panel: Panel, events: Sequence[Event]) -> None:
    """An event of a unit that stands nowhere in the record would be left out without a word. Raises QuestionError."""
    named = {unit: event.id for event in events for unit in event.units if unit not in panel.units}
    if not named:
        return
    tables = (record.table(name) for name in {s.table for s in record.study.sources})
    there = {*panel.units, record.study.brand}.union(
        *(t.select("unit").distinct().execute()["unit"].dropna() for t in tables if "unit" in t.columns))
    unknown = {unit: event for unit, event in named.items() if unit not in there}
    if unknown:
        raise QuestionError([Mistake(phrase("event {event!r}, units", event=event), quoted(unit),
                                     phrase("one of {names}", names=listed(sorted(there))),
                                     advice(unit, there, "Check the spelling in the files and in study.toml."))
                             for unit, event in unknown.items()])


def history_with(seasons: tuple[float, ...] | None, history: int, start: int, window: int, moments: int) -> int:
    """The default history, lengthened to two of the longest declared season where so many other moments remain."""
    least = math.ceil(SEASONS_LEAST * max(seasons or (0.0,)))
    return least if history < least <= start - moments * window else history


def calendar_limits(panel: Panel, case: Case, estimator: str | None) -> list[Limit]:
    """What the declared calendar cannot do for the real case."""
    calendar = panel.calendar
    if calendar is None:
        return []
    past, ahead = slice(case.start - case.history, case.start), slice(case.start, case.start + case.span)
    mine = touched_by(calendar, case.units)
    if estimator is not None and estimator not in CALENDAR_USED:
        used = mine[:, past.start : ahead.stop].any() or calendar.seasons is not None
        return [Limit("calendar_unused", {})] if used else []
    limits = []
    seen = np.asarray(panel.observed[list(case.units), past].all(axis=0))
    unknown = [i for i in range(len(mine)) if mine[i, ahead].any() and not known(mine[i, past], seen)]
    # Who lives through it beside the treated units shows what it does; where nobody does, it would pass for an effect.
    shared = [i for i in unknown if case.donors and all(
        np.array_equal(calendar.active[i, row, ahead], mine[i, ahead]) for row in case.donors)]
    for some, forbids in ((shared, False), ([i for i in unknown if i not in shared], True)):
        if some:
            limits.append(Limit("event_unknown", {"names": [calendar.events[i] for i in some]}, forbids))
    too_long = [s for s in calendar.seasons or () if case.history < SEASONS_LEAST * s]
    if too_long:
        limits.append(Limit("season_too_long", {"season": min(too_long), "history": case.history}))
    return limits
