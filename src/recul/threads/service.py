"""How long people wait for an answer: service figures in which nobody who still waits is left out (METHODS §3).

A wait runs from the public's first message to the brand's first one after it; one not ended by the end of the record is
censored there. Kaplan & Meier (1958, JASA 53(282)), by SciPy; intervals of Greenwood's variance on the log-log scale
(Kalbfleisch & Prentice), the median's by where they cross one half (Brookmeyer & Crowley 1982, Biometrics 38(1)).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from scipy.stats import CensoredData, ecdf

from recul.panel import Bools, Floats, Ints
from recul.threads.conversations import MICRO, NEVER, Conversations
from recul.threads.hours import Office

WITHIN = (1.0, 24.0)
LEVEL = 0.95
Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Waits:
    """One line of the service figures.

    of: `first`, the first answer by a person; `any`, by a person or a bot; `reopened`, of threads opened again.
    clock: `clock`, all hours; `office`, office hours only. asked: conversations; answered: of them.
    median, share within 1 and 24 hours: value, low, high; NaN where it cannot be known.
    """

    of: str
    clock: str
    asked: int
    answered: int
    median: Interval
    within: tuple[Interval, ...]


def service(said: Conversations, office: Office) -> tuple[Waits, ...]:
    """The figures, in both clocks; lines nobody is in are left out."""
    lines: list[Waits] = []
    began = said.began()
    there = np.flatnonzero(began < NEVER)
    replies = ~said.incoming
    kinds = {"first": (there, began[there], replies & ~said.bot)}
    if (replies & said.bot).any():
        kinds["any"] = (there, began[there], replies)
    if said.reopened.any():
        again = np.flatnonzero(said.reopened)
        kinds["reopened"] = (said.conversation[again], said.time[again], replies & ~said.bot)
    for name, (whose, start, by) in kinds.items():
        end = _next(said, whose, start, by)
        ended = end < NEVER
        end = np.maximum(np.where(ended, end, said.end), start)
        for clock, hours in (("clock", (end - start) / MICRO), ("office", office.between(start, end))):
            if len(hours):
                lines.append(Waits(name, clock, len(hours), int(ended.sum()), *kaplan_meier(hours, ended)))
    return tuple(lines)


def _next(said: Conversations, whose: Ints, start: Ints, by: Bools) -> Ints:
    """The first of these messages at or after each start in the same conversation; NEVER where there is none."""
    rows = np.flatnonzero(by)
    time, owner = np.r_[said.time[rows], start], np.r_[said.conversation[rows], whose]
    late = np.arange(len(owner)) < len(rows)  # of one instant, the start comes before the reply
    order = np.lexsort((late, time, owner))
    whose_all, time_all, reply = owner[order], time[order], late[order]
    place = np.where(reply, np.arange(len(order)), len(order))
    following = np.minimum.accumulate(place[::-1])[::-1]
    inside = following < len(order)
    same = np.zeros(len(order), dtype=bool)
    same[inside] = whose_all[following[inside]] == whose_all[inside]
    found = np.full(len(order), NEVER)
    found[same] = time_all[following[same]]
    back = np.empty(len(order), np.int64)
    back[order] = found
    return back[len(rows):]


def kaplan_meier(hours: Floats, ended: Bools) -> tuple[Interval, tuple[Interval, ...]]:
    """Median wait, and shares answered within WITHIN hours, each with its interval."""
    if not ended.any():
        # Nobody was answered: no wait is known, and the shares are zero as far as anybody waited that long.
        nothing = (np.nan, np.nan, np.nan)
        return nothing, tuple((0.0, 0.0, np.nan) if hours.max() >= h else nothing for h in WITHIN)
    survival = ecdf(CensoredData(uncensored=hours[ended], right=hours[~ended])).sf
    with warnings.catch_warnings():  # where all or none are answered the log-log interval does not exist
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(confidence_level=LEVEL, method="log-log")
    times, s = survival.quantiles, survival.probabilities
    low, high = (np.where(np.isnan(edge), s, edge)
                 for edge in (band.low.probabilities, band.high.probabilities))  # type: ignore[attr-defined]

    def crosses(curve: Floats) -> float:
        below = np.flatnonzero(curve <= 0.5)
        return float(times[below[0]]) if len(below) else np.nan

    def share(at: float) -> Interval:
        i = int(np.searchsorted(times, at, "right")) - 1
        if i < 0:
            return (0.0, 0.0, np.nan)
        if at > hours.max() and s[-1] > 0:
            return (np.nan, np.nan, np.nan)
        return float(1 - s[i]), float(1 - high[i]), float(1 - low[i])

    return (crosses(s), crosses(low), crosses(high)), tuple(share(h) for h in WITHIN)
