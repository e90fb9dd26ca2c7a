"""A page's text, by Python's own parser: nothing in it is run, and nothing that it names is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recul._phrases import phrase
from recul.documents.base import Block, Document, Mark, document
from recul.documents.text import decoded
from recul.errors import Mistake, SourceError
from recul.sources._decode import encoding_of

FORMATS: dict[str, tuple[str, ...]] = {"html": ("html", "htm", "xhtml")}
# What a reader of the page never sees.
HIDDEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "canvas",
                    "audio", "video", "select", "textarea", "nav"})
_BLOCKS = frozenset(["address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
                     "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
                     "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody",
                     "td", "tfoot", "th", "thead", "tr", "ul", "br"])
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption", "th"})
DEEPEST = 400


def read(path: Path, where: str, encoding: str | None) -> Document:
    """The visible text, a paragraph for each block. Lines are those of the file."""
    from bs4 import BeautifulSoup

    declared = encoding or _meta(path)
    # A page's own word for its encoding is often wrong: what the bytes contradict is not believed.
    if declared and not encoding and encoding_of(path, None, where).name == "utf-8":
        declared = None
    text, notes = decoded(path, where, declared)
    _refuse_deep(text, where)
    soup = BeautifulSoup(text, "html.parser")
    language = soup.html.get("lang") if soup.html else None
    blocks = [Block(tuple(pieces), heading) for pieces, heading in _pieces(soup)]
    scripts = len(soup.find_all("script"))
    notes += (("scripts_ignored", str(scripts)),) if scripts else ()
    return document(path, "html", blocks, notes=notes, language=str(language) if language else None)


def visible(text: str) -> str:
    """What a reader sees of a fragment of a page, blocks between blank lines; lines as they are where it has no block.

    "" where its tags lie too deep within each other for anybody to walk.
    """
    from bs4 import BeautifulSoup

    try:
        _refuse_deep(text, "")
    except SourceError:
        return ""
    soup = BeautifulSoup(text, "html.parser")
    said = ["".join(piece for piece, _ in pieces) for pieces, _ in _pieces(soup)]
    if soup.find(_BLOCKS) is not None:
        said = [" ".join(block.split()) for block in said]
    return "\n\n".join(said)


def _meta(path: Path) -> str | None:
    """The encoding that the page declares in its first bytes, where it is one that exists."""
    import codecs
    import re

    with path.open("rb") as file:
        head = file.read(2048)
    found = re.search(rb"<meta[^>]+charset=[\"']?\s*([\w.:-]+)", head, re.I)
    try:
        return codecs.lookup(found[1].decode("ascii")).name if found else None
    except LookupError:
        return None


def _refuse_deep(text: str, where: str) -> None:
    """A page of a hundred thousand open tags would exhaust whoever walks it. Raises SourceError."""
    from html.parser import HTMLParser

    class Depth(HTMLParser):
        depth = deepest = 0

        def handle_starttag(self, tag: str, attrs: Any) -> None:
            if tag not in ("br", "img", "meta", "link", "input", "hr", "p", "li", "td", "tr", "th", "dd", "dt",
                           "option", "source", "wbr", "area", "base", "col", "embed", "track"):
                self.depth += 1
                self.deepest = max(self.deepest, self.depth)

        def handle_endtag(self, tag: str) -> None:
            self.depth = max(0, self.depth - 1)

    parser = Depth()
    parser.feed(text)
    if parser.deepest > DEEPEST * 5:
        raise SourceError(Mistake(where, phrase("tags within tags, {deepest} deep", deepest=parser.deepest),
                                  phrase("at most {deepest}", deepest=DEEPEST * 5),
                                  "Save the page again, or hand in its text."))


def _pieces(soup: Any) -> Iterator[tuple[list[tuple[str, Mark]], bool]]:
    """The text between the borders of blocks, in order; walked without recursion."""
    from bs4.element import NavigableString, PreformattedString, Tag

    pieces: list[tuple[str, Mark]] = []
    heading, line = False, 1
    stack: list[Any] = [(soup, False)]
    while stack:
        node, leaving = stack.pop()
        if isinstance(node, NavigableString):
            if not isinstance(node, PreformattedString) and node.strip():
                _glue(pieces, str(node), Mark(0, None, line))
        elif isinstance(node, Tag):
            line = node.sourceline or line
            if node.name in HIDDEN or _hidden(node):
                continue
            edge = node.name in _BLOCKS
            if edge and pieces:
                yield pieces, heading
                pieces = []
            if edge:
                heading = node.name in _HEADINGS and not leaving
            if not leaving:
                stack.append((node, True)) if edge else None
                stack += [(child, False) for child in reversed(node.contents)]
    if pieces:
        yield pieces, heading


def _hidden(node: Any) -> bool:
    style = str(node.get("style") or "").replace(" ", "").lower()
    return "hidden" in node.attrs or node.get("aria-hidden") == "true" or "display:none" in style


def _glue(pieces: list[tuple[str, Mark]], text: str, mark: Mark) -> None:
    """Inline tags cut words nowhere: what touches without a blank stays one piece."""
    if pieces and not (pieces[-1][0][-1:].isspace() or text[:1].isspace()):
        pieces[-1] = (pieces[-1][0] + text, pieces[-1][1])
    else:
        pieces.append((text, mark))
