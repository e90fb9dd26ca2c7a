"""Tables of signs counted by name beside the words: a lexicon's scores, punctuation. [text, sign], about 0 to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from recul.text import lexicon
from recul.text._signs_claims import claims_en, claims_fr
from recul.text._signs_tasks import tasks

Signs = Callable[[Sequence[str]], NDArray[np.float64]]


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


SIGNS: dict[str, Signs] = {"punctuation": punctuation, "lexicon_en": lexicon_en,
                           "lexicon_fr": lexicon_fr, "claims_en": claims_en, "claims_fr": claims_fr, "tasks": tasks}
