"""Brands that are talked about and to which nothing happens, five minutes by five minutes.

Not the worlds that thresholds are fitted with (`detectors/quiet.py`): what holds here holds beyond them. Each brand has
its own rate (0.5 to 1,500 messages an hour, log-uniform) and daily profile of two waves.

    calm     an AR(1) of SD .1 and memory 6 hours; weekends up to 20 % lower
    growing  −15 to +50 % a month, a wave of ±30 % over 60 to 200 days, AR(1)s of SD .2 with memories of 3 and 30 hours
    harsh    t(5) AR(1)s of SD .35 and .3 (1 to 5, 12 to 60 hours), a slow one (240 hours, .25), each day's own t(6)
             shock, another profile at weekends, and a gamma's overdispersion bin by bin
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.random import Generator
from scipy.signal import lfilter

from recul.panel import Floats, Ints

Kind = Literal["calm", "growing", "harsh"]
DAY, WEEK = 288, 2016


def chatter(kind: Kind, brands: int, days: int, seed: int) -> tuple[Floats, Ints]:
    """Counts [brands, bins] of five minutes, and the bins' places in the week [bins]."""
    random = np.random.default_rng(seed)
    bins = days * DAY
    slots = (np.arange(bins) + int(random.integers(WEEK))) % WEEK
    make = {"calm": _calm, "growing": _growing, "harsh": _harsh}[kind]
    counts = np.empty((brands, bins))
    for brand in range(brands):
        wave, rate = random.uniform(0.2, 1.2), random.uniform(np.log(0.5), np.log(1500))
        phase = 2 * np.pi * slots / DAY
        usual = (rate + wave * np.sin(phase + random.uniform(0, 2 * np.pi))
                 + 0.4 * wave * np.sin(2 * phase + random.uniform(0, 2 * np.pi)))
        counts[brand] = random.poisson(np.exp(usual + make(random, slots)) / 12)
    return counts, slots


def _calm(random: Generator, slots: Ints) -> Floats:
    return 0.1 * _ar(random, len(slots), 6) - random.uniform(0, 0.2) * (slots >= 5 * DAY)


def _growing(random: Generator, slots: Ints) -> Floats:
    days = np.arange(len(slots)) / DAY
    wave = 0.3 * np.sin(2 * np.pi * days / random.uniform(60, 200) + random.uniform(0, 2 * np.pi))
    return np.asarray(random.uniform(-0.15, 0.5) * days / 30 + wave - random.uniform(0, 0.4) * (slots >= 5 * DAY)
                      + 0.2 * _ar(random, len(slots), 3) + 0.2 * _ar(random, len(slots), 30, 6))


def _harsh(random: Generator, slots: Ints) -> Floats:
    n = len(slots)
    weekend = random.uniform(0, 0.6) * (slots >= 5 * DAY) * (1 + 0.5 * np.sin(2 * np.pi * slots / DAY))
    days = np.repeat(0.15 * random.standard_t(6, -(-n // DAY)), DAY)[:n]
    shape = random.uniform(2, 8)
    return np.asarray(0.35 * _ar(random, n, random.uniform(1, 5), 5) + 0.3 * _ar(random, n, random.uniform(12, 60), 5)
                      + 0.25 * _ar(random, n, 240) - weekend + days + np.log(random.gamma(shape, 1 / shape, n)))


def _ar(random: Generator, bins: int, hours: float, freedom: float | None = None) -> Floats:
    """A stationary AR(1) of variance one and that memory; shocks normal, or Student's."""
    keep = np.exp(-1 / (12 * hours))
    shock = (random.standard_normal(bins) if freedom is None
             else random.standard_t(freedom, bins) * np.sqrt((freedom - 2) / freedom))
    shock *= np.sqrt(1 - keep**2)
    shock[0] = random.standard_normal()
    return np.asarray(lfilter([1], [1, -keep], shock))
