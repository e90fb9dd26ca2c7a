"""The walls of the house (DESIGN, house rules 6, 9 and 10), read from the source itself."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src" / "recul"
FILES = sorted(SRC.rglob("*.py"))
TREES = {f.relative_to(SRC).as_posix(): ast.parse(f.read_text(encoding="utf-8")) for f in FILES}

BACKENDS = ("duckdb", "pyspark", "sqlite3", "ibis.backends")
DRAWING = ("altair", "jinja2", "vl_convert", "matplotlib", "plotly", "bokeh", "seaborn")
HEAVY = ("numpy", "pandas", "pyarrow", "ibis", "duckdb", "altair", "scipy", "polars", "pydantic", "jinja2", "numba")
MAX_LINES, MAX_FUNCTION = 330, 60


def imported(tree: ast.AST) -> Iterator[str]:
    """Every module a file imports, wherever in it; `from a import b` gives both `a` and `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of attributes, else ""."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[str]:
    yield from (dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def under(name: str, roots: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


def opens_backend(tree: ast.AST) -> list[str]:
    found = [name for name in imported(tree) if under(name, BACKENDS)]
    found += [name for name in calls(tree)
              if name == "ibis.set_backend" or (name.startswith("ibis.") and name.endswith(".connect"))]
    return found


def breaches(source: str) -> list[str]:
    """What the rules on single statements find: asserts, prints, swallowed and bare exceptions."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert):
            found.append("assert")
        if isinstance(node, ast.Call) and dotted(node.func) == "print":
            found.append("print")
        if isinstance(node, ast.ExceptHandler):
            idle = all(isinstance(s, (ast.Pass, ast.Continue)) or
                       (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)) for s in node.body)
            found += ["swallowed"] * idle + ["bare"] * (node.type is None)
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "suppress":
            # A module that only some systems have may be missing; nothing else is passed over.
            found += ["swallowed"] * ([dotted(a) for a in node.args] != ["ImportError"])
    return found


def test_the_rules_see_what_they_are_for() -> None:
    bad = "try:\n    assert x\n    print(x)\nexcept:\n    pass\nwith contextlib.suppress(ValueError):\n    x()\n"
    assert sorted(breaches(bad)) == ["assert", "bare", "print", "swallowed", "swallowed"]
    opener = ast.parse("import ibis\ndef f():\n    from duckdb import connect\n    return ibis.duckdb.connect()\n")
    assert opens_backend(opener) == ["duckdb", "duckdb.connect", "ibis.duckdb.connect"]
    assert len(TREES) > 5


# One test a rule, not one a file: two thousand tests would cost half a minute of bookkeeping.

def breakers(of: Callable[[str], list[str]], but: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """The files that break a rule, with what breaks it. but: files, or rooms that end in a slash, that may."""
    return {name: found for name in TREES if not name.startswith(but) and (found := of(name))}


def test_only_engines_opens_a_backend() -> None:
    """The record has one way in. The ledger is a file of its own, and may open SQLite and nothing else."""
    assert breakers(lambda name: [b for b in opens_backend(TREES[name]) if (name, b) != ("ledger/store.py", "sqlite3")],
                    ("record/engines.py",)) == {}


def test_only_report_and_web_draw() -> None:
    assert breakers(lambda name: [m for m in imported(TREES[name]) if under(m, DRAWING)], ("report/", "web/")) == {}


def early(name: str) -> list[str]:
    """Where `recul.report` is imported before a function asks for it."""
    inside = {id(n) for f in ast.walk(TREES[name]) if isinstance(f, (ast.FunctionDef, ast.AsyncFunctionDef))
              for n in ast.walk(f)}
    typing_only = {id(n) for f in ast.walk(TREES[name]) if isinstance(f, ast.If) and dotted(f.test) == "TYPE_CHECKING"
                   for n in ast.walk(f)}
    return [ast.unparse(n) for n in ast.walk(TREES[name]) if isinstance(n, (ast.Import, ast.ImportFrom))
            and id(n) not in inside | typing_only
            and any(under(m, ("recul.report", "recul.web")) for m in imported(n))]


def test_report_and_web_are_asked_for_only_when_needed() -> None:
    """Outside of them, `recul.report` is imported inside functions only: computing must not load what draws."""
    assert breakers(early, ("report/", "web/")) == {}


@pytest.mark.parametrize("name", [n for n in TREES if n.startswith(("estimators/", "detectors/"))])
def test_estimators_know_only_numbers(name: str) -> None:
    """Pure: arrays in, arrays out. No record, no sources, no sentence, no file, no drawing, no clock."""
    forbidden = tuple(f"recul.{room}" for room in (
        "record", "sources", "measures", "report", "web", "questions", "placebo", "engine", "study", "api", "cli"))
    forbidden += ("pandas", "pyarrow", "ibis", "pathlib", "os", "time", "datetime", "random")
    tree = TREES[name]
    assert [m for m in imported(tree) if under(m, forbidden)] == []
    assert "open" not in set(calls(tree))


@pytest.mark.parametrize("name", [n for n in TREES if n.startswith("threads/")])
def test_threads_know_only_numbers(name: str) -> None:
    """As estimators; of the record they know how clocks are set, and nothing else."""
    forbidden = tuple(f"recul.{room}" for room in (
        "sources", "measures", "report", "web", "questions", "placebo", "engine", "study", "api", "cli"))
    forbidden += ("pandas", "pyarrow", "ibis", "pathlib", "os", "time", "datetime", "random")
    tree = TREES[name]
    assert [m for m in imported(tree) if under(m, forbidden)] == []
    assert [m for m in imported(tree) if under(m, ("recul.record",)) and not under(m, ("recul.record.zones",))] == []


def test_only_the_judge_makes_findings() -> None:
    assert breakers(lambda name: [c for c in calls(TREES[name]) if c.split(".")[-1] == "Finding"],
                    ("placebo/judge.py",)) == {}


def test_nothing_is_asserted_printed_or_swallowed() -> None:
    found = breakers(lambda name: breaches((SRC / name).read_text(encoding="utf-8")))
    assert {name: what for name, what in found.items() if name != "cli.py" or set(what) - {"print"}} == {}


def too_large(name: str) -> list[str]:
    """What is longer than a room, or a function in it, may be."""
    lines = len((SRC / name).read_text(encoding="utf-8").splitlines())
    return [f"{lines} lines: it has two things in it"] * (lines > MAX_LINES) + [
        f"{n.name}: {n.end_lineno - n.lineno + 1} lines" for n in ast.walk(TREES[name])
        if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
        and n.end_lineno is not None and n.end_lineno - n.lineno + 1 > MAX_FUNCTION]


def test_rooms_are_small() -> None:
    assert breakers(too_large) == {}


def loaded_after(code: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
                         capture_output=True, text=True, check=True, timeout=60)
    return {m.split(".")[0] for m in run.stdout.splitlines()[-1].split()}


def test_help_loads_nothing_heavy() -> None:
    """`recul --help` answers at once because it loads no library of data, statistics or drawing."""
    code = ("import recul.cli\n"
            "try:\n    recul.cli.main(['--help'])\nexcept SystemExit as leave:\n    assert not leave.code")
    assert loaded_after(code) & set(HEAVY) == set()


def test_import_recul_loads_nothing_heavy() -> None:
    assert loaded_after("import recul") & set(HEAVY) == set()


def test_no_addresses_beside_the_pins() -> None:
    for pins in (SRC.parents[1] / "requirements").glob("*.txt"):
        assert "http" not in pins.read_text(encoding="utf-8"), f"{pins.name} names packages and hashes only"
