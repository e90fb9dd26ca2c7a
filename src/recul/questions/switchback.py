"""What did stopping, or starting, do, week by week? The drawn spells of a switchback read back (METHODS §12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from recul._fields import Names
from recul._mistakes import advice, listed, shown
from recul._phrases import joined, phrase
from recul.batch import Batch, PanelItems
from recul.designs.spells import Spells, spells_case, spells_panel
from recul.errors import Mistake, QuestionError
from recul.finding import Design, FigureData, Finding, Limit
from recul.panel import Aggregate, Frequency, Panel
from recul.placebo.assign import assignments, draw, needed
from recul.placebo.judge import Reading, judge
from recul.questions._moments import column_of, last_column_of
from recul.questions._scale import refuse_scale
from recul.questions.panel import PanelQuestion, iso, unit_periods

if TYPE_CHECKING:
    from recul.record import Record
    from recul.study import Action

ESTIMATOR = "experiment"


@dataclass(frozen=True, eq=False)
class Switched(PanelItems):
    """The spells as a panel's rows, and how they read: the units they are of, first and last day, periods in all."""

    units: tuple[str, ...]
    start: str
    end: str
    periods: int


class Switchback(PanelQuestion):
    """The mean difference between the spells in which the work was off and those in which it was on.

    outcome: a measure. test: what the ids of the spells begin with; each is an `[[action]]`, or a row of the table
    `actions`, of kind `off` or `on`, `onset_rule` randomised, two that follow each other a pair. washout: periods left
    out after each change, in which the last spell still acts. units: of the outcome; default those of the actions.
    A fall is what being off does.
    """

    kind: ClassVar[str] = "switchback"
    estimators: ClassVar[tuple[str, ...]] = (ESTIMATOR,)
    limit_codes: ClassVar[dict[str, tuple[str, ...]]] = {"carry_over": ()}

    outcome: str
    test: str
    units: Names = ()
    washout: Annotated[int, Field(strict=True, ge=0, lt=10**4)] = 0
    frequency: Frequency | None = None
    aggregate: Aggregate | None = None

    def batch(self, record: Record, seed: int) -> Batch[PanelItems]:
        """The drawn spells first, then the same draw made again."""
        from recul.measures import actions, panel

        spells = self.spells_of(actions(record))
        units = self.units or spells[0].units or None
        found = panel(record, self.outcome, self.frequency, units, self.aggregate)
        return self.asked_of(found, spells, seed, record.study.timezone)

    def spells_of(self, actions: Sequence[Action]) -> list[Action]:
        """The spells of the test, by time. Raises QuestionError when there are none, or they are no pairs."""
        mine = [a for a in actions if a.id.startswith(f"{self.test}-") and a.kind in ("on", "off")]
        # The spells test-2-01, … are of a test named test-2, and not of the one named test, where both are declared.
        own = [a for a in mine if a.id.rpartition("-")[0] == self.test]
        found = sorted(own or mine, key=lambda a: str(a.start))
        tests = sorted({a.id.rpartition("-")[0] for a in actions if a.kind in ("on", "off") and "-" in a.id})
        if not found:
            raise QuestionError(Mistake("question.test", shown(self.test),
                                        phrase("what the ids of spells begin with, each an action of kind on or off:"
                                               " {names}", names=listed(tests)),
                                        advice(self.test, tests, "Declare the spells as `recul design` writes them.")))
        mistakes = []
        for k in range(0, len(found), 2):
            pair = found[k : k + 2]
            if sorted(a.kind for a in pair) != ["off", "on"]:
                mistakes.append(Mistake(phrase("spells of {test!r}", test=self.test),
                                        phrase("{names}, of kind {names2}", names=listed(a.id for a in pair),
                                               names2=joined((a.kind for a in pair), " and ")),
                                        "pairs that follow each other, one on and one off",
                                        "Declare every spell, as it was drawn and not as it was kept."))
        mistakes += [Mistake(phrase("action {a!r}: onset_rule", a=a.id), shown(a.onset_rule), "'randomised'",
                             "Say that the spells were drawn, if they were.") for a in found
                     if a.onset_rule != "randomised"]
        if len({a.units for a in found}) > 1:
            mistakes.append(Mistake(phrase("spells of {test!r}", test=self.test), "different units",
                                    "the same units in each", "Mend them."))
        if mistakes:
            raise QuestionError(mistakes)
        return found

    def asked_of(self, panel: Panel, found: Sequence[Action], seed: int, timezone: str = "UTC") -> Batch[PanelItems]:
        """The batch of a panel in memory. Raises QuestionError when the spells do not fit it."""
        rows = tuple(range(len(panel.units)))
        refuse_scale(panel, rows, self.scale)
        first = [column_of(panel, a.start, timezone, phrase("action {a!r}: start", a=a.id)) for a in found]
        last = [last_column_of(panel, a.end or a.start, timezone, phrase("action {a!r}: end", a=a.id),
                               "Bring a record that covers the whole test.") for a in found]
        length = min(b - a + 1 for a, b in zip(first, last, strict=True))
        if self.washout >= length:
            raise QuestionError(Mistake("question.washout", str(self.washout),
                                        phrase("less than the shortest spell, {length} {frequency}s", length=length,
                                               frequency=phrase(panel.frequency)), "Leave out less."))
        if first[0] + self.washout < 1:
            raise QuestionError(Mistake(phrase("spells of {test!r}", test=self.test),
                                        "the first one begins with the record", "a record that begins earlier",
                                        "Bring a longer record."))
        spells = Spells(tuple(first), length, self.washout)
        laid = spells_panel(panel, rows, spells)
        case = spells_case(spells, tuple(k for k, a in enumerate(found) if a.kind == "off"))
        items = Switched(laid, (case,), panel.units, iso(panel, first[0]), iso(panel, last[-1]),
                         last[-1] - first[0] + 1)
        batch = draw(laid, case, seed)
        notes = [] if self.washout else [Limit("carry_over", {})]
        if assignments(case) < needed(case):
            notes.append(Limit("few_assignments", {"assignments": assignments(case), "needed": needed(case)}, True))
        return replace(batch, items=replace(items, cases=batch.items.cases), notes=tuple(notes))

    def judge(self, batch: Batch[PanelItems], provenance: dict[str, Any]) -> Finding:
        """Before the one judge, as the experiment it is."""
        return judge(self.asked(), batch, [self.estimate(ESTIMATOR, batch)], word=self.word,
                     design=lambda name, choice: self._design(batch, name, choice), provenance=provenance,
                     minimum_effect=self.minimum_effect, figure=_figure, add_up=unit_periods(batch.items))

    def word(self, verdict: str, value: float | None) -> str:
        """`rise` or `fall` when seen, `none` when not, else `unknown`."""
        if verdict == "seen" and value is not None:
            return "rise" if value > 0 else "fall"
        return "none" if verdict == "not_seen" else "unknown"

    def _design(self, batch: Batch[PanelItems], estimator: str, choice: str) -> Design:
        items = batch.items
        if not isinstance(items, Switched):
            raise TypeError(type(items))
        case, names = items.cases[0], items.panel.units
        off, on = ([names[r] for r in rows] for rows in (case.units, case.donors))
        facts = (("spells_off", "names", off), ("spells_on", "names", on), ("washout", "periods", self.washout))
        return Design(estimator, choice, "randomised", items.panel.frequency, items.periods, 0, items.start, items.end,
                      items.units, (), self.minimum_effect, facts=facts)


def _figure(reading: Reading) -> FigureData | None:
    """The placebos only: spells that alternate have no course over time."""
    e = reading.estimates
    if not e.ok[0]:
        return None
    empty, panel = np.zeros(0), reading.batch.items.panel
    read = e.outcome.effect if e.outcome else float
    return FigureData((), empty, empty, empty, empty, 0, read(float(e.value[0])),
                      np.array([read(float(z * e.scale[0])) for z in reading.scores]), panel.measure, panel.value_unit)
