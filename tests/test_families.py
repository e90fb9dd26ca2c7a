"""Placebos of one moment, reckoned together, against the dense model and against each of them alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from recul.estimators import _calendar, _families, structural
from recul.estimators._regression import eliminated, inverted, products
from recul.panel import Calendar, Case
from test_structural import make_panel, naive, world


def everyone(units: int) -> list[Case]:
    """Each unit in turn, all others its donors."""
    return [Case((u,), tuple(o for o in range(units) if o != u), 90, 12, 80) for u in range(units)]


@pytest.mark.parametrize("gaps", [False, True])
def test_every_placebo_of_a_moment_is_the_model_written_down(gaps: bool) -> None:
    value = world(5, 110, 1)
    seen = np.ones(value.shape, dtype=bool)
    if gaps:
        seen[2, [30, 31, 55, 93]] = False
    estimates = structural.estimate(make_panel(value, seen), everyone(5))
    window, when, open_ = slice(10, 102), np.arange(92), seen.all(axis=0)[10:102]
    past, ahead = when[:80][open_[:80]], when[80:][open_[80:]]
    fixed = np.concatenate([np.ones((92, 1)), _calendar.season("day", 80, 92)], axis=1)
    for i in range(5):
        y, x = value[i, window], np.delete(value, i, axis=0)[:, window]
        expected = naive(y, x, 80, past, ahead, fixed)
        assert estimates.value[i] == pytest.approx(expected[0], rel=1e-6)
        assert estimates.scale[i] == pytest.approx(expected[1], rel=1e-6)


@pytest.mark.parametrize("kind", ["plain", "twins", "constant", "sum", "like sizes"])
def test_together_or_alone_is_the_same(kind: str) -> None:
    """Also where one series is known from the others, and no inverse of all of them exists."""
    value = world(7, 110, 2)
    if kind == "twins":
        value[3] = value[2]
    if kind == "constant":
        value[4] = 7
    if kind == "sum":
        value[5] = value[1] + value[2]
    if kind == "like sizes":
        value *= 10.0 ** np.arange(7)[:, None]
    panel, cases = make_panel(value), everyone(7)
    together = structural.estimate(panel, cases)
    for i, case in enumerate(cases):
        alone = structural.estimate(panel, [case])
        assert together.why[i] == alone.why[0]
        if alone.ok[0]:
            np.testing.assert_allclose(together.value[i], alone.value[0], atol=1e-6 * alone.scale[0])
            np.testing.assert_allclose(together.scale[i], alone.scale[0], rtol=1e-6)
            np.testing.assert_allclose(together.diagnostics.drift[i], alone.diagnostics.drift[0], atol=1e-6)
            assert together.diagnostics.outside[i] == alone.diagnostics.outside[0]


@pytest.mark.parametrize("cells", [1, _families.CACHE_CELLS])
def test_any_mixture_of_dates_and_donors_is_each_of_them_alone(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_families, "CACHE_CELLS", cells)
    panel, random = make_panel(world(6, 130, 3)), np.random.default_rng(4)
    cases = [Case(c.units, c.donors, start, 12, 80) for start in (118, 90, 101) for c in everyone(6)]
    cases += [Case((0,), (1, 2), 90, 12, 80), Case((0, 1), (2, 3), 90, 12, 80), Case((2,), (), 101, 12, 80)]
    cases = [cases[i] for i in random.permutation(len(cases))]
    together = structural.estimate(panel, cases)
    for i, case in enumerate(cases):
        alone = structural.estimate(panel, [case])
        np.testing.assert_allclose(together.value[i], alone.value[0], rtol=1e-8)
        np.testing.assert_allclose(together.scale[i], alone.scale[0], rtol=1e-8)
        np.testing.assert_allclose(together.gap[i], alone.gap[0], rtol=1e-7)


def test_the_donors_kept_are_those_whose_changes_go_most_with_the_treated_series_own() -> None:
    value = world(40, 100, 5)
    cases = [Case((u,), tuple(o for o in range(40) if o != u), 88, 12, 80) for u in (3, 17)]
    many = structural.estimate(make_panel(value), cases)
    for i, case in enumerate(cases):
        change = np.diff(value[:, 8:88], axis=1)
        near = [abs(np.corrcoef(change[case.units[0]], change[d])[0, 1]) for d in case.donors]
        best = tuple(sorted(np.array(case.donors)[np.argsort(near)[-20:]].tolist()))
        few = structural.estimate(make_panel(value), [Case(case.units, best, 88, 12, 80)])
        assert many.value[i] == pytest.approx(few.value[0], rel=1e-9)


def test_one_inverse_says_what_eliminating_each_by_itself_does() -> None:
    """A regressor without a prior, three series each in turn the outcome, one with no prior either, and time."""
    random = np.random.default_rng(6)
    series, weight, away = random.standard_normal((5, 1, 40)), random.uniform(0.2, 1, (3, 40)), random.random((5, 1, 3))
    ridge, own = np.array([0.0, 2.0, 0.0, 3.0, 0.0])[:, None], np.array([1, 2, 3])
    nothing = np.zeros((5, 1))
    together, good = inverted(products([series.transpose(1, 0, 2)], [weight], away), nothing, ridge,
                              np.zeros(3, dtype=int), own)
    assert good.all()
    for i, one in enumerate(own):
        order = [j for j in range(4) if j != one] + [int(one), 4]
        alone = eliminated(products([series[order].transpose(1, 0, 2)], [weight], away[order]), nothing, ridge[order])
        for name in ("tt", "ty", "tw", "yy", "yw", "ww", "logdet", "kept"):
            np.testing.assert_allclose(getattr(together, name)[i], getattr(alone, name)[0], rtol=1e-9, err_msg=name)
        for name in ("plain", "lean"):
            np.testing.assert_allclose(getattr(together, name)[order, i], getattr(alone, name)[:, 0], atol=1e-12)


def test_items_that_an_event_touched_and_those_it_did_not_are_no_one_family() -> None:
    """Six series at one date, an event of three of them and an event of all: told together as each is told alone."""
    panel = make_panel(world(6, 160, 3))
    active = np.zeros((2, 6, 160))
    active[0, :3, [20, 21, 60, 130, 131]] = 1
    active[1, :, [33, 34, 80, 140]] = 1
    known = replace(panel, calendar=Calendar(("fair", "sales"), active))
    cases = [Case((u,), tuple(v for v in range(6) if v != u), 125, 20, 115) for u in range(6)]
    together = structural.estimate(known, cases)
    alone = [structural.estimate(known, [case]) for case in cases]
    for name in ("value", "scale", "low", "high"):
        np.testing.assert_allclose(getattr(together, name), [getattr(one, name)[0] for one in alone], rtol=1e-9)
    assert not np.allclose(together.value, structural.estimate(panel, cases).value, rtol=1e-3)
