"""A randomised experiment against regressions written out, the lottery counted by hand, and public data."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, chisquare
from statsmodels.regression.linear_model import OLS

import recul
from recul.errors import QuestionError
from recul.estimators import experiment
from recul.panel import Case, Panel
from recul.placebo import assign
from recul.placebo.calibrate import Calibration
from recul.questions.effect import Effect
from recul.report.view import placebo_rows
from recul.study import Action
from test_structural import make_panel


def units(n: int, seed: int, periods: int = 30, treated: int = 0, effect: float = 0.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    value = 100 + 20 * random.standard_normal((n, 1)) + 5 * random.standard_normal((n, periods))
    value[:treated, 20:] += effect
    return value


def case(n: int, treated: int, strata: tuple[tuple[int, ...], ...] = ()) -> Case:
    return Case(tuple(range(treated)), tuple(range(treated, n)), 20, 10, 20, "randomised", strata)


def fitted(value: np.ndarray, treated: int, columns: list[np.ndarray]) -> tuple[float, float]:
    """Coefficient of treatment and its HC2 error, from statsmodels."""
    d = (np.arange(len(value)) < treated).astype(float)
    fit = OLS(value[:, 20:].mean(axis=1), np.column_stack([d, *columns])).fit(cov_type="HC2")
    return float(fit.params[0]), float(fit.bse[0])


@pytest.mark.parametrize(("n", "treated"), [(12, 6), (40, 8), (200, 100)])
def test_is_lins_regression_with_hc2(n: int, treated: int) -> None:
    value = units(n, n)
    x = value[:, :20].mean(axis=1) - value[:, :20].mean()
    d = np.arange(n) < treated
    estimates = experiment.estimate(make_panel(value), [case(n, treated)])
    expected = fitted(value, treated, [np.ones(n), x, d * x])
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx(expected, rel=1e-8)


def test_a_small_arm_has_one_slope() -> None:
    value = units(14, 1)
    x = value[:, :20].mean(axis=1)
    estimates = experiment.estimate(make_panel(value), [case(14, 3)])
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx(fitted(value, 3, [np.ones(14), x]), rel=1e-8)


def test_one_treated_unit_has_the_spread_of_all() -> None:
    """HC2 cannot know the spread of an arm of one; ordinary least squares' variance stands for it."""
    value = units(14, 2)
    d = np.arange(14) < 1
    fit = OLS(value[:, 20:].mean(axis=1), np.column_stack([d, np.ones(14), value[:, :20].mean(axis=1)])).fit()
    estimates = experiment.estimate(make_panel(value), [case(14, 1)])
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx((fit.params[0], fit.bse[0]), rel=1e-8)


def test_blocks_are_fixed_effects() -> None:
    value, strata = units(12, 3), tuple((i, i + 6) for i in range(6))
    value += 50 * (np.arange(12) % 6)[:, None]
    pairs = [(np.arange(12) % 6 == i).astype(float) for i in range(6)]
    estimates = experiment.estimate(make_panel(value), [case(12, 6, strata)])
    expected = fitted(value, 6, [*pairs, value[:, :20].mean(axis=1)])
    assert (estimates.value[0], estimates.scale[0]) == pytest.approx(expected, rel=1e-8)


def test_without_a_history_worth_the_name_it_is_the_difference_in_means() -> None:
    value = units(20, 4)
    value[:, :20] = np.arange(20.0)
    estimates = experiment.estimate(make_panel(value), [case(20, 10)])
    after = value[:, 20:].mean(axis=1)
    assert estimates.value[0] == pytest.approx(after[:10].mean() - after[10:].mean())
    neyman = math.sqrt(after[:10].var(ddof=1) / 10 + after[10:].var(ddof=1) / 10)
    assert estimates.scale[0] == pytest.approx(neyman)


def test_a_unit_hardly_observed_is_left_out_of_either_arm() -> None:
    value, seen = units(20, 5), np.ones((20, 30), dtype=bool)
    seen[[0, 15], 22:27] = False
    gapped = experiment.estimate(make_panel(value, seen), [case(20, 8)])
    kept = np.delete(value, [0, 15], axis=0)
    assert gapped.value[0] == pytest.approx(experiment.estimate(make_panel(kept), [case(18, 7)]).value[0])
    assert gapped.diagnostics.unobserved[0] == pytest.approx(0.5 / 8)


def test_every_other_draw_of_a_small_lottery_is_asked_once() -> None:
    batch = assign.draw(make_panel(units(8, 0)), case(8, 3), 0)
    drawn = [c.units for c in batch.items.cases]
    assert drawn[0] == (0, 1, 2)
    assert sorted(drawn) == sorted(combinations(range(8), 3))
    assert assign.assignments(case(8, 3)) == math.comb(8, 3)
    assert all(sorted(c.units + c.donors) == list(range(8)) for c in batch.items.cases)
    assert len(set(batch.cluster.tolist())) == len(batch)


