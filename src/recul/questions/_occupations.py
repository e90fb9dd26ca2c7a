"""Occupations side by side: the one asked about, every other as its placebo, then the labels shuffled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from recul._phrases import joined, phrase, quoted
from recul.batch import Batch, Estimates
from recul.errors import Mistake, QuestionError
from recul.estimators._shares import Shares
from recul.finding import Limit, Table
from recul.measures.ads import Ads, plain_word
from recul.panel import Bools, Ints
from recul.placebo.rates import share_interval

PLANNED = 999
ADS_LEAST = 10
# Of the placebos, other occupations at most; the rest are shuffles, without which the others stand for chance alone.
OTHERS_MOST = 500
UNSTATED_MOST = 0.10
#: Shares are told in points of a hundred.
POINTS = 100.0
SHOWN = 12


@dataclass(frozen=True, eq=False)
class OccupationItems:
    """count: int [n, occupations], ads of the kind counted. size: int [occupations]. group: int [n], whose item it is.

    own: counted, ads of the occupation, the share of all ads (those of no stated occupation too). ends: of its own
    share, Clopper and Pearson's 95 %. rank: by share, 1 the highest. all_ads: ads whose contract is known.
    """

    count: Ints
    size: Ints
    group: Ints
    own: tuple[int, int, float]
    ends: tuple[float, float]
    rank: int
    all_ads: int
    tables: tuple[Table, ...]


def draw(ads: Ads, occupation: str, contract: str, seed: int) -> Batch[OccupationItems]:
    """The real item, one of each other occupation of ADS_LEAST ads or more (of 500 drawn at random, where there are
    more), then shuffles of the labels up to 999 placebos in all.

    An occupation of one ad has none or all of it on the contract, and says nothing of how much the shares of larger
    ones differ: where such were placebos, 10 of 12 ordinary occupations among 1,200 passed for unusual.

    Raises QuestionError when no ad is of the occupation, or when none of its ads has a known contract.
    """
    known = np.array([c is not None for c in ads.contract])
    _refuse(ads, occupation, known)
    hit = ads.contract == contract
    placed = known & np.array([o is not None for o in ads.occupation])
    names, label = np.unique(ads.occupation[placed].astype(str), return_inverse=True)
    size = np.bincount(label).astype(np.int64)
    count = np.bincount(label, weights=hit[placed]).astype(np.int64)
    mine = int(np.flatnonzero(names == occupation)[0])
    random = np.random.default_rng(seed)
    others = np.flatnonzero((size >= ADS_LEAST) & (np.arange(len(names)) != mine))
    if len(others) > OTHERS_MOST:
        others = np.sort(random.choice(others, OTHERS_MOST, replace=False))
    shuffles = random.multivariate_hypergeometric(size, int(count.sum()), PLANNED - len(others))
    group = np.concatenate([[mine], others, np.full(len(shuffles), mine)]).astype(np.int64)
    counts = np.concatenate([np.tile(count, (1 + len(others), 1)), shuffles])
    number = np.arange(len(group), dtype=np.int64)  # ads of one occupation say nothing of another's, nor do shuffles
    items = OccupationItems(counts, size, group, (int(count[mine]), int(size[mine]), float(hit[known].mean())),
                            share_interval(int(count[mine]), int(size[mine])),
                            1 + int((count * size[mine] > count[mine] * size).sum()), int(known.sum()),
                            (*_tables(ads, occupation, contract, known), _ranking(names, count, size, mine)))
    return Batch(items, number, number, np.zeros_like(number), len(others), "occupations", seed,
                 notes=_notes(ads, occupation, known, size, mine), counted=number <= len(others))


def _refuse(ads: Ads, occupation: str, known: Bools) -> None:
    named = sorted({o for o in ads.occupation if o is not None})
    if occupation not in named:
        near = get_close_matches(occupation, named, 1, 0.5)
        shown = ", ".join(named[:SHOWN]) + (", …" if len(named) > SHOWN else "")
        raise QuestionError(Mistake("occupation", quoted(occupation),
                                    phrase("an occupation of the ads: {names}",
                                           names=shown or phrase("none is stated")),
                                    phrase("Did you mean {near!r}?", near=near[0]) if near
                                    else "Write it as the file does."))
    if not known[ads.occupation == occupation].any():
        words = sorted({w for w in ads.word[ads.occupation == occupation] if w is not None})
        found = phrase("no known contract (they say {names})", names=joined(map(quoted, words[:5]))) if words \
            else "no contract stated"
        raise QuestionError(Mistake(phrase("ads of {occupation!r}", occupation=occupation), found,
                                    "the kind of contract of some ads", "Name the `contract` column of the source, or"
                                    " say what its words mean under `contracts`."))


def _notes(ads: Ads, occupation: str, known: Bools, size: Ints, mine: int) -> tuple[Limit, ...]:
    """What is not known of the ads, counted."""
    notes, own = [], ads.occupation == occupation
    missing = int((own & ~known).sum())
    if missing:
        notes.append(Limit("contracts_unstated", {"count": missing, "of": int(own.sum()), "allowed": UNSTATED_MOST},
                           missing > UNSTATED_MOST * own.sum()))
    elsewhere = int((~own & ~known).sum())
    if elsewhere:
        notes.append(Limit("others_unstated", {"count": elsewhere, "of": int((~own).sum()), "allowed": UNSTATED_MOST},
                           elsewhere > UNSTATED_MOST * (~own).sum()))
    odd = [w for w, c in zip(ads.word, ads.contract, strict=True) if w is not None and c is None]
    if odd:
        notes.append(Limit("contracts_unknown", {"count": len(odd), "words": sorted(set(odd))[:SHOWN]}))
    unplaced = sum(o is None for o in ads.occupation)
    if unplaced:
        notes.append(Limit("occupations_unstated", {"count": unplaced, "of": len(ads)}))
    alike = {o for o in ads.occupation if o is not None and o != occupation and plain_word(o) == plain_word(occupation)}
    if alike:
        count = sum(o in alike for o in ads.occupation)
        notes.append(Limit("occupation_spelled", {"count": count, "words": sorted(alike)[:SHOWN]}, True))
    if size[mine] < ADS_LEAST:
        notes.append(Limit("few_ads", {"ads": int(size[mine]), "needed": ADS_LEAST}, True))
    small = int((size < ADS_LEAST).sum())
    if small:
        notes.append(Limit("small_occupations", {"count": small, "of": len(size), "needed": ADS_LEAST}))
    if not ads.year.any():
        notes.append(Limit("no_dates", {}))
    return tuple(notes)


def _tables(ads: Ads, occupation: str, contract: str, known: Bools) -> tuple[Table, ...]:
    """By kind of contract, by required seniority, by year: the occupation beside all ads."""
    own = known & (ads.occupation == occupation)
    tables = [_beside("contracts", "code", ads.contract, own, known)]
    stated = np.array([s is not None for s in ads.seniority])
    if (own & stated).any():
        tables.append(_beside("seniority", "name", ads.seniority, own & stated, known & stated))
    years = np.unique(ads.year[own & (ads.year > 0)])
    if len(years) > 1:
        hit, rows = ads.contract == contract, []
        for year in years:
            of = own & (ads.year == year)
            low, high = share_interval(int(hit[of].sum()), int(of.sum()))
            everyone = known & (ads.year == year)
            rows.append((str(year), int(of.sum()), float(hit[of].mean()), low, high, float(hit[everyone].mean())))
        tables.append(Table("years", (("year", "name"), ("ads", "count"), ("share", "percent"), ("low", "percent"),
                                      ("high", "percent"), ("all", "percent")), tuple(rows)))
    return tuple(tables)


def _beside(code: str, how: str, values: Any, own: Bools, everyone: Bools) -> Table:
    """The shares of each value, of the occupation's ads and of all, the most usual of the occupation first."""
    rows = []
    for value in sorted(set(values[everyone])):
        mine = int((values[own] == value).sum())
        low, high = share_interval(mine, int(own.sum()))
        rows.append((value, mine, mine / int(own.sum()), low, high, float((values[everyone] == value).mean())))
    rows.sort(key=lambda row: (-row[1], -row[5]))
    return Table(code, (("value", how), ("ads", "count"), ("share", "percent"), ("low", "percent"),
                        ("high", "percent"), ("all", "percent")), tuple(rows[: 2 * SHOWN]))


