"""Words whose tone is known beforehand: English and French lexicons, their valences summed with negation turned round.

English: VADER's (Hutto and Gilbert, 2014), from its package. French: its translation and Pattern's adjectives, in the
folder `lexicons/` with their licences. An emoji has the valence of the words that describe it, as in VADER.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul._declared import LEXICONS
from recul.text.clean import masked

TOKEN = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]+")
#: VADER's own: the strength of a negation, how far it reaches, and what brings a sum of valences to −1 … 1.
TURN, REACH, NORMAL = 0.74, 3, 15.0
#: VADER's thresholds of its compound score.
NEUTRAL = 0.05
_NOT_EN = (
    "not no never none nothing nobody nor cannot without hardly barely ain't aint aren't arent can't cant couldn't"
    " couldnt didn't didnt doesn't doesnt don't dont hadn't hasn't haven't isn't isnt shouldn't wasn't wasnt weren't"
    " won't wont wouldn't wouldnt"
)
_NOT_FR = "ne n pas ni jamais rien aucun aucune sans plus guère nullement"
NEGATIONS = {"en": frozenset(_NOT_EN.split()), "fr": frozenset(_NOT_FR.split())}
SIGNS = 9


@dataclass(frozen=True, eq=False)
class Lexicon:
    """valence: word in lower case → −4 … 4."""

    valence: Mapping[str, float]
    negations: frozenset[str]

    def found(self, text: str) -> list[float]:
        """The valences in a text, in its order, those after a negation turned round and weakened."""
        said, tokens = [], TOKEN.findall(text.lower().replace("’", "'"))
        last = -REACH - 1
        for place, token in enumerate(tokens):
            value = self.valence.get(token)
            if value is None and "'" in token:
                head, _, tail = token.partition("'")
                value = self.valence.get(tail)
                if head in self.negations:
                    last = place
            if value is not None:
                said.append(-TURN * value if place - last <= REACH else value)
            elif not token[0].isalnum():
                said.extend(self.valence[c] for c in token if c in self.valence and not c.isascii())
            if token in self.negations:
                last = place
        return said


def compound(said: Sequence[float]) -> float:
    """VADER's: the sum of valences x as x/√(x² + 15)."""
    total = sum(said)
    return total / math.sqrt(total * total + NORMAL)


@cache
def lexicon(language: str) -> Lexicon:
    """Raises ValueError when there is none for this language."""
    if language == "en":
        return Lexicon(_vader_english(), NEGATIONS["en"])
    if language == "fr":
        adjectives = lexicon("fr_pattern").valence
        return Lexicon({**adjectives, **lexicon("fr_vader").valence}, NEGATIONS["fr"])
    if language in ("fr_vader", "fr_pattern"):
        return Lexicon({**_shipped(language, 4.0 if language == "fr_pattern" else 1.0), **_emoji()}, NEGATIONS["fr"])
    raise ValueError(f"no lexicon for {language!r}, only for {', '.join(LEXICONS)}")


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@cache
def _vader_english() -> dict[str, float]:
    return {**{word.lower(): float(value) for word, value in _vader().lexicon.items()}, **_emoji()}


@cache
def _emoji() -> dict[str, float]:
    """Of each emoji of one character: the valences of its description, summed."""
    read = _vader()
    found = {emoji: sum(read.lexicon.get(word, 0.0) for word in words.split()) for emoji, words in read.emojis.items()}
    return {emoji: float(value) for emoji, value in found.items() if len(emoji) == 1 and value}


def _shipped(name: str, scale: float) -> dict[str, float]:
    from importlib.resources import files

    text = files("recul.text").joinpath("lexicons", f"{name}.tsv").read_text(encoding="utf-8")
    rows = (line.rpartition("\t") for line in text.splitlines())
    return {word: scale * float(value) for word, _, value in rows}


def signs(texts: Sequence[str], *named: str) -> NDArray[np.float64]:
    """[text, 9 a lexicon]: compound up and down; valences above and below zero, summed; the highest and the lowest; the
    last one up and down; nothing found."""
    read = [lexicon(name) for name in named]
    table = np.zeros((len(texts), SIGNS * len(read)))
    for i, text in enumerate(texts):
        clean = masked(text)
        for place, words in enumerate(read):
            table[i, SIGNS * place : SIGNS * (place + 1)] = _summed(words.found(clean))
    return np.minimum(table, 3)


def _summed(said: list[float]) -> tuple[float, ...]:
    if not said:
        return (0.0,) * 8 + (1.0,)
    whole, last = compound(said), said[-1] / 4
    return (max(whole, 0), max(-whole, 0), sum(v for v in said if v > 0) / 4, -sum(v for v in said if v < 0) / 4,
            max(*said, 0) / 4, -min(*said, 0) / 4, max(last, 0), max(-last, 0), 0)
