"""From two hourly panels to a batch of redistributed messages, and from scores to estimates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recul.batch import Batch, Estimates
from recul.estimators._excitation import Excitation, Side
from recul.estimators._hours import WEEK, Hours, usual_week
from recul.finding import Limit, Table
from recul.panel import Ints, Panel
from recul.placebo.draw import PLANNED
from recul.placebo.rates import rate
from recul.placebo.redistribute import BLOCK_HOURS, redistribute, usual

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recul.record import Record

HOUR = 3_600_000_000
# With fewer whole weeks the hour of the week is hardly known; with fewer messages there is hardly a question.
WEEKS_LEAST = 8
MESSAGES_LEAST = 50


@dataclass(frozen=True, eq=False)
class Heard:
    """Messages an hour of both sides [T], 0 where not observed. first, last: local days. year: local, [T]."""

    hours: Hours
    brand: Ints
    public: Ints
    year: Ints
    first: np.datetime64
    last: np.datetime64
    timezone: str


@dataclass(frozen=True, eq=False)
class VoiceItems:
    """Both sides' messages as they were and redistributed, [n, T] each, item by item. first, last: local days.

    tables: what was counted, whatever drives what.
    """

    hours: Hours
    brand: Side
    public: Side
    first: np.datetime64
    last: np.datetime64
    tables: tuple[Table, ...] = ()


def heard(received: Panel, sent: Panel, timezone: str) -> Heard:
    """All units of two hourly panels of the same hours together: an hour is observed when it is in every unit."""
    from recul.record import zones

    observed = np.asarray(received.observed.all(axis=0) & sent.observed.all(axis=0))
    public, brand = (np.where(observed, np.nan_to_num(side.value).sum(axis=0), 0).astype(np.int64)
                     for side in (received, sent))
    local = zones.to_local(received.times.astype("datetime64[us]").astype(np.int64), timezone)
    hour = local // HOUR
    # The hour that the clock shows twice must not make time fall: it stays with the later block and day.
    day, block = (np.maximum.accumulate(hour // size) for size in (24, BLOCK_HOURS))
    days = local.astype("datetime64[us]").astype("datetime64[D]")
    # 1970-01-01 was a Thursday; hour 0 of the week is Monday's first.
    return Heard(Hours((hour + 72) % WEEK, day, block, observed), brand, public,
                 days.astype("datetime64[Y]").astype(np.int64) + 1970, days[0], days[-1], timezone)


def draw(asked: Heard, seed: int, tables: tuple[Table, ...] = (), draws: int = PLANNED) -> Batch[VoiceItems]:
    """The record first, then as many redistributions, each a moment and a source of its own."""
    random = np.random.default_rng(seed)
    sides = []
    for counts in (asked.brand, asked.public):
        weight = np.where(asked.hours.observed, usual_week(counts, asked.hours)[asked.hours.week], 0.0)
        drawn = redistribute(counts, weight, asked.hours.block, draws, random)
        sides.append(Side(np.concatenate([counts[None].astype(drawn.dtype), drawn]),
                          usual(counts, weight, asked.hours.block)))
    number = np.arange(draws + 1, dtype=np.int64)
    items = VoiceItems(asked.hours, sides[0], sides[1], asked.first, asked.last, tables)
    return Batch(items, number, number, number, draws, "redistributed", seed, notes=_notes(asked))


def _notes(asked: Heard) -> tuple[Limit, ...]:
    weeks = int(asked.hours.observed.sum()) / WEEK
    fewest = min(int(asked.brand.sum()), int(asked.public.sum()))
    notes = []
    if weeks < WEEKS_LEAST:
        notes.append(Limit("few_weeks", {"weeks": weeks, "needed": WEEKS_LEAST}, True))
    if fewest < MESSAGES_LEAST:
        notes.append(Limit("one_side_silent", {"messages": fewest, "needed": MESSAGES_LEAST}, True))
    return tuple(notes)


def estimates_of(found: Excitation, unit: str) -> Estimates:
    """What the judge reads: value and scale a message, and beside what would have come in the three hours anyway."""
    return Estimates.simple("excitation", found.value, found.scale, baseline=found.followed - found.value,
                            norm=np.full(len(found.value), float(found.followed[0])), unit=unit)


def shares(asked: Heard, record: Record, units: Sequence[str]) -> tuple[Table, ...]:
    """Who speaks and who begins, by year: counts, and the brand's share with its interval, clustered by week."""
    from recul.measures._threads import starts
    from recul.record import zones

    week = asked.hours.day // 7
    times = np.concatenate([np.repeat(np.arange(len(week)), side) for side in (asked.brand, asked.public)])
    brand = np.arange(len(times)) < asked.brand.sum()
    tables = [_by_year("messages", brand, asked.year[times], week[times])]
    begun = starts(record, units)
    if len(begun.time):
        day = (zones.to_local(begun.time, asked.timezone).astype("datetime64[us]")).astype("datetime64[D]")
        year = day.astype("datetime64[Y]").astype(np.int64) + 1970
        tables.append(_by_year("starts", begun.brand, year, day.astype(np.int64) // 7))
    return tuple(tables)


def _by_year(code: str, brand: NDArray[np.bool_], year: Ints, week: Ints) -> Table:
    rows = []
    for one in np.unique(year):
        of = year == one
        share = rate(brand[of], week[of])
        rows.append((str(one), share.count, share.of - share.count, share.value, share.low, share.high))
    return Table(code, (("year", "name"), ("brand", "count"), ("public", "count"), ("share", "percent"),
                        ("low", "percent"), ("high", "percent")), tuple(rows))
