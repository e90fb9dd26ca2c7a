"""The past a design is made on: a panel by weeks (or days), whom one may draw, and when a test may begin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from recul._mistakes import listed, shown
from recul._phrases import joined, phrase
from recul.designs.asked import Asked
from recul.designs.past import observed_enough
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Ints, Panel
from recul.placebo.draw import Pool, Touch

# Weeks are what decision-makers count in; with fewer of them than this in the record, days are kept.
WEEKS_FOR_WEEKS = 26
A_YEAR = 365
# Largest unit over the usual one beyond which one unit is most of the answer in money.
UNEQUAL = 5.0


@dataclass(frozen=True, eq=False)
class Past:
    """panel: units by periods, the ends trimmed where nothing was observed. rows: who may be drawn. touches: what other
    actions touched. a_week: periods in a week. limits: what was noticed."""

    panel: Panel
    rows: Ints
    touches: tuple[Touch, ...]
    a_week: int
    limits: tuple[Limit, ...]

    @property
    def pool(self) -> Pool:
        return Pool(tuple(self.rows.tolist()), (), self.touches)

    @property
    def ends(self) -> tuple[str, str]:
        """First and last day of the record."""
        step = timedelta(days=7 // self.a_week)
        last = day_of(self.panel.times[-1]) + step - timedelta(days=1)
        return day_of(self.panel.times[0]).isoformat(), last.isoformat()

    def begin(self, asked: Asked) -> date:
        """The first day of the test: the one asked for, else the first period that begins a week or more from today
        and from the end of the record. Raises QuestionError where no period begins on the one asked for."""
        step = timedelta(days=7 // self.a_week)
        after = day_of(self.panel.times[-1]) + step
        if asked.start is None:
            least = max(after, asked.today + timedelta(days=7))
            first = after + step * -(-(least - after).days // step.days)
            # Days may begin on any day of the week, people on Mondays.
            return first + timedelta(days=-first.weekday() % 7) if self.a_week == 7 else first
        if asked.start < after:
            raise QuestionError(Mistake("--start", asked.start.isoformat(),
                                        phrase("a day the record does not hold yet: it ends on {ends}",
                                               ends=self.ends[1]), "Choose a later day: what is past cannot be drawn at"
                                        " random any more."))
        off = (asked.start - after).days % step.days
        if off:
            near = asked.start + timedelta(days=step.days - off)
            raise QuestionError(Mistake("--start",
                                        phrase("{start}, within a week of the record", start=asked.start.isoformat()),
                                        phrase("a day on which its weeks begin, such as {near}", near=near.isoformat()),
                                        "Take that day, or add --frequency day."))
        return asked.start


def day_of(moment: np.datetime64) -> date:
    found: date = moment.astype("datetime64[D]").astype(object)
    return found


def by_weeks(panel: Panel) -> bool:
    """Whether a daily record is long enough to be read by weeks."""
    return len(panel.times) >= 7 * WEEKS_FOR_WEEKS


def past_of(panel: Panel, touches: tuple[Touch, ...], asked: Asked) -> Past:
    """Who of a panel may be drawn, and what that leaves out. Raises QuestionError with what is wrong."""
    if panel.frequency not in ("day", "week"):
        raise QuestionError(Mistake(phrase("measure {measure!r}", measure=panel.measure),
                                    phrase("values by the {frequency}", frequency=phrase(panel.frequency)),
                                    "values by the week or finer", "Bring weekly or daily values: a test lasts weeks."))
    kept = np.flatnonzero(panel.observed.any(axis=0))
    first, last = int(kept[0]), int(kept[-1]) + 1
    panel = replace(panel, value=panel.value[:, first:last], observed=panel.observed[:, first:last],
                    times=panel.times[first:last])
    touches = tuple(replace(t, first=t.first - first, last=t.last - first) for t in touches if t.last >= first)
    _refuse_never(panel, asked)
    named = asked.units or panel.units
    rows = np.array(sorted(panel.row(u) for u in named), dtype=np.int64)
    limits = []
    with np.errstate(invalid="ignore"):
        zeros = rows[(panel.value[rows] <= 0).any(axis=1)]
    rows = np.setdiff1d(rows, zeros)
    recent = observed_enough(panel, rows, max(0, len(panel.times) - 2 * (7 if panel.frequency == "day" else 1)),
                             len(panel.times))
    for code, out in (("units_with_zeros", zeros), ("units_left_out", np.setdiff1d(rows, recent))):
        if len(out):
            limits.append(Limit(code, {"units": [panel.units[r] for r in out]}))
    a_week = 7 if panel.frequency == "day" else 1
    days = len(panel.times) * 7 // a_week
    if days < A_YEAR:
        limits.append(Limit("season_unknown", {"past": days, "needed": A_YEAR}))
    return Past(panel, recent, touches, a_week, tuple(limits))


def _refuse_never(panel: Panel, asked: Asked) -> None:
    """A unit asked for by name that was never observed."""
    dark = [u for u in asked.units if u in panel.units and not panel.observed[panel.row(u)].any()]
    if dark:
        raise QuestionError([Mistake("--units",
                                     phrase("{u}, never observed in {measure!r}", u=shown(u), measure=panel.measure),
                                     "units with values in the record",
                                     phrase("Leave it out: {names}.", names=listed(panel.units, 6)))
                             for u in dark])


def refuse_nobody(past: Past) -> None:
    """Not one unit to draw from. Raises QuestionError that says why."""
    if len(past.rows):
        return
    many = {limit.code: len(limit.values["units"]) for limit in past.limits if limit.code.startswith("units_")}
    why = [phrase(words, count=many[code]) for code, words in (
        ("units_with_zeros", "{count} with values of zero or below, of which no share can be taken"),
        ("units_left_out", "{count} not observed lately")) if code in many]
    raise QuestionError(Mistake(phrase("units to draw from"),
                                phrase("none: {names}",
                                       names=joined(why, " and ") if why else phrase("none was observed")),
                                phrase("units with values of {measure!r} above zero, to the end of the record",
                                       measure=past.panel.measure), "Plan on a measure, or by longer periods, in which"
                                " they have such values."))


def unequal(level: np.ndarray) -> Limit | None:
    """Units so unequal that the largest is most of what is sold: the share found is that of the usual unit."""
    ratio = float(level.max() / np.median(level)) if len(level) else 0.0
    return Limit("unequal_units", {"ratio": ratio, "usual": UNEQUAL}) if ratio > UNEQUAL else None
