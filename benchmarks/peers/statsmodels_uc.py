"""statsmodels' UnobservedComponents: local level with the donors as regressors, by maximum likelihood (Harvey 1989)."""

from __future__ import annotations

from typing import Any

import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents

PACKAGE = "statsmodels"


def _fit(y: np.ndarray, x: np.ndarray, start: int, **parts: Any) -> tuple[float, float, float]:
    outside = {"exog": x[:, :start].T} if len(x) else {}
    model = UnobservedComponents(y[:start], "local level", **outside, **parts)
    fitted = model.fit(disp=False)
    ahead = len(y) - start
    forecast = fitted.get_forecast(ahead, **({"exog": x[:, start:].T} if len(x) else {}))
    value = float((y[start:] - forecast.predicted_mean).mean())
    half = 1.959964 * np.sqrt(_variance_of_mean(model.ssm, fitted.predicted_state_cov[:, :, -1], ahead))
    return value, value - half, value + half


def _variance_of_mean(ssm: Any, state: np.ndarray, ahead: int) -> float:
    """Of the mean of the next `ahead` observations, from the filter's own state covariance: cov(y_i, y_j) = Z T^(j−i)
    P_i Z' (i < j), with the irregular's variance on the diagonal. get_forecast gives each period's variance only."""
    transition, design = ssm["transition"], ssm["design"][0]
    shock = ssm["selection"] @ ssm["state_cov"] @ ssm["selection"].T
    total = ahead * float(ssm["obs_cov"][0, 0])
    for i in range(ahead):
        reach = state @ design
        total += design @ reach
        for _ in range(i + 1, ahead):
            reach = transition @ reach
            total += 2 * design @ reach
        state = transition @ state @ transition.T + shock
    return float(total) / ahead**2


def default(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """Local level, no season."""
    return _fit(y, x, start)


def seasonal(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """The same with the right season given (stochastic, its default)."""
    return _fit(y, x, start, seasonal=season)


VARIANTS = {"default": default, "seasonal": seasonal}
