"""Compared as logarithms or roots, answered in the outcome's own unit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recul
from recul.errors import QuestionError
from recul.placebo.calibrate import Calibration
from recul.placebo.power import detectable_effect
from recul.questions.effect import Effect
from recul.scale import SCALES, Outcome, allowed, back, onto, relative

CONTROLS = ["b", "c", "d", "e", "f"]
positive = st.floats(1e-6, 1e9)


@given(values=st.lists(positive, min_size=1, max_size=20), shift=st.floats(-3, 3), scale=st.sampled_from(SCALES))
def test_an_effect_is_the_mean_of_what_was_less_what_would_have_been(values: list[float], shift: float, scale: Any
                                                                     ) -> None:
    y = np.array(values)
    np.testing.assert_allclose(back(onto(y, scale), scale), y, rtol=1e-12)
    would = {"identity": y - shift, "log": y / math.exp(shift),
             "sqrt": (np.sqrt(y) - shift) * np.abs(np.sqrt(y) - shift)}[scale]
    outcome = Outcome(scale, y)
    size = max(abs(y).max(), abs(would).max(), 1.0)
    assert outcome.effect(shift) == pytest.approx(float((y - would).mean()), abs=1e-9 * size)
    assert outcome.effect(0.0) == 0
    assert outcome.effect(shift + 0.5) > outcome.effect(shift)


@given(share=st.floats(-0.9, 3), values=st.lists(positive, min_size=1, max_size=9))
def test_a_constant_relative_effect_is_a_shift_of_every_scale(share: float, values: list[float]) -> None:
    """log: of log(1 + r); root: in the mean, of (√(1 + r) − 1) times the mean root; read back it is the same share."""
    y = np.array(values)
    shift = math.log1p(share)
    assert Outcome("log", y * (1 + share)).effect(shift) == pytest.approx(float((share * y).mean()), rel=1e-6, abs=1e-9)
    assert relative("log", shift, math.nan) == pytest.approx(share, rel=1e-9, abs=1e-12)
    root = float(np.sqrt(y).mean())
    assert relative("sqrt", root * (math.sqrt(1 + share) - 1), root) == pytest.approx(share, rel=1e-6, abs=1e-9)
    assert relative("identity", share * 7, 7.0) == pytest.approx(share)
    assert relative("identity", 1.0, 0.0) is None


def test_what_has_no_place_on_a_scale() -> None:
    values = np.array([-1.0, 0.0, 4.0, np.nan])
    assert allowed(values, "log").tolist() == [False, False, True, False]
    assert allowed(values, "sqrt").tolist() == [False, True, True, False]
    np.testing.assert_array_equal(onto(values, "log"), [np.nan, np.nan, math.log(4), np.nan])
    np.testing.assert_array_equal(onto(values, "sqrt"), [np.nan, 0, 2, np.nan])


def test_the_detectable_effect_is_a_share_on_every_scale() -> None:
    score = np.linspace(-1, 1, 60)
    calibration = Calibration.of(score, 0, 30)
    plain = detectable_effect(score, calibration, 1.0, 50.0)[0]
    assert plain is not None
    assert detectable_effect(score, calibration, 0.02, -3.0, "log")[0] == pytest.approx(math.expm1(plain), rel=1e-9)
    assert detectable_effect(score, calibration, 1.0, 50.0, "sqrt")[0] == pytest.approx((1 + plain) ** 2 - 1, rel=1e-9)


def frame(seed: int = 0, days: int = 210, effect: float = 0.0, counts: bool = False) -> pd.DataFrame:
    """Lognormal noise of a tenth, sizes apart by tens; the first unit's last 30 days multiplied."""
    random = np.random.default_rng(seed)
    common = 0.08 * random.standard_normal(days)
    size = np.array([50.0, 400, 20, 90, 1000, 10])[:, None]
    value = size * np.exp(common + 0.1 * random.standard_normal((6, days)))
    value[0, -30:] *= 1 + effect
    value = random.poisson(value).astype(float) if counts else value
    return pd.DataFrame(value.T, columns=["a", *CONTROLS]).assign(day=pd.date_range("2023-03-06", periods=days))


def ask(data: pd.DataFrame, **more: Any) -> recul.Finding:
    day = data["day"].dt.strftime("%Y-%m-%d")
    return recul.effect(data, **{"outcome": "a", "controls": CONTROLS, "time": "day", "start": day.iloc[-30],
                                 "end": day.iloc[-1], **more})


