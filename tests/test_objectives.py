"""Objectives: what is foretold, what is counted, what is refused, and to what a result is owed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from recul.api import open_study
from recul.errors import QuestionError, StudyError
from recul.finding import Finding
from recul.panel import Panel
from recul.questions.objective import Objective
from recul.report.board import boards
from recul.report.contract import expected_false_seen
from recul.report.words.kinds.objective import truth
from recul.report.words.text import plain
from recul.study import Action, Study

FIRST = np.datetime64("2021-01-04", "D")  # a Monday


def panel(value: np.ndarray, frequency: str = "week", units: tuple[str, ...] = ("brand",), aggregate: Any = "sum",
          first: np.datetime64 = FIRST) -> Panel:
    value = np.atleast_2d(value).astype(float)
    count = value.shape[1]
    step = {"day": 1, "week": 7}.get(frequency)
    months = {"month": 1, "quarter": 3}.get(frequency, 0) * np.arange(count)
    times = first + step * np.arange(count) if step else first.astype("datetime64[M]") + months
    return Panel(value, np.isfinite(value), units, times.astype("datetime64[s]"), frequency, "sales", "EUR", aggregate)  # type: ignore[arg-type]


def weekly(seed: int = 0, years: int = 4, units: int = 1, growth: float = 0.02) -> np.ndarray:
    """A season, a growth and some noise: 100 a week or so."""
    random = np.random.default_rng(seed)
    t = np.arange(52 * years)
    level = 100 * np.exp(growth * t / 52 + 0.1 * np.sin(2 * np.pi * t / 52))
    return np.asarray(level * np.exp(0.04 * random.standard_normal((units, len(t)))))


def ask(p: Panel, actions: tuple[Action, ...] = (), **keys: Any) -> Finding:
    question = Objective.model_validate({"measure": "sales", **keys})
    return question.judge(question.asked_of(p, 1, actions), {})


def row(finding: Finding, code: str = "objective") -> dict[str, Any]:
    table = next(t for t in finding.tables if t.code == code)
    return dict(zip((c for c, _ in table.columns), table.rows[0], strict=True))


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits if limit.forbids}


# The record of 208 weeks ends with Sunday 29 December 2024.
AHEAD = {"start": "2024-12-30", "deadline": "2025-02-23"}
PAST = {"start": "2024-09-02", "deadline": "2024-10-27"}


@pytest.mark.parametrize(("change", "answer"), [(-0.2, "on_track"), (0.3, "at_risk")])
def test_what_lies_outside_the_interval_is_on_track_or_at_risk(change: float, answer: str) -> None:
    finding = ask(panel(weekly()), change=change, baseline="year before", **AHEAD)
    told = row(finding)
    assert (finding.verdict, finding.answer) == ("seen", answer)
    assert (told["probability"] > 0.97) == (answer == "on_track")
    assert (told["low"] > told["target"]) == (answer == "on_track")
    assert told["forecast"] == pytest.approx(told["target"] - finding.estimate.value)
    assert finding.estimate.low == pytest.approx(told["target"] - told["high"])
    assert ("On track" if answer == "on_track" else "At risk") in finding.sentence("en")


def test_at_most_is_the_other_way_round() -> None:
    up = ask(panel(weekly()), change=0.02, baseline="year before", **AHEAD)
    down = ask(panel(weekly()), change=0.02, baseline="year before", direction="at most", **AHEAD)
    assert row(up)["probability"] + row(down)["probability"] == pytest.approx(1)
    far = ask(panel(weekly()), change=0.3, baseline="year before", direction="at most", **AHEAD)
    assert far.answer == "on_track"


def test_what_counts_already_is_added_as_it_is() -> None:
    """Half of the objective's weeks are past: the forecast is their sum and what is foretold of the rest."""
    value = weekly()
    whole = ask(panel(value), target=1000.0, start="2024-12-02", deadline="2025-01-26")
    rest = ask(panel(value), target=1000.0, start="2024-12-30", deadline="2025-01-26")
    assert row(whole)["forecast"] == pytest.approx(value[0, -4:].sum() + row(rest)["forecast"])
    assert row(whole)["high"] - row(whole)["low"] == pytest.approx(row(rest)["high"] - row(rest)["low"])
    mean = ask(panel(value), target=1000.0, over="mean", start="2024-12-02", deadline="2025-01-26")
    assert row(mean)["forecast"] == pytest.approx(row(whole)["forecast"] / 8)


