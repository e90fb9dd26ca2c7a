"""Reading the files of a study into its record: each once, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recul._phrases import phrase, reason_of
from recul.errors import Mistake, ReculError, SourceError
from recul.record import _dedupe
from recul.record._manifest import VERSION, Entry, Manifest, Merged
from recul.record._toned import Toned
from recul.record.engines import Engine
from recul.record.provenance import DIFFERING, FileProvenance
from recul.record.store import Store, sha256_of
from recul.record.tables import TABLES, Table, table
from recul.sources import read
from recul.sources.base import Reading, Tally

if TYPE_CHECKING:
    from recul.study import Source, Study

# progress(what is being read, bytes done, bytes in all), called often.
Progress = Callable[[str, int, int], None]
log = logging.getLogger(__name__)
BLOCK = 1 << 22
THREADS = 2


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be in the record. relative: its path as the study names it."""

    source: Source
    path: Path
    relative: str

    @property
    def key(self) -> str:
        return f"{self.source.name}: {self.relative}"


def read_all(study: Study, store: Store, engine: Engine, progress: Progress | None) -> Manifest:
    """Bring the record up to date with the study's files and return what it holds.

    Raises SourceError with the mistakes of every file that cannot be read, RecordError when the record is unusable.
    """
    store.prepare()
    with store.locked(), store.aside() as aside:
        manifest = store.load()
        files, mistakes = _files(study)
        _forget(manifest, files, store)
        engine.use_threads(THREADS)
        reader = _FileReader(study, store, aside, manifest, engine)
        for file in files:
            try:
                reader.bring(file, progress)
            except ReculError as error:
                mistakes += error.mistakes
        if not mistakes:
            mistakes = _between_files(manifest, files, store, engine)
        engine.use_threads(1)
        store.sweep(manifest)
    if mistakes:
        raise SourceError(mistakes)
    return manifest


def _files(study: Study) -> tuple[list[_File], list[Mistake]]:
    files, mistakes = [], []
    root = study.root.resolve()
    for source in study.sources:
        try:
            found = study.files(source)
        except ReculError as error:
            mistakes += list(error.mistakes)
            continue
        for path in found:
            whole = path.resolve()
            relative = path.absolute().relative_to(study.root.absolute()) if path.is_relative_to(study.root) else path
            if not _is_text(relative):
                shown = str(relative).encode("utf-8", "backslashreplace").decode()
                mistakes.append(Mistake(phrase("source {source!r}", source=source.name),
                                        phrase("the file name {shown!r}, which is not UTF-8", shown=shown),
                                        "a name that can be written in a report", "Rename the file."))
            elif not whole.is_relative_to(root):
                mistakes.append(Mistake(phrase("source {source!r}", source=source.name), str(relative),
                                        "a file inside the study's folder", "Copy it there."))
            else:
                files.append(_File(source, path, relative.as_posix()))
    return files, mistakes


