"""Outcomes as panels: the same as a naive sum, and calendars that hold."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record_samples import PARIS, daily, days, series, study, values, written
from recul.errors import QuestionError
from recul.measures import panel
from recul.record import Record


@pytest.mark.parametrize(
    ("times", "frequency", "first"),
    [
        (daily(9), "day", "2024-01-01"),
        (daily(9, date(2024, 1, 7), 7), "week", "2024-01-07"),  # Sundays stay Sundays
        ([datetime(2024, m, 1, tzinfo=PARIS) for m in range(1, 7)], "month", "2024-01-01"),
        ([datetime(2024, m, 15, tzinfo=PARIS) for m in range(1, 7)], "month", "2024-01-15"),
        ([datetime(2024, m, d, tzinfo=PARIS) for m, d in ((1, 31), (2, 29), (3, 31), (4, 30))], "month", "2024-01-31"),
        ([datetime(2023 + q // 4, 1 + q % 4 * 3, 1, tzinfo=PARIS) for q in range(6)], "quarter", "2023-01-01"),
        ([datetime(y, 1, 1, tzinfo=PARIS) for y in range(1970, 1980)], "year", "1970-01-01"),
        ([datetime(y, 7, 1, tzinfo=PARIS) for y in range(1970, 1980)], "year", "1970-07-01"),
    ],
)
def test_a_series_keeps_its_own_spacing(times: list[datetime], frequency: str, first: str) -> None:
    record = values([("u", t, float(i)) for i, t in enumerate(times) if i != 2], timezone="Europe/Paris")
    found = panel(record, "m")
    assert (found.frequency, days(found)[0], found.value_unit) == (frequency, first, "x")
    assert days(found) == [str(t.date()) for t in times]
    assert found.observed[0].tolist() == [i != 2 for i in range(len(times))]
    assert found.value[0][found.observed[0]].tolist() == [i for i in range(len(times)) if i != 2]


def test_a_null_is_not_observed() -> None:
    found = panel(
        values([("u", t, None if i == 1 else 1.0) for i, t in enumerate(daily(3))], timezone="Europe/Paris"), "m"
    )
    assert found.observed[0].tolist() == [True, False, True]


def test_a_period_needs_all_its_parts() -> None:
    rows = [("u", t, 1.0) for t in daily(60)] + [("v", t, 2.0) for i, t in enumerate(daily(60)) if i != 20]
    record = values(rows, timezone="Europe/Paris")
    months = panel(record, "m", "month")
    assert days(months) == ["2024-01-01", "2024-02-01"]
    assert months.observed.tolist() == [[True, True], [False, True]]
    assert months.value[0].tolist() == [31.0, 29.0]
    assert panel(record, "m", "month", aggregate="mean").value[1, 1] == 2.0
    weeks = panel(record, "m", "week", units=["v"])
    assert weeks.units == ("v",)
    assert weeks.observed[0].tolist() == [True, True, False, *[True] * 5, False]
    quarters = panel(values([("u", datetime(2024, m, 1, tzinfo=UTC), 1.0) for m in range(1, 8)]), "m", "quarter")
    assert quarters.observed[0].tolist() == [True, True, False]


def test_days_of_23_and_25_hours_are_days() -> None:
    start = datetime(2024, 3, 30, tzinfo=PARIS).astimezone(UTC)
    rows = [("u", start + timedelta(hours=h), 1.0) for h in range(24 + 23 + 24)]
    found = panel(values(rows, timezone="Europe/Paris"), "m", "day")
    assert found.value[0].tolist() == [24.0, 23.0, 24.0]
    start = datetime(2024, 10, 26, tzinfo=PARIS).astimezone(UTC)
    rows = [("u", start + timedelta(hours=h), 1.0) for h in range(24 + 25 + 24) if h != 30]
    found = panel(values(rows, timezone="Europe/Paris"), "m", "day")
    assert found.observed[0].tolist() == [True, False, True]
    hours = panel(values(rows, timezone="Europe/Paris"), "m")
    assert hours.frequency == "hour"
    assert (~hours.observed).sum() == 1
    assert str(hours.times[0]) == "2024-10-25T22:00:00"  # hours are in UTC


def test_five_minutes_become_hours() -> None:
    start = datetime(2015, 2, 26, 21, 42, 53, tzinfo=UTC)
    rows = [("u", start + timedelta(minutes=5 * i), 2.0) for i in range(60) if i != 30]
    found = panel(values(rows), "m")
    assert found.frequency == "hour"
    assert np.nan_to_num(found.value[0], nan=-1).tolist() == [-1, 24, 24, -1, 24, -1]


def test_a_date_is_a_date_in_any_zone(tmp_path: Path) -> None:
    """Tokyo's days, asked for in Paris: midnight there is the evening before here."""
    written(tmp_path, "a.csv", "time,value\n" + "".join(f"2024-01-{d:02},{d}\n" for d in range(1, 5)))
    found = panel(
        Record.read(study(tmp_path, series("a.csv", timezone="Asia/Tokyo"), timezone="Europe/Paris")), "sales"
    )
    assert days(found) == [f"2024-01-{d:02}" for d in range(1, 5)]


