"""The reader of claims that ships: sentences, languages, claims, and how often it is mistaken. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence

from recul.audit.base import FalseFlags
from recul.text import claims
from recul.text.claims import Claim
from recul.text.sentences import sentences

LOOKED_AT = 15_000  # characters of a long text that tell its language


class Reader:
    """`recul.text` as an audit asks for it."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        return [(span.start, span.end) for span in sentences(text)]

    def languages(self, texts: Sequence[str]) -> Sequence[str | None]:
        """The language of each text; `mixed` where two that are read both show; None where it cannot be told."""
        from recul.text.language import language

        told: list[str | None] = []
        for text in texts:
            name, why = language(text[:LOOKED_AT])
            told.append("mixed" if why == "mixed" else name)
        return told

    def read(self, sentences: Sequence[str], languages: Sequence[str]) -> Sequence[Claim]:
        return claims.read(sentences, list(languages))

    def false_flags(self, language: str) -> FalseFlags:
        found = claims.FALSE_FLAGS[language]
        return FalseFlags(language, int(found["any"]["flagged"]), int(found["causal"]["flagged"]),
                          int(found["any"]["of"]))