def _ranking(names: Any, count: Ints, size: Ints, mine: int) -> Table:
    """The occupations of the highest shares, and the one asked about wherever it is."""
    order = sorted(range(len(names)), key=lambda i: (-count[i] / size[i], names[i]))
    kept: Sequence[tuple[int, int]] = [(place, i) for place, i in enumerate(order, 1) if place <= SHOWN or i == mine]
    rows = tuple((place, str(names[i]), int(count[i]), int(size[i]), float(count[i] / size[i]),
                  *share_interval(int(count[i]), int(size[i]))) for place, i in kept)
    return Table("ranking", (("rank", "count"), ("occupation", "name"), ("counted", "count"), ("ads", "count"),
                             ("share", "percent"), ("low", "percent"), ("high", "percent")), rows)


def estimates_of(found: Shares) -> Estimates:
    """What the judge reads, in points of a hundred; relative to the share of the others, which is counted."""
    norm = np.full(len(found.value), POINTS * float(found.between[0]) or np.nan)
    made = Estimates.simple("share", POINTS * found.value, POINTS * found.scale, nominal=POINTS * found.error,
                            baseline=POINTS * found.others, norm=norm, unit="points")
    return replace(made, over=above_zero(made))


def above_zero(made: Estimates) -> float | None:
    """The first item's baseline, where there can be a share of it."""
    base = float(made.baseline[0])
    return base if base > 0 else None
