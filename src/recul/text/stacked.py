"""A classifier taught by few labels: what another one says of a text, beside the text's own words.

One against the others for each class, weighted as in `text.linear` (Wang and Manning 2012); the other classifier's
probabilities are columns like words (stacking, Wolpert 1992). With a lexicon of tone below and 320 labels of a brand's
own, what is left unexplained of its tone falls from .182 to .150 (`benchmarks/shares.py`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from recul.panel import Floats, Ints
from recul.text.features import FeatureSet
from recul.text.linear import _ratio

FEATURES = FeatureSet(bits=16)
#: How loudly the other classifier speaks among the words, and the inverse of the penalty: of those tried on airlines
#: (1 and 3; 0.3, 1 and 3), the pair that left least unexplained.
LOUD, COST = 3.0, 3.0


def fit_predict(words: Any, below: Floats, label: Ints, trained: Ints, classes: int) -> Floats:
    """Probabilities [n, classes] of all texts, learnt from those at `trained`.

    words: sparse [n, features]. below: [n, classes], the other classifier's. label: [n], read at `trained` only.
    """
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    found = np.zeros((words.shape[0], classes))
    beside = sparse.csr_matrix(LOUD * below)
    for c in range(classes):
        mine = label[trained] == c
        if not 0 < mine.sum() < len(mine):
            found[:, c] = float(mine.mean())
            continue
        columns = sparse.hstack([words.multiply(_ratio(words[trained], mine, 1.0)), beside]).tocsr()
        model = LogisticRegression(C=COST, solver="liblinear", max_iter=300).fit(columns[trained], mine)
        found[:, c] = model.predict_proba(columns)[:, 1]
    return np.asarray(found / found.sum(axis=1, keepdims=True))
