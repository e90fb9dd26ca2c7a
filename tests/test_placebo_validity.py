"""What forbids a verdict, and how often it does where nothing is the matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import f as fisher
from scipy.stats import t as student

from recul.finding import Rate
from recul.placebo.rates import cries_often
from recul.placebo.wilder import chance, reach
from test_placebo_judge import ask, batch_of, invented


def codes(**diagnostics: np.ndarray) -> set[str]:
    """What forbids where bell-shaped scores come with these diagnostics [n]."""
    n = len(next(iter(diagnostics.values())))
    estimates = invented(np.random.default_rng(0).standard_normal(n))
    found = ask(batch_of(n, 7), replace(estimates, diagnostics=replace(estimates.diagnostics, **diagnostics)))
    return {limit.code for limit in found.limits if limit.forbids}


def with_first(first: float, rest: np.ndarray) -> np.ndarray:
    return np.concatenate([[first], rest])


def test_the_worst_fit_of_many_alike_is_no_bad_fit() -> None:
    alike = 1 + 0.05 * np.random.default_rng(0).random(80)
    assert "poor_fit" not in codes(fit=with_first(1.2, alike))
    assert "poor_fit" in codes(fit=with_first(1.6, alike))
    # As large, but many placebos are no better.
    assert "poor_fit" not in codes(fit=with_first(1.6, np.where(np.arange(80) % 8, alike, 1.7)))


def test_a_line_that_placebos_have_too_is_none_too_many() -> None:
    flat = np.full(80, 0.1)
    assert "growing_apart" in codes(drift=with_first(3.0, flat))
    assert "growing_apart" in codes(drift=with_first(-3.0, flat))
    assert "growing_apart" not in codes(drift=with_first(3.0, np.where(np.arange(80) % 8, 2.0, 4.0)))
    # Among fewer than nineteen the largest is no bound.
    few = np.where(np.arange(12) % 4, 0.1, 4.0)
    assert "growing_apart" in codes(drift=with_first(3.0, few))


def test_bell_shaped_scores_are_compared_as_fisher_did() -> None:
    usual = np.random.default_rng(0).uniform(-1, 1, 60)  # tails lighter than the normal's: kurtosis 1.8, taken as 3
    assert chance(usual, 8) == pytest.approx(fisher.ppf(0.99, 8, 60))


def test_heavy_tails_are_not_taken_for_wildness() -> None:
    """Laplace's law has a kurtosis of 6. Eight more scores of the same law: how often are they called wilder?"""
    random = np.random.default_rng(1)
    naive = robust = 0
    for _ in range(2000):
        usual, more = random.laplace(size=80), random.laplace(size=8)
        ratio = (more**2).mean() / (usual**2).mean()
        naive += ratio > fisher.ppf(0.99, 8, 80)
        robust += ratio > chance(usual, 8)
    assert naive / 2000 > 0.04
    assert 0.005 < robust / 2000 < 0.03


def test_what_a_moment_shares_makes_its_scores_count_less() -> None:
    random = np.random.default_rng(2)
    moment = np.repeat(np.arange(6), 10)
    alone = random.standard_normal(60)
    shared = alone * np.repeat([0.3, 0.5, 0.8, 1.0, 1.5, 2.5], 10)
    assert chance(shared, 10, moment) > 1.5 * chance(shared, 10)
    # All of a moment's scores of one size: a moment is one score.
    one = np.repeat(random.standard_normal(6), 10)
    kurtosis = max(3.0, (one**4).mean() / (one**2).mean() ** 2)
    tails = 2 / (kurtosis - 1)
    assert chance(one, 10, moment) == pytest.approx(fisher.ppf(0.99, tails, max(6 * tails, 1)), rel=0.05)


def test_nine_moments_or_more_say_how_wild_moments_are() -> None:
    random = np.random.default_rng(3)
    moment = np.repeat(np.arange(12), 7)
    score = random.standard_normal(84) * np.repeat(np.tile([0.5, 2.0], 6), 7)
    log = np.log([(score[moment == m] ** 2).mean() for m in range(12)])
    expected = np.exp(log.mean() + log.std(ddof=1) * np.sqrt(1 + 1 / 12) * student.ppf(0.99, 11))
    assert reach(score, moment) == pytest.approx(expected)
    assert reach(score, moment) > 2 * reach(random.standard_normal(84), moment)
    assert reach(score[:56], moment[:56]) == 0


@pytest.mark.parametrize(("count", "of", "often"), [(3, 20, True), (2, 20, False), (3, 29, False), (6, 100, False),
                                                    (11, 100, True), (60, 1000, False), (0, 0, False)])
def test_a_record_of_many_cries_is_told(count: int, of: int, often: bool) -> None:
    """Three cries in twenty come by chance 7.5 % of the time, three in twenty-nine 17.6 % (binomial, 5 % each)."""
    limit = cries_often(Rate(count / of if of else None, None, None, count, of))
    assert (limit is not None) == often
    assert limit is None or not limit.forbids
