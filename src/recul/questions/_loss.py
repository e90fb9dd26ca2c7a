"""Did the outcome fall after a surge? The effect question, asked at each surge with other alarms as placebos."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from recul.batch import Batch, Estimates, PanelItems
from recul.errors import QuestionError
from recul.finding import Limit
from recul.panel import Ints, Panel
from recul.placebo.calibrate import LEVEL, Calibration
from recul.placebo.holm import adjusted
from recul.placebo.judge import Doubts, Reading, choose
from recul.placebo.power import detectable_effect
from recul.questions._alarms import Heard
from recul.questions._episodes import Episode
from recul.questions._moments import column_of
from recul.questions.effect import Effect
from recul.questions.panel import WINDOW

if TYPE_CHECKING:
    from recul.study import Action, Event, Study

# No user can give an action this id.
ACTION = "(surge)"
# Half of what a two-sided interval leaves out lies on the side of a loss.
LOSS_LEVEL = (1 - LEVEL) / 2


@dataclass(frozen=True, eq=False)
class Loss:
    """The question of one episode: its number among the episodes, its batch."""

    episode: int
    batch: Batch[PanelItems]


@dataclass(frozen=True, eq=False)
class Read:
    """One loss read. p: one-sided that the outcome fell, allowing for all that can be read (Holm). alone: the same by
    itself. family: how many of those are still in question when, from the strongest on, it is its turn; Holm stops at
    the first that is not told, and with it all others stay in question."""

    loss: Loss
    answers: tuple[Estimates, ...]
    reading: Reading
    alone: float
    p: float
    family: int

    @property
    def readable(self) -> bool:
        """Whether anything can be said of it."""
        return self.reading.valid

    def relative(self) -> tuple[float | None, float | None, float | None]:
        """The change, and its interval when all losses are asked together, relative to what was expected."""
        e, calibration = self.reading.estimates, self._calibration()
        value, half = float(e.value[0]), calibration.bound() * float(e.scale[0])
        actual = float(e.baseline[0]) + value
        low, middle, high = (x / (actual - x) if self.readable and math.isfinite(x) and actual - x > 0 else None
                             for x in (value - half, value, value + half))
        return middle, low, high

    def could_tell(self, minimum_effect: float) -> bool:
        """Whether a fall of the size that matters would have shown, all losses asked together."""
        e, calibration = self.reading.estimates, self._calibration()
        if not self.readable:
            return False
        small = detectable_effect(self.reading.scores, calibration, float(e.scale[0]), float(e.baseline[0]))[0]
        return small is not None and small <= minimum_effect

    def _calibration(self) -> Calibration:
        beside = self.reading.calibration.beside
        return replace(self.reading.calibration, family=self.family,
                       beside=None if beside is None else replace(beside, family=self.family))


@dataclass(frozen=True, eq=False)
class Place:
    """Where a loss is looked for. treated: the units of the outcome. actions, events: what was done, or happened,
    besides. alarms: columns in which an alarm was raised, by group of rows."""

    panel: Panel
    treated: tuple[str, ...]
    actions: tuple[Action, ...]
    events: tuple[Event, ...]
    timezone: str
    alarms: Mapping[tuple[int, ...], Ints]

    @classmethod
    def of(cls, panel: Panel, units: Sequence[str], actions: Sequence[Action], study: Study, heard: Sequence[Heard]
           ) -> Place:
        """units: as declared; else the unit of the outcome that bears the brand's name; else all. heard: who was
        listened to, the brand first; the others' alarms are placebos where they are units of the outcome."""
        timezone = study.timezone
        treated = tuple(units) or ((heard[0].unit,) if heard[0].unit in panel.units else panel.units)
        rows = tuple(panel.row(u) for u in treated)
        alarms = {rows: _columns(panel, heard[0], timezone)}
        if len(rows) == 1:
            alarms |= {(panel.units.index(h.unit),): _columns(panel, h, timezone) for h in heard[1:]
                       if h.unit in panel.units and panel.units.index(h.unit) not in rows}
        return cls(panel, treated, tuple(actions), study.events, timezone, alarms)


def _columns(panel: Panel, heard: Heard, timezone: str) -> Ints:
    """The periods of the outcome in which this unit's episodes began; those outside the outcome are left out."""
    found = []
    for e in heard.episodes:
        column = column_in(panel, heard, e, timezone)
        if column is not None:
            found.append(column)
    return np.array(found, dtype=np.int64)


def column_in(panel: Panel, heard: Heard, e: Episode, timezone: str) -> int | None:
    """The period of the outcome in which an episode began; None outside it."""
    try:
        return column_of(panel, instant(heard, e.first), timezone, ACTION)
    except QuestionError:
        return None


def instant(heard: Heard, column: int) -> datetime:
    """The beginning of an hour."""
    return datetime.fromtimestamp(int(heard.times[column].astype(np.int64)), UTC)


def losses(question: Effect, place: Place, heard: Heard, asked: Sequence[int], seed: int) -> tuple[Loss, ...]:
    """One batch for each of the episodes `asked`, the first of them first; those whose window is not recorded, or
    overlaps that of an earlier one of them, are left out."""
    panel, window = place.panel, question.window if isinstance(question.window, int) else WINDOW
    found: list[Loss] = []
    taken: list[int] = []
    for number in asked:
        column = column_in(panel, heard, heard.episodes[number], place.timezone)
        if column is None or not 0 < column <= len(panel.times) - window \
                or any(abs(column - other) < window for other in taken):
            continue
        taken.append(column)
        found.append(Loss(number, _batch(question, place, heard, number, seed)))
    return tuple(found)


def _batch(question: Effect, place: Place, heard: Heard, number: int, seed: int) -> Batch[PanelItems]:
    from recul.study import Action

    start = instant(heard, heard.episodes[number].first)
    surge = Action.model_construct(id=ACTION, kind="crisis", label=None, start=start, end=None, units=place.treated,
                                   onset_rule="alarm", planned_share=None, blocks=(), truth=None)
    return question.asked_of(place.panel, [surge, *place.actions], place.timezone, place.events,
                             place.alarms).batch(seed)


def read(question: Effect, found: Sequence[Loss], doubts: Doubts | None = None) -> tuple[Read, ...]:
    """Every loss through the estimators, the strongest evidence of a fall first; what cannot be read has a p of 1."""
    parts = []
    for loss in found:
        answers = tuple(question.answers(loss.batch))
        reading, _ = choose([Reading.of(loss.batch, e, doubts) for e in answers])
        parts.append(Read(loss, answers, reading, _fell(reading), 1.0, 1))
    return stepped(parts)


def stepped(parts: Sequence[Read]) -> tuple[Read, ...]:
    """Losses read one by one, in Holm's order and with his p."""
    ordered = sorted(parts, key=lambda r: (not r.readable, r.alone))
    can = [r for r in ordered if r.readable]
    p = adjusted(np.array([r.alone for r in can]))
    told = int((p <= LOSS_LEVEL).sum())
    return (*(replace(r, p=float(p[i]), family=len(can) - min(i, told)) for i, r in enumerate(can)),
            *ordered[len(can):])


def _fell(reading: Reading) -> float:
    """One-sided p of a fall; 1 where nothing can be said."""
    e = reading.estimates
    if not reading.valid:
        return 1.0
    half = reading.calibration.p(float(e.score[0])) / 2
    return half if e.value[0] < 0 else 1 - half


def uncovered(heard: Heard, e: Episode) -> Limit:
    """The outcome is not recorded over the window that follows a surge."""
    return Limit("outcome_not_covered", {"moment": str(heard.times[e.first].astype("datetime64[m]"))}, True)
