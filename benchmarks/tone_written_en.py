"""How well a linear reader trained on the English messages we wrote reads others: held-out genres, real tweets.

`python benchmarks/tone_written_en.py` holds out each genre of tests/data/tone_written/en.csv in turn; `--airline` then
trains on all of it and reads the airline tweets, which nothing was chosen on, beside the lexicon. One minute.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

from benchmarks.tone import airline, by_lexicon, row
from recul.examples import data_folder
from recul.text.tone import train

WRITTEN = Path(__file__).parents[1] / "tests" / "data" / "tone_written" / "en.csv"
Texts = list[str]


def written() -> tuple[Texts, Texts, Texts]:
    """Texts, tones and genres."""
    with WRITTEN.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [r["text"] for r in rows], [r["label"] for r in rows], [r["genre"] for r in rows]


def by_genre(texts: Texts, tones: Texts, genres: Texts) -> Texts:
    """What is said of each text by a reader trained on the other genres."""
    guess, of = np.empty(len(texts), dtype=object), np.asarray(genres)
    for genre in sorted(set(genres)):
        rest = np.flatnonzero(of != genre)
        here = np.flatnonzero(of == genre)
        model = train([texts[i] for i in rest], [tones[i] for i in rest], "en", "tone_written")
        guess[here] = model.predict([texts[i] for i in here])
        row(f"linear, {genre} held out", "written en", [tones[i] for i in here], guess[here], 0)
    return list(guess)


def main() -> None:
    texts, tones, genres = written()
    row("linear, genres held out", "written en", tones, by_genre(texts, tones, genres), 0)
    row("lexicon", "written en", tones, by_lexicon(texts, "en"), 0)
    if "--airline" not in sys.argv:
        return
    folder = data_folder()
    if folder is None:
        raise SystemExit("no real data: set RECUL_DATA to the folder that holds it")
    x, y = airline(folder)
    row("linear, of the written", "airline", y, train(texts, tones, "en", "tone_written").predict(x), 0)
    row("lexicon", "airline", y, by_lexicon(x, "en"), 0)


if __name__ == "__main__":
    main()
