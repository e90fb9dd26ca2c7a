"""Scores against hand-worked and naive answers, and the finding of the ledger."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ledger_samples import at, book, said
from recul.errors import QuestionError
from recul.estimators._scores import blocks_of, brier, by_block, compared, curve, log_score
from recul.finding import Finding
from recul.ledger.store import Ledger
from recul.ledger.tracks import Track, track
from recul.placebo.exchange import signs
from recul.questions.ledger import Ledger as Question

TODAY = at("2030-01-01T00:00:00")().date()


def test_scores_by_hand() -> None:
    p, y = np.array([0.8, 0.8, 0.1]), np.array([True, False, False])
    assert brier(p, y) == pytest.approx([0.04, 0.64, 0.01])
    assert log_score(p, y) == pytest.approx([-math.log(0.8), -math.log(0.2), -math.log(0.9)])


def test_compared_is_what_a_naive_loop_gives() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.random(12), rng.random(12)
    drawn = signs(12, 7, 20)
    value, scale = compared(first, second, drawn)
    for s, v, sd in zip(drawn, value, scale, strict=True):
        a, r = np.where(s > 0, first, second), np.where(s > 0, second, first)
        assert v == pytest.approx(math.log(a.sum() / r.sum()))
        apart = sum((x / a.sum() - z / r.sum()) ** 2 for x, z in zip(a, r, strict=True))
        assert sd == pytest.approx(math.sqrt(12 / 11 * apart))
    mirrored, _ = compared(second, first, drawn)
    assert mirrored == pytest.approx(-value)


def test_claims_that_share_their_weeks_stand_in_one_block() -> None:
    start = np.array([0, 0, 3, 7, 14, 15, 100])
    assert blocks_of(start, start + 6).tolist() == [0, 0, 0, 1, 2, 2, 3]
    assert by_block(np.ones(7), blocks_of(start, start + 6)).tolist() == [3, 1, 2, 1]
    assert blocks_of(start, start + 200).tolist() == [0] * 7


def test_the_curve_counts_what_was_said_on_an_edge_upwards() -> None:
    drawn = curve(np.array([0.3, 0.29, 0.7, 0.99]))
    assert drawn.edge.tolist() == [0.2, 0.3, 0.7, 0.9]
    assert drawn.place.tolist() == [1, 0, 2, 3]


def made(n: int = 120, skill: float = 1.0, seed: int = 1, late: int = 0) -> Track:
    """Weekly claims of one author who knows something (1), says a half (0), or knows and boasts (3)."""
    rng = np.random.default_rng(seed)
    outcome = rng.random(n) < 0.5
    hint = np.where(outcome, 0.8, -0.8) + rng.standard_normal(n)
    start = 7 * np.arange(n) + 10_000
    lates = np.arange(n) < late
    return Track(("Nova",), np.zeros(n, np.int64), 1 / (1 + np.exp(-1.6 * skill * hint)), start, start + 6, lates,
                 np.ones(n, bool), outcome, np.full(n, 0.5))


def finding(found: Track, **asked: object) -> Finding:
    question = Question.model_validate(asked)
    return question.judge(question.asked_of(found, 1, TODAY), {"files": []})


def test_who_knows_is_better_and_who_knows_the_contrary_is_worse() -> None:
    knows, boasts = finding(made()), finding(made(skill=-1.0))
    assert (knows.verdict, knows.answer, boasts.answer) == ("seen", "better", "worse")
    found = made()
    ratio = brier(found.probability, found.outcome).mean() / 0.25
    assert knows.estimate.relative == pytest.approx(ratio - 1)
    assert knows.estimate.value == pytest.approx(0.25 * (ratio - 1))
    assert knows.estimate.relative_low < ratio - 1 < knows.estimate.relative_high < 0
    for language, mark in (("fr", ","), ("en", ".")):
        assert f"{abs(100 * (ratio - 1)):.1f}".replace(".", mark) in knows.sentence(language)


def test_a_coin_against_a_coin_is_nothing() -> None:
    told = finding(made(skill=0.0))
    assert told.verdict == "cannot_say"
    assert "estimate_failed" in {limit.code for limit in told.limits}


def test_late_claims_are_not_scored_and_are_told() -> None:
    told = finding(made(late=30))
    assert ("claims", "count", 90) in told.design.facts
    assert {"late": 30} in [limit.values for limit in told.limits if limit.code == "claims_late"]


def test_claims_of_one_moment_count_once() -> None:
    """A hundred claims about one week are one moment: nothing can be said."""
    found = made()
    told = finding(replace(found, start=np.full(120, 10_000), end=np.full(120, 10_006)))
    assert told.verdict == "cannot_say"
    assert "few_claims" in {limit.code for limit in told.limits if limit.forbids}


def test_a_bet_on_what_nearly_always_happens_is_not_skill() -> None:
    """The base rate of the record says .7, the author .97; everything came true: nothing rare was ever met."""
    found = made(40)
    told = finding(replace(found, probability=np.full(40, 0.97), outcome=np.ones(40, bool), past=np.full(40, 0.7)))
    assert told.verdict == "cannot_say"
    assert "few_claims" in {limit.code for limit in told.limits}


def test_one_constant_number_is_not_insight() -> None:
    """The record's past was a poor guide; .75 in every claim beats it, and knows nothing."""
    found = made(200)
    outcome = np.arange(200) % 4 > 0
    told = finding(replace(found, probability=np.full(200, 0.75), outcome=outcome, past=np.full(200, 0.2)))
    assert told.verdict == "cannot_say"
    assert "constant_as_good" in {limit.code for limit in told.limits if limit.forbids}
    (authors,) = [t for t in told.tables if t.code == "authors"]
    assert authors.rows[0][4] == "claims_constant"


