"""From E₁, E₀ and the error of θ to what the judge reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from recul.batch import Estimates
from recul.panel import Bools, Floats
from recul.threads.emulation import LEAST, Assigned, Drawn, emulate
from recul.threads.lottery import compare

TRIALS, LOTTERY = "trials", "lottery"


@dataclass(frozen=True, eq=False)
class Answered:
    """later: what followed from half an hour after the answer on. blind: in that half hour, in which it had hardly
    been read. beyond: the difference of the two θ in its own errors [n]; error: these [n]."""

    later: Estimates
    blind: Estimates
    beyond: Floats
    error: Floats


def of_trials(items: Assigned, unit: str) -> Answered:
    """Every assignment of observed answers in one call."""
    with threadpool_limits(limits=1, user_api="blas"):
        e = emulate(items.trials, items.answered, items.start)
    few = e.answers < LEAST
    theta = _centred(e.effect)
    blind, later = (_estimates(TRIALS, e.followed[:, q], e.followed[:, q] * np.exp(-theta[:, q]), theta[:, q],
                               e.error[:, q], few, unit) for q in (0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return Answered(later, blind, (theta[:, 1] - theta[:, 0]) / e.difference_error, e.difference_error)


def _centred(theta: Floats) -> Floats:
    """θ less its mean over all assignments, the real one among them: what the method finds in these very streams and
    these very rows whatever the answers is its own bias, and no effect."""
    found = np.isfinite(theta).all(axis=1)
    centred: Floats = theta - theta[found].mean(axis=0) if len(theta) > 1 and found.any() else theta
    return centred


def of_lottery(items: Drawn, unit: str) -> Estimates:
    """Every drawing of the arms in one call."""
    with threadpool_limits(limits=1, user_api="blas"):
        e = compare(items.lottery, items.arms)
    few = np.minimum(items.arms.sum(axis=1), (~items.arms).sum(axis=1)) < LEAST
    return _estimates(LOTTERY, e.followed, e.expected, e.effect, e.error, few, unit)


def _estimates(name: str, followed: Floats, expected: Floats, theta: Floats, error: Floats, few: Bools, unit: str
               ) -> Estimates:
    """The value is E₁ − E₀ and its scale the error of θ times the logarithmic mean (E₁ − E₀) / θ: so value over scale
    is θ over its error, to the last digit, and an interval of the one is an interval of the other."""
    n = len(followed)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Of equal means the logarithmic mean is either of them.
        between = np.where(np.abs(theta) > 1e-9, (followed - expected) / theta, expected)
        ok = ~few & (expected > 0) & (error > 0) & np.isfinite(theta)
    value, scale = np.where(ok, followed - expected, np.nan), np.where(ok, between * error, np.nan)
    why = tuple("" if o else "few_answers" if f else "nothing_followed" for o, f in zip(ok, few, strict=True))
    level = np.where(ok, expected, np.nan)
    return Estimates.simple(name, value, scale, baseline=level, norm=level, ok=ok, why=why, unit=unit,
                            unobserved=np.zeros(n), gap=value[:, None])
