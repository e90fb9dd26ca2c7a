"""Numbers of many cases as arrays: a loop in Python over a thousand of them would take longer than some estimators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

import numpy as np

from recul.panel import Case, Ints


def each(cases: Sequence[Case], name: str) -> Ints:
    """A number that every case has [n]."""
    return np.fromiter(map(attrgetter(name), cases), np.int64, len(cases))


def alike(*keys: Ints) -> Iterator[tuple[list[int], Ints]]:
    """Each combination of keys [n], and the places that have it."""
    every = np.stack(keys)
    if every.shape[1] and (every == every[:, :1]).all():
        yield every[:, 0].tolist(), np.arange(every.shape[1])
        return
    for found in np.unique(every, axis=1).T:
        yield found.tolist(), np.flatnonzero((every == found[:, None]).all(axis=0))
