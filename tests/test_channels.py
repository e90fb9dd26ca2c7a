"""What each channel brings: asked of brands whose truth is known, and of records that cannot tell."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from scipy.stats import binom

from recul import engine
from recul.errors import QuestionError, StudyError
from recul.finding import Design, Finding
from recul.questions import _lifts
from recul.questions._lifts import _read
from recul.questions._spend import Weeks
from recul.questions.channels import Channels
from recul.questions.effect import Effect
from recul.record import Record
from recul.study import Action, Costs, Study
from recul.worlds import channel_files
from recul.worlds.channels import NAMES, Budget, MixWorld, draw

Rows = list[list[str]]
QUESTION = Channels(outcome="sales", channels={name: f"{name} spend" for name in NAMES})
HEAD = 'title = "Mix"\nbrand = "Brindelune"\nlanguage = "en"\ntimezone = "Europe/Paris"\nseed = 7\n'


def weeks_of(world: MixWorld, seed: int) -> Weeks:
    drawn = draw(world, seed)
    return Weeks(NAMES, drawn.times, drawn.sales, drawn.spend, np.zeros((0, world.weeks)), "sales", "€", ("€",) * 6)


def ask(weeks: Weeks, question: Channels = QUESTION, draws: int = 99) -> Finding:
    return question.judge(question.asked_of(weeks, 3, draws=draws), engine.provenance(None))


def codes(finding: Finding) -> set[str]:
    return {limit.code for limit in finding.limits}


def seen(budget: Budget, seeds: range, community: float = 0.0) -> list[Finding]:
    return [ask(weeks_of(MixWorld(budget=budget, community=community), seed), draws=39) for seed in seeds]


@pytest.mark.parametrize("budget", ["christmas", "last_year"])
def test_work_that_does_nothing_is_rarely_credited_whatever_its_budget_follows(budget: Budget) -> None:
    """No more than .05 would give 999 times in 1,000."""
    found = seen(budget, range(6))
    assert sum(f.verdict == "seen" for f in found) <= binom.ppf(0.999, len(found), 0.05)


def test_work_that_brings_a_tenth_is_seen_and_its_interval_holds_it() -> None:
    found = seen("free", range(5), community=0.10)
    assert sum(f.verdict == "seen" for f in found) >= 4
    held = [f.estimate.low <= 10 <= f.estimate.high for f in found if f.estimate.low is not None]
    assert sum(held) >= len(held) - 1


def test_a_budget_that_follows_recent_sales_is_refused() -> None:
    found = seen("recent", range(4))
    assert sum("spend_follows" in codes(f) for f in found) >= 3
    assert all(f.verdict != "seen" for f in found)


@pytest.fixture(scope="module")
def weeks() -> Weeks:
    return weeks_of(MixWorld(community=0.10), 5)


def test_a_twin_is_named_and_what_both_bring_is_told(weeks: Weeks) -> None:
    spend = weeks.spend.copy()
    spend[1] = spend[5] * 40
    finding = ask(replace(weeks, spend=spend))
    (limit,) = [limit for limit in finding.limits if limit.code == "channels_alike"]
    assert finding.verdict == "cannot_say"
    assert set(limit.values["names"]) == {"community", "search"}
    (pairs,) = [t for t in finding.tables if t.code == "pairs"]
    ((pair, _, value, low, high),) = pairs.rows
    assert set(pair) == {"community", "search"}
    assert low < value < high
    assert low < draw(MixWorld(community=0.10), 5).contribution[[5]].sum() < high


@pytest.mark.parametrize("value", [0.0, 7.0, -3.0])
def test_an_outcome_that_does_not_vary_is_refused(weeks: Weeks, value: float) -> None:
    """It was a traceback at zero, and "brings nothing" to the last decimal anywhere else."""
    finding = ask(replace(weeks, outcome=np.full(len(weeks.outcome), value)), draws=19)
    assert finding.verdict == "cannot_say"
    assert "outcome_constant" in codes(finding)
    assert finding.sentence("fr")


def changed(weeks: Weeks, channel: str, change: Callable[[np.ndarray], None]) -> Finding:
    spend = weeks.spend.copy()
    change(spend[weeks.names.index(channel)])
    return ask(replace(weeks, spend=spend), draws=19)


def put(value: float, at: object = slice(None)) -> Callable[[np.ndarray], None]:
    def change(row: np.ndarray) -> None:
        row[at] = value  # type: ignore[index]

    return change


@pytest.mark.parametrize(("channel", "change", "code"), [
    ("community", put(3.0), "spend_constant"), ("community", put(0.0), "spend_constant"),
    ("tv", put(-1.0, 7), "spend_negative"), ("community", put(-1.0, 7), "spend_negative"),
    ("tv", put(float("nan"), slice(20, 23)), "spend_gaps")])
def test_what_cannot_be_fitted_is_refused_by_name(weeks: Weeks, channel: str, change: Callable[[np.ndarray], None],
                                                  code: str) -> None:
    finding = changed(weeks, channel, change)
    (limit,) = [limit for limit in finding.limits if limit.code == code]
    assert finding.verdict == "cannot_say"
    assert finding.estimate.value is None
    assert limit.forbids
    assert limit.values["channel"] == channel
    assert channel in finding.sentence("en")


def test_another_channel_that_never_changes_is_left_out_and_said(weeks: Weeks) -> None:
    finding = changed(weeks, "radio", put(0.0))
    (limit,) = [limit for limit in finding.limits if limit.code == "channels_constant"]
    assert not limit.forbids
    assert limit.values["names"] == ["radio"]
    assert finding.estimate.value is not None
    (mix,) = [t for t in finding.tables if t.code == "mix"]
    assert ("radio", *[None] * 6, "mix_unknown") in mix.rows


def test_less_than_two_years_is_too_little(weeks: Weeks) -> None:
    short = replace(weeks, times=weeks.times[:90], outcome=weeks.outcome[:90], spend=weeks.spend[:, :90],
                    controls=weeks.controls[:, :90])
    assert "few_weeks_mix" in codes(ask(short, draws=19))


def test_weeks_of_the_outcome_that_are_missing_are_left_out_not_filled(weeks: Weeks) -> None:
    few, many = weeks.outcome.copy(), weeks.outcome.copy()
    few[40:44], many[40:60] = np.nan, np.nan
    finding = ask(replace(weeks, outcome=few), draws=39)
    assert finding.estimate.value is not None
    assert finding.estimate.total == pytest.approx(152 * finding.estimate.value)
    assert "outcome_gaps" in codes(ask(replace(weeks, outcome=many), draws=19))


def test_the_same_question_twice_and_in_another_currency(weeks: Weeks) -> None:
    plain, again = ask(weeks, draws=19), ask(weeks, draws=19)
    assert plain.to_json() == again.to_json()
    dear = ask(replace(weeks, outcome=weeks.outcome * 7, spend=weeks.spend * 130), draws=19)
    for name in ("value", "low", "high", "total"):
        assert getattr(dear.estimate, name) == pytest.approx(7 * getattr(plain.estimate, name), rel=1e-6)
    assert dear.estimate.p == pytest.approx(plain.estimate.p, rel=1e-6)
    assert dear.verdict == plain.verdict


@pytest.mark.parametrize(("keys", "where"), [
    ({"channels": {"tv": "a", "search": "b"}}, "focus"), ({"channels": {}}, "channels"),
    ({"channels": {"tv": "a", "community": "a"}}, "channels"), ({"channels": {"tv": "sales"}}, "channels"),
    ({"channels": {"tv": "a"}, "focus": "radio"}, "focus"), ({"channels": {"tv": "a"}, "lift": {"tw": "x"}}, "lift"),
    ({"channels": {"tv": "a"}, "frequency": "day"}, "frequency")])
def test_a_question_that_cannot_be_meant_is_refused(keys: dict[str, object], where: str, tmp_path: Path) -> None:
    raw = {"title": "Mix", "brand": "B", "question": [{"kind": "channels", "outcome": "sales", **keys}]}
    with pytest.raises(StudyError) as told:
        Study.from_dict(raw, tmp_path)
    assert f"question[0].{where}" in {m.where for m in told.value.mistakes}


# -- from files
# ---------------------------------------------------------------------------------------------------------

def study_of(folder: Path, edit: Callable[[Rows], None] | None = None, text: str = "", more: str = "") -> Study:
    """The demo's channels in a folder of their own; edit: of the rows of canaux.csv."""
    channel_files.write(folder, 7)
    if edit:
        path = folder / "canaux.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        edit(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (folder / "study.toml").write_text(HEAD + (text or channel_files.study_toml(7, "en")) + more, encoding="utf-8")
    return Study.load(folder)


