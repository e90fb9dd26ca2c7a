"""study.toml: what is right is read as written, what is wrong is named, all of it, by its key."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path

import pytest

from recul.errors import StudyError
from recul.questions import discover
from recul.study import Action, Source, Span, Study, closes, opens

GOOD = """
title = "The spring campaign"
brand = "Épicerie"
language = "fr"
timezone = "Europe/Paris"
seed = 7

[period]
start = 2023-01-01
end = 2024-12-31

[[source]]
name = "sales"
path = "sales.csv"
table = "series"
separator = ";"
decimal = ","
date_format = "%d/%m/%Y"
columns = { time = "Semaine" }
units = ["north", "south"]
measure = "sales"
value_unit = "EUR"
gaps = [{ start = 2023-08-01, end = 2023-08-15 }]

[[source]]
name = "posts"
path = "posts/*.ndjson"
table = "messages"
coverage = { start = 2023-01-01, end = 2024-12-31T12:00:00 }

[[action]]
id = "spring"
kind = "campaign"
start = 2024-03-01
end = 2024-04-30
units = ["north"]
cost = 12000
currency = "EUR"

[[question]]
kind = "effect"
outcome = "sales"
action = "spring"
window = 8
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "study.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sales.csv").write_text("Semaine;north;south\n")
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/b.ndjson").touch()
    (tmp_path / "posts/a.ndjson").touch()
    return tmp_path


def mistakes(folder: Path, *changes: tuple[str, str], text: str = GOOD) -> dict[str, tuple[str, str, str]]:
    """Where -> (found, expected, todo) after some replacements in the good study."""
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        Study.load(folder)
    return {m.where: (m.found, m.expected, m.todo) for m in caught.value.mistakes}


def test_a_good_study_is_read_as_written(folder: Path) -> None:
    study = Study.load(folder)
    assert (study.title, study.brand, study.language, study.seed) == ("The spring campaign", "Épicerie", "fr", 7)
    assert study.period is not None
    assert study.period.end == date(2024, 12, 31)
    assert study.sources[0].wide_units() == {"north": "north", "south": "south"}
    assert study.sources[1].coverage == Span(start=date(2023, 1, 1), end=datetime(2024, 12, 31, 12))
    assert study.action("spring").cost == 12000
    assert study.questions[0].asked() == {"kind": "effect", "minimum_effect": 0.05, "outcome": "sales",
                                          "action": "spring", "unaffected": [], "window": 8,
                                          "scale": "identity"}
    assert [f.name for f in study.files(study.sources[1])] == ["a.ndjson", "b.ndjson"]
    assert study.root == folder
    assert "root" not in study.model_dump()


def test_the_file_itself_may_be_named(folder: Path) -> None:
    assert Study.load(folder / "study.toml") == Study.load(str(folder))


def test_a_byte_order_mark_is_no_mistake(folder: Path) -> None:
    (folder / "study.toml").write_text(GOOD, encoding="utf-8-sig")
    assert Study.load(folder).brand == "Épicerie"


def test_all_mistakes_at_once_each_with_its_key_and_the_nearest_name(folder: Path) -> None:
    found = mistakes(
        folder, ('brand = "Épicerie"', "brnad = 5"), ("Europe/Paris", "europe/pari"), ('table = "series"', "tabel = 1"),
        ('decimal = ","', 'decimal = "comma"'), ("2024-03-01", '"last spring"'), ("currency", "curency"),
        ('"effect"', '"efect"'), ('language = "fr"', 'language = "french"'), ("cost = 12000", "cost = -1"))
    assert found["brand"][0] == "nothing"
    assert found["brnad"][2] == "Did you mean 'brand'?"
    assert found["timezone"][2] == "Did you mean 'Europe/Paris'?"
    assert found["source[0].tabel"][2] == "Did you mean 'table'?"
    assert found["source[0].decimal"][:2] == ("'comma'", "one of ., ,")
    assert found["action[0].start"] == ("'last spring'", "a date like 2024-09-01, or a date and time like "
                                        "2024-09-01T18:30:00", "Write year-month-day.")
    assert found["action[0].curency"][2] == "Did you mean 'currency'?"
    assert found["action[0].cost"][1] == "a number at least 0"
    assert found["question[0].kind"] == ("'efect'", f"one of {', '.join(discover())}", "Did you mean 'effect'?")
    assert found["language"][1] == "one of fr, en"
    assert len(found) == 11  # the two halves of brand and of table


