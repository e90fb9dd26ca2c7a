"""The structural estimator against a naive dense version, and against statsmodels' Kalman filter."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from recul.estimators import _quadrature, structural
from recul.estimators._calendar import season
from recul.panel import Case, Panel

DAY = np.timedelta64(86400, "s")


def make_panel(value: np.ndarray, observed: np.ndarray | None = None, frequency: str = "day") -> Panel:
    seen = np.ones(value.shape, dtype=bool) if observed is None else observed
    times = np.datetime64("2024-01-01", "s") + np.arange(value.shape[1]) * DAY
    names = tuple(f"u{i}" for i in range(len(value)))
    return Panel(np.where(seen, value, np.nan), seen, names, times, frequency, "sales")  # type: ignore[arg-type]


def world(units: int, days: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    common = np.cumsum(random.standard_normal(days))
    season = 3 * np.sin(2 * np.pi * np.arange(days) / 7)
    return 50 + common * random.uniform(0.5, 1.5, (units, 1)) + season + random.standard_normal((units, days))


def naive(y: np.ndarray, x: np.ndarray, history: int, past: np.ndarray, ahead: np.ndarray, fixed: np.ndarray
          ) -> tuple[float, float]:
    """The model written down: dense covariance, generalised least squares, best linear unbiased prediction."""
    design = np.concatenate([fixed, x.T], axis=1)
    when = np.arange(len(y))
    logs, means, variances = [], [], []
    for damping in _quadrature.DAMPING:
        gap = np.abs(when[:, None] - when)
        walk = np.minimum(when[:, None], when) + 1.0 if damping == 1 else damping**gap / (1 - damping**2)
        for q, d in itertools.product(_quadrature.SIGNAL_TO_NOISE, _quadrature.DRIFT):
            every = np.eye(len(y)) + q * walk + d**2 * np.outer(when, when) / history**2
            omega, inverse = every[np.ix_(past, past)], np.linalg.inv(every[np.ix_(past, past)])
            f = design[past]
            gram = f.T @ inverse @ f
            theta = np.linalg.solve(gram, f.T @ inverse @ y[past])
            left = y[past] - f @ theta
            freedom = len(past) - f.shape[1]
            lost = left @ inverse @ left
            cross = every[np.ix_(past, ahead)].mean(axis=1)
            point = design[ahead].mean(axis=0)
            bend = point - f.T @ inverse @ cross
            unit = every[np.ix_(ahead, ahead)].mean() - cross @ inverse @ cross + bend @ np.linalg.solve(gram, bend)
            means.append(y[ahead].mean() - (point @ theta + cross @ inverse @ left))
            variances.append(lost / (freedom - 2) * unit)
            logs.append(-0.5 * (np.linalg.slogdet(omega)[1] + np.linalg.slogdet(gram)[1] + freedom * np.log(lost)))
    mass = np.exp(np.array(logs) - max(logs))
    mass /= mass.sum()
    mean = float(mass @ np.array(means))
    return mean, float(np.sqrt(mass @ (np.array(variances) + (np.array(means) - mean) ** 2)))


@pytest.mark.parametrize("donors", [0, 1, 4])
@pytest.mark.parametrize("gaps", [False, True])
def test_agrees_with_the_model_written_down(donors: int, gaps: bool) -> None:
    value = world(6, 110, 1)
    seen = np.ones(value.shape, dtype=bool)
    if gaps:
        seen[0, [30, 31, 55, 93]] = False
    panel = make_panel(value, seen)
    case = Case((0,), tuple(range(1, donors + 1)), 90, 12, 80)
    estimates = structural.estimate(panel, [case, Case((5,), (1, 2), 90, 12, 80)])
    window = slice(10, 102)
    when = np.arange(92)
    past, ahead = when[:80][seen[0, 10:90]], when[80:][seen[0, 90:102]]
    fixed = np.concatenate([np.ones((92, 1)), season("day", 80, 92)], axis=1)
    value_naive, scale_naive = naive(value[0, window], value[1 : donors + 1, window], 80, past, ahead, fixed)
    assert estimates.value[0] == pytest.approx(value_naive, rel=1e-6)
    assert estimates.scale[0] == pytest.approx(scale_naive, rel=1e-6)
    assert estimates.value[0] == pytest.approx(np.nanmean(estimates.gap[0]), rel=1e-9)


def test_agrees_with_statsmodels_for_a_given_signal_to_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Local level, diffuse start, no season: the forecast and its variance are the Kalman filter's."""
    monkeypatch.setattr(_quadrature, "DAMPING", (1.0,))
    monkeypatch.setattr(_quadrature, "SIGNAL_TO_NOISE", np.array([0.3]))
    monkeypatch.setattr(_quadrature, "DRIFT", np.zeros(1))
    y = world(1, 72, 3)[0]
    panel = make_panel(y[None], frequency="year")
    estimates = structural.estimate(panel, [Case((0,), (), 60, 12, 60)])
    model = UnobservedComponents(y[:60], "llevel", loglikelihood_burn=1)
    variance = 1.0
    filtered = model.smooth([variance, 0.3 * variance])
    forecast = filtered.get_forecast(12)
    assert estimates.value[0] == pytest.approx((y[60:] - forecast.predicted_mean).mean(), rel=1e-5)


