"""docs/report-json.md and the code name the same fields, no more and no fewer."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import report_samples as samples
from recul import __version__
from recul.questions import discover, limit_codes
from recul.report import contract

PAGE = (Path(__file__).parent.parent / "docs" / "report-json.md").read_text(encoding="utf-8")


def section(title: str) -> list[list[str]]:
    """The rows of the table under a heading, cells stripped."""
    body = re.split(r"^## ", PAGE, flags=re.M)
    (text,) = [part for part in body if part.startswith(title)]
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split("|")] for line in lines[2:]]


def names(rows: list[list[str]]) -> set[str]:
    return {row[0].strip("`") for row in rows}


def paths(value: Any, at: str = "") -> set[str]:
    if isinstance(value, dict):
        return {path for key, item in value.items() for path in paths(item, f"{at}.{key}" if at else key)}
    if isinstance(value, list):
        return {path for item in value for path in paths(item, f"{at}[]")}
    return {at}


def report() -> dict[str, Any]:
    engine_files = {"recul": __version__, "files": [
        {k: v for k, v in samples.FILES["files"][0].items() if k in
         ("source", "path", "sha256", "rows_kept", "rows_refused")}]}
    findings = [samples.seen(truth=0.06, provenance=engine_files), samples.few(),
                replace(samples.with_table(), provenance=engine_files)]
    record = type("Record", (), {"provenance": samples.FILES["files"]})()
    return contract.report_dict(samples.FakeStudy(), record, findings)


def test_the_report_is_documented() -> None:
    written = report()
    del written["findings"]
    assert paths(written) == names(section("The report")) - {"findings[]"}


def test_a_finding_is_documented() -> None:
    found: set[str] = set()
    for finding in report()["findings"]:
        kept = dict(finding, question={"kind": ""}, limits=[{"code": "", "forbids": True}])
        if "tables" in kept:
            kept["tables"] = [{"code": table["code"], "rows": [""]} for table in kept["tables"]]
        if "facts" in kept["design"]:
            kept["design"] = dict(kept["design"], facts="")
        found |= paths(kept)
    assert found == names(section("A finding"))


@pytest.mark.parametrize("kind", discover())
def test_the_question_is_documented(kind: str) -> None:
    assert names(section(f"What was declared: `question` of kind `{kind}`")) == {"kind", *discover()[kind].model_fields}


def test_every_limit_is_documented_with_its_values() -> None:
    documented = {row[0].strip("`"): tuple(re.findall(r"`(\w+)`", row[1])) for row in section("Limits")}
    assert documented == limit_codes()
