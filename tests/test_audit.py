"""What an audit says of a claim: by its own words, beside a study, on a page, as JSON, as SARIF, at the terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import document_samples as samples
import report_samples
from recul.audit import Audit, audit, base
from recul.audit.beside import beside
from recul.audit.wording import names, percent, way
from recul.cli import main
from recul.documents import read
from recul.report.audit import html, write
from recul.report.audit_files import LEVELS, json_of, sarif_of
from recul.report.words import audit as words
from recul.report.words import audit_labels
from test_docs import rows, sections

PAGE = """# Pourquoi un community manager

Notre marque a publié 140 messages. Notre campagne a fait grimper les ventes de 12 %.

Les marques qui répondent gardent leurs clients plus longtemps. <script>alert(1)</script>

Der Absatz ist nach der Kampagne deutlich gestiegen, sagt der Bericht der Agentur aus Berlin.
"""


@dataclass(frozen=True)
class Said:
    strength: str
    type: str = "none"
    evidence: str = "none"
    probability: float = 0.9
    words: tuple[tuple[int, int], ...] = ()


class Fake:
    """An auditor whose answers the test knows: by the first word it finds."""

    def __init__(self, **said: Said):
        self.said = said

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [m.span() for m in re.finditer(r"[^.\s][^.]*\.?", text)]

    def languages(self, texts: Sequence[str]) -> list[str | None]:
        return ["de" if "Absatz" in t else "en" for t in texts]

    def read(self, sentences: Sequence[str], languages: Sequence[str]) -> list[Said]:
        return [next((c for word, c in self.said.items() if word in s), Said("none")) for s in sentences]

    def false_flags(self, language: str) -> base.FalseFlags:
        return base.FalseFlags(language, 13, 3, 88)


def audited(tmp_path: Path, text: str = PAGE, findings: Sequence[dict[str, Any]] = (), name: str = "a.md",
            auditor: Any = None) -> Audit:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return audit(read(path), auditor, findings, "00", bool(findings))


@pytest.mark.parametrize(("strength", "evidence"), list(product(base.STRENGTHS, base.EVIDENCE)))
def test_the_verdict_of_every_claim_has_words(strength: str, evidence: str) -> None:
    verdict = base.verdict(strength, evidence)
    assert verdict in base.VERDICTS
    if strength == "causal":
        assert verdict == {"design": "testable", "source": "elsewhere"}.get(evidence, "beyond")
    if strength == "none":
        assert verdict == "nothing"
    else:
        assert f"{verdict}_{evidence}" in audit_labels.REASONS or verdict in audit_labels.REASONS
        assert verdict in audit_labels.VERDICTS
    assert set(LEVELS) == set(audit_labels.VERDICTS) | {"contradicted", "beyond_design"}


def test_every_code_has_both_languages_with_the_same_placeholders() -> None:
    from test_report_words import placeholders

    seen = 0
    for module in (words, audit_labels):
        for name, table in vars(module).items():
            if name.isupper() and isinstance(table, dict):
                for entry in table.values():
                    for both in entry if isinstance(entry, tuple) else (entry,):
                        seen += 1
                        assert set(both) == {"en", "fr"}, name
                        assert placeholders(both["en"]) == placeholders(both["fr"]), both
                        french = words.say({"fr": both["fr"].replace("{", "{{").replace("}", "}}")}, "fr")
                        assert not re.search(r" [;:!?%»]|« |'", french), french
    assert seen > 90


def test_the_reader_that_ships_reads_a_page(tmp_path: Path) -> None:
    found = audited(tmp_path)
    by = {s.text: s for s in found.sentences}
    sale = by["Notre campagne a fait grimper les ventes de 12 %."]
    assert (sale.strength, sale.type, sale.verdict) == ("causal", "roi", "beyond")
    assert sale.place.line == 3
    assert found.document.text[sale.start:sale.end] == sale.text
    assert sale.words
    assert all(sale.start <= a < b <= sale.end for a, b in sale.words)
    german = next(s for s in found.sentences if s.text.startswith("Der Absatz"))
    assert (german.language, german.strength, german.verdict) == (None, None, "unread")
    assert found.read == len(found.sentences) - 1
    assert [f.language for f in found.flags] == ["fr"]
    assert found.flags[0].of > 50


def test_an_unread_sentence_counts_nowhere(tmp_path: Path) -> None:
    found = audited(tmp_path, f"Sales rose {'again ' * 12}.\n\nAbsatz stieg {'wieder ' * 12}.", name="a.txt",
                    auditor=Fake(Absatz=Said("causal")))
    assert found.read == 1
    assert found.claims == ()
    assert found.count("verdict")["unread"] == 1
    assert "1" in words.unread(found, "en")


@pytest.mark.parametrize(("text", "said"), [
    ("The campaign raised sales by 6%", "up"), ("Sales fell after it", "down"),
    ("It had no effect on sales", "no_change"),
    ("It did not raise sales", None), ("It raised sales and cut costs", None), ("Sales were discussed", None),
    ("La campagne a augmenté les ventes", "up"), ("Les ventes ont chuté", "down"),
    ("Aucun effet sur les ventes", "no_change"),
    ("La campagne n’est pas sans effet sur les ventes", None), ("Sans doute l’effet sur les ventes", None),
    ("It was not without effect on sales", None), ("There is no doubt the effect on sales is there", None),
    ("It had no effect on churn but raised sales", None), ("Pour cette raison elle a touché les ventes", None),
    ("L’accroche a touché les ventes", None), ("Il fallait toucher les ventes", None),
    ("La division a touché les ventes", None), ("Sa réduction a touché les ventes", None),
    ("Les ventes n’ont pas augmenté", None), ("La campagne n'a rien changé aux ventes", "no_change"),
])
def test_which_way_is_told_only_where_it_is_sure(text: str, said: str | None) -> None:
    assert way(text) == said


def test_a_share_is_read_only_where_there_is_one() -> None:
    assert percent("up by 12,5 %") == pytest.approx(0.125)
    assert percent("from 3% to 5%") is None
    assert percent("in 2025") is None
    assert percent("Sales doubled") == 1.0
    assert percent("up by 1 200 %") == pytest.approx(12.0)
    assert percent("up by 1,200 %") is None
    assert percent("doubled, up by 100 %") is None


def test_a_name_is_its_words_and_not_a_piece_of_another() -> None:
    assert names("La campagne « Automne gourmand » a fait vendre", "Automne gourmand")
    assert names("les ventes progressent", "vente")
    assert not names("l’automne a été beau", "Automne gourmand")
    assert not names("la revente", "ventes")
    assert not names("anything at all", "of the")


def finding(verdict: str = "seen", value: float = 6.0, low: float | None = 0.03, high: float | None = 0.09,
            detectable: float | None = 0.028, **question: Any) -> dict[str, Any]:
    return {"question": {"kind": "effect", "outcome": "sales", "action": "autumn", "minimum_effect": 0.05, **question},
            "verdict": verdict, "placebo": {"detectable_effect": detectable},
            "estimate": {"value": value, "relative": value / 100, "relative_low": low, "relative_high": high}}


def claim(text: str, strength: str = "causal", kind: str = "roi") -> base.Judged:
    from recul.documents.base import Mark

    return base.Judged(text, 0, len(text), 0, Mark(0, None, 1), "en", strength, kind, "none", 0.9, (),  # type: ignore[arg-type]
                       base.verdict(strength, "none"))


@pytest.mark.parametrize(("text", "found", "status", "reason"), [
    ("The autumn campaign raised sales.", finding(), "supported", "same_way"),
    ("The autumn campaign raised sales by 6%.", finding(), "supported", "same_way"),
    ("The autumn campaign raised sales by 30%.", finding(), "beyond_design", "figure_outside"),
    ("The autumn campaign raised sales by 300%, against 2% elsewhere.", finding(), "not_testable", "figure_unread"),
    ("The autumn campaign doubled sales.", finding(), "beyond_design", "figure_outside"),
    ("The autumn campaign quadrupled the gain in sales.", finding(), "not_testable", "figure_unread"),
    ("The autumn campaign raised sales by 1% or 2%.", finding("not_seen"), "not_testable", "figure_unread"),
    ("The autumn campaign is not without effect on sales.", finding("not_seen"), "not_testable", "no_direction"),
    ("The autumn campaign cut sales.", finding(), "contradicted", "other_way"),
    ("The autumn campaign had no effect on sales.", finding(), "contradicted", "other_way"),
    ("The autumn campaign raised sales.", finding("not_seen"), "contradicted", "not_seen"),
    ("The autumn campaign raised sales by 1%.", finding("not_seen"), "not_testable", "too_small"),
    ("The autumn campaign had no effect on sales.", finding("not_seen"), "supported", "none_seen"),
    ("The autumn campaign raised sales.", finding("cannot_say"), "beyond_design", "cannot_say"),
    ("The autumn campaign changed sales for good.", finding(), "not_testable", "no_direction"),
    ("The autumn campaign raised sales.", finding(low=None, high=None), "supported", "same_way_bare"),
    ("The campaign raised sales.", finding(), "no_finding", "none"),
    ("The autumn campaign raised trust.", finding(), "no_finding", "none"),
    ("The autumn campaign paid for itself.", finding(kind="worth"), "supported", "same_way"),
    ("The autumn campaign paid for itself.", finding(kind="worth", value=-40.0), "contradicted", "other_way"),
    ("The autumn campaign raised sales.", finding(kind="metrics"), "no_finding", "none"),
])
def test_a_claim_beside_a_finding(text: str, found: dict[str, Any], status: str, reason: str) -> None:
    bearing = beside(claim(text), [found])
    assert (bearing.status, bearing.reason) == (status, reason)
    assert bearing.finding == (None if status == "no_finding" else 1)
    told = {language: words.bearing(replace(claim(text), bearing=bearing), language) for language in ("fr", "en")}
    assert all(text and "{" not in text and "inconnu" not in text and "unknown" not in text for text in told.values())


def test_a_hedged_claim_is_never_contradicted() -> None:
    for strength in ("conditional causal", "correlational"):
        for found in (finding("not_seen"), finding(value=-6.0)):
            said = claim("The autumn campaign may have raised sales.", strength)
            assert beside(said, [found]).status == "not_testable"


def test_a_claim_of_another_kind_meets_no_finding() -> None:
    assert beside(claim("The autumn campaign raised sales.", kind="governance"), [finding()]).status == "no_finding"


def test_findings_that_disagree_decide_nothing() -> None:
    several = [finding(), finding(value=-5.0), finding(outcome="visits")]
    found = beside(claim("The autumn campaign raised sales."), several)
    assert (found.status, found.reason, dict(found.values)) == ("not_testable", "several", {"findings": [1, 2]})


def test_the_page_escapes_what_the_document_says(tmp_path: Path) -> None:
    text = f"Thanks to us sales rose, {report_samples.HOSTILE}. \u202eReversed & <b>bold</b> rose."
    found = audited(tmp_path, text, name="a.txt", auditor=Fake(rose=Said("causal", "roi", words=((0, 6),))))
    page = html([found], "en")
    assert "<img" not in page
    assert "\u202e" not in page
    assert "<script" not in page
    assert page.count("<mark class=\"s-causal v-beyond\"") >= 1
    assert "default-src 'none'" in page
    assert not re.findall(r"(?:src|href)=\"(?!#)", page)


def test_the_page_holds_both_languages_the_reasons_and_the_false_flags(tmp_path: Path) -> None:
    page = html([audited(tmp_path)], "fr")
    for text in ("Ce qu’il affirme", "What it claims", "un chiffre ne dit pas d’où il vient", "Lewis",
                 "L’auditeur se trompe"):
        assert text in page
    assert page.index("Ce qu’il affirme") < page.index("What it claims")


def test_a_long_document_shows_its_claims_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    text = "\n\n".join(["Nothing here."] * 300 + ["Sales rose."] + ["Nothing here."] * 300)
    page = html([audited(tmp_path, text, name="a.txt", auditor=Fake(rose=Said("causal", "roi")))], "en")
    assert page.count("299 paragraphs without a claim are not shown.") == 2
    assert page.count("<mark class=\"s-causal v-beyond\"") == 1


def paths_of(value: Any, at: str = "") -> set[str]:
    if isinstance(value, dict) and at not in ("documents[].counts.strength", "documents[].counts.type",
                                              "documents[].counts.evidence", "documents[].counts.verdict",
                                              "documents[].counts.bearing", "documents[].claims[].bearing.values"):
        return {p for key, item in value.items() for p in paths_of(item, f"{at}.{key}" if at else key)}
    if isinstance(value, list):
        if at.endswith("words"):
            return {f"{at}[]"}
        return {p for item in value for p in paths_of(item, f"{at}[]")}
    return {at}


def test_json_is_what_the_page_says(tmp_path: Path) -> None:
    known = {"question": {"kind": "effect", "outcome": "ventes", "action": "campagne d’hiver"}, **{
        key: finding()[key] for key in ("verdict", "placebo", "estimate")}}
    found = audited(tmp_path, PAGE.replace("Notre campagne", "Notre campagne d’hiver"), [known])
    second = audit(read(samples.pdf(tmp_path / "b.pdf", [["Thanks to us, sales rose by 12%.", "", "It rained."], []])))
    told = json.loads(json_of([found, second], [(known, {"fr": "Vu.", "en": "Seen."})]))
    documented = {re.sub("`", "", row[0]) for row in rows(sections("audit.md")["audit.json"])}
    assert paths_of(told) - {"documents[].claims[].bearing"} <= documented
    shown = {p for p in documented if "bearing." not in p}
    assert shown - paths_of(told) == set()
    assert json_of([found]) == json_of([found])
    assert told["documents"][1]["notes"] == [{"code": "pages_without_text", "value": "2"}]
    for d in told["documents"]:
        assert sum(d["counts"]["type"].values()) == d["counts"]["claims"] == len(d["claims"])
        assert sum(d["counts"]["verdict"].values()) == d["counts"]["sentences"]


def test_the_page_of_the_docs_names_every_code() -> None:
    page = sections("audit.md")["What is said of a sentence"]
    named = {row[0].strip("`") for row in rows(page)} - {"verdict", "status"}
    assert named == set(base.VERDICTS) | set(base.STATUSES)
    assert {key.removesuffix("_bare") for key in audit_labels.STATUSES}
    assert set(base.STATUSES) == {s for s in base.STATUSES
                                          if any(key.startswith(f"{s}_") for key in audit_labels.STATUSES)}


@pytest.mark.parametrize(("name", "uri"), [
    ("javascript:alert(1).md", "javascript%3Aalert%281%29.md"), ("//host/x.txt", "/host/x.txt"),
    ("a/b.txt", "a/b.txt"), ("/tmp/a.txt", "/tmp/a.txt")])
def test_a_file_of_any_name_is_a_path_in_sarif(tmp_path: Path, name: str, uri: str) -> None:
    found = audited(tmp_path, "Sales rose.", auditor=Fake(rose=Said("causal", "roi", "none")))
    (result,) = json.loads(sarif_of([found], "en", [name]))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_has_what_2_1_0_asks_for(tmp_path: Path) -> None:
    text = "It rained.\nThanks to us, sales\nrose by 12%. 😀 Sales rose again."
    found = audited(tmp_path, text, name="a b.txt", auditor=Fake(rose=Said("causal", "roi", "figure")))
    log = json.loads(sarif_of([found], "en", ["docs/a b.txt"]))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "Recul"
    assert [r["id"] for r in driver["rules"]] == list(LEVELS)
    levels = ("none", "note", "warning", "error")
    assert all(r["shortDescription"]["text"] and r["defaultConfiguration"]["level"] in levels for r in driver["rules"])
    lines = text.split("\n")
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "beyond"
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "docs/a%20b.txt"
        region = location["physicalLocation"]["region"]
        assert 1 <= region["startLine"] <= region["endLine"] <= 3
        assert region["startColumn"] <= len(lines[region["startLine"] - 1]) + 1
    first = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (first["startLine"], first["startColumn"], first["endLine"]) == (2, 1, 3)
    assert lines[2][: first["endColumn"] - 1] == "rose by 12%."
    assert run["columnKind"] == "unicodeCodePoints"


def test_sarif_of_a_pdf_names_the_page(tmp_path: Path) -> None:
    found = audit(read(samples.pdf(tmp_path / "a.pdf", [["It rained."], ["Thanks to us, sales rose."]])), Fake(
        rose=Said("causal", "roi")))
    (result,) = json.loads(sarif_of([found], "fr", ["a.pdf"]))["runs"][0]["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "page 2, line 1"


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    samples.docx(tmp_path / "b.docx", ["Thanks to the campaign, sales rose by 12%. We met twice a week with the"
                                       " whole team."])
    out = tmp_path / "out"
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "a.md"), str(tmp_path / "b.docx"), "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert "au-delà des preuves" in run.output
    assert "b.docx" in run.output
    assert "L’auditeur se trompe aussi" in run.output
    assert sorted(p.name for p in out.iterdir()) == ["audit.html", "audit.json", "audit.sarif"]
    assert len(json.loads((out / "audit.json").read_text("utf-8"))["documents"]) == 2


def test_every_mistake_of_the_command_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "a.txt"), str(tmp_path / "b.odt"), str(tmp_path), "--out",
                                    str(tmp_path / "out")])
    assert run.exit_code == 2
    for said in ("3 mistakes", "an empty file", "nothing that can be read", "a folder"):
        assert said in run.output
    assert not (tmp_path / "out").exists()
    (tmp_path / "c.txt").write_text("Some text in English to be read.")
    for study, said in (("absent.json", "cannot be opened"), ("c.json", "no report of Recul")):
        (tmp_path / "c.json").write_text("[]")
        run = CliRunner().invoke(main, ["audit", str(tmp_path / "c.txt"), "--study", str(tmp_path / study)])
        assert (run.exit_code, said in run.output) == (2, True), run.output
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "c.txt"), "--encoding", "klingon"])
    assert run.exit_code == 2


def test_a_report_is_set_beside(tmp_path: Path) -> None:
    finding = report_samples.seen()
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"findings": [{**finding.to_dict()}]}), encoding="utf-8")
    text = "The campaign called rentrée boosted our sales by 6% in every one of the shops."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "a.txt"), "--study", str(report), "--out",
                                    str(tmp_path / "o"), "--language", "en"])
    assert run.exit_code == 0, run.output
    told = json.loads((tmp_path / "o" / "audit.json").read_text("utf-8"))
    assert told["documents"][0]["claims"][0]["bearing"]["status"] == "supported"
    assert told["findings"][0]["sentence"]["en"] == finding.sentence("en")
    assert "upported" in run.output


@pytest.mark.parametrize("changed", [
    {"question": 1}, {"question": {}}, {"verdict": "banana"}, {"verdict": []}, {"estimate": None}, {"estimate": {}},
    {"estimate": {"value": "6", "relative_low": 0.1, "relative_high": 0.2}}, {"placebo": {}},
    {"estimate": {"value": float("nan"), "relative_low": 0.1, "relative_high": 0.2}}, {"sentence": {"fr": "seul"}},
    {"estimate": {"value": None, "relative_low": None, "relative_high": None}},
])
def test_a_report_of_another_shape_is_refused(tmp_path: Path, changed: dict[str, Any]) -> None:
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"findings": [{**report_samples.seen().to_dict(), **changed}]}), encoding="utf-8")
    (tmp_path / "a.txt").write_text("The campaign called rentrée boosted our sales by 6% in every one of the shops.")
    run = CliRunner().invoke(main, ["audit", str(tmp_path / "a.txt"), "--study", str(report), "--out",
                                    str(tmp_path / "o")])
    assert (run.exit_code, "no report of Recul" in run.output) == (2, True), run.output


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    from recul.errors import ReculError

    (tmp_path / "out").write_text("a file")
    with pytest.raises(ReculError):
        write([audited(tmp_path)], tmp_path / "out", "fr")


def test_fifty_pages_take_less_than_ten_seconds_of_processor(tmp_path: Path) -> None:
    from benchmarks.audit import cost

    assert cost(50)["seconds"] < 10
