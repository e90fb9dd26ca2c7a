"""Which claims go beyond their evidence? The share of a text's sentences that do, beside texts that claim nothing
(METHODS §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from recul._fields import Names, Share
from recul.audit.base import ReaderName
from recul.batch import Batch, Estimates
from recul.estimators._misread import corrected, misread
from recul.finding import Design, Finding
from recul.measures.documents import documents
from recul.placebo.judge import judge
from recul.questions._discourse import TextItems, doubts, draw, estimates_of, tables
from recul.questions._figure import among_placebos
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.record import Record

NAME = "rogan_gladen"


class Discourse(Question):
    """How large a share of the documents' sentences, at least, say that a thing acts on another beyond what they offer.

    documents: ids or titles of the record's, all when empty; asked about together. minimum_effect: a share of the
    sentences, the smallest that would matter. reader: of claims, `tuned` needs recul[text]. truth: in simulated worlds
    only, the true share.
    """

    kind: ClassVar[str] = "discourse"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "few_sentences": ("sentences", "needed"),
        "sentences_unread": ("count", "of", "allowed"),
        "close_to_mistakes": ("score", "needed"),
        "fewer_than_mistakes": ("score",),
    }

    minimum_effect: Share = 0.2
    documents: Names = ()
    reader: ReaderName = "fast"
    truth: Share | None = None

    def batch(self, record: Record, seed: int) -> Batch[TextItems]:
        """The documents, then the authors whose truth is known. Raises QuestionError when there is no such document, or
        not the extra that its reader needs."""
        return draw(documents(record, self.documents), seed, self.truth, self.reader)

    def estimate(self, estimator: str, batch: Batch[TextItems]) -> Estimates:
        """All items in one call."""
        items = batch.items
        return estimates_of(misread(items.flagged, items.size, items.false))

    def judge(self, batch: Batch[TextItems], provenance: dict[str, Any]) -> Finding:
        """The share, corrected, before the judge."""
        return judge(self.asked(), batch, [self.estimate(NAME, batch)], word=self.word,
                     design=lambda name, choice: self._design(batch.items, name, choice),
                     minimum_effect=self.minimum_effect, provenance=provenance, doubts=doubts,
                     figure=among_placebos("discourse"), tables=tables(batch.items.audits))

    def word(self, verdict: str, value: float | None) -> str:
        """`beyond` (more than the auditor's mistakes explain), `within` or `unknown`."""
        return {"seen": "beyond", "not_seen": "within"}.get(verdict, "unknown")

    def _design(self, items: TextItems, estimator: str, choice: str) -> Design:
        found = misread(items.flagged[:1], items.size[:1], items.false[:1])
        more = corrected(found, items.size[0], items.true)
        read, flagged = int(items.size[0].sum()), int(items.flagged[0].sum())
        facts = (("documents", "count", len(items.audits)), ("sentences", "count", read),
                 ("claims", "count", sum(len(a.claims) for _, a in items.audits)), ("flagged", "count", flagged),
                 ("raw_share", "percent", float(found.raw[0])), ("false_rate", "percent", float(found.false[0])),
                 ("true_rate", "percent", more.true), ("share", "percent", more.share),
                 ("share_low", "percent", more.low), ("share_high", "percent", more.high))
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=facts)
