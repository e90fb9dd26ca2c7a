"""How well tone and language are read, and how fast, on public labelled messages.

`python benchmarks/tone.py` needs the folder of public files (`RECUL_DATA` or ../shared/data) and about four minutes; it
writes results/tone.csv. English: airline tweets, repeated ids dropped, handles and airlines' names masked, five folds.
French: trained on the training half of tone_fr, measured on its test half. The lexicons are measured on all of both, of
which they know nothing. Speed is texts a second of processor time, one core. The rows "embedding" need the extra
`recul[text]` and take 3 minutes more; with `--embedding` they are made alone.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedKFold

from recul.examples import data_folder
from recul.text import embedding
from recul.text._labelled import macro_f1, taught
from recul.text.language import languages
from recul.text.tone import CLASSES, ByLexicon, Tone, train
from recul.text.written import PART, WEIGHTS, Written, written

WRITTEN = Path(__file__).parent.parent / "tests" / "data" / "tone_written"
LICENCE = "tests/data/tone_written of Recul, Apache-2.0: messages that a language model wrote, nobody's words"
FEW, DRAWS, OTHERS = (100, 300, 1000), 4, 3000
RESULTS = Path(__file__).parent / "results" / "tone.csv"
AIRLINES = ("virgin america", "virginamerica", "virgin", "united", "southwest", "southwestair", "delta", "us airways",
            "usairways", "american airlines", "americanair", "american", "jetblue")
FRENCH = {"0": "negative", "1": "neutral", "2": "positive"}
Row = dict[str, object]


def airline(folder: Path) -> tuple[list[str], list[str]]:
    """Texts and tones, each id once."""
    with (folder / "airline" / "tweets.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["tweet_id"]: row for row in reversed(list(csv.DictReader(file)))}
    kept = list(rows.values())[::-1]
    return [r["text"] for r in kept], [r["airline_sentiment"] for r in kept]


def french(folder: Path, half: str) -> tuple[list[str], list[str]]:
    """Texts and tones of a half of tone_fr: "train" or "val"."""
    texts, labels = ((folder / "tone_fr" / f"{half}_{what}.txt").read_text("utf-8").split("\n")
                     for what in ("text", "labels"))
    tones = [FRENCH[label.strip()] for label in labels if label.strip()]
    return texts[: len(tones)], tones


def speed(read: Callable[[Sequence[str]], object], texts: Sequence[str], least: int = 8000) -> float:
    """Texts a second of processor time, of at least so many."""
    many = (list(texts) * (least // len(texts) + 1))[:least]
    read(many[:200])
    began = time.process_time()
    read(many)
    return least / (time.process_time() - began)


def row(what: str, on: str, truth: Sequence[str], guess: Sequence[str], rate: float) -> Row:
    """macro-F1 with the standard error of a bootstrap of the messages."""
    true, said = np.asarray(truth), np.asarray(guess)
    rng = np.random.default_rng(0)
    draws = [macro_f1(true[i], said[i]) for i in (rng.integers(0, len(true), len(true)) for _ in range(200))]
    found: Row = {"reader": what, "on": on, "texts": len(true), "macro_f1": f"{macro_f1(true, said):.4f}",
                  "error": f"{np.std(draws):.4f}", "texts_a_second": f"{rate:.0f}"}
    found |= {f"recall_{c}": f"{(said[true == c] == c).mean():.3f}" for c in CLASSES}
    print("  ".join(f"{k} {v}" for k, v in found.items()), flush=True)
    return found


def folds(texts: list[str], tones: list[str]) -> list[str]:
    """What the linear reader says of each text, trained on the other four fifths."""
    guess = np.empty(len(texts), dtype=object)
    for here, there in StratifiedKFold(5, shuffle=True, random_state=0).split(texts, tones):
        model = train([texts[i] for i in here], [tones[i] for i in here], "en", "airline", AIRLINES)
        guess[there] = model.predict([texts[i] for i in there])
    return list(guess)


def by_lexicon(texts: list[str], language: str) -> list[str]:
    return said(ByLexicon(language).probabilities(texts))


def corpus(language: str) -> tuple[list[str], list[str], list[str]]:
    """Texts, tones and sectors of the written messages."""
    with (WRITTEN / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [r["text"] for r in rows], [r["label"] for r in rows], [r["sector"] for r in rows]


def write_weights() -> None:
    for language in PART:
        texts, tones, _ = corpus(language)
        model = train(texts, tones, language, f"{LICENCE} ({len(texts)} of them)")
        model.save(WEIGHTS / f"tone_{language}.npz")
        print(language, len(texts), model.digest)


def said(probabilities: np.ndarray) -> list[str]:
    return [CLASSES[i] for i in probabilities.argmax(axis=1)]


def other_sectors(language: str) -> Row:
    """The reader that ships, made without the sectors it is measured on."""
    texts, tones, sectors = corpus(language)
    guess = np.empty(len(texts), dtype=object)
    for here, there in GroupKFold(5).split(texts, tones, sectors):
        model = train([texts[i] for i in here], [tones[i] for i in here], language, "")
        reader = Written(language, model, PART[language])
        guess[there] = said(reader.probabilities([texts[i] for i in there]))
    return row(f"written {language}", "written, other sectors", tones, list(guess),
               speed(written(language).probabilities, texts))


def ships(folder: Path) -> list[Row]:
    """The readers that ship, on real messages, and beside few labels of the user's own."""
    (f, t), (v, w) = french(folder, "train"), french(folder, "val")
    real = {"airline": ("en", *airline(folder)), "tone_fr train": ("fr", f, t), "tone_fr val": ("fr", v, w),
            "tone_fr, both halves": ("fr", f + v, t + w)}
    rows = []
    for on, (language, texts, tones) in real.items():
        reader = written(language)
        found = reader.probabilities(texts)
        rows.append(row(f"written {language}", on, tones, said(found), speed(reader.probabilities, texts)))
        set_against(found, ByLexicon(language).probabilities(texts), tones)
    rows += [other_sectors(language) for language in PART]
    for language in PART:
        texts, tones, _ = corpus(language)
        rule = by_lexicon(texts, language)
        rows.append(row(f"lexicon {language}", "written", tones, rule, speed(ByLexicon(language).probabilities, texts)))
    for on in ("airline", "tone_fr train"):
        language, texts, tones = real[on]
        rows += [few(language, on, texts, tones, n, alone) for n in FEW for alone in (True, False)]
    return rows


