"""A linear reader trained on the English messages we wrote, on what it has not seen: forms, sectors, real tweets.

`python benchmarks/tone_written_en.py` holds out each genre of tests/data/tone_written/en.csv, then its sectors by
fifths; with `--airline` it trains on all of it and reads the airline tweets instead, beside the lexicon. A minute of
one core each. The tweets are the test: README_en.md there says how often they were read while the corpus was written.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from benchmarks.tone import airline, by_lexicon
from sklearn.model_selection import GroupKFold

from recul.examples import data_folder
from recul.text._labelled import macro_f1
from recul.text.tone import CLASSES, train

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "tone_written" / "en.csv"
Texts = list[str]


def written(group: str) -> tuple[Texts, Texts, Texts]:
    """Texts, tones, and the group each is of: "genre" or "sector"."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [r["text"] for r in rows], [r["label"] for r in rows], [r[group] for r in rows]


def score(reader: str, on: str, truth: Sequence[str], guess: Sequence[str]) -> None:
    """macro-F1 with the standard error of a bootstrap of the messages, and the recall of each tone."""
    true, said = np.asarray(truth), np.asarray(guess)
    rng = np.random.default_rng(0)
    draws = [macro_f1(true[i], said[i]) for i in (rng.integers(0, len(true), len(true)) for _ in range(200))]
    found = {"reader": reader, "on": on, "texts": str(len(true)), "macro_f1": f"{macro_f1(true, said):.4f}",
                  "error": f"{np.std(draws):.4f}"}
    found |= {f"recall_{c}": f"{(said[true == c] == c).mean():.3f}" for c in CLASSES}
    print("  ".join(f"{k} {v}" for k, v in found.items()), flush=True)


def held_out(group: str) -> None:
    """Each group read by a reader trained on others (genres one by one, sectors by fifths of the messages)."""
    texts, tones, groups = written(group)
    guess, of = np.empty(len(texts), dtype=object), np.asarray(groups)
    folds = GroupKFold(5 if group == "sector" else len(set(groups)))
    for rest, here in folds.split(texts, tones, groups):
        model = train([texts[i] for i in rest], [tones[i] for i in rest], "en", "tone_written")
        guess[here] = model.predict([texts[i] for i in here])
    score(f"linear, each {group} held out", "written en", tones, list(guess))
    for name in sorted(set(groups)) if group == "genre" else []:
        here = np.flatnonzero(of == name)
        score(f"linear, {name} held out", "written en", [tones[i] for i in here], list(guess[here]))


def main() -> None:
    texts, tones, _ = written("genre")
    if "--airline" not in sys.argv:
        held_out("genre")
        held_out("sector")
        score("lexicon", "written en", tones, by_lexicon(texts, "en"))
        return
    folder = data_folder()
    if folder is None:
        raise SystemExit("no real data: set RECUL_DATA to the folder that holds it")
    x, y = airline(folder)
    score("linear, of the written", "airline", y, train(texts, tones, "en", "tone_written").predict(x))
    score("lexicon", "airline", y, by_lexicon(x, "en"))


if __name__ == "__main__":
    main()