@pytest.mark.parametrize(
    ("times", "frequency", "said"),
    [
        (daily(9, step=7), "day", "week, as the series is"),
        (daily(9, step=7), "month", "Weeks do not fit in months"),
        (daily(9), "hour", "day, as the series is"),
    ],
)
def test_what_cannot_be_had_is_said(times: list[datetime], frequency: Any, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        panel(values([("u", t, 1.0) for t in times], timezone="Europe/Paris"), "m", frequency)


def test_weeks_on_different_days_are_refused() -> None:
    rows = [("u", t, 1.0) for t in daily(5, step=7)] + [("v", t, 1.0) for t in daily(5, date(2024, 1, 3), 7)]
    with pytest.raises(QuestionError, match="u on Monday', 'v on Wednesday"):
        panel(values(rows, timezone="Europe/Paris"), "m")


def test_weeks_among_days_are_refused() -> None:
    """A week's sum is no day's."""
    rows = [("u", t, 1.0) for t in daily(50)] + [("v", t, 7.0) for t in daily(8, step=7)]
    with pytest.raises(QuestionError, match="by the week for 'v'"):
        panel(values(rows, timezone="Europe/Paris"), "m")


def test_spacings_that_fit_no_hour() -> None:
    for minutes, parts in ((45, 32), (120, 12)):
        rows = [("u", datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes * i), 1.0) for i in range(3 * parts)]
        found = panel(values(rows), "m")
        assert (found.frequency, found.value.tolist()) == ("day", [[float(parts)] * 3])
        with pytest.raises(QuestionError, match="a value every"):
            panel(values(rows), "m", "hour")


def test_names_that_are_not_there() -> None:
    record = values([("u", t, None) for t in daily(3)])
    with pytest.raises(QuestionError, match="every one is missing"):
        panel(record, "m")
    with pytest.raises(QuestionError, match="Did you mean 'm'"):
        panel(record, "M")
    with pytest.raises(QuestionError) as caught:
        panel(record, "m", units=["u", "w", "x"])
    assert len(caught.value.mistakes) == 2
    with pytest.raises(QuestionError, match="one of 'm'"):
        panel(record, "messages")


def test_the_period_of_the_study_bounds_every_panel() -> None:
    period = {"start": date(2024, 1, 3), "end": date(2024, 1, 20)}
    rows = [("u", t, 1.0) for t in daily(60)]
    found = panel(values(rows, timezone="Europe/Paris", period=period), "m")
    assert (days(found)[0], days(found)[-1], len(days(found))) == ("2024-01-03", "2024-01-20", 18)
    weeks = panel(values(rows, timezone="Europe/Paris", period=period), "m", "week")
    assert days(weeks) == ["2024-01-08"]
    with pytest.raises(QuestionError, match="Mend `period`"):
        panel(values(rows, timezone="Europe/Paris", period={"start": date(2020, 1, 3), "end": date(2020, 2, 1)}), "m")


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(0, 70)), st.none() | st.integers(-5, 5), min_size=1),
    st.sampled_from(["day", "week", "month"]),
    st.sampled_from(["sum", "mean"]),
)
def test_series_equal_a_naive_sum(cells: dict[tuple[str, int], int | None], frequency: Any, aggregate: Any) -> None:
    stamps = daily(71, date(2024, 2, 20))
    cells |= {("c", d): 1 for d in range(71)}  # a unit without holes: the series is daily
    record = values([(u, stamps[d], v) for (u, d), v in cells.items()], aggregate, timezone="Europe/Paris")
    found = panel(record, "m", frequency)
    for i, unit in enumerate(found.units):
        for j, start in enumerate(found.times.astype("datetime64[D]").tolist()):
            length = {"day": 1, "week": 7, "month": monthrange(start.year, start.month)[1]}[frequency]
            places = [(start + timedelta(k) - stamps[0].date()).days for k in range(length)]
            held = [v for p in places if (v := cells.get((unit, p))) is not None]
            assert found.observed[i, j] == (len(held) == length)
            if len(held) == length:
                assert found.value[i, j] == pytest.approx(sum(held) / (length if aggregate == "mean" else 1))
