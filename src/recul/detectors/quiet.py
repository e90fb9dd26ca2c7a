"""Quiet worlds fitted to a brand's own past: the brand as it would be if nothing ever happened to it.

    count[t] ~ Poisson(level · e^{slope·t} · day[t] · week[t] · e^{g[t] − v/2}),    g = Σ_k √v_k · OU_k[t],  v = Σ_k v_k

OU_k: independent Ornstein-Uhlenbeck processes of variance one and fixed memories (nothing, 1, 6, 36 and 168 hours): an
overdispersed, autocorrelated intensity. The v_k are moments: of the excess over windows of five lengths (`_scales.py`),
hours of bursts left out and the rest clipped, variance less a Poisson's is about linear in them, at slopes that are
simulated (`_design`: what the level and the profiles of a short past take for usual is no longer there to be seen);
non-negative least squares (Lawson & Hanson 1974), pulled towards what the brands say together, and PRIOR.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from scipy.optimize import nnls
from scipy.signal import lfilter
from scipy.special import gammaln

from recul.detectors import _scales, _usual
from recul.detectors._usual import TINY, Singles
from recul.detectors.base import HOURS_A_WEEK, Past
from recul.panel import Bools, Floats, Ints

MEMORY_HOURS = (0.0, 1.0, 6.0, 36.0, 168.0)
PRIOR = np.array([0.05, 0.03, 0.03, 0.03, 0.02])
# How many brands the prior weighs beside those that are watched together, and how small their share may make it.
PRIOR_BRANDS, LEAST_PRIOR = 4.0, 0.1
MOST = np.array([2.0, 0.7, 0.7, 0.7, 0.5])
# What is not known of a weekday yet: the weekend's SD, its hours' SD and a day's own, in logs; known by half after
# WEEK_PRIOR weeks, but for the weekend's hours, which no profile here knows apart.
WEEKEND_SD, WEEKEND_HOURS_SD, WEEKDAY_SD = 0.35, 0.2, 0.08
# SD of the growth of a copy around its brand's, of the logarithm a month.
SLOPE_SD = 0.25
# Shocks are Student's with one of these degrees of freedom in each copy.
TAILS = (12.0, 200.0)
# Of what copies' moments exceed their brands' by, this share is taken off the variances: what is drawn adds to moments
# that had been explained whole. All of it leaves busy calm brands with 1.7 times their budget.
MATCHED, MATCH_ROWS = 0.5, 240
RECENT_HOURS = 72
STEADY_HOURS = 2 * HOURS_A_WEEK
# The rows that tell what a variance does to the moments: how many, the variance, messages a bin.
DESIGN_ROWS, DESIGN_VARIANCE, DESIGN_LEVEL = 48, 0.04, 1e5


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


@dataclass(frozen=True, eq=False)
class Look:
    """How a past looks.

    moment: mean squares of the clipped excess over windows [windows, rows]. poisson: what of them is a Poisson's. gain:
    how much a small variance of the log intensity adds. independent: windows side by side. hourly: lengths of the
    windows in hours. features: [rows, …].
    """

    usual: _usual.Usual
    moment: Floats
    poisson: Floats
    gain: Floats
    independent: Floats
    hourly: Floats
    features: Floats


def look(past: Past, per_hour: int) -> Look:
    """How the past looks to the eye that judges copies and brands alike."""
    share = past.seen[-1] / np.float32(per_hour)
    usual = _usual.fit(past.sums[-1], share, past.places)
    lengths = [*past.lengths, 24 * per_hour]
    clipped = _scales.clipped(_scales.excess(*_scales.hourly(past.sums, past.seen, usual, past.places, lengths,
                                                             per_hour)))
    windows = (~np.isnan(clipped)).sum(axis=2)
    moment = np.nansum(clipped**2, axis=2) / np.maximum(windows, 1)
    rate = usual.profile(past.places) * (usual.num / (usual.den + TINY))[:, None]
    hourly = np.array(lengths) / per_hour
    means = hourly[:, None, None] * rate[None]
    # The excess bends where counts are so large that the least overdispersion is felt: its slope over that of a root.
    bend = 1 / (1 + _scales.LEAST_OVER * (means + 0.4))
    poisson = (_poisson_variance(means) * bend).mean(axis=2)
    gain = (means**2 / (means + 0.4) * bend).mean(axis=2)
    features = np.stack([*np.log(np.maximum(moment, 0.05)), *_tails(clipped[1:4]), *_recent(clipped[-3:]),
                         np.log(rate.mean(axis=1) + 0.05), np.log(np.maximum(poisson[0], 0.05)),
                         np.log(share.sum(axis=1) + 1)], axis=1)
    return Look(usual, moment, poisson, gain, windows / np.maximum(hourly, 1)[:, None], hourly,
                features.astype(np.float64))


def fit(random: Generator, past: Past, per_hour: int, jitter: float = 0.0) -> Quiet:
    """Fitted to closed hours. jitter: as `draw` will be told; brands watched together are matched to what it adds."""
    seen = look(past, per_hour)
    share, usual = past.seen[-1] / np.float32(per_hour), seen.usual
    design = _design(random, past, per_hour)
    variance, told = _variances(seen, design)
    weeks = share @ np.eye(7)[past.places // 24] / 24
    found = Quiet((usual.num / (usual.den + TINY)).astype(np.float64), _slope(usual.level, share), usual.day,
                  usual.week, weeks, variance, seen.features)
    live = np.flatnonzero(share.any(axis=1))
    if len(live) < 2:
        return found
    # A stream of its own: what else is drawn stays what it was.
    apart = _apart(random.spawn(1)[0], found, seen, live, past, per_hour, jitter)
    less = MATCHED * told / (told + PRIOR_BRANDS) * apart
    return replace(found, variance=_variances(seen, design, less)[0])


def _apart(random: Generator, found: Quiet, seen: Look, live: Ints, past: Past, per_hour: int, jitter: float) -> Floats:
    """By how much copies of the brands `live` look more variable than the brands do [windows]: variances of the log
    intensity, of the pasts alone, drawn with all that is not known."""
    hours, inside = len(past.places), [n for n in past.lengths if n < per_hour] + [per_hour]
    rows = (live[np.arange(MATCH_ROWS) * len(live) // MATCH_ROWS] if len(live) > MATCH_ROWS
            else np.resize(live, MATCH_ROWS))
    drawn = draw(random, found, rows, past.places, hours - 1, inside, hours, jitter)
    observed = gaps(past.seen, rows, per_hour) * np.array(inside, np.float32)[:, None, None]
    copies = look(Past(drawn.sums * (observed > 0), observed, past.places, past.lengths), per_hour)
    return _together(copies, np.arange(MATCH_ROWS)) - _together(seen, rows)


def _together(seen: Look, rows: Ints) -> Floats:
    """The variance of the log intensity that each window shows in all rows, the surer ones weighing more [windows]."""
    gain, more = seen.gain[:, rows], (seen.moment - seen.poisson)[:, rows]
    weight = gain * (seen.independent / np.maximum(seen.moment, 0.1) ** 2)[:, rows]
    return np.asarray((weight * more).sum(axis=1) / np.maximum((weight * gain).sum(axis=1), 1e-9))


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


def _design(random: Generator, past: Past, per_hour: int) -> Floats:
    """What a small variance of each memory adds to the moments, over its gain [windows, 5].

    Simulated: rows that miss the hours the brands with the longer pasts missed, of a flat profile and as good as no
    Poisson noise, looked at as the brands are. So what the level and the profiles take for usual, much of the slow in a
    short past, is allowed for.
    """
    hours, inside = len(past.places), [n for n in past.lengths if n < per_hour] + [per_hour]
    sizes, middles, hour = _steps(hours, hours, inside)
    known = past.seen[-1].sum(axis=1)
    long = np.flatnonzero(known >= known.max() / 2)
    rows = long[np.arange(DESIGN_ROWS) * len(long) // DESIGN_ROWS]
    seen = gaps(past.seen, rows, per_hour) * np.array(inside, np.float32)[:, None, None]
    out, freedom = [], np.full(DESIGN_ROWS, TAILS[-1])
    for memory in MEMORY_HOURS:
        walk = _walk(random, memory, middles, hour, freedom)
        g = np.sqrt(DESIGN_VARIANCE / (sizes if not memory else 1)) * walk
        sums = _of_hours((DESIGN_LEVEL * np.exp(g) * sizes).astype(np.float32), hours, inside) * (seen > 0)
        found = look(Past(sums, seen, past.places, past.lengths), per_hour)
        share = np.maximum(found.moment - found.poisson, 0) / np.maximum(found.gain, 1e-6) / DESIGN_VARIANCE
        out.append(share.mean(axis=1))
    return np.stack(out, axis=1)


def _variances(seen: Look, design: Floats, less: Floats | float = 0.0) -> tuple[Floats, float]:
    """The v_k of all brands [rows, 5]: once each towards PRIOR, then towards what all of them say together; and how
    many brands that know all of themselves would tell as much. less: taken off what each window shows [windows].

    A brand says of a v_k as much as its own windows tell of it beside the prior; PRIOR says what PRIOR_BRANDS would.
    """
    weight = (np.sqrt(seen.independent / 2) / np.maximum(seen.moment, 0.1)).T
    rows = design * (seen.gain.T * weight)[:, :, None]
    target = np.maximum((seen.moment - seen.poisson).T - less * seen.gain.T, 0) * weight
    told = (rows**2).sum(axis=1)
    told /= told + 1 / PRIOR**2
    first = np.stack([_solve(*row, PRIOR) for row in zip(rows, target, strict=True)])
    prior = (PRIOR_BRANDS * PRIOR + (told * first).sum(axis=0)) / (PRIOR_BRANDS + told.sum(axis=0))
    prior = np.maximum(prior, LEAST_PRIOR * PRIOR)
    variance = np.stack([_solve(*row, prior) for row in zip(rows, target, strict=True)])
    return variance, float(told.max(axis=1).sum())


def _solve(rows: Floats, target: Floats, prior: Floats) -> Floats:
    """The v_k of one brand from its weighted moments."""
    rows, target = np.concatenate([rows, np.diag(1 / prior)]), np.concatenate([target, np.ones(len(prior))])
    return np.asarray(np.minimum(nnls(rows, target)[0], MOST))


def _slope(level: Singles, share: Singles) -> Floats:
    """Growth of the log level an hour, least squares, shrunk while the past is short [rows]."""
    y = np.log(level[:, 72:].astype(np.float64) + 0.01) if level.shape[1] > 96 else np.zeros((len(level), 2))
    t = np.arange(y.shape[1]) - (y.shape[1] - 1) / 2
    slope = y @ t / (t @ t)
    hours = share.sum(axis=1)
    return np.asarray(slope * (hours / (hours + STEADY_HOURS)) ** 2)


@dataclass(frozen=True, eq=False)
class Drawn:
    """Quiet copies. sums: [lengths, copies, hours], messages of the last bins of each early hour, one length that fits
    into an hour after the other. counts: [copies, bins] of the hours after them."""

    sums: Singles
    counts: Singles


def draw(random: Generator, quiet: Quiet, rows: Ints, places: Ints, now: int, inside: list[int], early: int,
         jitter: float) -> Drawn:
    """Quiet copies of the brands `rows` [n] through hours at `places`; the level is that of the hour `now`.

    inside: lengths in bins that fit into an hour, rising, the last of a whole one. The first `early` hours are drawn by
    what of them is needed: the last bins of each. jitter: SD of the logarithm of a copy's variances around its brand's.
    """
    per_hour, n = inside[-1], len(rows)
    sizes, middles, hour = _steps(len(places), early, inside)
    slope = quiet.slope[rows] + SLOPE_SD / 720 * random.standard_normal(n)
    usual = _log_profile(random, quiet, rows, places) + slope[:, None] * (np.arange(len(places)) - now)
    low = np.clip((middles - 0.5).astype(np.int64), 0, len(places) - 2)
    rest = (middles - 0.5 - low).astype(np.float32)
    usual = usual.astype(np.float32)
    g = usual[:, low] * (1 - rest) + usual[:, low + 1] * rest
    variance = quiet.variance[rows] * np.exp(jitter * random.standard_normal((n, len(MEMORY_HOURS))))
    variance = np.minimum(variance, MOST)
    freedom = np.array(TAILS)[random.integers(len(TAILS), size=n)]
    for k, memory in enumerate(MEMORY_HOURS):
        # What has no memory is another thing in each bin: a block's mean moves less.
        sd = np.sqrt(np.log1p(np.expm1(variance[:, k, None]) / sizes) if not memory else variance[:, k, None])
        walk = _walk(random, memory, middles, hour, freedom)
        walk *= sd.astype(np.float32)
        g += walk
    g += (np.log(quiet.level[rows, None] / per_hour) - variance.sum(axis=1, keepdims=True) / 2).astype(np.float32)
    mean = np.exp(np.minimum(g, 15, out=g), out=g) * sizes.astype(np.float32)
    counts = random.poisson(mean).astype(np.float32)
    cut = early * len(inside)
    return Drawn(_of_hours(counts[:, :cut], early, inside), counts[:, cut:])


def _steps(hours: int, early: int, inside: list[int]) -> tuple[Ints, Floats, Ints]:
    """Time cut into an hour's blocks, what the longer of two lengths has more than the shorter, in the first `early`
    hours, and into bins in the others: sizes in bins, middles in hours, the hours they lie in."""
    blocks = np.diff([0, *inside])[::-1]
    sizes = np.concatenate([np.tile(blocks, early), np.ones((hours - early) * inside[-1], np.int64)])
    middles = (np.cumsum(sizes) - sizes / 2) / inside[-1]
    return sizes, middles, middles.astype(np.int64)


def _of_hours(blocks: Singles, hours: int, inside: list[int]) -> Singles:
    """Blocks [rows, hours · lengths] as sums of each hour's last bins [lengths, rows, hours]."""
    parts = blocks.reshape(len(blocks), hours, len(inside))[..., ::-1]
    return np.asarray(np.cumsum(parts, axis=2).transpose(2, 0, 1))


