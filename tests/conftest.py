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
import re
from collections.abc import Generator, Sequence
from pathlib import Path

import pytest

from recul._phrases import Phrase

ROOT = Path(__file__).resolve().parents[1]
A_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}")
# A command speaks the language of the computer where a study says none: here English, whoever runs the tests.
os.environ["LC_ALL"] = "C.UTF-8"
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


@pytest.fixture(autouse=True)
def _mistakes_have_their_french(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Whatever a test makes Recul refuse can be told in French too: the words reach `Mistake` as phrases, not as
    text put together on the way, of which nothing could be said but what it says."""
    from recul import errors
    from recul.report.words.mistakes import french

    begun, untold = errors.ReculError.__init__, []

    def heard(self: errors.ReculError, mistakes: errors.Mistake | Sequence[errors.Mistake]) -> None:
        begun(self, mistakes)
        for m in self.mistakes if type(self) is not errors.ReculError else ():  # the bare one is a fault of ours
            untold.extend(part for part in (m.found, m.expected, m.todo) if not isinstance(part, Phrase)
                          and part not in french() and A_SENTENCE.search(part))

    monkeypatch.setattr(errors.ReculError, "__init__", heard)
    yield
    assert untold == [], "told in English only"
