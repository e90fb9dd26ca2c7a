"""The test in a calendar: an iCalendar file of its days (RFC 5545), for whoever must stop and begin again.

Whole days, so that no time zone can move them: DTSTART and DTEND are dates, the end excluded. Text is escaped
(§3.3.11), lines are folded at 75 octets without cutting a character (§3.1) and end in CRLF. Own code, of forty lines:
the libraries for it bring others with them, to read what is not read here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

OCTETS = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """first, last: days, both included. summary, description: plain text."""

    first: date
    last: date
    summary: str
    description: str


def calendar(entries: Sequence[Entry], stamp: date, name: str) -> bytes:
    """The file. stamp: the day it was made. name: of the calendar; with an entry's days and summary it makes its UID,
    so that a plan made again is the same entry."""
    from recul import __version__

    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Recul//recul design {__version__}//EN", "CALSCALE:GREGORIAN"]
    for number, entry in enumerate(entries):
        key = f"{name}\n{number}\n{entry.first}\n{entry.last}\n{entry.summary}"
        uid = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]
        lines += ["BEGIN:VEVENT", f"UID:{uid}@recul", f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
                  f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}",
                  f"DTEND;VALUE=DATE:{entry.last + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escaped(entry.summary)}",
                  f"DESCRIPTION:{escaped(entry.description)}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Backslash, comma, semicolon and newline, as TEXT has them; other control characters have no place there."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in text if c >= " " and c != "\x7f")


def folded(line: str) -> bytes:
    """The content line in UTF-8, in pieces of at most 75 octets, each but the first after CRLF and a space."""
    pieces: list[bytes] = [b""]
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(pieces[-1]) + len(octets) > OCTETS - (len(pieces) > 1):
            pieces.append(b"")
        pieces[-1] += octets
    return b"\r\n ".join(pieces) + b"\r\n"
