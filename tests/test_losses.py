"""Several losses in one finding: their intervals, their p and what could have been told are one reading."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest

from recul.batch import Batch, Diagnostics, Estimates
from recul.finding import Limit
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Reading
from recul.questions._loss import LOSS_LEVEL, Loss, Read, stepped

PLACEBOS = np.random.default_rng(5).standard_normal(30)


def one(number: int, z: float, scale: float = 1.0, readable: bool = True, calibration: Calibration | None = None
        ) -> Read:
    """A loss whose score is this, of a baseline of 100."""
    size = len(PLACEBOS) + 1
    value = scale * np.r_[z, PLACEBOS]
    nothing = np.full(size, np.nan)
    estimates = Estimates("structural", value, np.full(size, scale), value, value, np.full(size, 100.0), nothing,
                          np.ones(size, dtype=bool), ("",) * size, "", Diagnostics(*[nothing] * 5),
                          np.empty((size, 0)))
    number_of = np.arange(size)
    batch: Batch[Any] = Batch(None, number_of, number_of, number_of, 30, "alarms", 1)
    calibration = calibration or Calibration.of(PLACEBOS, 0, 30)
    limits = () if readable else (Limit("few_placebos", {"independent": 1, "needed": 5}, True),)
    half = calibration.p(z) / 2
    return Read(Loss(number, cast(Any, batch)), (estimates,), Reading(batch, estimates, calibration, None, limits),
                (half if z < 0 else 1 - half) if readable else 1.0, 1.0, 1)


@pytest.mark.parametrize("seed", range(40))
def test_an_interval_lies_below_zero_exactly_where_a_loss_is_told(seed: int) -> None:
    random = np.random.default_rng(seed)
    read = stepped([one(i, z) for i, z in enumerate(random.normal(-2.2, 0.8, random.integers(1, 6)))])
    for r in read:
        high = r.relative()[2]
        assert high is not None
        assert (high < 0) == (r.p <= LOSS_LEVEL), (r.p, r.family)


def test_where_holm_stops_the_others_stay_in_question() -> None:
    """The second alone would pass at 2.5 %: the first not told, it is not told either, and its interval says so."""
    law = Calibration.of(PLACEBOS, 0, 30)
    at = {p: float(law.spread * np.interp(p, *_tail(law))) for p in (0.014, 0.02)}
    first, second = stepped([one(0, at[0.02]), one(1, at[0.014])])
    assert (first.loss.episode, second.loss.episode) == (1, 0)
    assert second.alone < LOSS_LEVEL < second.p
    assert (first.family, second.family) == (2, 2)


def _tail(law: Calibration) -> tuple[np.ndarray, np.ndarray]:
    z = np.linspace(-5, 0, 4001)
    return np.array([law.p(float(v)) / 2 for v in z]), z / law.spread


def test_what_could_have_been_told_is_asked_of_each_loss() -> None:
    """A fall of a tenth, ten of a hundred: told with an error of one, not with one of ten, nor of what is not read."""
    read = stepped([one(0, 0.0), one(1, 0.1, scale=10.0), one(2, 0.2, readable=False)])
    assert {r.loss.episode: r.could_tell(0.1) for r in read} == {0: True, 1: False, 2: False}
