"""What all tests share.

Real data. A test that reads a public file carries the marker and asks for the folder:

    @pytest.mark.real_data
    def test_something(data_dir: Path) -> None:
        read(data_dir / "nab" / "combined_windows.json")

`data_dir` is the folder named by RECUL_DATA, else `../shared/data` beside the checkout; the test is skipped with a
reason when neither is there. Files that `recul.examples` knows can also be had with `recul.examples.fetch(name)`, which
downloads them when need be. Under CI=true a test marked `real_data` that is skipped, for whatever reason, is a failure:
the claims the README makes are checked on the real files or not at all. The same holds for tests marked `browser`,
which look at the report in Chromium (.ci/run installs it).
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MUST_RUN_IN_CI = ("real_data", "browser")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true"}


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of public files (see the module's docstring)."""
    from recul.examples import data_folder

    folder = data_folder()
    if folder is None:
        pytest.skip("no real data: set RECUL_DATA to the folder that holds it")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and in_ci():
        marker = next((m for m in MUST_RUN_IN_CI if item.get_closest_marker(m)), None)
        if marker:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: a test marked {marker} may not be skipped under CI=true ({reason})"
    return report
