"""The contract of report.json (docs/report-json.md): plain values, the same bytes for the same findings."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from recul.finding import Design, Finding, Rate, plain

CONTRACT = 1
LANGUAGES = ("en", "fr")
SIGNIFICANT_DIGITS = 12
# What rules out an answer by how the question was asked, before anything is known of the outcome.
UNASKABLE = {"few_placebos", "no_placebo_rule", "not_the_peak", "overlapping_actions", "window_unobserved",
             "estimate_failed", "short_history", "rare_events", "year_end", "few_weeks", "one_side_silent",
             "no_outcome", "no_alarm", "no_episodes", "outcome_not_covered", "few_claims", "ledger_broken",
             "horizon_long", "no_season", "coverage_differs", "count_incomplete", "baseline_incomplete",
             "year_end_once", "few_ads", "rare_contract", "contracts_unstated", "metric_unobserved", "short_record",
             "year_untold", "few_weeks_mix", "outcome_gaps", "spend_gaps", "spend_negative", "spend_constant"}


def tidy(value: Any) -> Any:
    """`plain`, with floats rounded to twelve significant digits: the last bits of a sum are nobody's evidence."""
    return _rounded(plain(value))


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}") + 0.0 if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    return {
        f"{name}_rate": rate.value,
        f"{name}_rate_low": rate.low,
        f"{name}_rate_high": rate.high,
        f"{name}_rate_count": rate.count,
        f"{name}_rate_of": rate.of,
    }


def placebo_dict(finding: Finding) -> dict[str, Any]:
    """The placebo run, its rates laid flat; the scores themselves stay with the Finding."""
    run = finding.placebo
    kept = {name: value for name, value in plain(run).items() if not name.endswith("_rate") and name != "scores"}
    rates = {"raw": run.raw_rate, "calibrated": run.calibrated_rate, "own": run.own_rate}
    return {**kept, **{key: value for name, rate in rates.items() for key, value in _rate(name, rate).items()}}


def design_dict(design: Design) -> dict[str, Any]:
    """How it was asked; what a question has no use for is left out."""
    kept = {name: value for name, value in plain(design).items()
            if name != "facts" and (design.window or name in ("estimator", "estimator_choice", "onset_rule",
                                                               "minimum_effect"))}
    return {**kept, **({"facts": {name: value for name, _, value in design.facts}} if design.facts else {})}


def finding_dict(finding: Finding) -> dict[str, Any]:
    """One finding as `report.json` and `recul ask --json` print it."""
    from recul.report.words import sentence

    out: dict[str, Any] = {
        "question": finding.question,
        "verdict": finding.verdict,
        "answer": finding.answer,
        "estimate": finding.estimate,
        "placebo": placebo_dict(finding),
        "limits": [{**limit.values, "code": limit.code, "forbids": limit.forbids} for limit in finding.limits],
        "design": design_dict(finding.design),
        "sentence": {language: sentence(finding, language) for language in LANGUAGES},
        "provenance": finding.provenance,
    }
    if finding.tables:
        out["tables"] = [{"code": table.code, "rows": [dict(zip((name for name, _ in table.columns), row, strict=True))
                                                       for row in table.rows]} for table in finding.tables]
    if finding.truth is not None:
        out["truth"] = finding.truth
    result: dict[str, Any] = tidy(out)
    return result


def expected_false_seen(findings: Sequence[Finding]) -> dict[str, Any]:
    """How many "seen" these questions would give on average if nothing had happened anywhere (METHODS §0.11).

    Each question is charged its calibrated rate, and never less than what its interval promises (1 − level): a rate
    counted as 0 of 11 is not known to be 0. One whose rate could not be counted is charged the promise; one that could
    not have been answered whatever the outcome did, nothing.
    """
    total, counted, promised = 0.0, 0, 0
    for finding in findings:
        rate = finding.placebo.calibrated_rate.value
        # With a bound of zero there is nothing to be wrong about: what is counted is not foretold.
        sure = finding.placebo.rule == "none" or finding.placebo.bound == 0
        if sure or any(limit.forbids and limit.code in UNASKABLE for limit in finding.limits):
            continue
        promise = 1 - finding.estimate.level
        if rate is not None and math.isfinite(rate):
            total, counted = total + max(rate, promise), counted + 1
        else:
            total, promised = total + promise, promised + 1
    return {"value": total, "questions": len(findings), "counted": counted, "promised": promised}


def study_dict(study: Any) -> dict[str, Any]:
    """What the report says of the study: never where it lies on the disk."""
    period = study.period
    return {
        "title": study.title,
        "brand": study.brand,
        "language": study.language,
        "timezone": study.timezone,
        "period": None if period is None else {"start": str(period.start), "end": str(period.end)},
    }


def files_list(record: Any, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The files behind the findings: from the record, else from what the findings carry, each once."""
    if record is not None:
        return [_file(item) for item in record.provenance]
    seen: dict[str, dict[str, Any]] = {}
    for finding in findings:
        for item in finding.provenance.get("files", ()) or ():
            file = _file(item)
            seen.setdefault(json.dumps(file, sort_keys=True, default=str), file)
    return list(seen.values())


def _file(item: Any) -> dict[str, Any]:
    fields: dict[str, Any] = plain(item)
    fields["path"] = str(fields.get("path", "")).replace("\\", "/")
    fields["refused"] = [_named(entry, ("reason", "count", "examples")) for entry in fields.get("refused") or ()]
    fields["notes"] = [_named(entry, ("code", "value")) for entry in fields.get("notes") or ()]
    return fields


def _named(entry: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """A tuple of the record as a JSON object, its parts named."""
    return entry if isinstance(entry, dict) else dict(zip(names, entry, strict=True))


def report_dict(study: Any, record: Any, findings: Sequence[Finding]) -> dict[str, Any]:
    """The whole of report.json."""
    out: dict[str, Any] = tidy(
        {
            "contract": CONTRACT,
            "study": study_dict(study),
            "files": files_list(record, findings),
            "expected_false_seen": expected_false_seen(findings),
        }
    )
    return {**out, "findings": [finding_dict(finding) for finding in findings]}


def dumps(value: Any) -> str:
    """The one way JSON is written to a file: sorted keys, readable, refusing NaN; lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
