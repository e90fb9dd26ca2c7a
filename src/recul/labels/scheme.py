"""What a reader may say of a text: of messages their tone, of the sentences of job ads the nature of the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recul._phrases import phrase

SKIP = "skip"


class Legible(Protocol):
    """Texts that can be read, [n]: messages, or sentences of ads. key: what a label names each by."""

    @property
    def key(self) -> NDArray[np.str_]: ...
    @property
    def text(self) -> NDArray[np.object_]: ...


@dataclass(frozen=True, eq=False)
class Scheme:
    """name: of the column that holds the answer. file_name: of the labels, beside `study.toml`. answers: in the order
    of the columns of `Labelled.share`. keys: what is pressed for each answer, and to skip. words: what may stand in a
    sheet for each, in small letters. The rest is said of a sheet that is not as it should be: what a cell should hold,
    how a text was drawn, what a key is, and that an answer stands twice."""

    name: str
    file_name: str
    answers: tuple[str, ...]
    keys: Mapping[str, str]
    words: Mapping[str, str]
    expected: str
    how_drawn: str
    known: str
    once: str
    twice: str


_SKIPPED = {"s": SKIP, "skip": SKIP, "?": SKIP, "passer": SKIP}
TONE = Scheme(
    "tone", "labels.csv", ("negative", "neutral", "positive"),
    {"n": "negative", "u": "neutral", "p": "positive", "s": SKIP},
    {"n": "negative", "negative": "negative", "négatif": "negative", "negatif": "negative", "-1": "negative",
     "u": "neutral", "neutral": "neutral", "neutre": "neutral", "0": "neutral",
     "p": "positive", "positive": "positive", "positif": "positive", "1": "positive", "+1": "positive", **_SKIPPED},
    expected=phrase("n, u, p or s (negative, neutral, positive, cannot tell)"),
    how_drawn=phrase("Write how the message was drawn; never `random` of one that was picked."),
    known=phrase("the key of a message of the record"),
    once=phrase("one tone a message and labeller"),
    twice=phrase("{answer} of a message that {labeller!r} already called {earlier}"))
NATURE = Scheme(
    "nature", "labels-ads.csv", ("mixed", "neither", "operational", "strategic"),
    {"t": "strategic", "o": "operational", "m": "mixed", "n": "neither", "s": SKIP},
    {"t": "strategic", "strategic": "strategic", "stratégique": "strategic", "strategique": "strategic",
     "o": "operational", "operational": "operational", "opérationnel": "operational", "operationnel": "operational",
     "opérationnelle": "operational", "m": "mixed", "mixed": "mixed", "mixte": "mixed", "both": "mixed",
     "les deux": "mixed", "n": "neither", "neither": "neither", "aucun": "neither", "aucune": "neither", **_SKIPPED},
    expected=phrase("t, o, m, n or s (strategic, operational, mixed, neither, cannot tell)"),
    how_drawn=phrase("Write how the sentence was drawn; never `random` of one that was picked."),
    known=phrase("the key of a sentence of the record's ads"),
    once=phrase("one nature a sentence and labeller"),
    twice=phrase("{answer} of a sentence that {labeller!r} already called {earlier}"))
