"""The facts: tables, where every row comes from, and when nothing was collected."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recul._phrases import joined, phrase, quoted
from recul.errors import Mistake, RecordError
from recul.record.provenance import FileProvenance
from recul.record.tables import TABLES, conform, table

if TYPE_CHECKING:
    import ibis

    from recul.record._manifest import Manifest
    from recul.record._reading import Progress
    from recul.record.engines import Engine
    from recul.record.store import Store
    from recul.study import Span, Study


class Record:
    """The record of a study, made by `read` or `in_memory`; queried in `recul.measures` and nowhere else."""

    def __init__(self, study: Study, engine: Engine, contents: Mapping[str, Any],
                 provenance: tuple[FileProvenance, ...] = (), store: Store | None = None):
        self.study = study
        self.provenance = provenance
        self.engine = engine
        self._contents = contents  # Parquet files, or an Arrow table
        self._opened: dict[str, ibis.Table] = {}
        self._store = store

    @classmethod
    def read(cls, study: Study, progress: Progress | None = None) -> Record:
        """Read every file not read yet and open the record.

        progress: called with (file, bytes done, bytes in all). A file whose content or options changed is read again in
        the place of the old; one that no source names any more is forgotten. Reading twice changes nothing.
        Raises SourceError with the mistakes of all files, RecordError when `.recul` is unusable.
        """
        from recul.record._reading import read_all
        from recul.record.engines import Engine
        from recul.record.store import Store

        store = Store(study.root)
        engine = Engine(store.home / "spill")
        try:
            manifest = read_all(study, store, engine, progress)
        except OSError as error:
            raise RecordError(Mistake(str(store.home), phrase("a disk that refuses ({error})", error=error),
                                      "room, and leave to write", "Make room or mend the permissions, and run again:"
                                      " nothing is lost.")) from error
        return cls(study, engine, {name: _parquet(manifest, store, name) for name in TABLES},
                   _provenance(manifest, study), store)

    @classmethod
    def in_memory(cls, tables: Mapping[str, Any], study: Study) -> Record:
        """A record of Arrow tables, without files. Raises RecordError when they do not fit or hold a key twice."""
        from recul.record.engines import Engine

        mistakes, made = [], {}
        for name in tables:
            table(name)
        for name, spec in TABLES.items():
            try:
                made[name] = conform(name, tables.get(name, spec.schema().empty_table()))
            except RecordError as error:
                mistakes += list(error.mistakes)
                continue
            keys = made[name].select(spec.key)
            doubles = keys.num_rows - keys.group_by(list(spec.key)).aggregate([]).num_rows
            if doubles:
                mistakes.append(Mistake(phrase("table {name}", name=name),
                                        phrase("{doubles} rows with the {names} of another", doubles=doubles,
                                               names=", ".join(spec.key)), "one row a key", "Remove the doubles."))
        if mistakes:
            raise RecordError(mistakes)
        return cls(study, Engine(), made)

    def table(self, name: str) -> ibis.Table:
        """A table as an Ibis expression: its canonical columns, one row a key. Raises RecordError for no such table."""
        spec = table(name)
        if name not in self._opened:
            held = self._contents[name]
            self._opened[name] = (self.engine.view(name, held, spec.schema()) if isinstance(held, list)
                                  else self.engine.table(name, held))
        return self._opened[name]

    def gaps(self, source: str) -> tuple[Span, ...]:
        """When a source collected nothing, as declared. Raises RecordError when there is no such source."""
        for declared in self.study.sources:
            if declared.name == source:
                return declared.gaps
        raise RecordError(Mistake("source", quoted(source),
                                  phrase("one of {names}", names=joined(s.name for s in self.study.sources)),
                                  "Check the spelling."))

    def pseudonym(self, author: str) -> str:
        """An author, named as the files do, as the tables have it; a record in memory has names as they are."""
        return author if self._store is None else self._store.pseudonym()[0](author)

    def erase(self, author: str) -> None:
        """Forget what an author wrote, now and whenever their files are read again; open the record anew afterwards.

        author: the name as the files have it. Raises RecordError when this record is in memory only.
        """
        if self._store is None:
            raise RecordError(Mistake("record", "a record in memory", "one read from files", "Remove the rows."))
        with self._store.locked():
            manifest = self._store.load()
            pseudonym, _ = self._store.pseudonym()
            manifest.erased = tuple(sorted({*manifest.erased, pseudonym(author)}))
            # What was read before holds the author's rows: it goes now, and is read again without them.
            manifest.files = {k: e for k, e in manifest.files.items() if e.table not in ("messages", "tasks")}
            manifest.tables = {k: m for k, m in manifest.tables.items() if k not in ("messages", "tasks")}
            self._store.save(manifest)
            self._store.sweep(manifest)


def _parquet(manifest: Manifest, store: Store, name: str) -> list[Path]:
    merged = manifest.tables[name]
    if merged.parquet is not None:
        return [store.folder / merged.parquet]
    return [store.folder / e.parquet for e in manifest.files.values() if e.table == name]


def _provenance(manifest: Manifest, study: Study) -> tuple[FileProvenance, ...]:
    """Every file, in the study's order, less the rows that an earlier file already holds."""
    order = {source.name: place for place, source in enumerate(study.sources)}
    found = []
    for key, entry in sorted(manifest.files.items(), key=lambda item: (order[item[1].provenance.source], item[0])):
        duplicates, differing, examples = manifest.tables[entry.table].doubles.get(key, (0, 0, ()))
        found.append(entry.provenance.without(duplicates, differing, examples))
    return tuple(found)
