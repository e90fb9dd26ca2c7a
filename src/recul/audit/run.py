"""A document through the reader of claims: sentences, languages, claims, verdicts. All of it in one call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from recul.audit.base import LANGUAGES, Audit, FalseFlags, Judged, verdict
from recul.audit.beside import beside
from recul.documents.base import BREAK, Document


class Auditor(Protocol):
    """What reads claims. `recul.audit.reader.Reader` does; tests write their own."""

    def spans(self, text: str) -> Sequence[tuple[int, int]]: ...

    def languages(self, texts: Sequence[str]) -> Sequence[str | None]: ...

    def read(self, sentences: Sequence[str], languages: Sequence[str]) -> Sequence[Any]: ...

    def false_flags(self, language: str) -> FalseFlags: ...


# Of fewer letters than this a language is not told from the words alone: those around it decide.
SHORT = 60


def audit(document: Document, auditor: Auditor | None = None, findings: Sequence[dict[str, Any]] = (),
          sha256: str = "", against: bool = False) -> Audit:
    """Every sentence of a document, judged. findings: of a study, each as in report.json; against: that a study was
    given, even one without findings."""
    if auditor is None:
        from recul.audit.reader import Reader

        auditor = Reader()
    found = _sentences(document, auditor)
    told = _languages(document, found, auditor.languages)
    at = [i for i, language in enumerate(told) if language in LANGUAGES]
    claims = auditor.read([found[i].text for i in at], [str(told[i]) for i in at])
    for i, claim in zip(at, claims, strict=True):
        one = found[i]
        found[i] = replace(
            one, language=told[i], strength=claim.strength, type=claim.type, evidence=claim.evidence,
            probability=float(claim.probability), verdict=verdict(claim.strength, claim.evidence),
            words=tuple((one.start + int(word[0]), one.start + int(word[1])) for word in claim.words))
        if (findings or against) and found[i].claim:
            found[i] = replace(found[i], bearing=beside(found[i], findings))
    spoken = [language for language in LANGUAGES if language in told]
    return Audit(document, tuple(found), tuple(auditor.false_flags(language) for language in spoken), sha256)


def _sentences(document: Document, auditor: Auditor) -> list[Judged]:
    found = []
    for number, paragraph in enumerate(document.paragraphs):
        for start, end in auditor.spans(paragraph.text):
            text = paragraph.text[start:end]
            if any(c.isalpha() for c in text):
                found.append(Judged(text, paragraph.start + start, paragraph.start + end, number,
                                    paragraph.place(start), None, None, None, None, None, (), "unread"))
    return found


def _languages(document: Document, found: Sequence[Judged],
               tell: Callable[[Sequence[str]], Sequence[str | None]]) -> list[str | None]:
    """Of each sentence: its own where it is long enough to tell, else its paragraph's, else the document's."""
    paragraphs = tell([p.text for p in document.paragraphs])
    spoken: Counter[str] = Counter()
    for p, language in zip(document.paragraphs, paragraphs, strict=True):
        spoken[language or ""] += len(p.text) if language in LANGUAGES and len(p.text) >= SHORT else 0
    whole = max(spoken, key=lambda name: spoken[name]) if any(spoken.values()) else \
        tell([document.text[:10_000].replace(BREAK, " ")])[0]
    own = tell([s.text for s in found])
    told: list[str | None] = []
    for sentence, language in zip(found, own, strict=True):
        around = document.paragraphs[sentence.paragraph].text
        if len(sentence.text) >= SHORT:
            told.append(language)
        elif len(around) >= SHORT:
            told.append(paragraphs[sentence.paragraph] or whole)
        else:
            told.append(whole)
    return told
