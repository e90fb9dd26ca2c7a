"""Trials of answering: rows, histories and estimates against naive versions and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from recul.panel import Floats
from recul.threads import hazard as hazards
from recul.threads import trials as grid
from recul.threads._normal import moments
from recul.threads.conversations import MICRO, NEVER, Conversations
from recul.threads.emulation import emulate, hazard
from recul.threads.hazard import logistic, probability
from recul.threads.hours import Office
from recul.threads.lottery import Lottery, compare, lottery
from recul.threads.trials import BINS, HALF, Trials, trials
from recul.worlds.conversations import World, said, threads
from thread_samples import MONDAY, Said, conversations

ALWAYS = Office(0, 24, (1, 2, 3, 4, 5, 6, 7))


@pytest.fixture(scope="module")
def some() -> Conversations:
    return said(threads(World(300), 5))


def test_rows_and_outcomes_are_the_naive_ones(some: Conversations) -> None:
    office, horizon = Office(), 4.0
    found = trials(some, office, horizon, 1)
    began, answer = some.began(), some.answered()
    negative = some.public & (some.tone < 0)
    for i in range(0, 300, 7):
        rows = np.flatnonzero(found.conversation == i)
        mine = some.conversation == i
        if found.answered[i] < BINS:  # the grid goes through the answer
            at = answer[i] + (found.point[rows] - found.answered[i]) * HALF
            assert found.answered[i] in found.point[rows]
            assert ((at >= began[i]) & (at < began[i] + (BINS + 1) * HALF)).all()
            first = answer[i] - found.answered[i] * HALF
            assert len(rows) == sum(office.open(np.array([first + p * HALF]))[0] for p in range(BINS))
            for row, t in zip(rows, at, strict=True):
                times = some.time[mine & negative]
                naive = [((times > t) & (times <= t + HALF)).sum(),
                         ((times > t + HALF) & (times <= t + horizon * MICRO)).sum()]
                assert found.outcome[row].tolist() == naive
        else:
            in_time = answer[i] < NEVER and answer[i] - began[i] <= BINS * HALF
            assert not (in_time and office.open(answer[i:i + 1])[0])


def test_the_history_ends_at_the_point() -> None:
    """What is said after a row's moment changes nothing in its history; what is said before does."""
    base = [Said(0, 9.0), Said(0, 9.7), Said(0, 12.0, "out"), Said(1, 9.0), Said(1, 10.0, "out"), Said(2, 9.1)]
    later, earlier = Said(0, 12.1), Said(0, 11.9)
    first, with_later, with_earlier = (_history(conversations(*base, *extra)) for extra in ([], [later], [earlier]))
    assert np.array_equal(first, with_later)
    assert not np.array_equal(first, with_earlier)


def _history(talk: Conversations) -> Floats:
    """Of the row answered in conversation 0, before the columns are standardised over all rows: by ranks."""
    found = trials(talk, ALWAYS, 1.0, 1)
    kept = (found.conversation != 0) | (found.point <= found.answered[0])
    column = found.design[kept][:, 1:]
    mine = found.row_of(found.answered)[0]
    return np.asarray([(c < found.design[mine, j + 1] - 1e-9).sum() for j, c in enumerate(column.T)], np.float64)


def test_answered_out_of_hours_is_at_risk_until_then() -> None:
    # Begun on Monday at 16:10, answered at 20:00, the office closed since 18:00.
    found = trials(conversations(Said(0, 16.1), Said(0, 20.0, "out"), Said(1, 9.0)), Office(), 2.0, 1)
    assert found.answered[0] == BINS
    at = MONDAY + round(16.1 * MICRO)
    assert 7 <= found.stop[0] <= 8  # 3.9 hours, and the grid begins at most half an hour in
    assert found.stop[1] == BINS
    assert at < MONDAY + 20 * MICRO


def test_the_end_of_the_record_leaves_no_row_half_counted() -> None:
    found = trials(conversations(Said(0, 9.0), Said(0, 10.0, "out"), end=12.0), ALWAYS, 2.0, 1)
    assert found.point.max() == found.answered[0] == 2


