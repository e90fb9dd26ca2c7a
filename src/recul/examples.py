"""Public files the examples read: found on this machine, else fetched once and checked by SHA-256.

Nothing of them is part of the project. Each is named by its repository, commit and path on GitHub, so that what is
fetched is what was tested; a file whose content differs is refused, wherever it comes from. Of a file that names people
only the columns that are needed are kept: the others are dropped on the way in, before anything is stored.
"""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from recul._phrases import joined, phrase, quoted, reason_of
from recul.errors import Mistake, QuestionError, ReculError, SourceError

log = logging.getLogger(__name__)

#: Where files are fetched from; RECUL_DATA_URL puts another server in its place (a mirror, the tests' loopback).
HOST = "https://raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class PublicFile:
    """One file: where it is published, its SHA-256 (hex), and its path under the folder of real data (`local`).

    keep: the columns of a CSV that are kept, in this order; the SHA-256 is then that of the file with these alone.
    Empty: the file as it is.
    """

    repository: str
    commit: str
    path: str
    sha256: str
    local: str
    keep: tuple[str, ...] = ()


#: Mentions of listed companies on Twitter, counted every five minutes: Numenta's anomaly benchmark, by ticker.
MENTIONS: dict[str, str] = {
    "AAPL": "826f5cf404c2890784a7824f7102fd00cb134a4948e12e44ec320d095cbbc217",
    "CRM": "e7133bf26479623d58fc7367107aea1cd7df6020420dece48b0eee4d26cdb28a",
    "CVS": "f0bdc89cba3dd2265b47069187c750eeae18ef48f76f86067ee26ea1af9c3114",
    "FB": "a7096bd646759486bda6796b5600cd33a4590f0842bf274ea7acba001b3ba591",
    "GOOG": "3a39cc23d1ff6a0f234b55298d0c46c21d2e94ddb81a0dad9e1e46e3aaa9ec90",
    "IBM": "4309bd56d28ddcbdc168e207da9717395fa2e9f74dba41fa768e0f7da8a116fa",
    "PFE": "18d2804d6a5dae63fe711baaba9242dce38a32bfade3dcdee1d8a7c1a866e41b",
}
#: Job ads of a French site and the occupations they name, by file.
JOB_ADS: dict[str, str] = {
    "jobs": "4dcebfac5163b1c2db2488ce963956440c8a07ebfd464a984ed0788b9620c823",
    "professions": "33052b511cb0df67a57032b91525493e03e7c7307095228eedfc25fc3a0f372e",
}
FILES: dict[str, PublicFile] = {
    **{f"mentions {ticker}": PublicFile(
        repository="numenta/NAB",
        commit="ea702d75cc2258d9d7dd35ca8e5e2539d71f3140",
        path=f"data/realTweets/Twitter_volume_{ticker}.csv",
        sha256=sha256,
        local=f"nab/Twitter_volume_{ticker}.csv",
    ) for ticker, sha256 in MENTIONS.items()},
    **{f"job ads {name}": PublicFile(
        repository="gbaelen/wttj_backend_test",
        commit="61ab21950f2b127ffaf79c1b2898d223d93c0fc8",
        path=f"data/technical-test-{name}.csv",
        sha256=sha256,
        local=f"wttj_ads/technical-test-{name}.csv",
    ) for name, sha256 in JOB_ADS.items()},
    # The published file names the tweets' authors: those columns are left where they are.
    "airlines": PublicFile(
        repository="katehee/Sentiment-analysis-on-U.S-airline-tweets",
        commit="5248bb96f03fce8d1c78f59f08a58956f0019c32",
        path="Tweets.csv",
        sha256="dc043c526f91528ec307e94d39ea866136206ca825151cf768d2316714633ea7",
        local="airline/tweets.csv",
        keep=("tweet_id", "airline_sentiment", "airline", "retweet_count", "text", "tweet_created"),
    ),
    "mix": PublicFile(
        repository="facebookexperimental/Robyn",
        commit="5915aa9d5d31d8947a274aa00fdf30b8947823e5",
        path="python/src/robyn/tutorials/resources/dt_simulated_weekly.csv",
        sha256="d541cfa92ca68fbda03ce6c987733e996b3abf44a95f2a32ce6836b9f8258cf1",
        local="robyn/dt_simulated_weekly.csv",
    ),
    "volkswagen": PublicFile(
        repository="WillianFuks/tfcausalimpact",
        commit="dad5085ce4f4ccbda7622b91adb4aa25c452868c",
        path="notebooks/R/volks_data.csv",
        sha256="4edc04ced563b7b417e576bfee25892cd08785153049deebc14d062e03b25207",
        local="volkswagen/volks_data.csv",
    ),
}


def data_folder() -> Path | None:
    """The folder of real data on this machine: RECUL_DATA, else `shared/data` beside the checkout; None if neither is.

    Raises SourceError when RECUL_DATA names a folder that does not exist.
    """
    named = os.environ.get("RECUL_DATA")
    if named:
        if not Path(named).is_dir():
            raise SourceError(Mistake("RECUL_DATA", quoted(named), "a folder that exists",
                                      "Name the folder of real data, or unset RECUL_DATA to fetch what is needed."))
        return Path(named)
    for start in (Path(__file__).resolve().parents[2], Path.cwd()):
        folder = start.parent / "shared" / "data"
        if folder.is_dir():
            return folder
    return None


