"""The brand's service accounts: their truth is what their files show, and their questions are answered as they must."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from recul.api import open_study
from recul.errors import QuestionError
from recul.worlds import answers
from recul.worlds.answers import HELP, SHOP

HEAD = 'title = "t"\nbrand = "Brindelune"\nlanguage = "en"\ntimezone = "Europe/Paris"\nseed = 1\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("answers")
    answers.write(path, 1)
    (path / "study.toml").write_text(HEAD + "".join(answers.study_toml(1, "en")), encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def when(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_the_arms_differ_by_the_truth(tmp_path: Path) -> None:
    """Counted message by message off the files of eight seeds, with nothing of Recul's but the horizon."""
    found, known = [], []
    for seed in range(8):
        answers.write(tmp_path, seed)
        negative: dict[str, list[datetime]] = {}
        for row in rows(tmp_path / "conversations.csv"):
            if row["ton"] == "-1":
                negative.setdefault(row["fil"], []).append(when(row["date"]))
        arms: dict[str, list[float]] = {"answer": [], "hold back": []}
        for row in rows(tmp_path / "tirage.csv"):
            moment = when(row["date"])
            after = [t for t in negative.get(row["fil"], ()) if moment <= t < moment + timedelta(hours=answers.HORIZON)]
            arms[row["decision"]].append(np.log1p(len(after)))
        assert 0.45 < len(arms["answer"]) / sum(map(len, arms.values())) < 0.55
        one, none = (np.expm1(np.mean(arms[arm])) for arm in ("answer", "hold back"))
        found.append(one / none - 1)
        known.append(answers.truth(HELP, seed))
    assert all(-0.35 < t < -0.15 for t in known)
    assert np.mean(found) == pytest.approx(np.mean(known), abs=0.06)  # a mean of eight, each with an SD of .054
    assert answers.truth(SHOP, 1) == 0


def test_people_answer_in_office_hours_of_paris_and_within_the_year(folder: Path) -> None:
    said = rows(folder / "conversations.csv")
    assert {row["compte"] for row in said} == {HELP, SHOP}
    assert {when(row["date"]).year for row in said} == {2025}
    local = [when(row["date"]).astimezone(ZoneInfo("Europe/Paris")) for row in said if row["sens"] == "out"]
    assert len(local) > 1000
    assert all(9 * 60 <= t.hour * 60 + t.minute < 18 * 60 + 10 and t.isoweekday() <= 5 for t in local)  # in ten minutes
    assert [row["date"] for row in said] == sorted(row["date"] for row in said)


def test_every_conversation_begins_with_the_public_and_is_of_one_account(folder: Path) -> None:
    first: dict[str, dict[str, str]] = {}
    for row in rows(folder / "conversations.csv"):
        assert first.setdefault(row["fil"], row)["compte"] == row["compte"]
    assert {row["sens"] for row in first.values()} == {"in"}
    drawn = [row["fil"] for row in rows(folder / "tirage.csv")]
    assert len(set(drawn)) == len(drawn)
    assert {first[one]["compte"] for one in drawn} == {HELP}


def test_the_lottery_sees_it_and_chosen_answers_do_not(folder: Path) -> None:
    study = open_study(folder)
    seen, chosen = study.findings()
    assert (seen.verdict, seen.answer, seen.design.onset_rule) == ("seen", "calmed", "randomised")
    assert seen.truth == pytest.approx(answers.truth(HELP, 1), abs=5e-4)
    assert seen.estimate.relative_low is not None
    assert seen.estimate.relative_high is not None
    assert seen.estimate.relative_low <= seen.truth <= seen.estimate.relative_high
    assert (chosen.verdict, chosen.design.onset_rule, chosen.truth) == ("cannot_say", "chosen", 0.0)
    (limit,) = (one for one in chosen.limits if one.forbids)
    assert limit.code == "choice_visible"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_board_reads_why_without_a_figure(folder: Path, language: str) -> None:
    study = open_study(folder)
    finding = study.ask("response", 2)
    sentence = finding.sentence(language)
    assert {"en": "first half hour", "fr": "première demi-heure"}[language] in sentence
    assert not any(c.isdigit() for c in sentence)


def test_a_draw_of_nothing_is_refused_whatever_is_named(folder: Path, tmp_path: Path) -> None:
    for name in answers.FILES:
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with (tmp_path / "tirage.csv").open("a", encoding="utf-8") as file:
        file.write("tirage-x,answer,nothing-said,2025-03-03T10:00:00Z,randomised\n")
    (tmp_path / "study.toml").write_text((folder / "study.toml").read_text(encoding="utf-8"), encoding="utf-8")
    study = open_study(tmp_path)
    for which in (1, 2):
        with pytest.raises(QuestionError, match="nothing-said"):
            study.ask("response", which)


def test_the_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    answers.write(tmp_path, 1)
    for name in answers.FILES:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
