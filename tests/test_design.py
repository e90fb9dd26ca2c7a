"""The arithmetic of a design: blocks, past tests, power, and what it writes. Truth from naive versions of the same."""

from __future__ import annotations

import math
import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from design_world import PAST, TODAY
from design_world import values as every_week
from recul.designs import declared, held, ical
from recul.designs.asked import Asked
from recul.designs.blocks import ENOUGH, blocks_of, units_needed
from recul.designs.markets import markets
from recul.designs.past import past_tests, periods_needed, starts_of, stretch_of
from recul.designs.plan import Choice, Plan, advised, change, shift_of
from recul.designs.power import PastTest, Power, leave_one_out, power_of, strata_of
from recul.designs.record import Past, past_of
from recul.designs.spells import Spells, spells_case, spells_panel
from recul.designs.weeks import weeks
from recul.errors import QuestionError, StudyError
from recul.estimators import run
from recul.estimators.experiment import adjusted
from recul.panel import Panel
from recul.placebo.assign import assignments
from recul.placebo.calibrate import Calibration
from recul.placebo.draw import Pool, Touch
from recul.questions.effect import Effect
from recul.scale import onto


def values(units: int, seed: int = 1, noise: float = 0.04) -> np.ndarray:
    """What is known before the test."""
    return every_week(units, seed, noise)[:, :PAST]


MONDAY = np.datetime64("2024-01-01", "s")
TRUE_SHIFT = 0.1056  # of the world below: 80 % seen, over 200,000 stretches


def panel_of(value: np.ndarray, observed: np.ndarray | None = None) -> Panel:
    seen = np.ones(value.shape, bool) if observed is None else observed
    times = MONDAY + np.arange(value.shape[1]) * np.timedelta64(7 * 86400, "s")
    return Panel(np.where(seen, value, np.nan), seen, tuple(f"u{i:02d}" for i in range(len(value))), times, "week",
                 "sales", "EUR")


def asked_of(**more: object) -> Asked:
    return replace(Asked("sales", TODAY, weeks=4, lengths=(4,), withdraw=True), **more).checked()  # type: ignore[arg-type]


@given(st.integers(2, 60), st.data())
@settings(max_examples=150, deadline=None)
def test_blocks_hold_everyone_once_and_draw_what_was_asked(n: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, n - 1))
    level = np.random.default_rng(n).permutation(n).astype(float)
    blocks = blocks_of(level, count)
    assert sorted(i for block in blocks.members for i in block) == list(range(n))
    assert blocks.drawn == count
    assert all(0 < k < len(block) for block, k in zip(blocks.members, blocks.count, strict=True))
    means = [level[list(block)] for block in blocks.members]
    assert all(a.max() < b.min() for a, b in pairwise(means)), "blocks are runs of the order"
    drawn = blocks.draw(np.random.default_rng(1))
    assert len(drawn) == count
    assert [len(set(drawn) & set(block)) for block in blocks.members] == list(blocks.count)
    assert len(blocks.members) == 1 or assignments(blocks.first()) >= ENOUGH


@pytest.mark.parametrize(("share", "needed"), [(0.5, 7), (0.25, 7), (0.1, 15)])
def test_the_number_of_units_needed_is_the_first_that_may(share: float, needed: int) -> None:
    """By counting: n choose k of at least 20, or 40 where half are drawn."""
    may = [n for n in range(3, 60) if 0 < (k := math.floor(share * n + 0.5)) < n
           and math.comb(n, k) >= (40 if 2 * k == n else 20)]
    assert units_needed(share) == may[0] == needed


def test_a_past_test_is_what_the_estimator_says_of_it() -> None:
    """Estimate and error of each past draw, against the estimator asked of the panel itself."""
    panel = panel_of(values(14))
    plan = stretch_of(80, 4, 0.5)
    assert plan
    tests = past_tests(panel, Pool(tuple(range(14))), plan, "log")
    starts = starts_of(80, plan)
    assert len(tests) == len(starts) > 3
    logs = replace(panel, value=onto(panel.value, "log"))
    for test, start in zip(tests, starts, strict=True):
        case = replace(test.case, start=start)
        found = run("experiment", logs, [case])
        weight, variance = adjusted(test.y, test.x, np.isin(np.arange(14), case.units)[None], strata_of(test))
        assert found.value[0] == pytest.approx(float((weight @ test.y)[0]), abs=1e-12)
        assert found.scale[0] == pytest.approx(math.sqrt(variance[0]), rel=1e-9)


