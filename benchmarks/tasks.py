"""How well the nature of a task is read, in voices it has not seen, and set against ROME and O*NET.

`python benchmarks/tasks.py` leaves out whole voices of tests/data/task_nature, a sixth at a time, trains on the others
and on training.csv, and writes results/tasks.csv (a minute): accuracy and macro-F1 of the four natures by language, by
source, on sentences with "strat", and on the half of the voices whose mistakes were never looked at while the signs
(`text/_signs_tasks.py`) were written. Then what ROME's two occupations and O*NET's four are read as, which nothing was
trained on (from the folder that RECUL_DATA names; left out where it is absent). `--train` writes the weights that ship,
from all sentences: the same bytes every time.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recul.text import tasks
from recul.text.features import FeatureSet
from recul.text.linear import Linear, fit

ROOT = Path(__file__).parent.parent
SET, RESULTS = ROOT / "tests" / "data" / "task_nature", Path(__file__).parent / "results" / "tasks.csv"
FEATURES = FeatureSet(words=(1, 2), chars=(2, 5), bits=16, signs=("tasks",))
# What was tried: costs 1 to 100 (less is worse, more no better), words alone (two points less), chars of three to five.
COST, FOLDS, JOINED = 30.0, 6, 60
LICENCE = "tests/data/task_nature of Recul, Apache-2.0; written and labelled by language models"
JOINTS = {"en": (", then ", " and ", "; ", ", "), "fr": (", puis ", " et ", " ; ", ", ")}
Row = dict[str, str]


def rows_of(file: str) -> list[Row]:
    """The rows of a CSV of the set."""
    with (SET / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def labelled() -> list[Row]:
    """The sentences, with the first pass of labels."""
    nature = {row["id"]: row["nature"] for row in rows_of("labels_first.csv")}
    return [{**row, "nature": nature[row["id"]]} for row in rows_of("sentences.csv")]


def joined(rows: Sequence[Row]) -> list[Row]:
    """JOINED mixed sentences a language, each of a strategic and an operational one: mixed ones are rare."""
    rng, made = np.random.default_rng(1), []
    for language, joints in JOINTS.items():
        strategic, operational = ([row["text"].rstrip(". ") for row in rows
                                   if (row["language"], row["nature"]) == (language, nature)]
                                  for nature in ("strategic", "operational"))
        for _ in range(JOINED):
            first, second = strategic[rng.integers(len(strategic))], operational[rng.integers(len(operational))]
            if rng.random() < 0.25:
                first, second = second, first
            text = first + joints[rng.integers(len(joints))] + second[0].lower() + second[1:]
            made.append({"language": language, "text": text, "nature": "mixed"})
    return made


def trained(rows: Sequence[Row]) -> Linear:
    """The model of these sentences and of what is joined of them."""
    whole = [*rows, *joined(rows)]
    return fit([row["text"] for row in whole], [row["nature"] for row in whole], FEATURES, LICENCE, cost=COST)


def left_out(rows: Sequence[Row], more: Sequence[Row]) -> NDArray[np.object_]:
    """What each sentence is read as [n] by a model that has seen nothing of its voice."""
    voices = sorted({row["author"] for row in rows})
    fold = dict(zip(voices, np.random.default_rng(0).permutation(len(voices)) % FOLDS, strict=True))
    found = np.empty(len(rows), dtype=object)
    for k in range(FOLDS):
        out = np.array([fold[row["author"]] == k for row in rows])
        model = trained([*(row for row, o in zip(rows, out, strict=True) if not o), *more])
        found[out] = model.predict([row["text"] for row, o in zip(rows, out, strict=True) if o])
    return found


def macro_f1(truth: NDArray[np.object_], told: NDArray[np.object_]) -> tuple[float, list[float]]:
    """The mean F1 of the natures that occur, and each one's (NaN where it does not)."""
    from sklearn.metrics import f1_score

    occur = [nature for nature in tasks.NATURES if (truth == nature).any()]
    each = dict(zip(occur, f1_score(list(truth), list(told), labels=occur, average=None, zero_division=0), strict=True))
    return float(np.mean(list(each.values()))), [float(each.get(nature, np.nan)) for nature in tasks.NATURES]


