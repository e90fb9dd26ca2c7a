"""ARCHITECTURE.md is one page, and true: it names every room, every file and only types that exist."""

from __future__ import annotations

import dataclasses
import re
from importlib import import_module
from pathlib import Path

import pytest

from test_docs import rows

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "recul"
PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PARTS = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
SECTIONS = dict(zip(PARTS[1::2], PARTS[2::2], strict=True))


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_it_is_one_page() -> None:
    assert len(PAGE.splitlines()) <= 110


def test_it_names_every_room_and_file_and_no_other() -> None:
    """A room's `__init__.py` goes with the room; every other file is named."""
    cells = rows(SECTIONS["The rooms"])
    named = {f"{code(room)[0]}{file}" for room, files, _ in cells for file in code(files)}
    real = {path.relative_to(SRC.parent).as_posix() for path in SRC.rglob("*.py") if path.name != "__init__.py"}
    assert named - real == set(), "the page names files that do not exist"
    assert real - named == set(), "the page does not name these files"
    packages = {f"{path.parent.relative_to(SRC.parent).as_posix()}/" for path in SRC.rglob("__init__.py")}
    assert {code(room)[0] for room, _, _ in cells} == packages


def test_every_room_is_said_what_it_is_for() -> None:
    for cells in rows(SECTIONS["The rooms"]):
        assert len(cells) == 3
        assert len(cells[2]) > 20, cells[0]


def types_named() -> list[tuple[str, str]]:
    return [(code(cells[1])[0], name) for cells in rows(SECTIONS["The words everything speaks"])
            for name in code(cells[0])]


@pytest.mark.parametrize(("module", "name"), types_named())
def test_every_type_it_names_exists_and_is_frozen(module: str, name: str) -> None:
    found = getattr(import_module(f"recul.{module.removesuffix('.py').replace('/', '.')}"), name)
    if dataclasses.is_dataclass(found):
        assert found.__dataclass_params__.frozen
    elif hasattr(found, "model_config"):
        assert found.model_config["frozen"]


@pytest.mark.parametrize("module", ["panel", "batch", "finding"])
def test_every_type_of_the_contract_is_named(module: str) -> None:
    loaded = import_module(f"recul.{module}")
    public = {name for name, thing in vars(loaded).items()
              if dataclasses.is_dataclass(thing) and thing.__module__ == loaded.__name__ and name[0] != "_"}
    assert public == {name for file, name in types_named() if file == f"{module}.py"}
