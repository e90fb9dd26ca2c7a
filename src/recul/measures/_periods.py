"""Periods of a calendar: their starts, one after the other, and the instants they cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.panel import Frequency, Ints
from recul.record import zones

Dates = NDArray[np.datetime64]
EPOCH = np.datetime64("1970-01-01", "D")
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Spacing:
    """How a series is spaced. frequency: None below the hour, or at no whole number of hours.

    seconds: between two values, within the day (else 0). anchor: a date that is the start of some period.
    month_end: periods are named by the last day of their month.
    """

    frequency: Frequency | None
    seconds: int = 0
    anchor: np.datetime64 = EPOCH
    month_end: bool = False


def calendar(frequency: Frequency) -> Spacing:
    """Weeks from Monday, months, quarters and years from their first day."""
    return Spacing(frequency, anchor=EPOCH + 4 if frequency == "week" else EPOCH)


def starts(first: np.datetime64, last: np.datetime64, frequency: Frequency, spacing: Spacing) -> Dates:
    """The start of every period from that of `first` to that of `last`, and of the one after: datetime64[s] [n + 1]."""
    if frequency == "hour":
        low, high = first.astype("datetime64[h]"), last.astype("datetime64[h]")
        hours: Dates = np.arange(low, high + 2).astype("datetime64[s]")
        return hours
    low, high = first.astype("datetime64[D]"), last.astype("datetime64[D]")
    if frequency in MONTHS:
        return _months(low, high, MONTHS[frequency], spacing)
    step = 7 if frequency == "week" else 1
    low -= (low - spacing.anchor).astype(np.int64) % step
    count = int((high - low).astype(np.int64)) // step + 2
    regular: Dates = (low + np.arange(count) * step).astype("datetime64[s]")
    return regular


def _months(low: np.datetime64, high: np.datetime64, step: int, spacing: Spacing) -> Dates:
    """Every `step` months from the anchor's month, on the anchor's day (or the month's last)."""
    anchor = spacing.anchor.astype("datetime64[M]")
    day = int((spacing.anchor - anchor.astype("datetime64[D]")).astype(np.int64))
    begin = low.astype("datetime64[M]") - 1
    begin = begin - int((begin - anchor).astype(np.int64)) % step
    months = np.arange(begin, high.astype("datetime64[M]") + 2 * step + 2, step)
    days = (months + 1).astype("datetime64[D]") - 1 if spacing.month_end else months.astype("datetime64[D]") + day
    inside = np.flatnonzero((days[:-1] <= high) & (days[1:] > low))
    chosen: Dates = days[inside[0]:inside[-1] + 2].astype("datetime64[s]")
    return chosen


def instants(bounds: Dates, zone: str) -> Ints:
    """Microseconds UTC of local starts; where the clock jumps over one, the instant of the jump."""
    return zones.first_instant(zones.microseconds(bounds), zone)


def as_date(moment: Any) -> np.datetime64:
    return np.datetime64(moment, "D")
