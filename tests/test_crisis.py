"""The question of a crisis, in small worlds whose truth is known: what hurts is a crisis, what is loud is not."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from recul._fields import Budget, per_month
from recul.api import open_study
from recul.errors import QuestionError, StudyError
from recul.finding import Finding, Limit, Table
from recul.questions import _alarms
from recul.report import words
from recul.report.contract import expected_false_seen
from recul.report.words import sentence

FIRST = np.datetime64("2025-01-06T00", "h")  # a Monday
DAYS, BEFORE, WINDOW = 112, 60, 5
# Ten days apart, at ten in the morning; the last one is twice as loud, and hurts where it is said to.
BURSTS = tuple(range(9, DAYS - 10, 10))


@dataclass(frozen=True)
class World:
    """hurt: the relative effect of the last burst on the sales of Lyon, for WINDOW days."""

    hurt: float = 0.0
    seed: int = 2


def counts(world: World) -> np.ndarray:
    """Mentions an hour: eight on average, a daily profile, and bursts halved every three hours."""
    random = np.random.default_rng(world.seed)
    hours = np.arange(DAYS * 24)
    mean = 8 * (1 + 0.6 * np.sin(2 * np.pi * (hours % 24 - 9) / 24))
    for day in BURSTS:
        at = day * 24 + 10
        mean[at:at + 24] += (240 if day == BURSTS[-1] else 120) * 0.5 ** (np.arange(24) / 3)
    return random.poisson(mean)


def write(folder: Path, world: World, question: str) -> Path:
    random = np.random.default_rng([world.seed, 2])
    folder.mkdir(exist_ok=True)
    hours = FIRST + np.arange(DAYS * 24)
    with (folder / "mentions.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("time", "value"), *((f"{t}:00:00Z", n) for t, n in
                                                         zip(hours, counts(world), strict=True))])
    days = FIRST.astype("datetime64[D]") - BEFORE + np.arange(DAYS + BEFORE)
    common = 1 + 0.02 * random.standard_normal(len(days))
    sales = 100 * common * (1 + 0.03 * random.standard_normal((6, len(days))))
    start = BEFORE + BURSTS[-1]
    sales[0, start:start + WINDOW] *= 1 + world.hurt
    units = ("Lyon", "Lille", "Nantes", "Nice", "Metz", "Brest")
    with (folder / "sales.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("time", *units), *((str(d), *(f"{v:.3f}" for v in sales[:, t]))
                                                        for t, d in enumerate(days))])
    (folder / "study.toml").write_text(f'''
title = "A small world"
brand = "Brindelune"
timezone = "UTC"

[[source]]
name = "mentions"
path = "mentions.csv"
table = "series"
measure = "mentions"
unit = "Brindelune"

[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
units = [{", ".join(f'"{u}"' for u in units)}]

[[question]]
kind = "crisis"
messages = "mentions"
{question}
''', encoding="utf-8")
    return folder


LOSS = f'outcome = "sales"\nunits = ["Lyon"]\nwindow = {WINDOW}'


@pytest.fixture(autouse=True)
def _fewer_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds a little less steady, and tests quicker."""
    monkeypatch.setattr(_alarms, "COPY_MONTHS", 20.0)
    monkeypatch.setattr(_alarms, "COPIES_LEAST", 30)


def ask(folder: Path, world: World, question: str) -> Finding:
    return open_study(write(folder, world, question)).ask("crisis")


def table(finding: Finding, code: str) -> Table:
    return next(t for t in finding.tables if t.code == code)


def column(finding: Finding, code: str, name: str) -> list[object]:
    found = table(finding, code)
    return [row[[c for c, _ in found.columns].index(name)] for row in found.rows]


def test_what_hurts_is_a_crisis(tmp_path: Path) -> None:
    finding = ask(tmp_path, World(hurt=-0.2), LOSS)
    assert (finding.answer, finding.verdict) == ("crisis", "seen")
    last = str((FIRST + BURSTS[-1] * 24 + 10).astype("datetime64[m]"))
    facts = {name: value for name, _, value in finding.design.facts}
    assert facts["surge"] == last
    assert finding.design.onset_rule == "alarm"
    assert finding.placebo.drawn == "alarms"
    assert finding.estimate.relative is not None
    assert finding.estimate.relative_low is not None
    assert finding.estimate.relative_high is not None
    assert finding.estimate.relative_low < -0.2 < finding.estimate.relative_high < 0
    # Every burst is an episode, and only the last is a crisis.
    starts = [str(s) for s in column(finding, "episodes", "start")]
    assert [s[:10] for s in starts if s[:10] in {str(FIRST.astype("datetime64[D]") + d) for d in BURSTS}] == [
        str(FIRST.astype("datetime64[D]") + d) for d in BURSTS]
    answers = column(finding, "episodes", "answer")
    assert answers.count("crisis") == 1
    assert answers[starts.index(last)] == "crisis"
    for language in ("fr", "en"):
        assert "crise" in sentence(finding, language) or "crisis" in sentence(finding, language)


