"""Every detector found: it learns from the past only, and treats rows, gaps and zeros as it says."""

from __future__ import annotations

import io

import numpy as np
import pytest

from recul.detectors import discover
from recul.detectors.base import Detector, Grid, scores, step
from recul.errors import QuestionError

GRID = Grid(5)
DETECTORS = discover()
ROWS, DAYS = 4, 5
BINS = DAYS * 288
SLOTS = (np.arange(BINS) + 2000) % 2016
# Scores are of single precision inside.
CLOSE = {"rtol": 1e-4, "atol": 1e-4}


@pytest.fixture(params=DETECTORS.values(), ids=DETECTORS)
def detector(request: pytest.FixtureRequest) -> Detector:
    return request.param


@pytest.fixture(scope="module")
def series() -> tuple[np.ndarray, np.ndarray]:
    """Counts with a daily season, from rare to many; the last row has gaps, the third a burst."""
    random = np.random.default_rng(5)
    rate = np.array([[0.2], [3.0], [20.0], [8.0]]) * (1 + 0.7 * np.sin(2 * np.pi * SLOTS / 288))
    counts = random.poisson(rate).astype(float)
    counts[2, 1300:1330] += 200
    observed = np.ones(counts.shape, bool)
    observed[3, 400:460] = observed[3, 1200:1210] = False
    return counts, observed


def test_there_is_one() -> None:
    assert "multiscale" in DETECTORS


def test_a_burst_is_seen_and_nothing_is_said_too_early(detector: Detector, series: tuple) -> None:
    score = scores(detector, *series, SLOTS, GRID)
    assert np.isnan(score[:, :288]).all()
    assert 1300 <= np.nanargmax(score[2]) < 1400
    assert np.nanmax(score[2, 1300:1330]) > 2 * np.nanmax(score[2, 1000:1300])


def test_a_message_passed_on_by_many_at_once_is_no_louder_than_half_an_hour_of_as_many(series: tuple) -> None:
    """Lone loud bins are what false alarms were made of: nothing here looks closer than half an hour."""
    counts, observed = series
    last = 1210
    assert SLOTS[last] % 12 >= 5, "one hour holds the half hour"
    flash, spread = counts.copy(), counts.copy()
    flash[1, last] += 60
    spread[1, last - 5 : last + 1] += 10
    loud, slow = (scores(DETECTORS["multiscale"], c, observed, SLOTS, GRID)[1] for c in (flash, spread))
    assert loud[last] == pytest.approx(slow[last], rel=1e-3)
    assert loud[last] > 2 * np.nanmax(np.abs(loud[1000:last]))


def test_the_future_changes_no_earlier_score(detector: Detector, series: tuple) -> None:
    counts, observed = series
    changed, unseen = counts.copy(), observed.copy()
    changed[:, 1100:] = 1000.0
    unseen[1, 1100:] = False
    np.testing.assert_array_equal(scores(detector, counts, observed, SLOTS, GRID)[:, :1100],
                                  scores(detector, changed, unseen, SLOTS, GRID)[:, :1100])


def test_one_bin_at_a_time_is_all_at_once(detector: Detector, series: tuple) -> None:
    counts, observed = series
    state = detector.start(ROWS, GRID)
    online = [step(detector, state, counts[:, i], observed[:, i], SLOTS[i]) for i in range(BINS)]
    np.testing.assert_array_equal(np.stack(online, axis=1), scores(detector, counts, observed, SLOTS, GRID))


def test_the_state_survives_a_file(detector: Detector, series: tuple) -> None:
    counts, observed = series
    whole = scores(detector, counts, observed, SLOTS, GRID)
    state = detector.start(ROWS, GRID)
    detector.advance(state, counts[:, :1003], observed[:, :1003], SLOTS[:1003])
    file = io.BytesIO()
    np.savez(file, **state)
    file.seek(0)
    again = dict(np.load(file, allow_pickle=False))
    np.testing.assert_array_equal(detector.advance(again, counts[:, 1003:], observed[:, 1003:], SLOTS[1003:]),
                                  whole[:, 1003:])


def test_a_gap_is_not_a_zero(detector: Detector, series: tuple) -> None:
    counts, observed = series
    score = scores(detector, counts, observed, SLOTS, GRID)
    assert np.isnan(score[~observed]).all()
    # What stands in a gap is not looked at: neither a number, nor NaN.
    hidden = np.where(observed, counts, np.nan)
    np.testing.assert_array_equal(scores(detector, hidden, observed, SLOTS, GRID), score)
    # Zeros in its place are a silence, which teaches something.
    silent = scores(detector, np.where(observed, counts, 0), np.ones(counts.shape, bool), SLOTS, GRID)
    assert np.isfinite(silent[3, 1200:1210]).all()
    assert not np.allclose(silent[3, 1210:], score[3, 1210:], equal_nan=True)


def test_a_row_never_observed_says_nothing_and_hurts_nobody(detector: Detector, series: tuple) -> None:
    counts, observed = series
    dark = observed.copy()
    dark[1] = False
    score = scores(detector, counts, dark, SLOTS, GRID)
    assert np.isnan(score[1]).all()
    np.testing.assert_allclose(score[[0, 2, 3]], scores(detector, counts, observed, SLOTS, GRID)[[0, 2, 3]], **CLOSE)


def test_rows_do_not_know_each_other(detector: Detector, series: tuple) -> None:
    counts, observed = series
    order = np.array([2, 0, 3, 1])
    whole = scores(detector, counts, observed, SLOTS, GRID)
    np.testing.assert_allclose(scores(detector, counts[order], observed[order], SLOTS, GRID), whole[order], **CLOSE)
    np.testing.assert_allclose(scores(detector, counts[:1], observed[:1], SLOTS, GRID), whole[:1], **CLOSE)


def test_same_in_same_out_and_inputs_unchanged(detector: Detector, series: tuple) -> None:
    counts, observed = (x.copy() for x in series)
    slots = SLOTS.copy()
    np.testing.assert_array_equal(scores(detector, counts, observed, slots, GRID),
                                  scores(detector, counts, observed, slots, GRID))
    np.testing.assert_array_equal(counts, series[0])
    np.testing.assert_array_equal(observed, series[1])
    np.testing.assert_array_equal(slots, SLOTS)


@pytest.mark.parametrize("minutes", [15, 60])
def test_longer_bins(detector: Detector, minutes: int) -> None:
    grid = Grid(minutes)
    bins = 7 * 24 * grid.per_hour
    counts = np.random.default_rng(1).poisson(30.0, (2, bins)).astype(float)
    counts[0, -5:] += 300
    score = scores(detector, counts, np.ones(counts.shape, bool), np.arange(bins), grid)
    assert np.nanargmax(score[0]) >= bins - 5


def test_a_bin_divides_the_hour() -> None:
    with pytest.raises(QuestionError, match="divisor of 60"):
        Grid(7)


def test_slots_are_those_of_the_local_week() -> None:
    monday = np.array(["2015-03-02T00:00", "2015-03-02T00:07", "2015-03-01T23:59", "1969-12-29T01:00"], "datetime64[s]")
    assert GRID.slots(monday).tolist() == [0, 1, 2015, 12]
