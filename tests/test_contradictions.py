"""Whatever the data and the method, what a finding says agrees with itself and with the same question put otherwise.

`python benchmarks/contradictions.py` asks ten thousand of what is asked here a few times.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recul
from recul.finding import Finding
from recul.questions.effect import Effect

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from contradictions import cases, contradiction, tried

METHODS = Effect.forceable()
UNITS = ["north", "east", "south", "west", "hill", "shore", "plain", "wood"]
each = pytest.mark.parametrize("method", METHODS)


@settings(max_examples=48, deadline=None)
@given(case=cases(), method=st.sampled_from(METHODS))
def test_no_finding_contradicts_itself(case: dict[str, Any], method: str) -> None:
    verdict, problem = tried(case, method)
    assert problem is None, (verdict, problem)


def frame(seed: int = 5, days: int = 150) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    value = 100 + 4 * random.standard_normal(days) + 3 * random.standard_normal((len(UNITS), days))
    value[0, -14:] += 4
    return pd.DataFrame(value.T, columns=UNITS).assign(day=pd.date_range("2023-03-06", periods=days))


def ask(data: pd.DataFrame, method: str, units: list[str] | None = None) -> Finding:
    units = units or UNITS
    day = data["day"].sort_values().dt.strftime("%Y-%m-%d")
    span = {"start": day.iloc[-14], "end": day.iloc[-1]}
    if method == "experiment":
        panel = recul.panel(data, time="day", units=units)
        drawn = {"north", "wood", "hill"} if "north" in units else {units[i] for i in (0, 4, 7)}
        return recul.experiment(panel, assignment={u: int(u in drawn) for u in units}, **span)
    return recul.effect(data, outcome=units[0], controls=units[1:], time="day", estimator=method, **span)


def same(one: Finding, other: Finding, factor: float = 1.0) -> None:
    assert one.verdict == other.verdict
    assert one.estimate.low is not None, "a case that is answered"
    for name in ("value", "low", "high", "total"):
        assert getattr(other.estimate, name) == pytest.approx(factor * getattr(one.estimate, name), rel=1e-6)
    assert other.estimate.p == pytest.approx(one.estimate.p, rel=1e-6)
    assert other.placebo.independent == one.placebo.independent


@each
@pytest.mark.parametrize("factor", [3.7, 1e-9, 1e12])
def test_a_rescaled_outcome_rescales_the_answer(method: str, factor: float) -> None:
    data, plain = frame(), ask(frame(), method)
    data[UNITS] *= factor
    same(plain, ask(data, method), factor)
    assert ask(data, method).estimate.relative == pytest.approx(plain.estimate.relative, rel=1e-6)
    assert ask(data, method).placebo.detectable_effect == pytest.approx(plain.placebo.detectable_effect, rel=1e-6)


@each
def test_a_shifted_outcome_leaves_the_difference(method: str) -> None:
    data = frame()
    data[UNITS] += 500
    shifted, plain = ask(data, method), ask(frame(), method)
    for name in ("value", "low", "high", "total", "p"):
        assert getattr(shifted.estimate, name) == pytest.approx(getattr(plain.estimate, name), rel=1e-6)


@each
def test_the_order_of_rows_columns_and_controls_has_no_meaning(method: str) -> None:
    plain = ask(frame(), method)
    turned = frame().sample(frac=1, random_state=3)[["day", *reversed(UNITS)]]
    same(plain, ask(turned, method))
    if method != "experiment":  # its draws are numbered by the order of the units: all of them are drawn only if few
        same(plain, ask(turned, method, ["north", *reversed(UNITS[1:])]))


@each
def test_a_name_has_no_meaning(method: str) -> None:
    new = {u: f"Été {i} – “x” <b>" for i, u in enumerate(reversed(UNITS))}
    renamed = ask(frame().rename(columns=new), method, [new[u] for u in UNITS])
    plain = ask(frame(), method)
    same(plain, renamed)
    assert renamed.design.units == tuple(new[u] for u in plain.design.units)


def test_what_is_looked_for_would_be_found() -> None:
    """A finding that was tampered with is caught: its constructor refuses it, or the page's own check names it."""
    finding = ask(frame(), "structural")
    assert contradiction(finding) is None
    for wrong in ({"p": 0.9}, {"low": -99.0}, {"value": 99.0}, {"high": None}, {"relative": -5.0}):
        assert finding.verdict == "seen"
        broken = object.__new__(Finding)
        for name in Finding.__dataclass_fields__:
            object.__setattr__(broken, name, getattr(finding, name))
        object.__setattr__(broken, "estimate", replace(finding.estimate, **wrong))
        assert contradiction(broken) is not None, wrong
