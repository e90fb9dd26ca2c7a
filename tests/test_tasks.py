"""The nature of a task as it is read: what is never read, what the weights are, and voices they have not seen."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from recul.text import tasks
from recul.text._signs_tasks import plain
from recul.text._signs_tasks import tasks as signs

SET = Path(__file__).parent / "data" / "task_nature"
BENCH = Path(__file__).parent.parent / "benchmarks" / "results" / "tasks.csv"
STRATEGIC, OPERATIONAL = tasks.NATURES.index("strategic"), tasks.NATURES.index("operational")


def rows(file: str) -> list[dict[str, str]]:
    with (SET / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_what_cannot_be_read_is_not_guessed() -> None:
    said = ["👍👍 🎉", "12 / 30", "", "Напиши пост и ответь на комментарии",
            "Beiträge für Instagram schreiben und Kommentare beantworten", "Answer the comments"]
    found = tasks.read(said, [None, None, "fr", None, None, "de"])
    assert np.isnan(found).all()
    found = tasks.read(["Répondre aux avis", "Answer the comments", "cm"], ["fr", "en_GB", None])
    assert found.shape == (3, len(tasks.NATURES))
    assert found.sum(axis=1) == pytest.approx(1.0)
    assert tasks.read([], []).shape == (0, 4)
    with pytest.raises(ValueError, match="1 tasks and 2 languages"):
        tasks.read(["a"], ["fr", "en"])


def test_no_labelled_sentence_is_taken_for_another_language() -> None:
    texts = [row["text"] for row in rows("sentences.csv")[::7]]
    assert np.isfinite(tasks.read(texts, [None] * len(texts))).all()


@pytest.mark.parametrize(("text", "nature"), [
    ("Decide which networks the charity leaves and who it speaks to", STRATEGIC),
    ("Répondre aux messages privés et programmer les stories", OPERATIONAL),
    ("Roll out the social strategy agreed with headquarters", OPERATIONAL),
    ("Décliner la stratégie du siège sur les comptes locaux", OPERATIONAL),
])
def test_the_object_and_the_act_decide_not_the_word(text: str, nature: int) -> None:
    """The guidelines' own traps; none of them is in a training set word for word."""
    assert text not in {row["text"] for file in ("sentences.csv", "training.csv") for row in rows(file)}
    assert tasks.read([text], [None])[0].argmax() == nature


def test_accents_case_and_apostrophes_change_no_sign() -> None:
    assert plain("L’Œuvre  DÉCIDÉE") == "l'oeuvre decidee"
    one, other = signs(["Décider de la stratégie", "DECIDER DE LA STRATEGIE"])
    assert (one == other).all()
    assert signs([]).shape == (0, 34)


def test_the_weights_are_small_and_say_whose_texts_they_rest_on() -> None:
    assert tasks.WEIGHTS.stat().st_size < 1_000_000
    assert "language models" in tasks._model().trained_on
    assert len(tasks.digest()) == 12


def test_training_sentences_are_not_tested_on() -> None:
    tested, more = rows("sentences.csv"), rows("training.csv")
    assert not {row["text"] for row in tested} & {row["text"] for row in more}
    assert not {row["author"] for row in tested} & {row["author"] for row in more}
    assert {row["nature"] for row in more} == set(tasks.NATURES)


def test_a_voice_not_seen_is_read_as_the_page_says() -> None:
    """One fold trained again here; a model that says `operational` of all would have .22 and .61."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("bench_tasks", BENCH.parent.parent / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    bench = module_from_spec(spec)
    spec.loader.exec_module(bench)
    told = bench.labelled()
    voices = {"Averly & Thorne, luxury leather house", "Musée des Marées", "Eastmoor Rovers, football club",
              "Banque Ormeraie", "Ledgerloom, B2B accounting software"}
    out = [row for row in told if row["author"] in voices]
    model = bench.trained([row for row in told if row["author"] not in voices] + bench.rows_of("training.csv"))
    truth = np.array([row["nature"] for row in out], dtype=object)
    said = np.array(model.predict([row["text"] for row in out]), dtype=object)
    f1, _ = bench.macro_f1(truth, said)
    assert (truth == said).mean() > 0.72
    assert f1 > 0.55


def test_the_measured_figures_are_the_pages() -> None:
    """docs/methods.md tells what results/tasks.csv holds."""
    page = (BENCH.parent.parent.parent / "docs" / "methods.md").read_text(encoding="utf-8")
    with BENCH.open(encoding="utf-8") as file:
        held = {(row["language"], row["part"]): row for row in csv.DictReader(file)}
    for (language, part), name in {("en", "all"): "English", ("fr", "all"): "French",
                                   ("en", "voices kept apart"): "English, voices kept apart",
                                   ("fr", "with strat"): 'French, with "strat"'}.items():
        row = held[language, part]
        accuracy, f1 = (row[key].removeprefix("0") for key in ("accuracy", "macro_f1"))
        assert f"| {name} | {row['sentences']} | {accuracy} | {f1} |" in page
