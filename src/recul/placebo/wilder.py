"""Are some scores wilder than others, or is it chance? Mean squares compared, of scores that are seldom bell-shaped."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import fdtri, stdtrit

from recul.panel import Floats, Ints
from recul.placebo.calibrate import intraclass

LEVEL = 0.99
# Three or four moments tell little of how alike in wildness the scores of a moment are: at least so much, whatever
# they look like. At a third of it one question in seven about GeoLift's untreated markets was called unusual; at twice
# as much, 63 % of shocks of 25 ± 7.5 of 100, another in each of 5 units, were noticed and not 81 %.
ALIKE_LEAST = 0.15
# With so many moments, how much moments differ is read off them.
MOMENTS_MANY = 9


def chance(usual: Floats, count: int, moment: Ints | None = None) -> float:
    """How many times the mean square of usual scores [m] the mean square of `count` more exceeds once in a hundred.

    An F test whose degrees of freedom allow for heavy tails: the mean square of n scores of kurtosis κ varies like one
    of 2n/(κ − 1) bell-shaped ones (Box 1953, Biometrika 40(3/4)). moment: int [m], of the usual ones, where the
    others are all of one moment: as far as wildness is a moment's, its scores count less than one each (Kish 1965).
    """
    square = usual**2
    size = float(square.mean())
    tails = 2 / (max(3.0, float(((square / size) ** 2).mean())) - 1) if size > 0 else 1.0
    alike, together = 0.0, 1.0
    if moment is not None:
        alike = max(intraclass(square, moment), ALIKE_LEAST)
        together = len(usual) / len(np.unique(moment))
    more = count * tails / (1 + (count - 1) * alike)
    less = len(usual) * tails / (1 + (together - 1) * alike)
    return float(fdtri(max(more, 0.5), max(less, 1.0), LEVEL))


def reach(usual: Floats, moment: Ints) -> float:
    """What the mean square of one more moment stays under 99 times in 100: Student's bound on the logarithms of those
    of the usual moments; 0 with fewer than nine of them."""
    labels, place, size = np.unique(moment, return_inverse=True, return_counts=True)
    if len(labels) < MOMENTS_MANY:
        return 0.0
    square = np.bincount(place, usual**2) / size
    log = np.log(square[square > 0])
    n = len(log)
    if n < MOMENTS_MANY:
        return 0.0
    return math.exp(log.mean() + log.std(ddof=1) * math.sqrt(1 + 1 / n) * stdtrit(n - 1, LEVEL))
