"""What a design says: what could be run, what is advised, and who or when was drawn. Frozen; no sentence here."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from recul.finding import Limit

By = Literal["units", "weeks", "conversations"]

# The limits a design can carry, with their values; report/words/design says each in both languages. Those that forbid
# leave nothing that could be advised.
LIMITS: dict[str, tuple[str, ...]] = {
    "few_units": ("units", "needed"),
    "few_pairs": ("pairs", "needed", "weeks"),
    "few_past_tests": ("tests", "needed"),
    "unequal_units": ("ratio", "usual"),
    "units_left_out": ("units",),
    "units_with_zeros": ("units",),
    "units_touched": ("units", "actions"),
    "under_way": ("actions",),
    "season_unknown": ("past", "needed"),
    "no_washout": (),
    "underpowered": ("detectable", "minimum"),
    "nothing_seen": (),
    "period_ends": ("end",),
    "tones_unknown": ("share", "allowed"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One test that could be run.

    weeks: its length. share: of the units (weeks, conversations) held out; held, of: how many of how many.
    detectable: the smallest relative change seen in 80 % of past tests, with the 95 % interval of that; None where
    nothing tried was. given_up: what the held out would have brought, in the measure's unit, were the work worth
    `expected`; None where values do not add up. spent: the declared costs, saved where the work is withdrawn.
    tests: past stretches it was tried on, apart: how many of them would stand end to end.
    """

    weeks: int
    share: float
    held: int
    of: int
    detectable: float | None
    low: float | None
    high: float | None
    given_up: float | None
    spent: float | None
    tests: int
    apart: int


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """The planned analysis on past stretches where nothing was done, the assignment drawn again each time."""

    count: int
    of: int
    tests: int


@dataclass(frozen=True, eq=False, slots=True)
class Plan:
    """A test planned on a study's past.

    by: what is drawn. withdraw: what is going on stops in the drawn; else something new is kept from them.
    choices: all that was looked at; chosen: the one advised, None where nothing can be. aim: the effect the advice is
    to reach (`expected`, else the smallest of interest). expected: what the work is thought to be worth, as a share.
    drawn, others: names; of weeks, the first days of the spells. blocks: names drawn within each other.
    start, end: first and last day. actions: the `[[action]]` tables. question: the `[[question]]` that reads them back.
    spells: (first day, last day, off?) of a switchback. weekly: conversations a week. coins: whether each
    answer in turn is held back.
    """

    by: By
    id: str
    withdraw: bool
    measure: str
    value_unit: str
    frequency: str
    seed: int
    past: tuple[str, str]
    choices: tuple[Choice, ...]
    chosen: Choice | None
    aim: float
    expected: float | None
    minimum: float
    false_alarms: FalseAlarms | None
    limits: tuple[Limit, ...]
    units: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    blocks: tuple[tuple[str, ...], ...] = ()
    start: date | None = None
    end: date | None = None
    spells: tuple[tuple[date, date, bool], ...] = ()
    washout: int = 0
    actions: tuple[dict[str, Any], ...] = ()
    question: dict[str, Any] = field(default_factory=dict)
    currency: str = ""
    weekly: float | None = None
    coins: tuple[bool, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether anything can be advised."""
        return self.chosen is not None and not any(limit.forbids for limit in self.limits)


def change(shift: float | None, falls: bool) -> float | None:
    """A shift of logarithms as a relative change, its size: of a fall, 1 − e^−L; of a rise, e^L − 1."""
    if shift is None:
        return None
    return -math.expm1(-shift) if falls else math.expm1(min(shift, 700.0))


def shift_of(share: float, falls: bool) -> float:
    """The shift of logarithms that is a relative change of this size."""
    return -math.log1p(-share) if falls else math.log1p(share)


def advised(choices: tuple[Choice, ...], aim: float, weeks: int | None) -> Choice | None:
    """Of the length asked for (else of any) the cheapest that sees `aim` in 80 % of cases: the fewest unit-weeks held
    out; where none does, the one that sees the smallest effect. None where none sees any."""
    usable = [c for c in choices if c.detectable is not None and weeks in (None, c.weeks)]
    enough = [c for c in usable if c.detectable is not None and c.detectable <= aim]
    if enough:
        return min(enough, key=lambda c: (c.held * c.weeks, c.weeks, c.detectable))
    return min(usable, key=lambda c: (c.detectable, c.weeks), default=None)
