"""augsynth-py: synthetic control, plain or ridge-augmented (Ben-Michael, Feller & Rothstein 2021), with block conformal
intervals (Chernozhukov, Wüthrich & Zhu 2021)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import polars as pl
from augsynth_py import AugSynth, Synth, conformal_interval

PACKAGE = "augsynth-py"


def _fitted(model: Any, y: np.ndarray, x: np.ndarray, start: int) -> Any:
    value = np.vstack([y, x])
    units, periods = value.shape
    frame = pl.DataFrame({"unit": np.repeat(np.arange(units), periods), "time": np.tile(np.arange(periods), units),
                          "outcome": value.ravel()})
    return model.fit(frame, unit="unit", time="time", outcome="outcome", treated=0, treatment_time=start)


def _answer(model: Any, y: np.ndarray, x: np.ndarray, start: int) -> tuple[float, float, float]:
    fitted = _fitted(model, y, x, start)
    return (float(fitted.att_), *conformal_interval(fitted))


def plain(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """Synth: weights on the simplex, unit fixed effects (its default)."""
    return _answer(Synth(), y, x, start)


def augmented(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """AugSynth: ridge penalty by leave-one-out cross-validation (its default)."""
    return _answer(AugSynth(), y, x, start)


def plain_point(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    return float(_fitted(Synth(), y, x, start).att_), math.nan, math.nan


def augmented_point(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    return float(_fitted(AugSynth(), y, x, start).att_), math.nan, math.nan


VARIANTS = {"plain": plain, "augmented": augmented}
POINTS = {"plain": plain_point, "augmented": augmented_point}
