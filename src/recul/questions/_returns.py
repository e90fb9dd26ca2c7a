"""From the estimates of an effect to those of a net gain: the same scores, read from break-even instead of from zero.

    net gain = effect × periods × kept − cost        return = net gain / cost

The effect that pays for itself, e* = cost / (periods × kept), is a shift of every score: what was "none" becomes
"breaks even". So the placebos, which say how far scores stray by chance, serve as they are, and interval, p and verdict
of the return are those of the effect carried through: a return told from break-even is an effect told from e*.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from recul._phrases import phrase, plural
from recul.batch import Estimates
from recul.errors import Mistake, QuestionError
from recul.finding import Rate, Table
from recul.panel import Floats
from recul.placebo.calibrate import Calibration
from recul.placebo.judge import Reading
from recul.placebo.power import Detectable, detectable_effect
from recul.placebo.rates import EMPTY, bounds, rate
from recul.questions._bill import TOTAL, Bill
from recul.questions._moments import touches
from recul.questions.panel import Asked
from recul.scale import Outcome, Scale, relative

if TYPE_CHECKING:
    from recul.study import Action


@dataclass(frozen=True)
class Terms:
    """What an effect is worth. bill: what the action cost. kept: money, in the bill's currency, of one unit of the
    outcome. count: unit-periods of the window that were observed, which a mean effect adds up over."""

    bill: Bill
    kept: float
    count: int

    @property
    def even(self) -> float:
        """The mean effect, per period and unit, that pays for itself."""
        return self.bill.total / (self.kept * self.count) if self.count else math.inf


@dataclass(frozen=True, eq=False)
class Return(Outcome):
    """How item 0 reads in money: its shift is what lies beyond the one that pays for itself, on the outcome's scale.

    even: that shift. money: what a mean effect of one is worth over the window.
    """

    even: float = 0.0
    money: float = 1.0

    def effect(self, shift: float) -> float:
        """The net gain: zero for none, and growing with the shift."""
        if self.scale == "identity" or not math.isfinite(shift):
            return shift * self.money
        if self.scale == "log":  # the difference below, in a form that keeps its sign however small it is
            return -float(self.actual.mean()) * math.exp(-self.even) * math.expm1(min(-shift, 700.0)) * self.money
        return (super().effect(shift + self.even) - super().effect(self.even)) * self.money

    def baseline(self, shift: float) -> float:
        """There is none: a return is a share of the cost."""
        return math.nan


def scale_of(e: Estimates) -> Scale:
    """The scale that the outcome was compared on."""
    return e.outcome.scale if e.outcome else "identity"


def shift_of(effect: float, e: Estimates) -> float:
    """The shift, on the scale of the estimates, whose mean effect on item 0 is `effect` (above zero)."""
    drawn = e.outcome
    if drawn is None or drawn.scale == "identity":
        return effect
    if drawn.scale == "log":
        # Not even all of what was observed would be enough: a shift that no estimate reaches.
        return -math.log1p(-min(effect / float(drawn.actual.mean()), 1 - 1e-12))
    from scipy.optimize import brentq

    most = 1.0
    while drawn.effect(most) < effect:
        most *= 2
    return float(brentq(lambda shift: drawn.effect(shift) - effect, 0.0, most, xtol=1e-14 * most, rtol=1e-14))


def returned(e: Estimates, terms: Terms) -> Estimates:
    """The same estimates, item 0 read from the effect that pays for itself. Placebos stay what they are: cases in which
    nothing happened, so that with that effect added each of them would just have broken even."""
    cost, currency = terms.bill.total, terms.bill.currency
    if not e.ok[0]:
        return replace(e, unit=currency, over=cost)
    even = shift_of(terms.even, e)
    value, low, high = (_less(line, even) for line in (e.value, e.low, e.high))
    actual = e.outcome.actual if e.outcome else np.zeros(0)
    return replace(e, value=value, low=low, high=high, unit=currency, over=cost,
                   outcome=Return(scale_of(e), actual, even=even, money=terms.kept * terms.count))


def _less(line: Floats, even: float) -> Floats:
    found = line.copy()
    found[0] -= even
    return found


def whole(asked: Asked, action: Action, timezone: str) -> None:
    """Raises QuestionError where the action goes on after the window, that of all of its units or, where they did not
    begin together, of those that began first: all of its cost, a part of what it brought."""
    case = asked.case
    judged = case.start + case.window - 1  # the last period of the units that began first
    if action.end is None or not any(t.last > judged for t in touches(asked.panel, [action], timezone)):
        return
    if case.offsets:
        raise QuestionError(Mistake(phrase("action {action!r}: starts", action=action.id),
                                    plural(case.window,
                                           "units that did not begin together, each judged over {n} period from its"
                                           " own start, and a cost until {end}",
                                           "units that did not begin together, each judged over {n} periods from its"
                                           " own start, and a cost until {end}", end=action.end.isoformat()),
                                    "a window that holds all of what was paid for",
                                    "Declare those that began together as an action of their own, with its own cost,"
                                    " and ask about each."))
    raise QuestionError(Mistake("question.window", phrase("a window that ends before action {action!r} does, on {end}",
                                                          action=action.id, end=action.end.isoformat()),
                                "a window that holds all of what was paid for", "Leave `window` out, or ask when the"
                                " action is over and its last day recorded; or declare the part you ask about as an"
                                " action with its own cost."))


def payable(asked: Asked, terms: Terms, action: str) -> None:
    """Raises QuestionError where not even all that was recorded in the window would have paid for the action: of an
    outcome that cannot be negative in sum, most often a mistake of units."""
    panel, case, bill = asked.panel, asked.case, terms.bill
    recorded = float(np.nansum(panel.value[list(case.units), case.start : case.start + case.span])) * terms.kept
    if terms.count and 0 < recorded <= bill.total:
        raise QuestionError(Mistake(phrase("action {action!r}", action=action),
                                    phrase("a full cost of {total:,.0f} {currency}, and {recorded:,.0f} {currency} kept"
                                           " of all that was recorded in its window", total=bill.total,
                                           currency=bill.currency, recorded=recorded),
                                    "a cost that an effect could pay for", "Check the units, the currency and the"
                                    " margin. If they are right, nothing needs asking: it did not pay."))


def even_of(e: Estimates, terms: Terms) -> float:
    """The shift that pays for itself, of estimates of the effect or of its return."""
    return e.outcome.even if isinstance(e.outcome, Return) else shift_of(terms.even, e)


def pays(e: Estimates, terms: Terms) -> float | None:
    """The relative effect that pays for itself; None where there is nothing it would be a share of."""
    return relative(scale_of(e), even_of(e, terms), float(e.baseline[0]))


def told_from_even(e: Estimates, calibration: Calibration, score: Floats) -> Detectable:
    """The smallest relative effect that is told from break-even in 80 % of placebos. e: of returns; score: [m]."""
    even = e.outcome.even if isinstance(e.outcome, Return) else 0.0
    return detectable_effect(score, calibration, float(e.scale[0]), float(e.baseline[0]), scale_of(e), even)


@dataclass(frozen=True, eq=False)
class Needed:
    """Relative effects on the outcome, None where they have no meaning. pays: the one that pays for itself. seen: the
    smallest told from none in 80 % of placebos, told: from break-even."""

    pays: float | None
    seen: float | None
    told: Detectable

    @classmethod
    def of(cls, reading: Reading, terms: Terms) -> Needed:
        """reading: of the return."""
        e, calibration = reading.estimates, reading.calibration
        if not e.ok[0]:
            return cls(None, None, (None, None, None))
        seen = detectable_effect(reading.scores, calibration, float(e.scale[0]), float(e.baseline[0]), scale_of(e))
        return cls(pays(e, terms), seen[0], told_from_even(e, calibration, reading.scores))


def said(reading: Reading, terms: Terms) -> tuple[tuple[str, str, Rate], ...]:
    """How often an action of this cost would have been said to pay, or not to, had it done nothing or just broken even:
    each placebo judged as in `rates`, on the scale of the real case. (what it did, what is said of it, how often)."""
    e = reading.estimates
    at, bound = bounds(reading.batch, e, reading.correlation)
    cases = (("did_nothing", "pays"), ("broke_even", "pays"), ("broke_even", "does_not_pay"))
    if not e.ok[0] or not len(at):
        return tuple((did, word, EMPTY) for did, word in cases)
    even = even_of(e, terms)
    score, cluster = e.score[at], reading.batch.cluster[at]
    hits = (score - even / float(e.scale[0]) > bound, score > bound, score < -bound)
    return tuple((did, word, rate(hit, cluster)) for (did, word), hit in zip(cases, hits, strict=True))


def bill_table(bill: Bill) -> Table:
    """What it cost, by item; the total last."""
    rows = (*bill.lines.items(), *(((TOTAL, bill.total),) if len(bill.lines) > 1 else ()))
    return Table("bill", (("item", "item"), ("amount", "money")), rows)


def needed_table(needed: Needed) -> Table:
    """What effect would pay, and what effects these data can show."""
    return Table("needed", (("what", "code"), ("effect", "change")),
                 (("pays_for_itself", needed.pays), ("could_see", needed.seen), ("could_tell", needed.told[0])))


def said_table(found: tuple[tuple[str, str, Rate], ...]) -> Table:
    """`said`, as rows."""
    columns = (("had", "code"), ("saying", "code"), ("count", "count"), ("of", "count"), ("rate", "percent"))
    return Table("said", columns, tuple((did, word, r.count, r.of, r.value) for did, word, r in found))
