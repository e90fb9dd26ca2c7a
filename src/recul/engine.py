"""The only way to a Finding: the real item and its placebos go through one call of each method, and one judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from recul.finding import Finding
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.panel import Panel
    from recul.questions.effect import Effect
    from recul.record import Record
    from recul.study import Action, Study


def answer(question: Question, record: Record, seed: int) -> Finding:
    """Ask one question of a record. Raises ReculError when it cannot be asked as it is put."""
    return question.judge(question.batch(record, seed), provenance(record))


def answer_panel(question: Effect, panel: Panel, actions: Sequence[Action], seed: int) -> Finding:
    """Ask an effect question of a panel in memory, without files."""
    return question.judge(question.asked_of(panel, actions).batch(seed), provenance(None))


def answer_all(study: Study, record: Record, progress: Callable[[Question], None] | None = None) -> tuple[Finding, ...]:
    """Every question of a study, in its order; `progress` is told of each before it is asked."""
    findings = []
    for question in study.questions:
        if progress:
            progress(question)
        findings.append(answer(question, record, study.seed))
    return tuple(findings)


def provenance(record: Record | None) -> dict[str, Any]:
    """What the finding rests on: this version of Recul, and every file by name and hash."""
    from recul import __version__

    files = [] if record is None else [
        {"source": f.source, "path": f.path, "sha256": f.sha256, "rows_kept": f.rows_kept,
         "rows_refused": f.rows_refused}
        for f in record.provenance]
    return {"recul": __version__, "files": files}
