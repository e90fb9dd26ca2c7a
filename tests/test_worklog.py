"""The hours of a team's log by nature: against naive versions, logs whose truth is known, and logs that are a mess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from recul import engine
from recul.errors import QuestionError, StudyError
from recul.estimators._shift import Spans, shift, tuning
from recul.finding import Finding
from recul.questions.worklog import Worklog
from recul.record import Record
from recul.study import Study

STUDY = Study(title="T", brand="B", timezone="Europe/Paris")
SAID = {"strategic": "Define the audiences and the objectives of next year's communication plan",
        "operational": "Reply to comments and publish the stories of the day"}


def record(rows: list[dict[str, Any]]) -> Record:
    """Tasks in memory, each with an id."""
    full = [{"task_id": f"t{i}", "source": "log", "time": None, "end": None, "author": None, "unit": "B",
             "nature": None, "text": None, "hours": None} | row for i, row in enumerate(rows)]
    kinds = {"time": pa.timestamp("us", "UTC"), "end": pa.timestamp("us", "UTC"), "hours": pa.float64()}
    columns = {name: pa.array([row[name] for row in full], kinds.get(name, pa.string())) for name in full[0]}
    return Record.in_memory({"tasks": pa.table(columns)}, STUDY)


def log(early: float, late: float, quarters: int = 12, each: int = 60, seed: int = 0) -> list[dict[str, Any]]:
    """`each` tasks a quarter from 2021 on; the share of strategic ones is `early`, then `late`."""
    rng, rows = np.random.default_rng(seed), []
    for q in range(quarters):
        for _ in range(each):
            strategic = rng.random() < (early if q < quarters / 2 else late)
            nature = "strategic" if strategic else "operational"
            rows.append({"time": datetime(2021 + q // 4, 1 + 3 * (q % 4), 2, 9, tzinfo=UTC)
                         + timedelta(days=int(rng.integers(0, 85))), "hours": float(rng.uniform(0.5, 3)),
                         "nature": nature, "text": SAID[nature]})
    return rows


def audited(rows: list[dict[str, Any]], n: int, seed: int = 1) -> list[dict[str, Any]]:
    """Only n tasks, drawn at random, keep their nature."""
    kept = set(np.random.default_rng(seed).choice(len(rows), n, replace=False).tolist())
    return [row if i in kept else {**row, "nature": None} for i, row in enumerate(rows)]


def ask(rows: list[dict[str, Any]], **keys: Any) -> Finding:
    return engine.answer(Worklog(**keys), record(rows), seed=1)


def facts(finding: Finding) -> dict[str, Any]:
    return {name: value for name, _, value in finding.design.facts}


def limits(finding: Finding) -> dict[str, dict[str, Any]]:
    return {limit.code: limit.values for limit in finding.limits}


def test_the_estimate_is_the_naive_one() -> None:
    rng = np.random.default_rng(3)
    span, w = rng.integers(0, 8, 400), rng.uniform(0.2, 4, 400)
    y, f, seen = (rng.random(400) < 0.3).astype(float), rng.random(400), rng.random(400) < 0.4
    found = shift(Spans.of(span, 8, w, f, y, seen), np.arange(8)[None], 4)
    lam, shares = tuning(w[seen], y[seen], f[seen]), []
    for half in (span < 4, span >= 4):
        at = half & seen
        shares.append(lam * (w[half] @ f[half]) / w[half].sum() + (w[at] @ (y[at] - lam * f[at])) / w[at].sum())
    assert found.earlier[0] == pytest.approx(shares[0])
    assert found.value[0] == pytest.approx(shares[1] - shares[0])


def test_a_change_is_seen_and_its_size_is_right() -> None:
    rows = log(0.15, 0.40)
    found = ask(rows)
    hours = np.array([row["hours"] for row in rows])
    strategic = np.array([row["nature"] == "strategic" for row in rows])
    late = np.array([row["time"] >= datetime(2023, 1, 1, tzinfo=UTC) for row in rows])
    early = np.array([row["time"] < datetime(2022, 1, 1, tzinfo=UTC) for row in rows])
    shares = [float(hours[at & strategic].sum() / hours[at].sum()) for at in (early, late)]
    assert (found.verdict, found.answer) == ("seen", "more")
    assert found.estimate.value == pytest.approx(100 * (shares[1] - shares[0]))
    assert facts(found)["log_share"] == pytest.approx(float(hours[strategic].sum() / hours.sum()))


def test_steady_logs_seldom_change() -> None:
    """Of 60 logs without a change, no more are seen than 5 % would give 999 times in 1,000."""
    seen = sum(ask(log(0.25, 0.25, each=25, seed=s)).verdict == "seen" for s in range(60))
    assert seen <= 9


def test_the_audit_sample_corrects_a_classifier_that_errs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes half of the operational work for strategic: what is told holds the truth all the same."""
    rows = log(0.2, 0.2, each=80)
    rng = np.random.default_rng(5)

    def errs(texts: list[str], languages: list[str | None]) -> np.ndarray:
        strategic = np.array([text == SAID["strategic"] for text in texts]) | (rng.random(len(texts)) < 0.5)
        return np.stack([np.zeros(len(texts)), np.zeros(len(texts)), 1.0 - strategic, strategic], axis=1)

    monkeypatch.setattr("recul.text.tasks.read", errs)
    truth = sum(r["hours"] for r in rows if r["nature"] == "strategic") / sum(r["hours"] for r in rows)
    held = 0
    for seed in range(20):
        told = facts(ask(audited(rows, 150, seed), audit=True))
        held += told["log_low"] <= truth <= told["log_high"]
        assert abs(told["log_share"] - truth) < 0.15
    assert held >= 17


