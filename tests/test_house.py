"""The house's own rules for its tests and commands."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from recul.examples import FILES

ROOT = Path(__file__).resolve().parents[1]

TESTS = '''
import pytest

@pytest.mark.real_data
def test_skipped_inside():
    pytest.skip("no file here")

@pytest.fixture
def absent():
    pytest.skip("no folder here")

@pytest.mark.real_data
def test_skipped_by_a_fixture(absent): ...

@pytest.mark.browser
@pytest.mark.skipif(True, reason="not on this machine")
def test_skipped_by_a_mark(): ...

@pytest.mark.real_data
def test_that_runs(): ...

def test_of_something_else():
    pytest.skip("allowed")
'''


@pytest.mark.parametrize(("ci", "outcome"), [
    ("", {"passed": 1, "skipped": 4}), ("true", {"passed": 1, "skipped": 1, "failed": 1, "error": 2})])
def test_a_skipped_test_that_must_run_is_a_failure_in_ci(ci: str, outcome: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"),
                                          encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  real_data\n  browser\n", encoding="utf-8")
    run = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)], cwd=tmp_path,
                         env={**os.environ, "CI": ci}, capture_output=True, text=True, timeout=60, check=False)
    counted = {word: int(number) for number, word in
               re.findall(r"(\d+) (passed|failed|skipped|error)", run.stdout.strip().splitlines()[-1])}
    assert counted == outcome, run.stdout


def make(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True,
                          timeout=60, check=False)


def test_make_says_what_it_can_do() -> None:
    said = make("help").stdout
    for target in ("demo", "test", "lint", "bench", "calibrate", "lock", "clean"):
        assert f"make {target} " in said


def test_a_python_that_is_too_old_is_said(tmp_path: Path) -> None:
    """No traceback: what was found, and what to do."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    run = make("demo", f"PYTHON={old}", f"VENV={tmp_path / 'venv'}")
    assert run.returncode != 0
    assert "Python 3.11 or newer" in run.stderr
    assert "make PYTHON=" in run.stderr
    assert not (tmp_path / "venv").exists()


def test_ci_runs_the_readmes_command() -> None:
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert ci[-1] == "make test"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.index("make demo") < readme.index("make test") < 1200


def tracked() -> list[str]:
    """Every path git knows in this checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout")
    return [path for path in listed.stdout.split("\0") if path]


def test_no_tracked_path_looks_like_an_option() -> None:
    assert [path for path in tracked() if any(part.startswith("-") for part in Path(path).parts)] == []


def test_no_data_file_is_tracked() -> None:
    """The public files are fetched: none of them is part of the project, under any name."""
    known = {file.sha256 for file in FILES.values()}
    files = [ROOT / path for path in tracked() if (ROOT / path).is_file()]
    assert [f for f in files if hashlib.sha256(f.read_bytes()).hexdigest() in known] == []


@pytest.mark.parametrize(("option", "status"), [("--help", 0), ("-h", 0), ("--no-such-option", 2)])
def test_an_option_of_the_example_is_no_folder(option: str, status: int, tmp_path: Path) -> None:
    script = ROOT / "examples" / "volkswagen" / "run.py"
    run = subprocess.run([sys.executable, str(script), option], cwd=tmp_path, capture_output=True, text=True,
                         timeout=60, check=False)
    assert (run.returncode, os.listdir(tmp_path)) == (status, [])
    assert "usage: run.py" in run.stdout + run.stderr
