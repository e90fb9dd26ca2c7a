"""Is the tone of what is said to a brand worse than what others get, or than it was? (METHODS §8)"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import model_validator

from recul._declared import Span
from recul._fields import Names, Text
from recul._mistakes import wrong
from recul.batch import Batch, Estimates
from recul.questions._compared import Compared
from recul.questions._toned import ToneItems, draw, estimates_of

if TYPE_CHECKING:
    from recul.record import Record

NAME = "powered"


class Tone(Compared):
    """The share of negative, or positive, messages of one group against another's, corrected by labels.

    unit: whose messages; default the study's brand, or the only unit. against: units they are set beside; default all
    others. period, against_period: instead, two periods of the unit. With nothing to set beside it, positive messages
    are set against negative ones. retrain: labels teach the classifier, in folds. minimum_effect: in points of a
    hundred messages, 0.05 for five.
    """

    kind: ClassVar[str] = "tone"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "not_corrected": ("names",),
        "few_labels": ("labels", "needed", "name"),
        "few_days": ("days", "ways", "needed"),
        "labels_skipped": ("count", "of"),
        "labels_beyond": ("count",),
        "labels_unknown": ("count",),
        "labels_taught": ("count", "of", "allowed"),
        "labellers_differ": ("kappa", "messages"),
        "one_labeller": (),
        "texts_missing": ("count", "of"),
    }

    tone: Literal["negative", "positive"] = "negative"
    unit: Text | None = None
    against: Names | None = None
    period: Span | None = None
    against_period: Span | None = None
    retrain: bool = True

    @model_validator(mode="after")
    def _one_comparison(self) -> Tone:
        """Other units or another period, never both; and two periods that do not overlap."""
        if self.against_period is None:
            return self
        if self.against is not None:
            raise wrong("`against` or `against_period`, not both", "Keep one: a difference must have one reading.",
                        key="against", found="both")
        if self.period is None:
            raise wrong("`period` beside `against_period`", "Say which period it is compared with.", key="period",
                        found="nothing")
        from recul._fields import closes, opens

        if opens(self.period.start) < closes(self.against_period.end) and \
                opens(self.against_period.start) < closes(self.period.end):
            raise wrong("two periods that do not overlap", "Change one of them.", key="against_period",
                        found="one that shares days with `period`")
        return self

    def batch(self, record: Record, seed: int) -> Batch[ToneItems]:
        """The two groups as they are, then with their days exchanged by lot.

        Raises QuestionError when a unit is unknown or a group has no message, LabelError when the labels cannot be
        read.
        """
        return draw(self, record, seed)

    def estimate(self, estimator: str, batch: Batch[ToneItems]) -> Estimates:
        """All items in one call, in points of a hundred messages."""
        return estimates_of(batch.items)
