"""The watch with its real detector and thresholds: what a plain loop over whole series says, in however many lives."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from recul.detectors import discover, threshold
from recul.detectors.base import Grid, State, step
from recul.detectors.multiscale import MultiScale
from recul.errors import WatchError
from recul.study import Source
from recul.watch import build, feeds
from recul.watch.loop import Watch
from recul.watch.machine import Machine
from recul.watch.settings import Settings
from recul.watch.state import StateFolder
from watch_streams import BIN, START, stream, write

DAYS, GRID = 7, Grid(5)
READING = Source(name="w", path="-", table="messages")
BURSTS = {(0, 1000): 60, (1, 1500): 200, (0, 1650): 300, (1, 1700): 300, (2, 1800): 100}


@pytest.fixture(autouse=True)
def _few_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threshold, "COPIES_LEAST", 60)
    monkeypatch.setattr(threshold, "COPIES_MOST", 60)


def by_hand(lines: list[str], brands: int, budget: float) -> list[tuple[str, str]]:
    """(brand, onset): counts of bins, one bin at a time, thresholds at the ages the threshold's page names."""
    found = [json.loads(text) for text in lines]
    place = [int((np.datetime64(f["time"][:-1], "s").astype(int) - START) // BIN) for f in found]
    counts = Counter(zip(place, (f["brand"] for f in found), strict=True))
    names = list(dict.fromkeys(f["brand"] for f in found))
    first = {name: place[[f["brand"] for f in found].index(name)] + 1 for name in names}
    detector = discover()["multiscale"]
    state, level, until, silent, alarms = detector.start(brands, GRID), np.full(brands, np.inf), 48, {}, []
    # The last bins are not closed: the watermark is the last message's moment less five minutes.
    for at in range(-1, (place[-1] * BIN - 300) // BIN + 1):
        slot = int(((START + at * BIN) // 60 + 3 * 1440) // 5 % 2016)
        seen = np.array([at >= first[n] for n in names])
        score = step(detector, state, np.array([float(counts[at, n]) for n in names]), seen, slot)
        for row, name in enumerate(names):
            if score[row] >= level[row] and at >= silent.get(name, 0):
                silent[name] = at + 288
                alarms.append((name, f"{np.datetime64(START + at * BIN, 's')}Z"))
        hours = int(state["hours"])
        new = np.isinf(level) & state["ready"]
        if slot % 12 == 0 and (hours >= until or (hours % 24 == 0 and new.any())):
            found = threshold.copies(detector, state, GRID, hours).threshold(budget).value
            level = found if hours >= until else np.where(new, found, level)
            until = threshold.next_age(hours) if hours >= until else until
    return alarms


def life(path: Path, state: Path) -> Watch:
    settings = Settings("test", READING, budget=2.0)
    watch = Watch(settings, build.machine(settings), StateFolder(state), lambda *_, **__: None)
    watch.run(feeds.File(path, watch.position, True, lambda *_, **__: None), [], False)
    return watch


def test_alarms_are_those_of_a_plain_loop_in_however_many_lives(tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    lines = stream(3, DAYS, 10, BURSTS)
    expected = by_hand(lines, 3, 2.0)
    assert {name for name, _ in expected} == {"brand 0", "brand 1", "brand 2"}
    path = write(tmp_path / "whole", lines)
    # The first hour was seen in part, so that at 48 hours nothing is ready: at 72, and at 120.
    assert life(path, tmp_path / "one").machine.levels.fits == 2

    def alarms(state: Path) -> list[dict[str, object]]:
        return [json.loads(text) for text in (state / "alarms.ndjson").read_text().splitlines()]

    assert [(a["brand"], a["onset"]) for a in alarms(tmp_path / "one")] == expected
    monkeypatch.setattr(feeds, "READ", 5000)
    for part in (1, 2, 3, 4, 5):
        life(write(tmp_path / "grows", lines[:len(lines) * part // 5]), tmp_path / "five")
    assert alarms(tmp_path / "five") == alarms(tmp_path / "one")


def test_a_brand_that_comes_later_gets_its_threshold_when_it_is_ready(tmp_path: Path) -> None:
    lines = stream(2, DAYS, 10, {})
    later = [text for text in lines if '"brand 0"' in text or json.loads(text)["time"] > "2025-01-02T12"]
    watch = life(write(tmp_path / "f", later), tmp_path / "s")
    assert watch.machine.levels.fits == 3, "at 72 hours, at 96 for the new one alone, at 120 for both"
    assert np.isfinite(watch.machine.levels.value).all()


def test_another_budget_counts_from_the_next_hour_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threshold, "COPIES_LEAST", 400)
    monkeypatch.setattr(threshold, "COPIES_MOST", 400)
    lines = stream(1, 4, 10, {})
    first = life(write(tmp_path / "f", lines[:-200]), tmp_path / "s").machine.levels.value[0]
    settings = Settings("test", READING, budget=0.1)
    watch = Watch(settings, build.machine(settings), StateFolder(tmp_path / "s"), lambda *_, **__: None)
    write(tmp_path / "f", lines)
    watch.run(feeds.File(tmp_path / "f", watch.position, True, lambda *_, **__: None), [], False)
    assert watch.machine.levels.value[0] > first


@pytest.mark.parametrize("minutes", [5, 30])
def test_a_state_of_other_windows_is_refused(minutes: int) -> None:
    """As one version after another chooses them: thresholds taken from now on would be of another score."""
    def machine(*windows: int) -> Machine:
        return build.assembled(Settings("test", READING, budget=2.0, minutes=minutes), MultiScale(windows), _no_fit)

    kept = machine(5, 30, 120, 360)
    kept.hold(2)
    with pytest.raises(WatchError, match="another version"):
        machine(30, 60, 120, 360).restore(kept.rows, kept.arrays())
    again = machine(5, 30, 120, 360)
    again.restore(kept.rows, kept.arrays())
    assert again.rows == kept.rows


def _no_fit(state: State) -> threshold.Threshold:
    raise NotImplementedError
