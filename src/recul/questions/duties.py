"""Is the work that job ads describe more strategic than that of other occupations? (METHODS §8)"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from recul._fields import Names, Share, Text
from recul.batch import Batch, Estimates
from recul.questions._compared import Compared
from recul.questions._duties import DutiesItems, draw, estimates_of

if TYPE_CHECKING:
    from recul.record import Record

NAME = "clustered"


class Duties(Compared):
    """The share of strategic tasks in the ads of an occupation less that in others', corrected by labels.

    occupation: as the ads have it. against: occupations it is set beside, together; default all others. A task that is
    both counts half, a sentence that says no task counts nowhere. minimum_effect: in points of a hundred tasks, 0.1 for
    ten.
    """

    kind: ClassVar[str] = "duties"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "sentences_not_corrected": ("name",),
        "few_tasks_labelled": ("labels", "needed", "name"),
        "one_kind_only": ("needed", "name"),
        "few_employers": ("employers", "needed", "name"),
        "employers_unnamed": ("count", "of", "allowed", "name"),
        "ads_without_sentences": ("count", "of", "allowed", "name"),
        "sentences_foreign": ("count", "of", "allowed", "name"),
        "ads_repeated": ("count", "of"),
        "ads_unplaced": ("count", "of"),
        "occupation_spelled": ("count", "words"),
        "labels_skipped": ("count", "of"),
        "labels_beyond": ("count",),
        "labels_unknown": ("count",),
        "labellers_differ": ("kappa", "messages"),
        "one_labeller": (),
    }

    minimum_effect: Share = 0.1
    occupation: Text
    against: Names | None = None

    def batch(self, record: Record, seed: int) -> Batch[DutiesItems]:
        """The two groups of ads as they are, then with each employer's departures turned by lot.

        Raises QuestionError when an occupation is unknown or a group has no sentence, LabelError when the labels cannot
        be read.
        """
        return draw(self, record, seed)

    def estimate(self, estimator: str, batch: Batch[DutiesItems]) -> Estimates:
        """All items in one call, in points of a hundred tasks."""
        return estimates_of(batch.items, batch.seed)
