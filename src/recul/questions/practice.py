"""Is the work strategic or operational? What job ads say: who is hired for it, beside all others (METHODS §8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, field_validator

from recul._fields import Number, Share, Text
from recul._mistakes import wrong
from recul._phrases import phrase
from recul.batch import Batch, Estimates
from recul.estimators._shares import shares
from recul.finding import Design, Finding, Limit
from recul.measures.ads import Contract, plain_word
from recul.placebo.calibrate import RANKS_FROM, Calibration
from recul.placebo.judge import judge
from recul.questions._figure import among_placebos
from recul.questions._occupations import OccupationItems, draw, estimates_of
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.record import Record

NAME = "share"
RARE = 0.05


class Practice(Question):
    """Whether one occupation is hired for on one kind of contract more, or less, than occupations usually are.

    occupation: as the ads have it. contract: the kind counted. contracts: kind -> what the site writes for it, where
    Recul does not know its words. minimum_effect: relative to the share of that contract in all other ads. truth: the
    true share against that of all others (1.5: two and a half times theirs), in simulated worlds only.
    """

    kind: ClassVar[str] = "practice"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "contracts_unstated": ("count", "of", "allowed"),
        "contracts_unknown": ("count", "words"),
        "occupations_unstated": ("count", "of"),
        "occupation_spelled": ("count", "words"),
        "few_ads": ("ads", "needed"),
        "rare_contract": ("share", "needed"),
        "no_dates": (),
        "others_unstated": ("count", "of", "allowed"),
        "small_occupations": ("count", "of", "needed"),
    }

    minimum_effect: Share = 0.5
    occupation: Text
    contract: Contract = "internship"
    contracts: dict[Contract, tuple[Text, ...]] = Field(default_factory=dict)
    truth: Annotated[Number, Field(ge=-1)] | None = None

    @field_validator("contracts")
    @classmethod
    def _one_meaning(cls, declared: dict[Contract, tuple[str, ...]]) -> dict[Contract, tuple[str, ...]]:
        """A word of the site means one kind of contract."""
        said = [plain_word(word) for words in declared.values() for word in words]
        twice = sorted({word for word in said if said.count(word) > 1})
        if twice:
            raise wrong("each word under one kind of contract", "Remove it from all kinds but one.",
                        found=phrase("{twice!r} more than once", twice=twice[0]))
        return declared

    def batch(self, record: Record, seed: int) -> Batch[OccupationItems]:
        """The occupation against all others; then each of the others so, then the same with shuffled labels.

        Raises QuestionError when there are no ads, none of the occupation, or none whose contract is known.
        """
        from recul.measures.ads import ads

        return replace(draw(ads(record, self.contracts), self.occupation, self.contract, seed), truth=self.truth)

    def estimate(self, estimator: str, batch: Batch[OccupationItems]) -> Estimates:
        """All items in one call."""
        items = batch.items
        return estimates_of(shares(items.count, items.size, items.group))

    def judge(self, batch: Batch[OccupationItems], provenance: dict[str, Any]) -> Finding:
        """The occupations' shares before the judge."""
        return judge(self.asked(), batch, [self.estimate(NAME, batch)], word=self.word,
                     design=lambda name, choice: self._design(batch.items, name, choice),
                     minimum_effect=self.minimum_effect, provenance=provenance, figure=among_placebos("share"),
                     doubts=rare(batch.items), tables=batch.items.tables)

    def word(self, verdict: str, value: float | None) -> str:
        """`more` or `less` than occupations usually are, `usual`, or `unknown`."""
        if verdict == "seen" and value is not None:
            return "more" if value > 0 else "less"
        return "usual" if verdict == "not_seen" else "unknown"

    def _design(self, items: OccupationItems, estimator: str, choice: str) -> Design:
        counted, of, everywhere = items.own
        facts = (("occupation", "name", self.occupation), ("contract", "code", self.contract),
                 ("ads", "count", of), ("counted", "count", counted), ("own_share", "percent", counted / of),
                 ("own_low", "percent", items.ends[0]), ("own_high", "percent", items.ends[1]),
                 ("all_share", "percent", everywhere), ("rank", "count", items.rank),
                 ("occupations", "count", len(items.size)), ("all_ads", "count", items.all_ads))
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=facts)


def rare(items: OccupationItems) -> Callable[[Estimates, Calibration], list[Limit]]:
    """Few occupations and a contract that hardly ever, or nearly always, occurs: shares are then so skewed that in
    simulation 8 % of ordinary occupations, not 5, passed for unusual (docs/methods.md)."""

    def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
        share = float(items.count[0].sum() / items.size.sum())
        if min(share, 1 - share) >= RARE or len(np.unique(items.group)) > RANKS_FROM:
            return []
        return [Limit("rare_contract", {"share": share, "needed": RANKS_FROM + 1}, True)]

    return doubts
