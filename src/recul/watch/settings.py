"""What a watch is told to do, and what of it must stay the same from one life to the next."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from recul._budget import LEAST, MOST, a_month
from recul._phrases import phrase, quoted
from recul.errors import Mistake, WatchError
from recul.watch.events import Fields

if TYPE_CHECKING:
    from recul.study import Source
    from recul.watch.state import StateFolder

BRANDS_MOST = 1000
MINUTES_A_DAY = 1440


@dataclass(frozen=True, slots=True)
class Settings:
    """How to watch.

    stream: which stream it is, for people and to recognise the state. reading: how times are written. zone: of times
    without an offset, and of the days and weeks of the usual. budget: false alarms a month, for each brand.
    minutes: of a bin. lateness: minutes a message may come after a later one. silence: minutes without anything, of
    any brand, after which nothing is known. since: microseconds UTC, no alarm before it. brands: known beforehand.
    most: brands at the most. wall: whether the clock on the wall closes bins too. every: seconds between checkpoints.
    """

    stream: str
    reading: Source
    fields: Fields = field(default_factory=Fields)
    zone: str = "UTC"
    detector: str = "multiscale"
    budget: float = 1.0
    minutes: int = 5
    lateness: int = 5
    silence: int = MINUTES_A_DAY
    since: int | None = None
    brands: tuple[str, ...] = ()
    most: int = BRANDS_MOST
    wall: bool = False
    every: float = 30.0

    def identity(self) -> dict[str, Any]:
        """What a state belongs to: with another of these, its counts would mean something else.

        Of a file the name alone: its folder may be moved, and its first bytes tell whether it is the same.
        """
        return {"stream": Path(self.stream).name,
                "fields": asdict(self.fields), "date_format": self.reading.date_format,
                "zone": self.zone, "detector": self.detector, "minutes": self.minutes}


def budget(text: str) -> float:
    """ "1 a month", "0.5 per week", "2 par an": false alarms a month of 30 days. Raises WatchError."""
    many = a_month(text)
    if many is None or not LEAST <= many <= MOST:
        raise WatchError(Mistake("budget", quoted(text), phrase("false alarms a length of time, such as '1 a month', at"
                                                                " least 1 a year and at most {most:.0f} a month",
                                                                most=MOST), "Name a number, 'a', and one of day, week,"
                                 " month, quarter, year (jour, semaine, mois, trimestre, an)."))
    return many


def since(text: str | None, zone: str, folder: StateFolder) -> int | None:
    """Microseconds UTC before which no alarm is raised; None: from the beginning.

    "now" is the moment of the first start, kept in the state folder: what comes while the watch is down raises alarms.
    Raises WatchError for what is no time.
    """
    if text is None:
        return None
    if text != "now":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise WatchError(Mistake("--since", quoted(text), "a time such as 2024-09-01T18:30, or now",
                                     "Write year-month-day.")) from error
        return round((moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).timestamp() * 1_000_000)
    note = folder.home / "since.json"
    if not note.exists():
        folder.write(note, json.dumps({"since": time.time_ns() // 1000}).encode())
    return int(json.loads(note.read_bytes())["since"])
