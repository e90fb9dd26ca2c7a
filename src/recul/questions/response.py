"""Did answering change anything? (METHODS §3)"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import AfterValidator, Field, StrictStr, model_validator

from recul._fields import Names, Number, Share
from recul._mistakes import wrong
from recul._phrases import quoted
from recul.batch import Batch, Estimates
from recul.finding import Design, Finding, Limit, Table
from recul.placebo.choice import CODES, doubts_of
from recul.placebo.judge import Doubts, judge
from recul.placebo.redraw import redraw, redraw_arms
from recul.questions._figure import among_placebos
from recul.questions._service import table_of
from recul.questions.base import Question
from recul.threads.answers import LOTTERY, TRIALS, of_lottery, of_trials
from recul.threads.emulation import Assigned, Drawn
from recul.threads.hours import Office
from recul.threads.lottery import lottery
from recul.threads.trials import trials

if TYPE_CHECKING:
    from recul.record import Record
    from recul.threads.conversations import Conversations

Hours = Annotated[float, Field(strict=True, ge=0, le=24, allow_inf_nan=False)]
Weekday = Annotated[int, Field(strict=True, ge=1, le=7)]
# More public messages without a tone than this and nothing negative can be counted.
UNJUDGED_MOST = 0.10
UNIT = "messages"
# Comparisons that others make, and why none of them is made here.
REFUSED = {
    "before": "Surges die by themselves: whatever is done at the peak, less follows than came before.",
    "never": "The loud are answered and the quiet are not: so compared, an answer that halves the decay looks harmful.",
    "future": "Conversations alike in what came after the answer are alike in what the answer did.",
}


def _against(text: str) -> str:
    if text != "left":
        raise wrong('"left": conversations that were alike until then, and left for the moment',
                    REFUSED.get(text, 'Leave it out, or write "left".'))
    return text


@dataclass(frozen=True, eq=False)
class Items:
    """What is asked a thousand times, and the service figures that stand beside the answer."""

    asked: Assigned | Drawn
    service: Table


class Response(Question):
    """The negative messages that follow an answer, from half an hour after it to the horizon, against those that would
    have followed had the conversation been left for the moment.

    horizon: hours, a multiple of a half. office_hours, office_days: when the brand answers, in the study's time zone;
    Monday is 1. bots: authors, of either side, that are programs. units: whose conversations; default all. reopened:
    hours of silence after which a new message opens a thread again. Answers held back by lot, declared in the table
    `actions`, are read as the experiment they are; otherwise observed answers are, and then "it made it worse" is never
    said, nor "it worked" where who was answered already differs in the first half hour. against: what answered
    conversations are set beside; only "left" is allowed, and others are refused by name (REFUSED). truth: in simulated
    worlds only, the relative effect.
    """

    kind: ClassVar[str] = "response"
    estimators: ClassVar[tuple[str, ...]] = (TRIALS,)
    on_request: ClassVar[tuple[str, ...]] = (LOTTERY,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        **CODES,
        "times_coarse": (),
        "tones_unknown": ("share", "allowed"),
        "answers_chosen": (),
    }

    minimum_effect: Share = 0.2
    horizon: Annotated[float, Field(strict=True, gt=0.5, le=72, multiple_of=0.5)] = 6.0
    office_hours: tuple[Hours, Hours] = (9.0, 18.0)
    office_days: tuple[Weekday, ...] = (1, 2, 3, 4, 5)
    against: Annotated[StrictStr, AfterValidator(_against)] = "left"
    bots: Names = ()
    units: Names = ()
    reopened: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] = 24.0
    truth: Annotated[Number, Field(ge=-1)] | None = None

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Response:
        if self.office_hours[0] >= self.office_hours[1]:
            raise wrong("an opening hour before the closing one, like [9, 18]", "Exchange or mend the two.",
                        key="office_hours", found=quoted(list(self.office_hours)))
        if not self.office_days:
            raise wrong("at least one day, 1 for Monday to 7 for Sunday", "Leave it out for Monday to Friday.",
                        key="office_days", found="none")
        return self

    def office(self, zone: str) -> Office:
        """When somebody is there to answer."""
        return Office(*self.office_hours, tuple(sorted(set(self.office_days))), zone)

    def batch(self, record: Record, seed: int) -> Batch[Any]:
        """The real answers, or the real arms of the lottery, then the same drawn again."""
        from recul.measures.threads import conversations, lotteries

        said = conversations(record, self.units, self.bots, self.reopened)
        drawn = lotteries(record, said, self.units)
        return self.asked_of(said, drawn if len(drawn[0]) else None, seed)

    def asked_of(self, said: Conversations, drawn: tuple[Any, Any, Any] | None, seed: int) -> Batch[Any]:
        """The batch of conversations in memory. drawn: conversation, moment and whether answered, of a lottery."""
        office = self.office(said.zone)
        batch: Batch[Any] = redraw(trials(said, office, self.horizon, seed), seed) if drawn is None else \
            redraw_arms(lottery(said, *drawn, office, self.horizon), seed)
        return replace(batch, items=Items(batch.items, table_of(said, office)),
                       notes=self._notes(said, drawn is not None), truth=self.truth)

    def _notes(self, said: Conversations, by_lot: bool) -> tuple[Limit, ...]:
        tones = said.tone[said.public]
        unknown = float(np.isnan(tones).mean()) if len(tones) else 1.0
        notes = []
        if unknown > UNJUDGED_MOST:
            notes.append(Limit("tones_unknown", {"share": unknown, "allowed": UNJUDGED_MOST}, True))
        if not by_lot:
            notes.append(Limit("times_coarse", {}, True) if said.coarse else Limit("answers_chosen", {}))
        return tuple(notes)

    def estimate(self, estimator: str, batch: Batch[Any]) -> Estimates:
        """All assignments of the batch in one call."""
        if isinstance(batch.items.asked, Drawn):
            return of_lottery(batch.items.asked, UNIT)
        return of_trials(batch.items.asked, UNIT).later

    def read(self, batch: Batch[Any]) -> tuple[Estimates, Doubts | None]:
        """What is said of all assignments, and what makes it worthless: choice that shows, where no lot was drawn."""
        if not isinstance(batch.items.asked, Assigned):
            return of_lottery(batch.items.asked, UNIT), None
        answered = of_trials(batch.items.asked, UNIT)
        return answered.later, doubts_of(batch, answered, self.minimum_effect)

    def judge(self, batch: Batch[Any], provenance: dict[str, Any]) -> Finding:
        """Before the one judge, who is told of choice that shows."""
        estimates, doubts = self.read(batch)
        return judge(self.asked(), batch, [estimates], word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: self._design(batch, name, choice), provenance=provenance,
                     figure=among_placebos("negatives", UNIT), doubts=doubts, tables=(batch.items.service,))

    def word(self, verdict: str, value: float | None) -> str:
        """`calmed` or `worse` when seen, `none` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "calmed" if value < 0 else "worse"
        return "none" if verdict == "not_seen" else "unknown"

    def _design(self, batch: Batch[Any], estimator: str, choice: str) -> Design:
        items = batch.items.asked
        by_lot = isinstance(items, Drawn)
        counts = ([("in_lottery", "count", len(items.lottery)), ("held_back", "count", int((~items.arms[0]).sum()))]
                  if by_lot else
                  [("conversations", "count", len(items.trials)),
                   ("answers", "count", len(items.trials.row_of(items.answered[0])))])
        facts = (*counts, ("horizon", "minutes", 60 * self.horizon), ("opens", "number", self.office_hours[0]),
                 ("closes", "number", self.office_hours[1]))
        return Design(estimator, choice, "randomised" if by_lot else "chosen", "", 0, 0, "", "", self.units, (),
                      self.minimum_effect, facts=facts)
