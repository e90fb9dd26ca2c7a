"""A pandas, polars or pyarrow frame becomes a panel. Nothing is repaired on the way: what cannot be read is named."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._fields import FIRST_YEAR, LAST_YEAR
from recul._mistakes import advice, listed, shorten, shown
from recul._phrases import phrase, reason_of
from recul._times import Times, checked_frequency, frequency_of, grid, said
from recul.errors import Mistake, QuestionError
from recul.panel import Floats, Panel

if TYPE_CHECKING:
    import narwhals as nw

A_TIME = "dates, times, or years as whole numbers"


def panel_of(frame: Any, outcome: Any, controls: Sequence[str], time: str, frequency: str | None) -> Panel:
    """The treated units (one column, or a list of them) and their controls as the units of a panel, in that order.

    Rows and refusals as in `columns_of`."""
    treated = tuple(outcome) if isinstance(outcome, (list, tuple)) else (outcome,)
    places = ["outcome"] if len(treated) == 1 else [f"outcome[{i}]" for i in range(len(treated))]
    places += [f"controls[{i}]" for i in range(len(controls))]
    return columns_of(_native(frame), places, (*treated, *controls), time, frequency,
                      ", ".join(map(str, treated)))


def wide(frame: Any, outcome: str | None, units: Any, time: str, frequency: str | None) -> Panel:
    """The named columns, or all but the times', as the units of a panel; outcome: what they hold, in a word."""
    table = _native(frame)
    if units is not None and (isinstance(units, str) or not isinstance(units, Sequence) or not units):
        raise QuestionError(Mistake("units", shown(units), "a list of columns",
                                    phrase("Write units=[{units}].", units=str(shown(units)))))
    if outcome is not None and (not isinstance(outcome, str) or outcome in table.columns):
        raise QuestionError(Mistake("outcome",
                                    phrase("{outcome}, without `unit`",
                                           outcome=shown(outcome)) if isinstance(outcome, str) else shown(outcome),
                                    "a name for what the columns of a wide frame hold, or the column of values of a"
                                    " long one", 'Of a long frame, say which column holds the units: unit="...".'))
    names = tuple(c for c in table.columns if c != time) if units is None else tuple(units)
    if not names:
        raise QuestionError(Mistake("units", "no column but the times", "one column a unit", "Add columns."))
    return columns_of(table, [f"units[{i}]" for i in range(len(names))], names, time, frequency, outcome or "outcome")


def columns_of(table: nw.DataFrame[Any], called: Sequence[str], names: Sequence[str], time: str,
               frequency: str | None, measure: str) -> Panel:
    """Columns of a frame as the units of a panel, in that order. called: what the user calls each of them.

    table: one row a period, one column a unit, one column of times; in any order. A row that is missing, a null or a
    NaN is a period nobody observed. Times with an offset: hours are kept in UTC, days and coarser in the column's zone.
    Raises QuestionError with every mistake of the columns, then of the times, then of the values.
    """
    _refuse_unknown(table.columns, time, names, called)
    cells = {name: _cells(table, name) for name in (time, *names)}
    utc, problems = times_of(cells[time], time, True)
    values = np.empty((len(names), len(utc)))
    for i, name in enumerate(names):
        read = numbers_of(cells[name], name)
        if isinstance(read, Mistake):
            problems.append(read)
        else:
            values[i] = read
    if problems:
        raise QuestionError(problems)
    _refuse_doubles(np.sort(utc), time)
    every = checked_frequency(frequency) if frequency is not None else frequency_of(np.unique(utc), time)
    # An hour of autumn happens twice on a local clock, so hours stay in UTC; a day is a local thing.
    rows = utc if every == "hour" else times_of(cells[time], time, False)[0]
    order = np.argsort(rows, kind="stable")
    starts, place = grid(rows[order], every, time)
    value = np.full((len(names), len(starts)), math.nan)
    value[:, place] = values[:, order]
    return Panel(value, ~np.isnan(value), tuple(names), starts, every, measure)


def _native(frame: Any) -> nw.DataFrame[Any]:
    import narwhals as nw
    from narwhals.exceptions import NarwhalsError

    try:
        table: nw.DataFrame[Any] = nw.from_native(frame, eager_only=True)
    except (TypeError, ValueError, NarwhalsError) as error:
        what = f"{type(frame).__module__.split('.')[0]}.{type(frame).__name__}"
        raise QuestionError(Mistake("frame", phrase("{what} ({why})", what=what,
                                                    why=shorten(str(error).splitlines()[0], 100)),
                                    "a frame of pandas, polars or pyarrow, in memory, each column named once",
                                    "Convert or collect it first.")) from error
    if not len(table):
        raise QuestionError(Mistake("frame", "no row", "one row a period", "Give a frame with rows."))
    return table


