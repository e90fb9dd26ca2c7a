"""Which metrics deserve attention: seeded series whose truth is known, closed forms, and records that cannot tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import binom

from recul import engine
from recul.errors import QuestionError
from recul.estimators._foretelling import foretelling, innovations, shifts
from recul.finding import Finding
from recul.placebo.calibrate import Calibration
from recul.questions._metrics import known_before, reliable
from recul.questions.metrics import Metrics
from recul.record import Record
from recul.study import Study

STUDY = Study(title="T", brand="B", timezone="UTC")
WEEKS = 156


def record(series: dict[str, Any], days: int = 7) -> Record:
    """Series in memory, a value every so many days from a Monday on."""
    rows: dict[str, list[Any]] = {"measure": [], "time": [], "value": []}
    for name, values in series.items():
        for step, value in enumerate(values):
            rows["measure"].append(name)
            rows["time"].append(datetime(2021, 1, 4, tzinfo=UTC) + timedelta(days=days * step))
            rows["value"].append(None if value is None or np.isnan(value) else float(value))
    n = len(rows["measure"])
    table = pa.table({"source": ["s"] * n, "unit": ["B"] * n, "measure": rows["measure"],
                      "time": pa.array(rows["time"], pa.timestamp("us", "UTC")),
                      "value": pa.array(rows["value"], pa.float64()), "value_unit": [""] * n, "aggregate": ["sum"] * n})
    return Record.in_memory({"series": table}, STUDY)


def persistent(rng: np.random.Generator, n: int, memory: float = 0.6) -> np.ndarray:
    told = np.zeros(n)
    noise = rng.standard_normal(n)
    for t in range(1, n):
        told[t] = memory * told[t - 1] + noise[t]
    return told


def led(rng: np.random.Generator, metric: np.ndarray, by: float) -> np.ndarray:
    """An outcome with a season, moved by the metric's surprises of the week before."""
    surprise = np.diff(metric, prepend=0.0)
    season = 3 * np.sin(2 * np.pi * np.arange(len(metric)) / 52.18)
    return 50 + season + persistent(rng, len(metric)) + by * np.concatenate([[0.0], surprise[:-1]])


def ask(held: Record, **keys: Any) -> Finding:
    return engine.answer(Metrics(outcome="sales", **keys), held, seed=1)


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


def test_innovations_are_the_naive_recursive_residuals() -> None:
    """One regression a period, solved anew each time."""
    rng = np.random.default_rng(1)
    known = np.column_stack([np.ones(40), rng.standard_normal((40, 2))])
    series = rng.standard_normal((40, 2))
    told = innovations(series, known)
    for step, t in enumerate(range(8, 40)):
        before = known[:t]
        slope = np.linalg.lstsq(before, series[:t], rcond=None)[0]
        spread = 1 + known[t] @ np.linalg.inv(before.T @ before) @ known[t]
        assert told[step] == pytest.approx((series[t] - known[t] @ slope) / np.sqrt(spread))


def test_what_is_foretold_is_the_naive_walk_forward() -> None:
    rng = np.random.default_rng(2)
    outcome, metric = rng.standard_normal(60), rng.standard_normal((3, 60))
    found = foretelling(outcome, metric)
    for i in range(3):
        told = [(metric[i, :t] @ outcome[:t]) / (metric[i, :t] @ metric[i, :t]) * metric[i, t] for t in range(20, 60)]
        came = outcome[20:]
        assert found.value[i] == pytest.approx(np.dot(told, came) / np.linalg.norm(told) / np.linalg.norm(came))
        assert found.gain[i] == pytest.approx(1 - ((came - told) ** 2).sum() / (came**2).sum())


def test_copies_are_the_same_values_somewhere_else() -> None:
    found = shifts(50, 999, 1)
    assert len(found) == 2 * 43
    assert all(sorted(row) == list(range(50)) for row in found)
    assert len({tuple(row) for row in found}) == len(found)
    assert (found != np.arange(50)).any(axis=1).all()


def pair(rng: np.random.Generator, kind: str) -> tuple[np.ndarray, np.ndarray]:
    if kind == "walk":
        return rng.standard_normal(WEEKS).cumsum(), rng.standard_normal(WEEKS).cumsum()
    if kind == "loud together":
        loud = np.exp(0.5 * persistent(rng, WEEKS, 0.9))
        return loud * rng.standard_normal(WEEKS), loud * rng.standard_normal(WEEKS)
    season = 4 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18) * (kind == "season")
    return season + persistent(rng, WEEKS), season + persistent(rng, WEEKS)


