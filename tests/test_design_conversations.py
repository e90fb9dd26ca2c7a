"""Answers held back by lot: how many conversations it takes, against the test simulated with what was promised."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from recul import _designing
from recul.cli import main
from recul.designs.asked import Asked
from recul.designs.held import conversations
from recul.errors import QuestionError
from recul.placebo.calibrate import Calibration
from recul.threads.conversations import Conversations
from recul.threads.hours import Office
from recul.threads.lottery import Lottery, compare, lottery
from recul.worlds.conversation_files import write
from recul.worlds.conversations import World, said, threads

TODAY = date(2026, 1, 5)
STUDY = '''title = "Conversations"
brand = "Brindelune"

[[source]]
name = "messages"
path = "messages.csv"
table = "messages"
'''


@pytest.fixture(scope="module")
def past() -> Conversations:
    return said(threads(World(1500), 1))


def followed(messages: Conversations) -> Lottery:
    """What followed each answer given in office hours."""
    at = messages.answered()
    rows = np.flatnonzero(at < np.iinfo(np.int64).max)
    rows = rows[Office().open(at[rows])]
    return lottery(messages, rows, at[rows], np.ones(len(rows), bool), Office(), 6.0)


def test_the_promise_is_kept_when_the_test_is_simulated(past: Conversations) -> None:
    """Another year of the same people: half held back, of the others each negative spared with the promised chance."""
    plan = conversations(past, Office(), 6.0, Asked("negatives", TODAY, by="conversations", weeks=26, shares=(0.5,)))
    chosen = plan.chosen
    assert chosen
    assert chosen.detectable
    after = followed(said(threads(World(3000), 2)))
    random, seen, asked = np.random.default_rng(3), 0, 200
    assert len(after) > chosen.of
    for _ in range(asked):
        rows = random.choice(len(after), chosen.of, replace=False)
        arm = random.permutation(np.arange(chosen.of) < chosen.of - chosen.held)
        spared = random.binomial(after.outcome[rows].astype(int), 1 - chosen.detectable)
        outcome = np.where(arm, spared, after.outcome[rows])
        drawn = replace(after, design=after.design[rows], outcome=outcome, arm=arm,
                        conversation=after.conversation[rows])
        found = compare(drawn, np.stack([arm, *(random.permutation(arm) for _ in range(99))]))
        score = found.effect / found.error
        seen += abs(score[0]) > Calibration.of(score[1:], 0, 99, exact=True).bound()
    assert 0.70 < seen / asked < 0.90, seen


def test_more_weeks_see_less(past: Conversations) -> None:
    plan = conversations(past, Office(), 6.0, Asked("negatives", TODAY, by="conversations", shares=(0.5,),
                                                    lengths=(8, 16, 26)))
    found = [c.detectable for c in plan.choices]
    assert all(d is not None for d in found)
    assert sorted(found, reverse=True) == found
    assert plan.false_alarms
    assert plan.false_alarms.count <= 0.05 * plan.false_alarms.of


def test_too_few_answers_are_refused(past: Conversations) -> None:
    early = past.time < past.time.min() + 7 * 24 * 3_600_000_000
    few = replace(past, conversation=past.conversation[early], time=past.time[early], incoming=past.incoming[early],
                  tone=past.tone[early], reach=past.reach[early], bot=past.bot[early], reopened=past.reopened[early])
    with pytest.raises(QuestionError, match="60 or more"):
        conversations(few, Office(), 6.0, Asked("negatives", TODAY, by="conversations"))


def test_unjudged_tones_forbid_it(past: Conversations) -> None:
    dumb = replace(past, tone=np.where(np.arange(len(past.tone)) % 4 == 0, np.nan, past.tone))
    plan = conversations(dumb, Office(), 6.0, Asked("negatives", TODAY, by="conversations"))
    assert not plan.possible
    assert [limit.code for limit in plan.limits if limit.forbids] == ["tones_unknown"]


def test_the_list_of_draws_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_designing, "today", lambda: TODAY)
    write(tmp_path, threads(World(1000), 1))
    (tmp_path / "study.toml").write_text(STUDY)
    words = ["design", str(tmp_path), "--by", "conversations", "--weeks", "20", "--share", "0.5"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert "hold back 50% of answers by lot" in " ".join(done.stdout.split())
    with (tmp_path / "design" / "coins.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [row["kind"] for row in rows]
    assert set(kinds) == {"answer", "hold back"}
    assert abs(kinds.count("answer") - kinds.count("hold back")) <= 10
    assert {row["onset_rule"] for row in rows} == {"randomised"}
    assert len({row["action_id"] for row in rows}) == len(rows)
    # Filled in as answers come, it is read back by the question of kind response.
    assert list(rows[0]) == ["action_id", "kind", "unit", "start", "onset_rule"]
    refused = CliRunner().invoke(main, [*words, "--write"])
    assert refused.exit_code == 2
    assert "no action to declare" in refused.stderr
