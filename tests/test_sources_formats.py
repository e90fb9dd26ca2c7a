"""NDJSON, Parquet and workbooks; ids, authors, tones; and a format of one's own in one file."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from record_samples import messages, mistakes, read, refused, series, written, xlsx
from recul import sources
from recul.errors import SourceError
from recul.sources.base import REASONS

ROWS = [("2024-01-01", "Paris", 1.5), ("2024-01-02", "Évry", None), ("2024-01-03", "Paris", 3.0)]
TRUE = [(datetime(2024, 1, d, tzinfo=UTC), u, v) for d, (_, u, v) in enumerate(ROWS, 1)]


def seen(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(r["time"], r["unit"], r["value"]) for r in found]


def test_ndjson(tmp_path: Path) -> None:
    lines = [json.dumps({"time": t, "unit": u, "metrics": {"value": v}}) for t, u, v in ROWS]
    text = "\n".join([*lines[:2], "{broken", "", "[1]", lines[2]])
    found, provenance = read(tmp_path, series("a.ndjson", columns={"value": "metrics.value"}), text, "a.ndjson")
    assert seen(found) == TRUE
    assert refused(provenance) == {"not_json": 2}
    assert provenance.refused[0].examples == ("row 3", "row 5")
    assert provenance.rows_read == 5


def test_ndjson_keeps_the_digits_of_numbers(tmp_path: Path) -> None:
    lines = [
        '{"id": 570306133677760513, "at": "2024-01-01T10:00Z", "text": "a", "likes": 3}',
        '{"id": "570306133677760514", "at": "2024-01-01T10:00Z", "text": "b", "likes": null}',
        '{"id": 5.70306E+17, "at": "2024-01-01T10:00Z", "text": "c", "likes": 1}',
        '{"id": 12, "at": "2024-01-01T10:00Z", "text": "d", "likes": 1.5}',
        '{"id": 13, "at": "2024-01-01T10:00Z", "text": "e", "likes": true}',
    ]
    found, provenance = read(
        tmp_path, messages("a.jsonl", columns={"message_id": "id", "time": "at"}), "\n".join(lines), "a.jsonl"
    )
    assert [(r["message_id"], r["likes"]) for r in found] == [("570306133677760513", 3), ("570306133677760514", None)]
    assert refused(provenance) == {"damaged_id": 1, "not_a_count": 1, "not_a_number": 1}


def test_a_json_array_is_no_ndjson(tmp_path: Path) -> None:
    assert "one object a line" in mistakes(
        tmp_path, series("a.ndjson"), '[{"time": "2024-01-01",\n"value": 1}]', "a.ndjson"
    )


@pytest.mark.parametrize("kind", [pa.string(), pa.date32(), pa.timestamp("ms"), pa.timestamp("ns", "Europe/Paris")])
def test_parquet(tmp_path: Path, kind: pa.DataType) -> None:
    days = pa.array([date.fromisoformat(t) for t, _, _ in ROWS])
    stamps = days.cast(pa.timestamp("us"))
    times = (
        days.cast(kind)
        if kind != pa.timestamp("ns", "Europe/Paris")
        else pa.compute.assume_timezone(stamps, "UTC").cast(kind)
    )
    values = pa.array([v for *_, v in ROWS], pa.float32())
    table = pa.table({"time": times, "unit": pa.array([u for _, u, _ in ROWS]).dictionary_encode(), "value": values})
    pq.write_table(table, tmp_path / "a.parquet")
    found, provenance = read(tmp_path, series("a.parquet"))
    assert seen(found) == TRUE
    assert provenance.rows_read == 3


def test_parquet_of_other_types(tmp_path: Path) -> None:
    pq.write_table(pa.table({"time": pa.array([date(2024, 1, 1)]), "value": pa.array([True])}), tmp_path / "a.parquet")
    assert "not_a_number" in mistakes(tmp_path, series("a.parquet"), (tmp_path / "a.parquet").read_bytes(), "a.parquet")
    assert "no Parquet" in mistakes(tmp_path, series("a.parquet"), b"PAR1 it is not", "a.parquet")


def test_workbook(tmp_path: Path) -> None:
    sheet = [
        ["Exported by LinkedIn"],
        ["Date", "Where", "Impressions"],
        [("date", 45292), "Paris", 1.5],
        [("date", 45293), "Évry", None],
        [None, None, None],
        ["x", "Évry", 2],
        [("date", 45294), "Paris", 3.0],
    ]
    xlsx(tmp_path / "a.xlsx", {"Metrics": sheet, "Posts": [["Date"]]})
    source = series("a.xlsx", skip_rows=1, columns={"time": "Date", "unit": "Where", "value": "Impressions"})
    found, provenance = read(tmp_path, source)
    assert seen(found) == TRUE
    assert refused(provenance) == {"not_a_date": 1}
    assert provenance.refused[0].examples == ("row 6: Date 'x'",)
    assert ("first_sheet_of", "Metrics") in provenance.notes
    with pytest.raises(SourceError, match="Did you mean 'Metrics'"):
        read(tmp_path, {**source, "sheet": "Metric"})


def test_ids_rounded_by_a_workbook_are_refused(tmp_path: Path) -> None:
    xlsx(
        tmp_path / "a.xlsx",
        {
            "S": [
                ["id", "time", "text"],
                [5.70306133677760513e17, "2024-01-01", "a"],
                [1234567.0, "2024-01-01", "b"],
                ["570306133677760513", "2024-01-01", "c"],
            ]
        },
    )
    found, provenance = read(tmp_path, messages("a.xlsx", columns={"message_id": "id"}))
    assert [r["message_id"] for r in found] == ["1234567", "570306133677760513"]
    assert refused(provenance) == {"damaged_id": 1}


def test_what_is_no_workbook_is_said(tmp_path: Path) -> None:
    assert "no workbook" in mistakes(tmp_path, series("a.xlsx"), b"PK not a zip", "a.xlsx")


def test_ids_rounded_by_a_spreadsheet(tmp_path: Path) -> None:
    ids = ["5.70306E+17", "5,70306E+17", "570306133677760513", "570306133677760514"]
    text = "message_id;time;text\n" + "".join(f"{i};2024-01-01;t{n}\n" for n, i in enumerate(ids))
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert [r["message_id"] for r in found] == ids[2:]
    assert refused(provenance) == {"damaged_id": 2}
    zeroed = [str(570306133677760 + i) + "000" for i in range(5)] + ["123"]
    text = "message_id;time;text\n" + "".join(f"{i};2024-01-01;t{n}\n" for n, i in enumerate(zeroed))
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert [r["message_id"] for r in found] == ["123"]
    assert refused(provenance) == {"damaged_id": 5}
    # One id in a thousand ends so by itself.
    text = (
        "message_id;time;text\n"
        + "".join(f"{570306133677760513 + i * 37};2024-01-01;t\n" for i in range(99))
        + zeroed[0]
    )
    found, provenance = read(tmp_path, messages("a.csv"), text + ";2024-01-01;t\n")
    assert len(found) == 100


def test_authors_are_pseudonyms_from_the_start(tmp_path: Path) -> None:
    text = "time,author,text\n2024-01-01,Zoé Personne,a\n2024-01-02,-,b\n2024-01-03,Zoé Personne,c\nx,Zoé Personne,d\n"
    found, _ = read(tmp_path, messages("a.csv"), text)
    key = (tmp_path / ".recul" / "key").read_bytes()
    true = hmac.new(key, "Zoé Personne".encode(), hashlib.sha256).hexdigest()[:32]
    assert [r["author"] for r in found] == [true, None, true]
    assert (tmp_path / ".recul" / "key").stat().st_mode & 0o777 == 0o600
    for path in (tmp_path / ".recul").rglob("*"):
        assert not path.is_file() or "Zoé".encode() not in path.read_bytes()
    other = tmp_path / "other"
    other.mkdir()
    elsewhere, _ = read(other, messages("a.csv"), text)
    assert elsewhere[0]["author"] != true


def test_messages_without_ids(tmp_path: Path) -> None:
    """The same text by the same author in the same second is one message copied; without texts rows are distinct."""
    text = "time,author,text\n2024-01-01T10:00,A,a\n2024-01-01T10:00,A,a\n2024-01-01T10:00,A,b\n"
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert sorted(r["text"] for r in found) == ["a", "b"]
    assert provenance.duplicates == 1
    assert all(r["message_id"].startswith("~") for r in found)
    found, provenance = read(tmp_path, messages("a.csv"), "time,likes\n2024-01-01T10:00,1\n2024-01-01T10:00,1\n")
    assert len(found) == 2
    assert ("rows_taken_as_distinct", "message_id") in provenance.notes


def test_tone_and_direction_are_of_few_words(tmp_path: Path) -> None:
    text = "time,text,tone,direction\n2024-01-01,a,Négatif,in\n2024-01-01,b,,OUT\n2024-01-01,c,angry,in\n"
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert [(r["tone"], r["direction"]) for r in found] == [("negative", "in"), (None, "out")]
    assert refused(provenance) == {"not_a_code": 1}
    assert provenance.refused[0].examples == ("row 4: tone",)  # what stands in a table of messages is not repeated


def test_tones_as_numbers_only_on_a_scale_one_can_tell(tmp_path: Path) -> None:
    text = "time,text,tone\n2024-01-01,a,-1\n2024-01-01,b,0\n2024-01-01,c,1\n2024-01-01,d,\n"
    found, _ = read(tmp_path, messages("a.csv"), text)
    assert [r["tone"] for r in found] == ["negative", "neutral", "positive", None]
    for tones in ("01", "012", "12345"):  # is 0 negative, or neutral?
        text = "time,text,tone\n" + "".join(f"2024-01-01,t{t},{t}\n" for t in tones)
        assert "or the scale -1, 0, 1" in mistakes(tmp_path, messages("a.csv"), text)


def test_the_other_tables(tmp_path: Path) -> None:
    ads = {"name": "ads", "path": "a.csv", "table": "ads", "columns": {"occupation": "job"}}
    found, _ = read(tmp_path, ads, "job,title,contract\nCM,Stage,INTERNSHIP\nCM,Stage,INTERNSHIP\n")
    assert len(found) == 2
    tasks = {"name": "log", "path": "a.csv", "table": "tasks", "decimal": ","}
    found, _ = read(tmp_path, tasks, "time;text;hours\n2024-01-01;replies;1,5\n2024-01-01;replies;1,5\n")
    assert [(r["hours"], r["unit"]) for r in found] == [(1.5, "Brand")] * 2
    documents = {"name": "docs", "path": "a.csv", "table": "documents"}
    found, provenance = read(tmp_path, documents, "title,text\nT,It works.\nU,\n")
    assert [r["title"] for r in found] == ["T"]
    assert refused(provenance) == {"missing_text": 1}


def test_the_format_is_declared_or_known_by_its_ending(tmp_path: Path) -> None:
    written(tmp_path, "a.data", "time,value\n2024-01-01,1\n")
    found, _ = read(tmp_path, series("a.data", format="csv"))
    assert len(found) == 1
    assert set(sources.discover()) == {"csv", "tsv", "ndjson", "parquet", "xlsx", "text", "markdown", "html",
                                       "docx", "pdf"}


def test_a_reason_is_a_known_code() -> None:
    """report/words says each of them: one that is not in the list would be shown raw."""
    import re

    package = Path(sources.__file__).parent
    used = {
        reason for file in package.glob("*.py") for reason in re.findall(r'refuse\("(\w+)"', file.read_text("utf-8"))
    }
    assert used
    assert used <= set(REASONS)


def test_a_column_can_be_left_out_by_an_empty_name(tmp_path: Path) -> None:
    text = "time,text,tone\n2024-01-01,a,0.35\n"
    assert 'by `tone = ""`' in mistakes(tmp_path, messages("a.csv"), text)
    found, _ = read(tmp_path, messages("a.csv", columns={"tone": ""}))
    assert [r["tone"] for r in found] == [None]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_one_may_not_read(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "time,value\n").chmod(0)
    with pytest.raises(SourceError, match="Mend its permissions"):
        read(tmp_path, series("a.csv"))
