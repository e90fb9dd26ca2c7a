"""What was loud, what was angry, and what nine days of tweets cannot say.

    python examples/airlines/run.py [OUT] [--language fr]

Puts the study and the public file it needs into OUT (default: out/airlines) and writes the report there; in
OUT/refused, a study of what cannot be asked, for `recul check`. The file is read from the folder RECUL_DATA when it is
there, else fetched once from GitHub; its authors' names are dropped on the way in. It is no part of Recul.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

from recul.examples import fetch, report

HERE = Path(__file__).resolve().parent
#: Whose tweets were collected later than the others', and so are a source of their own.
LATE = "American"


def prepare(out: Path, language: str = "en") -> Path:
    """A study folder in `out`: study.toml and the data it names. Returns it."""
    refused = out / "refused"
    refused.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / ("study.toml" if language == "en" else f"study.{language}.toml"), out / "study.toml")
    shutil.copyfile(HERE / "refused.toml", refused / "study.toml")
    with fetch("airlines").open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    whose = header.index("airline")
    for name, late in (("american.csv", True), ("others.csv", False)):
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *(row for row in rows if (row[whose] == LATE) == late)])
        shutil.copyfile(out / name, refused / name)
    return out


def asked(words: Sequence[str] | None = None) -> tuple[Path, str]:
    """The folder and the language named on the command line; --help says how."""
    parser = argparse.ArgumentParser(description="Write the study, its data and its report.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("out/airlines"), metavar="OUT",
                        help="where to write (default: %(default)s)")
    parser.add_argument("--language", choices=("en", "fr"), default="en", help="of the report (default: %(default)s)")
    found = parser.parse_args(words)
    return found.out, found.language


if __name__ == "__main__":
    report(lambda: prepare(*asked()))
