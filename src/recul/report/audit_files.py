"""Audits as JSON (docs/audit.md) and as SARIF 2.1.0, which editors and forges show beside the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from recul.audit.base import Audit, Judged
from recul.finding import plain
from recul.report.words import audit as words
from recul.report.words.audit_labels import VERDICTS
from recul.report.words.text import plain as written

CONTRACT = 1
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: Rule -> how loud an editor is about it. What a claim is marked with beside a study goes before its own words.
LEVELS = {"contradicted": "error", "beyond_design": "warning", "beyond": "warning", "elsewhere": "note",
          "hedged": "note", "testable": "none", "together": "none"}
FORMATS_WITH_COLUMNS = frozenset({"text"})
FORMATS_WITH_LINES = frozenset({"text", "markdown", "html"})


def json_of(audits: Sequence[Audit], findings: Sequence[tuple[dict[str, Any], dict[str, str]]] = ()) -> str:
    """The contract of audit.json: the same audits give the same bytes."""
    from recul import __version__

    flags = {f.language: f for a in audits for f in a.flags}
    told = {"contract": CONTRACT, "recul": __version__, "false_flags": [plain(flags[k]) for k in sorted(flags)],
            "documents": [document_of(a) for a in audits],
            "findings": [{"number": n, "kind": f["question"]["kind"], "verdict": f["verdict"], "sentence": said}
                         for n, (f, said) in enumerate(findings, 1)]}
    return json.dumps(plain(told), ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def document_of(audit: Audit) -> dict[str, Any]:
    document = audit.document
    counts: dict[str, Any] = {"sentences": len(audit.sentences), "read": audit.read, "claims": len(audit.claims)}
    counts |= {field: audit.count(field) for field in ("strength", "type", "evidence", "verdict")}
    counts["bearing"] = audit.statuses() if any(s.bearing for s in audit.sentences) else None
    return {"name": document.name, "format": document.format, "sha256": audit.sha256, "pages": document.pages,
            "languages": list(audit.spoken), "counts": counts,
            "notes": [{"code": code, "value": value} for code, value in document.notes],
            "claims": [claim_of(s) for s in audit.claims]}


def claim_of(s: Judged) -> dict[str, Any]:
    bearing = None if s.bearing is None else {
        "status": s.bearing.status, "reason": s.bearing.reason, "finding": s.bearing.finding,
        "values": dict(s.bearing.values)}
    return {"text": s.text, "start": s.start, "end": s.end, "paragraph": s.paragraph + 1, "page": s.place.page,
            "line": s.place.line, "column": s.place.column, "language": s.language, "strength": s.strength,
            "type": s.type, "evidence": s.evidence, "probability": s.probability,
            "words": [list(w) for w in s.words], "verdict": s.verdict, "bearing": bearing}


def sarif_of(audits: Sequence[Audit], language: str, uris: Sequence[str]) -> str:
    """A result a claim, in the order of the documents; messages in `language`."""
    from recul import __version__

    rules = list(LEVELS)
    described = [{"id": rule, "shortDescription": {"text": _described(rule, language)},
                  "defaultConfiguration": {"level": LEVELS[rule]}} for rule in rules]
    results = [_result(a, s, uri, language, rules) for a, uri in zip(audits, uris, strict=True) for s in a.claims]
    run = {"tool": {"driver": {"name": "Recul", "version": __version__, "rules": described}},
           "columnKind": "unicodeCodePoints", "language": language, "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def rule_of(s: Judged) -> str:
    return s.bearing.status if s.bearing and s.bearing.status in ("contradicted", "beyond_design") else s.verdict


def _described(rule: str, language: str) -> str:
    entry = VERDICTS.get(rule) or words.STATUS_NAMES[rule]
    return written(words.capital(words.say(entry, language)))


def _relative(uri: str) -> str:
    """A path as a reference that can only be a path: a name such as `a:b` or `//host` is no scheme and no host."""
    written = quote(uri, safe="/.-_~")
    return f"/{written.lstrip('/')}" if written.startswith("//") else written


def _result(audit: Audit, s: Judged, uri: str, language: str, rules: list[str]) -> dict[str, Any]:
    rule = rule_of(s)
    message = " ".join(t for t in (words.reason(s, language), words.bearing(s, language)) if t)
    physical: dict[str, Any] = {"artifactLocation": {"uri": _relative(uri)}}
    location: dict[str, Any] = {"physicalLocation": physical}
    if audit.document.format in FORMATS_WITH_LINES:
        region: dict[str, Any] = {"startLine": s.place.line, "snippet": {"text": s.text}}
        if audit.document.format in FORMATS_WITH_COLUMNS:
            last = audit.document.paragraphs[s.paragraph].place(s.end - audit.document.paragraphs[s.paragraph].start)
            region |= {"startColumn": s.place.column, "endLine": last.line, "endColumn": last.column}
        physical["region"] = region
    else:
        page = f"page {s.place.page}, " if s.place.page else ""
        kind = "paragraph" if audit.document.format == "docx" else "line"
        location["logicalLocations"] = [{"fullyQualifiedName": f"{page}{kind} {s.place.line}", "kind": "element"}]
    digest = hashlib.sha256(s.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return {"ruleId": rule, "ruleIndex": rules.index(rule), "level": LEVELS[rule],
            "message": {"text": f"{written(message)} “{s.text}”"}, "locations": [location],
            "partialFingerprints": {"sentence/v1": digest}}


__all__ = ["LEVELS", "json_of", "rule_of", "sarif_of"]
