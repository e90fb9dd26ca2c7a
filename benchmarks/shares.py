"""How far a share of tone is from the truth, and how often two groups that do not differ are said to.

`python benchmarks/shares.py` reads the labelled airline tweets (RECUL_DATA, else ../shared/data), trains a reader of
tone on all airlines but one and reads that one with it, for each (some minutes, once: kept in out/shares.npz); then
draws, in each cell, so many populations of 2,000 (`--worlds`, 1,000 by default) and writes results/shares.csv. Rows of
a mode already there are kept unless `--again`. What is asked is the question's own estimator and exchanges, without
the reading of files.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.random import Generator

from recul.estimators._powered import Sample, bounded, shares
from recul.panel import Floats, Ints
from recul.placebo.calibrate import Calibration
from recul.placebo.relabel import Side, exchanged, widening
from recul.text.stacked import FEATURES, fit_predict
from recul.text.tone import CLASSES, Tone, train

HOME = Path(__file__).parent
RESULTS = HOME / "results" / "shares.csv"
DATA = Path(os.environ.get("RECUL_DATA", HOME.parent.parent / "shared" / "data"))
COLUMNS = ("mode", "population", "tone", "labels", "method", "worlds", "truth", "error", "covered", "width", "differs")
CACHE = HOME.parent / "out" / "shares.npz"
SIZE, DAYS = 2000, 30
#: Of the log-odds of a negative message, between days: shares of the six airlines move 2 to 16 times as much (in
#: variance) from day to day as independent messages would let them; this lets them move about 8 times.
STORMY = 0.75
EXCHANGES = 99
EMQ_WORLDS = 200
Row = tuple[object, ...]


def tweets() -> tuple[list[str], Ints, np.ndarray]:
    """Texts, tones (indices of CLASSES), airlines; each tweet once."""
    with (DATA / "airline" / "tweets.csv").open(newline="") as file:
        rows = list({row["tweet_id"]: row for row in csv.DictReader(file)}.values())
    tone = np.array([CLASSES.index(row["airline_sentiment"]) for row in rows])
    return [row["text"] for row in rows], tone, np.array([row["airline"] for row in rows])


def read_by_others(texts: list[str], tone: Ints, brand: np.ndarray) -> tuple[Floats, Floats]:
    """Probabilities [n, 3]: of each airline by a reader trained on the others, and of all of them in five folds."""
    if CACHE.exists():
        with np.load(CACHE, allow_pickle=False) as file:
            return file["others"], file["folds"]
    fold, found = np.random.default_rng(1).integers(0, 5, len(texts)), []
    for groups in (brand, fold):
        made = np.zeros((len(texts), 3))
        for one in np.unique(groups):
            rest, mine = np.flatnonzero(groups != one), np.flatnonzero(groups == one)
            reader = train([texts[i] for i in rest], [CLASSES[i] for i in tone[rest]], "en", "airline")
            made[mine] = reader.probabilities([texts[i] for i in mine])
        found.append(made)
    CACHE.parent.mkdir(exist_ok=True)
    np.savez(CACHE, others=found[0], folds=found[1])
    return found[0], found[1]


def lexicon(texts: list[str]) -> Floats:
    """What reads without any label; where it does not read, no tone is likelier than another."""
    return np.nan_to_num(Tone.by_lexicon().read(texts, ["en"] * len(texts)), nan=1 / 3)


def emq(probability: Floats, prior: Floats) -> Floats:
    """Class shares by Saerens, Latinne & Decaestecker (2002), Neural Computation 14(1), 21-41."""
    share = prior.copy()
    for _ in range(200):
        posterior = probability * (share / prior)
        share = (posterior / posterior.sum(axis=1, keepdims=True)).mean(axis=0)
    return share


def side(y: Floats, f: Floats, labels: int, day: Ints | None = None) -> Side:
    """The first so many are the audit: the rows come in random order. day: of each, by default one of DAYS in turn."""
    at = np.arange(len(y)) % DAYS if day is None else day
    return Side(np.ones(labels), y[:labels], f[:labels], at[:labels], f[labels:], at[labels:], len(y))


def one_share(rng: Generator, population: str, tone: Ints, probability: Floats, worlds: int) -> Iterator[Row]:
    """Error and coverage of one group's share, by each method."""
    for which in (0, 2):
        for labels in (100, 200, 400):
            told: dict[str, list[tuple[float, float, float, float]]] = {}
            for number in range(worlds):
                at = rng.integers(0, len(tone), SIZE)
                y, f = (tone[at] == which).astype(float), probability[at, which]
                truth = float(y.mean())
                audited = side(y, f, labels).sample
                alone = Sample.of(np.ones(labels), y[:labels], np.zeros(labels), (SIZE - labels, np.zeros(1)))
                answers = {"powered": bounded(shares(audited)), "labels": bounded(shares(alone)),
                           "raw": (float(f.mean()), *_plain(float(f.mean())))}
                if number < EMQ_WORLDS and labels == 200:  # needs no label: once is enough
                    answers["emq"] = (float(emq(probability[at], np.full(3, 1 / 3))[which]), np.nan, np.nan)
                for name, (value, low, high) in answers.items():
                    told.setdefault(name, []).append((truth, value, low, high))
            for name, found in told.items():
                truth_, value_, low_, high_ = np.array(found).T
                covered = "" if name == "emq" else int(((low_ <= truth_) & (truth_ <= high_)).sum())
                yield ("share", population, CLASSES[which], labels, name, len(found), round(float(truth_.mean()), 4),
                       round(float(np.abs(value_ - truth_).mean()), 5), covered,
                       "" if name == "emq" else round(float((high_ - low_).mean()), 4), "")


