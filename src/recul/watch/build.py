"""From settings to a machine: the detector by its name, its thresholds from the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recul.detectors import discover
from recul.detectors.base import Detector, Grid
from recul.errors import Mistake, WatchError
from recul.watch.alarms import NEVER, Raiser
from recul.watch.bins import MINUTE
from recul.watch.levels import Fit, Levels
from recul.watch.machine import Machine

if TYPE_CHECKING:
    from recul.watch.settings import Settings

QUIET_MINUTES = 24 * 60
DUE_MINUTES = 7 * 24 * 60


def machine(settings: Settings) -> Machine:
    """The machine of a watch. Raises WatchError for a detector there is none of."""
    detectors = discover()
    if settings.detector not in detectors:
        raise WatchError(Mistake("--detector", repr(settings.detector), f"one of {', '.join(detectors)}",
                                 "Choose one of these."))
    return assembled(settings, detectors[settings.detector], lambda _, state: np.where(state["ready"], 2.0, np.nan))


def assembled(settings: Settings, detector: Detector, fit: Fit, due: int = DUE_MINUTES) -> Machine:
    """The machine of any detector and any way to take thresholds, every `due` minutes."""
    minutes = settings.minutes
    first = NEVER if settings.since is None else -(-settings.since // (minutes * MINUTE))
    raiser = Raiser(settings.detector, settings.budget, minutes, QUIET_MINUTES, first)
    return Machine(detector, Grid(minutes), settings.zone, Levels(fit, due // minutes), raiser)
