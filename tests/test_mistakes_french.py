"""Errors speak French as well as English: every sentence of a mistake has its French, and none can forget it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from recul.discovery import modules
from recul.report.words.mistakes import french

SRC = Path(__file__).resolve().parents[1] / "src" / "recul"
SPEAKS = re.compile(r"_phrases|Mistake|misuse|_mistakes|_fields")  # what a file that speaks to a user imports
TREES = {f.relative_to(SRC).as_posix(): ast.parse(f.read_text(encoding="utf-8")) for f in sorted(SRC.rglob("*.py"))
         if not f.is_relative_to(SRC / "report" / "words") and SPEAKS.search(f.read_text(encoding="utf-8"))}
# Calls whose arguments are sentences: which of them, by place or by name.
SENTENCES = {"Mistake": (0, 1, 2, 3), "wrong": (0, 1, "found"), "advice": (2,), "misuse": (0,), "phrase": (0,),
             "plural": (1, 2), "joined": (1,), "at": (0,), "column_of": (3, 4), "last_column_of": (3, 4),
             "Field": ("description",), "_mistake": (0, 1), "_unusable": (0,), "_no_command": (0,), "missing": (1,),
             "_refuse_full": (1,), "refuse": (1, 2)}


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def sentences(call: ast.Call) -> Iterator[ast.expr]:
    """The arguments of a call that are sentences. Where a mistake is, a single word is a key, an option or a file."""
    for place in SENTENCES.get(name_of(call), ()):
        if isinstance(place, int) and place < len(call.args):
            sentence = call.args[place]
            a_key = isinstance(sentence, ast.Name) or " " not in ast.unparse(sentence)
            if not (name_of(call) == "Mistake" and place == 0 and a_key):
                yield sentence
        yield from (k.value for k in call.keywords if k.arg == place)


class Room:
    """What one file says of mistakes. said: sentence -> its line. broken: an f-string where a phrase should be."""

    def __init__(self, tree: ast.AST):
        self.said: dict[str, int] = {}
        self.broken: list[str] = []
        self._named: dict[str, list[ast.expr]] = {}
        self._seen: set[str] = set()
        nodes = list(ast.walk(tree))
        for node in nodes:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    self._keep(target, node.value)
            elif isinstance(node, ast.FunctionDef):
                self._function(node)
        for node in nodes:
            if isinstance(node, (ast.For, ast.comprehension)):
                self._loop(node)
        for node in nodes:
            if isinstance(node, ast.Call):
                for sentence in sentences(node):
                    self._read(sentence)
                if name_of(node) in ("phrase", "plural"):
                    self._values(node)

    def _function(self, node: ast.FunctionDef) -> None:
        """What it gives back, under its name; what its arguments are where nobody says, under theirs."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Return) and inner.value is not None:
                self._keep(ast.Name(node.name), inner.value)
        given = node.args.args[len(node.args.args) - len(node.args.defaults):]
        for argument, value in zip(given, node.args.defaults, strict=True):
            self._keep(ast.Name(argument.arg), value)

    def _loop(self, node: ast.For | ast.comprehension) -> None:
        """Names that take one value after the other: of a tuple written here, or of one that has a name."""
        rows = self._named.get(node.iter.id, []) if isinstance(node.iter, ast.Name) else [node.iter]
        for row in rows:
            for value in row.elts if isinstance(row, (ast.Tuple, ast.List)) else [row]:
                self._keep(node.target, value)

    def _keep(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._named.setdefault(target.id, []).append(value)
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            for one, own in zip(target.elts, value.elts, strict=True):
                self._keep(one, own)

    def _read(self, node: ast.expr) -> None:
        """A sentence, or what gives one: either branch of a choice, the values of a table, a name given above."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            self.said.setdefault(node.value, node.lineno)
        elif isinstance(node, ast.JoinedStr):
            if any(isinstance(v, ast.Constant) and re.search(r"[A-Za-z]{2}", str(v.value)) for v in node.values):
                self.broken.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.IfExp):
            self._read(node.body)
            self._read(node.orelse)
        elif isinstance(node, (ast.BoolOp, ast.Tuple, ast.List)):
            for value in node.values if isinstance(node, ast.BoolOp) else node.elts:
                self._read(value)
        elif isinstance(node, ast.Dict):
            for value in node.values:
                self._read(value)
        elif isinstance(node, ast.Subscript):
            self._read(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and any(
                isinstance(n, ast.Constant) and re.search(r"[A-Za-z]{2}|^ ", str(n.value)) for n in ast.walk(node)):
            self.broken.append(f"line {node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Call) and name_of(node) in ("sorted", "tuple", "list"):
            self._read(node.args[0])
        elif isinstance(node, ast.Call) and name_of(node) == "get" and isinstance(node.func, ast.Attribute):
            self._read(node.func.value)
            for given in node.args[1:]:
                self._read(given)
        elif isinstance(node, ast.Call) and name_of(node) == "next":
            self._read(node.args[-1])
            if isinstance(node.args[0], ast.GeneratorExp):
                self._read(node.args[0].elt)
        else:
            name = name_of(node) if isinstance(node, ast.Call) else getattr(node, "id", "")
            if name and name not in self._seen:
                self._seen.add(name)
                for value in self._named.get(name, ()):
                    self._read(value)

    def _values(self, call: ast.Call) -> None:
        """What a phrase is made of is names, numbers and other phrases: words of ours among them would stay English."""
        for keyword in call.keywords:
            for node in ast.walk(keyword.value):
                if isinstance(node, ast.Call) and name_of(node) in SENTENCES:
                    break
                if isinstance(node, ast.Constant) and isinstance(node.value, str) \
                        and re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", node.value):
                    self.broken.append(f"line {node.lineno}: {ast.unparse(keyword.value)}")


ROOMS = {name: Room(tree) for name, tree in TREES.items()}


def bare(template: str) -> str:
    """A template without what it is filled with, nor code between backticks."""
    return re.sub(r"`[^`]*`|\{[^{}]*\}", " ", template)


def untold(sentence: str) -> bool:
    """Whether a sentence has words that are to be told in French, and are not."""
    a_key = "{" in sentence and " " not in re.sub(r"\{[^{}]*\}", "_", sentence)  # source[{number}].path: it stays
    return sentence not in french() and re.search(r"[^\W\d_]{2}", bare(sentence)) is not None and not a_key


def placeholders(template: str) -> set[str]:
    """The values of a template; what stands between braces in a piece of code is none."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name and name.isidentifier()}
    except ValueError:  # a constant that shows code: nothing is put in
        return set()


def rooms() -> Iterator[tuple[str, dict[str, str]]]:
    """The French of each room, what is taken from elsewhere apart."""
    for module in modules("recul.report.words.mistakes"):
        if not module.__name__.endswith(".taken"):
            yield module.__name__.rpartition(".")[2], module.FRENCH


PAIRS = [(english, there) for _, room in rooms() for english, there in room.items()]


@pytest.mark.parametrize("name", ROOMS)
def test_every_sentence_of_a_mistake_has_its_french(name: str) -> None:
    assert [f"line {line}: {said}" for said, line in ROOMS[name].said.items() if untold(said)] == []


@pytest.mark.parametrize("name", ROOMS)
def test_no_sentence_is_put_together_where_its_french_cannot_follow(name: str) -> None:
    """`phrase("a {suffix} file", suffix=...)`, not an f-string, of which nothing could be said but what it says."""
    assert ROOMS[name].broken == []


def test_what_is_said_beside_the_usage_is_said_in_the_language_of_the_command() -> None:
    """Only `_group.misuse` makes a usage error: click itself would tell its text as it stands."""
    made = [name for name, tree in TREES.items() if name != "_group.py" for node in ast.walk(tree)
            if isinstance(node, ast.Call) and name_of(node) in ("UsageError", "BadParameter", "ClickException")]
    assert made == []


def test_the_rules_see_what_they_are_for() -> None:
    room = Room(ast.parse('''
TODO = "Mend one."
def f(x, why):
    other = {"a": "Mend two."}.get(x, "Mend three." if x else "Mend four.")
    wrong(f"a {x} file", TODO, key="x", found="Mend five.")
    Mistake("question", phrase("the {y} of {x}", x=x, y="any words" if x else why), advice(x, [], "Mend six."), other)
    raise misuse("not " + x)
'''))
    assert set(room.said) == {*(f"Mend {n}." for n in ("one", "two", "three", "four", "five", "six")),
                              "the {y} of {x}"}
    assert sorted(room.broken) == ["line 5: f'a {x} file'", "line 6: 'any words' if x else why", "line 7: 'not ' + x"]
    assert untold("Nobody wrote the French of {this}.")
    assert not untold("source[{number}].path")
    assert not untold("`code = 1`")
    assert len(PAIRS) > 900


def test_both_languages_hold_the_same_values() -> None:
    assert [english for english, there in PAIRS if placeholders(english) != placeholders(there)] == []


def test_no_french_is_left_of_what_nobody_says() -> None:
    said = {sentence for room in ROOMS.values() for sentence in room.said}
    assert [english for english, _ in PAIRS if english not in said] == []


def test_a_sentence_has_its_french_in_one_room_only() -> None:
    every = [english for english, _ in PAIRS]
    assert [english for english in set(every) if every.count(english) > 1] == []


def test_french_is_written_as_french_is() -> None:
    """’ and not ', a capital and a full stop where the English has them, spaces before : ; ! ? outside of code."""
    for english, there in PAIRS:
        told = french()[english]
        prose = re.sub(r"\{[^{}]*\}", "_", re.sub(r"`[^`]*`|https?://\S+", "", told))
        assert "'" not in prose, told
        assert not re.search(r"[^\s\u00a0\u202f\d][:;!?](?!\w)", prose), told
        assert not re.search(r" [:;!?»]|« ", prose), told
        assert english[-1:] != "." or there[-1:] == ".", told
        assert not english[:1].isupper() or not english.endswith(".") or there[:1].isupper() or there[0] == "{", told
