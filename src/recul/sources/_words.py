"""Text columns: names, ids, codes, and authors, who are kept as pseudonyms only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from recul.panel import Bools, Ints
from recul.record.tables import CODES
from recul.sources._numbers import BLANKS, is_missing, is_text, to_numpy

if TYPE_CHECKING:
    import pyarrow as pa

# A spreadsheet holds 15 digits: longer ids come back as 5.70306E+17, or with zeros for their last digits.
EXACT_DIGITS = 15
_EXPONENT = r"^[+-]?\d+([.,]\d+)?[eE]\+?\d+$"
_ZEROED = r"^\d{15}0{2,}$"
_LONG = r"^\d{17,}$"


def text(array: pa.Array) -> pa.Array:
    """As Arrow strings; whole numbers without a decimal point, so that 12.0 of a spreadsheet's cell is the id 12."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(array.type):
        return array
    if is_text(array.type):
        return array.cast(pa.string())
    if pa.types.is_floating(array.type):
        value = pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)
        whole = pc.and_(pc.equal(value, pc.round(value)), pc.less(pc.abs(value), 10.0 ** EXACT_DIGITS))
        digits = pc.if_else(whole, value, 0.0).cast(pa.int64(), safe=False).cast(pa.string())
        return pc.if_else(whole, digits, value.cast(pa.string()))
    try:
        return array.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([None if v is None else str(v) for v in array.to_pylist()], pa.string())


def filled(array: pa.Array) -> pa.Array:
    """Null where the cell is empty; else untouched."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pc.equal(array, ""), pa.scalar(None, pa.string()), array)


def known(array: pa.Array, marks: tuple[str, ...]) -> pa.Array:
    """Trimmed; null where missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim(array, characters=BLANKS)
    return pc.if_else(pa.array(is_missing(trimmed, marks)), pa.scalar(None, pa.string()), trimmed)


def damaged(ids: pa.Array) -> Bools:
    """Ids a spreadsheet has rounded [n]: in exponents, or long ones of which too many end in zeros."""
    import pyarrow.compute as pc

    exponent = to_numpy(pc.fill_null(pc.match_substring_regex(ids, _EXPONENT), False))
    long = to_numpy(pc.fill_null(pc.match_substring_regex(ids, _LONG), False))
    zeroed = to_numpy(pc.fill_null(pc.match_substring_regex(ids, _ZEROED), False))
    # One true id in a hundred or more ends so by chance; a fifth of them does not.
    if zeroed.sum() >= 3 and zeroed.sum() > 0.2 * long.sum():
        return exponent | zeroed
    return exponent


def code(array: pa.Array, kind: str) -> tuple[pa.Array, Bools]:
    """The canonical word of each cell, and where there is none; `array` is trimmed, null where missing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    lower = pc.utf8_lower(array)
    words = CODES[kind]
    place = pc.index_in(lower, value_set=pa.array(list(words), pa.string()))
    found = pc.take(pa.array(list(words.values()), pa.string()), place)
    return found, to_numpy(pc.and_(pc.is_valid(array), pc.is_null(found)))


def numerals(array: pa.Array) -> frozenset[str]:
    """The whole numbers among the cells: a scale, if there are any."""
    import pyarrow.compute as pc

    found = pc.unique(array.filter(pc.fill_null(pc.match_substring_regex(array, r"^[+\-−]?\d+$"), False)))
    return frozenset(found.to_pylist())


def pseudonyms(array: pa.Array, pseudonym: Callable[[str], str]) -> pa.Array:
    """Each author's pseudonym, worked out once a name."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = array.dictionary_encode()
    hidden = pa.array([None if n is None else pseudonym(n) for n in names.dictionary.to_pylist()], pa.string())
    return pc.take(hidden, names.indices)


def digests(parts: list[pa.Array], where: Bools) -> pa.Array:
    """An id from the content of the rows of `where`, null elsewhere: ~ and 24 hexadecimal digits of SHA-256."""
    import pyarrow as pa

    chosen = np.flatnonzero(where)
    ids: list[str | None] = [None] * len(where)
    columns = [part.take(pa.array(chosen)).to_pylist() for part in parts]
    for i, row in zip(chosen.tolist(), zip(*columns, strict=True), strict=True):
        ids[i] = "~" + hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).hexdigest()[:24]
    return pa.array(ids, pa.string())


def numbered(digest: str, row: Ints) -> pa.Array:
    """An id from the file and the row's number, where nothing else tells two rows apart."""
    import pyarrow as pa

    return pa.array([f"~{digest[:16]}:{i}" for i in row.tolist()], pa.string())
