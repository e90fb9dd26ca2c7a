"""Killed at any moment while reading, the record loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa

from record_samples import messages, rows, series, study, written
from recul.record import Record

CHILD = """
import sys
sys.path[:0] = [{tests!r}, {src!r}]
from pathlib import Path
from record_samples import study, series, messages
from recul.record import Record
declared = study(Path({root!r}), series("s*.csv"), messages("m*.csv"))
import pandas, pyarrow.csv, pyarrow.parquet, recul.record._reading, recul.sources.tabular, recul.sources._convert
Record.in_memory({{}}, declared).table("series").count().execute()  # warm: what is killed is the reading
print("ready", flush=True)
sys.stdin.readline()
Record.read(declared)
"""


def many(root: Path) -> None:
    """Six files whose rows overlap: 900 days, 3,000 messages."""
    for i in range(3):
        days = [(i * 300 + d) for d in range(-20 if i else 0, 300)]
        written(
            root,
            f"s{i}.csv",
            "time,value\n"
            + "".join(f"{2000 + d // 365}-01-01T{d % 24:02}:{d % 365 // 7:02}:{d % 7:02},{d}\n" for d in days),
        )
        ids = range(i * 1000 - (50 if i else 0), (i + 1) * 1000)
        written(
            root,
            f"m{i}.csv",
            "message_id,time,author,text\n" + "".join(f"{n},2024-01-01T10:00,a{n % 7},t{n}\n" for n in ids),
        )


def state(root: Path) -> tuple[Any, Any]:
    record = Record.read(study(root, series("s*.csv"), messages("m*.csv")))
    found = [
        sorted(tuple(str(v) for k, v in row.items() if k != "author") for row in rows(record, name))
        for name in ("series", "messages")
    ]
    return found, [(p.path, p.rows_read, p.rows_kept, p.duplicates) for p in record.provenance]


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    whole, root = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, root):
        folder.mkdir()
        many(folder)
    started = time.perf_counter()
    true = state(whole)
    length = time.perf_counter() - started
    assert len(true[0][0]) == 900
    assert len(true[0][1]) == 3000
    code = CHILD.format(tests=str(Path(__file__).parent), src=str(Path(__file__).parents[1] / "src"), root=str(root))
    for part in (
        0.2,
        0.5,
        0.8,
    ):  # of the time a whole reading takes; where that falls differs every time
        child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        child.stdin.write("\n")
        child.stdin.flush()
        time.sleep(part * length)
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        named = (
            json.loads((root / ".recul/record/manifest.json").read_text())["files"]
            if (root / ".recul/record/manifest.json").exists()
            else {}
        )
        for entry in named.values():  # what the manifest names is there, and whole
            assert pa.parquet.read_table(root / ".recul/record" / entry["parquet"]).num_rows
    assert state(root) == true
    left = [p.name for p in (root / ".recul").rglob("*") if p.name.startswith(("aside-", ".manifest", "part", "clean"))]
    assert left == []
