"""The English messages written for a tone reader are whole and varied; their README tells the agreement they have."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.test_labelled_sets import kappa

from recul.text.tone import CLASSES

FOLDER = Path(__file__).parent / "data" / "tone_written"
SHARED_MOST = 0.3  # of the runs of four words of two messages: more is one message written twice
TRAVEL = {"airline", "rail", "travel"}


def read(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def runs(text: str) -> set[tuple[str, ...]]:
    words = [word for word in re.findall(r"[\w']+", text.lower()) if word != "user"]
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def share(of: Callable[[dict[str, str]], bool], rows: list[dict[str, str]]) -> float:
    return sum(map(of, rows)) / len(rows)


def test_every_message_stands_once_with_a_tone() -> None:
    rows = read("en.csv")
    assert list(rows[0]) == ["id", "language", "sector", "genre", "text", "label"]
    assert [row["id"] for row in rows] == [f"en{i:04d}" for i in range(1, len(rows) + 1)]
    assert {row["language"] for row in rows} == {"en"}
    assert {row["label"] for row in rows} == set(CLASSES)
    assert all(row["text"] == row["text"].strip() and row["sector"] and row["genre"] for row in rows)
    assert len({row["text"].lower() for row in rows}) == len(rows) >= 1300


def test_tones_and_sectors_are_mixed_as_meant() -> None:
    rows = read("en.csv")
    for tone, meant in zip(CLASSES, (0.45, 0.28, 0.27), strict=True):
        assert abs(share(lambda row, tone=tone: row["label"] == tone, rows) - meant) < 0.03
    assert share(lambda row: row["sector"] in TRAVEL, rows) > 0.25
    told: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        told[row["sector"]].add(row["label"])
        told[row["genre"]].add(row["label"])
    assert all(tones == set(CLASSES) for tones in told.values())


def test_no_message_is_another_one_turned_over() -> None:
    texts = [row["text"] for row in read("en.csv")]
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, text in enumerate(texts):
        for run in runs(text):
            having[run].append(i)
    pairs = Counter((a, b) for ids in having.values() for a in ids for b in ids if a < b)
    near = [(texts[a], texts[b]) for (a, b), n in pairs.items()
            if n / len(runs(texts[a]) | runs(texts[b])) >= SHARED_MOST]
    assert near == []
    assert max(map(len, having.values())) < 10


def test_the_agreement_told_is_the_labels_own() -> None:
    first = {row["id"]: row["label"] for row in read("en.csv")}
    pairs = [(first[row["id"]], row["label"]) for row in read("en_second.csv")]
    apart = sum(a != b for a, b in pairs)
    said = (FOLDER / "README_en.md").read_text("utf-8")
    assert len(pairs) >= 400
    assert f"kappa over the {len(pairs)} messages is {kappa(pairs):.3f}" in said
    assert f"{apart} differ" in said