def test_the_last_period_alone() -> None:
    value = weekly()
    last = ask(panel(value), target=1000.0, over="last", start="2024-12-30", deadline="2025-02-23")
    alone = ask(panel(value), target=1000.0, start="2025-02-17", deadline="2025-02-23")
    assert row(last)["forecast"] == pytest.approx(row(alone)["forecast"])


def test_the_forecast_sees_nothing_after_its_date() -> None:
    """Whatever comes after an origin, the hindcast from it stays what it was."""
    value = weekly()
    shaken = value.copy()
    shaken[:, -8:] *= 3
    question = Objective.model_validate({"measure": "sales", "target": 900.0, **AHEAD})
    batches = [question.asked_of(panel(v), 1) for v in (value, shaken)]
    told = [question._estimated(b)[1] for b in batches]
    assert told[0] is not None
    assert told[1] is not None
    assert batches[0].items.origin[1] == 208 - 8 - 1 + batches[0].items.counted.shift
    np.testing.assert_allclose(told[0].path[1:], told[1].path[1:])
    np.testing.assert_allclose(told[0].scale[1:], told[1].scale[1:])
    assert not np.allclose(told[0].path[0], told[1].path[0])


def test_a_naive_version_gives_the_same_forecast() -> None:
    """The level of thirteen weeks, carried on as one and two years before, in a few lines."""
    value = weekly()[0]
    level = value[-13:].mean()
    parts = [value[208 - lag : 208 - lag + 8] / value[208 - 13 - lag : 208 - lag].mean() for lag in (52, 104)]
    expected = level * np.mean(parts, axis=0).sum()
    assert row(ask(panel(value), target=900.0, **AHEAD))["forecast"] == pytest.approx(expected)


def test_hindcasts_do_not_overlap() -> None:
    question = Objective.model_validate({"measure": "sales", "target": 900.0, **AHEAD})
    items = question.asked_of(panel(weekly(units=3), units=("a", "b", "c")), 1).items
    for series in np.unique(items.row[1:]):
        origin = np.sort(np.append(items.origin[1:][items.row[1:] == series], items.origin[0]))
        assert set(np.diff(origin)) == {8}
    assert set(items.row) == {0}, "all units were asked about: nobody else can vouch for them"
    one = Objective.model_validate({"measure": "sales", "target": 900.0, "units": ["a"], **AHEAD})
    assert set(one.asked_of(panel(weekly(units=3), units=("a", "b", "c")), 1).items.row) == {0, 1, 2}


@pytest.mark.parametrize(("by", "answer"), [(0.9, "met"), (1.1, "missed")])
def test_a_deadline_that_has_passed_is_counted(by: float, answer: str) -> None:
    value = weekly()
    counted = value[0, 191:199].sum()
    finding = ask(panel(value), target=by * counted, **PAST)
    assert (finding.verdict, finding.answer) == ("seen", answer)
    assert row(finding)["forecast"] == pytest.approx(counted)
    assert row(finding)["probability"] is None
    assert finding.estimate.low == finding.estimate.value == finding.estimate.high
    assert finding.estimate.p == 0
    assert finding.sentence("en").startswith("Met:" if answer == "met" else "Missed:")
    assert "forecast" not in finding.sentence("en")
    assert expected_false_seen([finding])["value"] == 0, "a count is no chance finding"


def test_a_target_met_to_the_unit_is_met() -> None:
    p = panel(np.full(208, 5.0))
    for direction in ("at least", "at most"):
        finding = ask(p, target=40.0, direction=direction, **PAST)
        assert (finding.answer, finding.verdict) == ("met", "not_seen")


