"""What a watch keeps between two lives: one folder, written so that a kill at any moment leaves it whole.

    checkpoint.npz    detector, open bins, thresholds, counters and the position in the stream; written aside, renamed
    alarms.ndjson     every alarm raised, one line each; only added to. What no checkpoint speaks of yet is raised again
                      by the replay that follows a kill, and recognised by its id
    sent-*.json       for each way out, how far in alarms.ndjson it is
    journal-N.bin     of a stream that cannot be read twice: the events since checkpoint N (times, brands and counts)

Nothing in it holds a message's text or its author.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, WatchError

VERSION = 1
Arrays = dict[str, NDArray[np.generic]]


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """What fails inside is told as a disk that cannot be written. Raises WatchError."""
    try:
        yield
    except OSError as error:
        raise WatchError(Mistake(str(path),
                                 phrase("a place that cannot be written ({reason})", reason=reason_of(error)),
                                 "a disk with room, where one may write", "Make room, mend its permissions, or name"
                                 " another --state; then start again: nothing is lost.")) from error


def _refuse_links(paths: list[Path]) -> None:
    """Raises WatchError for a symbolic link."""
    links = [p for p in paths if p.is_symlink()]
    if links:
        raise WatchError(Mistake(str(links[0]), "a link", "a folder that holds files only",
                                 "Name another --state, or remove the link."))


class StateFolder:
    """The folder. Raises WatchError when it cannot be used."""

    def __init__(self, home: Path):
        self.home, self._checkpoint = home, home / "checkpoint.npz"
        # A study may come from somebody else: nothing in it may lead out of it, its folder `.recul` included.
        _refuse_links([home, *(p for p in home.parents if ".recul" in p.parts)])
        with writing(home):
            home.mkdir(parents=True, exist_ok=True)
            inside = list(home.iterdir())
        _refuse_links(inside)
        if not (home / ".gitignore").exists():
            self.write(home / ".gitignore", b"*\n")

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One watch a folder; a killed one holds nothing. Raises WatchError when another watch runs."""
        descriptor = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "r+b") as handle:
            with contextlib.suppress(ImportError):  # Windows has no fcntl
                import fcntl

                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise WatchError(Mistake(str(self.home), "the state of a watch that is running",
                                             "one watch a state folder",
                                             "Stop the other one, or name another --state.")) from error
            for left in self.home.glob(".aside-*"):
                left.unlink()
            yield

    def load(self) -> tuple[dict[str, Any], Arrays] | None:
        """The last checkpoint: what it says, and its arrays; None when there is none yet."""
        try:
            with np.load(self._checkpoint, allow_pickle=False) as file:
                arrays: Arrays = dict(file)
            said = json.loads(arrays.pop("said").tobytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, BadZipFile, EOFError) as error:
            raise self._unusable(phrase("a checkpoint that cannot be read ({error})", error=error)) from error
        if said.get("version") != VERSION:
            raise self._unusable(phrase("a checkpoint of version {version}", version=said.get("version")))
        return said, arrays

    def _unusable(self, found: str) -> WatchError:
        return WatchError(Mistake(str(self._checkpoint), found,
                                  phrase("a checkpoint of version {version}", version=VERSION),
                                  phrase("Delete {home} to begin anew, or name another --state.", home=self.home)))

    def save(self, said: dict[str, Any], arrays: Arrays) -> None:
        """The next checkpoint; from then on it is the last."""
        buffer = io.BytesIO()
        text = np.frombuffer(json.dumps(said | {"version": VERSION}).encode(), np.uint8)
        np.savez(buffer, allow_pickle=False, **{"said": text, **arrays})
        self.write(self._checkpoint, buffer.getbuffer())

    def write(self, path: Path, content: bytes | memoryview) -> None:
        """Write aside, then rename: the file is there whole or not at all."""
        aside = self.home / f".aside-{os.getpid()}-{secrets.token_hex(4)}"
        with writing(path):
            descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            os.replace(aside, path)
