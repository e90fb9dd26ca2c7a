"""Progress: on standard error only, after a while only, when somebody looks only."""

from __future__ import annotations

import pytest

from recul import _bars
from recul._bars import Bars


def shown(capsys: pytest.CaptureFixture[str], quiet: bool) -> str:
    with Bars(quiet) as bars:
        bars._timer.join()
        bars.at("reading \x1b[31msales.csv", 1, 2)
        bars.at("reading \x1b[31msales.csv", 2, 2)
        bars.at("writing", 0, None)
        bars._progress.refresh()
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bars, "AFTER", 0.0)


@pytest.mark.usefixtures("at_once")
def test_a_bar_is_shown_to_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    said = shown(capsys, False)
    assert r"reading \x1b[31msales.csv" in said
    assert "writing" in said
    assert shown(capsys, True) == ""


@pytest.mark.usefixtures("at_once")
def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, False) == ""


def test_what_is_quick_shows_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setattr(_bars, "AFTER", 3600.0)
    with Bars(False) as bars:
        bars.at("reading", 1, 2)
    assert "reading" not in capsys.readouterr().err
