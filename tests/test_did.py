"""Difference in differences against its closed form, a published table, and an oracle for its standard error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from panel_files import published
from recul.estimators import did
from recul.panel import Case
from test_structural import make_panel, world


def test_is_the_difference_of_differences() -> None:
    value = world(4, 60, 0)
    estimates = did.estimate(make_panel(value), [Case((0,), (1, 2, 3), 50, 10, 40)])
    y, x = value[0], value[1:].mean(axis=0)
    expected = (y[50:60].mean() - y[10:50].mean()) - (x[50:60].mean() - x[10:50].mean())
    assert estimates.value[0] == pytest.approx(expected, rel=1e-12)


def test_long_run_variance_is_newey_and_wests() -> None:
    """The HAC variance of a mean, as statsmodels computes it, times the number of periods."""
    residual = world(1, 100, 2)
    lags = int(4 * (100 / 100) ** (2 / 9))
    fit = OLS(residual[0], np.ones(100)).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": False})
    assert did.long_run_variance(residual)[0] == pytest.approx(float(fit.cov_params().item()) * 100, rel=1e-9)


@pytest.mark.real_data
def test_proposition_99(data_dir: Path) -> None:
    """Arkhangelsky et al. (2021), table 1: DiD of California's tobacco programme is −27.35 packs (printed −27.3)."""
    panel, case = published(data_dir, "prop99")
    estimates = did.estimate(panel, [case])
    assert estimates.value[0] == pytest.approx(-27.35, abs=0.005)
