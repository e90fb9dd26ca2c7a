"""Lines as a printer broke them, mended into paragraphs: hyphens, breaks, and what stands on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recul.documents.base import GLUE, Block, Mark

#: A line is a header or a footer where it stands, its numbers aside, at the edge of so many pages.
EDGE, REPEATED_LEAST, REPEATED_SHARE = 3, 3, 0.5
#: A line much shorter than the page's usual ones ends a paragraph, or is a heading.
SHORT, NEARLY = 0.75, 0.93
_ITEM = re.compile(r"(?:[-*•–—‣▪◦●○■□➢✓]|\(?\d{1,3}[.)]|[a-z]\))\s+\S")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")
_CUT = re.compile(r"([^\W\d_]{2,})-$")
# The number of a page, at either end of its line: "3 | Title", "Page 3", "3 / 50", "3 sur 50".
_NUMBER = re.compile(r"^\W*\d+\b|\b\d+(?:\s*(?:/|sur|of|de)\s*\d+)?\W*$", re.I)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page as printed; page and number from 1."""

    text: str
    page: int
    number: int


def mended(pages: Sequence[Sequence[Line]]) -> tuple[list[Block], list[tuple[str, str]]]:
    """Paragraphs, and notes of how many lines were left out as repeated and how many words were put together again."""
    kept, once, dropped = _once(pages)
    compounds = {word.lower() for page in kept for line in page for word in _WORD.findall(line.text)}
    joined = 0
    blocks = [Block(((line.text, Mark(0, line.page, line.number)),)) for line in once]
    for lines in _paragraphs(kept):
        pieces = []
        for line, after in zip(lines, [*lines[1:], None], strict=True):
            text, cut = (line.text, False) if after is None else _joined(line.text, after.text, compounds)
            joined += cut
            pieces.append((text, Mark(0, line.page, line.number)))
        blocks.append(Block(tuple(pieces)))
    notes = [(code, str(n)) for code, n in (("lines_repeated", dropped), ("words_joined", joined)) if n]
    return blocks, notes


def _key(text: str) -> str:
    return _NUMBER.sub("0", text).casefold().strip()


def _once(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Line], int]:
    """The pages without headers and footers; these, from the first page of each; how many were left out.

    Page numbers alone are no prose, and go.
    """
    edges = []  # of each page: the number of a line -> where it stands, from the top (0, 1, 2) or the foot (-1, -2, -3)
    for page in pages:
        full = [line.number for line in page if line.text]
        edges.append({number: place for places in (range(EDGE), range(-EDGE, 0)) for place in places
                      for number in full[place:place + 1 or None]})
    seen = Counter((edge[line.number], _key(line.text)) for page, edge in zip(pages, edges, strict=True)
                   for line in page if line.number in edge and line.text)
    least = max(REPEATED_LEAST, REPEATED_SHARE * sum(1 for page in pages if page))
    once: dict[str, Line] = {}
    repeated = 0
    kept = []
    for page, edge in zip(pages, edges, strict=True):
        mine = []
        for line in page:
            key = _key(line.text)
            if seen[edge.get(line.number, 9), key] < least:
                mine.append(line)
                continue
            repeated += 1
            if re.search(r"[^\W\d_]", key):
                once.setdefault(key, line)
        kept.append(mine)
    return kept, list(once.values()), repeated - len(once)


def _paragraphs(pages: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Lines that belong together; a sentence that a page's end cuts goes on on the next."""
    lines: list[Line] = []
    width = 0
    for page in pages:
        lengths = sorted(len(line.text) for line in page if line.text)
        width = lengths[int(0.9 * (len(lengths) - 1))] if lengths else width
        for line in page:
            before = lines[-1] if lines else None
            if before is not None and (not line.text or _ends(before, line, width)):
                yield lines
                lines = []
            if line.text:
                lines.append(line)
    if lines:
        yield lines


def _ends(before: Line, line: Line, width: int) -> bool:
    """Whether a paragraph ends between two lines."""
    first = line.text[:1]
    opens = first.isupper() or first.isdigit() or first in "«“\"("
    closed = bool(_ENDS.search(before.text))
    if _ITEM.match(line.text):
        return True
    if before.page != line.page:
        return closed or (opens and len(before.text) < SHORT * width)
    if len(before.text) < SHORT * width:
        return opens or closed
    return closed and opens and len(before.text) < NEARLY * width


def _joined(text: str, after: str, compounds: set[str]) -> tuple[str, bool]:
    """A word cut at the line's end, put together; its hyphen stays where the document writes the word with one."""
    cut, rest = _CUT.search(text), re.match(r"[^\W\d_]+", after)
    if not cut or not rest or not rest[0][0].islower():
        return (text + GLUE, False) if text.endswith("-") and len(text) > 1 and text[-2].isalnum() else (text, False)
    whole = f"{cut[1]}-{rest[0]}".lower()
    return (text if whole in compounds else text[:-1]) + GLUE, True
