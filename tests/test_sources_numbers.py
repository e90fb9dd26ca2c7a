"""Numbers as people write them; what is none is refused, never guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from record_samples import read, refused, series


@pytest.mark.parametrize(
    ("cell", "rest", "value"),
    [
        ("1234,5", {"decimal": ","}, 1234.5),
        ("1 234,5", {"decimal": ",", "thousands": " "}, 1234.5),
        ("1\u202f234\u202f567,5", {"decimal": ",", "thousands": " "}, 1234567.5),
        ("1\u00a0234", {"decimal": ",", "thousands": "\u202f"}, 1234.0),
        ("1.234.567,25", {"decimal": ",", "thousands": "."}, 1234567.25),
        ("1,234.5", {"thousands": ","}, 1234.5),
        ("1’234.5", {"thousands": "'"}, 1234.5),
        ("−3", {}, -3.0),
        ("+3.5e2", {}, 350.0),
        (" 7 ", {}, 7.0),
        ("12.5 %", {"value_unit": "%"}, 12.5),
        ("5.", {}, 5.0),
        (".5", {}, 0.5),
    ],
)
def test_numbers_as_people_write_them(tmp_path: Path, cell: str, rest: dict[str, Any], value: float) -> None:
    found, _ = read(tmp_path, series("a.csv", separator=";", **rest), f"time;value\n2024-01-01;{cell}\n")
    assert found[0]["value"] == value


@pytest.mark.parametrize(
    ("cell", "rest"),
    [
        ("abc", {}),
        ("1,5", {}),
        ("1.5", {"decimal": ","}),
        ("1 234", {}),
        ("12,34", {"thousands": ","}),
        ("1e999", {}),
        ("12,3456", {"thousands": ","}),
        ("inf", {}),
        ("12 %", {}),
        ("<1", {}),
        ("1-2", {}),
        ("0x1F", {}),
        ("=1+1", {}),
        ("1,234,5", {"thousands": ","}),
        ("1_000", {}),
        ("٣", {}),
        ("1..2", {}),
        ("--1", {}),
        ("True", {}),
        ("12€", {}),
    ],
)
def test_text_in_a_number_column_refuses_that_row(tmp_path: Path, cell: str, rest: dict[str, Any]) -> None:
    text = f"time;value\n2024-01-01;1\n2024-01-02;{cell}\n2024-01-03;3\n"
    found, provenance = read(tmp_path, series("a.csv", separator=";", **rest), text)
    assert [r["value"] for r in found] == [1.0, 3.0]
    assert refused(provenance) == {"not_a_number": 1}
    assert provenance.refused[0].examples == (f"row 3: value {cell!r}",)
    assert (provenance.rows_read, provenance.rows_kept, provenance.rows_refused) == (3, 2, 1)


def test_declared_missing_is_null_and_kept(tmp_path: Path) -> None:
    cells = ["", "NA", "N/A", "NAN", "--", "-", "null", "0"]
    text = "time,value\n" + "".join(f"2024-01-{d:02},{c}\n" for d, c in enumerate(cells, 1))
    found, provenance = read(tmp_path, series("a.csv"), text)
    assert [r["value"] for r in found] == [None] * 7 + [0.0]
    assert provenance.rows_kept == 8
    found, provenance = read(
        tmp_path, series("a.csv", missing=["rien"]), "time,value\n2024-01-01,rien\n2024-01-02,NA\n"
    )
    assert [r["value"] for r in found] == [None]
    assert refused(provenance) == {"not_a_number": 1}


def test_a_unit_called_na_is_a_unit(tmp_path: Path) -> None:
    """Namibia, North America: missing marks are for numbers and times, not for names."""
    found, provenance = read(tmp_path, series("a.csv"), "time,unit,value\n2024-01-01,NA,1\n2024-01-01,,2\n")
    assert [r["unit"] for r in found] == ["NA"]
    assert refused(provenance) == {"missing_name": 1}
