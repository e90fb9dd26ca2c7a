"""From the record to panels. One new file here is one new measure, found by discovery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recul.discovery import modules
from recul.measures.base import Measure
from recul.panel import Aggregate, Frequency, Panel

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action


def discover() -> dict[str, Measure]:
    """Every measure of messages, by its name."""
    return {v.name: v for m in modules(__name__) for v in vars(m).values() if isinstance(v, Measure)}


def names(record: Record) -> tuple[str, ...]:
    """What can be asked of this record: its outcomes, then the measures of its messages."""
    from recul.measures import _series

    return (*_series.names(record), *(discover() if _has_messages(record) else ()))


def _has_messages(record: Record) -> bool:
    return bool(record.table("messages").limit(1).count().execute())


def panel(record: Record, measure: str, frequency: Frequency | None = None, units: Sequence[str] | None = None,
          aggregate: Aggregate | None = None) -> Panel:
    """A measure over units and time.

    measure: a name in the series, or of a measure of messages. frequency: None is the series' own spacing (by the hour
    below it), and the day for messages. Hours are in UTC; days and coarser are local dates of the study's time zone.
    A period is observed when every value in it is there, or when its messages were collected from its start to its end.
    Raises QuestionError when the measure, a unit or the frequency cannot be had, naming what can.
    """
    from recul._mistakes import advice, listed
    from recul.errors import Mistake, QuestionError
    from recul.measures import _grid, _series

    outcomes = _series.names(record)
    counted = discover() if _has_messages(record) else {}
    if measure in outcomes and measure in counted:
        raise QuestionError(Mistake("measure", f"{measure!r} both in the series and counted from messages",
                                    "one of the two", f"Give the series another `measure` than {measure!r}."))
    if measure in outcomes:
        return _grid.of_series(record, measure, frequency, units, aggregate)
    if measure in counted:
        return _grid.of_messages(record, counted[measure], frequency, units, aggregate)
    known = (*outcomes, *counted)
    raise QuestionError(Mistake("measure", repr(measure), f"one of {listed(known)}",
                                advice(measure, known, "Declare a source that holds it.")))


def actions(record: Record) -> tuple[Action, ...]:
    """What was done, or happened: the study's actions, then those of the table `actions`.

    Raises StudyError or QuestionError when the table's rows are no actions, or repeat an id.
    """
    from recul.measures._actions import from_table

    return (*record.study.actions, *from_table(record))
