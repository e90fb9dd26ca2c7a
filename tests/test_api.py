"""recul.effect and recul.open: the same answer whoever made the frame, and no mistake without its name."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import recul
from recul.errors import QuestionError, StudyError
from recul.finding import Finding
from recul.questions.effect import Effect

CONTROLS = ["b", "c", "d", "e"]
START = date(2024, 1, 1)


def world(weeks: int = 90, effect: float = 0.0, seed: int = 1) -> dict[str, Any]:
    """Five comparable series that share their shocks; the first one is multiplied over its last ten weeks."""
    rng = np.random.default_rng(seed)
    common = np.cumsum(0.02 * rng.standard_normal(weeks))
    values = {n: np.exp(5 + common + 0.03 * rng.standard_normal(weeks)).tolist() for n in ["a", *CONTROLS]}
    values["a"] = [v * (1 + effect * (i >= weeks - 10)) for i, v in enumerate(values["a"])]
    return {"week": [START + timedelta(weeks=i) for i in range(weeks)], **values}


def ask(frame: Any, **changes: Any) -> Finding:
    asked = {"outcome": "a", "controls": CONTROLS, "time": "week", "start": START + timedelta(weeks=80),
             "end": START + timedelta(weeks=89), "seed": 3}
    return recul.effect(frame, **{**asked, **changes})


def refused(frame: Any = None, **changes: Any) -> dict[str, tuple[str, str, str]]:
    with pytest.raises(QuestionError) as caught:
        ask(pd.DataFrame(world()) if frame is None else frame, **changes)
    return {m.where: (m.found, m.expected, m.todo) for m in caught.value.mistakes}


def test_the_same_answer_from_pandas_polars_and_pyarrow() -> None:
    data = world(effect=0.5)
    data["c"][7] = None  # a week nobody observed
    said = [json.dumps(ask(make(data)).to_dict(), sort_keys=True) for make in (pd.DataFrame, pl.DataFrame, pa.table)]
    assert said[0] == said[1] == said[2]


def test_the_order_of_the_rows_has_no_meaning() -> None:
    frame = pd.DataFrame(world())
    assert ask(frame.sample(frac=1, random_state=1)).to_dict() == ask(frame).to_dict()


def test_a_large_effect_is_seen_and_its_size_is_right() -> None:
    finding = ask(pd.DataFrame(world(effect=0.5)))
    assert finding.verdict == "seen"
    assert finding.estimate.relative == pytest.approx(0.5, abs=0.1)
    assert (finding.design.window, finding.design.start, finding.design.end) == (10, "2025-07-14", "2025-09-15")
    assert finding.design.donors == tuple(CONTROLS)


@pytest.mark.parametrize("name", [name for name in Effect.on_request if name != "experiment"])
def test_an_estimator_nobody_asks_by_itself_can_be_forced(name: str) -> None:
    finding = ask(pd.DataFrame(world(effect=0.5)), estimator=name)
    assert finding.design.estimator == name
    assert finding.verdict == "seen"
    assert finding.estimate.relative == pytest.approx(0.5, abs=0.1)
    assert name not in Effect.estimators + Effect.fallbacks


@pytest.mark.parametrize(("start", "end", "window"), [
    (START + timedelta(weeks=80, days=3), START + timedelta(weeks=81, days=6), 2),  # the weeks that hold the days
    ("2025-07-14", "2025-07-14", 1),
    (datetime(2025, 7, 14, 18), pd.Timestamp("2025-07-28"), 3),
    (np.datetime64("2025-07-14"), "2025-09-21", 10),
])
def test_the_window_is_the_periods_that_hold_its_ends(start: Any, end: Any, window: int) -> None:
    design = ask(pd.DataFrame(world()), start=start, end=end).design
    assert (design.start, design.window) == ("2025-07-14", window)


def test_an_hour_window_that_ends_on_a_date_ends_with_its_day() -> None:
    hours = pd.date_range("2024-05-01", periods=20 * 24, freq="h")
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"t": hours, "a": rng.poisson(20, len(hours)), "b": rng.poisson(30, len(hours))})
    design = recul.effect(frame, outcome="a", controls=["b"], time="t", start="2024-05-19", end="2024-05-19").design
    assert (design.window, design.start, design.end) == (24, "2024-05-19T00:00", "2024-05-19T23:00")


def test_a_window_outside_the_data_names_the_span() -> None:
    found = refused(start="2020-01-01", end="2031-01-01")
    assert found["start"][:2] == ("2020-01-01", "a moment from 2024-01-01 to 2025-09-21 23:59")
    assert set(found) == {"start", "end"}
    assert set(refused(start="2025-08-01", end="2025-07-01")) == {"end"}
    assert "history" in refused(start="2024-01-03")["start"][2]
    assert set(refused(start="soon", end=None)) == {"start", "end"}


def test_every_option_at_fault_is_named_at_once() -> None:
    found = refused(estimator="structurel", onset_rule="peek", minimum_effect=-1, seed=-1, history=0, frequency="weak",
                    unaffected=["bb"], aggregate="avg")
    assert found["estimator"][2] == "Did you mean 'structural'?"
    assert found["onset_rule"][2] == "Did you mean 'peak'?"
    assert found["frequency"][2] == "Did you mean 'week'?"
    assert set(found) == {"estimator", "onset_rule", "minimum_effect", "seed", "history", "frequency", "unaffected[0]",
                          "aggregate"}
    assert set(refused(controls="b")) == {"controls"}
    assert refused(minimum_effect=5)["minimum_effect"][2] == "It is a share: write 0.05 for 5 %."


def test_a_control_counts_once_and_is_not_the_outcome() -> None:
    assert refused(controls=["b", "b", "c"])["controls"][0] == "'b' more than once"
    assert refused(unaffected=["b", "b"])["unaffected"][0] == "'b' more than once"
    assert "'a'" in refused(controls=["a", "b"])["controls"][0]


@pytest.mark.parametrize("cells", [[10.0**300] * 90, [0.0] * 90, [-5.0] * 90, [5.0] * 89 + [None],
                                   [None] * 85 + [1.0] * 5, [1e-300 * i for i in range(90)]])
def test_odd_series_give_a_finding_or_a_named_mistake(cells: list[Any]) -> None:
    for place in ("a", "b"):
        try:
            finding = ask(pd.DataFrame(world() | {place: cells}))
        except QuestionError:
            continue
        json.dumps(finding.to_dict(), allow_nan=False)


def test_without_controls_nothing_is_claimed_on_a_short_history() -> None:
    assert ask(pd.DataFrame(world(weeks=24)), controls=[], start=START + timedelta(weeks=12),
               end=START + timedelta(weeks=20)).verdict == "cannot_say"


def test_the_package_names_what_it_offers() -> None:
    assert recul.__version__
    assert set(recul.__all__) <= set(dir(recul))
    for name in recul.__all__:
        assert getattr(recul, name) is not None
    with pytest.raises(AttributeError, match="opne"):
        recul.opne  # noqa: B018


def test_the_package_loads_nothing_before_it_is_asked() -> None:
    code = "import recul, sys; print([m for m in ('numpy', 'pandas', 'ibis', 'pydantic') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from click.testing import CliRunner

    from recul.cli import main

    folder = tmp_path_factory.mktemp("study") / "new"
    assert CliRunner().invoke(main, ["new", str(folder)]).exit_code == 0
    return folder


def test_a_study_is_opened_asked_and_reported(starter: Path, tmp_path: Path) -> None:
    study = recul.open(starter)
    finding = study.ask("effect")
    assert finding.question["action"] == "spring"
    assert finding.verdict == "seen", "a newcomer's first study is one that is answered"
    assert study.ask("effect", 1).to_dict() == study.ask("effect", "Spring campaign, sales in the north").to_dict()
    assert [f.to_dict() for f in study.findings()] == [finding.to_dict()]
    paths = study.report(tmp_path)
    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert written["findings"] == [finding.to_dict()]
    assert all(p.is_file() for p in paths.values())


def test_the_frame_and_the_files_give_one_answer(starter: Path) -> None:
    frame = pd.read_csv(starter / "sales.csv")
    controls = [c for c in frame.columns if c not in ("week", "north")]
    alone = recul.effect(frame, outcome="north", controls=controls, time="week", start="2025-03-31", end="2025-05-25")
    assert alone.estimate.value == pytest.approx(recul.open(starter).ask("effect").estimate.value)


def test_an_ambiguous_question_lists_the_choices(starter: Path) -> None:
    opened = recul.open(starter)
    twice = opened.study.questions * 2
    opened.study = opened.study.model_copy(update={"questions": twice})
    with pytest.raises(QuestionError, match=r"1 \(effect: Spring campaign, sales in the north\); 2 \(effect"):
        opened.ask("effect")
    with pytest.raises(QuestionError, match="no question 9"):
        opened.ask("effect", 9)
    with pytest.raises(QuestionError, match="Did you mean 'effect'"):
        opened.ask("efect")


def test_open_names_the_mistakes(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="recul new"):
        recul.open(tmp_path)
