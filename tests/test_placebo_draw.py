"""Where placebos may stand: METHODS §0.2-3, checked on random panels and actions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.panel import Case
from recul.placebo.draw import Pool, Touch, draw, peak_span
from recul.questions.panel import history_for
from test_structural import make_panel, world


@pytest.mark.parametrize(("start", "window", "history"), [(246, 12, 96), (246, 79, 158), (180, 30, 90), (20, 12, 20),
                                                          (1000, 30, 240), (60, 12, 30)])
def test_history_is_half_the_time_before_two_to_eight_windows(start: int, window: int, history: int) -> None:
    assert history_for(start, window, 1) == history


@pytest.mark.parametrize(("start", "window", "history"), [(330, 28, 218), (180, 30, 90), (1000, 30, 240),
                                                          (300, 30, 180), (20, 12, 20)])
def test_beside_many_units_it_is_two_thirds_as_long_as_four_moments_remain(start: int, window: int, history: int
                                                                           ) -> None:
    assert history_for(start, window, 5) == history
    assert history == 90 or (start - history) // window >= 4 or history == min(start, 240)


def test_volkswagen_has_twelve_other_dates() -> None:
    """METHODS §0, the worked case: 246 weeks before, 3 units: 12 dates × 3 and 2 at the real one; 79 weeks: 1 × 3."""
    panel = make_panel(world(3, 325, 0))
    for window, others in ((12, 12), (79, 1)):
        batch = draw(panel, Case((0,), (1, 2), 246, window, history_for(246, window, 2)), Pool((1, 2)), 0)
        assert len(batch) - 1 == 2 + 3 * others
        assert len(np.unique(batch.cluster)) - 1 == others


@settings(max_examples=150, deadline=None)
@given(units=st.integers(2, 9), treated=st.integers(1, 3), window=st.integers(1, 20), start=st.integers(30, 100),
       onset=st.sampled_from(["declared", "peak"]), seed=st.integers(0, 99),
       touched=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 110), st.integers(0, 10)), max_size=3))
def test_placebos_stand_where_nothing_happened(units: int, treated: int, window: int, start: int, onset: str,
                                               seed: int, touched: list[tuple[int, int, int]]) -> None:
    panel = make_panel(world(units, 125, seed))
    ours = tuple(range(min(treated, units - 1)))
    controls = tuple(range(len(ours), units))
    touches = tuple(Touch(f"t{i}", (u,), s, s + n) for i, (u, s, n) in enumerate(touched) if u < units)
    real = Case(ours, controls, start, window, history_for(start, window, 1), onset)  # type: ignore[arg-type]
    batch = draw(panel, real, Pool(controls, controls[:1], touches), seed)
    cases = batch.items.cases
    assert cases[0] is real
    assert len(cases) == len(batch.cluster) == len(batch.source) == len(batch.order) <= 1000
    for case in cases[1:]:
        assert case.history == real.history
        assert case.window == window
        assert len(case.units) == len(ours)
        assert case.start - case.history >= 0
        assert case.start + window <= 125
        assert not set(case.units) & set(case.donors)
        end = case.start + window - 1
        if end >= start:
            assert not set(ours) & (set(case.units) | set(case.donors))
        for touch in touches:
            if set(touch.rows) & set(case.units):
                assert touch.last + window < case.start or touch.first - window > end
    for unit in range(units):
        starts = sorted(c.start for c in cases if unit in c.units)
        assert all(later - earlier >= window for earlier, later in pairwise(starts))
    again = draw(panel, real, Pool(controls, controls[:1], touches), seed)
    assert again.items.cases == cases


def test_peaks_are_chosen_as_the_real_one_was() -> None:
    panel = make_panel(world(4, 400, 2))
    batch = draw(panel, Case((0,), (1, 2, 3), 300, 10, 80, "peak"), Pool((1, 2, 3)), 0)
    months = panel.times.astype("datetime64[M]")
    for case in batch.items.cases[1:]:
        month = np.flatnonzero(months == months[case.start])
        assert panel.value[case.units[0], case.start] == panel.value[case.units[0], month].max()


def test_the_peak_of_a_year_is_compared_with_peaks_of_years() -> None:
    value = world(4, 800, 2)
    value[0, 700] = value[0].max() + 1
    panel = make_panel(value)
    assert peak_span(panel, (0,), 700) == 12
    batch = draw(panel, Case((0,), (1, 2, 3), 700, 10, 80, "peak"), Pool((1, 2, 3)), 0)
    months = panel.times.astype("datetime64[M]")
    here = [c for c, moment in zip(batch.items.cases[1:], batch.cluster[1:], strict=True) if moment == 0]
    assert [c.units for c in here] == [(1,), (2,), (3,)]
    year = np.flatnonzero((months <= months[700]) & (months > months[700] - 12))
    for case in here:
        assert panel.value[case.units[0], case.start] == panel.value[case.units[0], year].max()
    earlier = [c for c, moment in zip(batch.items.cases, batch.cluster, strict=True) if moment == 1]
    assert {c.units for c in earlier} <= {(0,), (1,), (2,), (3,)}
    assert all(c.start + 10 <= year[0] for c in earlier)


def test_the_peak_of_a_month_only_is_compared_with_months() -> None:
    value = world(4, 800, 2)
    month = slice(700, 715)  # 2025-12-01 on
    start = 700 + int(value[0, month].argmax())
    value[0, 500] = value[0].max() + 1
    assert peak_span(make_panel(value), (0,), start) == 1


def test_a_thousand_at_most() -> None:
    panel = make_panel(world(60, 700, 2))
    batch = draw(panel, Case((0,), tuple(range(1, 60)), 600, 12, 48), Pool(tuple(range(1, 60))), 3)
    assert len(batch) == 1000
    assert batch.items.cases[0].units == (0,)
