"""pysyncon: synthetic control and the ridge-augmented one; the interval is its ATT ± 1.96 of the error it prints.

Its conformal intervals are of single periods, not of the mean effect, so they are not what is asked here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from pysyncon import AugSynth, Dataprep, Synth

PACKAGE = "pysyncon"


def _interval(told: dict[str, float]) -> tuple[float, float, float]:
    return told["att"], told["att"] - 1.959964 * told["se"], told["att"] + 1.959964 * told["se"]


def plain(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """Synth on the past outcomes, all weighing the same (no predictors are given)."""
    donors, treated = pd.DataFrame(x.T), pd.Series(y, name="treated")
    model = Synth()
    model.fit(X0=donors[:start], X1=treated[:start], Z0=donors[:start], Z1=treated[:start],
              custom_V=np.ones(start))
    return _interval(model.att(time_period=list(range(start, len(y))), Z0=donors, Z1=treated))


def augmented(y: np.ndarray, x: np.ndarray, start: int, season: int) -> tuple[float, float, float]:
    """AugSynth, ridge penalty by cross-validation (its default)."""
    value = np.vstack([y, x])
    units, periods = value.shape
    frame = pd.DataFrame({"unit": np.repeat(np.arange(units), periods), "time": np.tile(np.arange(periods), units),
                          "outcome": value.ravel()})
    prepared = Dataprep(foo=frame, predictors=[], predictors_op="mean", dependent="outcome", unit_variable="unit",
                        time_variable="time", treatment_identifier=0, controls_identifier=list(range(1, units)),
                        time_predictors_prior=range(start), time_optimize_ssr=range(start))
    model = AugSynth()
    model.fit(prepared, use_covariates=False)
    return _interval(model.att(time_period=range(start, periods)))


VARIANTS = {"plain": plain, "augmented": augmented}
