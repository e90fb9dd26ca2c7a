"""What share of the messages judged has a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recul.measures.base import Measure, messages
from recul.panel import Frequency

if TYPE_CHECKING:
    from recul.record import Record


def _share(tone: str) -> Any:
    def rows(record: Record, frequency: Frequency, zone: str) -> Any:
        """exposure: messages whose tone is known; without any, nothing was observed."""
        table = messages(record, frequency, zone)
        judged = table.filter(table.tone.notnull())
        return judged.group_by(unit=judged.unit, time=judged.period).agg(
            value=(judged.tone == tone).mean(), exposure=judged.count().cast("float64"))

    return rows


NEGATIVE = Measure("negative_share", _share("negative"), aggregate="mean", counts=False, needs="tone")
POSITIVE = Measure("positive_share", _share("positive"), aggregate="mean", counts=False, needs="tone")
