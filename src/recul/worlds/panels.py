"""Panels in which the truth is known, for calibrating: comparable units, common shocks, seasons, heavy tails."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.panel import Panel


@dataclass(frozen=True, slots=True)
class PanelWorld:
    """y_ut = 100 + a_u + season + L_t·l_u + trend + e_ut, where nothing happens.

    controls: comparable units beside the treated one (unit 0). days: periods. correlation: share of the noise's
    variance that units have in common (an AR(1) factor with unit loadings around one). autocorrelation: of common and
    own noise. heavy: t(3) shocks instead of normal ones. noise: SD of the stationary noise. season: amplitude of the
    weekly profile. wander: SD of the steps of a random walk of each unit's own. unequal: SD of the log of units' sizes.
    """

    controls: int
    days: int
    correlation: float = 0.3
    autocorrelation: float = 0.5
    heavy: bool = True
    noise: float = 5.0
    season: float = 8.0
    wander: float = 0.0
    unequal: float = 0.0


def panel(world: PanelWorld, seed: int) -> Panel:
    """A daily panel [controls + 1, days] of this world, unit 0 the one asked about."""
    random = np.random.default_rng(seed)
    units, days = world.controls + 1, world.days
    common = _ar(random, 1, world)[0]
    own = _ar(random, units, world)
    loading = 1 + 0.2 * random.standard_normal((units, 1))
    noise = np.sqrt(world.correlation) * loading * common + np.sqrt(1 - world.correlation) * own
    week = random.standard_normal(7)
    season = world.season * (week - week.mean())[np.arange(days) % 7]
    value = (100 + season * (1 + 0.1 * random.standard_normal((units, 1)))
             + 0.01 * random.standard_normal((units, 1)) * np.arange(days) + world.noise * noise)
    if world.wander:
        value += np.cumsum(world.wander * random.standard_normal((units, days)), axis=1)
    value *= np.exp(world.unequal * random.standard_normal((units, 1)))
    names = ("brand", *(f"unit {i:03d}" for i in range(1, units)))
    # Begun in autumn, so that the windows asked about hold no turn of the year.
    times = np.datetime64("2022-09-05", "s") + np.arange(days) * np.timedelta64(86400, "s")
    return Panel(value, np.ones(value.shape, dtype=bool), names, times, "day", "sales", "EUR")


def _ar(random: np.random.Generator, rows: int, world: PanelWorld) -> np.ndarray:
    """Stationary AR(1) noise of unit variance [rows, days], after a run-in."""
    run_in = 50
    shape = (rows, world.days + run_in)
    shock = random.standard_t(3, shape) / np.sqrt(3) if world.heavy else random.standard_normal(shape)
    shock *= np.sqrt(1 - world.autocorrelation**2)
    out = np.empty(shape)
    state = np.zeros(rows)
    for t in range(shape[1]):
        state = world.autocorrelation * state + shock[:, t]
        out[:, t] = state
    return out[:, run_in:]
