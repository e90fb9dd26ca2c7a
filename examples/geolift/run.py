"""GeoLift's forty markets: what the campaign in two of them did, and a test for next time.

    python examples/geolift/run.py [OUT]

Puts the study and the file it needs into OUT (default: out/geolift), writes the report into OUT/report and the design
of the next test into OUT/design. The original is an R data set (`GeoLift_Test.rda`), which Recul does not read: the
file is our extract of it, in the folder RECUL_DATA names (or shared/data beside the checkout), and is not fetched.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from recul.errors import Mistake, SourceError
from recul.examples import data_folder, out_folder

HERE = Path(__file__).resolve().parent
FILE = "GeoLift_Test.csv"
TODAY = date(2021, 4, 16)  # the day after the test: the next one is planned then


def prepare(out: Path) -> Path:
    """A study folder in `out`. Raises SourceError when the extract is not on this machine."""
    folder = data_folder()
    if folder is None or not (folder / "geolift" / FILE).is_file():
        raise SourceError(Mistake(f"geolift/{FILE}", "no such file", "our extract of GeoLift's R data set",
                                  "Export it from R with write.csv(GeoLift_Test, row.names = FALSE), and name the"
                                  " folder above it in RECUL_DATA."))
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "study.toml", out / "study.toml")
    shutil.copyfile(folder / "geolift" / FILE, out / FILE)
    return out


def main() -> None:
    """The report, then the design."""
    from recul import _designing, cli

    study = str(prepare(out_folder("geolift")))
    cli.main(["report", study], standalone_mode=False)
    _designing.today = lambda: TODAY
    cli.main(["design", study, "--measure", "sales", "--weeks", "2", "--share", "0.5,0.25,0.1", "--id", "next"])


if __name__ == "__main__":
    main()
