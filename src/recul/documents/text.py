"""Plain text and Markdown: paragraphs between blank lines, each word with its line and column in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from recul._phrases import phrase
from recul.documents.base import Block, Document, Mark, document
from recul.errors import Mistake, SourceError
from recul.sources._decode import encoding_of, undecodable

FORMATS: dict[str, tuple[str, ...]] = {"text": ("txt", "text"), "markdown": ("md", "markdown")}
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-{2,})\s*$")
_ITEM = re.compile(r"(\s*(?:>\s?)*)((?:[-*+•–]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*$|[\s|:+-]+$")
# A picture's caption is no sentence of the text; a link is what it says, not where it leads.
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->"), ""), (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"), (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"), (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(\*\*\*|\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


def decoded(path: Path, where: str, encoding: str | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text of a file, line breaks as \\n, and a note where its encoding was inferred from its bytes.

    Raises SourceError where the bytes are none of text: a zero byte, or no encoding that they agree with.
    """
    found = encoding_of(path, encoding, where)
    try:
        text = path.read_bytes()[found.skip:].decode(found.name)
    except UnicodeDecodeError as error:
        raise undecodable(error, where) from error
    if "\x00" in text:
        raise SourceError(Mistake(where, phrase("a zero byte at character {value}", value=text.index(chr(0))), "text",
                                  "Declare its `encoding`, or save it again as UTF-8."))
    notes = (("encoding_detected", found.name),) if found.detected else ()
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def read(path: Path, where: str, encoding: str | None) -> Document:
    """Paragraphs, list items and headings; of Markdown, neither its code nor its signs."""
    text, notes = decoded(path, where, encoding)
    kind = "markdown" if path.suffix.lower() in (".md", ".markdown") else "text"
    lines = list(enumerate(text.split("\n"), 1))
    return document(path, kind, list(_blocks(_markdown(lines) if kind == "markdown" else _plain(lines))), notes=notes)


Line = tuple[int, int, str, str]  # number, column of its first letter, text, what it is: text, item, heading or break


def _plain(lines: list[tuple[int, str]]) -> Iterator[Line]:
    for number, line in lines:
        text = line.strip()
        item = _ITEM.match(line)
        kind = "break" if not text else "item" if item else "text"
        yield number, len(line) - len(line.lstrip()) + 1, text, kind


def _markdown(lines: list[tuple[int, str]]) -> Iterator[Line]:
    fence, front = "", bool(lines) and lines[0][1].strip() == "---"
    for place, (number, line) in enumerate(lines):
        if front:
            front = not (place and line.strip() in ("---", "..."))
            continue
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
            yield number, 1, "", "break"
        elif fence or not line.strip() or _RULE.match(line):
            yield number, 1, "", "break"
        elif heading := _HEADING.match(line):
            yield number, heading.start(1) + 1, _bare(heading[1]), "heading"
        elif line.lstrip().startswith("|"):
            cells = line.strip().strip("|").split("|")
            yield number, 1, _bare(" ; ".join(c.strip() for c in cells if c.strip())), "item"
        else:
            item = _ITEM.match(line)
            after = lines[place + 1][1] if place + 1 < len(lines) else ""
            kind = "item" if item else "heading" if _UNDERLINE.match(after) else "text"
            start = item.end() if item else len(line) - len(line.lstrip(" >\t"))
            yield number, start + 1, _bare(line[start:]), kind


def _bare(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text


def _blocks(lines: Iterator[Line]) -> Iterator[Block]:
    pieces: list[tuple[str, Mark]] = []
    for number, column, text, kind in lines:
        if kind != "text" and pieces:
            yield Block(tuple(pieces))
            pieces = []
        if kind == "heading":
            yield Block(((text, Mark(0, None, number, column)),), heading=True)
        elif kind != "break":
            pieces.append((text, Mark(0, None, number, column)))
    if pieces:
        yield Block(tuple(pieces))
