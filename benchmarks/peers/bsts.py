"""bsts-causalimpact: Bayesian structural time series by a Gibbs sampler in Rust (Brodersen et al. 2015)."""

from __future__ import annotations

from typing import Any

import numpy as np
from causal_impact import CausalImpact

PACKAGE = "bsts-causalimpact"


def _fit(y: np.ndarray, x: np.ndarray, start: int, **model: Any) -> tuple[float, float, float]:
    data = np.column_stack([y, x.T])
    impact = CausalImpact(data, [0, start - 1], [start, len(y) - 1], model_args=model or None)
    stats = impact.summary_stats
    return stats["point_effect_mean"], stats["ci_lower"], stats["ci_upper"]


def default(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """Its defaults: local level held nearly fixed, spike and slab, no season, 1,000 draws."""
    return _fit(y, x, start)


def seasonal(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """The same with the right season given."""
    return _fit(y, x, start, nseasons=season)


VARIANTS = {"default": default, "seasonal": seasonal}
