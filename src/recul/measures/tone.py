"""What share of the messages judged has a tone: of those people judged, and apart from them of those a machine read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recul.measures.base import Measure, by_people, messages
from recul.panel import Frequency

if TYPE_CHECKING:
    from recul.record import Record


def _share(tone: str, people: bool) -> Any:
    def rows(record: Record, frequency: Frequency, zone: str) -> Any:
        """exposure: messages whose tone is known; without any, nothing was observed."""
        table = messages(record, frequency, zone)
        judged = table.filter(table.tone.notnull(), by_people(table) if people else ~by_people(table))
        return judged.group_by(unit=judged.unit, time=judged.period).agg(
            value=(judged.tone == tone).mean(), exposure=judged.count().cast("float64"))

    return rows


NEGATIVE = Measure("negative_share", _share("negative", True), aggregate="mean", counts=False, needs="tone")
POSITIVE = Measure("positive_share", _share("positive", True), aggregate="mean", counts=False, needs="tone")
NEGATIVE_READ = Measure("negative_share_read", _share("negative", False), aggregate="mean", counts=False,
                        needs="tone_by")
POSITIVE_READ = Measure("positive_share_read", _share("positive", False), aggregate="mean", counts=False,
                        needs="tone_by")
#: What a classifier counted and nobody corrected: no verdict may rest on it (METHODS §8).
READ = (NEGATIVE_READ.name, POSITIVE_READ.name)
