"""Killed at any moment and started again, a watch loses no alarm and repeats none."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recul.detectors.base import Grid, State
from recul.detectors.threshold import Threshold
from recul.study import Source
from recul.watch import build, feeds, outbox
from recul.watch.journal import Journal
from recul.watch.loop import Watch
from recul.watch.machine import Machine
from recul.watch.settings import Settings
from recul.watch.sinks import Lines
from recul.watch.state import StateFolder
from watch_streams import line, stream, write

ROOT = Path(__file__).resolve().parents[1]
# Brand 1 bursts on the second day, brand 0 on the third, brand 2 twice, a day and a half apart.
BURSTS = {(1, 400): 300, (0, 700): 200, (2, 350): 400, (2, 800): 400}


class Slow:
    """A detector of ten lines: the bin's messages over the mean of all bins before."""

    def start(self, rows: int, grid: Grid) -> State:
        return {"sum": np.zeros(rows), "n": np.zeros(rows), "ready": np.zeros(rows, bool), "hours": np.zeros((), int)}

    def advance(self, state: State, counts: np.ndarray, observed: np.ndarray, slots: np.ndarray) -> np.ndarray:
        out = np.full(counts.shape, np.nan)
        for i in range(counts.shape[1]):
            ready = observed[:, i] & (state["n"] > 144)
            out[ready, i] = counts[ready, i] / (1 + state["sum"][ready] / state["n"][ready])
            state["sum"] += np.where(observed[:, i], counts[:, i], 0)
            state["n"] += observed[:, i]
            state["hours"] += slots[i] % 12 == 0
        state["ready"][:] = state["n"] > 144
        return out


def machine(settings: Settings) -> Machine:
    return build.assembled(settings, Slow(), fit)


def fit(state: State) -> Threshold:
    rows = len(state["n"])
    return Threshold(1.0, np.full(rows, 5.0), np.full(rows, 0.9), np.full(rows, 120.0), int(state["hours"]), 0)


class Killed(BaseException):
    """Nothing between here and the caller may catch it."""


def life(path: Path, state: Path, out: Path | None = None, journal: bool = False, **more: object) -> Watch:
    """One life of a watch over a file, read to its end. journal: as if it could not be read twice."""
    folder = StateFolder(state)
    settings = Settings("test", Source(name="w", path="-", table="messages"), every=0.0, **more)  # type: ignore[arg-type]
    with folder.locked():
        watch = Watch(settings, machine(settings), folder, lambda *_, **__: None)
        feed = feeds.File(path, watch.position, True, lambda *_, **__: None)
        watch.run(feed, [Lines(out, bytes)] if out else [], journal)
    return watch


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = stream(3, 4, 6, BURSTS)
    lines[100:100] = ["not JSON", line("brand 0", 3), line("brand 7", 90_000)]
    return write(tmp_path_factory.mktemp("stream") / "feed.ndjson", lines)


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "READ", 8_000)


