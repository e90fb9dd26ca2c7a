"""SOURCE on the command line: a growing file, standard input, a named pipe, or a study's source of messages."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from recul._fields import known_zone
from recul._mistakes import listed
from recul._phrases import phrase, plural, quoted, reason_of
from recul.errors import Mistake, WatchError
from recul.sources import format_of
from recul.study import FILE_NAME, Source, Study
from recul.watch.events import EPOCHS, Fields
from recul.watch.feeds import Feed, File, Pipe, Tell

STDIN = "-"
# What other files Recul reads, but not while they grow.
OTHER_FORMATS = (".csv", ".tsv", ".xlsx", ".parquet")


@dataclass(frozen=True)
class Stream:
    """A stream and how its lines are read. path: None for standard input. home: where its state is kept by default."""

    name: str
    path: Path | None
    reading: Source
    fields: Fields
    zone: str
    language: str
    home: Path | None

    @property
    def rereadable(self) -> bool:
        """Whether what was read can be read again."""
        return self.path is not None and not _is_pipe(self.path)

    def feed(self, position: dict[str, object], once: bool, tell: Tell) -> Feed:
        """The stream, opened. Raises WatchError when it cannot be."""
        if self.path is None:
            return Pipe(0, tell)
        if not self.rereadable:
            return Pipe(os.open(self.path, os.O_RDONLY), tell)
        return File(self.path, position, once, tell)


@dataclass(frozen=True)
class Asked:
    """What the command line says of the stream; None: not said."""

    source: str
    which: str | None = None
    time: str | None = None
    brand: str | None = None
    count: str | None = None
    only: str | None = None
    time_format: str | None = None
    zone: str | None = None


def stream(asked: Asked) -> Stream:
    """The stream asked for. Raises WatchError, or StudyError for a study that is not as it should be."""
    path = Path(asked.source)
    if asked.zone is not None and not known_zone(asked.zone):
        raise WatchError(Mistake("--zone", quoted(asked.zone), "a time zone of the IANA list, like Europe/Paris or UTC",
                                 "See https://en.wikipedia.org/wiki/List_of_tz_database_time_zones."))
    if asked.source != STDIN and (path.is_dir() or path.name == FILE_NAME):
        return _of_study(Study.load(path), asked)
    only = asked.only
    fields = Fields(asked.time or "time", asked.brand or (None if only else "brand"), asked.count, only,
                    EPOCHS.get(asked.time_format or ""))
    if asked.source == STDIN:
        return Stream("standard input", None, _reading(asked.time_format), fields, asked.zone or "UTC", "en", None)
    if path.suffix.lower() in OTHER_FORMATS:
        raise WatchError(Mistake(str(path), phrase("a {suffix} file", suffix=path.suffix),
                                 "a file of JSON lines, one object a line", "Have the messages written as JSON lines."))
    return Stream(str(path.resolve()), path, _reading(asked.time_format), fields, asked.zone or "UTC", "en",
                  path.with_name(path.name + ".watch"))


def _reading(time_format: str | None) -> Source:
    declared = time_format if time_format and time_format not in EPOCHS else None
    if declared is not None and not re.search(r"%[^%]", declared):
        raise WatchError(Mistake("--time-format", quoted(declared),
                                 phrase("{names} or a pattern like %d/%m/%Y %H:%M", names=", ".join(EPOCHS)),
                                 "Leave it out if the times look like 2024-09-01T18:30:00Z."))
    return Source(name="watch", path=STDIN, table="messages", date_format=declared)


def _of_study(study: Study, asked: Asked) -> Stream:
    source = _messages(study, asked.which)
    files = study.files(source)
    where = phrase("source {source!r}", source=source.name)
    if len(files) > 1:
        raise WatchError(Mistake(phrase("{where}.path", where=where), phrase("{count} files", count=len(files)),
                                 "one file that grows", "Name that file itself: recul watch FILE."))
    if format_of(source, files[0]) != "ndjson":
        raise WatchError(Mistake(phrase("{where}.format", where=where), files[0].name, "a file of JSON lines (ndjson)",
                                 "Have the messages written as one JSON object a line."))
    named = source.columns
    brand = asked.brand or named.get("unit") or (None if source.unit else "unit")
    fields = Fields(asked.time or named.get("time", "time"), brand, asked.count,
                    asked.only or source.unit or study.brand, EPOCHS.get(asked.time_format or ""))
    reading = source if asked.time_format is None else _reading(asked.time_format)
    return Stream(str(files[0].resolve()), files[0], reading, fields, asked.zone or source.timezone or study.timezone,
                  study.language, study.root / ".recul" / "watch" / source.name)


def _messages(study: Study, which: str | None) -> Source:
    """The source of messages to watch: the one named, or the only one."""
    there = [s for s in study.sources if s.table == "messages"]
    chosen = [s for s in there if which in (None, s.name)]
    if len(chosen) != 1:
        found = quoted(which) if which else plural(len(there), "{n} source of messages", "{n} sources of messages")
        raise WatchError(Mistake("--source", found,
                                 phrase("one of {names}", names=listed([s.name for s in there])) if there
                                 else 'a source with table = "messages"',
                                 "Name one by --source." if there else "Declare one in study.toml."))
    return chosen[0]


def _is_pipe(path: Path) -> bool:
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except OSError as error:
        raise WatchError(Mistake(str(path), phrase("a file that cannot be read ({reason})", reason=reason_of(error)),
                                 "a file of JSON lines, a study, or - for standard input",
                                 "Check its name.")) from error
