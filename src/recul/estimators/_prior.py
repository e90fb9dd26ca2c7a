"""What is supposed of the donors' coefficients before the history is seen."""

from __future__ import annotations

import numpy as np

from recul.panel import Floats

# Prior SD of a coefficient, in SDs of the irregular over the spread of its donor's changes.
DONOR = 1.0


def ridge_of(x: Floats, steady: Floats) -> Floats:
    """What the prior adds to each donor's sum of squares [n, p]; x: [n, p, t], the donors in the observed history;
    steady: [t, t], what level and season take of a history.

    β ~ N(0, τ²σ²/s²), s the spread of the donor's changes once level and season are taken, so that a donor in cents
    weighs what it weighs in euros. It is worth one observation a donor, and enough: with diffuse coefficients twenty
    donors fit the noise of a hundred periods (Kass & Wasserman 1995, JASA 90(431), on priors worth one observation).
    """
    left = x - x @ steady
    return np.asarray(np.diff(left, axis=2).var(axis=2) / (2 * DONOR**2))
