"""From declared moments to columns of a panel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from recul._fields import closes
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.panel import Panel
from recul.placebo.draw import Touch

if TYPE_CHECKING:
    from recul.study import Action, Span


def column_of(panel: Panel, moment: date | datetime, timezone: str, where: str,
              todo: str = "Correct the date, or bring a record that covers it.") -> int:
    """The column of the period that holds a moment. Raises QuestionError, naming the span, outside the panel."""
    column = _column(panel, moment, timezone)
    if 0 <= column < len(panel.times):
        return column
    first, last = (str(panel.times[i].astype("datetime64[m]")).replace("T00:00", "") for i in (0, -1))
    raise QuestionError(Mistake(where, str(moment), phrase("a moment in the record of {measure!r}, {first} to {last}",
                                                           measure=panel.measure, first=first, last=last), todo))


def last_column_of(panel: Panel, end: date | datetime, timezone: str, where: str, todo: str) -> int:
    """The column that holds the last instant before an end: a date includes its day, a datetime is excluded."""
    return column_of(panel, _last_instant(end), timezone, where, todo)


def _last_instant(end: date | datetime) -> datetime:
    return closes(end) - timedelta(seconds=1)


def touches(panel: Panel, actions: Sequence[Action], timezone: str) -> tuple[Touch, ...]:
    """What other actions touched: rows and columns of the panel; those outside it are left out.

    An action without units touches every unit; units the panel does not hold are none of its business.
    """
    found = []
    for action in actions:
        rows = tuple(i for i, u in enumerate(panel.units) if not action.units or u in action.units)
        first = _column(panel, action.start, timezone)
        last = first if action.end is None else _column(panel, _last_instant(action.end), timezone)
        if rows and last >= 0 and first < len(panel.times):
            found.append(Touch(action.label or action.id, rows, first, last))
    return tuple(found)


def columns_of(panel: Panel, when: date | datetime | Span, timezone: str) -> tuple[int, int]:
    """First and last column of a day, a moment or a span; none of those between where it lies outside the panel."""
    if isinstance(when, datetime):
        column = _column(panel, when, timezone)
        return column, min(column, len(panel.times) - 1)
    start, end = (when, when) if isinstance(when, date) else (when.start, when.end)
    return _column(panel, start, timezone), min(_column(panel, _last_instant(end), timezone), len(panel.times) - 1)


def strata_of(panel: Panel, blocks: Sequence[Sequence[str]], rows: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """The rows of each block that are in the lottery. Raises QuestionError for a unit the panel does not hold."""
    found = (tuple(r for r in map(panel.row, block) if r in rows) for block in blocks)
    return tuple(s for s in found if s)


def _column(panel: Panel, moment: date | datetime, timezone: str) -> int:
    """The column whose period holds the moment; -1 before the first, `len` after the last period's end."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is not None or panel.frequency == "hour":
        aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))
        moment = aware.astimezone(UTC if panel.frequency == "hour" else ZoneInfo(timezone)).replace(tzinfo=None)
    at = np.datetime64(moment, "s")
    column = int(np.searchsorted(panel.times, at, side="right")) - 1
    return len(panel.times) if at >= _end(panel) else column


def _end(panel: Panel) -> np.datetime64:
    """The instant at which the last period ends, by the calendar where periods are months or longer."""
    last: np.datetime64 = panel.times[-1]
    months = {"month": 1, "quarter": 3, "year": 12}.get(panel.frequency)
    if months is None:
        return last + np.timedelta64({"hour": 3600, "day": 86400}.get(panel.frequency, 7 * 86400), "s")
    month = last.astype("datetime64[M]")
    end: np.datetime64 = (month + months).astype("datetime64[s]") + (last - month.astype("datetime64[s]"))
    return end
