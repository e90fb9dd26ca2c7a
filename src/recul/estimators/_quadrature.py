"""The structural model's integrals: damping, signal-to-noise ratio and drift, on a grid.

For given φ and q everything is generalised least squares under the covariance I + qM(φ). One eigendecomposition of M,
after level and season are projected out, diagonalises that covariance for every q at once: all items that share their
observed periods share it, and a thousand placebos are a few matrix products. The drift is one more regressor with a
ridge, eliminated last: every size of it then costs one division.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from recul.estimators._families import Families
from recul.estimators._regression import Left, eliminated, inverted, products
from recul.estimators.base import at, by_date
from recul.panel import Bools, Floats, Ints

# The grid, flat in log q: from a level that does not move in the history to one that is nothing but its own walk.
# Every damping has the same total weight; q = 0 (no level noise at all) is in each.
DAMPING: tuple[float, ...] = (1.0, 0.95, 0.8, 0.5)
SIGNAL_TO_NOISE = np.concatenate([[0.0], np.logspace(-4, 2, 13)])
# Prior SD of the drift over the history, in SDs of the irregular: none, and from slight to whatever the data say.
DRIFT = np.array([0.0, 0.3, 1.0, 3.0, 10.0, 30.0])

# Squares smaller than this share of a series' own are what is left of it in double precision.
ROUNDING = 1e-20
# Bases are kept for the next call of the same shape, where they are small.
KEPT_MOST = 500


def bases_of(past: Ints, ahead: Ints, fixed: Floats, history: int) -> list[Basis]:
    """One basis a damping. past, ahead: observed periods of history and window; fixed: level and season [time, s]."""
    if len(fixed) > KEPT_MOST:
        return [Basis.of(damping, past, ahead, fixed, history) for damping in DAMPING]
    key = past.tobytes(), ahead.tobytes(), fixed.tobytes(), history, len(fixed)
    return [_kept(damping, *key) for damping in DAMPING]


@lru_cache(maxsize=16)
def _kept(damping: float, past: bytes, ahead: bytes, fixed: bytes, history: int, time: int) -> Basis:
    before, after = (np.frombuffer(part, dtype=np.int64) for part in (past, ahead))
    return Basis.of(damping, before, after, np.frombuffer(fixed).reshape(time, -1), history)


@dataclass(frozen=True, eq=False)
class Basis:
    """Coordinates in which the covariance is diagonal for every q, given one damping; α and season projected out.

    past, ahead: observed periods of history [t] and window. rotate: [t, r]. eigen: [r]. project: [t, time], level and
    season as they are read off a history. carry: [r, w], the wandering level in the window as a posterior pull [r]
    foretells it, less what α and season take up. reach, noise, walk: what the mean of the window needs: q·reach is its
    covariance with the rotated history, noise + q·walk its variance.
    """

    past: Ints
    ahead: Ints
    rotate: Floats
    eigen: Floats
    project: Floats
    carry: Floats
    reach: Floats
    noise: float
    walk: float

    @classmethod
    def of(cls, damping: float, past: Ints, ahead: Ints, fixed: Floats, history: int) -> Basis:
        """As in `bases_of`."""
        every = _wander(damping, len(fixed))
        wander = every[:, past]
        among = wander[past]
        q, r = np.linalg.qr(fixed[past], mode="complete")
        s = fixed.shape[1]
        free = q[:, s:]
        eigen, vectors = np.linalg.eigh(free.T @ among @ free)
        rotate = free @ vectors
        project = q[:, :s] @ np.linalg.inv(r[:s]).T @ fixed.T
        average = project[:, ahead].mean(axis=1)
        cross = wander[ahead].mean(axis=0)
        spread = every[np.ix_(ahead, ahead)].mean()
        return cls(past, ahead, rotate, np.maximum(eigen, 0.0), project,
                   carry=rotate.T @ (wander[history:].T - among @ project[:, history:]),
                   reach=rotate.T @ (cross - among @ average), noise=1 / len(ahead) + float(average @ average),
                   walk=float(spread - 2 * average @ cross + average @ among @ average))

    def away(self, series: Floats) -> Floats:
        """What is left of the window's mean [...], level and season read off the history; series: [..., time]."""
        weight = -self.project[:, self.ahead].mean(axis=1)
        return np.asarray(at(series, self.ahead).mean(axis=-1) + at(series, self.past) @ weight)


