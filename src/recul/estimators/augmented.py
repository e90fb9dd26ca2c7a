"""Augmented synthetic control: the synthetic control, less what a ridge regression says it is still off by.

    gap_t = (y_t − Σ_j w_j x_jt) − Σ_j γ_j x_jt,   γ = (K + λI)⁻¹ X (y − X'w),   K = X X'

w are the weights of the synthetic control; X are the donors in the history [p, t], less the mean of all donors at each
period, so that the γ_j sum to zero. λ is chosen by leave-one-out cross-validation over the periods of the history,
among 50: each period is foretold from the others, w and γ refitted without it. With λ large this is the synthetic
control; with λ small donors may count negatively, and the history is fitted however far outside its donors' hull the
treated series lies.

Nothing is refitted. With x_u the donors' values in the period left out, ρ_u the synthetic control's error there when
it is left out, and g_u = X (y − X'w_u) over the whole history, the error is, by Sherman & Morrison (1950),

    (ρ_u − x_u'(K + λI)⁻¹ g_u) / (1 − x_u'(K + λI)⁻¹ x_u)

and one eigendecomposition of K gives it for every period and every λ; w_u is the closed form of least squares on the
donors in use, and is solved again where leaving the period out would change which these are.

Scale: as for the synthetic control (`synthetic.py`); residuals are those of periods left out, stretches of the history
as long as the window are left out in the same way.

Papers: Ben-Michael, Feller & Rothstein (2021), The augmented synthetic control method, JASA 116(536),
doi:10.1080/01621459.2021.1929245.
Assumes: donors untouched by the action; what ties the treated series to them holds in the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from recul.batch import Estimates
from recul.estimators._dates import Dates, dates, fold_length
from recul.estimators._leftout import KNOWN_LEAST, weights_without
from recul.estimators._simplex import Hulls, nearest
from recul.estimators.base import Block, Collector, at, blocks
from recul.estimators.synthetic import foretold, happened, refused, report
from recul.panel import Case, Floats, Panel

NAME = "augmented"
PAPER = "Ben-Michael, Feller & Rothstein 2021"

# Penalties, in units of the largest eigenvalue of K: from next to no augmentation to next to no penalty.
PENALTIES = np.logspace(2, -6, 50)
# Losses that differ by less than this share are equal.
EQUAL = 1e-10
# Items worked through at once: their folds and penalties fill the processor's cache, not more.
TOGETHER = 16


def estimate(panel: Panel, cases: Sequence[Case], demeaned: bool = True) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: as `synthetic`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        if not refused(block, collector):
            _solve(block, demeaned, collector)
    return collector.done()


def _solve(block: Block, demeaned: bool, out: Collector) -> None:
    n, length, t, window = len(block.item), fold_length(block), len(block.past), len(block.ahead)
    gap, outside, error = np.empty_like(block.y), np.empty(n), np.empty((n, t + t // length))
    for some in dates(block, demeaned):
        weights, hulls = np.empty(some.donors.shape), some.hulls()
        plain, (values, norm) = nearest(hulls).weights, left_out(some, hulls, demeaned)
        for first in range(0, len(weights), TOGETHER):
            part = np.arange(first, min(first + TOGETHER, len(weights)))
            rows = np.concatenate([some.treated[part, None], some.donors[part]], axis=1)
            # In one row: what is made of it is multiplied by matrices, and a view would be copied for each.
            without = np.ascontiguousarray(values[some.date[part], :, rows.T].transpose(1, 2, 0))
            folds = Folds.of(hulls.some(part), without, plain[part])
            penalty = folds.penalty(t)
            weights[part] = folds.weights(penalty)
            error[some.place][part] = folds.error(penalty[:, None])[:, :, 0] / norm
        gap[some.place], outside[some.place] = some.gap(weights), some.outside()
    variance = np.maximum(foretold(error[:, :t], np.full(n, t - demeaned), window, demeaned),
                          happened(error[:, t:] / np.sqrt(length), error[:, :t], length, window))
    report(block, out, gap, np.sqrt(variance), at(gap, block.past), outside)


@dataclass(frozen=True, eq=False)
class Folds:
    """n items, each with f folds: every period of the history left out, then every stretch of it.

    plain: [n, p], weights of the synthetic control. centre: [n, p], X(y − X'w). eigen, vectors: of K.
    left: [n, f], ρ, the synthetic control's error in what is left out. turned, pull: [n, f, p], x_u and g_u in the
    eigenvectors of K.
    """

    plain: Floats
    centre: Floats
    eigen: Floats
    vectors: Floats
    left: Floats
    turned: Floats
    pull: Floats

    @classmethod
    def of(cls, hulls: Hulls, values: Floats, plain: Floats) -> Folds:
        """values: what each fold leaves out, of the treated series and of the donors [n, f, 1 + p]."""
        date, y, x = hulls.date, hulls.treated, hulls.donors
        raw = hulls.moments[date[:, None, None], x[:, :, None], x[:, None]]
        gram = _centred(raw)
        # X (y − mean of the donors): weights that sum to one do not notice the mean, X y does.
        along = hulls.moments[date[:, None], x, y[:, None]] - raw.mean(axis=1)
        along -= along.mean(axis=1, keepdims=True)
        out = values[:, :, 1:] - values[:, :, 1:].mean(axis=2, keepdims=True)
        weights = weights_without(hulls, plain, values)
        left = values[:, :, 0] - np.vecdot(weights, values[:, :, 1:])
        eigen, vectors = np.linalg.eigh(gram)
        # K V = V Λ: the pull X y − K w need not be made before it is turned.
        pull = along[:, None] @ vectors - weights @ (vectors * eigen[:, None])
        centre = along - (gram @ plain[:, :, None])[:, :, 0]
        return cls(plain, centre, np.maximum(eigen, 0.0), vectors, left, out @ vectors, pull)

    def error(self, penalties: Floats) -> Floats:
        """What each fold is off by when it is left out [n, f, q], for penalties [n, q]."""
        over = 1 / (self.eigen[:, :, None] + penalties[:, None])
        error, known = (self.turned * self.pull) @ over, (self.turned**2) @ over
        np.subtract(self.left[:, :, None], error, out=error)
        np.subtract(1, known, out=known)
        np.maximum(known, KNOWN_LEAST, out=known)
        error /= known
        return np.asarray(error)

    def penalty(self, periods: int) -> Floats:
        """The λ [n] that foretells single periods best, the first folds; the largest of those equal but for rounding.

        Where every donor is in use the synthetic control is least squares, and no λ foretells better than another.
        """
        top = self.eigen[:, -1]
        grid = np.where(top > 0, top, 1.0)[:, None] * PENALTIES
        single = replace(self, left=self.left[:, :periods], turned=self.turned[:, :periods],
                         pull=self.pull[:, :periods])
        error = single.error(grid)
        loss = np.einsum("nfq,nfq->nq", error, error)
        best = (loss <= (1 + EQUAL) * loss.min(axis=1, keepdims=True)).argmax(axis=1)
        return np.asarray(grid[np.arange(len(grid)), best])

    def weights(self, penalty: Floats) -> Floats:
        """w + γ [n, p] for one penalty an item [n]."""
        turned = np.einsum("npq,np->nq", self.vectors, self.centre) / (self.eigen + penalty[:, None])
        return np.asarray(self.plain + np.einsum("npq,nq->np", self.vectors, turned))


def _centred(gram: Floats) -> Floats:
    """Inner products [n, p, p] of series less their mean at each period."""
    means = gram.mean(axis=1)
    return np.asarray(gram - means[:, None] - means[:, :, None] + means.mean(axis=1)[:, None, None])


def left_out(some: Dates, hulls: Hulls, demeaned: bool) -> tuple[Floats, Floats]:
    """What each fold leaves out [d, f, s] of every series, and by what its error is to be divided [f].

    A fold is a unit vector u of the history: a period, or the mean of a stretch of `length`. Where series are less
    their means, these too are learnt without the fold: u then is what of it does not lie along the mean, of length
    √(1 − (Σu)²/t), divided by that length.
    """
    t = len(some.past)
    values = np.concatenate([some.history.transpose(0, 2, 1), hulls.moments[:, -hulls.others :]], axis=1)
    mean = np.repeat([1.0, some.length], [t, hulls.others]) / t
    norm = np.sqrt(1 - mean) if demeaned else np.ones(len(mean))
    return values / norm[:, None], norm
