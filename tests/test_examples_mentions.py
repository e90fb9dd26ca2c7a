"""Seven companies' mentions: surges are found where others labelled them, and none is called a crisis."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from example_runs import EXAMPLES, load
from recul import examples
from recul.api import open_study
from recul.errors import SourceError
from recul.study import Study

EXAMPLE = EXAMPLES / "mentions"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load("mentions")


@pytest.fixture(scope="module")
def folder(run: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return run.prepare(tmp_path_factory.mktemp("mentions"))
    except SourceError as error:
        pytest.skip(str(error))


def test_the_study_is_whole(folder: Path) -> None:
    study = Study.load(folder)
    assert len(study.sources) == len(examples.MENTIONS) == 7
    assert {q.unit for q in study.questions} == {s.unit for s in study.sources}
    assert all(q.budget == "0.5 a month" and q.outcome is None for q in study.questions)


def test_salesforce_is_loud_where_it_was_labelled_and_nobody_says_crisis(folder: Path) -> None:
    """Numenta labelled three windows of Salesforce: two at least hold the beginning of a surge; no label is used."""
    finding = open_study(folder).ask("crisis", "Salesforce: crises, or the usual noise?")
    assert (finding.answer, finding.verdict) == ("surge", "cannot_say")
    assert "no_outcome" in {limit.code for limit in finding.limits if limit.forbids}
    (rows,) = (t.rows for t in finding.tables if t.code == "episodes")
    starts = [datetime.fromisoformat(row[0]) for row in rows]
    data = examples.data_folder()
    if data is None or not (data / "nab" / "combined_windows.json").is_file():
        pytest.skip("the labels are not on this machine")
    windows = json.loads((data / "nab" / "combined_windows.json").read_text())["Twitter_volume_CRM.csv"]
    held = [any(datetime.fromisoformat(low) <= start <= datetime.fromisoformat(high) for start in starts)
            for low, high in windows]
    assert sum(held) >= 2