def test_without_an_audit_sample_no_share_is_told() -> None:
    rows = [{**row, "nature": None} for row in log(0.1, 0.6)]
    found = ask(rows)
    assert found.verdict == "cannot_say"
    assert "nature_not_corrected" in limits(found)
    assert found.estimate.value is None
    assert found.figure_data is None
    assert all(row[-3:] == (None, None, None) for table in found.tables for row in table.rows)
    assert not {"log_share", "earlier", "later"} & facts(found).keys()
    assert "%" not in found.sentence("en") + found.sentence("fr")


def test_labels_not_drawn_at_random_correct_nothing() -> None:
    rows = audited(log(0.2, 0.5), 200)
    assert "part_labelled" in limits(ask(rows))
    assert ask(rows).verdict == "cannot_say"
    told = ask(rows, audit=True)
    assert (told.verdict, facts(told)["audited"]) == ("seen", 200)


def test_few_labels_in_one_half_are_no_correction_of_it() -> None:
    rows = log(0.2, 0.5)
    late = [{**row, "nature": row["nature"] if i > len(rows) - 60 else None} for i, row in enumerate(rows)]
    found = ask(late, audit=True)
    assert limits(found)["few_tasks_audited"] == {"audited": 0, "needed": 20}
    assert found.verdict == "cannot_say"


def test_less_than_two_years_tell_no_change_from_a_season() -> None:
    for quarters in (1, 2, 3, 7):
        found = ask(log(0.1, 0.7, quarters=quarters))
        assert found.verdict == "cannot_say"
        assert limits(found)["few_quarters"] == {"quarters": quarters, "needed": 8}
        assert "quarters," not in found.sentence("en").split("The data")[0]  # halves of a year, or none told
    assert facts(found)["log_share"] > 0.3


def test_an_audit_half_of_which_nobody_can_read_corrects_nothing() -> None:
    """Every strategic label is an undeclared word: those left would say that nothing is strategic, within a point."""
    rows = [{**row, "nature": "🔥" if row["nature"] == "strategic" else row["nature"]}
            for row in audited(log(0.4, 0.4), 300)]
    found = ask(rows, audit=True)
    assert found.verdict == "cannot_say"
    assert "log_share" not in facts(found)
    assert limits(found)["natures_unknown"]["words"] == ["🔥"]
    assert "part_labelled" not in limits(found)
    assert "%" not in found.sentence("en")


