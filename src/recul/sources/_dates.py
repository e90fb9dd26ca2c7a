"""Text to moments in UTC, strictly: what cannot be placed on the clock is said, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul._fields import FIRST_YEAR, LAST_YEAR
from recul.panel import Bools, Ints
from recul.record import zones
from recul.sources._numbers import BLANKS, is_missing, is_text, to_numpy

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source

SECOND = 1_000_000
ISO = (r"^(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
       r"(?:[T ](?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
       r" ?(?P<zone>Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?)?)?)?$")
_TIMES = re.compile(r"%[HIMSfpcXTRs]")


@dataclass(frozen=True)
class Moments:
    """utc: int64 microseconds [n], 0 where a mask is set. The next four masks, bool [n], do not overlap.

    clocked: bool [n], a time of day was written, and is not midnight, which many exports write for none.
    """

    utc: Ints
    missing: Bools
    bad: Bools
    ambiguous: Bools
    nonexistent: Bools
    clocked: Bools


@dataclass(frozen=True)
class _Local:
    """What was written: int64 microseconds of the local clock [n] (or of UTC where `fixed`), `day`: a pure date."""

    clock: Ints
    fixed: Bools
    day: Bools
    missing: Bools
    bad: Bools


def parse(array: pa.Array, source: Source, zone: str) -> Moments:
    """Moments [n] of a column of text, dates or timestamps; those without an offset are local to `zone`."""
    import pyarrow.compute as pc

    if not is_text(array.type):
        read = _typed(array)
    else:
        text = pc.utf8_trim(array, characters=BLANKS)
        missing = is_missing(text, source.missing)
        read = _iso(text, missing) if source.date_format is None else _formatted(text, missing, source.date_format)
    return _placed(read, zone, source.ambiguous)


def _placed(read: _Local, zone: str, ambiguous: str) -> Moments:
    found = zones.to_utc(read.clock, zone, later=ambiguous == "later")
    usable = ~(read.missing | read.bad)
    clocked = usable & ~read.fixed & ~read.day
    doubt = found.ambiguous & clocked if ambiguous == "refuse" else np.zeros(len(usable), np.bool_)
    gone = found.missing & clocked
    utc = np.where(read.fixed, read.clock, np.where(read.day, zones.first_instant(read.clock, zone), found.utc))
    # Years no study may name are no dates: 0001-01-01, 9999-12-31 and the like stand for "none" or "for ever".
    years = utc.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    outside = usable & ((years < FIRST_YEAR) | (years > LAST_YEAR))
    doubt, gone = doubt & ~outside, gone & ~outside
    return Moments(np.where(usable & ~doubt & ~gone & ~outside, utc, 0), read.missing, read.bad | outside, doubt, gone,
                   usable & ~read.day & (read.clock % zones.DAY != 0))


def _typed(array: pa.Array) -> _Local:
    """Timestamps and dates of Parquet or a spreadsheet."""
    import pyarrow as pa
    import pyarrow.compute as pc

    missing = to_numpy(pc.is_null(array))
    nothing, n = np.zeros(len(array), np.bool_), len(array)
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        plain = array.cast(pa.timestamp("us", array.type.tz if pa.types.is_timestamp(array.type) else None), safe=False)
        clock = pc.fill_null(plain.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
        whole = np.full(n, pa.types.is_date(array.type))
        return _Local(clock, np.full(n, plain.type.tz is not None), whole, missing, nothing)
    return _Local(np.zeros(n, np.int64), nothing, nothing, missing, ~missing)


def _iso(text: pa.Array, missing: Bools) -> _Local:
    """ISO 8601 dates and times, a blank allowed for the T; a year or a month alone is its first day."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = pc.extract_regex(text, ISO)
    matched = to_numpy(pc.is_valid(parts)) & ~missing
    parts = parts.combine_chunks() if isinstance(parts, pa.ChunkedArray) else parts

    def number(name: str, default: int) -> Ints:
        part = pc.struct_field(parts, name)
        part = pc.if_else(pc.equal(part, ""), str(default), part)
        found: Ints = pc.fill_null(part.cast(pa.int64()), default).to_numpy(zero_copy_only=False)
        return found

    year, month, day = number("year", 1970), number("month", 1), number("day", 1)
    hour, minute, second = number("hour", 0), number("minute", 0), number("second", 0)
    right = ((year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= _days_in(year, np.clip(month, 1, 12)))
             & (hour <= 23) & (minute <= 59) & (second <= 59))
    days = _days(year, np.clip(month, 1, 12), day)
    clock = ((days * 24 + hour) * 60 + minute) * 60 * SECOND + second * SECOND + _fraction(parts)
    offset, zoned, known = _offset(parts)
    pure = to_numpy(pc.fill_null(pc.equal(pc.struct_field(parts, "hour"), ""), True))
    good = matched & right & known
    return _Local(np.where(good, clock - offset, 0), zoned & good, pure & good, missing, ~good & ~missing)


def _fraction(parts: pa.Array) -> Ints:
    """Microseconds: the first six digits after the second."""
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.struct_field(parts, "fraction"), 6, "0"), 0, 6)
    found: Ints = pc.fill_null(digits.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
    return found


def _offset(parts: pa.Array) -> tuple[Ints, Bools, Bools]:
    """Microseconds east of UTC, whether an offset is written, and whether it can be one."""
    import pyarrow.compute as pc

    written = pc.fill_null(pc.struct_field(parts, "zone"), "").dictionary_encode()
    names = written.dictionary.to_pylist() or [""]
    table = [_east(name) for name in names]
    codes = written.indices.to_numpy(zero_copy_only=False)
    values = np.array([0 if t is None else t for t in table], np.int64)
    return (values[codes] * SECOND, np.array([n != "" for n in names])[codes],
            np.array([t is not None for t in table])[codes])


def _east(name: str) -> int | None:
    """Seconds east of UTC; None when it is no offset a clock can have."""
    if name.upper() in ("", "Z", "UTC"):
        return 0
    hours, minutes = int(name[1:3]), int(name[3:].lstrip(":") or 0)
    if hours > 15 or minutes > 59:
        return None
    return (-1 if name[0] == "-" else 1) * (hours * 3600 + minutes * 60)


def _formatted(text: pa.Array, missing: Bools, pattern: str) -> _Local:
    """By a declared strptime pattern; with %z the offset written counts."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    zoned = "%z" in pattern
    unique = pc.if_else(pa.array(missing), pa.scalar(None, pa.string()), text).dictionary_encode()
    values = pd.Series(unique.dictionary.to_pandas(), dtype=object)
    read = pd.to_datetime(values, format=pattern, errors="coerce", utc=zoned, exact=True)
    naive = read.dt.tz_convert(None) if zoned else read
    found = naive.to_numpy().astype("datetime64[us]")
    codes = pc.fill_null(unique.indices, -1).to_numpy(zero_copy_only=False)
    clock = np.append(found, np.datetime64("NaT", "us"))[codes]
    bad = np.isnat(clock) & ~missing
    micro = np.where(np.isnat(clock), np.datetime64(0, "us"), clock).astype(np.int64)
    n = len(micro)
    return _Local(micro, np.full(n, zoned), np.full(n, not zoned and not _TIMES.search(pattern)), missing, bad)


def _days(year: Ints, month: Ints, day: Ints) -> Ints:
    """Days since 1970-01-01."""
    months = (year - 1970) * 12 + month - 1
    first: Ints = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first + day - 1


def _days_in(year: Ints, month: Ints) -> Ints:
    one = np.ones_like(month)
    return _days(year + month // 12, month % 12 + 1, one) - _days(year, month, one)
