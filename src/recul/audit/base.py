"""What an audit says of a document, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal, get_args

from recul.documents.base import Document, Mark

Strength = Literal["none", "correlational", "conditional causal", "causal"]
ClaimType = Literal["crisis", "roi", "governance", "strategy", "reach", "none"]
Evidence = Literal["design", "comparison", "figure", "source", "none"]
# Of a sentence alone: no claim; a link, that is all it says; a cause with a hedge; a cause beyond what is offered;
# a cause whose evidence lies elsewhere; a cause with a design; a sentence in a language that is not read.
Verdict = Literal["nothing", "together", "hedged", "beyond", "elsewhere", "testable", "unread"]
#: fast: words, a table of weights. tuned: with a taught encoder beside it, slower and better, with recul[text].
ReaderName = Literal["fast", "tuned"]
Status = Literal["supported", "contradicted", "beyond_design", "not_testable", "no_finding"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)
TYPES: tuple[ClaimType, ...] = get_args(ClaimType)
EVIDENCE: tuple[Evidence, ...] = get_args(Evidence)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
STATUSES: tuple[Status, ...] = get_args(Status)
READERS: tuple[ReaderName, ...] = get_args(ReaderName)
#: Languages that claims are read in.
LANGUAGES = ("en", "fr")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A claim beside the study's findings. reason: why so, a code that report/words knows. finding: its number in the
    study from 1, None where none bears on it. values: what the reason needs to be said."""

    status: Status
    reason: str
    finding: int | None = None
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence. start, end: its characters in `Document.text`. paragraph: from 0. place: where in the file.

    language: None where it is none of LANGUAGES, or cannot be told; strength, type and evidence are then None too.
    probability: of the strength, as the reader gives it. words: characters of the document that weighed most.
    bearing: None where no study was given, or there is no claim.
    """

    text: str
    start: int
    end: int
    paragraph: int
    place: Mark
    language: str | None
    strength: Strength | None
    type: ClaimType | None
    evidence: Evidence | None
    probability: float | None
    words: tuple[tuple[int, int], ...]
    verdict: Verdict
    bearing: Bearing | None = None

    @property
    def claim(self) -> bool:
        return self.strength not in (None, "none")


@dataclass(frozen=True, slots=True)
class FalseFlags:
    """How often the auditor flags a sentence that claims nothing: counted on sentences of authors it never learnt from.

    any, causal: flagged at all, flagged as a cause; of: sentences tried; reader: whose counts these are.
    """

    language: str
    any: int
    causal: int
    of: int
    reader: ReaderName = "fast"


@dataclass(frozen=True, slots=True)
class Audit:
    """A document's sentences, judged. flags: the auditor's own false alarms, by language. sha256: of the file."""

    document: Document
    sentences: tuple[Judged, ...]
    flags: tuple[FalseFlags, ...]
    sha256: str = ""

    @property
    def claims(self) -> tuple[Judged, ...]:
        return tuple(s for s in self.sentences if s.claim)

    @property
    def read(self) -> int:
        """Sentences in a language that is read."""
        return sum(s.language is not None for s in self.sentences)

    def count(self, field: str) -> dict[str, int]:
        """How many claims by `strength`, `type`, `evidence` or `verdict`; sentences by `verdict` include the others."""
        kept = self.sentences if field == "verdict" else self.claims
        known = {"strength": STRENGTHS[1:], "type": TYPES, "evidence": EVIDENCE, "verdict": VERDICTS}[field]
        found = Counter(getattr(s, field) for s in kept)
        return {str(name): found[name] for name in known}

    def statuses(self) -> dict[str, int]:
        found = Counter(s.bearing.status for s in self.sentences if s.bearing)
        return {name: found[name] for name in STATUSES}

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages read, the most usual first."""
        return tuple(name for name, _ in Counter(s.language for s in self.sentences if s.language).most_common())


def verdict(strength: str | None, evidence: str | None) -> Verdict:
    """What can be said of a sentence by its own words: the rules of docs/audit.md, in order."""
    if strength is None:
        return "unread"
    if strength == "none":
        return "nothing"
    if strength == "correlational":
        return "together"
    if evidence == "design":
        return "testable"
    if strength == "conditional causal":
        return "hedged"
    return "elsewhere" if evidence == "source" else "beyond"
