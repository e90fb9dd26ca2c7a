"""How the reader of claims reads authors that it never met: writes src/recul/text/weights/held_out.csv, the placebos of
the question `discourse`. `python benchmarks/held_out.py` (two minutes), after each `benchmarks/train_claims.py`.

Every sentence of tests/data/marketing_claims is read by readers of the same recipe that have learnt from the other
authors only; temperature and bar are chosen on the others as well. A test compares its counts with claims.json.
"""

from __future__ import annotations

import csv
import sys

import numpy as np

from benchmarks import train_claims as trained
from recul.text.claims import LANGUAGES, WEIGHTS, decided, of, probabilities

COLUMNS = ("language", "author", "strength", "type", "evidence", "said_strength", "said_type", "said_evidence")


def readings(language: str) -> list[tuple[str, ...]]:
    """One row a sentence: whose it is, what it claims, and what the reader that never met its author says."""
    given = trained.rows(language)
    scores, classes = trained.held_out(given, language)
    fold, columns = trained.folds(given), {kind: of(classes, kind) for kind in ("strength", "type", "evidence")}
    names = list(columns["strength"])
    none, causal = names.index("none"), names.index("causal")
    mine = scores[:, list(columns["strength"].values())]
    truth = np.array([names.index(row["strength"]) for row in given])
    said = np.zeros(len(given), dtype=int)
    for k in range(trained.FOLDS):
        heat = trained.temperature(mine[fold != k], truth[fold != k])
        bar = trained.bar(probabilities(mine[fold != k], heat), truth[fold != k], none, causal)
        said[fold == k] = decided(probabilities(mine[fold == k], heat), none, bar)
    found = []
    for i, row in enumerate(given):
        kinds = ("none", "none") if said[i] == none else tuple(
            max(columns[kind], key=lambda name, at=columns[kind], score=scores[i]: score[at[name]])  # type: ignore[misc]
            for kind in ("type", "evidence"))
        found.append((language, row["author"], row["strength"], row["type"], row["evidence"], names[said[i]], *kinds))
    return found


def main() -> None:
    with (WEIGHTS / "held_out.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for language in LANGUAGES:
            rows = readings(language)
            writer.writerows(rows)
            sys.stdout.write(f"{language}: {len(rows)} sentences of {len({r[1] for r in rows})} authors\n")


if __name__ == "__main__":
    main()
