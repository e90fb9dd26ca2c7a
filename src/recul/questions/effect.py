"""Did an action or an event change an outcome? (METHODS §1)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from recul._crosscheck import touched_controls
from recul._fields import Names, Seasons
from recul._phrases import joined, phrase, quoted
from recul.batch import Batch, PanelItems
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Aggregate, Case, Frequency, Ints, Panel
from recul.placebo.assign import assignments, needed, sample_ratio
from recul.placebo.draw import Pool, peak_of
from recul.questions._calendar import calendar_of, history_with, refuse_unknown_units
from recul.questions._moments import column_of, last_column_of, strata_of, touches
from recul.questions._scale import refuse_scale
from recul.questions.panel import MOMENTS_KEPT, WINDOW, WINDOWS_LEAST, Asked, PanelQuestion, history_for, iso

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action, Event


class Effect(PanelQuestion):
    """The mean difference, over the window, between an outcome and what it would have been.

    outcome: a measure ("sales", "messages"). action: the id of an `[[action]]`.
    controls: units compared with; default every other unit of the outcome that the action did not touch.
    unaffected: units whose later dates may serve as placebos too.
    window: periods; default the action's own length, else 12; "all" runs to the end of the record.
    history: periods before the start that each item sees; default METHODS §0.1.
    seasons: lengths of the seasons in periods, `[24, 168]` for hours; default the frequency's own, none where empty.
    scale: on which series are compared; results are in the outcome's own unit (`recul.scale`).
    estimator: forces one; default the structural model, or its fallback where it cannot be computed. Units that were
    drawn at random among the controls (`onset_rule` randomised) are read as an experiment, and drawn again, where the
    lottery has draws enough or `experiment` is forced.
    """

    kind: ClassVar[str] = "effect"
    estimators: ClassVar[tuple[str, ...]] = ("structural",)
    fallbacks: ClassVar[tuple[str, ...]] = ("did",)
    on_request: ClassVar[tuple[str, ...]] = ("synthetic", "augmented", "sdid", "experiment")

    outcome: str
    action: str
    controls: Names | None = None
    unaffected: Names = ()
    frequency: Frequency | None = None
    window: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | Literal["all"] | None = None
    history: Annotated[int, Field(strict=True, gt=0, lt=10**6)] | None = None
    aggregate: Aggregate | None = None
    seasons: Seasons | None = None

    def batch(self, record: Record, seed: int) -> Batch[PanelItems]:
        """The outcome and its comparable units, the real case and its placebos."""
        from recul.measures import actions, panel

        found = panel(record, self.outcome, self.frequency, aggregate=self.aggregate)
        refuse_unknown_units(record, found, record.study.events)
        return self.asked_of(found, actions(record), record.study.timezone, record.study.events).batch(seed)

    def asked_of(self, panel: Panel, actions: Sequence[Action], timezone: str = "UTC", events: Sequence[Event] = (),
                 alarms: Mapping[tuple[int, ...], Ints] | None = None) -> Asked:
        """Panel, case and pool. Raises QuestionError, with every mistake, when the case does not fit the panel.

        alarms: of a moment that an alarm raised, the columns of other alarms, by group of rows; without them no placebo
        can be drawn as that moment was chosen.
        """
        action = self.acting(actions)
        touched = [*touched_controls("controls", action.id, action.units, self.controls or ())]
        if touched:
            raise QuestionError(touched)
        treated = tuple(panel.row(u) for u in action.units) or tuple(range(len(panel.units)))
        named = tuple(panel.row(u) for u in self.controls) if self.controls is not None else range(len(panel.units))
        controls = tuple(r for r in named if r not in treated)
        unaffected = tuple(panel.row(u) for u in self.unaffected)
        refuse_scale(panel, treated + controls, self.scale)
        starts = [column_of(panel, at, timezone, phrase("action {action!r}: {where}", action=action.id, where=where))
                  for where, at in (action.starts or {"start": action.start}).items()]
        start = min(starts)
        offsets = tuple(at - start for at in starts) if max(starts) > start else ()
        window = self._window(panel, action, start, max(starts), timezone)
        history = min(self.history, start) if self.history is not None else history_with(
            self.seasons, history_for(start, window, len(controls) // len(treated)), start, window, MOMENTS_KEPT)
        strata = strata_of(panel, action.blocks, treated + controls)
        case = Case(treated, controls, start, window, history, action.onset_rule, strata, offsets)
        others = touches(panel, [a for a in actions if a.id != action.id], timezone)
        pool = Pool(controls, tuple(r for r in unaffected if r in controls), others)
        by_lot = self._by_lot(case)
        notes = self._notes(panel, case, pool, by_lot)
        if case.onset_rule == "alarm" and alarms is None:
            notes.append(Limit("no_placebo_rule", {"onset_rule": "alarm"}, True))
        if action.planned_share is not None:
            ratio = sample_ratio(len(treated), len(treated + controls), action.planned_share)
            notes += [ratio] if ratio else []
        panel = replace(panel, calendar=calendar_of(panel, events, self.seasons, timezone))
        return Asked(panel, case, pool, tuple(notes), action.truth, by_lot, self.estimator, alarms)

    def _by_lot(self, case: Case) -> bool:
        """Whether the placebos are the lottery drawn again: decided by the design alone, before any outcome is seen."""
        if self.estimator == "experiment" and case.onset_rule != "randomised":
            raise QuestionError(Mistake("estimator", "'experiment', of an action whose units were not drawn at random",
                                        "an action with onset_rule = \"randomised\"",
                                        "Leave the estimator out, or say that the units were drawn."))
        return case.onset_rule == "randomised" and bool(case.donors) and (
            self.estimator == "experiment" or (self.estimator is None and assignments(case) >= needed(case)))

    def word(self, verdict: str, value: float | None) -> str:
        """`rise` or `fall` when seen, `none` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "rise" if value > 0 else "fall"
        return "none" if verdict == "not_seen" else "unknown"

    def acting(self, actions: Sequence[Action]) -> Action:
        """The action asked about. Raises QuestionError when none has its id."""
        for action in actions:
            if action.id == self.action:
                return action
        raise QuestionError(Mistake("question.action", quoted(self.action),
                                    phrase("one of {names}",
                                           names=joined(quoted(a.id) for a in actions) if actions
                                           else phrase("no action at all")),
                                    "Declare it as an [[action]] with this id, or correct the name."))

    def _window(self, panel: Panel, action: Action, first: int, start: int, timezone: str) -> int:
        """Periods, the same for all units; first, start: where the first of them began, and the last."""
        recorded = len(panel.times) - start
        if self.window == "all":
            return recorded
        if self.window is not None:
            window = self.window
        elif action.end is not None:
            window = last_column_of(panel, action.end, timezone, phrase("action {action!r}: end", action=action.id),
                                    phrase("Correct the date, bring a record that covers it, or add `window ="
                                           " {recorded}`, the {recorded} periods recorded.",
                                           recorded=recorded)) - start + 1
        else:
            window = WINDOW
        if first == 0 or window < 1 or start + window > len(panel.times):
            raise QuestionError(Mistake(phrase("window of action {action!r}", action=action.id),
                                        phrase("{window} periods from period {start} of {count}", window=window,
                                               start=start + 1, count=len(panel.times)),
                                        "a window inside the record, with history before it",
                                        phrase("Bring a longer record, or add `window = {recorded}`, the {recorded}"
                                               " periods recorded.", recorded=recorded) if first
                                        else "Bring a record that begins before the action."))
        return window

    def _notes(self, panel: Panel, case: Case, pool: Pool, by_lot: bool) -> list[Limit]:
        notes = []
        peak = peak_of(panel, case.units, case.start) if case.onset_rule == "peak" else case.start
        if peak not in (case.start, -1):
            notes.append(Limit("not_the_peak", {"start": iso(panel, case.start), "peak": iso(panel, peak)}, True))
        last = case.start + case.span - 1
        if case.offsets:
            notes.append(Limit("staggered", {"first": iso(panel, case.start),
                                             "last": iso(panel, case.start + max(case.offsets))}))
        together = [t.name for t in pool.touches if set(t.rows) & set(case.units)
                    and t.first - case.window <= last and t.last + case.window >= case.start]
        if together:
            notes.append(Limit("overlapping_actions", {"actions": together}, True))
        if self.history is not None and case.history < self.history:
            notes.append(Limit("history_cut", {"history": case.history, "asked": self.history}))
        # An experiment's units answer for each other: their past sharpens the answer, and nothing rests on it.
        if case.history < WINDOWS_LEAST * case.window and not by_lot:
            notes.append(Limit("short_history", {"history": case.history, "windows": case.history / case.window}, True))
        if not pool.controls:
            notes.append(Limit("no_comparable_units", {}))
        # A period that is a whole month or more is always its month's peak: the rule would draw any moment at all.
        always = case.onset_rule == "peak" and panel.frequency in ("month", "quarter", "year")
        if always:
            notes.append(Limit("no_placebo_rule", {"onset_rule": case.onset_rule}, True))
        if by_lot and assignments(case) < needed(case):
            notes.append(Limit("few_assignments", {"assignments": assignments(case), "needed": needed(case)}, True))
        if case.onset_rule == "randomised" and not by_lot:
            notes.append(Limit("randomised_as_declared", {}))
        return notes
