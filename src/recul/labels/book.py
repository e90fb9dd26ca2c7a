"""The labels of a study: a CSV file beside `study.toml`, one line a text read by one labeller."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from recul._phrases import phrase, quoted, reason_of
from recul.errors import LabelError, Mistake
from recul.labels.scheme import SKIP, TONE, Scheme

Drawn = Literal["random", "chosen"]
DRAWN: tuple[Drawn, ...] = get_args(Drawn)
BIGGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Label:
    """key: of the text (`measures.texts`, `measures.advertised`). answer: one of the scheme's (a tone, a nature), or
    `skip` where the labeller could not tell, which is none. drawn: how it came to be read, by lot
    (`random`) or because it was useful (`chosen`)."""

    key: str
    answer: str
    labeller: str
    drawn: Drawn


class Book:
    """Nothing in the file is changed but by renaming a finished file over it: a kill loses no label that was given."""

    def __init__(self, root: Path, scheme: Scheme = TONE):
        self.path, self.scheme = root / scheme.file_name, scheme

    def read(self) -> tuple[Label, ...]:
        """Every label, in the order given; none where there is no file. Raises LabelError with every mistake."""
        if not self.path.exists():
            return ()
        found, mistakes, seen = [], [], set()
        name, told = self.scheme.name, (*self.scheme.answers, SKIP)
        for number, row in rows_of(self.path, self._columns):
            where = phrase("{path} row {number}", path=self.path.name, number=number)
            if row[name] not in told:
                mistakes.append(Mistake(phrase("{where}, {column}", where=where, column=name), quoted(row[name]),
                                        phrase("one of {names}", names=", ".join(told)), "Mend it."))
            if row["drawn"] not in DRAWN:
                mistakes.append(Mistake(phrase("{where}, drawn", where=where), quoted(row["drawn"]),
                                        phrase("one of {names}", names=", ".join(DRAWN)), self.scheme.how_drawn))
            if not row["key"] or not row["labeller"]:
                mistakes.append(Mistake(where, "no key or no labeller", "both", "Fill it, or remove the row."))
            if (row["key"], row["labeller"]) in seen:
                mistakes.append(Mistake(where, phrase("{key!r} labelled twice by {labeller!r}", key=row["key"],
                                                      labeller=row["labeller"]), "once", "Remove one of the two rows."))
            seen.add((row["key"], row["labeller"]))
            found.append(Label(row["key"], row[name], row["labeller"], row["drawn"]))  # type: ignore[arg-type]
        if mistakes:
            raise LabelError(mistakes)
        return tuple(found)

    def add(self, labels: Iterable[Label]) -> None:
        """At the end of what is there, whoever else is writing."""
        with self._locked():
            self._write((*self.read(), *labels))

    def take_back(self, label: Label) -> None:
        """As though it had not been given."""
        with self._locked():
            self._write(tuple(x for x in self.read() if x != label))

    @property
    def _columns(self) -> tuple[str, ...]:
        return "key", self.scheme.name, "labeller", "drawn"

    def _write(self, labels: Sequence[Label]) -> None:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self._columns)
        writer.writerows((x.key, x.answer, x.labeller, x.drawn) for x in labels)
        write(self.path, out.getvalue().encode())

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two labellers at once wait for each other; a killed one holds nothing."""
        lock = self.path.with_name(f".{self.path.name}.lock")
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except OSError as error:
            raise LabelError(Mistake(str(lock),
                                     phrase("a file that cannot be written ({reason})", reason=reason_of(error)),
                                     "a study folder one may write in", "Mend its permissions.")) from error
        with os.fdopen(descriptor, "r+b") as handle:
            with contextlib.suppress(ImportError):  # Windows has no fcntl: there the renames alone protect.
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def write(path: Path, content: bytes) -> None:
    """Aside, then renamed: the file is there whole or not at all. Raises LabelError where it cannot be written."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(aside, path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise LabelError(Mistake(str(path), phrase("a file that cannot be written ({reason})", reason=reason_of(error)),
                                 "a folder one may write in", "Make room or mend the permissions.")) from error


def rows_of(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row of a CSV file, with commas, semicolons or tabs as spreadsheets write them.

    Raises LabelError when it cannot be read, is no UTF-8, or lacks a column.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # of a pipe or a device no end may ever be read
            raise LabelError(Mistake(path.name, "no ordinary file", "a CSV file", "Check its name."))
        if found.st_size > BIGGEST:
            raise LabelError(Mistake(path.name, "more than 64 MB", "a sheet of labels", "Name another file."))
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabelError(Mistake(path.name, "text that is not UTF-8", "CSV in UTF-8",
                                 'In a spreadsheet, save as "CSV UTF-8".')) from error
    except OSError as error:
        raise LabelError(Mistake(str(path), phrase("a file that cannot be read ({reason})", reason=reason_of(error)),
                                 "a CSV file", "Check its name.")) from error
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval="")
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise LabelError(Mistake(path.name, phrase("no column {names}", names=", ".join(missing)),
                                     phrase("columns {names}", names=", ".join(needed)),
                                     "Keep the header as `recul label --export` writes it."))
        for row in reader:
            yield reader.line_num, {name: (row[name] or "").strip() for name in needed}
    except csv.Error as error:
        raise LabelError(Mistake(phrase("{path} row {line_num}", path=path.name, line_num=reader.line_num),
                                 phrase("no CSV ({error})", error=error), "rows of cells",
                                 "Save the sheet as CSV again.")) from error
