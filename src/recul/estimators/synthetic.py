"""Synthetic control: the weighted mean of donors that was nearest to the treated series before the window.

    min over w of Σ_t (y_t − Σ_j w_j x_jt)²,   w_j ≥ 0,   Σ_j w_j = 1,   t in the history
    effect = mean over the window of y_t − Σ_j w_j x_jt

y and x are less their own means over the history (`demeaned`): units differ in size, and a mean of donors, which lies
between them, could not follow one that is larger than all. Without it (`demeaned=False`) this is the estimator of the
paper on outcomes alone, with every period a predictor of the same importance. Where nothing happens the root mean
square error is a tenth (20 donors) to a fifth (5) smaller with it in worlds of like units, and ten times smaller where
their sizes differ by a half.

Scale. Residuals of the history are too small, since the weights were chosen to make them so, and say little of a month
that wanders off. The predictive variance is the larger of two:

- what residuals foretell: their variance, divided by the periods less the weights in use, times the variance of the
  mean of w periods of a first-order autoregression, and of the level;
- what happened: the mean square of the means of stretches as long as the window, each foretold from all the others,
  m_b = ē_b / (1 − h_b) with the leverage h_b of the stretch's mean (exact as long as the same donors stay in use).

The second follows a treated series that wanders; it rests on few stretches, and the interval is Student's with as many
degrees of freedom. Simulated: benchmarks/scales.py.

Papers: Abadie, Diamond & Hainmueller (2010), JASA 105(490), doi:10.1198/jasa.2009.ap08746; Ferman & Pinto (2021),
Quantitative Economics 12(4), doi:10.3982/QE1596, and Doudchenko & Imbens (2016), NBER 22791, on demeaning.
Assumes: donors untouched by the action; what ties the treated series to them holds in the window.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators._dates import dates, fold_length
from recul.estimators._diagnostics import dots, total
from recul.estimators._simplex import nearest
from recul.estimators.base import Block, Collector, at, blocks
from recul.panel import Case, Floats, Panel

NAME = "synthetic"
PAPER = "Abadie, Diamond & Hainmueller 2010"
LEVEL = 0.95
# The least observed periods, and the largest autocorrelation at which a month's mean can still be told from a walk's.
PERIODS_LEAST = 8
PERSISTENCE_MOST = 0.97
# Residuals this small beside the movements of the series are rounding.
EXACT = 1e-9


def estimate(panel: Panel, cases: Sequence[Case], demeaned: bool = True) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `no_donors`, `short_history` (fewer than 8 observed periods, or no more of them than weights in
    use), `window_unobserved`, `no_variation`, `repeated_by_donors` (they fit the history exactly: nothing is left to
    measure an effect by).
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        if not refused(block, collector):
            _solve(block, demeaned, collector)
    return collector.done()


def refused(block: Block, out: Collector) -> bool:
    """Whether there is nothing to fit: no donors, too short a history, no window."""
    why = ("no_donors" if block.donors.shape[1] == 0 else "window_unobserved" if not len(block.ahead)
           else "short_history" if len(block.past) < PERIODS_LEAST else "")
    if why:
        out.refuse(block, why)
    return bool(why)


def _solve(block: Block, demeaned: bool, out: Collector) -> None:
    n = len(block.item)
    gap, outside, used = np.empty_like(block.y), np.empty(n), np.empty(n)
    length = fold_length(block)
    leverage = np.empty((n, len(block.past) // length))
    for some in dates(block, demeaned):
        fit = nearest(some.hulls())
        gap[some.place], leverage[some.place] = some.gap(fit.weights), fit.leverage
        outside[some.place], used[some.place] = some.outside(), (fit.weights > 0).sum(axis=1)
    residual, window = at(gap, block.past), len(block.ahead)
    freedom = residual.shape[1] - (used - 1) - demeaned
    left = 1 - leverage - demeaned * length / residual.shape[1]
    folds = residual[:, residual.shape[1] % length :].reshape(n, -1, length).mean(axis=2)
    # A fold without which the weights could not be known cannot be foretold.
    folds = np.where(left > 1e-6, folds / np.where(left > 1e-6, left, 1.0), np.nan)
    variance = np.maximum(foretold(residual, freedom, window, demeaned), happened(folds, residual, length, window))
    report(block, out, gap, np.where(freedom > 0, np.sqrt(variance), 0.0), residual, outside)
    out.refuse_some(block, freedom <= 0, "short_history")


def report(block: Block, out: Collector, gap: Floats, scale: Floats, residual: Floats, outside: Floats) -> None:
    """Fill in a block, with an interval of as many degrees of freedom as the history has folds. gap: [n, t + w]."""
    value = total(at(gap, block.ahead)) / len(block.ahead)
    half = stdtrit(residual.shape[1] // fold_length(block), 0.5 + LEVEL / 2) * scale
    out.fill(block, predicted=(block.y - gap)[:, block.history :], scale=scale, low=value - half, high=value + half,
             residual=residual, outside=outside)
    past = at(block.y, block.past)
    moves, left = past.max(axis=1) - past.min(axis=1), np.maximum(residual.max(axis=1), -residual.min(axis=1))
    out.refuse_some(block, (left <= EXACT * moves) & (moves > 0), "repeated_by_donors")
    if 0 in block.item:
        row = np.flatnonzero(block.item == 0)[0]
        out.draw(block, block.y[row] - gap[row])


def foretold(residual: Floats, freedom: Floats, window: int, demeaned: bool) -> Floats:
    """Variance [n] of the mean of a window, by residuals [n, t] taken for a first-order autoregression.

    Their variance has `freedom` [n] degrees of freedom. A level learnt from the history adds the variance of its mean;
    one that was not adds the square of what it was off by.
    """
    t = residual.shape[1]
    mean = total(residual) / t
    centred = residual - mean[:, None]
    squares = dots(centred, centred)
    phi = persistence(centred, squares)
    level = (1 + phi) / (1 - phi) / t if demeaned else 0.0
    bias = 0.0 if demeaned else mean**2
    return np.asarray(squares / np.maximum(freedom, 1) * (mean_of(window, phi) + level) + bias)


def persistence(centred: Floats, squares: Floats) -> Floats:
    """First autocorrelation [n] of series [n, t] of mean zero, less Kendall's (1954) bias, between 0 and .97."""
    t = centred.shape[1]
    phi = dots(centred[:, 1:], centred[:, :-1]) / np.where(squares > 0, squares, 1.0)
    return np.asarray(np.clip(phi + (1 + 3 * np.maximum(phi, 0)) / t, 0.0, PERSISTENCE_MOST))


def mean_of(periods: int, phi: Floats) -> Floats:
    """Variance of the mean of so many periods of a first-order autoregression of variance one."""
    return np.asarray(((1 + phi) / (1 - phi) - 2 * phi * (1 - phi**periods) / (periods * (1 - phi) ** 2)) / periods)


def happened(means: Floats, residual: Floats, length: int, window: int) -> Floats:
    """Mean square [n] of the means of the history's folds, each foretold from the others: [n, folds], NaN where it
    could not be.

    Folds shorter than the window are brought to its length as a first-order autoregression like the residuals [n, t]
    would be.
    """
    known = np.isfinite(means)
    square = (np.where(known, means, 0.0) ** 2).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    if length == window:
        return np.asarray(square)
    centred = residual - residual.mean(axis=1, keepdims=True)
    phi = persistence(centred, dots(centred, centred))
    return np.asarray(square * mean_of(window, phi) / mean_of(length, phi))
