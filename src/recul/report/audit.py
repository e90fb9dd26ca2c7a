"""Audits -> one page that shows each claim where it stands, with its reason beside it; both languages, no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from recul.audit.base import EVIDENCE, TYPES, Audit, Judged
from recul.report.audit_files import json_of, sarif_of
from recul.report.page import LANGUAGES, environment, put, template_text
from recul.report.words import audit as words
from recul.report.words import numbers, say
from recul.report.words.audit_labels import EVIDENCE as OFFERS
from recul.report.words.audit_labels import STRENGTHS
from recul.report.words.audit_labels import TYPES as SUBJECTS
from recul.report.words.text import clean, user

# A finding as in report.json, and its sentence by language.
Found = tuple[dict[str, Any], dict[str, str]]
#: With more paragraphs than this, only those with a claim and their neighbours are shown.
SHOWN_WHOLE = 400


@dataclass(frozen=True)
class Reason:
    """What stands beside a claim, in one language. Marked text."""

    language: str
    heading: str
    offers: str
    reason: str
    bearing: str
    place: str


@dataclass(frozen=True)
class Piece:
    """A paragraph as shown: its text with the claims marked, and (number, css class, reasons) of each. left_out: how
    many paragraphs before it are not shown."""

    html: Markup
    heading: bool
    claims: tuple[tuple[int, str, tuple[Reason, ...]], ...]
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AuditSheet:
    """The head of the page in one language, marked text."""

    language: str
    brand: str
    title: str
    about: str
    summary: tuple[str, ...]
    tiles: tuple[tuple[str, str, str], ...]
    types: tuple[tuple[str, tuple[str, ...]], ...]
    type_heads: tuple[str, ...]
    known: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    corpus: tuple[tuple[str, ...], ...]
    corpus_heads: tuple[str, ...]
    findings: tuple[tuple[str, str], ...]


def write(audits: Sequence[Audit], out: Path, first: str, findings: Sequence[Found] = (),
          uris: Sequence[str] = ()) -> dict[str, Path]:
    """audit.html, audit.json and audit.sarif in `out`, each whole or not at all; which is where.

    first: the language shown first, and that of the SARIF messages. findings: of the study, each as in report.json and
    its sentence by language. uris: how editors find the documents; their names where not given.
    Raises ReculError when a file cannot be written.
    """
    texts = {"audit.html": html(audits, first, findings), "audit.json": json_of(audits, findings),
             "audit.sarif": sarif_of(audits, first, uris or [a.document.name for a in audits])}
    for name, text in texts.items():
        put(out / name, text.encode("utf-8", "backslashreplace"))
    return {name: out / name for name in texts}


def html(audits: Sequence[Audit], first: str, findings: Sequence[tuple[dict[str, Any], dict[str, str]]] = ()) -> str:
    """The page."""
    from recul import __version__

    order = (first, *(language for language in LANGUAGES if language != first))
    sheets = [sheet(tuple(audits), language, findings) for language in order]
    shown = [(user(a.document.name), f"doc-{n}", a.document.language or "", pieces(a, n, order))
             for n, a in enumerate(audits, 1)]
    return environment().get_template("audit.html.j2").render(
        sheets=sheets, first=first, order=order, documents=shown, word=words.label, strengths=STRENGTHS,
        version=__version__,
        page_title=clean(", ".join(a.document.name for a in audits[:3])), css=Markup(template_text("report.css")),
        own=Markup(template_text("audit.css")))


def sheet(audits: tuple[Audit, ...], language: str, findings: Sequence[tuple[dict[str, Any], dict[str, str]]]
          ) -> AuditSheet:
    """Everything above the text, in one language."""
    whole = merged(audits)
    many = len(audits) > 1
    about = (words.label("documents", language, count=numbers.number(len(audits), language)) if many
             else user(audits[0].document.name))
    causal, beyond = whole.count("strength")["causal"], whole.count("verdict")["beyond"]
    tiles = tuple((key, numbers.number(n, language), words.label(f"tile_{key}", language)) for key, n in (
        ("sentences", whole.read), ("claims", len(whole.claims)), ("causal", causal), ("beyond", beyond)))
    said = (words.summary(whole, language), words.rests(whole, language), words.beside(whole, language))
    spoken = {f.language: sum(s.language == f.language for s in whole.sentences) for f in whole.flags}
    notes = tuple((f"{user(a.document.name)}{_colon(language)}" if many else "") + words.note(code, value, language)
                  for a in audits for code, value in a.document.notes)
    unread = words.unread(whole, language)
    heads, rows = type_table(whole, language)
    return AuditSheet(
        language, words.label("brand", language), words.label("title_many" if many else "title", language), about,
        tuple(text for text in said if text), tiles, rows, heads, words.base_rates(audits, language),
        tuple(words.flags(f, spoken[f.language], language) for f in whole.flags),
        (*notes, *((unread,) if unread else ())), tuple(corpus_row(a, language) for a in audits) if many else (),
        corpus_heads(language),
        tuple((words.label("finding", language, number=numbers.number(n, language)), told[language])
              for n, (_, told) in enumerate(findings, 1)))


def _colon(language: str) -> str:
    return "\u00a0: " if language == "fr" else ": "


def merged(audits: Sequence[Audit]) -> Audit:
    """All documents counted as one."""
    flags = {f.language: f for a in audits for f in a.flags}
    return Audit(audits[0].document, tuple(s for a in audits for s in a.sentences), tuple(flags.values()))


def type_table(audit: Audit, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Claims by subject and evidence; the subjects met, the most usual first."""
    heads = (words.label("subject", language), *(say(OFFERS[e], language) for e in reversed(EVIDENCE)),
             words.label("all", language), words.label("beyond", language))
    rows = []
    for kind in sorted(TYPES, key=lambda k: -audit.count("type")[k]):
        mine = [s for s in audit.claims if s.type == kind]
        if mine:
            counts = [sum(s.evidence == e for s in mine) for e in reversed(EVIDENCE)]
            counts += [len(mine), sum(s.verdict == "beyond" for s in mine)]
            rows.append((say(SUBJECTS[kind], language), tuple(numbers.number(n, language) for n in counts)))
    return heads, tuple(rows)


