"""Separated text, streamed: every cell as text, rows of the wrong length refused with their number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, SourceError
from recul.panel import Ints
from recul.sources import _decode
from recul.sources._plan import HEADER_WITHIN, elsewhere, named
from recul.sources._quotes import Swallowed, unclosed
from recul.sources.base import EXAMPLES, Opened, Raw, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

BLOCK = 1 << 23
SAMPLE = 1 << 18
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space"}
_DECLARED = re.compile(r"^\ufeff?\"?sep=(.)\"?\r?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the file is laid out. skip: lines before the header. names: its columns. hint: where others stand."""

    encoding: _decode.Encoding
    separator: str
    skip: int
    names: tuple[str, ...]
    hint: str


def open_csv(path: Path, reading: Reading, tally: Tally, separator: str | None) -> Opened:
    """Sniff, then stream. Raises SourceError when the file is empty or cannot be decoded or parsed."""
    where = reading.where(path)
    encoding = _decode.encoding_of(path, reading.source.encoding, where)
    try:
        shape = _shape(path, reading, encoding, separator, where)
    except UnicodeDecodeError as error:
        raise _decode.undecodable(error, where) from error
    if encoding.detected:
        tally.notes.append(("encoding_detected", encoding.name))
    if separator is None:
        tally.notes.append(("separator_detected", SEPARATORS.get(shape.separator, shape.separator)))
    return Opened(shape.names, _rows(path, reading, tally, shape, where), shape.hint)


def _shape(path: Path, reading: Reading, encoding: _decode.Encoding, separator: str | None, where: str) -> _Shape:
    with _decode.open_utf8(path, encoding) as stream:
        first_line = _skipped(stream, reading.source.skip_rows)
        sample = stream.read(SAMPLE).decode("utf-8", "ignore")
    skip = reading.source.skip_rows
    first = first_line.decode("utf-8", "replace") if skip else sample.split("\n", 1)[0]
    said = _DECLARED.match(first.strip("\r\n"))
    if said and not skip:
        sample, skip = sample.partition("\n")[2], skip + 1
    if not sample.strip():
        found = "an empty file" if not reading.source.skip_rows else (
            phrase("nothing after the first {skip_rows} lines", skip_rows=reading.source.skip_rows))
        raise SourceError(Mistake(where, found, "a header and rows", "Export the file again, or mend `skip_rows`."))
    blank = re.match(r"(?:[ \t]*\r?\n)*", sample)
    before = blank.group(0) if blank else ""
    sample, skip = sample[len(before):], skip + before.count("\n")
    mark = separator or (said.group(1) if said else _sniff(sample, reading))
    first_rows = _parsed(sample, mark)
    if len(first_rows) < 2 and len(sample) < SAMPLE // 4:
        raise _empty(where)
    names = tuple(name.strip("\r\n") for name in first_rows[0])
    return _Shape(encoding, mark, skip, names, _elsewhere(sample, skip, names, reading))


def _elsewhere(sample: str, skip: int, names: tuple[str, ...], reading: Reading) -> str:
    """What to do when the header is not the columns declared, and one of the next lines is."""
    if named(reading) <= {name.strip() for name in names}:
        return ""
    marks = [reading.source.separator] if reading.source.separator else list(SEPARATORS)
    lines = enumerate(sample.split("\n")[1:HEADER_WITHIN], skip + 2)
    return elsewhere(((n, row) for n, line in lines for mark in marks for row in _parsed(line.strip("\r"), mark)),
                     reading)


def _skipped(stream: BinaryIO, count: int) -> bytes:
    """Pass over lines, to the end of the file at most; the first of them."""
    first = line = stream.readline() if count else b""
    for _ in range(count - 1):
        if not line:
            break
        line = stream.readline()
    return first


def _parsed(sample: str, separator: str, rows: int = 50) -> list[list[str]]:
    """The first rows of the sample, by Python's own parser; the last one may be cut."""
    found: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            found.append(row)
            if len(found) >= rows:
                break
    except csv.Error:
        return found or [[""]]
    return found[:-1] if len(found) > 2 and len(sample) >= SAMPLE // 4 else found


def _sniff(sample: str, reading: Reading) -> str:
    """The separator whose header has most of the columns wanted, then whose rows agree most on their length."""
    wanted = named(reading) | set(reading.table.declarable)

    def merit(separator: str) -> tuple[int, float, int]:
        rows = [row for row in _parsed(sample, separator) if row]
        if not rows:
            return 0, 0.0, 0
        width = len(rows[0])
        hits = len(wanted & {name.strip() for name in rows[0]})
        same = sum(len(row) == width for row in rows) / len(rows)
        return hits, (same if width > 1 else 0.0), width

    return max(SEPARATORS, key=merit)


