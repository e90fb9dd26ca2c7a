"""What stands beside the answer: every author's record, and whether probabilities mean what they say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from recul.estimators._scores import blocks_of, curve, log_score
from recul.finding import Limit, Table
from recul.ledger.tracks import Track
from recul.placebo.calibrate import Calibration
from recul.placebo.exchange import signs
from recul.placebo.power import detectable_effect
from recul.placebo.rates import rate
from recul.questions._ledger import Items, against_constant, enough, estimates_of


def authors(found: Track, seed: int, minimum: float, truth: Mapping[str, float]) -> tuple[Table, Table]:
    """Two tables of a row an author: the scores; then the error against the base rate's with its interval, allowing for
    all authors, and the word for it."""
    scores: list[tuple[Any, ...]] = []
    records: list[tuple[Any, ...]] = []
    for name in found.authors:
        kept = found.of(name)
        late, n = int((found.late & (found.by == found.authors.index(name))).sum()), int(kept.sum())
        true = (truth.get(name),) if truth else ()
        if not n:
            scores.append((name, 0, late, None, None, None, None))
            records.append((name, None, None, None, "claims_none", None, *true))
            continue
        items = Items.of(found, kept)
        items = replace(items, signs=signs(len(items.author), seed))
        p, y = found.probability[kept], found.outcome[kept]
        scores.append((name, n, late, float(y.mean()), float(items.author.sum()) / n, float(items.base.sum()) / n,
                       float(log_score(p, y).mean())))
        records.append((name, *_skill(items, len(found.authors), minimum), *true))
    ends = (("low", "change"), ("high", "change"))
    return (Table("scores", (("by", "name"), ("claims", "count"), ("late", "count"), ("true", "percent"),
                             ("brier", "number"), ("base", "number"), ("log", "number")), tuple(scores)),
            Table("authors", (("by", "name"), ("error", "change"), *ends, ("record", "code"), ("needed", "count"),
                              *((("truth", "change"),) if truth else ())), tuple(records)))


def _skill(items: Items, family: int, minimum: float
           ) -> tuple[float | None, float | None, float | None, str, int | None]:
    """The skill, its ends, the word for it, and how many claims it would take where they are too few."""
    e = estimates_of(items)
    if not e.ok[0]:
        return None, None, None, "claims_few", None
    ran = e.ok.copy()
    ran[0] = False
    calibration = replace(Calibration.of(e.score[ran], int((~e.ok[1:]).sum()), int(ran.sum())), family=family)
    value, half = float(e.value[0]), float(e.scale[0]) * calibration.bound()
    skill = math.expm1(value)
    small, _, _ = detectable_effect(e.score[ran], calibration, float(e.scale[0]), 1.0, "log")
    few = enough(items)
    needed = _needed(items, few, small, minimum)
    if few is None and abs(value) > half:
        if value < 0 and against_constant(items) >= 0:
            return skill, None, None, "claims_constant", needed
        return skill, math.expm1(value - half), math.expm1(value + half), _record(value), needed
    ends = (None, None) if few or not math.isfinite(half) else \
        (math.expm1(min(value - half, 0.0)), math.expm1(max(value + half, 0.0)))
    if few is None and small is not None and small <= minimum:
        return skill, *ends, "claims_as_good", needed
    return skill, *ends, "claims_few", needed


def _record(value: float) -> str:
    return "claims_better" if value < 0 else "claims_worse"


def _needed(items: Items, few: Limit | None, small: float | None, minimum: float) -> int | None:
    """How many claims of the same kind would show a skill of the size that matters, four times out of five."""
    times = [(math.log1p(small) / math.log1p(minimum)) ** 2] if small is not None and math.isfinite(small) else []
    if few is not None:
        fewer, blocks = few.values["fewer"], few.values["blocks"]
        if not fewer:
            return None  # nothing is known of how often the rarer thing happens
        times += [few.values["needed"] / fewer, few.values["needed_blocks"] / blocks]
    return math.ceil(items.claims * max(times)) if times else None


def curves(found: Track, author: str | None) -> Table:
    """Of the claims of each bin of probability, how many came true, with an interval clustered by block."""
    kept = found.of(author) if author is None or author in found.authors else np.zeros(len(found.by), bool)
    p, y = found.probability[kept], found.outcome[kept]
    block = blocks_of(found.start[kept], found.end[kept])
    drawn = curve(p)
    rows = []
    for i, (edge, said) in enumerate(zip(drawn.edge.tolist(), drawn.said.tolist(), strict=True)):
        of = drawn.place == i
        share = rate(y[of], block[of])
        rows.append((edge, said, share.of, share.value, share.low, share.high))
    columns = (("from", "percent"), ("said", "percent"), ("claims", "count"), ("came_true", "percent"),
               ("low", "percent"), ("high", "percent"))
    return Table("calibration", columns, tuple(rows))
