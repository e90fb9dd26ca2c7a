"""`recul design` from end to end: planned, declared, run in a world whose truth is known, and read back."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import recul
from design_world import FUTURE, PAST, TODAY, acted, names, values, week_of, write
from recul import _designing
from recul.cli import main
from recul.questions.switchback import Switchback
from recul.study import Study


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_designing, "today", lambda: TODAY)


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, ["design", *(str(w) for w in words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def planned(folder: Path, *words: object) -> dict[str, Any]:
    done = run(folder, "--measure", "sales", *words)
    assert done.exit_code == 0, done.output
    return tomllib.loads((folder / "design" / "design.toml").read_text(encoding="utf-8"))


def asked_after(folder: Path, table: np.ndarray, plan: dict[str, Any], effect: float) -> Any:
    """The record carried on through the test, the effect in it, the question declared: what is answered."""
    off = [a for a in plan["action"] if a["kind"] != "on"]
    write(folder, acted(table, off, effect), PAST + FUTURE)
    said = (folder / "study.toml").read_text(encoding="utf-8")
    # The question, uncommented.
    (folder / "study.toml").write_text(re.sub(r"(?m)^# (?!Once)", "", said), encoding="utf-8")
    return recul.open(folder).ask(plan["question"][0]["kind"])


@pytest.mark.parametrize(("effect", "verdict"), [(-0.09, "seen"), (0.0, None)])
def test_a_withdrawal_is_planned_written_run_and_read_back(effect: float, verdict: str | None, tmp_path: Path) -> None:
    table = values(20)
    folder = write(tmp_path / "study", table)
    plan = planned(folder, "--withdraw", "--weeks", 4, "--share", "0.5", "--write", "--seed", 3)
    study = Study.load(folder)
    assert study.actions[0].onset_rule == "randomised"
    assert len(study.actions[0].units) == 10
    assert (study.actions[0].start - TODAY).days >= 7
    found = asked_after(folder, table, plan, effect)
    assert found.design.estimator == "experiment"
    assert found.design.onset_rule == "randomised"
    assert found.placebo.drawn == "assignments"
    assert found.estimate.relative_low <= effect <= found.estimate.relative_high
    assert verdict is None or found.verdict == verdict
    assert found.verdict != "seen" or effect


def test_the_promise_is_near_what_the_answer_says_of_itself(tmp_path: Path) -> None:
    """The effect question works out its own detectable effect once the test is over: the two agree roughly."""
    table = values(20, 4)
    folder = write(tmp_path / "study", table)
    plan = planned(folder, "--withdraw", "--weeks", 4, "--share", "0.5", "--write")
    page = (folder / "design" / "design.html").read_text(encoding="utf-8")
    promised = float(re.findall(r"an effect of ([\d.]+)% or more would be seen 8 times in 10", page)[0]) / 100
    found = asked_after(folder, table, plan, 0.0)
    assert found.placebo.detectable_effect == pytest.approx(promised, rel=0.4)


def test_a_launch_keeps_the_new_from_the_held_out(tmp_path: Path) -> None:
    table = values(20)
    folder = write(tmp_path / "study", table)
    plan = planned(folder, "--weeks", 4, "--share", "0.25", "--write")
    assert len(plan["action"][0]["units"]) == 15
    assert plan["action"][0]["planned_share"] == 0.75
    found = asked_after(folder, table, plan, 0.15)
    assert found.verdict == "seen"
    assert found.estimate.relative_low <= 0.15 <= found.estimate.relative_high


@pytest.mark.parametrize(("effect", "verdict"), [(-0.12, "seen"), (0.0, None)])
def test_a_switchback_is_planned_written_run_and_read_back(effect: float, verdict: str | None, tmp_path: Path) -> None:
    table = values(1, 2)
    folder = write(tmp_path / "study", table)
    plan = planned(folder, "--by", "weeks", "--withdraw", "--weeks", 20, "--write", "--seed", 1)
    assert len(plan["action"]) == 20
    found = asked_after(folder, table, plan, effect)
    assert isinstance(recul.open(folder).study.questions[0], Switchback)
    assert found.design.onset_rule == "randomised"
    assert found.estimate.relative_low <= effect <= found.estimate.relative_high
    assert verdict is None or found.verdict == verdict
    for language in ("fr", "en"):
        assert found.sentence(language)
        assert "None" not in found.sentence(language)
    assert recul.open(folder).report(tmp_path / "report")["html"].exists()


def test_a_switchback_with_a_spell_kept_back_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(1, 2))
    planned(folder, "--by", "weeks", "--withdraw", "--weeks", 16, "--write")
    study = Study.load(folder)
    question = Switchback(outcome="sales", test="test")
    with pytest.raises(recul.errors.QuestionError, match="pairs that follow each other"):
        question.spells_of(study.actions[1:])
    with pytest.raises(recul.errors.QuestionError, match="what the ids of spells begin with"):
        Switchback(outcome="sales", test="tset").spells_of(study.actions)


def test_the_spells_of_a_second_test_are_not_of_the_first(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(1, 2))
    planned(folder, "--by", "weeks", "--withdraw", "--weeks", 16, "--write")
    planned(folder, "--by", "weeks", "--withdraw", "--weeks", 12, "--id", "test-2", "--start", "2026-01-05", "--write")
    actions = Study.load(folder).actions
    assert [len(Switchback(outcome="sales", test=name).spells_of(actions)) for name in ("test", "test-2")] == [16, 12]


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((folder / "design").iterdir())}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(16))
    words = ("--weeks", 3, "--share", "0.5", "--withdraw")
    planned(folder, *words, "--seed", 5)
    once = files(folder)
    planned(folder, *words, "--seed", 5)
    assert files(folder) == once
    assert set(once) == {"design.html", "design.toml", "design.ics"}
    planned(folder, *words, "--seed", 6)
    assert files(folder)["design.toml"] != once["design.toml"]


def test_without_write_the_study_is_left_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(16))
    before = (folder / "study.toml").read_bytes()
    planned(folder, "--weeks", 3, "--share", "0.5")
    assert (folder / "study.toml").read_bytes() == before


@pytest.mark.parametrize(("words", "found"), [
    (("--measure", "salse"), "Did you mean 'sales'?"),
    (("--measure", "sales", "--units", "City AA,Nowhere"), "'Nowhere'"),
    (("--measure", "sales", "--units", "City AA"), "Add --by weeks"),
    (("--measure", "sales", "--units", "City AA,City AD"), "never observed"),
    (("--measure", "sales", "--weeks", "60"), "Plan a test of 20 weeks at most"),
    (("--measure", "sales", "--share", "0.01"), "which is 0"),
    (("--measure", "sales", "--share", "half"), "'half'"),
    (("--measure", "sales", "--start", "2020-01-06"), "cannot be drawn at random any more"),
    (("--measure", "sales", "--start", "2025-09-03"), "a day on which its weeks begin"),
    (("--measure", "sales", "--by", "weeks", "--weeks", "30"), "a past of 90 weeks"),
    (("--measure", "sales", "--by", "weeks", "--washout", "9"), "less than a spell"),
    ((), "Add --measure sales."),
    (("--by", "conversations",), "some messages"),
])
def test_what_is_wrong_is_said_with_what_to_do(words: tuple[str, ...], found: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(16), gaps=("City AD",))
    done = run(folder, *words)
    assert done.exit_code == 2, done.output
    assert found in done.stderr
    assert not (folder / "design").exists()


@pytest.mark.parametrize(("weeks_after", "told"), [(6, True), (14, False)])
def test_an_action_planned_near_the_test_is_told_of(weeks_after: int, told: bool, tmp_path: Path) -> None:
    """Declared for days that the record does not hold yet."""
    start = TODAY + timedelta(days=7 * weeks_after)
    more = f'\n[[action]]\nid = "sale"\nkind = "campaign"\nstart = {start}\n'
    folder = write(tmp_path / "study", values(16), more=more)
    done = run(folder, "--measure", "sales", "--weeks", 3, "--share", "0.5", "--withdraw")
    assert done.exit_code == 0
    assert ("begin later" in done.stdout) == told


@pytest.mark.parametrize(("unit", "told"), [("orders", "less the 400 of work saved"), ("€", "less the €400 of work")])
def test_a_cost_is_not_told_in_orders(unit: str, told: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(20))
    file = folder / "study.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("€", unit), encoding="utf-8")
    done = run(folder, "--measure", "sales", "--withdraw", "--weeks", 4, "--share", "0.5", "--cost-per-unit-week", 10)
    assert told in done.output


def test_too_few_units_is_an_answer_and_writes_no_action(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(5))
    before = (folder / "study.toml").read_bytes()
    done = run(folder, "--measure", "sales", "--weeks", 4, "--share", "0.5")
    assert done.exit_code == 0
    assert "7 are needed" in done.stdout
    assert set(files(folder)) == {"design.html"}
    assert run(folder, "--measure", "sales", "--weeks", 4, "--share", "0.5", "--write").exit_code == 2
    assert (folder / "study.toml").read_bytes() == before


def test_the_demos_promise_is_its_worlds_truth(tmp_path: Path) -> None:
    """What Brindelune's past promises is what other runs of its world show."""
    from recul.designs.markets import markets
    from recul.designs.record import past_of
    from recul.panel import Panel
    from recul.worlds import withdrawal

    value = withdrawal.by_weeks(1)
    times = np.datetime64("2024-01-01", "s") + np.arange(value.shape[1]) * np.timedelta64(7 * 86400, "s")
    cities = tuple(f"city {i}" for i in range(len(value)))
    panel = Panel(value, np.isfinite(value), cities, times, "week", "sales", "€")
    asked = withdrawal.asked("sales", 1).checked()
    plan = markets(past_of(panel, (), asked), asked)
    assert plan.chosen
    assert plan.chosen.detectable == pytest.approx(withdrawal.truth(plan, 1), rel=0.2)


