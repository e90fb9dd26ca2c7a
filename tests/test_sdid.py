"""Synthetic difference in differences against the paper's table, another implementation, and a ten-line version."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import minimize

import recul
from panel_files import published
from recul.estimators import run, sdid
from recul.estimators._contrast import Contrast
from recul.estimators._dates import dates
from recul.estimators._quadrature import DAMPING, SIGNAL_TO_NOISE
from recul.estimators._walk import Polytopes
from recul.estimators._weights import nearest_weights, ridge_weights
from recul.estimators.base import blocks
from recul.panel import Case, Panel
from recul.worlds.panels import PanelWorld
from recul.worlds.panels import panel as simulated
from test_structural import make_panel, world


def naive_weights(a: np.ndarray, b: np.ndarray, penalty: float) -> np.ndarray:
    """min ‖ω₀ + Aω − b‖² + penalty ‖ω‖² over the simplex, by SciPy's SLSQP; rows of A are the observations."""
    a, b = a - a.mean(axis=0), b - b.mean()
    size = (a**2).mean()
    p = a.shape[1]
    found = minimize(lambda w: (((a @ w - b) ** 2).sum() + penalty * w @ w) / size, np.full(p, 1 / p), method="SLSQP",
                     jac=lambda w: 2 * (a.T @ (a @ w - b) + penalty * w) / size, bounds=[(0, 1)] * p,
                     constraints=[{"type": "eq", "fun": lambda w: w.sum() - 1}],
                     options={"maxiter": 2000, "ftol": 1e-15})
    return np.asarray(found.x)


def naive_times(x: np.ndarray, t: int, penalty: float) -> np.ndarray:
    """λ; where the donors' window can be met exactly, next to no penalty leaves the smallest of the weights that do."""
    lam = naive_weights(x[:, :t], x[:, t:].mean(axis=1), penalty)
    a, b = x[:, :t] - x[:, :t].mean(axis=0), x[:, t:].mean(axis=1) - x[:, t:].mean()
    if np.abs(a @ lam - b).max() > 1e-4:
        return lam
    rows, aim = np.concatenate([a[:-1], np.ones((1, t))]), np.append(b[:-1], 1)
    found = minimize(lambda w: w @ w, np.full(t, 1 / t), method="SLSQP", jac=lambda w: 2 * w, bounds=[(0, 1)] * t,
                     constraints=[{"type": "eq", "fun": lambda w: rows @ w - aim, "jac": lambda w: rows}],
                     options={"maxiter": 2000, "ftol": 1e-15})
    return np.asarray(found.x)


def naive(y: np.ndarray, x: np.ndarray, t: int, treated: int) -> tuple[float, np.ndarray, np.ndarray]:
    """Algorithm 1 of the paper; y [time], x [donor, time], t periods of history."""
    noise = np.diff(x[:, :t], axis=1).std(ddof=1)
    zeta = (treated * (len(y) - t)) ** 0.25 * noise
    omega = naive_weights(x[:, :t].T, y[:t], zeta**2 * t)
    lam = naive_times(x, t, (1e-6 * noise) ** 2 * len(x))
    d = y - omega @ x
    return float(d[t:].mean() - lam @ d[:t]), omega, lam


def solved(value: np.ndarray, t: int, treated: int) -> tuple[float, np.ndarray, np.ndarray]:
    """Estimate, ω and λ of a panel whose first `treated` rows are treated from period t on."""
    units, time = value.shape
    case = Case(tuple(range(treated)), tuple(range(treated, units)), t, time - t, t)
    panel = make_panel(value)
    return float(sdid.estimate(panel, [case]).value[0]), *weighed(panel, case)


def weighed(panel: Panel, case: Case) -> tuple[np.ndarray, np.ndarray]:
    """ω and λ of a case."""
    (block,) = blocks(panel, [case])
    (some,) = dates(block, True)
    omega, lam = sdid.weights(some, block, np.array([len(case.units)]))
    return omega[0], lam[0]


