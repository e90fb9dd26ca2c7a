"""Whatever is done to a good study, it loads or it raises StudyError: never anything else, never in silence."""

from __future__ import annotations

import copy
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recul.errors import StudyError
from recul.study import Study

GOOD = """
title = "t"
brand = "b"
timezone = "Europe/Paris"
[period]
start = 2023-01-01
end = 2024-12-31
[[source]]
name = "sales"
path = "*.csv"
table = "series"
separator = ";"
encoding = "utf-8"
date_format = "%d/%m/%Y"
thousands = " "
missing = ["", "x"]
columns = { time = "Semaine" }
units = ["north", "south"]
measure = "sales"
coverage = { start = 2023-01-01, end = 2024-12-31T12:00:00 }
gaps = [{ start = 2023-08-01, end = 2023-08-15 }]
[[action]]
id = "spring"
kind = "campaign"
start = 2024-03-01
end = 2024-04-30T10:00:00+02:00
units = ["north"]
cost = 12000
currency = "EUR"
truth = 0.1
[[question]]
kind = "effect"
outcome = "sales"
action = "spring"
controls = ["south"]
window = 8
minimum_effect = 0.1
estimator = "did"
"""
WORDS = ("", " ", "sales", "../x", "/", "*", "**", "[", "a\0b", "\u202e", "<b>", "=1+1", "%", "%d", "%%", "é" * 300,
         "UTC", "2024-02-30", "9999-12-31T23:59:59+00:00", "2024-01-01T10", "\n", ".", "..", "~", "nan",
         "\ud7ff", "effect")
SCALARS = (st.sampled_from(WORDS) | st.text(max_size=8) | st.integers() | st.floats() | st.booleans()
           | st.sampled_from([date(1, 1, 1), date(9999, 12, 31), time(1), datetime(1, 1, 1, tzinfo=UTC), 10**400,
                              datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(2024, 1, 1)]))
KEYS = st.sampled_from(["start", "end", "kind", "name", "int", "0", "[key]"]) | st.text(max_size=4)
VALUES = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=3), max_leaves=6)


def spots(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a nested table."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return ([path] if path else []) + [p for key, child in children for p in spots(child, (*path, key))]


RAW = tomllib.loads(GOOD)
SPOTS = spots(RAW)
CHANGES = st.lists(st.tuples(st.sampled_from(SPOTS), st.sampled_from(["set", "drop", "double", "rename"]), VALUES),
                   min_size=1, max_size=3)


def changed(changes: list[tuple[tuple[Any, ...], str, Any]]) -> dict[str, Any]:
    raw = copy.deepcopy(RAW)
    for path, what, value in changes:
        node: Any = raw
        try:
            for part in path[:-1]:
                node = node[part]
            old = node[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
        if what == "set":
            node[path[-1]] = value
        elif what == "double" and isinstance(node, list):
            node.append(old)
        elif isinstance(node, dict):
            del node[path[-1]]
            if what == "rename":
                node[str(value)[:50]] = old
    return raw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("study")
    (home / "sales.csv").write_text("Semaine;north;south\n")
    return home


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES)
def test_any_change_is_read_or_named(folder: Path, changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    raw = changed(changes)
    try:
        study = Study.from_dict(raw, folder)
    except StudyError as error:
        well_said(error)
    else:
        again = Study.from_dict(raw, folder)
        assert study == again
        assert study.model_dump() == again.model_dump()


def well_said(error: StudyError) -> None:
    """Each mistake is whole, short, and on one line whatever was in the file."""
    assert error.mistakes
    for mistake in error.mistakes:
        assert all(part.strip() for part in (mistake.where, mistake.found, mistake.expected, mistake.todo))
        assert len(str(mistake)) < 1200
        assert not set("\0\n\u202e") & set(mistake.where + mistake.found)


@settings(max_examples=150, deadline=None)
@given(cut=st.integers(0, len(GOOD)), text=st.text(max_size=5), more=st.binary(max_size=5))
def test_any_text_is_read_or_named(folder: Path, cut: int, text: str, more: bytes) -> None:
    (folder / "study.toml").write_bytes(GOOD[:cut].encode() + text.encode("utf-8", "surrogatepass") + more
                                        + GOOD[cut:].encode())
    try:
        Study.load(folder)
    except StudyError as error:
        well_said(error)
