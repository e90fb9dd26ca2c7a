"""Progress on standard error, for what lasts more than a second, when somebody is looking."""

from __future__ import annotations

from threading import Lock, Timer
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from recul._group import safe, spoken

AFTER = 1.0


class Bars:
    """Bars that appear after a second and vanish at the end. Nothing is shown when quiet or when nobody looks."""

    def __init__(self, quiet: bool):
        console = Console(stderr=True)
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(),
                   TimeElapsedColumn())
        self._progress = Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)
        self._lock, self._over = Lock(), False
        self._timer = Timer(AFTER, self._begin)
        self._timer.daemon = True
        self._tasks: dict[str, Any] = {}

    def __enter__(self) -> Bars:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            self._over = True
            self._progress.stop()

    def _begin(self) -> None:
        with self._lock:
            if not self._over:
                self._progress.start()

    def at(self, what: str, done: int, total: int | None) -> None:
        """`what` (a phrase, or the name of a file) is at `done` of `total` (None: not known)."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(safe(spoken(what)), total=total)
        self._progress.update(self._tasks[what], completed=done, total=total)
