"""What a measure is: a name, and how it is worked out of the record, a period at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recul.panel import Aggregate, Frequency

if TYPE_CHECKING:
    from recul.record import Record


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of messages. One file of `recul/measures` defines one, or a family, at module level.

    rows: (record, frequency, time zone) -> an Ibis table with one row a unit and period in which there is something:
    unit, time (the period's local start, no zone), value, and for shares exposure (the denominator). A period inside
    the collection that has no row is zero when `counts`, else not observed; a null is never observed.
    needs: the column of messages without which it cannot be had.
    """

    name: str
    rows: Callable[[Record, Frequency, str], Any]
    aggregate: Aggregate = "sum"
    value_unit: str = ""
    counts: bool = True
    needs: str | None = None


def messages(record: Record, frequency: Frequency, zone: str) -> Any:
    """The messages, with `period`: the local start of the period each is in."""
    from recul.record.engines import local, period

    table = record.table("messages")
    return table.mutate(period=period(local(table.time, zone), frequency))
