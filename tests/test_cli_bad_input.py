"""Bad files from the outside: exit status 2 and a clear mistake, or a safe finding; never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recul.cli import main

STARTER = Path(__file__).parents[1] / "src/recul/starter"
SALES = (STARTER / "sales.csv").read_text()
HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202eevil\u202c", "\x1b[31mred", "{{7*7}}",
           "[bold]x[/bold]", "`rm -rf`", "a\u2028b", "'; DROP TABLE series;--", "../../etc/passwd", "%s%n", "𝕳😀"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The starting study, with the quickest estimator: what is asked here is not what it answers."""
    shutil.copytree(STARTER, tmp_path / "study")
    text = (STARTER / "study.toml").read_text()
    (tmp_path / "study/study.toml").write_text(text.replace("minimum_effect =", 'estimator = "did"\nminimum_effect ='))
    return tmp_path / "study"


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(w) for w in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def edit(folder: Path, old: str, new: str) -> None:
    text = (folder / "study.toml").read_text()
    assert old in text
    (folder / "study.toml").write_text(text.replace(old, new))


def lines(change: Callable[[list[str]], list[str]]) -> str:
    return "\n".join(change(SALES.splitlines())) + "\n"


@pytest.mark.parametrize(("data", "words"), [
    (b"", "sales.csv"),
    (b"\n\n\n", "sales.csv"),
    (b"week,north\n", "sales.csv"),
    (SALES.replace("week,", "semaine,").encode(), "week"),
    (SALES.replace("north,", "nord,").encode(), "north"),
    (b"\x00\x01\x02\xff" * 1000, "sales.csv"),
    (b"PK\x03\x04" + b"\x00" * 200, "sales.csv"),
    (b'week,north\n"2023-01-02,1\n' * 3, "sales.csv"),
    (lines(lambda rows: [*rows, rows[-1].replace(rows[-1].split(",")[1], "1")]).encode(), "rows 131, 132"),
])
def test_a_file_that_cannot_be_read_is_named(folder: Path, data: bytes, words: str) -> None:
    (folder / "sales.csv").write_bytes(data)
    for command in (("check", folder), ("report", folder), ("ask", "effect", folder, "--json")):
        result = run(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert words in result.stderr
    assert not (folder / "report/report.json").exists()


def test_text_in_a_number_column_is_refused_and_counted(folder: Path) -> None:
    (folder / "sales.csv").write_text(lines(lambda rows: [rows[0], rows[1].replace(",18535,", ",a lot,"), *rows[2:]]))
    checked = run("check", folder)
    assert checked.exit_code in (0, 2)
    assert "a lot" in checked.output


def test_an_outcome_that_is_all_missing_claims_nothing(folder: Path) -> None:
    (folder / "sales.csv").write_text(lines(lambda rows: [rows[0], *(
        ",".join([r.split(",")[0], "", *r.split(",")[2:]]) for r in rows[1:])]))
    nothing_claimed(folder)


def test_every_cell_missing(folder: Path) -> None:
    (folder / "sales.csv").write_text(lines(lambda rows: [rows[0], *(r.split(",")[0] + "," * 8 for r in rows[1:])]))
    nothing_claimed(folder)


def nothing_claimed(folder: Path) -> None:
    result = run("ask", "effect", folder, "--json")
    if result.exit_code == 0:
        assert json.loads(result.stdout)["findings"][0]["verdict"] == "cannot_say"
    else:
        assert (result.exit_code, result.stdout) == (2, "")


def test_doubled_lines_are_kept_once(folder: Path) -> None:
    before = run("ask", "effect", folder, "--json")
    (folder / "sales.csv").write_text(lines(lambda rows: [*rows, *rows[-5:]]))
    after = run("ask", "effect", folder, "--json")
    numbers = [json.loads(r.stdout)["findings"][0]["estimate"] for r in (before, after)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(("old", "new", "words"), [
    ("start = 2025-03-31\nend = 2025-05-25", "start = 2031-01-06\nend = 2031-02-23", "2025"),
    ("start = 2025-03-31\nend = 2025-05-25", "start = 2019-01-06\nend = 2019-02-23", "2023"),
    ("start = 2025-03-31\nend = 2025-05-25", "start = 2025-03-31\nend = 2026-02-23", "2025"),
    ("start = 2025-03-31\nend = 2025-05-25", "start = 2023-01-02\nend = 2023-02-23", ""),
    ('outcome = "sales"', 'outcome = "slaes"', "sales"),
    ('outcome = "sales"', 'outcome = "messages"', "messages"),
    ("minimum_effect = 0.05", 'minimum_effect = 0.05\ncontrols = ["suoth"]', "south"),
    ("minimum_effect = 0.05", 'minimum_effect = 0.05\nunaffected = ["suoth"]', "south"),
    ("minimum_effect = 0.05", "minimum_effect = 0.05\nwindow = 999999", ""),
    ('units = ["north"]                #', 'units = ["nort"] #', "north"),
    ('path = "sales.csv"', 'path = "../sales.csv"', "outside"),
    ('path = "sales.csv"', 'path = "/etc/passwd"', "outside"),
    ('title = "Did the spring campaign sell more?"', 'title = "', "line 7"),
    ("# period = { start = 2023-01-02, end = 2025-06-29 } ", "period = { start = 2031-01-02, end = 2031-06-29 } #", ""),
])
def test_a_study_that_does_not_fit_its_data_is_a_named_mistake(folder: Path, old: str, new: str, words: str) -> None:
    edit(folder, old, new)
    for command in (("check", folder), ("report", folder)):
        result = run(*command)
        assert result.exit_code == 2
        assert words in result.stderr
        assert "found     " in result.stderr


def test_a_window_past_the_end_offers_what_is_recorded(folder: Path) -> None:
    for old, new in (("end = 2025-05-25", "end = 2026-02-23"), ("minimum_effect =", "window = 999\nminimum_effect =")):
        edit(folder, old, new)
        assert "add `window = 13`, the 13 periods recorded" in run("check", folder).stderr
        edit(folder, new, old)
    edit(folder, "minimum_effect =", "window = 13\nminimum_effect =")
    assert run("check", folder).exit_code == 0


@pytest.mark.parametrize("command", ["check", "report"])
def test_the_mistakes_of_all_questions_are_told_together(folder: Path, command: str) -> None:
    more = '\n[[question]]\nkind = "effect"\noutcome = "{}"\naction = "spring"\n{}\n'
    text = (folder / "study.toml").read_text() + more.format("slaes", 'label = "second"') + more.format(
        "sales", 'controls = ["suoth"]') + more.format("slaes", "")
    (folder / "study.toml").write_text(text)
    result = run(command, folder)
    assert result.exit_code == 2
    assert result.stderr.count("found     ") == 2  # the outcome's mistake once, with both questions
    assert "question 2 (second), question 4: measure" in result.stderr
    assert "question 3: " in result.stderr
    assert not (folder / "report/report.json").exists()


def test_hostile_text_is_shown_and_never_obeyed(folder: Path) -> None:
    names = [h.replace('"', "'") for h in HOSTILE[:7]]
    head = ",".join(["week", "north", *(f'"{n}"' for n in names)])
    (folder / "sales.csv").write_text("\n".join([head, *SALES.splitlines()[1:]]) + "\n", encoding="utf-8")
    units = json.dumps(["north", *names], ensure_ascii=True)
    text = (folder / "study.toml").read_text()
    text = text.replace('["north", "south", "east", "west", "coast", "hills", "capital", "islands"]', units)
    label = json.dumps(" ".join(HOSTILE[:-1]))
    text = text.replace('label = "Spring campaign, sales in the north"', f"label = {label}")
    text = text.replace('brand = "My brand"', 'brand = "<img src=x onerror=alert(1)>"')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    done = run("report", folder)
    assert done.exit_code == 0, done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stdout)
    page = (folder / "report/report.html").read_text(encoding="utf-8")
    for alive in ("<script>alert(1)", "<img src=x", "\u202e", "\x1b"):
        assert alive not in page
    checked = run("check", folder)
    assert checked.exit_code == 0
    assert not {"\x1b", "\u202e"} & set(checked.stdout)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_as_a_name_is_told_safely(folder: Path, text: str) -> None:
    name = json.dumps(text) if text.isascii() or "\u2028" in text or "\u202e" in text else f'"{text}"'
    edit(folder, 'outcome = "sales"', f"outcome = {name}")
    result = run("check", folder)
    assert result.exit_code == 2
    assert "'sales'" in result.stderr
    assert not {"\x1b", "\u202e", "\u2028"} & set(result.output)
