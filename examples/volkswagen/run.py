"""What did the emissions scandal cost Volkswagen's share price? Asked twice; one of the two cannot be answered.

    python examples/volkswagen/run.py [OUT]

Puts the study and the public file it needs into OUT (default: out/volkswagen) and writes the report there. The file is
read from the folder RECUL_DATA when it is there, else fetched once from GitHub and checked; it is no part of Recul.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from recul.examples import fetch, out_folder, report

HERE = Path(__file__).resolve().parent


def prepare(out: Path) -> Path:
    """A study folder in `out`: study.toml and the data it names. Returns it."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "study.toml", out / "study.toml")
    shutil.copyfile(fetch("volkswagen"), out / "volks_data.csv")
    return out


if __name__ == "__main__":
    report(lambda: prepare(out_folder("volkswagen")))
