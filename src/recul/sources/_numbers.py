"""Text to numbers, strictly: what is not a number as declared is said, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from recul.panel import Bools, Floats

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source

# Every blank a spreadsheet may put around or inside a number; between French thousands it is the narrow no-break one.
BLANKS = " \t\u00a0\u2007\u2008\u2009\u202f"


@dataclass(frozen=True)
class Numbers:
    """value: float64 [n], NaN where missing or bad. missing: bool [n]. bad: bool [n], not a number."""

    value: Floats
    missing: Bools
    bad: Bools


def parse(array: pa.Array, source: Source) -> Numbers:
    """Numbers [n] of a column of any Arrow type, with the decimal and thousands marks the source declares."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_boolean(array.type):
        missing = to_numpy(pc.is_null(array))
        return Numbers(np.full(len(array), np.nan), missing, ~missing)
    if not is_text(array.type):
        return _typed(array)
    text = pc.utf8_trim(array, characters=BLANKS)
    missing = is_missing(text, source.missing)
    good = pc.fill_null(pc.match_substring_regex(text, _pattern(source)), False)
    good = pc.and_(good, pc.invert(pa.array(missing)))
    plain = _plain(pc.if_else(good, text, pa.scalar(None, pa.string())), source)
    value = pc.fill_null(plain.cast(pa.float64()), np.nan).to_numpy(zero_copy_only=False)
    # 1e999 is written as a number and is none that can be held.
    bad = ~missing & ~np.isfinite(value)
    return Numbers(np.where(bad | missing, np.nan, value), missing, bad)


def _typed(array: pa.Array) -> Numbers:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        value = pc.fill_null(array.cast(pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        missing = to_numpy(pc.is_null(array))
        return Numbers(np.full(len(array), np.nan), missing, ~missing)
    bad = np.isinf(value)
    return Numbers(np.where(bad, np.nan, value), np.isnan(value), bad)


def _pattern(source: Source) -> str:
    mark = re.escape(source.decimal)
    whole = r"\d+"
    if source.thousands is not None:
        between = f"[{BLANKS}]" if source.thousands in BLANKS else re.escape(source.thousands)
        if source.thousands in "'’":
            between = "['’]"
        whole = rf"(\d{{1,3}}({between}\d{{3}})+|\d+)"
    percent = rf"[{BLANKS}]?%?" if source.value_unit == "%" else ""
    return rf"^[+\-−]?({whole}({mark}\d*)?|{mark}\d+)([eE][+\-]?\d+)?{percent}$"


def _plain(text: pa.Array, source: Source) -> pa.Array:
    """What the pattern let through, as Arrow reads numbers: no thousands mark, a dot, an ASCII minus, no plus."""
    import pyarrow.compute as pc

    if source.thousands is not None:
        drop = BLANKS if source.thousands in BLANKS else "'’" if source.thousands in "'’" else source.thousands
        text = pc.replace_substring_regex(text, f"[{re.escape(drop)}]", "")
    if source.value_unit == "%":
        text = pc.replace_substring_regex(text, f"[{BLANKS}]?%$", "")
    if source.decimal != ".":
        text = pc.replace_substring(text, source.decimal, ".")
    text = pc.replace_substring(text, "−", "-")
    text = pc.replace_substring_regex(text, r"^\+", "")
    return pc.replace_substring_regex(text, r"\.($|[eE])", r"\1")


def is_missing(text: pa.Array, marks: tuple[str, ...]) -> Bools:
    """Null, empty, or one of the marks declared `missing` [n]; `text` has been trimmed."""
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pa.array(sorted({m.strip(BLANKS) for m in marks} | {""}), pa.string())
    return to_numpy(pc.or_(pc.is_null(text), pc.is_in(text, value_set=known)))


def is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_null(kind))


def to_numpy(array: Any) -> Bools:
    found: Bools = array.to_numpy(zero_copy_only=False)
    return found.astype(np.bool_)
