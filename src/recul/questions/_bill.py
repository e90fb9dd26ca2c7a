"""The full cost of an action, in one currency (METHODS §4): hours, tools, content, spend. Nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from recul._fields import closes, opens
from recul._mistakes import advice, listed
from recul._phrases import phrase, plural, quoted
from recul.errors import Mistake, QuestionError

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.record import Record
    from recul.study import Action, Costs

A = TypeVar("A")
B = TypeVar("B")
SIGNS = {"€": "EUR", "£": "GBP"}
# Items that no user can have named so.
HOURS, PAID, TOTAL = "(hours)", "(paid)", "(total)"
# A log may have no task in the first and the last days of an action, and not in so many.
LOG_QUIET = timedelta(days=7)
TO_DECLARE = 'Add a table [costs] with `currency = "EUR"` and `hour = 38.0`, your own figures.'


@dataclass(frozen=True)
class Bill:
    """What an action cost. lines: item -> amount, in `currency`. hours: of work, None where none were declared."""

    lines: Mapping[str, float]
    currency: str
    hours: float | None

    @property
    def total(self) -> float:
        """The full cost."""
        return sum(self.lines.values())


@dataclass(frozen=True)
class Exchange:
    """Amounts brought to one currency, `home`, at declared rates only. mistakes: what could not be. declared: whether
    the study has a table [costs]."""

    home: str
    rates: Mapping[str, float]
    mistakes: list[Mistake] = field(default_factory=list)
    declared: bool = True

    def rate(self, currency: str, of: str) -> float:
        """What one of a currency is worth at home; NaN, and a mistake, where no rate says so. of: of what it is."""
        if currency == self.home:
            return 1.0
        if currency in self.rates:
            return self.rates[currency]
        todo = ("Add `rates = {{ {currency} = … }}` to [costs]: what one {currency} is worth in {home}."
                if self.declared else
                'Add a table [costs] with `currency = "{home}"` and `rates = {{ {currency} = … }}`: what one {currency}'
                " is worth in {home}.")
        self.mistakes.append(Mistake("costs.rates", phrase("{of} in {currency}, beside {home}, and no rate between"
                                                           " them", of=of, currency=currency, home=self.home),
                                     "one currency, or a declared rate",
                                     phrase(todo, currency=currency, home=self.home)))
        return float("nan")


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def money_of(unit: str) -> str | None:
    """The currency that a unit of measure names; None where it is no money, or does not say which ("$")."""
    code = SIGNS.get(unit.strip(), unit.strip())
    return code if code in currencies() else None


def exchange_of(action: Action, costs: Costs | None, outcome: str | None) -> Exchange:
    """To the study's currency; else the outcome's, else that of the action's cost. outcome: its currency, or None."""
    if costs is not None:
        return Exchange(costs.currency, costs.rates)
    return Exchange(outcome or action.currency or "", {}, declared=False)


def bill_of(action: Action, costs: Costs | None, exchange: Exchange, logged: float | None = None) -> Bill:
    """The action's full cost. logged: hours of the team's log, where the question takes them from there.

    Raises QuestionError, with every mistake there is (those of `exchange` too): nothing declared, hours without a cost
    of an hour, an amount without a currency, two currencies without a rate, a cost of nothing.
    """
    name, mistakes = phrase("action {action!r}", action=action.id), exchange.mistakes
    hours = action.hours if logged is None else logged
    items = dict(action.costs) or ({PAID: action.cost} if action.cost is not None else {})
    if not items and hours is None:
        mistakes.append(Mistake(name, "no `cost`, no `costs` and no `hours`", "what the action cost, in full",
                                "Add lines such as `costs = { tools = 200, spend = 4000 }` and `hours = 40`."))
    if items and not (action.currency or costs):
        mistakes.append(Mistake(phrase("{name}: currency", name=name), "a cost without a currency",
                                "the currency it was paid in", 'Add a line such as `currency = "EUR"`.'))
    lines: dict[str, float] = {}
    if hours:
        if costs is None or costs.hour is None:
            mistakes.append(Mistake("costs.hour",
                                    phrase("nothing, and {hours:g} hours of work for {name}", hours=hours, name=name),
                                    "the full cost of an hour of work", TO_DECLARE))
        else:
            lines[HOURS] = hours * costs.hour
    rate = exchange.rate(action.currency or exchange.home, phrase("the cost of {name}", name=name)) if items else 1.0
    lines |= {item: amount * rate for item, amount in items.items()}
    # A cost of nothing is one in any currency.
    if (items or hours is not None) and not hours and not sum(items.values()) > 0:
        mistakes.append(Mistake(name, "a full cost of 0", "a cost above 0: without one there is no return on it",
                                "Add what it cost in money (`costs`) and in work (`hours`)."))
    if mistakes:
        raise QuestionError(mistakes)
    return Bill(lines, exchange.home, hours)


