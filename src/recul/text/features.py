"""What a text holds: words and pairs, pieces of words, signs counted by name. Hashed: no vocabulary to carry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np

from recul.text.clean import masked
from recul.text.signs import SIGNS


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

    @classmethod
    def of(cls, named: dict[str, Any]) -> FeatureSet:
        given: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in named.items()}
        return cls(**given)


WORD = r"(?u)\w+(?:['’]\w+)?|[^\w\s]+"


@cache
def _vectorizers(features: FeatureSet) -> list[Any]:
    from sklearn.feature_extraction.text import HashingVectorizer

    common: dict[str, Any] = {"n_features": 2**features.bits, "alternate_sign": False, "norm": "l2", "binary": True,
                              "lowercase": True, "dtype": np.float32}
    found = []
    if features.words[1]:
        found.append(HashingVectorizer(analyzer="word", token_pattern=WORD, ngram_range=features.words, **common))
    if features.chars[1]:
        found.append(HashingVectorizer(analyzer="char_wb", ngram_range=features.chars, **common))
    return found


def matrix(texts: Sequence[str], features: FeatureSet) -> Any:
    """[text, feature] sparse float32, each block of a text of length one; the signs last."""
    from scipy import sparse

    cleaned = [masked(text, features.names) for text in texts]
    blocks = [vectorizer.transform(cleaned) for vectorizer in _vectorizers(features)]
    for name in features.signs:
        read: Callable[[Sequence[str]], Any] = SIGNS[name]
        blocks.append(sparse.csr_matrix(read(texts).astype(np.float32)))
    return sparse.hstack(blocks, format="csr", dtype=np.float32)
