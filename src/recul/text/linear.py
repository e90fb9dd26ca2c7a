"""A linear reader of short texts: which words, pairs, characters and signs they hold, each weighted by class.

The weights are log-count ratios under a logistic regression (Wang and Manning, 2012, *Baselines and Bigrams*), one
class against the others. A model is one table of numbers, [feature, class]: saved without code in it, read anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.text.features import FeatureSet, matrix

FORMAT = 1


@dataclass(frozen=True, eq=False)
class Linear:
    """weights: [feature, class] float32; intercept: [class]. `trained_on` says whose texts, and their licence."""

    classes: tuple[str, ...]
    features: FeatureSet
    weights: NDArray[np.float32]
    intercept: NDArray[np.float32]
    trained_on: str

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """[text, class]: how far on its side of each class's line."""
        return np.asarray(matrix(texts, self.features) @ self.weights + self.intercept, dtype=float)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """[text, class], each row one; a text without any known feature gets what the intercepts say."""
        if not texts:
            return np.zeros((0, len(self.classes)))
        each = 1 / (1 + np.exp(-np.clip(self.scores(texts), -30, 30)))
        return np.asarray(each / each.sum(axis=1, keepdims=True))

    def predict(self, texts: Sequence[str]) -> list[str]:
        return [self.classes[i] for i in self.probabilities(texts).argmax(axis=1)]

    def save(self, path: Path) -> None:
        """Sparse where a weight is nothing; half precision, which moves no class in a thousand."""
        rows = np.flatnonzero(np.abs(self.weights).max(axis=1) > 1e-4)
        about = {"format": FORMAT, "classes": self.classes, "features": self.features.named(),
                 "trained_on": self.trained_on}
        with path.open("wb") as file:
            np.savez_compressed(file, about=np.array(json.dumps(about)), rows=rows.astype(np.uint32),
                                weights=self.weights[rows].astype(np.float16), intercept=self.intercept,
                                size=np.array(self.weights.shape[0]))

    @classmethod
    def load(cls, path: Path) -> Linear:
        """ValueError when the file is of another format. Nothing in it is executed (no pickle)."""
        with np.load(path, allow_pickle=False) as file:
            about = json.loads(str(file["about"]))
            if about["format"] != FORMAT:
                raise ValueError(f"{path} is of format {about['format']}, this Recul reads {FORMAT}")
            weights = np.zeros((int(file["size"]), len(about["classes"])), dtype=np.float32)
            weights[file["rows"]] = file["weights"]
            return cls(tuple(about["classes"]), FeatureSet.of(about["features"]), weights, file["intercept"],
                       about["trained_on"])

    @property
    def digest(self) -> str:
        """What the model is, in twelve letters: goes with every number it makes."""
        return hashlib.sha256(self.weights.tobytes() + self.intercept.tobytes()).hexdigest()[:12]


def fit(texts: Sequence[str], labels: Sequence[str], features: FeatureSet, trained_on: str,
        cost: float = 1.0, smoothing: float = 1.0, weigh: bool = True, sample_weight: Any = None) -> Linear:
    """cost: the inverse of the penalty; weigh: classes count the same however rare. ValueError with one class only."""
    from sklearn.linear_model import LogisticRegression

    classes = tuple(sorted(set(labels)))
    if len(classes) < 2:
        raise ValueError(f"texts of one class only ({classes}): nothing to learn")
    counts = matrix(texts, features)
    asked = np.asarray(labels)
    weights = np.zeros((counts.shape[1], len(classes)), dtype=np.float32)
    intercept = np.zeros(len(classes), dtype=np.float32)
    for i, name in enumerate(classes):
        mine = asked == name
        ratio = _ratio(counts, mine, smoothing)
        model = LogisticRegression(C=cost, solver="liblinear", class_weight="balanced" if weigh else None, max_iter=300)
        model.fit(counts.multiply(ratio).tocsr(), mine, sample_weight=sample_weight)
        weights[:, i] = ratio * model.coef_[0]
        intercept[i] = model.intercept_[0]
    return Linear(classes, features, weights, intercept, trained_on)


def _ratio(counts: Any, mine: NDArray[np.bool_], smoothing: float) -> NDArray[np.float64]:
    """How much more often the class has each feature than the others do, in logs."""
    has, others = (np.asarray(abs(counts[at]).sum(axis=0)).ravel() + smoothing for at in (mine, ~mine))
    ratio = np.log(has / has.sum()) - np.log(others / others.sum())
    return np.where(np.abs(ratio) < 1e-9, 0.0, ratio)
