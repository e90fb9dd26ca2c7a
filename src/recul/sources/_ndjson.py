"""One JSON object a line, streamed; keys inside objects are named with dots (`user.name`)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, SourceError
from recul.sources import _decode
from recul.sources._words import EXACT_DIGITS
from recul.sources.base import Opened, Raw, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20_000


def open_ndjson(path: Path, reading: Reading, tally: Tally) -> Opened:
    """The names are those met in the first 20,000 lines. Raises SourceError when the file is empty or is no NDJSON."""
    where = reading.where(path)
    encoding = _decode.encoding_of(path, reading.source.encoding, where)
    if encoding.detected:
        tally.notes.append(("encoding_detected", encoding.name))
    stretches = _objects(path, reading, tally, encoding, where)
    first = next(stretches, None)
    if first is None:
        raise SourceError(Mistake(where, "no JSON object" if tally.read else "an empty file",
                                  "one JSON object a line, such as {\"time\": \"2024-09-01\", \"value\": 3}",
                                  "Write one object a line, without brackets or commas around them."))
    names = tuple(dict.fromkeys(name for _, flat in first for name in flat))
    return Opened(names, (_raw(s, names, reading.source.decimal) for s in chain((first,), stretches)))


def _objects(path: Path, reading: Reading, tally: Tally, encoding: _decode.Encoding,
             where: str) -> Iterator[list[tuple[int, dict[str, Any]]]]:
    """Stretches of (line number, flat object); lines that hold none are refused."""
    skip = reading.source.skip_rows
    with _decode.open_utf8(path, encoding, skip, reading.advance) as stream:
        try:
            lines = enumerate(stream, skip + 1)
            while stretch := list(islice(lines, ROWS)):
                found = [(n, o) for n, line in stretch if line.strip() and (o := _object(n, line, tally)) is not None]
                if found:
                    yield found
        except UnicodeDecodeError as error:
            raise _decode.undecodable(error, where) from error


def _object(number: int, line: bytes, tally: Tally) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return _flat(value)
    tally.read += 1
    tally.refuse("not_json", 1, (phrase("row {row}", row=number),))
    return None


def _flat(value: dict[str, Any], prefix: str = "", depth: int = 4) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, item in value.items():
        if isinstance(item, dict) and depth:
            flat.update(_flat(item, f"{prefix}{key}.", depth - 1))
        else:
            flat[prefix + key] = item
    return flat


def _raw(stretch: list[tuple[int, dict[str, Any]]], names: tuple[str, ...], decimal: str) -> Raw:
    row = np.fromiter((n for n, _ in stretch), np.int64, len(stretch))
    return Raw({name: column([flat.get(name) for _, flat in stretch], decimal) for name in names}, row)


def column(values: list[Any], decimal: str) -> pa.Array:
    """An Arrow array of one type: numbers where all are numbers, else text (numbers with the declared decimal mark)."""
    import pyarrow as pa

    kinds = {type(v) for v in values if v is not None}
    if kinds <= {float} and kinds:
        return pa.array(values, pa.float64())
    return pa.array([_text(v, decimal) for v in values], pa.string())


def _text(value: Any, decimal: str) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10.0**EXACT_DIGITS:
            return str(int(value))  # a workbook has no whole numbers of its own
        return repr(value).replace(".", decimal)
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
