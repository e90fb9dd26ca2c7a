"""Office hours: when somebody is there to answer, and how many such hours lie between two moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.record.zones import first_instant, to_local
from recul.threads.conversations import MICRO

DAY = 24 * MICRO


@dataclass(frozen=True, slots=True)
class Office:
    """When the brand answers, local clock. opens, closes: hours of the day, 0 to 24. days: Monday is 1."""

    opens: float = 9.0
    closes: float = 18.0
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    zone: str = "UTC"

    def hour(self, time: Ints) -> Floats:
        """The local hour of the day, 0 to 24, of microseconds UTC."""
        hour: Floats = to_local(time, self.zone) % DAY / MICRO
        return hour

    def weekday(self, time: Ints) -> Ints:
        """1 for Monday to 7 for Sunday."""
        return _weekday(to_local(time, self.zone) // DAY)

    def open(self, time: Ints) -> Bools:
        """Whether somebody is there."""
        hour = self.hour(time)
        found: Bools = (hour >= self.opens) & (hour < self.closes) & np.isin(self.weekday(time), self.days)
        return found

    def between(self, start: Ints, end: Ints) -> Floats:
        """Hours of office between two arrays of microseconds UTC, start ≤ end; days the clock changes included."""
        if not len(start):
            return np.zeros(0)
        first, last = (int(to_local(t, self.zone) // DAY) for t in (start.min(), end.max()))
        day = np.arange(first, last + 1)
        day = day[np.isin(_weekday(day), self.days)]
        opening, closing = (first_instant(day * DAY + int(h * MICRO), self.zone) for h in (self.opens, self.closes))
        total = np.concatenate([[0], np.cumsum(closing - opening)])

        def worked(time: Ints) -> Ints:
            place = np.searchsorted(closing, time, "right")  # days that are over
            under_way = np.zeros_like(time)
            inside = place < len(day)
            under_way[inside] = np.maximum(time[inside] - opening[place[inside]], 0)
            result: Ints = total[place] + under_way
            return result

        hours: Floats = (worked(end) - worked(start)) / MICRO
        return hours


def _weekday(day: Ints) -> Ints:
    """1 for Monday to 7 for Sunday, of days since 1970-01-01, a Thursday."""
    found: Ints = (day + 3) % 7 + 1
    return found