def _plain(share: float) -> tuple[float, float]:
    half = 1.96 * np.sqrt(share * (1 - share) / SIZE)
    return share - half, share + half


def _differ(one: Side, other: Side, seed: int) -> bool:
    """Whether two groups are said to differ, as the question says it."""
    first, second = (shares(s) for s in exchanged(one, other, seed, EXCHANGES))
    z = (first.value - second.value) / np.sqrt(first.chance**2 + second.chance**2)
    return bool(abs(z[0]) > Calibration.of(z[1:], 0, EXCHANGES).bound() * widening(one, other))


def two_groups(rng: Generator, brands: dict[str, tuple[Ints, Floats]], labels: tuple[int, int], apart: float,
               worlds: int) -> Iterator[Row]:
    """Two airlines drawn at random whose populations are made to have shares of negatives so far apart."""
    hits = {"powered": 0, "raw": 0}
    for number in range(worlds):
        one, other = rng.choice(sorted(brands), 2, replace=False)
        base = float(rng.uniform(0.2, 0.7))
        made = []
        for name, share, n in ((one, base + apart, labels[0]), (other, base, labels[1])):
            tone, probability = brands[name]
            y = (rng.permutation(SIZE) < round(SIZE * share)).astype(float)
            of_each = [rng.choice(np.flatnonzero(kept), SIZE) for kept in (tone == 0, tone != 0)]
            at = np.where(y == 1, *of_each)
            made.append((y, probability[at, 0], n))
        hits["powered"] += _differ(*(side(*m) for m in made), number)
        raw = [float(f.mean()) for _, f, _ in made]
        spread = np.sqrt(sum(r * (1 - r) / SIZE for r in raw))
        hits["raw"] += bool(abs(raw[0] - raw[1]) > 1.96 * spread)
    for name, count in hits.items():
        yield ("compare", f"{labels[0]} and {labels[1]}", "negative", labels[1], name, worlds, apart, "", "", "", count)