@pytest.mark.parametrize(("units", "time", "t", "treated", "seed"), [(4, 40, 30, 1, 0), (15, 30, 20, 1, 1),
                                                                     (8, 45, 36, 3, 2), (26, 22, 16, 1, 3),
                                                                     (5, 90, 70, 1, 4)])
def test_is_algorithm_1(units: int, time: int, t: int, treated: int, seed: int) -> None:
    value = world(units, time, seed)
    expected, omega, lam = naive(value[:treated].mean(axis=0), value[treated:], t, treated)
    estimate, mine, my_lam = solved(value, t, treated)
    np.testing.assert_allclose(mine, omega, atol=1e-5)
    np.testing.assert_allclose(my_lam, lam, atol=2e-4)
    assert estimate == pytest.approx(expected, abs=2e-4)


# synthdid-py 0.1.0 (PyPI, a port of the authors' R package), in a venv of its own:
#   v = world(units, time, seed); Y = np.vstack([v[n1:], v[:n1]])
#   synthdid_estimate(Y, units - n1, t)                                                              -> its default
#   synthdid_estimate(Y, units - n1, t, sparsify=None, max_iter=200000, min_decrease=1e-14,
#                     max_iter_pre_sparsify=200000)                                                  -> run long
# The long run is still a Frank-Wolfe search: its steps are 1e-5 apart at the end.
PEER = [
    (9, 50, 40, 1, 11, -0.2864490088492303, -0.28700589002784654,
     {24: 0.1174, 28: 0.1048, 29: 0.3313, 34: 0.0290, 37: 0.1453, 38: 0.2722}),
    (31, 40, 28, 1, 12, -0.1592335738245526, -0.15894607571034836,
     {0: 0.1084, 1: 0.1999, 2: 0.0246, 7: 0.0840, 8: 0.0565, 10: 0.1923, 12: 0.0703, 13: 0.2518, 14: 0.0122}),
    (12, 60, 48, 3, 13, -0.12333238366651084, -0.1247997351034778,
     {25: 0.1464, 27: 0.1213, 30: 0.3163, 34: 0.0186, 35: 0.2226, 36: 0.1748}),
]


@pytest.mark.parametrize(("units", "time", "t", "treated", "seed", "default", "long", "periods"), PEER)
def test_agrees_with_another_implementation(units: int, time: int, t: int, treated: int, seed: int, default: float,
                                            long: float, periods: dict[int, float]) -> None:
    estimate, omega, lam = solved(world(units, time, seed), t, treated)
    assert estimate == pytest.approx(long, abs=5e-5)
    assert estimate == pytest.approx(default, abs=2e-3)
    assert {int(i): round(float(lam[i]), 4) for i in np.flatnonzero(lam > 1e-6)} == pytest.approx(periods, abs=2e-4)
    if units == 9:
        np.testing.assert_allclose(omega, [0.1286640692658567, 0.11734763586788186, 0.11445856741015872,
                                           0.13385501503801533, 0.13401223970006493, 0.13435063221937404,
                                           0.112613670739531, 0.1246981697591177], atol=1e-6)


@pytest.mark.real_data
def test_proposition_99(data_dir: Path) -> None:
    """Published −15.60. synthdid-py 0.1.0 on its own copy of the data: −15.603828, and −15.605403 with sparsify=None,
    max_iter=2000000, min_decrease=1e-13; placebo SE 9.41 (np.random.seed(0), 200 random placebos; METHODS names 9.9,
    the SD over all 38 states is 9.37 here). The weights are its own too."""
    panel, case = published(data_dir, "prop99")
    _, others, start, window = case.units, case.donors, case.start, case.window
    cases = [case]
    cases += [Case((u,), tuple(o for o in others if o != u), start, window, start) for u in others]
    estimates = sdid.estimate(panel, cases)
    assert estimates.value[0] == pytest.approx(-15.605403, abs=1e-5)
    assert estimates.value[0] == pytest.approx(-15.603828, abs=0.002)
    assert estimates.value[1:].std() == pytest.approx(9.41, abs=0.5)
    omega, lam = weighed(panel, case)
    heaviest = {panel.units[others[i]]: round(float(omega[i]), 3) for i in np.argsort(-omega)[:5]}
    assert heaviest == {"Nevada": 0.124, "New Hampshire": 0.105, "Connecticut": 0.078, "Delaware": 0.07,
                        "Colorado": 0.057}
    assert {1970 + int(i): round(float(lam[i]), 3) for i in np.flatnonzero(lam > 1e-6)} == {
        1986: 0.366, 1987: 0.206, 1988: 0.427}


