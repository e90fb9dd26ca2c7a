"""How small an effect could have been seen (METHODS §0.8)."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtrit

from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.scale import Scale, relative

POWER = 0.80

# The smallest relative effect seen in POWER of placebos, and its 95 % interval.
Detectable = tuple[float | None, float | None, float | None]


def detectable_effect(score: Floats, calibration: Calibration, scale: float, baseline: float,
                      measured_on: Scale = "identity", beyond: float = 0.0) -> Detectable:
    """The smallest constant relative effect seen in 80 % of placebos after injection, and its 95 % interval.

    An effect of δ per cent adds δ·baseline/scale to a score; placebo scores [m] say how the rest of it varies here.
    Of the two signs, the one harder to see counts. None where the baseline is not above zero, where nothing could
    ever be seen, or (upper end) where too few independent placebos bound it. measured_on: the scale of `scale` and
    `baseline`, on which a relative effect is another shift. beyond: a shift that the effect must be told from, instead
    of from none.
    """
    bound = calibration.bound()
    if not (math.isfinite(bound) and scale > 0) or len(score) == 0:
        return None, None, None
    needed = [_needed(score, calibration, share) for share in _shares(calibration.k)]
    point, low, high = (None if n is None else relative(measured_on, beyond + max(0.0, (bound + n) * scale), baseline)
                        for n in needed)
    return point, low, high


def passing(needed: Floats, k: int) -> Detectable:
    """The same where an effect must pass more than one bound: needed [m], the relative effect with which each placebo
    would pass all of them, infinite where none would do."""
    if not len(needed):
        return None, None, None
    ordered = np.append(np.sort(needed), np.inf)
    ranks = (math.ceil(share * len(needed) - 1e-9) for share in _shares(k))
    found = (float(ordered[min(max(rank, 1) - 1, len(needed))]) for rank in ranks)
    point, low, high = (max(0.0, x) if math.isfinite(x) else None for x in found)
    return point, low, high


def larger(one: Detectable, other: Detectable) -> Detectable:
    """What both say can be seen; None where one says that nothing can."""
    point, low, high = (None if a is None or b is None else max(a, b) for a, b in zip(one, other, strict=True))
    return point, low, high


def fall(rise: Detectable) -> Detectable:
    """The falls that are the same shifts of the logarithm as these rises: 1 − e^−δ of e^δ − 1."""
    point, low, high = (None if r is None else r / (1 + r) for r in rise)
    return point, low, high


def _shares(k: int) -> tuple[float, float, float]:
    margin = 1.96 * math.sqrt(POWER * (1 - POWER) / k)
    return POWER, POWER - margin, POWER + margin


def _needed(score: Floats, calibration: Calibration, share: float) -> float | None:
    """By how much a score falls short of zero, or the other way, in all but `share` of the placebos."""
    if share >= 1:
        return None
    if calibration.rule == "student":
        return calibration.spread * float(stdtrit(calibration.k, share))
    rank = math.ceil(share * len(score) - 1e-9)
    if rank > len(score) or rank < 1:
        return None
    ordered = np.sort(score)
    return float(max(ordered[rank - 1], -ordered[len(score) - rank]))
