"""Tables of signs counted by name beside the words: a lexicon's scores, punctuation. [text, sign], about 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.text import lexicon

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
                      sum(map(str.isupper, text)) / max(len(text), 1), min(len(text) / 280, 3)] for text in texts],
                    dtype=float).reshape(len(texts), 5)


def lexicon_en(texts: Sequence[str]) -> NDArray[np.float64]:
    """[text, 9]: `lexicon.signs` of English."""
    return lexicon.signs(texts, "en")


def lexicon_fr(texts: Sequence[str]) -> NDArray[np.float64]:
    """[text, 18]: `lexicon.signs` of the two French ones, apart: they agree on tone, not on strength."""
    return lexicon.signs(texts, "fr_vader", "fr_pattern")


SIGNS: dict[str, Signs] = {"vader": vader, "punctuation": punctuation, "lexicon_en": lexicon_en,
                           "lexicon_fr": lexicon_fr}
