"""A sheet of a workbook; its cells have types of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._mistakes import advice, listed
from recul.errors import Mistake, SourceError
from recul.sources._ndjson import column
from recul.sources.base import Opened, Raw, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 50_000


def open_xlsx(path: Path, reading: Reading, tally: Tally) -> Opened:
    """The declared sheet, else the first. Raises SourceError when there is none, or nothing on it."""
    where = reading.where(path)
    rows = _sheet(path, reading, tally, where)
    skip = reading.source.skip_rows
    while skip < len(rows) and not any(_filled(v) for v in rows[skip]):
        skip += 1
    if skip >= len(rows):
        raise SourceError(Mistake(where, "an empty sheet", "a header and rows",
                                  "Declare `sheet`, or mend `skip_rows`."))
    names = tuple(str(v) if _filled(v) else "" for v in rows[skip])
    if reading.advance is not None:
        reading.advance(path.stat().st_size)
    return Opened(names, _rows(rows[skip + 1:], skip + 2, names, reading.source.decimal))


def _sheet(path: Path, reading: Reading, tally: Tally, where: str) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            wanted = reading.source.sheet
            if wanted is not None and wanted not in book.sheet_names:
                raise SourceError(Mistake(f"{where}, sheet", repr(wanted), f"one of {listed(book.sheet_names)}",
                                          advice(wanted, book.sheet_names, "Choose one of these.")))
            if wanted is None and len(book.sheet_names) > 1:
                tally.notes.append(("first_sheet_of", str(book.sheet_names[0])))
            chosen = wanted if wanted is not None else book.sheet_names[0]
            return book.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise SourceError(Mistake(where, f"a file that is no workbook ({error})", "an .xlsx file",
                                  "Save it again as .xlsx, or declare its `format`.")) from error


def _filled(value: Any) -> bool:
    return value is not None and value != ""


def _rows(rows: list[list[Any]], first: int, names: tuple[str, ...], decimal: str) -> Iterator[Raw]:
    for begin in range(0, len(rows), ROWS):
        stretch = [(first + begin + i, r) for i, r in enumerate(rows[begin:begin + ROWS]) if any(map(_filled, r))]
        if stretch:
            columns = {name: _column([r[i] for _, r in stretch], decimal) for i, name in enumerate(names) if name}
            yield Raw(columns, np.array([n for n, _ in stretch], np.int64))


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
