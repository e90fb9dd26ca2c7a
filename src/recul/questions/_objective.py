"""An objective on its record: which periods are counted, what is known of them, and what they are set against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul._fields import closes, opens
from recul._phrases import phrase
from recul.batch import Batch
from recul.errors import Mistake, QuestionError
from recul.estimators._analogue import MISSING_MOST, Reach
from recul.finding import Limit
from recul.panel import Bools, Case, Floats, Frequency, Ints, Panel
from recul.placebo.season import same_season, season_limit

PLANNED = 999
#: Periods a year, the seasons taken for granted, and the stretches of a level: with a season of a year, and without.
#: Levels of a quarter erred half as much as those of a month where the year has seasons; where it has none, those of a
#: week erred less than those of a month (`benchmarks/objectives.py`).
A_YEAR: dict[str, float] = {"day": 365.25, "week": 365.25 / 7, "month": 12.0, "quarter": 4.0, "year": 1.0}
SEASONS: dict[str, tuple[float, ...]] = {"day": (7.0, 365.25), "week": (365.25 / 7,), "month": (12.0,),
                                         "quarter": (4.0,), "year": ()}
STRETCHES: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "day": ((91, 28), (7,)), "week": ((13, 4), (2,)), "month": ((3, 1), (1,)), "quarter": ((1,), (1,)),
    "year": ((1,), (1,))}
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
# Earlier seasons a forecast looks at: within two years, so that forecasts from earlier origins, which have fewer behind
# them, are made of nearly as many. With all there were, the last one was better than those it was judged by (slope of
# the probabilities 1.15 instead of 1.04 in 2,500 worlds).
YEARS_BACK, LAGS_MOST = 2.0, 8

Times = NDArray[np.datetime64]


@dataclass(frozen=True, eq=False)
class Counted:
    """What is counted, and where.

    panel: the record, its times carried on to the deadline and back to the start, nothing observed there. rows: units
    asked about. first, last: columns of the objective. now: the last column recorded for all of these units.
    series: [1 + others, time], the units together, then `groups` of as many other units. recorded: the first column
    recorded for all units asked about, and the last one recorded for any unit. shift: columns before the record.
    """

    panel: Panel
    rows: tuple[int, ...]
    first: int
    last: int
    now: int
    over: str
    series: Floats
    groups: tuple[tuple[int, ...], ...]
    recorded: tuple[int, int]
    shift: int

    @property
    def settled(self) -> bool:
        """Whether the deadline lies in the record, whoever else it speaks of: then nothing is left to foretell."""
        return self.last <= self.recorded[1]

    @property
    def begins(self) -> int:
        """The first column that counts."""
        return self.last if self.over == "last" else self.first

    @property
    def periods(self) -> int:
        """How many count."""
        return self.last - self.begins + 1

    @property
    def known(self) -> slice:
        """The columns that count and are past: all of them once the deadline is, whether or not they were observed."""
        return slice(self.begins, self.last + 1 if self.settled else max(self.begins, self.now + 1))

    @property
    def weight(self) -> float:
        """What a period adds to what is counted."""
        return 1.0 if self.over == "total" else 1.0 / self.periods

    def missing(self, columns: slice) -> float:
        """Share of these columns in which not all units were observed; 0 of none."""
        part = self.series[0, columns]
        return float((~np.isfinite(part)).mean()) if len(part) else 0.0

    def count(self, columns: slice, periods: int | None = None) -> float:
        """What these columns add to what is counted, at the mean of those observed; 0 of none, NaN of none observed.
        periods: how many there are in all, where the columns are of another year, that a leap day makes longer."""
        part = self.series[0, columns]
        seen = part[np.isfinite(part)]
        if not len(part):
            return 0.0
        weight = 1.0 if self.over == "total" else 1.0 / (periods or self.periods)
        return float(seen.mean()) * len(part) * weight if len(seen) else math.nan

    def year_before(self) -> slice:
        """The same periods a year earlier, by date, or 52 weeks earlier; none of those before the record."""
        frequency = self.panel.frequency
        if frequency == "day":
            ends = [_year_earlier(self.panel.times[c]) for c in (self.begins, self.last)]
            low, high = (int(np.searchsorted(self.panel.times, end)) if end >= self.panel.times[0] else -1
                         for end in ends)
        else:
            by = {"week": 52}.get(frequency, round(A_YEAR[frequency]))
            low, high = self.begins - by, self.last - by
        return slice(max(low, 0), high + 1) if low >= 0 else slice(0, 0)


def _year_earlier(moment: np.datetime64) -> np.datetime64:
    """The same date a year earlier; 29 February becomes 28 February, so that no day counts twice."""
    month = moment.astype("datetime64[M]")
    into = moment - month.astype("datetime64[s]")
    before = (month - 12).astype("datetime64[s]") + into
    last = (month - 11).astype("datetime64[s]") - np.timedelta64(1, "D")
    found: np.datetime64 = min(before, last)
    return found


def counted(panel: Panel, units: Sequence[str], over: str, start: date, deadline: date, seed: int) -> Counted:
    """The objective on its record. Raises QuestionError when no whole period lies between start and deadline, or a
    unit is unknown."""
    rows = tuple(panel.row(u) for u in units) or tuple(range(len(panel.units)))
    before, after = _needed(panel, start, deadline)
    times = _beyond(panel.times, panel.frequency, before, after)
    begins, ends = _spans(times, panel.frequency)
    first = int(np.searchsorted(begins, np.datetime64(opens(start), "s")))
    last = int(np.searchsorted(ends, np.datetime64(closes(deadline), "s"), side="right")) - 1
    if last < first:
        raise QuestionError(Mistake("question.deadline",
                                    phrase("{start} to {deadline}", start=start, deadline=deadline),
                                    phrase("at least one whole {frequency} between the two",
                                           frequency=phrase(panel.frequency)),
                                    "Set a later deadline, or ask by a finer `frequency`."))
    shape = ((0, 0), (before, after))
    observed = np.pad(panel.observed, shape)
    carried = replace(panel, value=np.pad(panel.value, shape, constant_values=np.nan), observed=observed, times=times,
                      exposure=None, calendar=None)
    together = np.flatnonzero(observed[list(rows)].all(axis=0))
    if not len(together):
        raise QuestionError(Mistake(phrase("units of {measure!r}", measure=panel.measure),
                                    "no period in which all of them were observed", "at least one",
                                    "Ask about fewer units, or add the files that cover them."))
    others = np.random.default_rng(seed).permutation([r for r in range(len(panel.units)) if r not in rows]).tolist()
    groups = (rows, *(tuple(sorted(others[i : i + len(rows)])) for i in range(0, len(others) - len(rows) + 1,
                                                                             len(rows))))
    series = np.stack([_together(carried, group) for group in groups])
    recorded = np.flatnonzero(observed.any(axis=0))
    return Counted(carried, rows, first, last, int(together[-1]), over, series, groups,
                   (int(together[0]), int(recorded[-1])), before)


def _together(panel: Panel, rows: Sequence[int]) -> Floats:
    """Units as one series [time]: added up or averaged as the measure is, NaN where any of them is missing."""
    part = panel.value[list(rows)]
    one: Floats = part.sum(axis=0) if panel.aggregate == "sum" else part.mean(axis=0)
    return one


def _needed(panel: Panel, start: date, deadline: date) -> tuple[int, int]:
    """Periods to add before the record and after it, for both dates to lie within."""
    shortest = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}[panel.frequency]
    low, high = (panel.times[i].astype("datetime64[D]") for i in (0, -1))
    before = int((low - np.datetime64(start, "D")).astype(int)) // shortest + 2
    after = int((np.datetime64(deadline, "D") - high).astype(int)) // shortest + 2
    return max(before, 0), max(after, 0)


def _beyond(times: Times, frequency: Frequency, before: int, after: int) -> Times:
    """The periods' starts, carried on by the calendar on both sides."""
    if frequency not in MONTHS:
        step = np.timedelta64(7 if frequency == "week" else 1, "D").astype("timedelta64[s]")
        return np.concatenate([times[0] - step * np.arange(before, 0, -1), times,
                               times[-1] + step * np.arange(1, after + 1)])
    months, step = times.astype("datetime64[M]"), MONTHS[frequency]
    every = np.concatenate([months[0] - step * np.arange(before, 0, -1), months,
                            months[-1] + step * np.arange(1, after + 1)])
    if _month_ends(times):
        return ((every + 1).astype("datetime64[D]") - 1).astype("datetime64[s]")
    carried: Times = every.astype("datetime64[s]") + (times[0] - months[0].astype("datetime64[s]"))
    return carried


