"""What a classifier says of the messages, so that no label ever corrects what was learnt from it.

Where there are labels enough, the classifier is taught by them, in folds: a message with a label, drawn by lot or
chosen, is read by a model that has not seen it, all others by the mean of the models (cross-prediction-powered
inference: Zrnic & Candès 2024, PNAS 121(15), e2322083121). A classifier read on its own training labels looks better
than it is, and the correction would be too small by as much: `tests/test_powered.py` shows it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recul.labels.audit import Labelled
from recul.measures.texts import TONES, Written
from recul.panel import Bools, Floats, Ints

FOLDS = 5
#: Fewer labels teach nothing: a model learnt from them is no nearer than the one below.
TAUGHT_LEAST, OF_EACH_LEAST = 100, 8


@dataclass(frozen=True, eq=False)
class Read:
    """probability: [n, 3], of each message and tone; below: the same before any label taught it. taught: by how many
    labels, 0 where by none. source: `none`, `file`, `recul` or `both`, whose the classifier below is. unread: bool [n],
    it said nothing and stands at the mean."""

    probability: Floats
    below: Floats
    taught: int
    source: str
    unread: Bools


def read(messages: Written, labelled: Labelled, below: tuple[Floats, str], teach: bool) -> Read:
    """below: [n, 3] probabilities of a classifier that has seen none of the labels, NaN where it says nothing, and
    whose it is. teach: whether labels may teach it."""
    given, source = below
    unread = np.asarray(np.isnan(given).any(axis=1))
    mean = given[~unread].mean(axis=0) if not unread.all() else np.zeros(3)
    base = np.where(unread[:, None], mean, given)
    source = "none" if unread.all() else source
    trained = np.flatnonzero(labelled.first >= 0)
    counts = np.bincount(labelled.first[trained], minlength=3)
    if not teach or len(trained) < TAUGHT_LEAST or (counts >= OF_EACH_LEAST).sum() < 2:
        return Read(base, base, 0, source, unread)
    return Read(_taught(messages, base, labelled.first, trained), base, len(trained), source, unread)


def _taught(messages: Written, base: Floats, label: Ints, trained: Ints) -> Floats:
    from recul.text.features import matrix
    from recul.text.stacked import FEATURES, fit_predict

    words = matrix(messages.text.tolist(), FEATURES)
    fold = np.full(len(messages), -1)
    fold[trained] = np.arange(len(trained)) % FOLDS  # the order of the lot is random
    every = np.zeros((FOLDS, len(messages), len(TONES)))
    for k in range(FOLDS):
        every[k] = fit_predict(words, base, label, trained[fold[trained] != k], len(TONES))
    found = every.mean(axis=0)
    found[trained] = every[fold[trained], trained]
    return np.asarray(found)
