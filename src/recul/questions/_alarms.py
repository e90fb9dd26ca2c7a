"""The record listened to hour by hour: what is usual, where the alarm was raised, and how well it keeps its budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np

from recul._phrases import phrase
from recul.detectors import _usual
from recul.detectors.base import Grid
from recul.detectors.multiscale import DETECTOR
from recul.detectors.threshold import copies
from recul.errors import Mistake, QuestionError
from recul.panel import Bools, Floats, Ints, Panel
from recul.questions._episodes import Episode, episodes
from recul.questions._tone import Tones, tones
from recul.record import zones

if TYPE_CHECKING:
    from recul.measures._spells import Spell
    from recul.record import Record

GRID = Grid(60)
# Thresholds are fitted after four days, two weeks, six weeks, and whenever the past is twice as long as the last time:
# six fits for a year. The months of quiet copies each goes by, how many copies, and for how many hours at most.
AGES = (96, 336, 1008)
COPY_MONTHS, COPIES_LEAST, COPIES_MOST = 80.0, 48, 999
AHEAD_MOST = 2016


@dataclass(frozen=True, eq=False)
class Heard:
    """One unit's messages an hour, listened to.

    times: datetime64[s], UTC, start of each hour. count, usual: messages, and what the hour usually holds, the level
    held still through each episode [hours]. observed: bool [hours]. score: [hours], NaN where silent.
    episodes: in order of time. declared: false alarms a month put up with. listening: bool [hours], where an alarm
    could be raised. quiet_alarms, quiet_months: alarms in the quiet worlds fitted to this record, and months of them.
    """

    unit: str
    measure: str
    value_unit: str
    times: np.ndarray
    count: Floats
    observed: Bools
    usual: Floats
    score: Floats
    episodes: tuple[Episode, ...]
    declared: float
    listening: Bools
    quiet_alarms: int
    quiet_months: float

    @property
    def months(self) -> float:
        """Months of 30 days in which an alarm could be raised."""
        return float(self.listening.sum()) / GRID.per_month

    @property
    def quiet(self) -> Bools:
        """Hours observed outside every episode [hours]."""
        calm = self.observed.copy()
        for e in self.episodes:
            calm[e.first : e.last + 1] = False
        return calm



def listen(panel: Panel, budget: float, timezone: str, seed: int) -> tuple[Heard, ...]:
    """Every unit of an hourly panel of counts, with at most `budget` false alarms a month of 30 days."""
    slots = GRID.slots(_local(panel.times, timezone))
    count = np.where(panel.observed, panel.value, 0.0)
    score, kept = _scores(count, panel.observed, slots, budget, seed)
    usual = _usual.fit(count.astype(np.float32), panel.observed.astype(np.float32), slots, _usual.SLOW)
    level, profile = usual.level.astype(np.float64), usual.profile(slots).astype(np.float64)
    return tuple(_heard(panel, row, score[row], kept, level[row], profile[row], budget)
                 for row in range(len(panel.units)))


@dataclass(frozen=True, eq=False)
class Kept:
    """threshold: in force [rows, hours], infinite at first. alarms: in quiet worlds, months: of them [rows]."""

    threshold: Floats
    alarms: Floats
    months: Floats


def _scores(count: Floats, seen: Bools, slots: Ints, budget: float, seed: int) -> tuple[Floats, Kept]:
    """The scores [rows, hours], with thresholds that at each age are fitted to what came before."""
    rows, hours = count.shape
    score, limit = np.full(count.shape, np.nan), np.full(count.shape, np.inf)
    alarms, months = np.zeros(rows), np.zeros(rows)
    state = DETECTOR.start(rows, GRID)
    ages = ages_until(hours)
    for number, (first, end) in enumerate(zip([0, *ages], [*ages, hours], strict=True)):
        if first:
            ahead = max(24, min(end - first, AHEAD_MOST))
            found = copies(DETECTOR, state, GRID, seed + number, _copies(rows, budget, ahead), ahead)
            told = found.threshold(budget)
            limit[:, first:end] = np.where(np.isfinite(told.value), told.value, np.inf)[:, None]
            alarms, months = alarms + told.realised * told.months, months + told.months
        score[:, first:end] = DETECTOR.advance(state, count[:, first:end], seen[:, first:end], slots[first:end])
    return score, Kept(limit, alarms, months)


def ages_until(hours: int) -> list[int]:
    """Ages of the past, in hours, at which thresholds are fitted again: twice as late each time."""
    found = [age for age in AGES[:-1] if age < hours]
    age = AGES[-1]
    while age < hours:
        found.append(age)
        age *= 2
    return found


def _copies(rows: int, budget: float, ahead: int) -> int:
    """Quiet copies: the rarer a false alarm is to be, the more of them are needed to count any."""
    months = COPY_MONTHS / min(budget, 1.0)
    return rows * int(np.clip(months * GRID.per_month / ahead, COPIES_LEAST, COPIES_MOST))


def _heard(panel: Panel, row: int, score: Floats, kept: Kept, level: Floats, profile: Floats, budget: float) -> Heard:
    count, seen, usual, limit = panel.value[row], panel.observed[row], level * profile, kept.threshold[row]
    found = episodes(count, seen, usual, score, limit)
    for e in found:  # a burst must not become the usual that it is measured by
        usual[e.first : e.last + 1] = level[e.first] * profile[e.first : e.last + 1]
    found = episodes(count, seen, usual, score, limit)
    listening = np.isfinite(score) & np.isfinite(limit)
    if not listening.any():
        raise QuestionError(Mistake(phrase("messages of {units!r}", units=panel.units[row]),
                                    phrase("{sum} hours that were observed", sum=int(seen.sum())),
                                    "at least five days of them, hour after hour",
                                    "Bring a longer record: before that nobody knows what is usual."))
    return Heard(panel.units[row], panel.measure, panel.value_unit, panel.times, count, seen, usual, score, found,
                 budget, listening, round(float(kept.alarms[row])), float(kept.months[row]))


def of_messages(record: Record, heard: Heard) -> tuple[Tones | None, tuple[Spell, ...]]:
    """The tone of each episode, when it was judged, and who spoke in it."""
    from recul.measures import panel
    from recul.measures._spells import spells, told_of

    hour = np.timedelta64(3600, "s")
    spoken = spells(record, heard.unit, [(heard.times[e.first], heard.times[e.last] + hour) for e in heard.episodes])
    if not told_of(record, "tone"):
        return None, spoken
    shares = panel(record, "negative_share", "hour", [heard.unit])
    judged, share = np.zeros(len(heard.times)), np.zeros(len(heard.times))
    column = np.searchsorted(heard.times, shares.times)
    inside = (column < len(heard.times)) & shares.observed[0]
    inside[inside] &= heard.times[column[inside]] == shares.times[inside]
    if shares.exposure is not None:
        judged[column[inside]], share[column[inside]] = shares.exposure[0, inside], shares.value[0, inside]
    return tones(judged * share, judged, heard.quiet, [(e.first, e.last) for e in heard.episodes]), spoken


def column_at(heard: Heard, moment: np.datetime64) -> int:
    """The hour that holds a moment; −1 before the first."""
    return int(np.searchsorted(heard.times, moment, side="right")) - 1


def utc(moment: datetime, timezone: str) -> np.datetime64:
    """A local time of the study as UTC; one with a zone as it is."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(timezone))
    return np.datetime64(aware.astimezone(UTC).replace(tzinfo=None), "s")


def _local(times: np.ndarray, timezone: str) -> np.ndarray:
    """The local clock of hours in UTC."""
    return np.asarray(zones.to_local(zones.microseconds(times), timezone).astype("datetime64[us]"))
