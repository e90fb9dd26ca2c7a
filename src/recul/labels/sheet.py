"""Labels given in a spreadsheet: a sheet goes out with texts, and comes back with tones."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from recul._phrases import phrase, quoted
from recul.errors import LabelError, Mistake
from recul.labels.book import Drawn, Label, Told, rows_of, write

COLUMNS = ("key", "drawn", "text", "tone")
#: What may stand in the sheet, in small letters without spaces around.
WORDS: dict[str, Told] = {
    "n": "negative", "negative": "negative", "négatif": "negative", "negatif": "negative", "-1": "negative",
    "u": "neutral", "neutral": "neutral", "neutre": "neutral", "0": "neutral",
    "p": "positive", "positive": "positive", "positif": "positive", "1": "positive", "+1": "positive",
    "s": "skip", "skip": "skip", "?": "skip", "passer": "skip",
}
#: What a spreadsheet takes for a formula at the beginning of a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def export(path: Path, keys: Sequence[str], texts: Sequence[str], drawn: Drawn) -> None:
    """A row a message, its tone left to be filled in. Raises LabelError where there is such a file already."""
    if path.exists():
        raise LabelError(Mistake(str(path), "a file that is there already", "a new name",
                                 "Name another file: this one may hold labels."))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for key, text in zip(keys, texts, strict=True):
        writer.writerow((key, drawn, f"'{text}" if text.startswith(FORMULA) else text, ""))
    write(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"))


def imported(path: Path, known: frozenset[str], labeller: str, given: Sequence[Label]) -> tuple[list[Label], int]:
    """The labels of a sheet that are not yet in the book, and how many rows were left empty.

    known: keys of the record's messages. given: the book's. Raises LabelError with every mistake.
    """
    mine = {x.key: x for x in given if x.labeller == labeller}
    found: dict[str, Label] = {}
    mistakes, empty = [], 0
    for number, row in rows_of(path, ("key", "drawn", "tone")):
        where, word = phrase("{path} row {number}", path=path.name, number=number), row["tone"].casefold()
        if not word:
            empty += 1
            continue
        wrong = _mistakes(where, row, word, known)
        mistakes += wrong
        if wrong:
            continue
        label = Label(row["key"], WORDS[word], labeller, "chosen" if row["drawn"] == "chosen" else "random")
        earlier = found.get(label.key) or mine.get(label.key)
        if earlier is not None and earlier.tone != label.tone:
            mistakes.append(Mistake(where, phrase("{tone} of a message that {labeller!r} already called {tone2}",
                                                  tone=label.tone, labeller=labeller, tone2=earlier.tone),
                                    "one tone a message and labeller", "Keep one of the two."))
        elif earlier is None:
            found[label.key] = label
    if mistakes:
        raise LabelError(mistakes)
    return list(found.values()), empty


def _mistakes(where: str, row: Mapping[str, str], word: str, known: frozenset[str]) -> list[Mistake]:
    mistakes = []
    if word not in WORDS:
        mistakes.append(Mistake(phrase("{where}, tone", where=where), quoted(row["tone"][:40]),
                                "n, u, p or s (negative, neutral, positive, cannot tell)",
                                "Mend it, or leave it empty."))
    if row["key"] not in known:
        mistakes.append(Mistake(phrase("{where}, key", where=where), quoted(row["key"][:40]),
                                "the key of a message of the record", "Leave the column `key` as it was written."))
    if row["drawn"] not in ("random", "chosen"):
        mistakes.append(Mistake(phrase("{where}, drawn", where=where), quoted(row["drawn"][:40]), "random or chosen",
                                "Leave the column `drawn` as it was written."))
    return mistakes
