"""The study that a labeller opens, and the questions it is read for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from recul._phrases import phrase, quoted
from recul.errors import LabelError, Mistake, QuestionError

if TYPE_CHECKING:
    from recul.api import OpenStudy
    from recul.questions.base import Question

Asked = TypeVar("Asked", bound="Question")


def opening(folder: Path, labeller: str, kind: type[Asked]) -> tuple[OpenStudy, list[Asked]]:
    """The study, and its questions of a kind. Raises StudyError, SourceError, QuestionError where it has none, or
    LabelError where a labeller has no name."""
    from recul.api import open_study

    if not labeller or len(labeller) > 80 or any(ord(c) < 32 for c in labeller):
        raise LabelError(Mistake("--by", quoted(labeller[:40]), "a name on one line", "Write who reads."))
    opened = open_study(folder)
    asked = [q for q in opened.study.questions if isinstance(q, kind)]
    if not asked:
        raise QuestionError(Mistake("study.toml", phrase("no question of kind {kind}", kind=kind.kind),
                                    "one, whose sides are drawn from",
                                    phrase('Add [[question]] with kind = "{kind}" (docs/study.md).', kind=kind.kind)))
    return opened, asked
