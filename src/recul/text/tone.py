"""The tone of messages: a reader a language, and no answer where there is none to be had.

Two come with Recul: a lexicon's rule, and a linear reader trained on messages that a language model wrote for it
(`text/written.py`), which reads unless the study says otherwise. A third is made on the user's machine from messages
that people have labelled (`recul tone train`); no weights trained on people's words ship: their licences do not allow
it. A fourth, with sentence embeddings, needs the extra `recul[text]` (`text/embedding.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from recul._declared import LEXICONS
from recul._phrases import phrase
from recul.errors import Mistake, StudyError
from recul.panel import Bools, Floats
from recul.text import embedding
from recul.text.features import FeatureSet
from recul.text.language import language, unreadable
from recul.text.lexicon import NEUTRAL, compound, lexicon
from recul.text.linear import Linear, fit, marks

if TYPE_CHECKING:
    from recul.study import Study

CLASSES = ("negative", "neutral", "positive")
#: Of the linear reader, chosen by cross-validation on airline and on the training half of tone_fr.
COST = 0.3
#: From how many letters on the same text twice is no chance.
SAID_BY_ONE = 25
#: How far a compound score is from a threshold of the rule, on the scale of log-odds: what the rule calls probable.
STEEPNESS = 4.0
#: Why a message has no tone; report/words says each.
REASONS = ("no_text", "no_letters", "too_short", "too_long", "unsure", "mixed", "no_reader")


class Reader(Protocol):
    """What reads the tone of texts of one language: [text, 3] in the order of CLASSES, each row one."""

    def probabilities(self, texts: Sequence[str]) -> Floats: ...

    @property
    def digest(self) -> str: ...

    @property
    def taught(self) -> NDArray[np.uint64]:
        """`linear.marks` of the texts it learnt from."""


def features_for(language: str, names: Iterable[str] = ()) -> FeatureSet:
    """What the linear reader counts, with a lexicon where there is one. names: brands and people, hidden from it."""
    signs = ("punctuation", *([f"lexicon_{language}"] if language in LEXICONS else []))
    return FeatureSet(words=(1, 2), chars=(2, 5), signs=signs, names=tuple(sorted(set(names))))


def train(texts: Sequence[str], tones: Sequence[str], language: str, trained_on: str, names: Iterable[str] = ()
          ) -> Linear:
    """The linear reader of a language from texts and their tones. Raises ValueError when a class of the three lacks."""
    lacking = sorted(set(CLASSES) - set(tones))
    if lacking or len(set(tones)) != len(CLASSES):
        raise ValueError(f"texts of all three tones are needed; {', '.join(lacking) or 'others'} found wanting")
    return fit(texts, tones, features_for(language, names), trained_on, cost=COST, scaling="idf")


@dataclass(frozen=True)
class ByLexicon:
    """VADER's rule: a compound score of 0.05 or more is positive, of −0.05 or less negative, else neutral.

    Its probabilities put the rule's answer first and say how near the threshold it was; they are not calibrated.
    """

    language: str

    @property
    def taught(self) -> NDArray[np.uint64]:
        return np.zeros(0, np.uint64)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        from recul.text.clean import masked

        read = lexicon(self.language)
        score = np.array([compound(read.found(masked(text))) for text in texts])
        # Exactly on a threshold is beyond it, as in VADER.
        z = np.stack([-score - NEUTRAL, np.full(len(texts), -1e-12), score - NEUTRAL], axis=1) * STEEPNESS
        e = np.exp(z)
        return np.asarray(e / e.sum(axis=1, keepdims=True))

    @property
    def digest(self) -> str:
        words = sorted(lexicon(self.language).valence.items())
        return hashlib.sha256(repr(("lexicon", self.language, words)).encode()).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Judged:
    """probabilities: [n, 3], a row of NaN where not judged. languages: of each text, None where not told.
    unjudged: why (REASONS) → how many."""

    probabilities: Floats
    languages: tuple[str | None, ...]
    unjudged: dict[str, int] = field(default_factory=dict)

    @property
    def tones(self) -> list[str | None]:
        """The most probable class of each, None where not judged."""
        known = ~np.isnan(self.probabilities[:, 0])
        best = np.where(known, np.nan_to_num(self.probabilities).argmax(axis=1), -1)
        return [CLASSES[i] if i >= 0 else None for i in best]


class Tone:
    """Reads messages of several languages, each with the reader of its own."""

    def __init__(self, readers: Mapping[str, Reader]):
        self.readers = dict(readers)

    @classmethod
    def by_lexicon(cls) -> Tone:
        """Words of known tone alone: English and French."""
        return cls({name: ByLexicon(name) for name in LEXICONS})

    @classmethod
    def by_default(cls) -> Tone:
        """What reads without any label of the user's: English and French."""
        from recul.text.written import PART, written

        return cls({name: written(name) for name in PART})

    @classmethod
    def declared(cls, study: Study) -> Tone | None:
        """The readers that `[tone]` of a study names, those by default for other languages; None without that table.

        Raises StudyError with the mistakes of all model files.
        """
        if study.tone is None:
            return None
        readers, mistakes = dict(cls.by_default().readers), []
        for name, file in study.tone.models.items():
            try:
                readers[name] = ByLexicon(name) if file == "lexicon" else load(study.root / file)
            except (OSError, ValueError) as error:
                mistakes.append(Mistake(phrase("tone.models.{name}", name=name),
                                        phrase("{file!r}, {error}", file=file, error=error),
                                        "a file that `recul tone train` wrote",
                                        "Train it again, or remove this line: Recul's own reader reads then."))
        if mistakes:
            raise StudyError(mistakes)
        return cls(readers)

    @property
    def digest(self) -> str:
        """All the readers, in twelve letters."""
        each = sorted((name, reader.digest) for name, reader in self.readers.items())
        return hashlib.sha256(repr(each).encode()).hexdigest()[:12]

    def taught(self, texts: Sequence[str]) -> Bools:
        """[n]: whether a reader learnt from these very words; of a few, which anybody may say, it is not asked."""
        known = np.concatenate([reader.taught for reader in self.readers.values()])
        long = np.array([len(text) >= SAID_BY_ONE for text in texts], dtype=bool)
        return np.asarray(np.isin(marks(texts), known) & long)

    def read(self, texts: Sequence[str | None], languages: Sequence[str | None] | None = None) -> Floats:
        """[n, 3]; see `judge`."""
        return self.judge(texts, languages).probabilities

    def judge(self, texts: Sequence[str | None], languages: Sequence[str | None] | None = None) -> Judged:
        """languages: of each text as its source declares it ("fr", "fr-CA"), None to look for it.

        The same texts get the same rows in any order and any number. ValueError when there are not as many of both.
        """
        given: Sequence[str | None] = [None] * len(texts) if languages is None else languages
        if len(given) != len(texts):
            raise ValueError(f"{len(texts)} texts and {len(given)} languages")
        told: list[str | None] = []
        unjudged, rows = dict[str, int](), dict[str, list[int]]()
        for i, (text, tag) in enumerate(zip(texts, given, strict=True)):
            name, why = self._language(text, tag)
            told.append(name)
            if why is None and name in self.readers:
                rows.setdefault(str(name), []).append(i)
            else:
                reason = why or "no_reader"
                unjudged[reason] = unjudged.get(reason, 0) + 1
        found = np.full((len(texts), len(CLASSES)), np.nan)
        for name, places in sorted(rows.items()):
            found[places] = self.readers[name].probabilities([str(texts[i]) for i in places])
        return Judged(found, tuple(told), unjudged)

    @staticmethod
    def _language(text: str | None, tag: str | None) -> tuple[str | None, str | None]:
        base = (tag or "").replace("_", "-").split("-")[0].strip().lower()
        return (base, unreadable(text)) if base and base != "und" else language(text)


def load(path: Path) -> Reader:
    """A model of tone. Raises ValueError when the file is none, OSError when it cannot be read."""
    model = Linear.load(path)
    if model.classes != CLASSES:
        raise ValueError(f"a model of {', '.join(model.classes)}, not of tone")
    return embedding.load(path, model) or model