def _month_ends(times: Times) -> bool:
    """Whether periods are named by the last day of their month."""
    days = times.astype("datetime64[D]")
    return bool(((days + 1).astype("datetime64[M]") != days.astype("datetime64[M]")).all())


def _spans(times: Times, frequency: Frequency) -> tuple[Times, Times]:
    """First instant of each period, and the one after its last; the last of all is left without an end."""
    ends = np.append(times[1:], times[-1] + (times[-1] - times[-2] if len(times) > 1 else np.timedelta64(1, "D")))
    if frequency in MONTHS and _month_ends(times):
        ends = times + np.timedelta64(1, "D")
        step = MONTHS[frequency]
        return (times.astype("datetime64[M]") - (step - 1)).astype("datetime64[s]"), ends
    return times, ends


def reach_of(asked: Counted, seasons: tuple[float, ...] | None) -> Reach:
    """How far the forecast goes, and the seasons it looks at."""
    frequency = asked.panel.frequency
    gap, horizon = max(asked.begins - asked.now - 1, 0), asked.last - asked.now
    lengths = SEASONS[frequency] if seasons is None else seasons
    longest, shortest = max(lengths, default=1.0), min(lengths, default=1.0)
    align = int(shortest) if shortest == int(shortest) and shortest < longest else 1
    every = next(j for j in range(1, horizon + 2) if round(j * longest / align) * align >= horizon)
    most = max(1, min(LAGS_MOST, int(YEARS_BACK * A_YEAR[frequency] / (every * longest) + 0.02)))
    yearly = longest >= 0.9 * A_YEAR[frequency]
    return Reach(gap, horizon, tuple(round(j * every * longest / align) * align for j in range(1, most + 1)),
                 STRETCHES[frequency][0 if yearly else 1])


