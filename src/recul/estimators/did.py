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
from recul.estimators._dates import outside
from recul.estimators._diagnostics import long_run_variance
from recul.estimators.base import Block, Collector, at, blocks
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
    past, ahead = block.past, block.ahead
    if block.donors.shape[1] == 0 or len(past) < 8 or not len(ahead):
        why = "no_donors" if block.donors.shape[1] == 0 else "window_unobserved" if not len(ahead) else "short_history"
        out.refuse(block, why)
        return
    gap = block.y - block.donors_mean
    gap -= at(gap, past).mean(axis=1, keepdims=True)
    residual, value = at(gap, past), at(gap, ahead).mean(axis=1)
    scale = np.sqrt(long_run_variance(residual) * (1 / len(past) + 1 / len(ahead)))
    half = ndtri(0.5 + LEVEL / 2) * scale
    out.fill(block, predicted=(block.y - gap)[:, block.history :], scale=scale, low=value - half, high=value + half,
             residual=residual, outside=outside(block))
    if 0 in block.item:
        row = np.flatnonzero(block.item == 0)[0]
        out.draw(block, block.y[row] - gap[row])
