"""From settings to a machine: the detector by its name, its thresholds from the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from recul.detectors import discover
from recul.detectors.base import Grid
from recul.errors import Mistake, WatchError
from recul.watch.alarms import NEVER, Raiser
from recul.watch.bins import MINUTE
from recul.watch.levels import Levels
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
    minutes = settings.minutes
    first = NEVER if settings.since is None else -(-settings.since // (minutes * MINUTE))
    levels = Levels(lambda _, state: np.where(state["ready"], 2.0, np.nan), DUE_MINUTES // minutes)
    raiser = Raiser(settings.detector, settings.budget, minutes, QUIET_MINUTES, first)
    return Machine(settings.detector, detectors[settings.detector], Grid(minutes), settings.zone, levels, raiser)
