"""An entry, and the SHA-256 by which it is locked to the one before it.

The digest of an entry is the SHA-256 of its canonical JSON (keys sorted, no spaces, everything but ASCII escaped):

    {"body":…,"kind":…,"number":…,"parts":…,"previous":…,"written":…}

`previous` is the digest of the entry before, "" of the first. `parts` holds the first 16 hexadecimal digits of the
SHA-256 of each value of the body: they lock nothing more, but tell which value was changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

FILE_NAME = "ledger.sqlite"
KINDS = ("claim", "settlement", "finding")
PART_DIGITS = 16
WRITTEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


class Entry(NamedTuple):
    """A row of the ledger as it stands there: body and parts are JSON texts, `written` a time of UTC.

    A tuple, as there may be hundreds of thousands.
    """

    number: int
    kind: str
    written: str
    body: str
    parts: str
    previous: str
    digest: str

    @property
    def content(self) -> dict[str, Any]:
        """The body. Raises ValueError when it is no JSON object."""
        found = json.loads(self.body)
        if not isinstance(found, dict):
            raise ValueError("no JSON object")
        return found

    @property
    def moment(self) -> datetime:
        """When it was written, UTC."""
        return datetime.fromisoformat(self.written)

    @property
    def head(self) -> str:
        """What to keep elsewhere: the number and the digest of the entry."""
        return f"{self.number}:{self.digest}"


def canonical(value: Any) -> str:
    """The one way in which a value is written as JSON. Raises ValueError for what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def parts_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The digest of each value of a body, shortened."""
    return {name: sha256(canonical(value))[:PART_DIGITS] for name, value in body.items()}


def digest_of(number: int, kind: str, written: str, body: str, parts: str, previous: str) -> str:
    """The SHA-256 of the entry's canonical JSON; body, parts: canonical already."""
    return sha256(f'{{"body":{body},"kind":"{kind}","number":{number},"parts":{parts},"previous":"{previous}",'
                  f'"written":"{written}"}}')


def entry(number: int, kind: str, written: datetime, body: Mapping[str, Any], previous: str) -> Entry:
    """A new entry, locked to the one before it."""
    text, parts = canonical(body), canonical(parts_of(body))
    stamp = written.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return Entry(number, kind, stamp, text, parts, previous, digest_of(number, kind, stamp, text, parts, previous))


def key_of(kind: str, body: Mapping[str, Any]) -> str | None:
    """What may stand in the ledger once only: the settlement of a claim, the finding of a question and its data."""
    if kind == "settlement":
        return f"settlement {body.get('claim')}"
    return f"finding {body.get('asked_of')}" if kind == "finding" else None
