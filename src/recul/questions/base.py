"""What every question is, and where they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict

from recul._fields import Share
from recul.batch import Batch, Estimates

if TYPE_CHECKING:
    from recul.finding import Finding
    from recul.record import Record


class Question(BaseModel):
    """One question of a study. A subclass in its own file of `recul/questions` is found by its `kind`.

    estimators: the methods that answer it. fallbacks: those asked only where none of them could be computed for the
    real case. on_request: those asked only by name. The user may force any of the three: `forceable`.
    limit_codes: the limits that only findings of this kind carry, with their values (see `recul.finding.LIMIT_CODES`).
    Its words stand in `report/words/kinds`, in a file named after the kind.

    Fields are what the user may write under `[[question]]`; unknown keys are refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ClassVar[str]
    estimators: ClassVar[tuple[str, ...]]
    fallbacks: ClassVar[tuple[str, ...]] = ()
    on_request: ClassVar[tuple[str, ...]] = ()
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {}

    label: str | None = None
    minimum_effect: Share = 0.05

    @classmethod
    def forceable(cls) -> tuple[str, ...]:
        """Every estimator the user may force."""
        return cls.estimators + cls.fallbacks + cls.on_request

    def batch(self, record: Record, seed: int) -> Batch[Any]:
        """The real item first, its placebos drawn by the same rule."""
        raise NotImplementedError

    def estimate(self, estimator: str, batch: Batch[Any]) -> Estimates:
        """All items of the batch in one call."""
        raise NotImplementedError

    def judge(self, batch: Batch[Any], provenance: dict[str, Any]) -> Finding:
        """The batch through every estimator that applies, and their answers before the one judge."""
        raise NotImplementedError

    def word(self, verdict: str, value: float | None) -> str:
        """The question's own word for the answer, a code that report/words knows."""
        raise NotImplementedError

    def asked(self) -> dict[str, Any]:
        """What was asked, as the finding keeps it: `kind` first, then what was declared."""
        return {"kind": self.kind, **self.model_dump(mode="json", exclude_none=True)}
