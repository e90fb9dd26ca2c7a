"""Texts whose tone people have judged, from a file of the user's, and how well a reader trained on them does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recul._mistakes import advice, listed
from recul._phrases import joined, phrase, reason_of
from recul.errors import Mistake, SourceError
from recul.text.clean import masked
from recul.text.language import unreadable
from recul.text.linear import Linear
from recul.text.tone import CLASSES, train
from recul.text.written import beside, written

if TYPE_CHECKING:
    import pyarrow as pa

    from recul.sources.base import Opened

FOLDS, LEAST = 5, 30
WORD_MOST = 20  # longer cells are people's messages: a mistake does not show them


@dataclass(frozen=True)
class Labelled:
    """texts and their tones. left_out: why rows were not kept → how many. digest: of the file."""

    texts: tuple[str, ...]
    tones: tuple[str, ...]
    left_out: dict[str, int]
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.tones.count(name) for name in CLASSES}


def labelled(path: Path, text: str, tone: str) -> Labelled:
    """The texts of a CSV, NDJSON, Parquet or XLSX file and their tones (words as in `record/tables.CODES`).

    The same text (handles, links and numbers aside) counts once; with two tones, never. Raises SourceError when a
    column is not there, a tone is no tone, or a class has fewer than 30 texts.
    """
    from recul.record.tables import TABLES
    from recul.sources import _words, format_of
    from recul.sources.base import Reading, Tally
    from recul.sources.tabular import open_raw
    from recul.study import MISSING, Source

    source = Source(name="labelled", path=path.name, table="messages")
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    except OSError as error:
        raise SourceError(Mistake(str(path), phrase("a file that cannot be opened ({reason})", reason=reason_of(error)),
                                  "a file one may read", "Check its name.")) from error
    reading = Reading(source, TABLES["messages"], "UTC", "-", digest, str)
    opened = open_raw(path, format_of(source, path), reading, Tally())
    _there(opened, path, text, tone)
    texts, tones, unknown = list[str | None](), list[str | None](), set[str]()
    for raw in opened.rows:
        words: pa.Array = _words.known(_words.text(raw.columns[tone]), MISSING)
        codes, wrong = _words.code(words, "tone")
        unknown |= {str(w) for w, bad in zip(words.to_pylist(), wrong.tolist(), strict=True) if bad}
        texts += _words.filled(_words.text(raw.columns[text])).to_pylist()
        tones += codes.to_pylist()
    if unknown:
        short = [word for word in sorted(unknown) if len(word) <= WORD_MOST and " " not in word]
        short = short if len(short) == len(unknown) else []
        raise SourceError(Mistake(phrase("{path}, column {tone!r}", path=path.name, tone=tone),
                                  listed(short, 6) if short
                                  else phrase("{count} cells that are no tone", count=len(unknown)),
                                  phrase("{names}, négatif, neutre, positif, or -1, 0, 1", names=", ".join(CLASSES)),
                                  "Write the tones in these words."))
    found = _alone(texts, tones, digest)
    few = [phrase("{n} {tone}", n=n, tone=phrase(name)) for name, n in found.counts.items() if n < LEAST]
    if few:
        raise SourceError(Mistake(path.name, phrase("only {names} texts", names=joined(few)),
                                  phrase("at least {least} of each tone", least=LEAST), "Label more messages."))
    return found


def _there(opened: Opened, path: Path, *wanted: str) -> None:
    lacking = [name for name in wanted if name not in opened.names]
    if lacking:
        raise SourceError([Mistake(path.name, phrase("no column {name!r}", name=name),
                                   phrase("one of {names}", names=listed(opened.names, 20)),
                                   advice(name, opened.names, "Name a column of the file.")) for name in lacking])


def _alone(texts: Sequence[str | None], tones: Sequence[str | None], digest: str) -> Labelled:
    left: dict[str, int] = {}
    kept: dict[str, tuple[str, set[str]]] = {}
    for text, tone in zip(texts, tones, strict=True):
        why: str | None = "no_tone" if tone is None else unreadable(text)
        if why is None and text is not None:
            _, said = kept.setdefault(masked(text).casefold(), (text, set()))
            if said:
                why = "double" if tone in said else "two_tones"
            said.add(str(tone))
        if why is not None:
            left[why] = left.get(why, 0) + 1
    clear = [(text, said) for text, said in kept.values() if len(said) == 1]
    if len(clear) < len(kept):
        left["two_tones"] = left.get("two_tones", 0) + len(kept) - len(clear)
    return Labelled(tuple(t for t, _ in clear), tuple(min(s) for _, s in clear), left, digest)


@dataclass(frozen=True)
class Tried:
    """Macro-F1 on texts not trained on (five folds): of the reader, its standard error over folds, of the one that
    ships (None where none does), and of always the commonest class."""

    trained: float
    error: float
    ships: float | None
    commonest: float


def taught(texts: Sequence[str], tones: Sequence[str], language: str, trained_on: str, names: Sequence[str] = (),
           alone: bool = False) -> Linear:
    """The reader that `train` makes of the user's texts, beside the one that ships unless `alone`."""
    own = train(texts, tones, language, trained_on, names)
    return own if alone else beside(own, language, len(texts))


def tried(texts: Sequence[str], tones: Sequence[str], language: str, names: Sequence[str] = (), alone: bool = False
          ) -> Tried:
    """How the reader that `taught` makes of these texts does on others of the same kind."""
    from sklearn.model_selection import StratifiedKFold

    truth, folds = np.asarray(tones), []
    guessed = np.empty(len(truth), dtype=object)
    for here, there in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, truth):
        model = taught([texts[i] for i in here], [tones[i] for i in here], language, "", names, alone)
        guessed[there] = model.predict([texts[i] for i in there])
        folds.append(macro_f1(truth[there], guessed[there]))
    try:
        rule = [CLASSES[i] for i in written(language).probabilities(texts).argmax(axis=1)]
    except ValueError:
        rule = []
    common = max(CLASSES, key=list(tones).count)
    return Tried(macro_f1(truth, guessed), float(np.std(folds, ddof=1) / np.sqrt(FOLDS)),
                 macro_f1(truth, rule) if rule else None, macro_f1(truth, [common] * len(truth)))


def macro_f1(truth: Sequence[str] | np.ndarray, guess: Sequence[str] | np.ndarray) -> float:
    """The mean over the three classes; one neither said nor there counts zero."""
    from sklearn.metrics import f1_score

    return float(f1_score(list(truth), list(guess), labels=CLASSES, average="macro", zero_division=0))
