"""Findings made visible: report.html, report.md and report.json. Nothing here computes an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recul.finding import Finding


def write(study: Any, record: Any, findings: Sequence[Finding], out: Path) -> dict[str, Path]:
    """Write the three forms of the report into the folder `out`. See `recul.report.page.write`."""
    from recul.report.page import write as write_page

    return write_page(study, record, findings, out)
