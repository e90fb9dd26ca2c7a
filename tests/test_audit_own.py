"""Recul audits its own report: no sentence of a finding claims beyond its design. Every sentence it can say is tried as
a template, the samples' and the demo's as they are rendered; by rules stricter than the auditor that ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import report_samples as samples
from recul.engine import answer
from recul.finding import Finding
from recul.record import Record
from recul.report.words.kinds import kinds
from recul.study import Study
from recul.worlds import brand

LANGUAGES = ("en", "fr")
# Words by which a sentence says that one thing made another. Stricter than the auditor: any of them is a flag.
CAUSAL = {
    "en": re.compile(r"\b(?:caus(?:es|ed|ing)|because of|thanks to|due to|drove|driven by|drives|led to|leads to"
                     r"|results? in"
                     r"|resulted in|boosts?|boosted|lifts?|lifted|rais(?:ed|es)|increas(?:ed|es)|improv(?:ed|es)"
                     r"|reduc(?:ed|es)|cuts?|lower(?:ed|s)|prevent(?:ed|s)|calm(?:ed|s)|made|makes|brought|brings|held"
                     r"|had an effect|worked)\b", re.I),
    "fr": re.compile(r"(?<!\w)(?:grâce à|à cause de|en raison de|provoqu|entraîn|dop(?:e|é)\b|boost|permis de"
                     r"|permet d’augment"
                     r"|a (?:fait|augmenté|réduit|baissé|amélioré|rapporté|évité|calmé|apaisé|causé|tenu|maintenu"
                     r"|généré)"
                     r"|fait (?:monter|baisser|grimper|chuter)|ont (?:fait|augmenté|réduit|calmé)|a eu un"
                     r" effet)", re.I),
}
# What is claimed as a cause with a design behind it, kind by kind: of an answer that is seen, and only in these words.
DESIGNED: dict[str, tuple[str, ...]] = {
    # The effect of a campaign, by its placebos, in money: "brought back", against the same units without it.
    "worth": ("brought", "a rapporté"),
    # The contribution above placebo channels: "held … above the level without it".
    "channels": ("held", "a maintenu", "a tenu"),
    # A surge is counted in its own messages: "brought 900 messages above the usual".
    "crisis": ("brought",),
    # Arms drawn by lot, or answers beside redrawn ones.
    "switchback": ("raised", "lowered"), "response": ("calmed",), "statement": ("calmed", "a calmé"),
}
# Said of the method, of what a placebo would have made it say, or of what nobody could tell; not of the world.
METHOD = {
    "en": re.compile(r"would have (?:cried wolf|said|accused|called)|alarms? was raised|was (?:made|read)"
                     r"|mistakes? (?:made|alone)"
                     r"|cannot say whether [^:;.]*|cannot say (?:who|what|how|which) [^:;.]*|may have [^:;.]*", re.I),
    "fr": re.compile(r"(?:aurait|auraient) (?:crié|dit|accusé|appelé)|ne permettent pas de dire [^:;.]*"
                     r"|(?:peut|peuvent) avoir [^:;.]*", re.I),
}


def flagged(kind: str, verdict: str, text: str, language: str) -> list[str]:
    """The causal words of a sentence that its finding has no right to."""
    said = METHOD[language].sub(" ", text)
    found = [m[0].lower() for m in CAUSAL[language].finditer(said)]
    return [word for word in found if verdict == "cannot_say" or word not in DESIGNED.get(kind, ())]


def templates() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """(kind, name, verdict, entry) of every sentence of every kind: one whose name tells no verdict is taken for one
    that anything may be said with, and its words are checked as those of `seen`."""
    for kind, module in kinds().items():
        for name, entry in getattr(module, "SENTENCES", {}).items():
            if isinstance(entry, dict) and {"en", "fr"} <= set(entry):
                yield kind, name, "cannot_say" if "cannot" in name else "seen", entry


TEMPLATES = {f"{kind}.{name}": (kind, verdict, entry) for kind, name, verdict, entry in templates()}


def test_the_sweep_finds_the_sentences() -> None:
    assert len(TEMPLATES) > 60
    assert sum(verdict == "cannot_say" for _, verdict, _ in TEMPLATES.values()) >= 10
    assert {"effect.seen", "worth.pays", "practice.cannot_say", "discourse.seen"} <= set(TEMPLATES)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_template_claims_beyond_its_design(name: str, language: str) -> None:
    kind, verdict, entry = TEMPLATES[name]
    assert flagged(kind, verdict, entry[language], language) == []


def said(findings: list[Finding]) -> Iterator[tuple[Finding, str, str]]:
    for finding in findings:
        for language in LANGUAGES:
            yield finding, language, finding.sentence(language)


def test_the_samples_claim_nothing_beyond_their_design() -> None:
    for finding, language, text in said(samples.everything()):
        if finding.question.get("label") != samples.HOSTILE:
            assert flagged(str(finding.question["kind"]), finding.verdict, text, language) == [], text


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """The demo's own answers, but for those that take long and are tried as templates."""
    folder = tmp_path_factory.mktemp("demo")
    brand.write(folder, 1, "en")
    study = Study.load(folder)
    record = Record.read(study)
    asked = [q for q in study.questions if q.kind in ("effect", "worth", "ledger", "discourse")]
    return [answer(question, record, study.seed) for question in asked]


