"""The best test of honesty there is: one fall, asked about twice, answered once (METHODS §0, worked on Volkswagen)."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from example_runs import EXAMPLES, load
from recul import examples
from recul.engine import answer_all, answer_panel
from recul.errors import SourceError
from recul.finding import Finding
from recul.panel import Panel
from recul.questions.effect import Effect
from recul.study import Action, Study

EXAMPLE = EXAMPLES / "volkswagen"

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def file() -> Path:
    try:
        return examples.fetch("volkswagen")
    except SourceError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load("volkswagen")


def is_what_methods_say(twelve: Finding, every: Finding) -> None:
    """METHODS §0: k = 2 + 36 / 2 = 20 over twelve weeks; 2 + 3 / 2 = 3 over all 79, too few."""
    assert (twelve.design.window, every.design.window) == (12, 79)
    assert twelve.design.start == every.design.start == "2015-09-20"
    assert twelve.placebo.independent == 20
    assert twelve.verdict == "seen"
    assert twelve.estimate.relative is not None
    # Fell from 155 to 97 within two weeks, the controls hardly: about a third. R's CausalImpact: -26 % [-32, -19].
    assert -0.40 < twelve.estimate.relative < -0.25
    assert every.placebo.independent == 3
    assert every.verdict == "cannot_say"
    assert "few_placebos" in {limit.code for limit in every.limits}
    assert every.estimate.low is every.estimate.high is every.estimate.p is None


def test_from_a_panel(file: Path) -> None:
    """Read by hand: 246 weeks before, 79 after, three companies."""
    with file.open(encoding="utf-8", newline="") as lines:
        header, *body = csv.reader(lines, delimiter=" ")
    value = np.array([[float(cell) for cell in row[1:]] for row in body]).T
    weeks = np.array([row[0] for row in body], dtype="datetime64[s]")
    assert value.shape == (3, 325)
    assert (weeks < np.datetime64("2015-09-20")).sum() == 246
    panel = Panel(value, np.ones(value.shape, bool), tuple(header[1:]), weeks, "week", "share price", "", "mean")
    scandal = Action(id="scandal", kind="crisis", start=date(2015, 9, 20), units=("VolksWagen",))
    found = [answer_panel(Effect(outcome="share price", action="scandal", window=w), panel, [scandal], 0)
             for w in (12, "all")]
    is_what_methods_say(*found)


def test_from_the_study(file: Path, run: ModuleType, tmp_path: Path) -> None:
    """The example as its reader runs it: the study, the record, both questions, the report."""
    from recul.record import Record
    from recul.report import write

    study = Study.load(run.prepare(tmp_path / "volkswagen"))
    record = Record.read(study)
    found = answer_all(study, record)
    is_what_methods_say(*found)
    paths = write(study, record, found, tmp_path / "out")
    said = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert [f["verdict"] for f in said["findings"]] == ["seen", "cannot_say"]


def test_the_readme_says_what_is_answered(file: Path, run: ModuleType, tmp_path: Path) -> None:
    """The numbers of the README and of the example's page are the ones anybody gets."""
    import recul

    study = recul.open(run.prepare(tmp_path))
    twelve, every = (study.ask("effect", which) for which in (1, 2))
    e = twelve.estimate
    share = [f"−{-100 * r:.0f} %" for r in (e.relative, e.relative_low, e.relative_high) if r is not None]
    page, readme = ((EXAMPLE / "README.md"), EXAMPLE.parents[1] / "README.md")
    for text in (page.read_text(encoding="utf-8"), readme.read_text(encoding="utf-8")):
        assert f"{share[0]} [{share[1]}, {share[2]}]" in text
        assert str(twelve.placebo.independent) in text
        assert f"{twelve.placebo.ran} placebo windows" in text
        assert f"cried wolf in {twelve.placebo.calibrated_rate.count} of {twelve.placebo.calibrated_rate.of}" in text
    assert f"{every.placebo.ran} placebo windows, {every.placebo.independent} independent" in readme.read_text("utf-8")


def test_the_file_is_no_part_of_the_project(run: ModuleType) -> None:
    assert {p.name for p in EXAMPLE.iterdir() if p.is_file()} == {"study.toml", "README.md", "run.py"}
