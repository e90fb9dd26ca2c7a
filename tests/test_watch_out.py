"""The ways out: signed webhooks that come back, commands without a shell, files written once. No secret is shown."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from recul.errors import WatchError
from recul.watch import outbox, sinks
from recul.watch.alarms import Alarm, identity
from recul.watch.outbox import Outbox
from recul.watch.sinks import Command, Lines, Sink, StandardOutput, Undelivered, Webhook
from recul.watch.state import StateFolder
from watch_receiver import TOKEN, Receiver, receiving

SECRET = "correct horse battery staple"


def alarm(n: int = 1) -> Alarm:
    onset = f"2025-01-02T05:{n:02}:00Z"
    return Alarm(identity("Brindelune", "slow", onset), "Brindelune", "slow", onset, f"2025-01-02T05:{n + 5:02}:00Z",
                 8.5, 5.0, 1.0, 0.9, 120, 1000, 312, 6.5)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "FIRST_WAIT", 0.01)


def box(home: Path, sink: Sink, told: list[tuple[str, dict[str, object]]] | None = None) -> Outbox:
    return Outbox(StateFolder(home), 0, [sink], lambda code, **v: None if told is None else told.append((code, v)))


def until(true: object, seconds: float = 10) -> None:
    """Wait for a condition, called again and again."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


def signed_by_hand(headers: dict[str, str], body: bytes, key: bytes) -> str:
    """Standard Webhooks 1.0.0, "Signature scheme"."""
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
    return "v1," + base64.b64encode(hmac.new(key, content.encode(), hashlib.sha256).digest()).decode()


@pytest.mark.parametrize(("secret", "key"), [
    (SECRET, SECRET.encode()), ("whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode() + "\n",
                                b"0123456789abcdef01234567")])
def test_a_webhook_is_signed_as_the_standard_says(secret: str, key: bytes, receiver: Receiver) -> None:
    Webhook(receiver.url, secret).deliver(alarm().line())
    headers, body = receiver.got[0]
    assert headers["webhook-signature"] == signed_by_hand(headers, body, key)
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 30
    assert headers["webhook-id"] == alarm().id == json.loads(body)["id"]
    assert headers["content-type"] == "application/json"


def test_the_signature_of_the_standards_own_example() -> None:
    """github.com/standard-webhooks: secret, id, timestamp, payload and signature of its libraries' documentation."""
    key = sinks._secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    content = b'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}'
    signed = base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    assert signed == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("status", [0, 302, 404, 500])
def test_what_is_no_success_is_a_failure(status: int, receiver: Receiver) -> None:
    receiver.statuses = [status]
    with pytest.raises(Undelivered):
        Webhook(receiver.url, SECRET).deliver(alarm().line())
    assert len(receiver.got) == 1, "a redirection is not followed"


def test_a_webhook_that_is_down_gets_its_alarms_later_in_order(receiver: Receiver, tmp_path: Path) -> None:
    receiver.statuses = [500, 0, 503]
    told: list[tuple[str, dict[str, object]]] = []
    out = box(tmp_path, Webhook(receiver.url, SECRET), told)
    out.add([alarm(1), alarm(2)])  # comes back at once: nobody waits
    out.add([alarm(3)])
    until(lambda: len(receiver.got) == 6)
    assert out.close(10) == {}
    assert [h["webhook-id"] for h, _ in receiver.got] == [alarm(1).id] * 4 + [alarm(2).id, alarm(3).id]
    assert [code for code, _ in told] == ["undelivered", "delivered_again"]


def test_what_waits_at_the_end_leaves_at_the_next_start(receiver: Receiver, tmp_path: Path) -> None:
    receiver.statuses = [500] * 1000
    out = box(tmp_path, Webhook(receiver.url, SECRET))
    out.add([alarm(1), alarm(2)])
    until(lambda: receiver.got)
    assert list(out.close(10).values()) == [2]
    receiver.statuses, tried = [], len(receiver.got)
    again = Outbox(StateFolder(tmp_path), out.size, [Webhook(receiver.url, SECRET)], lambda *_, **__: None)
    until(lambda: len(receiver.got) == tried + 2)
    assert again.close(10) == {}
    assert [h["webhook-id"] for h, _ in receiver.got[tried:]] == [alarm(1).id, alarm(2).id]


