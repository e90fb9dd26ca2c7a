"""The facts of a study, kept as Parquet and queried through Ibis."""

from __future__ import annotations

from recul.record.facts import Record
from recul.record.provenance import FileProvenance, Refused

__all__ = ["FileProvenance", "Record", "Refused"]
