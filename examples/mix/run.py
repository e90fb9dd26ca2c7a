"""What does a newsletter bring beside five paid channels? Asked of Robyn's simulated brand.

    python examples/mix/run.py [OUT]

Puts the study and the public file it needs into OUT (default: out/mix) and writes the report there. The file is read
from the folder RECUL_DATA when it is there, else fetched once from GitHub and checked; it is no part of Recul.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from recul.examples import fetch

HERE = Path(__file__).resolve().parent


def prepare(out: Path) -> Path:
    """A study folder in `out`: study.toml and the data it names. Returns it."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "study.toml", out / "study.toml")
    shutil.copyfile(fetch("mix"), out / "dt_simulated_weekly.csv")
    return out


def folder(words: Sequence[str] | None = None) -> Path:
    """The folder named on the command line. Options are no folder: --help says how, others are refused."""
    parser = argparse.ArgumentParser(description="Write the study, its data and its report.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("out/mix"), metavar="OUT",
                        help="where to write (default: %(default)s)")
    out: Path = parser.parse_args(words).out
    return out


if __name__ == "__main__":
    from recul.cli import main

    main(["report", str(prepare(folder()))])
