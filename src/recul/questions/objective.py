"""Will the objective be reached, or was it, and would it have been anyway? (METHODS §5)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import PlainSerializer, model_validator

from recul._fields import Day, Name, Names, Number, Seasons, Text
from recul._mistakes import wrong
from recul._phrases import phrase
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._analogue import Foretold, Reach, foretell, means
from recul.finding import Design, FigureData, Finding, Limit, Table
from recul.panel import Case, Floats, Ints, Panel
from recul.placebo.judge import Reading, judge
from recul.questions._credit import Credited, Without, credited, without
from recul.questions._hindcasts import objective_table, reliability
from recul.questions._objective import Counted, counted, limits_of, origins, passed, reach_of, season_limits
from recul.questions.base import Question
from recul.questions.effect import Effect
from recul.questions.panel import iso

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action, Event

ANALOGUE, COUNT = "analogue", "count"
Date = Annotated[Day, PlainSerializer(date.isoformat, when_used="json")]
# Periods counted beside a result: fewer than ranks need, for the error of a count is none, not one in so many.
COUNTS_MOST = 30


@dataclass(frozen=True, eq=False)
class ObjectiveItems:
    """What is foretold, or counted, of every item.

    row, origin: [n], the series and the last column each may see. reach: how far it is foretold; None of what is
    settled. baseline: None where none was declared.
    """

    counted: Counted
    row: Ints
    origin: Ints
    reach: Reach | None
    target: float
    baseline: float | None
    credit: Credited | None


class Objective(Question):
    """A measure counted from `start` to `deadline`, against a target.

    measure: any measure of the record. target: in its unit, as it is counted; or change: relative to the baseline.
    baseline: a number counted alike, or "year before", the same periods a year earlier. over: "total" of all periods
    from start to deadline, their "mean", or the "last" one; default the total of what adds up, else the mean.
    direction: "at least" or "at most". owner, level: who it belongs to, and which AMEC level it is of. action: the work
    it is credited to. units: counted together; default all. seasons: as in `effect`; `[]` for none, default a week and
    a year. truth: what is counted at the deadline, in simulated worlds only.

    Before the deadline the estimate is what the target lies above the forecast (below, when negative), so that the
    verdict is `seen` where the forecast's interval leaves the target outside: `on_track` or `at_risk`. `not_seen` is
    `close`: the interval is narrow, and the target lies in it. After it, nothing is foretold: the estimate is what the
    target lies above the count, and has no error.
    """

    kind: ClassVar[str] = "objective"
    estimators: ClassVar[tuple[str, ...]] = (ANALOGUE, COUNT)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {
        "horizon_long": ("horizon", "history"), "no_season": ("history", "needed"), "coverage_differs": ("units",),
        "count_incomplete": ("share",), "gaps_filled": ("share",), "baseline_incomplete": ("share",),
        "baseline_gaps": ("share",), "year_end_once": (), "season_once": (), "target_passed": ("done",)}

    measure: Text
    start: Date
    deadline: Date
    target: Number | None = None
    change: Number | None = None
    baseline: Number | Literal["year before"] | None = None
    over: Literal["total", "mean", "last"] | None = None
    direction: Literal["at least", "at most"] = "at least"
    owner: Text | None = None
    level: Literal["input", "activity", "output", "out-take", "outcome", "impact"] | None = None
    action: Name | None = None
    units: Names = ()
    frequency: Literal["day", "week", "month", "quarter", "year"] | None = None
    seasons: Seasons | None = None
    truth: Number | None = None

    @model_validator(mode="after")
    def _one_target(self) -> Objective:
        """One target, and a baseline that a change can be a change of."""
        if self.deadline < self.start:
            raise wrong(phrase("a day after the start, {start}", start=self.start),
                        "Exchange the two, or mend the year.", key="deadline", found=str(self.deadline))
        if (self.target is None) == (self.change is None):
            raise wrong("`target`, a number in the measure's unit, or `change`, a share of the baseline",
                        "Write `target = 1200`, or `change = 0.10` for 10 % more than the baseline.", key="target",
                        found="neither" if self.target is None else "both `target` and `change`")
        below = not isinstance(self.baseline, str) and (self.baseline or 0) <= 0
        if self.change is not None and below:  # 10 % more than −100 would be −110: less
            raise wrong('a number above zero, or "year before": what it is a change of',
                        "No share of nothing, or of less, is anything: name the baseline, or write a `target`.",
                        key="baseline",
                        found="none" if self.baseline is None
                        else phrase("{baseline:g}, with a relative `change`", baseline=self.baseline))
        if self.change is not None and self.change <= -1:
            raise wrong("a share above -1: -0.10 for 10 % less", "Write `target = 0` for nothing at all.",
                        key="change", found=str(self.change))
        return self

    @property
    def sign(self) -> float:
        """1 where more is better."""
        return 1.0 if self.direction == "at least" else -1.0

    def batch(self, record: Record, seed: int) -> Batch[ObjectiveItems]:
        """The forecast from the record's end, then the same from earlier origins; of a deadline that has passed, the
        count, then earlier counts."""
        from recul.measures import actions, finished, panel

        found = panel(record, self.measure, self.frequency)
        if found.frequency == "hour":
            found = panel(record, self.measure, "day")
        found = finished(record, found)
        return self.asked_of(found, seed, actions(record), record.study.timezone, record.study.events)

    def asked_of(self, panel: Panel, seed: int, actions: Sequence[Action] = (), timezone: str = "UTC",
                 events: Sequence[Event] = ()) -> Batch[ObjectiveItems]:
        """The same of a panel in memory. Raises QuestionError when the objective does not fit it."""
        over = self.over or ("total" if panel.aggregate == "sum" else "mean")
        if over == "total" and panel.aggregate != "sum":
            raise QuestionError(Mistake("question.over", phrase("'total', of {measure!r}, whose values do not add up",
                                                                measure=panel.measure), "'mean' or 'last'",
                                        "Choose one of the two, or leave `over` out."))
        asked = counted(panel, self.units, over, self.start, self.deadline, seed)
        notes, baseline = self._baseline(asked)
        target = self.target if self.target is not None else (1 + (self.change or 0.0)) * (baseline or float("nan"))
        credit = None
        if self.action is not None:
            effect = Effect(outcome=self.measure, action=self.action, frequency=panel.frequency, seasons=self.seasons,
                            minimum_effect=self.minimum_effect)
            credit = replace(credited(effect, panel, asked, actions, events, timezone, seed),
                             named=next((a.label or a.id for a in actions if a.id == self.action), self.action))
        batch = _settled if asked.settled else _foretold
        drawn = batch(asked, self.seasons, seed)
        items = replace(drawn.items, target=target, baseline=baseline, credit=credit)
        return replace(drawn, items=items, notes=(*notes, *drawn.notes, *passed(asked, target, self.sign)))

    def _baseline(self, asked: Counted) -> tuple[list[Limit], float | None]:
        """The baseline, and what is missing of it."""
        if not isinstance(self.baseline, str):
            return [], self.baseline
        columns = asked.year_before()
        share = asked.missing(columns) if columns.stop > columns.start else 1.0
        if share > 0.1:
            return [Limit("baseline_incomplete", {"share": share}, self.change is not None)], None
        found = asked.count(columns, columns.stop - columns.start)
        if self.change is not None and not found > 0:
            raise QuestionError(Mistake("question.baseline",
                                        phrase("{found:g} a year before, with a relative `change`", found=found),
                                        "a baseline above zero", "Write a `target` in the measure's own unit."))
        return ([Limit("baseline_gaps", {"share": share})] if share else []), found

    def estimate(self, estimator: str, batch: Batch[ObjectiveItems]) -> Estimates:
        """All items in one call."""
        return self._estimated(batch)[0]

    def _estimated(self, batch: Batch[ObjectiveItems]) -> tuple[Estimates, Foretold | None]:
        items = batch.items
        asked, n = items.counted, len(batch)
        if items.reach is None:
            value = np.zeros(n)
            value[0] = items.target - asked.count(asked.known)
            ok = np.isfinite(value)
            why = tuple("" if fine else "window_unobserved" for fine in ok)
            # No share of a target of nothing is anything, but for what was hit to the unit: it is off by none of it.
            level = items.target or float(value[0] == 0)
            return _estimates(COUNT, value, np.ones(n), np.full(n, level), ok, why, asked, None), None
        told = foretell(asked.series, items.row, items.origin, items.reach)
        share = items.reach.window * asked.weight
        # NaN past the record's end, which is the real item's alone.
        came = np.append(np.nan, means(told.actual[1:]))
        value = share * (came - told.mean)
        value[0] = items.target - asked.count(asked.known) - share * told.mean[0]
        forecast = share * told.mean
        forecast[0] = items.target - value[0]
        why = tuple(w or ("" if np.isfinite(v) else "window_unobserved") for w, v in zip(told.why, value, strict=True))
        ok = np.array([not w for w in why])
        return _estimates(ANALOGUE, value, share * told.scale, forecast, ok, why, asked, told), told

    def judge(self, batch: Batch[ObjectiveItems], provenance: dict[str, Any]) -> Finding:
        """Before the one judge; then what follows from it: the probability, how often such came true, the credit."""
        estimates, told = self._estimated(batch)
        items = batch.items
        first = self._judged(batch, estimates, told, provenance)
        e, forbidden = first.estimate, any(limit.forbids for limit in first.limits)
        credit = None
        if items.credit is not None and not forbidden and e.value is not None:
            half = 0.0 if e.low is None or e.high is None else (e.high - e.low) / 2
            credit = without(items.credit, provenance, items.target - e.value, half, items.target, self.sign,
                             first.answer in ("met", "on_track"))
        state = _credited(first.answer, credit)
        tables = [objective_table(first, items.target, self.sign, self.level, self.owner, str(self.deadline), state)]
        tables += reliability(batch, estimates, items, told, self.sign) if told is not None else []
        tables += [credit.table] if credit is not None else []
        return self._judged(batch, estimates, told, provenance, tables, state)

    def _judged(self, batch: Batch[ObjectiveItems], estimates: Estimates, told: Foretold | None,
                provenance: dict[str, Any], tables: Sequence[Table] = (), state: str | None = None) -> Finding:
        return judge(self.asked(), batch, [estimates], word=lambda verdict, value: state or self._word(
            batch.items, verdict, value), design=lambda name, choice: self._design(batch.items, name, choice),
            minimum_effect=self.minimum_effect, provenance=provenance, tables=tables,
            figure=lambda reading: _figure(reading, batch.items, told))

    def word(self, verdict: str, value: float | None) -> str:
        """`on_track` or `at_risk` when seen, `close` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "on_track" if self.sign * value < 0 else "at_risk"
        return "close" if verdict == "not_seen" else "unknown"

    def _word(self, items: ObjectiveItems, verdict: str, value: float | None) -> str:
        if items.reach is not None:
            return self.word(verdict, value)
        if verdict == "cannot_say" or value is None:
            return "unknown"
        return "met" if self.sign * value <= 0 else "missed"

    def _design(self, items: ObjectiveItems, estimator: str, choice: str) -> Design:
        asked = items.counted
        begins = asked.begins if items.reach is None else asked.now + items.reach.gap + 1
        history = max(asked.now - asked.recorded[0] + 1, 0)
        done = asked.count(asked.known) if items.reach is not None and asked.over == "total" else None
        facts: list[tuple[str, str, Any]] = [
            ("set_on", "moment", str(self.start)), ("deadline", "moment", str(self.deadline)),
            ("over", "code", f"over_{asked.over}"), ("direction", "code", self.direction.replace(" ", "_")),
            ("target", "amount", items.target)]
        facts += [(name, kind, value) for name, kind, value in (
            ("baseline", "amount", items.baseline), ("change", "change", self.change), ("done", "amount", done),
            ("action", "name", items.credit.named if items.credit else self.action)) if value is not None]
        panel = asked.panel
        return Design(estimator, choice, "declared", panel.frequency, asked.last - begins + 1, history,
                      iso(panel, begins), iso(panel, asked.last), self.units, (), self.minimum_effect,
                      facts=tuple(facts))


