"""Is the ledger as it was written? The chain walked, and every entry that does not fit named.

What a chain sees: an entry whose content, kind or time was changed; one removed, put elsewhere, or put in between. What
it cannot see: entries cut off at the end, or a whole ledger written anew, both of which give a chain without a fault.
Against those, keep the head (`Entry.head`) where the holder of the file cannot reach it: `verify` finds it again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from recul._phrases import phrase
from recul.errors import Mistake
from recul.ledger.entries import FILE_NAME, KINDS, WRITTEN, Entry, digest_of, key_of, parts_of

# An entry renumbered by more than this is not looked for elsewhere.
FARTHEST = 1000
HEAD = re.compile(r"(?:(\d{1,12}):)?([0-9a-f]{12,64})")


@dataclass(frozen=True, slots=True)
class Breach:
    """An entry that is not as it was written. number: where it stands, or stood.

    code: `changed` (what: the values changed), `replaced`, `removed` (what: how many), `moved` (what: its true number),
    `inserted`, `double` (what may stand once only), `head_missing`, `clock_back`; the last one is a doubt, no breach.
    """

    number: int
    code: str
    what: tuple[str, ...] = ()

    @property
    def doubt(self) -> bool:
        return self.code == "clock_back"


def verify(entries: Sequence[Entry], once: dict[int, str] | None = None, head: str | None = None) -> list[Breach]:
    """Everything that does not fit, by number. entries: in the order of their numbers. once: `Ledger.once`.
    head: one kept from earlier, a digest (twelve digits of it or more), its number and a colon before it or not.
    """
    # The usual case first, in one pass: every digest right, every link in place.
    found = [] if _whole(entries) else _breaches(entries)
    if once is not None:
        found += list(_doubles(entries, once))
    found += [Breach(b.number, "clock_back") for a, b in pairwise(entries) if b.written < a.written]
    if head is not None and not head_at(entries, head):
        found.append(Breach(_head(head)[0] or len(entries) + 1, "head_missing", (head[:24],)))
    return sorted(set(found), key=lambda b: (b.number, b.code))


def mistake_of(breach: Breach) -> Mistake:
    """A breach as it is told to who keeps the ledger."""
    n, what = breach.number, breach.what
    many = int(what[0]) if breach.code == "removed" else 1
    found = {
        "changed": phrase("a changed entry: {names}", names=", ".join(what)) if what else
                   phrase("a changed entry: its kind, time, place in the chain or digest"),
        "replaced": phrase("another entry than the one after which entry {n} was written", n=n + 1),
        "removed": "nothing: the entry was removed" if many == 1 else
                   phrase("nothing: {many} entries from here on were removed", many=many),
        "moved": phrase("an entry that was written as number {what}", what=what[0] if what else "?"),
        "inserted": "an entry that was put in: the chain does not go through it",
        "double": "a second entry of what may stand once only, or one that hides what it is",
        "head_missing": phrase("no entry of the digest {what}…: the end was cut off or written anew",
                               what=what[0] if what else ""),
        "clock_back": "a time before that of the entry before it",
    }[breach.code]
    return Mistake(phrase("{file_name}, entry {n}", file_name=FILE_NAME, n=n), found, "the entry as it was written",
                   "See whether a clock was set back." if breach.doubt
                   else "Restore your copy of the ledger; what stands there now is not what was written.")


def is_head(text: str) -> bool:
    """Whether a text can be a head."""
    return HEAD.fullmatch(text.strip().lower()) is not None


def head_at(entries: Sequence[Entry], head: str) -> int:
    """The number of the entry of which this is the digest; 0 where there is none."""
    return next((e.number for e in entries if e.digest.startswith(_head(head)[1])), 0)


def _head(text: str) -> tuple[int | None, str]:
    match = HEAD.fullmatch(text.strip().lower())
    return (None, text) if match is None else (int(match[1]) if match[1] else None, match[2])


def _whole(entries: Sequence[Entry]) -> bool:
    previous = ""
    for number, e in enumerate(entries, 1):
        if e.number != number or e.previous != previous or not _sound(e, number):
            return False
        previous = e.digest
    return True


def _sound(e: Entry, number: int) -> bool:
    """Whether the entry gives its digest, were it the one of this number."""
    return (digest_of(number, e.kind, e.written, e.body, e.parts, e.previous) == e.digest and e.kind in KINDS
            and WRITTEN.fullmatch(e.written) is not None)


def _breaches(entries: Sequence[Entry]) -> list[Breach]:
    """What does not fit, of a ledger in which something does not."""
    own = _own_numbers(entries)
    linked = {e.previous for e in entries}
    kept: dict[int, Entry] = {}
    found, odd = [], [e for e in entries if e.number not in own]
    for e in entries:
        t = own.get(e.number)
        if t is None:
            continue
        other = kept.get(t)
        if other is None or (e.digest in linked and other.digest not in linked):
            kept[t] = e
        if other is not None:  # two that were both written as number t: the chain goes on from one of them
            found.append(Breach((other if kept[t] is e else e).number, "inserted"))
    for e in odd:
        if e.number in kept:
            found.append(Breach(e.number, "inserted"))
        else:
            kept[e.number] = e
            found.append(Breach(e.number, "changed", _changed(e)))
    changed = {e.number for e in odd}
    return [*found, *_links(kept, changed), *_places(kept, {b.number for b in found if b.code == "inserted"}, changed)]


def _own_numbers(entries: Sequence[Entry]) -> dict[int, int]:
    """Where an entry stands -> the number under which it was written; only of those that give their digest so."""
    own, budget = {}, 200 * FARTHEST
    for e in entries:
        near = sorted(range(max(1, e.number - FARTHEST), e.number + FARTHEST + 1), key=lambda t: abs(t - e.number))
        for t in near if budget > 0 else (e.number,):
            if _sound(e, t):
                own[e.number] = t
                break
            budget -= 1
    return own


def _links(kept: dict[int, Entry], changed: set[int]) -> Iterator[Breach]:
    """Missing numbers, and entries that are not the one after which the next was written."""
    numbers = sorted(kept)
    for before, t in zip([0, *numbers], numbers, strict=False):
        missing = t - before - 1
        if missing:
            yield Breach(before + 1, "removed", (str(missing),))
        elif kept[t].previous != (kept[before].digest if before else "") and not {before, t} & changed:
            if t == numbers[-1]:
                yield Breach(kept[t].number, "inserted")
            else:
                yield Breach(kept[before or t].number, "replaced")


def _places(kept: dict[int, Entry], inserted: set[int], changed: set[int]) -> Iterator[Breach]:
    """Entries that stand elsewhere than where they were written; not those that closed up, or made room."""
    gone, before = 0, 0
    for t in sorted(kept):
        gone, before = gone + t - before - 1, t
        number = kept[t].number
        shift = gone - sum(n < number for n in inserted)
        if t not in (number, number + shift) and number not in changed:
            yield Breach(number, "moved", (str(t),))


def _changed(e: Entry) -> tuple[str, ...]:
    """Which values of the body no longer give their part; none where it is something else that was changed."""
    try:
        body, parts = e.content, json.loads(e.parts)
        now = parts_of(body)
    except ValueError:
        return ("body",)
    if not isinstance(parts, dict):
        return ("parts",)
    return tuple(sorted(name for name in {*now, *parts} if now.get(name) != parts.get(name)))


def _doubles(entries: Sequence[Entry], once: dict[int, str]) -> Iterator[Breach]:
    """What may stand once only and stands twice, or hides behind another name."""
    seen: set[str] = set()
    for e in entries:
        if e.kind == "claim" and e.number not in once:
            continue
        name = _key(e)
        if name is not None and (name in seen or once.get(e.number) != name):
            yield Breach(e.number, "double", (name,))
        seen.add(name or "")


def _key(e: Entry) -> str | None:
    """What the entry may stand only once for; None of a body that is no JSON, which is named already."""
    try:
        return key_of(e.kind, e.content)
    except ValueError:
        return None
