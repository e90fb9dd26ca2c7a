"""Did a statement calm a surge? (METHODS §3: a brand's statement during a surge)"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field, StrictStr

from recul._fields import Budget, Share, per_month
from recul._mistakes import advice, listed
from recul._phrases import joined, phrase, quoted
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.finding import Finding, Limit
from recul.panel import Panel
from recul.placebo.judge import judge
from recul.questions._alarms import column_at, listen, utc
from recul.questions._beside import (
    DELAY,
    ESTIMATOR,
    LEAST,
    PEAK,
    WINDOW,
    Spoken,
    design_of,
    doubts_of,
    estimate,
    figure_of,
    place,
    table_of,
    under_way,
)
from recul.questions.base import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recul.record import Record
    from recul.study import Action

__all__ = ["DELAY", "PEAK", "WINDOW", "Statement", "under_way"]


class Statement(Question):
    """The messages above the usual in the hours after a statement, against those that followed the same moment of other
    surges, of this unit and of all others.

    action: what was said, its start a moment with an hour. messages: the measure that counts them; default what is
    received, else all messages. unit: whose surge; default the unit that the action names, or the only one. window:
    hours after the hour of the statement. budget: false alarms put up with; a larger one finds more surges to compare
    with, and smaller ones. Where the action was chosen for its peak (`onset_rule`), or came in the fullest hour of its
    surge, the other surges are taken as many hours after their own fullest hour; else after their own alarm.
    """

    kind: ClassVar[str] = "statement"
    estimators: ClassVar[tuple[str, ...]] = (ESTIMATOR,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "no_surge": ("moment",),
        "few_surges": ("surges", "needed"),
        "before_the_peak": (),
        "done_besides": ("actions",),
        "hours_missing": ("hours",),
        "cut_unseen": ("left", "surges", "minimum", "statements"),
        "grew_after": ("change",),
        "statement_chosen": (),
    }

    minimum_effect: Share = 0.5
    action: StrictStr
    messages: str | None = None
    unit: str | None = None
    window: Annotated[int, Field(strict=True, ge=2, le=72)] = WINDOW
    budget: Budget = "1 a week"

    def batch(self, record: Record, seed: int) -> Batch[Spoken]:
        """The real surge first, then every other that was under way at the same moment of it. Raises QuestionError when
        the action is not known or has no hour, the unit is not clear, or the moment was not recorded."""
        from recul.measures import actions, panel
        from recul.measures._spells import told_of

        counts = panel(record, self.messages or ("received" if told_of(record, "direction") else "messages"), "hour",
                       aggregate="sum")
        every = actions(record)
        return self.asked_of(counts, self._action(every), every, record.study.timezone, seed)

    def asked_of(self, counts: Panel, action: Action, actions: Sequence[Action], zone: str, seed: int) -> Batch[Spoken]:
        """The same of counts in memory, an hourly panel in UTC."""
        row = counts.row(self._unit(counts, action))
        moment = utc(action.start, zone)  # type: ignore[arg-type]  # a moment with an hour: _action
        if not counts.times[0] <= moment < counts.times[-1] + np.timedelta64(3600, "s"):
            raise QuestionError(Mistake(phrase("action {action!r}: start", action=action.id), str(action.start),
                                        phrase("a moment in the record, {times} to {times2} UTC", times=counts.times[0],
                                               times2=counts.times[-1]), "Correct the moment, or bring messages that"
                                        " cover it."))
        heard = listen(counts, per_month(self.budget), zone, seed)
        column = column_at(heard[row], moment)
        others = [(a, utc(_opening(a), zone)) for a in actions if a.id != action.id]
        items, found = place(heard, row, column, self.window, action.onset_rule, others)
        notes = [*found, Limit("statement_chosen", {})]
        if len(items) - 1 < LEAST:
            notes.insert(0, Limit("few_surges", {"surges": len(items) - 1, "needed": LEAST}, True))
        return Batch(items, *items.labels(), max(len(items) - 1, 0), "surges", seed, tuple(notes), truth=action.truth)

    def estimate(self, estimator: str, batch: Batch[Spoken]) -> Estimates:
        """All surges in one call."""
        return estimate(batch.items)

    def judge(self, batch: Batch[Spoken], provenance: dict[str, Any]) -> Finding:
        """Before the one judge, who is told how strong a cut could have been seen."""
        return judge(self.asked(), batch, [estimate(batch.items)], word=self.word, minimum_effect=self.minimum_effect,
                     design=lambda name, choice: design_of(batch.items, self.minimum_effect, choice, self.budget),
                     provenance=provenance, figure=figure_of, doubts=doubts_of(batch.items, self.minimum_effect),
                     tables=table_of(batch.items))

    def word(self, verdict: str, value: float | None) -> str:
        """`calmed` when seen (more is never said), `none` when not, else `unknown`."""
        return "calmed" if verdict == "seen" else "none" if verdict == "not_seen" else "unknown"

    def _action(self, actions: Sequence[Action]) -> Action:
        for action in actions:
            if action.id == self.action:
                if not isinstance(action.start, datetime):
                    raise QuestionError(Mistake(phrase("action {action!r}: start", action=action.id), str(action.start),
                                                "a date and time, such as 2025-10-14T11:30:00",
                                                "Say at what hour the statement was made: a surge halves in hours."))
                return action
        names = [a.id for a in actions]
        raise QuestionError(Mistake("question.action", quoted(self.action),
                                    phrase("the id of an [[action]]: {names}", names=listed(names)),
                                    advice(self.action, names, "Declare this action under [[action]].")))

    def _unit(self, counts: Panel, action: Action) -> str:
        """Whose surge it is."""
        named = [self.unit] if self.unit is not None else [u for u in action.units if u in counts.units]
        if not named and len(counts.units) == 1:
            return counts.units[0]
        if len(named) != 1 or named[0] is None:
            raise QuestionError(Mistake("question.unit", phrase("messages of {count} units", count=len(counts.units)),
                                        phrase("one of {names}", names=joined(map(quoted, counts.units[:12]))),
                                        phrase('Add a line such as `unit = "{units}"`, to say whose surge the statement'
                                               " was to calm.", units=counts.units[0])))
        return named[0]


def _opening(action: Action) -> datetime:
    """Its start, a day at its midnight."""
    from recul._fields import opens

    return opens(action.start)
