"""What a crisis question has found, as its tables and facts: one row an episode, and the alarm's own record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from recul._fields import opens
from recul.batch import Batch
from recul.finding import Table
from recul.placebo.calibrate import LEVEL
from recul.questions._alarms import Heard, column_at, utc
from recul.questions._loss import LOSS_LEVEL, Loss, Read
from recul.questions._surge import SurgeItems
from recul.questions._tone import Tones
from recul.record import zones

if TYPE_CHECKING:
    from datetime import date

    from recul.measures._spells import Spell

Answer = Literal["noise", "surge", "bad_buzz", "crisis"]
ANSWERS: tuple[Answer, ...] = ("noise", "surge", "bad_buzz", "crisis")  # from the least to the worst
SOON_HOURS = 6
# What happened to others, to set an episode beside: a code of the words, a share, of how many.
BASE_RATES = (("hurt_short", 0.58, 78), ("hurt_long", 0.40, 78), ("went_viral", 0.03, 472_995))


class Truth(Protocol):
    """A moment of a simulated world, and the relative effect of the surge that holds it."""

    @property
    def moment(self) -> date: ...
    @property
    def effect(self) -> float: ...


@dataclass(frozen=True, eq=False)
class CrisisItems:
    """What was heard, and what is asked of it.

    asked: numbers of the episodes whose loss is asked about, the one meant first. every: all of the record are meant,
    not those of one moment. surge: the messages of that one, or of the moment asked about, beside quiet stretches.
    losses: one batch an episode. spells: one an episode, or None.
    timezone: the study's.
    """

    heard: Heard
    tones: Tones | None
    spells: tuple[Spell, ...] | None
    asked: tuple[int, ...]
    every: bool
    surge: Batch[SurgeItems]
    losses: tuple[Loss, ...]
    timezone: str


@dataclass(frozen=True, eq=False)
class Told:
    """The tables of a finding. read: the losses, the strongest first. known: true effects, in simulated worlds.
    zone: of the times shown, "" for the study's own."""

    items: CrisisItems
    read: tuple[Read, ...]
    known: Sequence[Truth]
    zone: str

    def of(self, number: int) -> Answer:
        """The answer of one episode."""
        if any(r.loss.episode == number and r.p <= LOSS_LEVEL for r in self.read):
            return "crisis"
        tone = self.items.tones.by[number] if self.items.tones else None
        return "bad_buzz" if tone is not None and tone.p <= 1 - LEVEL else "surge"

    def answer(self) -> Answer:
        """That of the episode asked about, or of the worst one; noise where there is none."""
        numbers = range(len(self.items.heard.episodes)) if self.items.every else self.items.asked
        return max((self.of(n) for n in numbers), key=ANSWERS.index, default="noise")

    def truth(self, number: int) -> float | None:
        """The true relative effect of an episode; none of it is 0 once any is known."""
        heard, e = self.items.heard, self.items.heard.episodes[number]
        for known in self.known:
            column = column_at(heard, utc(opens(known.moment), self.items.timezone))
            if e.first - 24 <= column <= e.last:
                return known.effect
        return 0.0 if self.known else None

    def facts(self, budget: str, number: int | None = None) -> tuple[tuple[str, str, Any], ...]:
        """What else was declared or chosen."""
        heard, tone = self.items.heard, self.items.tones
        found: list[tuple[str, str, Any]] = [("budget", "budget", budget), ("listened", "name", heard.unit),
                                             ("episodes", "count", len(heard.episodes))]
        if number is not None:
            found.append(("surge", "moment", self._moment(heard.episodes[number].first)))
        if self.read:
            found.append(("losses_asked", "count", len(self.read)))
        if tone:
            found += [("tone_usual", "percent", tone.usual), ("tone_false", "percent", tone.rate.value)]
        return tuple(found)

    def tables(self) -> tuple[Table, ...]:
        """The episodes, the losses asked about, how the alarm keeps its word, and what happened to others."""
        found = [self._episodes()] if self.items.heard.episodes else []
        if self.items.tones and any(self.items.tones.by):
            found.append(self._tones())
        if self.read:
            found.append(self._losses())
        return (*found, self._alarm(), self._base_rates())

    def _episodes(self) -> Table:
        columns = [("start", "moment"), ("answer", "code"), ("excess", "count"), ("hours", "minutes"),
                   ("to_peak", "minutes"), ("half_life", "minutes"), ("rank", "count")]
        rows = [[self._moment(e.first), self.of(n), round(e.excess), 60.0 * e.hours, 60.0 * e.to_peak,
                 None if e.half_life is None else 60.0 * e.half_life, e.rank]
                for n, e in enumerate(self.items.heard.episodes)]
        if self.items.spells is not None:
            columns[3:3] = [("authors", "count"), ("reach", "count")]
            for row, spell in zip(rows, self.items.spells, strict=True):
                row[3:3] = [spell.authors, spell.reach]
        return Table("episodes", tuple(columns), tuple(map(tuple, rows)))

    def _tones(self) -> Table:
        by = self.items.tones.by if self.items.tones else ()
        rows = [(self._moment(e.first), t.judged, t.share, t.low, t.high, t.p)
                for e, t in zip(self.items.heard.episodes, by, strict=True) if t]
        return Table("tones", (("start", "moment"), ("judged", "count"), ("negative", "percent"), ("low", "percent"),
                               ("high", "percent"), ("p", "number")), tuple(rows))

    def _losses(self) -> Table:
        rows = []
        for r in sorted(self.read, key=lambda r: r.loss.episode):
            rows.append((self._moment(self.items.heard.episodes[r.loss.episode].first), *r.relative(),
                         r.p if r.readable else None, self._loss(r),
                         *((self.truth(r.loss.episode),) if self.known else ())))
        columns = (("start", "moment"), ("change", "change"), ("low", "change"), ("high", "change"), ("p", "number"),
                   ("loss", "code"), *((("truth", "change"),) if self.known else ()))
        return Table("losses", columns, tuple(rows))

    def _loss(self, r: Read) -> str:
        if not r.readable:
            return "loss_unknown"
        return "loss_seen" if r.p <= LOSS_LEVEL else "loss_not_told"

    def _alarm(self) -> Table:
        heard = self.items.heard
        rows = [("alarms_declared", None, None, heard.declared),
                ("alarms_raised", len(heard.episodes), heard.months, _rate(len(heard.episodes), heard.months))]
        if heard.quiet_months:
            rows.append(("alarms_quiet", heard.quiet_alarms, heard.quiet_months,
                         _rate(heard.quiet_alarms, heard.quiet_months)))
        return Table("alarm", (("where", "code"), ("alarms", "count"), ("months", "number"), ("rate", "number")),
                     tuple(rows))

    def _base_rates(self) -> Table:
        known = [e.half_life for e in self.items.heard.episodes]
        own = [] if not known else [("halved_soon", sum(h is not None and h <= SOON_HOURS for h in known) / len(known),
                                     len(known))]
        return Table("base_rates", (("what", "code"), ("share", "percent"), ("of", "count")), (*own, *BASE_RATES))

    def _moment(self, column: int) -> str:
        """The start of an hour, in the zone that the finding's times are in."""
        time = self.items.heard.times[column]
        local = time if self.zone else zones.to_local(zones.microseconds(np.array([time])), self.items.timezone).astype(
            "datetime64[us]")[0]
        return str(local.astype("datetime64[m]"))


def _rate(count: int, months: float) -> float | None:
    return count / months if months else None