def test_moments_are_the_plain_product() -> None:
    random = np.random.default_rng(1)
    x, w = random.normal(size=(5000, 4)), random.random((5000, 3))
    naive = np.stack([(x * w[:, k, None]).T @ x for k in range(3)])
    assert np.allclose(moments(x, w), naive, rtol=1e-10)


def test_the_hazard_is_the_weighted_logistic_regression_of_statsmodels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hazards, "PRIOR_SD", 1e6)
    random = np.random.default_rng(2)
    n, p = 4000, 4
    x = np.concatenate([np.ones((n, 1)), random.normal(size=(n, p - 1))], axis=1)
    answered = random.random((n, 2)) < probability(x @ np.array([[-2.0, 0.5, -0.3, 0], [-1.5, 0, 0.8, 0.1]]).T)
    controls = np.flatnonzero(random.random(n) < 0.5)
    weight = np.full(len(controls), 2.0)
    treated = [np.flatnonzero(a) for a in answered.T]
    found = logistic(x, controls, weight, ~answered[controls], treated, np.zeros((2, p)))
    for k, rows in enumerate(treated):
        left = controls[~answered[controls, k]]
        y = np.r_[np.ones(len(rows)), np.zeros(len(left))]
        oracle = sm.GLM(y, x[np.r_[rows, left]], family=sm.families.Binomial(),
                        freq_weights=np.r_[np.ones(len(rows)), np.full(len(left), 2.0)]).fit()
        assert np.allclose(found[k], oracle.params, atol=1e-3)


def test_a_weekday_nobody_answers_on_has_a_finite_hazard() -> None:
    x = np.stack([np.ones(400), np.repeat([0.0, 1.0], 200)], axis=1)
    found = logistic(x, np.arange(50, 400), np.ones(350), np.ones((350, 1), bool), [np.arange(50)], np.zeros((1, 2)))
    assert np.isfinite(found).all()
    assert probability(x[-1:] @ found[0])[0] < 0.01


def coin(n: int, ratio: float, seed: int) -> Trials:
    """n conversations of one row each, answered by a fair coin whatever their history, which says how loud they are;
    `ratio` times as much follows an answer, from half an hour on."""
    random = np.random.default_rng(seed)
    loud = random.normal(size=n)
    answered = np.where(random.random(n) < 0.5, 0, BINS)
    mean = np.exp(1 + 0.5 * loud)
    outcome = np.stack([random.poisson(0.2 * mean), random.poisson(mean * np.where(answered == 0, ratio, 1.0))], axis=1)
    rows = np.arange(n)
    return Trials(rows, np.zeros(n, np.int64), np.stack([np.ones(n), loud], axis=1), outcome.astype(float), answered,
                  np.full(n, BINS), rows, np.ones(n), ("one", "loud"), 6.0)


def test_a_coin_gives_the_difference_of_means() -> None:
    """Hazard known and nothing censored: E₁ is the mean, θ the log ratio, its error that of two means."""
    world = coin(20000, 0.7, 3)
    e = emulate(world, world.answered[None], hazard(world))
    left, right = (world.outcome[(world.answered == a), 1] for a in (0, BINS))
    assert e.followed[0, 1] == left.mean()
    assert e.expected[0, 1] == pytest.approx(right.mean(), rel=0.02)
    assert e.effect[0, 1] == pytest.approx(np.log(0.7), abs=4 * e.error[0, 1])
    plain = np.sqrt(left.var() / len(left) / left.mean() ** 2 + right.var() / len(right) / right.mean() ** 2)
    assert 0.5 * plain < e.error[0, 1] < plain  # adjusting for loudness takes away much of it
    assert abs(e.effect[0, 0]) < 4 * e.error[0, 0]


