"""A frame becomes the same panel whoever made it, whatever the order of its rows; what cannot be read is named."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul._frames import panel_of
from recul.errors import QuestionError
from recul.panel import Panel

MAKERS = [pd.DataFrame, pl.DataFrame, pa.table]
DAY = datetime(2024, 1, 1)


def columns(n: int = 6, step: timedelta = timedelta(days=1)) -> dict[str, Any]:
    return {"t": [DAY + i * step for i in range(n)], "y": [float(i) for i in range(n)], "x": [i * 2 for i in range(n)]}


def refused(frame: Any, outcome: Any = "y", controls: Any = ("x",), time: str = "t",
            frequency: str | None = None) -> str:
    with pytest.raises(QuestionError) as caught:
        panel_of(frame, outcome, controls, time, frequency)
    return str(caught.value)


def same(a: Panel, b: Panel) -> bool:
    return (np.array_equal(a.value, b.value, equal_nan=True) and np.array_equal(a.times, b.times)
            and (a.units, a.frequency, a.measure) == (b.units, b.frequency, b.measure))


@settings(max_examples=60, deadline=None)
@given(cells=st.lists(st.none() | st.floats(-1e12, 1e12) | st.integers(-10**9, 10**9), min_size=3, max_size=12),
       seed=st.integers(0, 9), holes=st.sets(st.integers(1, 10), max_size=2))
def test_one_panel_whatever_the_library_and_the_order(cells: list[Any], seed: int, holes: set[int]) -> None:
    cells = [None if c is None else float(c) for c in [*cells, 1.0]]
    keep = [i for i in range(len(cells)) if i not in holes or i == len(cells) - 1]
    order = np.random.default_rng(seed).permutation(keep)
    data = {"t": [DAY + timedelta(days=int(i)) for i in order], "y": [cells[i] for i in order],
            "x": [float(i) for i in order]}
    made = [panel_of(make(data), "y", ["x"], "t", "day") for make in MAKERS]
    assert same(made[0], made[1])
    assert same(made[0], made[2])
    expected = [cells[i] if i in keep and cells[i] is not None else math.nan for i in range(len(cells))]
    assert np.array_equal(made[0].value[0], np.array(expected, dtype=float), equal_nan=True)
    assert (made[0].observed == ~np.isnan(made[0].value)).all()


@pytest.mark.parametrize(("times", "frequency", "first"), [
    (pd.date_range("2024-01-01 05:00", periods=9, freq="h"), "hour", "2024-01-01T05:00:00"),
    (pd.date_range("2024-01-01", periods=9, freq="D"), "day", "2024-01-01T00:00:00"),
    (pd.date_range("2024-01-01 17:30", periods=9, freq="D"), "day", "2024-01-01T00:00:00"),
    (pd.date_range("2024-01-01", periods=9, freq="B"), "day", "2024-01-01T00:00:00"),
    (pd.date_range("2024-01-07", periods=9, freq="7D"), "week", "2024-01-07T00:00:00"),
    (pd.date_range("2024-01-01", periods=9, freq="MS"), "month", "2024-01-01T00:00:00"),
    (pd.date_range("2024-01-31", periods=9, freq="ME"), "month", "2024-01-01T00:00:00"),
    (pd.date_range("2024-01-01", periods=9, freq="QS"), "quarter", "2024-01-01T00:00:00"),
    (pd.date_range("2024-03-31", periods=9, freq="QE"), "quarter", "2024-01-01T00:00:00"),
    (pd.date_range("2024-02-01", periods=9, freq="QS-FEB"), "quarter", "2024-02-01T00:00:00"),
    (pd.date_range("2000-01-01", periods=9, freq="YS"), "year", "2000-01-01T00:00:00"),
    (pd.date_range("2000-12-31", periods=9, freq="YE"), "year", "2000-01-01T00:00:00"),
    (list(range(1970, 1979)), "year", "1970-01-01T00:00:00"),
    ([f"2024-01-0{i}" for i in range(1, 10)], "day", "2024-01-01T00:00:00"),
    ([date(2024, 1, i) for i in range(1, 10)], "day", "2024-01-01T00:00:00"),
    ([np.datetime64("2024-01-01") + i for i in range(9)], "day", "2024-01-01T00:00:00"),
])
def test_the_frequency_is_that_of_the_rows(times: Any, frequency: str, first: str) -> None:
    panel = panel_of(pd.DataFrame({"t": times, "y": range(9)}), "y", [], "t", None)
    assert panel.frequency == frequency
    assert str(panel.times[0]) == first
    assert panel.observed.sum() == 9
    assert panel.value[0][panel.observed[0]].tolist() == list(range(9))


def test_a_week_keeps_its_own_day_unless_the_rows_wander() -> None:
    fridays = [date(2024, 1, 5) + timedelta(weeks=i) for i in range(8)]
    assert str(panel_of(pd.DataFrame({"t": fridays, "y": range(8)}), "y", [], "t", None).times[0])[:10] == "2024-01-05"
    fridays[3] -= timedelta(days=1)  # a Good Friday: that week closed on Thursday
    wandering = panel_of(pd.DataFrame({"t": fridays, "y": range(8)}), "y", [], "t", None)
    assert str(wandering.times[0])[:10] == "2024-01-01"
    assert wandering.observed.all()


def test_hours_are_in_utc_and_days_on_their_own_clock() -> None:
    paris = ZoneInfo("Europe/Paris")
    hours = [(datetime(2024, 10, 26, 22, tzinfo=UTC) + timedelta(hours=i)).astimezone(paris) for i in range(6)]
    panel = panel_of(pl.DataFrame({"t": hours, "y": range(6)}), "y", [], "t", None)
    assert panel.frequency == "hour"
    assert str(panel.times[0]) == "2024-10-26T22:00:00"
    assert panel.observed.all()
    days = [datetime(2024, 10, 25 + i, tzinfo=paris) for i in range(5)]
    panel = panel_of(pd.DataFrame({"t": days, "y": range(5)}), "y", [], "t", None)
    assert (panel.frequency, str(panel.times[0])) == ("day", "2024-10-25T00:00:00")


@pytest.mark.parametrize("make", MAKERS)
def test_what_is_wrong_with_the_columns_is_all_named(make: Any) -> None:
    said = refused(make(columns()), "yy", ("x", "z", "x"), "T")
    assert "time: found 'T'" in said
    assert "Did you mean 't'" in said
    assert "outcome: found 'yy'" in said
    assert "controls[1]: found 'z'" in said
    assert "controls[2]: found 'x' a second time" in said


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(("change", "words"), [
    ({"y": ["1", "2", "3", "x", "5", "6"]}, "column 'y', row 0: found '1'; expected a number"),
    ({"y": [True] * 6}, "expected a number"),
    ({"y": [1.0, math.inf, 1, 1, 1, 1]}, "row 1: found an infinite number"),
    ({"y": [None] * 6}, "6 rows without a number"),
    ({"y": [math.nan] * 6}, "6 rows without a number"),
    ({"t": [None, *columns()["t"][1:]]}, "column 't', row 0: found nothing"),
    ({"t": ["soon"] * 6}, "column 't', row 0: found 'soon'; expected dates"),
    ({"t": [DAY] * 6}, "times that stand twice: 2024-01-01"),
    ({"t": [DAY, *columns()["t"][:5]]}, "times that stand twice: 2024-01-01"),
    ({"t": [DAY + timedelta(days=4 * i) for i in range(6)]}, "a row every 4 days"),
])
def test_what_is_wrong_with_the_values_is_named(make: Any, change: dict[str, Any], words: str) -> None:
    assert words in refused(make(columns() | change))


def test_both_columns_are_named_at_once() -> None:
    said = refused(pd.DataFrame(columns() | {"y": ["a"] * 6, "x": [math.inf] * 6}))
    assert "column 'y'" in said
    assert "column 'x'" in said


def test_two_rows_in_one_period_are_named() -> None:
    assert "one row a week" in refused(pd.DataFrame(columns(20)), frequency="week")
    assert "Did you mean 'week'?" in refused(pd.DataFrame(columns()), frequency="weak")


def test_what_is_no_frame_is_refused() -> None:
    assert "list" in refused([1, 2])
    assert "LazyFrame" in refused(pl.LazyFrame(columns()))
    assert "no row" in refused(pd.DataFrame(columns()).iloc[:0])
    assert "frame" in refused(pd.DataFrame([[DAY, 1, 2]], columns=["t", "y", "y"]), controls=())
    assert "outcome: found 3" in refused(pd.DataFrame(columns()), outcome=3)
    assert "outcome: found 't' a second time" in refused(pd.DataFrame(columns()), outcome="t")


def test_numbers_of_any_kind() -> None:
    from decimal import Decimal

    frame = pd.DataFrame({"t": columns(4)["t"], "y": [10**300, -5, np.float32(2), Decimal("1.5")],
                          "x": [1, pd.NA, None, 2]}, dtype=object)
    panel = panel_of(frame, "y", ["x"], "t", None)
    assert panel.value[0].tolist() == [1e300, -5, 2, 1.5]
    assert panel.observed[1].tolist() == [True, False, False, True]
    assert "expected a number" in refused(frame.assign(y=[10**400, 1, 2, 3]))


def test_a_long_hole_is_unobserved() -> None:
    hours = [datetime(1800, 1, 1), *columns(5, timedelta(hours=1))["t"], datetime(2200, 1, 1)]
    far = pd.DataFrame({"t": np.array(hours, "datetime64[s]"), "y": range(7)})
    assert "pairs of rows" in refused(far, controls=(), frequency="day")
    assert panel_of(far, "y", [], "t", "hour").observed.sum() == 7
