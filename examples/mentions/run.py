"""How many of seven companies' loud moments were crises? From mentions alone nobody can say.

    python examples/mentions/run.py [OUT]

Puts the study and the public files it needs into OUT (default: out/mentions) and writes the report there. The files
are read from the folder RECUL_DATA when they are there, else fetched once from GitHub and checked; they are no part of
Recul.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from recul.examples import FILES, MENTIONS, fetch, out_folder, report

HERE = Path(__file__).resolve().parent


def prepare(out: Path) -> Path:
    """A study folder in `out`: study.toml and the data it names. Returns it."""
    out.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "study.toml", out / "study.toml")
    for ticker in MENTIONS:
        name = f"mentions {ticker}"
        shutil.copyfile(fetch(name), out / Path(FILES[name].path).name)
    return out


if __name__ == "__main__":
    report(lambda: prepare(out_folder("mentions")))
