"""Files that must not be read as they stand, because what came out would not be what is in them."""

from __future__ import annotations

import bz2
import gzip
import zipfile
from pathlib import Path

import pytest

from record_samples import messages, mistakes, read, refused, series, xlsx
from recul.errors import SourceError

ROWS = "id,date,user,text\n" + "".join(f"{i},2025-01-{i:02}T00:00:00Z,u,message {i}\n" for i in range(10, 25))


@pytest.mark.parametrize(("opened", "closed"), [(12, 14), (12, 24), (10, None), (20, 21)])
def test_a_quote_never_closed_that_swallows_rows(tmp_path: Path, opened: int, closed: int | None) -> None:
    text = ROWS.replace(f"message {opened}", f'"message {opened}')
    text = text if closed is None else text.replace(f"message {closed}\n", f'message {closed}"\n')
    source = messages("a.csv", columns={"message_id": "id", "time": "date", "author": "user"})
    assert f"row {opened - 8}: found a cell that holds other rows" in mistakes(tmp_path, source, text)


@pytest.mark.parametrize(
    ("pattern", "first", "second"), [("%d/%m/%Y", "31/01/2024", "01/02/2024"), ("%d %b %Y", "1 Jan 2024", "2 Jan 2024")]
)
def test_rows_are_known_by_the_declared_dates(tmp_path: Path, pattern: str, first: str, second: str) -> None:
    text = f'value;unit;time\n1;"x;{first}\n2;y;{second}\n3;z";{second}\n'
    source = series("a.csv", date_format=pattern)
    assert "row 2: found a cell that holds other rows" in mistakes(tmp_path, source, text)


def test_a_text_of_several_lines_is_no_row(tmp_path: Path) -> None:
    text = 'id,time,text\n1,2025-01-01,"first\n2, second\n2025-01-02, third, 2025-01-03\n12/01/2025 at noon"\n'
    found, _ = read(tmp_path, messages("a.csv", columns={"message_id": "id"}), text)
    assert len(found) == 1
    text = 'time,text\n2025-01-01,"the programme:\n2025-01-02 at noon, a concert\n2025-01-03: nothing"\n'
    assert len(read(tmp_path, messages("a.csv"), text)[0]) == 1


@pytest.mark.parametrize("lines", [3, 4, 10**15])
def test_skipping_more_than_the_file_has(tmp_path: Path, lines: int) -> None:
    said = mistakes(tmp_path, series("a.csv", skip_rows=lines), "time,value\n2024-01-01,1\n2024-01-02,2\n")
    assert f"nothing after the first {lines} lines" in said


def test_years_that_no_study_may_name_are_no_dates(tmp_path: Path) -> None:
    years = ("0001", "1799", "1800", "2200", "2201", "9999")
    text = "time,value\n" + "".join(f"{year}-07-01,1\n" for year in years)
    found, provenance = read(tmp_path, series("a.csv"), text)
    assert [r["time"].year for r in found] == [1800, 2200]
    assert refused(provenance) == {"not_a_date": 4}
    text = "time,value\n" + "".join(f"01/07/{year},1\n" for year in years)
    _, provenance = read(tmp_path, series("a.csv", date_format="%d/%m/%Y"), text)
    assert refused(provenance) == {"not_a_date": 4}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        # Without a fixed time the bytes, and the test's name with them, differ from one worker to the next.
        (gzip.compress(b"time,value\n2024-01-01,1\n", mtime=0), "a gzip archive"),
        (bz2.compress(b"time,value\n2024-01-01,1\n"), "a bzip2 archive"),
        (b"PK\x03\x04\x14\x00\x06\x00", "a zip archive or an .xlsx workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "an old Excel workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\n", "a PDF"),
        (b"PAR1\x15\x04", "a Parquet file"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_what_is_no_text_is_called_by_its_name(tmp_path: Path, content: bytes, name: str, kind: str) -> None:
    assert f"found {name}" in mistakes(tmp_path, series(f"a.{kind}"), content, f"a.{kind}")


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_header_further_down_is_pointed_at(tmp_path: Path, separator: str) -> None:
    text = "Export of the 3rd, for you\n\nDay,Amount\n2024-01-01,1\n2024-01-02,2\n".replace(",", separator)
    source = series("a.csv", columns={"time": "Day", "value": "Amount"})
    assert "They stand on line 3: declare `skip_rows = 2`." in mistakes(tmp_path, source, text)
    found, _ = read(tmp_path, {**source, "skip_rows": 2})
    assert [r["value"] for r in found] == [1, 2]
    assert "They stand" not in mistakes(tmp_path, series("a.csv", columns={"time": "Tag", "value": "Betrag"}), text)
    xlsx(tmp_path / "a.xlsx", {"s": [["Export"], [], ["Day", "Amount"], [("date", 45292), 1], [("date", 45293), 2]]})
    with pytest.raises(SourceError, match=r"They stand on line 3: declare `skip_rows = 2`"):
        read(tmp_path, {**source, "path": "a.xlsx"})
    assert len(read(tmp_path, {**source, "path": "a.xlsx", "skip_rows": 2})[0]) == 2


def test_a_stray_cell_is_refused_before_room_is_made_for_the_sheet(tmp_path: Path) -> None:
    table: list[list[object]] = [["time", "value"], ["2024-01-01", 1], ["2024-01-02", 2]]
    path = xlsx(tmp_path / "a.xlsx", {"good": table, "vast": table})
    stray(path, "xl/worksheets/sheet2.xml", "XFD1048576")
    stray(path, "xl/worksheets/sheet1.xml", "XFD1048576", "")
    found, _ = read(tmp_path, series("a.xlsx"))
    assert len(found) == 2  # a cell that is only coloured is none
    with pytest.raises(SourceError, match="cell XFD1048576: found a sheet of 17,179,869,184 cells"):
        read(tmp_path, series("a.xlsx", sheet="vast"))


def stray(path: Path, member: str, place: str, value: str = "1") -> None:
    """Write a cell far from the others into a sheet; without a value it only has a style."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    cell = f'<c r="{place}"><v>{value}</v></c>' if value else f'<c r="{place}" s="1"/>'
    row = f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{cell}</row></sheetData>'
    parts[member] = parts[member].replace(b"</sheetData>", row.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
