"""Metrics beside an outcome: what each foretells beyond the outcome's past, how reliable it is, whom it repeats."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recul.batch import NORMAL, Batch, Estimates
from recul.estimators._foretelling import Foretelling, innovations, shifts
from recul.finding import Limit
from recul.panel import Floats, Frequency, Panel

PLANNED = 999
#: Periods of a year, and the periods back whose outcome is held to be known, by length of a period.
YEARS: dict[Frequency, float] = {"day": 365.25, "week": 52.18, "month": 12.0, "quarter": 4.0}
LAGS: dict[Frequency, tuple[int, ...]] = {"day": (0, 1, 6), "week": (0, 1), "month": (0, 1), "quarter": (0, 1)}
HARMONICS = 2
YEARS_LEAST = 2.0
STEPS_LEAST = 40
UNOBSERVED_MOST = 0.10


@dataclass(frozen=True, eq=False)
class Metric:
    """A metric set beside the outcome.

    told: innovations of the metric [1 + copies, steps], its own first; outcome: those of the outcome a period later.
    at: which periods they are of. mean: of the metric. reliability: share of its variation that is not noise within
    the period, NaN where no shorter periods are known. noise: the smallest change from one period to the next beyond
    it, over the mean. why: a limit where it cannot be asked.
    """

    name: str
    told: Floats
    outcome: Floats
    at: tuple[int, ...]
    mean: float
    reliability: float
    noise: float
    why: Limit | None = None


@dataclass(frozen=True, eq=False)
class MetricItems:
    """The metrics in the order declared; first, last: the record's periods, as dates; periods: of the outcome."""

    metrics: tuple[Metric, ...]
    outcome: str
    frequency: Frequency
    first: str
    last: str
    periods: int


def series(panel: Panel) -> Floats:
    """All units together [time]; NaN where not all of them were observed."""
    told = np.nan_to_num(panel.value).sum(axis=0) / (1 if panel.aggregate == "sum" else len(panel.units))
    return np.asarray(np.where(panel.observed.all(axis=0), told, np.nan), dtype=np.float64)


def on_grid(panel: Panel, times: NDArray[np.datetime64]) -> Floats:
    """The panel's series at these times [time]; NaN where it has no such period."""
    value = series(panel)
    at = np.searchsorted(panel.times, times)
    there = (at < len(panel.times)) & (panel.times[np.minimum(at, len(panel.times) - 1)] == times)
    return np.where(there, value[np.minimum(at, len(value) - 1)], np.nan)


def known_before(outcome: Floats, frequency: Frequency) -> Floats:
    """What is known when a period ends [time, k]: a line, the season of the period to come, the outcome's own past."""
    time = np.arange(len(outcome))
    year = YEARS[frequency]
    columns = [np.ones(len(time)), time / max(len(time), 1)]
    if not np.isfinite(outcome).any():
        return np.column_stack([*columns, outcome])
    for wave in range(1, HARMONICS + 1) if len(time) >= int(YEARS_LEAST * year) else ():
        turn = 2 * np.pi * wave * (time + 1) / year
        columns += [np.sin(turn), np.cos(turn)][: 1 if 2 * wave == round(year) else 2]
    if frequency == "day":
        columns += [(time % 7 == day).astype(np.float64) for day in range(6)]
    spread = float(np.nanstd(outcome)) or 1.0
    scaled = (outcome - np.nanmean(outcome)) / spread
    for lag in LAGS[frequency]:
        columns.append(np.concatenate([np.full(lag, np.nan), scaled[: len(scaled) - lag]]))
    return np.column_stack(columns)


