"""The point of a convex hull nearest to another, for many hulls at once: simplex-constrained least squares.

    min over w of |y − Σ_j w_j x_j|²,   w_j ≥ 0,   Σ_j w_j = 1

With d_j = x_j − y this is the point of the hull of the d_j nearest to the origin. It is found as a non-negative least
squares problem without the sum: v ≥ 0 minimising |Σ v_j d_j|² + κ(1 − Σ v_j)² has the same support, and w = v / Σv,
whatever κ > 0 (the Kuhn-Tucker conditions of the two are each other's, divided by Σv).

Lawson & Hanson's active set then lets donors in one at a time, where the gradient is steepest. As long as none has to
leave again, which is nearly always, each entry is one column of a Cholesky factor, read off Gram matrices that all
items of one date share: nothing as large as donors × donors is made for an item. The few items that end with a
negative weight are solved again, with donors leaving, on a tableau of their own. Exact up to rounding, no step size,
no stopping rule, nothing drawn.

Papers: Lawson & Hanson (1974), Solving least squares problems, chapter 23; Wolfe (1976), Finding the nearest point in
a polytope, Mathematical Programming 11(1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recul.panel import Bools, Floats, Ints

Number = TypeVar("Number", np.float64, np.int64)

# Gradients below this share of the first one are rounding; so are pivots below the other share of what they began as.
GRADIENT_LEAST = 1e-10
PIVOT_LEAST = 1e-12
# Steps a donor before the method with leaving gives up. Items that are done are put aside once so few are left.
STEPS_MOST = 20
STILL_GOING = 0.6


@dataclass(frozen=True, eq=False)
class Hulls:
    """n items. moments: float64 [d, s + k, s], inner products, for each date, of s series (and of k other vectors)
    with the s series. date: int [n]. treated: int [n], the series y. donors: int [n, p], the series x_j."""

    moments: Floats
    date: Ints
    treated: Ints
    donors: Ints

    @property
    def others(self) -> int:
        """k, how many vectors there are beside the series."""
        return int(self.moments.shape[1] - self.moments.shape[2])

    def some(self, items: Ints) -> Hulls:
        """Only these items."""
        return Hulls(self.moments, self.date[items], self.treated[items], self.donors[items])

    def gram(self) -> Floats:
        """d_i'd_j [p, p, n]."""
        date, y, x = self.date, self.treated, self.donors.T
        across = self.moments[date, x, y]
        return np.asarray(self.moments[date, x[:, None], x] - across[:, None] - across
                          + self.moments[date, y, y])


@dataclass(frozen=True, eq=False)
class Nearest:
    """weights: w [n, p]. leverage: [n, k], u'Hu of each of the other vectors u, H the projection on what the support of
    w spans (differences of its donors): what is left of u, were it left out, is what is left now over 1 − u'Hu."""

    weights: Floats
    leverage: Floats


def nearest(hulls: Hulls) -> Nearest:
    """Weights and leverages of every item. Donors that repeat others get nothing, the first of them all."""
    allowed = np.ones(hulls.donors.T.shape, dtype=bool)
    v, leverage = _entering(hulls, allowed)
    again = np.flatnonzero((v < 0).any(axis=0))
    if len(again):
        few = hulls.some(again)
        v[:, again], leverage[:, again] = _entering(few, Tableau.of(few.gram()).solved() > 0)
        v = np.maximum(v, 0.0)
    return Nearest((v / v.sum(axis=0)).T, leverage.T)


def closest(diagonal: Floats) -> Floats:
    """κ [n]: the squared distance of the nearest donor, so that Σv lies between a half and one; 1 where it is zero."""
    nearest = diagonal.min(axis=0)
    return np.asarray(np.where(nearest > 0, nearest, np.where(diagonal.max(axis=0) > 0, diagonal.max(axis=0), 1.0)))


def _least(kappa: Floats) -> Floats:
    """The gradient that counts as none [n]."""
    return np.asarray(GRADIENT_LEAST * np.sqrt(kappa))