@dataclass
class _Malformed:
    """Rows of the wrong length, as the parser meets them."""

    swallowed: Swallowed
    numbers: list[int] = field(default_factory=list)
    told: int = 0
    pending: list[str] = field(default_factory=list)
    unclosed: int | None = None

    def __call__(self, row: Any) -> str:
        if "\n" in row.text and (row.text.count('"') % 2 or self.swallowed.within(row.text)):
            self.unclosed = self.unclosed or row.number
        self.numbers.append(row.number)
        if len(self.pending) < EXAMPLES:
            self.pending.append(phrase("{actual_columns} columns, not {expected_columns}",
                                       actual_columns=row.actual_columns, expected_columns=row.expected_columns))
        return "skip"


def _rows(path: Path, reading: Reading, tally: Tally, shape: _Shape, where: str) -> Iterator[Raw]:
    import pyarrow as pa

    swallowed = Swallowed(shape.names, shape.separator, reading)
    malformed, kept = _Malformed(swallowed), 0
    with _decode.open_utf8(path, shape.encoding, shape.skip, reading.advance) as stream:
        try:
            for batch in _reader(stream, shape, malformed):
                row = _numbers(kept, len(batch), malformed.numbers) + shape.skip
                kept += len(batch)
                raw = _filled(batch, shape.names, row)
                swallowed.check(raw, where)
                yield raw
        except pa.ArrowInvalid as error:
            raise _unreadable(error, where, shape) from error
        except UnicodeDecodeError as error:
            raise _decode.undecodable(error, where) from error
    if malformed.unclosed is not None:
        raise unclosed(where, malformed.unclosed + shape.skip)
    examples = (phrase("row {row}: {rest}", row=n + shape.skip, rest=text)
                for n, text in zip(malformed.numbers, malformed.pending, strict=False))
    tally.read += len(malformed.numbers)
    tally.refuse("wrong_number_of_columns", len(malformed.numbers), examples)


def _reader(stream: Any, shape: _Shape, malformed: _Malformed) -> Any:
    import pyarrow as pa
    import pyarrow.csv as pc

    columns = [f"c{i}" for i in range(len(shape.names))]
    # One thread: with more, Arrow cannot tell the number of a malformed row. Blank rows of a single column are dropped.
    return pc.open_csv(
        stream,
        read_options=pc.ReadOptions(use_threads=False, block_size=BLOCK, column_names=columns, skip_rows_after_names=1),
        parse_options=pc.ParseOptions(delimiter=shape.separator, newlines_in_values=True, ignore_empty_lines=False,
                                      invalid_row_handler=malformed),
        convert_options=pc.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False))


def _numbers(before: int, count: int, skipped: list[int]) -> Ints:
    """Numbers of `count` good rows that follow `before` others; the header is 1. skipped: those of malformed rows."""
    good = np.arange(before, before + count, dtype=np.int64)
    # The i-th malformed row comes after (number - 2 - i) good ones.
    after = np.array(skipped, np.int64) - 2 - np.arange(len(skipped))
    return good + 2 + np.searchsorted(after, good, "right")


def _filled(batch: pa.RecordBatch, names: tuple[str, ...], row: Ints) -> Raw:
    """Without the rows that hold nothing at all: spreadsheets leave them behind."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = dict(zip(names, batch.columns, strict=True))
    if not len(batch):
        return Raw(columns, row)
    blank = np.ones(len(batch), np.bool_)
    for array in batch.columns:
        blank &= pc.equal(array, "").to_numpy(zero_copy_only=False)
        if not blank.any():
            return Raw(columns, row)
    keep = pa.array(~blank)
    return Raw({name: array.filter(keep) for name, array in columns.items()}, row[~blank])


def _empty(where: str) -> SourceError:
    return SourceError(Mistake(where, "a header and no rows", "at least one row", "Export the file again."))


def _unreadable(error: Exception, where: str, shape: _Shape) -> SourceError:
    text = str(error)
    if "straddling" in text:
        return SourceError(Mistake(where, phrase("a row longer than {block} MB", block=BLOCK >> 20),
                                   "rows of a reasonable length", 'Look for a quote (") that is never closed.'))
    if "Empty CSV" in text:
        return _empty(where)
    mark = phrase(SEPARATORS.get(shape.separator, shape.separator))
    return SourceError(Mistake(where, phrase("{text}", text=text),
                               phrase("text separated by {separator}", separator=mark),
                               "Check `separator` and `skip_rows`, or export the file again."))
