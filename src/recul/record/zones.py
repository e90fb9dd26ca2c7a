"""Between local time and UTC, for whole arrays, daylight-saving days included.

A local time is ambiguous when the clock showed it twice, and does not exist when the clock jumped over it.
Offsets change as the IANA database says between 1900 and 2100; before and after, the nearest known offset holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from recul.panel import Bools, Ints

DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, eq=False)
class Localised:
    """utc: int64 microseconds [n], meaningless where a mask is set. ambiguous, missing: bool [n]."""

    utc: Ints
    ambiguous: Bools
    missing: Bools


@cache
def _offsets(zone: str) -> tuple[Ints, Ints]:
    """instants: microseconds UTC at which the offset changes [m]; offsets: microseconds, in force between [m + 1]."""
    info = ZoneInfo(zone)
    instants: list[int] = []
    before = _offset(_FIRST, info)
    offsets = [before]
    moment = _FIRST
    while moment < _LAST:
        after = moment + timedelta(days=7)  # no zone changes twice in a week
        now = _offset(after, info)
        if now != before:
            instants.append(_change(moment, after, before, info))
            offsets.append(now)
            before = now
        moment = after
    return np.array(instants, np.int64), np.array(offsets, np.int64)


def _offset(moment: datetime, info: ZoneInfo) -> int:
    return (moment.astimezone(info).utcoffset() or timedelta()) // timedelta(microseconds=1)


def _change(low: datetime, high: datetime, before: int, info: ZoneInfo) -> int:
    """The first second between `low` and `high` at which the offset is no longer `before`."""
    while high - low > _SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _offset(middle, info) == before else (low, middle)
    return (high - _EPOCH) // timedelta(microseconds=1)


def to_local(utc: Ints, zone: str) -> Ints:
    """Microseconds of the local clock [n] from microseconds UTC [n]."""
    instants, offsets = _offsets(zone)
    result: Ints = utc + offsets[np.searchsorted(instants, utc, "right")]
    return result


def to_utc(local: Ints, zone: str, later: bool = False) -> Localised:
    """Microseconds UTC from those of the local clock, all int64 [n]; of two readings the earlier, or the `later`."""
    instants, offsets = _offsets(zone)
    # The offset in force a day before and a day after: the only two candidates, as no zone changes twice in two days.
    first, second = (local - offsets[np.searchsorted(instants, local + shift, "right")] for shift in (-DAY, DAY))
    fits_first, fits_second = to_local(first, zone) == local, to_local(second, zone) == local
    low, high = np.minimum(first, second), np.maximum(first, second)
    both = fits_first & fits_second
    utc = np.where(both, high if later else low, np.where(fits_first, first, second))
    return Localised(utc, both & (first != second), ~(fits_first | fits_second))


def first_instant(local: Ints, zone: str) -> Ints:
    """The first instant at which the local clock shows `local` or later, microseconds UTC [n].

    Of a time shown twice it is the earlier; of a time the clock jumps over, the instant of the jump. So a day begins,
    even where its midnight does not exist.
    """
    found = to_utc(local, zone)
    if not found.missing.any():
        return found.utc
    instants, offsets = _offsets(zone)
    # In a gap the jump is the last change not after the time read with the offset that held before it.
    jump = np.searchsorted(instants, local - offsets[np.searchsorted(instants, local - DAY, "right")], "right") - 1
    return np.where(found.missing, instants[np.maximum(jump, 0)], found.utc) if len(instants) else found.utc


def microseconds(moments: NDArray[np.datetime64]) -> Ints:
    """datetime64 of any precision to int64 microseconds."""
    return moments.astype("datetime64[us]").astype(np.int64)
