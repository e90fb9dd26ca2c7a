"""Waits for an answer: nobody left out, each clock as defined, the curve as published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.threads.conversations import MICRO
from recul.threads.hours import Office
from recul.threads.service import kaplan_meier, service
from thread_samples import Said, conversations

# Weeks of remission on 6-mercaptopurine (Freireich et al. 1963; the table of survival, standard
# errors 0.076 … is in every textbook, e.g. Kleinbaum & Klein 2012, p. 62).
ENDED, GOING_ON = (6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def test_the_published_remission_times() -> None:
    hours, ended = np.array([*ENDED, *GOING_ON], float), np.arange(21) < len(ENDED)
    median, (_, within_24) = kaplan_meier(hours, ended)
    assert median[0] == 23
    assert 1 - within_24[0] == pytest.approx(0.448, abs=5e-4)
    # R's survfit, conf.type = "log-log": 0.188 to 0.680 at 23 weeks; median 23, from 13 to NA.
    assert (1 - within_24[2], 1 - within_24[1]) == pytest.approx((0.188, 0.680), abs=2e-3)
    assert median[1] == 13
    assert np.isnan(median[2])


@given(st.lists(st.tuples(st.floats(0, 60), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_the_product_of_what_is_left(waits: list[tuple[float, bool]]) -> None:
    hours, ended = np.array([w for w, _ in waits]), np.array([e for _, e in waits])
    left = 1.0
    for t in sorted(set(hours[ended & (hours <= 24)])):
        left *= 1 - (ended & (hours == t)).sum() / (hours >= t).sum()
    found = kaplan_meier(hours, ended)[1][1]
    if not np.isnan(found[0]):
        assert found[0] == pytest.approx(1 - left, abs=1e-12)
        assert not found[1] > found[0] + 1e-12
        assert not found[2] < found[0] - 1e-12


def test_whoever_still_waits_is_counted() -> None:
    """Ten answered after two hours, thirty still waiting after five: 25 % answered, not 100 %."""
    said = conversations(*(Said(i, 9.0) for i in range(40)), *(Said(i, 11.0, "out") for i in range(10)), end=14.0)
    first = service(said, Office())[0]
    assert (first.of, first.clock, first.asked, first.answered) == ("first", "clock", 40, 10)
    assert np.isnan(first.median[0])
    assert first.within[0][0] == 0
    assert np.isnan(first.within[1][0])  # nobody was watched for a whole day


def test_an_automatic_reply_is_no_answer_and_stands_apart() -> None:
    said = conversations(*(m for i in range(3) for m in (
        Said(i, 10.0), Said(i, 10.01, "out", bot=True), Said(i, 13.0, "out"))))
    lines = {(w.of, w.clock): w for w in service(said, Office())}
    assert lines["first", "clock"].median[0] == pytest.approx(3.0)
    assert lines["any", "clock"].median[0] == pytest.approx(0.01)


def test_threads_opened_again_stand_apart() -> None:
    said = conversations(Said(0, 10.0), Said(0, 11.0, "out"), Said(0, 60.0, reopened=True), Said(0, 64.0, "out"),
                         Said(1, 10.0), Said(1, 11.0, "out"))
    lines = {(w.of, w.clock): w for w in service(said, Office())}
    assert (lines["first", "clock"].asked, lines["first", "clock"].median[0]) == (2, 1.0)
    assert (lines["reopened", "clock"].asked, lines["reopened", "clock"].median[0]) == (1, 4.0)


def test_a_message_before_the_publics_is_no_answer() -> None:
    said = conversations(Said(0, 8.0, "out"), Said(0, 10.0), Said(0, 12.0, "out"))
    assert service(said, Office())[0].median[0] == 2.0


def test_the_night_and_the_weekend_are_no_hours_of_office() -> None:
    # Friday 17:00 to Monday 10:00: one hour on Friday, one on Monday.
    friday, monday = 4 * 24 + 17, 7 * 24 + 10
    said = conversations(Said(0, friday), Said(0, monday, "out"))
    assert [w.median[0] for w in service(said, Office())] == [65.0, 2.0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60 * 24 * 20), st.integers(0, 60 * 24 * 9))
def test_office_hours_counted_minute_by_minute(start: int, length: int) -> None:
    """Around the change of clocks of 30 March 2025, when 02:00 became 03:00 in Paris; open at night to feel it."""
    office = Office(1.0, 5.5, (1, 3, 6, 7), "Europe/Paris")
    first = datetime(2025, 3, 20, tzinfo=UTC) + timedelta(minutes=start)
    local = [(first + timedelta(minutes=m)).astimezone(ZoneInfo("Europe/Paris")) for m in range(length)]
    naive = sum(m.isoweekday() in office.days and 1.0 <= m.hour + m.minute / 60 < 5.5 for m in local) / 60
    begin = np.array([round(first.timestamp())]) * 1_000_000
    found = office.between(begin, begin + length * MICRO // 60)[0]
    assert found == pytest.approx(naive, abs=1e-9)
    times = begin + np.arange(length) * (MICRO // 60)
    assert office.open(times).sum() / 60 == pytest.approx(naive, abs=1e-9)
