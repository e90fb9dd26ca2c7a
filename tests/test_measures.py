"""Messages and actions of the record: the same as a naive count, and missing never zero."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record_samples import daily, days, posts, study, written
from recul.errors import QuestionError
from recul.measures import actions, discover, finished, names, panel
from recul.record import Record

moments = st.datetimes(datetime(2024, 3, 25), datetime(2024, 4, 10)) | st.datetimes(
    datetime(2024, 10, 24), datetime(2024, 10, 30)
)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), moments), min_size=1, max_size=40),
    st.sampled_from(["UTC", "Europe/Paris", "America/New_York"]),
    st.sampled_from(["hour", "day"]),
)
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
    b = [
        {"source": "y", "unit": "b", "time": t + timedelta(hours=8), "message_id": f"b{i}"}
        for i, t in enumerate(daily(3))
    ]
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
    source = {
        "name": "posts",
        "path": "a.csv",
        "table": "messages",
        "coverage": {"start": "2024-01-01", "end": "2024-01-10"},
        "gaps": [{"start": "2024-01-05", "end": "2024-01-06"}],
    }
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
    found = panel(
        posts([{"time": t} for t in daily(45, date(2024, 1, 10))], timezone="Europe/Paris"), "messages", "week"
    )
    assert days(found) == [
        "2024-01-08",
        "2024-01-15",
        "2024-01-22",
        "2024-01-29",
        "2024-02-05",
        "2024-02-12",
        "2024-02-19",
    ]
    assert found.observed[0].tolist() == [False, *[True] * 5, False]
    assert found.value[0, 1:6].tolist() == [7.0] * 5
    with pytest.raises(QuestionError, match="no month that was observed whole"):
        panel(posts([{"time": t} for t in daily(20)]), "messages", "month")


def test_authors_shares_and_directions() -> None:
    when = daily(1)[0]
    rows = [
        {"time": when + timedelta(days=d), "author": a, "tone": t, "direction": w}
        for d, a, t, w in [
            (0, "x", "negative", "in"),
            (0, "x", "positive", "in"),
            (0, "y", None, "out"),
            (2, "x", None, "in"),
            (3, None, "neutral", None),
        ]
    ]
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


def test_actions_of_the_study_and_of_the_table(tmp_path: Path) -> None:
    text = (
        "action_id,kind,start,end,unit,cost,currency\npush,campaign,2024-05-01,2024-05-31,Paris,1000,EUR\n"
        "push,campaign,2024-05-01,2024-05-31,Lyon,1000,EUR\nlive,event,2024-06-01T18:30,,,,\n"
    )
    written(tmp_path, "a.csv", text)
    source = {"name": "acts", "path": "a.csv", "table": "actions"}
    own = {"id": "x", "kind": "campaign", "start": "2024-01-01"}
    record = Record.read(study(tmp_path, source, timezone="Europe/Paris", action=[own]))
    first, push, live = actions(record)
    assert first.id == "x"
    assert (push.id, push.start, push.end, push.units, push.cost) == (
        "push",
        date(2024, 5, 1),
        date(2024, 5, 31),
        ("Lyon", "Paris"),
        1000,
    )
    assert (live.start, live.end, live.units, live.onset_rule) == (datetime(2024, 6, 1, 18, 30), None, (), "declared")


def test_actions_that_do_not_agree(tmp_path: Path) -> None:
    text = (
        "action_id,kind,start,unit,onset_rule\npush,campaign,2024-05-01,Paris,\npush,campaign,2024-05-02,Lyon,\n"
        "x,campaign,2024-05-01,,\nodd,campaign,2024-05-01,,guessed\n"
    )
    written(tmp_path, "a.csv", text)
    own = {"id": "x", "kind": "campaign", "start": "2024-01-01"}
    record = Record.read(study(tmp_path, {"name": "acts", "path": "a.csv", "table": "actions"}, action=[own]))
    with pytest.raises(QuestionError) as caught:
        actions(record)
    assert {m.where for m in caught.value.mistakes} == {
        "table actions, 'push', start",
        "table actions, 'x'",
        "table actions, 'odd', onset_rule",
    }


def test_what_is_settled_for_good_waits_for_the_day_after(tmp_path: Path) -> None:
    """An export made at noon holds half a day: it counts in a panel, and settles nothing, unless coverage says so."""
    rows = [{"source": u, "unit": u, "time": datetime(2024, 1, 1 + d, 10, tzinfo=UTC)}
            for u, n in (("a", 5), ("b", 3)) for d in range(n)]
    whole = panel(posts(rows), "messages")
    sure = finished(posts(rows), whole)
    assert [int(x) for x in whole.observed.sum(axis=1)] == [5, 3]
    assert sure.observed.tolist() == [[True] * 4 + [False], [True, True, False, False, False]]
    assert np.isnan(sure.value[0, 4])
    sources = [{"name": name, "path": f"{name}.csv", "table": "messages",
                "coverage": {"start": date(2024, 1, 1), "end": date(2024, 1, last)}}
               for name, last in (("a", 5), ("b", 3))]
    for name in "ab":
        written(tmp_path, f"{name}.csv", "time\n")
    declared = Record.in_memory({"messages": posts(rows).table("messages").to_pyarrow()}, study(tmp_path, *sources))
    found = panel(declared, "messages")
    assert (finished(declared, found).observed == found.observed).all()
