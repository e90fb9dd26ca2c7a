"""What forbids to credit answers that people chose to give (METHODS §3): choice that shows, and harm.

In the half hour after an answer hardly anybody has read it: what differs then is who was answered. An effect later
counts only where it exceeds that one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from recul.batch import Batch, Estimates
from recul.finding import Limit
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Doubts, Reading
from recul.placebo.power import detectable_effect
from recul.threads.answers import Answered

# One-sided, 5 %: by the error, and by what the redrawn answers show.
BEYOND, LEVEL = -1.645, 0.05
# More than the four in five of the later effect: an effect must pass both.
PASSED = 0.9
CODES: dict[str, tuple[str, ...]] = {
    "choice_visible": ("blind", "later", "beyond", "needed"),
    "harm_observed": ("later",),
    "window_underpowered": ("detectable", "minimum"),
}


def doubts_of(batch: Batch[Any], answered: Answered, minimum_effect: float) -> Doubts:
    """For the judge, of observed answers: `harm_observed` ("it made it worse", without a lottery), `choice_visible`,
    and `window_underpowered`, where nothing is seen that would have passed the blind half hour."""

    def doubts(later: Estimates, calibration: Calibration) -> tuple[Limit, ...]:
        z, beyond = float(later.score[0]), float(answered.beyond[0])
        needed = min(BEYOND, float(np.nanquantile(answered.beyond[1:], LEVEL)))
        visible = Limit("choice_visible", {"blind": _relative(answered.blind), "later": _relative(later),
                                           "beyond": beyond, "needed": needed}, True)
        if abs(z) > calibration.bound():
            if z > 0:
                return (Limit("harm_observed", {"later": _relative(later)}, True),)
            return () if beyond < needed else (visible,)
        # Nothing seen later, and yet the answered differ at once: choice may have hidden an effect as well as made one.
        blind = Reading.of(batch, answered.blind)
        if blind.valid and abs(float(answered.blind.score[0])) > blind.calibration.bound():
            return (visible,)
        small = _passes(answered, needed) if math.isfinite(beyond) else math.nan
        alone = detectable_effect(later.score[1:][later.ok[1:]], calibration, float(later.scale[0]),
                                  float(later.baseline[0]))[0]
        # Where the later effect alone could not have been seen, the judge says so.
        if alone is not None and alone <= minimum_effect and not small <= minimum_effect:
            known = small if math.isfinite(small) else None
            return (Limit("window_underpowered", {"detectable": known, "minimum": minimum_effect}, True),)
        return ()

    return doubts


def _passes(answered: Answered, needed: float) -> float:
    """The relative effect that passes the blind half hour in PASSED of the redraws, after injection."""
    least = float(np.nanquantile(answered.beyond[1:], PASSED)) - needed
    return 1 - math.exp(-max(least, 0.0) * float(answered.error[0]))


def _relative(e: Estimates) -> float:
    return float(e.value[0] / e.baseline[0])
