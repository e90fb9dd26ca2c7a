"""A labeller's work on the job ads of a study: which sentences are to be read, and what they are good for so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recul.labels.audit import Labelled, kappa, to_read
from recul.labels.book import Book, Drawn
from recul.labels.opening import opening
from recul.labels.scheme import NATURE
from recul.labels.session import label
from recul.labels.sheet import export, imported
from recul.measures.advertised import Advertised, advertised
from recul.panel import Ints

if TYPE_CHECKING:
    from recul.labels.session import Terminal
    from recul.questions._duties import Group


@dataclass(frozen=True, eq=False)
class SentenceWork:
    """groups: every group that a question of kind duties compares, once each. All that is read is drawn by lot: the
    classifier of tasks learns nothing from it."""

    language: str
    sentences: Advertised
    groups: tuple[Group, ...]
    book: Book
    labeller: str
    size: int
    again: bool

    needed = 0

    @classmethod
    def of(cls, folder: Path, labeller: str, size: int, again: bool) -> SentenceWork:
        """Raises StudyError, SourceError, QuestionError or LabelError with every mistake."""
        from recul.questions._duties import groups, reached
        from recul.questions.duties import Duties

        opened, asked = opening(folder, labeller, Duties)
        sentences = advertised(opened.record)
        found: dict[tuple[str, bytes], Group] = {}
        for question in asked:
            for group in groups(question, sentences):
                found.setdefault((group.name, group.rows.tobytes()), group)
        sentences, sides = reached(sentences, list(found.values()))
        book = Book(opened.study.root, NATURE)
        book.read()
        return cls(opened.study.language, sentences, sides, book, labeller, size, again)

    def told(self, key: str, **values: str) -> str:
        from recul.report.words.labelling import told

        return told(key, self.language, NATURE.name, **values)

    def to_read(self) -> Ints:
        """The rows drawn by lot that are still to be read: by anybody, or `again` by this labeller."""
        mine = None
        if self.again:
            own = {x.key for x in self.book.read() if x.labeller == self.labeller}
            mine = np.array([key in own for key in self.sentences.key.tolist()], dtype=bool)
        return to_read([g.rows for g in self.groups], self._labelled(), self.size, mine)

    def ask(self, rows: Ints, drawn: Drawn, terminal: Terminal) -> bool:
        return label(self.sentences, rows, self.book, self.labeller, drawn, terminal)

    def chosen(self) -> int:
        """How many were read because they teach: none."""
        return 0

    def useful(self, size: int) -> Ints:
        """Rows that would teach the classifier: none."""
        return np.zeros(0, np.int64)

    def export(self, path: Path, train: int) -> int:
        """The sample; how many rows."""
        rows = self.to_read()
        export(path, self.sentences.key[rows].tolist(), self.sentences.text[rows].tolist(), "random", NATURE)
        return len(rows)

    def take(self, path: Path) -> tuple[int, int]:
        """Labels of a sheet into the book; how many, and how many rows were empty."""
        found, empty = imported(path, frozenset(self.sentences.key.tolist()), self.labeller, self.book.read(), NATURE)
        self.book.add(found)
        return len(found), empty

    def states(self) -> Iterator[tuple[str, dict[str, str]]]:
        """One line a group: how many were read and state a task, and how well the share is known. Never the share, so
        that nobody stops because it pleases."""
        from recul.questions._duties import audits_of, enough, interval, sides_of

        labelled = self._labelled()
        audits = audits_of(self.groups, labelled)
        for group, found, side in zip(self.groups, audits, sides_of(self.sentences, labelled, audits), strict=True):
            name = self.told(group.name) if group.name == "all_others" else group.name
            named = {"name": name, "audited": str(len(found.audited)), "tasks": str(int(side.t.sum()))}
            if not enough(side):
                yield "no_state", named
                continue
            _, low, high = interval(side)
            yield "state", {**named, "half": f"{50 * (high - low):.1f}"}
        agreed, both = kappa(self.book.read())
        if agreed is not None:
            yield "kappa", {"count": str(both), "kappa": f"{agreed:.2f}"}

    def _labelled(self) -> Labelled:
        return Labelled.of(self.sentences, self.book.read(), NATURE.answers)
