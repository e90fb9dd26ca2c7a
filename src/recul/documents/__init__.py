"""One file a format of prose: read(path) -> a Document of paragraphs. Found by discovery; nothing is run or fetched."""

from __future__ import annotations

from pathlib import Path

from recul.discovery import modules
from recul.documents.base import Document, Reader, checked, refuse_damaged

#: Formats by the ending of a file's name.
__all__ = ["endings", "format_of", "read"]


def readers() -> dict[str, Reader]:
    """Every format, with what reads it."""
    return {name: module.read for module in modules(__name__) if hasattr(module, "FORMATS") for name in module.FORMATS}


def endings() -> dict[str, str]:
    """The ending of a file's name (no dot) -> the format it means."""
    return {ending: name for module in modules(__name__) if hasattr(module, "FORMATS")
            for name, known in module.FORMATS.items() for ending in known}


def format_of(path: Path) -> str | None:
    """The format that a file's name means, None where it means none."""
    return endings().get(path.suffix.lower().lstrip("."))


def read(path: Path, where: str | None = None, declared: str | None = None, encoding: str | None = None) -> Document:
    """A file as paragraphs of prose, its limits and oddities in `notes`.

    where: how a mistake names the file. declared: the format, where the name does not say. encoding: of text and pages;
    without one the file's bytes decide, as for data. Raises SourceError for what cannot be read, with what it is.
    """
    where = where or str(path)
    kind = checked(path, where, declared or format_of(path), sorted(endings()))
    with refuse_damaged(where, kind):
        document = readers()[kind](path, where, encoding)
    return document.not_empty(where)
