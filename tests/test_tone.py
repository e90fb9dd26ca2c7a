"""A bad buzz is a tone worse than quiet stretches have: seldom where moods only drift, nearly always where it is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from recul.questions._tone import tones

HOURS, SPANS = 120 * 24, tuple((400 + 500 * k, 400 + 500 * k + 14) for k in range(5))


def world(seed: int, angry: float, mood: float = 0.5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Negative and judged messages an hour, and the quiet hours: 15 % negative, log-odds that drift (memory of a day),
    and `angry` more of them in the first of five bursts."""
    random = np.random.default_rng(seed)
    keep = np.exp(-1 / 24)
    drift = lfilter([1], [1, -keep], np.sqrt(1 - keep**2) * random.standard_normal(HOURS))
    rate, odds, quiet = np.full(HOURS, 3.0), np.log(0.15 / 0.85) + mood * drift, np.ones(HOURS, bool)
    for k, (first, last) in enumerate(SPANS):
        rate[first:last + 1], quiet[first:last + 1] = 40.0, False
        odds[first:last + 1] += angry if k == 0 else 0
    judged = random.poisson(rate)
    return random.binomial(judged, 1 / (1 + np.exp(-odds))).astype(float), judged.astype(float), quiet


def test_moods_that_drift_are_seldom_called_a_bad_buzz() -> None:
    """Sixty worlds of five surges each, at 5 % a world: nine or more would happen once in 600 times."""
    false = 0
    for seed in range(60):
        found = tones(*world(seed, 0.0), SPANS)
        assert found is not None
        false += min(t.p for t in found.by if t) <= 0.05
    assert false <= 8


def test_what_is_much_worse_is_called_so() -> None:
    """Ten times the odds: 64 % negative instead of 15 %."""
    hit = 0
    for seed in range(20):
        found = tones(*world(seed, np.log(10)), SPANS)
        assert found is not None
        first = found.by[0]
        assert first is not None
        assert first.low <= first.share <= first.high
        hit += first.p <= 0.05
        assert found.usual == pytest.approx(0.15, abs=0.05)
    assert hit >= 18


def test_too_little_is_not_a_tone() -> None:
    negative, judged, quiet = world(1, 0.0)
    assert tones(negative * 0, judged * 0, quiet, SPANS) is None
    thin = judged.copy()
    thin[SPANS[0][0]:SPANS[0][1] + 1] = 0
    found = tones(np.minimum(negative, thin), thin, quiet, SPANS)
    assert found is not None
    assert found.by[0] is None
    assert found.by[1] is not None


def test_all_negative_or_none_has_no_usual() -> None:
    _, judged, quiet = world(1, 0.0)
    assert tones(judged, judged, quiet, SPANS) is None
    assert tones(0 * judged, judged, quiet, SPANS) is None
