"""The hours of a team's own log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from recul._fields import closes, opens

if TYPE_CHECKING:
    from recul.record import Record


class Logged(NamedTuple):
    """hours: added up over the tasks whose hours are known. tasks: how many. unknown: of them, those without hours;
    negative: those of less than none."""

    hours: float
    tasks: int
    unknown: int
    negative: int


def logged(record: Record, start: date | datetime, end: date | datetime, natures: Sequence[str] = ()) -> Logged:
    """The tasks done, or begun, from `start` to `end`, local to the study (a date is the whole day). natures: only
    these, as the log writes them; empty for all."""
    import ibis

    from recul.record.engines import local

    table = record.table("tasks")
    when = local(table.time, record.study.timezone)
    rows = table.filter((when >= ibis.literal(opens(start))) & (when < ibis.literal(closes(end))))
    if natures:
        rows = rows.filter(rows.nature.isin(list(natures)))
    (row,) = rows.aggregate(hours=rows.hours.sum(), tasks=rows.count(), known=rows.hours.count(),
                             negative=(rows.hours < 0).sum()).to_pyarrow().to_pylist()
    return Logged(float(row["hours"] or 0.0), int(row["tasks"]), int(row["tasks"]) - int(row["known"]),
                  int(row["negative"] or 0))


def span(record: Record) -> tuple[date, date] | None:
    """The days of the log's first and last task, local to the study; None where it holds none."""
    from recul.record.engines import local

    when = local(record.table("tasks").time, record.study.timezone)
    (row,) = record.table("tasks").aggregate(first=when.min(), last=when.max()).to_pyarrow().to_pylist()
    return None if row["first"] is None else (row["first"].date(), row["last"].date())


def refused(record: Record) -> int:
    """Rows of the log's files that could not be read, whatever their day: their hours are known to nobody."""
    logs = {source.name for source in record.study.sources if source.table == "tasks"}
    return sum(file.rows_refused for file in record.provenance if file.source in logs)


def natures(record: Record) -> tuple[str, ...]:
    """The natures that the log knows, sorted."""
    table = record.table("tasks")
    rows = table.filter(table.nature.notnull()).select("nature").distinct().to_pyarrow().to_pylist()
    return tuple(sorted(row["nature"] for row in rows))
