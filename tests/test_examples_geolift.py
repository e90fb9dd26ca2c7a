"""GeoLift's forty markets: the test in two of them, and the design of the next, on our extract of the R data set."""

from __future__ import annotations

import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import recul
from example_runs import EXAMPLES, load
from recul.errors import SourceError

EXAMPLE = EXAMPLES / "geolift"


@pytest.fixture(scope="module")
def run() -> ModuleType:
    return load("geolift")


@pytest.fixture(scope="module")
def folder(run: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        found: Path = run.prepare(tmp_path_factory.mktemp("geolift"))
    except SourceError as error:
        pytest.skip(str(error))
    return found


def test_the_effect_and_the_next_test(run: ModuleType, folder: Path) -> None:
    from recul.designs.asked import Asked
    from recul.designs.declared import toml_of
    from recul.designs.make import design

    study = recul.open(folder)
    finding = study.ask("effect")
    page = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert f"`{finding.verdict}`" in page
    assert finding.placebo.detectable_effect == pytest.approx(0.097, abs=0.002)
    plan = design(study.record, Asked("sales", run.TODAY, weeks=2, shares=(0.5,), id="next", lengths=(2,)))
    assert plan.chosen
    assert (plan.chosen.held, plan.chosen.of) == (20, 40)
    assert {"units_touched", "under_way", "season_unknown"} <= {limit.code for limit in plan.limits}
    (action,) = tomllib.loads(toml_of(plan))["action"]
    assert len(action["units"]) == 20
    assert action["start"].isoformat() == "2021-04-26"
    assert 0.08 < (plan.chosen.detectable or 0) < 0.15


def test_the_file_is_no_part_of_the_project() -> None:
    assert {p.name for p in EXAMPLE.iterdir() if p.is_file()} == {"study.toml", "README.md", "run.py"}