def origins(asked: Counted, reach: Reach, seed: int) -> tuple[Ints, Ints]:
    """The real item and its placebos: series [n] and last column seen [n]. Windows end to end, counted back from the
    real origin; where the window was not observed, or the past before it, nothing can be told."""
    seen = np.isfinite(asked.series)
    held = np.concatenate([np.zeros((len(seen), 1), dtype=int), np.cumsum(seen, axis=1)], axis=1)
    row, origin = [0], [asked.now]
    # The periods that count a year before need not be a past: only what the forecast reads.
    for at in range(asked.now - reach.horizon, reach.needed - 2, -reach.horizon):
        spans = ((at - reach.needed + 1, at + 1), (at + reach.gap + 1, at + reach.horizon + 1))
        fine: Bools = np.all([held[:, b] - held[:, a] >= (1 - MISSING_MOST) * (b - a) for a, b in spans], axis=0)
        row += np.flatnonzero(fine).tolist()
        origin += [at] * int(fine.sum())
    if len(row) > PLANNED + 1:
        kept = np.append(0, 1 + np.sort(np.random.default_rng(seed).permutation(len(row) - 1)[:PLANNED]))
        row, origin = (np.array(part)[kept].tolist() for part in (row, origin))
    return np.array(row, dtype=np.int64), np.array(origin, dtype=np.int64)


def limits_of(asked: Counted, reach: Reach) -> list[Limit]:
    """What the record does not hold for this objective, before anything is foretold."""
    found = []
    history = asked.now - asked.recorded[0] + 1
    if not asked.settled and reach.horizon > history:
        found.append(Limit("horizon_long", {"horizon": reach.horizon, "history": history}, True))
    elif not asked.settled and history < reach.needed:
        found.append(Limit("no_season", {"history": history, "needed": reach.needed}, True))
    # A till that was late by a day is no till that was closed.
    if not asked.settled and asked.recorded[1] - asked.now > max(1, MISSING_MOST * reach.horizon):
        late = [asked.panel.units[r] for r in asked.rows if not asked.panel.observed[r, asked.now + 1 :].any()]
        found.append(Limit("coverage_differs", {"units": late or [asked.panel.units[r] for r in asked.rows]}, True))
    share = asked.missing(asked.known)
    if share > (0.0 if asked.settled else MISSING_MOST):
        found.append(Limit("count_incomplete", {"share": share}, True))
    elif share:
        found.append(Limit("gaps_filled", {"share": share}))
    return found


def passed(asked: Counted, target: float, sign: float) -> list[Limit]:
    """What is recorded at the target already, or beyond it, of a total never seen to fall: the interval of what
    is to come, as wide below as above, would still doubt it. sign: 1 where more is better."""
    if asked.settled or asked.over != "total" or (asked.series[0] < 0).any():
        return []
    done = float(np.nansum(asked.series[0, asked.known]))
    return [Limit("target_passed", {"done": done})] if (done >= target if sign > 0 else done > target) else []


def season_limits(batch: Batch[Any], panel: Panel, cases: tuple[Case, ...]) -> Batch[Any]:
    """What the hindcasts do not know of the time of the year."""
    limit = season_limit(panel, cases, 0) if len(cases) > 1 else None
    notes = () if limit is None else (Limit({"year_end": "year_end_once"}.get(limit.code, "season_once"), {},
                                            limit.forbids),)
    return replace(batch, notes=(*batch.notes, *notes), season=same_season(panel, cases))
