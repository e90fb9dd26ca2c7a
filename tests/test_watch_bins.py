"""Lines to events, events to closed bins: against a naive version, and with everything a stream can do wrong."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recul.study import Source
from recul.watch.bins import FORGOTTEN, MINUTE, Bins
from recul.watch.events import NOBODY, Events, Fields, Parser

T0 = 1_735_689_600_000_000
NOW = T0 + 400 * 1440 * MINUTE
READING = Source(name="watch", path="-", table="messages")


def events(*those: tuple[float, int]) -> Events:
    """(minute, row) pairs."""
    time = np.array([T0 + round(m * MINUTE) for m, _ in those], np.int64)
    return Events(time, np.array([r for _, r in those], np.int64), np.ones(len(those)))


def emitted(bins: Bins, rows: int) -> tuple[int, np.ndarray, np.ndarray]:
    blocks = list(bins.closed(rows))
    for before, after in pairwise(blocks):
        assert after.first == before.first + before.counts.shape[1]
    return (blocks[0].first - T0 // (5 * MINUTE), np.hstack([b.counts for b in blocks]),
            np.hstack([b.observed for b in blocks]))


def naive(those: list[tuple[float, int]], rows: int, lateness: int, silence: int) -> tuple[dict, set, int]:
    """Ten plain lines: messages by (row, bin), bins that are dark, how many are late."""
    top, counts, late, seen = None, defaultdict(int), 0, set()
    for minute, row in those:
        mark = None if top is None else (top - lateness) // 5
        if mark is not None and minute // 5 < mark:
            late += 1
        else:
            counts[row, minute // 5] += 1
            seen.add(minute // 5)
        top = minute if top is None else max(top, minute)
    closed = sorted(b for b in seen if b < (top - lateness) // 5)
    dark = {b for x, y in pairwise(closed) if (y - x - 1) * 5 > silence for b in range(x + 1, y)}
    return counts, dark, late


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2)), min_size=2, max_size=60), st.integers(0, 40),
       st.integers(5, 60), st.lists(st.integers(0, 60), max_size=4))
def test_any_order_in_any_pieces_is_the_naive_count(those: list[tuple[int, int]], lateness: int, silence: int,
                                                    cuts: list[int]) -> None:
    counts, dark, late = naive(those, 3, lateness, silence)
    bins = Bins(5, lateness, silence)
    bins.declare(3)
    found, blocks = 0, []
    for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), len(those)], strict=True):
        found += bins.add(events(*those[a:b]), 3)
        blocks += list(bins.closed(3))
    assert found == late
    start = T0 // (5 * MINUTE)
    at = None
    for block in blocks:
        assert at in (None, block.first), "a bin is missing or there twice"
        at = block.first + block.counts.shape[1]
        for i in range(block.counts.shape[1]):
            place = block.first - start + i
            assert block.counts[:, i].tolist() == [counts[row, place] for row in range(3)]
            whole = place > those[0][0] // 5  # the stream's first bin is seen in part
            assert block.observed[:, i].tolist() == [whole and place not in dark] * 3
    waiting = sum(c.sum() for c in bins.open.values())
    assert waiting + sum(b.counts.sum() for b in blocks) + found == len(those), "every message is somewhere"


def test_a_missing_stretch_is_not_an_empty_one() -> None:
    def seen(minutes: float) -> np.ndarray:
        bins = Bins(5, 0, 60)
        bins.declare(1)
        bins.add(events((0, 0), (7, 0), (7 + minutes, 0), (7 + minutes + 5, 0)), 1)
        return emitted(bins, 1)[2][0]

    # Bins 2 to 13 are empty, an hour and no more; then bins 2 to 14.
    assert seen(67).tolist() == [False, True] + [True] * 12 + [True]
    assert seen(72).tolist() == [False, True] + [False] * 13 + [True]


def test_a_heartbeat_says_that_nothing_came() -> None:
    bins = Bins(5, 0, 60)
    bins.declare(1)
    bins.add(events((0, 0), *((m, NOBODY) for m in range(20, 620, 20)), (625, 0), (640, 0)), 1)
    _, counts, observed = emitted(bins, 1)
    assert observed[0, 1:].all()
    assert counts.sum() == 2


def test_a_brand_met_later_was_not_seen_before() -> None:
    bins = Bins(5, 0, 600)
    bins.add(events((0, 0), (11, 0), (21, 1), (42, 0)), 2)
    _, counts, observed = emitted(bins, 2)
    assert observed[0].tolist() == [False] + [True] * 4
    assert observed[1].tolist() == [False] * 5
    assert counts[1].tolist() == [0, 0, 0, 0, 1]
    bins.add(events((50, 1), (61, 0)), 2)
    place, counts, observed = emitted(bins, 2)
    assert (place, observed.all(), counts.tolist()) == (5, True, [[0, 0, 0, 1, 0, 0], [0, 0, 0, 0, 0, 1]])


def test_after_a_very_long_outage_everything_begins_anew() -> None:
    bins = Bins(5, 0, 60)
    bins.add(events((0, 0), (10, 0), (FORGOTTEN + 100, 0), (FORGOTTEN + 200, 0)), 1)
    blocks = list(bins.closed(1))
    assert [b.anew for b in blocks] == [False, True]
    assert sum(b.counts.shape[1] for b in blocks) < 30, "nobody counts through the years"


def test_what_a_smaller_lateness_closed_stays_closed() -> None:
    """Started again with a greater --lateness: bins that were scored are not scored again."""
    bins = Bins(5, 0, 600)
    bins.add(events((0, 0), (7, 0), (62, 0)), 1)
    place, counts, _ = emitted(bins, 1)
    closed = place + counts.shape[1]
    later = Bins(5, 120, 600, bins.top, bins.next, bins.passed, bins.open, bins.began)
    assert later.add(events((8, 0), (61, 0), (250, 0)), 1) == 1
    place, counts, _ = emitted(later, 1)
    assert (place, counts.sum()) == (closed, 2)


def test_a_million_messages_in_one_second() -> None:
    bins = Bins(5, 0, 60)
    time = T0 + 11 * MINUTE + np.arange(1_000_000)
    first = events((0, 0), (6, 0))
    assert bins.add(first, 1) == 0
    assert bins.add(Events(time, np.zeros(1_000_000, np.int64), np.ones(1_000_000)), 1) == 0
    bins.add(events((30, 0)), 1)
    assert emitted(bins, 1)[1].tolist() == [[1, 1, 1_000_000]]  # zeros wait for what comes after them


def parser(fields: Fields | None = None, most: int = 10, zone: str = "UTC", reading: Source = READING) -> Parser:
    return Parser(fields or Fields(), reading, zone, most, [])


def one(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(("line", "reason"), [
    (b'{"a": 1} {"b": 2}', "not_json"), (b"{", "not_json"),
    (b"[1]", "not_json"), (b"\xff\xfe", "not_json"), (b"[" * 5000, "not_json"),
    (one({"brand": "A"}), "missing_time"), (one({"time": "yesterday", "brand": "A"}), "not_a_date"),
    (one({"time": 5, "brand": "A"}), "not_a_date"), (one({"time": "2025-02-30T10:00Z", "brand": "A"}), "not_a_date"),
    (one({"time": "2025-01-01T10:00Z"}), "missing_name"), (one({"time": "2025-01-01T10:00Z", "brand": " "}),
                                                            "missing_name"),
    (one({"time": "2025-01-01T10:00Z", "brand": {"x": 1}}), "missing_name"),
    (one({"time": "2025-01-01T10:00Z", "brand": "a\x1b[2J"}), "not_a_brand"),
    (b'{"time": "2025-01-01T10:00Z", "brand": "\\ud800"}', "not_a_brand"),
    (one({"time": "2025-01-01T10:00Z", "brand": "x" * 201}), "not_a_brand"),
    (one({"time": "2031-01-01T10:00Z", "brand": "A"}), "ahead_of_the_clock"),
])
def test_what_is_not_understood_is_counted_with_its_reason(line: bytes, reason: str) -> None:
    fine = one({"time": "2025-01-01T10:00:00Z", "brand": "A"})
    found = parser().parse([fine, line, b"", fine], 100, NOW)
    assert (found.refused, found.first, found.lines) == ({reason: 1}, {reason: 102}, 4)
    assert found.row.tolist() == [0, 0]


@pytest.mark.parametrize(("count", "reason"), [
    (True, "not_a_number"), ("3", "not_a_number"), (None, "not_a_number"), (-1, "not_a_count"),
    (float("nan"), "not_a_count"), (1e300, "not_a_count")])
def test_counts_that_are_none(count: object, reason: str) -> None:
    found = parser(Fields(count="n")).parse([one({"time": "2025-01-01", "brand": "A", "n": count})], 0, NOW)
    assert found.refused == {reason: 1}


def test_where_a_line_says_what() -> None:
    fields = Fields("at", "page.name", "n", "Ours", 1000)
    found = parser(fields).parse([one({"at": T0 // 1000, "page": {"name": " A "}, "n": 3}),
                                  one({"at": str(T0 // 1000 + 1), "n": 0.5}), one({"at": "soon", "n": 1}),
                                  one({"at": T0 // 1000, "heartbeat": True})], 0, NOW)
    assert (found.names, found.row.tolist(), found.count[:2].tolist()) == (("A", "Ours"), [0, 1, NOBODY], [3, 0.5])
    assert found.time.tolist() == [T0, T0 + 1000, T0]
    assert found.refused == {"not_a_date": 1}


def test_a_mark_of_utf_8_at_the_beginning_is_no_mistake() -> None:
    found = parser().parse([b"\xef\xbb\xbf" + one({"time": "2025-01-01T10:00Z", "brand": "Écrin"})], 0, NOW)
    assert (found.refused, found.names) == ({}, ("Écrin",))


def test_one_brand_too_many_is_refused_and_the_others_go_on() -> None:
    lines = [one({"time": "2025-01-01T10:00Z", "brand": f"b{i % 5}"}) for i in range(10)]
    found = parser(most=3).parse(lines, 0, NOW)
    assert found.refused == {"too_many_brands": 4}
    assert np.bincount(found.row).tolist() == [2, 2, 2]


def test_clocks_that_change() -> None:
    """Paris, 26 October 2025: 02:30 is there twice; 30 March: 02:30 is not there. With an offset both are clear."""
    lines = [one({"time": t, "brand": "A"}) for t in ("2025-10-26T02:30", "2025-03-30T02:30", "2025-10-26T02:30+02:00",
                                                      "2025-10-26T02:30+01:00", "2025-10-26T03:30")]
    found = parser(zone="Europe/Paris").parse(lines, 0, NOW)
    assert found.refused == {"ambiguous_time": 1, "nonexistent_time": 1}
    assert np.diff(found.time // MINUTE).tolist() == [60, 60]


def test_dates_written_another_way() -> None:
    reading = READING.model_copy(update={"date_format": "%a %b %d %H:%M:%S %z %Y"})
    found = parser(reading=reading).parse([one({"time": "Wed Jan 01 01:00:00 +0100 2025", "brand": "A"})], 0, NOW)
    assert found.time.tolist() == [T0]
