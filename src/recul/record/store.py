"""The record on disk: Parquet written aside and renamed, and a manifest written last.

<study>/.recul/.gitignore           `*`
<study>/.recul/key                  random, 0600: pseudonyms cannot be undone without it
<study>/.recul/record/manifest.json what is in the record; a file that it does not name is not
<study>/.recul/record/<table>/*.parquet  one a file read, named by its content, and one without the doubles of several
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from recul.errors import Mistake, RecordError
from recul.record.provenance import FileProvenance

VERSION = 1
KEY_BYTES = 32
KNOWN_AUTHORS = 200_000  # pseudonyms kept at hand, in memory only


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the record. options: a digest of how it was read. parquet: its rows, below the record's folder, and
    size: their bytes."""

    table: str
    options: str
    parquet: str
    size: int
    provenance: FileProvenance


@dataclass(frozen=True, slots=True)
class Merged:
    """A table of several files. digest: of what it was made from. parquet: the rows without the doubles between files,
    None where there are none. doubles: file -> (duplicates, differing, examples)."""

    digest: str
    parquet: str | None
    size: int
    doubles: dict[str, tuple[int, int, tuple[str, ...]]]


@dataclass
class Manifest:
    """files: source and path -> entry. tables: name -> what was found between its files. erased: pseudonyms."""

    files: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, Merged] = field(default_factory=dict)
    erased: tuple[str, ...] = ()


class Store:
    """The `.recul` folder of a study. Nothing in it is changed but by renaming a finished file over it."""

    def __init__(self, root: Path):
        self.home = root / ".recul"
        self.folder = self.home / "record"
        self._manifest = self.folder / "manifest.json"

    def prepare(self) -> None:
        """Make the folders. Raises RecordError when that is not possible."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.home / ".gitignore"
            if not ignore.exists():
                self.write(ignore, b"*\n")
        except OSError as error:
            raise RecordError(Mistake(str(self.home), f"a folder that cannot be written ({error.strerror})",
                                      "a study folder one may write in",
                                      "Mend its permissions, or copy the study.")) from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One process writes at a time; a killed one holds nothing."""
        with (self.home / "lock").open("w") as handle:
            with contextlib.suppress(ImportError):  # Windows has no fcntl: there the renames alone protect.
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def pseudonym(self) -> tuple[Callable[[str], str], str]:
        """The author's pseudonym by HMAC-SHA256 under the study's key, made on first use; and the key's fingerprint."""
        path = self.home / "key"
        try:
            key = path.read_bytes()
        except FileNotFoundError:
            key = secrets.token_bytes(KEY_BYTES)
            self.write(path, key, private=True)
        if len(key) != KEY_BYTES:
            raise RecordError(Mistake(str(path), f"{len(key)} bytes", f"a key of {KEY_BYTES} bytes",
                                      "Delete the .recul folder: it is made again from the files."))

        @lru_cache(maxsize=KNOWN_AUTHORS)
        def pseudonym(name: str) -> str:
            return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]

        return pseudonym, hashlib.sha256(b"recul key" + key).hexdigest()[:16]

    def load(self) -> Manifest:
        """What the record holds; nothing when there is none. Raises RecordError when another version wrote it."""
        try:
            raw = json.loads(self._manifest.read_text("utf-8"))
        except FileNotFoundError:
            return Manifest()
        except (ValueError, OSError) as error:
            raise self._unusable(f"a manifest that cannot be read ({error})") from error
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            version = raw.get("version") if isinstance(raw, dict) else None
            raise self._unusable(f"a record of version {version!r}")
        try:
            manifest = _manifest(raw)
        except (KeyError, TypeError, ValueError) as error:
            raise self._unusable(f"a manifest that lacks {error}") from error
        manifest.files = {k: e for k, e in manifest.files.items() if self._whole(e.parquet, e.size)}
        manifest.tables = {k: m for k, m in manifest.tables.items()
                           if m.parquet is None or self._whole(m.parquet, m.size)}
        return manifest

    def _whole(self, name: str, size: int) -> bool:
        """Whether a file of the record is still as it was written; what is not is read again."""
        path = self.folder / name
        return path.is_file() and path.stat().st_size == size

    def _unusable(self, found: str) -> RecordError:
        return RecordError(Mistake(str(self._manifest), found, f"a record of version {VERSION}",
                                   f"Delete the folder {self.home}: it is made again from the files."))

    def save(self, manifest: Manifest) -> None:
        """Write the manifest; from then on the record is what it says."""
        raw = {
            "version": VERSION,
            "files": {key: {"table": e.table, "options": e.options, "parquet": e.parquet, "size": e.size,
                            "provenance": e.provenance.to_dict()} for key, e in manifest.files.items()},
            "tables": {name: {"digest": m.digest, "parquet": m.parquet, "size": m.size, "doubles": m.doubles}
                       for name, m in manifest.tables.items()},
            "erased": list(manifest.erased),
        }
        self.write(self._manifest, json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True).encode())

    def write(self, path: Path, content: bytes, private: bool = False) -> None:
        """Write aside, then rename: the file is there whole or not at all."""
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(aside, path)

    def adopt(self, aside: Path, name: str) -> int:
        """Move a finished file to its place below the record's folder; its bytes."""
        place = self.folder / name
        place.parent.mkdir(exist_ok=True)
        with aside.open("rb") as handle:
            os.fsync(handle.fileno())
        os.replace(aside, place)
        return place.stat().st_size

    @contextlib.contextmanager
    def aside(self) -> Iterator[Path]:
        """A folder for unfinished files; what an earlier, killed reading left is thrown away first. Hold the lock."""
        for left in (*self.folder.glob("aside-*"), self.home / "spill"):
            shutil.rmtree(left, ignore_errors=True)
        folder = self.folder / f"aside-{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, manifest: Manifest) -> None:
        """Remove the files that the manifest, already saved, does not name. Hold the lock."""
        named = {e.parquet for e in manifest.files.values()} | {m.parquet for m in manifest.tables.values()}
        for path in self.folder.glob("*/*.parquet"):
            if path.relative_to(self.folder).as_posix() not in named:
                path.unlink(missing_ok=True)
        unfinished = ((self.folder, ".manifest.json.*"), (self.home, ".key.*"), (self.home, "..gitignore.*"))
        for path in (path for folder, pattern in unfinished for path in folder.glob(pattern)):
            path.unlink(missing_ok=True)


def _manifest(raw: dict[str, Any]) -> Manifest:
    files = {key: Entry(e["table"], e["options"], e["parquet"], e["size"], FileProvenance.from_dict(e["provenance"]))
             for key, e in raw["files"].items()}
    tables = {name: Merged(m["digest"], m["parquet"], m["size"],
                           {k: (d, f, tuple(x)) for k, (d, f, x) in m["doubles"].items()})
              for name, m in raw["tables"].items()}
    return Manifest(files, tables, tuple(raw["erased"]))
