"""On which scale an outcome is compared, and how an effect found there reads in the outcome's own unit.

    f(y) = y,  log y  or  √y;   effect of a shift δ:  mean over the window of  y − f⁻¹(f(y) − δ)

On the scale of f what would have been is the observed less δ, in every period; brought back, that is what would have
been in the outcome's unit. On the log scale the effect is a share, e^δ − 1, the same in every period, of medians and of
means alike. Bringing a forecast of the scale back instead would give medians: the mean of e^x is larger than e to the
mean of x, so the difference from a mean would be an effect where there is none (Duan 1983, JASA 78(383)). Here nothing
but the shift is brought back: none is none on every scale, bounds keep their order and their coverage of δ, and the
observed values stay as they are.
Assumes: one shift for the whole window. Where an effect grows or fades, its mean on the scale stands for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Scale = Literal["identity", "log", "sqrt"]
SCALES: tuple[Scale, ...] = get_args(Scale)


def onto(values: Floats, scale: Scale) -> Floats:
    """The values on the scale; NaN where they have no place on it, and where they were."""
    if scale == "identity":
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.log(values) if scale == "log" else np.sqrt(values)
    return np.where(np.isfinite(moved), moved, np.nan)


def back(values: Floats, scale: Scale) -> Floats:
    """From the scale to the outcome's unit. A root below zero keeps its sign, so that order is kept."""
    if scale == "identity":
        return values
    return np.exp(values) if scale == "log" else values * np.abs(values)


def allowed(values: Floats, scale: Scale) -> NDArray[np.bool_]:
    """Which values have a place on the scale: above zero on the log scale, zero too on that of the root."""
    return np.asarray(values > 0 if scale == "log" else values >= 0 if scale == "sqrt" else np.isfinite(values))


@dataclass(frozen=True, eq=False)
class Outcome:
    """The real item in the outcome's unit. actual: [m], what was observed in its window, one a unit (or a mean of
    units) and period. falls: the question is about falls alone, which on the scale of logarithms are smaller shares
    than the rises of the same shift."""

    scale: Scale
    actual: Floats
    falls: bool = field(default=False, kw_only=True)

    def effect(self, shift: float) -> float:
        """The mean difference in the outcome's unit of a shift on the scale: zero for none, and growing with it."""
        if self.scale == "identity" or not math.isfinite(shift):
            return shift
        if self.scale == "log":
            # Not above the largest number there is, however absurd the shift.
            return float(-self.actual.mean() * math.expm1(min(-shift, 700.0)))
        root = np.sqrt(self.actual)
        # u² − (u − δ)|u − δ|, in a form that rounding leaves zero at zero and growing.
        return float(np.where(root >= shift, shift * (2 * root - shift), root**2 + (root - shift) ** 2).mean())

    def baseline(self, shift: float) -> float:
        """The mean of what would have been."""
        return float(self.actual.mean()) - self.effect(shift)


def relative(scale: Scale, shift: float, baseline: float) -> float | None:
    """The constant relative rise that is a shift on the scale, given the mean there of what would have been.

    A fall as far is a smaller share. None where the baseline is not above zero, of which nothing is a share.
    """
    if scale == "log":
        return math.expm1(min(shift, 700.0))
    if not baseline > 0:
        return None
    return shift / baseline if scale == "identity" else (1 + shift / baseline) ** 2 - 1
