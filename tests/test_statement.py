"""A statement during a surge: set beside the same moment of other surges, and rarely more than `cannot_say`."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from recul.api import open_study
from recul.errors import QuestionError
from recul.estimators._aftermath import Moments, aftermath, moments
from recul.finding import Finding
from recul.panel import Panel
from recul.placebo.calibrate import Calibration
from recul.questions import _alarms
from recul.questions._beside import LEAST, Spoken, doubts_of, estimate, place, statements_for, under_way
from recul.questions._episodes import Episode
from recul.questions.statement import Statement
from recul.study import Action

FIRST = np.datetime64("2025-01-06T00", "h")
USUAL = 20.0


def drawn(n: int, seed: int = 1) -> Moments:
    random = np.random.default_rng(seed)
    before = random.lognormal(6, 1, n)
    last = before / 3 * random.lognormal(0, 0.3, n)
    return Moments(before * random.lognormal(0.5, 0.5, n), before, last, np.full(n, 16.0), 12)


def test_each_is_told_from_all_the_others_as_by_hand() -> None:
    m = drawn(25)
    theta, sigma = aftermath(m)
    r = np.log((m.after + 16) / (m.before + 16))
    g = np.log((m.last + 4) / (m.before / 3 + 4))
    for i in (0, 7, 24):
        others = np.arange(25) != i
        x = np.column_stack([np.ones(24), g[others]])
        fit, rest = np.linalg.lstsq(x, r[others], rcond=None)[:2]
        own = np.array([1.0, g[i]])
        s2 = float(rest[0]) / 22
        assert theta[i] == pytest.approx(r[i] - own @ fit)
        assert sigma[i] == pytest.approx(math.sqrt(s2 * (1 + own @ np.linalg.inv(x.T @ x) @ own)))


def test_scores_do_not_know_the_order_nor_the_size() -> None:
    m = drawn(30)
    z = np.divide(*aftermath(m))
    order = np.random.default_rng(3).permutation(30)
    turned = Moments(m.after[order], m.before[order], m.last[order], m.noise[order], 12)
    np.testing.assert_allclose(np.divide(*aftermath(turned)), z[order])
    tenfold = Moments(10 * m.after, 10 * m.before, 10 * m.last, 10 * m.noise, 12)
    np.testing.assert_allclose(np.divide(*aftermath(tenfold)), z)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_give_nothing(n: int) -> None:
    assert not np.isfinite(np.concatenate(aftermath(drawn(n)))).any()


def test_all_alike_give_nothing() -> None:
    m = Moments(*(np.full(10, v) for v in (50.0, 100.0, 30.0, 16.0)), 12)
    assert not np.isfinite(aftermath(m)[1]).any()


def test_what_counts_as_before_and_after() -> None:
    count = np.arange(40.0)
    m = moments(count, np.zeros(40), np.array([10]), 4)
    assert (m.before[0], m.last[0], m.after[0]) == (8 + 9 + 10, 10, 11 + 12 + 13 + 14)


def heard(unit: str, begins: tuple[int, ...], seed: int, after: float = 1.0) -> Any:
    """A unit whose surges begin at these hours, are raised an hour later, and are fullest two hours after the start;
    `after` multiplies what the first of them brings from the hour after its fullest one."""
    random = np.random.default_rng(seed)
    hours = max(begins) + 100
    above = np.zeros(hours)
    found = []
    for k, b in enumerate(begins):
        half = 4 * random.lognormal(0, 0.3)
        course = 300 * np.concatenate([[0.3, 0.7], 0.5 ** (np.arange(30) / half)])
        course[3:] *= after if k == 0 else 1
        above[b : b + 32] = course
        found.append(Episode(b, b + 31, b + 1, b + 2, 0.0, float(course.sum()), 2, 4, 9.0, k + 1))
    count = random.poisson(USUAL + above).astype(float)
    times = (FIRST + np.arange(hours)).astype("datetime64[s]")
    return SimpleNamespace(unit=unit, value_unit="messages", times=times, count=count, usual=np.full(hours, USUAL),
                           observed=np.ones(hours, bool), episodes=tuple(found))


def told(items: Spoken, minimum: float = 0.5) -> tuple[float, list[str]]:
    e = estimate(items)
    calibration = Calibration.of(e.score[1:], 0, len(items) - 1)
    return float(e.score[0]) / calibration.bound(), [x.code for x in doubts_of(items, minimum)(e, calibration)]


BEGINS = tuple(range(100, 2100, 100))


def test_a_strong_cut_is_seen_and_none_is_not() -> None:
    for after, low, high, codes in ((0.02, -math.inf, -1.0, []), (1.0, -1.0, 1.0, ["cut_unseen"])):
        own, other = heard("A", BEGINS, 5, after), heard("B", BEGINS, 6)
        items, notes = place([own, other], 0, 102, 12, "peak", [])
        assert notes == []
        assert (items.rule, items.hours, len(items)) == ("from_peak", 0, 40)
        ratio, said = told(items)
        assert low < ratio < high
        assert said == codes


def test_more_than_elsewhere_is_never_laid_at_its_door() -> None:
    items, _ = place([heard("A", BEGINS, 5, 8.0), heard("B", BEGINS, 6)], 0, 102, 12, "peak", [])
    assert told(items)[1] == ["grew_after"]


def test_where_other_surges_are_taken() -> None:
    """A statement in the fullest hour is set beside fullest hours, however it is declared; another, after the alarm."""
    own, other = heard("A", BEGINS, 5), heard("B", BEGINS[:3], 6)
    for column, rule, expected, hours in ((102, "declared", "from_peak", 0), (101, "declared", "from_alarm", 0),
                                          (106, "declared", "from_alarm", 5), (106, "peak", "from_peak", 4)):
        items, notes = place([own, other], 0, column, 12, rule, [])
        assert (items.rule, items.hours) == (expected, hours)
        assert notes == []
        there = 2 if expected == "from_peak" else 1
        assert [int(c) for c in items.columns[-3:]] == [b + there + hours for b in BEGINS[:3]]
    _, notes = place([own, other], 0, 101, 12, "peak", [])
    assert [n.code for n in notes if n.forbids] == ["before_the_peak"]


def test_no_surge_no_answer() -> None:
    own = heard("A", BEGINS, 5)
    for column in (60, 190):  # before any alarm; and in the tail of one, when nothing more is said than usual
        assert "no_surge" in [n.code for n in place([own], 0, column, 12, "declared", [])[1] if n.forbids]
    assert not under_way(own.count, own.usual, 1)
    assert [n.code for n in place([own], 0, 103, 12, "randomised", [])[1]] == ["no_placebo_rule"]


def test_surges_in_which_something_was_done_or_not_observed_are_no_placebos() -> None:
    own, other = heard("A", BEGINS, 5), heard("B", BEGINS, 6)
    whole, _ = place([own, other], 0, 102, 12, "peak", [])
    at = datetime(2025, 1, 6, tzinfo=UTC)
    busy = Action(id="b", kind="post", start=at, units=("B",))
    fewer, _ = place([own, other], 0, 102, 12, "peak", [(busy, other.times[510])])
    assert len(fewer) == len(whole) - 1
    assert 502 not in fewer.columns[fewer.rows == 1]
    other.observed[504] = False
    dark, _ = place([own, other], 0, 102, 12, "peak", [])
    assert len(dark) == len(whole) - 1
    own.observed[104:107] = False
    items, notes = place([own, other], 0, 102, 12, "peak", [])
    assert items.unobserved == pytest.approx(3 / 12)
    assert [n.values for n in notes if n.code == "hours_missing" and n.forbids] == [{"hours": 3}]


def test_an_hour_that_nobody_saw_is_not_calm() -> None:
    """Neither in the window, nor before it, nor past the record's end."""
    own, other = heard("A", BEGINS, 5), heard("B", BEGINS, 6)
    for dark in (102, 110, 100):
        seen = own.observed.copy()
        own.observed[dark] = False
        assert "hours_missing" in [n.code for n in place([own, other], 0, 102, 12, "peak", [])[1] if n.forbids]
        own.observed[:] = seen
    assert not [n for n in place([own, other], 0, 102, 12, "peak", [])[1] if n.code == "hours_missing"]
    late = place([own, other], 0, len(own.count) - 3, 12, "declared", [])[1]
    assert [n.values["hours"] for n in late if n.code == "hours_missing"] == [10]


