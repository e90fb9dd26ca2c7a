"""Known events and several seasons: what the structural model makes of them, and what it says it cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recul
from recul.errors import QuestionError, StudyError
from recul.estimators import structural
from recul.estimators._calendar import season, seasons_of
from recul.panel import Calendar, Case, Panel
from recul.study import Study
from test_structural import make_panel, naive, world

FIRST = date(2023, 1, 2)
CONTROLS = ["b", "c", "d", "e"]


def day(i: int) -> date:
    return FIRST + timedelta(days=i)


def marked(panel: Panel, days: list[int], seasons: tuple[float, ...] | None = None, units: Any = slice(None)) -> Panel:
    active = np.zeros((1, *panel.value.shape))
    active[0, units, days] = 1
    return replace(panel, calendar=Calendar(("fair",), active, seasons))


def test_an_event_is_one_more_regressor_of_the_model_written_down() -> None:
    value = world(4, 102, 1)
    days = [20, 21, 60, 95]
    value[0, days] += 9
    panel = marked(make_panel(value), days)
    estimates = structural.estimate(panel, [Case((0,), (1, 2, 3), 90, 12, 80), Case((1,), (2, 3), 90, 12, 80)])
    window = slice(10, 102)
    event = np.isin(np.arange(10, 102), days)[:, None] * 1.0
    fixed = np.concatenate([np.ones((92, 1)), season("day", 80, 92), event], axis=1)
    expected = naive(value[0, window], value[1:, window], 80, np.arange(80), np.arange(80, 92), fixed,
                     events=1)
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx(expected, rel=1e-6)


def test_each_item_sees_the_events_of_its_own_dates_and_units() -> None:
    """One whose history holds none, or whose units it did not touch, is told what it would be told without any."""
    panel = make_panel(world(4, 140, 2))
    known = marked(panel, [10, 30], units=[[0], [0]])
    cases = [Case((0,), (1, 2), 60, 12, 55), Case((0,), (1, 2), 120, 12, 60), Case((1,), (2, 3), 60, 12, 55)]
    plain, told = structural.estimate(panel, cases), structural.estimate(known, cases)
    assert told.value[0] != pytest.approx(plain.value[0], rel=1e-6)
    np.testing.assert_allclose(told.value[1:], plain.value[1:], rtol=1e-9)
    np.testing.assert_allclose(told.scale[1:], plain.scale[1:], rtol=1e-9)


def test_an_event_never_met_is_not_extrapolated() -> None:
    panel = make_panel(world(3, 110, 3))
    case = [Case((0,), (1, 2), 90, 12, 80)]
    assert structural.estimate(marked(panel, [95]), case).value == pytest.approx(structural.estimate(panel, case).value)


def test_two_seasons_are_those_of_the_model_written_down() -> None:
    value = world(3, 112, 4) + 4 * np.cos(2 * np.pi * np.arange(112) / 30)
    panel = marked(make_panel(value), [], (7, 30))
    estimates = structural.estimate(panel, [Case((0,), (1, 2), 100, 12, 90)])
    when = np.arange(102)[:, None] * 2 * np.pi
    monthly = [f(when * k / 30) for k in (1, 2, 3) for f in (np.cos, np.sin)]
    fixed = np.concatenate([np.ones((102, 1)), season("day", 90, 102), *monthly], axis=1)
    expected = naive(value[0, 10:], value[1:, 10:], 90, np.arange(90), np.arange(90, 102), fixed)
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("seasons", "history", "columns"), [
    (None, 90, 6), ((7,), 90, 6), ((), 90, 0), ((7, 50), 90, 6), ((7, 45), 90, 12), ((2,), 90, 1), ((24,), 90, 12)])
def test_a_season_is_as_many_columns_as_it_has_harmonics(seasons: Any, history: int, columns: int) -> None:
    panel = marked(make_panel(world(2, 110, 5)), [], seasons)
    found = seasons_of(panel, history, 100)
    assert np.linalg.matrix_rank(found) == columns if columns else found.shape == (100, 0)


def frame(days: int = 400, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    common = random.normal(0, 3, days)
    return pd.DataFrame({u: 100 + common + random.normal(0, 3, days) for u in ["a", *CONTROLS]}).assign(
        day=[day(i) for i in range(days)])


def ask(data: pd.DataFrame, start: int = 370, **more: Any) -> recul.Finding:
    return recul.effect(data, outcome="a", controls=CONTROLS, time="day", start=day(start), end=day(start + 29), **more)


def codes(finding: recul.Finding) -> dict[str, bool]:
    return {limit.code: limit.forbids for limit in finding.limits}


def test_a_known_event_of_the_treated_unit_is_no_effect() -> None:
    """Five days of +60 in the window, as on five days of each earlier month, in the treated unit alone."""
    data = frame()
    days = [i for i in range(400) if i % 30 in range(12, 17)]
    data.loc[days, "a"] += 60
    plain, told = ask(data), ask(data, events={"fair": [day(i) for i in days]})
    assert abs(told.estimate.value) < 2 < abs(plain.estimate.value) + 10
    assert told.placebo.detectable_effect < plain.placebo.detectable_effect
    spans = [(day(i), day(i + 4)) for i in range(12, 400, 30)]
    assert ask(data, events={"fair": spans}).estimate.value == pytest.approx(told.estimate.value, rel=1e-9)
    stamps = pd.DatetimeIndex([day(i) for i in days])
    assert ask(data, events={"fair": stamps}).to_dict() == told.to_dict()


def test_an_event_of_the_window_alone_is_said_and_forbids_where_nobody_else_lived_through_it() -> None:
    data, fair = frame(), {"fair": [day(380)]}
    assert codes(ask(data, events=fair))["event_unknown"] is False
    alone = recul.effect(data, outcome="a", time="day", start=day(370), end=day(399), events=fair)
    assert codes(alone)["event_unknown"] is True
    assert alone.verdict == "cannot_say"
    assert "event_unknown" not in codes(ask(data, events={"fair": [day(380), day(300)]}))
    assert "event_unknown" not in codes(ask(data, events={"fair": [day(20)], "never": ["2031-01-01"]}))


def test_a_method_that_knows_no_calendar_says_so() -> None:
    data = frame()
    assert "calendar_unused" in codes(ask(data, estimator="did", events={"fair": [day(380)]}))
    assert "calendar_unused" in codes(ask(data, estimator="did", seasons=[7, 30]))
    assert "calendar_unused" not in codes(ask(data, estimator="did", events={"fair": [day(2)]}))


def test_a_declared_season_lengthens_the_history_or_is_left_out_aloud() -> None:
    data = frame(1000)
    year = ask(data, start=970, seasons=[7, 365.25])
    assert year.design.history == 731
    assert "season_too_long" not in codes(year)
    assert codes(ask(data, start=700, seasons=[7, 365.25]))["season_too_long"] is False


@pytest.mark.parametrize(("more", "where"), [
    ({"seasons": [1]}, "seasons"), ({"seasons": [7, 7]}, "seasons"), ({"seasons": "week"}, "seasons"),
    ({"events": ["2024-01-01"]}, "events"), ({"events": {"fair": []}}, "events['fair'].dates"),
    ({"events": {"fair": ["soon"]}}, "events['fair'].dates[0]"), ({"events": {"fair": 7}}, "events['fair'].dates"),
    ({"events": {"fair": [("2024-02-01", "2024-01-01")]}}, "events['fair'].dates[0].end")])
def test_what_is_no_calendar_is_named(more: dict[str, Any], where: str) -> None:
    with pytest.raises(QuestionError) as caught:
        ask(frame(), **more)
    assert where in {m.where for m in caught.value.mistakes}


TOML = """
title = "t"
brand = "b"
[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
columns = { time = "day" }
units = ["a", "b", "c", "d", "e"]
[[event]]
id = "fair"
dates = DATES
[[action]]
id = "x"
kind = "campaign"
start = 2024-01-07
end = 2024-02-05
units = ["a"]
[[question]]
kind = "effect"
outcome = "sales"
action = "x"
"""


def test_a_study_declares_events_as_python_does(tmp_path: Path) -> None:
    data = frame()
    data.to_csv(tmp_path / "sales.csv", index=False)
    days = [30, 31, 32, 200, 380]
    dates = f"[{{ start = {day(30)}, end = {day(32)} }}, {day(200)}, {day(380)}]"
    (tmp_path / "study.toml").write_text(TOML.replace("DATES", dates), encoding="utf-8")
    told = ask(data, events={"fair": [day(i) for i in days]})
    assert recul.open(tmp_path).ask("effect").estimate.value == pytest.approx(told.estimate.value, rel=1e-9)
    assert told.estimate.value != pytest.approx(ask(data).estimate.value, rel=1e-6)


@pytest.mark.parametrize(("dates", "where"), [("[]", "event[0].dates"), ("['soon']", "event[0].dates[0]"), (
    "[{ start = 2024-01-05, end = 2024-01-01 }]", "event[0].dates[0].end")])
def test_a_mistake_in_an_event_is_named(tmp_path: Path, dates: str, where: str) -> None:
    frame().to_csv(tmp_path / "sales.csv", index=False)
    (tmp_path / "study.toml").write_text(TOML.replace("DATES", dates), encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        Study.load(tmp_path)
    assert where in {m.where for m in caught.value.mistakes}


def test_an_event_of_a_unit_that_stands_nowhere_is_refused(tmp_path: Path) -> None:
    frame().to_csv(tmp_path / "sales.csv", index=False)
    text = TOML.replace("DATES", '[2020-03-01]\nunits = ["nowhere"]')
    (tmp_path / "study.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match="'nowhere'"):
        recul.open(tmp_path).ask("effect")