def kept_of(panel: Panel, margin: float | None, unit_margin: float | None, exchange: Exchange) -> float:
    """Money, at home, that one of the outcome leaves; mistakes go to the exchange. One of the margins is given."""
    currency, unit, where = money_of(panel.value_unit), panel.value_unit, phrase("outcome {measure!r}",
                                                                                 measure=panel.measure)
    if panel.aggregate != "sum":
        exchange.mistakes.append(Mistake(where, "values that do not add up, rates or prices",
                                         'amounts or counts, of a source with aggregate = "sum"',
                                         "Ask about sales, visits or subscriptions instead."))
    if unit_margin is not None:
        if currency:
            exchange.mistakes.append(Mistake("question.unit_margin",
                                             phrase("an outcome in {unit!r}, which is money", unit=unit),
                                             "`margin`, the share of it that is kept", "Write `margin = 0.55`."))
        return unit_margin
    if currency is None or margin is None:
        exchange.mistakes.append(Mistake(where,
                                         phrase("values in {unit!r}", unit=unit) if unit
                                         else "values without a `value_unit`", 'an amount of money, "€", "£" or a code'
                                         ' such as "EUR" or "USD", for a `margin` of it',
                                         "Correct the `value_unit` of its source; or write `unit_margin`, what one of"
                                         " it leaves, instead."))
        return float("nan")
    return margin * exchange.rate(currency, where)


def hours_of_log(record: Record, action: Action, natures: Sequence[str]) -> float:
    """Hours of the team's log over the action. Raises QuestionError where the action has no end or declares its hours
    too, and where the log knows no such nature, has rows that could not be read, holds no task then or not the hours of
    each, or leaves out more than a week at either end: missing is not zero."""
    from recul.measures import work

    name = phrase("the log over action {action!r}", action=action.id)
    known = work.natures(record)
    mistakes = [Mistake("question.natures", quoted(n), phrase("a nature of the log: {names}", names=listed(known)),
                        advice(n, known, "Correct the name.")) for n in natures if n not in known]
    if action.hours is not None:
        mistakes.append(Mistake(phrase("action {action!r}: hours", action=action.id),
                                phrase("{hours:g} hours declared, and those of the log asked for", hours=action.hours),
                                "one of the two", 'Remove `hours` from the action, or `hours_from = "tasks"` from the'
                                " question."))
    if action.end is None:
        mistakes.append(Mistake(phrase("action {action!r}: end", action=action.id), "nothing",
                                "its last day, to which hours are counted", "Add a line such as `end = 2025-11-30`."))
    if lost := work.refused(record):
        mistakes.append(Mistake(name, plural(lost, "{n} row of its files that could not be read",
                                             "{n} rows of its files that could not be read"),
                                "every row, as their hours would be left out",
                                "Mend them (1.5 for an hour and a half), or declare the action's `hours`."))
    if mistakes or action.end is None:
        raise QuestionError(mistakes)
    found = work.logged(record, action.start, action.end, natures)
    if not found.tasks:
        raise QuestionError(Mistake(name, "no task", "tasks whose hours can be counted",
                                    "Declare a source of the table `tasks` that covers it, or the action's `hours`."))
    if found.unknown:
        raise QuestionError(Mistake(name, phrase("{unknown} of {tasks} tasks without hours", unknown=found.unknown,
                                                 tasks=found.tasks), "the hours of each",
                                    "Fill them in, choose `natures` that have them, or declare the action's `hours`."))
    if found.negative:
        raise QuestionError(Mistake(name, phrase("{negative} of {tasks} tasks of negative hours",
                                                 negative=found.negative, tasks=found.tasks), "hours of work",
                                    "Mend them in the log, or declare the action's `hours`."))
    cut_short(work.span(record), action.start, action.end, name)
    return found.hours


def cut_short(span: tuple[date, date] | None, start: date | datetime, end: date | datetime, name: str) -> None:
    """Raises QuestionError where the log begins more than a week after the action, or ends more than a week before its
    end: the work of those days is not known, and not none."""
    begun, ended = opens(start).date(), (closes(end) - timedelta(microseconds=1)).date()
    if span is not None and (span[0] - begun > LOG_QUIET or ended - span[1] > LOG_QUIET):
        raise QuestionError(Mistake(name, phrase("a log from {first} to {last}", first=span[0], last=span[1]),
                                    phrase("one of all the action, {begun} to {ended}", begun=begun, ended=ended),
                                    "Bring the rest of the log, or declare the action's `hours`."))


def both(first: Callable[[], A], second: Callable[[], B]) -> tuple[A, B]:
    """What two steps give. Raises QuestionError with the mistakes of both."""
    try:
        found = first()
    except QuestionError as error:
        try:
            second()
        except QuestionError as other:
            raise QuestionError([*error.mistakes, *other.mistakes]) from None
        raise
    return found, second()
