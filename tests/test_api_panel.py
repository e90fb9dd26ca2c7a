"""recul.panel: what a frame holds, to look at and to ask about; in a frame's place, the answer is the frame's."""

from __future__ import annotations

import doctest
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import recul
from recul import api
from recul.errors import QuestionError
from test_api import CONTROLS, START, ask, world
from test_experiment import long

MAKERS = [pd.DataFrame, pl.DataFrame, pa.table]


def melted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.melt("week", var_name="shop", value_name="sales")


def refused(call: Any, *given: Any, **asked: Any) -> dict[str, tuple[str, str, str]]:
    with pytest.raises(QuestionError) as caught:
        call(*given, **asked)
    return {m.where: (m.found, m.expected, m.todo) for m in caught.value.mistakes}


@pytest.mark.parametrize("make", MAKERS)
def test_wide_and_long_frames_are_one_panel(make: Any) -> None:
    data = world()
    data["c"][7] = None  # a week nobody observed
    wide = recul.panel(make(data), time="week", outcome="sales")
    long = recul.panel(make(melted(pd.DataFrame(data)).sample(frac=1, random_state=1).to_dict("list")), time="week",
                       unit="shop", outcome="sales", value_unit="EUR", aggregate="mean")
    assert wide.units == ("a", *CONTROLS)
    assert (wide.measure, wide.frequency, wide.aggregate, long.value_unit, long.aggregate) == (
        "sales", "week", "sum", "EUR", "mean")
    order = [long.units.index(u) for u in wide.units]
    np.testing.assert_array_equal(long.value[order], wide.value)
    assert (~wide.observed).sum() == 1
    assert str(wide.times[0])[:10] == str(START)
    assert "5 units x 90 periods of a week, 2024-01-01 to 2025-09-15; 1 of 450 values not observed" in repr(wide)


def test_a_panel_answers_as_its_frame_does() -> None:
    frame = pd.DataFrame(world(effect=0.3))
    panel = recul.panel(frame[["e", "week", "d", "a", "c", "b"]], time="week")
    plain = ask(frame)
    assert ask(panel, time=None).to_dict() == plain.to_dict()
    every = ask(panel, time=None, controls=None)
    assert set(every.design.donors) == set(CONTROLS)
    assert every.estimate == ask(frame, controls=["e", "d", "c", "b"]).estimate
    assert ask(frame, controls=None).design.donors == ()


def test_several_treated_units_are_read_as_their_mean() -> None:
    data = world(effect=0.3)
    data["b"] = [v * (1 + 0.3 * (i >= 80)) for i, v in enumerate(data["b"])]
    both = ask(pd.DataFrame(data), outcome=["a", "b"], controls=["c", "d", "e"])
    mean = pd.DataFrame(data | {"a": ((np.array(data["a"]) + np.array(data["b"])) / 2).tolist()}).drop(columns="b")
    alone = ask(mean, controls=["c", "d", "e"])
    assert both.design.units == ("a", "b")
    assert both.question["outcome"] == "a, b"
    assert both.estimate.value == pytest.approx(alone.estimate.value)
    assert both.estimate.total == pytest.approx(2 * alone.estimate.total)
    assert ask(recul.panel(pd.DataFrame(data), time="week"), time=None, outcome=["a", "b"], controls=None
               ).to_dict()["estimate"] == both.to_dict()["estimate"]


def test_an_experiment_is_read_off_a_panel() -> None:
    frame = long(12, 5, 0.1)
    asked = {"start": "2024-05-20", "end": "2024-07-15"}
    plain = recul.experiment(frame, outcome="sales", unit="shop", time="week", assignment="arm", blocks="pair", **asked)
    panel = recul.panel(frame, time="week", unit="shop", outcome="sales")
    one = frame.drop_duplicates("shop").set_index("shop")
    assert recul.experiment(panel, assignment=one["arm"].to_dict(), blocks=one["pair"].to_dict(), **asked
                            ).to_dict() == plain.to_dict()
    drawn = one["arm"].to_dict() | {"nobody": 1}
    assert "'nobody'" in refused(recul.experiment, panel, assignment=drawn, **asked)["assignment"][0]
    assert "assignment" in refused(recul.experiment, panel, assignment="arm", **asked)
    assert set(refused(recul.experiment, panel, assignment=one["arm"].to_dict(), outcome="sales", time="week", **asked)
               ) == {"outcome", "time"}
    assert set(refused(recul.experiment, frame, assignment="arm", **asked)) == {"outcome"}


def test_what_the_panel_says_is_not_said_again() -> None:
    panel = recul.panel(pd.DataFrame(world()), time="week")
    found = refused(ask, panel, frequency="week", aggregate="sum", value_unit="EUR")
    assert set(found) == {"time", "frequency", "aggregate", "value_unit"}
    assert found["time"][2] == "Leave time out, or say it to recul.panel."
    assert set(refused(ask, pd.DataFrame(world()), time=None)) == {"time"}


def test_units_that_are_not_there_are_named() -> None:
    panel = recul.panel(pd.DataFrame(world()), time="week")
    found = refused(ask, panel, time=None, outcome="aa", controls=["b", "zz"])
    assert set(found) == {"outcome", "controls[1]"}
    assert found["outcome"][2] == "Did you mean 'a'?"
    assert "'a' more than once" in refused(ask, panel, time=None, outcome=["a", "a"], controls=["b"])["units"][0]


def test_what_is_no_panel_is_refused() -> None:
    frame = pd.DataFrame(world())
    assert "units[1]" in refused(recul.panel, frame, time="week", units=["a", "zz"])
    assert "units" in refused(recul.panel, frame, time="week", units="a")
    assert "units" in refused(recul.panel, frame[["week"]], time="week")
    assert "time" in refused(recul.panel, frame, time="day")
    assert "aggregate" in refused(recul.panel, frame, time="week", aggregate="total")
    rows = melted(frame)
    assert "without `unit`" in refused(recul.panel, rows, time="week", outcome="sales")["outcome"][0]
    assert "outcome" in refused(recul.panel, rows, time="week", unit="shop")
    assert "units" in refused(recul.panel, rows, time="week", unit="shop", outcome="sales", units=["a"])
    assert "column 'shop', row 0" in refused(recul.panel, rows, time="week")
    twice = pd.concat([rows, rows.iloc[:1]])
    assert "one row a unit and period" in str(refused(recul.panel, twice, time="week", unit="shop", outcome="sales"))


def test_the_examples_in_the_docstring_are_true() -> None:
    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner()
    for function in (api.panel, api.effect):
        for example in finder.find(function, globs={"recul": recul}):
            runner.run(example)
    assert runner.tries >= 4
    assert runner.failures == 0


@pytest.mark.parametrize("first", ["import recul.panel", "from recul.panel import Panel", "pass"])
def test_it_answers_to_its_name_whatever_was_loaded_first(first: str) -> None:
    """`recul.panel` is a module too."""
    code = (f"import recul; {first}; import pandas as pd; f = pd.DataFrame({{'t': [2001, 2002, 2003], 'y': [1, 2, 3]}})"
            "; print(recul.panel(f, time='t').units); from recul.panel import Panel")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "('y',)\n"