def test_blocks_are_drawn_within() -> None:
    strata = ((0, 4, 5), (1, 2, 6, 7))
    real = Case((0, 1, 2), (3, 4, 5, 6, 7), 20, 10, 20, "randomised", strata)
    batch = assign.draw(make_panel(units(8, 0)), real, 0)
    assert len(batch) == 3 * math.comb(4, 2) == assign.assignments(real)
    assert {(len({0, 4, 5} & set(c.units)), len({1, 2, 6, 7} & set(c.units))) for c in batch.items.cases} == {(1, 2)}
    assert not any(3 in c.units for c in batch.items.cases)


def test_of_a_large_lottery_999_draws_all_different_and_fair() -> None:
    batch = assign.draw(make_panel(units(30, 0)), case(30, 6), 1)
    drawn = [c.units for c in batch.items.cases]
    assert len(set(drawn)) == len(drawn) == 1000
    assert all(len(d) == 6 for d in drawn)
    counts = Counter(u for d in drawn[1:] for u in d)
    assert chisquare([counts[u] for u in range(30)]).pvalue > 0.001
    again = [c.units for c in assign.draw(make_panel(units(30, 0)), case(30, 6), 1).items.cases]
    assert again == drawn


def test_ranks_of_a_whole_lottery_are_fishers_p() -> None:
    """Over all 70 draws of 4 in 8, exactly those of p ≤ .05 are seen: 2, each the other's mirror image."""
    value = make_panel(units(8, 6))
    p = []
    for group in combinations(range(8), 4):
        rest = tuple(u for u in range(8) if u not in group)
        batch = assign.draw(value, Case(group, rest, 20, 10, 20, "randomised"), 0)
        score = experiment.estimate(value, batch.items.cases).score
        calibration = Calibration.of(score[1:], 0, 69, exact=True)
        p.append(calibration.p(float(score[0])))
        assert (abs(score[0]) > calibration.bound()) == (p[-1] <= 0.05)
    assert sorted(p)[:4] == pytest.approx([2 / 70, 2 / 70, 4 / 70, 4 / 70])


@pytest.mark.parametrize(("treated", "units", "planned"), [(2, 40, 0.5), (8, 40, 0.5), (5, 40, 0.5), (30, 300, 0.2),
                                                           (560, 1000, 0.5), (540, 1000, 0.5), (0, 12, 0.5)])
def test_the_sample_ratio_is_tested_as_scipy_would(treated: int, units: int, planned: float) -> None:
    p = binomtest(treated, units, planned).pvalue if units < 1000 else chisquare(
        [treated, units - treated], [units * planned, units * (1 - planned)]).pvalue
    limit = assign.sample_ratio(treated, units, planned)
    assert (limit is not None) == (p < 0.001)
    assert limit is None or (limit.code, limit.forbids) == ("sample_ratio", True)


