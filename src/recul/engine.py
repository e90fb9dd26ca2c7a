"""The only way to a Finding: the real item and its placebos go through one call of each method, and one judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from recul._phrases import Phrase, joined, phrase
from recul.errors import Mistake, QuestionError, ReculError
from recul.finding import Finding, Limit
from recul.questions.base import Question

if TYPE_CHECKING:
    from recul.batch import Batch
    from recul.panel import Panel
    from recul.questions.effect import Effect
    from recul.record import Record
    from recul.study import Action, Event, Study


def answer(question: Question, record: Record, seed: int) -> Finding:
    """Ask one question of a record. Raises ReculError when it cannot be asked as it is put."""
    return question.judge(batch_of(question, record, seed), provenance(record))


def answer_panel(question: Effect, panel: Panel, actions: Sequence[Action], seed: int, events: Sequence[Event] = ()
                 ) -> Finding:
    """Ask an effect question of a panel in memory, without files."""
    return question.judge(question.asked_of(panel, actions, events=events).batch(seed), provenance(None))


def answer_all(study: Study, record: Record, progress: Callable[[Question], None] | None = None) -> tuple[Finding, ...]:
    """Every question of a study, in its order; `progress` is told of each before it is asked.

    Raises QuestionError with the mistakes of all questions.
    """
    batches = batches_of(study, record)  # of all questions first: what is wrong with the last is known at once
    findings, files = [], provenance(record)
    told = Told(study)
    for number, question in enumerate(study.questions):
        if progress:
            progress(question)
        with told.by(number):
            findings.append(question.judge(batches[number], files))
    told.end()
    return tuple(findings)


def batches_of(study: Study, record: Record) -> tuple[Batch[Any], ...]:
    """The batch of every question. Raises QuestionError with the mistakes of all of them."""
    batches, told = [], Told(study)
    for number, question in enumerate(study.questions):
        with told.by(number):
            batches.append(batch_of(question, record, study.seed))
    told.end()
    return tuple(batches)


def batch_of(question: Question, record: Record, seed: int) -> Batch[Any]:
    """What is asked. Of a tone that a machine read and nobody corrected there is no verdict: what moved may be the
    words that it reads wrongly."""
    from recul.measures.tone import READ

    batch = question.batch(record, seed)
    if not {getattr(question, key, None) for key in ("outcome", "measure")} & set(READ):
        return batch
    return replace(batch, notes=(*batch.notes, Limit("tone_uncorrected", {}, True)))


class Told:
    """The mistakes of several questions, each told once with the questions it is of."""

    def __init__(self, study: Study):
        self._names = [phrase("question {number} ({label})", number=i, label=q.label) if q.label else
                       phrase("question {number}", number=i) for i, q in enumerate(study.questions, 1)]
        self._found: dict[Mistake, list[Phrase]] = {}

    @contextmanager
    def by(self, number: int) -> Iterator[None]:
        """Keep what a question is refused for. The bare ReculError, a contradiction of Recul's own, goes through."""
        try:
            yield
        except ReculError as error:
            if type(error) is ReculError:
                raise
            for mistake in dict.fromkeys(error.mistakes):
                self._found.setdefault(mistake, []).append(self._names[number])

    def end(self) -> None:
        """Raises QuestionError when anything was refused."""
        if self._found:
            raise QuestionError([replace(m, where=phrase("{names}: {where}", names=joined(names),
                                                         where=m.where))
                                 for m, names in self._found.items()])


def provenance(record: Record | None) -> dict[str, Any]:
    """What the finding rests on: this version of Recul, and every file by name and hash."""
    from recul import __version__

    files = [] if record is None else [
        {"source": f.source, "path": f.path, "sha256": f.sha256, "rows_kept": f.rows_kept,
         "rows_refused": f.rows_refused}
        for f in record.provenance]
    return {"recul": __version__, "files": files}
