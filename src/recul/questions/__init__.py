"""One file a question: what it needs, its batch, its estimators, its word for the answer."""

from __future__ import annotations

from recul.discovery import modules
from recul.questions.base import Question


def discover() -> dict[str, type[Question]]:
    """Every question, by its kind."""
    found = (v for m in modules(__name__) for v in vars(m).values()
             if isinstance(v, type) and v.__module__ == m.__name__ and issubclass(v, Question))
    return {q.kind: q for q in found if hasattr(q, "kind")}
