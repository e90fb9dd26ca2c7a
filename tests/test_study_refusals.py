"""What a study may not say, in the words it is told; and what tomllib would take minutes over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from recul._toml import read_toml
from recul.errors import Mistake, StudyError
from recul.study import Action, Study

GOOD: dict[str, Any] = {
    "title": "t", "brand": "b",
    "source": [{"name": "s", "path": "s.csv", "table": "series"}],
    "action": [{"id": "x", "kind": "k", "start": "2024-01-01", "units": ["A", "B"]}],
    "question": [{"kind": "effect", "outcome": "o", "action": "x"}],
}


def told(folder: Path, table: str, **keys: Any) -> Mistake:
    """The one mistake of the good study with these keys in its source, action or question."""
    (folder / "s.csv").touch()
    with pytest.raises(StudyError) as caught:
        Study.from_dict(GOOD | {table: [GOOD[table][0] | keys]}, folder)
    (mistake,) = caught.value.mistakes
    return mistake


def test_a_repeat_is_named(tmp_path: Path) -> None:
    for table, key in (("source", "units"), ("action", "units"), ("question", "controls"), ("question", "unaffected")):
        mistake = told(tmp_path, table, **{key: ["C", "C", "D"]})
        assert mistake == Mistake(f"{table}[0].{key}", "'C' more than once", "each name once",
                                  "Remove what is repeated.")


def test_a_control_is_not_what_the_action_touched(tmp_path: Path) -> None:
    mistake = told(tmp_path, "question", controls=["A", "C"])
    assert mistake.found == "'A', asked about 'x', which touched them"


def test_an_action_on_every_unit_leaves_no_control(tmp_path: Path) -> None:
    (tmp_path / "s.csv").touch()
    action, question = {k: v for k, v in GOOD["action"][0].items() if k != "units"}, GOOD["question"][0]
    with pytest.raises(StudyError, match="which touched every unit") as caught:
        Study.from_dict(GOOD | {"action": [action], "question": [question | {"controls": ["C"]}]}, tmp_path)
    assert caught.value.mistakes[0].todo == "Name the units it touched in its `units`."
    assert Study.from_dict(GOOD | {"action": [action]}, tmp_path).actions[0].units == ()


def test_percents_are_told_from_shares(tmp_path: Path) -> None:
    assert told(tmp_path, "question", minimum_effect=5).todo == "It is a share: write 0.05 for 5 %."


@pytest.mark.parametrize(("text", "write"), [
    ("9 000 €", "Write 9000."), ("9\u202f000,50 €", "Write 9000.50."), ("1,200.5", "Write 1200.5."),
    ("-5 %", "Write -0.05."),
    ("−5", "Write -5."), ("many", "Change `target`."), ("", "Change `target`."), ("1.2.3", "Change `target`.")])
def test_the_text_of_a_number_is_told_as_one(text: str, write: str, tmp_path: Path) -> None:
    (tmp_path / "s.csv").touch()
    asked = {"kind": "objective", "measure": "m", "start": date(2024, 1, 1), "deadline": date(2024, 3, 31),
             "target": text}
    with pytest.raises(StudyError) as caught:
        Study.from_dict(GOOD | {"question": [asked]}, tmp_path)
    assert [m.todo for m in caught.value.mistakes] == [write]


@pytest.mark.parametrize("text", ["a." * 50_000 + "a = 1", "b = 1\n[" + "a . " * 50_000 + "a]",
                                  "x = { y = 1, " + "'a'." * 50_000 + "a = 1 }"])
def test_a_key_of_many_dots_is_refused_at_once(tmp_path: Path, text: str) -> None:
    (tmp_path / "study.toml").write_text(text)
    with pytest.raises(StudyError, match="50000 dots in one key") as caught:
        Study.load(tmp_path)
    assert f"line {text.count(chr(10)) + 1}" in caught.value.mistakes[0].where


quotes = st.sampled_from([('"', '"'), ("'", "'"), ('"""', '"""'), ("'''", "'''"), ("#", "\n")])


@given(st.lists(st.tuples(quotes, st.text("x# .\\t=", max_size=5)), max_size=5))
def test_dots_in_texts_comments_and_numbers_are_no_keys(tmp_path_factory: pytest.TempPathFactory, parts: Any) -> None:
    """However texts and comments follow each other, what is inside them is not counted."""
    lines = []
    for number, ((opening, closing), text) in enumerate(parts):
        value = f"{opening}{text.replace(chr(92), '')}{'.' * 50}{closing}"
        lines.append(value if opening == "#" else f"k{number} = {value}")
    lines.append(f"floats = [{'1.5, ' * 50}]")
    file = tmp_path_factory.getbasetemp() / "dots.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert read_toml(file)["floats"] == [1.5] * 50


def test_an_action_made_of_a_table_is_refused_alike() -> None:
    """`measures._actions` makes its actions by this model: a repeat cannot pass there either."""
    with pytest.raises(ValidationError, match="each name once"):
        Action(id="x", kind="k", start=date(2024, 1, 1), units=("A", "A"))
