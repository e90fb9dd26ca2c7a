"""Documents as they are written: one file, one row of the table `documents`, its paragraphs between blank lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recul._phrases import phrase
from recul.errors import Mistake, SourceError
from recul.sources.base import Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

# A `.txt` is taken for columns, as exports are: of a text, `format = "text"` is to be declared.
FORMATS: dict[str, tuple[str, ...]] = {"text": ("text",), "markdown": ("md", "markdown"),
                                       "html": ("html", "htm", "xhtml"), "docx": ("docx", "docm"), "pdf": ("pdf",)}


def read(path: Path, reading: Reading, tally: Tally) -> Iterator[pa.Table]:
    """The document; its id and title are the file's name. Raises SourceError when it cannot be read, or is to be a row
    of another table."""
    import pyarrow as pa

    from recul.documents import read as document
    from recul.sources import format_of

    where, kind = reading.where(path), format_of(reading.source, path)
    if reading.table.name != "documents":
        raise SourceError(Mistake(where, phrase("a document ({kind}) for the table {table}", kind=kind,
                                                table=reading.table.name), 'table = "documents"',
                                  "Change `table`, or name a file with columns."))
    found = document(path, where, kind, reading.source.encoding)
    tally.read += 1
    tally.notes += found.notes
    row = {"document_id": path.name, "source": reading.source.name, "title": path.name, "kind": kind,
           "language": found.language, "text": found.text}
    schema = reading.table.schema().append(pa.field("file_row", pa.int64()))
    if reading.advance is not None:
        reading.advance(path.stat().st_size)
    yield pa.table([pa.array([1 if f.name == "file_row" else row.get(f.name)], f.type) for f in schema], schema=schema)
