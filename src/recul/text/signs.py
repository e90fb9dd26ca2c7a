"""Tables of signs counted by name beside the words: a lexicon's scores, punctuation. [text, sign], about 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.text._signs_claims import claims_en, claims_fr

Signs = Callable[[Sequence[str]], NDArray[np.float64]]


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def vader(texts: Sequence[str]) -> NDArray[np.float64]:
    """[text, 6]: negative, positive, neutral shares, compound up and down, near nothing (Hutto and Gilbert, 2014)."""
    found = np.zeros((len(texts), 6))
    for i, text in enumerate(texts):
        said = _vader().polarity_scores(text)
        compound = said["compound"]
        found[i] = (said["neg"], said["pos"], said["neu"], max(compound, 0), max(-compound, 0), abs(compound) < 0.05)
    return found


def punctuation(texts: Sequence[str]) -> NDArray[np.float64]:
    """[text, 5]: an exclamation, a question, several exclamations, share of capitals, length over 280 characters."""
    return np.array([["!" in text, "?" in text, text.count("!") > 1,
                      sum(c.isupper() for c in text) / max(len(text), 1), min(len(text) / 280, 3)] for text in texts],
                    dtype=float).reshape(len(texts), 5)


SIGNS: dict[str, Signs] = {"vader": vader, "punctuation": punctuation, "claims_en": claims_en, "claims_fr": claims_fr}
