"""Where nothing differs: messages change sides by lot, after both sides were brought to one share (METHODS §8).

Whose a message is, is drawn again: audited messages among the audited ones, the others among the others, as many to
each side as it has. Before that each side's labels and scores are taken as distances from its own share, so that there
is nothing left to find, whatever the sides' shares, their audits and their classifier's faults. A studentised
permutation (Janssen 1997, Statistics & Probability Letters 36(1), 9-21; Chung & Romano 2013, Annals of Statistics
41(2), 484-507). Of one side alone, negative and positive change places message by message (Fisher 1935, §21).
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.random import Generator

from recul.estimators._powered import Sample, shares
from recul.panel import Floats
from recul.placebo.draw import PLANNED

#: Scores are counted on so many steps from -2 to 2, each at the mean of what lies on it.
STEPS = 401


@dataclass(frozen=True, eq=False)
class Side:
    """One group of messages. t, y, f: of the audited [n], in the order of the lot: whether its tone could be told, the
    label, the classifier's score. rest: scores of the others [u]. of: messages in all, in reach or not."""

    t: Floats
    y: Floats
    f: Floats
    rest: Floats
    of: int

    @property
    def sample(self) -> Sample:
        return Sample.of(self.t, self.y, self.f, (len(self.rest), self.rest.sum()))


def joined(real: Sample, placebos: Sample) -> Sample:
    """The real item before its placebos."""
    return Sample(*(np.concatenate([getattr(real, x.name), getattr(placebos, x.name)]) for x in fields(real)))


def _centred(side: Side) -> Side:
    share = float(shares(side.sample).value[0])
    mean = float(np.concatenate([side.f, side.rest]).mean())
    return Side(side.t, side.y - share, side.f - mean, side.rest - mean, side.of)


def exchanged(one: Side, other: Side, seed: int, planned: int = PLANNED) -> tuple[Sample, Sample]:
    """Both sides [1 + planned], the real ones first. Both must have a share (`shares`)."""
    random = np.random.default_rng([seed, 23])
    a, b = _centred(one), _centred(other)
    t, y, f = (np.concatenate([getattr(a, x), getattr(b, x)]) for x in ("t", "y", "f"))
    count, at = _levels(np.concatenate([a.rest, b.rest]))
    drawn = random.multivariate_hypergeometric(count, len(a.rest), planned, method="marginals")
    rest = drawn @ at
    with_a = _halves(random, len(t), len(a.t), planned)
    first = Sample.of(t, y, f, (len(a.rest), rest), with_a)
    whole = Sample.of(t, y, f, (len(a.rest) + len(b.rest), count @ at))
    return joined(one.sample, first), joined(other.sample, whole.less(first))


def turned(side: Side, seed: int, planned: int = PLANNED) -> Sample:
    """One side [1 + planned], whose labels and scores are of positive less negative, the real one first."""
    random = np.random.default_rng([seed, 29])
    sign = 2.0 * random.integers(0, 2, (planned, len(side.t))) - 1
    count, at = _levels(np.abs(side.rest))
    rest = (2.0 * random.binomial(count, 0.5, (planned, len(count))) - count) @ at
    y, f, t = np.where(side.t > 0, side.y, 0.0), side.f, side.t
    plain = Sample.of(t, y, f, (len(side.rest), rest), np.ones((planned, len(t))))
    drawn = Sample(plain.audited, plain.t, sign @ (t * y), plain.tyy, sign @ (t * f), plain.tyf, sign @ f, plain.ff,
                   plain.rest, plain.rest_f)
    return joined(side.sample, drawn)


def _halves(random: Generator, pool: int, taken: int, planned: int) -> Floats:
    """[planned, pool]: ones at `taken` places drawn at random in each."""
    row = np.zeros(pool)
    row[:taken] = 1.0
    return random.permuted(np.tile(row, (planned, 1)), axis=1)


def _levels(score: Floats) -> tuple[np.ndarray, Floats]:
    """Scores counted by level: int64 [levels], and the mean score of each."""
    level = np.clip(((score + 2) / 4 * (STEPS - 1)).astype(np.int64), 0, STEPS - 1)
    kept, place = np.unique(level, return_inverse=True)
    count = np.bincount(place, minlength=len(kept))
    return count.astype(np.int64), np.bincount(place, score, minlength=len(kept)) / np.maximum(count, 1)
