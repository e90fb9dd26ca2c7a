"""The contract every estimator signs, whatever its method (DESIGN, house rule 5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.batch import Estimates
from recul.estimators import discover
from recul.panel import Case, Panel
from test_structural import make_panel, world

METHODS = sorted(discover().items())
CASES = [Case((0,), (1, 2, 3, 4), 90, 12, 60), Case((1,), (2, 3, 4), 90, 12, 60), Case((2, 3), (4, 5), 70, 12, 60)]

each = pytest.mark.parametrize(("name", "estimate"), METHODS, ids=[n for n, _ in METHODS])
Method = Callable[..., Estimates]


@pytest.fixture
def panel() -> Panel:
    return make_panel(world(6, 110, 4))


@each
def test_same_input_same_output_inputs_unchanged(name: str, estimate: Method, panel: Panel) -> None:
    before = panel.value.copy()
    first, second = estimate(panel, CASES), estimate(panel, CASES)
    np.testing.assert_array_equal(first.value, second.value)
    np.testing.assert_array_equal(first.scale, second.scale)
    np.testing.assert_array_equal(panel.value, before)
    assert first.estimator == name
    assert first.ok.all()


@each
def test_the_interval_holds_the_estimate_and_the_path_its_gap(name: str, estimate: Method, panel: Panel) -> None:
    e = estimate(panel, CASES)
    assert ((e.low <= e.value) & (e.value <= e.high)).all()
    assert (e.scale > 0).all()
    assert e.path is not None
    np.testing.assert_allclose((e.path.actual - e.path.counterfactual)[60:], e.gap[0], rtol=1e-9)
    np.testing.assert_allclose(np.nanmean(e.gap, axis=1), e.value, rtol=1e-9)


@each
@pytest.mark.parametrize("factor", [1e-6, 1000.0])
def test_a_rescaled_outcome_rescales_the_effect(name: str, estimate: Method, panel: Panel, factor: float) -> None:
    plain, scaled = estimate(panel, CASES), estimate(replace(panel, value=panel.value * factor), CASES)
    np.testing.assert_allclose(scaled.value, plain.value * factor, rtol=1e-6)
    np.testing.assert_allclose(scaled.score, plain.score, rtol=1e-6)


@each
def test_a_constant_shift_leaves_the_absolute_effect(name: str, estimate: Method, panel: Panel) -> None:
    plain, shifted = estimate(panel, CASES), estimate(replace(panel, value=panel.value + 1000), CASES)
    np.testing.assert_allclose(shifted.value, plain.value, rtol=1e-6)
    np.testing.assert_allclose(shifted.scale, plain.scale, rtol=1e-6)


@each
def test_the_order_of_donors_and_of_cases_leaves_it(name: str, estimate: Method, panel: Panel) -> None:
    plain = estimate(panel, CASES)
    turned = estimate(panel, [replace(c, donors=c.donors[::-1]) for c in CASES])
    np.testing.assert_allclose(turned.value, plain.value, rtol=1e-8)
    backwards = estimate(panel, CASES[::-1])
    np.testing.assert_allclose(backwards.value[::-1], plain.value, rtol=1e-9)


@each
def test_what_follows_the_window_is_not_looked_at(name: str, estimate: Method, panel: Panel) -> None:
    value = panel.value.copy()
    value[:, 102:] = 1e6
    plain, changed = estimate(panel, CASES), estimate(replace(panel, value=value), CASES)
    np.testing.assert_allclose(plain.value, changed.value, rtol=1e-9)


@each
def test_gaps_are_not_zeros(name: str, estimate: Method, panel: Panel) -> None:
    """A few unobserved periods move the answer a little; read as zeros they would move it by tens of SDs."""
    seen = np.ones(panel.value.shape, dtype=bool)
    seen[0, [35, 60, 95]] = False
    seen[2, [40, 41]] = False
    gapped = replace(panel, observed=seen, value=np.where(seen, panel.value, np.nan))
    plain, holed = estimate(panel, CASES), estimate(gapped, CASES)
    assert holed.ok.all()
    assert abs(holed.value[0] - plain.value[0]) < plain.scale[0]
    assert holed.diagnostics.unobserved[0] == pytest.approx(1 / 12)


@each
def test_what_cannot_be_estimated_is_refused_by_name(name: str, estimate: Method, panel: Panel) -> None:
    nothing = np.zeros(panel.value.shape, dtype=bool)
    dark = replace(panel, observed=nothing, value=np.full(panel.value.shape, np.nan))
    for bad, case in ((dark, CASES[0]), (panel, Case((0,), (1,), 5, 12, 5)), (make_panel(np.ones((6, 110))), CASES[0])):
        e = estimate(bad, [case])
        assert not e.ok[0]
        assert e.why[0] in {"short_history", "window_unobserved", "no_variation", "no_donors", "few_units"}
        assert np.isnan(e.value[0])


@each
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_numbers_give_a_finite_answer_or_a_refusal(name: str, estimate: Method, data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    value = random.standard_normal((4, 60)) * 10.0 ** data.draw(st.integers(-9, 9))
    value = np.round(value) if data.draw(st.booleans()) else value
    seen = random.random((4, 60)) > data.draw(st.sampled_from([0.0, 0.02, 0.3]))
    panel = make_panel(value, seen)
    cases = [Case((i,), tuple(j for j in range(4) if j != i), 40, data.draw(st.integers(1, 15)), 30) for i in range(4)]
    e = estimate(panel, cases)
    assert (np.isfinite(e.value) == e.ok).all()
    assert (e.scale[e.ok] > 0).all()
    assert ((e.low[e.ok] <= e.value[e.ok]) & (e.value[e.ok] <= e.high[e.ok])).all()
    assert all((w == "") == ok for w, ok in zip(e.why, e.ok, strict=True))
