"""The structural model's integrals: damping, signal-to-noise ratio and drift, on a grid.

For given φ and q everything is generalised least squares under the covariance I + qM(φ). One eigendecomposition of M,
after level and season are projected out, diagonalises that covariance for every q at once: all items that share their
observed periods share it, and a thousand placebos are a few matrix products. The drift is one more regressor with a
ridge, eliminated last: every size of it then costs one division.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recul.panel import Floats, Ints

# The grid, flat in log q: from a level that does not move in the history to one that is nothing but its own walk.
# Every damping has the same total weight; q = 0 (no level noise at all) is in each.
DAMPING: tuple[float, ...] = (1.0, 0.95, 0.8, 0.5)
SIGNAL_TO_NOISE = np.concatenate([[0.0], np.logspace(-4, 2, 13)])
# Prior SD of the drift over the history, in SDs of the irregular: none, and from slight to whatever the data say.
DRIFT = np.array([0.0, 0.3, 1.0, 3.0, 10.0, 30.0])

# Squares smaller than this share of a series' own are what is left of it in double precision.
ROUNDING = 1e-20


def bases_of(past: Ints, ahead: Ints, fixed: Floats) -> list[Basis]:
    """One basis a damping."""
    return [Basis.of(damping, past, ahead, fixed) for damping in DAMPING]


@dataclass(frozen=True, eq=False)
class Basis:
    """Coordinates in which the covariance is diagonal for every q, given one damping; α and season projected out.

    rotate: [t, r], t the observed periods of the history. eigen: [r]. project: [t, s] maps a history to the
    coefficients of the s fixed columns. fixed: [time, s]. wander: [time, t], M(φ).
    reach, noise, walk: what the mean of the window needs: q·reach is its covariance with the rotated history,
    noise + q·walk its variance. average: [t], weights by which the fixed part of that mean is read off the history.
    """

    past: Ints
    ahead: Ints
    rotate: Floats
    eigen: Floats
    project: Floats
    fixed: Floats
    wander: Floats
    reach: Floats
    average: Floats
    noise: float
    walk: float

    @classmethod
    def of(cls, damping: float, past: Ints, ahead: Ints, fixed: Floats) -> Basis:
        """past, ahead: observed periods of history and window; fixed: level and season [time, s]."""
        every = _wander(damping, len(fixed))
        wander = every[:, past]
        among = wander[past]
        q, r = np.linalg.qr(fixed[past], mode="complete")
        s = fixed.shape[1]
        free = q[:, s:]
        eigen, vectors = np.linalg.eigh(free.T @ among @ free)
        rotate = free @ vectors
        project = q[:, :s] @ np.linalg.inv(r[:s]).T
        average = project @ fixed[ahead].mean(axis=0)
        cross = wander[ahead].mean(axis=0)
        spread = every[np.ix_(ahead, ahead)].mean()
        return cls(past, ahead, rotate, np.maximum(eigen, 0.0), project, fixed, wander,
                   reach=rotate.T @ (cross - among @ average), average=average,
                   noise=1 / len(ahead) + float(average @ average),
                   walk=float(spread - 2 * average @ cross + average @ among @ average))

    def level(self, pull: Floats, columns: Ints) -> Floats:
        """The wandering level [n, columns] that a posterior pull [n, r] foretells, less what α and season take up."""
        bent = pull @ self.rotate.T
        taken = self.fixed[columns] @ self.project.T @ self.wander[self.past]
        return np.asarray(bent @ (self.wander[columns] - taken).T)


def _wander(damping: float, periods: int) -> Floats:
    """Covariance M(φ) [time, time] of the level for unit shocks: min(s, t) of a walk, φ^|s − t| / (1 − φ²) else."""
    when = np.arange(1, periods + 1, dtype=float)
    if damping == 1:
        return np.asarray(np.minimum(when[:, None], when))
    return np.asarray(damping ** np.abs(when[:, None] - when) / (1 - damping**2))


@dataclass(frozen=True, eq=False)
class Posterior:
    """Averages over φ and q, given each item's history.

    masses: posterior weights, one [n, q] a damping, beside the fits they weigh. beta [n, p + 1], the drift's last.
    pulls: one [n, r] a damping, q·Ω⁻¹ times the residual, from which the level follows. scale [n]: the
    predictive SD of the window's mean gap. freedom [n]: degrees of freedom.
    """

    masses: list[Floats]
    conditionals: list[Conditional]
    beta: Floats
    pulls: list[Floats]
    scale: Floats
    freedom: Floats

    @classmethod
    def of(cls, bases: Sequence[Basis], y: Floats, x: Floats, ridge: Floats) -> Posterior:
        """y: [n, time]; x: [n, p + 1, time], donors and, last, time itself; ridge: [n, p], the donors' prior."""
        joint = np.concatenate([x, y[:, None]], axis=1)
        fits = [Conditional.of(basis, joint, ridge) for basis in bases]
        log_weight = np.stack([f.log_weight for f in fits])
        mass = np.exp(log_weight - log_weight.max(axis=(0, 2, 3), keepdims=True))
        mass /= mass.sum(axis=(0, 2, 3), keepdims=True)
        mean = sum((m * f.error).sum(axis=(1, 2)) for m, f in zip(mass, fits, strict=True))
        spread = sum((m * (f.variance + (f.error - np.asarray(mean)[:, None, None]) ** 2)).sum(axis=(1, 2))
                     for m, f in zip(mass, fits, strict=True))
        mass = mass.sum(axis=3)
        beta = sum((m[:, :, None] * f.beta).sum(axis=1) for m, f in zip(mass, fits, strict=True))
        pulls = [f.pull(m) for m, f in zip(mass, fits, strict=True)]
        return cls(list(mass), fits, np.asarray(beta), pulls, np.sqrt(np.asarray(spread)), fits[0].freedom[:, 0])

    def left_out(self, bases: Sequence[Basis], row: int) -> Floats:
        """Each observed period of one item's history less what the model, told all the others, says of it [t].

        Sundararajan & Keerthi (2001): the leave-one-out error of generalised least squares is (P e)_t / P_tt. Drawing
        the smoothed level instead would run through every point and promise what no forecast keeps.
        """
        total = np.zeros(len(bases[0].past))
        for basis, mass, fit in zip(bases, self.masses, self.conditionals, strict=True):
            x, prior = fit.turned[row, :-1], fit.prior[row]
            error = fit.turned[row, -1] - fit.beta[row] @ x
            for share, weight, e, ridge in zip(mass[row], fit.weight, error, fit.ridge[row], strict=True):
                used = x if np.isfinite(ridge) else x[:-1]
                px, gram = basis.rotate @ (weight * used).T, (weight * used) @ used.T
                gram[np.diag_indices(len(prior))] += prior
                if np.isfinite(ridge):
                    gram[-1, -1] += ridge
                taken = ((px @ np.linalg.pinv(gram)) * px).sum(axis=1)
                told = basis.rotate**2 @ weight - taken
                # A period without which a coefficient could not be known cannot be foretold from the others.
                total += share * (basis.rotate @ (weight * e)) / np.where(told > 1e-9 * weight.mean(), told, np.nan)
        return total


