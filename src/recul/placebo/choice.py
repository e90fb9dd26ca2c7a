"""What forbids to credit answers that people chose to give (METHODS §3): choice that shows, and harm.

In the half hour after an answer hardly anybody has read it: what differs then is who was answered. An effect later
counts only where it exceeds that one.
"""

from __future__ import annotations

from typing import Any

from recul.batch import Batch
from recul.finding import Limit
from recul.placebo.judge import Reading
from recul.threads.answers import Answered

BEYOND = -1.645  # one-sided, 5 %


def choice(batch: Batch[Any], answered: Answered) -> tuple[Limit, ...]:
    """At most one limit: `choice_visible`, or `harm_observed`, "it made it worse" without a lottery."""
    later, blind = Reading.of(batch, answered.later), Reading.of(batch, answered.blind)
    if not later.valid:
        return ()
    z, beyond = float(answered.later.score[0]), float(answered.beyond[0])
    values = {"blind": _relative(answered, "blind"), "later": _relative(answered, "later"), "beyond": beyond,
              "needed": BEYOND}
    if abs(z) > later.calibration.bound():
        if z > 0:
            return (Limit("harm_observed", {"later": values["later"]}, True),)
        return () if beyond < BEYOND else (Limit("choice_visible", values, True),)
    # Nothing seen later, and yet the answered differ at once: choice may have hidden an effect as well as made one.
    shows = blind.valid and abs(float(answered.blind.score[0])) > blind.calibration.bound()
    return (Limit("choice_visible", values, True),) if shows else ()


def _relative(answered: Answered, when: str) -> float:
    e = getattr(answered, when)
    return float(e.value[0] / e.baseline[0])
