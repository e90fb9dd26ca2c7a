"""Nine days of tweets to airlines: the loudest surge is no bad buzz, and what cannot be asked is refused."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from example_runs import EXAMPLES, load
from recul import examples
from recul.api import open_study
from recul.cli import main
from recul.engine import batches_of
from recul.errors import QuestionError, SourceError
from recul.finding import Finding

EXAMPLE = EXAMPLES / "airlines"
README = (EXAMPLE / "README.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load("airlines")


@pytest.fixture(scope="module")
def folder(run: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return run.prepare(tmp_path_factory.mktemp("airlines"))
    except SourceError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def jetblue(folder: Path) -> Finding:
    return open_study(folder).ask("crisis", "JetBlue: crises, or the usual noise?")


def table(finding: Finding, code: str) -> list[dict[str, Any]]:
    (found,) = (t for t in finding.tables if t.code == code)
    return [dict(zip((name for name, _ in found.columns), row, strict=True)) for row in found.rows]


def test_no_author_is_in_any_file(folder: Path) -> None:
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            assert next(csv.reader(lines)) == list(examples.FILES["airlines"].keep)
    assert not {"name", "author"} & set(examples.FILES["airlines"].keep)


def test_the_loudest_is_the_joke_and_the_bad_buzz_is_not(jetblue: Finding) -> None:
    """The first tweet that quotes the joke is of 10:15:31 in California, 18:15:31 UTC: nobody tells the alarm."""
    assert (jetblue.answer, jetblue.verdict) == ("bad_buzz", "cannot_say")
    assert "no_outcome" in {limit.code for limit in jetblue.limits if limit.forbids}
    buzz, joke = table(jetblue, "episodes")
    assert (buzz["answer"], joke["answer"]) == ("bad_buzz", "surge")
    assert joke["start"] == "2015-02-23T18:00"
    assert joke["rank"] == 1


def test_shares_are_those_counted_by_hand(folder: Path, jetblue: Finding) -> None:
    """The negatives of each surge's hours, counted off the file; and the README has these very numbers."""
    with (folder / "others.csv").open(encoding="utf-8", newline="") as lines:
        rows = [r for r in csv.DictReader(lines) if r["airline"] == "Delta"]
    hours = {"2015-02-22T14:00": ("2015-02-22 06", "2015-02-22 11"), "2015-02-23T18:00": ("2015-02-23 10",
                                                                                       "2015-02-23 13")}
    for tone, episode in zip(table(jetblue, "tones"), table(jetblue, "episodes"), strict=True):
        low, high = hours[tone["start"]]
        inside = [r["airline_sentiment"] for r in rows if low <= r["tweet_created"][:13] < high]
        assert tone["judged"] == len(inside)
        assert tone["negative"] == pytest.approx(inside.count("negative") / len(inside))
        assert f"**{100 * tone['negative']:.0f} %** of {tone['judged']} negative" in README
        assert f"{episode['excess']} " in README
    usual = next(value for name, _, value in jetblue.design.facts if name == "tone_usual")
    assert f"({100 * usual:.0f} % usually)" in README


def test_the_effect_of_the_joke_is_left_unsaid(folder: Path) -> None:
    finding = open_study(folder).ask("effect", "Did JetBlue’s joke sour what is said to it?")
    assert finding.verdict == "cannot_say"
    assert finding.estimate.relative is not None
    assert f"fell by {-100 * finding.estimate.relative:.0f} %" in README
    assert f"with {finding.placebo.ran} placebos, worth {finding.placebo.independent}" in README
    assert f"a change of {100 * (finding.placebo.detectable_effect or 0):.0f} % or more" in README


def test_what_cannot_be_asked_is_refused_by_name(folder: Path) -> None:
    study = open_study(folder / "refused")
    with pytest.raises(QuestionError) as refused:
        batches_of(study.study, study.record)
    said = [str(m) for m in refused.value.mistakes]
    assert len(said) == 5
    for kind, words in (("American", "47 hours that were observed"), ("answering", "none of the brand"),
                        ("answering", "neither `conversation` nor `reply_to`"),
                        ("conversation", "messages without any 'direction'")):
        assert any(kind in text and words in text for text in said)
        assert words.split(" (")[0] in README


def test_in_one_file_with_the_others_the_beginning_of_an_export_would_be_a_surge(folder: Path, tmp_path: Path) -> None:
    """Why the study says when American was collected."""
    parts = [(folder / name).read_bytes().split(b"\n", 1) for name in ("others.csv", "american.csv")]
    (tmp_path / "others.csv").write_bytes(parts[0][0] + b"\n" + parts[0][1] + parts[1][1])
    head = (folder / "study.toml").read_text(encoding="utf-8").split("[[source]]")
    source = "".join(line for line in head[1].splitlines(True) if not line.startswith("coverage"))
    (tmp_path / "study.toml").write_text(
        f'{head[0]}[[source]]{source}[[question]]\nkind = "crisis"\nunit = "American"\n', encoding="utf-8")
    finding = open_study(tmp_path).ask("crisis")
    assert finding.answer == "surge"
    assert f"“A surge, {table(finding, 'episodes')[0]['excess']:,} messages above the usual" in README
    assert f"{table(finding, 'episodes')[0]['excess']:,} messages" in (EXAMPLE / "study.toml").read_text("utf-8")


def test_both_languages_ask_the_same() -> None:
    def asked(path: Path) -> dict[str, Any]:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        for table in (found, *found["action"], *found["question"]):
            for words in ("title", "brand", "language", "label"):
                table.pop(words, None)
        return found

    assert asked(EXAMPLE / "study.toml") == asked(EXAMPLE / "study.fr.toml")


def test_the_report_in_french(run: ModuleType, folder: Path, tmp_path: Path) -> None:
    """As its reader runs it, from the file to the page."""
    out = run.prepare(tmp_path, "fr")
    with pytest.raises(SystemExit) as ended:
        main(["report", str(out), "--quiet"])
    assert ended.value.code == 0
    page = (out / "report" / "report.md").read_text(encoding="utf-8")
    assert "La blague de JetBlue" in page
    assert "bad buzz" in page.lower()


def test_the_command_takes_a_folder_and_a_language(run: ModuleType) -> None:
    assert run.asked(["here", "--language", "fr"]) == (Path("here"), "fr")
    with pytest.raises(SystemExit):
        run.asked(["--wrong"])


def test_the_file_is_no_part_of_the_project() -> None:
    assert {p.name for p in EXAMPLE.iterdir() if p.is_file()} == {"study.toml", "study.fr.toml", "refused.toml",
                                                                  "README.md", "run.py"}
