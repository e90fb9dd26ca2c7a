"""Synthetic controls with a part of the history left out, each part in its turn, without fitting them all again.

Least squares without one observation is a rank-one change of least squares with it, as long as the same donors stay in
use. In the tableau of an item, swept on the donors in use (`_simplex.Tableau`), leaving an observation out is one more
sweep. Where a donor in use would then count negatively, or another would help, one donor is exchanged, which nearly
always does; what is left is solved from there. So every fold's weights are those of a synthetic control fitted without
it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.estimators._simplex import GRADIENT_LEAST, Hulls, Tableau, closest
from recul.panel import Bools, Floats, Ints

# Less than this is left of what cannot be foretold without itself.
KNOWN_LEAST = 1e-6
# Folds solved from their tableaux at once: these fit the processor's cache.
TOGETHER = 1024


def weights_without(hulls: Hulls, plain: Floats, values: Floats) -> Floats:
    """Weights [n, f, p] of each synthetic control with each fold left out.

    plain: [n, p], the weights with nothing left out. values: [n, f, 1 + p], what a fold leaves out of the treated
    series and of the donors (their products with a unit vector of the history).
    """
    start = _Start.of(hulls, plain)
    d = values[:, :, 1:] - values[:, :, :1]
    folds = _Folds.of(start, d)
    v = folds.wanted * start.inside[:, None]
    item, fold = np.nonzero(~_optimal(folds.wanted, start.inside[:, None], start.least[:, None]))
    if len(item):
        some = folds.some(start, item, fold)
        anew, good = _exchanged(start, some, item)
        for first in range(0, len(item), TOGETHER):
            bad = first + np.flatnonzero(~good[first : first + TOGETHER])
            anew[bad] = _solved(start, some.rows(bad), item[bad])
        v[item, fold] = anew
    # A fold that cannot be known from the others is left at the weights of all.
    item, fold = np.nonzero(folds.pivot <= KNOWN_LEAST)
    v[item, fold] = plain[item]
    v /= (v @ np.ones(v.shape[2]))[:, :, None]
    return v


@dataclass(frozen=True, eq=False)
class _Start:
    """The tableaux of n items, swept on the donors in use.

    inside: [n, p]. swept: [n, p, p]. wanted: [n, p], the last column. inverse: [n, p, p], of A inside, zero elsewhere.
    across: [n, p, p], A times it. diagonal, least: [n, p], of A, and the gradient that counts as none. kappa: [n].
    """

    inside: Bools
    swept: Floats
    wanted: Floats
    inverse: Floats
    across: Floats
    diagonal: Floats
    least: Floats
    kappa: Floats

    @classmethod
    def of(cls, hulls: Hulls, plain: Floats) -> _Start:
        gram = np.ascontiguousarray(hulls.gram().transpose(2, 0, 1))
        kappa = closest(np.einsum("npp->pn", gram))
        a, inside = gram + kappa[:, None, None], plain > 0
        diagonal = np.einsum("npp->np", a).copy()
        within, both = inside[:, :, None], inside[:, :, None] & inside[:, None]
        padded = np.where(both, a, diagonal.max(axis=1)[:, None, None] * np.eye(a.shape[1]))
        inverse = np.where(both, np.linalg.inv(padded), 0.0)
        across = a @ inverse
        swept = np.where(within, np.where(both, inverse, across.transpose(0, 2, 1)),
                         np.where(inside[:, None], -across, a - across @ a))
        solution = inverse.sum(axis=2) * kappa[:, None]
        wanted = np.where(inside, solution, kappa[:, None] - (a @ solution[:, :, None])[:, :, 0])
        least = GRADIENT_LEAST * np.sqrt(kappa[:, None] * diagonal)
        return cls(inside, swept, wanted, inverse, across, diagonal, least, kappa)


@dataclass(frozen=True, eq=False)
class _Folds:
    """The column of what is left out, swept as the tableau is, and what the sweep on it makes of the last column
    (wanted). column, wanted: [..., p]; pivot: [...]."""

    column: Floats
    wanted: Floats
    pivot: Floats

    @classmethod
    def of(cls, start: _Start, d: Floats) -> _Folds:
        """d: [n, f, p], donors less the treated series in what is left out."""
        # Inside, d times the inverse; outside, what that leaves of d. One product does both.
        known = np.where(start.inside[:, None], start.inverse, np.eye(d.shape[2]) - start.across.transpose(0, 2, 1))
        column = d @ known
        pivot = 1 - np.vecdot(d * start.inside[:, None], column)
        last = (d @ (start.inside * start.wanted)[:, :, None])[:, :, 0]
        wanted = column * (last / np.maximum(pivot, KNOWN_LEAST))[:, :, None]
        wanted += start.wanted[:, None]
        return cls(column, wanted, pivot)

    def some(self, start: _Start, item: Ints, fold: Ints) -> _Some:
        """These folds [m] of these items."""
        column = self.column[item, fold]
        return _Some(column, np.where(start.inside[item], -column, column), self.wanted[item, fold],
                     np.maximum(self.pivot[item, fold], KNOWN_LEAST))


@dataclass(frozen=True, eq=False)
class _Some:
    """Folds in one row [m, p], and beside their column the row, which is that but for the sign of those inside."""

    column: Floats
    row: Floats
    wanted: Floats
    pivot: Floats

    def rows(self, rows: Ints) -> _Some:
        """These of them."""
        return _Some(self.column[rows], self.row[rows], self.wanted[rows], self.pivot[rows])


def _optimal(wanted: Floats, inside: Bools, least: Floats) -> Bools:
    """Kuhn & Tucker: no donor inside below zero, none outside that would lower the loss."""
    wrong = wanted * np.where(inside, -1.0, 1.0) > np.where(inside, 0.0, least)
    return np.asarray(~wrong.any(axis=-1))


def _exchanged(start: _Start, folds: _Some, item: Ints) -> tuple[Floats, Bools]:
    """v [m, p] after one donor has left (the most negative) or entered (the steepest), and whether that is optimal."""
    place, inside = np.arange(len(item)), start.inside[item]
    size = np.sqrt(start.diagonal[item])
    leaving = np.where(inside, folds.wanted * size, np.inf)
    entering = np.where(inside, -np.inf, folds.wanted / size)
    out = leaving.argmin(axis=1)
    moving = np.where(leaving[place, out] < 0, out, entering.argmax(axis=1))
    column = start.swept[item, :, moving] - folds.column * (folds.row[place, moving] / folds.pivot)[:, None]
    # A pivot lost in rounding is no exchange; what it gives is not taken for optimal.
    pivot = column[place, moving]
    safe = pivot > GRADIENT_LEAST / start.diagonal[item].max(axis=1)
    step = folds.wanted[place, moving] / np.where(safe, pivot, 1.0)
    wanted = folds.wanted - column * step[:, None]
    wanted[place, moving] = step
    inside[place, moving] ^= True
    good = safe & _optimal(wanted, inside, start.least[item])
    return np.where(inside, wanted, 0.0), good


def _solved(start: _Start, folds: _Some, item: Ints) -> Floats:
    """v [m, p] by the active set, from the tableaux of the folds and the weights with nothing left out."""
    swept = start.swept[item] - folds.column[:, :, None] * (folds.row / folds.pivot[:, None])[:, None]
    inside = start.inside[item]
    tableau = Tableau(np.concatenate([swept, folds.wanted[:, :, None]], axis=2).transpose(1, 2, 0), inside.T,
                      np.where(inside, start.wanted[item], 0.0).T, start.diagonal[item].T, start.kappa[item])
    return np.asarray(tableau.solved().T)
