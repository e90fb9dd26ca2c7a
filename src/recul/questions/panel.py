"""Questions asked of a measure over units and time: panel, case and pool make the batch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from recul.batch import Batch, Estimates, PanelItems
from recul.estimators import run
from recul.estimators.base import with_groups
from recul.finding import Design, FigureData, Finding, Limit
from recul.panel import Case, Ints, Panel
from recul.placebo import alarms, assign
from recul.placebo.draw import Pool, donors, draw
from recul.placebo.judge import Reading, judge
from recul.placebo.season import season_limit
from recul.questions._calendar import calendar_limits
from recul.questions._scale import brought_back, on_scale
from recul.questions.base import Question
from recul.scale import Outcome, Scale, back

# METHODS §0.1: unless declared, history is half the time before the start, at least two windows, at most eight. Where
# five groups or more stand beside the treated one, memory is worth more than moments: up to two thirds of that time,
# as long as four other moments remain.
WINDOW = 12
WINDOWS_LEAST, WINDOWS_MOST = 2, 8
GROUPS_MANY, MOMENTS_KEPT = 5, 4
# Eight windows of a period or two are no history: up to so many periods whatever the window.
PERIODS_ENOUGH = 30
# A series with fewer periods that differ from its usual value has too few events to tell a rate from chance.
EVENTS_LEAST = 15


@dataclass(frozen=True, eq=False)
class Asked:
    """A panel question ready to be drawn: the panel, the real case, the pool, what was noticed on the way.

    alarms: where the moment was raised by an alarm, the columns of other alarms by group of rows (`placebo.alarms`).
    """

    panel: Panel
    case: Case
    pool: Pool
    notes: tuple[Limit, ...] = ()
    truth: float | None = None
    by_lot: bool = False
    estimator: str | None = None
    alarms: Mapping[tuple[int, ...], Ints] | None = None

    def batch(self, seed: int) -> Batch[PanelItems]:
        """The real item first, its placebos drawn by the same rule. by_lot: the units were drawn at random among
        themselves and the controls, and are drawn again; every unit of the lottery stays in it."""
        if self.by_lot:
            batch = assign.draw(self.panel, replace(self.case, donors=self.pool.controls), seed)
            return replace(batch, notes=self.notes, truth=self.truth)
        span = slice(self.case.start - self.case.history, self.case.start + self.case.span)
        # A unit that was never observed here is no placebo that failed: it is not there.
        there = tuple(r for r in self.pool.controls if self.panel.observed[r, span].any())
        pool = replace(self.pool, controls=there, unaffected=tuple(r for r in self.pool.unaffected if r in there))
        case = replace(self.case, donors=donors(pool, there, self.case.start, self.case))
        dropped = sorted(set(there) - set(case.donors))
        notes = list(self.notes)
        if dropped:
            # With all of them gone the real case alone is told from its own past: its placebos are of another method.
            notes.append(Limit("donors_touched", {"units": [self.panel.units[r] for r in dropped]}, not case.donors))
        batch = draw(self.panel, case, pool, seed) if self.alarms is None else \
            alarms.draw(self.panel, case, pool, self.alarms, seed)
        here = int((batch.cluster == 0).sum()) - 1
        notes += calendar_limits(self.panel, case, self.estimator)
        notes += [n for n in (rare(self.panel, case), season_limit(self.panel, batch.items.cases, here)) if n]
        drawn = int(batch.placebo.sum())
        if drawn < batch.planned:
            notes.append(Limit("fewer_placebos", {"planned": batch.planned, "drawn": drawn}))
        return replace(batch, notes=tuple(notes), truth=self.truth)


class PanelQuestion(Question):
    """A question whose items are cases of one panel."""

    estimator: str | None = None
    scale: Scale = "identity"

    def estimate(self, estimator: str, batch: Batch[PanelItems]) -> Estimates:
        """All items of the batch in one call of the estimator of that name, on the question's scale."""
        items = on_scale(batch.items, self.scale, estimator)
        return brought_back(run(estimator, items.panel, items.cases), batch.items, self.scale)

    def answers(self, batch: Batch[PanelItems]) -> list[Estimates]:
        """What each estimator of the question, or the forced one, says; the fallbacks where none could be computed."""
        forced = "experiment" if batch.exact else self.estimator
        found = [self.estimate(name, batch) for name in ((forced,) if forced else self.estimators)]
        # What was declared of the calendar is for the question's own methods: to fall back on one that knows nothing of
        # it would be to answer another question.
        if not forced and not any(a.ok[0] for a in found) and batch.items.panel.calendar is None:
            found += [self.estimate(name, batch) for name in self.fallbacks]
        return found

    def judge(self, batch: Batch[PanelItems], provenance: dict[str, Any]) -> Finding:
        """The batch through every estimator of the question, or the forced one, and before the judge; what was drawn
        by lot is read as the experiment it is."""
        answers = self.answers(batch)
        return judge(self.asked(), batch, answers, word=self.word,
                     design=lambda name, choice: design_of(batch, self.minimum_effect, name, choice),
                     minimum_effect=self.minimum_effect, provenance=provenance, figure=figure_of,
                     add_up=unit_periods(batch.items))


