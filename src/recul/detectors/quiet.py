"""Quiet worlds fitted to a brand's own past: the brand as it would be if nothing ever happened to it.

    count[t] ~ Poisson(level · e^{slope·t} · day[t] · week[t] · e^{g[t] − v/2}),    g = Σ_k √v_k · OU_k[t],  v = Σ_k v_k

OU_k: independent Ornstein-Uhlenbeck processes of variance one and fixed memories (nothing, 1, 6, 36 and 168 hours): an
overdispersed, autocorrelated log-Gaussian intensity. The v_k are moments: of the excess over windows of five lengths
(`_scales.py`), hours of bursts left out and the rest clipped, variance less a Poisson's is linear in them; non-negative
least squares (Lawson & Hanson 1974), pulled towards PRIOR by as much as one window of each length would.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.optimize import nnls
from scipy.signal import lfilter
from scipy.special import gammaln

from recul.detectors import _scales, _usual
from recul.detectors._usual import FORGET, TINY, Singles
from recul.detectors.base import HOURS_A_WEEK
from recul.panel import Bools, Floats, Ints

MEMORY_HOURS = (0.0, 1.0, 6.0, 36.0, 168.0)
PRIOR = np.array([0.05, 0.03, 0.03, 0.03, 0.02])
MOST = np.array([2.0, 0.7, 0.7, 0.7, 0.5])
# What is not known of a weekday yet: the weekend's SD, its hours' SD and a day's own, in logs; known by half after
# WEEK_PRIOR weeks, but for the weekend's hours, which no profile here knows apart.
WEEKEND_SD, WEEKEND_HOURS_SD, WEEKDAY_SD = 0.35, 0.2, 0.08
# SD of the growth of a copy around its brand's, of the logarithm a month.
SLOPE_SD = 0.25
# Shocks are Student's with one of these degrees of freedom in each copy.
TAILS = (6.0, 30.0)
RECENT_HOURS = 72
STEADY_HOURS = 2 * HOURS_A_WEEK


@dataclass(frozen=True, eq=False)
class Quiet:
    """One row a brand. level: messages an hour in the last hour. slope: of its logarithm, an hour. day: [rows, 24].
    week: [rows, 7]. weeks: how often each weekday was seen [rows, 7]. variance: the v_k [rows, 5].
    features: [rows, …], how a past looks: what likens a copy to a brand."""

    level: Floats
    slope: Floats
    day: Singles
    week: Singles
    weeks: Floats
    variance: Floats
    features: Floats


def fit(sums: Singles, seen: Singles, places: Ints, lengths: list[int], per_hour: int) -> Quiet:
    """Fitted to closed hours, oldest first, as `multiscale.past` gives them. lengths: of windows, in bins."""
    share = seen[-1] / np.float32(per_hour)
    usual = _usual.fit(sums[-1], share, places)
    lengths = [*lengths, 24 * per_hour]
    clipped = _scales.clipped(_scales.excess(*_scales.hourly(sums, seen, usual, places, lengths, per_hour)))
    windows = (~np.isnan(clipped)).sum(axis=2)
    moment = np.nansum(clipped**2, axis=2) / np.maximum(windows, 1)
    hours = share.sum(axis=1)
    rate = usual.profile(places) * (usual.num / (usual.den + TINY))[:, None]
    hourly = np.array(lengths) / per_hour
    means = hourly[:, None, None] * rate[None]
    poisson = _poisson_variance(means).mean(axis=2)
    gain = (means**2 / (means + 0.4)).mean(axis=2)
    independent = windows / np.maximum(hourly, 1)[:, None]
    moments = zip(moment.T, poisson.T, gain.T, independent.T, strict=True)
    variance = np.stack([_solve(*row, hourly, per_hour) for row in moments])
    weeks = share @ np.eye(7)[places // 24] / 24
    features = np.stack([*np.log(np.maximum(moment, 0.05)), *_tails(clipped[1:4]), *_recent(clipped[-3:]),
                         np.log(rate.mean(axis=1) + 0.05), np.log(np.maximum(poisson[0], 0.05)), np.log(hours + 1)],
                        axis=1)
    slope = _slope(usual.level, share)
    return Quiet((usual.num / (usual.den + TINY)).astype(np.float64), slope, usual.day, usual.week, weeks, variance,
                 features.astype(np.float64))


def _tails(x: Singles) -> Singles:
    """How the 98 % quantile lies to the 85 % one [windows, rows], in logs."""
    high, top = _scales.quantiles(x, (0.85, 0.98))
    top, high = (np.maximum(np.nan_to_num(q, nan=1.0), 0.2) for q in (top, high))
    return np.asarray(np.log(top / high))


def _recent(x: Singles) -> Singles:
    """The mean of the last days [windows, rows] over the SD of all: whether the level lags behind."""
    last = x[:, :, -RECENT_HOURS:]
    mean = np.nansum(last, axis=2) / np.maximum((~np.isnan(last)).sum(axis=2), 1)
    sd = np.sqrt(np.nansum(x**2, axis=2) / np.maximum((~np.isnan(x)).sum(axis=2), 1))
    return np.asarray(mean / np.maximum(sd, 0.2))


def _poisson_variance(mean: Floats) -> Floats:
    """The variance of 2√(N + .4) for N Poisson, any shape."""
    grid = np.concatenate([np.linspace(0, 6, 61), np.linspace(6.5, 30, 48)])
    n = np.arange(120)[:, None]
    weight = np.exp(n * np.log(np.maximum(grid, 1e-12)) - grid - gammaln(n + 1))
    root = 2 * np.sqrt(n + 0.4)
    variance = (weight * root**2).sum(axis=0) - (weight * root).sum(axis=0) ** 2
    return np.asarray(np.interp(mean, grid, variance))


def _design(hourly: Floats, per_hour: int) -> Floats:
    """Variance of the mean of OU_k over each window less a level of the hours before it, [windows, 5]."""
    out = np.zeros((len(hourly), len(MEMORY_HOURS)))
    before = 720
    for i, length in enumerate(hourly):
        out[i, 0] = 1 / round(length * per_hour)
        for k, memory in enumerate(MEMORY_HOURS[1:], 1):
            r = length / memory
            inside = 2 * (r - 1 + np.exp(-r)) / r**2
            ages = length / 2 + np.arange(before)
            weight = FORGET ** np.arange(before) * (1 - FORGET)
            across = weight @ np.exp(-ages / memory)
            level = weight @ np.exp(-np.abs(ages[:, None] - ages) / memory) @ weight
            out[i, k] = inside - 2 * across + level
    return out


_DESIGNS: dict[tuple[float, ...], Floats] = {}


def _solve(moment: Floats, poisson: Floats, gain: Floats, independent: Floats, hourly: Floats,
           per_hour: int) -> Floats:
    """The v_k of one row from its moments [windows]."""
    key = (per_hour, *hourly.tolist())
    if key not in _DESIGNS:
        _DESIGNS[key] = _design(hourly, per_hour)
    weight = np.sqrt(independent / 2) / np.maximum(moment, 0.1)
    rows = [_DESIGNS[key] * (gain * weight)[:, None], np.diag(1 / PRIOR)]
    target = [np.maximum(moment - poisson, 0) * weight, np.ones(len(PRIOR))]
    return np.asarray(np.minimum(nnls(np.concatenate(rows), np.concatenate(target))[0], MOST))


def _slope(level: Singles, share: Singles) -> Floats:
    """Growth of the log level an hour, least squares, shrunk while the past is short [rows]."""
    y = np.log(level[:, 72:].astype(np.float64) + 0.01) if level.shape[1] > 96 else np.zeros((len(level), 2))
    t = np.arange(y.shape[1]) - (y.shape[1] - 1) / 2
    slope = y @ t / (t @ t)
    hours = share.sum(axis=1)
    return np.asarray(slope * (hours / (hours + STEADY_HOURS)) ** 2)


def draw(random: Generator, quiet: Quiet, rows: Ints, places: Ints, now: int, per_hour: int, jitter: float) -> Singles:
    """Quiet copies of the brands `rows` [n], counts [n, hours · per_hour]; the level is that of the hour `now`.

    jitter: SD of the logarithm of a copy's variances around its brand's.
    """
    n, hours = len(rows), len(places)
    slope = quiet.slope[rows] + SLOPE_SD / 720 * random.standard_normal(n)
    part = (np.arange(hours * per_hour) + 0.5) / per_hour - 0.5
    usual = _log_profile(random, quiet, rows, places) + slope[:, None] * (np.arange(hours) - now)
    low = np.clip(part.astype(np.int64), 0, hours - 2)
    rest = (part - low).astype(np.float32)
    usual = usual.astype(np.float32)
    g = usual[:, low] * (1 - rest) + usual[:, low + 1] * rest
    variance = quiet.variance[rows] * np.exp(jitter * random.standard_normal((n, len(MEMORY_HOURS))))
    variance = np.minimum(variance, MOST)
    freedom = np.array(TAILS)[random.integers(len(TAILS), size=n)]
    for k, memory in enumerate(MEMORY_HOURS):
        fine = memory <= 1
        walk = _ou(random, hours * (per_hour if fine else 1), memory * (per_hour if fine else 1), freedom)
        g += np.sqrt(variance[:, k, None]).astype(np.float32) * (walk if fine else np.repeat(walk, per_hour, axis=1))
    g += (np.log(quiet.level[rows, None] / per_hour) - variance.sum(axis=1, keepdims=True) / 2).astype(np.float32)
    return random.poisson(np.exp(np.minimum(g, 15))).astype(np.float32)


def _log_profile(random: Generator, quiet: Quiet, rows: Ints, places: Ints) -> Floats:
    """The logarithm of what an hour is usually like, what is not known of the week drawn [copies, hours]."""
    n = len(rows)
    known = quiet.weeks[rows] / (quiet.weeks[rows] + _usual.WEEK_PRIOR)
    unknown = WEEKDAY_SD * random.standard_normal((n, 7))
    unknown[:, 5:] += WEEKEND_SD * random.standard_normal((n, 1))
    week = np.log(quiet.week[rows]) + np.sqrt(1 - known) * unknown
    wave = random.standard_normal((n, 2)) @ np.stack([f(2 * np.pi * np.arange(24) / 24) for f in (np.sin, np.cos)])
    hours = np.log(quiet.day[rows])[:, places % 24]
    return np.asarray(week[:, places // 24] + hours + WEEKEND_HOURS_SD * wave[:, places % 24] * (places // 24 >= 5))


def _ou(random: Generator, steps: int, memory: float, freedom: Floats) -> Singles:
    """Stationary processes of variance one [rows, steps], autocorrelation e^{−1/memory} a step, shocks of Student's law
    with freedom [rows]."""
    shock = random.standard_normal((len(freedom), steps), dtype=np.float32)
    mix = np.repeat(random.chisquare(freedom[:, None], (len(freedom), -(-steps // 4))), 4, axis=1)[:, :steps]
    shock *= np.sqrt((freedom[:, None] - 2) / mix).astype(np.float32)
    if not memory:
        return shock
    keep = np.float32(np.exp(-1 / memory))
    shock[:, 1:] *= np.sqrt(1 - keep**2)
    return np.asarray(lfilter(np.array([1], np.float32), np.array([1, -keep], np.float32), shock, axis=1))


def gaps(seen: Singles, rows: Ints, per_hour: int) -> Bools:
    """Which bins of the past the copies of the brands `rows` were observed in: their brand's own hours."""
    return np.repeat(seen[-1][rows] >= per_hour / 2, per_hour, axis=1)
