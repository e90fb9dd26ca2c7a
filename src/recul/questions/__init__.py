"""One file a question: what it needs, its batch, its estimators, its word for the answer."""

from __future__ import annotations

from recul.discovery import modules
from recul.questions.base import Question


def discover() -> dict[str, type[Question]]:
    """Every question, by its kind."""
    found = (v for m in modules(__name__) for v in vars(m).values()
             if isinstance(v, type) and v.__module__ == m.__name__ and issubclass(v, Question))
    return {q.kind: q for q in found if hasattr(q, "kind")}


def limit_codes() -> dict[str, tuple[str, ...]]:
    """Every limit a finding can carry, with its values: the common ones, and those of each kind of question."""
    from recul.finding import LIMIT_CODES

    return {**LIMIT_CODES, **{code: values for q in discover().values() for code, values in q.limit_codes.items()}}
