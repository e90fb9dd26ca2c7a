"""Separated text as people export it: written by Python's own csv module, read back the same."""

from __future__ import annotations

import csv
import io
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from record_samples import messages, mistakes, read, refused, series, written
from recul.errors import SourceError
from recul.record import Record
from recul.sources import _csv

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252")
SEPARATORS = (",", ";", "\t", "|", " ")
LETTERS = st.text("abcéÉüß ,;|\"'\t<&=+", min_size=1, max_size=8).filter(lambda t: t.strip() == t)


def dumped(rows: list[list[str]], separator: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def number(value: float, decimal: str) -> str:
    return repr(value).replace(".", decimal)


@settings(max_examples=40, deadline=None)
@given(
    encoding=st.sampled_from(ENCODINGS),
    separator=st.sampled_from(SEPARATORS),
    decimal=st.sampled_from(".,"),
    declared=st.booleans(),
    data=st.data(),
)
def test_a_written_table_comes_back_equal(
    encoding: str, separator: str, decimal: str, declared: bool, data: st.DataObject
) -> None:
    units = data.draw(st.lists(LETTERS, min_size=1, max_size=4, unique=True))
    cells = {
        (u, day): data.draw(st.none() | st.floats(allow_nan=False, allow_infinity=False, width=64))
        for u in units
        for day in range(data.draw(st.integers(1, 5)))
    }
    start = datetime(2024, 1, 1, tzinfo=UTC)
    table = [["when", "où", "combien"]]
    table += [
        [f"{start + timedelta(d):%Y-%m-%d}", u, "NA" if v is None else number(v, decimal)]
        for (u, d), v in cells.items()
    ]
    source = series(
        "a.csv",
        columns={"time": "when", "unit": "où", "value": "combien"},
        decimal=decimal,
        **({"encoding": encoding, "separator": separator} if declared else {}),
    )
    with TemporaryDirectory() as folder:
        written(Path(folder), "a.csv", dumped(table, separator), encoding)
        found, provenance = read(Path(folder), source)
    assert {(r["unit"], (r["time"] - start).days): r["value"] for r in found} == cells
    assert provenance.rows_read == provenance.rows_kept == len(cells)
    assert not provenance.refused


def test_the_encoding_found_is_said(tmp_path: Path) -> None:
    for encoding, notes in (("latin-1", ("encoding_detected", "cp1252")), ("utf-8", None)):
        written(tmp_path, "a.csv", "time,unit,value\n2024-01-01,Évry,1\n", encoding)
        found, provenance = read(tmp_path, series("a.csv"))
        assert found[0]["unit"] == "Évry"
        assert (notes in provenance.notes) == (notes is not None)


def test_utf16_without_a_mark_is_found(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        written(tmp_path, "a.csv", "time;unit;value\n2024-01-01;Évry;1\n", encoding)
        found, provenance = read(tmp_path, series("a.csv"))
        assert found[0]["unit"] == "Évry"
        assert ("encoding_detected", encoding) in provenance.notes


def test_bytes_that_contradict_the_encoding_are_refused(tmp_path: Path) -> None:
    latin = "time,unit,value\n2024-01-01,Évry,1\n".encode("latin-1")
    assert "0xC9 at position 27" in mistakes(tmp_path, series("a.csv", encoding="utf-8"), latin)
    mixed = "time,unit,value\n2024-01-01,Évry,1\n".encode() + "2024-01-01,Orléans,2\n".encode("latin-1")
    assert "mostly UTF-8" in mistakes(tmp_path, series("a.csv"), mixed)
    assert "which charmap does not have" in mistakes(
        tmp_path, series("a.csv", encoding="cp1252"), latin + b"2024-01-02,\x81,1\n"
    )


def test_meta_export_in_utf16_with_its_preamble(tmp_path: Path) -> None:
    lines = (
        "sep=,",
        '"Facebook visits"',
        '"Date","Primary"',
        '"2023-07-08T00:00:00","138"',
        '"2023-07-09T00:00:00","117"',
    )
    text = "\r\n".join(lines)
    written(tmp_path, "a.csv", text, "utf-16")
    found, _ = read(tmp_path, series("a.csv", skip_rows=2, columns={"time": "Date", "value": "Primary"}))
    assert [r["value"] for r in found] == [138.0, 117.0]


def test_a_declared_separator_line_is_heeded(tmp_path: Path) -> None:
    found, provenance = read(tmp_path, series("a.csv"), "sep=;\ntime;value\n2024-01-01;1\nx;2\n")
    assert len(found) == 1
    assert provenance.refused[0].examples == ("row 4: time 'x'",)


def test_a_trailing_blank_in_a_column_name_is_forgiven(tmp_path: Path) -> None:
    found, _ = read(
        tmp_path,
        series("a.csv", columns={"value": "Phone number clicks"}),
        "time,Phone number clicks ,New followers\n2024-01-01,4,1\n",
    )
    assert found[0]["value"] == 4.0


def test_malformed_rows_are_refused_by_number(tmp_path: Path) -> None:
    text = (
        'time,unit,value\n2024-01-01,"a\nb",1\n\n2024-01-02,x\n2024-01-03,x,3\n2024-01-04,x,4,5\n,,\n2024-01-05,x,5\n'
    )
    found, provenance = read(tmp_path, series("a.csv"), text)
    assert [r["value"] for r in found] == [3.0, 5.0]
    assert refused(provenance) == {"wrong_number_of_columns": 2, "line_break_in_name": 1}
    examples = {reason: shown for reason, _, shown in provenance.refused}
    assert examples["wrong_number_of_columns"] == ("row 4: 2 columns, not 3", "row 6: 4 columns, not 3")
    assert provenance.rows_read == 5  # the blank rows are none


def test_a_quote_never_closed_is_said(tmp_path: Path) -> None:
    text = 'time,unit,value\n2024-01-01,x,1\n2024-01-02,"x,2\n2024-01-03,x,3\n'
    assert "row 3: found a cell that holds other rows" in mistakes(tmp_path, series("a.csv"), text)


def test_row_numbers_hold_far_into_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several stretches of Arrow, malformed rows between them: the numbers are still a spreadsheet's."""
    monkeypatch.setattr(_csv, "BLOCK", 1 << 16)
    lines = [
        f"2024-01-01,u{i},{'x' if i % 7_000 == 6_999 else 1}{',9' if i % 9_000 == 500 else ''}" for i in range(40_000)
    ]
    written(tmp_path, "a.csv", "time,unit,value\n" + "\n".join(lines))
    _, provenance = read(tmp_path, series("a.csv"))
    true = {
        "not_a_number": [i + 2 for i in range(6_999, 40_000, 7_000)],
        "wrong_number_of_columns": [i + 2 for i in range(500, 40_000, 9_000)],
    }
    for reason, count, examples in provenance.refused:
        assert count == len(true[reason])
        assert [int(e.split()[1].rstrip(":")) for e in examples] == true[reason][:5]
    assert provenance.rows_read == 40_000


def test_columns_that_are_not_there_are_all_named(tmp_path: Path) -> None:
    said = mistakes(
        tmp_path, series("a.csv", columns={"time": "Dates", "value": "Sale"}), "Date,Sales,Shop\n2024-01-01,1,x\n"
    )
    assert said.count("\n") == 1
    assert "no column 'Dates'" in said
    assert "Did you mean 'Date'?" in said
    assert "Did you mean 'Sales'?" in said
    assert "'Date', 'Sales', 'Shop'" in said


def test_a_column_named_twice_is_refused_only_when_used(tmp_path: Path) -> None:
    text = "time,Views,Views,Reach\n2024-01-01,1,2,3\n"
    assert "2 columns named 'Views'" in mistakes(tmp_path, series("a.csv", columns={"value": "Views"}), text)
    found, _ = read(tmp_path, series("a.csv", columns={"value": "Reach"}), text)
    assert found[0]["value"] == 3.0


def test_rows_quoted_whole_are_recognised(tmp_path: Path) -> None:
    text = '"time,value,""Post ID"""\n"2024-01-01,1,2"\n'
    assert "quotes around whole rows" in mistakes(tmp_path, series("a.csv"), text)


def test_a_file_that_is_no_series_is_refused(tmp_path: Path) -> None:
    """Meta's audience file: shares by age follow one another, there is no time."""
    text = 'sep=,\n"Age & gender"\n"","Women","Men"\n"18-24","10.6","6.5"\n'
    assert "no column for 'time'" in mistakes(tmp_path, series("a.csv", skip_rows=2), text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an empty file"),
        ("\n \n\n", "an empty file"),
        ("time,value\n", "a header and no rows"),
        ("time,value", "no rows"),
        ("time,value\n\n,\n", "no rows"),
        ("time,value\n2024-01-01,x\n2024-01-02,y\n", "every row refused: 2 for not_a_number"),
        ("time,value\n2024-01-01,5 €\n2024-01-02,6 €\n", "Take the currency sign (€) out of the column"),
        ("time,value\n1/2/2024,1\n", "Declare `date_format`"),
    ],
)
def test_nothing_to_keep_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    assert said in mistakes(tmp_path, series("a.csv"), text)


def test_the_mistakes_of_every_file_come_at_once(tmp_path: Path) -> None:
    from record_samples import study

    written(tmp_path, "a.csv", "time,value\n2024-01-01,x\n")
    written(tmp_path, "b.csv", "")
    written(tmp_path, "c.csv", "time,value\n2024-01-01,1\n")
    declared = study(tmp_path, series("a.csv"), {**series("b.csv"), "name": "b"}, {**series("c.csv"), "name": "c"})
    with pytest.raises(SourceError) as caught:
        Record.read(declared)
    assert [m.where for m in caught.value.mistakes] == ["source 'sales', a.csv", "source 'b', b.csv"]


def test_hostile_text_passes_untouched(tmp_path: Path) -> None:
    texts = [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "\u202ereversed\u202c",
        "a\u0000b",
        " two  blanks ",
        "line\r\nbreak",
        "NA",
        "émoji 😟",
        "'; DROP TABLE messages; --",
    ]
    table = [["id", "time", "text"]] + [[str(i), "2024-01-01T10:00:00", t] for i, t in enumerate(texts)]
    written(tmp_path, "a.csv", dumped(table, ","))
    found, _ = read(tmp_path, messages("a.csv", columns={"message_id": "id"}))
    assert [r["text"] for r in found] == texts


def test_wide_layouts(tmp_path: Path) -> None:
    text = "Date;VW;BMW\n2024-01-01;1;2\n2024-01-02;x;4\n"
    found, provenance = read(
        tmp_path, series("a.csv", columns={"time": "Date"}, units={"Volkswagen": "VW", "BMW": "BMW"}), text
    )
    assert sorted((r["unit"], r["time"].day, r["value"]) for r in found) == [
        ("BMW", 1, 2.0),
        ("BMW", 2, 4.0),
        ("Volkswagen", 1, 1.0),
    ]
    assert (provenance.rows_read, provenance.rows_kept, provenance.rows_refused) == (4, 3, 1)
    source = {
        **series("a.csv", columns={"time": "Date"}, measures={"reach": "VW", "likes": "BMW"}, unit="page"),
        "name": "b",
    }
    del source["measure"]
    found, _ = read(tmp_path, source, "Date;VW;BMW\n2024-01-01;1;2\n")
    assert sorted((r["unit"], r["measure"], r["value"]) for r in found) == [
        ("page", "likes", 2.0),
        ("page", "reach", 1.0),
    ]


def test_a_long_layout_with_a_column_of_measures(tmp_path: Path) -> None:
    source = series("a.csv")
    del source["measure"]
    found, _ = read(tmp_path, source, "time,measure,unit,value\n2024-01-01,visits,shop,3\n2024-01-01,sales,shop,4.5\n")
    assert {(r["measure"], r["value"]) for r in found} == {("visits", 3.0), ("sales", 4.5)}
    assert "no measure" in mistakes(tmp_path, source, "time,unit,value\n2024-01-01,shop,3\n")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_give_rows_or_a_source_error(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        written(Path(folder), "a.csv", b"time,value\n2024-01-01,1\n" + content)
        try:
            found, provenance = read(Path(folder), series("a.csv"))
        except SourceError:
            return
        else:
            assert provenance.rows_read == provenance.rows_kept + provenance.rows_refused + provenance.duplicates
            assert all(r["value"] is None or math.isfinite(r["value"]) for r in found)