def _walk(random: Generator, memory: float, middles: Floats, hour: Ints, freedom: Floats) -> Singles:
    """One process at the middles of steps [rows, steps]; the slow ones move from hour to hour."""
    if memory <= 1:
        return _ou(random, middles, memory, freedom)
    return _ou(random, np.arange(hour[-1] + 1) + 0.5, memory, freedom)[:, hour]


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


def _ou(random: Generator, times: Floats, memory: float, freedom: Floats) -> Singles:
    """Stationary processes of variance one at rising `times` [rows, times], autocorrelation e^{−1/memory} an hour;
    shocks of Student's law with freedom [rows], as wild as each other four by four."""
    shock = random.standard_normal((len(freedom), len(times)), dtype=np.float32)
    shock *= np.repeat(np.sqrt((freedom[:, None] - 2) / random.chisquare(freedom[:, None], (
        len(freedom), -(-len(times) // 4)))).astype(np.float32), 4, axis=1)[:, : len(times)]
    if not memory:
        return shock
    keep = np.exp(-np.diff(times) / memory).astype(np.float32)
    shock[:, 1:] *= np.sqrt(1 - keep**2)
    # Stretches of even steps are one filter each; those of blocks are too short for it.
    first = int(np.flatnonzero(np.abs(np.diff(keep)) > TINY)[-1] + 1) if np.ptp(keep) > TINY else 0
    walk = shock.T.copy() if first else shock.T
    for i in range(1, first + 1):
        walk[i] += keep[i - 1] * walk[i - 1]
    shock = np.ascontiguousarray(walk.T)
    if len(times) > first + 1:
        one = np.array([1], np.float32)
        shock[:, first:] = lfilter(one, np.array([1, -keep[-1]], np.float32), shock[:, first:], axis=1)
    return shock


def gaps(seen: Singles, rows: Ints, per_hour: int) -> Bools:
    """Which hours of the past the copies of the brands `rows` were observed in: their brand's own [rows, hours]."""
    return np.asarray(seen[-1][rows] >= per_hour / 2)