def kept(rows: Sequence[Row], row: Row) -> bool:
    """Whether the voice is of the half whose mistakes nobody looked at: every second, by name."""
    voices = sorted({other["author"] for other in rows if other["language"] == row["language"]})
    return voices.index(row["author"]) % 2 == 1


def measured() -> Iterable[tuple[object, ...]]:
    """A row a language and part of the set."""
    rows = labelled()
    told = left_out(rows, rows_of("training.csv"))
    truth = np.array([row["nature"] for row in rows], dtype=object)
    unseen = np.array([kept(rows, row) for row in rows])
    kinds = sorted({row["source_kind"] for row in rows})
    for language in JOINTS:
        mine = np.array([row["language"] == language for row in rows])
        parts: list[tuple[str, Callable[[int], bool]]] = [
            ("all", lambda i: True), ("voices kept apart", lambda i: bool(unseen[i])),
            ("with strat", lambda i: "strat" in rows[i]["text"].casefold())]
        parts += [(kind, lambda i, kind=kind: rows[i]["source_kind"] == kind) for kind in kinds]  # type: ignore[misc]
        for name, belongs in parts:
            at = np.flatnonzero(mine & np.array([belongs(i) for i in range(len(rows))]))
            f1, each = macro_f1(truth[at], told[at])
            true, said = truth[at] == "strategic", told[at] == "strategic"
            yield (language, name, len(at), int((truth[at] == told[at]).sum()), f"{(truth[at] == told[at]).mean():.3f}",
                   f"{f1:.3f}", *(f"{value:.3f}" for value in each), int(true.sum()), int(said.sum()),
                   int((true & said).sum()))


def oracles() -> Iterable[tuple[str, str, int, dict[str, int]]]:
    """(source, occupation, sentences, how many are read as each nature), by the weights that ship."""
    folder = Path(os.environ.get("RECUL_DATA", "/work/shared/data")) / "occupations"
    if not folder.is_dir():
        return
    for file, code, text, language in (("rome_e1101_e1103.csv", "code_rome", "text", "fr"),
                                       ("onet_tasks.csv", "title", "task", "en")):
        with (folder / file).open(encoding="utf-8", newline="") as opened:
            # Of ROME, what the work is: its definition; titles, skills and access say no task.
            held = [row for row in csv.DictReader(opened) if row.get("kind", "definition") == "definition"]
        for occupation in dict.fromkeys(row[code] for row in held):
            texts = [row[text] for row in held if row[code] == occupation]
            best = tasks.read(texts, [language] * len(texts)).argmax(axis=1)
            yield file, occupation, len(texts), {n: int((best == i).sum()) for i, n in enumerate(tasks.NATURES)}


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", action="store_true", help="write the weights that ship")
    if parser.parse_args().train:
        model = trained([*labelled(), *rows_of("training.csv")])
        tasks.WEIGHTS.parent.mkdir(exist_ok=True)
        model.save(tasks.WEIGHTS)
        sys.stdout.write(f"{tasks.WEIGHTS}: {tasks.WEIGHTS.stat().st_size:,} bytes\n")
        return
    head = ("language", "part", "sentences", "right", "accuracy", "macro_f1", *(f"f1_{n}" for n in tasks.NATURES),
            "strategic", "told_strategic", "both")
    rows = list(measured())
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
        for source, occupation, n, told in oracles():
            writer.writerow((source, occupation, n, *[""] * 7, "", told["strategic"], ""))
            sys.stdout.write(f"{source}, {occupation}: {n} sentences, {told}\n")
    for row in rows:
        sys.stdout.write(" ".join(map(str, row)) + "\n")


if __name__ == "__main__":
    main()
