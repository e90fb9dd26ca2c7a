"""Generalised least squares of a series on its donors, in every cell of a grid at once.

Every cell has the products of all series under its own covariance. Eliminating the donors from them leaves what is
needed of the outcome, of the drift and of the point to be foretold. Items that are each other's donors need no
elimination of their own: with K the inverse of the products of all series of a family, series i on all the others has
the coefficients −K_ij / K_ii and leaves 1 / K_ii (Whittaker 1990, Graphical models in applied multivariate statistics,
corollary 5.8.1), so one inverse serves all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recul.panel import Bools, Floats, Ints

# A pivot below this share of what it began as is lost in rounding: a donor that repeats others is left out.
PIVOT_LEAST = 1e-9
# A family in which a series is explained by the others to this share of it is not inverted, so that errors stay far
# below what is printed: its items are eliminated one by one.
LEFT_LEAST = 1e-5


def products(turned: Sequence[Floats], weight: Sequence[Floats], away: Floats) -> Floats:
    """What elimination begins with, upper half [s + 1, s + 1, f, c].

    turned: the histories of s series [f, s, r] in the coordinates of each damping; weight: [q, r], their weights in
    each of its cells. The last column holds the s series at the point foretold, away [s, f, c].
    """
    s, f, c = away.shape
    a, first = np.zeros((s + 1, s + 1, f, c)), 0
    for history, weights in zip(turned, weight, strict=True):
        some = slice(first, first + len(weights))
        first = some.stop
        for i in range(s):
            row = (history[:, i : i + 1] * history[:, i:]) @ weights.T
            a[i, i:s, :, some] = row.transpose(1, 0, 2)
    a[:s, s] = away
    return a


@dataclass(frozen=True, eq=False)
class Left:
    """What is left of the products of drift (t), outcome (y) and the point foretold (w) without the donors [n, c].

    yw: what the outcome is off by at that point. ww: less the variance that the donors' coefficients add there. logdet,
    kept: of the donors' products and prior, and how many regressors without a prior count. plain, lean: [s, n, c],
    what is left of the outcome is Σ_j (plain_j + δ lean_j) series j, given the drift's coefficient δ.
    """

    tt: Floats
    ty: Floats
    tw: Floats
    yy: Floats
    yw: Floats
    ww: Floats
    logdet: Floats
    kept: Floats
    plain: Floats
    lean: Floats


def eliminated(a: Floats, rounding: Floats, ridge: Floats) -> Left:
    """One item a family: regressors and donors, then its outcome, then the drift. rounding: [s, f], below which a
    series is nothing. ridge: [s, f], what the prior adds to its square. a is used up."""
    p = len(a) - 3
    least = PIVOT_LEAST * a[np.arange(p), np.arange(p)] + rounding[:p, :, None]
    a[np.arange(p), np.arange(p)] += ridge[:p, :, None]
    inverse, logdet = np.zeros((p, *a.shape[2:])), np.zeros(a.shape[2:])
    for k in range(p):
        kept = a[k, k] > least[k]
        np.divide(1.0, a[k, k], out=inverse[k], where=kept)
        logdet += np.log(np.where(kept, a[k, k], 1.0))
        factor = a[k, k + 1 :] * inverse[k]
        for i in range(k + 1, len(a)):
            a[i, i:] -= factor[i - k - 1] * a[k, i:]
    # Back substitution, of the outcome and of the drift.
    plain, lean = np.zeros((p + 2, *a.shape[2:])), np.zeros((p + 2, *a.shape[2:]))
    plain[p], lean[p + 1] = 1.0, -1.0
    for k in range(p - 1, -1, -1):
        for mix in (plain, lean):
            mix[k] = -(a[k, k + 1 : p + 2] * mix[k + 1 :]).sum(axis=0) * inverse[k]
    (yy, ty, yw), (tt, tw), ww = a[p, p:], a[p + 1, p + 1 :], a[p + 2, p + 2]
    free = (inverse > 0) & (ridge[:p, :, None] == 0)
    return Left(tt, ty, tw, yy, yw, ww, logdet, free.sum(axis=0), plain, lean)


def inverted(a: Floats, rounding: Floats, ridge: Floats, family: Ints, own: Ints) -> tuple[Left, Bools]:
    """Several items a family: items [n] of these families, whose outcomes are these series; and of which of them the
    numbers hold. rounding, ridge: as in `eliminated`. a is used up."""
    s = len(a) - 1
    begun = a[np.arange(s - 1), np.arange(s - 1)]
    a[np.arange(s - 1), np.arange(s - 1)] += ridge[:-1, :, None]
    logdet = _swept(a, s - 1)
    # An outcome has no prior: what it was given as a donor of the others is taken back.
    left = -1 / a[np.arange(s - 1), np.arange(s - 1)] - ridge[:-1, :, None]
    good = np.all((left > LEFT_LEAST * begun) & (begun > rounding[:-1, :, None]), axis=(0, 2))[family]
    other = np.arange(s - 1)[:, None]
    k = -a[own, own, family]
    plain, lean = np.zeros((s, len(own), a.shape[3])), np.full((s, len(own), a.shape[3]), -1.0)
    np.divide(-a[np.minimum(other, own), np.maximum(other, own), family], k, out=plain[:-1])
    u, v = a[own, s - 1, family], a[own, s, family]
    lean[:-1] = a[: s - 1, s - 1].take(family, axis=1) - plain[:-1] * u
    tt, tw, ww = a[s - 1, s - 1][family] + u * u / k, a[s - 1, s][family] + u * v / k, a[s, s][family] + v * v / k
    free = (ridge[:-1] == 0).sum(axis=0)[family] - (ridge[own, family] == 0)
    kept = np.broadcast_to(free[:, None], k.shape)
    return Left(tt, u / k, tw, left[own, family], v / k, ww, logdet[family] + np.log(k), kept, plain, lean), good


def _swept(a: Floats, count: int) -> Floats:
    """Sweep the first rows of symmetric matrices, of which the upper half is there (Goodnight 1979): it becomes minus
    their inverse, what stands beside it their inverse times that, and the rest what is left of it. The logarithm of the
    determinant [f, c]."""
    logdet = np.zeros(a.shape[2:])
    for k in range(count):
        pivot = np.where(a[k, k] > 0, a[k, k], np.nan)
        logdet += np.log(pivot)
        column = np.concatenate([a[:k, k], a[k, k:]])
        scaled = column / pivot
        for i in range(len(a)):
            if i != k:
                a[i, i:] -= scaled[i] * column[i:]
        a[:k, k], a[k, k:] = scaled[:k], scaled[k:]
        a[k, k] = -1 / pivot
    return logdet
