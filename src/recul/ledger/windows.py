"""What the record says of a claim's window: the value, its baseline, and how often the like came true before."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul._phrases import phrase
from recul.errors import LedgerError, Mistake, QuestionError
from recul.ledger.claims import Claim
from recul.measures._periods import MONTHS
from recul.panel import Bools, Floats, Panel

Days = NDArray[np.datetime64]
DAY = timedelta(days=1)
# Sums of the same numbers differ in their last digits.
SAME = 1e-9
# How many periods a year back is; days are counted by the calendar.
YEAR_BACK = {"week": 52, "month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the record says. why: a code, and its values, where it cannot say. past: of the like windows of the record
    that ended before the day on which the claim was written, the share in which it would have come true; None where
    there was none. windows: how many of them lie apart."""

    value: float | None
    baseline: float | None = None
    outcome: bool | None = None
    past: float | None = None
    windows: int = 0
    why: str = ""
    values: tuple[int, ...] = ()


def days_of(panel: Panel) -> tuple[Days, Days]:
    """The first and the last day of every period, datetime64[D] [n] each."""
    first = panel.times.astype("datetime64[D]")
    step = MONTHS.get(panel.frequency)
    if step is None:
        return first, first + (6 if panel.frequency == "week" else 0)
    months = first.astype("datetime64[M]")
    ends = (months + 1).astype("datetime64[D]") - 1
    if (first == ends).all():  # periods named by the last day of their last month
        return (months - step + 1).astype("datetime64[D]"), ends
    after = (months + step).astype("datetime64[D]") + (first - months.astype("datetime64[D]"))
    return first, after - 1


def check(claim: Claim, panel: Panel, where: str = "") -> None:
    """Raises LedgerError with every unit that the record has not, or when the window is no whole number of periods."""
    mistakes = []
    for unit in claim.units:
        try:
            panel.row(unit)
        except QuestionError as error:
            mistakes += [Mistake(phrase("{where}unit", where=where), m.found, m.expected,
                                 m.todo) for m in error.mistakes]
    if not _aligned(claim, panel):
        mistakes.append(Mistake(phrase("{where}from, to", where=where),
                                phrase("{start} to {end}", start=claim.start, end=claim.end),
                                phrase("whole periods of a {frequency}, as {measure!r} is recorded{example}",
                                       frequency=phrase(panel.frequency), measure=claim.measure,
                                       example=_example(panel)),
                                "Mend the two dates."))
    if mistakes:
        raise LedgerError(mistakes)


def check_all(claims: Sequence[Claim], panels: Callable[[str], Panel], where: str = "",
              now: datetime | None = None) -> None:
    """Raises LedgerError with what is wrong of any claim: no such measure, no such unit, no whole periods; or, written
    now, not late by the clock, and yet of days that the record holds."""
    mistakes: dict[Mistake, None] = {}
    kept: dict[str, Panel] = {}
    for claim in claims:
        try:
            if claim.measure not in kept:
                kept[claim.measure] = panels(claim.measure)
            check(claim, kept[claim.measure], where)
            if now is not None and not claim.late(now):
                _refuse_known(claim, kept[claim.measure], where)
        except (LedgerError, QuestionError) as error:
            mistakes |= dict.fromkeys(error.mistakes)
    if mistakes:
        raise LedgerError(tuple(mistakes))


def _refuse_known(claim: Claim, panel: Panel, where: str) -> None:
    """A plan written into the files as if it had happened, or a clock set back: either way it is not foretold."""
    rows = [panel.row(unit) for unit in claim.units] or list(range(len(panel.units)))
    known = np.flatnonzero(panel.observed[rows].any(axis=0) & (days_of(panel)[0] >= np.datetime64(claim.start)))
    if len(known):
        last = days_of(panel)[1][known[-1]]
        found = phrase("{start}, of which the record holds values already (to {last})", start=claim.start, last=last)
        raise LedgerError(Mistake(phrase("{where}from", where=where), found, "days to come, which no file can hold",
                                  "Take plans and forecasts out of the files, or mend the clock of this computer."))


def _aligned(claim: Claim, panel: Panel) -> bool:
    """Whether a window, past or to come, holds whole periods only."""
    if panel.frequency == "day":
        return True
    first, _ = days_of(panel)
    start, after = claim.start, claim.end + DAY
    if panel.frequency == "week":
        anchor = first[0].astype(object)
        return all((day - anchor).days % 7 == 0 for day in (start, after))
    opening = first[0].astype(object)
    step = MONTHS[panel.frequency]
    return all(day.day == opening.day and (12 * (day.year - opening.year) + day.month - opening.month) % step == 0
               for day in (start, after))


def _example(panel: Panel) -> str:
    first, last = days_of(panel)
    return phrase(": {first} to {last} is one", first=first[-1], last=last[-1])


