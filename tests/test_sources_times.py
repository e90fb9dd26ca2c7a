"""Moments as people write them, daylight-saving days included."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record_samples import read, refused, series
from recul.sources import _dates
from recul.study import Source


def source(**rest: Any) -> Source:
    return Source(**series("a.csv", **rest))


def one(text: str, zone: str = "UTC", **rest: Any) -> datetime | str:
    """The moment, or why there is none."""
    found = _dates.parse(pa.array([text]), source(**rest), zone)
    for name in ("missing", "bad", "ambiguous", "nonexistent"):
        if getattr(found, name)[0]:
            return name
    return datetime.fromtimestamp(int(found.utc[0]) / 1e6, UTC)


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2024-01-15", "Europe/Paris", "2024-01-14T23:00"),
        ("2024-07-15", "Europe/Paris", "2024-07-14T22:00"),
        ("2024-07-15 10:30", "Europe/Paris", "2024-07-15T08:30"),
        ("2024-07-15T10:30:05.25", "Europe/Paris", "2024-07-15T08:30:05.250000"),
        ("2024-07-15T10:30:05,25", "UTC", "2024-07-15T10:30:05.250000"),
        ("2024-07-15T10:30:05.123456789Z", "Europe/Paris", "2024-07-15T10:30:05.123456"),
        ("2022-02-06 14:38:09+00:00", "Europe/Paris", "2022-02-06T14:38:09"),
        ("2015-02-24 11:35:52 -0800", "Europe/Paris", "2015-02-24T19:35:52"),
        ("2024-01-01T00:00+0530", "UTC", "2023-12-31T18:30"),
        ("2024-01-01 00:00 UTC", "Asia/Tokyo", "2024-01-01T00:00"),
        (" 2024-02-29 ", "UTC", "2024-02-29T00:00"),
        ("2004-01", "UTC", "2004-01-01T00:00"),
        ("1970", "UTC", "1970-01-01T00:00"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00"),  # a day whose midnight does not exist
    ],
)
def test_iso(text: str, zone: str, utc: str) -> None:
    assert one(text, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-04-31",
        "24:00",
        "2024-01-01T24:00",
        "2024-01-01T10:60",
        "2024-01-01T10:00:60",
        "01/02/2024",
        "2024-1-1",
        "0000-01-01",
        "2024-01-01T10:00+99:00",
        "45292",
        "2024-01-01T",
        "Total",
        "2024-01-01x",
        "20240101",
    ],
)
def test_what_is_no_date_is_not_guessed(text: str) -> None:
    assert one(text) == "bad"


@pytest.mark.parametrize(
    ("text", "pattern", "zone", "utc"),
    [
        ("02/01/2024", "%d/%m/%Y", "Europe/Paris", "2024-01-01T23:00"),
        ("01/02/2024 13:05", "%m/%d/%Y %H:%M", "Europe/Paris", "2024-01-02T12:05"),
        ("Thu, Jun 5, 2025", "%a, %b %d, %Y", "UTC", "2025-06-05T00:00"),
        ("2015-02-24 11:35:52 -0800", "%Y-%m-%d %H:%M:%S %z", "Europe/Paris", "2015-02-24T19:35:52"),
        ("2023/10/11", "%Y/%m/%d", "UTC", "2023-10-11T00:00"),
        ("1:05 PM 2024-01-01", "%I:%M %p %Y-%m-%d", "UTC", "2024-01-01T13:05"),
        ("1970", "%Y", "UTC", "1970-01-01T00:00"),
    ],
)
def test_declared_formats(text: str, pattern: str, zone: str, utc: str) -> None:
    assert one(text, zone, date_format=pattern) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert one("2024-01-01 ?", zone, date_format=pattern) == "bad"
    assert one("--", zone, date_format=pattern) == "missing"


def test_daylight_saving_is_refused_or_decided() -> None:
    assert one("2024-03-31T02:30", "Europe/Paris") == "nonexistent"
    assert one("2024-10-27T02:30", "Europe/Paris") == "ambiguous"
    assert one("2024-10-27T02:30", "Europe/Paris", ambiguous="earlier") == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert one("2024-10-27T02:30", "Europe/Paris", ambiguous="later") == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)
    assert one("2024-10-27T02:30+02:00", "Europe/Paris") == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert one("27/10/2024 02:30", "Europe/Paris", date_format="%d/%m/%Y %H:%M") == "ambiguous"


def test_hours_of_a_daylight_saving_day(tmp_path: Path) -> None:
    """A local hourly export: the hour lived twice is refused by default, with a reason."""
    text = "time,value\n" + "".join(f"2024-10-27T{h:02}:00,1\n" for h in (0, 1, 2, 2, 3))
    found, provenance = read(tmp_path, series("a.csv"), text, timezone="Europe/Paris")
    assert [r["time"].hour for r in found] == [22, 23, 2]
    assert refused(provenance) == {"ambiguous_time": 2}
    assert provenance.refused[0].examples == ("row 4: time '2024-10-27T02:00'", "row 5: time '2024-10-27T02:00'")


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.datetimes(datetime(1902, 1, 1), datetime(2099, 1, 1), timezones=st.timezones() | st.just(UTC)),
        min_size=1,
        max_size=20,
    )
)
def test_isoformat_round_trips(moments: list[datetime]) -> None:
    whole = [m for m in moments if m.utcoffset() is not None and m.utcoffset().total_seconds() % 60 == 0]  # type: ignore[union-attr]
    found = _dates.parse(pa.array([m.isoformat() for m in whole], pa.string()), source(), "UTC")
    assert not (found.bad | found.missing | found.ambiguous | found.nonexistent).any()
    assert [datetime.fromtimestamp(0, UTC).timestamp() + u for u in found.utc.tolist()] == [
        round((m - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6) for m in whole
    ]