@pytest.mark.parametrize(("p", "seed"), [(2, 0), (7, 1), (40, 2)])
def test_ridge_weights_meet_the_conditions_of_the_minimum(p: int, seed: int) -> None:
    """Karush, Kuhn and Tucker: the gradient is level on the weights that are positive, and no lower elsewhere."""
    random = np.random.default_rng(seed)
    factor = random.standard_normal((30, p, p + 3))
    gram, linear = factor @ np.swapaxes(factor, 1, 2) + 0.1 * np.eye(p), 20 * random.standard_normal((30, p))
    w = ridge_weights(gram, linear)
    slope = (gram @ w[:, :, None])[:, :, 0] - linear
    level = (slope * w).sum(axis=1, keepdims=True)
    assert (w >= 0).all()
    np.testing.assert_allclose(w.sum(axis=1), 1)
    assert (slope - level > -1e-8).all()
    np.testing.assert_allclose(np.where(w > 0, slope - level, 0), 0, atol=1e-8)


def cloud_of(series: np.ndarray, own: np.ndarray) -> np.ndarray:
    """The points [m, t] of one polytope: its own rows less their mean at each point."""
    return series[own] - series[own].mean(axis=0)


@pytest.mark.parametrize(("rows", "points", "away"), [(3, 40, 0.2), (20, 100, 1.0), (5, 4, 0.5), (4, 30, 9.0),
                                                      (12, 60, 0.6), (2, 30, 0.1)])
def test_nearest_weights_are_the_nearest(rows: int, points: int, away: float) -> None:
    """No corner lies further towards the origin than the point found; and what is started from the polytope of all the
    series of its date, a neighbour's before it, is the same as what is solved alone."""
    random, dates = np.random.default_rng(rows), 20
    series = random.standard_normal((dates, rows + 1, points)) + away * random.standard_normal((dates, rows + 1, 1))
    date, left_out = np.repeat(np.arange(dates), rows + 1), np.tile(np.arange(rows + 1), dates)
    own, ridge = np.arange(rows + 1) != left_out[:, None], np.full(len(date), 1e-12)
    together = nearest_weights(Polytopes.of(series, date, own, ridge), np.arange(dates))
    met = 0
    for i in range(len(date)):
        cloud = cloud_of(series[date[i]], own[i])
        alone = Polytopes.of(cloud[None], np.zeros(1, dtype=int), np.ones((1, rows), dtype=bool), ridge[:1])
        np.testing.assert_allclose(together[i], nearest_weights(alone, np.zeros(1, dtype=int))[0], atol=1e-7)
        here = cloud @ together[i]
        assert (here @ cloud).min() >= here @ here - 1e-8
        met += here @ here < 1e-12
    assert (together >= 0).all()
    np.testing.assert_allclose(together.sum(axis=1), 1)
    assert met == len(date) or away > 0.2
    assert met == 0 or away < 9


@pytest.mark.parametrize("size", [1e6, 1e9])
def test_a_unit_of_another_size_changes_nothing_for_the_others(size: float) -> None:
    """Beside a series a billion times larger what the donors differ by would be rounding: they are then cut out apart.
    The same where an item has few of the series of its date."""
    value = np.cumsum(world(9, 120, 8), axis=1)
    large = value.copy()
    large[0] *= size
    cases = [Case((u,), tuple(o for o in range(1, 9) if o != u), start, 10, 60) for start in (80, 90) for u in range(9)]
    plain, beside = sdid.estimate(make_panel(value), cases), sdid.estimate(make_panel(large), cases)
    like = np.array([case.units != (0,) for case in cases])
    np.testing.assert_allclose(beside.value[like], plain.value[like], rtol=1e-6, atol=1e-6 * plain.scale[like].max())
    few = [Case((u,), tuple((u + k) % 9 for k in (1, 2, 4)), start, 10, 60) for start in (80, 90) for u in range(9)]
    alone = [sdid.estimate(make_panel(value), [case]).value[0] for case in few]
    np.testing.assert_allclose(sdid.estimate(make_panel(value), few).value, alone, rtol=1e-9)


