"""Who makes whom speak: the regression against statsmodels, the scores against loops, the change against the truth."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from recul.estimators._change import by_week, change, interval
from recul.estimators._excitation import Side, excitation
from recul.estimators._hours import BINS, DAILY, Hours, expected, usual_day, usual_week
from recul.placebo.redistribute import redistribute, usual
from recul.worlds.voices import VoicesWorld, talk


def hours(count: int, observed: np.ndarray | None = None) -> Hours:
    t = np.arange(count)
    return Hours(t % 168, t // 24, t // 12, np.ones(count, dtype=bool) if observed is None else observed)


def past(counts: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """What these hours know of their own past, as the docstring has it: means over what there is of each lag."""
    log = np.log1p(counts)
    lags = [range(a, b + 1) for a, b in BINS] + [DAILY]
    return np.array([[np.mean([log[t - lag] for lag in part if lag <= t]) for part in lags] for t in rows.tolist()])


@pytest.fixture(scope="module")
def record() -> tuple[np.ndarray, np.ndarray]:
    return talk(VoicesWorld(weeks=10, driver=12, raises=1.0), 4).counts


def test_the_regression_is_that_of_statsmodels() -> None:
    """A Poisson GLM with a column an hour of the week, the usual week among its rows."""
    _, public = talk(VoicesWorld(weeks=4, driver=12), 4).counts
    told = expected(public, hours(len(public)), own_past=True)
    used = np.flatnonzero(told.weight)
    lags = past(public, used)
    design = np.concatenate([np.concatenate([np.eye(168)[used % 168], lags - lags.mean(axis=0)], axis=1),
                             np.concatenate([np.eye(168), np.zeros((168, lags.shape[1]))], axis=1)])
    y = np.concatenate([public[used], usual_day(public, hours(len(public)))])
    mean = sm.GLM(y, design, family=sm.families.Poisson()).fit(tol=1e-10, maxiter=30).fittedvalues[: len(used)]
    np.testing.assert_allclose(told.weight[used], 1 / (mean + mean.mean()), rtol=1e-6)
    np.testing.assert_allclose(told.surprise[used], (public[used] - mean) / (mean + mean.mean()), rtol=1e-5, atol=1e-8)
    # An hour is used from the time that half of its longest lag is known.
    assert used[0] == 108  # lags 49 to 108 of 49 to 168


def test_the_scores_are_those_of_loops(record: tuple[np.ndarray, np.ndarray]) -> None:
    brand, public = record
    clock = hours(len(brand))
    weight = usual_week(brand, clock)[clock.week]
    items = np.concatenate([brand[None], redistribute(brand, weight, clock.block, 3, np.random.default_rng(1))])
    side = Side(items, usual(brand, weight, clock.block))
    told = excitation(side, public, clock)
    own, plain = (expected(public, clock, o) for o in (True, False))
    end = len(brand)
    for n in range(4):
        d = items[n] - side.usual
        called = [sum(d[t - lag] for lag in (1, 2, 3) if t >= lag) for t in range(end)]
        information = sum(own.weight[t] * called[t] ** 2 for t in range(end))
        score = sum(own.surprise[t] * called[t] for t in range(end))
        assert told.information[n].sum() == pytest.approx(information)
        both = sum((own.weight[t] + plain.weight[t]) * called[t] ** 2 for t in range(end))
        both_by_day = excitation_information(d, own.weight + plain.weight)
        assert both == pytest.approx(both_by_day.sum())
        by_day = np.zeros(end // 24)
        contrast = np.zeros(end // 24)
        for s in range(end):
            for lag in (1, 2, 3):
                if s + lag < end:
                    by_day[s // 24] += d[s] * own.surprise[s + lag]
                    contrast[s // 24] += d[s] * (own.surprise[s + lag] + plain.surprise[s + lag])
                if s >= lag:
                    contrast[s // 24] -= d[s] * (own.surprise[s - lag] + plain.surprise[s - lag])
        slopes = score / information, contrast.sum() / both
        errors = [np.sqrt(((part - slope * known) ** 2).sum()) / known.sum() for part, slope, known in
                  ((by_day, slopes[0], told.information[n]), (contrast, slopes[1], both_by_day))]
        assert told.after[n] == pytest.approx(slopes[0] / errors[0])
        assert told.contrast[n] == pytest.approx(slopes[1] / errors[1])
        assert told.value[n] == pytest.approx(3 * (slopes[0] + slopes[1]) / 2)
        assert told.scale[n] == pytest.approx(3 * (max(errors) + abs(slopes[0] - slopes[1]) / 2 / 1.959964))
        after = [public[s + 1:s + 4].sum() for s in range(end) for _ in range(items[n][s])]
        assert told.followed[n] == pytest.approx(np.mean(after))


def excitation_information(d: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Σ_s d[s] Σ_u d[u] Σ weight over the hours among the three after both, by the day of s."""
    found = np.zeros(len(d) // 24)
    for s in range(len(d)):
        for u in range(s, min(s + 3, len(d))):
            shared = weight[u + 1:s + 4].sum()
            found[s // 24] += d[s] * d[u] * shared * (1 if u == s else 2)
    return found


def test_what_was_not_observed_is_no_silence() -> None:
    """Hours taken out, with what was said in them, leave the answer where it was; as zeros they would not."""
    brand, public = talk(VoicesWorld(weeks=52, raises=1.5), 3).counts
    dark = np.random.default_rng(2).random(len(brand) // 24) < 0.15
    seen = ~np.repeat(dark, 24)
    clock, whole = hours(len(brand), seen), hours(len(brand))
    told = {}
    for name, at in (("gaps", clock), ("whole", whole)):
        counts = np.where(at.observed, brand, 0)
        weight = np.where(at.observed, usual_week(counts, at)[at.week], 0.0)
        told[name] = excitation(Side(counts[None], usual(counts, weight, at.block)), np.where(at.observed, public, 0),
                                at)
    assert abs(told["gaps"].value[0] - told["whole"].value[0]) < 2 * told["whole"].scale[0]
    assert (expected(np.where(seen, public, 0), clock, True).weight[~seen] == 0).all()


def test_redistributing_keeps_every_block_and_gives_its_average() -> None:
    random = np.random.default_rng(0)
    block = np.repeat(np.arange(40), random.integers(9, 14, 40))
    counts = random.poisson(2.0, len(block))
    weight = random.random(len(block)) * (random.random(len(block)) > 0.2)
    drawn = redistribute(counts, weight, block, 4000, random)
    for b in np.unique(block):
        assert (drawn[:, block == b].sum(axis=1) == counts[block == b].sum()).all()
    mean = usual(counts, weight, block)
    assert (drawn[:, (weight == 0)] == 0).all()
    error = np.sqrt(np.maximum(mean, 1e-12) / 4000)
    assert (np.abs(drawn.mean(axis=0) - mean) < 5 * error + 1e-9).all()


def test_a_block_that_weighs_nothing_is_spread_evenly() -> None:
    drawn = redistribute(np.array([3, 0, 0]), np.zeros(3), np.zeros(3, dtype=int), 3000, np.random.default_rng(0))
    assert (drawn.sum(axis=1) == 3).all()
    np.testing.assert_allclose(drawn.mean(axis=0), 1.0, atol=0.1)


def test_the_same_numbers_whatever_the_chunk(record: tuple[np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
                                             ) -> None:
    brand, public = record
    clock = hours(len(brand))
    weight = usual_week(brand, clock)[clock.week]
    items = np.concatenate([brand[None], redistribute(brand, weight, clock.block, 9, np.random.default_rng(1))])
    before = items.copy()
    side = Side(items, usual(brand, weight, clock.block))
    one = excitation(side, public, clock)
    monkeypatch.setattr("recul.estimators._excitation.CHUNK", 3)
    two = excitation(side, public, clock)
    np.testing.assert_array_equal(one.value, two.value)
    np.testing.assert_array_equal(one.contrast, two.contrast)
    assert (items == before).all()


def weekly(before: float, after: float, at: int, weeks: int, items: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores of unit spread, the first item's coefficient changing."""
    random = np.random.default_rng(seed)
    information = random.gamma(5.0, 2.0, (items, weeks))
    score = random.standard_normal((items, weeks)) * np.sqrt(information)
    score[0] += information[0] * np.where(np.arange(weeks) < at, before, after)
    return score, information


def test_a_change_is_seen_and_dated() -> None:
    records = [weekly(0.0, 0.6, 30, 60, 40, seed) for seed in range(40)]
    told = [change(*record) for record in records]
    assert all(t.p <= 0.05 for t in told)
    dates = [interval(*record, t.at) for record, t in zip(records, told, strict=True)]
    assert sum(low <= 30 <= high for low, high in dates) >= 34  # .95 of 40 is 38; fewer than 34 has probability .01
    assert np.median([abs(t.at - 30) for t in told]) <= 2
    assert np.median([high - low for low, high in dates]) < 15
    assert abs(np.mean([t.after - t.before for t in told]) - 0.6) < 0.06


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_where_nothing_changes_it_is_rarely_said(level: float) -> None:
    told = [change(*weekly(level, level, 0, 60, 40, seed)).p <= 0.05 for seed in range(100)]
    assert sum(told) <= 12  # binomial of .05: more than 12 has probability .002


def test_weeks_add_up_days() -> None:
    days = np.arange(5, 5 + 7 * 3 + 2)
    values = np.random.default_rng(0).random((2, len(days)))
    told = by_week(values, days)
    assert told.shape == (2, 3)
    np.testing.assert_allclose(told[:, 0], values[:, :7].sum(axis=1))
    np.testing.assert_allclose(told.sum(axis=1), values.sum(axis=1))
    np.testing.assert_allclose(told[:, 2], values[:, 14:].sum(axis=1))
