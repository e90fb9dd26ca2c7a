"""What a text holds: words and pairs, pieces of words, signs counted by name. Hashed: no vocabulary to carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np

from recul.text._runs import runs
from recul.text.clean import masked
from recul.text.signs import SIGNS

WORD = r"(?u)\w+(?:['’]\w+)?|[^\w\s]+"
BITS_MOST, RUN_MOST = 22, 12


@dataclass(frozen=True)
class FeatureSet:
    """words, chars: shortest and longest runs counted (0, 0: none). bits: each of the two has 2**bits columns.

    signs: the tables of `text/signs.py` counted beside them. names: brands and people, all read as one word.
    """

    words: tuple[int, int] = (1, 2)
    chars: tuple[int, int] = (2, 5)
    bits: int = 18
    signs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def named(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def hashed(self) -> int:
        """How many columns come before the signs."""
        return int(2**self.bits) * ((self.words[1] > 0) + (self.chars[1] > 0))

    @classmethod
    def of(cls, named: dict[str, Any]) -> FeatureSet:
        """From what `named` gave. Raises ValueError when it is anything else, whoever wrote it."""
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in named.items()}
        try:
            made = cls(**given)
            spans = all(len(s) == 2 and all(type(n) is int for n in s) and 0 <= s[0] <= s[1] <= RUN_MOST
                        for s in (made.words, made.chars))
            right = (spans and type(made.bits) is int and 8 <= made.bits <= BITS_MOST
                     and all(name in SIGNS for name in made.signs)
                     and all(isinstance(n, str) and n for n in made.names))
        except TypeError as error:
            raise ValueError(f"features that Recul does not know ({error})") from error
        if not right:
            raise ValueError("features that Recul does not know")
        return made


@cache
def _words(shortest: int, longest: int, bits: int) -> Any:
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(analyzer="word", token_pattern=WORD, ngram_range=(shortest, longest), n_features=2**bits,
                             alternate_sign=False, norm="l2", binary=True, lowercase=True, dtype=np.float32)


def matrix(texts: Sequence[str], features: FeatureSet) -> Any:
    """[text, feature] sparse float32, each block of a text of length one; the signs last."""
    from scipy import sparse
    from sklearn.preprocessing import normalize

    cleaned = [masked(text, features.names) for text in texts]
    blocks = []
    if features.words[1]:
        blocks.append(_words(*features.words, features.bits).transform(cleaned))
    if features.chars[1]:
        blocks.append(normalize(runs(cleaned, *features.chars, features.bits), copy=False))
    for name in features.signs:
        read: Callable[[Sequence[str]], Any] = SIGNS[name]
        blocks.append(sparse.csr_matrix(read(texts).astype(np.float32)))
    return sparse.hstack(blocks, format="csr", dtype=np.float32)
