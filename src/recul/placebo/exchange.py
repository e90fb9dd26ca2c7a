"""Where neither forecaster was better: the two change places, by lot (METHODS §11).

Had the author been no nearer to what happened than the base rate, it would be chance which of the two is called the
author: block by block a coin decides, and the same score is taken. That is a randomisation test of paired differences
(Fisher 1935, The Design of Experiments, §21), studentised, and of whole blocks, as claims of one moment share their
luck.

The outcomes dealt at random among the claims, the other placebo one might think of, answer another question: whether
the probabilities know anything at all. An author who knows something and boasts of more beats all such deals, and is
further from the truth than the base rate all the same (`benchmarks/ledger.py`).
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np

from recul.batch import Batch
from recul.finding import Limit
from recul.panel import Floats, Ints
from recul.placebo.draw import PLANNED

Items = TypeVar("Items")


def signs(blocks: int, seed: int, planned: int = PLANNED) -> Floats:
    """The real case first, then exchanges by lot: ±1 [planned + 1, blocks]."""
    random = np.random.default_rng([seed, 11])
    drawn = np.ones((planned + 1, blocks))
    drawn[1:] -= 2.0 * random.integers(0, 2, (planned, blocks))
    return drawn


def batch_of(items: Items, seed: int, notes: tuple[Limit, ...], truth: float | None, planned: int = PLANNED
             ) -> Batch[Items]:
    """Each exchange a moment and a source of its own."""
    number: Ints = np.arange(planned + 1, dtype=np.int64)
    return Batch(items, number, number, number, planned, "exchanged", seed, notes=notes, truth=truth)
