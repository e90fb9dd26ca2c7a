"""A labeller's work on a study: what is to be read, what was read, and what it is good for so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recul.estimators._powered import Sample, bounded, shares
from recul.labels.audit import READ_MOST, Labelled, audit, kappa, to_read
from recul.labels.book import Book, Drawn
from recul.labels.opening import opening
from recul.labels.reading import TAUGHT_LEAST, Read, read
from recul.labels.session import label, most_useful
from recul.labels.sheet import export, imported
from recul.measures.texts import TONES, Written, written
from recul.panel import Ints

if TYPE_CHECKING:
    from recul.labels.session import Terminal
    from recul.questions._toned import Group
    from recul.record import Record


@dataclass(frozen=True, eq=False)
class Work:
    """groups: every group that a question of kind tone compares, once each, with the tone it counts."""

    record: Record
    messages: Written
    groups: tuple[tuple[Group, str], ...]
    book: Book
    labeller: str
    size: int
    again: bool

    needed = TAUGHT_LEAST

    @classmethod
    def of(cls, folder: Path, labeller: str, size: int, again: bool) -> Work:
        """Raises StudyError, SourceError, QuestionError or LabelError with every mistake."""
        from recul.questions._toned import groups, reached
        from recul.questions.tone import Tone

        opened, asked = opening(folder, labeller, Tone)
        messages = written(opened.record)
        found: dict[tuple[str, tuple[str, str]], tuple[Group, str]] = {}
        for question in asked:
            for group in groups(question, messages, opened.study.brand):
                found.setdefault((group.name, group.when), (group, question.tone))
        messages, sides = reached(messages, [g for g, _ in found.values()])
        tones = [tone for _, tone in found.values()]
        book = Book(opened.study.root)
        book.read()
        return cls(opened.record, messages, tuple(zip(sides, tones, strict=True)), book, labeller, size, again)

    @property
    def language(self) -> str:
        return self.record.study.language

    def told(self, key: str, **values: str) -> str:
        from recul.report.words.labelling import told

        return told(key, self.language, **values)

    def labelled(self) -> Labelled:
        return Labelled.of(self.messages, self.book.read())

    def to_read(self) -> Ints:
        """The rows drawn by lot that are still to be read: by anybody, or `again` by this labeller."""
        mine = None
        if self.again:
            own = {x.key for x in self.book.read() if x.labeller == self.labeller}
            mine = np.array([key in own for key in self.messages.key.tolist()], dtype=bool)
        return to_read([g.rows for g, _ in self.groups], self.labelled(), self.size, mine)

    def ask(self, rows: Ints, drawn: Drawn, terminal: Terminal) -> bool:
        return label(self.messages, rows, self.book, self.labeller, drawn, terminal)

    def chosen(self) -> int:
        """How many messages have been read because they teach."""
        return int(self.labelled().chosen.sum())

    def useful(self, size: int) -> Ints:
        """Rows that would teach most; none before the classifier has begun to learn."""
        labelled = self.labelled()
        found = self._read(labelled)
        if not found.taught:
            return np.zeros(0, np.int64)
        kept = np.unique(np.concatenate([np.flatnonzero(g.rows)[:READ_MOST] for g, _ in self.groups]))
        # What the lot has yet to reach is left to it.
        kept = kept[~np.isin(kept, self.to_read())]
        return most_useful(found.probability, labelled, kept, size)

    def export(self, path: Path, train: int) -> int:
        """The sample, or when it has been read what teaches most; how many rows."""
        rows, drawn = self.to_read(), "random"
        if not len(rows) and not self.again:
            rows, drawn = self.useful(max(0, train - self.chosen())), "chosen"
        export(path, self.messages.key[rows].tolist(), self.messages.text[rows].tolist(),
               "random" if drawn == "random" else "chosen")
        return len(rows)

    def take(self, path: Path) -> tuple[int, int]:
        """Labels of a sheet into the book; how many, and how many rows were empty."""
        found, empty = imported(path, frozenset(self.messages.key.tolist()), self.labeller, self.book.read())
        self.book.add(found)
        return len(found), empty

    def states(self) -> Iterator[tuple[str, dict[str, str]]]:
        """One line a group: how often the classifier errs, and how well the share is known. Never the share itself,
        so that nobody stops because it pleases."""
        labelled = self.labelled()
        scores = self._read(labelled)
        for group, tone in self.groups:
            found, which = audit(group.rows, labelled, group.size), TONES.index(tone)
            a = found.audited
            f, t = scores.probability[:, which], labelled.told.astype(float)
            named = {"name": group.name if not group.when[0] else f"{group.name} {' – '.join(group.when)}",
                     "audited": str(len(a))}
            made = shares(Sample.of(t[a], labelled.share[a, which], f[a], (len(found.rest), f[found.rest].sum())),
                          found.size)
            _, low, high = bounded(made)
            if not np.isfinite(low):
                yield "no_state", named
                continue
            told = a[labelled.told[a]]
            wrong = float((scores.probability[told].argmax(axis=1) != labelled.first[told]).mean())
            yield "state", {**named, "skipped": str(len(a) - len(told)), "error": f"{100 * wrong:.0f} %",
                            "half": f"{50 * (high - low):.1f}"}
        agreed, both = kappa(self.book.read())
        if agreed is not None:
            yield "kappa", {"count": str(both), "kappa": f"{agreed:.2f}"}

    def _read(self, labelled: Labelled) -> Read:
        from recul.questions._toned import below

        return read(self.messages, labelled, below(self.record, self.messages)[:2], teach=True)
