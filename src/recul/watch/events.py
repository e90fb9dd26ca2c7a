"""Lines of NDJSON to events: when, of which brand, how many. What cannot be read is counted by reason, and told."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import category

import numpy as np

from recul.panel import Floats, Ints
from recul.sources import _dates
from recul.sources._ndjson import column

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source

HEARTBEAT = "heartbeat"
LONGEST_NAME = 200
# What a name becomes that is no brand: the line says that the source is up.
NOBODY = -1
BOM = b"\xef\xbb\xbf"
# Units of a time written as a number, in microseconds.
_DECODER = json.JSONDecoder()
EPOCHS = {"epoch": 1_000_000, "epoch-ms": 1_000}
# A message dated more than this after the computer's clock, in microseconds, comes from a clock that is wrong.
AHEAD = 600_000_000


@dataclass(frozen=True, slots=True)
class Fields:
    """Where a line says what. Names with dots are keys inside objects (`user.name`).

    time: required in every line. brand: None when the whole stream is about one, `only`. count: of lines that stand for
    several messages; None: each line is one message. epoch: microseconds a unit of a time written as a number; None:
    as `source` declares (ISO 8601 unless it has a date_format).
    """

    time: str = "time"
    brand: str | None = "brand"
    count: str | None = None
    only: str | None = None
    epoch: int | None = None


@dataclass(frozen=True, eq=False)
class Events:
    """What some lines said, in their order; no text and no author.

    time: int64 [n], microseconds UTC. row: int64 [n], the brand's, NOBODY for a heartbeat. count: float64 [n].
    lines: how many were read. refused: how many lines could not be, by reason. names: the brands met for the first
    time, in the order of their rows. first: number of a refused line of each reason.
    """

    time: Ints
    row: Ints
    count: Floats
    lines: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    first: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.time)


@dataclass
class Parser:
    """Lines to events. names: the brands known so far, added to as they are met; `most` at the most."""

    fields: Fields
    source: Source
    zone: str
    most: int
    names: list[str]

    def __post_init__(self) -> None:
        self._rows = {name: row for row, name in enumerate(self.names)}

    def known(self, names: tuple[str, ...]) -> None:
        """Brands met elsewhere: those declared, or read back from a journal."""
        for name in names:
            if name not in self._rows:
                self._rows[name] = len(self.names)
                self.names.append(name)

    def parse(self, lines: list[bytes], before: int, now: int) -> Events:
        """Events of whole lines. before: lines read earlier, to number the refused ones. now: microseconds UTC."""
        why = _Refusals()
        if lines and not before:
            lines = [lines[0].removeprefix(BOM), *lines[1:]]
        found = [(n, o) for n, line in enumerate(lines, before + 1)
                 if line.strip() and (o := _object(n, line, why)) is not None]
        number = np.fromiter((n for n, _ in found), np.int64, len(found))
        time, good = self._times([_at(o, self.fields.time) for _, o in found], number, now, why)
        row, count = np.full(len(found), NOBODY), np.zeros(len(found))
        already = len(self.names)
        for i in np.flatnonzero(good).tolist():
            what, many = self._brand(found[i][1]), self._count(found[i][1])
            if isinstance(what, str) or isinstance(many, str):
                why.refuse(what if isinstance(what, str) else str(many), found[i][0])
                good[i] = False
            else:
                row[i], count[i] = what, many
        return Events(time[good], row[good], count[good], len(lines), dict(why.counts), tuple(self.names[already:]),
                      why.first)

    def _times(self, values: list[Any], number: Ints, now: int, why: _Refusals) -> tuple[Ints, np.ndarray[Any, Any]]:
        """Microseconds UTC [n], and which of them are fit [n]."""
        if self.fields.epoch is not None:
            return _epochs(values, self.fields.epoch, number, now, why)
        moments = _dates.parse(_texts(values), self.source, self.zone)
        masks = {"missing_time": moments.missing, "not_a_date": moments.bad, "ambiguous_time": moments.ambiguous,
                 "nonexistent_time": moments.nonexistent}
        good = ~(moments.missing | moments.bad | moments.ambiguous | moments.nonexistent)
        ahead = good & (moments.utc > now + AHEAD)
        for reason, mask in (masks | {"ahead_of_the_clock": ahead}).items():
            why.refuse_all(reason, number[mask])
        return moments.utc, good & ~ahead

    def _brand(self, line: dict[str, Any]) -> int | str:
        """The row of a line's brand, or the reason why there is none."""
        if line.get(HEARTBEAT) is True:
            return NOBODY
        value = _at(line, self.fields.brand) if self.fields.brand is not None else None
        value = self.fields.only if value is None else value
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            return "missing_name"
        row = self._rows.get(value)
        return self._met(value) if row is None else row

    def _met(self, value: str) -> int | str:
        name = value.strip()
        if not name:
            return "missing_name"
        if len(name) > LONGEST_NAME or any(category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name):
            return "not_a_brand"
        if name not in self._rows:
            if len(self.names) >= self.most:
                return "too_many_brands"
            self._rows[name] = len(self.names)
            self.names.append(name)
        return self._rows[name]

    def _count(self, line: dict[str, Any]) -> float | str:
        if line.get(HEARTBEAT) is True:
            return 0.0
        if self.fields.count is None:
            return 1.0
        value = _at(line, self.fields.count)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "not_a_number"
        return float(value) if 0 <= value < 2**53 else "not_a_count"


@dataclass
class _Refusals:
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def refuse(self, reason: str, number: int) -> None:
        self.counts[reason] += 1
        self.first.setdefault(reason, number)

    def refuse_all(self, reason: str, numbers: Ints) -> None:
        for number in numbers.tolist():
            self.refuse(reason, number)


def _object(number: int, line: bytes, why: _Refusals) -> dict[str, Any] | None:
    try:
        # Half the time of json.loads, which looks for other encodings first.
        text = line.decode().strip()
        value, end = _DECODER.raw_decode(text)
        value = value if end == len(text) else None
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    why.refuse("not_json", number)
    return None


def _texts(values: list[Any]) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(values, pa.string())
    except (pa.ArrowException, UnicodeError):  # not all of them are text, or text that is none
        return column(values, ".")


def _at(line: dict[str, Any], name: str) -> Any:
    """What stands under a name, or along its dots."""
    if name in line or "." not in name:
        return line.get(name)
    value: Any = line
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _epochs(values: list[Any], unit: int, number: Ints, now: int,
            why: _Refusals) -> tuple[Ints, np.ndarray[Any, Any]]:
    """Times written as numbers, or as text that is one."""
    out, good = np.zeros(len(values), np.int64), np.zeros(len(values), np.bool_)
    for i, value in enumerate(values):
        try:
            moment = round(float(value) * unit) if value is not None and not isinstance(value, bool) else None
        except (ValueError, TypeError, OverflowError):
            moment = None
        if moment is None or moment < 0:
            why.refuse("missing_time" if value is None else "not_a_date", int(number[i]))
        elif moment > now + AHEAD:
            why.refuse("ahead_of_the_clock", int(number[i]))
        else:
            out[i], good[i] = moment, True
    return out, good
