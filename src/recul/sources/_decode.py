"""Bytes to UTF-8: which encoding a text file is in, and the file as a stream of UTF-8 after its preamble."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from recul._phrases import phrase
from recul.errors import Mistake, SourceError

BLOCK = 1 << 22
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Bytes that cp1252 does not use; with one of them the file is taken for Latin-1.
_NOT_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class Encoding:
    """name: a Python codec. skip: bytes of the byte-order mark. detected: nobody declared it."""

    name: str
    skip: int
    detected: bool


def encoding_of(path: Path, declared: str | None, where: str) -> Encoding:
    """The encoding declared, else the mark's, else UTF-8, else what the bytes allow, and that is said.

    Raises SourceError when the bytes contradict the declaration, or mix UTF-8 with something else.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    mark = next(((name, len(bom)) for bom, name in _MARKS if head.startswith(bom)), None)
    if declared is not None:
        return _declared(path, declared, mark, head, where)
    if mark is not None:
        if mark[0] == "utf-8":
            _check(path, "utf-8", where)
        return Encoding(*mark, detected=False)
    wide = _wide(head)
    if wide is not None:
        return Encoding(wide, 0, detected=True)
    return _narrow(path, where)


def _declared(path: Path, declared: str, mark: tuple[str, int] | None, head: bytes, where: str) -> Encoding:
    name = codecs.lookup(declared).name
    if name in ("utf-8", "utf-8-sig"):
        if mark is not None and mark[0] != "utf-8":
            raise SourceError(Mistake(where, phrase("the byte-order mark of {mark}", mark=mark[0]),
                                      phrase("the declared {declared}", declared=declared),
                                      "Remove `encoding`, or export the file again."))
        _check(path, "utf-8", where)
        return Encoding("utf-8", mark[1] if mark else 0, detected=False)
    if name == "utf-16":
        return Encoding(*mark, detected=False) if mark else Encoding(_wide(head) or "utf-16-le", 0, detected=False)
    return Encoding(name, mark[1] if mark and mark[0] == name else 0, detected=False)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: most characters of an export's first lines are ASCII, so every other byte is zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 * pairs and odd < 0.1 * pairs else None


def _check(path: Path, name: str, where: str) -> None:
    wrong = _first_wrong(path)
    if wrong is not None:
        raise SourceError(Mistake(where,
                                  phrase("byte 0x{byte:02X} at position {position}", byte=wrong[1], position=wrong[0]),
                                  phrase("{name} all through", name=name), "Declare the file's true `encoding` (often"
                                  " cp1252), or export it again as UTF-8."))


def _first_wrong(path: Path) -> tuple[int, int] | None:
    """Position and value of the first byte that is not UTF-8; None when all is."""
    decoder, before = codecs.getincrementaldecoder("utf-8")(), 0
    with path.open("rb") as file:
        while True:
            block = file.read(BLOCK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return before - held + error.start, error.object[error.start]
            if not block:
                return None
            before += len(block)


def _narrow(path: Path, where: str) -> Encoding:
    """UTF-8, or one byte a character."""
    wrong = _first_wrong(path)
    if wrong is None:
        return Encoding("utf-8", 0, detected=False)
    letters = strange = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            letters += sum(len(c.encode()) > 1 for c in set(block.decode("utf-8", "ignore")) if c > "\x7f")
            strange += sum(block.count(byte) for byte in _NOT_CP1252)
    if letters:
        raise SourceError(Mistake(where, phrase("mostly UTF-8, but byte 0x{byte:02X} at position {position} is not",
                                                byte=wrong[1], position=wrong[0]), "one encoding all through",
                                  "Declare `encoding` (latin-1 accepts every byte), or export the file again."))
    return Encoding("latin-1" if strange else "cp1252", 0, detected=True)


class _Utf8(io.RawIOBase):
    """A file as UTF-8 bytes, whatever its encoding, its byte-order mark left out."""

    def __init__(self, path: Path, encoding: Encoding, advance: Callable[[int], None] | None):
        self._file = path.open("rb")
        self._file.seek(encoding.skip)
        plain = encoding.name == "utf-8"
        self._decoder = None if plain else codecs.getincrementaldecoder(encoding.name)()
        self._advance, self._ready, self._ended = advance, b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            block = self._file.read(max(len(buffer), 1 << 16))
            self._ended = not block
            self._ready = block if self._decoder is None else self._decoder.decode(block, final=not block).encode()
            if self._advance is not None:
                self._advance(self._file.tell())
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def open_utf8(path: Path, encoding: Encoding, skip_lines: int = 0,
              advance: Callable[[int], None] | None = None) -> BinaryIO:
    """The file as UTF-8, positioned after `skip_lines` lines. Reading may raise UnicodeDecodeError."""
    stream = io.BufferedReader(_Utf8(path, encoding, advance), 1 << 20)
    for _ in range(skip_lines):
        if not stream.readline():
            break
    return stream


def undecodable(error: UnicodeDecodeError, where: str) -> SourceError:
    """What to say when a declared encoding turns out not to be the file's."""
    return SourceError(Mistake(where, phrase("byte 0x{byte:02X}, which {encoding} does not have",
                                             byte=error.object[error.start], encoding=error.encoding),
                               phrase("{encoding} all through", encoding=error.encoding),
                               "Declare the file's true `encoding`."))