def _cells(table: nw.DataFrame[Any], name: str) -> list[Any]:
    try:
        return list(table[name].to_list())
    except (ValueError, OverflowError) as error:  # a time no calendar holds
        raise QuestionError(Mistake(phrase("column {name!r}", name=name), reason_of(error),
                                    "values that Python can hold", "Convert the column first.")) from error


def _refuse_unknown(columns: Sequence[str], time: str, names: Sequence[str], called: Sequence[str]) -> None:
    problems, places = [], ["time", *called]
    for place, name in zip(places, (time, *names), strict=True):
        if not isinstance(name, str) or name not in columns:
            problems.append(Mistake(place, shown(name),
                                    phrase("a column of the frame: {names}", names=listed(map(str, columns))),
                                    advice(str(name), map(str, columns), "Name a column; reset an index.")))
    first: dict[str, int] = {}
    for i, (place, name) in enumerate(zip(called, names, strict=True)):
        if name == time or first.setdefault(name, i) != i:
            problems.append(Mistake(place, phrase("{name} a second time", name=shown(name)), "a column used once",
                                    "Name each column in one place only."))
    if problems:
        raise QuestionError(problems)


def times_of(values: Sequence[Any], column: str, in_utc: bool) -> tuple[Times, list[Mistake]]:
    """The times of a column, datetime64[s] [row]: naive as they are, others in UTC or on their own clock."""
    times, problems = np.full(len(values), np.datetime64("NaT", "s"), "datetime64[s]"), []
    for i, value in enumerate(values):
        moment = _moment(value)
        if moment is None:
            problems.append(Mistake(phrase("column {column!r}, row {i}", column=column, i=i), shown(_plain(value)),
                                    A_TIME, "Convert the column to dates, and remove the rows without a time."))
            break  # the other rows are most likely wrong in the same way
        if moment.tzinfo is not None:
            moment = (moment.astimezone(UTC) if in_utc else moment).replace(tzinfo=None)
        times[i] = np.datetime64(moment, "s")
    return times, problems


def _moment(value: Any) -> datetime | None:
    """A cell as a moment; None when it is none. Text is read when it is ISO; a whole number is a year."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[s]").item()
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and FIRST_YEAR <= value <= LAST_YEAR:
        return datetime(int(value), 1, 1)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime) or value != value:  # pandas' NaT is a datetime unlike itself
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def numbers_of(values: Sequence[Any], column: str) -> Floats | Mistake:
    """The numbers of a column, float64 [row], NaN where there is none; or what is wrong with it."""
    read = np.full(len(values), math.nan)
    for i, value in enumerate(values):
        if _missing(value):
            continue
        try:
            if isinstance(value, (bool, np.bool_)) or not isinstance(value, (Real, Decimal)):
                raise TypeError(value)
            read[i] = float(value)
        except (TypeError, ValueError, OverflowError):
            return Mistake(phrase("column {column!r}, row {i}", column=column, i=i), shown(_plain(value)), "a number",
                           "Convert the column to numbers; leave a cell empty where nothing was observed.")
        if math.isinf(read[i]):
            return Mistake(phrase("column {column!r}, row {i}", column=column, i=i), "an infinite number",
                           "a finite number", "Find where it comes from, often a division by zero; leave the cell empty"
                           " if unknown.")
    if np.isnan(read).all():
        return Mistake(phrase("column {column!r}", column=column),
                       phrase("{count} rows without a number", count=len(values)), "some numbers",
                       "Check that this is the right column.")
    return read


def _missing(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_nan()
    no_number = isinstance(value, Real) and bool(value != value)
    return value is None or no_number or type(value).__name__ in ("NAType", "NaTType")


def _plain(value: Any) -> object:
    return None if _missing(value) else value if isinstance(value, (str, int, float, date)) else str(value)


def _refuse_doubles(rows: Times, column: str) -> None:
    """rows: sorted. Two rows for one moment cannot both be right."""
    doubles = np.flatnonzero(np.diff(rows) == np.timedelta64(0, "s"))
    if len(doubles):
        first = ", ".join(dict.fromkeys(said(rows[i]) for i in doubles[:5]))
        raise QuestionError(Mistake(phrase("column {column!r}", column=column),
                                    phrase("times that stand twice: {first}", first=first), "each time once",
                                    "Add up or remove the doubles; one column a unit, not one row."))