def corpus_heads(language: str) -> tuple[str, ...]:
    return (words.label("document", language), words.label("tile_sentences", language),
            words.label("tile_claims", language), *(say(SUBJECTS[k], language) for k in ("roi", "crisis")),
            words.label("beyond", language), words.label("share_beyond", language))


def corpus_row(audit: Audit, language: str) -> tuple[str, ...]:
    """A document among others: its claims, those on money and on crises, those beyond what is offered, and their share
    of all sentences read."""
    beyond, types = audit.count("verdict")["beyond"], audit.count("type")
    counts = (audit.read, len(audit.claims), types["roi"], types["crisis"], beyond)
    return (user(audit.document.name, 60), *(numbers.number(n, language) for n in counts),
            numbers.percent(beyond / audit.read, language, 0) if audit.read else "")


def pieces(audit: Audit, number: int, order: Sequence[str]) -> tuple[Piece, ...]:
    """The paragraphs, with what is said of each claim."""
    by: dict[int, list[tuple[int, Judged]]] = {}
    for place, sentence in enumerate(audit.claims, 1):
        by.setdefault(sentence.paragraph, []).append((place, sentence))
    every = len(audit.document.paragraphs) <= SHOWN_WHOLE
    near = {at + step for at in by for step in (-1, 0, 1)}
    shown, left = [], 0
    for at, paragraph in enumerate(audit.document.paragraphs):
        if not every and at not in near:
            left += 1
            continue
        mine = by.get(at, [])
        shown.append(Piece(
            _marked(paragraph.text, paragraph.start, mine, number), paragraph.heading,
            tuple((place, css(s), tuple(_reason(audit, s, language) for language in order)) for place, s in mine),
            _left_out(left, order)))
        left = 0
    if left:
        shown.append(Piece(Markup(""), False, (), _left_out(left, order)))
    return tuple(shown)


def _left_out(count: int, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
    key = "left_out_one" if count == 1 else "left_out"
    return tuple((language, say(words.LABELS[key], language, count=numbers.number(count, language)))
                 for language in order) if count else ()


def css(sentence: Judged) -> str:
    """The classes of a claim: its strength, its verdict, and what the study says of it."""
    strength = str(sentence.strength).replace(" ", "-")
    return f"s-{strength} v-{sentence.verdict}" + (f" b-{sentence.bearing.status}" if sentence.bearing else "")


def _marked(text: str, start: int, mine: Sequence[tuple[int, Judged]], number: int) -> Markup:
    """A paragraph, escaped, its claims in <mark>, the words that weighed most in <b>."""
    out, at = [], 0
    for place, sentence in mine:
        first, last = sentence.start - start, sentence.end - start
        out.append(escape(_safe(text[at:first])))
        inner, inside = [], first
        for begin, end in sentence.words:
            inner += [escape(_safe(text[inside:begin - start])), Markup("<b>"),
                      escape(_safe(text[max(inside, begin - start):end - start])), Markup("</b>")]
            inside = max(inside, end - start)
        inner.append(escape(_safe(text[inside:last])))
        out += [Markup('<mark class="{}" id="c{}-{}">').format(css(sentence), number, place), *inner,
                Markup('</mark><a class="n" href="#r{0}-{1}">{1}</a>').format(number, place)]
        at = last
    out.append(escape(_safe(text[at:])))
    return Markup("").join(out)


def _safe(text: str) -> str:
    """Nothing in a document turns the reading order of the page around it."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" else c
                   for c in text)


def _reason(audit: Audit, sentence: Judged, language: str) -> Reason:
    place = sentence.place
    where = [words.label("page", language, page=numbers.number(place.page, language))] if place.page else []
    key = "paragraph" if audit.document.format == "docx" else "line"
    where.append(words.label(key, language, line=numbers.number(place.line, language)))
    offers = words.label("offers", language, evidence=say(OFFERS[str(sentence.evidence)], language))
    return Reason(language, words.heading(sentence, language), offers, words.reason(sentence, language),
                  words.bearing(sentence, language), ", ".join(where))
