"""Episodes by hand: when they begin, how high they rise, how soon half of the excess is gone."""

from __future__ import annotations

import numpy as np
import pytest

from recul.panel import Floats
from recul.questions._episodes import Episode, episodes

USUAL = 10.0


def heard(excess: dict[int, float], hours: int = 120, threshold: float = 1.0, fired: tuple[int, ...] = ()
          ) -> tuple[Episode, ...]:
    """A flat record of ten messages an hour, with so many more in some hours; the detector fires in `fired`."""
    count = np.full(hours, USUAL)
    score = np.zeros(hours)
    for hour, more in excess.items():
        count[hour] += more
    score[list(fired)] = 2.0
    return episodes(count, np.ones(hours, bool), np.full(hours, USUAL), score, threshold)


def test_a_burst_that_halves_every_two_hours() -> None:
    """Peak 160 above the usual at hour 51, half of it two hours later."""
    (e,) = heard({50: 80, 51: 160, 52: 120, 53: 80, 54: 56, 55: 40, 56: 20}, fired=(51,))
    assert (e.first, e.alarm, e.peak, e.last) == (50, 51, 51, 56)
    assert e.to_peak == 1
    assert e.half_life == 2
    assert e.hours == 7
    assert e.excess == pytest.approx(80 + 160 + 120 + 80 + 56 + 40 + 20)
    assert e.messages == pytest.approx(e.excess + 7 * USUAL)
    assert e.rank == 1
    assert e.score == 2.0


def test_a_dip_of_one_hour_has_not_halved_it() -> None:
    (e,) = heard({50: 200, 51: 90, 52: 190, 53: 180, 54: 90, 55: 80}, fired=(50,))
    assert e.half_life == 4


def test_a_half_life_that_the_record_does_not_show_is_not_known() -> None:
    (e,) = heard({118: 100, 119: 100}, fired=(118,))
    assert e.half_life is None


def test_alarms_of_one_surge_are_one_episode_and_a_day_of_silence_follows() -> None:
    burst = dict.fromkeys(range(50, 60), 200.0)
    assert len(heard(burst, fired=(50, 53, 58))) == 1
    assert len(heard({30: 100.0, 50: 100.0}, fired=(30, 50))) == 1  # twenty hours later: still silent
    two = heard({30: 100.0, 60: 300.0}, fired=(30, 60))
    assert [e.rank for e in two] == [2, 1]


def test_a_missing_hour_is_not_a_quiet_one() -> None:
    """Six hours without data in the middle of a burst neither add to it nor count as zero messages."""
    count, seen = np.full(120, USUAL), np.ones(120, bool)
    count[50:56] += 100
    seen[52:54] = False
    score = np.zeros(120)
    score[50] = 2.0
    (e,) = episodes(np.where(seen, count, np.nan), seen, np.full(120, USUAL), score, 1.0)
    assert e.excess == pytest.approx(400)
    assert (e.first, e.last) == (50, 55)


def naive_half_life(excess: Floats) -> int | None:
    """Hours from the largest value to the first of two hours together at half of it or less."""
    peak = int(np.argmax(excess))
    for later in range(peak + 1, len(excess) - 1):
        if excess[later] <= excess[peak] / 2 and excess[later + 1] <= excess[peak] / 2:
            return later - peak
    return None


@pytest.mark.parametrize("seed", range(20))
def test_half_lives_are_those_of_a_naive_search(seed: int) -> None:
    random = np.random.default_rng(seed)
    burst = 400 * 0.5 ** (np.arange(30) / random.uniform(1, 6)) * random.uniform(0.7, 1.3, 30)
    (e,) = heard(dict(enumerate(burst, 40)), fired=(40 + int(np.argmax(burst)),))
    line = np.concatenate([np.zeros(40), burst, np.zeros(50)])
    found = naive_half_life(line[e.first:])
    assert e.peak == 40 + int(np.argmax(burst))
    assert e.half_life == found
