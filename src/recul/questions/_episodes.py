"""From alarms to episodes: when each began, how high it rose, how soon it fell again. Hours in, plain numbers out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.detectors.threshold import SILENCE_HOURS
from recul.panel import Bools, Floats, Ints

# An episode is over when, for so many hours together, no more is said than might usually be.
CALM_HOURS = 6
# It begins where the excess does, at most so many hours before the alarm, and is cut after so many.
BEFORE_MOST, LONGEST = 24, 7 * 24
# An hour, or several together, stand out when their variance-stabilised excess is beyond this.
STANDS_OUT = 2.0
# Half of the peak must be gone for so many hours running.
HALVED_HOURS = 2


@dataclass(frozen=True, slots=True)
class Episode:
    """One surge. first, last: columns of its first and last hour; alarm, peak: of the alarm and the fullest hour.

    messages, excess: in all, and above the usual. to_peak: hours from the beginning of the first hour to the beginning
    of the fullest. half_life: hours from there until the excess is half of what it was, for good; None when that is not
    seen before the episode, or the record, ends. score: the largest the detector gave. rank: by excess, 1 the largest.
    """

    first: int
    last: int
    alarm: int
    peak: int
    messages: float
    excess: float
    to_peak: int
    half_life: int | None
    score: float
    rank: int = 0

    @property
    def hours(self) -> int:
        """How long it lasted."""
        return self.last - self.first + 1


def episodes(count: Floats, observed: Bools, usual: Floats, score: Floats, threshold: Floats | float
             ) -> tuple[Episode, ...]:
    """Every episode, in order of time: hours in which the score reaches the threshold, those of one surge put together.
    An alarm is followed by a day of silence, as in the quiet worlds that the threshold comes from.

    count, usual: messages an hour, and what the hour usually holds, [hours]. score: NaN where the detector is silent.
    An hour that was not observed counts as usual: it neither adds to an episode nor ends it.
    """
    found: list[Episode] = []
    over = np.flatnonzero(np.nan_to_num(score, nan=-np.inf) >= threshold)
    above = np.where(observed, np.nan_to_num(count) - usual, 0.0)
    for alarm in over:
        if found and alarm <= max(found[-1].last, found[-1].alarm + SILENCE_HOURS - 1):
            continue
        first = _begins(above, usual, int(alarm), found[-1].last + 1 if found else 0)
        last = _ends(above, usual, int(alarm))
        found.append(_measured(np.nan_to_num(count), above, score, (first, last, int(alarm))))
    order = np.argsort(np.argsort([-e.excess for e in found], kind="stable"), kind="stable")
    return tuple(_ranked(e, int(place) + 1) for e, place in zip(found, order, strict=True))


def stands_out(above: Floats | float, usual: Floats | float) -> Floats:
    """Anscombe's (1948) variance-stabilised excess of a count over what is usual, in standard deviations."""
    total = np.maximum(np.asarray(above) + usual, 0.0)
    return np.asarray(2 * (np.sqrt(total + 0.375) - np.sqrt(np.asarray(usual) + 0.375)))


def _begins(above: Floats, usual: Floats, alarm: int, least: int) -> int:
    """The first of the hours, one after the other up to the alarm, that stand out; the alarm's own at the latest."""
    first = alarm
    while first - 1 >= max(least, alarm - BEFORE_MOST) and stands_out(above[first - 1], usual[first - 1]) > STANDS_OUT:
        first -= 1
    return first


def _ends(above: Floats, usual: Floats, alarm: int) -> int:
    """The last hour that stands out before some hours that do not, together or each by itself."""
    stop = min(alarm + LONGEST, len(above))
    for hour in range(alarm + 1, stop - CALM_HOURS + 1):
        then = slice(hour, hour + CALM_HOURS)
        together = stands_out(above[then].sum(), usual[then].sum()) > STANDS_OUT
        if not together and not stands_out(above[hour], usual[hour]) > STANDS_OUT:
            return hour - 1
    return stop - 1


def _measured(count: Floats, above: Floats, score: Floats, hours: tuple[int, int, int]) -> Episode:
    first, last, alarm = hours
    inside = slice(first, last + 1)
    peak = first + int(np.argmax(above[inside]))
    return Episode(first, last, alarm, peak, float(count[inside].sum()), float(above[inside].sum()), peak - first,
                   _half_life(above[peak : last + 1 + HALVED_HOURS], last + 1 - peak), float(np.nanmax(score[inside])))


def _half_life(above: Floats, most: int) -> int | None:
    """Hours until the excess is at most half of the first, for some hours running; `most` of them may begin it."""
    low: Ints = np.asarray(above <= above[0] / 2, dtype=np.int64)
    for hour in range(1, min(most, len(low) - HALVED_HOURS) + 1):
        if low[hour : hour + HALVED_HOURS].all():
            return hour
    return None


def _ranked(e: Episode, rank: int) -> Episode:
    return Episode(e.first, e.last, e.alarm, e.peak, e.messages, e.excess, e.to_peak, e.half_life, e.score, rank)
