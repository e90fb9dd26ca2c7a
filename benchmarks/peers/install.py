"""Install the peers of requirements/peers.txt into the environment that runs this, whatever fails.

All at once first. Where that fails, package by package: what cannot be had is named, with pip's own last word, in
failed.json beside the environment, and the bench reports it in the results instead of leaving it out.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--require-hashes"]


def pip(file: Path, *options: str) -> str:
    """Pip's last error, "" when all went well."""
    done = subprocess.run([*PIP, *options, "-r", str(file)], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.strip().splitlines() if "ERROR" in line] or done.stderr.strip().splitlines()
    return "" if done.returncode == 0 else (lines or ["pip failed without a word"])[-1]


def blocks(text: str) -> dict[str, str]:
    """Each package of a lock file with its hashes, all its versions together where they depend on the Python."""
    found: dict[str, str] = {}
    for part in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if name := re.match(r"[A-Za-z0-9_.-]+", part):
            found[name.group()] = found.get(name.group(), "") + part
    return found


def main(lock: Path) -> None:
    failed: dict[str, str] = {}
    if pip(lock):
        with tempfile.TemporaryDirectory() as folder:
            one = Path(folder) / "one.txt"
            for name, block in blocks(lock.read_text()).items():
                one.write_text(block)
                if why := pip(one, "--no-deps"):
                    failed[name] = f"does not install: {why}"
                    sys.stdout.write(f"{name} {failed[name]}\n")
    (Path(sys.prefix) / "failed.json").write_text(json.dumps(failed, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
