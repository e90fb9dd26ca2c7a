"""Do the claims written down beforehand do better than the base rate? (METHODS §11)"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from recul._fields import Number, Share, Text
from recul._mistakes import advice, listed, shown
from recul._phrases import phrase
from recul.batch import Batch, Estimates
from recul.errors import LedgerError, Mistake, QuestionError
from recul.finding import Design, FigureData, Finding, Limit
from recul.placebo.calibrate import Calibration
from recul.placebo.exchange import batch_of, signs
from recul.placebo.judge import Doubts, Reading, judge
from recul.questions._ledger import NAME, UNIT, Items, against_constant, enough, estimates_of
from recul.questions._ledger_tables import authors, curves
from recul.questions.base import Question

Truth = dict[str, Annotated[Number, Field(ge=-1)]]

if TYPE_CHECKING:
    from recul.ledger.tracks import Track
    from recul.record import Record


class Ledger(Question):
    """The squared error of the probabilities in the ledger against the base rate's: below zero they were nearer to what
    happened.

    by: whose claims; default everybody's together. minimum_effect: relative to the base rate's error. truth: author ->
    the true relative difference, in simulated worlds only.
    """

    kind: ClassVar[str] = "ledger"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "ledger_broken": ("first", "breaches"),
        "few_claims": ("claims", "blocks", "fewer", "needed_blocks", "needed"),
        "constant_as_good": ("error",),
        "claims_late": ("late",),
        "claims_due": ("due",),
    }

    by: Text | None = None
    minimum_effect: Share = 0.1
    truth: Truth | None = None

    def batch(self, record: Record, seed: int) -> Batch[Items]:
        """The claims as they were scored, then author and base rate exchanged by lot.

        Raises QuestionError when the study has no ledger, or nobody of that name wrote in it.
        """
        return self.batch_in(record.study.root, seed)

    def batch_in(self, root: Path, seed: int) -> Batch[Items]:
        """The same of the ledger in a folder: the record has no part in it."""
        from recul.ledger.store import Ledger as Book
        from recul.ledger.tracks import track
        from recul.ledger.verify import verify

        book = Book(root)
        if not book.exists():
            raise QuestionError(Mistake(book.path.name, "nothing", "a ledger of claims beside study.toml",
                                        "Write a first one: recul claim add."))
        try:
            entries = book.entries()
        except LedgerError as error:
            raise QuestionError(error.mistakes) from error
        breaches = [b for b in verify(entries) if not b.doubt]
        # Of a chain that does not hold, nothing is scored.
        found = track([] if breaches else entries)
        return self.asked_of(found, seed, today=book.clock().date(), broken=tuple(b.number for b in breaches),
                             head=entries[-1].head if entries else "")

    def asked_of(self, found: Track, seed: int, today: Any, broken: tuple[int, ...] = (), head: str = ""
                 ) -> Batch[Items]:
        """The batch of claims in memory. today: a date; claims whose window ended before it are due."""
        if self.by is not None and self.by not in found.authors and not broken:
            raise QuestionError(Mistake("by", shown(self.by),
                                        phrase("one who has written claims: {names}", names=listed(found.authors)),
                                        advice(self.by, found.authors, "Write the name as it stands in the ledger.")))
        known = self.by is None or self.by in found.authors
        kept = found.of(self.by) if known else np.zeros(0, bool)
        items = Items.of(found, kept, head)
        items = replace(items, signs=signs(len(items.author), seed))
        notes = [Limit("ledger_broken", {"first": broken[0], "breaches": len(broken)}, True)] if broken else []
        few = enough(items)
        notes += [few] if few and not broken else []
        mine = np.ones(len(found.by), bool) if self.by is None or not known else \
            found.by == found.authors.index(self.by)
        late = int((found.late & mine).sum())
        over = found.end < np.datetime64(today, "D").astype(np.int64)
        due = int((~found.settled & ~found.late & mine & over).sum())
        notes += [Limit("claims_late", {"late": late})] if late else []
        notes += [Limit("claims_due", {"due": due})] if due else []
        return batch_of(items, seed, tuple(notes), self._true(found, kept))

    def _true(self, found: Track, kept: Any) -> float | None:
        """What is known to be true of these claims: of several authors, the mean by claims."""
        names = [found.authors[i] for i in found.by[kept].tolist()]
        if not names or self.truth is None or not set(names) <= set(self.truth):
            return None
        return float(np.mean([self.truth[name] for name in names]))

    def estimate(self, estimator: str, batch: Batch[Items]) -> Estimates:
        """All exchanges of the batch in one call."""
        return estimates_of(batch.items)

    def judge(self, batch: Batch[Items], provenance: dict[str, Any]) -> Finding:
        """Before the one judge, who is told when one constant probability would have done as well."""
        items = batch.items
        told = (*authors(items.track, batch.seed, self.minimum_effect, self.truth or {}), curves(items.track, self.by))
        tables = tuple(table for table in told if table.rows)
        return judge(self.asked(), batch, [estimates_of(items)], word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: self._design(items, name, choice), provenance=provenance,
                     figure=_figure, doubts=_doubts(items), tables=tables)

    def word(self, verdict: str, value: float | None) -> str:
        """`better` or `worse` when seen, `as_good` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "better" if value < 0 else "worse"
        return "as_good" if verdict == "not_seen" else "unknown"

    def _design(self, items: Items, estimator: str, choice: str) -> Design:
        facts = (("claims", "count", items.claims), ("blocks", "count", len(items.author)),
                 ("true", "count", items.true), ("head", "name", items.head[:32] or "–"))
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=facts)


def _doubts(items: Items) -> Doubts:
    """Better than the base rates of the record, but not than the one number that suits these claims best: then it is
    the base rate that was wrong, and nobody's insight."""

    def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
        if not estimates.score[0] < -calibration.bound():
            return []
        error = against_constant(items)
        return [Limit("constant_as_good", {"error": error}, True)] if error >= 0 else []

    return doubts


def _figure(reading: Reading) -> FigureData | None:
    """The placebos' picture; there is no course over time."""
    e, empty = reading.estimates, np.zeros(0)
    if not e.ok[0] or e.outcome is None:
        return None
    value, base = float(e.value[0]), e.outcome.baseline(float(e.value[0]))
    return FigureData((), empty, empty, empty, empty, 0, base * float(np.expm1(value)),
                      base * np.expm1(reading.scores * float(e.scale[0])), "claims", UNIT)
