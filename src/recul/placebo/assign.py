"""The draw drawn again: placebos of a randomised experiment (METHODS §0.3, `randomised`).

Units were drawn to be treated, so many of so many, within strata if any. Had nothing an effect (Fisher's sharp null),
any other draw of the same lottery would have shown the same outcomes: every other assignment, at the real moment, is a
placebo, and all are exchangeable with the real one. Its studentised statistic ranked among theirs is Fisher's
randomisation test; studentised, it also holds in large samples where effects differ between units but are zero on
average (Wu & Ding 2021, JASA 116(536)).
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, product

import numpy as np
from scipy.special import chdtrc, gammaln, xlog1py, xlogy

from recul.batch import Batch, PanelItems
from recul.finding import Limit
from recul.panel import Bools, Case, Ints, Panel
from recul.placebo.calibrate import LEVEL
from recul.placebo.draw import PLANNED

# A sample ratio that chance gives less often than this is a fault of the draw or of the record, not chance.
RATIO_LEVEL = 0.001
SMALL = 1000


def draw(panel: Panel, real: Case, seed: int) -> Batch[PanelItems]:
    """The real case first, then other assignments of the same lottery, each once: all of them, or 999 at random.

    As many treated as there were, in each of the case's strata. Every assignment is a moment and a source of its own,
    so that k is their number.
    """
    random = np.random.default_rng(seed)
    rows = np.array(sorted(real.units + real.donors), dtype=np.int64)
    drawn = redrawn(real, rows, random)
    masks = drawn[(drawn != np.isin(rows, real.units)).any(axis=1)][:PLANNED]
    cases = [replace(real, units=tuple(rows[m].tolist()), donors=tuple(rows[~m].tolist()))
             for m in random.permutation(masks)]
    number = np.arange(len(cases) + 1, dtype=np.int64)
    return Batch(PanelItems(panel, (real, *cases)), number, number, number, PLANNED, "assignments", seed, exact=True)


def redrawn(real: Case, rows: Ints, random: np.random.Generator) -> Bools:
    """Draws of the case's lottery [draw, row], each once, rows sorted: all there are, or a thousand at random."""
    return _every(real, rows) if assignments(real) <= PLANNED + 1 else _some(real, rows, random)


def assignments(real: Case) -> int:
    """How many different draws the lottery has, the real one included."""
    return math.prod(math.comb(len(rows), count) for rows, count in _strata(real))


def needed(real: Case) -> int:
    """How many a lottery must have for any of them to stand out at 5 %. Where treated and other units could change
    places each draw has its mirror image, equally far from zero: then twice as many."""
    mirrored = all(2 * count == len(rows) for rows, count in _strata(real))
    return round(1 / (1 - LEVEL)) * (2 if mirrored else 1)


def _strata(real: Case) -> list[tuple[tuple[int, ...], int]]:
    """The rows of each stratum, and how many of them were treated. Rows in no stratum are one more."""
    everyone = set(real.units + real.donors)
    strata = [tuple(sorted(everyone & set(s))) for s in real.strata]
    rest = tuple(sorted(everyone.difference(*strata)))
    return [(rows, len(set(rows) & set(real.units))) for rows in (*strata, rest) if rows]


def _every(real: Case, rows: Ints) -> Bools:
    """Every assignment [draw, row]."""
    parts = product(*(combinations(stratum, count) for stratum, count in _strata(real)))
    return np.array([np.isin(rows, [r for part in draw for r in part]) for draw in parts], dtype=bool)


def _some(real: Case, rows: Ints, random: np.random.Generator) -> Bools:
    """A thousand different assignments or more [draw, row]: the treated are those of the smallest random keys."""
    found = np.empty((0, len(rows)), dtype=bool)
    while len(found) <= PLANNED:
        drawn = np.zeros((2 * PLANNED, len(rows)), dtype=bool)
        for stratum, count in _strata(real):
            place = np.searchsorted(rows, stratum)
            first = np.argsort(random.random((len(drawn), len(place))), axis=1, kind="stable")[:, :count]
            np.put_along_axis(drawn, place[first], True, axis=1)
        every = np.concatenate([found, drawn])
        # In the order drawn, not that of `unique`, which would favour some assignments over others.
        found = every[np.sort(np.unique(np.packbits(every, axis=1), axis=0, return_index=True)[1])]
    return found


def sample_ratio(treated: int, units: int, planned: float) -> Limit | None:
    """The realised number of treated units against the planned share of them; None where chance explains it.

    Binomial, exact, below a thousand units (the p of all outcomes no likelier than the one met); Pearson's chi-square
    from there on (Fabijan et al. 2019, KDD, on sample ratio mismatch).
    """
    if units < SMALL:
        k = np.arange(units + 1)
        log = gammaln(units + 1) - gammaln(k + 1) - gammaln(units - k + 1) + xlogy(k, planned) \
            + xlog1py(units - k, -planned)
        p = float(np.exp(log[log <= log[treated] + 1e-9]).sum())
    else:
        p = float(chdtrc(1, (treated - units * planned) ** 2 / (units * planned * (1 - planned))))
    if p >= RATIO_LEVEL:
        return None
    return Limit("sample_ratio", {"share": treated / units, "planned": planned, "units": units}, True)
