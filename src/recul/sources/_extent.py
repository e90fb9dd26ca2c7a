"""How far the cells of a sheet reach, before a reader makes room for every cell up to the last."""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from pathlib import Path

from recul._phrases import phrase
from recul.errors import Mistake, SourceError

CELLS = 50_000_000
BLOCK = 1 << 22
CUT = 128  # longer than the beginning of a cell: none is cut in two
# A cell that holds something: those that are only coloured close at once, and count for nothing.
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]{0,80}(?<!/)>""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_LINK = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")


def refuse_vast(path: Path, sheet: str | None, where: str) -> None:
    """Raises SourceError when a stray cell makes the sheet larger than memory. What is no workbook is left alone."""
    try:
        with zipfile.ZipFile(path) as book:
            member = _member(book, sheet)
            if member is None:
                return
            (low, last), (left, right), stray = _reach(book, member)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        return  # the reader itself says what is wrong with it
    cells = (last - low + 1) * (right - left + 1)
    if cells > CELLS:
        raise SourceError(Mistake(phrase("{where}, cell {stray}", where=where, stray=stray),
                                  phrase("a sheet of {cells:,} cells up to this one", cells=cells),
                                  phrase("at most {cells:,}", cells=CELLS), "Delete the stray cell, or save the sheet"
                                  " as CSV."))


def _member(book: zipfile.ZipFile, sheet: str | None) -> str | None:
    """The part of the archive that holds the sheet, by default the first."""
    held = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= held:
        return None
    sheets = [_attributes(tag) for tag in _SHEET.findall(book.read("xl/workbook.xml").decode("utf-8", "replace"))]
    links = [_attributes(tag) for tag in
             _LINK.findall(book.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))]
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for found in sheets:
        if sheet is None or found.get("name") == sheet:
            target = targets.get(found.get("id"), "")
            member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return member if member in held else None
    return None


def _attributes(tag: str) -> dict[str, str]:
    """By their names without the namespace."""
    return {name: unescape(a or b) for name, a, b in re.findall(r"""(\w+)=(?:"([^"]*)"|'([^']*)')""", tag)}


def _reach(book: zipfile.ZipFile, member: str) -> tuple[tuple[int, int], tuple[int, int], str]:
    """First and last row, first and last column, and the address of the last of both; 1, 1 of an empty sheet."""
    rows: set[int] = set()
    columns: set[bytes] = set()
    with book.open(member) as stream:
        rest = b""
        while block := stream.read(BLOCK):
            found = _CELL.findall(rest + block)
            rest = (rest + block)[-CUT:]
            columns |= {column for column, _ in found}
            numbers = {int(row) for _, row in found}
            rows |= {min(numbers), max(numbers)} if numbers else set()
    places = {_number(column): column.decode() for column in columns} or {1: "A"}
    rows = rows or {1}
    return (min(rows), max(rows)), (min(places), max(places)), f"{places[max(places)]}{max(rows)}"


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number
