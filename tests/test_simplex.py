"""Nearest points of hulls, many at once, against SciPy's SLSQP, closed forms and refitting from scratch."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from recul.estimators._leftout import weights_without
from recul.estimators._simplex import Hulls, Tableau, nearest


def hulls_of(series: np.ndarray, others: np.ndarray | None = None) -> Hulls:
    """One item: the first series against all others; series [1 + p, t], other vectors [k, t]."""
    moments = series @ series.T if others is None else np.concatenate([series, others]) @ series.T
    return Hulls(moments[None], np.array([0]), np.array([0]), np.arange(1, len(series))[None])


def loss(series: np.ndarray, weights: np.ndarray) -> float:
    return float(((series[0] - weights @ series[1:]) ** 2).sum())


def slsqp(series: np.ndarray) -> np.ndarray:
    """Ten lines of somebody else's solver."""
    y, x = series[0], series[1:]
    return np.asarray(minimize(
        lambda w: ((y - w @ x) ** 2).sum(), np.full(len(x), 1 / len(x)), jac=lambda w: -2 * x @ (y - w @ x),
        method="SLSQP", bounds=[(0, 1)] * len(x), options={"ftol": 1e-15, "maxiter": 1000},
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like}).x)


KINDS = ("noise", "walks", "trends", "rounded")


def some_series(kind: str, random: np.random.Generator, units: int, periods: int) -> np.ndarray:
    noise = random.standard_normal((units, periods))
    return {"noise": noise, "walks": np.cumsum(noise, axis=1), "rounded": np.round(noise),
            "trends": np.cumsum(noise, axis=1) + np.arange(periods) * random.uniform(0.5, 2, (units, 1))}[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_is_what_slsqp_finds(kind: str) -> None:
    random = np.random.default_rng(1)
    for _ in range(25):
        series = some_series(kind, random, int(random.integers(3, 12)), 40)
        series /= np.abs(series).max()
        found, other = nearest(hulls_of(series)).weights[0], slsqp(series)
        np.testing.assert_allclose(found, other, atol=2e-5)
        assert loss(series, found) <= loss(series, other) * (1 + 1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_meets_the_conditions_of_kuhn_and_tucker(kind: str) -> None:
    """No donor would lower the loss by taking weight from those in use: the gradient is least and level on these."""
    random = np.random.default_rng(2)
    for _ in range(200):
        series = some_series(kind, random, int(random.integers(2, 30)), int(random.integers(4, 60)))
        weights = nearest(hulls_of(series)).weights[0]
        assert (weights >= 0).all()
        assert weights.sum() == pytest.approx(1, abs=1e-12)
        slope = series[1:] @ (weights @ series[1:] - series[0])
        size = (series**2).sum(axis=1).max()
        assert (slope >= weights @ slope - 1e-8 * size).all()


def test_both_ways_of_solving_agree_whether_or_not_donors_have_to_leave() -> None:
    random, left = np.random.default_rng(3), 0
    for _ in range(100):
        hulls = hulls_of(some_series("trends", random, 12, 30))
        v = Tableau.of(hulls.gram()).solved()[:, 0]
        np.testing.assert_allclose(nearest(hulls).weights[0], v / v.sum(), atol=1e-9)
        left += (nearest(hulls).weights[0] > 0).sum() < 12
    assert left > 0


def test_a_point_on_a_segment() -> None:
    """y = (1, 1), donors (0, 0) and (4, 0): the foot of the perpendicular is (1, 0), a quarter of the way."""
    series = np.array([[1.0, 1.0], [0.0, 0.0], [4.0, 0.0]])
    np.testing.assert_allclose(nearest(hulls_of(series)).weights, [[0.75, 0.25]], rtol=1e-12)


def test_corners_twins_and_copies() -> None:
    random = np.random.default_rng(4)
    series = random.standard_normal((6, 30))
    assert nearest(hulls_of(series[:2])).weights.tolist() == [[1.0]]
    copy = np.concatenate([series, series[:1]])
    np.testing.assert_allclose(nearest(hulls_of(copy)).weights, [[0, 0, 0, 0, 0, 1]], atol=1e-12)
    twins = np.concatenate([series, series[3:4]])
    assert loss(twins, nearest(hulls_of(twins)).weights[0]) == pytest.approx(
        loss(series, nearest(hulls_of(series)).weights[0]), rel=1e-10)
    flat = np.ones((4, 20))
    assert nearest(hulls_of(flat)).weights.sum() == 1.0


def test_more_donors_than_periods() -> None:
    series = np.random.default_rng(5).standard_normal((60, 10)) + np.array([[3.0]] + [[0.0]] * 59)
    found = nearest(hulls_of(series)).weights[0]
    assert loss(series, found) <= loss(series, slsqp(series)) * (1 + 1e-7)
    assert (found > 0).sum() <= 11


def test_items_do_not_touch_each_other() -> None:
    """A thousand at once give what one at a time does."""
    random = np.random.default_rng(6)
    series = np.cumsum(random.standard_normal((3, 8, 50)), axis=2)
    units = np.arange(8)
    moments = series @ series.transpose(0, 2, 1)
    date, treated = np.repeat([0, 1, 2], 8), np.tile(units, 3)
    donors = np.array([np.delete(units, t) for t in treated])
    together = nearest(Hulls(moments, date, treated, donors)).weights
    for i in range(24):
        alone = nearest(Hulls(moments, date[i : i + 1], treated[i : i + 1], donors[i : i + 1])).weights[0]
        np.testing.assert_allclose(together[i], alone, atol=1e-12)


def test_leverage_is_that_of_the_projection_on_the_donors_in_use() -> None:
    random = np.random.default_rng(7)
    series, vectors = random.standard_normal((9, 40)), random.standard_normal((3, 40))
    fit = nearest(hulls_of(series, vectors))
    use = series[1:][fit.weights[0] > 0]
    basis = np.linalg.qr((use[1:] - use[0]).T)[0]
    np.testing.assert_allclose(fit.leverage[0], ((vectors @ basis) ** 2).sum(axis=1), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_without_a_period_are_those_of_a_fit_without_it(kind: str) -> None:
    random, changed = np.random.default_rng(8), 0
    for _ in range(20):
        series = some_series(kind, random, 9, 25)
        hulls = hulls_of(series)
        plain = nearest(hulls).weights
        without = weights_without(hulls, plain, series.T[None])[0]
        for t in range(25):
            rest = np.delete(series, t, axis=1)
            again = nearest(hulls_of(rest)).weights[0]
            assert loss(rest, without[t]) == pytest.approx(loss(rest, again), rel=1e-8)
            changed += ((again > 0) != (plain[0] > 0)).any()
    assert changed > 20, "donors have to change places for this to be tested"
