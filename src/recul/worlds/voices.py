"""A brand and its public talking, hour by hour, where it is known who makes whom talk.

A branching process in hours (Hawkes & Oakes 1974, J. Appl. Prob. 11(3), in discrete time). Messages that nobody called
for come in as Poisson counts of mean

    level · (1 − echo) · profile[hour of the week] · g[t],      g = exp(swing·x[t] − swing²/2),
    x[t] = ρ·x[t−1] + √(1 − ρ²)·e[t],  ρ = exp(−1 / driver),  e normal;  g = 1 when driver is 0,

with one x for both sides: a game, the news. Every message calls for Poisson(echo) others of its own side, the first
hour after it with probability 1 − DECAY, the next with (1 − DECAY)·DECAY, …; and, if told so, for some of the other
side, one, two or three hours later with probabilities CALLED. Without a driver, the mean of each side over whole weeks
is (I − N)⁻¹ν, ν the means of what comes in and N the matrix of how many each message calls for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from recul.panel import Bools, Floats, Ints

WEEK, RUN_IN = 168, 336
DECAY = 0.6
CALLED = np.array([0.5, 0.3, 0.2])
FIRST_HOUR = np.datetime64("2023-01-02", "s")  # a Monday
PUBLIC_DAY = np.array([0.30, 0.18, 0.12, 0.10, 0.12, 0.25, 0.50, 0.85, 1.10, 1.20, 1.20, 1.25,
                       1.45, 1.35, 1.15, 1.10, 1.15, 1.30, 1.50, 1.65, 1.75, 1.70, 1.20, 0.65])  # midnight first
BRAND_DAY = np.array([0.05] * 7 + [0.3, 1, 2, 2.5, 2.5, 2, 2, 2.3, 2.3, 2.2, 2, 1.5, 1, 0.8, 0.5, 0.2, 0.1])
PUBLIC_WEEK = np.array([1.00, 1.02, 1.05, 1.05, 1.00, 0.92, 0.96])  # Monday first
BRAND_WEEK = np.array([1.0, 1.1, 1.1, 1.1, 1.0, 0.5, 0.4])


@dataclass(frozen=True, slots=True)
class VoicesWorld:
    """weeks: how long. public, brand: messages an hour that the other side did not call for. driver: the memory, in
    hours, of what both sides talk of; 0, nothing. swing: SD of its logarithm. raises: messages of the public that each
    of the brand's calls for; raises_later: the same from the share `change` of the record on. replies: messages of the
    brand that each of the public's calls for. public_echo, brand_echo: of its own side. late: hours by which the brand
    hears of the driver after the public; before it, when negative.
    """

    weeks: int = 52
    public: float = 3.0
    brand: float = 1 / 6
    driver: float = 0.0
    swing: float = 0.6
    raises: float = 0.0
    raises_later: float | None = None
    change: float = 0.5
    replies: float = 0.0
    public_echo: float = 0.3
    brand_echo: float = 0.1
    late: int = 0


@dataclass(frozen=True, eq=False)
class Talk:
    """Messages in order of time [n]. hour: since the first. brand: whose. thread: the row that began it all."""

    hours: int
    hour: Ints
    brand: Bools
    thread: Ints

    @property
    def counts(self) -> tuple[Ints, Ints]:
        """Messages an hour of the brand, and of the public [hours]."""
        return (np.bincount(self.hour[self.brand], minlength=self.hours),
                np.bincount(self.hour[~self.brand], minlength=self.hours))

    @property
    def times(self) -> NDArray[np.datetime64]:
        """The hours of the record, datetime64[s], UTC [hours]."""
        return FIRST_HOUR + np.arange(self.hours) * np.timedelta64(3600, "s")


def talk(world: VoicesWorld, seed: int) -> Talk:
    """Draw one such record; what was said in the two weeks before it is forgotten, what it called for is not."""
    random = np.random.default_rng(seed)
    hours = world.weeks * WEEK + RUN_IN
    began = [random.poisson(mean) for mean in _incoming(world, hours, random)]
    hour = np.concatenate([np.repeat(np.arange(hours), counts) for counts in began])
    brand = np.repeat([True, False], [counts.sum() for counts in began])
    thread = np.arange(len(hour))
    found, generation = [(hour, brand, thread)], (hour, brand, thread)
    while len(generation[0]):
        generation = _next(world, hours, *generation, random)
        found.append(generation)
    hour, brand, thread = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.flatnonzero(hour >= RUN_IN)
    order = order[np.argsort(hour[order], kind="stable")]
    # A thread is named by its first row that is in the record.
    _, first, of = np.unique(thread[order], return_index=True, return_inverse=True)
    return Talk(world.weeks * WEEK, hour[order] - RUN_IN, brand[order], first[of])


def _incoming(world: VoicesWorld, hours: int, random: Generator) -> tuple[Floats, Floats]:
    """Expected messages an hour that nobody called for, of the brand and of the public [hours]."""
    late = abs(world.late)
    driver = np.ones(hours + late)
    if world.driver:
        rho = np.exp(-1 / world.driver)
        x = np.empty(hours + late)
        x[0], shocks = random.standard_normal(), np.sqrt(1 - rho**2) * random.standard_normal(hours + late)
        for now in range(1, hours + late):
            x[now] = rho * x[now - 1] + shocks[now]
        driver = np.exp(world.swing * x - world.swing**2 / 2)
    heard = [driver[late - max(lag, 0):][:hours] for lag in (world.late, -world.late)]
    t = np.arange(hours)
    brand, public = (shape / shape.mean() for shape in (np.outer(BRAND_WEEK, BRAND_DAY).ravel(),
                                                        np.outer(PUBLIC_WEEK, PUBLIC_DAY).ravel()))
    return (world.brand * (1 - world.brand_echo) * brand[t % WEEK] * heard[0],
            world.public * (1 - world.public_echo) * public[t % WEEK] * heard[1])


def _next(world: VoicesWorld, hours: int, hour: Ints, brand: Bools, thread: Ints, random: Generator
          ) -> tuple[Ints, Bools, Ints]:
    """What these messages call for."""
    later = world.raises if world.raises_later is None else world.raises_later
    raises = np.where(hour - RUN_IN < world.change * world.weeks * WEEK, world.raises, later)
    own = random.poisson(np.where(brand, world.brand_echo, world.public_echo))
    other = random.poisson(np.where(brand, raises, world.replies))
    delay = np.concatenate([random.geometric(1 - DECAY, own.sum()), 1 + random.choice(3, other.sum(), p=CALLED)])
    parent = np.concatenate([np.repeat(np.arange(len(hour)), called) for called in (own, other)])
    side = np.concatenate([np.repeat(brand, own), np.repeat(~brand, other)])
    when = hour[parent] + delay
    inside = when < hours
    return when[inside], side[inside], thread[parent][inside]
