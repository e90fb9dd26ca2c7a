"""Did answering change anything? The question, its refusals, and its verdicts where the truth is known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from record_samples import posts, study
from recul.batch import Batch
from recul.engine import answer
from recul.errors import QuestionError, StudyError
from recul.finding import Finding
from recul.placebo import redraw as redraws
from recul.placebo.choice import BEYOND, doubts_of
from recul.placebo.judge import Reading
from recul.placebo.redraw import redraw, redraw_arms
from recul.questions import limit_codes
from recul.questions.response import REFUSED, Response
from recul.record import Record
from recul.report.words import limit_text
from recul.report.words.kinds import own
from recul.study import Study
from recul.threads.answers import of_lottery, of_trials
from recul.threads.conversations import Conversations
from recul.threads.emulation import hazard
from recul.threads.hazard import probability
from recul.threads.hours import Office
from recul.threads.lottery import Lottery
from recul.threads.trials import BINS, Trials, trials
from recul.worlds.conversation_files import write
from recul.worlds.conversations import FIRST_DAY, MICRO, World, said, threads


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many redraws as ranks need, and no more."""
    for function in (redraws.redraw, redraws.redraw_arms):
        monkeypatch.setattr(function, "__defaults__", (39,))


def asked(world: World, seed: int, **fields: Any) -> Finding:
    made = threads(world, seed)
    question, drawn = Response(**fields), None
    if world.held:
        which = np.flatnonzero(np.isfinite(made.moment))
        first = FIRST_DAY.astype("datetime64[us]").astype(np.int64)
        moment = first + np.round((made.began + made.moment)[which] * MICRO).astype(np.int64)
        drawn = which, moment, ~made.held[which]
    return question.judge(question.asked_of(said(made), drawn, seed), {})


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits if limit.forbids}


def test_a_halved_decay_is_seen() -> None:
    finding = asked(World(3000, "halved"), 1)
    assert (finding.verdict, finding.answer) == ("seen", "calmed")
    e = finding.estimate
    assert e.relative is not None
    assert -0.5 < e.relative < -0.1
    assert finding.sentence("en").startswith("After an answer,")
    assert "fewer negative messages" in finding.sentence("en")
    # Choice by what will happen later passes for an effect: whoever reads the answer alone must read that too.
    assert "up to 4 teams in 10 were told the same" in finding.sentence("en")
    assert "jusqu’à 4 équipes sur 10" in finding.sentence("fr").replace("\u00a0", " ")
    assert "4 in 10 simulated teams" in limit_text(next(x for x in finding.limits if x.code == "answers_chosen"),
                                                   finding, "en")


def test_no_effect_is_not_called_one() -> None:
    assert asked(World(1500), 2).verdict != "seen"


def test_hidden_choice_shows_in_the_first_half_hour() -> None:
    finding = asked(World(3000, choice=1.0), 1)
    assert finding.verdict == "cannot_say"
    assert codes(finding) == {"choice_visible"}
    assert "first half hour" in finding.sentence("en")
    assert finding.estimate.low is None


def test_harm_is_never_said_of_observed_answers() -> None:
    finding = asked(World(3000, "worse"), 11)
    assert finding.verdict == "cannot_say"
    assert codes(finding) == {"harm_observed"}


def test_a_lottery_can_say_both() -> None:
    calmed, worse = asked(World(3000, "halved", held=0.5), 1), asked(World(6000, "worse", held=0.5), 1)
    assert (calmed.verdict, calmed.answer) == ("seen", "calmed")
    assert (worse.verdict, worse.answer) == ("seen", "worse")
    assert calmed.design.onset_rule == "randomised"
    assert calmed.design.estimator == "lottery"
    assert "teams in 10" not in calmed.sentence("en") + worse.sentence("en")
    assert "more negative messages" in worse.sentence("en")


