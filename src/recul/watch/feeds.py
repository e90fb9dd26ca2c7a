"""Where lines come from: a file that grows, or standard input. Whole lines only; a half-written one waits."""

from __future__ import annotations

import hashlib
import io
import os
import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, WatchError

READ = 1 << 20
LONGEST_LINE = 1 << 20
HEAD = 1024
WAIT_SECONDS = 0.2

#: Called with a code of `report/words/watch.py` and its values.
Tell = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole lines, without their newline. too_long: lines passed over as longer than 1 MiB. ended: none will follow.

    empty lines with neither mean that nothing has come for a moment.
    """

    lines: list[bytes]
    too_long: int = 0
    ended: bool = False


class Feed(Protocol):
    """A stream of lines."""

    def read(self) -> Lines:
        """The next lines; waits for them a moment."""

    def position(self) -> dict[str, Any]:
        """Where the lines read so far end, to begin again there; as JSON."""


class _Cutter:
    """Bytes to whole lines; what is left waits for the rest of its line."""

    def __init__(self) -> None:
        self.rest, self.dropping = b"", False

    def cut(self, data: bytes) -> Lines:
        *lines, self.rest = (self.rest + data).split(b"\n")
        too_long = 0
        if self.dropping and lines:
            self.dropping = False
            del lines[0]
        if len(self.rest) > LONGEST_LINE:
            too_long, self.rest, self.dropping = 0 if self.dropping else 1, b"", True
        return Lines(lines, too_long)


class Pipe:
    """A descriptor that cannot be read twice, such as standard input."""

    def __init__(self, descriptor: int, tell: Tell):
        self._descriptor, self._tell, self._cutter = descriptor, tell, _Cutter()

    def read(self) -> Lines:
        """What has come, up to 1 MiB. At the end, a last line without its newline is read if it is whole JSON."""
        parts: list[bytes] = []
        size = 0
        while size < READ and self._ready(0.0 if parts else WAIT_SECONDS):
            data = os.read(self._descriptor, READ - size)
            if not data:
                return self._end(b"".join(parts))
            parts.append(data)
            size += len(data)
        return self._cutter.cut(b"".join(parts)) if parts else Lines([])

    def _ready(self, seconds: float) -> bool:
        if sys.platform == "win32":  # select knows sockets only there: one reading, that waits
            return seconds > 0
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def _end(self, data: bytes) -> Lines:
        cut = self._cutter.cut(data)
        last = [self._cutter.rest] if self._cutter.rest.strip() else []
        if last and not last[0].rstrip().endswith(b"}"):
            self._tell("unfinished_end", bytes=len(last[0]))
        return Lines([*cut.lines, *last], cut.too_long, True)

    def position(self) -> dict[str, Any]:
        """Nothing: there is no way back."""
        return {}


class File:
    """A file that grows. Rotated (another file under its name) or truncated, it is begun again, and that is told.

    position: where to begin, as `position()` gave it. once: the end of the file is the end of the stream.
    Raises WatchError when the file cannot be opened.
    """

    def __init__(self, path: Path, position: dict[str, Any], once: bool, tell: Tell):
        self._path, self._once, self._tell = path, once, tell
        self._open()
        offset, length = int(position.get("offset", 0)), int(position.get("head_bytes", 0))
        if not offset:
            return
        head = self._first(length)
        if _digest(head) == position.get("head") and self._size() >= offset:
            self._next, self._head = offset, head
        else:
            tell("replaced_while_away", bytes=offset)

    def _open(self) -> None:
        self._file = _opened(self._path)
        # next: the first byte not read yet. head: the file's first bytes, by which it is known again.
        self._cutter, self._next, self._head, self._leaving = _Cutter(), 0, b"", False

    def read(self) -> Lines:
        """The next lines, up to 1 MiB of them; waits a moment when there are none."""
        if self._first(len(self._head)) != self._head or self._size() < self._next:
            self._tell("truncated", bytes=self._next)
            self._leave()
        self._file.seek(self._next)
        data = self._file.read(READ)
        if data:
            self._next += len(data)
            if len(self._head) < HEAD:
                self._head = self._first(HEAD)
            return self._cutter.cut(data)
        if self._leaving:  # what its writer still added in the last moment has been read too
            self._tell("rotated", bytes=self._next)
            self._leave()
            return Lines([])
        self._leaving = self._rotated()
        if self._once and not self._leaving:
            self._unfinished()
            return Lines([], ended=True)
        time.sleep(WAIT_SECONDS)
        return Lines([])

    def _leave(self) -> None:
        self._unfinished()
        self._file.close()
        self._open()

    def _unfinished(self) -> None:
        if self._cutter.rest.strip():
            self._tell("unfinished_line", bytes=len(self._cutter.rest))

    def _first(self, length: int) -> bytes:
        self._file.seek(0)
        return self._file.read(length)

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _rotated(self) -> bool:
        """Whether another file stands under the name."""
        try:
            there = os.stat(self._path)
        except FileNotFoundError:  # between the two renames of a rotation
            return False
        return not os.path.samestat(there, os.fstat(self._file.fileno()))

    def position(self) -> dict[str, Any]:
        """The offset after the last whole line, and a digest of the file's first bytes, by which it is known again."""
        offset = self._next - len(self._cutter.rest)
        length = min(len(self._head), offset)
        return {"offset": offset, "head_bytes": length, "head": _digest(self._head[:length])}


def _opened(path: Path) -> io.FileIO:
    try:
        return io.FileIO(path, "rb")
    except (OSError, ValueError) as error:
        raise WatchError(Mistake(str(path), phrase("a file that cannot be read ({reason})",
                                                   reason=reason_of(error)), "a file of JSON lines",
                                 "Check its name and its permissions.")) from error


def _digest(head: bytes) -> str:
    return hashlib.sha256(head).hexdigest()