def test_nothing_tells_the_secret(receiver: Receiver, tmp_path: Path) -> None:
    receiver.statuses = [500]
    told: list[tuple[str, dict[str, object]]] = []
    out = box(tmp_path, Webhook(receiver.url, SECRET), told)
    out.add([alarm()])
    until(lambda: len(receiver.got) == 2)
    out.close(10)
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()) + repr(told).encode()
    assert SECRET.encode() not in kept
    assert TOKEN.encode() not in kept, "the address itself is often a secret"
    with pytest.raises(WatchError) as error:
        Webhook(receiver.url, "short")
    assert "short'" not in str(error.value)


@pytest.mark.parametrize(("url", "secret"), [
    ("http://example.org/x", SECRET), ("ftp://127.0.0.1/", SECRET), ("nonsense", SECRET), ("file:///etc/x", SECRET),
    ("https://example.org/x", ""), ("https://example.org/x", "whsec_%%%%"), ("http://127.0.0.1.example.org/", SECRET),
    ("https://[::1", SECRET), ("https://example.org:99999/x", SECRET), ("https://me:hunter2@example.org/x", SECRET),
    ("https://example.org/x y", SECRET)])
def test_addresses_and_secrets_that_will_not_do(url: str, secret: str) -> None:
    with pytest.raises(WatchError) as error:
        Webhook(url, secret)
    assert "hunter2" not in str(error.value)


def test_a_command_gets_the_alarm_and_no_shell(tmp_path: Path) -> None:
    out = tmp_path / "got"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.stdin.read() + sys.argv[2])"
    Command([sys.executable, "-c", code, str(out), "$(touch x); `id` > y"]).deliver(alarm().line())
    assert out.read_text() == alarm().line().decode() + "$(touch x); `id` > y"


@pytest.mark.parametrize("words", ["", "  ", "mail 'half a quote"])
def test_words_that_are_no_command_are_refused(words: str) -> None:
    with pytest.raises(WatchError, match="a program and its arguments"):
        Command.of(words)


@pytest.mark.parametrize("words", [[sys.executable, "-c", "raise SystemExit(3)"], ["/no/such/program"], ["/"]])
def test_a_command_that_fails_is_tried_again(words: list[str]) -> None:
    with pytest.raises(Undelivered):
        Command(words).deliver(alarm().line())


@pytest.mark.parametrize("left", [0, 1, 40, -1])
def test_a_file_gets_each_alarm_once(left: int, tmp_path: Path) -> None:
    """A kill after the writing, before it was noted, or within it: the line is there once, and whole."""
    path, first, second = tmp_path / "out.ndjson", alarm(1).line(), alarm(2).line()
    path.write_bytes(b"what was there before\n" + first + (second if left == -1 else second[:left]))
    sink = Lines(path, bytes)
    sink.deliver(second)
    sink.deliver(alarm(3).line())
    assert path.read_bytes() == b"what was there before\n" + first + second + alarm(3).line()


def test_a_line_of_somebody_else_is_not_broken(tmp_path: Path) -> None:
    path = tmp_path / "out.ndjson"
    path.write_bytes(b"no newline")
    Lines(path, bytes).deliver(alarm().line())
    assert path.read_bytes() == b"no newline\n" + alarm().line()


def test_an_output_nobody_reads_ends_the_watch(tmp_path: Path) -> None:
    class Closed:
        def write(self, _: bytes) -> None:
            raise BrokenPipeError

    out = box(tmp_path, StandardOutput(Closed(), bytes, "json"))  # type: ignore[arg-type]
    out.add([alarm()])
    with pytest.raises(BrokenPipeError):
        out.close(10)
    with pytest.raises(BrokenPipeError):
        out.check()


def test_alarms_that_were_taken_away_are_missed(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match="Bring the file back"):
        Outbox(StateFolder(tmp_path), 100, [], lambda *_, **__: None)


def test_an_id_is_of_brand_detector_and_onset() -> None:
    known = {alarm(1).id, alarm(2).id, identity("a", "b c", "d"), identity("a b", "c", "d"), identity("a", "b", "c d")}
    assert len(known) == 5
    assert alarm(1).id == alarm(1).id
