"""What was it worth? The return of an action on its full cost (METHODS §4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, StrictStr, model_validator

from recul._fields import Above, Names, Number, Seasons, Share
from recul._mistakes import wrong
from recul.batch import Batch, Estimates, PanelItems
from recul.errors import QuestionError
from recul.finding import Design, Estimate, Finding, Limit, Table
from recul.panel import Frequency, Panel
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Reading, judge
from recul.questions._bill import Bill, bill_of, both, exchange_of, hours_of_log, kept_of, money_of
from recul.questions._calendar import refuse_unknown_units
from recul.questions._returns import (
    Needed,
    Terms,
    bill_table,
    needed_table,
    payable,
    pays,
    returned,
    said,
    said_table,
    told_from_even,
    whole,
)
from recul.questions._tools import Credit, credits_of, tools_table
from recul.questions.base import Question
from recul.questions.effect import Effect
from recul.questions.panel import Asked, design_of, figure_of, unit_periods
from recul.scale import Scale

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action, Costs, Event

# A return whose interval is wider than this, in shares of the cost, is given only where it stands out from break-even:
# then it is more often said too far from it than too near (`benchmarks/worth.py`).
WIDE = 1.0


def _share_kept(value: float) -> float:
    if not 0 < value <= 1:
        raise wrong("a share above 0 and at most 1: 0.55 where 55 of 100 € of sales are left",
                    "It is a share: write 0.55 for 55 %. Of an outcome that is no money, write `unit_margin`.")
    return value


Kept = Annotated[Number, AfterValidator(_share_kept)]


@dataclass(frozen=True, eq=False)
class WorthItems:
    """asked: the panel and the cases of the effect. terms: what an effect is worth. credits: what others would say.
    named: how the action is called."""

    asked: PanelItems
    terms: Terms
    credits: tuple[Credit, ...]
    named: str


class Worth(Question):
    """The net gain of an action, and its return: what its effect brought less its full cost, over that cost.

    outcome, action and the keys of the effect: as in `Effect`, which is asked. margin: the share kept of an outcome
    that is money. unit_margin: what is kept of one of any other, in the study's currency. minimum_effect: the gain or
    loss, as a share of the cost, that would matter: an interval that holds break-even and is more than twice as wide
    gives no number. hours_from, natures: hours of the team's log in place of the action's. last_click, first_click,
    channel, reach, price_per_thousand: what other tools would have said. truth: the true return, in simulated worlds
    only.
    """

    kind: ClassVar[str] = "worth"
    estimators: ClassVar[tuple[str, ...]] = Effect.estimators
    fallbacks: ClassVar[tuple[str, ...]] = Effect.fallbacks
    on_request: ClassVar[tuple[str, ...]] = Effect.on_request
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "return_unclear": ("break_even", "told"),
        "return_wide": ("width",),
        "hours_left_out": (),
        "gain_unobserved": ("share",),
    }

    minimum_effect: Share = 0.5
    outcome: StrictStr
    action: StrictStr
    margin: Kept | None = None
    unit_margin: Above | None = None
    controls: Names | None = None
    unaffected: Names = ()
    frequency: Frequency | None = None
    window: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | Literal["all"] | None = None
    history: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | None = None
    scale: Scale = "identity"
    seasons: Seasons | None = None
    estimator: str | None = None
    hours_from: Literal["tasks"] | None = None
    natures: Names = ()
    last_click: StrictStr | None = None
    first_click: StrictStr | None = None
    channel: StrictStr | None = None
    reach: StrictStr | None = None
    price_per_thousand: Above | None = None
    truth: Annotated[Number, Field(ge=-1)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Worth:
        """One margin, and what belongs together."""
        if (self.margin is None) == (self.unit_margin is None):
            neither = self.margin is None
            raise wrong("`margin`, the share kept of an outcome that is money, or `unit_margin`, what one of any other"
                        " leaves", "Add a line such as `margin = 0.55`." if neither else "Remove one of them.",
                        key="margin", found="neither of the two" if neither else "both of them")
        if (self.reach is None) != (self.price_per_thousand is None):
            raise wrong("`reach`, a measure, and `price_per_thousand`, or neither", "Add the other, or remove it.",
                        key="reach" if self.reach else "price_per_thousand", found="one without the other")
        if self.natures and self.hours_from is None:
            raise wrong('no such key unless hours_from = "tasks"', "Remove it, or take the hours from the log.",
                        key="natures")
        if self.channel is not None and not (self.last_click or self.first_click or self.reach):
            raise wrong("no such key without `last_click`, `first_click` or `reach`", "Remove it.", key="channel")
        return self

    def effect(self) -> Effect:
        """The question of the effect, as it is asked."""
        return Effect(outcome=self.outcome, action=self.action, controls=self.controls, unaffected=self.unaffected,
                      frequency=self.frequency, window=self.window, history=self.history, scale=self.scale,
                      seasons=self.seasons, estimator=self.estimator)

    def batch(self, record: Record, seed: int) -> Batch[WorthItems]:
        """The effect's own batch, and what its effect is worth. Raises QuestionError with every mistake in the costs,
        the currencies and the effect's own question."""
        from recul.measures import actions, panel

        found = panel(record, self.outcome, self.frequency)
        refuse_unknown_units(record, found, record.study.events)
        study = record.study
        return self.asked_of(found, actions(record), study.costs, seed, study.timezone, study.events, record)

    def asked_of(self, panel: Panel, actions: Sequence[Action], costs: Costs | None, seed: int, timezone: str = "UTC",
                 events: Sequence[Event] = (), record: Record | None = None) -> Batch[WorthItems]:
        """The same of a panel in memory; without a record there is no log and no other tool to ask."""
        action = self.effect().acting(actions)
        asked, (bill, kept) = both(lambda: self.effect().asked_of(panel, actions, timezone, events),
                                   lambda: self._money(panel, action, costs, record))
        terms = Terms(bill, kept, unit_periods(PanelItems(asked.panel, (asked.case,))) or 0)
        credits, _ = both(lambda: self._credits(record, asked, terms), lambda: both(
            lambda: payable(asked, terms, action.id), lambda: whole(asked, action, timezone)))
        batch: Batch[Any] = asked.batch(seed)
        return replace(batch, items=WorthItems(batch.items, terms, credits, action.label or action.id),
                       notes=(*batch.notes, *_notes(asked, terms)), truth=self.truth)

    def estimate(self, estimator: str, batch: Batch[WorthItems]) -> Estimates:
        """All items of the batch in one call of the estimator, the real one read from break-even."""
        return returned(self.effect().estimate(estimator, _inside(batch)), batch.items.terms)

    def answers(self, batch: Batch[WorthItems]) -> list[Estimates]:
        """What each estimator of the effect says, read so."""
        return [returned(e, batch.items.terms) for e in self.effect().answers(_inside(batch))]

    def judge(self, batch: Batch[WorthItems], provenance: dict[str, Any]) -> Finding:
        """Before the one judge; a number only where it says something."""
        terms, inner = batch.items.terms, _inside(batch)

        def tables(reading: Reading, estimate: Estimate) -> list[Table]:
            found = [bill_table(terms.bill), needed_table(Needed.of(reading, terms)), said_table(said(reading, terms))]
            return [*found, *([tools_table(batch.items.credits, terms.bill.total)] if batch.items.credits else [])]

        def weigh(reading: Reading, estimate: Estimate) -> list[Limit]:
            return self._weigh(estimate, Needed.of(reading, terms))

        return judge(self.asked(), batch, self.answers(batch), word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: self._design(batch, name, choice), provenance=provenance,
                     figure=lambda reading: figure_of(replace(reading, batch=inner)), tables=tables, weigh=weigh,
                     doubts=lambda e, calibration: _unbounded(e, calibration, terms),
                     passes=lambda e, calibration: told_from_even(e, calibration, e.score[e.ok & batch.placebo]))

    def _weigh(self, estimate: Estimate, needed: Needed) -> list[Limit]:
        """An interval around break-even too wide to say that it is near; or beside it, and so wide that its size says
        less than its side does."""
        low, high = estimate.relative_low, estimate.relative_high
        if low is None or high is None or low <= 0 <= high:
            close = low is not None and high is not None and high - low <= 2 * self.minimum_effect
            return [] if close else [Limit("return_unclear", {"break_even": needed.pays, "told": needed.told[0]}, True)]
        return [Limit("return_wide", {"width": high - low})] if high - low > WIDE else []

    def word(self, verdict: str, value: float | None) -> str:
        """`pays` or `does_not_pay` when told from break-even, `even` when too close to it to matter, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "pays" if value > 0 else "does_not_pay"
        return "even" if verdict == "not_seen" else "unknown"

    def _money(self, panel: Panel, action: Action, costs: Costs | None, record: Record | None) -> tuple[Bill, float]:
        """The bill, and what is kept of one of the outcome, in one currency."""
        exchange = exchange_of(action, costs, money_of(panel.value_unit))
        kept = kept_of(panel, self.margin, self.unit_margin, exchange)
        logged = None
        if record and self.hours_from:
            try:
                logged = hours_of_log(record, action, self.natures)
            except QuestionError as error:  # told with all other mistakes
                exchange.mistakes.extend(error.mistakes)
        return bill_of(action, costs, exchange, logged), kept

    def _credits(self, record: Record | None, asked: Asked, terms: Terms) -> tuple[Credit, ...]:
        """What other tools would have said, where their inputs are."""
        if record is None:
            return ()
        clicks = {"last_click": self.last_click, "first_click": self.first_click}
        declared = {tool: measure for tool, measure in clicks.items() if measure is not None}
        return credits_of(record, asked, terms.kept, self.channel, declared, self.reach, self.price_per_thousand)

    def _design(self, batch: Batch[WorthItems], estimator: str, choice: str) -> Design:
        bill = batch.items.terms.bill
        facts = (("named", "name", batch.items.named), ("full_cost", "money", bill.total),
                 *((("hours", "number", bill.hours),) if bill.hours is not None else ()),
                 ("margin", "percent", self.margin) if self.margin else ("unit_margin", "amount", self.unit_margin))
        return replace(design_of(_inside(batch), self.minimum_effect, estimator, choice), facts=facts)


def _inside(batch: Batch[WorthItems]) -> Batch[PanelItems]:
    """The batch of the effect."""
    same: Batch[Any] = batch
    return replace(same, items=batch.items.asked)


def _notes(asked: Asked, terms: Terms) -> list[Limit]:
    notes = [] if terms.bill.hours is not None else [Limit("hours_left_out", {})]
    unobserved = 1 - terms.count / (len(asked.case.units) * asked.case.window)
    return [*notes, *([Limit("gain_unobserved", {"share": unobserved})] if unobserved > 0 else [])]


def _unbounded(e: Estimates, calibration: Calibration, terms: Terms) -> list[Limit]:
    """Placebos too few for any interval."""
    if math.isfinite(calibration.bound()):
        return []
    return [Limit("return_unclear", {"break_even": pays(e, terms), "told": None}, True)]