@pytest.fixture(scope="module")
def whole(path: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The alarms of a life that nobody disturbed."""
    state = tmp_path_factory.mktemp("whole")
    watch = life(path, state)
    told = [json.loads(text) for text in (state / "alarms.ndjson").read_text().splitlines()]
    assert [a["brand"] for a in told] == ["brand 2", "brand 1", "brand 0", "brand 2"]
    assert watch.totals["not_json"] == 1
    return (state / "alarms.ndjson").read_bytes()


@pytest.mark.parametrize("journal", [False, True])
@pytest.mark.parametrize("where", ["before", "after"])
def test_killed_at_every_write(where: str, journal: bool, path: Path, whole: bytes, tmp_path: Path,
                               monkeypatch: pytest.MonkeyPatch) -> None:
    """Each life ends at its second, third … thing written, before it is written or just after."""
    left = 0

    def killing(act: Callable[..., object]) -> Callable[..., object]:
        def acts(*args: object, **more: object) -> object:
            nonlocal left
            if args[1:] == ([],):  # no alarm: nothing is written
                return act(*args, **more)
            left -= 1
            if left == 0 and where == "before":
                raise Killed
            done = act(*args, **more)
            if left == 0:
                raise Killed
            return done
        return acts

    monkeypatch.setattr(StateFolder, "write", killing(StateFolder.write))
    monkeypatch.setattr(outbox.Outbox, "add", killing(outbox.Outbox.add))
    monkeypatch.setattr(Journal, "write", killing(Journal.write))
    monkeypatch.setattr(Journal, "begin", killing(Journal.begin))
    lives, state = 0, tmp_path / "state"
    while True:
        lives += 1
        left = 2 + lives % 7
        try:
            _one_life(path, state, journal)
        except Killed:
            assert lives < 300, "no life gets further than the one before"
            continue
        break
    assert lives > 6
    assert (state / "alarms.ndjson").read_text().splitlines() == whole.decode().splitlines()


def _one_life(path: Path, state: Path, journal: bool) -> None:
    if not journal:
        life(path, state)
        return
    folder = StateFolder(state)
    settings = Settings("test", Source(name="w", path="-", table="messages"), every=0.0)
    with folder.locked():
        watch = Watch(settings, machine(settings), folder, lambda *_, **__: None)
        lines = _noted(folder)
        rest = path.read_bytes().split(b"\n")[lines:-1]
        pieces = [rest[i:i + 100] for i in range(0, len(rest), 100)]
        watch.run(Replay([feeds.Lines(p) for p in pieces] + [feeds.Lines([], ended=True)]), [], True)


class Replay:
    """A pipe whose writer goes on after the last line that was noted."""

    def __init__(self, lines: list[feeds.Lines]):
        self._lines = iter(lines)

    def read(self) -> feeds.Lines:
        return next(self._lines)

    def position(self) -> dict[str, object]:
        return {}


CHILD = """
import sys
sys.path[:0] = {paths!r}
import test_watch_killed
from recul.watch import build, feeds
build.machine = test_watch_killed.machine
feeds.READ, feeds.WAIT_SECONDS = 8000, 0.01
from recul.cli import main
main(["watch", *{words!r}])
"""


def child(*words: str | Path, **more: object) -> subprocess.Popen[bytes]:
    """`recul watch` in a process of its own, with the detector of this file."""
    code = CHILD.format(paths=[str(ROOT / "src"), str(ROOT / "tests")], words=[str(w) for w in words])
    return subprocess.Popen([sys.executable, "-c", code], **more)  # type: ignore[call-overload,no-any-return]


def finished(process: subprocess.Popen[bytes]) -> None:
    try:
        assert process.wait(60) == 0
    finally:
        process.kill()


def test_kill_minus_nine_while_the_file_grows(path: Path, whole: bytes, tmp_path: Path) -> None:
    """The writer goes on while the watch lives and while it does not; four lives end by SIGKILL."""
    grows, out, said, luck = tmp_path / "grows.ndjson", tmp_path / "out.ndjson", tmp_path / "said.txt", random.Random(4)
    data = path.read_bytes()
    grows.write_bytes(data[:50_000])
    words = (grows, "--json", out, "--lines", said, "--checkpoint", "0.02", "--quiet")
    over = threading.Event()
    writer = threading.Thread(target=_append, args=(grows, data[50_000:], over))
    writer.start()
    for _ in range(4):
        before, process = written(tmp_path), child(*words)
        deadline = time.monotonic() + 60
        while written(tmp_path) == before:  # it is at work
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(luck.random() / 2)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    over.set()
    writer.join()
    finished(child(*words, "--once"))
    assert out.read_text().splitlines() == whole.decode().splitlines()
    assert (tmp_path / "grows.ndjson.watch" / "alarms.ndjson").read_bytes() == whole
    ids = [json.loads(text)["id"] for text in whole.decode().splitlines()]
    assert [text[-22:] for text in said.read_text().splitlines()] == [f"[{one}]" for one in ids]


def written(folder: Path) -> int:
    """When the last checkpoint was written."""
    checkpoint = folder / "grows.ndjson.watch" / "checkpoint.npz"
    return checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0


def _append(path: Path, data: bytes, over: threading.Event) -> None:
    """Add in pieces that end within lines, and the rest at once when it is over."""
    at = 0
    while at < len(data) and not over.is_set():
        with path.open("ab") as file:
            file.write(data[at:at + 3001])
        at += 3001
        time.sleep(0.05)
    with path.open("ab") as file:
        file.write(data[at:])


def test_kill_minus_nine_of_a_reader_of_standard_input(path: Path, whole: bytes, tmp_path: Path) -> None:
    """What was read and noted is not lost; the writer of the pipe goes on with what was not."""
    state, lines = tmp_path / "state", path.read_bytes().splitlines(keepends=True)
    for part in (0.3, 0.6, 1.0):
        folder, words = StateFolder(state), ("-", "--state", state, "--json", tmp_path / "out.ndjson", "--quiet",
                                             "--checkpoint", "0.3")
        done = _noted(folder)
        process = child(*words, stdin=subprocess.PIPE)
        assert process.stdin is not None
        process.stdin.write(b"".join(lines[done:int(part * len(lines))]))
        process.stdin.flush()
        if part < 1:
            deadline = time.monotonic() + 30
            while _noted(folder) < int(part * len(lines)) and time.monotonic() < deadline:
                time.sleep(0.02)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        else:
            process.stdin.close()
            finished(process)
    assert (tmp_path / "out.ndjson").read_bytes() == whole


def _noted(folder: StateFolder) -> int:
    """Lines that a checkpoint and its journal hold."""
    kept = folder.load()
    number, lines = (kept[0]["number"], kept[0]["totals"].get("lines", 0)) if kept else (0, 0)
    journal = folder.home / f"journal-{number}.bin"
    copy = folder.home.with_name("copy")
    copy.mkdir(exist_ok=True)
    try:
        (copy / journal.name).write_bytes(journal.read_bytes())
    except FileNotFoundError:
        return int(lines)
    return int(lines) + sum(e.lines for e in Journal(copy, number).read())
