"""A forecast by what followed earlier: the recent level, carried on as it was carried on a season before.

    ŷ(T + j) = level(T) · mean over i of  y(T + j − lag_i) / level(T − lag_i),     j = gap + 1 … horizon

level(T): mean of the last `stretch` periods to T. lag_i: whole seasons, none shorter than the horizon, so that nothing
later than T is read. Where a series is not above zero the same is done with differences instead of ratios. It is the
seasonal naive forecast with the growth since (Hyndman & Athanasopoulos 2021, Forecasting: Principles and Practice, 3rd
edition, ch. 5.2), averaged over seasons; the growth of those seasons is carried on with them. On the weekly revenue of
two advertisers, levels of a quarter erred half as much as levels of a month (`benchmarks/objectives.py`).

scale: how far a forecast of no change (the level, carried on) erred at the same horizon before T: the scaled errors of
Hyndman & Koehler (2006), Int. J. Forecasting 22(4), taken from the mean of the window instead of single periods; times
√(1 + 1/K) for a forecast made of K seasons, whose own noise is that of a mean of K: earlier origins have fewer.
Assumes nothing of the errors' distribution: they are read off the same forecast made at earlier origins.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from recul.panel import Bools, Floats, Ints

# A mean of periods of which more than this is missing is no mean of them.
MISSING_MOST = 0.10
# Errors of a forecast of no change from fewer origins than this say nothing of their usual size.
ORIGINS_LEAST = 8


@dataclass(frozen=True)
class Reach:
    """What every item looks at, in periods. gap: between the origin and the first period foretold. horizon: to the last
    one. lags: of earlier seasons. stretches: of the level, the one preferred first; a later one where the record does
    not hold the first."""

    gap: int
    horizon: int
    lags: tuple[int, ...]
    stretches: tuple[int, ...]

    @property
    def window(self) -> int:
        """Periods foretold."""
        return self.horizon - self.gap

    @property
    def needed(self) -> int:
        """Periods up to and with the origin, at the very least: for the season before, and for the usual error."""
        return self.stretches[-1] + max(self.lags[0], self.horizon + self.origins - 1)

    @property
    def origins(self) -> int:
        """From how many origins a forecast of no change is tried, for its usual error: windows that overlap nearly
        whole are one and the same."""
        return max(ORIGINS_LEAST, self.horizon)


@dataclass(frozen=True, eq=False)
class Foretold:
    """path: [n, window], the forecast of each period; mean: [n], of their mean; scale: [n], of the error of that mean.
    actual: [n, window], what came, NaN where unobserved or not yet. ok: [n]; why: a code where not, else ""."""

    path: Floats
    mean: Floats
    scale: Floats
    actual: Floats
    ok: Bools
    why: tuple[str, ...]


def foretell(value: Floats, row: Ints, origin: Ints, reach: Reach) -> Foretold:
    """All items in one call.

    value: [series, time], NaN where unobserved or not yet, with at least `horizon` columns after every origin. row,
    origin: [n], the series of each item and the last column it may see. Nothing after the origin changes `path`, `mean`
    or `scale`.
    """
    n, window = len(row), reach.window
    ahead = np.arange(reach.gap + 1, reach.horizon + 1)
    actual = value[row[:, None], origin[:, None] + ahead]
    path = np.full((n, window), np.nan)
    scale, seasons = np.full(n, np.nan), np.ones(n)
    for stretch in reach.stretches:
        missing = ~np.isfinite(path).all(axis=1) if window else np.ones(n, dtype=bool)
        at = np.flatnonzero(missing)
        if len(at):
            path[at], seasons[at] = _carried(value, row[at], origin[at], ahead, reach.lags, stretch)
    for series in np.unique(row):
        mine = np.flatnonzero(row == series)
        scale[mine] = _usual_error(value[series], origin[mine], reach)
    scale *= np.sqrt((1 + 1 / np.maximum(seasons, 1)) / 2)
    mean = path.mean(axis=1)
    reasons = np.where(~np.isfinite(mean) | ~np.isfinite(scale), "short_history",
                       np.where(scale > 1e-9 * np.abs(mean), "", "no_variation"))
    return Foretold(path, mean, scale, actual, np.asarray(reasons == ""), tuple(reasons.tolist()))


def _carried(value: Floats, row: Ints, origin: Ints, ahead: Ints, lags: tuple[int, ...], stretch: int
             ) -> tuple[Floats, Floats]:
    """The path of each item [n, window], NaN where the record does not reach back far enough, and of how many seasons
    it is made [n]."""
    now = _level(value, row, origin, stretch)
    total, count = np.zeros((len(row), len(ahead))), np.zeros((len(row), len(ahead)))
    ratio = _ratios(value)[row]
    for lag in lags:
        before = origin - lag
        then = _level(value, row, before, stretch)
        held = np.flatnonzero(np.isfinite(then) & (before + ahead[0] >= 0))
        if not len(held):
            break
        came = value[row[held, None], before[held, None] + ahead]
        # A day of last year that nobody observed is taken at the mean of those that were, around it.
        seen = np.isfinite(came)
        usual = np.where(seen, came, 0).sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
        enough = (~seen).mean(axis=1) <= MISSING_MOST
        came = np.where(seen, came, usual[:, None])
        level = then[held, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(ratio[held, None], came / level, came - level)
        good = enough[:, None] & np.isfinite(part)
        total[held] += np.where(good, part, 0)
        count[held] += good
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return np.where(ratio[:, None], now[:, None] * mean, now[:, None] + mean), count.max(axis=1, initial=0)


def _ratios(value: Floats) -> Bools:
    """Which series are carried on by ratios [series]: those that are nowhere below zero, and somewhere above it."""
    with np.errstate(invalid="ignore"):
        return np.asarray(~(value < 0).any(axis=1) & (value > 0).any(axis=1))


def _level(value: Floats, row: Ints, end: Ints, stretch: int) -> Floats:
    """Mean of the `stretch` periods to `end` [n]; NaN outside the record, with gaps, and at zero for a ratio."""
    found = np.full(len(row), np.nan)
    inside = np.flatnonzero(end - stretch + 1 >= 0)
    if not len(inside):
        return found
    part = value[row[inside, None], end[inside, None] + np.arange(1 - stretch, 1)]
    found[inside] = means(part)
    found[_ratios(value)[row] & (found == 0)] = np.nan
    return found


def means(part: Floats) -> Floats:
    """Means of the last axis over what was observed, NaN where too much was not."""
    seen = np.isfinite(part)
    total = np.where(seen, part, 0).sum(axis=-1)
    return np.where((~seen).mean(axis=-1) <= MISSING_MOST, total / np.maximum(seen.sum(axis=-1), 1), np.nan)


def _usual_error(series: Floats, origin: Ints, reach: Reach) -> Floats:
    """Root mean square error [n] of a forecast of no change from every origin whose window was over by each item's own
    origin, in shares of the level where ratios are, times the level at that origin."""
    stretch = reach.stretches[-1]
    last = len(series) - reach.horizon
    level, came = np.full(len(series), np.nan), np.full(len(series), np.nan)
    level[stretch - 1 :] = means(sliding_window_view(series, stretch))
    if last > 0:
        came[:last] = means(sliding_window_view(series, reach.window))[reach.gap + 1 : reach.gap + 1 + last]
    by_ratio = bool(_ratios(series[None])[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        error = came / level - 1 if by_ratio else came - level
    fine = np.isfinite(error)
    square, many = np.cumsum(np.where(fine, error**2, 0)), np.cumsum(fine)
    done = origin - reach.horizon
    enough = (done >= 0) & (many[np.maximum(done, 0)] >= (1 - MISSING_MOST) * reach.origins)
    done = np.where(enough, done, 0)
    usual = np.sqrt(square[done] / np.maximum(many[done], 1)) * (level[origin] if by_ratio else 1.0)
    return np.where(enough, usual, np.nan)
