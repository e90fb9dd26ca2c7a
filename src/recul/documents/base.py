"""A document as the audit meets it: paragraphs, each knowing where in the file it stands."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, ReculError, SourceError

#: Bytes of a text, a page or a Markdown file, and characters of the prose of any other; some 3,000 printed pages.
TEXT_MOST = 10_000_000
#: Bytes of a PDF or a Word file: pictures are heavy, and are not looked at.
FILE_MOST = 200_000_000
HEAVY = ("pdf", "docx")
BREAK = "\n\n"
#: A piece that ends with this (word joiner) goes on in the next without a blank.
GLUE = "\u2060"
# What a file is by its first bytes, whatever its name says.
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip archive or an Office file"), (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a protected Office file"), (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"), (b"{\\rtf", "rich text (RTF)"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
)
_NOTHING = {"pdf": "no text: it holds pictures of pages, as a scanner makes them, or nothing",
            "docx": "no text: pictures only, or nothing"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a stretch of a paragraph stands. at: its first character in the paragraph. page: from 1, None where the
    format has none. line, column: from 1, of the file (of the page, in a PDF; of the paragraphs, in a Word file, whose
    columns are all 1)."""

    at: int
    page: int | None
    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """text: one line, blanks collapsed. start: its first character in `Document.text`. marks: in order, the first at 0.
    heading: the format says that it is one."""

    text: str
    start: int
    marks: tuple[Mark, ...]
    heading: bool = False

    def place(self, at: int) -> Mark:
        """Where character `at` of this paragraph stands: its column counted on from the mark before it."""
        mark = next(m for m in reversed(self.marks) if m.at <= at)
        return Mark(at, mark.page, mark.line, mark.column + at - mark.at)


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says. name: the file's. format: how it was read. language: as the file declares it, or None.
    notes: (code, value) of what was left out, mended or guessed; report/words says each. pages: None where there are
    none."""

    name: str
    format: str
    paragraphs: tuple[Paragraph, ...]
    pages: int | None = None
    notes: tuple[tuple[str, str], ...] = ()
    language: str | None = None

    @property
    def text(self) -> str:
        return BREAK.join(p.text for p in self.paragraphs)

    def not_empty(self, where: str) -> Document:
        """Itself. Raises SourceError where there is no word in it, or more text than an audit reads."""
        if not any(re.search(r"[^\W\d_]", p.text) for p in self.paragraphs):
            raise SourceError(Mistake(where, _NOTHING.get(self.format, "no words"), "text that can be selected",
                                      "Run it through text recognition (OCR), or hand in the text." if self.format ==
                                      "pdf" else "Hand in a file with text in it."))
        if sum(len(p.text) for p in self.paragraphs) > TEXT_MOST:
            raise too_long(where)
        return self


class Reader(Protocol):
    """A module of this room has `FORMATS` (format -> endings of file names) and this `read`."""

    def __call__(self, path: Path, where: str, encoding: str | None) -> Document: ...


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in the making: pieces of text with where each begins, glued by a space."""

    pieces: tuple[tuple[str, Mark], ...]
    heading: bool = False


def document(path: Path, kind: str, blocks: Sequence[Block], pages: int | None = None,
             notes: Sequence[tuple[str, str]] = (), language: str | None = None) -> Document:
    """Blocks put one after the other; those without a character are left out."""
    paragraphs, start = [], 0
    for block in blocks:
        text, marks, glued = "", [], True
        for piece, mark in block.pieces:
            plain = re.sub(r"[\s\x00-\x1f\x7f]+", " ", piece.replace("\u00ad", "")).strip()
            if plain.strip(GLUE):
                text += "" if glued else " "
                marks.append(Mark(len(text), mark.page, mark.line, mark.column))
                text, glued = text + plain.replace(GLUE, ""), plain.endswith(GLUE)
        if text:
            paragraphs.append(Paragraph(text, start, tuple(marks), block.heading))
            start += len(text) + len(BREAK)
    return Document(path.name, kind, tuple(paragraphs), pages, tuple(notes), language)


