"""What is supposed of the donors' coefficients before the history is seen."""

from __future__ import annotations

import numpy as np

from recul.panel import Floats

# Prior SD of a coefficient, in SDs of the irregular over the spread of its donor's changes.
DONOR = 2.0


def ridge_of(history: Floats) -> Floats:
    """What the prior adds to each donor's sum of squares [...]; history: its observed periods [..., t].

    β ~ N(0, τ²σ²/s²), s the spread of the donor's changes, so that a donor in cents weighs what it weighs in euros. It
    is worth a quarter of one observation a donor, and enough: with diffuse coefficients twenty donors fit the noise of
    a hundred periods (Zellner 1986; Kass & Wasserman 1995, JASA 90(431), on priors worth one observation).
    """
    return np.asarray(np.diff(history, axis=-1).var(axis=-1) / (2 * DONOR**2))
