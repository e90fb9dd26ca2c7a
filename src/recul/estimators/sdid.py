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
from recul.estimators._dates import outside
from recul.estimators._diagnostics import dots, total
from recul.estimators._weights import nearest_weights, ridge_weights
from recul.estimators.base import Block, Collector, at, blocks, cut_out
from recul.estimators.synthetic import refused
from recul.panel import Case, Floats, Ints, Panel

NAME = "sdid"
PAPER = "Arkhangelsky et al. 2021"
LEVEL = 0.95
ZETA_TIME = 1e-6
# Items are worked through a few at a time, so that their donors stay in the processor's cache.
PIECE_CELLS = 1_000_000


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


def weights(y: Floats, x: Floats, past: Ints, ahead: Ints, treated: Ints, group: Ints) -> tuple[Floats, Floats]:
    """ω [n, p] and λ [n, t]: y [n, time], x [n, p, time], past and ahead the observed columns, treated N_tr [n]."""
    level = x[:, :, past].mean(axis=2, keepdims=True)
    centred = x[:, :, past] - level
    target = y[:, past] - y[:, past].mean(axis=1, keepdims=True)
    noise = _spread_of_steps(centred, past)
    gram = centred @ np.swapaxes(centred, 1, 2)
    place = np.arange(x.shape[1])
    gram[:, place, place] += (np.sqrt(treated * len(ahead)) * noise**2 * len(past))[:, None]
    omega = ridge_weights(gram, (centred @ target[:, :, None])[:, :, 0])
    points = centred - (x[:, :, ahead].mean(axis=2, keepdims=True) - level)
    points -= points.mean(axis=1, keepdims=True)
    ridge = x.shape[1] * (ZETA_TIME * noise) ** 2
    return omega, nearest_weights(points, ridge, group)


def _spread_of_steps(centred: Floats, past: Ints) -> Floats:
    """σ̂ [n]: the SD of the donors' first differences, those of neighbouring periods and not across a gap; 1 if 0."""
    steps, near = np.diff(centred, axis=2), np.diff(past) == 1
    if near.any() and not near.all():
        steps = steps[:, :, near]
    count = max(steps[0].size, 2)
    total = np.einsum("npt,npt->n", steps, steps) - steps.sum(axis=(1, 2)) ** 2 / count
    return np.where(total > 1e-24, np.sqrt(np.maximum(total, 0) / (count - 1)), 1.0)


def _solve(block: Block, treated: Ints, out: Collector) -> None:
    n, past, ahead = len(block.item), block.past, block.ahead
    omega, lam = np.empty(block.donors.shape), np.empty((n, len(past)))
    # Items of one date stand side by side, and few at a time: what is made of their donors stays in the cache.
    size = max(1, PIECE_CELLS // (block.donors.shape[1] * len(block.seen)))
    for first in range(0, n, size):
        some = slice(first, first + size)
        x = cut_out(block.table, block.donors[some], block.first[some, None], block.seen)
        omega[some], lam[some] = weights(block.y[some], x, past, ahead, treated[some], block.first[some])
    gap = block.y - block.mixed(omega)
    gap -= dots(at(gap, past), lam)[:, None]
    residual = at(gap, past) - at(gap, past).mean(axis=1, keepdims=True)
    value = total(at(gap, ahead)) / len(ahead)
    contrast = np.concatenate([-lam, np.full((n, len(ahead)), 1 / len(ahead))], axis=1)
    scale = Contrast(past, ahead).scale(residual, contrast)
    half = stdtrit(len(past) - 1, 0.5 + LEVEL / 2) * scale
    out.fill(block, predicted=(block.y - gap)[:, block.history :], scale=scale, low=value - half, high=value + half,
             residual=residual, outside=outside(block))
    if 0 in block.item:
        row = np.flatnonzero(block.item == 0)[0]
        out.draw(block, block.y[row] - gap[row])
