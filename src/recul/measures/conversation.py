"""How much is said, and by how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recul.measures.base import Measure, messages
from recul.panel import Frequency

if TYPE_CHECKING:
    from recul.record import Record


def _messages(record: Record, frequency: Frequency, zone: str) -> Any:
    table = messages(record, frequency, zone)
    return table.group_by(unit=table.unit, time=table.period).agg(value=table.count().cast("float64"))


def _directed(direction: str) -> Any:
    def rows(record: Record, frequency: Frequency, zone: str) -> Any:
        """Null where the direction of a message is not known: it may be one of them."""
        import ibis

        table = messages(record, frequency, zone)
        count = (table.direction == direction).sum().cast("float64")
        sure = table.direction.count() == table.count()
        return table.group_by(unit=table.unit, time=table.period).agg(value=ibis.ifelse(sure, count, ibis.null()))

    return rows


def _authors(record: Record, frequency: Frequency, zone: str) -> Any:
    """Distinct authors; null where the author of a message is not known: it may be one more."""
    import ibis

    table = messages(record, frequency, zone)
    sure = table.author.count() == table.count()
    value = ibis.ifelse(sure, table.author.nunique().cast("float64"), ibis.null())
    return table.group_by(unit=table.unit, time=table.period).agg(value=value)


MESSAGES = Measure("messages", _messages, value_unit="messages")
RECEIVED = Measure("received", _directed("in"), value_unit="messages", needs="direction")
SENT = Measure("sent", _directed("out"), value_unit="messages", needs="direction")
AUTHORS = Measure("authors", _authors, value_unit="authors", needs="author")
