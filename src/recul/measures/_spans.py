"""What each source speaks of: from when to when, and of how many units."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from recul.record import Record


class Spoken(NamedTuple):
    """first, last: dates in the source's time zone, None when no row has a time. units: None where rows have none."""

    source: str
    first: date | None
    last: date | None
    units: int | None


def spans(record: Record) -> tuple[Spoken, ...]:
    """Of every source of the study, in its order."""
    from recul.record.engines import local

    found = []
    for source in record.study.sources:
        rows = record.table(source.table)
        rows = rows.filter(rows.source == source.name)
        zone = source.timezone or record.study.timezone
        stamp = local(rows["start" if source.table == "actions" else "time"], zone)
        wanted = {"first": stamp.min(), "last": stamp.max()}
        if "unit" in rows.columns:
            wanted["units"] = rows.unit.nunique()
        (row,) = rows.aggregate(**wanted).to_pyarrow().to_pylist()
        first, last = (None if row[key] is None else row[key].date() for key in ("first", "last"))
        found.append(Spoken(source.name, first, last, row.get("units")))
    return tuple(found)
