"""A Word file's text: body, tables, boxes, notes, and each header and footer once."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recul._phrases import phrase
from recul.documents.base import Block, Document, Mark, document
from recul.errors import Mistake, SourceError

FORMATS: dict[str, tuple[str, ...]] = {"docx": ("docx", "docm")}
#: Bytes that the archive may unpack to, of which its texts; a page is some 20,000 bytes of text's XML.
UNPACKED_MOST, PART_MOST = 400_000_000, 60_000_000
PARTS_MOST = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BESIDE = ("header", "footer", "footnotes", "endnotes")


def read(path: Path, where: str, encoding: str | None) -> Document:
    """Paragraphs in their order; what a tracked change has deleted is left out, what it has added is not."""
    from docx import Document as opened

    _refuse_bomb(path, where)
    package = opened(str(path))
    blocks = list(_blocks(package.element.body, 1))
    once: set[str] = set()
    for relation in package.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if relation.is_external or kind not in _BESIDE:
            continue
        for block in _blocks(_tree(relation.target_part), len(blocks) + 1):
            text = " ".join(piece for piece, _ in block.pieces)
            if kind in ("header", "footer") and text in once:
                continue
            once.add(text)
            blocks.append(block)
    deleted = sum(1 for _ in package.element.body.iter(f"{_W}del"))
    return document(path, "docx", blocks, notes=(("changes_deleted", str(deleted)),) if deleted else ())


def _tree(part: Any) -> Any:
    from docx.oxml import parse_xml

    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _blocks(root: Any, first: int) -> Iterator[Block]:
    """Every paragraph below an element, with its number; a box's, where Word repeats it for older programs, once."""
    number = first
    for paragraph in root.iter(f"{_W}p"):
        if any(True for _ in paragraph.iterancestors(_FALLBACK)):
            continue
        text = "".join(_text(paragraph))
        if text.strip():
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            name = "" if style is None else str(style.get(f"{_W}val")).lower()
            yield Block(((text, Mark(0, None, number)),), name.startswith(("heading", "titre", "title")))
            number += 1


def _text(paragraph: Any) -> Iterator[str]:
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if next(node.iterancestors(f"{_W}p")) is not paragraph or node.getparent().tag == f"{_W}tabs":
            continue
        yield (node.text or "") if node.tag == f"{_W}t" else "-" if node.tag.endswith("Hyphen") else " "


def _refuse_bomb(path: Path, where: str) -> None:
    """What the archive says it unpacks to; one that lies is cut off at what it says, and found damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise SourceError(Mistake(where, phrase("a damaged archive ({error})", error=error), "a .docx that opens",
                                  "Save it again from the program that made it.")) from error
    if any(part.flag_bits & 1 for part in parts):
        raise SourceError(Mistake(where, "an archive protected by a password", "a .docx that opens without one",
                                  "Save it without a password."))
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise SourceError(Mistake(where, "a zip archive that is no Word file", "a .docx", "Unpack it first."))
    whole = sum(part.file_size for part in parts)
    text = max((part.file_size for part in parts if part.filename.endswith((".xml", ".rels"))), default=0)
    if whole > UNPACKED_MOST or text > PART_MOST or len(parts) > PARTS_MOST:
        raise SourceError(Mistake(where, phrase("{count} parts that unpack to {whole:,.0f} MB, the largest text of"
                                                " {text:,.0f} MB", count=len(parts), whole=whole / 1000000.0,
                                                text=text / 1000000.0),
                                  phrase("at most {unpacked_most:.0f} MB in all and {part_most:.0f} MB a text",
                                         unpacked_most=UNPACKED_MOST / 1000000.0, part_most=PART_MOST / 1000000.0),
                                  "Save it without its pictures, or in parts."))
