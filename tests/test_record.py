"""The record on disk: each file once, whole or not at all, and where every row comes from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record_samples import messages, read, refused, rows, series, study, written
from recul.errors import RecordError, SourceError
from recul.record import Record
from recul.record.tables import TABLES

DAYS = "time,value\n" + "".join(f"2024-01-{d:02},{d}\n" for d in range(1, 11))


def files_of(root: Path) -> dict[str, tuple[int, float]]:
    home = root / ".recul"
    return {str(p.relative_to(home)): (p.stat().st_size, p.stat().st_mtime_ns) for p in home.rglob("*.parquet")}


def test_reading_twice_adds_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", DAYS)
    declared = study(tmp_path, series("a.csv"))
    first, before = Record.read(declared), files_of(tmp_path)
    second = Record.read(declared)
    assert files_of(tmp_path) == before
    assert second.provenance == first.provenance
    assert rows(second, "series") == rows(first, "series")
    assert (tmp_path / ".recul" / ".gitignore").read_text() == "*\n"


def test_provenance_of_a_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", DAYS + "2024-01-01,1\n2024-01-11,x\n")
    _, found = read(tmp_path, series("a.csv"))
    assert (found.source, found.path, found.bytes) == ("sales", "a.csv", path.stat().st_size)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (found.rows_read, found.rows_kept, found.rows_refused, found.duplicates) == (12, 10, 1, 1)
    assert refused(found) == {"not_a_number": 1}
    assert type(found).from_dict(json.loads(json.dumps(found.to_dict()))) == found


def test_a_changed_file_or_declaration_replaces_what_was_read(tmp_path: Path) -> None:
    found, _ = read(tmp_path, series("a.csv"), DAYS)
    assert len(found) == 10
    found, _ = read(tmp_path, series("a.csv"), "time,value\n2024-01-01,7\n")
    assert [r["value"] for r in found] == [7.0]
    found, _ = read(tmp_path, series("a.csv", value_unit="EUR"))
    assert [r["value_unit"] for r in found] == ["EUR"]
    assert len(files_of(tmp_path)) == 1


def test_what_no_source_names_is_forgotten(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", DAYS)
    written(tmp_path, "b.csv", "time,value\n2024-02-01,7\n")
    both = {**series("[ab].csv")}
    assert len(rows(Record.read(study(tmp_path, both)), "series")) == 11
    assert len(rows(Record.read(study(tmp_path, series("a.csv"))), "series")) == 10
    (tmp_path / "b.csv").unlink()
    assert len(rows(Record.read(study(tmp_path, both)), "series")) == 10


def test_overlapping_exports_of_one_source(tmp_path: Path) -> None:
    written(tmp_path, "a1.csv", DAYS)
    written(tmp_path, "a2.csv", "time,value\n2024-01-10,10\n2024-01-11,11\n")
    record = Record.read(study(tmp_path, series("a*.csv")))
    assert sorted(r["time"].day for r in rows(record, "series")) == list(range(1, 12))
    assert [(p.path, p.rows_read, p.rows_kept, p.duplicates) for p in record.provenance] == [
        ("a1.csv", 10, 10, 0),
        ("a2.csv", 2, 1, 1),
    ]
    before = files_of(tmp_path)
    assert rows(Record.read(study(tmp_path, series("a*.csv"))), "series") == rows(record, "series")
    assert files_of(tmp_path) == before


def test_a_missing_value_contradicts_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a1.csv", "time,value\n2024-01-01,--\n2024-01-02,2\n")
    written(tmp_path, "a2.csv", "time,value\n2024-01-01,1\n2024-01-02,--\n")
    record = Record.read(study(tmp_path, series("a*.csv")))
    assert sorted((r["time"].day, r["value"]) for r in rows(record, "series")) == [(1, 1.0), (2, 2.0)]


def test_two_values_for_one_moment_are_an_error(tmp_path: Path) -> None:
    written(tmp_path, "a1.csv", "time,value\n2024-01-01,1\n2024-01-01,2\n")
    with pytest.raises(SourceError, match="the values 1 and 2 of 'sales' for 'Brand', both at 2024-01-01 00:00 UTC"):
        Record.read(study(tmp_path, series("a1.csv")))
    written(tmp_path, "a1.csv", "time,value\n2024-01-01,1\n")
    written(tmp_path, "a2.csv", "time,value\n2024-01-01,2\n")
    for _ in range(2):  # the second time both files are in the record already
        with pytest.raises(SourceError, match=r"a1.csv and a2.csv, rows 2"):
            Record.read(study(tmp_path, series("a*.csv")))
    written(tmp_path, "a2.csv", "time,value\n2024-01-02,2\n")
    assert len(rows(Record.read(study(tmp_path, series("a*.csv"))), "series")) == 2


def test_sources_that_disagree_on_the_unit(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", DAYS)
    other = {**series("b.csv", value_unit="EUR", unit="Lyon"), "name": "b"}
    written(tmp_path, "b.csv", DAYS)
    with pytest.raises(SourceError, match="value_unit: found '' and 'EUR' for the measure 'sales'"):
        Record.read(study(tmp_path, series("a.csv"), other))


def test_a_message_met_twice(tmp_path: Path) -> None:
    text = "message_id,time,text,likes\n1,2024-01-01,a,3\n1,2024-01-01,a,3\n1,2024-01-01,a,4\n2,2024-01-01,a,3\n"
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert sorted((r["message_id"], r["likes"]) for r in found) == [("1", 3), ("2", 3)]
    assert provenance.duplicates == 1
    assert refused(provenance) == {"differing_duplicate": 1}
    assert provenance.refused[0].examples == ("row 4",)
    written(tmp_path, "b.csv", "message_id,time,text,likes\n2,2024-01-01,a,9\n3,2024-01-01,a,1\n")
    record = Record.read(study(tmp_path, messages("[ab].csv")))
    assert sorted(r["message_id"] for r in rows(record, "messages")) == ["1", "2", "3"]
    assert [(p.rows_read, p.rows_kept, p.rows_refused) for p in record.provenance] == [(4, 2, 1), (2, 1, 1)]
    assert record.provenance[1].refused == (("differing_duplicate", 1, ("row 2",)),)


def test_one_bad_file_loses_nothing_of_the_others(tmp_path: Path) -> None:
    written(tmp_path, "a1.csv", DAYS)
    written(tmp_path, "a2.csv", "time;nothing\n")
    with pytest.raises(SourceError):
        Record.read(study(tmp_path, series("a*.csv")))
    before = files_of(tmp_path)
    assert len(before) == 1
    (tmp_path / "a2.csv").unlink()
    assert len(rows(Record.read(study(tmp_path, series("a*.csv"))), "series")) == 10
    assert files_of(tmp_path) == before


@pytest.mark.parametrize(
    "manifest", ['{"version": 99}', "{", "[]", '{"version": 1}', '{"version": 2, "files": {"a": 3}}']
)
def test_a_record_of_another_version_says_what_to_do(tmp_path: Path, manifest: str) -> None:
    read(tmp_path, series("a.csv"), DAYS)
    written(tmp_path, ".recul/record/manifest.json", manifest)
    with pytest.raises(RecordError, match="Delete the folder"):
        Record.read(study(tmp_path, series("a.csv")))


def test_parquet_lost_from_the_record_is_read_again(tmp_path: Path) -> None:
    found, _ = read(tmp_path, series("a.csv"), DAYS)
    for harm in (Path.unlink, lambda path: path.write_bytes(b"PAR1")):
        for path in (tmp_path / ".recul").rglob("*.parquet"):
            harm(path)
        again, _ = read(tmp_path, series("a.csv"))
        assert again == found


def test_a_folder_with_characters_of_patterns(tmp_path: Path) -> None:
    odd = tmp_path / "été [1] * '?"
    odd.mkdir()
    found, _ = read(odd, series("a.csv"), DAYS)
    assert len(found) == 10


def test_gaps_are_the_declared_ones(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", DAYS)
    gaps = [{"start": "2024-01-03", "end": "2024-01-04"}]
    record = Record.read(study(tmp_path, series("a.csv", gaps=gaps)))
    assert [str(g.start) for g in record.gaps("sales")] == ["2024-01-03"]
    with pytest.raises(RecordError):
        record.gaps("other")


def test_progress_is_told_in_bytes(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", DAYS)
    told: list[tuple[str, int, int]] = []
    Record.read(study(tmp_path, series("a.csv")), lambda *step: told.append(step))
    assert told[-1] == ("a.csv", path.stat().st_size, path.stat().st_size)


def test_an_author_can_be_forgotten(tmp_path: Path) -> None:
    text = "time,author,text\n2024-01-01,Ann,secret\n2024-01-02,Bob,b\n"
    written(tmp_path, "a.csv", text)
    declared = study(tmp_path, messages("a.csv"))
    Record.read(declared).erase("Ann")
    assert not files_of(tmp_path)
    record = Record.read(declared)
    assert [r["text"] for r in rows(record, "messages")] == ["b"]
    assert refused(record.provenance[0]) == {"erased": 1}


def test_in_memory(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    declared = study(tmp_path)
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    one = {"source": ["s"], "unit": ["u"], "measure": ["m"], "time": [moment], "value": [1]}
    record = Record.in_memory({"series": pa.table(one)}, declared)
    assert rows(record, "series") == [
        {
            "source": "s",
            "unit": "u",
            "measure": "m",
            "time": moment,
            "value": 1.0,
            "value_unit": None,
            "aggregate": None,
        }
    ]
    assert rows(record, "messages") == []
    with pytest.raises(RecordError, match="Did you mean 'series'"):
        record.table("serie")
    with pytest.raises(RecordError, match="Did you mean 'series'"):
        Record.in_memory({"serie": pa.table(one)}, declared)
    twice = pa.concat_tables([pa.table(one)] * 2)
    with pytest.raises(RecordError, match="1 rows with the unit, measure, time of another"):
        Record.in_memory({"series": twice}, declared)
    with pytest.raises(RecordError) as caught:
        Record.in_memory(
            {"series": pa.table({**one, "unit": pa.array([None], pa.string()), "colour": ["red"]})}, declared
        )
    assert len(caught.value.mistakes) == 2


def test_every_column_is_documented() -> None:
    for name, table in TABLES.items():
        assert table.name == name
        assert table.schema().names == list(table.names)
        assert set(table.key) <= set(table.names)
        assert all(column.about for column in table.columns)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=8), min_size=1, max_size=4))
def test_however_days_are_spread_over_files_each_is_there_once(files: list[list[int]]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for i, days in enumerate(files):
            written(root, f"a{i}.csv", "time,value\n" + "".join(f"2024-01-{d + 1:02},{d}\n" for d in days))
        for _ in range(2):
            record = Record.read(study(root, series("a*.csv")))
            assert sorted(r["value"] for r in rows(record, "series")) == sorted(
                {float(d) for days in files for d in days}
            )
            assert sum(p.rows_kept for p in record.provenance) == len({d for days in files for d in days})
            assert all(p.rows_read == p.rows_kept + p.duplicates for p in record.provenance)