def _credited(answer: str, credit: Without | None) -> str:
    """What a result is called once it is known what it is owed to."""
    if answer != "met" or credit is None:
        return answer
    return {"credit_anyway": "met_anyway", "credit_thanks": "met_thanks"}.get(credit.credit, "met")


def _foretold(asked: Counted, seasons: tuple[float, ...] | None, seed: int) -> Batch[ObjectiveItems]:
    reach = reach_of(asked, seasons)
    row, origin = origins(asked, reach, seed)
    cluster = (asked.now - origin) // reach.horizon
    batch = Batch(ObjectiveItems(asked, row, origin, reach, 0.0, None, None), cluster, row, origin,
                  max(len(row) - 1, 1), "hindcasts", seed, tuple(limits_of(asked, reach)))
    cases = tuple(Case(asked.rows, (), int(at) + reach.gap + 1, reach.window, 1) for at in origin)
    limited = season_limits(batch, asked.panel, cases)
    return replace(batch, notes=limited.notes, season=limited.season)


def _settled(asked: Counted, seasons: tuple[float, ...] | None, seed: int) -> Batch[ObjectiveItems]:
    """Counts of the record, none of which can err: of every period, as far as they are recorded."""
    seen = np.flatnonzero(np.isfinite(asked.series[0, : asked.last + 1]))[::-1][:COUNTS_MOST]
    origin = np.append(asked.last, seen).astype(np.int64)
    number = np.arange(len(origin))
    reach = Reach(0, 0, (), (1,))
    return Batch(ObjectiveItems(asked, np.zeros_like(origin), origin, None, 0.0, None, None), number,
                 np.zeros_like(origin), origin, max(len(seen), 1), "counts", seed, tuple(limits_of(asked, reach)))


