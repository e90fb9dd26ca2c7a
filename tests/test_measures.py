"""From the record to panels: the same as a naive count, missing never zero, and calendars that hold."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_samples import series, study, written

from recul.errors import QuestionError
from recul.measures import actions, discover, names, panel
from recul.panel import Panel
from recul.record import Record

PARIS = ZoneInfo("Europe/Paris")


def posts(rows: list[dict[str, Any]], root: Path = Path(), **rest: Any) -> Record:
    """A record of messages in memory."""
    full = [{"source": "posts", "unit": "u", "message_id": str(i), **row} for i, row in enumerate(rows)]
    columns = {key: [row.get(key) for row in full] for key in {k for row in full for k in row}}
    return Record.in_memory({"messages": pa.table(columns)}, study(root, **rest))


def values(rows: list[tuple[str, datetime, float | None]], aggregate: str = "sum", **rest: Any) -> Record:
    """A record of one series `m` in memory."""
    units, times, numbers = zip(*rows, strict=True)
    table = {"source": ["s"] * len(rows), "unit": units, "measure": ["m"] * len(rows), "time": times, "value": numbers,
             "value_unit": ["x"] * len(rows), "aggregate": [aggregate] * len(rows)}
    return Record.in_memory({"series": pa.table(table)}, study(Path(), **rest))


def daily(count: int, first: date = date(2024, 1, 1), step: int = 1, zone: ZoneInfo = PARIS) -> list[datetime]:
    return [datetime.combine(first + timedelta(step * i), datetime.min.time(), zone) for i in range(count)]


def days(found: Panel) -> list[str]:
    return [str(t) for t in found.times.astype("datetime64[D]")]


# Messages ------------------------------------------------------------------------------------------------------------

moments = st.datetimes(datetime(2024, 3, 25), datetime(2024, 4, 10)) | st.datetimes(datetime(2024, 10, 24), datetime(2024, 10, 30))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), moments), min_size=1, max_size=40),
       st.sampled_from(["UTC", "Europe/Paris", "America/New_York"]), st.sampled_from(["hour", "day"]))
def test_counts_equal_a_naive_count(rows: list[tuple[str, datetime]], zone: str, frequency: Any) -> None:
    record = posts([{"unit": u, "time": t.replace(tzinfo=UTC)} for u, t in rows], timezone=zone)
    found = panel(record, "messages", frequency)
    local = [(u, t.replace(tzinfo=UTC).astimezone(ZoneInfo(zone if frequency == "day" else "UTC"))) for u, t in rows]
    start = [t.replace(minute=0, second=0, microsecond=0, tzinfo=None) for _, t in local]
    if frequency == "day":
        start = [t.replace(hour=0) for t in start]
    step = timedelta(hours=1) if frequency == "hour" else timedelta(days=1)
    naive = Counter((u, s) for (u, _), s in zip(local, start, strict=True))
    periods = [min(start) + i * step for i in range((max(start) - min(start)) // step + 1)]
    assert found.times.tolist() == periods
    assert found.units == tuple(sorted({u for u, _ in rows}))
    assert found.observed.all()
    assert found.value.tolist() == [[naive[(u, p)] for p in periods] for u in found.units]


def test_outside_the_collection_nothing_is_known() -> None:
    a = [{"source": "x", "unit": "a", "time": t + timedelta(hours=8)} for t in daily(10)]
    b = [{"source": "y", "unit": "b", "time": t + timedelta(hours=8), "message_id": f"b{i}"} for i, t in enumerate(daily(3))]
    found = panel(posts(a + b, timezone="Europe/Paris"), "messages")
    assert found.observed[0].all()
    assert found.observed[1].tolist() == [True] * 3 + [False] * 7
    assert np.isnan(found.value[1, 3:]).all()


def test_a_unit_needs_all_the_sources_that_speak_of_it() -> None:
    """Counts that jump when a second source begins are not comparable."""
    x = [{"source": "x", "time": t} for t in daily(10)]
    y = [{"source": "y", "time": t, "message_id": f"y{i}"} for i, t in enumerate(daily(4, date(2024, 1, 5)))]
    found = panel(posts(x + y, timezone="Europe/Paris"), "messages")
    assert found.observed[0].tolist() == [False] * 4 + [True] * 4 + [False] * 2


def test_declared_coverage_and_gaps(tmp_path: Path) -> None:
    text = "time,text\n2024-01-03T10:00,a\n2024-01-09T10:00,b\n"
    written(tmp_path, "a.csv", text)
    source = {"name": "posts", "path": "a.csv", "table": "messages", "coverage": {"start": "2024-01-01", "end": "2024-01-10"},
              "gaps": [{"start": "2024-01-05", "end": "2024-01-06"}]}
    record = Record.read(study(tmp_path, source, timezone="Europe/Paris"))
    found = panel(record, "messages")
    assert days(found)[0] == "2024-01-01"
    assert days(found)[-1] == "2024-01-10"
    assert np.flatnonzero(~found.observed[0]).tolist() == [4, 5]
    assert np.nan_to_num(found.value[0], nan=-1).tolist() == [0, 0, 1, 0, -1, -1, 0, 0, 1, 0]
    hours = panel(record, "messages", "hour")
    assert int((~hours.observed).sum()) == 48
    assert str(hours.times[0]) == "2023-12-31T23:00:00"
    with pytest.raises(QuestionError, match="no week that was observed whole"):
        panel(record, "messages", "week")


def test_coarser_periods_are_whole_or_unobserved() -> None:
    found = panel(posts([{"time": t} for t in daily(45, date(2024, 1, 10))], timezone="Europe/Paris"), "messages", "week")
    assert days(found) == ["2024-01-08", "2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05", "2024-02-12", "2024-02-19"]
    assert found.observed[0].tolist() == [False, *[True] * 5, False]
    assert found.value[0, 1:6].tolist() == [7.0] * 5
    with pytest.raises(QuestionError, match="no month that was observed whole"):
        panel(posts([{"time": t} for t in daily(20)]), "messages", "month")


def test_authors_shares_and_directions() -> None:
    when = daily(1)[0]
    rows = [{"time": when + timedelta(days=d), "author": a, "tone": t, "direction": w} for d, a, t, w in [
        (0, "x", "negative", "in"), (0, "x", "positive", "in"), (0, "y", None, "out"), (2, "x", None, "in"), (3, None, "neutral", None)]]
    record = posts(rows, timezone="Europe/Paris")
    assert names(record) == tuple(discover())
    authors = panel(record, "authors")
    assert np.nan_to_num(authors.value[0], nan=-1).tolist() == [2, 0, 1, -1]  # an unknown author may be one more
    share = panel(record, "negative_share")
    assert share.aggregate == "mean"
    assert share.exposure is not None
    assert share.exposure[0].tolist() == [2, 0, 0, 1]
    assert np.nan_to_num(share.value[0], nan=-1).tolist() == [0.5, -1, -1, 0]
    assert np.nan_to_num(panel(record, "received").value[0], nan=-1).tolist() == [2, 0, 1, -1]
    assert np.nan_to_num(panel(record, "sent").value[0], nan=-1).tolist() == [1, 0, 0, -1]
    with pytest.raises(QuestionError, match="Declare `tone`"):
        panel(posts([{"time": when, "tone": None}]), "negative_share")


# Series --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("times", "frequency", "first"), [
    (daily(9), "day", "2024-01-01"),
    (daily(9, date(2024, 1, 7), 7), "week", "2024-01-07"),  # Sundays stay Sundays
    ([datetime(2024, m, 1, tzinfo=PARIS) for m in range(1, 7)], "month", "2024-01-01"),
    ([datetime(2024, m, 15, tzinfo=PARIS) for m in range(1, 7)], "month", "2024-01-15"),
    ([datetime(2024, m, d, tzinfo=PARIS) for m, d in ((1, 31), (2, 29), (3, 31), (4, 30))], "month", "2024-01-31"),
    ([datetime(2023 + q // 4, 1 + q % 4 * 3, 1, tzinfo=PARIS) for q in range(6)], "quarter", "2023-01-01"),
    ([datetime(y, 1, 1, tzinfo=PARIS) for y in range(1970, 1980)], "year", "1970-01-01"),
    ([datetime(y, 7, 1, tzinfo=PARIS) for y in range(1970, 1980)], "year", "1970-07-01"),
])
def test_a_series_keeps_its_own_spacing(times: list[datetime], frequency: str, first: str) -> None:
    record = values([("u", t, float(i)) for i, t in enumerate(times) if i != 2], timezone="Europe/Paris")
    found = panel(record, "m")
    assert (found.frequency, days(found)[0], found.value_unit) == (frequency, first, "x")
    assert days(found) == [str(t.date()) for t in times]
    assert found.observed[0].tolist() == [i != 2 for i in range(len(times))]
    assert found.value[0][found.observed[0]].tolist() == [i for i in range(len(times)) if i != 2]


def test_a_null_is_not_observed() -> None:
    found = panel(values([("u", t, None if i == 1 else 1.0) for i, t in enumerate(daily(3))], timezone="Europe/Paris"), "m")
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
    found = panel(Record.read(study(tmp_path, series("a.csv", timezone="Asia/Tokyo"), timezone="Europe/Paris")), "sales")
    assert days(found) == [f"2024-01-{d:02}" for d in range(1, 5)]


@pytest.mark.parametrize(("times", "frequency", "said"), [
    (daily(9, step=7), "day", "week, as the series is"), (daily(9, step=7), "month", "Weeks do not fit in months"),
    (daily(9), "hour", "day, as the series is"),
])
def test_what_cannot_be_had_is_said(times: list[datetime], frequency: Any, said: str) -> None:
    with pytest.raises(QuestionError, match=said):
        panel(values([("u", t, 1.0) for t in times], timezone="Europe/Paris"), "m", frequency)


def test_weeks_on_different_days_are_refused() -> None:
    rows = [("u", t, 1.0) for t in daily(5, step=7)] + [("v", t, 1.0) for t in daily(5, date(2024, 1, 3), 7)]
    with pytest.raises(QuestionError, match="u on Monday', 'v on Wednesday"):
        panel(values(rows, timezone="Europe/Paris"), "m")


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
@given(st.dictionaries(st.tuples(st.sampled_from("ab"), st.integers(0, 70)), st.none() | st.integers(-5, 5), min_size=1),
       st.sampled_from(["day", "week", "month"]), st.sampled_from(["sum", "mean"]))
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


# Actions -------------------------------------------------------------------------------------------------------------

def test_actions_of_the_study_and_of_the_table(tmp_path: Path) -> None:
    text = ("action_id,kind,start,end,unit,cost,currency\npush,campaign,2024-05-01,2024-05-31,Paris,1000,EUR\n"
            "push,campaign,2024-05-01,2024-05-31,Lyon,1000,EUR\nlive,event,2024-06-01T18:30,,,,\n")
    written(tmp_path, "a.csv", text)
    source = {"name": "acts", "path": "a.csv", "table": "actions"}
    own = {"id": "x", "kind": "campaign", "start": "2024-01-01"}
    record = Record.read(study(tmp_path, source, timezone="Europe/Paris", action=[own]))
    first, push, live = actions(record)
    assert first.id == "x"
    assert (push.id, push.start, push.end, push.units, push.cost) == ("push", date(2024, 5, 1), date(2024, 5, 31), ("Lyon", "Paris"), 1000)
    assert (live.start, live.end, live.units, live.onset_rule) == (datetime(2024, 6, 1, 18, 30), None, (), "declared")


def test_actions_that_do_not_agree(tmp_path: Path) -> None:
    text = ("action_id,kind,start,unit,onset_rule\npush,campaign,2024-05-01,Paris,\npush,campaign,2024-05-02,Lyon,\n"
            "x,campaign,2024-05-01,,\nodd,campaign,2024-05-01,,guessed\n")
    written(tmp_path, "a.csv", text)
    own = {"id": "x", "kind": "campaign", "start": "2024-01-01"}
    record = Record.read(study(tmp_path, {"name": "acts", "path": "a.csv", "table": "actions"}, action=[own]))
    with pytest.raises(QuestionError) as caught:
        actions(record)
    assert {m.where for m in caught.value.mistakes} == {
        "table actions, 'push', start", "table actions, 'x'", "table actions, 'odd', onset_rule"}