class Page(HTMLParser):
    """What a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [str(v) for k, v in attrs if k in ("src", "href") and v]


def test_the_page_is_one_file_in_both_languages_and_keeps_names_harmless(tmp_path: Path) -> None:
    table = values(16)
    folder = write(tmp_path / "study", table)
    text = (folder / "sales.csv").read_text(encoding="utf-8")
    hostile = "</style><script>alert(1)</script>"
    (folder / "sales.csv").write_text(text.replace("City AB", hostile).replace("City AC", '=cmd|"" {{7*7}}'),
                                      encoding="utf-8")
    planned(folder, "--weeks", 3, "--share", "0.5", "--withdraw")
    page = (folder / "design" / "design.html").read_text(encoding="utf-8")
    parsed = Page()
    parsed.feed(page)
    assert "script" not in parsed.tags
    assert [link for link in parsed.links if not link.startswith(("#", "data:"))] == []
    assert hostile not in page
    assert "49" not in re.findall(r"\{\{.*?\}\}", page)
    assert "How to know next time" in page
    assert "Comment savoir la prochaine fois" in page
    assert page.count("<svg") >= 4


def test_the_calendar_is_the_tests_own_days(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(16))
    plan = planned(folder, "--weeks", 3, "--share", "0.5", "--withdraw")
    said = (folder / "design" / "design.ics").read_bytes().replace(b"\r\n ", b"").decode()
    (action,) = plan["action"]
    assert f"DTSTART;VALUE=DATE:{action['start']:%Y%m%d}" in said
    assert f"DTEND;VALUE=DATE:{action['end'] + timedelta(days=1):%Y%m%d}" in said
    assert all(unit in said.replace("\\", "") for unit in action["units"])
    assert week_of(action["end"]) - week_of(action["start"]) == 2
    assert action["start"] > date(2025, 7, 14)
    assert set(action["units"]) <= set(names(16))


def test_the_answer_is_in_the_language_asked_for(tmp_path: Path) -> None:
    folder = write(tmp_path / "study", values(16))
    done = run(folder, "--measure", "sales", "--weeks", 3, "--share", "0.5", "--language", "fr", "--withdraw",
               "--cost-per-unit-week", 100, "--currency", "EUR", "--expected-effect", "0.1")
    assert done.exit_code == 0
    said = " ".join(done.stdout.split())
    assert said.startswith("Arrêtez ce travail dans ces 8 unités sur 16")
    assert "serait vu 8 fois sur 10" in said
    assert "de travail économisés" in said
