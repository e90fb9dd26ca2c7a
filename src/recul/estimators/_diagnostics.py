"""What estimators report of a history beside the estimate: how it moves, bends, breaks and keeps among its donors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recul.panel import Floats, Ints


def spread_of_changes(past: Floats) -> Floats:
    """SD of the period-to-period changes over √2 [n]: a yardstick of day-to-day noise in the outcome's unit."""
    change = np.diff(past, axis=1)
    change -= change.mean(axis=1, keepdims=True)
    return np.asarray(np.sqrt(dots(change, change) / (2 * change.shape[1])))


def dots(a: Floats, b: Floats) -> Floats:
    """The inner product of each row of one with the same row of the other [n]."""
    return np.asarray(np.vecdot(a, b))


def total(a: Floats) -> Floats:
    """The sum of each row [n]: a product with ones, several times faster than a sum of short rows."""
    return np.asarray(a @ np.ones(a.shape[1]))


def line(residual: Floats, when: Ints) -> Floats:
    """The least-squares slope a period of residuals [n, t] observed at `when` [t]."""
    centred = when - when.mean()
    return np.asarray(residual @ centred / max(float(centred @ centred), 1.0))


def last_stretch(residuals: Sequence[Floats], window: int) -> Floats:
    """How far the last stretch of residuals lies from what came before, in SDs of such a difference [n].

    A break just before the window would be taken for an effect. Stretches are a half, a quarter and an eighth of the
    window (at most a quarter of the history); the largest departure counts, over all kinds of residual given [n, t].
    The SD is that of what came before, with its autocorrelation. NaN where the history holds fewer than eight periods.
    """
    n, t = residuals[0].shape
    lengths = sorted({max(1, min(window // part, t // 4)) for part in (2, 4, 8)} if t >= 8 else ())
    if not lengths:
        return np.full(n, np.nan)
    befores, jumps = [t - length for length in lengths], []
    for residual in residuals:
        centred = residual - total(residual[:, : befores[-1]])[:, None] / befores[-1]
        for before, variance in zip(befores, long_run_variances(centred, befores), strict=True):
            apart = total(centred[:, before:]) / (t - before) - total(centred[:, befores[-1] : before]) / before
            with np.errstate(divide="ignore", invalid="ignore"):
                jumps.append(apart / np.sqrt(variance * (1 / (t - before) + 1 / before)))
    every = np.stack(jumps)
    return np.asarray(every[np.abs(every).argmax(axis=0), np.arange(n)])


def long_run_variance(residual: Floats) -> Floats:
    """Newey and West's (1987) variance [n] of residuals [n, t], Bartlett weights; never negative."""
    return long_run_variances(residual - residual.mean(axis=1, keepdims=True), [residual.shape[1]])[0]


def long_run_variances(residual: Floats, lengths: Sequence[int]) -> list[Floats]:
    """The same of the first so many periods, for each of some lengths; residual: less the mean of the shortest of them.

    The products of the shortest are shared; what is longer adds those of its own last periods, and its mean's shift.
    """
    shortest, most = min(lengths), lags_of(max(lengths))
    products = np.stack([dots(residual[:, lag:shortest], residual[:, : shortest - lag]) for lag in range(most + 1)])
    found = []
    for t in lengths:
        lag = np.arange(most + 1)
        weight = np.maximum(1 - lag / (lags_of(t) + 1), 0.0) * np.where(lag, 2, 1)
        # Period by period: the weighted sum of those up to `most` before it.
        column = np.arange(t - shortest)
        back = np.arange(most, most + t - shortest) - np.arange(most + t - shortest)[:, None]
        band = np.where((back >= 0) & (back <= most), weight[np.clip(back, 0, most)], 0.0)
        added = dots(residual[:, shortest:t], residual[:, shortest - most : t] @ band) if len(column) else 0.0
        mean = total(residual[:, shortest:t]) / t
        left_out = np.cumsum(weight[::-1])[::-1][1:]
        ends = residual[:, :most] @ left_out + residual[:, t - most : t] @ left_out[::-1]
        shift = mean * ((weight @ (t - lag) - 2 * t * weight.sum()) * mean + ends)
        found.append(np.maximum(weight @ products + added + shift, 0.0) / t)
    return found


def lags_of(t: int) -> int:
    """Lags of the Bartlett window over t periods (Newey & West 1994)."""
    return min(int(4 * (t / 100) ** (2 / 9)), t - 1)


def outside_range(y: Floats, x: Floats, rounding: float) -> Floats:
    """Share of periods in which y [n, t] lies outside the range of its donors x [n, p, t], by more than rounding."""
    return np.asarray(((y < x.min(axis=1) - rounding) | (y > x.max(axis=1) + rounding)).mean(axis=1))


def alone(series: Floats, rounding: float) -> Floats:
    """The same share for each of some series [d, s, t] beside all the others of its date [d, s]."""
    low, high = series.min(axis=1, keepdims=True) + rounding, series.max(axis=1, keepdims=True) - rounding
    share = np.zeros(series.shape[:2])
    # Counts in the smallest numbers that hold them: several times faster than what count_nonzero does along an axis.
    few = np.uint8 if series.shape[1] < 256 else np.uint32
    for there in (series <= low, series >= high):
        there &= there.sum(axis=1, keepdims=True, dtype=few) == 1
        share += there.sum(axis=2, dtype=np.uint32)
    return np.asarray(share / series.shape[2])