def answer(study: Study) -> Finding:
    return engine.answer(study.questions[0], Record.read(study), 7)


def test_the_demo_holds_its_truth_in_both_languages(tmp_path: Path) -> None:
    finding = answer(study_of(tmp_path))
    e = finding.estimate
    assert finding.verdict == "seen"
    assert finding.truth is not None
    assert e.relative_low is not None
    assert e.relative_high is not None
    assert e.relative_low < finding.truth < e.relative_high
    assert finding.sentence("en").startswith("“community” held online sales")
    assert "au-dessus du niveau sans ce canal" in finding.sentence("fr")
    (mix,) = [t for t in finding.tables if t.code == "mix"]
    rows = {row[0]: row for row in mix.rows}
    assert rows["community"][7] == "mix_seen"
    assert rows["radio"][7] == "mix_not_told"
    assert rows["radio"][-1] == 0
    (curve,) = [t for t in finding.tables if t.code == "response_curve"]
    assert {row[0] for row in curve.rows} == {row[0] for row in mix.rows if row[7] == "mix_seen"}
    _, half, same, _, twice, *_ = curve.rows[0]
    assert half < same < twice < 2 * same


def test_a_spend_with_a_currency_sign_is_refused_not_read_as_nothing(tmp_path: Path) -> None:
    def sign(rows: Rows) -> None:
        rows[30][2] = f"€{rows[30][2]}"

    study = study_of(tmp_path, sign)
    finding = answer(study)
    (limit,) = [limit for limit in finding.limits if limit.code == "spend_gaps"]
    assert limit.values == {"channel": "tv", "weeks": 1, "first": "2024-07-22"}
    assert finding.verdict == "cannot_say"


