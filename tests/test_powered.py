"""Shares corrected by labels: closed forms, naive versions, and worlds whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from recul.estimators._powered import Powered, bounded, powered, shares
from recul.labels.audit import Labelled, audit
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.relabel import Side, exchanged, turned, ways, widening


def side(y: Floats, f: Floats, n: int, t: Floats | None = None) -> Side:
    """The first n are audited; a day of thirty in turn."""
    day = np.arange(len(y)) % 30
    return Side(np.ones(n) if t is None else t, y[:n], f[:n], day[:n], f[n:], day[n:], len(y))


def world(rng: np.random.Generator, share: float, rows: int, knows: float) -> tuple[Floats, Floats]:
    """Labels, and the scores of a classifier that is biased whatever it knows."""
    y = (rng.random(rows) < share).astype(float)
    return y, np.clip(0.25 + knows * y + 0.15 * rng.standard_normal(rows), 0, 1)


def test_the_estimate_is_the_naive_one() -> None:
    """Of the paper: mean prediction plus mean error, with the power tuning written out row by row."""
    rng = np.random.default_rng(1)
    y, f = world(rng, 0.4, 900, 0.4)
    n, found = 150, shares(side(y, f, 150).sample)
    first = y[:n].mean()
    tuning = sum((a - first) * (b - f[:n].mean()) for a, b in zip(y[:n], f[:n], strict=True)) / sum(
        (b - f[:n].mean()) ** 2 for b in f[:n])
    tuning = min(max(tuning, 0), 1)
    left = y[:n] - tuning * f[:n]
    assert found.tuning[0] == pytest.approx(tuning)
    assert found.value[0] == pytest.approx(tuning * f.mean() + left.mean())
    assert found.scale[0] == pytest.approx(np.sqrt((1 - n / 900) * left.var(ddof=1) * (n - 1) / (n - 2) / n))


def test_both_ways_of_computing_it_agree() -> None:
    rng = np.random.default_rng(2)
    y, f = world(rng, 0.3, 500, 0.3)
    audited = np.arange(500) < 120
    one, other = powered(f, y, audited), shares(side(y, f, 120).sample)
    assert (one.value, one.scale) == pytest.approx((other.value[0], other.scale[0]))
    assert (one.n, one.N) == (120, 500)
    assert (one.raw, one.labels_only) == pytest.approx((f.mean(), y[:120].mean()))


@given(st.integers(0, 2**31), st.integers(3, 60), st.integers(0, 60), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_shares_stay_between_nothing_and_all(seed: int, n: int, rest: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    y, f = world(rng, share, n + rest, rng.uniform(-0.5, 0.5))
    value, low, high = bounded(shares(side(y, f, n).sample))
    assert 0 <= low <= value <= high <= 1
    told = powered(f, y, np.arange(n + rest) < n, rng.uniform(0, 9, n + rest))
    assert 0 <= told.low <= told.value <= told.high <= 1
    assert told.low <= told.value


def test_an_audit_of_everything_leaves_no_error() -> None:
    y, f = world(np.random.default_rng(3), 0.35, 200, 0.4)
    weight = np.linspace(1, 5, 200)
    told = powered(f, y, np.ones(200, bool), weight)
    truth = (weight * y).sum() / weight.sum()
    assert (told.value, told.low, told.high) == pytest.approx((truth, truth, truth))


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_labels_give_nothing(n: int) -> None:
    y, f = world(np.random.default_rng(4), 0.35, 50, 0.4)
    told = powered(f, y, np.arange(50) < n)
    assert isinstance(told, Powered)
    assert np.isnan([told.value, told.scale, told.low]).all()


def test_no_label_of_a_tone_is_not_none_of_it() -> None:
    """None among 100: up to 3.6 % by the binomial law, and the interval says at least so much."""
    y = np.zeros(2000)
    _, low, high = bounded(shares(side(y, np.zeros(2000), 100).sample))
    assert low == 0
    assert 0.03 <= high <= 0.06
    perfect = np.r_[np.ones(800), np.zeros(1200)][np.random.default_rng(1).permutation(2000)]
    value, low, high = bounded(shares(side(perfect, perfect, 100).sample))
    assert value == pytest.approx(0.4)
    assert high - low > 0.03


@pytest.mark.parametrize(("share", "knows"), [(0.4, 0.45), (0.4, 0.0), (0.06, 0.4), (0.9, -0.2)])
def test_the_interval_holds_the_truth(share: float, knows: float) -> None:
    """Whatever the classifier knows, and however wrong it is of the raw share."""
    rng, worlds, held, raw = np.random.default_rng(5), 800, 0, 0.0
    for _ in range(worlds):
        y, f = world(rng, share, 1500, knows)
        _, low, high = bounded(shares(side(y, f, 150).sample))
        held += low <= y.mean() <= high
        raw += abs(f.mean() - y.mean()) / worlds
    assert binom.ppf(0.001, worlds, 0.94) <= held
    assert raw > 0.02


def test_what_cannot_be_told_is_missing_and_not_neutral() -> None:
    """Half of the negative messages cannot be told: of those that can, the share is 1/3, not 1/4 or 1/2."""
    rng, held, told = np.random.default_rng(6), 0, 0.0
    for _ in range(400):
        y, f = world(rng, 0.5, 1500, 0.3)
        t = np.where((y == 1) & (rng.random(1500) < 0.5), 0.0, 1.0)
        truth = (t * y).sum() / t.sum()
        value, low, high = bounded(shares(side(y, f, 200, t[:200]).sample))
        held, told = held + (low <= truth <= high), told + value / 400
    assert told == pytest.approx(1 / 3, abs=0.01)
    assert held >= binom.ppf(0.001, 400, 0.94)


def test_the_interval_holds_where_half_of_the_rows_say_nothing() -> None:
    """Rows that count nowhere are no labels: taken for such, the interval was narrower by the root of a half, and held
    the truth 84 times in 100."""
    rng, held = np.random.default_rng(13), 0
    for _ in range(400):
        y, f = world(rng, 0.3, 1500, 0.3)
        t = (rng.random(1500) < 0.5).astype(float)
        truth = (t * y).sum() / t.sum()
        _, low, high = bounded(shares(side(y, f, 200, t[:200]).sample))
        held += low <= truth <= high
    assert held >= binom.ppf(0.001, 400, 0.94)


def test_chosen_labels_move_no_share() -> None:
    """Messages picked because they look negative, once read, would drag a mean of labels up by a tenth. They stay among
    the rest, where the classifier alone speaks of them: setting them apart as known would leave their like among the
    audited to be counted twice (done so at first: 3.7 points too many)."""
    rng, errors, naive = np.random.default_rng(7), [], []
    for _ in range(300):
        y, f = world(rng, 0.3, 1200, 0.3)
        picked = 200 + np.argsort(-f[200:])[:150]
        looked = np.zeros(1200, bool)
        looked[:200] = looked[picked] = True
        chosen = looked.copy()
        chosen[:200] = False
        found = audit(np.ones(1200, bool), Labelled(looked, looked, chosen, np.zeros((1200, 3)), np.zeros(1200, int)),
                      1200)
        errors.append(shares(side(y, f, len(found.audited)).sample).value[0] - y.mean())
        naive.append(y[looked].mean() - y.mean())
    assert abs(np.mean(errors)) < 0.005
    assert np.mean(naive) > 0.1


def test_a_label_must_not_correct_what_was_learnt_from_it() -> None:
    """Sixty useless columns and 80 labels: learnt and corrected on the same labels, the interval is a sham; in folds it
    holds (Zrnic & Candès 2024)."""
    rng, worlds, rows, n, width = np.random.default_rng(8), 300, 800, 80, 60
    held = {"folds": 0, "same": 0}

    def learnt(x: Floats, y: Floats, at: np.ndarray) -> Floats:
        ridge = x[at].T @ x[at] + np.eye(x.shape[1])
        return x @ np.linalg.solve(ridge, x[at].T @ (y[at] - 0.5)) + 0.5

    for _ in range(worlds):
        x, y = rng.standard_normal((rows, width)), (rng.random(rows) < 0.5).astype(float)
        every = [learnt(x, y, np.flatnonzero(np.arange(n) % 5 != k)) for k in range(5)]
        f = np.mean(every, axis=0)
        f[:n] = np.choose(np.arange(n) % 5, [e[:n] for e in every])
        for name, scores in (("folds", f), ("same", learnt(x, y, np.arange(n)))):
            _, low, high = bounded(shares(side(y, scores, n).sample))
            held[name] += low <= y.mean() <= high
    assert held["folds"] >= binom.ppf(0.001, worlds, 0.94)
    assert held["same"] < 0.85 * worlds


@pytest.mark.parametrize("labels", [(150, 150), (60, 400)])
def test_groups_that_do_not_differ_are_seldom_said_to(labels: tuple[int, int]) -> None:
    """One share, two classifiers' biases: no more than .05 gives 999 times in 1,000. The raw shares always differ."""
    rng, worlds, seen, raw = np.random.default_rng(9), 300, 0, 0
    for number in range(worlds):
        (y, f), (u, g) = world(rng, 0.35, 1500, 0.4), world(rng, 0.35, 900, 0.2)
        one, other = exchanged(side(y, f, labels[0]), side(u, g, labels[1]), number, 99)
        a, b = shares(one), shares(other)
        z = (a.value - b.value) / np.hypot(a.chance, b.chance)
        seen += abs(z[0]) > Calibration.of(z[1:], 0, 99).bound()
        raw += abs(f.mean() - g.mean()) > 1.96 * np.sqrt(0.25 / 1500 + 0.25 / 900)
    assert seen <= binom.ppf(0.999, worlds, 0.05)
    assert raw > 0.8 * worlds


