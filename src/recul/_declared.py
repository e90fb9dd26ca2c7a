"""What was done and what happened, and when, as a study declares it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

from recul._fields import (
    Above,
    Bill,
    Currency,
    Day,
    Moment,
    Money,
    Name,
    Names,
    Number,
    Share,
    Text,
    closes,
    opens,
)
from recul._mistakes import shown, wrong
from recul._phrases import joined, phrase
from recul.panel import OnsetRule

# Sums of cents may differ by the rounding of floats, never by a cent.
A_CENT = 0.005
# The languages whose tone Recul reads without having been taught.
LEXICONS = ("en", "fr")


class Declared(BaseModel):
    """A table of the study file: nothing unknown in it, nothing changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Span(Declared):
    """From `start` to `end`. An end that is a date includes that day; one with a time is excluded."""

    start: Moment = Field(description="the first day, a date like 2024-09-01")
    end: Moment = Field(description="the last day, included, a date like 2024-12-31")

    @model_validator(mode="after")
    def _in_order(self) -> Span:
        _refuse_backwards(self.start, self.end)
        return self


class Period(Span):
    """The days the study is about, both included."""

    start: Day = Field(description="the first day, a date like 2024-09-01")
    end: Day = Field(description="the last day, included, a date like 2024-12-31")


class Costs(Declared):
    """What work and money cost in this study. currency: in which all adds up, and of every amount that names none.
    hour: the full cost of an hour of work. rates: what one of another currency is worth in that one.
    """

    currency: Currency = Field(description='three letters of ISO 4217, in quotes, like "EUR"')
    hour: Above | None = None
    rates: dict[Currency, Above] = Field(default={})

    @model_validator(mode="after")
    def _of_others(self) -> Costs:
        if self.currency in self.rates:
            raise wrong("rates of other currencies than the study's own", "Remove it: one is worth one.", key="rates",
                        found=phrase("a rate of {currency}, the `currency` of [costs]", currency=self.currency))
        return self


class ToneRead(Declared):
    """Have a machine read the tone of messages that come without one.

    models: language -> a file of the study's folder that `recul tone train` wrote, or "lexicon"; English and French
    have a reader by default. sources: of messages; all of them when empty.
    """

    models: dict[StrictStr, StrictStr] = Field(default={})
    sources: Names = ()

    @model_validator(mode="after")
    def _languages(self) -> ToneRead:
        for name, file in self.models.items():
            if not re.fullmatch(r"[a-z]{2,3}", name):
                raise wrong("language codes such as fr or en", 'Write { fr = "tone-fr.npz" }.', key="models",
                            found=shown(name))
            if file == "lexicon" and name not in LEXICONS:
                raise wrong(phrase("the lexicon of {names}", names=joined(LEXICONS, " or ")),
                            "Train a model, or remove this language.", key="models",
                            found=phrase("a lexicon of {name}", name=shown(name)))
        return self


class Action(Declared):
    """What was done, or happened. units: whom it touched, all of them when empty.

    start, end: a date is the whole day, both included; times are local to the study's time zone.
    starts: of units that did not begin together, unit -> its start; `start` is then the first of them, `units` they.
    planned_share, blocks: of a randomised action, the share of the units that was to be drawn, and the groups of units
    within each of which they were drawn. cost, costs: what was paid, whole or by item, in `currency` (default the
    study's); hours: of work, beside it. truth: the known relative effect, in simulated worlds only.
    """

    id: Name = Field(description="a short name for this action, in quotes")
    kind: Text = Field(description='what kind of action it was, in quotes, like "campaign"')
    start: Moment = Field(description="when it began, a date like 2024-09-01")
    label: Text | None = None
    end: Moment | None = None
    units: Names = ()
    starts: dict[StrictStr, Moment] = {}
    cost: Money | None = None
    costs: Bill = {}
    hours: Money | None = None
    currency: Currency | None = None
    onset_rule: OnsetRule = "declared"
    planned_share: Annotated[Share, Field(lt=1)] | None = None
    blocks: tuple[Names, ...] = ()
    truth: Annotated[Number, Field(ge=-1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _began(cls, values: Any) -> Any:
        """The first start, and the units, of those that did not begin together."""
        starts = values.get("starts") if isinstance(values, Mapping) else None
        if not isinstance(starts, Mapping) or not starts:
            return values
        for key in ("start", "units"):
            if key in values:
                raise wrong("no such key beside `starts`, which says it", "Remove one of the two.", key=key)
        moments = [m for m in starts.values() if isinstance(m, date)]
        first = min(moments, key=lambda m: opens(m).replace(tzinfo=None), default=date(2000, 1, 1))
        return {**values, "start": first, "units": tuple(map(str, starts))}

    @model_validator(mode="after")
    def _in_order(self) -> Action:
        if self.starts and self.onset_rule != "declared":
            raise wrong("no such key unless onset_rule = \"declared\"", "Remove it, or declare one action a start.",
                        key="starts",
                        found=phrase("`starts`, of a moment chosen by {onset_rule!r}", onset_rule=self.onset_rule))
        for start in (self.start, *self.starts.values()):
            if self.end is not None:
                _refuse_backwards(start, self.end)
        for key in ("planned_share", "blocks"):
            if getattr(self, key) and self.onset_rule != "randomised":
                raise wrong('no such key unless onset_rule = "randomised"', "Remove it, or say the units were drawn.",
                            key=key)
        twice = [u for u, n in Counter(u for block in self.blocks for u in block).items() if n > 1]
        if twice:
            raise wrong("each unit in one block", "Remove it from all blocks but one.", key="blocks",
                        found=phrase("{twice} more than once", twice=shown(twice[0])))
        return self

    @model_validator(mode="after")
    def _one_total(self) -> Action:
        if "hours" in self.costs:
            raise wrong("amounts of money", "Write `hours = 40`, a line of its own: [costs] says what an hour costs.",
                        key="costs", found="hours among them")
        total = sum(self.costs.values())
        if self.costs and self.cost is not None and abs(self.cost - total) > A_CENT:
            raise wrong(phrase("{total:g}, what `costs` adds up to", total=total),
                        "Remove `cost`, or mend one of the two.", key="cost", found=phrase("{cost:g}", cost=self.cost))
        return self


class Event(Declared):
    """A day or a span of the calendar known to move the outcome, such as a holiday or a trade fair, which nobody asks
    about. units: whom it touches, all of them when empty. A date is the whole day; times are local to the study's zone.
    """

    id: Name = Field(description="a short name for this event, in quotes")
    dates: Annotated[tuple[Moment | Span, ...], Field(min_length=1)] = Field(
        description="a list of dates, or of { start = 2024-06-26, end = 2024-07-23 }")
    units: Names = ()


def _refuse_backwards(start: date | datetime, end: date | datetime) -> None:
    if closes(end) <= opens(start):
        raise wrong(phrase("a moment after the start, {start}", start=start.isoformat()),
                    "Exchange the two, or mend the year.", key="end", found=end.isoformat())
