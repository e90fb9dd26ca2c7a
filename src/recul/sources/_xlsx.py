"""A sheet of a workbook; its cells have types of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._mistakes import advice, listed
from recul._phrases import phrase, quoted
from recul.errors import Mistake, SourceError
from recul.sources._extent import refuse_vast
from recul.sources._ndjson import column
from recul.sources._plan import HEADER_WITHIN, elsewhere, named
from recul.sources.base import Opened, Raw, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000


def open_xlsx(path: Path, reading: Reading, tally: Tally) -> Opened:
    """The declared sheet, else the first. Raises SourceError when there is none, or nothing on it."""
    where = reading.where(path)
    refuse_vast(path, reading.source.sheet, where)
    numbered: Iterator[tuple[int, list[Any]]] = enumerate(_sheet(path, reading, tally, where), 1)
    header = next((row for n, row in numbered if n > reading.source.skip_rows and any(map(_filled, row))), None)
    if header is None:
        raise SourceError(Mistake(where, "an empty sheet", "a header and rows",
                                  "Declare `sheet`, or mend `skip_rows`."))
    names = tuple(str(v) if _filled(v) else "" for v in header)
    hint = ""
    if not named(reading) <= {name.strip() for name in names}:
        seen = list(islice(numbered, HEADER_WITHIN))
        hint, numbered = elsewhere(((n, map(str, row)) for n, row in seen), reading), chain(seen, numbered)
    return Opened(names, _rows(numbered, names, reading, path.stat().st_size), hint)


def _sheet(path: Path, reading: Reading, tally: Tally, where: str) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        wanted = reading.source.sheet
        if wanted is not None and wanted not in book.sheet_names:
            raise SourceError(Mistake(phrase("{where}, sheet", where=where), quoted(wanted),
                                      phrase("one of {names}", names=listed(book.sheet_names)),
                                      advice(wanted, book.sheet_names, "Choose one of these.")))
        if wanted is None and len(book.sheet_names) > 1:
            tally.notes.append(("first_sheet_of", str(book.sheet_names[0])))
        return iter(book.get_sheet_by_name(wanted if wanted is not None else book.sheet_names[0]).iter_rows())
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise SourceError(Mistake(where, phrase("a file that is no workbook ({error})", error=error), "an .xlsx file",
                                  "Save it again as .xlsx, or declare its `format`.")) from error


def _filled(value: Any) -> bool:
    return value is not None and value != ""


def _rows(numbered: Iterator[tuple[int, list[Any]]], names: tuple[str, ...], reading: Reading,
          size: int) -> Iterator[Raw]:
    while stretch := list(islice(numbered, ROWS)):
        full = [(n, row) for n, row in stretch if any(map(_filled, row))]
        if full:
            columns = {name: _column([row[i] for _, row in full], reading.source.decimal)
                       for i, name in enumerate(names) if name}
            yield Raw(columns, np.array([n for n, _ in full], np.int64))
    if reading.advance is not None:
        reading.advance(size)


def _column(values: list[Any], decimal: str) -> pa.Array:
    """One Arrow type: dates and times where all are, else numbers or text."""
    import pyarrow as pa

    values = [None if v == "" else v for v in values]
    kinds = {type(v) for v in values if v is not None}
    if kinds == {date}:
        return pa.array(values, pa.date32())
    if kinds == {datetime}:
        return pa.array(values, pa.timestamp("us"))
    return column([v.isoformat() if isinstance(v, (date, datetime, time)) else
                   str(v) if isinstance(v, timedelta) else v for v in values], decimal)