def _estimates(name: str, value: Floats, scale: Floats, forecast: Floats, ok: np.ndarray, why: tuple[str, ...],
               asked: Counted, told: Foretold | None) -> Estimates:
    dark = np.where(np.arange(len(value)) == 0, 0.0, np.nan)
    values, scales, levels = (np.where(ok, part, np.nan) for part in (value, scale, forecast))
    gap = np.zeros((len(value), 1)) if told is None else told.actual - told.path
    return Estimates.simple(name, values, scales, nominal=scales if told is not None else 0 * scales, baseline=levels,
                            norm=scales, ok=ok, why=why, unit=asked.panel.value_unit, unobserved=dark, gap=gap)


def _figure(reading: Reading, items: ObjectiveItems, told: Foretold | None) -> FigureData | None:
    """The last of the record and the forecast to the deadline, with where earlier forecasts would have held it."""
    e, asked, reach = reading.estimates, items.counted, items.reach
    if told is None or reach is None or not e.ok[0]:
        return None
    shown = min(asked.now - asked.recorded[0] + 1, max(3 * reach.horizon, reach.lags[0] // 4))
    columns = np.arange(asked.now - shown + 1, asked.last + 1)
    ahead = np.arange(len(columns)) >= shown + reach.gap
    actual, forecast, band = asked.series[0, columns].copy(), *np.full((2, len(columns)), np.nan)
    forecast[ahead] = told.path[0]
    ran = np.flatnonzero(e.ok & reading.batch.placebo)
    if len(ran):
        gap = np.abs(e.gap[ran] / told.scale[ran][:, None]) * told.scale[0]
        band[ahead] = np.nanquantile(gap, 0.95, axis=0)
    return FigureData(tuple(iso(asked.panel, int(c)) for c in columns), actual, forecast, forecast - band,
                      forecast + band, int(shown + reach.gap), float(e.value[0]), reading.scores * float(e.scale[0]),
                      asked.panel.measure, asked.panel.value_unit)
