"""Who spoke, and to how many, in stretches of time that no calendar knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from recul.measures.base import told

if TYPE_CHECKING:
    from recul.record import Record


class Spell(NamedTuple):
    """What messages received in a stretch of time say. None: not known of every message."""

    authors: int | None
    reach: int | None


def spells(record: Record, unit: str, stretches: Sequence[tuple[np.datetime64, np.datetime64]]) -> tuple[Spell, ...]:
    """Distinct authors and added reach of a unit's messages in each stretch [start, end), UTC. The brand's own messages
    are left out where they are marked as such."""
    import ibis

    table = record.table("messages")
    table = table.filter((table.unit == unit) & (table.direction.isnull() | (table.direction != "out")))
    found = []
    for start, end in stretches:
        rows = table.filter((table.time >= ibis.literal(_utc(start))) & (table.time < ibis.literal(_utc(end))))
        (row,) = rows.aggregate(n=rows.count(), known=rows.author.count(), authors=rows.author.nunique(),
                                told=rows.reach.count(), reach=rows.reach.sum()).to_pyarrow().to_pylist()
        found.append(Spell(row["authors"] if row["n"] and row["known"] == row["n"] else None,
                           int(row["reach"]) if row["n"] and row["told"] == row["n"] else None))
    return tuple(found)


def told_of(record: Record, column: str) -> bool:
    """Whether any message says so much of itself."""
    rows = record.table("messages")
    return bool(rows.filter(told(rows, column)).limit(1).count().execute())


def _utc(moment: np.datetime64) -> datetime:
    return datetime.fromtimestamp(int(moment.astype("datetime64[s]").astype(np.int64)), UTC)
