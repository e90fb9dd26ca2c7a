"""report.json: the fields the issue names, the same bytes each time, nothing JSON cannot hold."""

from __future__ import annotations

import errno
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import report_samples as samples
from recul.errors import ReculError
from recul.finding import Finding
from recul.report import contract
from recul.report.page import shown_path

FINDING = {"question", "verdict", "answer", "estimate", "placebo", "limits", "design", "sentence", "provenance"}
ESTIMATE = {"value", "low", "high", "relative", "relative_low", "relative_high", "level", "unit"}
PLACEBO = {"planned", "ran", "failed", "independent", "raw_rate", "calibrated_rate", "detectable_effect", "seed"}


@pytest.mark.parametrize("finding", samples.everything(), ids=lambda f: f.verdict)
def test_the_contract_of_the_issue(finding: Finding) -> None:
    written = finding.to_dict()
    assert set(written) - {"truth"} == FINDING
    assert ("truth" in written) == (finding.truth is not None)
    assert set(written["estimate"]) >= ESTIMATE
    assert set(written["placebo"]) >= PLACEBO
    assert all({"code", "forbids"} <= set(limit) for limit in written["limits"])
    assert set(written["sentence"]) == {"en", "fr"}
    assert json.loads(finding.to_json()) == written


def test_values_are_those_of_the_finding() -> None:
    finding = samples.seen()
    written = finding.to_dict()
    assert written["estimate"]["value"] == pytest.approx(finding.estimate.value, rel=1e-11)
    assert written["placebo"]["calibrated_rate_count"] == 3
    assert written["placebo"]["calibrated_rate_of"] == 62
    assert written["placebo"]["calibrated_rate"] == pytest.approx(3 / 62)
    assert written["design"]["units"] == ["Lyon", "Lille", "Nantes"]
    assert written["limits"][0] == {"code": "donors_touched", "forbids": False, "units": ["Paris", "Nice"]}


def test_hostile_names_are_kept_whole() -> None:
    written = samples.hostile().to_dict()
    assert written["question"]["outcome"] == samples.HOSTILE
    assert json.loads(json.dumps(written)) == written


def test_twelve_significant_digits_and_no_minus_zero() -> None:
    tidied = contract.tidy({"a": 1 / 3, "b": -0.0, "c": np.float64(2e-20) / 3, "d": (1, True, None, "x"),
                             "e": np.int64(3)})
    assert json.dumps(tidied) == (
        '{"a": 0.333333333333, "b": 0.0, "c": 6.66666666667e-21, "d": [1, true, null, "x"], "e": 3}')


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner), max_leaves=20))
def test_anything_becomes_json_without_nan(value: Any) -> None:
    text = contract.dumps(contract.tidy(value))
    text.encode("utf-8")

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(text, parse_constant=refuse)


def test_expected_false_seen() -> None:
    """19/300, two rates below the promise and one not counted charged 5 % each, one that could not be asked nothing."""
    uncounted = replace(samples.seen(), placebo=replace(samples.run(), calibrated_rate=samples.wilson(0, 0)))
    never = replace(samples.seen(), placebo=replace(samples.run(), calibrated_rate=samples.wilson(0, 11)))
    often = replace(samples.seen(), placebo=replace(samples.run(), calibrated_rate=samples.wilson(19, 300)))
    expected = contract.expected_false_seen([samples.seen(), never, often, uncounted, samples.few()])
    assert expected["value"] == pytest.approx(19 / 300 + 3 * 0.05)
    assert (expected["questions"], expected["counted"], expected["promised"]) == (5, 3, 1)
    assert contract.expected_false_seen([never])["value"] == pytest.approx(0.05), "0 of 11 is not never"
    assert contract.expected_false_seen([])["value"] == 0


def test_files_come_from_the_record_or_from_the_findings() -> None:
    from recul.record.provenance import FileProvenance, Refused

    file = FileProvenance("sales", "data/sales.csv", "ab" * 32, 10, 5, 3, 1, (Refused("not_a_date", 1, ("row 2",)),), 1,
                          (("encoding_detected", "latin-1"),))
    record = type("Record", (), {"provenance": (file,)})()
    (written,) = contract.files_list(record, [])
    assert written["refused"] == [{"reason": "not_a_date", "count": 1, "examples": ["row 2"]}]
    assert written["notes"] == [{"code": "encoding_detected", "value": "latin-1"}]
    assert len(contract.files_list(None, [samples.seen(), samples.seen()])) == 1
    assert contract.files_list(None, [samples.few()]) == []


def test_same_findings_same_bytes(tmp_path: Path) -> None:
    from recul.report import write

    findings = [samples.seen(truth=0.06), replace(samples.few(), figure_data=None)]
    first = write(samples.FakeStudy(), None, findings, tmp_path / "a")
    second = write(samples.FakeStudy(), None, findings, tmp_path / "b")
    assert set(first) == {"html", "md", "json"}
    for kind in first:
        assert first[kind].read_bytes() == second[kind].read_bytes()
    assert str(tmp_path) not in first["json"].read_text("utf-8")
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["report.html", "report.json", "report.md"]


def test_a_disk_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recul.report import write

    def full(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.json").write_text("before")
    finding = replace(samples.few(), figure_data=None)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(ReculError) as caught:
            write(samples.FakeStudy(), None, [finding], tmp_path)
    (mistake,) = caught.value.mistakes
    assert (mistake.where, mistake.found) == ("report.html", "No space left on device")
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"], "nothing half-written is left"
    assert (tmp_path / "report.json").read_text() == "before"
    with pytest.raises(ReculError, match=r"report\.json/report\.html: found Not a directory|File exists"):
        write(samples.FakeStudy(), None, [finding], tmp_path / "report.json")
    monkeypatch.chdir("/")
    assert not Path(shown_path(Path("/elsewhere/out/report.md"))).is_absolute()


def test_lone_surrogates_do_not_break_the_file(tmp_path: Path) -> None:
    from recul.report import write

    paths = write(samples.FakeStudy(title="a\udc80b"), None, [replace(samples.hostile("x\udc80"), figure_data=None)],
                  tmp_path)
    assert json.loads(paths["json"].read_bytes())["study"]["title"] == "a\udc80b"
    assert "a⟨U+DC80⟩b" in paths["html"].read_text("utf-8")
