"""A claim: who says what will come of which measure, when, and how sure they are of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, ValidationError, model_validator

from recul._fields import Day, Names, Number, Text, Zone
from recul._mistakes import One, mistakes_of, wrong
from recul._phrases import phrase
from recul.errors import LedgerError, Mistake

Says = Literal["up", "down", "at_least", "at_most", "between"]
Against = Literal["before", "last_year", "number"]
ADay = Annotated[Day, PlainSerializer(date.isoformat, when_used="json")]


def _sure(probability: float) -> float:
    """Nothing is certain beforehand, and the logarithm of a certainty that fails is infinite."""
    if not 0 < probability < 1:
        todo = "Write 0.8 for 80 %." if probability > 1 else "Write 0.99 or 0.01 where you are nearly sure."
        raise wrong("a probability above 0 and below 1", todo)
    return probability


class Claim(BaseModel):
    """What is written down beforehand, and settled once.

    by: who says it: a person, an agency, a tool. measure: as in a question. units: all of them together when empty.
    says: `up` or `down` against a baseline, or a bound: `at_least` (low), `at_most` (high), `between` (both included).
    against: the baseline: the same number of periods just `before`, the same dates of `last_year`, or a `number`,
    `level`. A bound with a baseline before or last year is a relative change: 0.05 is 5 % more.
    start, end: days, both included, local to `zone`. probability: that it comes true.
    What is compared is the total over the window of all units, or their mean where the measure does not add up.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Text = Field(description="who says it")
    measure: Text = Field(description="what is measured, such as sales")
    units: Names = ()
    says: Says = Field(description="up, down, at least, at most or between")
    low: Number | None = None
    high: Number | None = None
    against: Against | None = None
    level: Number | None = None
    start: ADay = Field(description="the first day, a date like 2025-11-03")
    end: ADay = Field(description="the last day, included, a date like 2025-11-30")
    probability: Annotated[Number, AfterValidator(_sure)] = Field(description="a probability above 0 and below 1")
    note: Text | None = None
    zone: Zone = "UTC"

    @model_validator(mode="before")
    @classmethod
    def _against_what(cls, values: Any) -> Any:
        """A direction is against the periods just before, unless said otherwise."""
        if isinstance(values, Mapping) and values.get("says") in ("up", "down") and values.get("against") is None:
            return {**values, "against": "before"}
        return values

    @model_validator(mode="after")
    def _fits(self) -> Claim:
        if self.end < self.start:
            raise wrong(phrase("a day not before the start, {start}", start=self.start),
                        "Exchange the two, or mend the year.", key="end", found=str(self.end))
        wanted = {"at_least": ("low",), "at_most": ("high",), "between": ("low", "high")}.get(self.says, ())
        for key in ("low", "high"):
            if (getattr(self, key) is None) == (key in wanted):
                raise wrong("a number" if key in wanted
                            else phrase("no such number where the claim says {says!r}", says=self.says),
                            "Say what it is to be compared with." if key in wanted else "Leave it out.", key=key,
                            found="nothing" if key in wanted else str(getattr(self, key)))
        if self.says == "between" and float(self.low or 0) >= float(self.high or 0):
            raise wrong(phrase("a number above the lower one, {low:g}", low=self.low), "Exchange the two.", key="high",
                        found=phrase("{high:g}", high=self.high))
        if wanted and self.against == "number":
            raise wrong("before or last year, of which the number is a relative change; or nothing",
                        "Leave it out: the number itself is the bound.", key="against", found="a number")
        if (self.level is not None) != (self.against == "number"):
            raise wrong("a number where the claim is against one", "Write it, or leave it out.", key="level",
                        found=phrase("nothing" if self.level is None else str(self.level)))
        return self

    @property
    def opens(self) -> datetime:
        """The instant at which the window begins."""
        return datetime(self.start.year, self.start.month, self.start.day, tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def late(self, written: datetime) -> bool:
        """Whether its window had begun when it was written: it is then no claim about the future."""
        return written >= self.opens

    def over(self, now: datetime) -> bool:
        """Whether the window's last day has ended."""
        return now.astimezone(ZoneInfo(self.zone)).date() > self.end

    def body(self) -> dict[str, Any]:
        """What the ledger keeps of it: what was said, and nothing of what was not."""
        kept = self.model_dump(mode="json", exclude_none=True)
        return {name: value for name, value in kept.items() if value != []}


def claim(said: Mapping[str, Any], where: str = "") -> Claim:
    """A claim out of what was written. where: of its row, for the mistakes. Raises LedgerError with every mistake."""
    given = {name: value for name, value in said.items() if value is not None}
    try:
        return Claim.model_validate(given)
    except ValidationError as error:
        found = mistakes_of(error, given, One(Claim))
        raise LedgerError([Mistake(phrase("{row}{where}", row=where, where=SPOKEN.get(m.where, m.where)), m.found,
                                   m.expected,
                                   phrase("Say the {where}.", where=SPOKEN.get(m.where, m.where))
                                   if m.todo.startswith("Add a line") else m.todo) for m in found]) from error


# Field -> what it is called where it is written, on the command line and in a file.
SPOKEN = {"start": "from", "end": "to", "units": "unit", "says": "claim", "level": "against"}