def test_no_word_of_the_library_reaches_the_user(folder: Path) -> None:
    found = mistakes(folder, ("seed = 7", "seed = 1.5"), ("window = 8", 'window = "al"'),
                     ("cost = 12000", "cost = nan"),
                     ('units = ["north", "south"]', 'units = ["north", 3]'), ("start = 2023-01-01", "start = 2023"))
    said = " ".join(" ".join(m) for m in found.values()).lower()
    assert not any(word in said for word in ("pydantic", "input should", "tuple", "dict", "literal", "validation"))
    assert found["question[0].window"] == ("'al'", "a whole number or one of all", "Did you mean 'all'?")
    assert found["source[0].units[1]"][:2] == ("3", "text in quotes")
    assert "source[0].units" not in found


@pytest.mark.parametrize(("old", "new", "where"), [
    ("start = 2023-01-01\nend", "start = 2025-06-01\nend", "period.end"),
    ("end = 2024-04-30", "end = 2024-02-28", "action[0].end"),
    ("end = 2023-08-15", "end = 2023-07-15", "source[0].gaps[0].end"),
    ('action = "spring"', 'action = "sping"', "question[0].action"),
    ("window = 8", 'estimator = "structurel"', "question[0].estimator"),
    ("window = 8", "window = true", "question[0].window"),
    ("window = 8", "window = 0", "question[0].window"),
    ("window = 8", "minimum_effect = inf", "question[0].minimum_effect"),
    ("window = 8", "minimum_effect = -0.1", "question[0].minimum_effect"),
    ("window = 8", "minimum_effect = 5", "question[0].minimum_effect"),
    ("window = 8", "minimum_effect = 1.0", "question[0].minimum_effect"),
    ("window = 8", 'controls = ["south", "south"]', "question[0].controls"),
    ("window = 8", 'unaffected = ["south", "south"]', "question[0].unaffected"),
    ("window = 8", 'controls = ["south", "north"]', "question[0].controls"),
    ('["north"]', '["north", "north"]', "action[0].units"),
    ('["north", "south"]', '["north", "south", "north"]', "source[0].units"),
    ('["north", "south"]', '{ north = "N", south = "N" }', "source[0].units"),
    ("Europe/Paris", "localtime", "timezone"),
    ("Europe/Paris", "Factory", "timezone"),
    ("Europe/Paris", "posix/Europe/Paris", "timezone"),
    ('name = "posts"', 'name = "sales"', "source[1].name"),
    ('name = "posts"', 'name = "../posts"', "source[1].name"),
    ("measure =", 'unit = "all"\nmeasure =', "source[0].unit"),
    ("measure =", 'measures = {a = "A"}\nmeasure =', "source[0].measures"),
    ('table = "series"', 'table = "tasks"', "source[0].units"),
    ('decimal = ","', 'decimal = ","\nthousands = ","', "source[0].thousands"),
    ('separator = ";"', 'separator = ";;"', "source[0].separator"),
    ('separator = ";"', 'encoding = "utf-9"', "source[0].encoding"),
    ('separator = ";"', 'encoding = "hex"', "source[0].encoding"),
    ("%d/%m/%Y", "day/month", "source[0].date_format"),
    ("%d/%m/%Y", "%d/%Q", "source[0].date_format"),
    ("seed = 7", "seed = true", "seed"),
    ("seed = 7", "seed = -1", "seed"),
    ("seed = 7", "seed = " + "9" * 40, "seed"),
    ("start = 2024-03-01", "start = 0001-01-01", "action[0].start"),
    ("start = 2024-03-01", "start = 10:00:00", "action[0].start"),
    ("start = 2024-03-01", "start = 0001-01-01T00:00:00+14:00", "action[0].start"),
    ("currency = \"EUR\"", "currency = \"euros\"", "action[0].currency"),
    ("cost = 12000", "truth = -2.0", "action[0].truth"),
    ('brand = "Épicerie"', 'brand = " "', "brand"),
    ('brand = "Épicerie"', 'brand = "a\\nb"', "brand"),
    ("[[question]]", "[question]", "question"),
    ("seed = 7", "root = \"/etc\"", "root"),
    ("seed = 7", "sources = []", "sources"),
])
def test_one_mistake_one_key(folder: Path, old: str, new: str, where: str) -> None:
    assert list(mistakes(folder, (old, new))) == [where]


