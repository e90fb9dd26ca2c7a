"""Issue 3's list of bad input, one by one: an error that says what to do, or `cannot_say`, and never a wrong answer."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recul
from recul.errors import QuestionError
from recul.finding import Finding
from recul.questions.effect import Effect

CONTROLS = [f"u{i}" for i in range(1, 9)]
METHODS = [m for m in Effect.forceable() if m != "experiment"]
each = pytest.mark.parametrize("method", METHODS)


def frame(days: int = 160, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    common = random.normal(0, 4, days)[:, None]
    return pd.DataFrame(100 + common + random.normal(0, 3, (days, 9)), columns=["u0", *CONTROLS]).assign(
        day=pd.date_range("2023-03-06", periods=days))


def ask(data: pd.DataFrame, method: str | None = None, controls: list[str] | None = None, window: int = 14,
        **more: Any) -> Finding:
    day = pd.to_datetime(data["day"]).sort_values().drop_duplicates().dt.strftime("%Y-%m-%d")
    finding = recul.effect(data, outcome="u0", controls=CONTROLS if controls is None else controls, time="day",
                           start=day.iloc[-window], end=day.iloc[-1], estimator=method, **more)
    json.dumps(finding.to_dict(), allow_nan=False)
    return finding


def refused(*given: Any, **more: Any) -> str:
    with pytest.raises(QuestionError) as caught:
        ask(*given, **more)
    assert all(m.todo and m.expected and m.found for m in caught.value.mistakes)
    return str(caught.value)


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits if limit.forbids}


@each
@pytest.mark.parametrize("constant", [0.0, 7.3, -1e9])
def test_a_constant_series_cannot_say(method: str, constant: float) -> None:
    finding = ask(frame().assign(u0=constant), method)
    assert finding.verdict == "cannot_say"
    assert codes(finding) & {"estimate_failed", "rare_events"}


@each
def test_constant_controls_are_no_comparison_and_no_crash(method: str) -> None:
    data = frame()
    data[CONTROLS] = 5.0
    assert ask(data, method).verdict != "seen"


@each
def test_one_donor_is_answered_or_not_and_seldom_wrongly(method: str) -> None:
    """One donor's own placebo has none: methods that need one have the treated unit's earlier dates only."""
    findings = [ask(frame(seed=seed), method, ["u1"]) for seed in range(8)]
    assert sum(f.verdict == "seen" for f in findings) <= 2, "more of 8 than 5 % would give 99 times in 100"
    assert all(f.limits for f in findings if f.verdict == "cannot_say")


@each
def test_donors_equal_to_the_treated_series_leave_nothing_to_see(method: str) -> None:
    data = frame()
    for control in CONTROLS:
        data[control] = data["u0"]
    finding = ask(data, method)
    assert finding.verdict == "cannot_say", "what is foretold without error has no noise to measure an effect by"


@each
def test_one_period_before_the_start_cannot_say(method: str) -> None:
    finding = ask(frame(days=15), method)
    assert finding.verdict == "cannot_say"
    assert "short_history" in codes(finding)


def test_no_period_before_the_start_is_an_error() -> None:
    assert "history" in refused(frame(days=14))


@each
def test_blocks_of_nan_are_gaps_not_zeros(method: str) -> None:
    """Read as zeros, a fortnight of them in a history of 73 days would move its mean by a fifth."""
    data = frame()
    plain = ask(data, method)
    data.loc[100:112, "u0"] = np.nan
    data.loc[120:123, CONTROLS] = np.nan
    assert abs(ask(data, method).estimate.value - plain.estimate.value) < 5


@each
def test_a_window_half_dark_cannot_say(method: str) -> None:
    data = frame()
    data.loc[150:, "u0"] = np.nan
    finding = ask(data, method)
    assert finding.verdict == "cannot_say"
    assert "window_unobserved" in codes(finding)


@each
def test_controls_that_go_dark_are_left_out_or_leave_nothing_to_say(method: str) -> None:
    data = frame()
    data.loc[90:110, CONTROLS] = np.nan
    assert ask(data, method).verdict != "seen"


@each
def test_a_series_never_seen_before_the_start_cannot_say(method: str) -> None:
    data = frame()
    data.loc[:145, "u0"] = np.nan
    assert ask(data, method).verdict == "cannot_say"


def test_a_column_without_a_number_is_an_error() -> None:
    assert "without a number" in refused(frame().assign(u3=np.nan))


def test_negative_counts_are_numbers_until_a_scale_has_no_place_for_them() -> None:
    data = frame()
    data["u0"] -= 100
    assert ask(data).estimate.value is not None
    assert ask(data).estimate.relative is None, "no share of what is not above zero"
    for scale in ("log", "sqrt"):
        assert "leave `scale` out" in refused(data, scale=scale).lower()


@each
@pytest.mark.parametrize("size", [2**62, 10**300])
def test_integers_too_large_for_a_machine_word_are_read_as_numbers(method: str, size: int) -> None:
    """Their squares overflow a float: the answer is that of the same series in a smaller unit."""
    data = frame()
    large = data.assign(**{u: pd.Series([int(v * 1000) * size for v in data[u]], dtype=object)
                           for u in ["u0", *CONTROLS]})
    small = data.assign(**{u: [float(int(v * 1000)) for v in data[u]] for u in ["u0", *CONTROLS]})
    one, other = ask(large, method), ask(small, method)
    assert one.verdict == other.verdict
    assert one.estimate.relative == pytest.approx(other.estimate.relative, rel=1e-6)


def test_a_number_no_float_holds_is_an_error() -> None:
    data = frame()
    assert "expected a number" in refused(data.assign(u1=pd.Series([10**400] * len(data), dtype=object)))
    assert "infinite" in refused(data.assign(u1=np.inf))


def test_unsorted_time_is_put_in_order() -> None:
    assert ask(frame().sample(frac=1, random_state=2)).to_dict() == ask(frame()).to_dict()


def test_a_time_that_stands_twice_is_an_error() -> None:
    data = frame()
    assert "stand twice" in refused(pd.concat([data, data.iloc[[40]]]))
    clock = data.assign(day=data["day"].where(data.index != 41, data["day"] - pd.Timedelta(hours=5)))
    assert "one row a day" in refused(pd.concat([clock, clock.iloc[[41]].assign(day=data["day"].iloc[41])]),
                                      frequency="day")