def _entering(hulls: Hulls, allowed: Bools) -> tuple[Floats, Floats]:
    """v [p, n] and leverages [k, n] when allowed donors [p, n] enter one at a time and none leaves."""
    (p, n), k = allowed.shape, hulls.others
    v, leverage = np.zeros((p, n)), np.zeros((k, n))
    columns, item = _Columns.of(hulls), np.arange(n)
    gradient = np.repeat(columns.kappa[None], p, axis=0)
    # What has entered so far: at each step a column of the factor, the donor, 1 / its pivot and its share of κΣv.
    factor, entered = np.empty((p, p + k, n)), np.empty((p, n), int)
    inverse, share = np.empty((p, n)), np.empty((p, n))
    for step in range(p + 1):
        steep = np.where(allowed, gradient * columns.norm, -np.inf)
        entering, place = steep.argmax(axis=0), np.arange(len(item))
        going = steep[entering, place] > columns.least
        if step == p or going.sum() <= STILL_GOING * len(item):
            done, on = np.flatnonzero(~going), np.flatnonzero(going)
            v[:, item[done]], leverage[:, item[done]] = _finished(
                factor[:step].take(done, axis=2), entered[:step].take(done, axis=1), inverse[:step].take(done, axis=1),
                share[:step].take(done, axis=1), p)
            if not len(on):
                break
            item, columns, going, place = item[on], columns.some(on), going[on], place[: len(on)]
            entering, gradient, allowed = entering[on], gradient.take(on, axis=1), allowed.take(on, axis=1)
            factor, entered = _kept(factor, step, on), _kept(entered, step, on)
            inverse, share = _kept(inverse, step, on), _kept(share, step, on)
        column = columns.at(entering)
        column -= np.einsum("srn,sn->rn", factor[:step], factor[:step, entering, place])
        pivot = column[entering, place]
        good = going & (pivot > PIVOT_LEAST * columns.diagonal[entering, place])
        entered[step] = entering
        inverse[step] = np.where(good, 1 / np.sqrt(np.where(good, pivot, 1.0)), 0.0)
        factor[step] = column * inverse[step]
        share[step] = gradient[entering, place] * inverse[step]
        gradient -= factor[step, :p] * share[step]
        allowed[entering[going], place[going]] = False
    return v, leverage


def _kept(steps: NDArray[Number], step: int, on: Ints) -> NDArray[Number]:
    """The same array with the first steps of some items in it."""
    kept = np.empty((*steps.shape[:-1], len(on)), dtype=steps.dtype)
    steps[:step].take(on, axis=-1, out=kept[:step], mode="clip")
    return kept


def _finished(factor: Floats, entered: Ints, inverse: Floats, share: Floats, p: int) -> tuple[Floats, Floats]:
    """v [p, n] by back substitution, and the leverages [k, n], from what entered at each step [step, n]."""
    place = np.arange(factor.shape[2])
    v = np.zeros((p, len(place)))
    for s in range(len(factor) - 1, -1, -1):
        v[entered[s], place] += (share[s] - np.einsum("pn,pn->n", factor[s, :p], v)) * inverse[s]
    others = factor[:, p:]
    along = np.einsum("skn,sn->kn", others, share)
    return v, (others**2).sum(axis=0) - along**2 / (share**2).sum(axis=0)


@dataclass(frozen=True, eq=False)
class _Columns:
    """Columns [p + k, n] of d_i'd_j + κ, and of the other vectors' u'd_j below, read off the shared moments.

    flat: the moments. base [p + k, n]: where the row of each donor and vector begins in it; own [n]: that of y.
    donors [p, n]. shift [p + k, n], what takes x to d. kappa [n]. diagonal, norm [p, n]: of the columns, and one over
    its root. least [n]: the gradient that counts as none.
    """

    flat: Floats
    base: Ints
    own: Ints
    donors: Ints
    shift: Floats
    kappa: Floats
    diagonal: Floats
    norm: Floats
    least: Floats

    @classmethod
    def of(cls, hulls: Hulls) -> _Columns:
        _, high, wide = hulls.moments.shape
        donors, date, y, k = np.ascontiguousarray(hulls.donors.T), hulls.date, hulls.treated, hulls.others
        p, flat = len(donors), hulls.moments.reshape(-1)
        rows = np.concatenate([donors, np.broadcast_to(wide + np.arange(k)[:, None], (k, len(date)))])
        base, own = (date * high + rows) * wide, (date * high + y) * wide
        shift, home = flat.take(base + y), flat.take(own + y)
        squares = np.maximum(flat.take(base[:p] + donors) - 2 * shift[:p] + home, 0.0)
        kappa = closest(squares)
        shift[:p] -= home + kappa
        diagonal = squares + kappa
        return cls(flat, base, own, donors, shift, kappa, diagonal, 1 / np.sqrt(diagonal), _least(kappa))

    def some(self, on: Ints) -> _Columns:
        """Of these items only."""
        return _Columns(self.flat, self.base.take(on, axis=1), self.own[on], self.donors.take(on, axis=1),
                        self.shift.take(on, axis=1), self.kappa[on], self.diagonal.take(on, axis=1),
                        self.norm.take(on, axis=1), self.least[on])

    def at(self, entering: Ints) -> Floats:
        """The columns of the donors at these places [n]."""
        series = self.donors[entering, np.arange(len(entering))]
        column = self.flat.take(self.base + series)
        column -= self.shift
        column[: len(self.donors)] -= self.flat.take(self.own + series)
        return np.asarray(column)