def test_few_claims_say_how_many_it_would_take() -> None:
    (authors,) = [t for t in finding(made(20, seed=4)).tables if t.code == "authors"]
    assert authors.rows[0][4] in ("claims_few", "claims_better")
    assert authors.rows[0][5] > 20


def test_nobody_of_that_name_is_a_mistake() -> None:
    with pytest.raises(QuestionError, match="Did you mean 'Nova'"):
        finding(made(), by="Nov")


def test_no_ledger_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="recul claim add"):
        Question().batch_in(tmp_path, 1)


def test_nothing_settled_cannot_be_scored(tmp_path: Path) -> None:
    book(tmp_path, said(), said(by="Other"))
    question = Question()
    told = question.judge(question.batch_in(tmp_path, 1), {"files": []})
    assert told.verdict == "cannot_say"
    assert {row[4] for t in told.tables if t.code == "authors" for row in t.rows} == {"claims_none"}
    assert told.to_json()


def test_of_a_broken_chain_nothing_is_scored(tmp_path: Path) -> None:
    import sqlite3

    ledger = book(tmp_path, *(said() for _ in range(3)))
    with sqlite3.connect(ledger.path) as connection:
        connection.executescript("DROP TRIGGER no_delete; DELETE FROM entries WHERE number = 2")
    question = Question()
    told = question.judge(question.batch_in(tmp_path, 1), {"files": []})
    assert [limit.values for limit in told.limits if limit.code == "ledger_broken"] == [{"first": 2, "breaches": 1}]
    for language in ("fr", "en"):
        assert "2" in told.sentence(language)


def test_the_base_rate_is_smoothed_and_falls_back_on_the_claims_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path, clock=at("2025-01-10T00:00:00"))
    ledger.append([("claim", said()) for _ in range(3)])
    told = ({"past": 1.0, "windows": 18}, {"past": 1.0, "windows": 9}, {})
    ledger.append([("settlement", {"claim": i, "outcome": i == 1, "value": 1.0} | extra)
                   for i, extra in enumerate(told, 1)])
    found = track(ledger.entries())
    assert found.base(found.of(None)) == pytest.approx([19 / 20, 1 / 3, 1 / 3])


def test_where_neither_is_nearer_few_are_called_better_or_worse() -> None:
    """60 authors as far from each claim's chance as the base rate is: 5 % of errors give 8 or more once in 130."""
    rng, wrong = np.random.default_rng(11), 0
    for seed in range(60):
        chance = rng.uniform(0.3, 0.7, 60)
        said_, base = (chance + 0.15 * rng.choice([-1, 1], 60) for _ in range(2))
        found = replace(made(60), probability=said_, past=base, outcome=rng.random(60) < chance)
        question = Question()
        wrong += question.judge(question.asked_of(found, seed, TODAY), {"files": []}).verdict == "seen"
    assert wrong <= 8
