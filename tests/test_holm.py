"""Holm's adjusted p against statsmodels, and Bonferroni's bound in a calibration."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from recul.placebo.calibrate import Calibration
from recul.placebo.holm import adjusted

P = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P)
def test_as_statsmodels_has_it(p: list[float]) -> None:
    # It empties the memory at every call, which takes most of a second where a whole suite is loaded.
    with patch("gc.collect"):
        expected = multipletests(p, method="holm")[1]
    np.testing.assert_allclose(adjusted(np.array(p)), expected, atol=1e-12)


def test_none_is_none() -> None:
    assert len(adjusted(np.empty(0))) == 0


@pytest.mark.parametrize("m", [12, 400])
@pytest.mark.parametrize("family", [1, 2, 5])
@pytest.mark.parametrize("beside", [False, True])
def test_bound_and_p_of_a_family_are_one_reading(m: int, family: int, beside: bool) -> None:
    """|z| passes the bound exactly when p is at most 5 %, by ranks and by Student's law."""
    random = np.random.default_rng(m)
    calibration = replace(Calibration.of(random.standard_normal(m), 0, m), family=family)
    if beside:
        other = replace(Calibration.of(1.3 * random.standard_normal(150), 0, 50), family=family)
        calibration = replace(calibration, beside=other)
        assert calibration.bound() >= other.bound()
    for z in np.linspace(0, 6, 241):
        assert (z > calibration.bound()) == (calibration.p(z) <= 0.05 + 1e-12), z


def test_more_questions_ask_for_more() -> None:
    calibration = Calibration.of(np.random.default_rng(0).standard_normal(400), 0, 400)
    bounds = [replace(calibration, family=f).bound() for f in (1, 2, 5, 10)]
    assert bounds == sorted(bounds)
    assert bounds[0] == calibration.bound() < bounds[-1]