def _wander(damping: float, periods: int) -> Floats:
    """Covariance M(φ) [time, time] of the level for unit shocks: min(s, t) of a walk, φ^|s − t| / (1 − φ²) else."""
    when = np.arange(1, periods + 1, dtype=float)
    if damping == 1:
        return np.asarray(np.minimum(when[:, None], when))
    return np.asarray(damping ** np.abs(when[:, None] - when) / (1 - damping**2))


class Grid:
    """The cells: every damping with every q, c in all, in this order.

    bases: one a damping; cells: where its own stand. weight: [q, r] of each, 1 / (1 + q·eigen); pull: q times that.
    log_weight, unit: [c], half the logarithm of the weights' product, and the variance of the window's mean but for
    that of the coefficients.
    """

    def __init__(self, bases: Sequence[Basis]):
        q = SIGNAL_TO_NOISE[:, None]
        self.bases = bases
        self.cells = [slice(i * len(q), (i + 1) * len(q)) for i in range(len(bases))]
        self.weight = [1 / (1 + q * b.eigen) for b in bases]
        self.pull = [w * q for w in self.weight]
        self.log_weight = 0.5 * np.concatenate([np.log(w).sum(axis=1) for w in self.weight])
        self.unit = np.concatenate([b.noise + SIGNAL_TO_NOISE * (b.walk - p @ b.reach**2)
                                    for b, p in zip(bases, self.pull, strict=True)])

    def turned(self, series: Floats) -> list[Floats]:
        """The histories [..., r] of series [..., time] in the coordinates of each damping."""
        flat = at(series.reshape(-1, series.shape[-1]), self.bases[0].past)
        return [(flat @ b.rotate).reshape(*series.shape[:-1], -1) for b in self.bases]

    def away(self, series: Floats, turned: Sequence[Floats]) -> Floats:
        """The point to be foretold [s, f, c]: the window's mean, less level, season and what q foretells of it."""
        parts = zip(self.bases, self.pull, turned, strict=True)
        away = np.concatenate([b.away(series)[:, :, None] - t @ (p * b.reach).T for b, p, t in parts], axis=2)
        return away.transpose(1, 0, 2)


@dataclass(frozen=True, eq=False)
class Posterior:
    """Averages over φ, q and the drift's size, given each item's history.

    share: [n, c], weights of the cells. mixes: [s, n, c], what is left of the outcome in each is Σ_j mixes_j series j.
    ridge: [n, c], the ridge on the drift that gives its coefficient there (infinite: no drift). mix: [n, s], the mean
    of the mixes. level: [n, w], the wandering level in the window. scale: [n], the predictive SD of the window's mean
    gap. freedom: [n], degrees of freedom. good: [n], whether these numbers hold (`inverted`).
    """

    share: Floats
    mixes: Floats
    ridge: Floats
    mix: Floats
    level: Floats
    scale: Floats
    freedom: Floats
    good: Bools

    @classmethod
    def of(cls, grid: Grid, some: Families) -> Posterior:
        """Of all items of some families."""
        turned = grid.turned(some.series)
        # What the projection leaves of a constant donor is rounding of this size.
        past = grid.bases[0].past
        rounding = ROUNDING * (at(some.series, past) ** 2).sum(axis=2).T
        ridge = some.ridge(past, at(grid.bases[0].project, past)).T
        a, good = products(turned, grid.weight, grid.away(some.series, turned)), np.ones(len(some.item), dtype=bool)
        with np.errstate(all="ignore"):
            if some.shared:
                left, good = inverted(a, rounding, ridge, some.family, some.own)
            else:
                left = eliminated(a, rounding, ridge)
            freedom = turned[0].shape[2] - left.kept
            share, pull, scale = _averaged(grid, left, freedom)
        mixes = left.plain + pull * left.ty * left.lean
        ridge = np.divide(1 - pull * left.tt, pull, out=np.full(pull.shape, np.inf), where=pull > 0)
        weighted = share * mixes
        level = _level(grid, some, turned, weighted)
        return cls(share, mixes, ridge, weighted.sum(axis=2).T, level, scale, freedom[:, 0], good)


