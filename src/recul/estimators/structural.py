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
from recul.estimators._families import families
from recul.estimators._quadrature import Grid, Posterior, bases_of, left_out
from recul.estimators.base import Block, Collector, at, blocks, by_date
from recul.panel import Bools, Case, Ints, Panel

NAME = "structural"
PAPER = "Brodersen et al. 2015"
LEVEL = 0.95

# With more donors than this, or than a quarter of the history, the closest are kept.
DONORS_MOST = 20
PERIODS_A_DONOR = 4
# Changes this near to proportional are one series twice.
REPEATED = 1e-10


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `short_history` (fewer than 8 observed periods, or twice the season's), `window_unobserved`,
    `no_variation`, `repeated_by_donors`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        _solve(block, panel, cases, collector)
    return collector.done()


def _solve(block: Block, panel: Panel, cases: Sequence[Case], out: Collector) -> None:
    t, past, ahead = block.history, block.past, block.ahead
    fixed, events = told_apart(seasons_of(panel, t, len(block.seen)), past), events_of(panel, cases, block)
    if not len(ahead) or len(past) < max(8, 2 * (fixed.shape[1] + events.shape[1])):
        out.refuse(block, "short_history" if len(ahead) else "window_unobserved")
        return
    grid, (donors, repeats) = Grid(bases_of(past, ahead, fixed, t)), closest(block)
    n = len(block.item)
    left, level = np.empty_like(block.y), np.empty((n, block.window))
    scale, freedom, slope, outside = np.empty((4, n))
    todo = np.ones(n, dtype=bool)
    for shared in (True, False):
        for some in families(block, np.flatnonzero(todo), donors, events, len(grid.unit), shared):
            fit = Posterior.of(grid, some)
            item, good = some.item[fit.good], fit.good
            left[item], level[item] = some.mixed(fit.mix)[good], fit.level[good]
            scale[item], freedom[item], slope[item] = fit.scale[good], fit.freedom[good], -fit.mix[good, -1] / t
            outside[item], todo[item] = some.outside(past)[good], False
    steady = at(left, past) @ grid.bases[0].project
    path = (block.y - left + steady)[:, t:] + level
    value = (at(block.y, ahead) - at(path, ahead - t)).mean(axis=1)
    # The mixture over q has no closed quantile: its own SD and the t of its degrees of freedom stand for it.
    half = scale * stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt((freedom - 2) / freedom)
    out.fill(block, predicted=path, scale=scale, low=value - half, high=value + half,
             residual=at(left - steady, past), outside=outside, slope=slope)
    out.refuse_some(block, repeats, "repeated_by_donors")
    if 0 in block.item:
        row = np.flatnonzero(block.item == 0)
        lone, = families(block, row, donors, events, len(grid.unit), False)
        history = np.full(t, np.nan)
        history[past] = block.y[row[0], past] - left_out(grid, lone)
        out.draw(block, np.concatenate([history, path[row[0]]]))


def closest(block: Block) -> tuple[Ints, Bools]:
    """The donors [n, k] whose changes go most with the treated series' own, in the history, in donor order; and whether
    one of them repeats it exactly [n]."""
    past, donors = block.past, block.donors
    most, repeats = max(1, min(DONORS_MOST, len(past) // PERIODS_A_DONOR)), np.zeros(len(donors), dtype=bool)
    chosen = np.empty((len(donors), min(most, donors.shape[1])), dtype=np.int64)
    for first, some in by_date(block.first) if donors.shape[1] else ():
        change = np.diff(at(block.table[:, first : first + block.history], past), axis=1)
        change -= change.mean(axis=1, keepdims=True)
        size = np.sqrt(np.einsum("ut,ut->u", change, change))
        change /= np.where(size > 0, size, np.inf)[:, None]
        together = np.take_along_axis(np.abs(change[block.treated[some]] @ change.T), donors[some], axis=1)
        repeats[some] = together.max(axis=1) > 1 - REPEATED
        keep = np.sort(np.argpartition(-together, min(most, donors.shape[1]) - 1, axis=1)[:, :most], axis=1)
        chosen[some] = np.take_along_axis(donors[some], keep, axis=1)
    return chosen, repeats
