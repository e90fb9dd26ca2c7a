"""The demo brand's files are read whole: nothing refused, nothing taken for a double."""

from __future__ import annotations

from pathlib import Path

import pytest

from recul.record import Record
from recul.study import Study
from recul.worlds import brand


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_row_of_the_demo_is_refused(language: brand.Language, tmp_path: Path) -> None:
    brand.write(tmp_path, 0, language)
    provenance = Record.read(Study.load(tmp_path)).provenance
    assert len(provenance) == len([*tmp_path.glob("*.csv"), *tmp_path.glob("*.md")])
    assert [(p.path, p.rows_refused, p.refused, p.duplicates) for p in provenance if p.rows_refused] == []
    assert all(p.rows_kept == p.rows_read > 0 for p in provenance)
