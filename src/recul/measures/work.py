"""The hours of a team's own log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recul._fields import closes, opens
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.measures.ads import plain_word, texts

if TYPE_CHECKING:
    from recul.record import Record

Nature = Literal["strategic", "operational", "mixed", "neither"]
#: The words of teams, as `plain_word` has them, for the nature of a task. A word that is not here is never guessed at.
NATURES: dict[Nature, tuple[str, ...]] = {
    "strategic": ("strategic", "strategy", "strategique", "strategie"),
    "operational": ("operational", "operations", "operationnel", "operationnelle"),
    "mixed": ("mixed", "both", "mixte", "les deux"),
    "neither": ("neither", "ni l un ni l autre", "aucun", "aucune"),
}
HOURS_A_DAY = 24.0


class Logged(NamedTuple):
    """hours: added up over the tasks whose hours are known. tasks: how many. unknown: of them, those without hours;
    negative: those of less than none."""

    hours: float
    tasks: int
    unknown: int
    negative: int


def logged(record: Record, start: date | datetime, end: date | datetime, natures: Sequence[str] = ()) -> Logged:
    """The tasks done, or begun, from `start` to `end`, local to the study (a date is the whole day). natures: only
    these, as the log writes them; empty for all."""
    import ibis

    from recul.record.engines import local

    table = record.table("tasks")
    when = local(table.time, record.study.timezone)
    rows = table.filter((when >= ibis.literal(opens(start))) & (when < ibis.literal(closes(end))))
    if natures:
        rows = rows.filter(rows.nature.isin(list(natures)))
    (row,) = rows.aggregate(hours=rows.hours.sum(), tasks=rows.count(), known=rows.hours.count(),
                             negative=(rows.hours < 0).sum()).to_pyarrow().to_pylist()
    return Logged(float(row["hours"] or 0.0), int(row["tasks"]), int(row["tasks"]) - int(row["known"]),
                  int(row["negative"] or 0))


def span(record: Record) -> tuple[date, date] | None:
    """The days of the log's first and last task, local to the study; None where it holds none."""
    from recul.record.engines import local

    when = local(record.table("tasks").time, record.study.timezone)
    (row,) = record.table("tasks").aggregate(first=when.min(), last=when.max()).to_pyarrow().to_pylist()
    return None if row["first"] is None else (row["first"].date(), row["last"].date())


def refused(record: Record) -> int:
    """Rows of the log's files that could not be read, whatever their day: their hours are known to nobody."""
    logs = {source.name for source in record.study.sources if source.table == "tasks"}
    return sum(file.rows_refused for file in record.provenance if file.source in logs)


def natures(record: Record) -> tuple[str, ...]:
    """The natures that the log knows, sorted."""
    table = record.table("tasks")
    rows = table.filter(table.nature.notnull()).select("nature").distinct().to_pyarrow().to_pylist()
    return tuple(sorted(row["nature"] for row in rows))


@dataclass(frozen=True, eq=False)
class Log:
    """The tasks of a log, [n] each, in order of time.

    month: months since 1970, local. text, nature: None where there is none; nature as one of NATURES. hours: NaN where
    not stated.
    impossible: hours below none, or more than its days hold. unknown: tasks whose nature is a word nobody declared;
    words: these words.
    """

    month: NDArray[np.int64]
    text: NDArray[np.object_]
    nature: NDArray[np.object_]
    hours: NDArray[np.float64]
    impossible: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.month)


def log(record: Record, declared: Mapping[Nature, Sequence[str]] | None = None, unit: str | None = None) -> Log:
    """declared: nature -> the team's own words for it, before those Recul knows. unit: whose tasks; default all.

    Raises QuestionError when the log holds no task, or none of the unit.
    """
    rows = record.table("tasks").order_by("time", "source", "task_id").execute()
    units = sorted({u for u in rows["unit"] if isinstance(u, str)})
    if unit is not None:
        rows = rows[rows["unit"] == unit]
    if not len(rows):
        found = "none in the record" if not units else phrase("none of {unit!r}", unit=unit)
        raise QuestionError(Mistake("tasks", found, "tasks of a team's log",
                                    phrase("Choose one of {names}.", names=", ".join(units[:12])) if units
                                    else 'Declare a source with table = "tasks", or mend its `columns`.'))
    meaning: dict[str, str] = {word: kind for kind, words in NATURES.items() for word in words}
    meaning |= {plain_word(word): kind for kind, words in (declared or {}).items() for word in words}
    word, text = texts(rows["nature"]), texts(rows["text"])
    nature = np.array([None if w is None else meaning.get(plain_word(w)) for w in word], dtype=object)
    unknown = np.array([w is not None and n is None for w, n in zip(word, nature, strict=True)], dtype=bool)
    begun, ended = (rows[name].dt.tz_convert(record.study.timezone) for name in ("time", "end"))
    day = begun.dt.tz_localize(None).dt.floor("D")
    days = ((ended.dt.tz_localize(None).dt.floor("D") - day).dt.days.fillna(0).clip(lower=0) + 1).to_numpy(float)
    hours = rows["hours"].to_numpy(float)
    return Log(np.asarray((begun.dt.year - 1970) * 12 + begun.dt.month - 1, dtype=np.int64), text, nature, hours,
               _impossible(hours, days, day.to_numpy(), texts(rows["author"])), unknown,
               tuple(sorted({w for w, u in zip(word, unknown, strict=True) if u})))


def _impossible(hours: NDArray[np.float64], days: NDArray[np.float64], day: NDArray[Any],
                author: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Hours below none, above 24 for each day of the task, or of a person's day whose tasks add up to more."""
    bad = (hours < 0) | (hours > HOURS_A_DAY * days)
    total: dict[tuple[object, object], float] = {}
    keys = [None if who is None or long > 1 else (who, when) for who, when, long in zip(author, day, days, strict=True)]
    for key, spent, out in zip(keys, hours, bad, strict=True):
        if key is not None and not out and spent == spent:
            total[key] = total.get(key, 0.0) + spent
    return np.array([out or (key is not None and total.get(key, 0.0) > HOURS_A_DAY)
                     for out, key in zip(bad, keys, strict=True)], dtype=bool)
