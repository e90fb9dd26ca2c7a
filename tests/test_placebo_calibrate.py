"""The rules of METHODS §0.5-8 against closed forms, published tables and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from recul.placebo.calibrate import Calibration, guaranteed_bound, independent, same_date_correlation
from recul.placebo.power import detectable_effect
from recul.placebo.rates import interval_score, rate


def moments(u0: int, dates: int, units: int) -> np.ndarray:
    return np.concatenate([np.zeros(u0, int), np.repeat(np.arange(1, dates + 1), units)])


@pytest.mark.parametrize(("u0", "dates", "units", "rho", "k"), [
    (2, 12, 3, None, 20),  # METHODS §0, Volkswagen over 12 weeks: 2 + ⌊36 / 2⌋
    (2, 1, 3, None, 3),  # and over all 79 of them: 2 + ⌊3 / 2⌋
    (20, 3, 21, None, 25), (0, 11, 1, None, 11), (99, 0, 1, None, 99), (5, 30, 6, 0.0, 185), (5, 30, 6, 1.0, 35),
    (5, 30, 6, -0.4, 185),
])
def test_the_number_of_independent_placebos(u0: int, dates: int, units: int, rho: float | None, k: int) -> None:
    assert independent(moments(u0, dates, units), 0, rho) == k


def test_same_date_correlation_is_that_of_the_simulation() -> None:
    random = np.random.default_rng(0)
    cluster = np.repeat(np.arange(3000), 4)
    score = math.sqrt(0.6) * random.standard_normal(3000)[cluster] + math.sqrt(0.4) * random.standard_normal(12000)
    found = same_date_correlation(score, cluster)
    assert found == pytest.approx(0.6, abs=0.03)
    assert same_date_correlation(score[:40], cluster[:40]) is None


@pytest.mark.parametrize("m", [39, 62, 99, 399])
def test_the_rank_rule_rejects_as_often_as_it_says(m: int) -> None:
    """With exchangeable scores: exactly 1 − ⌈.95 (m + 1)⌉ / (m + 1), whatever their law."""
    random = np.random.default_rng(m)
    said = 1 - math.ceil(0.95 * (m + 1) - 1e-9) / (m + 1)
    trials = 4000
    hits = 0
    for _ in range(trials):
        z = random.standard_t(2, m + 1)
        hits += abs(z[0]) > Calibration.of(z[1:], 0, m).bound()
    assert hits / trials == pytest.approx(said, abs=4 * math.sqrt(said * (1 - said) / trials))


@pytest.mark.parametrize("m", [5, 11, 38])
def test_the_student_rule_is_exact_for_bell_shaped_scores(m: int) -> None:
    random = np.random.default_rng(m)
    trials = 4000
    hits = sum(abs(z[0]) > Calibration.of(z[1:], 0, m).bound()
               for z in (3.7 * random.standard_normal((trials, m + 1))))
    assert hits / trials == pytest.approx(0.05, abs=0.014)


def test_failed_placebos_widen_the_rank_bound() -> None:
    z = np.linspace(0.1, 5, 98)
    assert Calibration.of(z, 0, 98).bound() < Calibration.of(z, 2, 98).bound() < math.inf
    assert Calibration.of(z, 20, 98).bound() == math.inf


@settings(max_examples=500, deadline=None)
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=120), st.integers(0, 5), st.integers(1, 150),
       st.floats(-60, 60))
def test_p_and_bound_are_one_reading(scores: list[float], failed: int, k: int, z: float) -> None:
    calibration = Calibration.of(np.array(scores), failed, k)
    assert (abs(z) > calibration.bound()) == (calibration.p(z) <= 0.05 + 1e-12) or math.isclose(
        abs(z), calibration.bound(), rel_tol=1e-9)
    assert 0 <= calibration.p(z) <= 1


def test_the_guaranteed_bound_needs_nineteen_moments() -> None:
    """Lee, Barber & Willett (2023): below 19 moments the mass at infinity exceeds 5 %; at 19 it is the maximum."""
    z = np.arange(1.0, 41)
    assert guaranteed_bound(z[:36], np.repeat(np.arange(1, 19), 2), 0) is None
    assert guaranteed_bound(z[:38], np.repeat(np.arange(1, 20), 2), 0) == 38
    single = guaranteed_bound(np.arange(1.0, 100), np.arange(1, 100), 0)
    assert single == 95  # one score a moment: the ordinary conformal quantile ⌈.95 · 100⌉


def test_rates_have_clopper_and_pearsons_interval() -> None:
    """Clopper & Pearson (1934) by scipy; unclustered, 7 of 100."""
    hits = np.zeros(100, bool)
    hits[:7] = True
    found = rate(hits, np.arange(100))
    exact = stats.binomtest(7, 100).proportion_ci(0.95, "exact")
    assert (found.count, found.of) == (7, 100)
    assert found.low == pytest.approx(exact.low, rel=1e-2)
    assert found.high == pytest.approx(exact.high, rel=1e-2)


def test_clustered_rates_are_less_sure() -> None:
    hits = np.repeat(np.arange(20) < 3, 10)
    apart, together = rate(hits, np.arange(200)), rate(hits, np.repeat(np.arange(20), 10))
    assert together.low is not None
    assert apart.low is not None
    assert together.low < apart.low
    assert rate(np.zeros(0, bool), np.zeros(0, int)).value is None


def test_interval_score_is_gneiting_and_rafterys() -> None:
    """Eq. 43 of Gneiting & Raftery (2007) written out."""
    value, half = np.array([1.0, -4.0]), np.array([2.0, 1.5])
    low, high = value - half, value + half
    expected = (high - low) + 2 / 0.05 * np.maximum(low, 0) + 2 / 0.05 * np.maximum(-high, 0)
    np.testing.assert_allclose(interval_score(value, half, 0.95), expected)


@pytest.mark.parametrize("m", [20, 99])
def test_the_detectable_effect_is_detected_four_times_in_five(m: int) -> None:
    """Injected into fresh draws of the same law, it is seen about 80 % of the time."""
    random = np.random.default_rng(m)
    shares = []
    for _ in range(300):
        z = random.standard_normal(m)
        calibration = Calibration.of(z, 0, m)
        effect, low, high = detectable_effect(z, calibration, scale=2.0, baseline=50.0)
        assert effect is not None
        assert low is None or low <= effect
        assert high is None or effect <= high
        fresh = random.standard_normal(400) + effect * 50 / 2
        shares.append((np.abs(fresh) > calibration.bound()).mean())
    assert np.mean(shares) == pytest.approx(0.8, abs=0.06)


def test_no_baseline_no_detectable_effect() -> None:
    z = np.random.default_rng(0).standard_normal(50)
    assert detectable_effect(z, Calibration.of(z, 0, 50), 1.0, -3.0) == (None, None, None)