@pytest.mark.parametrize("kind", ["persistent", "walk", "season", "loud together"])
def test_what_foretells_nothing_is_seldom_seen(kind: str) -> None:
    """No more than .05 would give 999 times in 1,000."""
    asked, seen = 60, 0
    for seed in range(asked):
        one, other = pair(np.random.default_rng([seed, 4]), kind)
        known = known_before(one, "week")
        told = innovations(np.column_stack([one[2:], other[1:-1]]), known[1:-1])
        own = told[:, 1]
        found = foretelling(told[:, 0], np.concatenate([own[None], own[shifts(len(own), 199, seed)]]))
        z = found.value / found.scale
        seen += abs(z[0]) > Calibration.of(z[1:], 0, len(z) - 1).bound()
    assert seen <= binom.ppf(0.999, asked, 0.05)


def test_a_metric_that_foretells_is_found_among_others() -> None:
    rng = np.random.default_rng(6)
    useful = persistent(rng, WEEKS)
    others = {f"vain {i}": 20 + persistent(rng, WEEKS) for i in range(3)}
    found = ask(record({"sales": led(rng, useful, 1.2), "useful": 20 + useful, **others}))
    assert (found.verdict, found.answer) == ("seen", "foretells")
    facts = {name: value for name, _, value in found.design.facts}
    assert (facts["metric"], facts["metrics"]) == ("useful", 4)
    (table,) = found.tables
    verdicts = {row[0]: row[1] for row in table.rows}
    assert verdicts["useful"] == "metric_foretells"
    assert all(verdicts[name] != "metric_foretells" for name in others)
    assert "useful" in found.sentence("en")
    assert "useful" in found.sentence("fr")


def test_scaling_and_naming_change_nothing() -> None:
    rng = np.random.default_rng(7)
    useful = persistent(rng, WEEKS)
    sales = led(rng, useful, 0.8)
    first = ask(record({"sales": sales, "m": 20 + useful}))
    again = ask(record({"sales": 1000 * sales + 5, "other": 3 * useful}))
    assert again.estimate.value == pytest.approx(first.estimate.value)
    assert (again.verdict, again.estimate.p) == (first.verdict, first.estimate.p)


def test_reliability_is_that_of_the_closed_form() -> None:
    """Halves = signal / 2 + noise of variance v each: the sum has signal variance s², noise 2v."""
    rng = np.random.default_rng(8)
    signal, noise = 100 + 3 * rng.standard_normal(4000), rng.standard_normal((2, 4000))
    share, floor = reliable(signal / 2 + noise)
    assert share == pytest.approx(9 / 11, abs=0.02)
    assert floor == pytest.approx(1.96 * np.sqrt(2) * np.sqrt(2) / 100, rel=0.05)


def test_days_tell_how_noisy_a_week_is() -> None:
    rng = np.random.default_rng(9)
    days = WEEKS * 7
    steady = rng.poisson(400, days)
    found = ask(record({"sales": rng.poisson(900, days), "posts": steady}, days=1))
    (row,) = found.tables[0].rows
    assert row[5] < 0.2  # nothing but Poisson noise
    assert row[6] == pytest.approx(1.96 * np.sqrt(2) / np.sqrt(2800), rel=0.2)


@pytest.mark.parametrize(("series", "code"), [
    ({"m": np.full(WEEKS, 3.0)}, "metric_constant"),
    ({"m": np.where(np.arange(WEEKS) % 4 == 0, np.nan, np.arange(WEEKS) ** 1.5)}, "metric_unobserved"),
    ({"m": np.arange(80) ** 1.5}, "year_untold"),
])
def test_what_cannot_be_asked_is_said(series: dict[str, Any], code: str) -> None:
    rng = np.random.default_rng(10)
    found = ask(record({"sales": 50 + persistent(rng, WEEKS), **series}))
    assert found.verdict == "cannot_say"
    assert code in codes(found)


def test_mistakes_say_what_to_write() -> None:
    held = record({"sales": np.arange(WEEKS) + 0.5})
    with pytest.raises(QuestionError, match="no measure but the outcome"):
        ask(held)
    with pytest.raises(QuestionError) as told:
        ask(held, metrics=("liks", "reech"))
    assert len(told.value.mistakes) == 2
    with pytest.raises(QuestionError, match="the outcome itself"):
        ask(held, metrics=("sales",))
