"""Treated units that began at different moments: one by one, in event time, and put together."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import recul
from recul.errors import QuestionError, StudyError
from recul.estimators import discover, run
from recul.estimators._staggered import correlation
from recul.panel import Case, Panel
from recul.placebo.draw import Pool, Touch, draw
from recul.questions.effect import Effect
from recul.study import Action, Study
from test_structural import make_panel, world

FIRST = date(2023, 1, 2)
UNITS = ["a", "b", *"defghijklm"]


def day(i: int) -> str:
    return str(FIRST + timedelta(days=i))


def frame(seed: int = 0, days: int = 240, rise: float = 0.0) -> pd.DataFrame:
    """Two treated units, a from day 200 and b from day 210 on, among ten others."""
    random = np.random.default_rng(seed)
    common = random.normal(0, 3, days)
    data = pd.DataFrame({u: 100 + common + random.normal(0, 4, days) for u in UNITS})
    data.loc[200:, "a"] += rise
    data.loc[210:, "b"] += rise
    return data.assign(day=[day(i) for i in range(days)])


def ask(data: pd.DataFrame, **more: Any) -> recul.Finding:
    return recul.effect(data, **{"outcome": ["a", "b"], "controls": UNITS[2:], "time": "day",
                                 "start": {"a": day(200), "b": day(210)}, "end": day(229), **more})


@pytest.mark.parametrize("name", [n for n in sorted(discover()) if n != "experiment"])
def test_an_item_is_the_mean_of_its_units_from_their_own_starts(name: str) -> None:
    panel = make_panel(world(12, 140, 3))
    groups = [(i, i + 1) for i in range(0, 12, 2)]
    cases = [Case(g, tuple(r for r in range(12) if r not in g), 90, 12, 60, offsets=(0, 5)) for g in groups]
    joint = run(name, panel, cases)
    alone = [run(name, panel, [Case((u,), c.donors, 90 + by, 12, 60)]) for c in cases
             for u, by in zip(c.units, c.offsets, strict=True)]
    value, scale = (np.array([getattr(e, k)[0] for e in alone]).reshape(6, 2) for k in ("value", "scale"))
    z = value / scale
    rho = min(max((z[1:, 0] * z[1:, 1]).sum() / ((z[1:] ** 2).sum() / 2), 0), 1)
    np.testing.assert_allclose(joint.value, value.mean(axis=1), rtol=1e-9)
    expected = np.sqrt(scale[:, 0] ** 2 + scale[:, 1] ** 2 + 2 * rho * scale[:, 0] * scale[:, 1]) / 2
    np.testing.assert_allclose(joint.scale, expected, rtol=1e-7)
    assert ((joint.low <= joint.value) & (joint.value <= joint.high)).all()
    np.testing.assert_allclose(joint.gap.mean(axis=1), joint.value, rtol=1e-9)
    assert joint.ok.all()


def test_one_unit_that_cannot_be_estimated_is_no_mean() -> None:
    value = world(6, 140, 3)
    value[1] = 7.0
    e = run("did", make_panel(value), [Case((0, 1), (2, 3, 4, 5), 90, 12, 60, offsets=(0, 5))])
    assert not e.ok[0]
    assert e.why == ("no_variation",)


def test_the_correlation_between_units_is_that_of_their_scores() -> None:
    random = np.random.default_rng(0)
    common = random.standard_normal((4000, 1))
    for rho in (0.0, 0.6):
        z = np.sqrt(rho) * common + np.sqrt(1 - rho) * random.standard_normal((4000, 3))
        assert correlation(z) == pytest.approx(rho, abs=0.04)
    assert correlation(np.zeros((3, 2))) == 0.5


def test_placebos_begin_by_the_same_pattern_and_never_overlap() -> None:
    panel = make_panel(world(9, 300, 1))
    real = Case((0, 1), tuple(range(2, 9)), 240, 20, 60, offsets=(0, 15))
    batch = draw(panel, real, Pool(tuple(range(2, 9)), touches=(Touch("other", (2,), 150, 155),)), 0)
    spans: dict[tuple[int, int], int] = {}
    for case in batch.items.cases[1:]:
        assert case.offsets == real.offsets
        assert len(case.units) == 2
        assert case.start + case.span <= (300 if case.start == 240 else 240)
        assert not set(case.units) & set(case.donors)
        if case.start == 240:
            assert not {0, 1} & {*case.units, *case.donors}, "treated units after the first start"
        if 0 in case.donors or 0 in case.units:
            assert case.start + case.span - 1 < 240
        for unit in case.units:
            for column in range(case.start, case.start + case.span):
                assert spans.setdefault((unit, column), case.start) == case.start
        if {case.start - 20 <= 155, case.start + case.span - 1 + 20 >= 150} == {True}:
            assert 2 not in case.units
    assert {c.start for c in batch.items.cases} == {240, 205, 170, 135, 100, 65}


def test_a_rise_from_each_own_start_is_seen_and_as_large_as_it_is() -> None:
    finding = ask(frame(1, rise=15))
    assert finding.verdict == "seen"
    assert finding.estimate.value == pytest.approx(15, abs=3)
    assert (finding.design.window, finding.design.start, finding.design.end) == (20, day(200), day(229))
    assert finding.estimate.total == pytest.approx(40 * finding.estimate.value)
    assert {limit.code: limit.values for limit in finding.limits}["staggered"] == {"first": day(200), "last": day(210)}
    log = ask(frame(1, rise=15), scale="log")
    assert log.estimate.value == pytest.approx(15, abs=3)
    for language in ("en", "fr"):
        assert finding.sentence(language)
    assert "<html" in finding._repr_html_() or finding._repr_html_()


def test_starts_alike_are_one_start() -> None:
    data = frame(2, rise=15)
    together = ask(data, start={"a": day(200), "b": day(200)})
    assert together.to_dict() == ask(data, start=day(200)).to_dict()


@pytest.mark.parametrize(("more", "where"), [
    ({"start": {"a": day(200)}}, "start"), ({"start": {"a": day(200), "c": day(200)}}, "start"),
    ({"start": {"a": day(200), "b": "2031-01-01"}}, "start['b']"), ({"start": {"a": "soon", "b": 3}}, "start['a']"),
    ({"onset_rule": "peak"}, "start"), ({"end": day(205)}, "end")])
def test_what_is_wrong_with_the_starts_is_named(more: dict[str, Any], where: str) -> None:
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
units = UNITS
[[action]]
id = "x"
kind = "campaign"
ACTION
end = END
[[question]]
kind = "effect"
outcome = "sales"
action = "x"
"""


