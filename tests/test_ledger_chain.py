"""The lock of the ledger: whatever was done to the file with SQL is named, by entry and by what was changed."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger_samples import at, book, said
from recul.errors import LedgerError
from recul.ledger.entries import canonical, digest_of, parts_of
from recul.ledger.store import Ledger
from recul.ledger.verify import Breach, mistake_of, verify

N = 8


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return book(tmp_path, *(said(note=f"claim {i}", probability=i / 10) for i in range(1, N + 1)))


def tamper(ledger: Ledger, *statements: str) -> list[tuple[int, str]]:
    """Whatever an owner of the file can do; then what is found."""
    with sqlite3.connect(ledger.path) as connection:
        connection.executescript("DROP TRIGGER IF EXISTS no_update; DROP TRIGGER IF EXISTS no_delete;"
                                 + ";".join(statements))
    return [(b.number, b.code) for b in verify(ledger.entries(), ledger.once())]


def rewrite(ledger: Ledger, number: int, **changed: object) -> None:
    """An entry changed by somebody who knows the form: parts and digest are made anew."""
    e = ledger.entries()[number - 1]
    body = e.content | changed
    text, parts = canonical(body), canonical(parts_of(body))
    digest = digest_of(number, e.kind, e.written, text, parts, e.previous)
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("DROP TRIGGER no_update")
        connection.execute("UPDATE entries SET body = ?, parts = ?, digest = ? WHERE number = ?",
                           (text, parts, digest, number))


def test_a_ledger_as_it_was_written_has_no_fault(ledger: Ledger) -> None:
    entries = ledger.entries()
    assert verify(entries, ledger.once()) == []
    assert [e.number for e in entries] == list(range(1, N + 1))


def test_the_digest_is_that_of_the_canonical_json(ledger: Ledger) -> None:
    """As docs/ledger.md has it, worked out without our own code."""
    e = ledger.entries()[3]
    whole = {"body": json.loads(e.body), "kind": e.kind, "number": e.number, "parts": json.loads(e.parts),
             "previous": e.previous, "written": e.written}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert hashlib.sha256(text.encode()).hexdigest() == e.digest
    assert e.previous == ledger.entries()[2].digest


def test_triggers_refuse_changes(ledger: Ledger) -> None:
    with sqlite3.connect(ledger.path) as connection:
        for statement in ("UPDATE entries SET body = '{}'", "DELETE FROM entries"):
            with pytest.raises(sqlite3.IntegrityError, match="only added to"):
                connection.execute(statement)


def test_a_changed_value_is_named(ledger: Ledger) -> None:
    found = tamper(ledger, """UPDATE entries SET body = replace(body, '"probability":0.3', '"probability":0.9')
                              WHERE number = 3""")
    assert found == [(3, "changed")]
    (breach,) = verify(ledger.entries())
    assert breach.what == ("probability",)
    assert "probability" in mistake_of(breach).found
    assert "entry 3" in mistake_of(breach).where


@pytest.mark.parametrize(("done", "found"), [
    ("UPDATE entries SET written = '2025-01-09T12:00:00.000000Z' WHERE number = 3",
     [(3, "changed"), (3, "clock_back")]),
    ("UPDATE entries SET kind = 'finding' WHERE number = 3", [(3, "changed"), (3, "double")]),
    ("UPDATE entries SET body = body || ' ' WHERE number = 3", [(3, "changed")]),
    ("UPDATE entries SET body = 'no json' WHERE number = 3", [(3, "changed")]),
    ("UPDATE entries SET body = CAST(x'ff7b7d' AS TEXT) WHERE number = 3", [(3, "changed")]),
    ("UPDATE entries SET body = x'ff7b7d' WHERE number = 3", [(3, "changed")]),
    ("DELETE FROM entries WHERE number = 3", [(3, "removed")]),
    ("DELETE FROM entries WHERE number < 3", [(1, "removed")]),
    ("DELETE FROM entries WHERE number = 3; UPDATE entries SET number = number - 1 WHERE number > 3", [(3, "removed")]),
    ("UPDATE entries SET number = 99 WHERE number = 3; UPDATE entries SET number = 3 WHERE number = 6;"
     "UPDATE entries SET number = 6 WHERE number = 99", [(3, "moved"), (6, "moved")]),
])
def test_what_was_done_is_named(done: str, found: list[tuple[int, str]], ledger: Ledger) -> None:
    assert tamper(ledger, done) == found


def test_an_entry_put_in_is_named(ledger: Ledger) -> None:
    room = ("UPDATE entries SET number = -number - 1 WHERE number > 3;"
            "UPDATE entries SET number = -number WHERE number < 0")
    assert tamper(ledger, room, """INSERT INTO entries SELECT 4, kind, written, replace(body, '0.3', '0.9'), parts,
                                   previous, digest, NULL FROM entries WHERE number = 3""") == [(4, "inserted")]


def test_an_entry_forged_whole_does_not_fit_the_next(ledger: Ledger) -> None:
    rewrite(ledger, 3, probability=0.99)
    assert verify(ledger.entries()) == [Breach(3, "replaced")]


def test_what_is_cut_off_the_end_is_seen_by_the_head_alone(ledger: Ledger) -> None:
    entries = ledger.entries()
    head = entries[-1].head
    assert verify(entries, head=head) == []
    assert verify(entries, head=entries[4].digest[:16]) == []  # one kept from earlier
    assert tamper(ledger, "DELETE FROM entries WHERE number = 8") == []
    assert [(b.number, b.code) for b in verify(ledger.entries(), head=head)] == [(8, "head_missing")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, N), column=st.sampled_from(["body", "parts", "previous", "digest", "written", "kind"]),
       place=st.integers(0, 300))
def test_no_single_character_can_be_changed(ledger: Ledger, number: int, column: str, place: int) -> None:
    entries = ledger.entries()
    text = getattr(entries[number - 1], column)
    if not text:
        return
    i = place % len(text)
    changed = text[:i] + ("x" if text[i] != "x" else "y") + text[i + 1:]
    entries[number - 1] = entries[number - 1]._replace(**{column: changed})
    assert number in {b.number for b in verify(entries) if not b.doubt} or (
        column == "digest" and verify(entries)), (column, i)


def _write(folder: Path, name: str, many: int) -> None:
    ledger = Ledger(folder)
    for i in range(many):
        ledger.append([("claim", said(by=name, note=f"{i}"))])


def test_two_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(tmp_path, name, 25)) for name in ("one", "two")]
    for w in writers:
        w.start()
    for w in writers:
        w.join(120)
        assert w.exitcode == 0
    entries = Ledger(tmp_path).entries()
    assert len(entries) == 50
    assert verify(entries) == []
    for name in ("one", "two"):
        assert [e.content["note"] for e in entries if e.content["by"] == name] == [str(i) for i in range(25)]


def test_a_locked_database_says_so_and_writes_nothing(ledger: Ledger) -> None:
    holder = sqlite3.connect(ledger.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="another process"):
        Ledger(ledger.path.parent, wait=0.1).append([("claim", said())])
    holder.execute("ROLLBACK")
    holder.close()
    assert len(ledger.entries()) == N


@pytest.mark.parametrize("content", [b"not a database at all, but text" * 50, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_ledger_says_so(content: bytes, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.path.write_bytes(content)
    for act in (ledger.entries, lambda: ledger.append([("claim", said())])):
        with pytest.raises(LedgerError, match="cannot be made again"):
            act()
    assert ledger.path.read_bytes() == content


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("CREATE TABLE entries (number INTEGER)")
    with pytest.raises(LedgerError, match="no ledger"):
        ledger.append([("claim", said())])


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    ledger = Ledger(tmp_path)
    ledger.path.symlink_to(elsewhere)
    with pytest.raises(LedgerError, match="a link"):
        ledger.append([("claim", said())])
    assert not elsewhere.exists()


def test_all_entries_of_one_writing_or_none(tmp_path: Path) -> None:
    ledger = book(tmp_path, said())
    with pytest.raises(ValueError, match="JSON compliant"):
        ledger.append([("claim", said()), ("claim", {"by": float("nan")})])
    assert len(ledger.entries()) == 1


def test_a_clock_set_back_is_told_and_is_no_breach(tmp_path: Path) -> None:
    book(tmp_path, said(), when="2025-01-10T12:00:00")
    ledger = Ledger(tmp_path, clock=at("2025-01-02T12:00:00"))
    ledger.append([("claim", said())])
    (doubt,) = verify(ledger.entries())
    assert (doubt.number, doubt.doubt) == (2, True)