def beside(name: str, metric: Floats, halves: Floats | None, outcome: Floats, frequency: Frequency, seed: int
           ) -> Metric:
    """A metric's innovations and copies, or why there are none: over the periods that it and the outcome span.

    halves: [2, time], odd and even days.
    """
    span = np.flatnonzero(np.isfinite(metric))
    begin, end = (int(span[0]), int(span[-1]) + 1) if len(span) else (0, 0)
    outcome, metric = outcome[begin:end], metric[begin:end]
    halves = None if halves is None else halves[:, begin:end]
    known = known_before(outcome, frequency)
    value = np.append(outcome[1:], np.nan)[: len(metric)]
    usable = np.isfinite(known).all(axis=1) & np.isfinite(value) & np.isfinite(metric)
    unobserved = 1 - float(np.isfinite(metric).mean()) if len(metric) else 1.0
    years = int(YEARS_LEAST * YEARS[frequency])
    mean, empty = float(np.nanmean(metric)) if np.isfinite(metric).any() else math.nan, np.empty((0, 0))
    reliability, noise = (math.nan, math.nan) if halves is None else reliable(halves)
    why: Limit | None = None
    if unobserved > UNOBSERVED_MOST:
        why = Limit("metric_unobserved", {"metric": name, "share": unobserved, "allowed": UNOBSERVED_MOST}, True)
    elif np.nanstd(metric) <= 1e-9 * max(1.0, abs(mean)):
        why = Limit("metric_constant", {"metric": name}, True)
    elif len(metric) < years:
        why = Limit("year_untold", {"metric": name, "periods": len(metric), "needed": years}, True)
    elif usable.sum() - 2 * known.shape[1] - 2 < STEPS_LEAST:
        why = Limit("short_record", {"metric": name, "periods": int(usable.sum()),
                                     "needed": 2 * known.shape[1] + 2 + STEPS_LEAST}, True)
    elif still(value[usable]):
        why = Limit("outcome_constant", {}, True)
    elif still(metric[usable]):
        why = Limit("metric_constant", {"metric": name}, True)
    if why:
        return Metric(name, empty, empty, (), mean, reliability, noise, why)
    both = np.column_stack([value[usable], metric[usable]])
    told = innovations((both - both.mean(axis=0)) / both.std(axis=0), known[usable])
    if len(told) < STEPS_LEAST:
        periods = int(usable.sum())
        return Metric(name, empty, empty, (), mean, reliability, noise,
                      Limit("short_record", {"metric": name, "periods": periods,
                                             "needed": periods + STEPS_LEAST - len(told)}, True))
    own = told[:, 1]
    copies = own[shifts(len(own), PLANNED, seed)]
    at = begin + np.flatnonzero(usable)[-len(own):]
    return Metric(name, np.concatenate([own[None], copies]), told[:, 0], tuple(int(t) for t in at), mean, reliability,
                  noise)


def still(values: Floats) -> bool:
    """Whether values do not vary, but for rounding."""
    return bool(values.std() <= 1e-9 * max(1.0, abs(float(values.mean()))))


def reliable(halves: Floats) -> tuple[float, float]:
    """Share of the variation of a sum that its two halves [2, time], odd and even days, agree on; and the smallest
    change beyond noise, over the mean.

    Where two halves that add up to a whole have independent errors, the error of the whole has the variance of their
    difference (Rulon 1939, Harvard Educational Review 9, 99-103). Odd and even days change weekdays every other week:
    what that alternation explains is no noise.
    """
    gap, whole = halves[0] - halves[1], halves[0] + halves[1]
    fine = np.isfinite(gap)
    gap, whole = gap[fine], whole[fine]
    parity = np.flatnonzero(fine) % 2
    if len(gap) < STEPS_LEAST or whole.std() == 0:
        return math.nan, math.nan
    for side in (0, 1):
        gap[parity == side] -= gap[parity == side].mean() if (parity == side).any() else 0.0
    error = float(gap.std(ddof=2))
    mean = float(whole.mean())
    noise = NORMAL * math.sqrt(2) * error / mean if mean > 0 else math.nan
    return max(0.0, 1 - error**2 / float(whole.var(ddof=1))), noise


def batch_of(items: MetricItems, metric: Metric, seed: int) -> Batch[MetricItems]:
    """The metric first, then its copies, each a shift of its own."""
    number = np.arange(max(1, len(metric.told)), dtype=np.int64)
    notes = (metric.why,) if metric.why else ()
    if not metric.why and len(number) - 1 < PLANNED:
        notes = (Limit("fewer_placebos", {"planned": PLANNED, "drawn": len(number) - 1}),)
    return Batch(items, number, number, np.zeros_like(number), PLANNED, "shifted", seed, notes=notes)


def estimates_of(found: Foretelling | None) -> Estimates:
    """What the judge reads: a correlation, of which 1 would be to foretell every surprise."""
    none = np.full(1, np.nan)
    value, scale = (none, none) if found is None else (found.value, found.scale)
    ones = np.ones(len(value))
    return Estimates.simple("foretelling", value, scale, baseline=ones, norm=ones, unit="")


def closest(items: MetricItems, metric: Metric) -> tuple[str | None, float | None]:
    """The other metric whose innovations go most with this one's, and how much (a correlation)."""
    best: tuple[str | None, float | None] = (None, None)
    for other in items.metrics:
        shared = sorted(set(metric.at) & set(other.at))
        if other is metric or len(shared) < STEPS_LEAST:
            continue
        mine, its = (dict(zip(m.at, m.told[0], strict=True)) for m in (metric, other))
        r = float(np.corrcoef([mine[t] for t in shared], [its[t] for t in shared])[0, 1])
        if best[1] is None or abs(r) > abs(best[1]):
            best = other.name, r
    return best