def checked(path: Path, where: str, kind: str | None, known: Sequence[str]) -> str:
    """The format. Raises SourceError for what is no ordinary file, is empty, too large, or not what its name says."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise SourceError(Mistake(where, phrase("nothing that can be read ({reason})",
                                                reason=reason_of(error)), "a file",
                                  "Check the name and the permissions.")) from error
    if stat.S_ISDIR(found.st_mode):
        raise SourceError(Mistake(where, "a folder", "a file",
                                  phrase("Name the files in it: {value}/*.pdf.", value=where.rstrip("/"))))
    if not stat.S_ISREG(found.st_mode):
        raise SourceError(Mistake(where, "a device or a pipe", "a file", "Save what it gives in a file."))
    shown = ", ".join(f".{ending}" for ending in known)
    if kind is None:
        raise SourceError(Mistake(where,
                                  phrase("the ending {suffix!r}", suffix=path.suffix) if path.suffix
                                  else "a name without an ending", phrase("one of {shown}", shown=shown),
                                  "Save it in one of these formats, with the ending it then has."))
    if not found.st_size:
        raise SourceError(Mistake(where, "an empty file", "text", "Export it again."))
    if found.st_size > (FILE_MOST if kind in HEAVY else TEXT_MOST):
        raise too_long(where) if kind not in HEAVY else SourceError(Mistake(where,
                                                                            phrase("{st_size:,.0f} MB",
                                                                                   st_size=found.st_size / 1000000.0),
                                                                            phrase("at most {file_most:.0f} MB",
                                                                                   file_most=FILE_MOST / 1000000.0),
                                                                            "Save it without its pictures, or in"
                                                                            " parts."))
    _refuse_other(path, where, kind)
    return kind


def too_long(where: str) -> SourceError:
    """More text than an audit reads."""
    return SourceError(Mistake(where, phrase("more than {text_most:.0f} million bytes of text",
                                             text_most=TEXT_MOST / 1000000.0), "a report, a pitch or an article",
                               "Cut it into parts, and audit them together."))


def _refuse_other(path: Path, where: str, kind: str) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise SourceError(Mistake(where, phrase("a file that cannot be opened ({reason})", reason=reason_of(error)),
                                  "a file one may read", "Mend its permissions.")) from error
    is_pdf = b"%PDF-" in head  # a few bytes of something else may stand before it
    own = {"pdf": "a PDF", "docx": "a zip archive or an Office file"}.get(kind)
    found = next((name for start, name in _STARTS if head.startswith(start)), "a PDF" if is_pdf and own else None)
    if found == "an old or a protected Office file" and kind == "docx":
        raise SourceError(Mistake(where, _ole(path), "a .docx that opens without a password",
                                  "Save it as .docx without a password."))
    if found != own and (found or own):
        raise SourceError(Mistake(where, found or "a file of another kind", own or phrase("text ({kind})", kind=kind),
                                  "Give it the ending of what it is, or save it again."))


def _ole(path: Path) -> str:
    """A protected .docx is an OLE file that holds an encrypted package; an old .doc is one that does not."""
    with path.open("rb") as file:
        held = "EncryptedPackage".encode("utf-16-le") in file.read(FILE_MOST)
    return "a Word file protected by a password" if held else "an old Word file (.doc)"


@contextmanager
def refuse_damaged(where: str, kind: str) -> Iterator[None]:
    """Whatever a library trips over in a damaged file, told as a mistake of the file. Raises SourceError."""
    try:
        yield
    except (ReculError, ImportError):
        raise
    except MemoryError as error:
        raise SourceError(Mistake(where, "a file that asks for more memory than there is", "an ordinary file",
                                  "Save it again from the program that made it.")) from error
    except Exception as error:  # libraries raise what they please on damaged files
        said = " ".join(str(error).split())[:120]
        raise SourceError(Mistake(where, phrase("a damaged {upper} file ({__name__}: {said})", upper=kind.upper(),
                                                __name__=type(error).__name__, said=said), "a file that opens",
                                  "Save it again from the program that made it.")) from error
