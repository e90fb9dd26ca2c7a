"""Labels given in a spreadsheet: a sheet goes out with texts, and comes back with answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from recul._phrases import phrase, quoted
from recul.errors import LabelError, Mistake
from recul.labels.book import Drawn, Label, rows_of, write
from recul.labels.scheme import TONE, Scheme

#: What a spreadsheet takes for a formula at the beginning of a cell.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def export(path: Path, keys: Sequence[str], texts: Sequence[str], drawn: Drawn, scheme: Scheme = TONE) -> None:
    """A row a text, its answer left to be filled in. Raises LabelError where there is such a file already."""
    if path.exists():
        raise LabelError(Mistake(str(path), "a file that is there already", "a new name",
                                 "Name another file: this one may hold labels."))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(("key", "drawn", "text", scheme.name))
    for key, text in zip(keys, texts, strict=True):
        writer.writerow((key, drawn, f"'{text}" if text.startswith(FORMULA) else text, ""))
    write(path, b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace"))


def imported(path: Path, known: frozenset[str], labeller: str, given: Sequence[Label], scheme: Scheme = TONE
             ) -> tuple[list[Label], int]:
    """The labels of a sheet that are not yet in the book, and how many rows were left empty.

    known: keys of the record's texts. given: the book's. Raises LabelError with every mistake.
    """
    mine = {x.key: x for x in given if x.labeller == labeller}
    found: dict[str, Label] = {}
    mistakes, empty = [], 0
    for number, row in rows_of(path, ("key", "drawn", scheme.name)):
        where, word = phrase("{path} row {number}", path=path.name, number=number), row[scheme.name].casefold()
        if not word:
            empty += 1
            continue
        wrong = _mistakes(where, row, word, known, scheme)
        mistakes += wrong
        if wrong:
            continue
        label = Label(row["key"], scheme.words[word], labeller, "chosen" if row["drawn"] == "chosen" else "random")
        earlier = found.get(label.key) or mine.get(label.key)
        if earlier is not None and earlier.answer != label.answer:
            mistakes.append(Mistake(where, phrase(scheme.twice, answer=label.answer, labeller=labeller,
                                                  earlier=earlier.answer), scheme.once, "Keep one of the two."))
        elif earlier is None:
            found[label.key] = label
    if mistakes:
        raise LabelError(mistakes)
    return list(found.values()), empty


def _mistakes(where: str, row: Mapping[str, str], word: str, known: frozenset[str], scheme: Scheme
              ) -> list[Mistake]:
    mistakes = []
    if word not in scheme.words:
        mistakes.append(Mistake(phrase("{where}, {column}", where=where, column=scheme.name),
                                quoted(row[scheme.name][:40]), scheme.expected, "Mend it, or leave it empty."))
    if row["key"] not in known:
        mistakes.append(Mistake(phrase("{where}, key", where=where), quoted(row["key"][:40]), scheme.known,
                                "Leave the column `key` as it was written."))
    if row["drawn"] not in ("random", "chosen"):
        mistakes.append(Mistake(phrase("{where}, drawn", where=where), quoted(row["drawn"][:40]), "random or chosen",
                                "Leave the column `drawn` as it was written."))
    return mistakes
