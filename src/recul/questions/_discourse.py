"""Documents read for what they claim, and authors whose truth is known read in the same way."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from recul.audit.base import EVIDENCE, LANGUAGES, TYPES, Audit, Judged, ReaderName, verdict
from recul.batch import Batch, Estimates
from recul.errors import QuestionError
from recul.estimators._misread import Misread
from recul.finding import Limit, Table
from recul.measures.documents import Prose
from recul.panel import Ints
from recul.placebo.calibrate import Calibration
from recul.text import claims_tuned

HELD_OUT = Path(__file__).parents[1] / "text" / "weights" / "held_out.csv"
POINTS = 100.0
SENTENCES_LEAST, UNREAD_MOST, QUOTED = 20, 0.2, 8
#: Where the authors known hardly stray, the bound is small by luck: no verdict below that of a bell.
BOUND_LEAST = 1.959963984540054
ASKED = "beyond"


@dataclass(frozen=True, eq=False)
class TextItems:
    """flagged, size: int [n, languages]. false: int [n, languages, authors, 2], of other authors' sentences that do not
    go beyond their evidence: flagged as if they did, in all. true: int [languages, authors, 2], the same of those that
    do. audits: the documents asked about.
    """

    flagged: Ints
    size: Ints
    false: Ints
    true: Ints
    audits: tuple[tuple[str, Audit], ...]


@dataclass(frozen=True, eq=False)
class Authors:
    """Sentences by author of a language, int [authors] each: not beyond, beyond and claim-free; all and flagged."""

    not_beyond: Ints
    not_beyond_flagged: Ints
    beyond: Ints
    beyond_flagged: Ints
    free: Ints
    free_flagged: Ints


@cache
def authors(language: str, reader: ReaderName = "fast") -> Authors:
    """How the reader reads the authors of a language, each by a reader that never met them."""
    counts: dict[str, Counter[str]] = {}
    path = claims_tuned.HELD_OUT if reader == "tuned" else HELD_OUT
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"] != language:
                continue
            mine = counts.setdefault(row["author"], Counter())
            kinds = ["beyond" if verdict(row["strength"], row["evidence"]) == ASKED else "not_beyond"]
            kinds += ["free"] if row["strength"] == "none" else []
            flagged = verdict(row["said_strength"], row["said_evidence"]) == ASKED
            for kind in kinds:
                mine[kind] += 1
                mine[f"{kind}_flagged"] += flagged
    table = [counts[name] for name in sorted(counts)]
    return Authors(**{key: np.array([c[key] for c in table], dtype=np.int64) for key in Authors.__annotations__})


def read(prose: Sequence[Prose], name: ReaderName) -> tuple[tuple[str, Audit], ...]:
    """(title, audit) of each document. Raises QuestionError where the reader's extra is not installed."""
    from recul.audit import audit
    from recul.audit.reader import Reader
    from recul.documents.base import Block, Mark, document

    if name == "tuned" and not claims_tuned.installed():
        raise QuestionError(claims_tuned.refusal("reader"))
    reader, found = Reader(name), []
    for one in prose:
        blocks = [Block(((text, Mark(0, None, n)),)) for n, text in enumerate(one.text.split("\n\n"), 1)]
        found.append((one.title, audit(document(Path(one.id), "text", blocks), reader)))
    return tuple(found)


