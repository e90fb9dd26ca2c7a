"""Records as they come: shops that close, windows of a day, controls that do not move, blocks that go dark."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import recul
from recul.finding import Finding

CONTROLS = [f"u{i}" for i in range(1, 21)]


def noise(times: pd.DatetimeIndex, units: int, seed: int = 0) -> pd.DataFrame:
    value = np.random.default_rng(seed).normal(100, 5, (len(times), units))
    return pd.DataFrame(value, columns=[f"u{i}" for i in range(units)]).assign(day=times)


def ask(frame: pd.DataFrame, start: int, window: int, controls: list[str], **more: Any) -> Finding:
    day = frame["day"].dt.strftime("%Y-%m-%d")
    return recul.effect(frame, outcome="u0", controls=controls, time="day", start=day[start],
                        end=day[start + window - 1], **more)


@pytest.mark.parametrize("closed", [[5, 6], [6], [0]])
def test_days_on_which_everyone_is_closed_are_no_gap(closed: list[int]) -> None:
    times = pd.date_range("2022-09-05", periods=400)
    frame = noise(times[~times.day_of_week.isin(closed)], 8)
    start = len(frame) - 30
    frame.loc[start:, "u0"] *= 1.5
    finding = ask(frame, start, 30, CONTROLS[:7])
    assert finding.verdict == "seen"
    assert finding.estimate.relative == pytest.approx(0.5, abs=0.1)


def test_days_on_which_one_shop_is_closed_are_its_gaps() -> None:
    frame = noise(pd.date_range("2022-09-05", periods=400), 8)
    frame.loc[frame["day"].dt.day_of_week >= 5, "u0"] = np.nan
    assert "window_unobserved" in {limit.code for limit in ask(frame, 370, 30, CONTROLS[:7]).limits}


@pytest.mark.parametrize("window", [1, 2, 3])
def test_a_window_of_a_day_can_be_answered(window: int) -> None:
    frame = noise(pd.date_range("2022-09-05", periods=400), 21)
    frame.loc[380:, "u0"] *= 2
    finding = ask(frame, 380, window, CONTROLS)
    assert finding.verdict == "seen"
    assert finding.design.history == 30


@pytest.mark.parametrize("constant", [0.1, 7.3, 1e6])
def test_a_control_that_does_not_move_changes_nothing(constant: float) -> None:
    frame = noise(pd.date_range("2022-09-05", periods=400), 4)
    without = ask(frame, 330, 30, ["u1", "u2"])
    frame["u3"] = constant
    assert ask(frame, 330, 30, ["u1", "u2", "u3"]).estimate.value == pytest.approx(without.estimate.value, rel=1e-6)


def experiment(units: int, treated: int, days: int = 80) -> pd.DataFrame:
    random = np.random.default_rng(1)
    return pd.DataFrame([(f"s{i:02d}", day, random.normal(100, 5), int(i % (units // treated) == 0), i // 4)
                         for i in range(units) for day in pd.date_range("2023-01-02", periods=days)],
                        columns=["unit", "day", "y", "arm", "block"])


def test_a_block_that_goes_dark_is_no_fault_of_ours() -> None:
    frame = experiment(16, 8)
    frame.loc[(frame["block"] == 0) & (frame["day"] >= "2023-03-03"), "y"] = np.nan
    finding = recul.experiment(frame, outcome="y", unit="unit", time="day", assignment="arm", start="2023-03-03",
                               end="2023-03-22", blocks="block")
    assert finding.verdict == "cannot_say"
    assert "window_unobserved" in {limit.code for limit in finding.limits}


def test_a_redraw_without_an_arm_fails_by_itself() -> None:
    """Two of 20 treated; two others unobserved in the window: the draw that treats just those two has no treated arm,
    and fails alone."""
    frame = experiment(20, 2)
    lost = [u for u in frame["unit"].unique() if not frame.loc[frame["unit"] == u, "arm"].any()][:2]
    frame.loc[frame["unit"].isin(lost) & (frame["day"] >= "2023-03-03"), "y"] = np.nan
    finding = recul.experiment(frame, outcome="y", unit="unit", time="day", assignment="arm", start="2023-03-03",
                               end="2023-03-22")
    assert "estimate_failed" not in {limit.code for limit in finding.limits}
    assert finding.placebo.failed == 1
    assert finding.estimate.value is not None


@pytest.mark.parametrize("before", [1, 2])
def test_an_experiment_needs_hardly_a_history(before: int) -> None:
    frame = experiment(40, 20, days=before + 10)
    start = frame["day"].unique()[before]
    frame.loc[(frame["arm"] == 1) & (frame["day"] >= start), "y"] += 10
    finding = recul.experiment(frame, outcome="y", unit="unit", time="day", assignment="arm",
                               start=str(start)[:10], end=str(frame["day"].max())[:10])
    assert finding.verdict == "seen"
    assert finding.estimate.value == pytest.approx(10, abs=2)
