"""Is this a crisis, or the usual noise? (METHODS §2)

A surge is what is loud; a crisis is what hurts: a surge after which an outcome falls, by the effect question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from recul._fields import Budget, Moment, Names, Number, closes, opens, per_month
from recul._phrases import joined, phrase, quoted
from recul.batch import Batch
from recul.errors import Mistake, QuestionError
from recul.finding import Finding, Limit
from recul.panel import Aggregate, Frequency, Panel
from recul.placebo.judge import judge
from recul.questions import _loss, _surge
from recul.questions._alarms import Heard, column_at, listen, of_messages, utc
from recul.questions._loss import Place
from recul.questions._told import CrisisItems, Told
from recul.questions.base import Question
from recul.questions.effect import Effect
from recul.questions.panel import design_of, figure_of, unit_periods

if TYPE_CHECKING:
    from recul.record import Record

# A moment that is not a day but an hour: episodes so many hours either side are meant by it.
NEAR_HOURS = 12


class Known(BaseModel):
    """In simulated worlds only: the relative effect on the outcome of the surge that holds a moment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    moment: Moment
    effect: Annotated[Number, Field(ge=-1)]


class Crisis(Question):
    """Each surge of the record: noise, a surge, a bad buzz or a crisis; the verdict is that of the loss.

    budget: false alarms put up with, "1 a month". messages: the measure that counts them; default what is received,
    else all messages. unit: whose; needed where there are several. moment: the day or the time asked about; default
    every episode. outcome: a measure that a crisis would make fall; without it nobody may speak of a crisis.
    units: of the outcome, where a loss is looked for; default the one named as `unit`, else all. episodes: after how
    many of the largest. window, history, frequency, controls, aggregate, estimator: of the outcome, as in `effect`.
    truth: in simulated worlds only.
    """

    kind: ClassVar[str] = "crisis"
    estimators: ClassVar[tuple[str, ...]] = ("structural",)
    fallbacks: ClassVar[tuple[str, ...]] = ("did",)
    on_request: ClassVar[tuple[str, ...]] = ("synthetic", "augmented", "sdid")
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "no_outcome": (),
        "no_alarm": ("budget",),
        "no_episodes": ("budget",),
        "outcome_not_covered": ("moment",),
        "largest_only": ("asked", "episodes"),
        "tone_unknown": (),
        "losses_untold": ("untold", "asked"),
    }

    budget: Budget = "1 a month"
    messages: str | None = None
    unit: str | None = None
    moment: Moment | None = None
    outcome: str | None = None
    units: Names = ()
    controls: Names | None = None
    frequency: Frequency | None = None
    window: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | None = None
    history: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | None = None
    aggregate: Aggregate | None = None
    estimator: str | None = None
    episodes: Annotated[int, Field(strict=True, gt=0, le=99)] = 5
    truth: tuple[Known, ...] = ()

    def batch(self, record: Record, seed: int) -> Batch[CrisisItems]:
        """The episodes, and for each one asked about the loss and its placebos. Raises QuestionError when there are
        several units and none is named, when the moment was not recorded, or the outcome cannot be asked."""
        from recul.measures import actions, discover

        zone = record.study.timezone
        counts, outcome = self._counts(record), self._outcome(record)
        heard = listen(counts, per_month(self.budget), zone, seed)
        main = heard[0]
        asked, notes = self._asked(main, zone)
        losses = () if outcome is None else _loss.losses(
            self.effect(), Place.of(outcome, self.units, actions(record), record.study, heard), main, asked, seed)
        if not losses:
            notes += self._unasked(main, asked)
        toned, spells = None, None
        if self.messages is None or self.messages in discover():
            toned, spells = of_messages(record, main)
            notes += [] if toned else [Limit("tone_unknown", {})]
        surge = self._surge(main, asked, tuple(notes), zone, seed)
        items = CrisisItems(main, toned, spells, asked, self.moment is None, surge, losses, zone)
        like: Batch[Any] = losses[0].batch if losses else surge
        placebo = np.flatnonzero(like.placebo | (np.arange(len(like)) == 0))
        return Batch(items, like.cluster[placebo], like.source[placebo], like.order[placebo], like.planned, like.drawn,
                     seed, (*like.notes, *notes) if losses else like.notes)

    def judge(self, batch: Batch[CrisisItems], provenance: dict[str, Any]) -> Finding:
        """Every loss through its estimators, the strongest evidence of a fall before the judge; else the surge."""
        items, asked = batch.items, self.asked()
        read = _loss.read(self.effect(), items.losses) if items.losses else ()
        told = Told(items, read, self.truth, "" if read else "UTC")
        if not read:
            (surge,) = answers = (_surge.estimate(items.surge),)
            return judge(asked, items.surge, answers, word=lambda verdict, value: told.answer(),
                         design=lambda name, choice: _surge.design_of(items.surge, self.minimum_effect, choice,
                                                                      told.facts(self.budget)),
                         minimum_effect=self.minimum_effect, provenance=provenance, tables=told.tables(),
                         figure=lambda reading: _surge.figure_of(reading, items.heard.measure, surge.unit))
        worst = read[0]
        untold = sum(not r.could_tell(self.minimum_effect) for r in read[1:])
        blind = (Limit("losses_untold", {"untold": untold, "asked": len(read)}),) if untold else ()
        real = replace(worst.loss.batch, truth=told.truth(worst.loss.episode), notes=(
            *worst.loss.batch.notes, *(n for n in batch.notes if n.code in self.limit_codes), *blind))
        return judge(asked, real, worst.answers, family=worst.family, minimum_effect=self.minimum_effect,
                     word=lambda verdict, value: told.answer(),
                     design=lambda name, choice: replace(design_of(real, self.minimum_effect, name, choice),
                                                         facts=told.facts(self.budget, worst.loss.episode)),
                     provenance=provenance, figure=figure_of, add_up=unit_periods(real.items), tables=told.tables())

    def effect(self) -> Effect:
        """The question of a loss, as `effect` asks it."""
        return Effect(outcome=self.outcome or "", action=_loss.ACTION, controls=self.controls, frequency=self.frequency,
                      window=self.window, history=self.history, aggregate=self.aggregate, estimator=self.estimator,
                      minimum_effect=self.minimum_effect)

    def _counts(self, record: Record) -> Panel:
        """Messages an hour, the brand's row first; the others are kept where their alarms may serve as placebos."""
        from recul.measures import panel
        from recul.measures._spells import told_of

        found = panel(record, self.messages or ("received" if told_of(record, "direction") else "messages"), "hour",
                      aggregate="sum")
        if self.unit is None and len(found.units) > 1:
            raise QuestionError(Mistake("question.unit", phrase("messages of {count} units", count=len(found.units)),
                                        phrase("one of {names}", names=joined(map(quoted, found.units[:12]))),
                                        phrase('Add a line such as `unit = "{units}"`, to say whose crisis it would'
                                               " be.", units=found.units[0])))
        brand = 0 if self.unit is None else found.row(self.unit)
        others = [r for r in range(len(found.units)) if r != brand] if self.outcome and not self.units else []
        rows = [brand, *others]
        return replace(found, value=found.value[rows], observed=found.observed[rows],
                       units=tuple(found.units[r] for r in rows), exposure=None)

    def _asked(self, heard: Heard, timezone: str) -> tuple[tuple[int, ...], list[Limit]]:
        """The episodes whose loss is asked about, by size, and what is to be said of that choice."""
        by_size = sorted(range(len(heard.episodes)), key=lambda i: heard.episodes[i].rank)
        if self.moment is None:
            notes = [] if by_size else [Limit("no_episodes", {"budget": self.budget}, True)]
            if self.outcome and len(by_size) > self.episodes:
                notes.append(Limit("largest_only", {"asked": self.episodes, "episodes": len(by_size)}))
            return tuple(by_size[: self.episodes]), notes
        first, last = self._columns(heard, timezone)
        if not heard.listening[first : last + 1].any():
            raise QuestionError(Mistake("question.moment", str(self.moment), "a moment that was listened to",
                                        "Nothing can be said of a record's first four days, nor of hours that were not"
                                        " collected: bring messages that begin earlier, or ask about another moment."))
        meant = [i for i in by_size if heard.episodes[i].first <= last and heard.episodes[i].last >= first]
        return tuple(meant[:1]), [] if meant else [Limit("no_alarm", {"budget": self.budget}, True)]

    def _columns(self, heard: Heard, timezone: str) -> tuple[int, int]:
        """First and last hour that the moment asked about may mean."""
        if self.moment is None:
            return 0, len(heard.times) - 1
        near = timedelta(hours=NEAR_HOURS if isinstance(self.moment, datetime) else 0)
        last = opens(self.moment) if near else closes(self.moment) - timedelta(hours=1)
        first, end = (column_at(heard, utc(m, timezone)) for m in (opens(self.moment) - near, last + near))
        if end < 0 or first >= len(heard.times) - 1:
            span = joined((str(heard.times[i].astype("datetime64[D]")) for i in (0, -1)), " to ")
            raise QuestionError(Mistake("question.moment", str(self.moment),
                                        phrase("a moment in the record, {span}", span=span),
                                        "Correct the date, or bring messages that cover it."))
        return max(first, 0), end

    def _outcome(self, record: Record) -> Panel | None:
        """The panel of the outcome, its units known to be there: before anything long begins."""
        from recul.measures import panel

        if self.outcome is None:
            return None
        found = panel(record, self.outcome, self.frequency, aggregate=self.aggregate)
        for unit in (*self.units, *(self.controls or ())):
            found.row(unit)
        return found

    def _unasked(self, heard: Heard, asked: Sequence[int]) -> list[Limit]:
        """Why no loss is asked about."""
        if self.outcome is None:
            return [Limit("no_outcome", {}, True)]
        return [_loss.uncovered(heard, heard.episodes[asked[0]])] if asked else []

    def _surge(self, heard: Heard, asked: Sequence[int], notes: tuple[Limit, ...], timezone: str, seed: int
               ) -> Batch[_surge.SurgeItems]:
        """The surge asked about, the largest one, or the quiet moment asked about."""
        if asked:
            e = heard.episodes[asked[0]]
            return _surge.draw(heard, e.first, e.hours, True, seed, notes)
        end = int(np.flatnonzero(heard.observed)[-1])
        first, last = (max(end - 23, 0), end) if self.moment is None else self._columns(heard, timezone)
        return _surge.draw(heard, first, min(last - first + 1, 24), False, seed, notes)