def draw(prose: Sequence[Prose], seed: int, truth: float | None, reader: ReaderName = "fast") -> Batch[TextItems]:
    """The documents first; then each known author's sentences that claim nothing; then each one's that claim less than
    what is asked about too."""
    audits = read(prose, reader)
    said = [s for _, a in audits for s in a.sentences]
    spoken = [i for i, language in enumerate(LANGUAGES) if any(s.language == language for s in said)] or [0, 1]
    known = {i: authors(LANGUAGES[i], reader) for i in spoken}
    most = max(len(a.free) for a in known.values())
    of = [(i, j) for i in spoken for j in range(len(known[i].free))]
    n = 1 + 2 * len(of)
    flagged, size = (np.zeros((n, len(LANGUAGES)), np.int64) for _ in range(2))
    false, true = np.zeros((n, len(LANGUAGES), most, 2), np.int64), np.zeros((len(LANGUAGES), most, 2), np.int64)
    source = np.zeros(n, np.int64)
    for i, language in enumerate(LANGUAGES):
        mine = [s for s in said if s.language == language]
        flagged[0, i], size[0, i] = sum(s.verdict == ASKED for s in mine), len(mine)
    for i, a in known.items():
        false[:, i, :len(a.free)] = np.stack([a.not_beyond_flagged, a.not_beyond], 1)
        true[i, :len(a.free)] = np.stack([a.beyond_flagged, a.beyond], 1)
    for place, (i, j) in enumerate(of, 1):
        a = known[i]
        for item, hits, whole in ((place, a.free_flagged[j], a.free[j]),
                                  (place + len(of), a.not_beyond_flagged[j], a.not_beyond[j])):
            flagged[item, i], size[item, i], source[item] = hits, whole, place
            false[item, i, j] = 0  # nobody vouches for himself
    number = np.arange(n, dtype=np.int64)
    return Batch(TextItems(flagged, size, false, true, audits), number, source, np.zeros(n, np.int64), len(of),
                 "known_authors", seed, notes=tuple(notes(said)), truth=truth, counted=number <= len(of))


def notes(said: Sequence[Judged]) -> list[Limit]:
    """What was not read, and whether there is enough."""
    unread = sum(s.language is None for s in said)
    found = []
    if unread:
        found.append(Limit("sentences_unread", {"count": unread, "of": len(said), "allowed": UNREAD_MOST},
                           unread > UNREAD_MOST * len(said)))
    if len(said) - unread < SENTENCES_LEAST:
        found.append(Limit("few_sentences", {"sentences": len(said) - unread, "needed": SENTENCES_LEAST}, True))
    return found


def estimates_of(found: Misread) -> Estimates:
    """What the judge reads, in points of a hundred sentences."""
    whole = np.full(len(found.value), POINTS)
    told = Estimates.simple("rogan_gladen", POINTS * found.value, POINTS * found.scale, baseline=whole,
                            norm=whole, unit="points", ok=found.ok, why=tuple("" if ok else "cannot_tell_claims"
                                                                              for ok in found.ok))
    return replace(told, over=POINTS)  # of all sentences, not of what would be without


def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
    """Seen by a bound that is small by luck is not seen; nor is a text that the auditor flags less than any other."""
    score, bound = float(estimates.score[0]), calibration.bound()
    if score < -bound:
        return [Limit("fewer_than_mistakes", {"score": -score}, True)]
    if bound < score <= BOUND_LEAST:
        return [Limit("close_to_mistakes", {"score": score, "needed": BOUND_LEAST}, True)]
    return []


def tables(audits: Sequence[tuple[str, Audit]]) -> tuple[Table, ...]:
    """Claims by subject and evidence; documents; sentences that were flagged, as they stand. Counted as read: not
    corrected."""
    claims = [s for _, a in audits for s in a.claims]
    rows = tuple((f"type_{kind}", *(sum(s.type == kind and s.evidence == e for s in claims) for e in EVIDENCE),
                  sum(s.type == kind for s in claims), sum(s.type == kind and s.verdict == ASKED for s in claims))
                 for kind in TYPES if any(s.type == kind for s in claims))
    by_type = Table("claims", (("type", "item"), *((e, "count") for e in EVIDENCE), ("all", "count"),
                               ("beyond", "count")), rows)
    each = tuple((title, a.read, len(a.claims), a.count("type")["crisis"], a.count("type")["roi"],
                  a.count("verdict")[ASKED]) for title, a in audits)
    by_document = Table("documents", (("document", "name"), ("sentences", "count"), ("claims", "count"),
                                      ("crisis", "count"), ("roi", "count"), ("beyond", "count")), each)
    quoted = sorted((s for s in claims if s.verdict == ASKED), key=lambda s: -(s.probability or 0.0))[:QUOTED]
    said = Table("quoted", (("sentence", "name"), ("evidence", "item")),
                 tuple((s.text, f"evidence_{s.evidence}") for s in quoted))
    return tuple(table for table in (by_type, by_document, said) if table.rows)