def history_for(start: int, window: int, groups: int) -> int:
    """Periods of history for a start `start` periods into the record: never more than there are.

    groups: how many groups of controls stand beside the treated one.
    """
    share = start // 2
    if groups >= GROUPS_MANY:
        share = max(share, min(2 * start // 3, start - MOMENTS_KEPT * window))
    return min(start, max(WINDOWS_LEAST * window, min(max(WINDOWS_MOST * window, PERIODS_ENOUGH), share)))


def rare(panel: Panel, case: Case) -> Limit | None:
    """A history in which hardly anything happened: a count of zeros, or a price that does not move. Where no two
    periods are alike it may be short: that is for others to say."""
    values, seen, (row,) = with_groups(panel, [case])
    history = slice(case.start - case.history, case.start)
    counts = np.unique(values[row, history][seen[row, history]], return_counts=True)[1]
    events, needed = int(counts.sum() - counts.max(initial=0)), min(EVENTS_LEAST, max(int(counts.sum()) - 1, 0))
    return Limit("rare_events", {"events": events, "needed": needed}, True) if events < needed else None


def design_of(batch: Batch[PanelItems], minimum_effect: float, estimator: str, choice: str) -> Design:
    """How the real case was asked, in names and dates."""
    panel, case = batch.items.panel, batch.items.cases[0]
    return Design(estimator, choice, case.onset_rule, panel.frequency, case.window, case.history,
                  iso(panel, case.start), iso(panel, case.start + case.span - 1),
                  tuple(panel.units[r] for r in case.units), tuple(panel.units[r] for r in case.donors), minimum_effect,
                  "UTC" if panel.frequency == "hour" else "")


def iso(panel: Panel, column: int) -> str:
    """The local start of a period: a date, with the hour where periods are hours."""
    unit = "m" if panel.frequency == "hour" else "D"
    return str(panel.times[column].astype(f"datetime64[{unit}]"))


def figure_of(reading: Reading) -> FigureData | None:
    """What the two pictures need; None when the method could not answer."""
    items, e, path = reading.batch.items, reading.estimates, reading.estimates.path
    if path is None or not e.ok[0]:
        return None
    panel, case = items.panel, items.cases[0]
    ran = np.flatnonzero(e.ok & reading.batch.placebo)
    band = np.full(len(path.column), math.nan)
    if len(ran):
        # Each placebo's gap, brought to the real case's own scale: where its line would have run 95 times in 100.
        gap = np.abs(e.gap[ran] / e.scale[ran][:, None]) * e.scale[0]
        enough = np.isfinite(gap).sum(axis=0) > 0
        band[case.history :][enough] = np.nanquantile(gap[:, enough], 0.95, axis=0)
    drawn = e.outcome or Outcome("identity", path.actual)
    actual, counterfactual, low, high = (back(line, drawn.scale) for line in (
        path.actual, path.counterfactual, path.counterfactual - band, path.counterfactual + band))
    return FigureData(tuple(iso(panel, int(c)) for c in path.column), actual, counterfactual, low, high, case.history,
                      drawn.effect(float(e.value[0])),
                      np.array([drawn.effect(float(z * e.scale[0])) for z in reading.scores]), panel.measure,
                      panel.value_unit)


def unit_periods(items: PanelItems) -> int | None:
    """How many unit-periods of the window add up to the total; None for rates and prices."""
    panel, case = items.panel, items.cases[0]
    if panel.aggregate != "sum":
        return None
    if case.offsets:
        return sum(int(panel.observed[row, case.start + by : case.start + by + case.window].sum())
                   for row, by in zip(case.units, case.offsets, strict=True))
    columns = slice(case.start, case.start + case.window)
    return int(panel.observed[list(case.units), columns].all(axis=0).sum()) * len(case.units)
