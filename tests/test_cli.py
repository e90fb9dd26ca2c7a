"""The command line: what it prints and where, what it writes, and how it ends (0, 2, 1)."""

from __future__ import annotations

import html
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

import recul
from recul.cli import _in_words, main
from recul.errors import Mistake, ReculError
from recul.questions.crisis import Crisis
from recul.questions.effect import Effect
from recul.questions.response import Response
from recul.report.words.methods import METHODS
from recul.study import Study

WORDS = {"seen": ("Seen", "Vu"), "not_seen": ("Not seen", "Pas vu"), "cannot_say": ("Cannot say", "On ne peut pas")}
STARTER = Path(__file__).parents[1] / "src/recul/starter"


def run(*words: object) -> Result:
    """A command in this process; no exception but SystemExit may come out of it."""
    result = CliRunner().invoke(main, [str(w) for w in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starting study, with the quickest estimator: what is asked here is not what it answers."""
    shutil.copytree(STARTER, tmp_path / "study")
    text = (STARTER / "study.toml").read_text()
    (tmp_path / "study/study.toml").write_text(text.replace("minimum_effect =", 'estimator = "did"\nminimum_effect ='))
    return tmp_path / "study"


def test_help_says_what_each_command_does() -> None:
    said = run("--help").stdout
    for name in ("report", "check", "ask", "new", "demo"):
        assert name in said
        assert run(name, "--help").exit_code == 0
    assert "Exit status: 0" in said
    assert run("--version").stdout.startswith("recul, version ")


def test_help_reads_no_heavy_library() -> None:
    code = ("import sys; from recul.cli import main; main(['--help'], standalone_mode=False); "
            "print([m for m in ('numpy', 'pydantic', 'rich', 'pandas', 'ibis', 'scipy') if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_new_writes_a_study_that_passes_at_once(tmp_path: Path) -> None:
    made = run("new", tmp_path / "a/b")
    assert made.exit_code == 0
    assert "recul check" in made.stdout
    assert Study.load(tmp_path / "a/b").questions
    checked = run("check", tmp_path / "a/b")
    assert checked.exit_code == 0
    assert "sales.csv" in checked.stdout
    assert "1,040" in checked.stdout
    assert "  sales: 2023-01-02 to 2025-06-23, 8 units\n" in checked.stdout
    assert "1. effect 'Spring campaign, sales in the north'" in checked.stdout
    assert "placebos can be drawn" in checked.stdout
    assert "Nothing" not in checked.stderr


def test_a_question_in_words_shows_no_python() -> None:
    assert _in_words(Crisis(outcome="sales", units=("Lyon", "Nantes"))) == "crisis (outcome sales, units Lyon, Nantes)"
    assert _in_words(Response()) == "response"


def test_new_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    refused = run("new", tmp_path)
    assert (refused.exit_code, os.listdir(tmp_path)) == (2, ["mine.txt"])
    assert "not empty" in refused.stderr
    assert run("new", tmp_path / "mine.txt").exit_code == 2
    assert run("new", tmp_path / "mine.txt/below").exit_code == 2


@pytest.mark.parametrize("name", [name for name in Effect.on_request if name != "experiment"])
def test_a_study_may_force_an_estimator_and_its_report_says_which(name: str, folder: Path) -> None:
    """The whole way from study.toml to a page in both languages that cites the paper."""
    study = folder / "study.toml"
    study.write_text(study.read_text().replace('estimator = "did"', f'estimator = "{name}"'))
    assert run("report", folder, "--quiet").exit_code == 0
    (finding,) = json.loads((folder / "report/report.json").read_text(encoding="utf-8"))["findings"]
    assert finding["design"]["estimator"] == name
    assert finding["estimate"]["value"] is not None
    page = html.unescape((folder / "report/report.html").read_text(encoding="utf-8"))
    for words in (METHODS[name].name["en"], METHODS[name].name["fr"], METHODS[name].paper):
        assert words.replace(" ", "") in page.replace("\u00a0", "").replace("\u202f", "").replace(" ", "")


def test_report_writes_three_files_and_a_table(folder: Path, tmp_path: Path) -> None:
    done = run("report", folder)
    assert done.exit_code == 0
    assert sorted(os.listdir(folder / "report")) == ["report.html", "report.json", "report.md"]
    (finding,) = json.loads((folder / "report/report.json").read_text(encoding="utf-8"))["findings"]
    sentence = finding["sentence"]["en"]
    cells = " ".join(line.split("│")[3] for line in done.stdout.splitlines() if line.count("│") == 4)
    assert WORDS[finding["verdict"]][0] in cells
    assert " ".join(sentence.split()) in " ".join(cells.split())
    assert str(folder / "report/report.html") in done.stdout
    quiet = run("report", folder, "--quiet", "--out", tmp_path / "out", "--language", "fr")
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert 'lang="fr"' in (tmp_path / "out/report.html").read_text()


def test_ask_prints_json_and_nothing_else(folder: Path) -> None:
    asked = run("ask", "effect", folder, "--json")
    assert (asked.exit_code, asked.stderr) == (0, "")
    (finding,) = json.loads(asked.stdout)["findings"]
    assert finding == recul.open(folder).ask("effect").to_dict()  # test_api: which is what report.json holds
    assert run("ask", "effect", folder, "--json").stdout_bytes == asked.stdout_bytes
    english, french = (run("ask", "effect", folder, "--language", x).stdout for x in ("en", "fr"))
    assert WORDS[finding["verdict"]][0] in english
    assert WORDS[finding["verdict"]][1] in french
    assert "«\u00a0sales\u00a0»" in french, "broken at a space that does not break"


def test_ask_needs_to_know_which(folder: Path) -> None:
    text = (folder / "study.toml").read_text()
    second = '\n[[question]]\nkind = "effect"\noutcome = "sales"\naction = "spring"\nlabel = "again"\nwindow = 4\n'
    (folder / "study.toml").write_text(text + second)
    assert "1 (effect: Spring campaign, sales in the north); 2 (effect: again)" in run("ask", "effect", folder).stderr
    by_number, by_label = (run("ask", "effect", folder, "--json", "--question", q) for q in (2, "again"))
    assert by_number.stdout == by_label.stdout
    assert json.loads(by_number.stdout)["findings"][0]["design"]["window"] == 4
    for wrong in (("ask", "effect", folder, "--question", "3"), ("ask", "efect", folder)):
        assert run(*wrong).exit_code == 2
    assert "Did you mean 'effect'?" in run("ask", "efect", folder).stderr


@pytest.mark.parametrize("words", [("report",), ("frobnicate",), ("report", "x", "--language", "de"), ("ask", "effect"),
                                   ("report", "no-such-folder"), ("check", "no-such-folder"), ("demo", "--seed", "-1")])
def test_a_mistake_in_the_command_ends_with_2(words: tuple[str, ...], tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert (result.exit_code, result.stdout, os.listdir(tmp_path)) == (2, "", [])


def test_every_mistake_of_the_study_is_told_on_standard_error(folder: Path) -> None:
    text = (folder / "study.toml").read_text()
    for old, new in (('brand = "My brand"', "brnad = 1"), ('"Europe/Paris"', '"Europe/Pari"'), ('"spring"', '"sping"')):
        text = text.replace(old, new, 1 if new == '"sping"' else -1)
    (folder / "study.toml").write_text(text)
    told = run("check", folder)
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("recul: 4 mistakes to mend.")
    for words in ("brand", "Did you mean 'brand'?", "Did you mean 'Europe/Paris'?", "Did you mean 'sping'?"):
        assert words in told.stderr


def test_where_nothing_can_be_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file/x", "/proc/nowhere"):
        result = run("report", folder, "--out", out)
        assert result.exit_code == 2
        assert str(out) in result.stderr.replace("\n", "")


def test_a_fault_of_ours_is_one_line_and_ends_with_1(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ValueError("inner\x1b[31m\nsecond line")

    monkeypatch.setattr("recul.engine.answer", fail)
    result = run("ask", "effect", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (r"recul: a fault of Recul, not yours (ValueError: inner\x1b[31m). Add --traceback to see "
                             "where, and please report it.\n")
    shown = CliRunner().invoke(main, ["ask", "effect", str(folder), "--traceback"])
    assert shown.exit_code == 1
    assert "Traceback (most recent call last)" in shown.stderr


def test_a_contradiction_inside_is_our_fault_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ReculError(Mistake("finding", "a contradiction", "one reading", "This is a fault of Recul."))

    monkeypatch.setattr("recul.engine.answer", fail)
    assert run("ask", "effect", folder).exit_code == 1


def test_a_stop_by_hand_is_quiet(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("recul.engine.answer", stop)
    result = run("ask", "effect", folder)
    assert (result.exit_code, result.stderr) == (130, "recul: stopped.\n")


def test_a_narrow_terminal_is_no_reason_to_fail_and_verbose_says_what_is_read(folder: Path) -> None:
    command = [sys.executable, "-m", "recul", "ask", "effect", str(folder), "--language", "fr", "-v"]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False)
    assert done.returncode == 0
    assert b"INFO recul.record" in done.stderr
    assert b"INFO" not in done.stdout
    assert b"\\xab" in done.stdout  # a French quotation mark


def test_the_demo_is_only_written_over_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def small(folder: Path, seed: int, language: str) -> None:
        shutil.copytree(STARTER, folder, dirs_exist_ok=True)

    monkeypatch.setattr("recul.worlds.brand.write", small)
    assert run("demo", "--out", tmp_path / "d", "--quiet").exit_code == 0
    assert (tmp_path / "d/report.html").is_file()
    monkeypatch.setattr("recul.report.write", lambda *_: {})
    assert run("demo", "--out", tmp_path / "d").exit_code == 0
    (tmp_path / "d/study/.recul-demo").unlink()
    refused = run("demo", "--out", tmp_path / "d")
    assert refused.exit_code == 2
    assert "not empty" in refused.stderr


def test_every_command_has_the_common_options() -> None:
    groups = [c for c in main.commands.values() if isinstance(c, click.Group)]
    every = [c for c in main.commands.values() if c not in groups] + [c for g in groups for c in g.commands.values()]
    assert len(every) > len(main.commands)
    for command in every:
        names = {o for p in command.params if isinstance(p, click.Option) for o in p.opts}
        assert {"--quiet", "--verbose", "--traceback"} <= names
