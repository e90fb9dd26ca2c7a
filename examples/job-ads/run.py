"""Is community management the work of interns? What 5,069 job ads of a French site say.

    python examples/job-ads/run.py [OUT]

Puts the study and the public files it needs into OUT (default: out/job-ads) and writes the report there. The files are
read from the folder RECUL_DATA when they are there, else fetched once from GitHub and checked; they are no part of
Recul.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from recul.examples import fetch, out_folder, report

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


if __name__ == "__main__":
    report(lambda: prepare(out_folder("job-ads")))
