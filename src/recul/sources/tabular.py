"""Files with columns: CSV and its kin, NDJSON, Parquet, XLSX."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._mistakes import shorten
from recul.errors import Mistake, SourceError
from recul.sources._plan import plan
from recul.sources.base import Opened, Raw, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.record.provenance import Refused

FORMATS: dict[str, tuple[str, ...]] = {"csv": ("csv", "txt"), "tsv": ("tsv", "tab"), "ndjson": ("ndjson", "jsonl"),
                                       "parquet": ("parquet",), "xlsx": ("xlsx",)}
ROWS = 1 << 17
# The first bytes of files that are no text, whatever their name says; what they are, and what to do.
_AS_CSV = "Save it as CSV, or declare its true `format`."
_UNPACK = "Unpack it first."
MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\x1f\x8b", "a gzip archive", _UNPACK), (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK), (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", _UNPACK), (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"PK\x03\x04", "a zip archive or an .xlsx workbook", 'Unpack it, or declare `format = "xlsx"`.'),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (.xls)", _AS_CSV),
    (b"%PDF-", "a PDF", "Export the data themselves as CSV."),
    (b"PAR1", "a Parquet file", 'Declare `format = "parquet"`.'),
    (b"SQLite format 3\x00", "a SQLite database", _AS_CSV),
)


def read(path: Path, reading: Reading, tally: Tally) -> Iterator[pa.Table]:
    """Canonical rows, a stretch at a time. Raises SourceError when the file, or every row of it, must be refused."""
    from recul.sources import format_of
    from recul.sources._convert import Converter

    opened = open_raw(path, format_of(reading.source, path), reading, tally)
    where = reading.where(path)
    convert = Converter(reading, plan(opened.names, reading, where, opened.hint), tally)
    kept = 0
    for raw in opened.rows:
        table = convert(raw)
        kept += table.num_rows
        if table.num_rows:
            yield table
    convert.finish(where)
    if not kept:
        raise _nothing(where, tally)


def open_raw(path: Path, kind: str, reading: Reading, tally: Tally) -> Opened:
    """The names of the columns and the rows as they stand. Raises SourceError when the file is not what it is named."""
    if path.stat().st_size == 0:
        raise SourceError(Mistake(reading.where(path), "an empty file", "a header and rows", "Export the file again."))
    if kind in ("csv", "tsv", "ndjson"):
        _refuse_binary(path, kind, reading)
    if kind == "ndjson":
        from recul.sources._ndjson import open_ndjson

        return open_ndjson(path, reading, tally)
    if kind == "xlsx":
        from recul.sources._xlsx import open_xlsx

        return open_xlsx(path, reading, tally)
    if kind == "parquet":
        return _parquet(path, reading)
    from recul.sources._csv import open_csv

    return open_csv(path, reading, tally, reading.source.separator or ("\t" if kind == "tsv" else None))


def _refuse_binary(path: Path, kind: str, reading: Reading) -> None:
    with path.open("rb") as file:
        head = file.read(16)
    for start, name, todo in MAGIC:
        # Three letters may begin a text; in an archive bytes that are no letters follow.
        if head.startswith(start) and not (start == b"BZh" and head[4:10] != b"1AY&SY"):
            raise SourceError(Mistake(reading.where(path), name, f"{kind.upper()}, a file of text", todo))


def _parquet(path: Path, reading: Reading) -> Opened:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(Mistake(reading.where(path), f"a file that is no Parquet ({shorten(str(error), 120)})",
                                  "a Parquet file", "Write it again, or declare its `format`.")) from error

    def rows() -> Iterator[Raw]:
        before = 0
        for batch in _batches(file, reading.where(path)):
            number = np.arange(before + 1, before + 1 + len(batch), dtype=np.int64)
            before += len(batch)
            columns = {n: _plain(c) for n, c in zip(batch.schema.names, batch.columns, strict=True)}
            yield Raw(columns, number)

    return Opened(tuple(file.schema_arrow.names), rows())


def _batches(file: Any, where: str) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    try:
        yield from file.iter_batches(ROWS)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as error:
        raise SourceError(Mistake(where, f"Parquet that cannot be read ({shorten(str(error), 120)})", "a whole file",
                                  "Write it again.")) from error


def _plain(array: pa.Array) -> pa.Array:
    import pyarrow as pa

    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _nothing(where: str, tally: Tally) -> SourceError:
    """Every row was refused, or there was none: say why, with examples."""
    if not tally.read:
        return SourceError(Mistake(where, "a header and no rows", "at least one row", "Export the file again."))
    todo = {
        "not_a_date": "Declare `date_format`, for instance %d/%m/%Y.",
        "not_a_number": "Check `columns`, `decimal` and `thousands`.",
        "wrong_number_of_columns": "Check `separator` and `skip_rows`.",
        "ambiguous_time": 'Declare `ambiguous = "earlier"` or "later".',
        "damaged_id": "Export again with the ids as text: a spreadsheet has rounded them.",
        "not_json": "Write one JSON object a line.",
        "not_a_code": 'Write tones as negative, neutral, positive and directions as in, out; or leave the column out, '
                      'by `tone = ""` under `columns`.',
        "not_a_count": "Leave the column out, by `likes = \"\"` under `columns`, or mend it.",
    }
    return SourceError([Mistake(where, f"every row refused: {r.count} for {r.reason} ({'; '.join(r.examples[:3])})",
                                "rows that can be read", _signs(r) or todo.get(
                                    r.reason, "Check what is declared of the source.")) for r in tally.refused])


def _signs(refused: Refused) -> str:
    """What to do about numbers that a currency sign stands in; nothing where none does."""
    found = {c for example in refused.examples for c in example if unicodedata.category(c) == "Sc"}
    if refused.reason != "not_a_number" or not found:
        return ""
    return (f"Take the currency sign ({' '.join(sorted(found))}) out of the column, in the file: 1200.50 or 1200,50. "
            'Of a series the unit is declared beside it, by a line such as `value_unit = "€"`.')
