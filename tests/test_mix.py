"""The marketing mix against closed forms, naive loops and files whose truth is known."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recul.estimators import _demand
from recul.estimators._mix import Lift, Mix, credit, fit, together
from recul.estimators._shapes import BENT, CARRIED, SHAPES, adstock, at_level, shapes
from recul.panel import Floats
from recul.placebo.rebudget import rebudget, usual

DAYS = np.arange("2021-01-04", "2024-01-01", 7, dtype="datetime64[D]").astype(np.float64) + 3
NONE = np.zeros((0, len(DAYS)))


def test_adstock_and_saturation_are_what_a_loop_says() -> None:
    spend = np.random.default_rng(1).gamma(2.0, 3.0, 30)
    found = shapes(spend)
    assert found.shape == (SHAPES, 30)
    for b, bent in enumerate(BENT):
        for i in (0, 7, 18):
            state, naive = spend[:4].mean(), []
            for x in spend:
                state = CARRIED[i] * state + (1 - CARRIED[i]) * x
                naive.append(np.tanh(bent * state / spend.mean()) if bent else state / spend.mean())
            assert found[b * len(CARRIED) + i] == pytest.approx(np.array(naive) / np.mean(naive))
    assert adstock(spend)[0] == pytest.approx(spend)


def test_a_straight_channel_brings_twice_as_much_at_twice_the_spend() -> None:
    spend = np.random.default_rng(1).gamma(2.0, 3.0, 200)
    once, twice = at_level(spend, 1.0), at_level(spend, 2.0)
    assert twice[0] == pytest.approx(2 * once[0])
    assert once[0] == pytest.approx(1.0)
    assert (twice[1:] < 2 * once[1:] + 1e-9).all()
    assert twice[-1] < 1.1 * once[-1]


def test_the_season_of_the_year_and_christmas_are_no_channel() -> None:
    """What is made of the fixed columns alone leaves nothing to credit."""
    base = _demand.columns(DAYS, NONE)
    made = base @ np.random.default_rng(2).standard_normal(base.shape[1])
    point = _demand.Point.of(0.6, 0.3, np.abs(DAYS[:, None] - DAYS) / 7, _demand.alike(DAYS), base)
    assert np.abs(point.free(made)).max() < 1e-8 * np.abs(made).max()


def simple(seed: int, brings: float) -> Mix:
    """Spend without a memory, that acts at once and in proportion; errors free of each other."""
    rng = np.random.default_rng(seed)
    spend = rng.gamma(1.0, 1.0, (2, len(DAYS)))
    return Mix(200 + brings * spend[0] / spend[0].mean() + rng.standard_normal(len(DAYS)), spend, NONE, DAYS)


def test_a_plain_case_is_what_least_squares_says() -> None:
    mix = simple(3, 5.0)
    found = credit(fit(mix), mix.spend, np.arange(2))
    design = np.concatenate([_demand.columns(DAYS, NONE), mix.spend.T / mix.spend.mean(axis=1)], axis=1)
    naive = np.linalg.lstsq(design, mix.outcome)[0][-2]
    low, middle, high = (float(found.quantile(z)[0]) for z in (-1.645, 0.0, 1.645))
    assert low < naive < high
    assert middle == pytest.approx(naive, rel=0.1)
    assert found.score[0] > 10 > 3 > abs(found.score[1])


def test_quantiles_and_score_are_one_reading() -> None:
    mix = simple(4, 0.3)
    found = credit(fit(mix), mix.spend, np.arange(2))
    for i in range(2):
        assert float(found.quantile(-float(found.score[i]))[i]) == pytest.approx(0.0, abs=1e-6)
    ends = np.stack([found.quantile(z) for z in (-3.0, -1.0, 0.0, 1.0, 3.0)])
    assert (np.diff(ends, axis=0) > 0).all()


def test_two_that_are_one_are_told_together() -> None:
    mix = simple(5, 5.0)
    twins = replace(mix, spend=np.stack([mix.spend[0], mix.spend[0] * 3]))
    mean, spread = together(fit(twins), (0, 1))
    assert abs(mean - 5.0) < 3 * spread
    assert spread < 0.5


def test_placebos_keep_the_mean_the_sign_and_what_the_spend_follows() -> None:
    rng = np.random.default_rng(6)
    christmas = np.exp(-((((DAYS - 352) + 182.6) % 365.25 - 182.6) ** 2) / 200)
    spend = 0.2 * rng.gamma(1.0, 1.0, len(DAYS)) + 3 * christmas
    placebos = rebudget(spend, usual(spend, NONE, NONE, DAYS), 50, rng)
    assert (placebos >= 0).all()
    assert placebos.mean(axis=1) == pytest.approx(spend.mean())
    assert min(np.corrcoef(p, christmas)[0, 1] for p in placebos) > 0.6
    off = spend - 3 * christmas
    assert abs(np.mean([np.corrcoef(p - 3 * christmas, off)[0, 1] for p in placebos])) < 0.4


def test_a_test_moves_the_channel_to_what_it_says() -> None:
    """A hidden driver lifts both spend and outcome: the mix alone is far off, a test in a window mends it."""
    rng = np.random.default_rng(7)
    hidden = rng.standard_normal(len(DAYS))
    spend = np.exp(0.4 * hidden + 0.1 * rng.standard_normal(len(DAYS)))[None]
    mix = Mix(100 + 10 * spend[0] / spend.mean() + 5 * hidden + rng.standard_normal(len(DAYS)), spend, NONE, DAYS)
    spared = spend[0].copy()
    spared[60:68] = 0
    told = Lift(0, spared, 60, 67, float(10 * spend[0, 60:68].sum() / spend.mean()), 4.0)
    alone = fit(mix)
    without = credit(alone, spend, np.array([0]))
    with_test = fit(replace(mix, tests=(told,)))
    posterior = credit(with_test, spend, np.array([0]))
    assert float(without.quantile(-1.645)[0]) > 12
    assert abs(float(posterior.quantile(0.0)[0]) - 10) < 0.5 * abs(float(without.quantile(0.0)[0]) - 10)


def table(path: Path, *names: str) -> list[Floats]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [np.array([float(row[n]) for row in rows]) for n in names]


@pytest.mark.real_data
def test_both_true_contributions_of_the_known_file_are_inside(data_dir: Path) -> None:
    """PyMC-Marketing's simulated brand: 10,220 and 6,708, what the outcome is less what it is without each channel."""
    path = data_dir / "mmm" / "mmm_roas_data.csv"
    y, without1, without2, x1, x2, z = table(path, "y", "y01", "y02", "x1", "x2", "z")
    true = np.array([(y - without1).sum(), (y - without2).sum()])
    assert true == pytest.approx([10220.45, 6707.88], abs=0.01)
    days = np.datetime64("2021-10-02", "D").astype(np.float64) + 3 + 7 * np.arange(len(y))
    mix = Mix(y, np.stack([x1, x2]), z[None], days)
    found = credit(fit(mix), mix.spend, np.arange(2))
    low, high = (found.quantile(q) * len(y) for q in (-1.645, 1.645))
    assert (low < true).all()
    assert (true < high).all()
    # No empty promise: each interval is narrower than what the channel brings.
    assert (high - low < true).all()
