"""What Recul itself found enters too: each answer once, with what it promised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recul.finding import Finding, plain
from recul.ledger.entries import Entry, canonical, sha256
from recul.ledger.store import Ledger

# A ledger that noted what it says of itself would never come to rest: each note would change what is said.
OWN = "ledger"


def enter(ledger: Ledger, findings: Sequence[Finding]) -> list[Entry]:
    """Append every finding that says something, `seen` or `not_seen`, once for its question and its data; those that
    are new. Raises LedgerError."""
    bodies = [("finding", body(f)) for f in findings if f.verdict != "cannot_say" and f.question.get("kind") != OWN]
    return [e for e in ledger.append(bodies) if e is not None] if bodies else []


def body(finding: Finding) -> dict[str, Any]:
    """What is kept of a finding. promised: how often its interval may be wrong; cried: how often it was among its
    placebos, of how many. asked_of: the digest of the question and of the data it was asked of."""
    e, run = finding.estimate, finding.placebo
    files = data_digest(finding.provenance)
    kept = {"asked_of": sha256(canonical(plain({"question": finding.question, "data": files}))),
            "question": finding.question, "data": files, "verdict": finding.verdict, "answer": finding.answer,
            "value": e.value, "low": e.low, "high": e.high, "relative": e.relative, "unit": e.unit, "p": e.p,
            "promised": round(1 - e.level, 12), "cried": run.calibrated_rate.count, "of": run.calibrated_rate.of,
            "detectable": run.detectable_effect, "recul": finding.provenance.get("recul"), "truth": finding.truth}
    found: dict[str, Any] = plain({name: value for name, value in kept.items() if value is not None})
    return found


def data_digest(provenance: dict[str, Any]) -> str:
    """The digest of the digests of all files, whatever their order."""
    return sha256(canonical(sorted(str(f.get("sha256", "")) for f in provenance.get("files", ()))))
