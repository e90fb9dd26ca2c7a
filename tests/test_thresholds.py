"""From a budget to a threshold: quiet copies, and a record replayed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from recul.detectors import discover, quiet, threshold
from recul.detectors.base import Grid, State
from recul.detectors.replay import alarms, replay
from recul.errors import QuestionError
from recul.record import zones
from recul.worlds.chatter import chatter

GRID = Grid(60)
DAYS = 12
BINS = DAYS * 24
DETECTOR = discover()["multiscale"]


def hours(kind: str, brands: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same worlds by the hour."""
    counts, slots = chatter(kind, brands, DAYS, seed)
    return counts.reshape(brands, -1, 12).sum(axis=2), (slots[0] // 12 + np.arange(BINS)) % 168


@pytest.fixture(autouse=True, scope="module")
def _few_copies() -> Iterator[None]:
    """Enough to see that a budget is kept, few enough to be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threshold, "COPIES_LEAST", 200)
        patch.setattr(threshold, "COPIES_MOST", 300)
        yield


@pytest.fixture(scope="module")
def state() -> State:
    counts, slots = hours("calm", 6, 3)
    state = DETECTOR.start(6, GRID)
    DETECTOR.advance(state, counts, np.ones(counts.shape, bool), slots)
    return state


@pytest.fixture(scope="module")
def copies(state: State) -> threshold.Copies:
    return threshold.copies(DETECTOR, state, GRID, seed=1)


def test_episodes_are_counted_with_their_silence() -> None:
    high = np.zeros((2, 100), np.float32)
    high[0, [0, 5, 23, 24, 30, 60]] = 2
    high[1, 99] = 1
    assert threshold.episodes(high, 1.5).tolist() == [3, 0]
    assert threshold.episodes(high, 1.0).tolist() == [3, 1]
    assert threshold.episodes(high, 2.5).tolist() == [0, 0]


def test_alarms_are_silent_for_a_day() -> None:
    scores = np.full((1, 100), np.nan)
    scores[0, [10, 20, 34, 90]] = 1.0
    assert np.flatnonzero(alarms(scores, np.full((1, 100), 1.0), GRID)).tolist() == [10, 34, 90]
    assert not alarms(scores, np.full((1, 100), np.inf), GRID).any()


def test_a_larger_budget_is_a_lower_threshold_and_both_are_kept_in_copies(copies: threshold.Copies) -> None:
    rare, often = copies.threshold(0.5), copies.threshold(4.0)
    assert (often.value < rare.value).all()
    for fitted in (rare, often):
        assert np.isfinite(fitted.value).all()
        # Counted in copies that had no part in choosing it: ±4 SD of a Poisson.
        spread = 4 * np.sqrt(fitted.budget * fitted.months) / fitted.months
        assert (np.abs(fitted.realised - fitted.budget) < spread).all()
    assert rare.hours < rare.until


@pytest.mark.parametrize("budget", [0, -1, 16, float("nan")])
def test_a_budget_that_is_none_is_refused(copies: threshold.Copies, budget: float) -> None:
    with pytest.raises(QuestionError, match="false alarms a month"):
        copies.threshold(budget)


def test_copies_come_from_the_seed_and_leave_the_state_alone(state: State, copies: threshold.Copies) -> None:
    before = {name: array.copy() for name, array in state.items()}
    again, other = (threshold.copies(DETECTOR, state, GRID, seed) for seed in (1, 2))
    np.testing.assert_array_equal(again.highest, copies.highest)
    assert not np.array_equal(other.highest, copies.highest)
    for name, array in before.items():
        np.testing.assert_array_equal(state[name], array)


def test_a_row_without_a_past_has_no_threshold() -> None:
    counts, slots = hours("calm", 2, 4)
    observed = np.ones(counts.shape, bool)
    observed[1] = False
    run = replay(DETECTOR, counts, observed, slots, (1.0,), seed=1, grid=GRID)
    assert np.isinf(run.thresholds[-1][0].value[1])
    assert np.isinf(run.limits[0, 1]).all()
    assert np.isfinite(run.limits[0, 0, -1])


def test_a_replay_raises_nothing_before_its_first_threshold_and_sees_a_burst() -> None:
    counts, slots = hours("calm", 3, 5)
    counts[1, 260:264] += 20 * counts[1].mean() + 20
    run = replay(DETECTOR, counts, np.ones(counts.shape, bool), slots, (0.5, 1.0), seed=1, grid=GRID)
    assert np.isinf(run.limits[:, :, : threshold.AGES[0]]).all()
    assert run.alarms(0)[1, 260:263].any()
    assert [fits[0].hours for fits in run.thresholds] == [48, 120, 240]
    # The future changes nothing of what was said.
    shorter = replay(DETECTOR, counts[:, :200], np.ones((3, 200), bool), slots[:200], (0.5, 1.0), seed=1, grid=GRID)
    np.testing.assert_array_equal(shorter.limits, run.limits[:, :, :200])


def test_the_quiet_fit_finds_a_noise_it_knows() -> None:
    """Copies of a brand of known variance (.09, memory 6 hours), fitted again: it comes back, mostly as a memory."""
    random = np.random.default_rng(6)
    n, hours = 30, 4 * 168
    places = np.arange(hours) % 168
    true = np.array([0.0, 0.0, 0.09, 0.0, 0.0])
    brand = quiet.Quiet(np.array([400.0]), np.zeros(1), np.ones((1, 24), np.float32), np.ones((1, 7), np.float32),
                        np.full((1, 7), 50.0), true[None], np.zeros((1, 1)))
    counts = quiet.draw(random, brand, np.zeros(n, int), places, hours - 1, [1], 0, 0.0).counts
    state = DETECTOR.start(n, GRID)
    DETECTOR.advance(state, counts, np.ones(counts.shape, bool), places)
    fitted = quiet.fit(random, DETECTOR.past(state), 1).variance
    assert 0.05 < np.median(fitted.sum(axis=1)) < 0.14
    assert np.median(fitted[:, 0] / fitted.sum(axis=1)) < 0.3


def test_brands_watched_together_are_not_given_what_is_drawn_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weekends, growth and jitter add to what copies show: calm brands together take it off, one alone keeps it."""
    counts, slots = hours("calm", 60, 9)

    def fitted(brands: int, matched: float, jitter: float) -> quiet.Quiet:
        monkeypatch.setattr(quiet, "MATCHED", matched)
        state = DETECTOR.start(brands, GRID)
        DETECTOR.advance(state, counts[:brands], np.ones((brands, BINS), bool), slots)
        return quiet.fit(np.random.default_rng(1), DETECTOR.past(state), 1, jitter)

    before, after = fitted(60, 0.0, 0.5), fitted(60, 0.5, 0.5)
    assert after.variance.sum(axis=1).mean() < 0.95 * before.variance.sum(axis=1).mean()
    assert (after.variance >= 0).all()
    np.testing.assert_array_equal(after.features, before.features)
    np.testing.assert_array_equal(fitted(1, 0.5, 0.5).variance, fitted(1, 0.0, 0.0).variance)


def test_the_worlds_are_quiet_seeded_and_unlike() -> None:
    one, slots = chatter("harsh", 3, 7, 1)
    again, _ = chatter("harsh", 3, 7, 1)
    np.testing.assert_array_equal(one, again)
    assert (np.diff(slots) % 2016 == 1).all()
    assert not np.array_equal(one, chatter("calm", 3, 7, 1)[0])


@pytest.mark.parametrize("change", ["2025-03-30T01:00", "2025-10-26T01:00"])
def test_a_change_of_clocks_raises_no_alarm(change: str) -> None:
    """Brands that live by the clock on the wall in Paris, steep mornings; the two days that follow the change."""
    brands, before = 60, 30 * 24
    moment = np.datetime64(change, "h")
    utc = moment + np.arange(-before, 72)
    local = zones.to_local(zones.microseconds(utc.astype("datetime64[s]")), "Europe/Paris").astype("datetime64[us]")
    assert np.unique(np.diff(local.astype("datetime64[h]")).astype(int)).tolist() != [1], "the clocks do change"
    random = np.random.default_rng(8)
    hour = GRID.slots(local) % 24
    day = np.where((hour >= 7) & (hour < 22), 1.0, 0.1)
    counts = random.poisson(200 * day * np.exp(0.1 * random.standard_normal((brands, 1))), (brands, len(utc)))
    seen = np.ones(counts.shape, bool)
    budget, months = 3.0, brands * 48 / 720

    def alarms_after(clock: np.ndarray) -> int:
        run = replay(DETECTOR, counts, seen, GRID.slots(clock), (budget,), seed=1, grid=GRID)
        return int(run.alarms(0)[:, before : before + 48].sum())

    assert alarms_after(local) <= budget * months + 3 * np.sqrt(budget * months)
    assert alarms_after(utc) > 2 * budget * months, "a profile by the clock of Greenwich would not do"
