"""What the record holds, as its manifest says; and what a manifest must be like to be believed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from recul._phrases import phrase
from recul.record.provenance import FileProvenance
from recul.record.tables import TABLES

VERSION = 3
_PLACE = re.compile(r"([a-z]+)/[a-z0-9-]+\.parquet")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in the record. options: a digest of how it was read. parquet: its rows, below the record's folder, and
    sha256: of that Parquet file."""

    table: str
    options: str
    parquet: str
    sha256: str
    provenance: FileProvenance


@dataclass(frozen=True, slots=True)
class Merged:
    """A table of several files. digest: of what it was made from. parquet: the rows without the doubles between files,
    None where there are none. doubles: file -> (duplicates, differing, examples)."""

    digest: str
    parquet: str | None
    sha256: str
    doubles: dict[str, tuple[int, int, tuple[str, ...]]]


@dataclass
class Manifest:
    """files: source and path -> entry. tables: name -> what was found between its files. erased: pseudonyms."""

    files: dict[str, Entry] = field(default_factory=dict)
    tables: dict[str, Merged] = field(default_factory=dict)
    erased: tuple[str, ...] = ()


@dataclass
class _Written(Manifest):
    version: int = VERSION


def dumped(manifest: Manifest) -> bytes:
    """The manifest as JSON."""
    raw = {
        "version": VERSION,
        "files": {key: {"table": e.table, "options": e.options, "parquet": e.parquet, "sha256": e.sha256,
                        "provenance": e.provenance.to_dict()} for key, e in manifest.files.items()},
        "tables": {name: {"digest": m.digest, "parquet": m.parquet, "sha256": m.sha256, "doubles": m.doubles}
                   for name, m in manifest.tables.items()},
        "erased": list(manifest.erased),
    }
    return json.dumps(raw, ensure_ascii=False, indent=1, sort_keys=True).encode()


def parsed(text: bytes) -> Manifest:
    """The manifest that `dumped` wrote. Raises ValueError when it is anything else: every value's type is checked.

    Entries that contradict themselves, or whose Parquet would not stand in its table's folder, are left out: their
    files are read again.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        version = _version(text)
        if version != VERSION:
            raise ValueError(phrase("a record of version {version!r}", version=version))
        # Strict: a number is no text, and the other way round. JSON nested too deep is refused as well.
        found = TypeAdapter(_Written).validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])[:100]
        raise ValueError(phrase("a manifest that is not as it was written ({place!r}: {why})", place=place,
                                why=first["msg"])) from error
    files = {key: e for key, e in found.files.items() if _believable(key, e)}
    tables = {name: m for name, m in found.tables.items()
              if name in TABLES and (m.parquet is None or _below(m.parquet, name))}
    return Manifest(files, tables, found.erased)


def _version(text: bytes) -> object:
    """Raises ValueError when the text is no JSON."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(phrase("a manifest that cannot be read ({error})", error=error)) from error
    return raw.get("version") if isinstance(raw, dict) else None


def _believable(key: str, entry: Entry) -> bool:
    told = entry.provenance
    counted = told.rows_kept + told.rows_refused + told.duplicates
    least = min(told.bytes, told.rows_kept, told.rows_refused, told.duplicates, *(r.count for r in told.refused), 0)
    return (entry.table in TABLES and key == f"{told.source}: {told.path}" and least == 0
            and told.rows_read == counted and _below(entry.parquet, entry.table))


def _below(name: str, table: str) -> bool:
    """Whether a name is that of a file in the table's folder: no `..`, nothing absolute."""
    match = _PLACE.fullmatch(name)
    return match is not None and match[1] == table