def test_rounded_times_are_refused() -> None:
    made = said(threads(World(400), 3))
    hour = replace(made, time=made.time // MICRO * MICRO)
    question = Response()
    finding = question.judge(question.asked_of(hour, None, 1), {})
    assert finding.verdict == "cannot_say"
    assert "times_coarse" in codes(finding)


def test_unjudged_messages_are_refused() -> None:
    made = said(threads(World(400), 3))
    tone = np.where(np.arange(len(made.tone)) % 5 == 0, np.nan, made.tone)
    question = Response()
    finding = question.judge(question.asked_of(replace(made, tone=tone), None, 1), {})
    assert "tones_unknown" in codes(finding)


def test_too_few_answers_are_refused() -> None:
    finding = asked(World(20), 1)
    assert finding.verdict == "cannot_say"
    assert "estimate_failed" in codes(finding)


@pytest.mark.parametrize("fields", [
    {"horizon": 0.25}, {"horizon": 1.3}, {"office_hours": [18.0, 9.0]}, {"office_days": []}, {"office_days": [0]},
    {"against": "everything"}, {"estimator": "did"}])
def test_what_cannot_be_asked_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Response.model_validate(fields)


def test_a_horizon_between_two_halves_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("message_id,time\n1,2025-01-01\n")
    with pytest.raises(StudyError, match=r"a multiple of 0\.5") as refusal:
        Study.from_dict({"title": "A", "brand": "B", "source": [{"name": "p", "path": "a.csv", "table": "messages"}],
                         "question": [{"kind": "response", "horizon": 0.3}]}, tmp_path)
    assert "Input should" not in str(refusal.value)


@pytest.mark.parametrize("against", ["before", "never", "future"])
def test_comparisons_that_mislead_are_refused_by_name(against: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("message_id,time\n1,2025-01-01\n")
    with pytest.raises(StudyError) as refusal:
        Study.from_dict({"title": "A", "brand": "B", "source": [{"name": "p", "path": "a.csv", "table": "messages"}],
                         "question": [{"kind": "response", "against": against}]}, tmp_path)
    assert REFUSED[against] in str(refusal.value)


def test_its_limits_have_words() -> None:
    assert set(Response.limit_codes) == set(own("response", "LIMITS"))
    assert set(Response.limit_codes) <= set(limit_codes())


def small() -> tuple[Conversations, Trials]:
    made = said(threads(World(500), 9))
    return made, trials(made, Office(), 6.0, 9)


def test_redraws_follow_the_hazard_along_each_stream() -> None:
    """As many answers as there were, on the rows where they were likely, each on a row of its own conversation."""
    _, rows = small()
    batch = redraw(rows, 3, 200)
    answered = batch.items.answered
    assert np.array_equal(answered[0], rows.answered)
    h = probability(rows.design @ hazard(rows))
    h[rows.point >= rows.stop[rows.conversation]] = 0
    alive = np.ones(len(rows))
    expected = np.zeros(len(rows))
    for i, p in zip(rows.conversation, h, strict=True):
        expected[i] += alive[i] * p
        alive[i] *= 1 - p
    share = (answered[1:] < BINS).mean(axis=0)
    assert share.mean() == pytest.approx(expected.mean(), rel=0.02)
    assert np.abs(share - expected).max() < 5 * 0.5 / np.sqrt(200)
    assert (answered < BINS).any(axis=0)[rows.answered < BINS].all()
    for a in answered[:5]:
        at = rows.row_of(a)
        assert np.array_equal(rows.conversation[at], np.flatnonzero(a < BINS))
        assert np.array_equal(rows.point[at], a[a < BINS])


def test_every_redraw_is_a_stranger() -> None:
    _, rows = small()
    batch = redraw(rows, 3, 60)
    assert len(np.unique(batch.cluster)) == len(np.unique(batch.source)) == 61
    assert Reading.of(batch, of_trials(batch.items, "").later).calibration.k == 60
    again = redraw(rows, 3, 60)
    assert np.array_equal(batch.items.answered, again.items.answered)


def test_arms_are_drawn_again_as_many_as_there_were() -> None:
    arm = np.arange(40) < 15
    drawn = Lottery(np.ones((40, 1)), np.arange(40.0), arm, np.arange(40), 6.0)
    batch = redraw_arms(drawn, 1, 99)
    assert batch.exact
    assert (batch.items.arms.sum(axis=1) == 15).all()
    assert np.array_equal(batch.items.arms[0], arm)


def test_a_shuffled_lottery_is_false_as_often_as_promised() -> None:
    """Fisher's test is exact: of 200 lotteries without effect, 10 ± 9 at 5 %."""
    random = np.random.default_rng(4)
    seen = 0
    for seed in range(200):
        y, arm = np.floor(random.lognormal(1, 1.5, 80)), random.permutation(80) < 40
        batch = redraw_arms(Lottery(np.ones((80, 1)), y, arm, np.arange(80), 6.0), seed, 59)
        reading = Reading.of(batch, of_lottery(batch.items, ""))
        seen += abs(reading.estimates.score[0]) > reading.calibration.bound()
    assert 2 <= seen <= 19


def test_doubts_are_told_by_the_numbers_alone() -> None:
    made, rows = small()
    batch: Batch[Any] = redraw(rows, 3, 60)
    answered = of_trials(batch.items, "")
    later = answered.later

    def told(z: float, beyond: float, blind: float = 0.0, minimum: float = 0.01, error: float = 1e-9) -> list[str]:
        def put(e: Any, score: float) -> Any:
            value = e.value.copy()
            value[0] = score * e.scale[0]
            return replace(e, value=value)

        changed = replace(answered, later=put(later, z), blind=put(answered.blind, blind),
                          beyond=np.r_[beyond, np.linspace(-1.5, 1.5, len(answered.beyond) - 1)],
                          error=np.full(len(answered.error), error))
        reading = Reading.of(batch, changed.later, doubts_of(batch, changed, minimum))
        return [limit.code for limit in reading.limits if limit.forbids]

    assert told(-9, BEYOND - 0.01) == []
    assert told(-9, BEYOND + 0.01) == ["choice_visible"]
    assert told(9, -9) == ["harm_observed"]
    assert told(0, 0) == []
    assert told(0, 0, blind=-9) == ["choice_visible"]
    assert told(0, 0, blind=9) == ["choice_visible"]
    # Of redraws from −1.5 to 1.5, one in ten lies above 1.2: an effect must be 2.845 errors of the difference large.
    assert told(0, 0, minimum=0.95, error=1.2) == ["window_underpowered"]
    assert told(0, 0, minimum=0.95, error=0.9) == []
    # Where the first half hour says nothing, no effect could have passed it.
    assert told(0, np.nan, minimum=0.95) == ["window_underpowered"]
    assert told(-9, np.nan, minimum=0.95) == ["choice_visible"]
    assert 1 - np.exp(-2.845 * 0.9) < 0.95 < 1 - np.exp(-2.845 * 1.2)
    assert len(made) == 500


@pytest.mark.parametrize("held", [0.0, 0.5])
def test_from_files_to_a_report(tmp_path: Path, held: float) -> None:
    """The same answer as in memory, and a report of it that holds the service figures."""
    world = World(400, "halved", held=held)
    write(tmp_path, threads(world, 3))
    sources = [{"name": "posts", "path": "messages.csv", "table": "messages"}]
    if held:
        sources.append({"name": "draw", "path": "draw.csv", "table": "actions"})
    record = Record.read(study(tmp_path, *sources, question=[{"kind": "response"}]))
    finding = answer(record.study.questions[0], record, 3)
    direct = asked(world, 3)
    # Files hold whole seconds, and the record ends with its last message.
    assert finding.estimate.value == pytest.approx(direct.estimate.value, abs=0.35)
    assert finding.design.estimator == ("lottery" if held else "trials")
    told = finding.to_dict()
    (service,) = told["tables"]
    assert service["code"] == "service"
    assert json.dumps(told)
    for language in ("fr", "en"):
        assert finding.sentence(language)


def test_the_study_that_asks_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("message_id,time\n1,2025-01-01\n")
    loaded = Study.from_dict({
        "title": "A", "brand": "B", "source": [{"name": "p", "path": "a.csv", "table": "messages"}],
        "question": [{"kind": "response", "horizon": 12.0, "office_hours": [8, 20], "bots": ["robot"]}]}, tmp_path)
    (question,) = loaded.questions
    assert isinstance(question, Response)
    assert question.office("Europe/Paris") == Office(8, 20, (1, 2, 3, 4, 5), "Europe/Paris")


def test_a_record_too_small_says_so() -> None:
    rows = [{"message_id": f"{i}{d}", "time": datetime(2025, 1, 6, 10, 0, 7, tzinfo=UTC), "direction": d,
             "conversation": str(i), "tone": "negative"} for i in range(3) for d in ("in", "out")]
    with pytest.raises(QuestionError, match="followed for 6 hours"):
        answer(Response(), posts(rows), 1)
    later = {**rows[0], "message_id": "z", "conversation": "z", "time": datetime(2025, 2, 6, 10, 0, 7, tzinfo=UTC)}
    finding = answer(Response(), posts([*rows, later]), 1)
    assert finding.verdict == "cannot_say"
    assert "estimate_failed" in codes(finding)
