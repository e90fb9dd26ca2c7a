"""Where nothing differs: whole days change sides by lot, after both sides were brought to one share (METHODS §8).

What is said in a day is said of the same few events: between nine days of six airlines shares of negatives moved 2 to
16 times as much (in variance) as independent messages would let them. So whose a message is, is not drawn message by
message. A day on which both sides have messages changes hands or does not; days of one side alone are dealt out again,
as many to each side as it has. Before that each side's labels and scores are taken as distances from its own share, so
that there is nothing left to find, whatever the sides' shares, their audits and their classifier's faults. A
studentised permutation of clusters (Janssen 1997, Statistics & Probability Letters 36(1), 9-21; Chung & Romano 2013,
Annals of Statistics 41(2), 484-507). Of one side alone, negative and positive change
places day by day (Fisher 1935, §21).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator
from scipy.special import stdtrit

from recul.batch import NORMAL
from recul.estimators._powered import Sample, shares
from recul.panel import Bools, Floats, Ints
from recul.placebo.draw import PLANNED

#: Fields of `Sample` that change sign with the labels and the scores.
ODD = ("ty", "tf", "f", "rest_f")


@dataclass(frozen=True, eq=False)
class Side:
    """One group of messages. t, y, f: of the audited [n], in the order of the lot: whether its tone could be told, the
    label, the classifier's score; day: [n] of each. rest, rest_day: scores and days of the others [u]. of: messages in
    all, in reach or not."""

    t: Floats
    y: Floats
    f: Floats
    day: Ints
    rest: Floats
    rest_day: Ints
    of: int

    @property
    def sample(self) -> Sample:
        return Sample.of(self.t, self.y, self.f, (len(self.rest), self.rest.sum()))

    @property
    def days(self) -> Ints:
        """[d], each once, in order."""
        return np.union1d(self.day, self.rest_day)


def ways(one: Side, other: Side | None) -> float:
    """In how many ways days can change sides; of one side alone, their signs."""
    if other is None:
        return 2.0 ** len(one.days)
    shared = len(np.intersect1d(one.days, other.days))
    mine, theirs = len(one.days) - shared, len(other.days) - shared
    return 2.0**shared * math.comb(mine + theirs, mine)


def widening(one: Side, other: Side) -> float:
    """How much wider the real item's scale must be than its placebos': these are made of distances from the sides' own
    shares, so the days tell their spread with one or two degrees of freedom fewer, and as Student's law knows it."""
    days, shared = np.union1d(one.days, other.days), np.intersect1d(one.days, other.days)
    lost = 1 if len(shared) == len(days) else 2
    degrees = max(len(days) - lost, 1)
    return float(stdtrit(degrees, 0.975) / NORMAL * np.sqrt(len(days) / degrees))


def joined(real: Sample, placebos: Sample) -> Sample:
    """The real item before its placebos."""
    return Sample(*(np.concatenate([getattr(real, x.name), getattr(placebos, x.name)]) for x in fields(real)))


def exchanged(one: Side, other: Side, seed: int, planned: int = PLANNED) -> tuple[Sample, Sample]:
    """Both sides [1 + planned], the real ones first. Both must have a share (`shares`)."""
    random = np.random.default_rng([seed, 23])
    days = np.union1d(one.days, other.days)
    a, b = (_by_day(_centred(side), days) for side in (one, other))
    in_a, in_b = np.isin(days, one.days), np.isin(days, other.days)
    both = in_a & in_b
    swapped = random.integers(0, 2, (planned, int(both.sum()))).astype(float)
    alone = np.concatenate([a[in_a & ~both], b[in_b & ~both]])
    first = (1 - swapped) @ a[both] + swapped @ b[both] + _dealt(random, len(alone), in_a & ~both, planned) @ alone
    second = a.sum(axis=0) + b.sum(axis=0) - first
    return joined(one.sample, Sample(*first.T)), joined(other.sample, Sample(*second.T))


def turned(side: Side, seed: int, planned: int = PLANNED) -> Sample:
    """One side [1 + planned], whose labels and scores are of positive less negative, the real one first."""
    random = np.random.default_rng([seed, 29])
    sums = _by_day(side, side.days)
    sign = 2.0 * random.integers(0, 2, (planned, len(sums))) - 1
    odd = np.array([x.name in ODD for x in fields(Sample)])
    return joined(side.sample, Sample(*np.where(odd, sign @ sums, sums.sum(axis=0)).T))


def _centred(side: Side) -> Side:
    share = float(shares(side.sample).value[0])
    mean = float(np.concatenate([side.f, side.rest]).mean())
    return Side(side.t, side.y - share, side.f - mean, side.day, side.rest - mean, side.rest_day, side.of)


def _by_day(side: Side, days: Ints) -> Floats:
    """[days, fields of `Sample`]: its sums over the messages of each day."""
    of_audited = (np.searchsorted(days, side.day) == np.arange(len(days))[:, None]).astype(float)
    at = np.searchsorted(days, side.rest_day)
    rest = (np.bincount(at, minlength=len(days)), np.bincount(at, side.rest, minlength=len(days)))
    sums = Sample.of(side.t, side.y, side.f, (0, np.zeros(len(days))), of_audited)
    return np.stack([*(getattr(sums, x.name) for x in fields(Sample)[:-2]), *rest], axis=1).astype(float)


def _dealt(random: Generator, pool: int, mine: Bools, planned: int) -> Floats:
    """[planned, pool]: ones at as many places as are `mine`, drawn at random in each."""
    row = np.zeros(pool)
    row[: int(mine.sum())] = 1.0
    return random.permuted(np.tile(row, (planned, 1)), axis=1)
