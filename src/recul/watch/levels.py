"""The threshold of each brand: from the declared budget and the brand's own past, taken again as time goes on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recul.detectors.base import Detector, State
from recul.panel import Bools, Floats
from recul.watch.state import Arrays

#: Thresholds [rows], NaN where the past is too short for one, from a detector and its state.
Fit = Callable[[Detector, State], Floats]


class Levels:
    """due: bins between two fits, at bins whose number it divides, so that they fall the same whatever the pieces.

    threshold: [rows], infinite before there is one. calibrated: bool [rows], whether it is of the brand's own past.
    """

    def __init__(self, fit: Fit, due: int):
        self._fit, self.due = fit, due
        self.threshold: Floats = np.zeros(0)
        self.calibrated: Bools = np.zeros(0, np.bool_)

    def grow(self, rows: int) -> None:
        """More rows, without a threshold."""
        more = rows - len(self.threshold)
        self.threshold = np.concatenate([self.threshold, np.full(more, np.inf)])
        self.calibrated = np.concatenate([self.calibrated, np.zeros(more, np.bool_)])

    def forget(self) -> None:
        """What was fitted is of another past, or for another budget."""
        self.threshold[:], self.calibrated[:] = np.inf, False

    def fit(self, detector: Detector, state: State) -> None:
        """Take the thresholds again; where there is still none, what was stays."""
        found = self._fit(detector, state)
        known = ~np.isnan(found)
        self.threshold[known], self.calibrated[known] = found[known], True

    def arrays(self) -> Arrays:
        """What to keep, by name."""
        return {"levels/threshold": self.threshold, "levels/calibrated": self.calibrated}

    def restore(self, arrays: Arrays) -> None:
        """Go on from what `arrays` gave."""
        self.threshold = np.asarray(arrays["levels/threshold"], np.float64)
        self.calibrated = np.asarray(arrays["levels/calibrated"], np.bool_)
