"""From the settled claims to a batch, and from scores to estimates."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recul.batch import Estimates
from recul.estimators._scores import blocks_of, brier, by_block, compared
from recul.finding import Limit
from recul.ledger.tracks import Track
from recul.panel import Bools, Floats
from recul.scale import Outcome

NAME = "brier"
UNIT = ""
# Simulated with skewed gains (`benchmarks/ledger.py`): with fewer of the rarer outcome, or fewer blocks, a forecaster
# who only bets on what nearly always happens is called better before the rare thing has had its chance.
RARER_LEAST, BLOCKS_LEAST = 5, 10


@dataclass(frozen=True, eq=False)
class Items:
    """track: every claim. kept: those scored here [n]. author, base: squared errors of the claims and of the base-rate
    forecaster, summed by block [G]. claims, true: how many, and how many of them came true. signs: [m, G]."""

    track: Track
    kept: Bools
    author: Floats
    base: Floats
    claims: int
    true: int
    head: str = ""
    signs: Floats = field(default_factory=lambda: np.ones((1, 1)))

    @classmethod
    def of(cls, found: Track, kept: Bools, head: str = "") -> Items:
        """Without the signs, which are of the placebos."""
        outcome, base = found.outcome[kept], found.base(kept)
        block = blocks_of(found.start[kept], found.end[kept])
        author, usual = (by_block(brier(p, outcome), block) for p in (found.probability[kept], base))
        return cls(found, kept, author, usual, len(outcome), int(outcome.sum()), head)


def enough(items: Items) -> Limit | None:
    """Too few claims, moments, or outcomes of the rarer kind to tell skill from luck."""
    n, blocks = items.claims, len(items.author)
    fewer = min(items.true, n - items.true)
    if fewer >= RARER_LEAST and blocks >= BLOCKS_LEAST:
        return None
    return Limit("few_claims", {"claims": n, "blocks": blocks, "fewer": fewer, "needed_blocks": BLOCKS_LEAST,
                                "needed": RARER_LEAST}, True)


def estimates_of(items: Items) -> Estimates:
    """The logarithm of the claims' error over the base rate's; read back, the difference in squared error a claim."""
    m = len(items.signs)
    value, scale = compared(items.author, items.base, items.signs) if items.claims else np.full((2, m), np.nan)
    return Estimates.simple(NAME, value, scale, baseline=np.ones(m), norm=np.ones(m), unit=UNIT,
                            why="no_variation" if items.claims else "no_claims",
                            outcome=Outcome("log", np.array([items.author.sum() / max(items.claims, 1)])))


def against_constant(items: Items) -> float:
    """The error relative to that of the one probability which, known afterwards, suits these claims best: below zero is
    better. Left one out, that number would be easier to beat than it looks: see docs/methods.md."""
    outcome = items.track.outcome[items.kept]
    best = float(outcome.mean() * (1 - outcome.mean()))
    return float(items.author.sum()) / items.claims / best - 1 if best > 0 else np.inf
