"""The talking world against closed forms: means, and how one side's counts lean on the other's."""

from __future__ import annotations

import numpy as np
import pytest

from recul.worlds.voices import BRAND_DAY, BRAND_WEEK, CALLED, PUBLIC_DAY, PUBLIC_WEEK, VoicesWorld, talk


def counts(world: VoicesWorld, seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Messages an hour of the brand and the public, the records one after the other."""
    drawn = [talk(world, seed).counts for seed in range(seeds)]
    return np.concatenate([d[0] for d in drawn]), np.concatenate([d[1] for d in drawn])


@pytest.mark.parametrize("world", [
    VoicesWorld(), VoicesWorld(raises=1.0, replies=0.02), VoicesWorld(raises=0.5, public_echo=0.6, brand_echo=0.4)])
def test_means_are_those_of_a_branching_process(world: VoicesWorld) -> None:
    """(I − N)⁻¹ν, N how many each message calls for. Its own totals' spread, over records, is the yardstick."""
    called = np.array([[world.brand_echo, world.replies], [world.raises, world.public_echo]])
    coming = np.array([world.brand * (1 - world.brand_echo), world.public * (1 - world.public_echo)])
    expected = np.linalg.solve(np.eye(2) - called, coming)
    means = np.array([[c.mean() for c in talk(world, seed).counts] for seed in range(20)])
    error = means.std(axis=0, ddof=1) / np.sqrt(len(means))
    assert (np.abs(means.mean(axis=0) - expected) < 4 * error).all()


def test_a_message_is_followed_by_those_it_calls_for_and_by_no_others() -> None:
    """Without echoes the public is Poisson given the brand, and the regression on lagged counts has slopes 0, .5, .3,
    .2, 0 of what a message calls for."""
    brand, public = counts(VoicesWorld(raises=1.0, public_echo=0.0, brand_echo=0.0, brand=0.5), 12)
    lags = np.stack([np.roll(brand, k) for k in range(5)], axis=1).astype(float)
    week = np.arange(len(brand)) % 168
    for column in (*lags.T, public := public.astype(float)):
        column -= (np.bincount(week, column, 168) / np.bincount(week))[week]
    slopes = np.linalg.lstsq(lags, public)[0]
    error = np.sqrt((public**2).mean() / (lags**2).sum(axis=0))
    assert (np.abs(slopes - [0.0, *CALLED, 0.0]) < 4 * error).all()


def test_a_driver_moves_both_sides_with_its_own_memory() -> None:
    """Cov(b[t], p[t + l]) / (E b E p) = exp(swing²·ρ^l) − 1, where nothing calls for anything and hours are alike."""
    world = VoicesWorld(driver=6, brand=2.0, public_echo=0.0, brand_echo=0.0, weeks=104)
    shapes = [np.outer(w, d).ravel() for w, d in ((BRAND_WEEK, BRAND_DAY), (PUBLIC_WEEK, PUBLIC_DAY))]
    means = [level * shape / shape.mean() for level, shape in zip((world.brand, world.public), shapes, strict=True)]
    ratios = []
    for seed in range(12):
        relative = [c / np.tile(mean, world.weeks) for c, mean in zip(talk(world, seed).counts, means, strict=True)]
        ratios.append([(relative[0][:-24] * np.roll(relative[1], -lag)[:-24]).mean() - 1 for lag in (0, 6, 12)])
    told = np.array(ratios)
    expected = np.exp(world.swing**2 * np.exp(-np.array([0, 6, 12]) / 6)) - 1
    error = told.std(axis=0, ddof=1) / np.sqrt(len(told))
    assert (np.abs(told.mean(axis=0) - expected) < 4 * error).all()


@pytest.mark.parametrize(("late", "first"), [(2, "public"), (-2, "brand")])
def test_who_hears_late_follows(late: int, first: str) -> None:
    brand, public = counts(VoicesWorld(driver=3, swing=1.0, brand=2.0, late=late, public_echo=0, brand_echo=0), 2)
    week = np.arange(len(brand)) % 168
    relative = [c / (np.bincount(week, c, 168) / np.bincount(week))[week] for c in (brand, public)]
    lags = np.arange(-4, 5)
    best = lags[int(np.argmax([(relative[0] * np.roll(relative[1], -lag)).mean() for lag in lags]))]
    assert best == (-2 if first == "public" else 2)


def test_the_pull_changes_where_it_is_told_to() -> None:
    world = VoicesWorld(raises=0.0, raises_later=2.0, change=0.25, public_echo=0.0, brand=0.5, weeks=208)
    _, public = talk(world, 3).counts
    weekly = public.reshape(-1, 168).sum(axis=1)
    added = 2.0 * 0.5 * 168
    before, after = weekly[:52].mean(), weekly[53:].mean()
    assert abs(after - before - added) < 4 * np.sqrt(weekly[:52].var() / 52 + weekly[53:].var() / 155)


def test_threads_begin_with_their_first_message() -> None:
    drawn = talk(VoicesWorld(raises=0.5, replies=0.05, weeks=4), 1)
    roots = np.unique(drawn.thread)
    assert (drawn.thread[roots] == roots).all()
    assert (drawn.hour[drawn.thread] <= drawn.hour).all()
    assert (np.diff(drawn.hour) >= 0).all()
    # With nothing called for, every message begins its own.
    alone = talk(VoicesWorld(public_echo=0.0, brand_echo=0.0, weeks=4), 1)
    assert len(np.unique(alone.thread)) == len(alone.hour)


def test_the_same_seed_is_the_same_record() -> None:
    one, two = talk(VoicesWorld(driver=3, weeks=4), 5), talk(VoicesWorld(driver=3, weeks=4), 5)
    assert (one.hour == two.hour).all()
    assert (one.brand == two.brand).all()
    assert len(talk(VoicesWorld(driver=3, weeks=4), 6).hour) != len(one.hour)
