"""A `.recul` that came with a study of somebody else, or that was harmed: nothing outside it is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from record_samples import messages, read, series, study, written
from recul.errors import RecordError, SourceError
from recul.record import Record

DAYS = "time,value\n" + "".join(f"2024-01-{d:02},{d}\n" for d in range(1, 11))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    read(folder, series("a.csv"), DAYS)
    return folder


@pytest.mark.parametrize("name", [".", "lock", "key", "spill", "record", "record/series", "record/manifest.json"])
def test_links_are_refused_and_what_they_lead_to_is_left(root: Path, name: str) -> None:
    outside = root.parent / "outside"
    place = root / ".recul" / name
    if place.is_dir() or name == "spill":
        outside.mkdir()
        kept = written(outside, "mine.parquet", "precious")
    else:
        kept = written(root.parent, "outside", "precious")
    if place.exists():
        place.rename(root.parent / "aside")
    place.symlink_to(outside)
    with pytest.raises(RecordError, match=r"Delete .*recul: it is made again"):
        Record.read(study(root, series("a.csv")))
    assert kept.read_text() == "precious"


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    (root / ".recul" / "key").unlink()
    os.mkfifo(root / ".recul" / "key")
    with pytest.raises(RecordError, match="no ordinary file"):
        Record.read(study(root, series("a.csv")))


def test_the_lock_is_never_emptied(root: Path) -> None:
    written(root, ".recul/lock", "a hard link may stand here")
    read(root, series("a.csv"))
    assert (root / ".recul" / "lock").read_text() == "a hard link may stand here"


@pytest.mark.parametrize("place", ["../../../other/x.parquet", "{outside}", "series/../../x.parquet", "link"])
def test_a_manifest_that_names_files_elsewhere_is_not_followed(root: Path, place: str) -> None:
    record = next((root / ".recul" / "record").glob("series/*.parquet"))
    outside = written(root.parent, "x.parquet", record.read_bytes())
    link = record.with_name("link.parquet")
    link.symlink_to(outside)
    manifest = root / ".recul" / "record" / "manifest.json"
    raw = json.loads(manifest.read_text())
    for entry in raw["files"].values():
        entry["parquet"] = "series/link.parquet" if place == "link" else place.format(outside=outside)
    manifest.write_text(json.dumps(raw))
    found, _ = read(root, series("a.csv"))
    assert len(found) == 10
    assert outside.exists()
    named = [e["parquet"] for e in json.loads(manifest.read_text())["files"].values()]
    assert named == [f"series/{record.name}"]


def _entry(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def harm(raw: dict[str, Any]) -> None:
        for entry in raw["files"].values():
            (entry if key in entry else entry["provenance"])[key] = value

    return harm


@pytest.mark.parametrize(
    "harm",
    [
        lambda raw: raw.update(files=[]),
        lambda raw: raw.update(tables=None),
        lambda raw: raw.update(erased="abc"),
        lambda raw: raw.update(erased=[1]),
        _entry("parquet", 5),
        _entry("sha256", None),
        _entry("provenance", []),
        _entry("rows_read", "<script>"),
        _entry("rows_kept", True),
        _entry("refused", [["not_a_date", "many", []]]),
        _entry("refused", 3),
        _entry("notes", [[1]]),
    ],
)
def test_a_manifest_of_wrong_types_is_a_record_error(root: Path, harm: Callable[[dict[str, Any]], None]) -> None:
    manifest = root / ".recul" / "record" / "manifest.json"
    raw = json.loads(manifest.read_text())
    harm(raw)
    manifest.write_text(json.dumps(raw))
    with pytest.raises(RecordError, match="not as it was written"):
        Record.read(study(root, series("a.csv")))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": 2, "files": ' + '{"a":' * 3_000, "\xff", ""])
def test_a_manifest_that_is_no_json_is_a_record_error(root: Path, text: str) -> None:
    (root / ".recul" / "record" / "manifest.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(RecordError, match="Delete the folder"):
        Record.read(study(root, series("a.csv")))


def test_entries_that_contradict_themselves_are_read_again(root: Path) -> None:
    manifest = root / ".recul" / "record" / "manifest.json"
    for harm in (_entry("source", "other"), _entry("rows_kept", 11), _entry("table", "messages")):
        raw = json.loads(manifest.read_text())
        harm(raw)
        manifest.write_text(json.dumps(raw))
        found, provenance = read(root, series("a.csv"))
        assert (len(found), provenance.source, provenance.rows_kept) == (10, "sales", 10)


def test_flipped_bytes_of_the_record_are_noticed(root: Path) -> None:
    before, _ = read(root, series("a.csv"))
    path = next((root / ".recul" / "record").glob("series/*.parquet"))
    content = bytearray(path.read_bytes())
    for i in range(4, len(content) - 8, 7):
        content[i] ^= 0xFF
    path.write_bytes(content)
    after, _ = read(root, series("a.csv"))
    assert after == before


def test_a_file_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.csv"))).write_text("time,text\n2024-01-01,a\n")
    with pytest.raises(SourceError, match=r"'a\\\\udcff.csv', which is not UTF-8"):
        Record.read(study(tmp_path, messages("a*.csv")))
