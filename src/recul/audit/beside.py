"""A claim beside what a study found. Only where the sentence names what the finding is about; else nothing bears on it.

A finding bears on a claim when their kinds agree (BEARS), and the sentence names the finding's own cause (an action, a
channel, answering) and its outcome. That is strict, and meant to be: "the campaign raised sales" in a document with
three campaigns is set beside none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from recul.audit.base import Bearing, Judged, Status
from recul.audit.wording import Way, folded, names, percent, sized, way

#: Kind of finding -> types of claim that it can bear on.
BEARS: dict[str, tuple[str, ...]] = {
    "effect": ("roi", "reach", "strategy"), "channels": ("roi", "reach", "strategy"), "worth": ("roi",),
    "crisis": ("crisis", "roi"), "response": ("crisis",), "statement": ("crisis",), "switchback": ("roi", "reach"),
}
_RETURN = re.compile(r"\broi\b|\breturn|\brentab|\bprofit|\bpa(?:ys?|id)\b|\brapport|\bworth")
_CRISIS = re.compile(r"\bcris[ei]s?\b|\bbad buzz\b|\bfirestorm|\bboycott|\bpolemique|\bscandal")
_ANSWERS = re.compile(r"\banswer|\brepl(?:y|ie)|\brespon[ds]|\brepon")
_CALM = re.compile(r"\bcalm|\bdefus|\bapais|\bdesamorc|\bsooth|\bnegati")
_STATEMENT = re.compile(r"\bstatement|\bapolog|\bcommunique|\bexcus")


def beside(sentence: Judged, findings: Sequence[dict[str, Any]]) -> Bearing:
    """The finding that bears on a claim, and what it says of it. findings: each as in report.json.

    Where several bear on it and disagree, none is chosen.
    """
    found = [_weighed(sentence, finding, number) for number, finding in enumerate(findings, 1)
             if about(sentence, finding)]
    if not found:
        return Bearing("no_finding", "none")
    if len({b.status for b in found}) > 1:
        return Bearing("not_testable", "several", None, (("findings", [b.finding for b in found]),))
    return found[0]


def about(sentence: Judged, finding: dict[str, Any]) -> bool:
    """Whether the sentence is surely about what the finding is about."""
    asked, text = finding["question"], folded(sentence.text)
    kind = str(asked.get("kind"))
    if sentence.type not in BEARS.get(kind, ()):
        return False
    outcome = any(names(text, str(asked[key])) for key in ("outcome", "measure") if asked.get(key))
    if kind == "worth":
        return bool(_RETURN.search(text)) and _cause(text, asked)
    if kind == "crisis":
        return outcome and bool(_CRISIS.search(text))
    if kind == "response":
        return bool(_ANSWERS.search(text) and _CALM.search(text))
    if kind == "statement":
        return bool(_STATEMENT.search(text) and _CALM.search(text))
    return outcome and _cause(text, asked)


def _cause(text: str, asked: dict[str, Any]) -> bool:
    return any(names(text, str(asked[key])) for key in ("action", "focus", "action_label") if asked.get(key))


def _weighed(sentence: Judged, finding: dict[str, Any], number: int) -> Bearing:
    """What a finding that is about the claim says of it."""
    said = way(sentence.text)
    if finding["verdict"] == "cannot_say":
        return Bearing("beyond_design", "cannot_say", number)
    if said is None:
        return Bearing("not_testable", "no_direction", number)
    return _seen(sentence, finding, number, said) if finding["verdict"] == "seen" else \
        _not_seen(sentence, finding, number, said)


def _seen(sentence: Judged, finding: dict[str, Any], number: int, said: Way) -> Bearing:
    estimate = finding["estimate"]
    found: Way = "up" if (estimate["value"] or 0) > 0 else "down"
    if said != found:
        if sentence.strength != "causal":  # "may lower" and "went with a fall" are not refuted by one case
            return Bearing("not_testable", "hedged", number)
        return _told("contradicted", "other_way", number, estimate)
    share, low, high = percent(sentence.text), estimate["relative_low"], estimate["relative_high"]
    if share is None and sized(sentence.text):  # "by 300 %, against 2 % elsewhere": not borne out by a few
        return Bearing("not_testable", "figure_unread", number)
    if share is not None and low is not None and high is not None:
        ends = sorted((abs(low), abs(high)))
        if not ends[0] <= share <= ends[1]:
            return Bearing("beyond_design", "figure_outside", number, (("figure", share), *_interval(estimate)))
    return _told("supported", "same_way", number, estimate)


def _told(status: Status, reason: str, number: int, estimate: dict[str, Any]) -> Bearing:
    if estimate["relative_low"] is None or estimate["relative_high"] is None:
        return Bearing(status, f"{reason}_bare", number)
    return Bearing(status, reason, number, _interval(estimate))


def _not_seen(sentence: Judged, finding: dict[str, Any], number: int, said: Way) -> Bearing:
    smallest = finding["placebo"]["detectable_effect"]
    smallest = finding["question"].get("minimum_effect") if smallest is None else smallest
    values = (("detectable", smallest),)
    if said == "no_change":
        return Bearing("supported", "none_seen", number, values)
    if sentence.strength != "causal":
        return Bearing("not_testable", "hedged", number)
    share = percent(sentence.text)
    if share is None and sized(sentence.text):
        return Bearing("not_testable", "figure_unread", number)
    if share is not None and smallest is not None and share < smallest:
        return Bearing("not_testable", "too_small", number, (("figure", share), *values))
    return Bearing("contradicted", "not_seen", number, values)


def _interval(estimate: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return (("low", estimate["relative_low"]), ("high", estimate["relative_high"]))
