"""Does a metric foretell an outcome beyond the outcome's own past? Walk-forward, beside shifted copies of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints

# A copy shifted by less still tells of the same days.
SHIFT_LEAST = 4
# From this share of the innovations on, what is foretold is counted: before, the slope is learnt.
LEARNT = 1 / 3


@dataclass(frozen=True, eq=False)
class Foretelling:
    """One answer an item, float64 [n] each, the metric itself first. value: correlation of what was foretold with what
    came, each step told from those before it; scale: its standard deviation
    where nothing is foretold, robust to variances that change. gain: by how much the mean squared error of the
    forecast is smaller, a share (below zero: larger)."""

    value: Floats
    scale: Floats
    gain: Floats


def innovations(series: Floats, known: Floats) -> Floats:
    """Recursive residuals [steps, columns] of series [periods, columns] on what is known beforehand [periods, k].

    Brown, Durbin & Evans (1975), JRSS B 37(2), 149-192: each period told by least squares from those before it, over
    the standard deviation of its error; independent and of one variance where the regression holds. The first 2k
    periods only teach.
    """
    n, k = known.shape
    first = min(2 * k + 2, n)
    # The same space in a basis that the first periods, a fraction of a season, can tell apart.
    known = known @ np.linalg.inv(np.linalg.qr(known[:first])[1])
    told = np.empty((n - first, series.shape[1]))
    inverse = np.linalg.pinv(known[:first].T @ known[:first])
    slope = inverse @ known[:first].T @ series[:first]
    for step, t in enumerate(range(first, n)):
        row = known[t]
        gained = inverse @ row
        spread = 1.0 + row @ gained
        error = series[t] - row @ slope
        told[step] = error / np.sqrt(spread)
        slope += np.outer(gained, error) / spread
        inverse -= np.outer(gained, gained) / spread
    return told


def shifts(steps: int, most: int, seed: int) -> Ints:
    """Positions [copies, steps] of circular shifts, forwards and backwards in time, in an order drawn by `seed`."""
    each = np.arange(SHIFT_LEAST, steps - SHIFT_LEAST + 1)
    at = np.arange(steps)
    forward = (at[None, :] + each[:, None]) % steps
    found = np.concatenate([forward, forward[:, ::-1]])
    kept = np.random.default_rng(seed).permutation(len(found))[:most]
    return np.asarray(found[kept])


def foretelling(outcome: Floats, metric: Floats) -> Foretelling:
    """outcome: innovations [steps]. metric: innovations of the metric known before them, copies [n, steps].

    The slope at each step is that of the steps before it.
    """
    steps = len(outcome)
    first = max(2, int(LEARNT * steps))
    product, square = np.cumsum(metric * outcome, axis=1), np.cumsum(metric**2, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = product[:, first - 1:-1] / square[:, first - 1:-1]
        told, came = slope * metric[:, first:], outcome[first:]
        value = (told * came).sum(axis=1) / np.sqrt((told**2).sum(axis=1) * (came**2).sum())
        # By their own products: where both sides have loud times together, a few of them make the whole sum.
        scale = np.sqrt((told**2 * came**2).sum(axis=1) / ((told**2).sum(axis=1) * (came**2).sum()))
    gain = 1 - ((came - told) ** 2).sum(axis=1) / (came**2).sum()
    return Foretelling(value, scale, gain)
