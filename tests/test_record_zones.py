"""Local time to UTC and back, against the standard library, one moment at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recul.record import zones

ZONES = (
    "UTC",
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Auckland",
    "Africa/Casablanca",
    "Asia/Tokyo",
    "Pacific/Apia",
)
EPOCH = datetime(1970, 1, 1)
MICRO = timedelta(microseconds=1)
moments = st.datetimes(datetime(1950, 1, 1), datetime(2080, 1, 1))


def exists(utc: datetime, local: datetime, info: ZoneInfo) -> bool:
    return utc.replace(tzinfo=UTC).astimezone(info).replace(tzinfo=None) == local


@settings(deadline=None)
@given(st.sampled_from(ZONES), st.lists(moments, min_size=1, max_size=20))
@example("Europe/Paris", [datetime(2024, 3, 31, 2, 30), datetime(2024, 10, 27, 2, 30), datetime(2024, 10, 27, 3)])
@example("America/Sao_Paulo", [datetime(2018, 11, 4), datetime(2018, 2, 17, 23, 30)])
def test_local_to_utc_agrees_with_zoneinfo(zone: str, local: list[datetime]) -> None:
    info = ZoneInfo(zone)
    micro = np.array([(moment - EPOCH) // MICRO for moment in local], np.int64)
    early, late = zones.to_utc(micro, zone), zones.to_utc(micro, zone, later=True)
    for i, moment in enumerate(local):
        readings = {moment.replace(tzinfo=info, fold=fold).astimezone(UTC).replace(tzinfo=None) for fold in (0, 1)}
        true = sorted(r for r in readings if exists(r, moment, info))
        assert early.missing[i] == (not true)
        assert early.ambiguous[i] == (len(true) == 2)
        if true:
            assert EPOCH + int(early.utc[i]) * MICRO == true[0]
            assert EPOCH + int(late.utc[i]) * MICRO == true[-1]
            assert zones.to_local(early.utc, zone)[i] == micro[i]


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/Paris", "2024-03-31T02:30", "2024-03-31T01:00"),  # jumped over: the instant of the jump
        ("Europe/Paris", "2024-10-27T02:30", "2024-10-27T00:30"),  # twice: the earlier
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00"),  # a day without midnight begins at one o'clock
        ("Asia/Tokyo", "2024-01-01T00:00", "2023-12-31T15:00"),
    ],
)
def test_a_day_begins_even_without_its_midnight(zone: str, local: str, utc: str) -> None:
    found = zones.first_instant(zones.microseconds(np.array([local], "datetime64[us]")), zone)
    assert found.astype("datetime64[us]")[0] == np.datetime64(utc)
