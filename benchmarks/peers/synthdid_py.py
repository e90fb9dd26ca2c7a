"""synthdid-py: synthetic difference in differences and its relatives (Arkhangelsky et al. 2021)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from synthdid import did_estimate, synthdid_estimate

PACKAGE = "synthdid-py"
# The package draws 200 by default. With 20 controls that is a quarter of a minute a question, and with 40 the standard
# error is known to a tenth; bootstrap and jackknife are undefined with one treated unit.
REPLICATIONS = 40


def _estimate(method: Any, y: np.ndarray, x: np.ndarray, start: int) -> Any:
    return method(np.vstack([x, y]), len(x), start)


def _answer(method: Any, y: np.ndarray, x: np.ndarray, start: int) -> tuple[float, float, float]:
    estimate = _estimate(method, y, x, start)
    return (float(estimate), *estimate.ci(method="placebo", replications=REPLICATIONS, random_state=0))


def sdid(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """synthdid_estimate with its placebo interval."""
    return _answer(synthdid_estimate, y, x, start)


def did(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """did_estimate with its placebo interval."""
    return _answer(did_estimate, y, x, start)


def sdid_point(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    return float(_estimate(synthdid_estimate, y, x, start)), math.nan, math.nan


def did_point(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    return float(_estimate(did_estimate, y, x, start)), math.nan, math.nan


VARIANTS = {"sdid": sdid, "did": did}
POINTS = {"sdid": sdid_point, "did": did_point}
