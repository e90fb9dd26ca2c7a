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

from recul.text.claims import LANGUAGES, WEIGHTS, of

COLUMNS = ("language", "author", "strength", "type", "evidence", "said_strength", "said_type", "said_evidence")


def readings(language: str) -> list[tuple[str, ...]]:
    """One row a sentence: whose it is, what it claims, and what the reader that never met its author says."""
    learner = trained.Learner(language)
    scores, classes = learner.held_out()
    names = list(of(classes, "strength"))
    truth = np.array([row["strength"] for row in learner.given])
    _, _, said, _ = trained.settled(truth, trained.folds(learner.given), scores[:, :len(names)], names)
    columns = {kind: of(classes, kind) for kind in ("type", "evidence")}
    found = []
    for row, strength, score in zip(learner.given, said, scores, strict=True):
        kinds = ("none", "none") if strength == "none" else tuple(
            max(columns[kind], key=lambda name, at=columns[kind], score=score: score[at[name]])  # type: ignore[misc]
            for kind in ("type", "evidence"))
        found.append((language, row["author"], row["strength"], row["type"], row["evidence"], str(strength), *kinds))
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