def test_exchanges_share_out_the_messages_they_were_given() -> None:
    rng = np.random.default_rng(10)
    y, f = world(rng, 0.3, 700, 0.4)
    u, g = world(rng, 0.6, 400, 0.4)
    one, other = exchanged(side(y, f, 100), side(u, g, 60), 1, 50)
    assert (one.audited + other.audited == 160).all()
    assert (one.rest + other.rest == 940).all()
    assert np.ptp(one.audited) > 0  # whole days, with as many as were read in each
    assert np.ptp((one.ty + other.ty)[1:]) < 1e-9
    assert np.ptp((one.rest_f + other.rest_f)[1:]) < 1e-6
    assert np.abs(shares(one).value[1:] - shares(other).value[1:]).mean() < 0.1


def test_one_group_turned_has_no_side() -> None:
    rng, seen = np.random.default_rng(11), 0
    for number in range(200):
        y = rng.choice([-1.0, 0.0, 1.0], 900, p=[0.3, 0.4, 0.3])
        f = np.clip(0.4 * y + 0.2 * rng.standard_normal(900) + 0.1, -1, 1)
        found = shares(turned(side(y, f, 150), number, 99))
        z = found.value / found.chance
        seen += abs(z[0]) > Calibration.of(z[1:], 0, 99).bound()
    assert seen <= binom.ppf(0.999, 200, 0.05)