@dataclass(frozen=True, eq=False)
class Tableau:
    """A + κ11' of each item and, last, κ1, swept on the donors inside [p, p + 1, n], with a feasible v [p, n] on them.

    A donor's sweep (Goodnight 1979) is a pivot: of what is inside, the last column is the least squares solution; of
    what is not, the gradient. A second sweep undoes the first. diagonal: [p, n], of A + κ11'.
    """

    swept: Floats
    inside: Bools
    v: Floats
    diagonal: Floats
    kappa: Floats

    @classmethod
    def of(cls, gram: Floats) -> Tableau:
        """Nothing inside; gram: d_i'd_j [p, p, n]."""
        p, _, n = gram.shape
        squares = np.einsum("iin->in", gram)
        kappa = closest(squares)
        swept = np.concatenate([gram + kappa, np.broadcast_to(kappa, (p, 1, n))], axis=1)
        return cls(swept, np.zeros((p, n), dtype=bool), np.zeros((p, n)), squares + kappa, kappa)

    def solved(self) -> Floats:
        """v [p, n] minimising v'Av + κ(1 − Σv)², v ≥ 0: Lawson & Hanson's method with leaving; the done drop out.

        Every step is nearer than the one before, so it ends; were rounding to turn it in a circle, the nearest point
        so far is given.
        """
        swept, inside, v, result, item = self.swept, self.inside, self.v, self.v.copy(), np.arange(self.v.shape[1])
        norm, least_pivot, least = 1 / np.sqrt(self.diagonal), PIVOT_LEAST * self.diagonal, _least(self.kappa)
        for _ in range(STEPS_MOST * len(v)):
            wanted = swept[:, -1]
            blocking = inside & (wanted <= 0)
            ratio = np.where(blocking, v / np.where(blocking, v - wanted, 1.0), np.inf)
            v = np.where(inside, v + np.minimum(ratio.min(axis=0), 1.0) * (wanted - v), 0.0)
            result[:, item] = v
            pivots = np.einsum("iin->in", swept[:, :-1])
            steep = np.where(~inside & (pivots > least_pivot), wanted * norm, -np.inf)
            leaving = np.asarray(blocking.any(axis=0))
            pivot = np.where(leaving, ratio.argmin(axis=0), steep.argmax(axis=0))
            on = np.flatnonzero(leaving | (steep.max(axis=0) > least))
            if not len(on):
                break
            swept = _swept(swept.take(on, axis=2), pivot[on])
            v, inside, norm, least_pivot = v[:, on], inside[:, on], norm[:, on], least_pivot[:, on]
            item, least = item[on], least[on]
            inside[pivot[on], np.arange(len(on))] = ~leaving[on]
        return result


def _swept(tableau: Floats, pivot: Ints) -> Floats:
    """The tableaux [p, p + 1, n] swept on one donor each: in, or out again."""
    place = np.arange(len(pivot))
    column, row = tableau[:, pivot, place], tableau[pivot, :, place].T
    d = column[pivot, place]
    row = row / d
    column[pivot, place] = d - 1
    row[pivot, place] = 1 + 1 / d
    tableau -= column[:, None] * row[None]
    return tableau
