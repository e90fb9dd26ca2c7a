"""Rows without an id: when two that say the same are one, copied, and when they are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from record_samples import messages, read

CLOCKED = "2025-01-01T10:00:00"


@pytest.mark.parametrize(
    ("time", "columns", "kept"),
    [
        ("2025-01-01", "time,author,text", 3),
        ("2025-01-01T00:00:00Z", "time,author,text", 3),
        (CLOCKED, "time,author,text", 1),
        (CLOCKED, "time,unit,text", 3),
        (CLOCKED, "time,message_id,text", 1),
        ("2025-01-01", "time,message_id,text", 3),
    ],
)
def test_the_same_words_are_one_message_only_where_that_is_certain(
    tmp_path: Path, time: str, columns: str, kept: int
) -> None:
    middle = "" if "message_id" in columns else "Ann"
    found, provenance = read(tmp_path, messages("a.csv"), f"{columns}\n" + f"{time},{middle},thank you\n" * 3)
    assert (len(found), provenance.duplicates) == (kept, 3 - kept)
    assert (("rows_taken_as_distinct", "message_id") in provenance.notes) == (kept == 3)


def test_days_and_times_in_one_file(tmp_path: Path) -> None:
    text = "time,author,text\n" + f"2025-01-01,A,x\n{CLOCKED},A,x\n" * 2
    found, provenance = read(tmp_path, messages("a.csv"), text)
    assert (len(found), provenance.duplicates) == (3, 1)