def read(claim: Claim, panel: Panel, written: date) -> Reading:
    """What the record says of a claim written on that day (local to its zone). Missing is never zero: a window, or a
    baseline, with anything unobserved has no value."""
    missing = [u for u in claim.units if u not in panel.units]
    if missing:
        return Reading(None, why="unit_gone")
    if not _aligned(claim, panel):
        return Reading(None, why="misaligned")
    series = _Series.of(panel, claim)
    first, last = days_of(panel)
    i, j = int(np.searchsorted(first, np.datetime64(claim.start))), int(np.searchsorted(last, np.datetime64(claim.end)))
    if j >= len(last) or i >= len(first) or first[i] != np.datetime64(claim.start):
        return Reading(None, why="not_recorded")
    width, back = j - i + 1, _back(claim, panel, i, j)
    gap = series.gaps(i, j + 1)
    if gap:
        return Reading(None, why="window_missing", values=(gap, width * series.units))
    value = float(series.over(np.array([i]), width)[0])
    baseline = claim.level
    if back:
        if i - back < 0:
            return Reading(value, why="baseline_not_recorded")
        gap = series.gaps(i - back, i - back + width)
        if gap:
            return Reading(value, why="baseline_missing", values=(gap, width * series.units))
        baseline = float(series.over(np.array([i - back]), width)[0])
        if claim.says not in ("up", "down") and not baseline > 0:
            return Reading(value, baseline, why="baseline_not_positive")
    past, windows = _past(claim, series, width, back, int(np.searchsorted(last, np.datetime64(written))))
    true = came_true(claim, np.array([value]), None if baseline is None else np.array([baseline]))
    return Reading(value, baseline, bool(true[0]), past, windows)


def came_true(claim: Claim, value: Floats, baseline: Floats | None) -> Bools:
    """Whether the claim is true of such values [n], against such baselines [n]. As much, to nine digits, is neither up
    nor down; a bound is included."""
    if claim.says in ("up", "down"):
        beside = np.zeros_like(value) if baseline is None else baseline
        apart = np.abs(value - beside) > SAME * np.maximum(np.abs(value), np.abs(beside))
        return np.asarray(apart & ((value > beside) == (claim.says == "up")))
    shown = value if baseline is None else value / baseline - 1
    slack = SAME * (np.abs(shown) if baseline is None else 1.0)
    low, high = -np.inf if claim.low is None else claim.low, np.inf if claim.high is None else claim.high
    return np.asarray((shown >= low - slack) & (shown <= high + slack))


def _back(claim: Claim, panel: Panel, i: int, j: int) -> int:
    """How many periods earlier the baseline begins; 0 where there is none."""
    if claim.against == "before":
        return j - i + 1
    if claim.against != "last_year":
        return 0
    if panel.frequency != "day":
        return YEAR_BACK[panel.frequency]
    return (claim.start - _year_before(claim.start)).days


def _year_before(day: date) -> date:
    """The same date of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


@dataclass(frozen=True, eq=False)
class _Series:
    """The units of a claim together, summed up from the first period: float64 [n + 1] each.

    amount: of the values (or what is divided). weight: what it is divided by, periods where that is nothing else.
    missing: of cells not observed. mean: whether the value over a window is divided. units: how many.
    """

    amount: Floats
    weight: Floats
    missing: Floats
    mean: bool
    units: int

    @classmethod
    def of(cls, panel: Panel, claim: Claim) -> _Series:
        rows = [panel.row(u) for u in claim.units] or list(range(len(panel.units)))
        value, observed = panel.value[rows], panel.observed[rows]
        weight = np.ones_like(value) if panel.exposure is None else np.nan_to_num(panel.exposure[rows])
        amount, divided, missing = (np.concatenate([[0.0], np.cumsum(part.sum(axis=0))]) for part in (
            np.where(observed, np.nan_to_num(value) * weight, 0.0), np.where(observed, weight, 0.0), ~observed))
        return cls(amount, divided, missing, panel.aggregate == "mean" or panel.exposure is not None, len(rows))

    def gaps(self, first: int, after: int) -> int:
        """Cells not observed in a stretch."""
        return int(self.missing[after] - self.missing[first])

    def over(self, start: Any, width: int) -> Floats:
        """The value over windows that begin at these periods [m]; NaN where anything of them was not observed."""
        end = start + width
        total = self.amount[end] - self.amount[start]
        if self.mean:
            weight = self.weight[end] - self.weight[start]
            total = np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan)
        return np.where(self.missing[end] > self.missing[start], np.nan, total)


def _past(claim: Claim, series: _Series, width: int, back: int, before: int) -> tuple[float | None, int]:
    """The share of the earlier windows of which the claim would have been true, and how many of them lie apart.
    before: the period of the day of writing; a window counted ended before it began."""
    start = np.arange(back, before - width + 1)
    if not len(start):
        return None, 0
    value = series.over(start, width)
    baseline = series.over(start - back, width) if back else None if claim.level is None else \
        np.full(len(start), claim.level)
    known = np.isfinite(value) & (True if baseline is None else np.isfinite(baseline))
    if baseline is not None and claim.says not in ("up", "down"):
        known &= baseline > 0
    if not known.any():
        return None, 0
    true = came_true(claim, value[known], None if baseline is None else baseline[known])
    return float(true.mean()), -(-int(known.sum()) // width)


