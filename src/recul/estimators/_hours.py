"""Counts an hour told from the hour of the week and from their own past: Poisson regression.

    log μ[t] = profile[hour of the local week] + γ'·h[t],
    h: means of log(1 + y) over lags 1, 2, 3, 4–6, 7–12, 13–24, 25–48 and 49–168 hours, and over lags 24, 48, …, 168.

Log-linear autoregression as in Fokianos & Tjøstheim (2011), J. Multivariate Analysis 102(3), on few lags that reach a
week back. A week of the usual day is added to what was observed, so that an hour in which nothing was ever said is
rare, not impossible.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints

WEEK = 168
BINS = ((1, 1), (2, 2), (3, 3), (4, 6), (7, 12), (13, 24), (25, 48), (49, WEEK))
DAILY = tuple(range(24, WEEK + 1, 24))
FLOOR = 0.02
STEPS, TOLERANCE = 50, 1e-8


@dataclass(frozen=True, eq=False)
class Hours:
    """Hours one after the other, [T] each.

    week: hour of the local week, 0 to 167. day, block: numbers of the local day and of the stretch within which
    messages may be moved, neither ever falling. observed: where messages were collected.
    """

    week: Ints
    day: Ints
    block: Ints
    observed: Bools

    def __len__(self) -> int:
        return len(self.week)


@dataclass(frozen=True, eq=False)
class Expected:
    """surprise: (y − mean)·weight [T]. weight: 1 / (mean + the mean of all hours) [T]. Both 0 in the hours left out.

    A weight of 1 / mean would be a Poisson count's, and let a night in which nothing is ever said outweigh the day.
    """

    surprise: Floats
    weight: Floats


def usual_week(counts: Ints, hours: Hours) -> Floats:
    """Messages an hour, by hour of the week [168]: a mean over the weeks observed, and one week of the usual day."""
    y, week = counts[hours.observed], hours.week[hours.observed]
    weeks, total = np.bincount(week, minlength=WEEK), np.bincount(week, y, WEEK)
    return np.asarray((total + usual_day(counts, hours)) / (weeks + 1))


def usual_day(counts: Ints, hours: Hours) -> Floats:
    """Messages an hour, by hour of the day, seven days alike [168]; never below a fiftieth of the mean hour's."""
    y, hour = counts[hours.observed], hours.week[hours.observed] % 24
    times = np.bincount(hour, minlength=24)
    day = np.bincount(hour, y, 24) / np.maximum(times, 1)
    return np.tile((1 - FLOOR) * day + FLOOR * y.mean(), 7)


def expected(counts: Ints, hours: Hours, own_past: bool) -> Expected:
    """Fit and return what was expected of every hour. own_past: with the lags, else from the hour of the week only.

    An hour is left out when it, or one of the three before it, was not observed, or less than half of a longer lag.
    Maximum likelihood by Newton's method, the profile concentrated out.
    """
    past, known = _own_past(counts, hours) if own_past else (np.zeros((len(hours), 0)), hours.observed)
    used = np.flatnonzero(known & hours.observed)
    surprise, weight = np.zeros(len(hours)), np.zeros(len(hours))
    if len(used):
        mean = _poisson(counts[used], hours.week[used], past[used], usual_day(counts, hours))
        weight[used] = 1 / (mean + mean.mean())
        surprise[used] = (counts[used] - mean) * weight[used]
    return Expected(surprise, weight)


def _own_past(counts: Ints, hours: Hours) -> tuple[Floats, Bools]:
    """h [T, 9], and where enough of the past was observed [T]."""
    log = np.where(hours.observed, np.log1p(counts), 0.0)
    # [T + 168], so that lag l of hour t is t + 168 − l.
    before = np.zeros(WEEK)
    y, seen = np.concatenate([before, log]), np.concatenate([before, hours.observed])
    sums, numbers = (np.concatenate([[0.0], np.cumsum(v)]) for v in (y, seen))
    t = np.arange(len(hours)) + WEEK
    columns, known = [], np.ones(len(hours), dtype=bool)
    for first, last in BINS:
        total, number = (c[t - first + 1] - c[t - last] for c in (sums, numbers))
        columns.append(total / np.maximum(number, 1))
        known &= number >= (last - first + 1) / 2
    total, number = (sum(v[t - lag] for lag in DAILY) for v in (y, seen))
    columns.append(total / np.maximum(number, 1))
    return np.stack(columns, axis=1), known & (number >= len(DAILY) / 2)


def _poisson(y: Ints, week: Ints, past: Floats, usual: Floats) -> Floats:
    """Means [n] of a Poisson regression on the hour of the week and the past [n, q], a usual week added to the rows."""
    q = past.shape[1]
    n, told, week = len(y), np.concatenate([y, usual]), np.concatenate([week, np.arange(WEEK)])
    past = past - past.mean(axis=0)
    z = np.concatenate([past, np.zeros((WEEK, q))])

    def by_hour(values: Floats) -> Floats:
        columns = values.reshape(len(week), -1).T
        summed = [np.bincount(week, column, WEEK) for column in columns]
        return np.asarray(np.stack(summed, axis=-1) if values.ndim > 1 else summed[0], dtype=np.float64)

    level, slope = np.log(by_hour(told) / np.bincount(week, minlength=WEEK)), np.zeros(q)
    for _ in range(STEPS):
        mean = np.exp(np.clip(level[week] + z @ slope, -30, 30))
        left, weight, weighted = told - mean, by_hour(mean), mean[:, None] * z
        cross, gradient = by_hour(weighted) if q else np.zeros((WEEK, 0)), by_hour(left)
        information = z.T @ weighted - cross.T @ (cross / weight[:, None])
        step = np.linalg.lstsq(information, z.T @ left - cross.T @ (gradient / weight))[0] if q else slope
        move = (gradient - cross @ step) / weight
        # A first step too far would overflow; a short one costs a round more.
        short = min(1.0, 2.0 / max(float(np.abs(move).max()), float(np.abs(z @ step).max()), 1e-9))
        level, slope = level + short * move, slope + short * step
        if np.abs(move).max() < TOLERANCE and np.abs(step).max(initial=0.0) < TOLERANCE:
            break
    return np.asarray(np.exp(np.clip(level[week] + z @ slope, -30, 30))[:n])
