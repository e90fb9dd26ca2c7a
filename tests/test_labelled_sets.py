"""The labelled sets are whole, and their READMEs tell the agreement that the labels have."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
VALUES = {
    "marketing_claims": {
        "strength": {"none", "correlational", "conditional causal", "causal"},
        "type": {"none", "crisis", "roi", "governance", "strategy", "reach"},
        "evidence": {"none", "design", "comparison", "figure", "source"},
    },
    "task_nature": {"nature": {"strategic", "operational", "mixed", "neither"}},
}
LEAST = {"marketing_claims": 500, "task_nature": 300}  # sentences a language (issue 6)


def read(name: str, file: str) -> dict[str, dict[str, str]]:
    with (DATA / name / file).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    found = {row["id"]: row for row in rows}
    assert len(found) == len(rows)
    return found


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen (1960): agreement beyond that of two readers who label at random in their own proportions."""
    n = len(pairs)
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(first[v] * second[v] for v in first) / n**2
    return (sum(a == b for a, b in pairs) / n - chance) / (1 - chance)


@pytest.mark.parametrize("name", VALUES)
def test_every_sentence_is_labelled_twice(name: str) -> None:
    sentences = read(name, "sentences.csv")
    languages = Counter(row["language"] for row in sentences.values())
    assert set(languages) == {"en", "fr"}
    assert min(languages.values()) >= LEAST[name]
    assert len({row["text"] for row in sentences.values()}) == len(sentences)
    for file in ("labels_first.csv", "labels_second.csv"):
        labels = read(name, file)
        assert list(labels) == list(sentences)
        for column, values in VALUES[name].items():
            assert {row[column] for row in labels.values()} == values


@pytest.mark.parametrize("name", VALUES)
def test_the_agreement_told_is_the_labels_own(name: str) -> None:
    first, second = read(name, "labels_first.csv"), read(name, "labels_second.csv")
    told = [float(x) for x in re.findall(r"0\.\d{3}", (DATA / name / "README.md").read_text().split("## Agreement")[1])]
    found = [kappa([(first[i][column], second[i][column]) for i in first]) for column in VALUES[name]]
    if name == "marketing_claims":
        both = [i for i in first if "none" not in (first[i]["strength"], second[i]["strength"])]
        found += [kappa([(first[i][column], second[i][column]) for i in both]) for column in VALUES[name]]
    assert told == [round(value, 3) for value in found]