def test_a_statement_that_did_not_come_alone_is_not_told_apart() -> None:
    """A second post in its window, or the day before; not one of another brand, nor one long past."""
    own, other = heard("A", BEGINS, 5, 0.02), heard("B", BEGINS, 6)
    at = datetime(2025, 1, 6, tzinfo=UTC)
    for hour, units, told_so in ((104, ("A",), True), (85, (), True), (114, ("A",), True), (115, ("A",), False),
                                 (104, ("B",), False), (70, ("A",), False), (9999, ("A",), False)):
        done = (Action(id="post", kind="post", start=at, units=units), own.times[0] + np.timedelta64(hour, "h"))
        notes = place([own, other], 0, 102, 12, "peak", [done])[1]
        assert [n.values for n in notes if n.code == "done_besides" and n.forbids] == [{"actions": ["post"]}] * told_so


def test_surges_at_the_same_time_count_together() -> None:
    items, _ = place([heard("A", BEGINS, 5), heard("B", BEGINS, 6)], 0, 102, 12, "peak", [])
    cluster, source, order = items.labels()
    assert cluster[0] == cluster[list(zip(items.rows, items.columns, strict=True)).index((1, 102))]
    assert len(np.unique(cluster)) == len(BEGINS)
    assert set(source) == {0, 2}
    assert (np.argsort(order) == np.argsort(items.columns)).any()