def _level(grid: Grid, some: Families, turned: Sequence[Floats], weighted: Floats) -> Floats:
    """The wandering level in the window [n, w]: what is left of the outcome, under each cell, carried on."""
    level = np.zeros((len(some.item), grid.bases[0].carry.shape[1]))
    mixes = np.ascontiguousarray(weighted.transpose(1, 2, 0))
    for basis, cells, pull, history in zip(grid.bases, grid.cells, grid.pull, turned, strict=True):
        pulled = np.empty((len(level), history.shape[2]))
        for family, items in by_date(some.family):
            np.einsum("nqr,qr->nr", mixes[items, cells] @ history[family], pull, out=pulled[items])
        level += pulled @ basis.carry
    return level


def _averaged(grid: Grid, left: Left, freedom: Floats) -> tuple[Floats, Floats, Floats]:
    """Of every size of the drift [n, c, d]: the cells' weights [n, c] and, on average, what takes the drift's product
    with the outcome to its coefficient [n, c]; the predictive SD of the window's mean [n]."""
    tt, ty, tw, yy, yw, ww = (a[:, :, None] for a in (left.tt, left.ty, left.tw, left.yy, left.yw, left.ww))
    prior = DRIFT**2
    more = 1 + prior * tt
    pull = prior / more
    lost = np.maximum(yy - pull * ty**2, 1e-300)
    log_weight = np.log(lost)
    log_weight *= freedom[:, :, None]
    log_weight += np.log(more)
    log_weight *= -0.5
    log_weight += (grid.log_weight - 0.5 * left.logdet)[:, :, None]
    log_weight -= log_weight.max(axis=(1, 2), keepdims=True)
    mass = np.exp(log_weight, out=log_weight)
    mass /= mass.sum(axis=(1, 2), keepdims=True)
    away = yw - pull * (ty * tw)
    away -= np.einsum("ncd,ncd->n", mass, away)[:, None, None]
    variance = pull * tw**2
    variance += grid.unit[:, None] - ww
    variance *= lost
    variance /= np.maximum(freedom - 2, 1)[:, :, None]
    np.maximum(variance, 0, out=variance)
    variance += away**2
    share = mass.sum(axis=2)
    # Where a cell has no weight left, neither has what it says.
    mean = np.einsum("ncd,ncd->nc", mass, pull) / np.where(share > 0, share, 1.0)
    return share, mean, np.sqrt(np.einsum("ncd,ncd->n", mass, variance))


def left_out(grid: Grid, some: Families) -> Floats:
    """Each observed period of one item's history less what the model, told all the others, says of it [t].

    Sundararajan & Keerthi (2001): the leave-one-out error of generalised least squares is (P e)_t / P_tt. Drawing
    the smoothed level instead would run through every point and promise what no forecast keeps.
    """
    fit, total = Posterior.of(grid, some), np.zeros(len(grid.bases[0].past))
    prior = some.ridge(grid.bases[0].past, at(grid.bases[0].project, grid.bases[0].past))[0]
    for basis, cells, weight, turned in zip(grid.bases, grid.cells, grid.weight, grid.turned(some.series), strict=True):
        error = fit.mixes[:, 0, cells].T @ turned[0]
        ridge = fit.ridge[0, cells]
        used = np.repeat(np.delete(turned[0], some.own[0], axis=0)[None], len(weight), axis=0)
        used[np.isinf(ridge), -1] = 0.0
        weighted = weight[:, None] * used
        gram, px = weighted @ used.transpose(0, 2, 1), basis.rotate @ weighted.transpose(0, 2, 1)
        gram += np.diag(np.delete(prior, some.own[0]))
        gram[:, -1, -1] += np.where(np.isinf(ridge), 0.0, ridge)
        told = weight @ basis.rotate.T**2 - ((px @ np.linalg.pinv(gram, hermitian=True)) * px).sum(axis=2)
        # A period without which a coefficient could not be known cannot be foretold from the others.
        told = np.where(told > 1e-9 * weight.mean(axis=1, keepdims=True), told, np.nan)
        total += fit.share[0, cells] @ ((weight * error) @ basis.rotate.T / told)
    return total
