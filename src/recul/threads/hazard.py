"""The hazard of being answered: logistic regression on the history, for many assignments of answers at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recul.panel import Bools, Floats, Ints
from recul.threads._normal import moments

# Coefficients of standardised columns are held to a normal prior of this SD, so that a weekday on which nobody ever
# answered has a finite one.
PRIOR_SD = 5.0
# A step below SMALL leaves an error of about its square.
STEPS, SMALL, STRIDE, STEEP = 30, 1e-2, 2.0, 30.0


def logistic(x: Floats, controls: Ints, weight: Floats, risk: Bools, treated: Sequence[Ints], start: Floats) -> Floats:
    """Coefficients [k, p] of log h / (1 − h) by Newton's method, all k assignments in step.

    x: [r, p], all rows. controls: rows that stand for those not answered [c], so many each (weight [c]); risk: which
    of them were at risk and not answered [c, k]. treated: the rows answered, for each k. start: [k, p].
    """
    kept, answered, coefficients = x[controls], [x[rows] for rows in treated], start.copy()
    prior = np.full(x.shape[1], PRIOR_SD**-2)
    prior[0] = 1e-9
    for _ in range(STEPS):
        h = probability(kept @ coefficients.T)
        mass = risk * weight[:, None] * h
        slope = -(kept.T @ mass).T - prior * coefficients
        curve = moments(kept, mass * (1 - h))
        for k, own in enumerate(answered):
            q = probability(own @ coefficients[k])
            slope[k] += (1 - q) @ own
            curve[k] += (own * (q * (1 - q))[:, None]).T @ own
        curve[:, np.arange(len(prior)), np.arange(len(prior))] += prior
        step = np.linalg.solve(curve, slope[:, :, None])[:, :, 0]
        largest = np.abs(step).max(axis=1, keepdims=True)
        coefficients += step * np.minimum(1, STRIDE / np.maximum(largest, 1e-300))
        if largest.max() < SMALL:
            break
    return coefficients


def probability(log_odds: Floats) -> Floats:
    """1 / (1 + e^−x), without overflow."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -STEEP, STEEP)))
    return found