@dataclass(frozen=True, eq=False)
class Conditional:
    """Given one damping, for every q and every size of the drift.

    log_weight, error, variance [n, q, d]: marginal likelihood, error and predictive variance of the window's mean gap.
    beta [n, q, p + 1]: coefficients, the drift's last and averaged over its sizes. ridge [n, q]: the ridge on the
    drift that gives this average (infinite: no drift). prior [n, p]: that on the donors. turned [n, p + 2, r]: the
    history in the basis. weight [q, r]: 1 / (1 + q·eigen). freedom [n, q].
    """

    log_weight: Floats
    error: Floats
    variance: Floats
    beta: Floats
    ridge: Floats
    prior: Floats
    turned: Floats
    weight: Floats
    freedom: Floats

    @classmethod
    def of(cls, basis: Basis, joint: Floats, prior: Floats) -> Conditional:
        """joint: donors, time and, last, the outcome [n, p + 2, time]. prior: the donors' ridge [n, p]."""
        turned = joint[:, :, basis.past] @ basis.rotate
        q = SIGNAL_TO_NOISE[:, None]
        weight = 1 / (1 + q * basis.eigen)
        reach = weight * q * basis.reach
        # What is left of the window's mean once α and season are read off the history, and what q foretells of it.
        target = joint[:, :, basis.ahead].mean(axis=2) - joint[:, :, basis.past] @ basis.average
        away = np.moveaxis(target[:, :, None] - turned @ reach.T, 2, 1)
        # What the projection leaves of a constant donor is rounding of this size.
        size = (joint[:, :-2, basis.past] ** 2).sum(axis=2) * ROUNDING
        left = Eliminated.of(turned, weight, away[:, :, :-1], size, prior)
        freedom = turned.shape[2] - left.kept
        lost, explained, curve, pull, drift_log = left.drifts()
        unit = basis.noise + q * basis.walk - (reach * q * basis.reach).sum(axis=1, keepdims=True) + curve
        variance = lost / np.maximum(freedom - 2, 1)[:, :, None] * np.maximum(unit, 0)
        log_weight = drift_log + (0.5 * np.log(weight).sum(axis=1) - 0.5 * left.logdet)[:, :, None] \
            - 0.5 * freedom[:, :, None] * np.log(np.maximum(lost, 1e-300))
        share = np.exp(log_weight - log_weight.max(axis=2, keepdims=True))
        mean = (share * pull).sum(axis=2) / share.sum(axis=2)
        information = left.corner[0][0]
        ridge = np.divide(1 - mean * information, mean, out=np.full(mean.shape, np.inf), where=mean > 0)
        return cls(log_weight, away[:, :, -1][:, :, None] - explained, variance,
                   left.coefficients(mean * left.corner[0][1]), ridge, prior, turned, weight, freedom)

    def pull(self, mass: Floats) -> Floats:
        """Σ_q mass · q Ω⁻¹ (y − xβ), in the basis [n, r]; mass: [n, q]."""
        pulls = self.weight * SIGNAL_TO_NOISE[:, None]
        along = np.moveaxis(mass[:, :, None] * self.beta, 2, 1) @ pulls
        return np.asarray(self.turned[:, -1] * (mass @ pulls) - (self.turned[:, :-1] * along).sum(axis=1))


