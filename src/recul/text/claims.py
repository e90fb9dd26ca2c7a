"""Which sentences claim that one thing acts on, or goes with, another; how strongly; resting on what.

Strengths are those of Yu, Li and Wang (2019, *Detecting causal language use in science findings*), as
`tests/data/marketing_claims/GUIDELINES.md` adapts them to marketing. The weights are made by
`python benchmarks/train_claims.py` from those sentences: written and labelled by language models, nobody's words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul.text._signs_claims import LONGEST, WIDTH, hashed, named, nameless
from recul.text.linear import Linear

WEIGHTS = Path(__file__).parent / "weights"
LANGUAGES = ("en", "fr")
STRENGTHS = ("none", "correlational", "conditional causal", "causal")
TYPES = ("none", "crisis", "roi", "governance", "strategy", "reach")
EVIDENCES = ("none", "design", "comparison", "figure", "source")
UNSURE = "unsure"
AT_ONCE = 2000  # sentences in memory together
SHOWN = 3  # places shown as the reason


@dataclass(frozen=True)
class Claim:
    """What one sentence claims.

    strength: of `STRENGTHS`; `unsure` when the language is not one of `LANGUAGES`, and nothing else is said then.
    type, evidence: of `TYPES` and `EVIDENCES`; both `none` where the strength is.
    probability: of the strength given, 0 to 1, calibrated on authors held out; NaN when unsure.
    words: from and before which character of the sentence stand the words that weighed most against "no claim".
    """

    strength: str
    type: str = "none"
    evidence: str = "none"
    probability: float = float("nan")
    words: tuple[tuple[int, int], ...] = ()


def _about() -> Mapping[str, Any]:
    return dict(json.loads((WEIGHTS / "claims.json").read_text(encoding="utf-8")))


ABOUT = _about()
# language -> any, causal -> flagged, of, rate, low, high: on claim-free sentences of authors not learnt from.
FALSE_FLAGS: Mapping[str, Mapping[str, Mapping[str, float]]] = {k: v["false_flags"] for k, v in ABOUT.items()}


def read(sentences: Sequence[str], languages: Sequence[str | None]) -> list[Claim]:
    """One claim a sentence, in order; each read by itself, whatever stands beside it.

    Raises ValueError when there is not one language a sentence.
    """
    if len(sentences) != len(languages):
        raise ValueError(f"{len(sentences)} sentences and {len(languages)} languages")
    found = [Claim(UNSURE)] * len(sentences)
    for language in LANGUAGES:
        mine = [i for i, name in enumerate(languages) if name == language]
        for start in range(0, len(mine), AT_ONCE):
            part = mine[start:start + AT_ONCE]
            for i, claim in zip(part, _read([sentences[i] for i in part], language), strict=True):
                found[i] = claim
    return found


def _bounded(sentence: str) -> str:
    """Its beginning, in characters that can be written down: half a character (a lone surrogate) becomes a `?`."""
    return sentence[:LONGEST].encode("utf-8", "replace").decode("utf-8")


@cache
def model(language: str) -> Linear:
    """The weights that ship, strength, type and evidence side by side."""
    return Linear.load(WEIGHTS / f"claims_{language}.npz")


def of(classes: Sequence[str], kind: str) -> dict[str, int]:
    """The columns of one of strength, type, evidence."""
    return {name.split(":", 1)[1]: i for i, name in enumerate(classes) if name.startswith(kind + ":")}


def probabilities(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """[text, class] scores -> probabilities, each row one (Guo et al., 2017: one temperature for all)."""
    each = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(each / each.sum(axis=1, keepdims=True))


def decided(chances: NDArray[np.float64], names: Sequence[str], bars: Sequence[float]) -> NDArray[np.intp]:
    """The class of each row: a claim only where "no claim" has less than the first bar, causal only under the second.

    A claim that would be causal but for the second bar is the next likeliest thing it can be, "none" among them.
    """
    none, causal = names.index("none"), names.index("causal")
    free = chances[:, none]
    claims = chances.copy()
    claims[:, none] = np.where(free < bars[0], -1, 2)
    claims[free >= bars[1], causal] = -1
    held_back = (free < bars[0]) & (free >= bars[1]) & (chances[:, causal] == chances.max(axis=1))
    claims[held_back, none] = chances[held_back, none]
    return np.asarray(claims.argmax(axis=1))


def _read(sentences: list[str], language: str) -> list[Claim]:
    about = ABOUT[language]
    return told(sentences, language, lambda scores: (probabilities(scores, about["temperature"]), about["bars"]))


def told(sentences: Sequence[str], language: str,
         weighed: Callable[[NDArray[np.float64]], tuple[NDArray[np.float64], Sequence[float]]]) -> list[Claim]:
    """What sentences of one language claim. weighed: what each strength's scores [text, strength], in the order of
    STRENGTHS, make of its chances, and the bars that these must pass."""
    sentences = [_bounded(sentence) for sentence in sentences]
    reader = model(language)
    scores = reader.scores([nameless(sentence, language) for sentence in sentences])
    columns = {kind: of(reader.classes, kind) for kind in ("strength", "type", "evidence")}
    chances, bars = weighed(scores[:, [columns["strength"][name] for name in STRENGTHS]])
    given = decided(chances, STRENGTHS, bars)
    found = []
    for i, sentence in enumerate(sentences):
        if not any(c.isalpha() for c in sentence):
            found.append(Claim("none", probability=1.0))
            continue
        strength, chance = STRENGTHS[given[i]], float(chances[i, given[i]])
        if strength == "none":
            found.append(Claim("none", probability=chance))
            continue
        kinds = [max(columns[kind], key=lambda name, at=columns[kind], row=scores[i]: row[at[name]])  # type: ignore[misc]
                 for kind in ("type", "evidence")]
        found.append(Claim(strength, kinds[0], kinds[1], chance, _reasons(reader, sentence, language, strength)))
    return found


def _reasons(reader: Linear, sentence: str, language: str, strength: str) -> tuple[tuple[int, int], ...]:
    """Where the signs that weighed most for this strength stand; each shares its weight among its words."""
    classes = of(reader.classes, "strength")
    signs = {(k, name): places for k, block in enumerate(named(sentence, language)) for name, places in reversed(block)}
    first = reader.weights.shape[0] - WIDTH
    weight: dict[tuple[int, int], float] = {}
    for (k, name), places in signs.items():
        row = reader.weights[first + hashed(name, k)]
        for place in places:
            weight[place] = weight.get(place, 0.0) + float(row[classes[strength]] - row[classes["none"]]) / len(places)
    best = sorted((place for place in weight if weight[place] > 0), key=lambda place: -weight[place])[:SHOWN]
    return tuple(sorted(place for place in best if weight[place] > weight[best[0]] / 4))
