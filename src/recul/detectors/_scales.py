"""The excess over several windows, and how far it usually goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recul.detectors._usual import Singles, Usual
from recul.detectors.base import HOURS_A_WEEK
from recul.panel import Floats, Ints

# Hours of a burst (two hours together further above the median than BURST times what the 90 % quantile lets expect of
# the 99 %) are left out, so that an early burst does not mask a later one.
BURST = 3.0
# A normal's q99 − median over its q90 − median.
FAR = 1.815
# One message where none is expected is an excess of about one: no spread is smaller.
LEAST_SPREAD = 1.0
LEAST_SEEN = 0.5
# The level of the first day is a guess.
FIRST_HOURS = 24
PIECE = np.float32(0.4)


def excess(counts: Singles, expected: Singles) -> Singles:
    """2(√(counts + .4) − √(expected + .4)): of a Poisson, a standard deviation near one."""
    return np.asarray(2 * (np.sqrt(counts + PIECE) - np.sqrt(expected + PIECE)))


def rolling(x: Singles, times: int, apart: int = 1) -> Singles:
    """Sums along the last axis of `times` values that lie `apart` from each other; shorter by what is unknown."""
    reach = (times - 1) * apart
    out = x[..., reach:].copy()
    for back in range(apart, reach + 1, apart):
        out += x[..., reach - back : x.shape[-1] - back]
    return out


def between(part: Floats) -> Floats:
    """Weights [3, n] of the hour before, this hour and the next at parts (0 to 1) of an hour."""
    before, after = np.maximum(0.5 - part, 0), np.maximum(part - 0.5, 0)
    return np.stack([before, 1 - before - after, after])


def hourly(sums: Singles, seen: Singles, usual: Usual, places: Ints, lengths: Sequence[int],
           per_hour: int) -> Singles:
    """The excess over each window at the end of each hour [windows, rows, hours]; NaN where it is not known.

    sums, seen: [lengths within an hour, rows, hours], as in the state of `multiscale`.
    """
    near = [usual.profile((places + h) % HOURS_A_WEEK) for h in (-1, 0, 1)]
    out = np.full((len(lengths), *sums.shape[1:]), np.nan, np.float32)
    for k, length in enumerate(lengths):
        inside = min(k, len(sums) - 1)
        size = min(length, per_hour)
        part = (np.arange(per_hour - size, per_hour) + 0.5) / per_hour
        weights = between(part).mean(axis=1).astype(np.float32)
        shape = sum(n * w for n, w in zip(near, weights, strict=True))
        expected = usual.level * shape * seen[inside] / np.float32(per_hour)
        s, m, bins = rolling(np.stack([sums[inside], expected, seen[inside]]), length // size)
        out[k, :, length // size - 1 :] = np.where(bins >= LEAST_SEEN * length, excess(s, m), np.nan)
    out[:, :, :FIRST_HOURS] = np.nan
    return out


def spreads(x: Singles) -> tuple[Singles, Singles]:
    """Median and q99 − median of excesses [windows, rows, hours], each [rows, windows]; hours of a burst left out."""
    long = x[-2] if len(x) > 1 else x[-1]
    half, high = quantiles(long, (0.5, 0.9))
    far = half + BURST * np.maximum(FAR * (high - half), LEAST_SPREAD)
    median, top = quantiles(np.where(long > far[:, None], np.nan, x), (0.5, 0.99))
    return np.nan_to_num(median.T), np.maximum(np.nan_to_num((top - median).T), LEAST_SPREAD)


def quantiles(x: Singles, levels: Sequence[float]) -> list[Singles]:
    """Quantiles along the last axis of what is not NaN, between order statistics as NumPy does; NaN where all is."""
    ordered = np.sort(x, axis=-1)
    last = np.maximum((~np.isnan(x)).sum(axis=-1, keepdims=True) - 1, 0)
    out = []
    for level in levels:
        low = (last * level).astype(np.int64)
        below, above = (np.take_along_axis(ordered, np.minimum(low + i, last), -1) for i in (0, 1))
        out.append((below + (last * level - low).astype(np.float32) * (above - below))[..., 0])
    return out
