"""The same time of an earlier year, against the calendar of the standard library."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recul.panel import Case, Frequency, Panel
from recul.placebo.season import same_season, season_limit, years_before

DAY = np.timedelta64(86400, "s")


def days(first: str, count: int, frequency: Frequency = "day", step: int = 1) -> Panel:
    times = np.datetime64(first, "s") + np.arange(count) * step * DAY
    return Panel(np.ones((1, count)), np.ones((1, count), bool), ("a",), times, frequency, "sales")


@given(st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1)), st.integers(1, 30))
def test_a_year_earlier_is_the_same_date(moment: datetime, years: int) -> None:
    moment = moment.replace(microsecond=0)
    leapt = (moment.month, moment.day) == (2, 29)
    try:
        expected = moment.replace(year=moment.year - years)
    except ValueError:
        expected = moment.replace(year=moment.year - years, month=3, day=1)
    assert years_before(np.datetime64(moment, "s"), years) == np.datetime64(expected, "s")
    assert leapt or expected.day == moment.day


@given(st.integers(0, 1900), st.integers(1, 40))
def test_same_season_is_an_overlap_of_calendars(start: int, window: int) -> None:
    """Against a loop over days: some day of the window has the date of a day of the first one, in an earlier year."""
    panel, real = days("2019-01-01", 2000), Case((0,), (), 1950, window, 5)
    first = date(2019, 1, 1)
    dates = {first + timedelta(1950 + i) for i in range(window)}
    own = {first + timedelta(start + i) for i in range(window)}
    earlier = set()
    for years in range(1, 7):
        begins, ends = (d.replace(year=d.year - years) if (d.month, d.day) != (2, 29)
                        else d.replace(year=d.year - years, month=3, day=1) for d in (min(dates), max(dates)))
        earlier |= {begins + timedelta(i) for i in range((ends - begins).days + 1)}
    found = same_season(panel, [real, Case((0,), (), start, window, 0)])
    assert not found[0]
    assert found[1] == bool(own & earlier)


@pytest.mark.parametrize(("first", "last", "code"), [
    ("2023-11-20", "2023-12-17", "season_unknown"), ("2023-12-01", "2023-12-28", "year_end"),
    ("2023-12-31", "2024-01-27", "year_end"), ("2024-01-01", "2024-01-28", "season_unknown")])
def test_the_end_of_a_year_alone_forbids(first: str, last: str, code: str) -> None:
    panel = days("2023-06-01", 300)
    start, stop = (int(np.flatnonzero(panel.times == np.datetime64(d, "s"))[0]) for d in (first, last))
    real = Case((0,), (), start, stop - start + 1, 60)
    limit = season_limit(panel, [real, Case((0,), (), 100, real.window, 60)], here=5)
    assert limit is not None
    assert (limit.code, limit.forbids) == (code, code == "year_end")


def test_another_year_end_or_many_units_vouch_for_it() -> None:
    panel = days("2021-06-01", 1000)
    real = Case((0,), (), 925, 28, 60)
    assert str(panel.times[925])[:10] == "2023-12-13"
    last_year = Case((0,), (), 560, 28, 60)
    assert season_limit(panel, [real, last_year], here=2) is None
    assert season_limit(panel, [real], here=39) is None
    limit = season_limit(panel, [real], here=2)
    assert limit is not None
    assert limit.code == "year_end"


def test_a_week_that_holds_the_year_end_is_one() -> None:
    """Weeks that begin on 17 December hold Christmas, though they begin before the 18th."""
    panel = days("2023-01-01", 52, "week", 7)
    at = int(np.flatnonzero(panel.times == np.datetime64("2023-12-17", "s"))[0])
    limit = season_limit(panel, [Case((0,), (), at, 1, 5)], here=0)
    assert limit is not None
    assert limit.code == "year_end"
