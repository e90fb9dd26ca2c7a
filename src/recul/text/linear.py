"""A linear reader of short texts: which words, pairs, characters and signs they hold, each weighted by class.

A logistic regression of one class against the others, on columns scaled beforehand: by how much more often the
class has each (`"nb"`, log-count ratios: Wang and Manning, 2012, *Baselines and Bigrams*) or by how rare each is
(`"idf"`: Spärck Jones, 1972). A model is one table of numbers,
[feature, class]: saved without code in it, read anywhere.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from recul.text.features import FeatureSet, matrix

FORMAT = 1
BATCH = 1024  # texts read at once: memory stays what it is however many there are
CLASSES_MOST = 100
LEAST = 1e-4  # a smaller weight is none
Scaling = Literal["nb", "idf"]


@dataclass(frozen=True, eq=False)
class Linear:
    """weights: [feature, class] float32; intercept: [class]. `trained_on` says whose texts, and their licence.
    taught: `marks` of those texts, none where the file does not tell."""

    classes: tuple[str, ...]
    features: FeatureSet
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    trained_on: str
    taught: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64))

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """[text, class]: how far on its side of each class's line."""
        found = np.zeros((len(texts), len(self.classes)))
        for first in range(0, len(texts), BATCH):
            rows = slice(first, first + BATCH)
            found[rows] = matrix(texts[rows], self.features) @ self.weights + self.intercept
        return found

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """[text, class], each row one; a text without any known feature gets what the intercepts say."""
        if not texts:
            return np.zeros((0, len(self.classes)))
        each = 1 / (1 + np.exp(-np.clip(self.scores(texts), -30, 30)))
        return np.asarray(each / each.sum(axis=1, keepdims=True))

    def predict(self, texts: Sequence[str]) -> list[str]:
        return [self.classes[i] for i in self.probabilities(texts).argmax(axis=1)]

    def save(self, path: Path) -> None:
        """Sparse where a weight is nothing, and in half precision, as `fit` has rounded them."""
        rows = np.flatnonzero(np.abs(self.weights).max(axis=1) > 0)
        about = {"format": FORMAT, "classes": self.classes, "features": self.features.named(),
                 "trained_on": self.trained_on}
        with path.open("wb") as file:
            np.savez_compressed(file, about=np.array(json.dumps(about)), rows=rows.astype(np.uint32),
                                weights=self.weights[rows].astype(np.float16), intercept=self.intercept,
                                size=np.array(self.weights.shape[0]), taught=self.taught)

    @classmethod
    def load(cls, path: Path) -> Linear:
        """ValueError when the file is of another format, or not as it was written. Nothing in it is executed."""
        try:
            with np.load(path, allow_pickle=False) as file:
                about = json.loads(str(file["about"]))
                if about["format"] != FORMAT:
                    raise ValueError(f"{path.name} is of format {about['format']!r}, this Recul reads {FORMAT}")
                taught = file["taught"] if "taught" in file else np.zeros(0, np.uint64)
                return cls._of(about, file["rows"], file["weights"], file["intercept"], int(file["size"]), taught)
        except (KeyError, TypeError, AttributeError, OverflowError, zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValueError(f"{path.name} is no model of Recul ({error})") from error

    @classmethod
    def _of(cls, about: dict[str, Any], rows: Any, values: Any, intercept: Any, size: int,
            taught: Any) -> Linear:
        """Nothing of a file is believed: its sizes must be those of its own features, and its numbers finite."""
        features, classes = FeatureSet.of(about["features"]), tuple(map(str, about["classes"]))
        if not (2 <= len(classes) <= CLASSES_MOST and size == matrix([""], features).shape[1]
                and values.shape == (len(rows), len(classes)) and intercept.shape == (len(classes),)
                and taught.ndim == 1 and taught.dtype == np.uint64
                and rows.dtype == np.uint32 and values.dtype == np.float16 and intercept.dtype == np.float32
                and (rows < size).all() and np.isfinite(values).all() and np.isfinite(intercept).all()):
            raise ValueError("a model whose numbers do not fit its own features")
        weights = np.zeros((size, len(classes)), dtype=np.float32)
        weights[rows] = values
        return cls(classes, features, weights, intercept, str(about["trained_on"]), taught)

    @property
    def digest(self) -> str:
        """What the model is, in twelve letters, the same once saved and loaded: goes with every number it makes."""
        about = json.dumps([self.classes, self.features.named()]).encode()
        return hashlib.sha256(about + self.weights.tobytes() + self.intercept.tobytes()).hexdigest()[:12]


def fit(texts: Sequence[str], labels: Sequence[str], features: FeatureSet, trained_on: str,
        cost: float = 1.0, smoothing: float = 1.0, weigh: bool = True, sample_weight: Any = None,
        scaling: Scaling = "nb") -> Linear:
    """cost: the inverse of the penalty; weigh: classes count the same however rare. ValueError with one class only."""
    from sklearn.linear_model import LogisticRegression

    classes = tuple(sorted(set(labels)))
    if len(classes) < 2:
        raise ValueError(f"texts of one class only ({classes}): nothing to learn")
    counts = matrix(texts, features)
    asked = np.asarray(labels)
    weights = np.zeros((counts.shape[1], len(classes)), dtype=np.float32)
    intercept = np.zeros(len(classes), dtype=np.float32)
    rare = _rarity(counts, features.hashed) if scaling == "idf" else None
    for i, name in enumerate(classes):
        mine = asked == name
        ratio = _ratio(counts, mine, smoothing) if rare is None else rare
        model = LogisticRegression(C=cost, solver="liblinear", class_weight="balanced" if weigh else None, max_iter=300)
        model.fit(counts.multiply(ratio).tocsr(), mine, sample_weight=sample_weight)
        weights[:, i] = ratio * model.coef_[0]
        intercept[i] = model.intercept_[0]
    weights[np.abs(weights).max(axis=1) <= LEAST] = 0
    # Half precision moves no class in a thousand; rounded here, a model is the same once saved and loaded.
    return Linear(classes, features, weights.astype(np.float16).astype(np.float32), intercept, trained_on,
                  np.unique(marks(texts)))


def marks(texts: Sequence[str]) -> NDArray[np.uint64]:
    """[text]: the same number for the same words, whatever their case and spaces; nobody reads a text out of it."""
    plain = (" ".join(text.casefold().split()).encode("utf-8", "surrogatepass") for text in texts)
    return np.array([int.from_bytes(hashlib.sha256(p).digest()[:8], "big") for p in plain], dtype=np.uint64)


def _rarity(counts: Any, hashed: int) -> NDArray[np.float64]:
    """log((1 + texts)/(1 + texts that have it)) + 1 of each hashed column; signs stay as they are."""
    having = np.asarray(counts.getnnz(axis=0), dtype=float)
    return np.where(np.arange(counts.shape[1]) < hashed, np.log((1 + counts.shape[0]) / (1 + having)) + 1, 1.0)


def _ratio(counts: Any, mine: NDArray[np.bool_], smoothing: float) -> NDArray[np.float64]:
    """How much more often the class has each feature than the others do, in logs."""
    has, others = (np.asarray(abs(counts[at]).sum(axis=0)).ravel() + smoothing for at in (mine, ~mine))
    ratio = np.log(has / has.sum()) - np.log(others / others.sum())
    return np.where(np.abs(ratio) < 1e-9, 0.0, ratio)
