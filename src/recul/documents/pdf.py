"""A PDF's text, page by page: lines mended into paragraphs, what stands on every page counted once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from recul._phrases import phrase
from recul.documents._lines import Line, mended
from recul.documents.base import Document, document
from recul.errors import Mistake, SourceError

FORMATS: dict[str, tuple[str, ...]] = {"pdf": ("pdf",)}
PAGES_MOST = 3_000
#: Seconds for the whole file, and bytes that one stream of it may unpack to: a page of text is some 10,000.
SECONDS_MOST, STREAM_MOST = 120.0, 20_000_000
#: Of a page's letters, how many may be signs that no font of it explains.
UNREADABLE_MOST = 0.3
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
                            "\u00ad": "-", "\u2010": "-", "\u2011": "-"})


def read(path: Path, where: str, encoding: str | None) -> Document:
    """Pages in order. What has no text, or none that can be read, is counted by page in the notes."""
    from pypdf import apply_configuration

    limits: dict[str, Any] = dict.fromkeys(("zlib_maximum_output_length", "lzw_maximum_output_length",
                            "run_length_maximum_output_length", "array_based_stream_maximum_output_length"),
                           STREAM_MOST)
    with _quiet(), apply_configuration(stream_decoding_work_maximum_length=4 * STREAM_MOST, **limits):
        reader = _opened(path, where)
        count = len(reader.pages)
        if count > PAGES_MOST:
            raise SourceError(Mistake(where, phrase("{count} pages", count=count),
                                      phrase("at most {pages_most}", pages_most=PAGES_MOST), "Cut it into parts."))
        pages, empty, lost = _pages(reader, count, where)
    blocks, notes = mended(pages)
    notes = [*notes, *((code, _numbers(found)) for code, found in
                       (("pages_without_text", empty), ("pages_unreadable", lost)) if found)]
    language = reader.root_object.get("/Lang") if hasattr(reader, "root_object") else None
    return document(path, "pdf", blocks, count, notes, str(language) if language else None)


def _opened(path: Path, where: str) -> Any:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    protected = SourceError(Mistake(where, "a PDF protected by a password", "one that opens without",
                                    "Save it without its password."))
    try:
        reader = PdfReader(str(path))
        # What anybody may open is often encrypted with an empty password, against changes only.
        if reader.is_encrypted and not reader.decrypt(""):
            raise protected
    except (DependencyError, NotImplementedError) as error:
        raise protected from error
    return reader


def _pages(reader: Any, count: int, where: str) -> tuple[list[list[Line]], list[int], list[int]]:
    """Lines of each page; the pages without text, and those whose text cannot be read."""
    late = monotonic() + SECONDS_MOST

    def in_time(*_: Any) -> None:
        if monotonic() > late:
            raise TimeoutError

    pages: list[list[Line]] = []
    empty, lost = [], []
    for number in range(1, count + 1):
        try:
            in_time()
            text = reader.pages[number - 1].extract_text(visitor_operand_before=in_time)
            in_time()  # a form inside the page may have swallowed the first word of it
        except TimeoutError as error:
            raise SourceError(Mistake(where, phrase("page {number} of {count} not read after {seconds_most:.0f}"
                                                    " seconds", number=number, count=count, seconds_most=SECONDS_MOST),
                                      "a document, which takes a fraction of one a page",
                                      "Print it to PDF again, or hand in its text.")) from error
        except Exception:  # a damaged page is counted, and the others are read
            logging.getLogger(__name__).info("page %d of %s", number, where, exc_info=True)
            lost.append(number)
            text = ""
        pages.append(_lines(text, number))
        if not pages[-1] and number not in lost:
            empty.append(number)
        elif _unreadable(text):
            lost.append(number)
            pages[-1] = []
    return pages, empty, lost


def _lines(text: str, page: int) -> list[Line]:
    """The lines of a page, blank ones kept between others."""
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_LIGATURES)
    found = [Line(" ".join(line.split()), page, number) for number, line in enumerate(text.splitlines(), 1)]
    return found if any(line.text for line in found) else []


def _unreadable(text: str) -> bool:
    letters = len(re.sub(r"\s", "", text))
    return letters > 0 and sum(len(m[0]) for m in _UNREADABLE.finditer(text)) > UNREADABLE_MOST * letters


def _numbers(pages: list[int]) -> str:
    """ "3, 7-9, 12". """
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


@contextmanager
def _quiet() -> Iterator[None]:
    """pypdf tells the log of every oddity it mends; what matters of them is counted here."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)
