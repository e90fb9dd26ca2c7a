"""From the record to panels. One new file here is one new measure, found by discovery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recul._phrases import phrase, quoted
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
        raise QuestionError(Mistake("measure",
                                    phrase("{measure!r} both in the series and counted from messages", measure=measure),
                                    "one of the two",
                                    phrase("Give the series another `measure` than {measure!r}.", measure=measure)))
    if measure in outcomes:
        return _grid.of_series(record, measure, frequency, units, aggregate)
    if measure in counted:
        return _grid.of_messages(record, counted[measure], frequency, units, aggregate)
    known = (*outcomes, *counted)
    raise QuestionError(Mistake("measure", quoted(measure), phrase("one of {names}", names=listed(known)),
                                advice(measure, known, "Declare a source that holds it.")))


def finished(record: Record, found: Panel) -> Panel:
    """The same panel, less what the end of an export may have cut short: where a source of messages declares no
    `coverage`, the period of its last message is not observed. For what is settled once and for all: elsewhere that day
    counts as collected whole (docs/study.md). Series are as they were measured.
    """
    from dataclasses import replace

    import numpy as np

    from recul.measures import _coverage
    from recul.record import zones

    if found.measure not in discover() or not _has_messages(record):
        return found
    declared = {source.name for source in record.study.sources if source.coverage is not None}
    zone = "UTC" if found.frequency == "hour" else record.study.timezone
    value, observed = found.value.copy(), found.observed.copy()
    for one in _coverage.spoken(record):
        if one.source in declared or one.unit not in found.units:
            continue
        last = zones.to_local(np.array([one.last], np.int64), zone).astype("datetime64[us]")[0]
        cut = found.times >= found.times[max(0, int(np.searchsorted(found.times, last, side="right")) - 1)]
        observed[found.units.index(one.unit), cut] = False
        value[found.units.index(one.unit), cut] = np.nan
    return replace(found, value=value, observed=observed)


def actions(record: Record) -> tuple[Action, ...]:
    """What was done, or happened: the study's actions, then those of the table `actions`.

    Raises StudyError or QuestionError when the table's rows are no actions, or repeat an id.
    """
    from recul.measures._actions import from_table

    return (*record.study.actions, *from_table(record))
