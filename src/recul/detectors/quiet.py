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
from recul.detectors._usual import FORGET, TINY, Singles, usual_of
from recul.detectors.base import HOURS_A_WEEK
from recul.panel import Bools, Floats, Ints

MEMORY_HOURS = (0.0, 1.0, 6.0, 36.0, 168.0)
PRIOR = np.array([0.05, 0.03, 0.03, 0.03, 0.02])
MOST = np.array([2.0, 0.7, 0.7, 0.7, 0.5])
# What is not known of a weekday yet: the weekend's SD and a day's own, in logs; known by half after WEEK_PRIOR weeks.
WEEKEND_SD, WEEKDAY_SD = 0.25, 0.08
# Excesses further than this many SD (as the 10 and 90 % quantiles give it) from the median count for that much.
CLIP = 3.0
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
    x = _scales.hourly(sums, seen, usual, places, lengths, per_hour)
    x = np.where(_scales.bursts(x[:-1]), np.nan, x)
    half, low, high = _scales.quantiles(x, (0.5, 0.1, 0.9))
    sd = np.maximum((high - low) / 2.563, 0.5)
    with np.errstate(invalid="ignore"):
        clipped = np.clip(x - half[..., None], -CLIP * sd[..., None], CLIP * sd[..., None])
    windows = (~np.isnan(x)).sum(axis=2)
    moment = np.nansum(clipped**2, axis=2) / np.maximum(windows, 1)
    hours = share.sum(axis=1)
    rate = usual.profile(places) * (usual.num / (usual.den + TINY))[:, None]
    hourly = np.array(lengths) / per_hour
    means = hourly[:, None, None] * rate[None]
    poisson = _poisson_variance(means).mean(axis=2)
    gain = (means**2 / (means + 0.4)).mean(axis=2)
    independent = windows / np.maximum(hourly, 1)[:, None]
    variance = np.stack([_solve(*row, hourly) for row in zip(moment.T, poisson.T, gain.T, independent.T, strict=True)])
    weeks = share @ np.eye(7)[places // 24] / 24
    features = np.stack([*np.log(np.maximum(moment, 0.05)), np.log(rate.mean(axis=1) + 0.05),
                         *np.log(np.maximum(poisson, 0.05))[:1], np.log(hours + 1)], axis=1)
    slope = _slope(usual.level, share)
    return Quiet((usual.num / (usual.den + TINY)).astype(np.float64), slope, usual.day, usual.week, weeks, variance,
                 features.astype(np.float64))


def _poisson_variance(mean: Floats) -> Floats:
    """The variance of 2√(N + .4) for N Poisson, any shape."""
    grid = np.concatenate([np.linspace(0, 6, 61), np.linspace(6.5, 30, 48)])
    n = np.arange(120)[:, None]
    weight = np.exp(n * np.log(np.maximum(grid, 1e-12)) - grid - gammaln(n + 1))
    root = 2 * np.sqrt(n + 0.4)
    variance = (weight * root**2).sum(axis=0) - (weight * root).sum(axis=0) ** 2
    return np.interp(mean, grid, variance)


def _design(hourly: Floats) -> Floats:
    """Variance of the mean of OU_k over each window less a level of the hours before it, [windows, 5]."""
    out = np.zeros((len(hourly), len(MEMORY_HOURS)))
    steps, before = 12, 720
    for i, length in enumerate(hourly):
        window = max(1, round(length * steps))
        out[i, 0] = 1 / window
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


def _solve(moment: Floats, poisson: Floats, gain: Floats, independent: Floats, hourly: Floats) -> Floats:
    """The v_k of one row from its moments [windows]."""
    key = tuple(hourly.tolist())
    if key not in _DESIGNS:
        _DESIGNS[key] = _design(hourly)
    weight = np.sqrt(independent / 2) / np.maximum(moment, 0.1)
    rows = [_DESIGNS[key] * (gain * weight)[:, None], np.diag(1 / PRIOR)]
    target = [np.maximum(moment - poisson, 0) * weight, np.ones(len(PRIOR))]
    return np.minimum(nnls(np.concatenate(rows), np.concatenate(target))[0], MOST)


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
    known = quiet.weeks[rows] / (quiet.weeks[rows] + _usual.WEEK_PRIOR)
    unknown = WEEKDAY_SD * random.standard_normal((n, 7))
    unknown[:, 5:] += WEEKEND_SD * random.standard_normal((n, 1))
    week = np.exp(np.log(quiet.week[rows]) + np.sqrt(1 - known) * unknown)
    shape = usual_of(quiet.day[rows], week.astype(np.float32), places)
    trend = np.exp(quiet.slope[rows, None] * (np.arange(hours) - now))
    variance = quiet.variance[rows] * np.exp(jitter * random.standard_normal((n, len(MEMORY_HOURS))))
    variance = np.minimum(variance, MOST)
    mean = quiet.level[rows, None] * shape * trend / per_hour
    g = np.zeros((n, hours * per_hour), np.float32)
    for k, memory in enumerate(MEMORY_HOURS):
        fine = memory <= 1
        walk = _ou(random, n, hours * (per_hour if fine else 1), memory * (per_hour if fine else 1))
        g += np.sqrt(variance[:, k, None]).astype(np.float32) * (walk if fine else np.repeat(walk, per_hour, axis=1))
    g -= variance.sum(axis=1, keepdims=True).astype(np.float32) / 2
    return random.poisson(np.repeat(mean, per_hour, axis=1) * np.exp(g)).astype(np.float32)


def _ou(random: Generator, rows: int, steps: int, memory: float) -> Singles:
    """A stationary process of variance one [rows, steps] with autocorrelation e^{−1/memory} a step."""
    shock = random.standard_normal((rows, steps), dtype=np.float32)
    if not memory:
        return shock
    keep = np.float32(np.exp(-1 / memory))
    shock[:, 1:] *= np.sqrt(1 - keep**2)
    return np.asarray(lfilter(np.array([1], np.float32), np.array([1, -keep], np.float32), shock, axis=1))


def gaps(seen: Singles, rows: Ints, per_hour: int) -> Bools:
    """Which bins of the past the copies of the brands `rows` were observed in: their brand's own hours."""
    return np.repeat(seen[-1][rows] >= per_hour / 2, per_hour, axis=1)
