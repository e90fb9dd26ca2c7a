"""The tone of messages before anybody has labelled one: a linear reader of messages that a language model wrote.

What people wrote and labelled may seldom be shipped; what was written for this purpose may (`tests/data/tone_written`,
`python benchmarks/tone.py --train`). Nobody said these messages, and their shares of tones are no fact about the
public: what the reader is worth is told by real messages that it has never seen (`benchmarks/results/tone.csv`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recul.panel import Floats
from recul.text.linear import Linear
from recul.text.tone import CLASSES, ByLexicon

WEIGHTS = Path(__file__).parent / "weights"
#: The lexicon's part of the answer: of 0, 0.1, 0.2, 0.35 and 0.5 the one with the greatest sum of macro-F1 on sectors
#: not trained on and, in French, on the training half of tone_fr.
PART = {"en": 0.0, "fr": 0.2}
#: Of the written messages' part beside n labels of the user's own: MOST / (1 + n / HALF).
MOST, HALF = 0.3, 600


@dataclass(frozen=True, eq=False)
class Written:
    """linear: trained on written messages. part: of the lexicon, in the weighted geometric mean of both."""

    language: str
    linear: Linear
    part: float

    @property
    def taught(self) -> NDArray[np.uint64]:
        return self.linear.taught

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """[text, 3], in the order of CLASSES."""
        if not texts:
            return np.zeros((0, len(CLASSES)))
        found = np.log(self.linear.probabilities(texts))
        if self.part:
            found = (1 - self.part) * found + self.part * np.log(ByLexicon(self.language).probabilities(texts))
        each = np.exp(found - found.max(axis=1, keepdims=True))
        return np.asarray(each / each.sum(axis=1, keepdims=True))

    @property
    def digest(self) -> str:
        """Of the weights, the lexicon and its part."""
        held = ("written", self.linear.digest, ByLexicon(self.language).digest, self.part)
        return hashlib.sha256(repr(held).encode()).hexdigest()[:12]


@cache
def written(language: str) -> Written:
    """The reader that ships for a language. Raises ValueError where there is none."""
    if language not in PART:
        raise ValueError(f"no reader of {language!r} ships, only of {', '.join(PART)}")
    return Written(language, Linear.load(WEIGHTS / f"tone_{language}.npz"), PART[language])


def beside(own: Linear, language: str, labels: int) -> Linear:
    """One reader of two: what `tone.train` made of so many labels of the user's own, and the one that ships.

    Scores (log-odds) are averaged; the fewer the labels, the more the one that ships counts. A language that none ships
    for keeps its own. Raises ValueError when they do not count the same things.
    """
    if language not in PART:
        return own
    ships = written(language).linear
    if replace(own.features, names=()) != ships.features or own.classes != ships.classes:
        raise ValueError("two readers that do not count the same things")
    part = np.float32(MOST / (1 + labels / HALF))
    # In half precision, as `fit` leaves them: the reader is then the same once saved.
    weights = ((1 - part) * own.weights + part * ships.weights).astype(np.float16).astype(np.float32)
    return replace(own, weights=weights, intercept=((1 - part) * own.intercept + part * ships.intercept),
                   trained_on=f"{own.trained_on}; beside {ships.trained_on}")