def set_against(found: np.ndarray, rule: np.ndarray, tones: Sequence[str]) -> None:
    """Prints what is left unexplained of "negative" (what the width of a corrected share hangs on), the log loss and
    whether probabilities are kept, beside the lexicon's; differences with 95 % of a bootstrap of the messages."""
    true, labels = np.array([CLASSES.index(t) for t in tones]), np.asarray(tones)
    here = np.arange(len(true))
    left, theirs = ((true == 0) - p[:, 0] for p in (found, rule))
    ours, lexicon = (np.array(said(p)) for p in (found, rule))
    rng, gaps = np.random.default_rng(0), []
    for _ in range(100):
        i = rng.integers(0, len(true), len(true))
        gaps.append((macro_f1(labels[i], ours[i]) - macro_f1(labels[i], lexicon[i]), left[i].var() - theirs[i].var()))
    low, high = np.percentile(gaps, [2.5, 97.5], axis=0)
    print(f"  less the lexicon: macro-F1 {low[0]:.3f} to {high[0]:.3f}; unexplained {left.var():.3f}, lexicon"
          f" {theirs.var():.3f}, difference {low[1]:.3f} to {high[1]:.3f}; log loss"
          f" {-np.log(found[here, true]).mean():.3f}, lexicon {-np.log(rule[here, true]).mean():.3f}")
    sure, right = found.max(axis=1), found.argmax(axis=1) == true
    for least, most in ((0.33, 0.5), (0.5, 0.65), (0.65, 0.8), (0.8, 1.01)):
        kept = (sure >= least) & (sure < most)
        print(f"  said at {sure[kept].mean():.2f}: right {right[kept].mean():.2f} of {kept.sum()}")


def few(language: str, on: str, texts: list[str], tones: list[str], labels: int, alone: bool) -> Row:
    truth, guess = list[str](), list[str]()
    for draw in range(DRAWS):
        order = np.random.default_rng([labels, draw]).permutation(len(texts))
        here, there = order[:labels], order[labels:][:OTHERS]
        model = taught([texts[i] for i in here], [tones[i] for i in here], language, "",
                       AIRLINES if language == "en" else (), alone)
        truth += [tones[i] for i in there]
        guess += model.predict([texts[i] for i in there])
    return row(f"few {language}, {labels} labels, {'alone' if alone else 'beside'}", on, truth, guess, 0)


def main() -> None:
    if "--train" in sys.argv:
        return write_weights()
    folder = data_folder()
    if folder is None:
        raise SystemExit("no real data: set RECUL_DATA to the folder that holds it")
    rows = [] if "--embedding" in sys.argv else ships(folder)
    if not {"--embedding", "--written"} & set(sys.argv):
        rows += fast(folder)
    if embedding.installed() and "--written" not in sys.argv:
        (f, t), (v, w) = french(folder, "train"), french(folder, "val")
        better = embedding.train(f, t, "fr", "tone_fr")
        rows.append(row("embedding fr", "tone_fr val", w, better.predict(v), speed(better.probabilities, v, 60)))
    keep(rows)


def keep(rows: list[Row]) -> None:
    """In results/tone.csv, in the place of the row of the same reader and texts."""
    old: list[Row] = []
    if RESULTS.exists():
        with RESULTS.open(encoding="utf-8", newline="") as file:
            old = list(csv.DictReader(file))  # type: ignore[arg-type]
    new = {(r["reader"], r["on"]): r for r in [*old, *rows]}
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(next(iter(new.values()))))
        writer.writeheader()
        writer.writerows(new.values())


def fast(folder: Path) -> list[Row]:
    """The lexicons and the linear readers; what is right of languages is printed."""
    x, y = airline(folder)
    (f, t), (v, w) = french(folder, "train"), french(folder, "val")
    rows = [row("lexicon en", "airline", y, by_lexicon(x, "en"), speed(ByLexicon("en").probabilities, x)),
            row("lexicon fr", "tone_fr train", t, by_lexicon(f, "fr"), speed(ByLexicon("fr").probabilities, f)),
            row("lexicon fr", "tone_fr val", w, by_lexicon(v, "fr"), speed(ByLexicon("fr").probabilities, v))]
    model = train(f, t, "fr", "tone_fr")
    rows.append(row("linear fr", "tone_fr val", w, model.predict(v), speed(model.probabilities, v)))
    rate = speed(train(x[:3000], y[:3000], "en", "airline", AIRLINES).probabilities, x)
    rows.append(row("linear en", "airline, 5 folds", y, folds(x, y), rate))
    whole = Tone({"fr": model, "en": ByLexicon("en")})
    print(f"language and tone together: {speed(whole.read, v, 4000):.0f} texts a second")
    for name, texts in (("fr", f), ("en", x[:4000])):
        told, why = languages(texts)
        wrong = sum(tag not in (name, None) for tag in told)
        print(f"language of {len(texts)} {name}: {told.count(name)} right, {wrong} other, not told: {why}")
    return rows


if __name__ == "__main__":
    main()