def test_the_scale_is_that_of_the_dense_model() -> None:
    value, past, ahead = world(1, 60, 5)[0], np.r_[0:20, 23:45], np.arange(45, 60)
    when, history = np.arange(60), value[np.r_[0:20, 23:45]]
    contrast = np.concatenate([-np.full(42, 1 / 42), np.full(15, 1 / 15)])
    at, logs, variances = np.concatenate([past, ahead]), [], []
    for damping in DAMPING:
        gap = np.abs(when[:, None] - when)
        walk = np.minimum(when[:, None], when) + 1.0 if damping == 1 else damping**gap / (1 - damping**2)
        for q in SIGNAL_TO_NOISE:
            omega = np.eye(60) + q * walk
            inverse = np.linalg.inv(omega[np.ix_(past, past)])
            left = history - inverse.sum(axis=0) @ history / inverse.sum()
            lost = left @ inverse @ left
            logs.append(-0.5 * (np.linalg.slogdet(omega[np.ix_(past, past)])[1] + np.log(inverse.sum())
                                + 41 * np.log(lost)))
            variances.append(lost / 39 * contrast @ omega[np.ix_(at, at)] @ contrast)
    mass = np.exp(np.array(logs) - max(logs))
    expected = np.sqrt(mass @ np.array(variances) / mass.sum())
    assert Contrast(past, ahead).scale(history[None], contrast[None])[0] == pytest.approx(expected, rel=1e-8)


def test_the_scale_knows_the_treated_series() -> None:
    """A treated series with a long memory (.95) among donors with a short one (.5): where nothing happens its scores
    spread as its placebos' do. Newey and West's variance would make them 1.5 times wilder or more."""
    own, placebo = [], []
    for seed in range(120):
        panel = simulated(PanelWorld(5, 210), seed)
        value = panel.value.copy()
        value[0] = simulated(PanelWorld(0, 210, autocorrelation=0.95), 1000 + seed).value[0]
        cases = [Case((u,), tuple(o for o in range(1, 6) if o != u), 180, 30, 180) for u in range(6)]
        score = run("sdid", make_panel(value), cases).score
        own.append(score[0])
        placebo += score[1:].tolist()
    assert np.std(own) < 1.25 * np.std(placebo)


def test_donors_without_any_change_weigh_the_same() -> None:
    value = world(4, 60, 3)
    value[1:] = np.array([[5.0], [6.0], [7.0]])
    estimates = sdid.estimate(make_panel(value), [Case((0,), (1, 2, 3), 50, 10, 50)])
    assert estimates.value[0] == pytest.approx(value[0, 50:].mean() - value[0, :50].mean())


def test_twin_donors_share_their_weight() -> None:
    value = world(5, 60, 4)
    value[4] = value[3]
    single, _, _ = solved(value[:4], 50, 1)
    omega = solved(value, 50, 1)[1]
    assert omega[2] == pytest.approx(omega[3], abs=1e-9)
    assert np.isfinite(single)


def test_the_user_may_force_it_and_it_has_its_words() -> None:
    pd = pytest.importorskip("pandas")
    panel = simulated(PanelWorld(8, 240), 3)
    frame = pd.DataFrame(panel.value.T, columns=list(panel.units)).assign(day=panel.times)
    frame.loc[210:, "brand"] += 12
    finding = recul.effect(frame, outcome="brand", controls=panel.units[1:], time="day", start=panel.times[210].item(),
                           end=panel.times[239].item(), estimator="sdid")
    assert (finding.verdict, finding.design.estimator) == ("seen", "sdid")
    assert finding.estimate.low < 12 < finding.estimate.high  # type: ignore[operator]
