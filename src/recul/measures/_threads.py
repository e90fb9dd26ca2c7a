"""Who began each conversation: the first message of every thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul.panel import Bools, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recul.record import Record


@dataclass(frozen=True, eq=False)
class Starts:
    """One row a conversation whose first message says whose it is, [n] in order of time. time: microseconds UTC.

    brand: whether the brand's. unknown: conversations whose first message does not say.
    """

    time: Ints
    brand: Bools
    unknown: int


def starts(record: Record, units: Sequence[str]) -> Starts:
    """The first message of every conversation of these units; messages of no conversation are not among them.

    A conversation belongs to its unit and its source. One that began before the record is known by its first message
    in it. Of two messages of the same instant the one with the smaller id is the first.
    """
    import ibis

    table = record.table("messages")
    table = table.filter(table.conversation.notnull() & table.unit.isin(list(units)))
    first = ibis.row_number().over(group_by=[table.source, table.unit, table.conversation],
                                   order_by=[table.time, table.message_id])
    rows = table.mutate(place=first).filter(lambda t: t.place == 0)
    found = rows.select("time", "direction", "message_id", "source").order_by("time", "source", "message_id")
    columns = found.to_pyarrow()
    time = np.asarray(columns["time"].cast("int64"), dtype=np.int64)
    direction = columns["direction"].to_pylist()
    known = np.array([d is not None for d in direction], dtype=bool)
    brand = np.array([d == "out" for d in direction], dtype=bool)
    return Starts(time[known], brand[known], int((~known).sum()))