def test_many_assignments_are_each_alone() -> None:
    world = coin(400, 1.0, 4)
    random = np.random.default_rng(5)
    answered = np.stack([world.answered, *(random.permutation(world.answered) for _ in range(4))])
    together = emulate(world, answered, hazard(world))
    for k in range(5):
        alone = emulate(world, answered[k:k + 1], hazard(world))
        assert np.allclose(together.effect[k], alone.effect[0], atol=1e-6)
        assert np.allclose(together.error[k], alone.error[0], atol=1e-6)


def test_the_naive_version_in_ten_lines() -> None:
    """Weighted regression, one assignment, written out; statsmodels for both regressions."""
    world = coin(600, 0.8, 6)
    a = world.answered == 0
    x, y = world.design, world.outcome[:, 1]
    h = sm.Logit(a, x).fit(disp=False).predict(x)
    left = sm.WLS(y[~a], x[~a], weights=(h / (1 - h))[~a]).fit()
    expected = left.predict(x[a]).mean()
    found = emulate(world, world.answered[None], hazard(world))
    assert found.expected[0, 1] == pytest.approx(expected, rel=1e-3)
    assert found.effect[0, 1] == pytest.approx(np.log(y[a].mean() / expected), abs=1e-3)


def test_the_errors_are_the_spread_of_the_estimates() -> None:
    worlds = [coin(400, 1.0, seed) for seed in range(150)]
    found = [emulate(w, w.answered[None], hazard(w)) for w in worlds]
    z = np.array([f.effect[0] / f.error[0] for f in found])
    beyond = np.array([(f.effect[0, 1] - f.effect[0, 0]) / f.difference_error[0] for f in found])
    for values in (*z.T, beyond):
        assert abs(values.mean()) < 0.35
        assert 0.8 < values.std() < 1.2


def test_too_few_answers_are_no_estimate() -> None:
    world = coin(60, 1.0, 1)
    answered = np.where(np.arange(60) < 10, 0, BINS)
    assert np.isnan(emulate(world, answered[None], hazard(world)).effect).all()


def test_controls_stand_for_all() -> None:
    found = trials(said(threads(World(400), 2)), Office(), 6.0, 2)
    assert len(found.controls) < len(found.point)
    recent = found.outcome.sum(axis=1)
    whole, drawn = recent.sum(), (recent[found.controls] * found.weight).sum()
    assert drawn == pytest.approx(whole, rel=0.05)
    assert found.weight.sum() == pytest.approx(len(found.point), rel=0.05)
    assert len(found.controls) == pytest.approx(grid.ROWS_EACH * 400, rel=0.1)


def test_a_lottery_is_the_difference_of_logarithms() -> None:
    random = np.random.default_rng(7)
    y, arm = random.poisson(3, 500).astype(float), random.random(500) < 0.5
    drawn = Lottery(np.ones((500, 1)), y, arm, np.arange(500), 6.0)
    arms = np.stack([arm, random.permutation(arm)])
    found = compare(drawn, arms)
    for k, one in enumerate(arms):
        a, b = np.log1p(y[one]), np.log1p(y[~one])
        assert found.effect[k] == pytest.approx(a.mean() - b.mean())
        assert found.error[k] == pytest.approx(np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))
        assert found.followed[k] == pytest.approx(np.expm1(a.mean()))


def test_the_history_sharpens_a_lottery_and_does_not_move_it() -> None:
    world = threads(World(1500, held=0.5), 8)
    moment = np.isfinite(world.moment)
    when = MONDAY + np.round((world.began + world.moment)[moment] * MICRO).astype(np.int64)
    drawn = lottery(said(world), np.flatnonzero(moment), when, ~world.held[moment], Office(), 6.0)
    bare = Lottery(drawn.design[:, :1], drawn.outcome, drawn.arm, drawn.conversation, 6.0)
    with_history, without = (compare(d, drawn.arm[None]) for d in (drawn, bare))
    assert with_history.error[0] < 0.8 * without.error[0]
    assert abs(with_history.effect[0] - without.effect[0]) < 2 * without.error[0]