def test_what_cannot_be_counted_is_counted_as_such() -> None:
    day = datetime(2021, 5, 3, 9, tzinfo=UTC)
    odd = [{"time": day, "hours": -2.0, "nature": "strategic"}, {"time": day, "hours": 30.0, "nature": "strategic"},
           {"time": day, "hours": None, "nature": "strategic"}, {"time": day, "hours": 2.0, "nature": "réunionite"},
           *({"time": day, "hours": 15.0, "nature": "strategic", "author": "ann"} for _ in range(2)),
           {"time": day, "end": day + timedelta(days=3), "hours": 30.0, "nature": "strategic", "author": "ann"}]
    rows = log(0.2, 0.2)
    found = ask([*rows, *odd])
    told = limits(found)
    assert told["hours_impossible"]["count"] == 4  # below none, 30 in a day, two that make 30 of one person's day
    assert told["hours_unstated"]["count"] == 1
    assert told["natures_unknown"] == {"count": 1, "words": ["réunionite"]}
    assert told["tasks_unread"]["count"] == 1
    assert facts(found)["tasks"] == len(rows) + 1
    assert "natures_unknown" not in limits(ask([*rows, *odd], natures={"neither": ("Réunionite",)}))


def test_tasks_that_nobody_can_read_forbid_an_answer() -> None:
    """Emoji, another language, no text."""
    rows = audited(log(0.2, 0.5), 300)
    german = "Beiträge für Instagram schreiben und Kommentare beantworten"
    for text in ("👍👍 🎉", german, "Ответы на комментарии", None):
        mess = [{**row, "text": text} if i % 5 == 0 else row for i, row in enumerate(rows)]
        found = ask(mess, audit=True)
        assert limits(found)["tasks_unread"]["count"] == len([i for i in range(len(rows)) if i % 5 == 0])
        assert found.verdict == "cannot_say"


def test_a_log_without_hours_counts_tasks_and_says_so() -> None:
    found = ask([{**row, "hours": None} for row in log(0.15, 0.45)])
    assert "no_hours" in limits(found)
    assert "tasks" in found.sentence("en")
    assert "hours" not in facts(found)


def test_an_empty_quarter_is_not_a_quarter_without_work() -> None:
    rows = [row for row in log(0.3, 0.3) if not datetime(2021, 7, 1, tzinfo=UTC) <= row["time"]
            < datetime(2022, 1, 1, tzinfo=UTC)]
    found = ask(rows)
    assert limits(found)["empty_quarters"] == {"count": 2, "of": 12}
    assert found.verdict == "cannot_say"


def test_mistakes_say_what_to_write() -> None:
    with pytest.raises(QuestionError, match="none in the record"):
        engine.answer(Worklog(), Record.in_memory({}, STUDY), seed=1)
    with pytest.raises(QuestionError, match="Choose one of B"):
        ask(log(0.2, 0.2), unit="C")
    with pytest.raises(QuestionError, match="no task with hours above zero"):
        ask([{**row, "hours": -1.0} for row in log(0.2, 0.2)])
    with pytest.raises(QuestionError, match="no task with hours above zero"):
        ask([{**row, "hours": 0.0} for row in log(0.2, 0.2)])
    with pytest.raises(StudyError, match="more than once"):
        Study.from_dict({"title": "T", "brand": "B", "question": [
            {"kind": "worklog", "natures": {"strategic": ["X"], "mixed": ["x "]}}]}, Path())


def test_the_sentence_says_hours_shares_and_halves() -> None:
    found = ask(log(0.15, 0.40))
    assert "as the team itself labels it" in found.sentence("en")
    assert "selon les mots de l’équipe" in found.sentence("fr")
    assert "4 quarters" in found.sentence("en")
