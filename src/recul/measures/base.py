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


def by_people(table: Any) -> Any:
    """Of messages that have a tone, whether people judged it: their source gave it."""
    return table.tone_by.isnull() | (table.tone_by == "source")


def told(table: Any, column: str) -> Any:
    """Whether a message says so much of itself; of tones, those of people and those of machines (`tone_by`) apart."""
    if column == "tone":
        return table.tone.notnull() & by_people(table)
    return ~by_people(table) if column == "tone_by" else table[column].notnull()


def messages(record: Record, frequency: Frequency, zone: str) -> Any:
    """The messages, with `period`: the local start of the period each is in."""
    from recul.record.engines import local, period

    table = record.table("messages")
    return table.mutate(period=period(local(table.time, zone), frequency))
