"""The ways out: lines or JSON to a file or to standard output, a webhook, a command. One alarm at a time.

Each delivers the line of `alarms.Alarm.line`, or raises Undelivered with a reason that names no secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import SplitResult, urlsplit

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, WatchError
from recul.watch.alarms import parsed

LOOPBACK = ("localhost", "127.0.0.1", "::1")
TIMEOUT_SECONDS = 10
COMMAND_SECONDS = 60
LEAST_SECRET = 16

#: An alarm's line as it is to be written.
Form = Callable[[bytes], bytes]


class Undelivered(Exception):
    """It did not arrive, for this reason; it is tried again."""


class Sink(Protocol):
    """name: for people. key: tells it from every other way out, from one life to the next."""

    name: str
    key: str

    def deliver(self, line: bytes) -> None:
        """Deliver one alarm. Raises Undelivered."""


class StandardOutput:
    """Standard output. A kill between the writing and the note that it was done repeats one alarm, with its id."""

    def __init__(self, stream: BinaryIO, form: Form, kind: str):
        self.name, self.key = "standard output", f"stdout:{kind}"
        self._stream, self._form = stream, form

    def deliver(self, line: bytes) -> None:
        """Write and flush."""
        self._stream.write(self._form(line))
        self._stream.flush()


class Lines:
    """A file that is added to, each alarm exactly once: a line that stands at its end already is not written again."""

    def __init__(self, path: Path, form: Form):
        self.name, self.key, self._path, self._form = str(path), f"file:{path.absolute()}", path, form
        try:
            path.open("ab").close()
        except OSError as error:
            raise WatchError(Mistake(str(path),
                                     phrase("a file that cannot be written ({reason})", reason=reason_of(error)),
                                     "a file for the alarms", "Name another file.")) from error
        self._checked = False

    def deliver(self, line: bytes) -> None:
        """Add the alarm's line; the first time, what a kill left of it is completed."""
        text = self._form(line)
        try:
            with self._path.open("ab") as file:
                file.write(text if self._checked else self._missing(text))
        except OSError as error:
            raise Undelivered(error.strerror or str(error)) from error
        self._checked = True

    def _missing(self, text: bytes) -> bytes:
        with self._path.open("rb") as file:
            file.seek(max(0, os.fstat(file.fileno()).st_size - 2 * len(text)))
            end = file.read()
        if not end or end.endswith(text):
            return text[len(text) if end else 0 :]
        torn = end[end.rfind(b"\n") + 1 :]
        return text[len(torn) :] if text.startswith(torn) else b"\n" + text


class Webhook:
    """HTTP POST of the alarm as JSON, signed as Standard Webhooks (standardwebhooks.com, 1.0.0) lays down:

        webhook-id: the alarm's id; webhook-timestamp: seconds since 1970, of this attempt
        webhook-signature: v1,base64(HMAC-SHA256(secret, id "." timestamp "." body))

    A secret that begins with `whsec_` is what follows, in base64; any other is taken as its bytes.
    Anything but a 2xx answer is a failure; redirections are not followed. Raises WatchError for an address or a secret
    that will not do.
    """

    def __init__(self, url: str, secret: str):
        parts = _address(url)
        self.name = f"{parts.scheme}://{parts.hostname}"  # the rest of an address is often a secret itself
        self.key = f"webhook:{hashlib.sha256(url.encode()).hexdigest()}"
        self._url, self._secret = url, _secret(secret)
        local = parts.hostname in LOOPBACK
        if not parts.hostname or parts.scheme not in (("http", "https") if local else ("https",)):
            raise WatchError(Mistake("webhook", phrase("an address of {name}", name=self.name),
                                     "https://…, or http:// on this machine", "Alarms leave encrypted, or do not"
                                     " leave."))
        handlers: list[Any] = [_StayHere, *([urllib.request.ProxyHandler({})] if local else [])]
        self._opener = urllib.request.build_opener(*handlers)

    def deliver(self, line: bytes) -> None:
        """One attempt. Raises Undelivered."""
        body, name, now = line.rstrip(b"\n"), parsed(line)["id"], str(int(time.time()))
        signed = hmac.digest(self._secret, f"{name}.{now}.".encode() + body, "sha256")
        headers = {"Content-Type": "application/json", "User-Agent": "recul", "webhook-id": name,
                   "webhook-timestamp": now, "webhook-signature": f"v1,{base64.b64encode(signed).decode()}"}
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - https, or loopback
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            raise Undelivered(f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            raise Undelivered(getattr(error.reason, "strerror", None) or type(error.reason).__name__) from error
        except (OSError, HTTPException, ValueError) as error:
            raise Undelivered(type(error).__name__) from error
        if not 200 <= status < 300:
            raise Undelivered(f"HTTP {status}")


def _address(url: str) -> SplitResult:
    """The parts of an address. Raises WatchError for one that no request can be sent to; it is not shown."""
    try:
        parts = urlsplit(url)
        sound = parts.port != 0 and parts.username is None and not re.search(r"[\s\x00-\x1f\x7f]", url)
    except ValueError:
        sound = False
    if not sound:
        raise WatchError(Mistake("webhook", "an address that cannot be used (it is not shown)",
                                 "https://host/path, without a name or a password before the host",
                                 "The signature tells who sends: leave the password out, and check the host and port."))
    return parts


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A signed alarm is for the address that was declared, and for no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _secret(text: str) -> bytes:
    text = text.strip()
    try:
        key = base64.b64decode(text[6:], validate=True) if text.startswith("whsec_") else text.encode()
    except ValueError:
        key = b""
    if len(key) < LEAST_SECRET:
        raise WatchError(Mistake(phrase("webhook secret"), "none, or one too short or damaged (it is not shown)",
                                 phrase("at least {least_secret} bytes, or whsec_ and base64",
                                        least_secret=LEAST_SECRET), "Put one in RECUL_WEBHOOK_SECRET or in the"
                                 " --secret-file."))
    return key


class Command:
    """A program, started without a shell; the alarm is its standard input, as one line of JSON.

    arguments: the program and its arguments. Any exit status but 0, or more than a minute, is a failure.
    """

    def __init__(self, arguments: list[str]):
        if not arguments:
            raise WatchError(_no_command("nothing"))
        self.name = arguments[0]
        self.key = f"command:{hashlib.sha256(repr(arguments).encode()).hexdigest()}"
        self._arguments = arguments

    @classmethod
    def of(cls, words: str) -> Command:
        """From words quoted as in a shell. Raises WatchError for a quote that is not closed, or no word."""
        try:
            return cls(shlex.split(words))
        except ValueError as error:
            raise WatchError(_no_command(phrase(str(error).lower()))) from error

    def deliver(self, line: bytes) -> None:
        """Run it once, without what the webhook keeps secret in its environment. Raises Undelivered."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("RECUL_WEBHOOK_")}
        try:
            done = subprocess.run(self._arguments, input=line, stdout=subprocess.DEVNULL, timeout=COMMAND_SECONDS,  # noqa: S603 - the user's own command, as a list
                                  check=False, env=kept)
        except subprocess.TimeoutExpired as error:
            raise Undelivered(f"not ended after {COMMAND_SECONDS} s") from error
        except OSError as error:
            raise Undelivered(error.strerror or type(error).__name__) from error
        if done.returncode:
            raise Undelivered(f"exit status {done.returncode}")


def _no_command(found: str) -> Mistake:
    return Mistake("--command", found, "a program and its arguments", "Close each quote, and name a program.")