def long(n: int, treated: int, effect: float, seed: int = 0) -> pd.DataFrame:
    """Rows in no order, the drawn units anywhere among the others."""
    value = units(n, seed, treated=treated, effect=effect)
    names = np.random.default_rng(seed).permutation([f"shop {i}" for i in range(n)])
    frame = pd.DataFrame({"shop": np.repeat(names, 30), "week": np.tile(pd.date_range("2024-01-01", periods=30,
                                                                                       freq="7D"), n),
                          "sales": value.ravel(), "arm": np.repeat(np.arange(n) < treated, 30).astype(int),
                          "pair": np.repeat(np.arange(n) % (n // 2), 30)})
    return frame.sample(frac=1, random_state=seed)


def ask(frame: Any, **changes: Any) -> recul.Finding:
    options = {"outcome": "sales", "unit": "shop", "time": "week", "assignment": "arm", "start": "2024-05-20",
               "end": "2024-07-28"}
    return recul.experiment(frame, **(options | changes))


def test_a_frame_with_an_effect_is_seen_and_its_size_found() -> None:
    finding = ask(long(40, 20, 8.0), planned_share=0.5)
    assert (finding.verdict, finding.answer, finding.design.estimator) == ("seen", "rise", "experiment")
    assert finding.estimate.low < 8 < finding.estimate.high  # type: ignore[operator]
    assert (finding.placebo.ran, finding.placebo.independent, finding.placebo.drawn) == (999, 999, "assignments")
    assert finding.design.onset_rule == "randomised"
    assert len(finding.design.units) == len(finding.design.donors) == 20
    assert finding.sentence("fr")
    assert finding.to_json()
    shown = dict(placebo_rows(finding, "en"))
    assert shown["Drawn from"] == "the same draw made again, at the real moment"
    paired = ask(long(40, 20, 8.0), blocks="pair")
    assert paired.verdict == "seen"


def test_too_few_draws_cannot_say() -> None:
    for n, treated, blocks in ((6, 3, None), (6, 1, None), (8, 4, "pair")):
        finding = ask(long(n, treated, 300.0), blocks=blocks)
        assert finding.verdict == "cannot_say"
        assert "few_assignments" in {limit.code for limit in finding.limits if limit.forbids}
        assert finding.estimate.low is None
        assert finding.sentence("fr")
    assert ask(long(8, 4, 300.0)).verdict == "seen"


def test_a_broken_draw_is_told_before_anything_else() -> None:
    finding = ask(long(60, 12, 8.0), planned_share=0.5)
    assert finding.verdict == "cannot_say"
    assert "hardly ever" in finding.sentence("en")
    assert ask(long(60, 12, 8.0), planned_share=0.2).verdict == "seen"


def test_what_is_wrong_with_a_frame_is_named() -> None:
    frame = long(10, 5, 0.0)
    wrong: list[tuple[pd.DataFrame, dict[str, Any], str]] = [
        (frame, {"unit": "shopp"}, "Did you mean 'shop'"),
        (frame, {"treated": "yes"}, "treated="),
        (pd.concat([frame, frame.head(3)]), {}, "stand twice"),
        (frame.assign(arm=np.arange(len(frame)) % 2), {}, "the same in all rows of a unit"),
        (frame.assign(shop=frame["shop"].where(frame["shop"] != "shop 3")), {}, "a unit in every row"),
        (frame.assign(sales="many"), {}, "a number"),
        (frame, {"time": "shop"}, "a second time"),
        (frame, {"planned_share": 1.5}, "planned_share"),
    ]
    for bad, changes, said in wrong:
        with pytest.raises(QuestionError) as caught:
            ask(bad, **changes)
        assert said in str(caught.value), said


def study_case(n: int, treated: int, **changes: Any) -> Any:
    panel = make_panel(units(n, 7, periods=60))
    action = Action(id="draw", kind="test", start=panel.times[40].astype("datetime64[D]").item(),  # type: ignore[arg-type]
                    end=panel.times[51].astype("datetime64[D]").item(), units=panel.units[:treated],
                    **({"onset_rule": "randomised"} | changes))
    return Effect(outcome="sales", action="draw").asked_of(panel, [action])


def test_a_study_reads_a_randomised_action_as_an_experiment_where_the_draws_suffice() -> None:
    asked = study_case(20, 5, planned_share=0.25, blocks=(tuple(f"u{i}" for i in range(20)),))
    batch = asked.batch(0)
    assert (batch.drawn, len(batch)) == ("assignments", 1000)
    assert Effect(outcome="sales", action="draw").judge(batch, {}).design.estimator == "experiment"
    few = study_case(5, 1)
    assert few.batch(0).drawn == "units_and_dates"
    assert "randomised_as_declared" in {limit.code for limit in few.notes}
    assert study_case(20, 5, onset_rule="declared").batch(0).drawn == "units_and_dates"


def test_an_experiment_without_a_draw_is_refused() -> None:
    panel = make_panel(units(8, 0, periods=60))
    action = Action(id="a", kind="test", start=panel.times[40].item().date(), units=("u0",))  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match="randomised"):
        Effect(outcome="sales", action="a", estimator="experiment").asked_of(panel, [action])


@pytest.mark.real_data
def test_a_public_experiment_in_pairs(data_dir: Path) -> None:
    """google/trimmed_match's example, 57 pairs of markets, the treated ones given more advertising from 2020-11-04 to
    12-01. Pairs and history together pin the response to a tenth of a percent; the month before shows nothing."""
    frame = pd.read_csv(data_dir / "trimmed_match" / "example_data_for_post_analysis.csv")
    options: dict[str, Any] = {"unit": "geo", "time": "date", "assignment": "assignment", "blocks": "pair",
                               "planned_share": 0.5}
    cost = recul.experiment(frame, outcome="cost", start="2020-11-04", end="2020-12-01", **options)
    spent = frame[(frame["date"] >= "2020-11-04") & (frame["date"] < "2020-12-02")].groupby("assignment")["cost"].sum()
    assert cost.verdict == "seen"
    assert cost.estimate.total == pytest.approx(spent[1] - spent[2], rel=0.01)
    assert cost.estimate.relative is None
    before = recul.experiment(frame[frame["date"] < "2020-11-04"], outcome="response", start="2020-10-07",
                              end="2020-11-03", **options)
    assert before.verdict == "not_seen"


def test_the_panel_is_that_of_the_frame() -> None:
    from recul._long import drawn_of

    frame = long(6, 2, 0.0)
    said = {"outcome": "sales", "unit": "shop", "time": "week", "frequency": None}
    panel, drawn, blocks = drawn_of(frame.drop(frame.index[0]), said, "arm", "pair", 1)
    assert isinstance(panel, Panel)
    assert (panel.frequency, panel.value.shape, int((~panel.observed).sum())) == ("week", (6, 30), 1)
    assert set(drawn) == set(frame.loc[frame["arm"] == 1, "shop"])
    assert sorted(map(sorted, blocks.values())) == sorted(sorted(g.unique()) for _, g in frame.groupby("pair")["shop"])
    for unit, rows in frame.iloc[1:].groupby("shop"):
        mine = panel.value[panel.units.index(unit)]
        np.testing.assert_array_equal(mine[~np.isnan(mine)], rows.sort_values("week")["sales"])
