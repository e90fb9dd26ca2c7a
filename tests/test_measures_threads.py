"""Conversations rebuilt from hand-made threads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from record_samples import posts, study, written
from recul.errors import QuestionError
from recul.measures.threads import conversations, lotteries
from recul.record import Record
from recul.threads.conversations import MICRO, NEVER

START = datetime(2025, 1, 6, 9, tzinfo=UTC)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def row(name: str, hours: float, direction: str | None = "in", **rest: Any) -> dict[str, Any]:
    return {"message_id": name, "time": at(hours), "direction": direction, **rest}


def groups(record: Record, **options: Any) -> set[tuple[int, ...]]:
    """Each conversation as the whole hours at which something was said in it."""
    said = conversations(record, **options)
    hours = (said.time - int(START.timestamp() * 1e6)) // MICRO
    return {tuple(hours[said.conversation == i].tolist()) for i in range(len(said)) if (said.conversation == i).any()}


def test_chains_threads_and_unknown_parents() -> None:
    record = posts([
        row("a", 0), row("b", 1, "out", reply_to="a"), row("c", 2, reply_to="b"),  # a chain
        row("d", 3, reply_to="gone"), row("e", 4, "out", reply_to="gone"),  # both answer what is not there
        row("f", 5, conversation="t"), row("g", 6, "out", conversation="t"),  # a thread
        row("h", 7, reply_to="g"),  # a reply into the thread, which does not bear its id
        row("i", 8),  # alone
        row("j", 9, reply_to="k"), row("k", 10, reply_to="j"),  # each answers the other
    ])
    assert groups(record) == {(0, 1, 2), (3, 4), (5, 6, 7), (8,), (9, 10)}
    said = conversations(record)
    assert said.names == ("a", "d", "t", "i", "j")
    assert (said.answered() < NEVER).tolist() == [True, True, True, False, False]


def test_the_same_id_in_two_sources_is_not_the_same_thread() -> None:
    record = posts([row("a", 0, source="x", conversation="1"), row("b", 1, "out", source="x", conversation="1"),
                    row("a", 2, source="y", conversation="1"), row("b", 3, source="y", conversation="1")])
    assert groups(record) == {(0, 1), (2, 3)}


def test_messages_of_neither_direction_are_left_out_and_still_tie() -> None:
    record = posts([row("a", 0), row("b", 1, None, reply_to="a"), row("c", 2, "out", reply_to="b")])
    assert groups(record) == {(0, 2)}


def test_tones_reach_and_bots() -> None:
    record = posts([row("a", 0, conversation="t", tone="negative", reach=5, author="ann"),
                    row("b", 1, "out", conversation="t", author="robot"),
                    row("c", 2, conversation="t", author="ann")])
    said = conversations(record, bots=("robot",))
    assert said.tone[0] == -1
    assert np.isnan(said.tone[1:]).all()
    assert said.reach[0] == 5
    assert np.isnan(said.reach[1:]).all()
    assert said.bot.tolist() == [False, True, False]
    assert said.answered().tolist() == [NEVER]


def test_a_thread_opens_again_after_an_answer_and_a_silence_only() -> None:
    record = posts([row("a", 0, conversation="t"), row("b", 30, conversation="t"),  # silence, but no answer yet
                    row("c", 31, "out", conversation="t"), row("d", 40, conversation="t"),  # answer, but no silence
                    row("e", 70, conversation="t")])
    assert conversations(record).reopened.tolist() == [False, False, False, False, True]


def test_bots_are_found_by_their_names_in_files(tmp_path: Path) -> None:
    """Authors of a record read from files are pseudonyms: the name is made one too."""
    written(tmp_path, "a.csv", "id,time,author,direction,conversation\n1,2025-01-06T09:00:00Z,ann,in,t\n"
                               "2,2025-01-06T09:01:00Z,robot,out,t\n3,2025-01-06T11:00:00Z,bob,out,t\n")
    record = Record.read(study(tmp_path, {"name": "p", "path": "a.csv", "table": "messages",
                                          "columns": {"message_id": "id"}}))
    said = conversations(record, bots=("robot",))
    assert said.bot.tolist() == [False, True, False]
    assert (said.answered() - said.began()).tolist() == [2 * MICRO]


def test_conversations_cut_by_a_gap_are_left_out(tmp_path: Path) -> None:
    lines = "".join(f"{n},2025-01-{day:02d}T09:00:00Z,{way},t{day}\n" for n, (day, way) in enumerate(
        [(6, "in"), (6, "out"), (12, "in"), (12, "out"), (20, "in"), (20, "out")]))
    written(tmp_path, "a.csv", "message_id,time,direction,conversation\n" + lines)
    gap = {"start": datetime(2025, 1, 13).date(), "end": datetime(2025, 1, 13).date()}
    record = Record.read(study(tmp_path, {"name": "p", "path": "a.csv", "table": "messages", "gaps": [gap]}))
    said = conversations(record)
    assert {said.names[i] for i in said.conversation} == {"t6", "t20"}


@pytest.mark.parametrize(("rows", "told"), [
    ([row("a", 0, conversation="t")], "of the brand"),
    ([row("a", 0, "out", conversation="t")], "of the public"),
    ([row("a", 0), row("b", 1, "out")], "neither `conversation` nor `reply_to`"),
])
def test_what_cannot_be_rebuilt_is_refused(rows: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(QuestionError, match=told):
        conversations(posts(rows))


def drawn(rows: list[dict[str, Any]]) -> Record:
    messages = posts([row("a", 0), row("b", 1, "out", reply_to="a"), row("c", 2, conversation="t")])
    full = [{"source": "draw", "onset_rule": "randomised", **r} for r in rows]
    return Record.in_memory({"messages": messages.table("messages").to_pyarrow(), "actions": pa.table(
        {key: [r[key] for r in full] for key in full[0]})}, study(Path()))


def draw(name: str, unit: str, kind: str, **rest: Any) -> dict[str, Any]:
    return {"action_id": name, "unit": unit, "kind": kind, "start": at(1), "onset_rule": "randomised", **rest}


def test_a_lottery_is_read_from_the_actions() -> None:
    record = drawn([draw("1", "a", "answer"), draw("2", "t", "hold back"),
                    draw("3", "France", "campaign"), draw("4", "a", "answer", onset_rule="declared")])
    whose, moment, answered = lotteries(record, conversations(record))
    assert whose.tolist() == [0, 1]
    assert moment.tolist() == [int(at(1).timestamp() * 1e6)] * 2
    assert answered.tolist() == [True, False]


@pytest.mark.parametrize(("rows", "told"), [
    ([draw("1", "a", "answer"), draw("2", "nobody", "hold back")], "no conversation"),
    ([draw("1", "a", "answer"), draw("2", "a", "hold back")], "drawn twice"),
    ([draw("1", "a", "answered"), draw("2", "t", "hold back")], "'answered'"),
    ([draw("1", "a", "answer"), draw("2", "t", "hold back", onset_rule="declared")], "'randomised' for a row"),
])
def test_a_lottery_that_does_not_fit_is_refused(rows: list[dict[str, Any]], told: str) -> None:
    record = drawn(rows)
    with pytest.raises(QuestionError, match=told):
        lotteries(record, conversations(record))
