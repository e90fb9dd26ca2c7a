"""Augmented synthetic control against a version that refits everything, and against augsynth-py and pysyncon."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from panel_files import published
from recul.estimators import augmented, synthetic
from recul.panel import Case, Panel
from recul.worlds.panels import PanelWorld, panel
from test_simplex import hulls_of, nearest
from test_structural import make_panel, world


def ridge(rows: np.ndarray, penalty: float) -> np.ndarray:
    """Weights w + γ for rows [1 + p, t], the treated series first, written as in the paper."""
    plain = nearest(hulls_of(rows)).weights[0]
    y, x = rows[0] - rows[1:].mean(axis=0), rows[1:] - rows[1:].mean(axis=0)
    return plain + np.linalg.solve(x @ x.T + penalty * np.eye(len(x)), x @ (y - plain @ x))


def top(rows: np.ndarray) -> float:
    x = rows[1:] - rows[1:].mean(axis=0)
    return float(np.linalg.eigvalsh(x @ x.T)[-1])


def naive(value: np.ndarray, case: Case, demeaned: bool) -> tuple[float, float, np.ndarray]:
    """Effect, λ and the error of each period left out, everything refitted without it."""
    rows, t = value[[*case.units, *case.donors]], case.history
    past = rows[:, case.start - t : case.start]

    def centred(series: np.ndarray, by: np.ndarray) -> np.ndarray:
        return series - by.mean(axis=1, keepdims=True) if demeaned else series

    def error(penalty: float, s: int) -> float:
        rest = np.delete(past, s, axis=1)
        held = centred(past[:, [s]], rest)[:, 0]
        return float(held[0] - ridge(centred(rest, rest), penalty) @ held[1:])

    every = centred(past, past)
    grid = top(every) * augmented.PENALTIES
    errors = np.array([[error(p, s) for s in range(t)] for p in grid])
    best = int((errors**2).sum(axis=1).argmin())
    gap = centred(rows[:, case.start : case.start + case.window], past)
    return float((gap[0] - ridge(every, grid[best]) @ gap[1:]).mean()), float(grid[best]), errors[best]


@pytest.mark.parametrize("demeaned", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_is_the_version_that_refits_everything(demeaned: bool, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(augmented, "PENALTIES", augmented.PENALTIES[::4])
    value = world(7, 60, seed)
    case = Case((0,), (1, 2, 3, 4, 5, 6), 45, 6, 24)
    effect, _, errors = naive(value, case, demeaned)
    estimates = augmented.estimate(make_panel(value), [case, Case((3,), (1, 2, 4), 40, 6, 24)], demeaned=demeaned)
    assert estimates.value[0] == pytest.approx(effect, rel=1e-6)
    told = synthetic.foretold(errors[None], np.array([24.0 - demeaned]), 6, demeaned)[0]
    assert estimates.scale[0] ** 2 >= told * (1 - 1e-6)


# augsynth-py 0.6.0: `AugSynth(fixedeff=False).fit(...)`, λ among logspace(−4, 4, 50)·var(y) by leave-one-out
# cross-validation, w refitted in each fold. (With fixedeff=True it takes the means before it leaves periods out, so
# that each period is known from the others where donors outnumber periods: on Prop 99 it then ends at the edge of its
# grid, λ = .0129, ATT −14.9. Here the means are refitted too. At a λ given by hand both are the same.)
CHOSEN = {"prop99": -12.374819, "germany": -1402.100413, "basque": -0.300095}
# The same, `lambda_grid=` the penalties of this estimator, largest eigenvalue of K × logspace(2, −6, 50).
OURS = {"prop99": -12.396812, "germany": -1396.065057, "basque": -0.299366}
# `AugSynth(fixedeff=True, lambda_=...)`: λ, ATT.
GIVEN = {"prop99": (0.043316345, -14.884208), "germany": (34348.428, -1587.442190),
         "basque": (0.00023086903, -0.669272)}
# pysyncon 1.7.0, `AugSynth().fit(dataprep)` on outcomes: its λ and ATT on Prop 99, to four digits (augsynth-py
# gives −12.374986): its solver for w stops early, at −19.563 for the −19.514 of the synthetic control alone here,
# and is nowhere near on the other two.
PYSYNCON = (0.018037553409674032, -12.37469)


def history_of(made: Panel, case: Case, demeaned: bool) -> np.ndarray:
    rows = made.value[[*case.units, *case.donors]][:, : case.start]
    return rows - rows.mean(axis=1, keepdims=True) if demeaned else rows


@pytest.mark.real_data
@pytest.mark.parametrize("name", CHOSEN)
def test_chooses_as_augsynth_does(name: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, case = published(data_dir, name)
    assert augmented.estimate(made, [case], demeaned=False).value[0] == pytest.approx(OURS[name], rel=2e-5)
    rows = history_of(made, case, demeaned=False)
    monkeypatch.setattr(augmented, "PENALTIES", np.logspace(4, -4, 50) * rows[0].var() / top(rows))
    assert augmented.estimate(made, [case], demeaned=False).value[0] == pytest.approx(CHOSEN[name], rel=2e-5)


@pytest.mark.real_data
@pytest.mark.parametrize("name", GIVEN)
def test_is_augsynths_for_a_given_penalty(name: str, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, case = published(data_dir, name)
    penalty, effect = GIVEN[name]
    monkeypatch.setattr(augmented, "PENALTIES", np.array([penalty / top(history_of(made, case, demeaned=True))]))
    assert augmented.estimate(made, [case]).value[0] == pytest.approx(effect, rel=2e-5)


@pytest.mark.real_data
def test_is_pysyncons_for_its_penalty(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, case = published(data_dir, "prop99")
    penalty, effect = PYSYNCON
    monkeypatch.setattr(augmented, "PENALTIES", np.array([penalty / top(history_of(made, case, demeaned=False))]))
    assert augmented.estimate(made, [case], demeaned=False).value[0] == pytest.approx(effect, abs=5e-4)


def test_a_large_penalty_leaves_the_synthetic_control(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(augmented, "PENALTIES", np.array([1e9]))
    made, cases = make_panel(world(6, 100, 21)), [Case((0,), (1, 2, 3, 4, 5), 80, 12, 60)]
    assert augmented.estimate(made, cases).value[0] == pytest.approx(synthetic.estimate(made, cases).value[0], rel=1e-6)


def test_one_donor_leaves_nothing_to_augment() -> None:
    made, cases = make_panel(world(2, 100, 22)), [Case((0,), (1,), 80, 12, 60)]
    assert augmented.estimate(made, cases).value[0] == pytest.approx(synthetic.estimate(made, cases).value[0], rel=1e-9)


def test_it_follows_a_series_outside_the_hull_of_its_donors() -> None:
    """The treated unit grows as no mean of donors does; a twentieth of the bias is left."""
    random = np.random.default_rng(23)
    trend = np.arange(130)
    value = 100 + np.array([[0.6], [0.3], [0.2], [0.1], [0.0]]) * trend + random.standard_normal((5, 130))
    made, cases = make_panel(value), [Case((0,), (1, 2, 3, 4), 110, 20, 100)]
    plain, corrected = synthetic.estimate(made, cases).value[0], augmented.estimate(made, cases).value[0]
    assert plain > 15
    assert abs(corrected) < plain / 20


def test_its_own_interval_is_about_right_where_nothing_happens() -> None:
    out = 0
    for seed in range(200):
        e = augmented.estimate(panel(PanelWorld(20, 210), seed), [Case((0,), tuple(range(1, 21)), 180, 30, 180)])
        out += not e.low[0] <= 0 <= e.high[0]
    assert 0.01 <= out / 200 <= 0.10


def test_what_leaves_nothing_to_measure_by_is_refused() -> None:
    value = world(12, 40, 18)
    value[1] = value[0] + 5
    made = make_panel(value)
    assert augmented.estimate(made, [Case((0,), (1, 2, 3), 30, 5, 20)]).why == ("repeated_by_donors",)
    assert augmented.estimate(made, [Case((0,), (), 30, 5, 20)]).why == ("no_donors",)


def test_more_donors_than_periods_give_a_finite_answer_or_a_refusal() -> None:
    for seed in range(20):
        estimates = augmented.estimate(make_panel(world(60, 40, seed)), [Case((0,), tuple(range(1, 60)), 30, 5, 10)])
        assert np.isfinite(estimates.value[0]) == estimates.ok[0]
        assert np.isfinite(estimates.scale[0]) == estimates.ok[0]
