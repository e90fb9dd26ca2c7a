"""Structural time series: a level that wanders, a season, and control series.

    y_t = α + δt + μ_t + s_t + x_t'β + ε_t,   μ_{t+1} = φ μ_t + η_t,   ε ~ N(0, σ²),  η ~ N(0, qσ²)

With φ = 1 the level is a random walk (the local level); with φ < 1 it comes back to α, as the autocorrelated noise of
daily figures does, and the forecast of a month need not be as vague as a walk's. α is diffuse, the season
deterministic; x_t holds the control series and the known events of the panel's calendar (`_calendar.py`). δt lets the
series grow faster or slower than those it is compared with: δT ~ N(0, d²σ²) over a history of T periods. With the
scale concentrated out three parameters are left, φ, the signal-to-noise ratio q and the drift's size d; all are
integrated over by quadrature on a grid (`_quadrature.py`), so the answer is deterministic and needs no sampler.

Papers: Harvey (1989), Forecasting, structural time series models and the Kalman filter; Brodersen, Gallusser, Koehler,
Remy & Scott (2015), Annals of Applied Statistics 9(1), doi:10.1214/14-AOAS788 (the same model with a sampler and a
prior on q that holds the level nearly fixed).
Assumes: an identity link, independent normal shocks, controls untouched by the action.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators._calendar import events_of, seasons_of, told_apart
from recul.estimators._quadrature import Posterior, bases_of
from recul.estimators.base import Block, Collector, blocks, outside_range
from recul.panel import Case, Floats, Ints, Panel

NAME = "structural"
PAPER = "Brodersen et al. 2015"
LEVEL = 0.95

# With more donors than this, or than an eighth of the history, regression fits noise: the closest are kept.
DONORS_MOST = 20
PERIODS_A_DONOR = 8


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `short_history` (fewer than 8 observed periods, or twice the season's), `window_unobserved`,
    `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        _solve(block, panel, cases, collector)
    return collector.done()


def _solve(block: Block, panel: Panel, cases: Sequence[Case], out: Collector) -> None:
    t = block.history
    past, ahead = np.flatnonzero(block.seen[:t]), np.flatnonzero(block.seen[t:]) + t
    fixed, events = told_apart(seasons_of(panel, t, len(block.seen)), past), events_of(panel, cases, block)
    if not len(ahead) or len(past) < max(8, 2 * (fixed.shape[1] + events.shape[1])):
        out.refuse(block, "short_history" if len(ahead) else "window_unobserved")
        return
    donors = closest(block.y, block.x, past)
    when = np.broadcast_to(np.arange(len(block.seen)) / t, (len(donors), 1, len(block.seen)))
    x = np.concatenate([donors, events, when], axis=1)
    bases = bases_of(past, ahead, fixed)
    fit = Posterior.of(bases, block.y, x)
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
    outside = outside_range(_standard(block.y, past), _standard(donors, past))
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
