"""The ledger on disk: `ledger.sqlite` beside study.toml, only ever added to.

It is no cache: it does not lie in `.recul`, and cannot be made again. Every writing is one immediate transaction of
SQLite, so that of two processes the second waits and numbers its entries after the first's. Triggers refuse to change
or delete a row; they are a courtesy: the lock is the chain of digests (`ledger.entries`).
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from recul._phrases import phrase
from recul.errors import LedgerError, Mistake
from recul.ledger.entries import FILE_NAME, Entry, entry, key_of

# "Recl", by which the file says what it is, and the version of its table.
APPLICATION, VERSION = 0x5265636C, 1
WAIT_SECONDS = 20.0
COLUMNS = "number, kind, written, body, parts, previous, digest"
EVERY = f"SELECT {COLUMNS} FROM entries ORDER BY number"  # noqa: S608 - names of ours only
LAST = f"{EVERY} DESC LIMIT 1"
ONCE = "SELECT number, CAST(once AS TEXT) FROM entries WHERE once IS NOT NULL"
INSERT = f"INSERT INTO entries ({COLUMNS}, once) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - the same
SCHEMA = f"""
CREATE TABLE entries (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, written TEXT NOT NULL, body TEXT NOT NULL,
  parts TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL, once TEXT UNIQUE);
CREATE TRIGGER no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'a ledger is only added to'); END;
CREATE TRIGGER no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'a ledger is only added to'); END;
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
"""


def _now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """The ledger of a study. root: the study's folder. clock: what time it is; wait: seconds for another writer."""

    def __init__(self, root: Path, clock: Callable[[], datetime] = _now, wait: float = WAIT_SECONDS):
        self.path = root / FILE_NAME
        self.clock, self._wait = clock, wait

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return os.path.lexists(self.path)

    def append(self, bodies: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Entry | None]:
        """Write entries (kind, body), all or none; None for each that may stand only once, and stands already.

        Raises LedgerError when the ledger is locked by another process, damaged, or cannot be written.
        """
        made: list[Entry | None] = []
        with self._open(write=True) as connection:
            last = _last(connection)
            for kind, body in bodies:
                once = key_of(kind, body)
                if once is not None and connection.execute("SELECT 1 FROM entries WHERE once = ?", (once,)).fetchone():
                    made.append(None)
                    continue
                number, previous = (1, "") if last is None else (last.number + 1, last.digest)
                last = entry(number, kind, self.clock(), body, previous)
                connection.execute(INSERT, (*last, once))
                made.append(last)
        return made

    def entries(self) -> list[Entry]:
        """Every entry, in the order of their numbers; none where there is no ledger. Raises LedgerError."""
        if not self.exists():
            return []
        with self._open(write=False) as connection:
            try:
                rows = connection.execute(EVERY).fetchall()
            except sqlite3.OperationalError as error:
                if "UTF-8" not in str(error):
                    raise
                # What was changed into no text at all is to be named by the chain, not to stop the reading.
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                rows = connection.execute(EVERY).fetchall()
        if not set(map(type, chain.from_iterable(rows))) <= {int, str}:
            rows = [(row[0], *map(_text, row[1:])) for row in rows]  # numbers are integers: they are the row's own
        return list(map(Entry._make, rows))

    def once(self) -> dict[int, str]:
        """What each entry that may stand only once is kept under, by number, as the file has it. Raises LedgerError."""
        with self._open(write=False) as connection:
            return dict(connection.execute(ONCE).fetchall())

    @contextlib.contextmanager
    def _open(self, write: bool) -> Iterator[sqlite3.Connection]:
        """One transaction; every fault of SQLite as a LedgerError."""
        if self.path.is_symlink() or (self.exists() and not self.path.is_file()):
            raise self._mistake("a link, or no ordinary file", "Remove it: the ledger lies in the study's own folder.")
        mode = "rwc" if write else "rw" if os.access(self.path, os.W_OK) else "ro"
        try:
            with contextlib.closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode={mode}", uri=True,
                                                    timeout=self._wait, isolation_level=None)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                self._prepare(connection, write)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._told(error) from error

    def _prepare(self, connection: sqlite3.Connection, write: bool) -> None:
        """Make the table in a new file; else see that the file is a ledger of this version."""
        things = dict(connection.execute("SELECT name, type FROM sqlite_master").fetchall())
        if not things and write:
            for statement in _statements(SCHEMA):
                connection.execute(statement)
            return
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if things.get("entries") != "table" or application != APPLICATION:
            raise self._mistake("a database that is no ledger", "Move it away, or restore your copy of the ledger.")
        if version != VERSION:
            raise self._mistake(phrase("a ledger of version {version}", version=version),
                                phrase("Use that Recul: this one reads version {version}.", version=VERSION))

    def _told(self, error: sqlite3.Error) -> LedgerError:
        text = str(error)
        if "locked" in text or "busy" in text:
            return self._mistake(phrase("a ledger that another process has kept locked for {seconds:g} seconds",
                                        seconds=self._wait),
                                 "Wait until it is done, and try again: nothing was written.")
        if "readonly" in text or "unable to open" in text or "disk" in text:
            return self._mistake(phrase("a file that cannot be written ({reason})", reason=text),
                                 "Mend its permissions, or free some space.")
        return self._mistake(phrase("a damaged file ({text})", text=text),
                             "Restore your copy of it: a ledger cannot be made again.")

    def _mistake(self, found: str, todo: str) -> LedgerError:
        return LedgerError(Mistake(FILE_NAME, found, "a ledger that Recul wrote", todo))


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _last(connection: sqlite3.Connection) -> Entry | None:
    row = connection.execute(LAST).fetchone()
    return None if row is None else Entry(*row)


def _statements(script: str) -> Iterator[str]:
    """The statements of a script: `executescript` would end the transaction."""
    begun = ""
    for piece in script.split(";"):
        begun += piece + ";"
        if sqlite3.complete_statement(begun) and begun.strip(" ;\n"):
            yield begun
            begun = ""
