"""The marketing-mix example on its real file, as its reader runs it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from example_runs import EXAMPLES, load
from recul import examples
from recul.engine import answer_all
from recul.errors import SourceError
from recul.record import Record
from recul.study import Study

EXAMPLE = EXAMPLES / "mix"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load("mix")


def test_the_page_says_what_is_answered(run: ModuleType, tmp_path: Path) -> None:
    try:
        examples.fetch("mix")
    except SourceError as error:
        pytest.skip(str(error))
    study = Study.load(run.prepare(tmp_path))
    newsletter, television = answer_all(study, Record.read(study))
    assert (newsletter.verdict, television.verdict) == ("cannot_say", "seen")
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    assert newsletter.sentence("en").split("revenue: ")[1].rstrip(".") in page
    assert television.sentence("en").split("held revenue ")[1].split(",")[0] in page
    (mix,) = [t for t in newsletter.tables if t.code == "mix"]
    assert f"up to {mix.rows[0][4] / 1e6:.1f} million of revenue" in page
    assert newsletter.estimate.value is not None
    assert newsletter.estimate.value < 0


def test_the_file_is_no_part_of_the_project(run: ModuleType) -> None:
    assert {p.name for p in EXAMPLE.iterdir() if p.is_file()} == {"study.toml", "README.md", "run.py"}
