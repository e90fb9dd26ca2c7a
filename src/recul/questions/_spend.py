"""From the record to the arrays of a marketing mix: outcome, what was put into each channel, and controls, by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from recul._mistakes import listed
from recul._phrases import phrase
from recul.errors import Mistake, QuestionError
from recul.finding import Limit
from recul.panel import Bools, Floats, Panel
from recul.questions._bill import money_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from recul.record import Record

WEEKS_LEAST = 104
UNOBSERVED_MOST = 0.10
# A spend whose standard deviation is less than this share of its mean hardly varies.
VARIES_LEAST = 0.05
MIDDLE = 3.0


@dataclass(frozen=True, eq=False)
class Weeks:
    """The weeks that outcome, channels and controls have in common. outcome: [T], NaN where not observed. spend: [C,
    T], controls: [k, T], NaN likewise. units: of the spend, by channel. names: of the channels."""

    names: tuple[str, ...]
    times: NDArray[np.datetime64]
    outcome: Floats
    spend: Floats
    controls: Floats
    measure: str
    unit: str
    units: tuple[str, ...]

    @property
    def day(self) -> Floats:
        """The middle of each week, in days since 1970-01-01."""
        return np.asarray(self.times.astype("datetime64[D]").astype(np.float64) + MIDDLE)

    def date(self, column: int) -> str:
        return str(self.times[column].astype("datetime64[D]"))


def weeks(record: Record, outcome: str, units: Sequence[str], channels: Mapping[str, str], controls: Sequence[str]
          ) -> Weeks:
    """Every measure by the week, all its units together. Raises QuestionError where one is not there, or where two of
    them have weeks that begin on different days."""
    from recul.measures import panel

    panels: dict[str, Panel] = {}
    told: list[Mistake] = []
    for name in dict.fromkeys((outcome, *channels.values(), *controls)):
        try:
            panels[name] = panel(record, name, "week", tuple(units) if name == outcome and units else None)
        except QuestionError as error:
            told += error.mistakes
    if told:
        raise QuestionError(told)
    days = {name: p.times.astype("datetime64[D]") for name, p in panels.items()}
    odd = [name for name, d in days.items() if (int((d[0] - days[outcome][0]).astype(int)) % 7)]
    if odd:
        raise QuestionError(Mistake("channels", phrase("weeks of {names} that begin on another day than those of"
                                                       " {outcome!r}", names=listed(odd), outcome=outcome),
                                    "weeks that begin on the same day", "Give daily values, or mend the files."))
    first, last = max(d[0] for d in days.values()), min(d[-1] for d in days.values())
    times = np.arange(first, last + 7, 7)
    if not len(times):
        raise QuestionError(Mistake("channels", "measures that have no week in common",
                                    "weeks in which all of them are known", "Bring records of the same time."))

    def series(name: str) -> Floats:
        p = panels[name]
        at = slice(int((first - days[name][0]).astype(int)) // 7, int((last - days[name][0]).astype(int)) // 7 + 1)
        whole = p.value[:, at].sum(axis=0) if p.aggregate == "sum" else p.value[:, at].mean(axis=0)
        return np.asarray(np.where(p.observed[:, at].all(axis=0), whole, np.nan))

    empty = np.zeros((0, len(times)))
    return Weeks(tuple(channels), times, series(outcome), np.stack([series(m) for m in channels.values()]),
                 np.stack([series(m) for m in controls]) if controls else empty, outcome, panels[outcome].value_unit,
                 tuple(panels[m].value_unit for m in channels.values()))


def other_money(found: Weeks) -> list[str]:
    """The channels whose spend is in another currency than the outcome: what one of it brought is no return."""
    home = money_of(found.unit)
    return [name for name, unit in zip(found.names, found.units, strict=True)
            if home and money_of(unit) not in (None, home)]


def unfit(found: Weeks, focus: int, controls: Sequence[str]) -> tuple[tuple[Limit, ...], Bools]:
    """What forbids to fit anything, and which channels [C] move enough to be fitted."""
    notes = []
    seen = np.isfinite(found.outcome)
    if seen.sum() < WEEKS_LEAST:
        notes.append(Limit("few_weeks_mix", {"weeks": int(seen.sum()), "needed": WEEKS_LEAST}, True))
    if (~seen).mean() > UNOBSERVED_MOST:
        notes.append(Limit("outcome_gaps", {"share": float((~seen).mean()), "allowed": UNOBSERVED_MOST}, True))
    if seen.any() and np.ptp(found.outcome[seen]) <= 1e-9 * np.abs(found.outcome[seen]).max():
        notes.append(Limit("outcome_constant", {}, True))
    for name, row in zip((*found.names, *controls), (*found.spend, *found.controls), strict=True):
        gaps = np.flatnonzero(~np.isfinite(row))
        if len(gaps):
            notes.append(Limit("spend_gaps", {"channel": name, "weeks": len(gaps), "first": found.date(gaps[0])}, True))
    for name, row in zip(found.names, found.spend, strict=True):
        below = np.flatnonzero(row < 0)
        if len(below):
            notes.append(Limit("spend_negative", {"channel": name, "weeks": len(below), "first": found.date(below[0])},
                               True))
    mean, spread = np.nanmean(np.nan_to_num(found.spend), axis=1), np.nanstd(np.nan_to_num(found.spend), axis=1)
    moves = np.asarray(spread > VARIES_LEAST * np.abs(mean))
    if not moves[focus]:
        share = float(spread[focus] / mean[focus]) if mean[focus] > 0 else 0.0
        notes.append(Limit("spend_constant", {"channel": found.names[focus], "share": share, "needed": VARIES_LEAST},
                           True))
    still = [n for n, moving in zip(found.names, moves, strict=True) if not moving and n != found.names[focus]]
    if still:
        notes.append(Limit("channels_constant", {"names": still}))
    if foreign := other_money(found):
        notes.append(Limit("spend_currency", {"names": foreign}))
    return tuple(notes), moves
