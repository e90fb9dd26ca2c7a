"""Text that remembers which parts of it a user wrote, until it is known what it is written for.

A sentence is built once, as *marked* text: what came from outside (a unit, a measure, a file name) stands between two
private marks. `plain`, `html` and `markdown` then write it out, each protecting the user's part in its own way. So
there is one place where hostile text is made harmless, and no sentence is built twice.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

OPEN, CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
# What could turn the reading order of the text around it, or forge the marks above: shown, never obeyed.
_FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ue000\ue001\ud800-\udfff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:@^=])")
_MARKDOWN_OURS = re.compile(r"([\\`*_\[\]|~$])")
_FORMULA = ("=", "+", "-", "@")
LIMIT = 120


def clean(value: object, limit: int | None = LIMIT) -> str:
    """A user's text on one line: control characters become spaces, direction overrides are shown as ⟨U+202E⟩, and what
    is longer than `limit` characters is cut with an ellipsis (report.json keeps it whole)."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in str(value))
    text = text.strip() or "␣"
    if limit is not None and len(text) > limit:
        text = text[: limit - 1].rstrip() + "…"
    return _FORBIDDEN.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", text)


def user(value: object, limit: int | None = LIMIT) -> str:
    """Marked text that holds something a user wrote."""
    return f"{OPEN}{clean(value, limit)}{CLOSE}"


def _turns(text: str) -> bool:
    """Whether the text holds characters written from right to left, or marks of direction."""
    return any(unicodedata.bidirectional(c) in ("R", "AL", "AN") or c in "\u200e\u200f\u061c" for c in text)


def plain(marked: str) -> str:
    """For JSON, tables in a terminal and pictures: user text is isolated when it could turn what follows around."""
    return _MARKED.sub(lambda m: f"\u2068{m[1]}\u2069" if _turns(m[1]) else m[1], marked)


def html(marked: str) -> Markup:
    """For a page: everything escaped, user text in `<bdi>`."""
    return Markup(str(escape(marked)).replace(OPEN, '<bdi dir="auto">').replace(CLOSE, "</bdi>"))


def cell(marked: str) -> Markup:
    """As `html`, for a table that may be pasted into a spreadsheet: `=cmd()` is not to become a formula there."""
    starts = marked.lstrip(OPEN).startswith(_FORMULA)
    return html(f"\u2060{marked}" if starts else marked)


def markdown(marked: str) -> str:
    """For report.md: HTML and Markdown signs escaped in the user's part, Markdown signs in ours."""

    def theirs(text: str) -> str:
        safe = _MARKDOWN.sub(r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f"\u2068{safe}\u2069" if _turns(text) else safe

    out, last = [], 0
    for found in _MARKED.finditer(marked):
        out += [_MARKDOWN_OURS.sub(r"\\\1", marked[last : found.start()]), theirs(found[1])]
        last = found.end()
    return "".join([*out, _MARKDOWN_OURS.sub(r"\\\1", marked[last:])])
