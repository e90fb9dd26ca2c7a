"""How often the method cries wolf: calibrated on strangers and the past, counted on what came later (METHODS §0.7)."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

from recul.batch import Batch, Estimates
from recul.finding import Limit, Rate
from recul.panel import Bools, Floats, Ints
from recul.placebo.calibrate import INDEPENDENT_LEAST, LEVEL, Calibration, independent

CHANCE = 0.10
EMPTY = Rate(None, None, None, 0, 0)


def rate(hits: Bools, cluster: Ints) -> Rate:
    """A share with its 95 % interval, clustered: Clopper and Pearson's with the effective number of cases.

    Korn & Graubard (1998), Survey Methodology 24(2): the number of cases is divided by the design effect, the ratio
    of the clustered variance of the share to the binomial one (never below 1 here).
    """
    n = len(hits)
    if n == 0:
        return EMPTY
    count = int(hits.sum())
    share = count / n
    labels, place = np.unique(cluster, return_inverse=True)
    effect = 1.0
    if len(labels) > 1 and 0 < count < n:
        total = np.bincount(place, hits - share)
        variance = len(labels) / (len(labels) - 1) * (total**2).sum() / n**2
        effect = max(1.0, variance / (share * (1 - share) / n))
    return Rate(share, *share_interval(count / effect, n / effect), count, n)


def share_interval(count: float, of: float) -> tuple[float, float]:
    """Clopper & Pearson (1934), Biometrika 26(4), 404-413: the 95 % interval of a share."""
    low = float(betaincinv(count, of - count + 1, 0.025)) if count else 0.0
    high = float(betaincinv(count + 1, of - count, 0.975)) if count < of else 1.0
    return low, high


def cries_often(rate: Rate) -> Limit | None:
    """More than twice the errors promised, and so many that chance gives them less than once in ten: a warning. With
    few placebos to count on, twice the promise is soon reached by chance."""
    promised = 1 - LEVEL
    if not rate.of or rate.count <= 2 * promised * rate.of:
        return None
    if betaincinv(rate.count, rate.of - rate.count + 1, CHANCE) <= promised:
        return None
    return Limit("cries_often", {"count": rate.count, "of": rate.of, "promised": promised})


def rates(batch: Batch[object], estimates: Estimates, correlation: float | None, least: float = 0.0
          ) -> tuple[Rate, Rate, Rate]:
    """Raw, calibrated and the treated source's own calibrated rate, over the placebos of `bounds`."""
    at, bound = bounds(batch, estimates, correlation, least)
    if not len(at):
        return EMPTY, EMPTY, EMPTY
    source, cluster = batch.source[at], batch.cluster[at]
    hits = np.abs(estimates.score[at]) > bound
    raw = (estimates.low[at] > 0) | (estimates.high[at] < 0)
    own = source == batch.source[0]
    return rate(raw, cluster), rate(hits, cluster), rate(hits[own], cluster[own])


def bounds(batch: Batch[object], estimates: Estimates, correlation: float | None, least: float = 0.0
           ) -> tuple[Ints, Floats]:
    """The placebos that could be judged by others, items [m], and what each one's |z| had to exceed [m].

    Each placebo of the later half of the moments is judged by a calibration on the placebos of other sources at
    earlier moments (of its own earlier moments, where there is no other source). least: a bound that every one must
    pass besides.
    """
    ran = np.flatnonzero(estimates.ok & batch.placebo)
    score, cluster = estimates.score[ran], batch.cluster[ran]
    source, order = _timed(batch, ran)
    if len(np.unique(order)) < 2:
        return np.zeros(0, np.int64), np.zeros(0)
    moments = np.unique(order)
    strangers = len(np.unique(source)) > 1
    counted, found = [], []
    for i in np.flatnonzero(order >= moments[len(moments) // 2]):
        past = order < order[i]
        if strangers:
            past &= source != source[i]
        k = independent(cluster[past], -1, correlation) if past.any() else 0
        if k >= INDEPENDENT_LEAST:
            counted.append(ran[i])
            found.append(max(Calibration.of(score[past], 0, k).bound(), least))
    return np.array(counted, np.int64), np.array(found, np.float64)


def _timed(batch: Batch[object], ran: Ints) -> tuple[Ints, Ints]:
    """Source and order of the placebos. Where all share one moment, sources drawn at random stand for the past."""
    source, order = batch.source[ran], batch.order[ran]
    if len(np.unique(order)) > 1:
        return source, order
    names = np.unique(source)
    shuffled = np.random.default_rng(batch.seed).permutation(len(names))
    return source, np.asarray(shuffled[np.searchsorted(names, source)] >= len(names) // 2, dtype=np.int64)


def interval_score(value: Floats, half: Floats, level: float) -> Floats:
    """Gneiting & Raftery (2007), JASA 102, eq. 43, of intervals value ± half where the truth is zero."""
    return np.asarray(2 * half + 2 / (1 - level) * np.maximum(np.abs(value) - half, 0))
