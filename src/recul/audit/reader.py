"""The readers of claims: sentences, languages, claims, and how often each is mistaken. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence

from recul.audit.base import FalseFlags, ReaderName
from recul.text import claims, claims_tuned
from recul.text.claims import Claim
from recul.text.sentences import sentences

LOOKED_AT = 15_000  # characters of a long text that tell its language


class Reader:
    """`recul.text` as an audit asks for it. name: which reads the claims; `tuned` needs recul[text]."""

    def __init__(self, name: ReaderName = "fast"):
        self.name = name

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
        read = claims_tuned.read if self.name == "tuned" else claims.read
        return read(sentences, list(languages))

    def false_flags(self, language: str) -> FalseFlags:
        found = (claims_tuned.about()[language]["false_flags"] if self.name == "tuned" else
                 claims.FALSE_FLAGS[language])
        return FalseFlags(language, int(found["any"]["flagged"]), int(found["causal"]["flagged"]),
                          int(found["any"]["of"]), self.name)
