"""Difference in differences: the outcome's change, less its donors' change.

    d_t = y_t − mean_j x_jt,   effect = mean of d over the window − mean of d over the history

The standard error is that of a difference of two means of an autocorrelated series, with Newey and West's long-run
variance (Bartlett weights, lag ⌊4 (t/100)^(2/9)⌋).

Papers: Card & Krueger (1994), American Economic Review 84(4); Bertrand, Duflo & Mullainathan (2004), QJE 119(1), on
what autocorrelation does to its standard errors; Newey & West (1987), Econometrica 55(3).
Assumes: treated and donors would have moved in parallel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from recul.batch import Estimates
from recul.estimators.base import Block, Collector, blocks, long_run_variance, outside_range
from recul.panel import Case, Panel

NAME = "did"
PAPER = "Card & Krueger 1994"
LEVEL = 0.95


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `no_donors`, `short_history` (fewer than 8 observed periods), `window_unobserved`,
    `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        _solve(block, collector)
    return collector.done()


def _solve(block: Block, out: Collector) -> None:
    t = block.history
    past, ahead = block.seen[:t], block.seen[t:]
    if block.x.shape[1] == 0 or past.sum() < 8 or not ahead.any():
        why = "no_donors" if block.x.shape[1] == 0 else "window_unobserved" if not ahead.any() else "short_history"
        out.refuse(block, why)
        return
    donors = block.x.mean(axis=1)
    before = block.y[:, :t][:, past]
    level = before.mean(axis=1, keepdims=True)
    path = donors + (level - donors[:, :t][:, past].mean(axis=1, keepdims=True))
    residual = (block.y - path)[:, :t][:, past]
    value = (block.y - path)[:, t:][:, ahead].mean(axis=1)
    scale = np.sqrt(long_run_variance(residual) * (1 / residual.shape[1] + 1 / ahead.sum()))
    half = ndtri(0.5 + LEVEL / 2) * scale
    x = block.x[:, :, :t][:, :, past]
    outside = outside_range(before - level, x - x.mean(axis=2, keepdims=True))
    out.fill(block, predicted=path[:, t:], scale=scale, low=value - half, high=value + half, residual=residual,
             outside=outside)
    if 0 in block.item:
        out.draw(block, path[np.flatnonzero(block.item == 0)[0]])