@pytest.mark.parametrize("name", [n for n in Effect.forceable() if n != "experiment"])
def test_a_log_answer_is_that_of_the_logarithms_brought_back(name: str) -> None:
    data = frame(1, effect=0.3)
    logs = data.assign(**{u: np.log(data[u]) for u in ["a", *CONTROLS]})
    there, here = ask(logs, estimator=name), ask(data, estimator=name, scale="log")
    assert (here.verdict == "seen") == (there.verdict == "seen")
    assert here.estimate.p == there.estimate.p
    assert here.placebo.bound == there.placebo.bound
    assert here.estimate.relative == pytest.approx(math.expm1(there.estimate.value), rel=1e-9)
    actual = data["a"].iloc[-30:].mean()
    assert here.estimate.value == pytest.approx(actual * -math.expm1(-there.estimate.value), rel=1e-9)
    if there.estimate.low is not None:
        assert here.estimate.relative_low == pytest.approx(math.expm1(there.estimate.low), rel=1e-9)
        assert here.estimate.relative_high == pytest.approx(math.expm1(there.estimate.high), rel=1e-9)
        assert here.figure_data is not None
        assert here.figure_data.real == here.estimate.value
        np.testing.assert_allclose(here.figure_data.actual[-30:], data["a"].iloc[-30:])


def test_a_unit_a_hundred_times_larger_changes_no_answer_on_the_log_scale() -> None:
    data = frame(2, effect=0.2)
    plain, large = ask(data, scale="log"), ask(data.assign(a=100 * data["a"]), scale="log")
    assert plain.verdict == large.verdict == "seen"
    assert large.estimate.relative == pytest.approx(plain.estimate.relative, rel=1e-6)
    assert large.estimate.value == pytest.approx(100 * plain.estimate.value, rel=1e-6)
    assert large.placebo.detectable_effect == pytest.approx(plain.placebo.detectable_effect, rel=1e-6)


@pytest.mark.parametrize("scale", SCALES)
def test_several_units_are_asked_about_as_their_total_on_every_scale(scale: str) -> None:
    """One of 50 a day and one of 1,000: +30 % of the small one is hardly anything of both together."""
    data = frame(3, effect=0.0)
    data.loc[data.index[-30:], "a"] *= 1.3
    finding = ask(data, outcome=["a", "e"], controls=["b", "c", "d", "f"], scale=scale)
    both = ask(data.assign(a=data["a"] + data["e"]), controls=["b", "c", "d", "f"], scale=scale)
    assert finding.estimate.relative == pytest.approx(both.estimate.relative, rel=1e-6)
    assert finding.estimate.total == pytest.approx(both.estimate.total, rel=1e-6)
    assert abs(finding.estimate.relative) < 0.1


def test_counts_with_zeros_go_on_the_root_scale() -> None:
    data = frame(4, effect=1.0, counts=True)
    finding = ask(data, scale="sqrt")
    assert finding.verdict == "seen"
    assert finding.estimate.relative == pytest.approx(1.0, abs=0.3)
    holes = data.assign(f=data["f"] - data["f"].min())
    with pytest.raises(QuestionError) as caught:
        ask(holes, scale="log")
    (mistake,) = caught.value.mistakes
    assert mistake.where == "scale"
    assert "of 'f' on 20" in mistake.found
    assert 'scale = "sqrt"' in mistake.todo.replace("Scale", "scale")
    assert ask(holes, scale="sqrt").estimate.value is not None
    assert ask(holes, scale="log", controls=["b", "c", "d", "e"]).estimate.value is not None
    with pytest.raises(QuestionError, match="Leave `scale` out"):
        ask(data.assign(b=-data["b"]), scale="sqrt")
    with pytest.raises(QuestionError, match="Did you mean 'log'"):
        ask(data, scale="logs")


def test_an_experiment_of_very_unequal_units_is_read_on_the_log_scale() -> None:
    random = np.random.default_rng(0)
    rows = [(f"s{i:02d}", day, math.exp(random.normal(0, 0.1)) * size * (1 + 0.2 * (arm and day >= pd.Timestamp(
        "2023-03-03"))), arm) for i, (size, arm) in enumerate(zip(np.exp(random.normal(3, 1, 20)), [0, 1] * 10,
        strict=True)) for day in pd.date_range("2023-01-02", periods=80)]
    data = pd.DataFrame(rows, columns=["unit", "day", "y", "arm"])
    asked: dict[str, Any] = {"outcome": "y", "unit": "unit", "time": "day", "assignment": "arm", "start": "2023-03-03",
                             "end": "2023-03-22"}
    plain, log = recul.experiment(data, **asked), recul.experiment(data, scale="log", **asked)
    assert log.verdict == "seen"
    assert log.estimate.relative == pytest.approx(0.2, abs=0.05)
    assert log.placebo.detectable_effect < plain.placebo.detectable_effect


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), scale=st.sampled_from(SCALES), effect=st.floats(-0.9, 5))
def test_no_contradiction_on_any_scale(seed: int, scale: str, effect: float) -> None:
    """A Finding that contradicted itself could not be built."""
    finding = ask(frame(seed, 90, effect, counts=scale == "sqrt"), scale=scale)
    if finding.estimate.low is not None:
        assert finding.estimate.low <= finding.estimate.value <= finding.estimate.high
