"""Synthetic difference-in-differences: weights on units and on periods.

    effect = (ȳ_window − Σ_t λ_t y_t) − Σ_i ω_i (x̄_i,window − Σ_t λ_t x_it)

ω, non-negative and summing to one, make the donors' history run parallel to the treated series': they minimise
Σ_t (ω_0 + Σ_i ω_i x_it − y_t)² + ζ² T ‖ω‖² over the T observed periods of the history, with ζ = (N_tr T_post)^¼ σ̂, σ̂
the SD of the donors' first differences there. λ, likewise, make the donors' history look like their window:
Σ_i (λ_0 + Σ_t λ_t x_it − x̄_i,window)² + ζ_λ² N ‖λ‖², ζ_λ = 10⁻⁶ σ̂. Both are solved exactly; the paper's reference code
stops a Frank-Wolfe search early, once at 100 steps, and drops weights below a quarter of the largest: California's
Proposition 99 is −15.6054 here, −15.6038 there (−15.60 in the paper).

The predictive SD is not the paper's (placebo, jackknife, bootstrap: all from other units) but that of the contrast
(λ, window mean) of the treated series' own residuals y_t − Σ_i ω_i x_it, with their autocorrelation: see `_contrast`.

Paper: Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), American Economic Review 111(12), 4088–4118,
doi:10.1257/aer.20190159. Algorithm 1.
Assumes: treated and weighted donors would have gone on in parallel; donors untouched by the action.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators._contrast import Contrast
from recul.estimators._dates import Dates, dates
from recul.estimators._diagnostics import dots, total
from recul.estimators._walk import Polytopes, spread
from recul.estimators._weights import nearest_weights, ridge_weights
from recul.estimators.base import Block, Collector, at, blocks, cut_out
from recul.estimators.synthetic import refused
from recul.panel import Bools, Case, Floats, Ints, Panel

NAME = "sdid"
PAPER = "Arkhangelsky et al. 2021"
LEVEL = 0.95
ZETA_TIME = 1e-6
# Arrays of an item's own are made for a few items at a time.
PIECE_CELLS = 1_000_000
# The items of a date share their series, unless these are more than so many times what an item has, or what its donors
# differ by is less than this share of what they have in common.
CROWDED = 2
DROWNED = 1e-6


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `no_donors`, `short_history` (fewer than 8 observed periods), `window_unobserved`,
    `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    treated = np.array([len(c.units) for c in cases], dtype=np.int64)
    for block in blocks(collector.panel, cases):
        if not refused(block, collector):
            _solve(block, treated[block.item], collector)
    return collector.done()


def weights(some: Dates, block: Block, treated: Ints) -> tuple[Floats, Floats]:
    """ω [n, p] and λ [n, t] of some items of a block; treated: N_tr [n]."""
    (n, wide), (_, s, t) = some.donors.shape, some.history.shape
    if s <= CROWDED * (wide + 1):
        gram, own = _products(some), np.zeros((n, s), dtype=bool)
        own[np.arange(n)[:, None], some.donors] = True
        squares, whole = spread(gram, some.date, own)
        if (squares > DROWNED * whole).all():
            return _weights(some, block, treated, gram, own)
    # Few of a date's series are donors of an item, or one is so large that beside it the others are rounding.
    omega, lam, most = np.empty((n, wide)), np.empty((n, t)), max(1, PIECE_CELLS // ((wide + 1) * len(block.seen)))
    for piece in (np.arange(first, min(first + most, n)) for first in range(0, n, most)):
        apart, own = some.apart(block, piece), np.ones((len(piece), wide + 1), dtype=bool)
        own[:, 0] = False
        omega[piece], lam[piece] = _weights(apart, block, treated[piece], _products(apart), own)
    return omega, lam


def _products(some: Dates) -> Floats:
    """Inner products of the series in the history [d, s, s]."""
    return np.asarray(some.history @ some.history.transpose(0, 2, 1))


def _weights(some: Dates, block: Block, treated: Ints, gram: Floats, own: Bools) -> tuple[Floats, Floats]:
    noise, used = _spread_of_steps(some, block), own.any(axis=0)
    omega = unit_weights(gram, some, np.sqrt(treated * len(block.ahead)) * noise**2 * len(some.past))
    points = some.history[:, used] - at(some.series, block.ahead)[:, used].mean(axis=2, keepdims=True)
    ridge = some.donors.shape[1] * (ZETA_TIME * noise) ** 2
    return omega, nearest_weights(Polytopes.of(points, some.date, own[:, used], ridge), some.first)


def unit_weights(gram: Floats, some: Dates, penalty: Floats) -> Floats:
    """ω [n, p]; gram: [d, s, s], products of the series in the history; penalty: ζ²T [n]."""
    omega, wide = np.empty(some.donors.shape), some.donors.shape[1]
    size, place = max(1, PIECE_CELLS // wide**2), np.arange(wide)
    for part in (slice(first, first + size) for first in range(0, len(omega), size)):
        date, donors = some.date[part, None], some.donors[part]
        own = gram[date[:, :, None], donors[:, :, None], donors[:, None]]
        own[:, place, place] += penalty[part, None]
        omega[part] = ridge_weights(own, gram[date, donors, some.treated[part, None]])
    return omega


def _spread_of_steps(some: Dates, block: Block) -> Floats:
    """σ̂ [n]: the SD of the donors' first differences, those of neighbouring periods and not across a gap; 1 if 0."""
    history = at(cut_out(block.table, some.rows, some.first[:, None], block.seen), some.past)
    steps, near = np.diff(history, axis=2), np.diff(some.past) == 1
    if near.any() and not near.all():
        steps = steps[:, :, near]
    date, count = some.date[:, None], max(some.donors.shape[1] * steps.shape[2], 2)
    squares, sums = np.einsum("dst,dst->ds", steps, steps), steps.sum(axis=2)
    squares, sums = (part[date, some.donors].sum(axis=1) for part in (squares, sums))
    spread = squares - sums**2 / count
    return np.where(spread > 1e-24, np.sqrt(np.maximum(spread, 0) / (count - 1)), 1.0)


def _solve(block: Block, treated: Ints, out: Collector) -> None:
    n, past, ahead = len(block.item), block.past, block.ahead
    lam = np.empty((n, len(past)))
    gap, outside = np.empty_like(block.y), np.empty(n)
    for some in dates(block, True, moments=False):
        omega, lam[some.place] = weights(some, block, treated[some.place])
        gap[some.place], outside[some.place] = some.gap(omega), some.outside()
    gap -= dots(at(gap, past), lam)[:, None]
    residual = at(gap, past) - at(gap, past).mean(axis=1, keepdims=True)
    value = total(at(gap, ahead)) / len(ahead)
    contrast = np.concatenate([-lam, np.full((n, len(ahead)), 1 / len(ahead))], axis=1)
    scale = Contrast(past, ahead).scale(residual, contrast)
    half = stdtrit(len(past) - 1, 0.5 + LEVEL / 2) * scale
    out.fill(block, predicted=(block.y - gap)[:, block.history :], scale=scale, low=value - half, high=value + half,
             residual=residual, outside=outside)
    if 0 in block.item:
        row = np.flatnonzero(block.item == 0)[0]
        out.draw(block, block.y[row] - gap[row])