def written(folder: Path, action: str) -> Path:
    frame(1, rise=15).to_csv(folder / "sales.csv", index=False)
    text = TOML.replace("UNITS", str(UNITS)).replace("ACTION", action).replace("END", day(229))
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_study_says_it_as_python_does(tmp_path: Path) -> None:
    study = written(tmp_path, f"starts = {{ a = {day(200)}, b = {day(210)} }}")
    assert recul.open(study).ask("effect").estimate == ask(frame(1, rise=15)).estimate


@pytest.mark.parametrize(("action", "where"), [
    (f"starts = {{ a = {day(200)} }}\nstart = {day(200)}", "action[0].start"),
    (f"starts = {{ a = {day(200)} }}\nunits = ['a']", "action[0].units"),
    ("starts = { a = 'soon' }", "action[0].starts.a"), ("starts = {}", "action[0].start"),
    (f"starts = {{ a = {day(239)} }}", "action[0].end"),
    (f"starts = {{ a = {day(200)} }}\nonset_rule = 'peak'", "action[0].starts")])
def test_mistakes_in_the_starts_of_a_study_are_named(tmp_path: Path, action: str, where: str) -> None:
    with pytest.raises(StudyError) as caught:
        Study.load(written(tmp_path, action))
    assert where in {m.where for m in caught.value.mistakes}


def test_a_control_that_began_too_is_refused(tmp_path: Path) -> None:
    study = written(tmp_path, f"starts = {{ a = {day(200)}, b = {day(210)} }}")
    text = (study / "study.toml").read_text(encoding="utf-8")
    (study / "study.toml").write_text(text + 'controls = ["b", "d", "e"]\n', encoding="utf-8")
    with pytest.raises(StudyError, match="'b'"):
        Study.load(study)


def test_another_action_on_a_donor_leaves_it_out_to_the_last_units_end() -> None:
    panel = make_panel(world(8, 240, 2))
    panel = Panel(panel.value, panel.observed, tuple("abcdefgh"), panel.times, "day", "sales")
    began = {"a": panel.times[200].item(), "b": panel.times[210].item()}
    action = Action(id="x", kind="campaign", starts=began, end=panel.times[229].item().date())
    other = Action(id="y", kind="campaign", start=panel.times[228].item().date(), units=("c",))
    asked = Effect(outcome="sales", action="x").asked_of(panel, [action, other])
    assert panel.row("c") not in asked.batch(0).items.cases[0].donors
