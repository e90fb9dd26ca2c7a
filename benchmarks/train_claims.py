"""Learns to read claims from tests/data/marketing_claims and writes src/recul/text/weights/claims_{en,fr}.npz and
claims.json: `python benchmarks/train_claims.py` (two minutes). The same sentences give the same bytes.

Temperature and bar are chosen, and the false flags counted, on authors held out (seven folds, two authors each).
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.text.claims import LANGUAGES, STRENGTHS, WEIGHTS, decided, probabilities
from recul.text.features import FeatureSet
from recul.text.linear import Linear, fit

DATA = Path(__file__).parents[1] / "tests" / "data" / "marketing_claims"
TRAINED_ON = ("tests/data/marketing_claims of Recul (Apache-2.0): sentences written and labelled by language models, "
              "no person's words")
FOLDS = 7
ANY, CAUSAL = 0.15, 0.05  # the most claim-free sentences flagged, at all and as causal (issue 6)
COST = 10.0


def features(language: str) -> FeatureSet:
    return FeatureSet(words=(1, 2), chars=(2, 5), bits=15, signs=(f"claims_{language}",))


def rows(language: str) -> list[dict[str, str]]:
    """Sentences with both readings: strength, type, evidence as first labelled, second as `strength2` …"""
    with (DATA / "sentences.csv").open(encoding="utf-8", newline="") as file:
        found = {row["id"]: row for row in csv.DictReader(file) if row["language"] == language}
    for name, end in (("labels_first.csv", ""), ("labels_second.csv", "2")):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["id"] in found:
                    found[row["id"]] |= {key + end: row[key] for key in ("strength", "type", "evidence")}
    return list(found.values())


def learn(given: Sequence[dict[str, str]], language: str) -> Linear:
    """One table of weights: strength from all sentences, type and evidence from those that claim."""
    parts = []
    for kind in ("strength", "type", "evidence"):
        mine = [row for row in given if kind == "strength" or row["strength"] != "none"]
        parts.append(fit([row["text"] for row in mine], [row[kind] for row in mine], features(language), TRAINED_ON, COST))
    names = tuple(f"{kind}:{name}" for kind, part in zip(("strength", "type", "evidence"), parts, strict=True)
                  for name in part.classes)
    return Linear(names, parts[0].features, np.hstack([part.weights for part in parts]),
                  np.concatenate([part.intercept for part in parts]), TRAINED_ON)


def folds(given: Sequence[dict[str, str]]) -> NDArray[np.intp]:
    """The fold of each sentence: an author is whole in one."""
    authors = sorted({row["author"] for row in given})
    order = {name: int(i) % FOLDS for i, name in zip(np.random.default_rng(6).permutation(len(authors)), authors, strict=True)}
    return np.array([order[row["author"]] for row in given])


def held_out(given: Sequence[dict[str, str]], language: str) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """[sentence, class]: what a reader that never met the author scores."""
    fold = folds(given)
    scores: Any = None
    for k in range(FOLDS):
        reader = learn([row for row, f in zip(given, fold, strict=True) if f != k], language)
        mine = np.flatnonzero(fold == k)
        scores = np.full((len(given), len(reader.classes)), np.nan) if scores is None else scores
        scores[mine] = reader.scores([given[i]["text"] for i in mine])
    return scores, reader.classes


def temperature(scores: NDArray[np.float64], truth: NDArray[np.intp]) -> float:
    """The one that makes what was said likeliest."""
    tried = np.round(np.geomspace(0.1, 3, 60), 4)
    loss = [-np.log(probabilities(scores, t)[np.arange(len(truth)), truth] + 1e-12).mean() for t in tried]
    return float(tried[int(np.argmin(loss))])


def bar(chances: NDArray[np.float64], truth: NDArray[np.intp], none: int, causal: int) -> float:
    """The highest under which both rates of false flags hold."""
    free = chances[truth == none]
    for tried in np.round(np.arange(0.95, 0.0, -0.01), 2):
        given = decided(free, none, tried)
        if (given != none).mean() <= ANY and (given == causal).mean() <= CAUSAL:
            return float(tried)
    return 0.0


def interval(k: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson (1934), 95 %."""
    from scipy.stats import beta

    return (float(beta.ppf(0.025, k, n - k + 1)) if k else 0.0, float(beta.ppf(0.975, k + 1, n - k)) if k < n else 1.0)


def flags(given: NDArray[np.intp], truth: NDArray[np.intp], none: int, causal: int) -> dict[str, dict[str, float]]:
    free = given[truth == none]
    found = {}
    for name, k in (("any", int((free != none).sum())), ("causal", int((free == causal).sum()))):
        low, high = interval(k, len(free))
        found[name] = {"flagged": k, "of": len(free), "rate": round(k / len(free), 4), "low": round(low, 4),
                       "high": round(high, 4)}
    return found


def settled(given: Sequence[dict[str, str]], scores: NDArray[np.float64], classes: tuple[str, ...]) -> dict[str, Any]:
    """Temperature and bar, each fold's chosen on the other folds; then on all, for what ships."""
    names = [c.split(":")[1] for c in classes if c.startswith("strength:")]
    mine, none, causal = scores[:, :len(names)], names.index("none"), names.index("causal")
    truth, fold = np.array([names.index(row["strength"]) for row in given]), folds(given)
    said = np.zeros(len(given), dtype=int)
    for k in range(FOLDS):
        t = temperature(mine[fold != k], truth[fold != k])
        b = bar(probabilities(mine[fold != k], t), truth[fold != k], none, causal)
        said[fold == k] = decided(probabilities(mine[fold == k], t), none, b)
    t = temperature(mine, truth)
    return {"temperature": t, "bar": bar(probabilities(mine, t), truth, none, causal),
            "false_flags": flags(said, truth, none, causal)}


def main() -> None:
    about = {}
    for language in LANGUAGES:
        given = rows(language)
        about[language] = settled(given, *held_out(given, language))
        learn(given, language).save(WEIGHTS / f"claims_{language}.npz")
        sys.stdout.write(f"{language}: {len(given)} sentences, {about[language]}\n")
    (WEIGHTS / "claims.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
