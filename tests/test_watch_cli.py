"""`recul watch` as it is used: what it prints, what it tells, and what it refuses."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shlex
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recul.cli import main
from recul.errors import WatchError
from recul.report.words import watch as words
from recul.watch import build, feeds
from recul.watch.alarms import Alarm
from recul.watch.settings import budget
from test_docs import rows
from test_watch_killed import ROOT, machine
from watch_receiver import receiving
from watch_streams import START, line, stream, write

NB = "\u00a0"
BURST = {(0, 700): 300}
STUDY = """
title = "Our autumn"
brand = "Brindelune"
language = "fr"
timezone = "Europe/Paris"

[[source]]
name = "mentions"
path = "mentions.ndjson"
table = "messages"
columns = { time = "published", unit = "account.name" }
"""


@pytest.fixture(autouse=True)
def _test_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "machine", machine)
    monkeypatch.setattr(feeds, "WAIT_SECONDS", 0.01)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "feed.ndjson", stream(1, 3, 8, BURST))


def run(*options: str | Path, **more: Any) -> Result:
    return CliRunner().invoke(main, ["watch", *map(str, options)], **more)


def test_an_alarm_in_both_languages(path: Path) -> None:
    english = run(path, "--once", "--zone", "Europe/Paris", "--state", path.with_name("a"))
    assert english.exit_code == 0, english.output
    assert re.fullmatch(
        rf"ALARM brand 0: \d+ messages in the hour up to 3 January 2025 at 11:\d\d{NB}Europe/Paris, against [\d.]+ "
        r"an hour over the day before\. Budget: 1 false alarm a month; where nothing happens, over 120 months, "
        r"0\.9 a month\. "
        rf"Only 2\.4{NB}days of its past are known\. \[[0-9a-f]{{20}}\]\n", english.stdout)
    french = run(path, "--once", "--language", "fr", "--state", path.with_name("b"), "--budget", "2 par an")
    assert re.fullmatch(
        rf"ALARME brand 0{NB}: \d+ messages dans l’heure jusqu’au 3{NB}janvier{NB}2025 à{NB}10:\d\d{NB}UTC, contre "
        rf"[\d,]+ par heure le jour d’avant\. Budget{NB}: 2 fausses alarmes par an\u202f; là où rien n’arrive, sur "
        rf"120 mois, 0,9 par mois\. On ne connaît que 2,4{NB}jours de son passé\. \[[0-9a-f]{{20}}\]\n", french.stdout)
    assert "Lignes" in french.stderr
    assert run(path, "--once", "--quiet", "--state", path.with_name("c")).stderr == ""


def test_json_has_what_an_alarm_is(path: Path) -> None:
    said = run(path, "--once", "--json", "-")
    (alarm,) = [json.loads(text) for text in said.stdout.splitlines()]
    hours = [json.loads(text)["time"] for text in path.read_text().splitlines()]
    last = sum(alarm["end"] > t >= alarm["end"].replace("T10", "T09").replace("T11", "T10") for t in hours)
    assert alarm["last_hour"] == last
    assert alarm["brand"] == "brand 0"
    assert alarm["score"] > alarm["threshold"] == 5.0
    assert run(path, "--once", "--json", "-").stdout == "", "the state beside the file knows that alarm"


def test_a_study_is_watched_in_its_own_words(tmp_path: Path) -> None:
    """Its columns, its zone and its language; lines that name no account are the brand's."""
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    lines = [json.loads(text) for text in stream(1, 3, 8, BURST)]
    write(tmp_path / "mentions.ndjson", [json.dumps({"published": one["time"], "who": "x"}) for one in lines])
    said = run(tmp_path, "--once")
    assert said.stdout.startswith(f"ALARME Brindelune{NB}: ")
    assert "à\u00a011:" in said.stdout
    assert (tmp_path / ".recul" / "watch" / "mentions" / "checkpoint.npz").exists()


