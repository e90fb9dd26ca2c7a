"""One file a family of formats: read(path, reading, tally) -> canonical rows. Found by discovery."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from recul._phrases import joined, phrase
from recul.discovery import modules
from recul.errors import Mistake, SourceError
from recul.sources.base import Reader, Reading, Tally

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.study import Source


def discover() -> dict[str, tuple[Reader, tuple[str, ...]]]:
    """Every format, with its reader and the file extensions that mean it."""
    return {name: (cast(Reader, m.read), endings) for m in modules(__name__) for name, endings in m.FORMATS.items()}


def format_of(source: Source, path: Path) -> str:
    """The declared format, else the one the extension means. Raises SourceError when there is none."""
    formats = discover()
    if source.format in formats:
        return str(source.format)
    ending = path.suffix.lower().lstrip(".")
    for name, (_, endings) in formats.items():
        if ending in endings:
            return name
    raise SourceError(Mistake(phrase("source {source!r}, {path}", source=source.name, path=path.name),
                              phrase("the extension {suffix!r}", suffix=path.suffix),
                              phrase("one of {names}",
                                     names=joined("." + e for _, (_, es) in formats.items() for e in es)),
                              phrase("Declare `format`: one of {names}.", names=", ".join(formats))))


def read(path: Path, reading: Reading, tally: Tally) -> Iterator[pa.Table]:
    """The canonical rows of one file, a stretch at a time, with `file_row`; `tally` counts as they go by.

    Raises SourceError, with every mistake, when the file cannot be read as declared.
    """
    reader, _ = discover()[format_of(reading.source, path)]
    return reader(path, reading, tally)