def test_how_many_statements() -> None:
    """(1.96 + .84) SDs of .5 / log 2: four statements and a bit."""
    assert statements_for(0.5, 0.5) == math.ceil((2.8016 * 0.5 / math.log(2)) ** 2) == 5
    assert statements_for(0.5, 1.0) is None


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    """Of four brands over eight weeks, a surge every five days or so, asked in the fullest hour of one."""
    fitted = _alarms.COPY_MONTHS, _alarms.COPIES_LEAST
    _alarms.COPY_MONTHS, _alarms.COPIES_LEAST = 10.0, 20
    random = np.random.default_rng(11)
    mean = np.full((4, 56 * 24), 12.0)
    begins = np.arange(200, 56 * 24 - 60, 110) + random.integers(0, 40, (4, 10))
    for row, of in zip(mean, begins, strict=True):
        for b in of:
            course = 0.5 ** (np.arange(29) / (4 * random.lognormal(0, 0.4)))
            row[b : b + 30] += 400 * np.concatenate([[0.5], course])
    counts = random.poisson(mean).astype(float)
    peak = begins[0, 6] + int(counts[0, begins[0, 6] : begins[0, 6] + 6].argmax())
    cut = counts.copy()
    cut[0, peak + 1 : peak + 13] = 12 + 0.03 * np.maximum(cut[0, peak + 1 : peak + 13] - 12, 0)
    times = (FIRST + np.arange(counts.shape[1])).astype("datetime64[s]")
    action = Action(id="letter", kind="statement", start=times[peak].item().replace(minute=20), units=("A",),
                    onset_rule="peak")
    question = Statement(action="letter")
    found = {}
    for name, value, units in (("cut", cut, 4), ("same", counts, 4), ("alone", counts, 1)):
        panel = Panel(value[:units], np.ones(value[:units].shape, bool), ("A", "B", "C", "D")[:units], times, "hour",
                      "received", "messages", "sum")
        found[name] = question.judge(question.asked_of(panel, action, [action], "UTC", 1), {})
    _alarms.COPY_MONTHS, _alarms.COPIES_LEAST = fitted
    return found


def test_whole_questions(findings: dict[str, Finding]) -> None:
    assert (findings["cut"].verdict, findings["cut"].answer) == ("seen", "calmed")
    assert findings["cut"].placebo.ran >= LEAST
    assert (findings["cut"].estimate.relative or 0) < -0.7
    assert findings["same"].verdict == "cannot_say"
    assert "cut_unseen" in [x.code for x in findings["same"].limits]
    few = [x for x in findings["alone"].limits if x.code == "few_surges"]
    assert findings["alone"].verdict == "cannot_say"
    assert few[0].values["needed"] == LEAST == 19


def test_the_picture_shows_shares_of_what_would_have_come(findings: dict[str, Finding]) -> None:
    for finding in (findings["cut"], findings["same"]):
        data, e = finding.figure_data, finding.estimate
        assert data is not None
        assert e.value is not None
        assert e.relative is not None
        assert data.real == pytest.approx(e.value)
        shares = data.placebos * e.relative / e.value
        assert shares.min() > -1
        assert np.median(np.abs(shares)) > 0.1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_words(findings: dict[str, Finding], language: str) -> None:
    said = {name: f.sentence(language) for name, f in findings.items()}
    assert len(set(said.values())) == 3
    assert {"en": "less was said", "fr": "de moins"}[language] in said["cut"]
    assert "19" in said["alone"]
    assert all("{" not in text for text in said.values())


STUDY = '''
title = "t"
brand = "b"

[[source]]
name = "m"
path = "m.csv"
table = "series"
measure = "mentions"

[[action]]
id = "letter"
kind = "statement"
start = {start}

[[question]]
kind = "statement"
messages = "mentions"
action = "{action}"
{more}
'''


@pytest.mark.parametrize(("start", "action", "more", "words"), [
    ("2025-01-07", "letter", 'unit = "A"', "a date and time"),
    ("2025-01-07T10:00:00", "lettre", 'unit = "A"', "Did you mean"),
    ("2025-01-07T10:00:00", "letter", "", 'unit = "A"'),
    ("2025-01-07T10:00:00", "letter", 'unit = "C"', "'C'"),
    ("2024-01-07T10:00:00", "letter", 'unit = "A"', "a moment in the record"),
    ("2025-01-07T10:00:00", "letter", 'unit = "A"', "five days"),
])
def test_what_cannot_be_asked(tmp_path: Path, start: str, action: str, more: str, words: str) -> None:
    rows = [f"{FIRST + h}:00:00Z,{u},3" for h in range(72) for u in "AB"]
    (tmp_path / "m.csv").write_text("time,unit,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "study.toml").write_text(STUDY.format(start=start, action=action, more=more), encoding="utf-8")
    with pytest.raises(Exception, match=words) as refused:
        open_study(tmp_path).ask("statement")
    assert isinstance(refused.value, QuestionError) or "mean" in words


def test_a_day_is_no_moment() -> None:
    action = Action(id="a", kind="k", start=date(2025, 1, 7))
    with pytest.raises(QuestionError, match="surge halves in hours"):
        Statement(action="a")._action([action])
