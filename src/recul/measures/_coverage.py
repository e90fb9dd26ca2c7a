"""When messages were collected: nothing said inside it is zero, nothing known outside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul._fields import closes, opens
from recul.measures._periods import Dates, instants
from recul.panel import Bools, Frequency, Ints
from recul.record import zones

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Source, Span

DAY, HOUR = zones.DAY, zones.DAY // 24


@dataclass(frozen=True, slots=True)
class Spoken:
    """A unit that a source speaks of. first, last: of the source's messages, microseconds UTC."""

    source: str
    unit: str
    first: int
    last: int


def spoken(record: Record) -> list[Spoken]:
    """Who is spoken of where, and from when to when the source speaks."""
    table = record.table("messages")
    pairs = table.select("source", "unit").distinct()
    span = table.group_by(source=table.source).agg(first=table.time.min(), last=table.time.max())
    found = pairs.join(span, "source").select("source", "unit", "first", "last").order_by("source", "unit").to_pyarrow()
    columns = [found["source"], found["unit"], found["first"].cast("int64"), found["last"].cast("int64")]
    return [Spoken(*row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]


def observed(record: Record, found: list[Spoken], units: tuple[str, ...], bounds: Dates, frequency: Frequency,
             zone: str) -> Bools:
    """Where each unit was observed, bool [unit, time]; bounds: starts of the periods in `zone` [n + 1].

    A unit is observed in a period when every source that speaks of it collected all through it: by the coverage it
    declares, else from its first message to its last, whole days (whole hours of an hourly panel), less its gaps.
    """
    edges = instants(bounds, zone)
    declared = {source.name: source for source in record.study.sources}
    seen = np.ones((len(units), len(bounds) - 1), np.bool_)
    collected: dict[str, Bools] = {}
    for one in found:
        if one.unit in units:
            if one.source not in collected:
                collected[one.source] = _collected(declared.get(one.source), np.array([one.first, one.last], np.int64),
                                                   edges, frequency, record.study.timezone)
            seen[units.index(one.unit)] &= collected[one.source]
    return seen


def _collected(source: Source | None, span: Ints, edges: Ints, frequency: Frequency, zone: str) -> Bools:
    if source is not None and source.coverage is not None:
        low, high = _span(source.coverage.start, source.coverage.end, zone)
    elif frequency == "hour":
        low, high = span[0] // HOUR * HOUR, (span[1] // HOUR + 1) * HOUR
    else:
        days = zones.to_local(span, zone) // DAY
        low, high = zones.first_instant(np.array([days[0], days[1] + 1]) * DAY, zone)
    inside = (edges[:-1] >= low) & (edges[1:] <= high)
    for gap in source.gaps if source is not None else ():
        begin, end = _span(gap.start, gap.end, zone)
        inside &= (edges[1:] <= begin) | (edges[:-1] >= end)
    whole: Bools = inside
    return whole


def span_of(span: Span, zone: str) -> tuple[int, int]:
    """Microseconds UTC of a span declared in the study, [first, last)."""
    return _span(span.start, span.end, zone)


def _span(start: object, end: object, zone: str) -> tuple[int, int]:
    """Microseconds UTC of a declared span, local to the study."""
    local = np.array([opens(start), closes(end)], "datetime64[us]").astype(np.int64)  # type: ignore[arg-type]
    low, high = zones.first_instant(local, zone)
    return int(low), int(high)


def ends(record: Record, found: list[Spoken], zone: str) -> tuple[np.datetime64, np.datetime64]:
    """The local time in `zone` at which collection began, and at which it ended: as declared, else as found."""
    low, high = min(one.first for one in found), max(one.last for one in found)
    for source in record.study.sources:
        if source.coverage is not None and any(one.source == source.name for one in found):
            begin, end = _span(source.coverage.start, source.coverage.end, record.study.timezone)
            low, high = min(low, begin), max(high, end - 1)
    first, last = zones.to_local(np.array([low, high], np.int64), zone).astype("datetime64[us]").astype("datetime64[s]")
    return first, last
