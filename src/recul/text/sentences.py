"""Where the sentences of a text stand, in French and English, by rule: nothing is learnt, nothing is fetched.

A text is cut into blocks first (blank lines, headings, bullets, cells of a table), since none of those needs a full
stop to end; a block into sentences at . ! ? … when what follows starts like a sentence and what stands before is no
abbreviation, initial or number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

from recul.text._abbreviations import BEFORE_A_NUMBER, NEVER_LAST, SELDOM_LAST, STARTERS


class Span(NamedTuple):
    """Characters of the text, from start to before end: `text[start:end]` is the sentence, without blanks around it."""

    start: int
    end: int


# A marker of a list or a heading: what stands before the first word of its line, and is no part of the sentence.
BULLET = r"(?:[-*+•▪◦‣·–—→✓✔►▶■●○]+|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))"
MARKER = re.compile(rf"[ \t\u00a0]*(?:(?:>[ \t]?)+)?(?:#{{1,6}}(?=[ \t])|{BULLET}(?=[ \t\u00a0]))?[ \t\u00a0]*")
STARTS_BLOCK = re.compile(rf"[ \t\u00a0]*(?:#{{1,6}}[ \t]|{BULLET}[ \t\u00a0]|\||>)")
RULE = re.compile(r"[\s|:=_*~+-]*\Z")  # a line that draws: ---, ===, |---|---|
HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
CLOSING = "\"'”’»)]}*_"
OPENING = "\"'“‘«([{*_¿¡"
# Possessive, and never begun in the middle of a run: a million full stops in a row take the time of reading them.
END = re.compile(rf"(?<![.!?…‼⁇⁈⁉])[.!?…‼⁇⁈⁉]++(?:[ \u00a0\u202f]?»|[{re.escape(CLOSING)}])*+(?=\s)")
WORD_BEFORE = re.compile(r"(?:[^\W_]|[.'’°-])+\Z")
SHORT_LINE = 0.6  # a line this much shorter than its block's longest, before a capital, ends what it says


def sentences(text: str) -> list[Span]:
    """In order, none empty, none overlapping; a span holds at least one letter, figure or sign that is not a rule.

    Offsets are Python's: code points of `text` as given. Time grows with the length of the text, and no more.
    """
    found: list[Span] = []
    for start, end in _blocks(text):
        found.extend(_of_block(text, start, end))
    return found


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"\r\n|[\n\r\f\v\x85\u2028\u2029]", text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, headings, items of a list, cells: from the first word on, markers left out."""
    held: list[tuple[int, int]] = []
    for start, end in _lines(text):
        line = text[start:end]
        if RULE.match(line):  # blank, or a drawn line
            yield from _paragraph(text, held)
            held = []
        elif line.lstrip().startswith("|"):
            yield from _paragraph(text, held)
            held = []
            yield from _cells(line, start)
        elif HEADING.match(line):
            yield from _paragraph(text, held)
            held = []
            yield _unmarked(text, start, end)
        elif STARTS_BLOCK.match(line):
            yield from _paragraph(text, held)
            held = [_unmarked(text, start, end)]
        else:
            held.append((start, end))
    yield from _paragraph(text, held)


def _unmarked(text: str, start: int, end: int) -> tuple[int, int]:
    match = MARKER.match(text, start, end)
    return (match.end() if match else start), end


def _cells(line: str, start: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^|]+", line):
        if match.group().strip():
            yield start + match.start(), start + match.end()


def _paragraph(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines that follow each other are one block, but for a short line without an end before a capital: a title."""
    if not lines:
        return
    longest = max(end - start for start, end in lines)
    first = lines[0][0]
    for (start, end), (after, after_end) in itertools.pairwise(lines):
        said, following = text[start:end].rstrip(), text[after:after_end].lstrip(OPENING + " \t\u00a0")
        ended = said.endswith((".", "!", "?", "…", ",", ";", "-", "–", "—", "»", "”", '"', "’", "'"))
        if not ended and len(said) < SHORT_LINE * longest and following[:1].isupper():
            yield first, end
            first = after
    yield first, lines[-1][1]


def _of_block(text: str, start: int, end: int) -> Iterator[Span]:
    small = text[start:end].lstrip(OPENING + " \t\u00a0")[:1].islower()  # written without capitals: none is waited for
    for match in END.finditer(text, start, end):
        if _ends(text, start, match, end, small):
            yield from _trimmed(text, start, match.end())
            start = match.end()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    said = text[start:end]
    left = len(said) - len(said.lstrip())
    right = len(said.rstrip())
    if left < right and not RULE.match(said):
        yield Span(start + left, start + right)


def _ends(text: str, start: int, match: re.Match[str], end: int, small: bool) -> bool:
    """Whether a sentence ends here: by what follows, then by what stands before a single full stop."""
    following = text[match.end():min(match.end() + 40, end)].lstrip()
    if not following:
        return True
    if match.group()[0] in "!?" and following[0] in "!?»":  # French typesetting: « ? ! », « Vraiment ? »
        return False
    bare = following.lstrip(OPENING + " \u00a0\u202f")
    if not bare:
        return True
    if bare[0].islower() and not (small and match.group() in {".", "!", "?", "…"}):
        return False
    if bare[0] in ",;:.)»%-–—" and following[0] not in "-–—":
        return False
    if match.group()[0] != "." or match.group().startswith(".."):
        return True
    return _no_abbreviation(text[max(start, match.start() - 30):match.start()], bare)


def _no_abbreviation(before: str, following: str) -> bool:
    found = WORD_BEFORE.search(before)
    if not found:
        return True
    word = found.group().lstrip("'’-")
    low = word.lower()
    for mark in ("'", "’"):
        low = low.rsplit(mark, 1)[-1]
    if low in NEVER_LAST:
        return False
    if low in BEFORE_A_NUMBER:
        return not following[0].isdigit()
    if low in SELDOM_LAST or re.fullmatch(r"(?:[^\W\d_]\.-?)+[^\W\d_]", low):  # U.S., p.m., J.-C., Inc.
        return re.split(r"\W", following, maxsplit=1)[0] in STARTERS
    initial = len(word) == 1 and word.isalpha() and word.isupper()
    numbered = word.isdigit() and len(word) <= 2 and not before[:found.start()].strip()  # "3. Results" inside a block
    return not (initial or numbered)
