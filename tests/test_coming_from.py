"""docs/coming-from.md: what it says of Recul runs, and names what exists."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from recul import api
from recul.finding import LIMIT_CODES, Estimate, Finding, PlaceboRun
from recul.questions.effect import Effect
from test_docs import rows

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "coming-from.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    """The page's Python from top to bottom, as one reader would run it."""
    names: dict[str, Any] = {"print": lambda *_: None}
    found = []
    for block in BLOCKS:
        exec(block, names)
        found += [names.pop(n) for n in ("finding", "alone") if isinstance(names.get(n), Finding)]
    return found


def test_every_peer_has_its_snippet(findings: list[Finding]) -> None:
    titles = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert titles == ["CausalImpact, in R or in Python", "GeoLift", "CausalPy", "pysyncon", "augsynth",
                      "What you may miss"]
    for text in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:6]:
        assert "```python" in text
        assert len(rows(text)) >= 9
        assert all(len(row) == 2 and all(row) for row in rows(text))
    assert len(findings) == 6


def test_the_rise_that_was_put_in_is_found(findings: list[Finding]) -> None:
    asked = [f for f in findings if f.design.donors]
    assert [f.verdict for f in asked] == ["seen"] * 5
    for finding in asked:
        assert finding.estimate.relative == pytest.approx(0.15, abs=0.05)
    assert [f.design.estimator for f in findings] == ["structural", "structural", "synthetic", "structural",
                                                      "augmented", "augmented"]


def test_the_arguments_it_names_are_arguments() -> None:
    """Python itself refuses what a snippet passes and is no argument; the tables' words are checked here."""
    known = {p for f in (api.effect, api.panel, api.experiment) for p in inspect.signature(f).parameters}
    for word in ("outcome", "controls", "time", "start", "end", "history", "seasons", "events", "estimator", "unit"):
        assert word in known
        assert f"`{word}" in PAGE
    for name in re.findall(r"`estimator=\"(\w+)\"", PAGE):
        assert name in Effect.forceable()
    fields = {"value", "relative", "total", "low", "high", "p"}
    assert fields <= set(Estimate.__dataclass_fields__)
    assert "outside_donors" in LIMIT_CODES
    assert "detectable_effect" in PlaceboRun.__dataclass_fields__
