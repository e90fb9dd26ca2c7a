"""What a reader is given, and what it counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from recul._phrases import phrase
from recul.panel import Bools, Ints
from recul.record.provenance import Refused
from recul.record.tables import Table

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source

EXAMPLES = 5
# Reasons a row can be refused for; report/words says each in both languages.
REASONS = ("wrong_number_of_columns", "not_json", "missing_time", "not_a_date", "ambiguous_time", "nonexistent_time",
           "missing_name", "line_break_in_name", "not_a_number", "not_a_count", "damaged_id", "missing_id",
           "not_a_code", "missing_text", "erased", "differing_duplicate")


@dataclass(frozen=True)
class Reading:
    """How a file is to be read.

    zone: of times without an offset. unit: of rows that name none. digest: the file's SHA-256.
    pseudonym: an author's name to its pseudonym. erased: pseudonyms not to be kept.
    advance: called with the bytes read so far.
    """

    source: Source
    table: Table
    zone: str
    unit: str
    digest: str
    pseudonym: Callable[[str], str]
    erased: frozenset[str] = frozenset()
    advance: Callable[[int], None] | None = None

    def where(self, path: Path) -> str:
        return phrase("source {source!r}, {path}", source=self.source.name, path=path.name)


@dataclass
class Tally:
    """Counts of one file: rows read, rows refused by reason with a few examples, notes on what was found."""

    read: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def refuse(self, reason: str, count: int, examples: Iterable[str]) -> None:
        if count:
            self.counts[reason] = self.counts.get(reason, 0) + count
            shown = self.examples.setdefault(reason, [])
            shown.extend(list(examples)[: EXAMPLES - len(shown)])

    @property
    def refused(self) -> tuple[Refused, ...]:
        return tuple(Refused(r, n, tuple(self.examples[r])) for r, n in sorted(self.counts.items(), key=_worst_first))

    @property
    def refused_rows(self) -> int:
        return sum(self.counts.values())


def _worst_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


@dataclass(frozen=True)
class Raw:
    """A stretch of a file as it stands. columns: by the file's own names, Arrow arrays [n]. row: their numbers [n]."""

    columns: dict[str, pa.Array]
    row: Ints

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True)
class Opened:
    """A file opened: the names of its columns, in order, doubles included, and its rows.

    hint: where the columns declared are to be found, when they are not among the names.
    """

    names: tuple[str, ...]
    rows: Iterator[Raw]
    hint: str = ""


class Verdicts:
    """Why rows of a stretch are refused: the first reason found stands."""

    def __init__(self, row: Ints, secret: bool):
        self._row, self._secret = row, secret
        self._reason = np.zeros(len(row), np.int8)
        self._seen: list[tuple[str, str, Any]] = []

    def refuse(self, reason: str, mask: Bools, column: str, cells: Any = None) -> None:
        """Refuse the rows of `mask` [n] for what stands in `column`."""
        if mask.any():
            self._seen.append((reason, column, cells))
            self._reason[mask & (self._reason == 0)] = len(self._seen)

    @property
    def kept(self) -> Bools:
        kept: Bools = self._reason == 0
        return kept

    def report(self, tally: Tally) -> None:
        """Count the refused rows. `secret` tables show no cell, for it might say who somebody is."""
        for code, (reason, column, cells) in enumerate(self._seen, 1):
            where = np.flatnonzero(self._reason == code)
            tally.refuse(reason, len(where), (self._example(int(i), column, cells) for i in where[:EXAMPLES]))

    def _example(self, i: int, column: str, cells: Any) -> str:
        from recul._mistakes import shown

        if self._secret or cells is None:
            return phrase("row {row}: {column}", row=self._row[i], column=column)
        return phrase("row {row}: {column} {cell}", row=self._row[i], column=column, cell=shown(cells[i].as_py()))


class Reader(Protocol):
    """A source module has `FORMATS` (format -> file extensions) and this `read`."""

    def __call__(self, path: Path, reading: Reading, tally: Tally) -> Iterator[pa.Table]: ...
