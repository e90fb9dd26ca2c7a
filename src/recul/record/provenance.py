"""Where every row comes from: the file, its digest, what was kept, and what was refused and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Refused(NamedTuple):
    """Rows not kept, for one reason (a code). examples: the first few, as "row 12: value 'abc'"."""

    reason: str
    count: int  # type: ignore[assignment]  # tuple.count is no loss
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileProvenance:
    """One file that was read. path: relative to the study's folder.

    rows_read = rows_kept + rows_refused + duplicates. Blank rows are no rows. In a wide layout every cell of a declared
    unit or measure counts as one row. duplicates: rows that repeat one already kept (in this file or an earlier one).
    Row numbers are a spreadsheet's: 1 is the first line of the file, a cell of several lines is in one row.
    notes: what was found rather than declared, (code, value): `encoding_detected`, `separator_detected`, ….
    """

    source: str
    path: str
    sha256: str
    bytes: int
    rows_read: int
    rows_kept: int
    rows_refused: int
    refused: tuple[Refused, ...]
    duplicates: int
    notes: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> FileProvenance:
        refused = tuple(Refused(reason, count, tuple(examples)) for reason, count, examples in raw["refused"])
        notes = tuple((str(code), str(value)) for code, value in raw["notes"])
        return cls(**{**raw, "refused": refused, "notes": notes})

    def without(self, duplicates: int, differing: int, examples: tuple[str, ...]) -> FileProvenance:
        """The same once rows that an earlier file already holds are taken out."""
        if not duplicates and not differing:
            return self
        refused = self.refused
        if differing:
            same = [r for r in refused if r.reason == DIFFERING]
            others = tuple(r for r in refused if r.reason != DIFFERING)
            count = differing + sum(r.count for r in same)
            refused = (*others, Refused(DIFFERING, count, (*(e for r in same for e in r.examples), *examples)[:5]))
        return FileProvenance(self.source, self.path, self.sha256, self.bytes, self.rows_read,
                              self.rows_kept - duplicates - differing, self.rows_refused + differing, refused,
                              self.duplicates + duplicates, self.notes)


# The key of a row already kept, with other content: the first one stays.
DIFFERING = "differing_duplicate"