@pytest.mark.parametrize("drift", [0.0, 1.0])
def test_the_drawn_history_leaves_each_period_out(monkeypatch: pytest.MonkeyPatch, drift: float) -> None:
    """The path at a past period is what the dense model foretells of it from all the others."""
    monkeypatch.setattr(_quadrature, "DAMPING", (0.8,))
    monkeypatch.setattr(_quadrature, "SIGNAL_TO_NOISE", np.array([0.5]))
    monkeypatch.setattr(_quadrature, "DRIFT", np.array([drift]))
    value = world(4, 92, 8)
    estimates = structural.estimate(make_panel(value), [Case((0,), (1, 2, 3), 80, 12, 80)])
    fixed = np.concatenate([np.ones((92, 1)), season("day", 80, 92)], axis=1)
    assert estimates.path is not None
    for t in (0, 33, 79):
        error, _ = naive(value[0], value[1:], 80, np.delete(np.arange(80), t), np.array([t]), fixed)
        assert estimates.path.actual[t] - estimates.path.counterfactual[t] == pytest.approx(error, rel=1e-6)


def test_the_season_is_taken_out() -> None:
    """A pure weekly profile is foretold exactly, so nothing is left: refused, not given an infinite z."""
    y = np.tile([1.0, 2, 3, 4, 5, 9, 9], 20)[None] + 100
    estimates = structural.estimate(make_panel(y), [Case((0,), (), 100, 12, 80)])
    assert not estimates.ok[0]
    assert estimates.why[0] == "no_variation"


def test_a_known_effect_is_found() -> None:
    value = world(6, 200, 5)
    value[0, 170:] += 7
    estimates = structural.estimate(make_panel(value), [Case((0,), (1, 2, 3, 4, 5), 170, 30, 120)])
    assert abs(estimates.value[0] - 7) < 3 * estimates.scale[0]
    assert abs(estimates.score[0]) > 3


def test_twin_donors_do_not_break_the_regression() -> None:
    value = world(4, 120, 7)
    value[3] = value[2]
    single = structural.estimate(make_panel(value), [Case((0,), (1, 2), 100, 12, 90)])
    twins = structural.estimate(make_panel(value), [Case((0,), (1, 2, 3), 100, 12, 90)])
    assert twins.value[0] == pytest.approx(single.value[0], rel=1e-6)


def test_more_donors_than_periods_are_screened() -> None:
    value = world(120, 120, 9)
    estimates = structural.estimate(make_panel(value), [Case((0,), tuple(range(1, 120)), 100, 12, 60)])
    assert estimates.ok[0]
    assert np.isfinite(estimates.value[0])


@pytest.mark.parametrize("closed", [[6], [5, 6], [1, 2, 3, 4, 5, 6]])
def test_days_never_observed_leave_no_season_to_know(closed: list[int]) -> None:
    """The dense model with one dummy a day of the week that is open says the same: no column divides by rounding."""
    value = world(4, 300, 9)
    seen = np.broadcast_to(~np.isin(np.arange(300) % 7, closed), value.shape).copy()
    estimates = structural.estimate(make_panel(value, seen), [Case((0,), (1, 2), 270, 28, 200)])
    when = np.arange(228)
    past, ahead = when[:200][seen[0, 70:270]], when[200:][seen[0, 270:298]]
    fixed = np.stack([(np.arange(70, 298) % 7 == d) * 1.0 for d in range(7) if d not in closed], axis=1)
    expected = naive(value[0, 70:298], value[1:3, 70:298], 200, past, ahead, fixed)
    assert estimates.ok[0]
    assert estimates.value[0] == pytest.approx(expected[0], rel=1e-5)
    assert estimates.scale[0] == pytest.approx(expected[1], rel=1e-5)
