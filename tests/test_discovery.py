"""One new file in a folder is one new method: nothing else to touch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from recul import discovery


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty package `a_room`, importable, forgotten afterwards."""
    folder = tmp_path / "a_room"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [m for m in sys.modules if m.split(".")[0] == "a_room"]:
        del sys.modules[name]
    discovery.modules.cache_clear()


def test_a_new_file_is_found(room: Path) -> None:
    for name in ("zeta", "alpha", "base", "_shared"):
        (room / f"{name}.py").write_text(f"NAME = {name!r}\n")
    assert [m.NAME for m in discovery.modules("a_room")] == ["alpha", "zeta"]


def test_an_empty_room_holds_nothing(room: Path) -> None:
    assert discovery.modules("a_room") == ()


def test_a_file_that_does_not_import_says_so(room: Path) -> None:
    (room / "broken.py").write_text("import a_module_that_does_not_exist\n")
    with pytest.raises(ModuleNotFoundError, match="a_module_that_does_not_exist"):
        discovery.modules("a_room")


def test_questions_are_named_by_their_file() -> None:
    from recul.questions import discover

    kinds = discover()
    assert "effect" in kinds
    for kind, question in kinds.items():
        assert question.kind == kind == question.__module__.rsplit(".", 1)[-1]
        assert question.estimators, f"{kind} names no estimator"


@pytest.mark.parametrize("package", ["estimators", "sources", "measures", "questions"])
def test_every_room_of_methods_is_discovered(package: str) -> None:
    assert discovery.modules(f"recul.{package}"), f"nothing found in recul/{package}"
