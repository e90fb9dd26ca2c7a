"""Claims settled from the record, by hand-worked answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ledger_samples import FIRST, amounts, at, book, panel, said
from recul.errors import LedgerError, Mistake, QuestionError
from recul.ledger.claims import Claim
from recul.ledger.settle import settle, sound, stands
from recul.ledger.store import Ledger
from recul.ledger.windows import check, days_of, read
from recul.panel import Panel

WRITTEN = date(2025, 1, 10)
LATER = at("2025-06-01T00:00:00")


def claimed(**changed: Any) -> Claim:
    return Claim.model_validate(said(**changed))


def outcome(**changed: Any) -> bool | None:
    return read(claimed(**changed), panel(), WRITTEN).outcome


def test_a_direction_is_against_the_periods_just_before() -> None:
    found = read(claimed(), panel(), WRITTEN)
    lyon = amounts()[0]
    assert found.value == lyon[14:21].sum()
    assert found.baseline == lyon[7:14].sum()
    assert found.outcome is False  # weeks alternate: 770 the week before, 700 and 21 in this one
    assert outcome(says="down") is True
    assert outcome(units=["Nice"]) is outcome(units=["Nice"], says="down") is False  # as much is neither


@pytest.mark.parametrize(("bounds", "true"), [
    ({"says": "at_least", "low": 721.0}, True), ({"says": "at_least", "low": 722.0}, False),
    ({"says": "at_most", "high": 721.0}, True), ({"says": "at_most", "high": 720.0}, False),
    ({"says": "between", "low": 721.0, "high": 722.0}, True), ({"says": "between", "low": 1.0, "high": 2.0}, False),
    ({"says": "up", "against": "number", "level": 720.0}, True),
    ({"says": "down", "against": "number", "level": 721.0}, False),
    ({"says": "at_most", "high": -0.088, "against": "before"}, True),  # 721 / 791 is 8.85 % less
    ({"says": "at_most", "high": -0.089, "against": "before"}, False),
])
def test_numbers_and_relative_changes(bounds: dict[str, Any], true: bool) -> None:
    assert outcome(**bounds) is true


def test_last_year_is_the_same_dates() -> None:
    days = np.arange(800)
    value = (np.datetime64(FIRST) + days).astype("datetime64[M]").astype(float)[None]  # the month, as a number
    times = (np.datetime64(FIRST) + days).astype("datetime64[s]")
    whole = Panel(value, np.ones((1, 800), bool), ("Lyon",), times, "day", "sales")
    found = read(claimed(start="2026-03-01", end="2026-03-31", against="last_year"), whole, date(2026, 2, 1))
    assert found.value == 31 * (12 * 56 + 2)
    assert found.baseline == 31 * (12 * 55 + 2)
    assert read(claimed(start="2025-03-01", end="2025-03-31", against="last_year"), whole, date(2025, 2, 1)).why == \
        "baseline_not_recorded"


def test_a_measure_that_does_not_add_up_is_read_as_a_mean() -> None:
    found = read(claimed(), replace(panel(), aggregate="mean"), WRITTEN)
    assert found.value == pytest.approx(103)


def test_months_named_by_their_last_day_hold_the_whole_month() -> None:
    ends = (np.arange("2024-01", "2025-01", dtype="datetime64[M]") + 1).astype("datetime64[D]") - 1
    monthly = Panel(np.arange(12.0)[None], np.ones((1, 12), bool), ("Lyon",), ends.astype("datetime64[s]"), "month",
                    "sales")
    first, last = days_of(monthly)
    assert (str(first[1]), str(last[1])) == ("2024-02-01", "2024-02-29")
    assert read(claimed(start="2024-05-01", end="2024-06-30"), monthly, date(2024, 4, 1)).value == 4 + 5


@pytest.mark.parametrize(("missing", "why", "values"), [
    ((16,), "window_missing", (1, 7)), ((9, 10), "baseline_missing", (2, 7))])
def test_missing_is_never_zero(missing: tuple[int, ...], why: str, values: tuple[int, ...], tmp_path: Path) -> None:
    book(tmp_path, said())
    new, every = settle(Ledger(tmp_path, clock=LATER), lambda _: panel(without=missing))
    assert new == []
    assert every[0].now is not None
    assert (every[0].now.why, every[0].now.values) == (why, values)
    assert len(Ledger(tmp_path).entries()) == 1


def test_what_is_not_over_or_not_recorded_stays_open(tmp_path: Path) -> None:
    book(tmp_path, said())
    soon = at("2025-01-21T22:59:00")  # 23:59 in Paris, on the window's last day
    assert settle(Ledger(tmp_path, clock=soon), lambda _: panel())[0] == []
    assert settle(Ledger(tmp_path, clock=LATER), lambda _: panel(days=20))[0] == []
    (settled,), _ = settle(Ledger(tmp_path, clock=LATER), lambda _: panel(days=21))
    assert settled.state(datetime(2026, 1, 1, tzinfo=UTC)) == "settled"


def test_a_claim_is_settled_once(tmp_path: Path) -> None:
    book(tmp_path, said())
    ledger = Ledger(tmp_path, clock=LATER)
    assert len(settle(ledger, lambda _: panel())[0]) == 1
    assert settle(ledger, lambda _: panel())[0] == []
    body = ledger.entries()[1].content
    assert ledger.append([("settlement", body | {"outcome": True})]) == [None]
    assert len(ledger.entries()) == 2


def test_a_record_that_changed_or_shrank_is_named_and_nothing_rewritten(tmp_path: Path) -> None:
    book(tmp_path, said())
    ledger = Ledger(tmp_path, clock=LATER)
    settle(ledger, lambda _: panel())
    before = ledger.entries()
    assert not settle(ledger, lambda _: panel())[1][0].differs
    more = panel()
    more.value[0, 15] += 1
    assert settle(ledger, lambda _: more)[1][0].differs
    assert settle(ledger, lambda _: panel(days=18))[1][0].differs

    def gone(_: str) -> Panel:
        raise QuestionError(Mistake("measure", "sales", "nothing", "-"))

    assert settle(ledger, gone)[1][0].differs
    assert ledger.entries() == before


def test_a_broken_chain_settles_nothing(tmp_path: Path) -> None:
    entries = book(tmp_path, said(), said()).entries()
    entries[0] = entries[0]._replace(body=entries[0].body.replace("0.8", "0.2"))
    with pytest.raises(LedgerError, match=r"entry 1.*probability"):
        sound(entries)


@pytest.mark.parametrize(("when", "late"), [("2025-01-14T22:59:59", False), ("2025-01-14T23:00:00", True)])
def test_late_is_when_the_window_had_begun_in_its_own_time_zone(when: str, late: bool, tmp_path: Path) -> None:
    from recul.ledger.tracks import track

    entries = book(tmp_path, said(), when=when).entries()
    assert stands(entries)[0].late is late
    assert track(entries).late.tolist() == [late]


def test_the_past_counts_only_what_had_ended_before_the_claim_was_written() -> None:
    """Of the windows of a week up to 9 January none is there; up to 1 March, weeks rise and fall."""
    early = read(claimed(), panel(), date(2025, 1, 10))
    assert (early.past, early.windows) == (None, 0)
    late = read(claimed(start="2025-03-05", end="2025-03-11"), panel(), date(2025, 3, 1))
    lyon = amounts()[0][:59]  # up to 28 February
    starts = range(7, 59 - 7 + 1)
    true = [lyon[s:s + 7].sum() > lyon[s - 7:s].sum() for s in starts]
    assert late.past == pytest.approx(np.mean(true))
    assert late.windows == -(-len(true) // 7)


def test_weeks_and_months_take_whole_periods_and_units_must_be_there() -> None:
    weekly = replace(panel(20), times=(np.datetime64("2025-01-06") + 7 * np.arange(20)).astype("datetime64[s]"),
                     frequency="week")
    check(claimed(start="2027-01-04", end="2027-01-17"), weekly)
    with pytest.raises(LedgerError) as error:
        check(claimed(start="2027-01-05", end="2027-01-18", units=["Lyo"]), weekly)
    assert [m.where for m in error.value.mistakes] == ["unit", "from, to"]
    assert "'Lyon'" in error.value.mistakes[0].todo


@pytest.mark.parametrize(("changed", "where"), [
    ({"probability": 0.0}, "probability"), ({"probability": 1.0}, "probability"), ({"probability": 1.2}, "probability"),
    ({"probability": float("nan")}, "probability"), ({"probability": True}, "probability"),
    ({"start": "2025-02-15"}, "to"), ({"says": "at_least"}, "low"), ({"low": 3.0}, "low"),
    ({"says": "between", "low": 3.0, "high": 2.0}, "high"), ({"against": "number"}, "against"), ({"by": " "}, "by"),
    ({"note": "caf\udce9"}, "note"), ({"units": ["Lyon", "Lyon"]}, "unit"), ({"says": "sideways"}, "claim"),
])
def test_a_claim_that_says_nothing_is_refused(changed: dict[str, Any], where: str) -> None:
    with pytest.raises(LedgerError) as error:
        said(**changed)
    assert where in [m.where for m in error.value.mistakes]
