"""Treated units that began at different moments: each is a case of its own, and their mean is the item's answer.

    e = mean_j e_j,   s² = ((1 − ρ) Σ s_j² + ρ (Σ s_j)²) / m²

in event time: unit j is compared with its own donors before and after its own start. One call of the method answers
for all units of all items. ρ is the correlation that the placebos' own scores show between units of one item; what it
leaves is for the calibration, which sees placebos put together the same way.

Papers: Callaway & Sant'Anna (2021), Journal of Econometrics 225(2), on why units are compared before they are averaged
and never with units already treated; Ben-Michael, Feller & Rothstein (2022), JRSS B 84(2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from recul.batch import Diagnostics, Estimates
from recul.panel import Bools, Case, Floats, Panel

# With fewer placebos than this their correlation is not known.
PLACEBOS_LEAST = 5
CORRELATION_ASSUMED = 0.5


def staggered(method: Callable[[Panel, Sequence[Case]], Estimates], panel: Panel, cases: Sequence[Case]) -> Estimates:
    """The method's answer for every case, all of as many units, each unit from its own start on.

    There is no path: the units' dates differ.
    """
    every = [replace(case, units=(unit,), start=case.start + offset, offsets=())
             for case in cases for unit, offset in zip(case.units, case.offsets, strict=True)]
    return together(method(panel, every), len(cases))


def together(e: Estimates, n: int) -> Estimates:
    """n items out of the estimates of their units, which stand side by side."""
    def by_item(values: Any) -> Any:
        return values.reshape(n, -1, *values.shape[1:])

    ok: Bools = by_item(e.ok).all(axis=1)
    scale = by_item(e.scale)
    rho = correlation(by_item(e.score)[1:][ok[1:]])
    m = scale.shape[1]
    joint = np.sqrt((1 - rho) * (scale**2).sum(axis=1) + rho * scale.sum(axis=1) ** 2) / m
    value = by_item(e.value).mean(axis=1)
    half = (by_item(e.high - e.low) / 2 / scale).mean(axis=1) * joint
    why = by_item(np.array(e.why, dtype=object))
    gap = by_item(e.gap)
    there = np.isfinite(gap).sum(axis=1)
    mean = {f.name: by_item(getattr(e.diagnostics, f.name)).mean(axis=1) for f in fields(Diagnostics)}
    diagnostics = Diagnostics(**mean | {"unobserved": by_item(e.diagnostics.unobserved).max(axis=1)})
    return Estimates(e.estimator, value=value, scale=joint, low=value - half, high=value + half,
                     baseline=by_item(e.baseline).mean(axis=1), norm=by_item(e.norm).mean(axis=1), ok=ok,
                     why=tuple(next((str(w) for w in row if w), "") for row in why), unit=e.unit,
                     diagnostics=diagnostics,
                     gap=np.where(there > 0, np.nansum(gap, axis=1) / np.maximum(there, 1), np.nan))


def correlation(score: Floats) -> float:
    """Of the scores [n, m] of one item's units, about zero; never below none."""
    n, m = score.shape
    if n < PLACEBOS_LEAST or m < 2:
        return CORRELATION_ASSUMED
    squares = float((score**2).sum())
    products = float((score.sum(axis=1) ** 2).sum()) - squares
    return min(max(products / (squares * (m - 1)), 0.0), 1.0) if squares > 0 else CORRELATION_ASSUMED