def days_apart(rng: Generator, brands: dict[str, tuple[Ints, Floats]], period: bool, days: int, worlds: int
               ) -> Iterator[Row]:
    """One airline, two groups of days, or two brands on the same days, that differ by what the days hold and nothing
    else: exchanged by days, and (never done) message by message."""
    hits = {"powered": 0, "by message": 0}
    for number in range(worlds):
        tone, probability = brands[str(rng.choice(sorted(brands)))]
        made = []
        for group in range(2):
            day = rng.integers(0, days, SIZE)
            odds = rng.normal(0, STORMY, days)
            y = (rng.random(SIZE) < 1 / (1 + np.exp(-odds[day]))).astype(float)
            of_each = [rng.choice(np.flatnonzero(kept), SIZE) for kept in (tone == 0, tone != 0)]
            made.append((y, probability[np.where(y == 1, *of_each), 0], 200, day + days * group * period))
        own = [(y, f, n, np.arange(SIZE) + SIZE * group) for group, (y, f, n, _) in enumerate(made)]
        for name, sides in (("powered", made), ("by message", own)):
            hits[name] += _differ(*(side(*m) for m in sides), number)
    for name, count in hits.items():
        what = f"two {'periods' if period else 'brands'}, {days} days"
        yield ("days", what, "negative", 200, name, worlds, 0.0, "", "", "", count)


def taught(rng: Generator, texts: list[str], tone: Ints, worlds: int) -> Iterator[Row]:
    """An airline read by the lexicon, which its own labels then teach: in folds, and (never done) without."""
    from recul.text.features import matrix

    words, below = matrix(texts, FEATURES), lexicon(texts)
    y, labels = (tone == 0).astype(float), 200
    told: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(worlds):
        order = rng.permutation(len(texts))
        audited = order[:labels]
        fold = np.arange(labels) % 5
        every = [fit_predict(words, below, tone, audited[fold != k], 3)[:, 0] for k in range(5)]
        crossed = np.mean(every, axis=0)
        crossed[audited] = np.choose(fold, [e[audited] for e in every])
        own = fit_predict(words, below, tone, audited, 3)[:, 0]
        for name, f in (("lexicon", below[:, 0]), ("in folds", crossed), ("on its own labels", own)):
            sample = side(y[order], f[order], labels).sample
            told.setdefault(name, []).append(bounded(shares(sample)))
    for name, found in told.items():
        value, low, high = np.array(found).T
        yield ("taught", "Delta", "negative", labels, name, worlds, round(float(y.mean()), 4),
               round(float(np.abs(value - y.mean()).mean()), 5), int(((low <= y.mean()) & (y.mean() <= high)).sum()),
               round(float((high - low).mean()), 4), "")


def main() -> None:
    """A row a cell, kept as soon as its mode is done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=1000)
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    if not (DATA / "airline" / "tweets.csv").exists():
        sys.exit(f"The airline tweets are not in {DATA}: nothing to measure on.")
    kept: list[Row] = []
    if RESULTS.exists() and not asked.again:
        with RESULTS.open(newline="") as file:
            kept = [tuple(row) for row in csv.reader(file)][1:]
    done = {row[0] for row in kept}
    texts, tone, brand = tweets()
    others, folds = read_by_others(texts, tone, brand)
    read = {name: (tone[brand == name], others[brand == name]) for name in np.unique(brand).tolist()}
    modes: dict[str, Callable[[], Iterator[Row]]] = {
        "share": lambda: (row for k, (name, (t, p)) in enumerate([*read.items(), ("all", (tone, folds))])
                          for row in one_share(np.random.default_rng([k, 31]), name, t, p, asked.worlds)),
        "compare": lambda: (row for k, (labels, apart) in enumerate(
            [*(((n, n), a) for n in (100, 200, 400) for a in (0.0, 0.05, 0.1)), ((100, 400), 0.0)])
            for row in two_groups(np.random.default_rng([k, 33]), read, labels, apart, asked.worlds)),
        "days": lambda: (row for k, (period, days) in enumerate(product((False, True), (10, 30)))
                         for row in days_apart(np.random.default_rng([k, 34]), read, period, days, asked.worlds)),
        "taught": lambda: taught(np.random.default_rng(32), [t for t, b in zip(texts, brand, strict=True)
                                                             if b == "Delta"], tone[brand == "Delta"],
                                 max(asked.worlds // 20, 1)),
    }
    for mode, rows in modes.items():
        if mode in done:
            continue
        for row in rows():
            kept.append(row)
            sys.stdout.write(" ".join(map(str, row)) + "\n")
            sys.stdout.flush()
        with RESULTS.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(kept)


if __name__ == "__main__":
    main()