def _is_text(path: Path) -> bool:
    """Whether a file's name is more than bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _forget(manifest: Manifest, files: list[_File], store: Store) -> None:
    """Drop what no source names any more."""
    wanted = {file.key for file in files}
    gone = [key for key in manifest.files if key not in wanted]
    if gone:
        for key in gone:
            del manifest.files[key]
        store.save(manifest)


class _FileReader:
    """Reads files one by one into the store; after each the manifest says so."""

    def __init__(self, study: Study, store: Store, aside: Path, manifest: Manifest, engine: Engine):
        self.study, self.store, self.aside, self.manifest, self.engine = study, store, aside, manifest, engine
        self.pseudonym, self.fingerprint = store.pseudonym()
        self.toned = Toned(study)

    def bring(self, file: _File, progress: Progress | None) -> None:
        """Read a file unless the record holds it as it is, read as it is now declared."""
        try:
            size, digest, options = file.path.stat().st_size, sha256_of(file.path), self._options(file.source)
        except OSError as error:
            raise SourceError(Mistake(file.relative,
                                      phrase("a file that cannot be opened ({reason})", reason=reason_of(error)),
                                      "a file one may read", "Mend its permissions.")) from error
        entry = self.manifest.files.get(file.key)
        if entry is not None and (entry.provenance.sha256, entry.options) == (digest, options):
            return
        log.info("reading %s (%d bytes)", file.relative, size)
        spec = table(file.source.table)
        unit = file.source.unit or self.study.brand
        reading = Reading(file.source, spec, file.source.timezone or self.study.timezone, unit, digest, self.pseudonym,
                          frozenset(self.manifest.erased),
                          None if progress is None else lambda done: progress(file.relative, done, size))
        tally = Tally()
        part = self.aside / "part.parquet"
        kept = _write(file.path, reading, tally, part, self.toned)
        if sha256_of(file.path) != digest:
            raise SourceError(Mistake(file.relative, "a file that changed while it was read", "a file at rest",
                                      "Run again once it is written."))
        part, doubles = self._alone(file, spec, part)
        tally.refuse(DIFFERING, doubles.differing, doubles.examples)
        name = f"{spec.name}/{digest[:16]}-{options[:8]}-{hashlib.sha256(file.key.encode()).hexdigest()[:8]}.parquet"
        written = self.store.adopt(part, name)
        self.manifest.files[file.key] = Entry(spec.name, options, name, written, FileProvenance(
            file.source.name, file.relative, digest, size, tally.read, kept - doubles.duplicates - doubles.differing,
            tally.refused_rows, tally.refused, doubles.duplicates, tuple(tally.notes)))
        self.store.save(self.manifest)

    def _options(self, source: Source) -> str:
        """A digest of all that decides how rows come out."""
        declared = source.model_dump(mode="json", exclude={"path", "coverage", "gaps"})
        decides = [VERSION, declared, self.study.timezone, self.study.brand, self.fingerprint, self.manifest.erased]
        decides += [self.toned.digest] if self.toned.reads(source) else []
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()

    def _alone(self, file: _File, spec: Table, part: Path) -> tuple[Path, _dedupe.Doubles]:
        """The file without its own doubles. Raises SourceError when it contradicts itself."""
        (doubles,), mistakes = _dedupe.examine(self.engine, spec, [part], [file.relative])
        if mistakes:
            raise SourceError(mistakes)
        if doubles:
            clean = part.with_name("clean.parquet")
            _dedupe.write_without(self.engine, [part], clean)
            return clean, doubles
        return part, doubles


def _write(path: Path, reading: Reading, tally: Tally, part: Path, toned: Toned) -> int:
    """Stream the canonical rows into a Parquet file; how many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kept, counts = 0, dict[str, int]()
    schema = reading.table.schema().append(pa.field("file_row", pa.int64()))
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        for rows in read(path, reading, tally):
            writer.write_table(toned(rows, reading.source, counts), row_group_size=1 << 17)
            kept += rows.num_rows
    tally.notes += toned.notes(counts)
    return kept


def _between_files(manifest: Manifest, files: list[_File], store: Store, engine: Engine) -> list[Mistake]:
    """Find doubles and contradictions between the files of a table; note them in the manifest."""
    mistakes: list[Mistake] = []
    for spec in TABLES.values():
        keys = [f.key for f in files if f.source.table == spec.name]
        names = [manifest.files[k].parquet for k in keys]
        digest = hashlib.sha256(json.dumps([VERSION, names]).encode()).hexdigest()
        known = manifest.tables.get(spec.name)
        if known is not None and known.digest == digest:
            continue
        manifest.tables.pop(spec.name, None)
        merged, wrong = _merge(spec, keys, digest, manifest, store, engine)
        mistakes += wrong
        if not wrong:
            manifest.tables[spec.name] = merged
    store.save(manifest)
    return mistakes


def _merge(spec: Table, keys: list[str], digest: str, manifest: Manifest, store: Store,
           engine: Engine) -> tuple[Merged, list[Mistake]]:
    """What the files of a table have in common, and, where they do, their rows without it in one file."""
    if len(keys) < 2:
        return Merged(digest, None, "", {}), []
    entries = [manifest.files[key] for key in keys]
    paths = [store.folder / e.parquet for e in entries]
    found, mistakes = _dedupe.examine(engine, spec, paths, [e.provenance.path for e in entries])
    doubles = {k: (d.duplicates, d.differing, d.examples) for k, d in zip(keys, found, strict=True) if d}
    if mistakes or not doubles:
        return Merged(digest, None, "", {}), mistakes
    aside = store.folder / f"aside-{digest[:24]}"
    aside.mkdir(exist_ok=True)
    _dedupe.write_without(engine, paths, aside / "merged.parquet")
    name = f"{spec.name}/merged-{digest[:24]}.parquet"
    written = store.adopt(aside / "merged.parquet", name)
    aside.rmdir()
    return Merged(digest, name, written, doubles), []
