"""The service figures as a table beside the answer."""

from __future__ import annotations

import math

from recul.finding import Table
from recul.threads.conversations import Conversations
from recul.threads.hours import Office
from recul.threads.service import Interval, service

COLUMNS = (("of", "code"), ("clock", "code"), ("asked", "count"), ("answered", "count"),
           ("median", "minutes"), ("median_low", "minutes"), ("median_high", "minutes"),
           ("within_1", "percent"), ("within_1_low", "percent"), ("within_1_high", "percent"),
           ("within_24", "percent"), ("within_24_low", "percent"), ("within_24_high", "percent"))


def table_of(said: Conversations, office: Office) -> Table:
    """Waits for a first answer: all hours and office hours, bots and re-opened threads apart."""
    rows = []
    for line in service(said, office):
        shares = [_told(part, 1.0) for part in line.within]
        rows.append((f"wait_{line.of}", f"clock_{line.clock}", line.asked, line.answered, *_told(line.median, 60.0),
                     *shares[0], *shares[1]))
    return Table("service", COLUMNS, tuple(rows))


def _told(interval: Interval, factor: float) -> tuple[float | None, ...]:
    return tuple(round(factor * v, 6) if math.isfinite(v) else None for v in interval)