def test_the_demo_claims_nothing_beyond_its_design(demo: list[Finding]) -> None:
    assert {f.verdict for f in demo} == {"seen", "not_seen", "cannot_say"}
    assert {str(f.question["kind"]) for f in demo} == {"effect", "worth", "ledger", "discourse"}
    for finding, language, text in said(demo):
        assert flagged(str(finding.question["kind"]), finding.verdict, text, language) == [], text


def test_the_auditor_that_ships_reads_what_is_planted_as_a_cause() -> None:
    """The rules are what a sentence of ours is held to: the auditor reads some refusals to conclude as claims
    (docs/audit.md). It does read the plain case."""
    from recul.text.claims import read

    planted = ["Thanks to the campaign, sales rose by 6%.", "La campagne a fait grimper les ventes de 6 %."]
    assert [c.strength for c in read(planted, ["en", "fr"])] == ["causal", "causal"]


@pytest.mark.parametrize(("language", "planted"), [
    ("en", "The campaign increased sales by 6%."), ("en", "Thanks to the campaign, sales stood 6% higher."),
    ("fr", "La campagne a augmenté les ventes de 6 %."), ("fr", "Grâce à la campagne, les ventes ont progressé."),
])
@pytest.mark.parametrize("verdict", ["seen", "cannot_say"])
def test_a_planted_sentence_is_caught(language: str, planted: str, verdict: str) -> None:
    assert flagged("effect", verdict, planted, language)
    assert flagged("practice", verdict, f"Nothing else to say. {planted}", language)


def test_words_with_a_design_are_for_what_was_seen_only() -> None:
    text = "“Autumn” brought back 2.5 times what it cost."
    assert flagged("worth", "seen", text, "en") == []
    assert flagged("worth", "cannot_say", text, "en") == ["brought"]
    assert flagged("practice", "seen", text, "en") == ["brought"]


def test_a_finding_whose_words_are_changed_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rendering itself is what is looked at: with another template the same finding fails."""
    from recul.report.words.kinds import effect

    finding: Any = replace(samples.underpowered())
    monkeypatch.setitem(effect.SENTENCES, "cannot_say", {
        "en": "The campaign raised {measure}, but {reason}.", "fr": "La campagne a augmenté {measure}, mais {reason}."})
    try:
        text = {language: finding.sentence(language) for language in LANGUAGES}
    except KeyError as error:
        pytest.fail(f"the template of `cannot_say` has other names: {error}")
    assert all(flagged("effect", "cannot_say", text[language], language) for language in LANGUAGES)


def test_the_report_in_the_readme_is_held_to_it_too() -> None:
    """Sentences quoted in the README as answers of Recul."""
    page = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^> (.+)$", page, re.M)
    for text in quoted:
        assert flagged("effect", "seen", text, "en") == [], text