def test_what_is_only_loud_is_not(tmp_path: Path) -> None:
    """The same bursts, none of which hurts: 200 more of its kind are in benchmarks/crisis.py."""
    finding = ask(tmp_path, World(), LOSS)
    assert finding.answer == "surge"
    assert set(column(finding, "losses", "loss")) <= {"loss_not_told", "loss_unknown"}
    # Two surges come too early for anything to be said of them: that no crisis is seen is not said without that.
    some = column(finding, "losses", "loss").count("loss_unknown")
    (untold,) = [limit.values for limit in finding.limits if limit.code == "losses_untold"]
    assert 0 < some <= untold["untold"] < untold["asked"] == 5
    unknown = replace(finding, verdict="cannot_say", limits=(Limit("few_placebos", {"independent": 1, "needed": 5},
                                                                   True),))
    assert "whether any of them hurt" in sentence(unknown, "en"), "several surges were asked about"
    assert "a souffert de l’un d’eux" in sentence(unknown, "fr")


def test_without_an_outcome_nobody_may_call_it_a_crisis(tmp_path: Path) -> None:
    finding = ask(tmp_path, World(hurt=-0.2), "")
    assert (finding.answer, finding.verdict) == ("surge", "cannot_say")
    assert [limit.code for limit in finding.limits if limit.forbids] == ["no_outcome"]
    assert finding.estimate.low is finding.estimate.high is None
    assert finding.estimate.relative is not None
    assert finding.estimate.relative > 1
    assert finding.figure_data is not None
    assert "nobody can say" in sentence(finding, "en").lower()
    assert expected_false_seen([finding])["value"] == 0
    # The bursts are of some 580 messages each, 120/(1 − 2^(−1/3)), the last twice as many.
    excess = [float(str(e)) for e in column(finding, "episodes", "excess")]
    assert sorted(excess)[-len(BURSTS):] == pytest.approx([580] * (len(BURSTS) - 1) + [1160], rel=0.25)


def test_a_quiet_day_is_noise(tmp_path: Path) -> None:
    day = FIRST.astype("datetime64[D]") + BURSTS[5] + 5
    finding = ask(tmp_path, World(), f"moment = {day}\n{LOSS}")
    assert (finding.answer, finding.verdict) == ("noise", "cannot_say")
    assert [limit.code for limit in finding.limits if limit.forbids] == ["no_alarm"]


def test_the_day_of_a_burst_is_that_burst(tmp_path: Path) -> None:
    day = FIRST.astype("datetime64[D]") + BURSTS[-1]
    finding = ask(tmp_path, World(hurt=-0.2), f"moment = {day}\n{LOSS}")
    assert finding.answer == "crisis"
    assert len(table(finding, "losses").rows) == 1


def test_the_last_window_must_be_over(tmp_path: Path) -> None:
    day = FIRST.astype("datetime64[D]") + BURSTS[-1]
    finding = ask(tmp_path, World(), f'moment = {day}\noutcome = "sales"\nunits = ["Lyon"]\nwindow = 30')
    assert [limit.code for limit in finding.limits if limit.forbids] == ["outcome_not_covered"]


@pytest.mark.parametrize(("question", "said"), [
    ("moment = 2031-01-01", "question.moment"),
    ("moment = 2025-01-07", "first four days"),
    ('unit = "Brindelun"', "Did you mean 'Brindelune'"),
    ('outcome = "sale"', "Did you mean 'sales'"),
    ('outcome = "sales"\nunits = ["Lion"]', "Did you mean 'Lyon'"),
])
def test_what_cannot_be_asked_is_said(question: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=said):
        ask(tmp_path, World(), question)


@pytest.mark.parametrize("budget", ["1", "one a month", "0 a month", "2 a day", "1 a decade", "-1 a month", "1 year"])
def test_a_budget_that_cannot_be_read_is_refused(budget: str, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"false alarms|0.5 a day"):
        open_study(write(tmp_path, World(), f'budget = "{budget}"'))


@given(st.integers(1, 30), st.sampled_from(["a", "per", "A"]), st.sampled_from(["week", "month", "year", "quarter"]))
def test_budgets_are_rates(number: int, a: str, period: str) -> None:
    days = {"week": 7, "month": 30, "quarter": 91.25, "year": 365}[period]
    rate = number * 30 / days
    text = f" {number} {a} {period} "
    if 30 / 365 <= rate <= 15:
        assert TypeAdapter(Budget).validate_python(text) == text.strip()
        assert per_month(text) == pytest.approx(rate)
    else:
        with pytest.raises(ValidationError):
            TypeAdapter(Budget).validate_python(text)


@pytest.mark.parametrize(("text", "english"), [("2 par an", "2 a year"), ("0,5 par mois", "0.5 a month"),
                                               ("1 par trimestre", "1 a quarter"), ("3 per weeks", "3 a week")])
def test_a_budget_may_be_written_in_french(text: str, english: str) -> None:
    assert per_month(text) == per_month(english)
    assert [words.budget(text, language) for language in ("en", "fr")] == [
        words.budget(english, language) for language in ("en", "fr")]


@given(st.text(max_size=20))
def test_any_other_text_is_refused_or_a_rate(text: str) -> None:
    try:
        kept = TypeAdapter(Budget).validate_python(text)
    except ValidationError:
        return
    assert per_month(kept) > 0
