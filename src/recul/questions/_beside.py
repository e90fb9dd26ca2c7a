"""A surge beside other surges at the same moment of theirs: where they are taken, what is told of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import stdtrit

from recul.batch import Estimates
from recul.estimators._aftermath import BEFORE_HOURS, Moments, aftermath, moments
from recul.finding import Design, FigureData, Limit, Table
from recul.panel import Floats, Ints
from recul.placebo.calibrate import LEVEL, Calibration
from recul.placebo.judge import Doubts, Reading
from recul.placebo.power import POWER, detectable_effect, fall
from recul.questions._episodes import STANDS_OUT, Episode, stands_out
from recul.scale import Outcome

if TYPE_CHECKING:
    from recul.questions._alarms import Heard
    from recul.study import Action

ESTIMATOR = "aftermath"
WINDOW = 12
# Fewer other surges than this, and no verdict (METHODS §3).
LEAST = 19
# Where something else was done so many hours before the moment, or in the window, what followed did not by itself.
CLEAR_HOURS = 24
PEAK, DELAY = "from_peak", "from_alarm"
Rule = Literal["from_peak", "from_alarm"]


@dataclass(frozen=True, eq=False)
class Spoken:
    """Surges at one moment each, the real one first [n].

    rows: of `heard`. columns: the hour of the moment, the last that counts as before. rule, hours: how many hours after
    the fullest hour, or after the alarm, it lies. unobserved: share of the real window.
    """

    heard: tuple[Heard, ...]
    rows: Ints
    columns: Ints
    window: int
    rule: Rule
    hours: int
    onset_rule: str
    unobserved: float

    def __len__(self) -> int:
        return len(self.rows)

    def labels(self) -> tuple[Ints, Ints, Ints]:
        """cluster: surges whose windows lie together in time; source: whose surge, 0 the real one's; order: when."""
        times = np.array([self.heard[r].times[c].astype("datetime64[h]").astype(np.int64)
                          for r, c in zip(self.rows, self.columns, strict=True)], dtype=np.int64)
        order = np.argsort(times, kind="stable")
        cluster = np.empty(len(times), dtype=np.int64)
        cluster[order] = np.cumsum(np.diff(times[order], prepend=times[order][0]) > self.window)
        source = np.where(self.rows == self.rows[0], 0, self.rows + 1)
        return cluster, source.astype(np.int64), times

    def moments(self) -> Moments:
        """What came before each moment, and what followed."""
        parts = [moments(_filled(h), h.usual, self.columns[i : i + 1], self.window)
                 for i, h in enumerate(self.heard[r] for r in self.rows)]
        named = {name: np.concatenate([getattr(p, name) for p in parts])
                 for name in ("after", "before", "last", "noise")}
        return Moments(**named, window=self.window)


def under_way(count: Floats, usual: Floats, column: int) -> bool:
    """Whether the last hours up to this one stand out together from the usual: a surge is going on."""
    if column + 1 < BEFORE_HOURS:
        return False
    last = slice(column + 1 - BEFORE_HOURS, column + 1)
    return bool(stands_out(float((count - usual)[last].sum()), float(usual[last].sum())) > STANDS_OUT)


def place(heard: Sequence[Heard], row: int, column: int, window: int, onset_rule: str,
          others: Sequence[tuple[Action, np.datetime64]]) -> tuple[Spoken, list[Limit]]:
    """The real moment and that of every other surge under way at it; what is to be said of the moment. others: what was
    done besides, and when."""
    own = heard[row]
    at = next((e for e in own.episodes if e.first <= column <= e.last), None)
    notes = []
    if onset_rule == "randomised":
        notes.append(Limit("no_placebo_rule", {"onset_rule": onset_rule}, True))
    if at is None or not under_way(_filled(own), own.usual, column):
        notes.append(Limit("no_surge", {"moment": str(own.times[column].astype("datetime64[m]"))}, True))
    # What no other surge may have had around it, this one may not either.
    first, end = own.times[column] + np.array([1 - CLEAR_HOURS, window + 1]).astype("timedelta64[h]")
    besides = [a.id for a, when in others if (not a.units or own.unit in a.units) and first <= when < end]
    if besides:
        notes.append(Limit("done_besides", {"actions": besides}, True))
    rule: Rule = "from_peak" if at is not None and (onset_rule == "peak" or column == at.peak) else "from_alarm"
    hours = 0 if at is None else column - (at.peak if rule == PEAK else at.alarm)
    if rule == PEAK and hours < 0:
        notes.append(Limit("before_the_peak", {}, True))
    rows, columns = [row], [column]
    for r, one in enumerate(heard):
        busy = np.array([np.searchsorted(one.times, when, side="right") - 1 for a, when in others
                         if not a.units or one.unit in a.units], dtype=np.int64)
        for e in one.episodes:
            c = (e.peak if rule == PEAK else e.alarm) + hours
            apart = r != row or (e is not at and abs(c - column) > window)
            if apart and _usable(one, c, window) and not ((busy > c - CLEAR_HOURS) & (busy <= c + window)).any():
                rows.append(r)
                columns.append(c)
    around = np.arange(max(0, column + 1 - BEFORE_HOURS), column + 1 + window)
    dark = len(around) - int(own.observed[around[around < len(own.observed)]].sum())
    if dark:
        # Others are observed whole; here an hour nobody saw would be taken for a usual one, hence for calm.
        notes.append(Limit("hours_missing", {"hours": dark}, True))
    inside = np.arange(column + 1, column + 1 + window)
    seen = own.observed[inside[inside < len(own.observed)]].sum()
    return Spoken(tuple(heard), np.array(rows), np.array(columns), window, rule, hours, onset_rule,
                  1 - float(seen) / window), notes


