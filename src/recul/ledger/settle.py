"""Claims settled from the record: once, and only when their window is over and recorded whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from recul.errors import LedgerError, QuestionError
from recul.ledger.claims import Claim
from recul.ledger.entries import Entry
from recul.ledger.store import Ledger
from recul.ledger.verify import mistake_of, verify
from recul.ledger.windows import SAME, Reading, read
from recul.panel import Panel

if TYPE_CHECKING:
    from recul.record import Record

Panels = Callable[[str], Panel]


@dataclass(frozen=True, slots=True)
class Stand:
    """A claim and what became of it. settled: the entry that settled it, and its body.

    now: what the record says of it today, where it was asked; `why` of it says why it cannot be settled yet.
    """

    number: int
    written: datetime
    claim: Claim
    settled: tuple[int, Mapping[str, Any]] | None = None
    now: Reading | None = None

    @property
    def late(self) -> bool:
        return self.claim.late(self.written)

    def state(self, now: datetime) -> str:
        """`settled`, `due` (over and not settled) or `open`."""
        return "settled" if self.settled else "due" if self.claim.over(now) else "open"

    @property
    def differs(self) -> bool:
        """Whether the record would settle it otherwise today, or no longer could."""
        if self.settled is None or self.now is None:
            return False
        kept = self.settled[1]
        return self.now.outcome is None or self.now.outcome != kept["outcome"] or not (
            _same(self.now.value, kept["value"]) and _same(self.now.baseline, kept.get("baseline")))


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def sound(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries of a chain without a fault. Raises LedgerError naming every entry that does not fit."""
    breaches = [b for b in verify(entries) if not b.doubt]
    if breaches:
        raise LedgerError([mistake_of(b) for b in breaches])
    return entries


def stands(entries: Sequence[Entry]) -> list[Stand]:
    """Every claim, by number. entries: of a chain that was verified."""
    settled: dict[int, tuple[int, Mapping[str, Any]]] = {}
    for e in entries:
        if e.kind == "settlement":
            body = e.content
            settled.setdefault(body["claim"], (e.number, body))  # the first one stands
    return [Stand(e.number, e.moment, Claim.model_validate(e.content), settled.get(e.number))
            for e in entries if e.kind == "claim"]


def looked_up(claims: Sequence[Stand], panels: Panels) -> list[Stand]:
    """The same with what the record says of each today."""
    kept: dict[str, Panel | None] = {}
    found = []
    for s in claims:
        name = s.claim.measure
        if name not in kept:
            kept[name] = _panel_or_none(panels, name)
        panel = kept[name]
        day = s.written.astimezone(ZoneInfo(s.claim.zone)).date()
        now = Reading(None, why="measure_gone") if panel is None else read(s.claim, panel, day)
        found.append(Stand(s.number, s.written, s.claim, s.settled, now))
    return found


def _panel_or_none(panels: Panels, measure: str) -> Panel | None:
    """A measure that the record no longer has keeps its claims open, and the others are settled all the same."""
    try:
        return panels(measure)
    except QuestionError:
        return None


def panels_of(record: Record) -> Panels:
    """By the day, or at a coarser spacing of the measure's own."""
    from recul.measures import finished, panel

    def by_day(measure: str) -> Panel:
        found = panel(record, measure)
        return finished(record, panel(record, measure, "day") if found.frequency == "hour" else found)

    return by_day


def settle(ledger: Ledger, panels: Panels, data: str = "") -> tuple[list[Stand], list[Stand]]:
    """Settle what can be; what was settled now, and every claim as it stands then, with what the record says of it.

    data: the digest of the files of the record. Raises LedgerError when the chain does not hold, or the file cannot be
    written.
    """
    now = ledger.clock()
    every = looked_up(stands(sound(ledger.entries())), panels)
    ready = [s for s in every if s.state(now) == "due" and s.now is not None and s.now.outcome is not None]
    made = ledger.append([("settlement", _body(s, data)) for s in ready]) if ready else []
    new = {s.number: e for s, e in zip(ready, made, strict=True) if e is not None}
    every = [Stand(s.number, s.written, s.claim, (new[s.number].number, new[s.number].content), s.now)
             if s.number in new else s for s in every]
    return [s for s in every if s.number in new], every


def _body(s: Stand, data: str) -> dict[str, Any]:
    now = s.now or Reading(None)
    kept = {"claim": s.number, "value": now.value, "baseline": now.baseline, "outcome": now.outcome,
            "past": now.past, "windows": now.windows, "data": data}
    return {name: value for name, value in kept.items() if value is not None}
