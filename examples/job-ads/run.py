"""Is community management the work of interns? What 5,069 job ads of a French site say.

    python examples/job-ads/run.py [OUT]

Puts the study and the public files it needs into OUT (default: out/job-ads) and writes the report there. The files are
read from the folder RECUL_DATA when they are there, else fetched once from GitHub and checked; they are no part of
Recul.
"""

from __future__ import annotations

import argparse
import csv
import shutil
from collections.abc import Sequence
from pathlib import Path

from recul.examples import fetch

HERE = Path(__file__).resolve().parent


def prepare(out: Path) -> Path:
    """A study folder in `out`: study.toml and the ads, each with the name of its occupation. Returns it."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "study.toml", out / "study.toml")
    with fetch("job ads professions").open(encoding="utf-8", newline="") as file:
        occupations = {row["id"]: row["name"] for row in csv.DictReader(file)}
    with fetch("job ads jobs").open(encoding="utf-8", newline="") as file, \
            (out / "ads.csv").open("w", encoding="utf-8", newline="") as joined:
        writer = csv.writer(joined, lineterminator="\n")
        writer.writerow(("occupation", "contract", "title"))
        # 69 ads name no occupation: the cell stays empty.
        writer.writerows((occupations.get(ad["profession_id"], ""), ad["contract_type"], ad["name"])
                         for ad in csv.DictReader(file))
    return out


def folder(words: Sequence[str] | None = None) -> Path:
    """The folder named on the command line. Options are no folder: --help says how, others are refused."""
    parser = argparse.ArgumentParser(description="Write the study, its data and its report.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("out/job-ads"), metavar="OUT",
                        help="where to write (default: %(default)s)")
    out: Path = parser.parse_args(words).out
    return out


if __name__ == "__main__":
    from recul.cli import main

    main(["report", str(prepare(folder()))])
