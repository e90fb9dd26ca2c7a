"""What is told of mistakes, in French: each English template of `_phrases.phrase`, and the French one.

A file of this folder holds one room's, under FRENCH. A template may stand in one file only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from recul import discovery
from recul.report.words import typography

_CODE = re.compile(r"(`[^`]*`)")
_VALUE, _WORD = re.compile(r"\{[^{}]*\}"), re.compile(r"[^\W\d_]{2}")
_TIGHT = re.compile(r"(?<! )([:;])(?= |$)")


@cache
def french() -> Mapping[str, str]:
    """English template -> French template, of all rooms, with the spaces of French."""
    return {english: "".join(part if part.startswith("`") else typography(part, "fr") for part in _CODE.split(there))
            for module in discovery.modules(__name__) for english, there in module.FRENCH.items()}


def template(english: str, language: str) -> str:
    """The template in a language. One without words has its spaces mended; one that has words and no French stays
    English: a test sees to it that none is missing."""
    if language != "fr":
        return english
    if english not in french() and not _WORD.search(_VALUE.sub("", english)):
        return typography(_TIGHT.sub(r" \1", english), "fr")
    return french().get(english, english)


def known(text: str, language: str) -> str:
    """A text without values in a language, when it is one of ours."""
    return french().get(text, text) if language == "fr" else text
