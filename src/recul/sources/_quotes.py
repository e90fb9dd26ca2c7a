"""Cells that swallowed the rows after them, because a quote in them is never closed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from recul._phrases import phrase
from recul.errors import Mistake, SourceError
from recul.sources.base import Raw, Reading

if TYPE_CHECKING:
    import pyarrow as pa

DATE = r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
CLOCK = r"(?:[T ][0-9:.,Zz+\-\x20]*)?"
# What stands for each part of a strptime pattern; any other part is some characters.
PARTS = {"Y": r"\d{4}", "%": "%", **dict.fromkeys("dmHIMSyj", r"\d{1,3}"), "f": r"\d+"}


class Swallowed:
    """Looks for rows of the file inside its cells: a line break, then cells, then a date where the times stand.

    A text of several lines is no row: the date must fill its cell, stand in the column of the times, and have after it
    the cells up to the column of the text, where the next quote ends what the first one began.
    """

    def __init__(self, names: tuple[str, ...], separator: str, reading: Reading):
        wanted = reading.source.columns.get("time", "time").strip()
        bare = [name.strip() for name in names]
        self._last, self._mark = len(names) - 1, re.escape(separator)
        self._place = bare.index(wanted) if wanted in bare and reading.table.name in _TIMED else None
        self._moment = _shape(reading.source.date_format) if reading.source.date_format else DATE + CLOCK

    def _pattern(self, place: int, column: int) -> str:
        """Of a row cut off in a column; the times stand at `place`."""
        cell = rf"(?:[^{self._mark}\r\n]*{self._mark})"
        end = self._mark if place < self._last else r"(?:[\r\n]|$)"
        return rf"[\r\n]{cell}{{{place}}}[\"']?{self._moment}[\"']?{end}{cell}{{{max(0, column - place - 1)}}}"

    def check(self, raw: Raw, where: str) -> None:
        """Raises SourceError, with the row, when a cell of the stretch holds rows."""
        if self._place is None:
            return
        firsts = [_first(array, self._pattern(self._place, i)) for i, array in enumerate(raw.columns.values())]
        rows = [raw.row[i] for i in firsts if i is not None]
        if rows:
            raise unclosed(where, min(rows))

    def within(self, text: str) -> bool:
        """Whether a row of the wrong length holds another, whole row."""
        return self._place is not None and re.search(self._pattern(self._place, self._last), text) is not None


def _first(array: pa.Array, pattern: str) -> int | None:
    """Where the first cell is that the pattern is found in."""
    import pyarrow as pa
    import pyarrow.compute as pc

    # A line break is sought first: it is quick, and most columns have none.
    breaks = pc.or_(pc.match_substring(array, "\n"), pc.match_substring(array, "\r"))
    if not pc.any(breaks).as_py():
        return None
    place = pc.indices_nonzero(breaks)
    found = pc.index(pc.match_substring_regex(array.take(place), pattern), pa.scalar(True)).as_py()
    return None if found < 0 else int(place[found].as_py())


_TIMED = frozenset({"messages", "series", "ads", "tasks", "documents"})


def _shape(pattern: str) -> str:
    """A regular expression for what a strptime pattern writes."""
    pieces = re.split(r"%-?(.)", pattern)
    return "".join(PARTS.get(p, r"[^\r\n]{1,12}?") if i % 2 else re.escape(p) for i, p in enumerate(pieces))


def unclosed(where: str, row: int) -> SourceError:
    return SourceError(Mistake(phrase("{where}, row {row}", where=where, row=row),
                               'a cell that holds other rows: a quote (") is never closed', "quotes in pairs",
                               'Write a quote inside a cell twice (""), or export the file again.'))
