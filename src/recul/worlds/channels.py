"""A simulated brand with six channels whose contributions are known: five of them paid, one the community work.

Sales a week, on a scale where they are about 100 without any channel, T weeks t, day of the year d(t):

    sales[t] = 100·(1 + season(t) + 0.05·t / 52 + u[t]) + Σ_c contribution_c[t] + 2·e[t]
    season   = 0.10·sin(2π(d / 365.25 − 0.2)) + 0.25·exp(−((d − 352) / 8)² / 2)      the summer and Christmas
    u        = memory·u[−1] + shocks, standard deviation 0.05                        demand that lasts
    contribution_c[t] = 100·share_c·s[t] / mean s,  s = tanh(λ_c·a / mean a),  a[t] = θ_c·a[t−1] + (1 − θ_c)·spend[t]

tv, search, posters and social bring 8, 5, 4 and 3; radio nothing at all. tv and social are spent more in season, search
in bursts of four weeks. The budget of the community work is what a cell is about:

- `free`: log-normal, memory .5; `smooth`: the same, memory .95; `bursts`: three weeks on in a quarter of the time;
- `season`, `christmas`: follows the season; nearly all of it at Christmas;
- `last_year`: the cube of the sales of the same week of the year before; `recent`: of the mean of the last four weeks;
- `demand`: follows u of the very week, which nobody wrote down. No method can tell that from an effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from recul.panel import Floats
from recul.worlds.brand import autoregressive

Budget = Literal["free", "smooth", "bursts", "season", "christmas", "last_year", "recent", "demand"]

NAMES = ("tv", "search", "posters", "social", "radio", "community")
SHARES = (0.08, 0.05, 0.04, 0.03, 0.0)
KEPT = (0.6, 0.4, 0.2, 0.3, 0.3, 0.3)
BENT = (1.0, 0.5, 0.5, 1.0, 0.5, 0.5)
FIRST_WEEK = np.datetime64("2023-01-02", "D")
YEAR, BEFORE = 365.25, 52
DEMAND, NOISE = 0.05, 2.0


@dataclass(frozen=True, slots=True)
class MixWorld:
    """weeks: recorded. memory: of the demand. budget: of the community work. community: what it brings, of 100.
    first: the Monday it begins on."""

    weeks: int = 156
    memory: float = 0.7
    budget: Budget = "free"
    community: float = 0.0
    first: np.datetime64 = FIRST_WEEK


@dataclass(frozen=True, eq=False)
class Drawn:
    """times: [T], Mondays. sales: [T]. spend: [6, T]. contribution: [6, T], the truth."""

    times: NDArray[np.datetime64]
    sales: Floats
    spend: Floats
    contribution: Floats


def draw(world: MixWorld, seed: int) -> Drawn:
    """A world by its seed: the same seed gives the same numbers."""
    rng, weeks = default_rng([seed, 31]), world.weeks + BEFORE
    times = world.first + 7 * (np.arange(weeks) - BEFORE)
    into = (times.astype(np.float64) + 3) % YEAR
    season = 0.10 * np.sin(2 * np.pi * (into / YEAR - 0.2)) + 0.25 * np.exp(-(((into - 352) / 8) ** 2) / 2)
    demand = DEMAND * _lasting(rng, world.memory, weeks)
    own = 100 * (1 + season + 0.05 * np.arange(weeks) / 52 + demand) + NOISE * rng.standard_normal(weeks)
    spend = np.exp(0.35 * np.stack([_lasting(rng, 0.6, weeks) for _ in NAMES]))
    spend[[0, 3]] *= 1 + 2 * season
    spend[1] *= _bursts(rng, weeks, 4, 0.4)
    paid = np.stack([_brought(x, kept, bent, 100 * share)
                     for x, kept, bent, share in zip(spend, KEPT, BENT, SHARES, strict=False)])
    sales = own + paid.sum(axis=0)
    spend[5] = _budget(world, rng, season, demand, sales)
    community = _brought(spend[5], KEPT[5], BENT[5], 100 * world.community)
    kept = slice(BEFORE, None)
    return Drawn(times[kept], (sales + community)[kept], spend[:, kept],
                 np.concatenate([paid, community[None]])[:, kept])


def _budget(world: MixWorld, rng: Generator, season: Floats, demand: Floats, sales: Floats) -> Floats:
    weeks = len(sales)
    free, luck = np.exp(0.3 * _lasting(rng, 0.5, weeks)), np.exp(0.15 * rng.standard_normal(weeks))
    if world.budget == "smooth":
        return np.asarray(np.exp(0.4 * _lasting(rng, 0.95, weeks)))
    if world.budget == "bursts":
        return np.asarray(_bursts(rng, weeks, 3, 0.25) * free)
    if world.budget == "season":
        return np.asarray(np.sqrt(free) * np.maximum(1 + 4 * season, 0.1))
    if world.budget == "christmas":
        return np.asarray(0.3 * free + 12 * np.maximum(season - 0.08, 0.0))
    if world.budget == "demand":
        return np.asarray(np.exp(6 * demand) * luck**1.3)
    if world.budget == "last_year":
        return np.concatenate([free[:BEFORE], (sales[:-BEFORE] / 100) ** 3 * luck[BEFORE:]])
    if world.budget == "recent":
        means = np.convolve(sales, np.full(4, 0.25), mode="valid")[:-1]
        return np.concatenate([free[:4], (means / 100) ** 3 * luck[4:]])
    return np.asarray(free)


def _lasting(rng: Generator, memory: float, weeks: int) -> Floats:
    """Normal, of standard deviation 1, remembering the week before."""
    return autoregressive(memory, np.asarray(np.sqrt(1 - memory**2) * rng.standard_normal(weeks)))


def _bursts(rng: Generator, weeks: int, length: int, share: float) -> Floats:
    """1 in so many stretches of so many weeks, nearly 0 in the others."""
    on = np.repeat(rng.random(weeks // length + 1) < share, length)[:weeks]
    return np.where(on, 1.0, 0.01)


def _brought(spend: Floats, kept: float, bent: float, mean: float) -> Floats:
    """What a channel brings each week [T], `mean` on average."""
    carried = np.empty(len(spend))
    state = spend[0]
    for t, x in enumerate(spend):
        state = kept * state + (1 - kept) * x
        carried[t] = state
    done = np.tanh(bent * carried / carried.mean())
    return np.asarray(mean * done / done.mean())