def fetch(name: str) -> Path:
    """The path of a public file, read from `data_folder()` when it is there, else fetched and cached.

    Raises QuestionError for a name that is not in FILES, SourceError when the file cannot be had or is not the one
    that was tested.
    """
    if name not in FILES:
        near = get_close_matches(name, FILES, 1, 0.5)
        raise QuestionError(Mistake("example", quoted(name), phrase("one of {names}", names=", ".join(FILES)),
                                    phrase("Did you mean {near!r}?", near=near[0]) if near else "Choose one of them."))
    file = FILES[name]
    folder = data_folder()
    if folder is not None and (folder / file.local).is_file():
        return _checked(folder / file.local, file)
    return _download(file)


def _checked(path: Path, file: PublicFile) -> Path:
    """The file itself, or what is kept of it, of which a copy is written in the cache."""
    content = path.read_bytes() if not file.keep else _kept(path, file)
    found = hashlib.sha256(content).hexdigest()
    if found != file.sha256:
        raise SourceError(Mistake(str(path), phrase("a file with SHA-256 {found}", found=found), file.sha256,
                                  "Put the original file back, or remove it to have it fetched."))
    log.info("reading %s", path)
    if not file.keep:
        return path
    copy = _cached(file)
    copy.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=copy.parent, delete=False) as beside:
        beside.write(content)
    os.replace(beside.name, copy)
    return copy


def _kept(path: Path, file: PublicFile) -> bytes:
    """The columns kept, as CSV with line feeds, every value as it was written."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            missing = [name for name in file.keep if name not in (rows.fieldnames or ())]
            if missing:
                raise SourceError(Mistake(str(path), phrase("no column {names}", names=joined(map(quoted, missing))),
                                          phrase("the columns {names}", names=", ".join(file.keep)),
                                          "Put the original file back, or remove it to have it fetched."))
            kept = io.StringIO(newline="")
            writer = csv.writer(kept, lineterminator="\n")
            writer.writerow(file.keep)
            writer.writerows([row[name] for name in file.keep] for row in rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(Mistake(str(path), phrase("no CSV in UTF-8 ({error})", error=error),
                                  "the file that was published", "Put the original file back, or remove it to have it"
                                  " fetched.")) from error
    return kept.getvalue().encode()


def _cached(file: PublicFile) -> Path:
    import platformdirs

    return platformdirs.user_cache_path("recul") / "examples" / f"{file.sha256[:12]}-{Path(file.path).name}"


def _download(file: PublicFile) -> Path:
    cached = _cached(file)
    if not file.keep:
        return _retrieved(file, cached, f"sha256:{file.sha256}")
    if cached.is_file() and hashlib.sha256(cached.read_bytes()).hexdigest() == file.sha256:
        return cached
    with tempfile.TemporaryDirectory() as passing:  # what is not kept goes with it
        return _checked(_retrieved(file, Path(passing) / cached.name, None), file)


def _retrieved(file: PublicFile, where: Path, known: str | None) -> Path:
    """The file as published, put at `where` unless it is there. Raises SourceError when it is not `known`, or not
    there."""
    import pooch

    base = os.environ.get("RECUL_DATA_URL", HOST).rstrip("/")
    url = f"{base}/{file.repository}/{file.commit}/{file.path}"
    log.info("fetching %s unless it is in %s", url, where.parent)
    pooch.get_logger().setLevel(logging.WARNING)  # it would write on the terminal
    try:
        return Path(pooch.retrieve(url, known, fname=where.name, path=where.parent,
                                   downloader=pooch.HTTPDownloader(timeout=30)))
    except (OSError, ValueError) as error:  # requests' errors are OSErrors; pooch says a wrong hash as a ValueError
        found = reason_of(error) if isinstance(error, ValueError) else phrase("no file ({kind})",
                                                                              kind=type(error).__name__)
        raise SourceError(Mistake(url, found, phrase("a file with SHA-256 {sha256}", sha256=file.sha256),
                                  phrase("Check the network, or put the file in the folder RECUL_DATA names, as"
                                         " {local}.", local=file.local))) from error


def out_folder(name: str, words: Sequence[str] | None = None) -> Path:
    """The folder named on an example's command line, out/NAME where none is. Options are no folder: --help says how,
    others are refused (SystemExit)."""
    import argparse

    parser = argparse.ArgumentParser(description="Write the study, its data and its report.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("out") / name, metavar="OUT",
                        help="where to write (default: %(default)s)")
    out: Path = parser.parse_args(words).out
    return out


def report(prepare: Callable[[], Path]) -> None:
    """Prepare an example's study and write its report; a file that cannot be had is said in words, not in a traceback
    (SystemExit)."""
    from recul.cli import main

    try:
        study = prepare()
    except ReculError as error:
        raise SystemExit(str(error)) from None
    main(["report", str(study)])