def test_an_action_may_come_from_a_table_of_actions(folder: Path) -> None:
    text = GOOD.replace('table = "messages"', 'table = "actions"').replace('"spring"\nwindow', '"unknown yet"\nwindow')
    (folder / "study.toml").write_text(text, encoding="utf-8")
    assert len(Study.load(folder).questions) == 1


@pytest.mark.parametrize("path", ["../sales.csv", "/etc/passwd", "posts/../../x.csv", "C:\\x.csv", "..\\x.csv",
                                  "\\\\host\\x", "link.csv", "linked/x.csv", "linked/*", "*/x.csv", "", "loop.csv",
                                  "**/x.csv", "**"])
def test_nothing_outside_the_folder_is_read(folder: Path, tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "x.csv").write_text("a\n1\n")
    (folder / "link.csv").symlink_to(outside / "x.csv")
    (folder / "linked").symlink_to(outside)
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    found = mistakes(folder, ("posts/*.ndjson", path.replace("\\", "\\\\")))
    assert list(found) == ["source[1].path"]


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "again.csv").symlink_to(folder / "sales.csv")
    (folder / "study.toml").write_text(GOOD.replace("posts/*.ndjson", "again.csv"), encoding="utf-8")
    assert Study.load(folder).files(Study.load(folder).sources[1]) == (folder / "again.csv",)


def test_a_missing_file_names_the_nearest(folder: Path) -> None:
    found = mistakes(folder, ('"sales.csv"', '"sale.csv"'))
    assert found["source[0].path"][2] == "Did you mean 'sales.csv'?"


def test_a_folder_or_a_pipe_is_not_a_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe.csv")
    assert list(mistakes(folder, ('"sales.csv"', '"pipe.csv"'))) == ["source[0].path"]
    assert list(mistakes(folder, ('"sales.csv"', '"posts"'))) == ["source[0].path"]


def test_an_ending_that_tells_nothing(folder: Path) -> None:
    (folder / "sales.dat").touch()
    found = mistakes(folder, ('"sales.csv"', '"sales.dat"'))
    assert found["source[0].path"][2] == 'Add a line such as `format = "csv"`.'


def test_times_with_an_offset_become_local(folder: Path) -> None:
    text = GOOD.replace("start = 2024-03-01", "start = 2024-03-01T00:30:00Z")
    (folder / "study.toml").write_text(text, encoding="utf-8")
    assert Study.load(folder).actions[0].start == datetime(2024, 3, 1, 1, 30)


def test_a_date_is_a_whole_day() -> None:
    assert opens(date(2024, 2, 29)) == datetime(2024, 2, 29)
    assert closes(date(2024, 2, 29)) == datetime(2024, 3, 1)
    assert closes(datetime(2024, 2, 29, 18)) == datetime(2024, 2, 29, 18)
    assert Action(id="a", kind="k", start=date(2024, 1, 1), end=date(2024, 1, 1)).end == date(2024, 1, 1)


@pytest.mark.parametrize(("text", "place", "what"), [
    (b'title = "a\nbrand = "b"', "line 1, column 11", "mistake of writing"),
    (b"title = \n", "line 1, column 9", "mistake of writing"),
    (b'a = 1\na = 2\n', "line 2", "mistake of writing"),
    (b"title = '\xff'\n", "line 1", "not UTF-8"),
    (b"a = " + b"[" * 5000, "study.toml", "nested too deep"),
    (b"a = " + b"9" * 5000, "study.toml", ""),
    (b"a = 2024-13-01", "line 1", "mistake of writing"),
    (b"", "", ""),
])
def test_what_is_not_toml_is_told_by_line_and_column(tmp_path: Path, text: bytes, place: str, what: str) -> None:
    (tmp_path / "study.toml").write_bytes(text)
    with pytest.raises(StudyError) as caught:
        Study.load(tmp_path)
    if text:
        (mistake,) = caught.value.mistakes
        assert place in mistake.where
        assert what in mistake.found
    else:
        assert {m.where for m in caught.value.mistakes} == {"title", "brand", "source"}


def test_no_study_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", "\0", "x" * 5000):
        with pytest.raises(StudyError, match="recul new"):
            Study.load(path)


def test_direction_marks_are_shown_as_what_they_are(folder: Path) -> None:
    found = mistakes(folder, ('language = "fr"', 'language = "\\u202Erf\\u0000"'))
    assert found["language"][0] == r"'\u202erf\x00'"


def test_a_source_made_in_python() -> None:
    source = Source(name="s", path="s.csv", table="series", units={"north": "N"})
    assert source.wide_units() == {"north": "N"}
