"""A team's log: the hours given to strategic work, the later years against the earlier, then quarters shuffled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._powered import powered
from recul.estimators._shift import ASSUMED_ALIKE, Shift, Spans, lingering, shift
from recul.finding import FigureData, Limit, Table
from recul.measures.work import Log
from recul.panel import Bools, Floats, Ints
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Passes, Reading
from recul.placebo.power import Detectable, passing
from recul.questions._occupations import PLANNED, POINTS, SHOWN, UNSTATED_MOST, above_zero

How = Literal["team_column", "audit_sample", "classifier"]
# Halves of whole years: of a shorter log nobody can tell a change from a season.
QUARTERS_LEAST, YEAR = 8, 4
AUDITED_LEAST = 20
#: An hour of a task that is both counts half: as a rule nobody wrote down how it was shared out.
STRATEGIC = {"strategic": 1.0, "mixed": 0.5, "operational": 0.0, "neither": 0.0}
NATURES = ("strategic", "operational", "mixed", "neither")


@dataclass(frozen=True, eq=False)
class LogItems:
    """spans: sums by quarter. order: int [n, quarters], the real one first. half: quarters of each half. how: whence
    the natures: the team's column, a classifier corrected by an audit sample, or a classifier alone. hours: of the
    tasks counted; tasks, audited: how many. share, ends: of the whole log, NaN where nothing corrects it."""

    spans: Spans
    order: Ints
    half: int
    how: How
    hours: float
    tasks: int
    audited: int
    share: float
    ends: tuple[float, float]
    counts_hours: bool
    tables: tuple[Table, ...]


@dataclass(frozen=True, eq=False)
class Told:
    """The tasks counted, [n] each. score: what is read or declared, [n, natures], as NATURES; label: the same, where
    `audited`. weight: hours. quarter: from the first on."""

    quarter: Ints
    weight: Floats
    score: Floats
    label: Floats
    audited: Bools
    how: How
    first: int
    limits: tuple[Limit, ...]

    def powered(self, worth: Floats, of: Bools | None = None) -> tuple[float, float, float]:
        """The share of hours of these natures, with its 95 % interval; NaN where nothing corrects it."""
        at = np.ones(len(self.weight), bool) if of is None else of
        if self.how == "classifier" or not at.any():
            return np.nan, np.nan, np.nan
        if self.audited[at].all():
            share = float(self.weight[at] @ (self.label[at] @ worth) / self.weight[at].sum())
            return share, share, share
        found = powered(self.score[at] @ worth, self.label[at] @ worth, self.audited[at], self.weight[at])
        return found.value, found.low, found.high


def draw(log: Log, audit: bool, seed: int) -> Batch[LogItems]:
    """The quarters as they were, then 999 shuffles. audit: the tasks whose nature is stated were drawn at random.

    Raises QuestionError when no task can be counted.
    """
    told = counted(log, audit)
    quarters = int(told.quarter.max()) + 1
    worth = np.array([STRATEGIC[name] for name in NATURES])
    spans = Spans.of(told.quarter, quarters, told.weight, told.score @ worth, told.label @ worth, told.audited)
    half = YEAR * (quarters // QUARTERS_LEAST) or max(1, quarters // 2)
    random = np.random.default_rng(seed)
    order = np.stack([np.arange(quarters), *(random.permutation(quarters) for _ in range(PLANNED))])
    share, low, high = told.powered(worth)
    items = LogItems(spans, order, half, told.how, float(told.weight.sum()), len(told.weight),
                     int(told.audited.sum()) if told.how == "audit_sample" else 0, share, (low, high),
                     bool(np.isfinite(log.hours).any()), (_natures(told), _quarters(told, quarters, worth)))
    number = np.arange(PLANNED + 1, dtype=np.int64)
    notes = (*told.limits, *_notes(told, quarters, half))
    return Batch(items, number, number, number, PLANNED, "quarters_shuffled", seed, notes=notes)


def counted(log: Log, audit: bool) -> Told:
    """Which tasks count and what each is, and what is said of the others."""
    from recul.text import tasks

    timed = np.isfinite(log.hours)
    weight = log.hours if timed.any() else np.ones(len(log))
    usable = np.isfinite(weight) & ~log.impossible
    known = np.array([n is not None for n in log.nature])
    limits = _hours_limits(log, timed)
    if not (usable & (weight > 0)).any():
        raise QuestionError(Mistake("tasks", "no task with hours above zero that can be", "the hours of some tasks",
                                    "Mend the `hours` column of the source, or name another."))
    # Tasks drawn at random whose nature cannot be read are not missing at random: those left correct nothing.
    stated = int(known.sum() + log.unknown.sum())
    lost = bool(log.unknown.sum() > UNSTATED_MOST * stated)
    how: How = "team_column" if known[usable].mean() >= 1 - UNSTATED_MOST else \
        "audit_sample" if audit and not lost else "classifier"
    label = np.array([[float(n == name) for name in NATURES] for n in log.nature])
    score = label
    if how != "team_column":
        read = tasks.read([t or "" for t in log.text], [None] * len(log))
        score = read[:, [tasks.NATURES.index(name) for name in NATURES]]
    legible = known if how == "team_column" else np.isfinite(score).all(axis=1)
    unread = int((usable & ~legible).sum())
    if unread:
        limits.append(Limit("tasks_unread", {"count": unread, "of": int(usable.sum()), "allowed": UNSTATED_MOST},
                            unread > UNSTATED_MOST * usable.sum()))
    if log.words:
        limits.append(Limit("natures_unknown", {"count": int(log.unknown.sum()), "words": list(log.words[:SHOWN])},
                            lost))
    if how == "classifier" and not audit:
        limits.append(Limit("part_labelled", {"count": int(known.sum()), "of": len(log)}, True) if known.any()
                      else Limit("nature_not_corrected", {"tasks": int((usable & legible).sum())}, True))
    at = usable & legible & (weight > 0)
    if not at.any():
        raise QuestionError(Mistake("tasks", "no task whose nature is stated or can be read",
                                    "tasks described in French or English, or their `nature`",
                                    "Name the `text` or the `nature` column of the source."))
    quarter = log.month[at] // 3
    audited = np.ones(int(at.sum()), bool) if how == "team_column" else known[at] & (how == "audit_sample")
    return Told(quarter - quarter.min(), weight[at], score[at], label[at], audited, how, int(quarter.min()),
                tuple(limits))


def _hours_limits(log: Log, timed: Bools) -> list[Limit]:
    limits, n = [], len(log)
    if not timed.any():
        return [Limit("no_hours", {})]
    for code, count in (("hours_unstated", int((~timed).sum())), ("hours_impossible", int(log.impossible.sum()))):
        if count:
            limits.append(Limit(code, {"count": count, "of": n, "allowed": UNSTATED_MOST}, count > UNSTATED_MOST * n))
    return limits


def _notes(told: Told, quarters: int, half: int) -> list[Limit]:
    """What the quarters allow to say."""
    limits = []
    if quarters < QUARTERS_LEAST:
        limits.append(Limit("few_quarters", {"quarters": quarters, "needed": QUARTERS_LEAST}, True))
    empty = quarters - len(np.unique(told.quarter))
    if empty:
        limits.append(Limit("empty_quarters", {"count": empty, "of": quarters}, empty > UNSTATED_MOST * quarters))
    if told.how == "audit_sample":
        halves = (told.quarter < half, told.quarter >= quarters - half)
        least = min(int((told.audited & side).sum()) for side in halves)
        if least < AUDITED_LEAST:
            limits.append(Limit("few_tasks_audited", {"audited": least, "needed": AUDITED_LEAST}, True))
    return limits


def estimates_of(found: Shift) -> Estimates:
    """What the judge reads, in points of a hundred."""
    norm = np.full(len(found.value), POINTS * float(found.scale[0]) or np.nan)
    made = Estimates.simple("shift", POINTS * found.value, POINTS * found.scale, baseline=POINTS * found.earlier,
                            norm=norm, unit="points")
    return replace(made, over=above_zero(made))


def lingers(items: LogItems) -> Callable[[Estimates, Calibration], list[Limit]]:
    """A change beyond shuffled quarters, but not if moods outlast a quarter as they may: in simulation 7 to 16 % of
    logs without a change, whose moods last a season, otherwise passed for changed."""

    def doubts(estimates: Estimates, calibration: Calibration) -> list[Limit]:
        z, bound = abs(float(estimates.score[0])), calibration.bound()
        if not bound < z <= bound * _factor(items):
            return []
        return [Limit("may_linger", {"quarters": items.order.shape[1], "alike": ASSUMED_ALIKE}, True)]

    return doubts


def passes(items: LogItems) -> Passes:
    """What is seen must pass the wider bound of `lingers`."""

    def smallest(estimates: Estimates, calibration: Calibration) -> Detectable:
        baseline, bound = float(estimates.baseline[0]), calibration.bound() * _factor(items)
        if not (baseline > 0 and np.isfinite(bound)):
            return None, None, None
        needed = (bound - estimates.score[1:]) * estimates.scale[0] / baseline
        return passing(np.where(np.isfinite(needed), needed, np.inf), calibration.k)

    return smallest


def _factor(items: LogItems) -> float:
    return lingering(float(shift(items.spans, items.order[:1], items.half).alike[0]))


def figure(reading: Reading) -> FigureData | None:
    """The change among those of shuffled quarters; there is no course over time."""
    e, empty = reading.estimates, np.zeros(0)
    if not e.ok[0]:
        return None
    return FigureData((), empty, empty, empty, empty, 0, float(e.value[0]), reading.scores * float(e.scale[0]), "share",
                      e.unit)


def _natures(told: Told) -> Table:
    """Each nature's share of the hours."""
    shares = (told.powered(one) for one in np.eye(len(NATURES)))
    rows = tuple((name, *map(_known, share)) for name, share in zip(NATURES, shares, strict=True))
    return Table("natures", (("nature", "code"), ("share", "percent"), ("low", "percent"), ("high", "percent")), rows)


def _quarters(told: Told, quarters: int, worth: Floats) -> Table:
    """Quarter by quarter."""
    rows = []
    for q in range(quarters):
        at = told.quarter == q
        year, part = divmod(told.first + q, YEAR)
        audited = int((told.audited & at).sum()) if told.how == "audit_sample" else 0
        rows.append((f"{1970 + year} / {part + 1}", int(at.sum()), float(told.weight[at].sum()), audited,
                     *map(_known, told.powered(worth, at))))
    return Table("quarters", (("quarter", "name"), ("tasks", "count"), ("hours", "size"), ("audited", "count"),
                              ("share", "percent"), ("low", "percent"), ("high", "percent")), tuple(rows))


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
