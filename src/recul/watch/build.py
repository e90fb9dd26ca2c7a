"""From settings to a machine: the detector by its name, its thresholds from the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recul._phrases import phrase, quoted
from recul.detectors import discover
from recul.detectors.base import Detector, Grid, State
from recul.detectors.threshold import SILENCE_HOURS, Threshold, copies
from recul.errors import Mistake, WatchError
from recul.watch.alarms import HOUR, NEVER, Raiser
from recul.watch.bins import MINUTE
from recul.watch.levels import Fit, Levels
from recul.watch.machine import Machine

if TYPE_CHECKING:
    from recul.watch.settings import Settings


def machine(settings: Settings) -> Machine:
    """The machine of a watch. Raises WatchError for a detector there is none of."""
    detectors = discover()
    if settings.detector not in detectors:
        raise WatchError(Mistake("--detector", quoted(settings.detector),
                                 phrase("one of {names}", names=", ".join(detectors)), "Choose one of these."))
    detector, grid = detectors[settings.detector], Grid(settings.minutes)

    def fit(state: State) -> Threshold:
        # The same past gives the same threshold in whatever life it is taken.
        return copies(detector, state, grid, int(state["hours"])).threshold(settings.budget)

    return assembled(settings, detector, fit)


def assembled(settings: Settings, detector: Detector, fit: Fit) -> Machine:
    """The machine of any detector and any way to take thresholds."""
    minutes = settings.minutes
    first = NEVER if settings.since is None else -(-settings.since // (minutes * MINUTE))
    raiser = Raiser(settings.detector, settings.budget, minutes, SILENCE_HOURS * HOUR, first)
    return Machine(detector, Grid(minutes), settings.zone, Levels(fit), raiser)