def test_a_week_that_is_missing_is_not_a_week_without_spend(tmp_path: Path) -> None:
    def remove(rows: Rows) -> None:
        rows[50][3] = ""

    finding = answer(study_of(tmp_path, remove))
    assert finding.verdict == "cannot_say"
    assert codes(finding) >= {"spend_gaps"}


def test_weeks_that_begin_on_other_days_are_refused(tmp_path: Path) -> None:
    study = study_of(tmp_path)
    path = tmp_path / "animation.csv"
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *((str(np.datetime64(day) + 1), hours) for day, hours in rows)])
    with pytest.raises(QuestionError, match="another day"):
        answer(study)


def test_a_measure_or_a_test_that_is_not_there_is_named(tmp_path: Path) -> None:
    text = channel_files.study_toml(7, "en")
    (tmp_path / "a").mkdir()
    with pytest.raises(QuestionError, match="tv spent"):
        answer(study_of(tmp_path / "a", text=text.replace('"tv" = "tv spend"', '"tv" = "tv spent"')))
    (tmp_path / "b").mkdir()
    with pytest.raises(QuestionError, match="autumn"):
        answer(study_of(tmp_path / "b", more='lift = { tv = "autumn" }\n'))


def test_a_test_asked_in_the_same_study_moves_its_channel(tmp_path: Path) -> None:
    """Television doubled for eight weeks in three of ten cities, and sales rose there: both readings are shown."""
    rng, weeks, cities = np.random.default_rng(9), 156, [f"City {i}" for i in range(10)]
    days = [str(np.datetime64("2023-01-02") + 7 * t) for t in range(weeks)]
    tv, community = rng.gamma(4.0, 25.0, weeks), rng.gamma(4.0, 5.0, weeks)
    sales = 100 + 2 * rng.standard_normal((weeks, 10)) + 0.05 * tv[:, None]
    tv[120:128] += 120
    sales[120:128, :3] += 20
    with (tmp_path / "sales.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["week", *cities])
        csv.writer(file).writerows([d, *row] for d, row in zip(days, sales.round(3), strict=True))
    with (tmp_path / "spend.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["week", "tv", "sent"], *zip(days, tv, community, strict=True)])
    (tmp_path / "study.toml").write_text(HEAD + '''
[[source]]
name = "sales"
path = "sales.csv"
table = "series"
measure = "sales"
value_unit = "€"
columns = { time = "week" }
units = [''' + ", ".join(f'"{c}"' for c in cities) + ''']
[[source]]
name = "spend"
path = "spend.csv"
table = "series"
value_unit = "€"
unit = "all"
columns = { time = "week" }
measures = { "tv spend" = "tv", "community spend" = "sent" }
[[action]]
id = "spring"
kind = "campaign"
start = 2025-04-21
end = 2025-06-15
units = ["City 0", "City 1", "City 2"]
cost = 960
[[question]]
kind = "effect"
outcome = "sales"
action = "spring"
[[question]]
kind = "channels"
outcome = "sales"
channels = { tv = "tv spend", community = "community spend" }
focus = "tv"
lift = { tv = "spring" }
''', encoding="utf-8")
    study = Study.load(tmp_path)
    effect, mix = engine.answer_all(study, Record.read(study))
    assert effect.verdict == "seen"
    assert effect.estimate.total == pytest.approx(480, abs=60)
    (lifts,) = [t for t in mix.tables if t.code == "lifts"]
    ((channel, test, total, low, high, *parts),) = lifts.rows
    assert (channel, test, total) == ("tv", "spring", effect.estimate.total)
    assert low < total < high
    (prior, prior_low, prior_high, posterior, posterior_low, posterior_high) = parts
    assert posterior_high - posterior_low < prior_high - prior_low
    assert prior_low < prior < prior_high
    assert posterior_low < posterior < posterior_high
    assert "lift_unread" not in codes(mix)


def finding_of(start: str, end: str, frequency: str = "week") -> Finding:
    """An effect of 10 a period, told with an interval."""
    design = Design("structural", "only", "declared", frequency, 8, 80, start, end, ("A",), (), 0.05)
    estimate = SimpleNamespace(value=10.0, low=5.0, high=15.0, total=80.0)
    return cast("Finding", SimpleNamespace(estimate=estimate, design=design))


@pytest.mark.parametrize(("start", "end", "frequency", "held"), [
    (8, 15, "week", (8, 15)), (-2, 5, "week", None), (-9, -2, "week", None), (1, 400, "week", None),
])
def test_a_test_that_lies_in_other_weeks_tells_nothing(weeks: Weeks, start: int, end: int, frequency: str,
                                                       held: tuple[int, int] | None) -> None:
    """What it brought in twelve weeks is not what the spend of the four that are known did."""
    first = weeks.times[0].astype("datetime64[D]")
    found = _read(finding_of(str(first + 7 * start), str(first + 7 * end), frequency),
                  Effect(outcome="sales", action="a"),
                  cast("Record", SimpleNamespace(study=SimpleNamespace(actions=()))), weeks, 0, "a")
    assert (None if found is None else (found.lift.first, found.lift.last)) == held


@pytest.mark.parametrize(("costs", "times"), [
    (Costs(currency="EUR", rates={"USD": 0.5}), 0.5), (Costs(currency="USD", rates={"EUR": 2.0}), 0.5), (None, None)])
def test_a_tests_cost_in_another_currency_needs_a_rate(weeks: Weeks, costs: Costs | None, times: float | None) -> None:
    """What the test took out of the channel's spend is told in the spend's own currency, or not at all."""
    spent = float(weeks.spend[0, 8:16].sum())
    first = weeks.times[0].astype("datetime64[D]")
    action = Action(id="a", kind="k", start=date(2024, 1, 1), cost=spent / 2, currency="USD")
    record = cast("Record", SimpleNamespace(study=SimpleNamespace(actions=(action,), costs=costs)))

    def read() -> _lifts.Test | None:
        return _read(finding_of(str(first + 56), str(first + 105)), Effect(outcome="sales", action="a"), record, weeks,
                     0, "a")

    if times is None:
        with pytest.raises(QuestionError, match="in USD, beside EUR"):
            read()
        return
    found = read()
    assert found is not None
    assert spent - float(found.lift.spared[8:16].sum()) == pytest.approx(times * spent / 2)


def test_a_return_is_not_told_between_two_currencies(weeks: Weeks) -> None:
    finding = ask(replace(weeks, units=("USD", *weeks.units[1:])), draws=39)
    (limit,) = [limit for limit in finding.limits if limit.code == "spend_currency"]
    assert not limit.forbids
    assert limit.values["names"] == [weeks.names[0]]
    (mix,) = [t for t in finding.tables if t.code == "mix"]
    each = {row[0]: row[[c[0] for c in mix.columns].index("each")] for row in mix.rows}
    assert each.pop(weeks.names[0]) is None
    assert None not in each.values()


def test_a_test_by_the_month_is_of_whole_months(weeks: Weeks) -> None:
    month = str(weeks.times[30].astype("datetime64[M]")) + "-01"
    found = _read(finding_of(month, month, "month"), Effect(outcome="sales", action="a"),
                  cast("Record", SimpleNamespace(study=SimpleNamespace(actions=()))), weeks, 0, "a")
    assert found is not None
    assert found.lift.last - found.lift.first >= 4
