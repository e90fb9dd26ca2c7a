"""What Recul says when it cannot go on: what was found, what was expected, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recul._phrases import Phrase, phrase, told


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend.

    Each is English text, most of it `_phrases.Phrase`, which can be told in French too.
    where: the key, file or row ("question[1].outcome", "sales.csv row 12"). Told in French only where it is a phrase:
    other text is a name, and "text" may be the user's.
    found: what stands there now.
    expected: what would have been accepted.
    todo: the next step, in the imperative.
    """

    where: str
    found: str
    expected: str
    todo: str

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """The mistake on one line, in "fr" or "en"."""
        return phrase("{where}: found {found}; expected {expected}. {todo}",
                      **dict(zip(self.__slots__, self.parts(language), strict=True))).told(language)

    def parts(self, language: str) -> tuple[str, str, str, str]:
        """where, found, expected and todo, in "fr" or "en"."""
        where = told(self.where, language) if isinstance(self.where, Phrase) else self.where
        return where, told(self.found, language), told(self.expected, language), told(self.todo, language)


class ReculError(Exception):
    """Base of every error a user can meet. It carries all the mistakes found, not only the first."""

    def __init__(self, mistakes: Mistake | Sequence[Mistake]):
        self.mistakes: tuple[Mistake, ...] = (mistakes,) if isinstance(mistakes, Mistake) else tuple(mistakes)
        super().__init__("\n".join(str(m) for m in self.mistakes))

    def told(self, language: str) -> str:
        """Every mistake on a line of its own, in "fr" or "en"."""
        return "\n".join(m.told(language) for m in self.mistakes)


class StudyError(ReculError):
    """The study file is not as it should be."""


class SourceError(ReculError):
    """A file of data cannot be read as declared."""


class RecordError(ReculError):
    """The record on disk cannot be used, or does not hold what was asked."""


class QuestionError(ReculError):
    """A question cannot be asked as it is put."""


class WatchError(ReculError):
    """A watch cannot begin, or cannot go on."""


class LedgerError(ReculError):
    """The ledger of claims cannot be used, or is not as it was written."""


class LabelError(ReculError):
    """The labels of a study, or a sheet of them, are not as they should be."""
