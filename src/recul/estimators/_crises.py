"""What crises cost a year, and what part of it is averted: from losses found after surges to a belief about both.

    losses found     y_k = ℓ_k + s_k·e                 k = 1 … K surges of T years, e normal
    losses           ℓ_k = 0, or exponential of mean μ with chance π
    surges           K ~ Poisson(λ·T)
    a year           λ·π·μ                             averted: λ·π·μ·(1 − e^θ),  θ found as θ̂ + s·e

λ: Gamma(K + ½, T) (Jeffreys). π: beta of mean BASE, worth WEIGHT surges; below NEVER it is none, a brand that surges do
not hurt. μ: flat in its logarithm from a third of the smallest error up to REACH times the largest loss (or error). π
and μ are integrated over on a grid. No loss is chosen: the largest ones are believed only as far as the others, and
their own errors, leave them (Efron 2011, JASA 106, 1602-1614, on selection and Bayes; Robbins 1956).

Amounts are money, in one currency. Plain arrays; n arguments at once, surges that are not there masked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, gammaincinv, log_ndtr, logsumexp, ndtr, ndtri

from recul.panel import Bools, Floats

# Hansen, Kupfer & Hennig-Thurau (2018), IJRM 35(4): of 78 firestorms 58 % hurt what people thought of the brand. It
# counts as one surge more: they were other brands, and what people think is not what they buy.
BASE, WEIGHT, NEVER = 0.58, 1.0, 0.02
REACH = 8.0
SHARES, MEANS = 25, 20
CHUNK = 128
# What is ten thousand times less likely than the likeliest, and more, is left off the second grid.
RULED_OUT = 1e-4


@dataclass(frozen=True, eq=False)
class Arguments:
    """n arguments. loss, error: found after each surge, money, and its standard error [n, K]; there: which of them are
    surges [n, K]. years: T. effect, wrong: θ̂ of answering, the logarithm of what is left, and its error [n]."""

    loss: Floats
    error: Floats
    there: Bools
    years: float
    effect: Floats
    wrong: Floats

    def __len__(self) -> int:
        return len(self.effect)


@dataclass(frozen=True, eq=False)
class Belief:
    """Draws [n, draws] of each: crises a year, what one costs, the yearly loss, the averted part of it."""

    frequency: Floats
    cost: Floats
    loss: Floats
    averted: Floats


def believed(found: Arguments, draws: int, seed: int, surges: int | None = None) -> Belief:
    """What is believed of every argument, from the same random numbers. surges: how many there were in all, where that
    is more than those asked about: as if the others hurt as often, and as much."""
    rng = np.random.default_rng(seed)
    u = [(rng.permutation(draws) + rng.random(draws)) / draws for _ in range(4)]
    chance, mean, weight = _grid(found)
    n = len(found)
    out = [np.empty((n, draws)) for _ in range(4)]
    number = found.there.sum(axis=1) if surges is None else np.full(n, surges)
    rates = {k: gammaincinv(k + 0.5, u[0]) / found.years for k in np.unique(number).tolist()}
    cells = np.cumsum(weight.reshape(n, -1), axis=1)
    for i in range(n):
        at = np.minimum(np.searchsorted(cells[i] / cells[i, -1], u[1], side="right"), cells.shape[1] - 1)
        share, cost = chance[at // MEANS], mean[i, at % MEANS]
        frequency = rates[int(number[i])] * share
        left = -np.expm1(found.effect[i] + found.wrong[i] * ndtri(u[2]))
        out[0][i], out[1][i], out[2][i], out[3][i] = frequency, cost, frequency * cost, frequency * cost * left
    return Belief(*out)


def _grid(found: Arguments) -> tuple[Floats, Floats, Floats]:
    """π [SHARES], μ [n, MEANS] and their weight [n, SHARES, MEANS]. The grid of μ is laid twice: over all that may be,
    then over what is not ruled out, as many losses tell their mean more finely than the first grid does."""
    edges = np.concatenate([[0.0, NEVER], np.linspace(NEVER, 1, SHARES)[1:]])
    prior = np.diff(betainc(BASE * WEIGHT, (1 - BASE) * WEIGHT, edges))
    chance = (edges[1:] + edges[:-1]) / 2
    chance[0] = 0.0
    least = np.where(found.there, found.error, np.inf).min(axis=1, initial=np.inf)
    most = np.where(found.there, np.maximum(found.loss, found.error), 0.0).max(axis=1, initial=0.0)
    # Without any surge nothing is known of what one costs, and one of no scale is as good as another.
    least, most = np.where(np.isfinite(least), least, 1.0) / 3, np.where(most > 0, most, 1.0)
    mean = np.exp(np.linspace(np.log(least), np.log(np.maximum(REACH * most, 3 * least)), MEANS, axis=1))
    weight = _weights(found, chance, prior, mean)
    alone = weight.sum(axis=1)
    told = alone > RULED_OUT * alone.max(axis=1, keepdims=True)
    first, last = np.maximum(told.argmax(axis=1) - 1, 0), np.minimum(MEANS - told[:, ::-1].argmax(axis=1), MEANS - 1)
    row = np.arange(len(found))
    mean = np.exp(np.linspace(np.log(mean[row, first]), np.log(mean[row, last]), MEANS, axis=1))
    return chance, mean, _weights(found, chance, prior, mean)


def _weights(found: Arguments, chance: Floats, prior: Floats, mean: Floats) -> Floats:
    """The weight of each π and μ [n, SHARES, MEANS], adding up to one. mean: μ [n, MEANS]."""
    weight = np.empty((len(found), len(chance), MEANS))
    with np.errstate(divide="ignore"):
        yes, no, log_prior = np.log(chance), np.log1p(-chance), np.log(prior)
    for first in range(0, len(found), CHUNK):
        rows = slice(first, first + CHUNK)
        y, s, there = (a[rows, :, None] for a in (found.loss, found.error, found.there))
        m, s = mean[rows, None, :], np.where(there, s, 1.0)
        hurt = s**2 / (2 * m**2) - y / m - np.log(m) + log_ndtr(y / s - s / m)
        calm = -((y / s) ** 2) / 2 - np.log(s) - np.log(2 * np.pi) / 2
        told = np.empty((len(y), len(chance), MEANS))
        for i in range(len(chance)):
            both = np.logaddexp(yes[i] + hurt, no[i] + calm)
            told[:, i] = np.where(there, both, 0.0).sum(axis=1) + log_prior[i]
        weight[rows] = np.exp(told - logsumexp(told, axis=(1, 2), keepdims=True))
    return weight


def bunched(at: Floats, draws: int = 4000) -> float:
    """One-sided p that moments [n], each a share of the time watched (0 to 1), come in bunches and not at random: the
    sum of squared spacings (Greenwood 1946, JRSS 109, 85-110) among as many that come as they will. 1 of fewer than
    three: K ~ Poisson(λ·T) then knows λ badly enough as it is."""
    n = len(at)
    if n < 3:
        return 1.0
    drawn = np.sort(np.random.default_rng(n).random((draws, n)), axis=1)
    ends = np.diff(np.concatenate([np.zeros((draws, 1)), drawn, np.ones((draws, 1))], axis=1), axis=1)
    own = np.diff(np.concatenate([[0.0], np.sort(at), [1.0]]))
    return float((1 + ((ends**2).sum(axis=1) >= (own**2).sum()).sum()) / (1 + draws))


def evidence(draws: Floats, beyond: float) -> Floats:
    """How surely each exceeds an amount, as a normal quantile [n]."""
    count = (draws > beyond).sum(axis=1)
    return np.asarray(ndtri((count + 0.5) / (draws.shape[1] + 1)), dtype=np.float64)


def quantile(draws: Floats, z: float) -> float:
    """The amount [draws] that is exceeded as surely as a normal one exceeds z standard deviations."""
    return float(np.quantile(draws, float(ndtr(z))))
