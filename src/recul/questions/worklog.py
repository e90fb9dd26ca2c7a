"""Is the work strategic or operational? What a team's own log says, and whether it changed (METHODS §8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from pydantic import Field, StrictBool, field_validator

from recul._fields import Share, Text
from recul._mistakes import wrong
from recul._phrases import phrase
from recul.batch import Batch, Estimates
from recul.estimators._shift import shift
from recul.finding import Design, Finding
from recul.measures.ads import plain_word
from recul.measures.work import Nature
from recul.placebo.judge import judge
from recul.questions._nature import LogItems, draw, estimates_of, figure, lingers, passes
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.record import Record

NAME = "shift"


class Worklog(Question):
    """Whether a team's log gives a larger, or smaller, share of its hours to strategic work than it used to.

    natures: nature -> the team's own words for it, where Recul does not know them. audit: the tasks whose `nature` is
    stated were drawn at random; they then correct what the classifier says of all. unit: whose tasks; default all.
    minimum_effect: relative to the share in the earlier years.
    """

    kind: ClassVar[str] = "worklog"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "nature_not_corrected": ("tasks",),
        "part_labelled": ("count", "of"),
        "few_tasks_audited": ("audited", "needed"),
        "few_quarters": ("quarters", "needed"),
        "empty_quarters": ("count", "of"),
        "tasks_unread": ("count", "of", "allowed"),
        "natures_unknown": ("count", "words"),
        "hours_unstated": ("count", "of", "allowed"),
        "hours_impossible": ("count", "of", "allowed"),
        "no_hours": (),
        "may_linger": ("quarters", "alike"),
    }

    minimum_effect: Share = 0.5
    natures: dict[Nature, tuple[Text, ...]] = Field(default_factory=dict)
    audit: StrictBool = False
    unit: Text | None = None

    @field_validator("natures")
    @classmethod
    def _one_meaning(cls, declared: dict[Nature, tuple[str, ...]]) -> dict[Nature, tuple[str, ...]]:
        """A word of the team means one nature."""
        said = [plain_word(word) for words in declared.values() for word in words]
        twice = sorted({word for word in said if said.count(word) > 1})
        if twice:
            raise wrong("each word under one nature", "Remove it from all natures but one.",
                        found=phrase("{twice!r} more than once", twice=twice[0]))
        return declared

    def batch(self, record: Record, seed: int) -> Batch[LogItems]:
        """The log's quarters as they were, then shuffled.

        Raises QuestionError when there are no tasks, or none that can be counted.
        """
        from recul.measures.work import log

        return draw(log(record, self.natures, self.unit), self.audit, seed)

    def estimate(self, estimator: str, batch: Batch[LogItems]) -> Estimates:
        """All items in one call."""
        items = batch.items
        return estimates_of(shift(items.spans, items.order, items.half))

    def judge(self, batch: Batch[LogItems], provenance: dict[str, Any]) -> Finding:
        """The log's quarters before the judge."""
        raw = batch.items.how == "classifier"
        # A share that nothing corrects is not told, not even without an interval: `weigh` withholds it.
        return judge(self.asked(), batch, [self.estimate(NAME, batch)], word=self.word,
                     design=lambda name, choice: self._design(batch.items, name, choice),
                     minimum_effect=self.minimum_effect, provenance=provenance, figure=None if raw else figure,
                     doubts=lingers(batch.items), passes=passes(batch.items),
                     tables=batch.items.tables, weigh=(lambda reading, estimate: ()) if raw else None)

    def word(self, verdict: str, value: float | None) -> str:
        """`more` strategic than before, `less`, `steady`, or `unknown`."""
        if verdict == "seen" and value is not None:
            return "more" if value > 0 else "less"
        return "steady" if verdict == "not_seen" else "unknown"

    def _design(self, items: LogItems, estimator: str, choice: str) -> Design:
        found = shift(items.spans, items.order[:1], items.half)
        shares = {"log_share": items.share, "log_low": items.ends[0], "log_high": items.ends[1]}
        if items.how != "classifier":
            shares |= {"earlier": float(found.earlier[0]), "later": float(found.later[0])}
        facts = (("how", "code", items.how), ("tasks", "count", items.tasks),
                 *((("hours", "size", items.hours),) if items.counts_hours else ()),
                 *((("audited", "count", items.audited),) if items.how == "audit_sample" else ()),
                 *((name, "percent", value) for name, value in shares.items() if np.isfinite(value)),
                 ("quarters", "count", items.order.shape[1]), ("half", "count", items.half))
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=facts)
