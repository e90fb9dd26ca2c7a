"""Conversations whose truth is known: seeded, and as their docstring says."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from recul.threads.conversations import MICRO, NEVER
from recul.worlds.conversations import CHOICE, OFFICE, World, said, threads


@pytest.mark.parametrize("world", [World(200), World(200, "halved", 1.0, "ahead", 0.5)])
def test_the_same_seed_gives_the_same_world(world: World) -> None:
    one, two, other = threads(world, 1), threads(world, 1), threads(world, 2)
    assert all(np.array_equal(getattr(one, f.name), getattr(two, f.name)) for f in fields(one))
    assert not np.array_equal(one.age[:100], other.age[:100])


def test_messages_are_sorted_and_begin_at_once() -> None:
    world = threads(World(500), 3)
    assert (np.diff(world.conversation) >= 0).all()
    same = np.diff(world.conversation) == 0
    assert (np.diff(world.age)[same] >= 0).all()
    first = np.searchsorted(world.conversation, np.arange(500))
    assert (world.age[first] == 0).all()
    assert np.array_equal(world.conversation[first], np.arange(500))


def test_answers_come_in_office_hours_and_to_the_loud_and_angry() -> None:
    world = threads(World(4000), 4)
    answered = np.isfinite(world.answered)
    clock = (world.began + world.answered)[answered]
    assert ((clock % 24 >= OFFICE[0]) & (clock % 24 < OFFICE[1] + 1 / 6)).all()
    assert (clock // 24 % 7 < 5).all()
    early = np.bincount(world.conversation[world.age < 0.5], minlength=4000)
    bad = np.bincount(world.conversation[(world.age < 0.5) & world.negative], minlength=4000) / early
    quick = answered & (world.answered < 8)
    assert early[quick].mean() > 1.1 * early[~quick].mean()
    assert bad[quick].mean() > bad[~quick].mean() + 0.02


@pytest.mark.parametrize(("effect", "low", "high"), [("halved", 0.55, 0.8), ("worse", 1.1, 1.6)])
def test_what_follows_an_answer_is_changed_as_said(effect: str, low: float, high: float) -> None:
    """Held back by lot, so that the arms differ by the answer alone: over six hours, with half-lives of four, the ratio
    is ∫2^(−a/2) / ∫2^(−a/4) = .68 where the decay is twice as fast, ∫2^(−a/8) / ∫2^(−a/4) = 1.25 where half."""
    world = threads(World(6000, effect, held=0.5), 5)  # type: ignore[arg-type]
    drawn = np.isfinite(world.moment)
    since = world.age - world.moment[world.conversation]
    follow = np.bincount(world.conversation[(since > 0) & (since <= 6)], minlength=6000)
    arms = [follow[drawn & (world.held == h)].mean() for h in (False, True)]
    assert low < arms[0] / arms[1] < high
    before = np.bincount(world.conversation[since <= 0], minlength=6000)
    arms = [before[drawn & (world.held == h)].mean() for h in (False, True)]
    assert arms[0] == pytest.approx(arms[1], rel=0.12)


def test_an_answer_only_takes_away_what_follows_it() -> None:
    nothing, halved = (threads(World(300, effect), 6) for effect in ("none", "halved"))  # type: ignore[arg-type]
    assert np.array_equal(nothing.answered, halved.answered)
    every, left = (set(zip(w.conversation, w.age, strict=True)) for w in (nothing, halved))
    assert left < every
    assert all(age > halved.answered[whose] for whose, age in every - left)


def test_no_effect_changes_nothing() -> None:
    answered, held = (threads(World(300, held=h), 6) for h in (0.0, 0.5))
    assert np.array_equal(answered.age, held.age)
    assert np.isinf(held.answered[held.held]).all()


def test_hidden_choice_answers_what_is_calming_down() -> None:
    """With no effect at all, fewer messages follow the answers of whoever senses the mood."""
    base = World(6000)
    following = []
    for choice in (CHOICE["none"], CHOICE["strong"]):
        world = threads(replace(base, choice=choice), 7)
        since = world.age - np.where(np.isfinite(world.answered), world.answered, np.inf)[world.conversation]
        following.append(((since > 0) & (since <= 6)).sum() / np.isfinite(world.answered).sum())
    assert following[1] < 0.85 * following[0]


def test_what_a_measure_hands_over_is_the_same_world() -> None:
    world = threads(World(300), 8)
    talk = said(world)
    assert len(talk) == 300
    assert talk.incoming.sum() == len(world.age)
    answer = talk.answered()
    assert ((answer < NEVER) == np.isfinite(world.answered)).all()
    found = (answer - talk.began())[answer < NEVER] / MICRO
    assert np.allclose(found, world.answered[np.isfinite(world.answered)], atol=1e-6)
