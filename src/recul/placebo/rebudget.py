"""Placebo channels: a real channel's own spend, moved to weeks when it was not spent (METHODS §6).

Spend that follows the season, the trend or the other channels must go on following them, or whatever they do together
would be undone with the placebo and every channel would seem to work; and it must keep its own manner, in bursts or
not. So the spend is what its season, trend, controls and fellow channels let expect, times a ratio; the ratios are cut
into blocks of eight weeks, from a week drawn at random, and the blocks are put in another order.

Carlstein (1986), The use of subseries values for estimating the variance of a general statistic, Annals of
Statistics 14.
"""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from recul.estimators._demand import alike, columns
from recul.panel import Floats

BLOCK_WEEKS = 8
# What is expected of a week is never less than this share of the mean: a ratio to hardly anything would be anything.
LEAST = 0.2


def usual(spend: Floats, others: Floats, controls: Floats, day: Floats) -> Floats:
    """What is expected of a channel's spend [T], always above zero. others: [C − 1, T]; controls: [k, T]."""
    design = columns(day, np.concatenate([controls, others]))
    expected = design @ np.linalg.lstsq(design, spend)[0]
    likeness = alike(day)
    expected = expected + likeness @ np.linalg.solve(likeness + np.eye(len(day)), spend - expected)
    return np.asarray(np.maximum(expected, LEAST * spend.mean()))


def rebudget(spend: Floats, expected: Floats, draws: int, random: Generator) -> Floats:
    """Placebo spends [draws, T], of the mean of the real one."""
    weeks, ratio = len(spend), spend / expected
    blocks = -(-weeks // BLOCK_WEEKS)
    out = np.empty((draws, weeks))
    for row in out:
        turned = np.roll(ratio, int(random.integers(weeks)))
        parts = [turned[b * BLOCK_WEEKS : (b + 1) * BLOCK_WEEKS] for b in random.permutation(blocks)]
        row[:] = expected * np.concatenate(parts)
        row *= spend.mean() / max(float(row.mean()), 1e-12 * float(spend.mean()))
    return out
