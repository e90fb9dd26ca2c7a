"""Handles, links, numbers and names become one word each: a reader must not learn whom a text is about."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape

LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)
HANDLE = re.compile(r"(?<![\w.])@\w+")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LONE = re.compile("[\ud800-\udfff]")


def masked(text: str, names: tuple[str, ...] = ()) -> str:
    """names: words (brands, people) hidden wherever they stand, in any case. Half a surrogate pair becomes �."""
    text = unicodedata.normalize("NFC", unescape(_LONE.sub("\ufffd", text)))
    text = HANDLE.sub(" @user ", LINK.sub(" http ", text))
    if names:
        text = _any_of(names).sub("@user", text)
    return NUMBER.sub("0", text)


@lru_cache(maxsize=64)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all names, the longest first: "us airways" before "us"."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.I)
