"""Does the risk of crises alone justify the work? (METHODS §4)"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, StrictStr, model_validator

from recul import _fields
from recul._fields import Above, Currency, Money, Number, Share
from recul._mistakes import wrong
from recul._phrases import phrase
from recul.batch import NORMAL, Batch, Estimates
from recul.estimators._crises import Arguments, Belief, believed, evidence, quantile
from recul.finding import Design, Estimate, FigureData, Finding, Limit, Rate
from recul.placebo.calibrate import Calibration
from recul.placebo.histories import KINDS, Errors, histories, kept, together
from recul.placebo.judge import Reading, judge
from recul.placebo.rates import rate
from recul.questions import _averted_told as told
from recul.questions._averted import (
    YEARS_LEAST,
    Answering,
    Losses,
    answering_of,
    argument,
    chosen,
    gates,
    losses_of,
    others,
    seen_in,
)
from recul.questions._averted_doubts import doubted
from recul.questions._bill import Bill, Exchange, bill_of, both, kept_of, money_of
from recul.questions._loss import LOSS_LEVEL
from recul.questions.base import Question
from recul.questions.crisis import Crisis
from recul.questions.response import Response
from recul.questions.worth import Kept
from recul.scale import Outcome

CRISIS, RESPONSE = phrase("crisis question with an outcome"), phrase("response question")

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.record import Record
    from recul.study import Costs

NAME = "crises"
PLACEBOS, POOL, DRAWS, REAL_DRAWS = 999, 6, 1000, 20_000
WORK = "the work of a year"


@dataclass(frozen=True, eq=False)
class AvertedItems:
    """The real argument with its histories, all kinds of them one after the other (KINDS), the judge's first; None
    where it cannot be made. made: of each kind, how many there are in which it would be made, of `draws`. real: what is
    believed of the real one. every: the same had the surges that nobody could read hurt as the others do."""

    losses: Losses
    answering: Answering
    bill: Bill
    found: Arguments | None
    made: tuple[int, ...]
    draws: int
    real: Belief | None
    every: Belief | None


class Averted(Question):
    """The yearly loss from crises that answering averts, less what the work costs a year, over that cost.

    crisis, response: labels of the study's own questions of these kinds that the argument rests on; each may be left
    out where there is one only. margin, unit_margin: as in `Worth`, of the outcome of the crisis question. costs,
    hours, currency: of a year of the work, as in an action. minimum_effect: as in `Worth`. truth: what is truly averted
    a year, over the cost, less one; in simulated worlds only.
    """

    kind: ClassVar[str] = "averted"
    estimators: ClassVar[tuple[str, ...]] = (NAME,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "no_surges": ("months", "most"),
        "no_loss_seen": ("read", "episodes"),
        "no_answer_seen": (),
        "answers_unread": (),
        "argument_unclear": ("low", "high"),
        "surges_bunched": ("surges",),
        "losses_left_out": ("left", "episodes"),
        "might_pay": ("left", "episodes"),
        "might_cost_more": ("seen", "times"),
        "histories_pay": ("count", "of"),
        "record_short": ("months",),
        "carried_over": (),
        "answers_observed": (),
    }

    minimum_effect: Share = 0.5
    crisis: StrictStr | None = None
    response: StrictStr | None = None
    margin: Kept | None = None
    unit_margin: Above | None = None
    costs: _fields.Bill = Field(default={})
    hours: Money | None = None
    currency: Currency | None = None
    truth: Annotated[Number, Field(ge=-1)] | None = None

    @model_validator(mode="after")
    def _one_margin(self) -> Averted:
        if (self.margin is None) == (self.unit_margin is None):
            neither = self.margin is None
            raise wrong("`margin`, the share kept of an outcome that is money, or `unit_margin`, what one of any other"
                        " leaves", "Add a line such as `margin = 0.55`." if neither else "Remove one of them.",
                        key="margin", found="neither of the two" if neither else "both of them")
        return self

    def batch(self, record: Record, seed: int) -> Batch[AvertedItems]:
        """The argument as it is, and its histories. Raises QuestionError with every mistake: a question it rests on
        that is not there, costs missing, two currencies without a rate."""
        from recul.measures import panel

        (crisis, response), (bill, kept) = both(
            lambda: both(lambda: chosen(record, Crisis, self.crisis, "crisis", CRISIS),
                         lambda: chosen(record, Response, self.response, "response", RESPONSE)),
            lambda: self._money(record, panel))
        return self.asked_of(losses_of(crisis, record, kept, seed), answering_of(response, record, seed), bill, seed)

    def asked_of(self, losses: Losses, answering: Answering, bill: Bill, seed: int, draws: int = PLACEBOS
                 ) -> Batch[AvertedItems]:
        """The batch of what the two questions gave."""
        notes = gates(losses, answering)
        found, real, every = None, None, None
        drawn: list[Arguments] = []
        if not notes:
            one, errors = argument(losses, answering)
            real = believed(one, REAL_DRAWS, seed)
            more = others(losses)
            every = believed(one, REAL_DRAWS, seed, len(losses.loss) + more) if more else None
            drawn = _drawn(one, real, errors, bill.total, draws, seed)
            found = together([one, *drawn])
        notes += _notes(losses, answering)
        number = np.arange(1 + (len(drawn[0]) if drawn else 0), dtype=np.int64)
        items = AvertedItems(losses, answering, bill, found, tuple(map(len, drawn)), draws, real, every)
        return Batch(items, number, number, number, draws, "histories", seed, tuple(notes), truth=self.truth)

    def estimate(self, estimator: str, batch: Batch[AvertedItems]) -> Estimates:
        """The argument and the histories in which the work just covers its cost, in one call."""
        if batch.items.found is None:
            return _nothing(batch.items.bill)
        return _estimates(batch.items, _scores(batch)[: len(batch)])

    def judge(self, batch: Batch[AvertedItems], provenance: dict[str, Any]) -> Finding:
        """Before the one judge: how surely more is averted than the work costs, against histories in which it just
        covers its cost. A number only where it says something."""
        items = batch.items
        if items.found is None:
            estimates, said = _nothing(items.bill), {}
        else:
            score = _scores(batch)
            estimates = _estimates(items, score[: len(batch)])
            said = _said(items, score, estimates)
        return judge(self.asked(), batch, [estimates], word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: self._design(items, name, choice), provenance=provenance,
                     figure=_figure, tables=lambda reading, estimate: told.tables(items, reading, estimate, said),
                     weigh=lambda reading, estimate: self._weigh(items, estimate),
                     doubts=lambda e, calibration: doubted(items, said, e, calibration))

    def _weigh(self, items: AvertedItems, estimate: Estimate) -> list[Limit]:
        """An interval around the cost too wide to say that what is averted is near it."""
        low, high = estimate.relative_low, estimate.relative_high
        if low is None or high is None or not low <= 0 <= high or high - low <= 2 * self.minimum_effect:
            return []
        cost = items.bill.total
        return [Limit("argument_unclear", {"low": (1 + low) * cost, "high": (1 + high) * cost}, True)]

    def word(self, verdict: str, value: float | None) -> str:
        """`justified` or `not_justified` when told from the cost, `even` when too close to it to matter, else
        `unknown`."""
        if verdict == "seen" and value is not None:
            return "justified" if value > 0 else "not_justified"
        return "even" if verdict == "not_seen" else "unknown"

    def _money(self, record: Record, panel: Any) -> tuple[Bill, float]:
        """What a year costs, and what is kept of one of the outcome, in one currency."""
        from recul.study import Action

        costs: Costs | None = record.study.costs
        crisis = chosen(record, Crisis, self.crisis, "crisis", CRISIS)
        outcome: Panel = panel(record, getattr(crisis, "outcome", ""), None)
        home = costs.currency if costs else money_of(outcome.value_unit) or self.currency or ""
        exchange = Exchange(home, costs.rates if costs else {}, declared=costs is not None)
        kept = kept_of(outcome, self.margin, self.unit_margin, exchange)
        work = Action(id=WORK, kind="work", start=date(2000, 1, 1), costs=self.costs, hours=self.hours,
                      currency=self.currency)
        return bill_of(work, costs, exchange), kept

    def _design(self, items: AvertedItems, estimator: str, choice: str) -> Design:
        facts: list[tuple[str, str, Any]] = [
                 ("full_cost", "money", items.bill.total), ("listened", "number", 12 * items.losses.years),
                 ("episodes", "count", items.losses.episodes), ("read", "count", len(items.losses.loss)),
                 ("seen", "count", items.losses.seen)]
        facts += [("hours", "number", items.bill.hours)] if items.bill.hours is not None else []
        facts += [("margin", "percent", self.margin) if self.margin else ("unit_margin", "amount", self.unit_margin)]
        return Design(estimator, choice, "", "", 0, 0, "", "", (), (), self.minimum_effect, facts=tuple(facts))


@dataclass(frozen=True, eq=False)
class Covered(Outcome):
    """A score of how surely more is averted than the work costs, read in money: v stands for the amount beyond the cost
    that is exceeded as surely as the score exceeds v. Zero stands for zero, and bounds keep their order."""

    belief: Belief
    cost: float
    score: float

    def effect(self, shift: float) -> float:
        """What is averted a year less the cost, of the sign of the score."""
        if shift == 0 or not math.isfinite(shift):
            return shift
        found = quantile(self.belief.averted[0], shift - self.score) - self.cost
        return found if found * shift > 0 else math.copysign(1e-9 * self.cost, shift)

    def baseline(self, shift: float) -> float:
        """There is none: it is told as a share of the cost."""
        return math.nan


def _scores(batch: Batch[AvertedItems]) -> Any:
    """How surely each argument has more averted than the work costs; those of all histories, in one call."""
    items = batch.items
    if items.found is None or items.real is None:
        return np.full(1, np.nan)
    score = evidence(believed(items.found, DRAWS, batch.seed).averted, items.bill.total)
    # The same, of more draws; but no surer than so many draws can make any history.
    most = abs(float(evidence(np.zeros((1, DRAWS)), 0.0)[0]))
    score[0] = np.clip(evidence(items.real.averted, items.bill.total)[0], -most, most)
    return score


def _estimates(items: AvertedItems, score: Any) -> Estimates:
    """What the judge reads. The real one's scale is one, but where its histories would make its interval narrower than
    its own: there more is asked of it than they ask."""
    n, scale = len(score), np.ones(len(score))
    bound = Calibration.of(score[1:], 0, n - 1).bound() if n > 1 else math.inf
    scale[0] = max(1.0, NORMAL / bound) if bound > 0 else 1.0
    outcome = None if items.real is None else Covered("identity", np.zeros(0), items.real, items.bill.total,
                                                      float(score[0]))
    found = Estimates.simple(NAME, score, scale, nominal=np.ones(n), baseline=np.full(n, np.nan), norm=np.ones(n),
                             ok=np.ones(n, dtype=bool), unit=items.bill.currency, outcome=outcome)
    return replace(found, over=items.bill.total)


def _nothing(bill: Bill) -> Estimates:
    """Where the argument cannot be made."""
    blank = np.full(1, np.nan)
    return Estimates.simple(NAME, blank, blank, baseline=blank, norm=blank, why="not_estimated", unit=bill.currency)


def _drawn(one: Arguments, real: Belief, errors: Errors, cost: float, draws: int, seed: int) -> list[Arguments]:
    """Histories of each kind in which the argument would be made: `draws` that just cover the cost, or as many as there
    are of POOL times as many; of each other kind those of `draws`."""
    found = []
    for kind in KINDS:
        number = draws * (POOL if kind == "just_covers" else 1)
        drawn = histories(kind, one, real, errors, cost, number, seed)
        found.append(kept(drawn, np.flatnonzero(seen_in(drawn, LOSS_LEVEL))[:draws]))
    return found


def _said(items: AvertedItems, score: Any, estimates: Estimates) -> dict[tuple[str, str], Rate]:
    """How often histories of each kind would have been said to justify the work, or not to: (kind, word) -> rate."""
    bound = Calibration.of(estimates.score[1:], 0, items.made[0]).bound() * float(estimates.scale[0])
    found: dict[tuple[str, str], Rate] = {}
    ends = np.cumsum((1, *items.made))
    for number, kind in enumerate(KINDS):
        rows = score[ends[number] : ends[number + 1]]
        # Nothing is said of those in which the argument is not made.
        hits = np.zeros((2, len(rows) if kind == "just_covers" else items.draws), dtype=bool)
        hits[:, : len(rows)] = rows > bound, rows < -bound
        each = np.arange(hits.shape[1])
        found[kind, "justified"] = rate(hits[0], each)
        if kind == "just_covers":
            found[kind, "not_justified"] = rate(hits[1], each)
    return found


def _notes(losses: Losses, answering: Answering) -> list[Limit]:
    notes = [Limit("carried_over", {})]
    if others(losses):
        notes.append(Limit("losses_left_out", {"left": others(losses), "episodes": losses.episodes}))
    if YEARS_LEAST <= losses.years < 1:
        notes.append(Limit("record_short", {"months": 12 * losses.years}))
    if answering.seen and not answering.by_lot:
        notes.append(Limit("answers_observed", {}))
    return notes


def _figure(reading: Reading) -> FigureData | None:
    """The argument among its histories, in money beyond the cost."""
    e, empty = reading.estimates, np.zeros(0)
    if not isinstance(e.outcome, Covered):
        return None
    spread = (e.outcome.effect(float(e.value[0]) + 1) - e.outcome.effect(float(e.value[0]) - 1)) / 2
    return FigureData((), empty, empty, empty, empty, 0, e.outcome.effect(float(e.value[0])),
                      reading.scores * spread, "averted", e.unit)
