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
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, RecordError
from recul.record._manifest import VERSION, Manifest, dumped, parsed
from recul.record.tables import TABLES

KEY_BYTES = 32
KNOWN_AUTHORS = 200_000  # pseudonyms kept at hand, in memory only


class Store:
    """The `.recul` folder of a study. Nothing in it is changed but by renaming a finished file over it."""

    def __init__(self, root: Path):
        self.home = root / ".recul"
        self.folder = self.home / "record"
        self._manifest = self.folder / "manifest.json"

    def prepare(self) -> None:
        """Make the folders. Raises RecordError when that is not possible, or when `.recul` holds links."""
        try:
            self._refuse_links()
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.home / ".gitignore"
            if not ignore.exists():
                self.write(ignore, b"*\n")
        except OSError as error:
            raise RecordError(Mistake(str(self.home),
                                      phrase("a folder that cannot be written ({reason})", reason=reason_of(error)),
                                      "a study folder one may write in", "Mend its permissions, or copy the"
                                      " study.")) from error

    def _refuse_links(self) -> None:
        """A study may come from somebody else: nothing in `.recul` may lead out of it, or be other than it seems."""
        for path in (self.home, *_within(self.home), *_within(self.folder)):
            mode = _mode(path)
            if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
                raise RecordError(Mistake(str(path), "a link" if stat.S_ISLNK(mode) else "no ordinary file",
                                          "a file or folder that Recul made",
                                          phrase("Delete {home}: it is made again from the files.", home=self.home)))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One process writes at a time; a killed one holds nothing."""
        self._refuse_links()
        # Never through a link, and never emptied: whatever stands there keeps its content.
        descriptor = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(descriptor, "r+b") as handle:
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
            raise RecordError(Mistake(str(path), phrase("{count} bytes", count=len(key)),
                                      phrase("a key of {key_bytes} bytes", key_bytes=KEY_BYTES),
                                      "Delete the .recul folder: it is made again from the files."))

        @lru_cache(maxsize=KNOWN_AUTHORS)
        def pseudonym(name: str) -> str:
            return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]

        return pseudonym, hashlib.sha256(b"recul key" + key).hexdigest()[:16]

    def load(self) -> Manifest:
        """What the record holds; nothing when there is none. Raises RecordError when another version wrote it."""
        try:
            manifest = parsed(self._manifest.read_bytes())
        except FileNotFoundError:
            return Manifest()
        except OSError as error:
            raise self._unusable(phrase("a manifest that cannot be read ({error})", error=error)) from error
        except ValueError as error:
            raise self._unusable(reason_of(error)) from error
        manifest.files = {k: e for k, e in manifest.files.items() if self._whole(e.parquet, e.sha256)}
        manifest.tables = {k: m for k, m in manifest.tables.items()
                           if m.parquet is None or self._whole(m.parquet, m.sha256)}
        return manifest

    def _whole(self, name: str, sha256: str) -> bool:
        """Whether a file of the record is still as it was written; what is not is read again."""
        path = self.folder / name
        return path.is_file() and not path.is_symlink() and sha256_of(path) == sha256

    def _unusable(self, found: str) -> RecordError:
        return RecordError(Mistake(str(self._manifest), found, phrase("a record of version {version}", version=VERSION),
                                   phrase("Delete the folder {home}: it is made again from the files.",
                                          home=self.home)))

    def save(self, manifest: Manifest) -> None:
        """Write the manifest; from then on the record is what it says."""
        self.write(self._manifest, dumped(manifest))

    def write(self, path: Path, content: bytes, private: bool = False) -> None:
        """Write aside, then rename: the file is there whole or not at all."""
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(aside, path)

    def adopt(self, aside: Path, name: str) -> str:
        """Move a finished file to its place below the record's folder; its SHA-256."""
        place = self.folder / name
        place.parent.mkdir(exist_ok=True)
        with aside.open("rb") as handle:
            os.fsync(handle.fileno())
        digest = sha256_of(aside)
        os.replace(aside, place)
        return digest

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
        folders = [self.folder / name for name in TABLES]
        for path in (path for f in folders if f.is_dir() and not f.is_symlink() for path in f.glob("*.parquet")):
            if path.relative_to(self.folder).as_posix() not in named:
                path.unlink(missing_ok=True)
        unfinished = ((self.folder, ".manifest.json.*"), (self.home, ".key.*"), (self.home, "..gitignore.*"))
        for path in (path for folder, pattern in unfinished for path in folder.glob(pattern)):
            path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _mode(path: Path) -> int:
    """What kind of file stands there, of a link the link; a folder where there is none, or no more."""
    try:
        return path.lstat().st_mode
    except FileNotFoundError:  # not made yet, or swept away by another process
        return stat.S_IFDIR


def _within(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else []