def test_each_draw_is_judged_by_the_bound_of_all_others() -> None:
    random = np.random.default_rng(3)
    for n in (20, 21, 64, 400):
        size = np.abs(random.standard_t(4, n))
        naive = [Calibration.of(np.delete(size, i), 0, n - 1, exact=True).bound() for i in range(n)]
        np.testing.assert_allclose(leave_one_out(size), naive)


@pytest.mark.parametrize("kind", ["units", "pairs"])
def test_power_is_what_a_plain_count_finds(kind: str) -> None:
    """Every draw of a small lottery, shifted, against the bound of all the others: a loop, no shortcut. Read off the
    bounds of other draws, which know nothing of a draw's mirror image, .70 of six pairs were seen where .80 were
    promised."""
    random = np.random.default_rng(5)
    n = 8 if kind == "units" else 12
    every = np.array([m for m in np.array(np.meshgrid(*[[0, 1]] * n)).T.reshape(-1, n) if m.sum() == n // 2], bool)
    if kind == "units":
        case = blocks_of(np.arange(8.0), 4).first(4, 4, 4)
    else:
        case = spells_case(Spells(tuple(range(n)), 1, 0), tuple(range(0, n, 2)))
        every = every[(every[:, ::2] != every[:, 1::2]).all(axis=1)]
    tests = [PastTest(random.standard_normal(n), random.standard_normal(n), case) for _ in range(6)]
    found = power_of(tests, 1)
    shift = found.detectable()
    assert shift
    for tried in (3, 7):
        seen = []
        for test in tests:
            for i, arm in enumerate(every):
                for way in (1, -1):
                    y = test.y + way * found.shift[tried] * arm
                    weight, variance = adjusted(y, test.x, every, strata_of(test))
                    z = np.round((weight @ y) / np.sqrt(variance), 9)  # mirror images differ by rounding only
                    seen.append(abs(z[i]) > Calibration.of(np.delete(z, i), 0, len(z) - 1, exact=True).bound())
        assert found.power[:, tried].mean() == pytest.approx(np.mean(seen), abs=1e-3)
    assert found.at(shift) == pytest.approx(0.8)
    low, high = found.interval(1, 6)
    assert low is not None
    assert high is not None
    assert low < shift < high
    assert found.of == 6 * len(every)
    assert found.false <= 0.05 * found.of


def test_several_outcomes_at_once_are_each_by_itself() -> None:
    """The power of small lotteries asks the estimator for many outcomes in one call."""
    random = np.random.default_rng(6)
    y, x = random.standard_normal((3, 20)), random.standard_normal(20)
    draws = np.array([random.permutation(20) < 10 for _ in range(7)])
    halves = [np.arange(10), np.arange(10, 20)]
    for strata in ([np.arange(20)], halves):
        weight, variance = adjusted(y, x, draws, strata)
        for one, of_one in zip(y, variance, strict=True):
            alone = adjusted(one, x, draws, strata)
            np.testing.assert_allclose(weight, alone[0], rtol=1e-12)
            np.testing.assert_allclose(of_one, alone[1], rtol=1e-12)


@pytest.mark.parametrize("apart", [3, 6, 16])
def test_the_interval_of_a_promise_holds_where_stretches_overlap(apart: int) -> None:
    """Sixteen stretches that share their noise with their neighbours, as those of a short past do."""
    random, shift = np.random.default_rng(7), np.linspace(0, 0.2, 41)
    width, held = -(-16 // apart), 0
    for seed in range(150):
        noise = np.convolve(random.standard_normal(16 + width - 1), np.ones(width) / math.sqrt(width), "valid")
        seen = 1 / (1 + np.exp(-(shift - 0.08 * np.exp(0.15 * noise)[:, None]) / 0.016))
        low, high = Power(shift, seen, 0, 1).interval(seed, apart)
        assert low is not None
        held += low <= TRUE_SHIFT <= (math.inf if high is None else high)
    assert held >= 0.8 * 150  # without: 62, 97 and 132; with: 128, 126 and 136


def test_the_promise_grows_with_noise_and_shrinks_with_units() -> None:
    found = {}
    for units, noise in ((20, 0.04), (20, 0.08), (40, 0.04)):
        plan = markets(past_of(panel_of(values(units, noise=noise)), (), asked_of()), asked_of())
        assert plan.chosen
        found[units, noise] = plan.chosen.detectable or math.inf
    assert found[20, 0.08] > 1.6 * found[20, 0.04]
    assert found[40, 0.04] < 0.85 * found[20, 0.04]


def test_shift_and_change_are_inverse() -> None:
    for falls in (True, False):
        for share in (0.001, 0.05, 0.6):
            assert change(shift_of(share, falls), falls) == pytest.approx(share)
    assert change(None, True) is None


def test_the_cheapest_that_sees_enough_is_advised() -> None:
    def choice(weeks: int, held: int, detectable: float | None) -> Choice:
        return Choice(weeks, held / 20, held, 20, detectable, None, None, None, None, 9, 9)

    choices = (choice(2, 10, 0.06), choice(4, 5, 0.05), choice(4, 10, 0.04), choice(8, 10, 0.03), choice(1, 5, None))
    assert advised(choices, 0.05, None) is choices[1]
    assert advised(choices, 0.03, None) is choices[3]
    assert advised(choices, 0.01, None) is choices[3], "none sees it: the one that sees the smallest"
    assert advised(choices, 0.05, 2) is choices[0]
    assert advised(choices, 0.05, 1) is None


def test_the_past_that_actions_touched_is_left_out() -> None:
    panel = panel_of(values(20))
    plan = stretch_of(80, 4, 0.5)
    assert plan
    touched = Pool(tuple(range(20)), (), (Touch("sale", (0, 1), 70, 71),))
    sizes = {start: len(test.y) for start, test in
             zip(starts_of(80, plan), past_tests(panel, touched, plan, "log"), strict=True)}
    for start, size in sizes.items():  # the window itself, and as long before it
        assert size == (18 if start - 4 <= 71 and start + 3 >= 70 else 20), start
    found = markets(past_of(panel, touched.touches, asked_of()), asked_of())
    assert "units_touched" in {limit.code for limit in found.limits}


def test_an_action_too_near_the_test_is_told_of_as_the_question_will() -> None:
    """On the treated units, less than a window before it: Effect's own rule refuses; a window away it does not."""
    panel = panel_of(values(20))
    for ended, near in ((79, True), (70, False)):
        touch = Touch("sale", tuple(range(20)), ended - 1, ended)
        found = markets(past_of(panel, (touch,), asked_of()), asked_of())
        assert ("under_way" in {limit.code for limit in found.limits}) == near
        first = 80 + (found.start - TODAY).days // 7 if found.start else 0
        case = blocks_of(np.arange(20.0), 10).first(first, 4, 40)
        asked = Effect(outcome="sales", action="test")
        said = asked._notes(panel_of(every_week(20)), case, Pool((), (), (touch,)), True)
        assert ("overlapping_actions" in {limit.code for limit in said}) == near


def test_units_with_gaps_at_the_end_or_zeros_are_not_drawn() -> None:
    value = values(20)
    value[3, 40] = 0.0
    observed = np.ones(value.shape, bool)
    observed[5, 78:] = False
    observed[6, 10] = False  # long ago: no matter
    found = markets(past_of(panel_of(value, observed), (), asked_of()), asked_of())
    limits = {limit.code: limit.values for limit in found.limits}
    assert limits["units_with_zeros"]["units"] == ["u03"]
    assert limits["units_left_out"]["units"] == ["u05"]
    assert not {"u03", "u05"} & {*found.drawn, *found.others}
    assert len(found.drawn) + len(found.others) == 18


@pytest.mark.parametrize("by", ["units", "weeks"])
def test_where_every_unit_has_zeros_that_is_said(by: str) -> None:
    value = values(20)
    value[:, 40] = 0.0
    asked = asked_of(by=by, weeks=None)
    past = past_of(panel_of(value), (), asked)
    with pytest.raises(QuestionError, match="20 with values of zero or below"):
        (markets if by == "units" else weeks)(past, asked)


def test_few_units_are_refused_with_the_number_needed() -> None:
    found = markets(past_of(panel_of(values(5)), (), asked_of(shares=(0.5,))), asked_of(shares=(0.5,)))
    assert found.chosen is None
    assert not found.possible
    (limit,) = [limit for limit in found.limits if limit.forbids]
    assert (limit.code, limit.values) == ("few_units", {"units": 5, "needed": 7})


def test_one_giant_is_told_of() -> None:
    value = values(20)
    value[0] *= 60
    found = markets(past_of(panel_of(value), (), asked_of()), asked_of())
    (limit,) = [limit for limit in found.limits if limit.code == "unequal_units"]
    assert limit.values["ratio"] > 20


@pytest.mark.parametrize(("more", "where"), [
    ({"shares": (0.01,)}, "--share"), ({"weeks": 30, "lengths": (30,)}, "--weeks")])
def test_what_cannot_be_planned_is_refused(more: dict[str, object], where: str) -> None:
    asked = asked_of(**more)
    with pytest.raises(QuestionError) as caught:
        markets(past_of(panel_of(values(20)), (), asked), asked)
    assert caught.value.mistakes[0].where == where
    assert periods_needed(30) == 120


@pytest.mark.parametrize(("more", "found"), [
    ({"shares": (1.5,)}, "--share"), ({"shares": (0.5, 0.5)}, "--share"), ({"weeks": 0}, "--weeks"),
    ({"expected": 5.0}, "--expected-effect"), ({"minimum": 0.0}, "--minimum-effect"),
    ({"cost": -1.0}, "--cost-per-unit-week"), ({"cost": math.nan}, "--cost-per-unit-week"),
    ({"cost": math.inf}, "--cost-per-unit-week"), ({"cost": 1e308}, "--cost-per-unit-week"),
    ({"start": date(9999, 12, 27)}, "--start"),
    ({"currency": "euro"}, "--currency"), ({"id": "a\nb"}, "--id"),
    ({"seed": -1}, "--seed"), ({"units": ("a", "a")}, "--units"), ({"start": TODAY}, "--start"),
    ({"spell": 0}, "--spell"), ({"start": date(2001, 1, 1)}, "--start")])
def test_wrong_options_are_named(more: dict[str, object], found: str) -> None:
    with pytest.raises(QuestionError) as caught:
        asked_of(**more)
    assert [m.where for m in caught.value.mistakes] == [found]


def test_every_wrong_option_is_named_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        asked_of(shares=(2.0,), weeks=-1, cost=-3.0, start=date(2020, 1, 1))
    assert [m.where for m in caught.value.mistakes] == ["--share", "--weeks", "--cost-per-unit-week", "--start"]


def test_a_start_within_a_week_of_the_record_is_refused() -> None:
    past = past_of(panel_of(values(20)), (), asked_of())
    good = past.begin(asked_of())
    assert good.weekday() == 0
    assert (good - TODAY).days >= 7
    with pytest.raises(QuestionError, match="a day on which its weeks begin"):
        past.begin(replace(asked_of(), start=date(2025, 9, 3)))


def test_the_same_seed_gives_the_same_plan_and_another_another_draw() -> None:
    past = past_of(panel_of(values(20)), (), asked_of())
    one, two, other = (markets(past, asked_of(seed=s)) for s in (1, 1, 2))
    assert declared.toml_of(one) == declared.toml_of(two)
    assert one.choices == two.choices
    assert one.drawn != other.drawn


# --- switchback --------------------------------------------------------------------------------------------------


def series_panel(seed: int = 2, noise: float = 0.03) -> Panel:
    return panel_of(every_week(1, seed, noise))


def test_a_switchbacks_estimate_is_the_mean_of_its_pairs() -> None:
    """Within pairs the experiment is the paired t: mean and error of the pairs' own differences."""
    panel = series_panel()
    spells = Spells(tuple(range(20, 44, 2)), 2, 1)
    laid = spells_panel(panel, (0,), spells)
    off = (0, 3, 4, 7, 8, 11)
    case = spells_case(spells, off)
    found = run("experiment", replace(laid, value=np.log(laid.value)), [case])
    y = np.log(panel.value[0, np.array(spells.first) + 1])
    pairs = np.array([y[a] - y[b] if a in off else y[b] - y[a] for a, b in spells.pairs])
    assert found.value[0] == pytest.approx(pairs.mean(), abs=1e-12)
    assert found.scale[0] == pytest.approx(pairs.std(ddof=1) / math.sqrt(len(pairs)), rel=1e-9)


def test_weeks_are_drawn_within_pairs() -> None:
    asked = replace(asked_of(by="weeks"), weeks=16)
    plan = weeks(past_of(series_panel(), (), asked), asked)
    assert plan.chosen
    assert len(plan.spells) == 16
    for a, b in zip(plan.spells[::2], plan.spells[1::2], strict=True):
        assert a[2] != b[2]
        assert (b[0] - a[0]).days == 7
    assert [a["kind"] for a in plan.actions] == ["off" if off else "on" for _, _, off in plan.spells]
    assert {limit.code for limit in plan.limits} <= {"no_washout", "underpowered"}


def test_too_few_pairs_are_refused_with_the_number_needed() -> None:
    asked = replace(asked_of(by="weeks"), weeks=8)
    plan = weeks(past_of(series_panel(), (), asked), asked)
    (limit,) = [limit for limit in plan.limits if limit.forbids]
    assert limit.values == {"pairs": 4, "needed": 6, "weeks": 12}
    assert plan.chosen is None


def test_one_unit_is_offered_weeks() -> None:
    with pytest.raises(QuestionError, match="--by weeks"):
        markets(past_of(series_panel(), (), asked_of()), asked_of())


def test_a_past_too_short_for_a_switchback_is_refused() -> None:
    asked = replace(asked_of(by="weeks"), weeks=16)
    past = past_of(panel_of(values(1)[:, :30]), (), asked)
    with pytest.raises(QuestionError, match="a past of 48 weeks"):
        weeks(past, asked)


# --- what is written ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plan() -> Plan:
    return markets(past_of(panel_of(values(20)), (), asked_of()), asked_of())


def test_the_toml_reads_back(plan: Plan) -> None:
    raw = tomllib.loads(declared.toml_of(plan))
    (action,), (question,) = raw["action"], raw["question"]
    assert action["onset_rule"] == "randomised"
    assert sorted(u for block in action["blocks"] for u in block) == sorted((*plan.drawn, *plan.others))
    assert action["units"] == list(plan.drawn)
    assert question["controls"] == list(plan.others)
    assert (action["start"], action["end"]) == (plan.start, plan.end)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_name_survives_the_toml(names: list[str]) -> None:
    text = declared.tables("action", ({"id": "x", "units": names, "blocks": [names]},))
    (action,) = tomllib.loads(text)["action"]
    assert action == {"id": "x", "units": names, "blocks": [names]}


STUDY = 'title = "t"\nbrand = "b"\n\n[[source]]\nname = "s"\npath = "s.csv"\ntable = "series"\nmeasure = "sales"\n'


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_action_is_added_and_nothing_else_changed(plan: Plan, ends: str, tmp_path: Path) -> None:
    old = STUDY.replace("\n", ends).encode()
    (tmp_path / "study.toml").write_bytes(old)
    (tmp_path / "s.csv").write_text("unit,time,value\n")
    declared.add(plan, tmp_path)
    new = (tmp_path / "study.toml").read_bytes()
    assert new.startswith(old)
    assert (b"\r\n" in new) == (ends == "\r\n")
    assert new.count(b"\n") == new.count(ends.encode())
    raw = tomllib.loads(new.decode())
    assert raw["action"][0]["id"] == "test"
    assert "question" not in raw
    assert b"# [[question]]" in new
    with pytest.raises(StudyError, match="already the id"):
        declared.add(plan, tmp_path)
    assert (tmp_path / "study.toml").read_bytes() == new
    assert sorted(p.name for p in tmp_path.iterdir()) == ["s.csv", "study.toml"]


def test_the_mark_the_rights_and_the_link_of_a_study_stay(plan: Plan, tmp_path: Path) -> None:
    """A byte order mark as Windows writes it, a file for its owner only, and a link to where it really lies."""
    old, there = b"\xef\xbb\xbf" + STUDY.encode(), tmp_path / "kept.toml"
    there.write_bytes(old)
    there.chmod(0o600)
    (tmp_path / "study.toml").symlink_to(there)
    (tmp_path / "s.csv").write_text("unit,time,value\n")
    declared.add(plan, tmp_path)
    assert (tmp_path / "study.toml").is_symlink()
    assert there.read_bytes().startswith(old)
    assert there.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(there.read_text(encoding="utf-8-sig"))["action"][0]["id"] == "test"


def test_a_study_that_takes_no_action_at_its_end_is_left_alone(plan: Plan, tmp_path: Path) -> None:
    old = 'action = [{ id = "a", kind = "b", start = 2024-01-01 }]\n' + STUDY
    (tmp_path / "study.toml").write_text(old)
    with pytest.raises(StudyError, match="Paste the action yourself"):
        declared.add(plan, tmp_path)
    assert (tmp_path / "study.toml").read_text() == old


def unfolded(raw: bytes) -> list[str]:
    """RFC 5545 read as it is written: CRLF, and a space or tab that continues a line."""
    assert raw.endswith(b"\r\n")
    lines = raw[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
    return raw[:-2].replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_calendar_keeps_any_text(text: str) -> None:
    entry = ical.Entry(date(2026, 1, 5), date(2026, 2, 1), text, "é" * 200)
    lines = unfolded(ical.calendar([entry], date(2026, 1, 1), "x"))
    (said,) = [line[8:] for line in lines if line.startswith("SUMMARY:")]
    back, i = "", 0
    while i < len(said):
        if said[i] == "\\":
            back += {"n": "\n"}.get(said[i + 1], said[i + 1])
            i += 2
        else:
            assert said[i] not in ";,"
            back += said[i]
            i += 1
    lined = text.replace("\r\n", "\n").replace("\r", "\n")
    wanted = "".join(c for c in lined if (c >= " " and c != "\x7f") or c == "\n")
    assert back == wanted
    assert "DTSTART;VALUE=DATE:20260105" in lines
    assert "DTEND;VALUE=DATE:20260202" in lines, "the end is excluded"
    assert "DTSTAMP:20260101T000000Z" in lines


def test_every_entry_of_a_calendar_has_its_own_uid() -> None:
    entries = [ical.Entry(date(2026, 1, 5), date(2026, 1, 11), "off", "")] * 3
    lines = unfolded(ical.calendar(entries, date(2026, 1, 1), "x"))
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == 3
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert unfolded(ical.calendar(entries, date(2026, 1, 1), "x")) == lines


@pytest.mark.parametrize("share", [0.5, 0.25, 0.3])
def test_coins_hold_the_share_in_every_ten(share: float) -> None:
    drawn = held.coins(207, share, 1)
    assert len(drawn) == 207
    for k in range(0, 200, 20):
        assert abs(sum(drawn[k : k + 20]) - 20 * share) <= 1
    assert held.coins(207, share, 1) == drawn != held.coins(207, share, 2)
    assert any(drawn[k : k + 10] != drawn[:10] for k in range(10, 200, 10))


def test_how_many_conversations_it_takes() -> None:
    """Cohen's (1988) table: d = .5, two equal groups, two-sided 5 %, power .8: 64 a group, 63 by the normal."""
    assert held.needed_for(0.5, 1.0, 0.5) == pytest.approx(2 * 62.79, rel=1e-3)


def test_past_holds_the_days_it_ends_on() -> None:
    past: Past = past_of(panel_of(values(20)), (), asked_of())
    assert past.ends == ("2024-01-01", "2025-07-13")
