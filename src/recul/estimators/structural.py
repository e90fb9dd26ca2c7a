"""Structural time series: a level that wanders, a season, and control series.

    y_t = α + μ_t + s_t + x_t'β + ε_t,   μ_{t+1} = φ μ_t + η_t,   ε ~ N(0, σ²),  η ~ N(0, qσ²)

With φ = 1 the level is a random walk (the local level); with φ < 1 it comes back to α, as the autocorrelated noise of
daily figures does, and the forecast of a month need not be as vague as a walk's. α is diffuse, the season
deterministic. With the scale concentrated out two parameters are left, φ and the signal-to-noise ratio q; both are
integrated over by quadrature on a grid, so the answer is deterministic and needs no sampler. For given φ and q
everything is generalised least squares under the covariance I + qM(φ). One eigendecomposition of M, after level and
season are projected out, diagonalises that covariance for every q at once: all items that share their observed
periods share it, and a thousand placebos are a few matrix products.

Papers: Harvey (1989), Forecasting, structural time series models and the Kalman filter; Brodersen, Gallusser, Koehler,
Remy & Scott (2015), Annals of Applied Statistics 9(1), doi:10.1214/14-AOAS788 (the same model with a sampler and a
prior on q that holds the level nearly fixed).
Assumes: an identity link, independent normal shocks, controls untouched by the action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators.base import Block, Collector, blocks, outside_range
from recul.panel import Case, Floats, Frequency, Ints, Panel

NAME = "structural"
PAPER = "Brodersen et al. 2015"
LEVEL = 0.95

# The grid, flat in log q: from a level that does not move in the history to one that is nothing but its own walk.
# Every damping has the same total weight; q = 0 (no level noise at all) is in each.
DAMPING: tuple[float, ...] = (1.0, 0.95, 0.8, 0.5)
SIGNAL_TO_NOISE = np.concatenate([[0.0], np.logspace(-4, 2, 13)])
# Periods in a season, and harmonics kept: all of them for a week or a year of months, the smooth ones for long seasons.
SEASONS: dict[Frequency, tuple[float, int]] = {"hour": (24, 6), "day": (7, 3), "week": (365.25 / 7, 2),
                                               "month": (12, 6), "quarter": (4, 2)}
# With more donors than this, or than an eighth of the history, regression fits noise: the closest are kept.
DONORS_MOST = 20
PERIODS_A_DONOR = 8


def estimate(panel: Panel, cases: Sequence[Case]) -> Estimates:
    """All cases in one call; shapes and fields as in `Estimates`. Deterministic; the panel is not changed.

    Refused, by code: `short_history` (fewer than 8 observed periods, or twice the season's), `window_unobserved`,
    `no_variation`.
    """
    collector = Collector(NAME, panel, cases)
    for block in blocks(collector.panel, cases):
        _solve(block, panel.frequency, collector)
    return collector.done()


def season(frequency: Frequency, history: int, total: int) -> Floats:
    """Sines and cosines [total, k] of the season; none unless the history holds two whole ones."""
    period, harmonics = SEASONS.get(frequency, (0.0, 0))
    if not period or history < 2 * period:
        return np.empty((total, 0))
    angle = 2 * np.pi * np.arange(total)[:, None] * np.arange(1, harmonics + 1) / period
    columns = np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    # The sine of the fastest harmonic of an even season is zero at every period.
    return np.asarray(columns[:, np.abs(columns).max(axis=0) > 1e-6])


def _solve(block: Block, frequency: Frequency, out: Collector) -> None:
    t = block.history
    past, ahead = np.flatnonzero(block.seen[:t]), np.flatnonzero(block.seen[t:]) + t
    fixed = np.concatenate([np.ones((len(block.seen), 1)), season(frequency, t, len(block.seen))], axis=1)
    if not len(ahead) or len(past) < max(8, 2 * fixed.shape[1]):
        out.refuse(block, "short_history" if len(ahead) else "window_unobserved")
        return
    x = closest(block.y, block.x, past)
    bases = [Basis.of(damping, past, ahead, fixed) for damping in DAMPING]
    fit = Posterior.of(bases, block.y, x)
    explained = np.einsum("np,npt->nt", fit.beta, x)
    left = (block.y - explained)[:, past]
    residual = left - left @ bases[0].project @ fixed[past].T
    window = np.arange(t, len(block.seen))
    path = explained[:, window] + left @ bases[0].project @ fixed[window].T
    for basis, pull in zip(bases, fit.pulls, strict=True):
        path += basis.level(pull, window)
    value = block.y[:, ahead].mean(axis=1) - path[:, ahead - t].mean(axis=1)
    # The mixture over q has no closed quantile: its own SD and the t of its degrees of freedom stand for it.
    half = fit.scale * stdtrit(fit.freedom, 0.5 + LEVEL / 2) * np.sqrt((fit.freedom - 2) / fit.freedom)
    outside = outside_range(_standard(block.y, past), _standard(x, past))
    out.fill(block, predicted=path, scale=fit.scale, low=value - half, high=value + half,
             residual=residual, outside=outside)
    if 0 in block.item:
        row = int(np.flatnonzero(block.item == 0)[0])
        history = np.full(t, np.nan)
        history[past] = block.y[row, past] - fit.left_out(bases, row)
        out.draw(block, np.concatenate([history, path[row]]))


def closest(y: Floats, x: Floats, past: Ints) -> Floats:
    """The donors [n, k, time] whose changes go most with the treated series' own, in the history, in donor order."""
    most = max(1, min(DONORS_MOST, len(past) // PERIODS_A_DONOR))
    if x.shape[1] <= most:
        return x
    dy, dx = np.diff(y[:, past], axis=1), np.diff(x[:, :, past], axis=2)
    dy, dx = dy - dy.mean(axis=1, keepdims=True), dx - dx.mean(axis=2, keepdims=True)
    size = np.sqrt((dx**2).sum(axis=2))
    together = np.abs(np.einsum("nt,npt->np", dy, dx)) / np.where(size > 0, size, np.inf)
    keep = np.sort(np.argsort(-together, axis=1, kind="stable")[:, :most], axis=1)
    return np.take_along_axis(x, keep[:, :, None], axis=1)


def _standard(values: Floats, past: Ints) -> Floats:
    """Values in the history [..., t], each series less its mean and over its SD (0 for a constant one)."""
    history = values[..., past]
    spread = history.std(axis=-1, keepdims=True)
    return np.asarray((history - history.mean(axis=-1, keepdims=True)) / np.where(spread > 0, spread, 1.0))


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

    masses: posterior weights, one [n, q] a damping, beside the fits they weigh. beta [n, p]. pulls: one [n, r] a
    damping, q·Ω⁻¹ times the residual, from which the level follows. scale [n]: the
    predictive SD of the window's mean gap. freedom [n]: degrees of freedom.
    """

    masses: list[Floats]
    conditionals: list[Conditional]
    beta: Floats
    pulls: list[Floats]
    scale: Floats
    freedom: Floats

    @classmethod
    def of(cls, bases: Sequence[Basis], y: Floats, x: Floats) -> Posterior:
        """y: [n, time]; x: [n, p, time]."""
        joint = np.concatenate([x, y[:, None]], axis=1)
        fits = [Conditional.of(basis, joint) for basis in bases]
        log_weight = np.stack([f.log_weight for f in fits])
        mass = np.exp(log_weight - log_weight.max(axis=(0, 2), keepdims=True))
        mass /= mass.sum(axis=(0, 2), keepdims=True)
        mean = sum((m * f.error).sum(axis=1) for m, f in zip(mass, fits, strict=True))
        spread = sum((m * (f.variance + (f.error - np.asarray(mean)[:, None]) ** 2)).sum(axis=1)
                     for m, f in zip(mass, fits, strict=True))
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
            x = fit.turned[row, :-1]
            error = fit.turned[row, -1] - fit.beta[row] @ x
            for share, weight, e in zip(mass[row], fit.weight, error, strict=True):
                px = basis.rotate @ (weight * x).T
                taken = ((px @ np.linalg.pinv((weight * x) @ x.T)) * px).sum(axis=1)
                told = basis.rotate**2 @ weight - taken
                # A period without which a coefficient could not be known cannot be foretold from the others.
                total += share * (basis.rotate @ (weight * e)) / np.where(told > 1e-9 * weight.mean(), told, np.nan)
        return total


@dataclass(frozen=True, eq=False)
class Conditional:
    """Given one damping, for every q [n, q]: log_weight (marginal likelihood), error and predictive variance of the
    window's mean gap, beta [n, q, p]; turned: the history in the basis [n, p + 1, r]; weight: 1 / (1 + q·eigen);
    freedom [n, q]: degrees of freedom."""

    log_weight: Floats
    error: Floats
    variance: Floats
    beta: Floats
    turned: Floats
    weight: Floats
    freedom: Floats

    @classmethod
    def of(cls, basis: Basis, joint: Floats) -> Conditional:
        """joint: donors and, last, the outcome [n, p + 1, time]."""
        p = joint.shape[1] - 1
        turned = joint[:, :, basis.past] @ basis.rotate
        q = SIGNAL_TO_NOISE
        weight = 1 / (1 + q[:, None] * basis.eigen)
        reach = weight * q[:, None] * basis.reach
        # What is left of the window's mean once α and season are read off the history, and what q foretells of it.
        target = joint[:, :, basis.ahead].mean(axis=2) - joint[:, :, basis.past] @ basis.average
        away = np.moveaxis(target[:, :, None] - turned @ reach.T, 2, 1)
        beta, explained, logdet, lost, curve, kept = _regress(turned, weight, away[:, :, :p])
        freedom = turned.shape[2] - kept
        unit = basis.noise + q * basis.walk - (reach * q[:, None] * basis.reach).sum(axis=1) + curve
        variance = lost / np.maximum(freedom - 2, 1) * np.maximum(unit, 0)
        log_weight = 0.5 * np.log(weight).sum(axis=1) - 0.5 * logdet - 0.5 * freedom * np.log(np.maximum(lost, 1e-300))
        return cls(log_weight, away[:, :, p] - explained, variance, beta, turned, weight, freedom)

    def pull(self, mass: Floats) -> Floats:
        """Σ_q mass · q Ω⁻¹ (y − xβ), in the basis [n, r]; mass: [n, q]."""
        pulls = self.weight * SIGNAL_TO_NOISE[:, None]
        along = np.moveaxis(mass[:, :, None] * self.beta, 2, 1) @ pulls
        return np.asarray(self.turned[:, -1] * (mass @ pulls) - (self.turned[:, :-1] * along).sum(axis=1))


def _regress(turned: Floats, weight: Floats, away: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
    """Generalised least squares of the last column of `turned` [n, p + 1, r] on the others, for every q at once.

    weight: [q, r]. away: [n, q, p], the regressors at the point predicted. Returns beta [n, q, p], explained [n, q]
    (away'beta), the log determinant [n, q] of the regressors' Gram matrix, the residual sum of squares [n, q],
    away' Gram⁻¹ away [n, q] and the number of regressors kept [n, q]. Elimination runs over the batch, one pivot at a
    time; a pivot lost in rounding (a donor that repeats others) is left out.
    """
    n, width, _ = turned.shape
    p, count = width - 1, len(weight)
    a = np.zeros((width + 1, width + 1, n * count))
    for i in range(width):
        row = (turned[:, i : i + 1] * turned[:, i:]) @ weight.T
        a[i, i:width] = np.moveaxis(row, 1, 0).reshape(width - i, -1)
    a[:p, width] = np.moveaxis(away, 2, 0).reshape(p, n * count)
    original = a[np.arange(p), np.arange(p)].copy()
    logdet = np.zeros(n * count)
    inverse = np.zeros((p, n * count))
    for k in range(p):
        kept = a[k, k] > 1e-9 * original[k]
        np.divide(1.0, a[k, k], out=inverse[k], where=kept)
        logdet += np.log(np.where(kept, a[k, k], 1.0))
        factor = a[k, k + 1 :] * inverse[k]
        for i in range(k + 1, width + 1):
            a[i, i:] -= factor[i - k - 1] * a[k, i:]
    beta = np.zeros((p, n * count))
    for k in range(p - 1, -1, -1):
        beta[k] = (a[k, p] - (a[k, k + 1 : p] * beta[k + 1 :]).sum(axis=0)) * inverse[k]
    shape = (n, count)
    explained, lost, curve = -a[p, width], a[p, p], -a[width, width]
    return (np.moveaxis(beta.reshape(p, n, count), 0, 2), explained.reshape(shape), logdet.reshape(shape),
            np.maximum(lost, 0).reshape(shape), curve.reshape(shape), (inverse > 0).sum(axis=0).reshape(shape))
