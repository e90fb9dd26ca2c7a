"""The excess over several windows, and how far it usually goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recul.detectors._usual import Singles, Usual
from recul.detectors.base import HOURS_A_WEEK
from recul.panel import Bools, Floats, Ints

# An early burst must not mask a later one: hours in which two hours together are further above the median than BURST
# times what the 90 % quantile lets expect of the 99 % are left out. `benchmarks/bursts.py` chose it.
BURST = 3.0
# A normal's q99 − median over its q90 − median.
FAR = 1.815
# One message where none is expected is an excess of about one: no spread is smaller.
LEAST_SPREAD = 1.0
LEAST_SEEN = 0.5
# The level of the first day is a guess.
FIRST_HOURS = 24
PIECE = np.float32(0.4)
# The least overdispersion, and the share of the estimated one that scales with the rate. All of it makes an hour of ten
# times the usual count little more than one of three times; none lets the busy hours drown the others.
LEAST_OVER, OVER_SHARE = np.float32(1e-4), 0.1
# Where variances are estimated, excesses further than this many SD (by the 10 and 90 % quantiles) count for that much.
CLIP = 3.0


def excess(counts: Singles, expected: Singles, over: Singles | np.float32 = LEAST_OVER) -> Singles:
    """How far counts lie above what was expected, in SDs near one if their variance is m + over·m² (m expected).

    2/√over · (asinh √(over·(counts + .4)) − asinh √(over·(expected + .4))): Anscombe (1948). Near `over` = 0 it is
    2(√(counts + .4) − √(expected + .4)).
    """
    root = np.sqrt(np.asarray(over, np.float32))
    return np.asarray((np.arcsinh(root * np.sqrt(counts + PIECE)) - np.arcsinh(root * np.sqrt(expected + PIECE)))
                      * (2 / root))


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
           per_hour: int) -> tuple[Singles, Singles]:
    """Messages and what was expected in each window at the end of each hour, each [windows, rows, hours]; NaN where it
    is not known.

    sums, seen: [lengths within an hour, rows, hours], as in the state of `multiscale`.
    """
    near = [usual.profile((places + h) % HOURS_A_WEEK) for h in (-1, 0, 1)]
    out = np.full((2, len(lengths), *sums.shape[1:]), np.nan, np.float32)
    for k, length in enumerate(lengths):
        inside = min(k, len(sums) - 1)
        size = min(length, per_hour)
        part = (np.arange(per_hour - size, per_hour) + 0.5) / per_hour
        weights = between(part).mean(axis=1).astype(np.float32)
        shape = sum(n * w for n, w in zip(near, weights, strict=True))
        expected = usual.level * shape * seen[inside] / np.float32(per_hour)
        s, m, bins = rolling(np.stack([sums[inside], expected, seen[inside]]), length // size)
        out[:, k, :, length // size - 1 :] = np.where(bins >= LEAST_SEEN * length, np.stack([s, m]), np.nan)
    out[..., :FIRST_HOURS] = np.nan
    return out[0], out[1]


def clipped(x: Singles) -> Singles:
    """Excesses [windows, rows, hours] less their medians, bursts left out (NaN), the rest clipped."""
    x = np.where(bursts(x), np.nan, x)
    low, half, high = (q[..., None] for q in quantiles(x, (0.1, 0.5, 0.9)))
    far = CLIP * np.maximum((high - low) / 2.563, 0.5)
    return np.asarray(np.clip(x - half, -far, far))


def overdispersion(counts: Singles, expected: Singles) -> Singles:
    """How much faster than a Poisson's the variance grows [rows, windows]: OVER_SHARE of a regression through zero."""
    x = clipped(excess(counts, expected))
    m = np.where(np.isnan(x), 0, expected)
    ratio = np.nansum((x**2 - 1) * m, axis=2) / np.maximum((m**2).sum(axis=2), 1e-6)
    return np.asarray(np.clip(OVER_SHARE * ratio.T, LEAST_OVER, 1.0), np.float32)


def bursts(x: Singles) -> Bools:
    """Hours that are no measure of the usual [rows, hours], from the excesses [windows, rows, hours]."""
    long = x[max(len(x) - 2, 0)]
    half, high = quantiles(long, (0.5, 0.9))
    return np.asarray(long > (half + BURST * np.maximum(FAR * (high - half), LEAST_SPREAD))[:, None])


def spreads(x: Singles) -> tuple[Singles, Singles]:
    """Median and q99 − median of excesses [windows, rows, hours], each [rows, windows]; hours of a burst left out."""
    median, top = quantiles(np.where(bursts(x), np.nan, x), (0.5, 0.99))
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