def test_a_deadline_passed_with_a_hole_cannot_be_settled() -> None:
    value = weekly(units=2)
    value[0, 198] = np.nan
    finding = ask(panel(value, units=("a", "b")), units=["a"], target=10.0, **PAST)
    assert finding.answer == "unknown"
    assert codes(finding) == {"count_incomplete"}
    assert "not observed" in finding.sentence("en")
    value[0, 198:] = np.nan  # the others' record goes on beyond the deadline: it has passed
    finding = ask(panel(value, units=("a", "b")), units=["a"], target=10.0, **PAST)
    assert codes(finding) == {"count_incomplete"}


def test_a_unit_that_stops_before_the_others_is_no_forecast() -> None:
    value = weekly(units=2)
    value[0, 180:] = np.nan
    finding = ask(panel(value, units=("a", "b")), target=10.0, **AHEAD)
    assert "coverage_differs" in codes(finding)
    assert "a stops before" in finding.sentence("en")


def test_a_horizon_longer_than_the_history() -> None:
    finding = ask(panel(weekly(years=3)), target=10.0, start="2023-01-02", deadline="2029-12-30")
    assert "horizon_long" in codes(finding)
    assert finding.verdict == "cannot_say"
    assert row(finding)["probability"] is None


def test_a_past_without_a_season() -> None:
    value = weekly(years=1)[0, :40]
    kept = {"start": "2021-10-11", "deadline": "2021-11-07"}
    assert "no_season" in codes(ask(panel(value), target=10.0, **kept))
    free = ask(panel(value), target=10.0, seasons=[], **kept)
    assert "no_season" not in codes(free)
    assert row(free)["probability"] is not None


def test_too_few_hindcasts_are_refused() -> None:
    finding = ask(panel(weekly(years=2)), target=10.0, start="2023-01-02", deadline="2023-04-02")
    assert "few_placebos" in codes(finding)
    assert row(finding)["probability"] is None


def test_a_christmas_that_no_hindcast_knows() -> None:
    value = weekly(years=2)[0, :98]  # to mid-November of the second year
    assert "year_end_once" in codes(ask(panel(value), target=10.0, start="2022-11-21", deadline="2023-01-01"))


def test_a_baseline_that_the_record_does_not_hold() -> None:
    finding = ask(panel(weekly(years=2)), change=0.1, baseline="year before", start="2021-03-01", deadline="2021-04-04")
    assert "baseline_incomplete" in codes(finding)
    assert finding.answer == "unknown"