@pytest.mark.parametrize(("words", "found"), [
    (["/no/such/file"], "cannot be read"), (["feed.ndjson", "--budget", "often"], "often"),
    (["feed.ndjson", "--budget", "0 a month"], "0 a month"),
    (["feed.ndjson", "--budget", "3 a day"], "at most 15 a month"), (["feed.ndjson", "--zone", "Paris"], "Paris"),
    (["feed.ndjson", "--since", "soon"], "soon"), (["feed.ndjson", "--time-format", "never"], "never"),
    (["feed.ndjson", "--webhook", "http://example.org/"], "http://example.org"),
    (["feed.ndjson", "--webhook", "https://example.org/"], "not shown"),
    (["feed.ndjson", "--lines", "/no/such/folder/x"], "cannot be written"), ([".", "--source", "x"], "study.toml"),
    (["feed.csv"], "JSON lines"), (["feed.ndjson", "--command", "mail 'x"], "no closing quotation"),
])
def test_mistakes_are_told_with_what_to_do(words: list[str], found: str, path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    if words[-1] == "http://example.org/":
        monkeypatch.setenv("RECUL_WEBHOOK_SECRET", "0123456789abcdef")
    said = run(*words, "--once")
    assert said.exit_code == 2, said.output
    assert found in said.stderr
    assert "to do" in said.stderr


def test_a_file_and_its_state_may_be_moved_together(path: Path, tmp_path: Path) -> None:
    assert "ALARM" in run(path, "--once").stdout
    (tmp_path / "moved").mkdir()
    for one in (path, tmp_path / "feed.ndjson.watch"):
        one.rename(tmp_path / "moved" / one.name)
    again = run(tmp_path / "moved" / path.name, "--once")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "Going on" in again.stderr


def test_a_state_is_of_one_stream(path: Path, tmp_path: Path) -> None:
    run(path, "--once")
    other = run(path, "--once", "--bin", "15")
    assert other.exit_code == 2
    assert "minutes" in other.stderr
    assert "Name another --state" in other.stderr
    (tmp_path / "feed.ndjson.watch" / "checkpoint.npz").write_bytes(b"PK damaged")
    damaged = run(path, "--once")
    assert damaged.exit_code == 2
    assert "to begin anew" in damaged.stderr


def test_a_folder_that_leads_elsewhere_is_refused(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "feed.ndjson.watch").symlink_to(tmp_path / "elsewhere")
    said = run(path, "--once")
    assert said.exit_code == 2
    assert "a link" in said.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("link", [".recul", ".recul/watch"])
def test_a_study_whose_own_folder_leads_elsewhere_is_refused(link: str, tmp_path: Path) -> None:
    out, study = tmp_path / "out", tmp_path / "study"
    out.mkdir()
    (study / link).parent.mkdir(parents=True)
    (study / link).symlink_to(out)
    (study / "m.ndjson").write_text('{"message_id": "1", "time": "2025-01-03T00:00:00Z"}\n')
    (study / "study.toml").write_text(
        'title = "T"\nbrand = "B"\n[[source]]\nname = "m"\npath = "m.ndjson"\ntable = "messages"\n')
    refused = run(study, "--once")
    assert refused.exit_code == 2
    assert "a link" in refused.stderr
    assert not list(out.iterdir())


def test_a_full_disk_is_a_mistake_with_a_next_step(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recul.watch import state

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(state.os, "replace", full)
    said = run(path, "--once")
    assert said.exit_code == 2
    assert "No space left" in said.stderr


def test_a_brand_declared_later_does_not_take_the_place_of_one_in_the_journal(tmp_path: Path) -> None:
    """Killed before the next checkpoint; started again with --known: rows of the journal stay whose they are."""
    from recul.study import Source
    from recul.watch.loop import Watch
    from recul.watch.settings import Settings
    from recul.watch.state import StateFolder

    class Dies:
        def __init__(self, *lines: list[bytes]):
            self.lines = iter(lines)

        def read(self) -> feeds.Lines:
            found = next(self.lines, None)
            if found is None:
                raise KeyboardInterrupt
            return feeds.Lines(found)

        def position(self) -> dict[str, Any]:
            return {}

    for brands, seconds in (((), (10, 400)), (("X",), (1000,))):
        settings = Settings("t", Source(name="w", path="-", table="messages"), brands=brands, every=1e9)
        watch = Watch(settings, machine(settings), StateFolder(tmp_path), lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            watch.run(Dies(*[[line("B", s).encode()] for s in seconds]), [], True)
    assert watch.names == ["B", "X"]
    assert sum(c[0] for c in watch.bins.open.values()) == 1


def test_two_watches_do_not_share_a_state(path: Path, tmp_path: Path) -> None:
    from recul.watch.state import StateFolder

    with StateFolder(tmp_path / "s").locked():
        said = run(path, "--once", "--state", tmp_path / "s")
    assert said.exit_code == 2
    assert "is running" in said.stderr


def test_what_came_before_since_only_teaches(path: Path) -> None:
    assert run(path, "--once", "--since", "2025-01-04", "--state", path.with_name("a")).stdout == ""
    assert run(path, "--once", "--since", "now", "--state", path.with_name("b")).stdout == ""
    assert "ALARM" in run(path, "--once", "--since", "2025-01-03T02:00+02:00", "--state", path.with_name("c")).stdout


def test_late_and_unreadable_lines_are_told(tmp_path: Path) -> None:
    lines = [*stream(1, 1, 60, {}), *[line("brand 0", 30)] * 12, *["{"] * 3, line("brand 0", 86_400 * 9999)]
    said = run(write(tmp_path / "f", lines), "--once", "--language", "fr")
    assert f"En retard jusqu’ici{NB}: 12" in said.stderr
    assert "pas du JSON" in said.stderr
    assert f"ligne {len(lines) - 3:,}".replace(",", "\u202f") in said.stderr
    assert "l’horloge de cet ordinateur" in said.stderr
    assert f"en retard{NB}: 12\u202f; non comprises{NB}: 4\u202f; marques{NB}: 1" in said.stderr


def test_a_new_brand_is_watched_from_then_on(tmp_path: Path) -> None:
    """The second brand appears on day 2 and bursts on day 4; until it has a past of its own, nothing is said of it."""
    first = stream(1, 5, 8, {})
    second = [json.loads(t) for t in stream(1, 5, 8, {(0, 400): 500, (0, 1000): 300}, seed=2)]
    later = [json.dumps(s | {"brand": "late"}) for s in second if s["time"] > "2025-01-02T08"]
    said = run(write(tmp_path / "f", sorted([*first, *later], key=lambda t: json.loads(t)["time"])), "--once")
    assert re.findall("ALARM (.*?):", said.stdout) == ["late"]
    assert "4 January" in said.stdout


def test_an_outage_is_no_quiet_time(tmp_path: Path) -> None:
    """Twenty hours of silence: with --silence 6 nothing is known of them, and the mean stays; else they are zeros."""
    cut = [t for t in stream(1, 4, 8, {}) if not "2025-01-02T04" < json.loads(t)["time"] < "2025-01-03T10"]
    watches = {}
    for silence in (6, 48):
        state = tmp_path / str(silence)
        run(write(tmp_path / "f", cut), "--once", "--silence", str(silence), "--state", state)
        from recul.watch.state import StateFolder
        watches[silence] = StateFolder(state).load()[1]  # type: ignore[index]
    assert watches[48]["state/n"] - watches[6]["state/n"] == pytest.approx(30 * 12, abs=3)
    assert watches[48]["state/sum"] == watches[6]["state/sum"]


class Following:
    """A watch that follows a file in a thread, and what it tells."""

    def __init__(self, path: Path, state: Path):
        from recul.study import Source
        from recul.watch.loop import Watch
        from recul.watch.settings import Settings
        from recul.watch.state import StateFolder

        self.told: list[str] = []
        settings = Settings("f", Source(name="w", path="-", table="messages"), every=0.0)
        self.watch = Watch(settings, machine(settings), StateFolder(state), lambda code, **_: self.told.append(code))
        feed = feeds.File(path, self.watch.position, False, self.watch.tell)
        self.thread = threading.Thread(target=self.watch.run, args=(feed, [], False))
        self.thread.start()

    def until(self, lines: int, told: int = 0) -> None:
        end = time.monotonic() + 20
        while self.watch.totals["lines"] < lines or len(self.told) < told:
            assert time.monotonic() < end, (self.watch.totals, self.told)
            time.sleep(0.01)

    def end(self) -> None:
        self.watch.stop()
        self.thread.join(20)
        assert not self.thread.is_alive()


def test_a_growing_file_half_written_lines_rotation_and_truncation(tmp_path: Path) -> None:
    lines = [t + "\n" for t in stream(1, 1, 40, {})]
    path = tmp_path / "f"
    path.write_text("".join(lines[:100]) + lines[100][:30])
    watching = Following(path, tmp_path / "s")
    try:
        watching.until(100)
        with path.open("a") as file:
            file.write(lines[100][30:] + lines[101])
        watching.until(102)
        assert watching.told == [], "a line that comes in two halves is one line"
        path.rename(tmp_path / "f.1")
        path.write_text("".join(lines[102:150]))
        watching.until(150)
        assert watching.told == ["rotated"]
        path.write_text("".join(lines[150:160]))
        watching.until(160)
        assert watching.told == ["rotated", "truncated"]
    finally:
        watching.end()
    with path.open("a") as file:
        file.write("".join(lines[160:200]))
    again = Following(path, tmp_path / "s")
    again.until(200)
    again.end()
    assert (again.watch.totals["events"], again.told) == (200, [])
    path.write_text("".join(lines[200:220]) * 100)
    replaced = Following(path, tmp_path / "s")
    replaced.until(2200, 1)
    replaced.end()
    assert replaced.told[0] == "replaced_while_away"


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "READ", 1000)
    monkeypatch.setattr(feeds, "LONGEST_LINE", 3000)
    lines = stream(1, 1, 10, {})
    path = write(tmp_path / "f", [*lines[:50], "x" * 10_000, *lines[50:]])
    feed, longest, got = feeds.File(path, {}, True, lambda *_, **__: None), 0, []
    while not (read := feed.read()).ended:
        longest = max(longest, len(feed._cutter.rest))
        got.append(read)
    assert sum(len(g.lines) for g in got) == len(lines)
    assert sum(g.too_long for g in got) == 1
    assert longest <= 4000


@pytest.mark.parametrize(("end", "told"), [(b"", []), (b"\n\n", []), (b'{"time": "2025', ["unfinished_end"])])
def test_a_pipe_that_ends_within_a_line(end: bytes, told: list[str]) -> None:
    source, sink = os.pipe()
    os.write(sink, b'{"a": 1}\n' + end)
    os.close(sink)
    said: list[str] = []
    feed, lines = feeds.Pipe(source, lambda code, **_: said.append(code)), []
    while not (read := feed.read()).ended:
        lines += read.lines
    os.close(source)
    assert [t for t in [*lines, *read.lines] if t] == [b'{"a": 1}', *([end] if told else [])]
    assert said == told


def test_a_pipe_is_read_to_its_end(path: Path) -> None:
    """Lines cut anywhere; a last line without its newline is read when it is whole."""
    source, sink = os.pipe()
    data = path.read_bytes()
    told: list[str] = []
    writer = threading.Thread(target=lambda: [os.write(sink, data[i:i + 777]) for i in range(0, len(data) - 1, 777)]
                              and os.close(sink))
    data = data.rstrip(b"\n")
    writer.start()
    feed, lines = feeds.Pipe(source, lambda code, **_: told.append(code)), []
    while not (read := feed.read()).ended:
        lines += read.lines
    writer.join()
    os.close(source)
    assert [*lines, *read.lines] == data.split(b"\n")
    assert told == []


@pytest.mark.parametrize(("text", "monthly"), [("1 a month", 1), ("0,5 par mois", 0.5), ("1 per week", 30 / 7),
                                               ("2 a year", 60 / 365), ("0.5 par jour", 15)])
def test_budgets(text: str, monthly: float) -> None:
    assert budget(text) == pytest.approx(monthly)
    with pytest.raises(WatchError):
        budget(f"{text}!")


def test_everything_that_is_told_has_words() -> None:
    sources = {f.name: f.read_text("utf-8") for f in (ROOT / "src" / "recul" / "watch").glob("*.py")}
    sources["_watching.py"] = (ROOT / "src" / "recul" / "_watching.py").read_text("utf-8")
    codes = set(re.findall(r'tell\("(\w+)"', "".join(sources.values())))
    assert len(codes) > 10
    assert codes == set(words.TOLD) - {"refused", "late"}
    reasons = set(re.findall(r'"([a-z]+(?:_[a-z0-9]+)+)"', sources["events.py"])) | {"too_long", "not_json"}
    assert len(reasons) > 10
    assert reasons <= set(words.WHY)
    for language in ("en", "fr"):
        for reason in reasons:
            assert "7" in words.told(reason, language, count=7, line=3)


def stop_when_raised(state: Path) -> None:
    """SIGTERM to this process, in which the watch runs, once it has raised an alarm, or after a long while."""
    def wait() -> None:
        end = time.monotonic() + 60
        while not (state / "alarms.ndjson").exists() or (not (state / "alarms.ndjson").stat().st_size
                                                         and time.monotonic() < end):
            time.sleep(0.05)
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGTERM there")
def test_told_to_stop_it_notes_where_it_stands(path: Path, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGTERM)
    stop_when_raised(tmp_path / "s")
    said = run(path, "--state", tmp_path / "s")
    assert said.exit_code == 0
    assert "ALARM" in said.stdout
    assert "goes on" not in said.stderr.lower()
    assert "Going on where" in run(path, "--once", "--state", tmp_path / "s").stderr
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_clock_on_the_wall_closes_what_waits(tmp_path: Path) -> None:
    """A burst that nothing follows: only with --wall is it told at once."""
    now = datetime.now(UTC).timestamp() - START
    lines = [line("brand 0", now - 30 * 3600 + 60 * m) for m in range(1790)]
    lines += [line("brand 0", now - 480 + s / 100) for s in range(3000)]
    write(tmp_path / "f", lines)
    assert run(tmp_path / "f", "--once", "--state", tmp_path / "a", "--lateness", "1").stdout == ""
    stop_when_raised(tmp_path / "b")
    assert "ALARM" in run(tmp_path / "f", "--wall", "--state", tmp_path / "b", "--lateness", "1").stdout


def test_what_stands_in_the_state_is_no_text_and_no_author(path: Path) -> None:
    run(path, "--once")
    kept = b"".join(p.read_bytes() for p in path.with_name("feed.ndjson.watch").rglob("*") if p.is_file())
    assert b"brand 0" in kept
    assert b"bonjour" not in kept
    assert "Zoé".encode() not in kept


PAGE = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")


def test_every_command_of_the_page_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each as it stands, but for the end of the file being the end, the webhook's port, and the test's detector."""
    monkeypatch.chdir(tmp_path)
    path.rename(tmp_path / "mentions.ndjson")
    (tmp_path / "mystudy").mkdir()
    (tmp_path / "mystudy" / "study.toml").write_text(STUDY.replace("published", "time"), encoding="utf-8")
    (tmp_path / "mystudy" / "mentions.ndjson").write_bytes((tmp_path / "mentions.ndjson").read_bytes())
    said = ""
    with receiving() as receiver:
        for command in "".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)).splitlines():
            if command.startswith("export "):
                name, _, value = shlex.split(command)[1].partition("=")
                monkeypatch.setenv(name, value)
                continue
            mine = command.replace("http://127.0.0.1:8080", f"http://127.0.0.1:{receiver.server_port}")
            piped, _, options = mine.rpartition("recul watch ")
            assert piped in ("", "cat mentions.ndjson | ")
            with standing_in("mentions.ndjson") if piped else nullcontext():
                ran = run(*shlex.split(options), *([] if piped else ["--once"]))
            assert ran.exit_code == 0, ran.output
            said += ran.stdout
            shutil.rmtree("mentions.ndjson.watch", ignore_errors=True)  # each command has its own first start
    assert said.count("ALARM brand 0") == 2
    assert said.count("ALARME Brindelune") == 1
    alarm = json.loads(Path("alarms.ndjson").read_text())
    assert alarm["id"] in Path("alarms.txt").read_text()
    assert json.loads(Path("last.json").read_text()) == alarm == json.loads(receiver.got[0][1])


@contextmanager
def standing_in(file: str) -> Iterator[None]:
    """A file in the place of standard input."""
    kept, other = os.dup(0), os.open(file, os.O_RDONLY)
    os.dup2(other, 0)
    try:
        yield
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(other)


def test_the_page_names_every_option_and_field() -> None:
    options = {name for parameter in main.commands["watch"].params for name in parameter.opts if name.startswith("--")}
    documented = set(re.findall(r"^\| `(--[a-z-]+)", PAGE, re.MULTILINE))
    assert documented == options - {"--verbose", "--quiet", "--traceback", "--help"}
    fields = {name for row in rows(PAGE.split("| field |")[1]) for name in re.findall(r"`(\w+)`", row[0])}
    assert {f.name for f in dataclasses.fields(Alarm)} <= fields | {"id"}
