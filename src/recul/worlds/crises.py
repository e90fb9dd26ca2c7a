"""Brands of several years of surges, some of which hurt, at the level of what the crisis argument is made of.

    surges in T years of 1, 2, 4 or 8      Poisson(λT), λ ~ U(2, 10) a year
    a surge hurts with chance π ~ U(0.05, 0.9); it then costs 10,000 on average: exponential, all alike ("const"),
    log-normal of σ 0.8, or Pareto of tail 1.3, whose mean few losses tell
    losses found                           with errors of t(5), SD from 8 to 80 % of 10,000 (log-uniform), known
    answering averts                       a share of U(0.15, 0.6), found with an error of U(0.05, 0.3) of its logarithm

The work costs what is truly averted a year over `ratio`: at ratio 2 twice its cost is averted. Without a loss or an
effect nothing is averted, and it costs U(0.05, 1) of what 30 % of all surges at 10,000 would. Placebo scores are drawn
from the law of the errors: 1,999 for the surges, 199 redraws of the answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.random import Generator, default_rng

from recul.batch import NORMAL
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.holm import adjusted
from recul.questions._averted import Answering, Losses
from recul.questions._bill import Bill
from recul.questions._loss import LOSS_LEVEL

Sizes = Literal["exponential", "const", "lognormal", "pareto"]
SIZES: tuple[Sizes, ...] = get_args(Sizes)
Nothing = Literal["lost", "averted"]
MEAN, PLACEBOS, REDRAWS = 10_000.0, 1999, 199
TAIL = 1.3


@dataclass(frozen=True, eq=False)
class Years:
    """What the two questions would give, the bill of a year, what is truly lost and averted a year."""

    losses: Losses
    answering: Answering
    bill: Bill
    lost: float
    averted: float


def years(seed: int, ratio: float = 1.0, sizes: Sizes = "exponential", nothing: Nothing | None = None,
          length: float | None = None) -> Years:
    """The brand of this seed. nothing: is lost, or is averted. length: of the record, years."""
    rng = default_rng([seed, 17])
    span = float(length or rng.choice([1.0, 2.0, 4.0, 8.0]))
    often, chance, error = rng.uniform(2, 10), rng.uniform(0.05, 0.9), MEAN * np.exp(rng.uniform(np.log(0.08),
                                                                                             np.log(0.8)))
    share, wrong = rng.uniform(0.15, 0.6), rng.uniform(0.05, 0.3)
    number = int(rng.poisson(often * span))
    hurt = rng.random(number) < (0.0 if nothing == "lost" else chance)
    size = {"exponential": rng.exponential(1.0, number), "const": np.ones(number),
            "lognormal": np.exp(0.8 * rng.standard_normal(number) - 0.32),
            # A stream of its own: the other brands stay as they are.
            "pareto": (default_rng([seed, 18]).pareto(TAIL, number) + 1) * (TAIL - 1) / TAIL}[sizes]
    scale = error * np.exp(0.2 * rng.standard_normal(number))
    found = MEAN * hurt * size + scale * _noise(rng, number)
    share = 0.0 if nothing == "averted" else share
    effect = float(np.log1p(-share) + wrong * _noise(rng, 1)[0])
    lost = 0.0 if nothing == "lost" else often * chance * MEAN
    cost = lost * share / ratio or rng.uniform(0.05, 1) * often * 0.3 * MEAN
    return Years(_losses(rng, found, scale, span), _answering(rng, effect, wrong), Bill({"(paid)": cost}, "EUR", 0.0),
                 lost, lost * share)


def _losses(rng: Generator, found: Floats, scale: Floats, span: float) -> Losses:
    placebos = _noise(rng, PLACEBOS)
    read = Calibration.of(placebos, 0, PLACEBOS)
    alone = np.array([read.p(z) / 2 if z > 0 else 1 - read.p(z) / 2 for z in found / scale])
    seen = int((adjusted(alone) <= LOSS_LEVEL).sum()) if len(found) else 0
    return Losses(found, scale * max(read.bound() / NORMAL, 1.0), scale, (placebos,) * len(found), seen, len(found),
                  len(found),
                  len(found), span)


def _answering(rng: Generator, effect: float, wrong: float) -> Answering:
    redrawn = _noise(rng, REDRAWS)
    bound = Calibration.of(redrawn, 0, REDRAWS).bound()
    return Answering(effect, wrong, wrong * max(bound / NORMAL, 1.0), redrawn, effect / wrong < -bound, True, True)


def _noise(rng: Generator, number: int) -> Floats:
    """t(5) of unit variance."""
    noise: Floats = rng.standard_t(5, number) / np.sqrt(5 / 3)
    return noise