@pytest.mark.parametrize(("keys", "said"), [
    ({"target": 1.0, "start": "2024-05-01", "deadline": "2024-04-01"}, "a day after the start"),
    ({"start": "2024-05-01", "deadline": "2024-06-01"}, "`target`"),
    ({"target": 1.0, "change": 0.1, "baseline": 2, "start": "2024-05-01", "deadline": "2024-06-01"}, "or `change`"),
    ({"change": 0.1, "start": "2024-05-01", "deadline": "2024-06-01"}, "a number other than zero"),
    ({"change": 0.1, "baseline": 0, "start": "2024-05-01", "deadline": "2024-06-01"}, "a number other than zero"),
    ({"change": -1.5, "baseline": 3, "start": "2024-05-01", "deadline": "2024-06-01"}, "above -1"),
    ({"target": float("nan"), "start": "2024-05-01", "deadline": "2024-06-01"}, "finite"),
    ({"target": True, "start": "2024-05-01", "deadline": "2024-06-01"}, "number"),
    ({"target": 1.0, "start": "2024-05-01", "deadline": "2024-06-01", "level": "vanity"}, "outcome"),
    ({"target": 1.0, "start": "2024-05-01", "deadline": "2024-06-01", "frequency": "hour"}, "day"),
])
def test_what_cannot_be_an_objective(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        Objective.model_validate({"measure": "sales", **keys})


def test_the_mean_of_a_leap_february_is_a_mean() -> None:
    """Fifty-one days of 2024 and fifty of 2025: neither is a fiftieth more."""
    value = np.full(1200, 7.0) + 0.1 * np.random.default_rng(2).standard_normal(1200)
    p = panel(value, "day", first=np.datetime64("2022-01-01", "D"))  # to 14 April 2025
    keys = {"start": "2025-02-10", "deadline": "2025-03-31", "change": 0.5, "baseline": "year before"}
    assert row(ask(p, over="mean", **keys))["target"] == pytest.approx(1.5 * 7, rel=0.01)
    assert row(ask(p, over="total", **keys))["target"] == pytest.approx(1.5 * 7 * 51, rel=0.01)


def test_a_year_before_of_nothing_is_no_baseline() -> None:
    with pytest.raises(QuestionError, match="a baseline above zero"):
        ask(panel(np.zeros(208)), change=0.1, baseline="year before", **AHEAD)


def test_rates_do_not_add_up() -> None:
    p = panel(weekly(), aggregate="mean")
    with pytest.raises(QuestionError, match="do not add up"):
        ask(p, target=100.0, over="total", **AHEAD)
    assert row(ask(p, target=100.0, **AHEAD))["forecast"] == pytest.approx(100, rel=0.3)


def test_no_whole_period_between_start_and_deadline() -> None:
    with pytest.raises(QuestionError, match="at least one whole week"):
        ask(panel(weekly()), target=1.0, start="2025-01-07", deadline="2025-01-12")


@pytest.mark.parametrize(("frequency", "deadline", "periods"), [("month", "2025-03-31", 3), ("month", "2025-03-30", 2),
                                                                ("quarter", "2025-06-30", 2)])
def test_periods_go_on_by_the_calendar(frequency: str, deadline: str, periods: int) -> None:
    count = {"month": 48, "quarter": 16}[frequency]
    value = 100 + np.random.default_rng(3).standard_normal(count)
    finding = ask(panel(value, frequency, first=np.datetime64("2021-01-01", "D")), target=1.0, start="2025-01-01",
                  deadline=deadline)
    assert finding.design.window == periods
    assert finding.design.start == "2025-01-01"


def test_months_named_by_their_last_day() -> None:
    p = panel(100 + np.random.default_rng(3).standard_normal(48), "month", first=np.datetime64("2021-01-01", "D"))
    ends = ((p.times.astype("datetime64[M]") + 1).astype("datetime64[D]") - 1).astype("datetime64[s]")
    named = Panel(p.value, p.observed, p.units, ends, "month", "sales", "EUR")
    finding = ask(named, target=1.0, start="2025-01-01", deadline="2025-03-31")
    assert (finding.design.window, finding.design.end) == (3, "2025-03-31")


def action(effect: float, units: tuple[str, ...] = ("a",)) -> Action:
    return Action(id="autumn", kind="campaign", start=date(2024, 9, 9), end=date(2024, 10, 20), units=units,
                  truth=effect)


def acted(effect: float) -> Panel:
    """Twelve units that move together; the first gains for six weeks."""
    random = np.random.default_rng(5)
    value = weekly(1)[0] * np.exp(0.01 * random.standard_normal((12, 208)))
    value[0, 192:198] *= 1 + effect
    return panel(value, units=tuple("abcdefghijkl"))


def test_credit_is_given_where_it_is_due_and_nowhere_else() -> None:
    p = acted(0.2)
    count = p.value[0, 191:199].sum()
    without = acted(0.0).value[0, 191:199].sum()
    thanks = ask(p, (action(0.2),), units=["a"], action="autumn", target=0.97 * count, **PAST)
    told = row(thanks, "credit")
    assert thanks.answer == "met_thanks"
    assert told["without_low"] < without < told["without_high"] < row(thanks)["target"]
    assert "would have been missed" in thanks.sentence("en")
    assert "« autumn »" in thanks.sentence("fr").replace("\u00a0", " ")
    anyway = ask(p, (action(0.2),), units=["a"], action="autumn", target=0.8 * without, **PAST)
    assert anyway.answer == "met_anyway"
    between = ask(p, (action(0.2),), units=["a"], action="autumn", target=without, **PAST)
    assert (between.answer, row(between, "credit")["credit"]) == ("met", "credit_unknown")
    nothing = ask(acted(0.0), (action(0.0),), units=["a"], action="autumn", target=0.999 * without, **PAST)
    assert nothing.answer in ("met", "met_anyway"), "no credit without an effect that was seen"
    missed = ask(p, (action(0.2),), units=["a"], action="autumn", target=2 * count, **PAST)
    assert (missed.answer, row(missed, "credit")["credit"]) == ("missed", "credit_none")


def test_an_action_elsewhere_earns_no_credit() -> None:
    p = acted(0.2)
    finding = ask(p, (action(0.2, ("b",)),), units=["a"], action="autumn", target=1.0, **PAST)
    assert row(finding, "credit")["verdict"] == "action_outside"
    p = acted(0.0)
    later = Action(id="autumn", kind="campaign", start=date(2025, 3, 3), end=date(2025, 3, 9), units=("a",))
    finding = ask(p, (later,), units=["a"], action="autumn", target=1.0, **AHEAD)
    assert row(finding, "credit")["verdict"] == "action_not_begun"


def test_an_action_that_does_not_exist() -> None:
    with pytest.raises(QuestionError, match="no action at all"):
        ask(acted(0.0), (), units=["a"], action="nothing", target=1.0, **PAST)


def test_the_probability_is_what_the_interval_says() -> None:
    """One reading: beyond 97.5 % on one side exactly where the verdict is seen."""
    for change in np.linspace(-0.12, 0.16, 29):
        finding = ask(panel(weekly(3)), change=float(change), baseline="year before", **AHEAD)
        chance = row(finding)["probability"]
        assert (chance >= 0.975 - 1e-9 or chance <= 0.025 + 1e-9) == (finding.verdict == "seen")
        assert (chance > 0.5) == (row(finding)["forecast"] > row(finding)["target"])


STUDY = '''
title = "Objectives"
brand = "Brindelune"

[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
value_unit = "EUR"
unit = "brand"
'''
QUESTION = '''
[[question]]
kind = "objective"
measure = "sales"
start = 2024-12-30
deadline = 2025-02-23
'''


def study(folder: Path, questions: str) -> Study:
    rows = "".join(f"{FIRST + 7 * i},{v:.2f}\n" for i, v in enumerate(weekly()[0]))
    (folder / "sales.csv").write_text("time,value\n" + rows, encoding="utf-8")
    (folder / "study.toml").write_text(STUDY + questions, encoding="utf-8")
    return Study.load(folder)


def test_mistakes_of_a_study_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        study(tmp_path, QUESTION + QUESTION + 'change = 0.1\naction = "autunm"\n')
    said = str(caught.value)
    assert "question[0].target" in said
    assert "question[1].baseline" in said
    assert "autunm" in said


def test_a_measure_without_data(tmp_path: Path) -> None:
    study(tmp_path, QUESTION.replace('"sales"', '"visits"') + "target = 3\n")
    with pytest.raises(QuestionError, match="visits"):
        open_study(tmp_path).findings()


def test_two_objectives_make_a_board(tmp_path: Path) -> None:
    study(tmp_path, QUESTION + 'target = 700\nowner = "Ada"\nlevel = "outcome"\ntruth = 900\n' + QUESTION
          + "target = 9000\n")
    findings = open_study(tmp_path).findings()
    (board,) = boards(findings, "en")
    assert [plain(r[-1]) for r in board.rows] == ["On track", "At risk"]
    assert "Ada" in plain(board.rows[0][2])
    assert boards(findings[:1], "en") == ()
    assert "900" in plain(truth(findings[0], "en") or "")
    assert truth(findings[1], "en") is None
    assert findings[0].question["deadline"] == "2025-02-23"
