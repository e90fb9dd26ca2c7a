"""What spend does later and ever less: geometric adstock, logistic saturation, over a whole grid of both.

Adstock a[t] = θ·a[t−1] + (1 − θ)·x[t]: what is spent goes on working, a share θ of it from one week to the next. What
was spent before the record is not known: a begins at the mean of the first four weeks. Saturation tanh(λ·a / mean x):
twice the spend does less than twice as much, the more so the larger λ; beside it the straight line, λ = 0.

Jin, Wang, Sun, Chan & Koehler (2017), Bayesian methods for media mix modeling with carryover and shape effects
(Google).
"""

from __future__ import annotations

import numpy as np

from recul.panel import Floats

CARRIED = np.arange(0.0, 0.91, 0.05)
BENT = (0.0, 0.25, 0.5, 1.0, 2.0)
FIRST_WEEKS = 4
SHAPES = len(BENT) * len(CARRIED)
# Before the data speak: θ as Beta(1, 3), as is usual in the field, and λ as exponential of mean 1. Were all alike, what
# is hardly told from a constant would make contributions of any size as likely as small ones.
BELIEF = (np.log(1 - CARRIED) * 2 - np.array(BENT)[:, None]).ravel()


def adstock(spend: Floats) -> Floats:
    """Spend [..., T] carried on [θ, ..., T]."""
    kept = CARRIED.reshape((-1,) + (1,) * (spend.ndim - 1))
    out = np.empty((len(CARRIED), *spend.shape))
    state = np.broadcast_to(spend[..., :FIRST_WEEKS].mean(axis=-1), out.shape[:-1])
    for t in range(spend.shape[-1]):
        state = kept * state + (1 - kept) * spend[..., t]
        out[..., t] = state
    return out


def shapes(spend: Floats, of: Floats | None = None) -> Floats:
    """Every shape of a spend [..., T] that is never negative: [..., shape, T], each divided by its mean over time, so
    that its coefficient is a mean contribution per period. of: the spend whose mean and scale count, where it is
    another."""
    of = spend if of is None else of
    usual = of.mean(axis=-1)[..., None]
    return np.asarray(_bent(adstock(spend), usual) / _bent(adstock(of), usual).mean(axis=-1, keepdims=True))


def at_level(spend: Floats, multiple: float) -> Floats:
    """What each shape gives when `multiple` times the mean of a spend [T] is spent every week, for a coefficient of
    1."""
    usual = spend.mean()
    scale = _bent(adstock(spend), np.asarray(usual)).mean(axis=-1)
    steady = np.full((len(CARRIED), 1), multiple * usual)
    return np.asarray(_bent(steady, np.asarray(usual))[:, 0] / scale)


def _bent(carried: Floats, usual: Floats) -> Floats:
    """[θ, ..., T] to [..., λ·θ, T]."""
    bent = np.stack([np.tanh(b * carried / usual) if b else carried / usual for b in BENT])
    return np.moveaxis(bent.reshape(-1, *bent.shape[2:]), 0, -2)