@dataclass(frozen=True, eq=False)
class Eliminated:
    """Generalised least squares of the last row of `turned` on the p donors, by elimination, for every q at once.

    rows [p, p + 3, n·q], inverse [p, n·q]: the eliminated rows and their inverse pivots, for back substitution. corner
    [3][3] of [n, q], upper half: what is left of the products of drift, outcome and the point foretold. logdet, kept
    [n, q]: of the donors' Gram matrix and prior, and how many of them have no prior; a pivot lost in rounding (a donor
    that repeats others) is left out.
    """

    rows: Floats
    inverse: Floats
    corner: list[list[Floats]]
    logdet: Floats
    kept: Ints

    @classmethod
    def of(cls, turned: Floats, weight: Floats, away: Floats, rounding: Floats, ridge: Floats) -> Eliminated:
        """turned: [n, p + 2, r]. weight: [q, r]. away: [n, q, p + 1], the regressors at the point foretold. rounding:
        [n, p], the pivots below which a donor is nothing. ridge: [n, p]."""
        n, width, _ = turned.shape
        p, count = width - 2, len(weight)
        a = np.zeros((width + 1, width + 1, n * count))
        for i in range(width):
            row = (turned[:, i : i + 1] * turned[:, i:]) @ weight.T
            a[i, i:width] = np.moveaxis(row, 1, 0).reshape(width - i, -1)
        a[: p + 1, width] = np.moveaxis(away, 2, 0).reshape(p + 1, n * count)
        least = 1e-9 * a[np.arange(p), np.arange(p)] + np.repeat(rounding.T, count, axis=1)
        a[np.arange(p), np.arange(p)] += np.repeat(ridge.T, count, axis=1)
        logdet = np.zeros(n * count)
        inverse = np.zeros((p, n * count))
        for k in range(p):
            kept = a[k, k] > least[k]
            np.divide(1.0, a[k, k], out=inverse[k], where=kept)
            logdet += np.log(np.where(kept, a[k, k], 1.0))
            factor = a[k, k + 1 :] * inverse[k]
            for i in range(k + 1, width + 1):
                a[i, i:] -= factor[i - k - 1] * a[k, i:]
        corner = [[a[p + i, p + j].reshape(n, count) for j in range(3)] for i in range(3)]
        free = (inverse > 0) & (np.repeat(ridge.T, count, axis=1) == 0)
        kept_all = free.sum(axis=0).reshape(n, count)
        return cls(a[:p], inverse, corner, logdet.reshape(n, count), kept_all)

    def drifts(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """With every size of the drift [n, q, d]: residual sum of squares, what is explained at the point foretold,
        the variance that the coefficients add there, the drift's coefficient over its product with the outcome, and
        the logarithm of what its prior costs."""
        (tt, ty, tw), (_, yy, yw), (_, _, ww) = ([c[:, :, None] for c in row] for row in self.corner)
        prior = DRIFT**2
        pull = prior / (1 + prior * tt)
        return (np.maximum(yy - pull * ty**2, 0), pull * ty * tw - yw, pull * tw**2 - ww, pull,
                -0.5 * np.log1p(prior * tt))

    def coefficients(self, drift: Floats) -> Floats:
        """All coefficients [n, q, p + 1], given the drift's [n, q]."""
        p = len(self.rows)
        beta = np.zeros((p + 1, drift.size))
        beta[p] = drift.ravel()
        for k in range(p - 1, -1, -1):
            row = self.rows[k]
            beta[k] = (row[p + 1] - (row[k + 1 : p + 1] * beta[k + 1 :]).sum(axis=0)) * self.inverse[k]
        return np.moveaxis(beta.reshape(p + 1, *drift.shape), 0, 2)
