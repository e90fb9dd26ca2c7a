"""Phrases are English text that can be told in French; commands choose which."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from recul._language import language_of
from recul._mistakes import advice, listed, shown
from recul._phrases import Phrase, joined, phrase, plural, quoted, reason_of, told
from recul.cli import main
from recul.errors import Mistake, ReculError, StudyError
from recul.study import Study

STARTER = Path(__file__).resolve().parents[1] / "src" / "recul" / "starter"
THIN, HARD = "\u202f", "\u00a0"
NARROW = {THIN: " ", HARD: " "}


def french(text: str) -> str:
    """Told in French, its unbreakable spaces as ordinary ones."""
    return told(text, "fr").translate(str.maketrans(NARROW))


def test_a_phrase_is_its_english() -> None:
    made = phrase("no column {wanted!r}", wanted="l'âge")
    assert made == "no column \"l'âge\""
    assert isinstance(made, str)
    assert hash(Mistake(made, made, made, made)) == hash(Mistake(str(made), str(made), str(made), str(made)))
    assert told(made, "fr") == f"pas de colonne «{HARD}l'âge{HARD}»"
    assert made.told("en") == made


def test_phrases_within_phrases_are_told_in_the_same_language() -> None:
    names = listed([f"v{i}" for i in range(14)])
    assert french(phrase("one of {names}", names=names)).endswith("« v11 » et 2 autres")
    either = joined([phrase("a number"), phrase("text in quotes")], " or ")
    assert french(either) == "un nombre ou un texte entre guillemets"
    assert french(quoted(phrase("an empty text"))) == "« un texte vide »"
    assert french(advice("effct", ["effect"], "Remove it.")) == "Vouliez-vous dire « effect » ?"
    assert french(advice("zzz", ["effect"], "Remove it.")) == "Supprimez-le."


@pytest.mark.parametrize(("value", "there"), [
    (None, "rien"), ("", "un texte vide"), (True, "true"), ("12 €", "« 12 € »"), ([], "une liste vide"), (0.5, "0.5"),
    ({"a": 1}, "une table avec « a »"), ([1, 2], "une liste de longueur 2")])
def test_what_was_found_is_shown_in_french(value: object, there: str) -> None:
    assert french(shown(value)) == there


def test_none_is_singular_in_french_and_plural_in_english() -> None:
    for n, english, there in ((0, ", 0 units", ", 0 unité"), (1, ", 1 unit", ", 1 unité"),
                              (2, ", 2 units", ", 2 unités")):
        made = plural(n, ", {n:,} unit", ", {n:,} units")
        assert (made, french(made)) == (english, there)


def test_counted_numbers_are_written_as_french_writes_them_and_given_ones_as_they_were_given() -> None:
    assert told(phrase("{n:,}", n=12_000), "fr") == f"12{THIN}000"
    assert french(phrase("a row every {days:.4g} days (median)", days=3.5)) == "une ligne tous les 3,5 jours (médiane)"
    assert french(phrase("{high:g}", high=3.5)) == "3.5"  # as it stands in the file


def test_names_of_the_user_are_never_translated() -> None:
    assert french(phrase("no column {wanted!r}", wanted="nothing")) == "pas de colonne « nothing »"
    assert french(phrase("messages of {names}", names="a number")) == "messages de a number"
    assert french(phrase("messages of {names}", names="{names}")) == "messages de {names}"
    for name in ("text", "a folder", "{0.__class__}"):  # the first two are words of ours as well
        wrong = Mistake(name, "nothing", "a number", "Remove it.")
        assert wrong.parts("fr")[:2] == (name, "rien")
        assert wrong.told("fr").startswith(f"{name}{HARD}: trouvé rien")
    with pytest.raises(StudyError) as error:
        Study.from_dict({"title": "T", "brand": "B", "text": 1, "source": [
            {"name": "a", "path": "sales.csv", "table": "series", "measure": "sales"}]}, STARTER)
    assert [m.parts("fr")[0] for m in error.value.mistakes] == ["text"]


@pytest.mark.parametrize("again", [copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))])
def test_a_phrase_keeps_its_french_wherever_it_goes(again: Any) -> None:
    made: Phrase = again(phrase("one of {names}", names=listed(["Lyon"])))
    assert (made, french(made)) == ("one of 'Lyon'", "une valeur parmi : « Lyon »")


def test_the_system_speaks_french_too(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file") as error:
        (tmp_path / "none").read_bytes()
    assert (reason_of(error.value), french(reason_of(error.value))) == (
        "No such file or directory", "aucun fichier ni dossier de ce nom")
    assert french(reason_of(ValueError("embedded null byte"))) == "embedded null byte"


def test_an_error_is_told_whole_in_both_languages() -> None:
    with pytest.raises(StudyError) as error:
        Study.from_dict({"title": "T", "brand": "B", "timezone": "Europe/Pari", "seed": -1, "source": [
            {"name": "a", "path": "x.csv", "table": "series"}]}, STARTER)
    assert str(error.value).splitlines()[0] == (
        "timezone: found 'Europe/Pari'; expected a time zone of the IANA list, like Europe/Paris or UTC. Did you mean "
        "'Europe/Paris'?")
    lines = error.value.told("fr").translate(str.maketrans(NARROW)).splitlines()
    assert lines == [
        "timezone : trouvé « Europe/Pari » ; attendu un fuseau horaire de la liste IANA, comme Europe/Paris ou UTC. "
        "Vouliez-vous dire « Europe/Paris » ?",
        "seed : trouvé -1 ; attendu un nombre supérieur ou égal à 0. Changez `seed`.",
        "source[0].path : trouvé « x.csv », qui n’existe pas ; attendu un fichier du dossier : « sales.csv ». "
        "Vouliez-vous dire « sales.csv » ?"]


@pytest.mark.parametrize(("broken", "there"), [
    ('title = "a', "la ligne finit avant que le guillemet soit refermé"), ("title = a", "une valeur mal écrite"),
    ("title", "il manque le signe = après la clé"), ("a = [1", "une liste dont le crochet n’est pas refermé"),
    ("[a.b]\n[a.b]", "« a.b » déclaré deux fois"), ("a={b=1,b=2}", "la clé « b » deux fois"),
    ("a = 1\na = 2", "une clé donnée deux fois")])
def test_what_is_wrong_with_toml_is_told_in_french(broken: str, there: str, tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text(f"{broken}\n", encoding="utf-8")
    with pytest.raises(StudyError) as error:
        Study.load(tmp_path)
    assert f"une faute d’écriture : {there}" in error.value.told("fr").translate(str.maketrans(NARROW))


def study_in(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_language_is_that_asked_for_else_the_study_s_else_the_computer_s(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    there = study_in(tmp_path / "a", 'title = "T\nlanguage = "en"\n[[source]]\n')  # broken, and yet it says
    assert language_of({"study": there}) == "en"
    assert language_of({"study": there / "study.toml"}) == "en"
    assert language_of({"study": there, "language": "fr"}) == "fr"
    assert language_of({"study": study_in(tmp_path / "b", '[x]\nlanguage = "en"\n')}) == "fr"  # not the study's key
    assert language_of({"study": tmp_path / "none"}) == "fr"
    assert language_of({"source": "-"}) == "fr"
    assert language_of({"language": "en", "label": "tone"}) == "fr"  # `recul tone train`: of the messages
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert language_of({}) == "en"
    monkeypatch.setenv("LC_ALL", "C")
    assert language_of({}) == "en"


def run(*args: object, **env: str) -> Result:
    return CliRunner().invoke(main, [str(a) for a in args], env=env or None)


@pytest.fixture
def french_study(tmp_path: Path) -> Path:
    text = (STARTER / "study.toml").read_text(encoding="utf-8").replace('language = "en"', 'language = "fr"')
    (tmp_path / "sales.csv").write_bytes((STARTER / "sales.csv").read_bytes())
    return study_in(tmp_path, text)


def test_check_speaks_the_language_of_the_study(french_study: Path) -> None:
    found = run("check", french_study).stdout.translate(str.maketrans(NARROW))
    assert "Fichiers lus" in found
    assert "1 040" in found
    assert "sales.csv : séparateur non déclaré, lu comme virgule" in found
    assert "sales : du 2023-01-02 au 2025-06-23, 8 unités" in found
    assert "placebos peuvent être tirés" in found
    file = french_study / "study.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('kind = "effect"', 'kind = "effet"'), encoding="utf-8")
    refused = run("check", french_study)
    assert refused.exit_code == 2
    first = "recul : 1 erreur à corriger.\n\nquestion[0].kind\n  trouvé    « effet »\n  attendu   une valeur parmi : "
    assert refused.stderr.translate(str.maketrans(NARROW)).startswith(first)
    assert refused.stderr.translate(str.maketrans(NARROW)).endswith("  à faire   Vouliez-vous dire « effect » ?\n")
    assert run("ask", "effect", french_study, "--language", "en").stderr.startswith("recul: 1 mistake to mend.\n")


def test_usage_of_ours_is_told_in_french_and_that_of_click_in_english(french_study: Path) -> None:
    refused = run("new", french_study).stderr.translate(str.maketrans(NARROW))
    assert refused.startswith("Usage: ")
    assert "n’est pas vide : rien n’a été écrit. Indiquez un nouveau dossier." in refused
    assert "No such option" in run("check", french_study, "--nope").stderr
    (french_study / "study.toml").unlink()  # and now only the computer says
    assert "n’est pas vide" in run("new", french_study, LC_ALL="fr_FR.UTF-8").stderr
    assert "is not empty" in run("new", french_study, LC_ALL="en_GB.UTF-8").stderr


def test_a_fault_of_recul_is_owned_in_french(french_study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ReculError(Mistake("finding", "x", "y", "z"))

    monkeypatch.setattr("recul.api.open_study", fails)
    told_of = run("check", french_study)
    assert told_of.exit_code == 1
    assert told_of.stderr.startswith(f"recul{HARD}: une panne de Recul, pas une erreur de votre part (ReculError")