@pytest.mark.parametrize("days", [10, 30])
@pytest.mark.parametrize("others", [False, True])
def test_what_a_day_holds_is_not_taken_for_a_difference(days: int, others: bool) -> None:
    """Shares that move from day to day: days exchanged hold their word; messages exchanged one by one would not.

    others: whether the second group's days are the first one's, or others."""
    rng, worlds = np.random.default_rng(12), 120
    seen = {"day": 0, "message": 0}
    for number in range(worlds):
        made = []
        for group in range(2):
            day = rng.integers(0, days, 1500)
            y = (rng.random(1500) < 1 / (1 + np.exp(-rng.normal(0, 0.75, days)[day]))).astype(float)
            f = np.clip(0.25 + 0.4 * y + 0.15 * rng.standard_normal(1500), 0, 1)
            made.append((y, f, day + days * group * others, np.arange(1500) + 1500 * group))
        for name, at in (("day", 2), ("message", 3)):
            sides = [Side(np.ones(200), y[:200], f[:200], d[:200], f[200:], d[200:], 1500)
                     for y, f, d in ((m[0], m[1], m[at]) for m in made)]
            a, b = (shares(s) for s in exchanged(sides[0], sides[1], number, 99))
            z = (a.value - b.value) / np.hypot(a.chance, b.chance)
            wider = widening(*sides) if name == "day" else 1.0
            seen[name] += abs(z[0]) > Calibration.of(z[1:], 0, 99).bound() * wider
    assert seen["day"] <= binom.ppf(0.999, worlds, 0.05)
    assert seen["message"] > binom.ppf(0.999, worlds, 0.05)


def test_days_change_sides_in_as_many_ways_as_there_are() -> None:
    def of(*days: int) -> Side:
        one = np.ones(len(days))
        return Side(one, one, one, np.array(days), np.zeros(0), np.zeros(0, np.int64), len(days))

    assert ways(of(1, 2, 3), None) == 8
    assert ways(of(1, 2, 3), of(1, 2, 3)) == 8
    assert ways(of(1, 2, 3), of(4, 5)) == 10  # 5 over 2
    assert ways(of(1, 2, 3), of(3, 4)) == 6  # the third swaps or not; one of three is of the second