def _usable(heard: Heard, column: int, window: int) -> bool:
    """Whether a surge is under way there and was observed whole, before and after."""
    first, last = column + 1 - BEFORE_HOURS, column + window
    return (first >= 0 and last < len(heard.count) and bool(heard.observed[first : last + 1].all())
            and under_way(_filled(heard), heard.usual, column))


def _filled(heard: Heard) -> Floats:
    """Messages an hour, those not observed as usual [hours]."""
    return np.where(heard.observed, heard.count, heard.usual)


def estimate(items: Spoken) -> Estimates:
    """The logarithm of the share of what would have come that came, each surge told from all the others."""
    m = items.moments()
    theta, sigma = aftermath(m)
    ok = np.isfinite(theta) & np.isfinite(sigma)
    came = (np.maximum(m.after, 0) + m.noise) / m.window
    baseline = np.log(came) - theta
    unobserved = np.zeros(len(m))
    unobserved[0] = items.unobserved
    return Estimates.simple(ESTIMATOR, theta, sigma, baseline=baseline, ok=ok, why="few_alike",
                            norm=np.full(len(m), max(float(np.log(came).std()), 1e-9)), unit=items.heard[0].value_unit,
                            unobserved=unobserved, gap=theta[:, None], outcome=Outcome("log", came[:1], falls=True))


def doubts_of(items: Spoken, minimum_effect: float) -> Doubts:
    """For the judge: more than elsewhere is never called the statement's doing (`grew_after`), and where no calm is
    seen, how strong a cut would have been (`cut_unseen`)."""

    def doubts(e: Estimates, calibration: Calibration) -> tuple[Limit, ...]:
        z, sigma = float(e.score[0]), float(e.scale[0])
        if abs(z) > calibration.bound():
            return () if z < 0 else (Limit("grew_after", {"change": math.expm1(float(e.value[0]))}, True),)
        seen = fall(detectable_effect(e.score[1:][e.ok[1:]], calibration, sigma, float(e.baseline[0]), "log"))[0]
        if seen is None or seen > minimum_effect:
            left = None if seen is None else 1 - seen
            return (Limit("cut_unseen", {"left": left, "surges": len(items) - 1, "minimum": minimum_effect,
                                         "statements": statements_for(sigma, minimum_effect)}, True),)
        return ()

    return doubts


def statements_for(sigma: float, cut: float) -> int | None:
    """How many statements, each set beside many surges, would show a cut of this share four times out of five."""
    if not 0 < cut < 1:
        return None
    needed = float(stdtrit(1e9, 0.5 + LEVEL / 2) + stdtrit(1e9, POWER))
    return math.ceil((needed * sigma / -math.log1p(-cut)) ** 2)


def table_of(items: Spoken) -> tuple[Table, ...]:
    """What followed: messages above the usual an hour in the window, as a share of those of the hours before."""
    m = items.moments()
    share = (np.maximum(m.after, 0) / m.window) / (np.maximum(m.before, 1) / BEFORE_HOURS)
    own = items.rows == items.rows[0]
    own[0] = False
    rows: list[tuple[object, ...]] = [("this_surge", 1, float(share[0]), None, None)]
    for name, which in (("own_surges", own), ("other_surges", items.rows != items.rows[0])):
        if which.any():
            low, middle, high = np.quantile(share[which], [0.1, 0.5, 0.9])
            rows.append((name, int(which.sum()), float(middle), float(low), float(high)))
    return (Table("aftermaths", (("what", "code"), ("surges", "count"), ("share", "percent"), ("low", "percent"),
                                 ("high", "percent")), tuple(rows)),)


def design_of(items: Spoken, minimum_effect: float, choice: str, budget: str) -> Design:
    """How it was asked: hours, in UTC."""
    own, column = items.heard[items.rows[0]], int(items.columns[0])
    first, last = (str(t.astype("datetime64[m]")) for t in own.times[column] + np.array([1, items.window]).astype(
        "timedelta64[h]"))
    episodes: list[Episode] = [e for h in items.heard for e in h.episodes]
    others = sorted({items.heard[r].unit for r in items.rows[1:]} - {own.unit})
    facts = (("budget", "budget", budget), ("episodes", "count", len(episodes)),
             ("compared", "count", len(items) - 1), (items.rule, "minutes", 60.0 * items.hours))
    return Design(ESTIMATOR, choice, items.onset_rule, "hour", items.window, BEFORE_HOURS, first, last, (own.unit,),
                  tuple(others), minimum_effect, "UTC", facts)


def figure_of(reading: Reading) -> FigureData | None:
    """The real surge among the others, as shares of what would have come; its course over time tells nothing."""
    e = reading.estimates
    if not e.ok[0] or e.outcome is None:
        return None
    empty = np.zeros(0)
    expected = e.outcome.baseline(float(e.value[0]))
    # Not from what came, as a panel's figure has it: where little came, every placebo would look like none.
    return FigureData((), empty, empty, empty, empty, 0, e.outcome.effect(float(e.value[0])),
                      expected * np.expm1(reading.scores * float(e.scale[0])), "messages", e.unit)
