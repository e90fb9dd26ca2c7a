"""What a design is asked: options checked, all mistakes at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from recul._mistakes import accepted, shown
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.designs.plan import By

WEEKS_MOST = 104
# Beyond these there are no sums of money, and nothing a past says of the future.
COST_MOST, DAYS_AHEAD = 1e12, 3650
LENGTHS = (1, 2, 4, 6, 8, 12, 16, 26)
SHARES = (0.5, 0.25)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `recul design`.

    measure: what would change. units: who may be drawn; default all that were observed. weeks: the length, else the
    shortest that sees `expected`. shares: of the units held out, those compared. start: the first day of the test;
    default the first period a week from `today`. expected: the relative effect the work is thought to have, a share.
    minimum: the smallest that would matter. cost: of the work, of a unit and a week, in `currency`. spell, washout:
    weeks of a switchback's spells, and periods left out after each change.
    """

    measure: str
    today: date
    by: By = "units"
    units: tuple[str, ...] = ()
    weeks: int | None = None
    shares: tuple[float, ...] = SHARES
    withdraw: bool = False
    start: date | None = None
    seed: int = 0
    id: str = "test"
    kind: str = "test"
    expected: float | None = None
    minimum: float = 0.05
    cost: float | None = None
    currency: str = ""
    frequency: str | None = None
    spell: int = 1
    washout: int | None = None
    lengths: tuple[int, ...] = LENGTHS

    @property
    def aim(self) -> float:
        return self.expected if self.expected is not None else self.minimum

    def checked(self) -> Asked:
        """The same. Raises QuestionError with every mistake of the options."""
        found = [*_shares(self.shares), *_numbers(self), *_names(self)]
        if self.start is not None and self.start <= self.today:
            found.append(Mistake("--start", self.start.isoformat(),
                                 phrase("a day after today, {today}", today=self.today.isoformat()),
                                 "Choose a later day: what is past cannot be drawn at random any more."))
        if self.start is not None and (self.start - self.today).days > DAYS_AHEAD:
            found.append(Mistake("--start", self.start.isoformat(), "a day within ten years from today",
                                 "Check the year."))
        if found:
            raise QuestionError(found)
        return self

    def tried(self) -> tuple[int, ...]:
        """The lengths looked at: the usual ones, and the one asked for."""
        if self.weeks is None:
            return self.lengths
        return tuple(sorted({*(n for n in self.lengths if n <= 3 * self.weeks), self.weeks}))


def _shares(shares: Sequence[float]) -> list[Mistake]:
    bad = [s for s in shares if not 0 < s < 1]
    found = [Mistake("--share", shown(s), "a share above 0 and below 1, such as 0.5", "Write 0.5 for half of them.")
             for s in bad]
    if not shares or len(set(shares)) < len(shares):
        found.append(Mistake("--share", "nothing" if not shares else "the same share twice", "each share once",
                             "Write them with commas, like 0.5,0.25."))
    return found


def _numbers(asked: Asked) -> list[Mistake]:
    found = []
    if asked.weeks is not None and not 0 < asked.weeks <= WEEKS_MOST:
        found.append(Mistake("--weeks", shown(asked.weeks),
                             phrase("a whole number from 1 to {weeks_most}", weeks_most=WEEKS_MOST),
                             "Choose a length in weeks."))
    for name, value in (("--expected-effect", asked.expected), ("--minimum-effect", asked.minimum)):
        if value is not None and not 0 < value < 1:
            found.append(Mistake(name, shown(value), "a share above 0 and below 1: 0.05 for 5 %", "Write a share."))
    if asked.cost is not None and not 0 <= asked.cost <= COST_MOST:
        found.append(Mistake("--cost-per-unit-week", shown(asked.cost),
                             phrase("a number from 0 to {cost_most:g}", cost_most=COST_MOST), "Mend the number."))
    if not 0 <= asked.seed < 2**63:
        found.append(Mistake("--seed", shown(asked.seed), "a whole number, 0 or more", "Change the seed."))
    if not 1 <= asked.spell <= 26:
        found.append(Mistake("--spell", shown(asked.spell), "a number of weeks from 1 to 26", "Mend the number."))
    if asked.frequency not in (None, "day", "week"):
        found.append(Mistake("--frequency", shown(asked.frequency), "day or week", "Leave it out."))
    return found


def _names(asked: Asked) -> list[Mistake]:
    from pydantic import TypeAdapter, ValidationError

    from recul._fields import Currency, Name

    found = []
    for name, value, kind in (("--id", asked.id, Name), ("--currency", asked.currency, Currency)):
        if name == "--currency" and not value:
            continue
        try:
            TypeAdapter(kind).validate_python(value)
        except ValidationError as error:
            found.append(Mistake(name, shown(value), accepted(error.errors()[0]), "Choose another."))
    twice = [u for i, u in enumerate(asked.units) if u in asked.units[:i]]
    if twice:
        found.append(Mistake("--units", phrase("{twice} more than once", twice=shown(twice[0])), "each unit once",
                             "Remove the double."))
    return found
