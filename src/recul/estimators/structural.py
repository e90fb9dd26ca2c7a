"""Structural time series: a level that wanders, a season, and control series.

    y_t = α + δt + μ_t + s_t + x_t'β + ε_t,   μ_{t+1} = φ μ_t + η_t,   ε ~ N(0, σ²),  η ~ N(0, qσ²)

With φ = 1 the level is a random walk (the local level); with φ < 1 it comes back to α, as the autocorrelated noise of
daily figures does, and the forecast of a month need not be as vague as a walk's. α is diffuse, the season
deterministic. δt lets the series grow faster or slower than those it is compared with: δT ~ N(0, d²σ²) over a history
of T periods. With the scale concentrated out three parameters are left, φ, the signal-to-noise ratio q and the drift's
size d; all are integrated over by quadrature on a grid (`_quadrature.py`), so the answer is deterministic and needs no
sampler.

Papers: Harvey (1989), Forecasting, structural time series models and the Kalman filter; Brodersen, Gallusser, Koehler,
Remy & Scott (2015), Annals of Applied Statistics 9(1), doi:10.1214/14-AOAS788 (the same model with a sampler and a
prior on q that holds the level nearly fixed).
Assumes: an identity link, independent normal shocks, controls untouched by the action.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import qr
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators._prior import ridge_of
from recul.estimators._quadrature import Posterior, bases_of
from recul.estimators.base import Block, Collector, blocks, outside_range
from recul.panel import Case, Floats, Frequency, Ints, Panel

NAME = "structural"
PAPER = "Brodersen et al. 2015"
LEVEL = 0.95

# Periods in a season, and harmonics kept: all of them for a week or a year of months, the smooth ones for long seasons.
SEASONS: dict[Frequency, tuple[float, int]] = {"hour": (24, 6), "day": (7, 3), "week": (365.25 / 7, 2),
                                               "month": (12, 6), "quarter": (4, 2)}
# With more donors than this, or than a quarter of the history, the closest are kept.
DONORS_MOST = 20
PERIODS_A_DONOR = 4
# A seasonal column whose own part is smaller than this, of one, is none.
DISTINCT = 1e-8


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `short_history` (fewer than 8 observed periods, or twice the season's), `window_unobserved`,
    `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        _solve(block, panel.frequency, collector)
    return collector.done()


def season(frequency: Frequency, history: int, total: int) -> Floats:
    """Sines and cosines [total, k] of the season; none unless the history holds two whole ones."""
    period, harmonics = SEASONS.get(frequency, (0.0, 0))
    if not period or history < 2 * period:
        return np.empty((total, 0))
    angle = 2 * np.pi * np.arange(total)[:, None] * np.arange(1, harmonics + 1) / period
    columns = np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    # The sine of the fastest harmonic of an even season is zero at every period.
    return np.asarray(columns[:, np.abs(columns).max(axis=0) > 1e-6])


def told_apart(seasonal: Floats, past: Ints) -> Floats:
    """The level and the seasonal columns [total, 1 + k] that the observed past can tell apart.

    Where everyone is closed on Sundays, six columns describe five differences: the sixth would be rounding.
    """
    fixed = np.concatenate([np.ones((len(seasonal), 1)), seasonal], axis=1)
    if not len(past) or not seasonal.shape[1]:
        return fixed
    centred = seasonal[past] - seasonal[past].mean(axis=0)
    r, order = qr(centred, mode="r", pivoting=True)
    pivots = np.abs(np.diag(r))
    return fixed[:, [0, *sorted(1 + order[: len(pivots)][pivots > DISTINCT * np.sqrt(len(past))])]]


def _solve(block: Block, frequency: Frequency, out: Collector) -> None:
    t = block.history
    past, ahead = np.flatnonzero(block.seen[:t]), np.flatnonzero(block.seen[t:]) + t
    fixed = told_apart(season(frequency, t, len(block.seen)), past)
    if not len(ahead) or len(past) < max(8, 2 * fixed.shape[1]):
        out.refuse(block, "short_history" if len(ahead) else "window_unobserved")
        return
    x = closest(block.y, block.x, past)
    x = np.concatenate([x, np.broadcast_to((np.arange(len(block.seen)) / t), (len(x), 1, len(block.seen)))], axis=1)
    bases = bases_of(past, ahead, fixed)
    fit = Posterior.of(bases, block.y, x, ridge_of(x[:, :-1, past], bases[0].project @ fixed[past].T))
    explained = np.einsum("np,npt->nt", fit.beta, x)
    left = (block.y - explained)[:, past]
    residual = left - left @ bases[0].project @ fixed[past].T
    window = np.arange(t, len(block.seen))
    path = explained[:, window] + left @ bases[0].project @ fixed[window].T
    for basis, pull in zip(bases, fit.pulls, strict=True):
        path += basis.level(pull, window)
    value = block.y[:, ahead].mean(axis=1) - path[:, ahead - t].mean(axis=1)
    # The mixture over q has no closed quantile: its own SD and the t of its degrees of freedom stand for it.
    half = fit.scale * stdtrit(fit.freedom, 0.5 + LEVEL / 2) * np.sqrt((fit.freedom - 2) / fit.freedom)
    outside = outside_range(_standard(block.y, past), _standard(x[:, :-1], past))
    out.fill(block, predicted=path, scale=fit.scale, low=value - half, high=value + half,
             residual=residual, outside=outside, slope=fit.beta[:, -1] / t)
    if 0 in block.item:
        row = int(np.flatnonzero(block.item == 0)[0])
        history = np.full(t, np.nan)
        history[past] = block.y[row, past] - fit.left_out(bases, row)
        out.draw(block, np.concatenate([history, path[row]]))


def closest(y: Floats, x: Floats, past: Ints) -> Floats:
    """The donors [n, k, time] whose changes go most with the treated series' own, in the history, in donor order."""
    most = max(1, min(DONORS_MOST, len(past) // PERIODS_A_DONOR))
    if x.shape[1] <= most:
        return x
    dy, dx = np.diff(y[:, past], axis=1), np.diff(x[:, :, past], axis=2)
    dy, dx = dy - dy.mean(axis=1, keepdims=True), dx - dx.mean(axis=2, keepdims=True)
    size = np.sqrt((dx**2).sum(axis=2))
    together = np.abs(np.einsum("nt,npt->np", dy, dx)) / np.where(size > 0, size, np.inf)
    keep = np.sort(np.argsort(-together, axis=1, kind="stable")[:, :most], axis=1)
    return np.take_along_axis(x, keep[:, :, None], axis=1)


def _standard(values: Floats, past: Ints) -> Floats:
    """Values in the history [..., t], each series less its mean and over its SD (0 for a constant one)."""
    history = values[..., past]
    spread = history.std(axis=-1, keepdims=True)
    return np.asarray((history - history.mean(axis=-1, keepdims=True)) / np.where(spread > 0, spread, 1.0))
