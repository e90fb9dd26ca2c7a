"""The readers that ship: whose words they learnt from, what they read, and what they add to a user's own labels."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.test_labelled_sets import kappa
from tests.test_text_tone import TOML, rows, sample, study
from tests.test_tone_written_en import FOLDER, read, runs

from recul.cli import main
from recul.record import Record
from recul.study import Study
from recul.text._labelled import macro_f1, taught
from recul.text.linear import Linear
from recul.text.tone import CLASSES, ByLexicon, Tone, load, train
from recul.text.written import PART, WEIGHTS, Written, beside, written

SHARED_MOST = 0.3


def test_the_french_messages_are_whole_varied_and_of_all_tones() -> None:
    found = read("fr.csv")
    assert [row["id"] for row in found] == [f"fr{i:04d}" for i in range(1, len(found) + 1)]
    assert len({row["text"].casefold() for row in found}) == len(found) >= 1500
    assert {row["language"] for row in found} == {"fr"}
    assert len({row["sector"] for row in found}) >= 20
    shares = Counter(row["label"] for row in found)
    for tone, meant in zip(CLASSES, (0.4, 0.3, 0.3), strict=True):
        assert abs(shares[tone] / len(found) - meant) < 0.03
    having: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, row in enumerate(found):
        for run in runs(row["text"]):
            having[run].append(i)
    pairs = Counter((a, b) for ids in having.values() for a in ids for b in ids if a < b)
    each = [runs(row["text"]) for row in found]
    assert [(a, b) for (a, b), n in pairs.items() if n / len(each[a] | each[b]) >= SHARED_MOST] == []


def test_the_french_agreement_told_is_the_labels_own() -> None:
    first = {row["id"]: row["label"] for row in read("fr.csv")}
    pairs = [(first[row["id"]], row["label"]) for row in read("fr_second.csv")]
    said = (FOLDER / "README.md").read_text("utf-8")
    assert len(pairs) == len({row["id"] for row in read("fr_second.csv")}) >= 400
    assert f"kappa over {len(pairs)} messages is {kappa(pairs):.3f}" in said


@pytest.mark.parametrize("language", sorted(PART))
def test_what_ships_says_whose_words_it_learnt(language: str) -> None:
    about = written(language).linear.trained_on
    assert "nobody's words" in about
    assert f"({len(read(f'{language}.csv'))} of them)" in about
    assert (WEIGHTS / f"tone_{language}.npz").stat().st_size < 1e6


def test_the_weights_are_those_that_the_messages_make() -> None:
    found = read("fr.csv")
    model = train([r["text"] for r in found], [r["label"] for r in found], "fr", written("fr").linear.trained_on)
    shipped = written("fr").linear
    assert model.features == shipped.features
    # Another build of liblinear may differ in the last digits: what is read, not the bytes.
    texts = [r["text"] for r in read("fr.csv")[::7]]
    assert np.abs(model.probabilities(texts) - shipped.probabilities(texts)).max() < 0.01


SAID = {
    "fr": (("Trois heures d'attente et personne au bout du fil, c'est inadmissible", "negative"),
           ("Bonjour, à quelle heure ouvre la boutique demain matin ?", "neutral"),
           ("Merci pour votre aide, tout fonctionne, équipe au top !", "positive"),
           ("Colis abîmé, personne ne répond, je suis très déçue", "negative")),
    "en": (("Two hours on hold and nobody picks up, this is unacceptable", "negative"),
           ("Hi, what time does the shop open tomorrow morning?", "neutral"),
           ("Thanks for sorting it out so fast, you're stars", "positive")),
}


@pytest.mark.parametrize("language", sorted(PART))
def test_plain_messages_are_read_alone_as_among_others(language: str) -> None:
    texts, tones = zip(*SAID[language], strict=True)
    reader = written(language)
    found = reader.probabilities(texts)
    assert [CLASSES[i] for i in found.argmax(axis=1)] == list(tones)
    assert np.allclose(found.sum(axis=1), 1)
    assert np.array_equal(np.vstack([reader.probabilities([t]) for t in texts]), found)
    assert reader.probabilities([]).shape == (0, 3)
    hostile = ["\ud800 nul", "nul\0nul", "é" * 5000, "", "&lt;script&gt;"]
    assert np.isfinite(reader.probabilities(hostile)).all()


def test_the_part_of_the_lexicon_is_what_it_says() -> None:
    texts = [text for text, _ in SAID["fr"]]
    linear, rule = written("fr").linear.probabilities(texts), ByLexicon("fr").probabilities(texts)
    assert np.allclose(Written("fr", written("fr").linear, 0.0).probabilities(texts), linear)
    assert np.allclose(Written("fr", written("fr").linear, 1.0).probabilities(texts), rule)
    both = np.sqrt(linear * rule)
    assert np.allclose(Written("fr", written("fr").linear, 0.5).probabilities(texts),
                       both / both.sum(axis=1, keepdims=True))


def test_a_digest_tells_the_readers_apart_and_none_ships_for_others() -> None:
    found = {written("fr").digest, written("en").digest, ByLexicon("fr").digest, written("fr").linear.digest,
             replace(written("fr"), part=0.3).digest}
    assert len(found) == 5
    with pytest.raises(ValueError, match="no reader of 'de'"):
        written("de")


def test_a_study_reads_by_what_ships_and_by_the_lexicon_where_it_asks(tmp_path: Path) -> None:
    def readers(tone: str) -> set[object]:
        return {by for _, by in rows(Record.read(study(tmp_path, tone))).values()} - {None, "source"}

    assert readers("[tone]") == {Tone.by_default().digest}
    assert readers('[tone]\nmodels = { fr = "lexicon", en = "lexicon" }') == {Tone.by_lexicon().digest}
    mixed = Tone({"fr": ByLexicon("fr"), "en": written("en")}).digest
    assert readers('[tone]\nmodels = { fr = "lexicon" }') == {mixed}
    assert len({Tone.by_default().digest, Tone.by_lexicon().digest, mixed}) == 3


def test_few_labels_are_read_beside_what_ships_and_many_nearly_alone(tmp_path: Path) -> None:
    texts, tones = sample()
    own, ships = train(texts, tones, "fr", "mine", ["Brindelune"]), written("fr").linear
    new = [text for text, _ in SAID["fr"]]
    gaps = [np.abs(beside(own, "fr", n).scores(new) - own.scores(new)).max() for n in (0, 100, 1000, 10**6)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < 0.01
    expected = 0.7 * own.scores(new) + 0.3 * ships.scores(new)
    assert np.abs(beside(own, "fr", 0).scores(new) - expected).max() < 0.15  # half precision, and the hidden name
    both = beside(own, "fr", 108)
    assert both.features.names == ("Brindelune",)
    assert "mine" in both.trained_on
    assert "nobody's words" in both.trained_on
    both.save(tmp_path / "m.npz")
    assert load(tmp_path / "m.npz").digest == both.digest
    assert beside(own, "de", 100) is own
    assert taught(texts, tones, "fr", "mine", ["Brindelune"], alone=True).digest == own.digest
    with pytest.raises(ValueError, match="do not count the same"):
        beside(own, "en", 100)


def test_the_command_teaches_beside_what_ships_unless_told_not_to(tmp_path: Path) -> None:
    path, out = tmp_path / "l.csv", tmp_path / "tone-fr.npz"
    texts, tones = sample()
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("t", "s"), *zip(texts, tones, strict=True)])
    asked = ["tone", "train", str(path), "--text", "t", "--tone", "s", "--language", "fr", "--out", str(out)]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    assert "Recul's own reader" in done.output
    assert "nobody's words" in _linear(out).trained_on
    done = CliRunner().invoke(main, [*asked, "--alone", "--quiet"])
    assert done.exit_code == 0, done.output
    assert "nobody's words" not in _linear(out).trained_on


def _linear(path: Path) -> Linear:
    found = load(path)
    assert isinstance(found, Linear)
    return found


def test_a_model_that_is_none_says_what_reads_then(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,time,sens,texte,langue,ton\n", encoding="utf-8")
    (tmp_path / "study.toml").write_text(TOML.format(tone='[tone]\nmodels = { fr = "m.csv" }'), encoding="utf-8")
    with pytest.raises(Exception, match="own reader reads then"):
        Record.read(Study.load(tmp_path))


@pytest.mark.real_data
def test_real_messages_are_read_better_than_by_the_lexicon(data_dir: Path) -> None:
    """Of neither has the reader learnt a word; floors below the figures of benchmarks/results/tone.csv."""
    from benchmarks.tone import airline, by_lexicon, french, said

    texts, tones = airline(data_dir)
    texts, tones = texts[::3], tones[::3]
    ours = macro_f1(tones, said(written("en").probabilities(texts)))
    assert ours >= 0.64
    assert ours > macro_f1(tones, by_lexicon(texts, "en")) + 0.1
    texts, tones = french(data_dir, "train")
    ours = macro_f1(tones, said(written("fr").probabilities(texts)))
    assert ours >= 0.57
    assert ours > macro_f1(tones, by_lexicon(texts, "fr"))
