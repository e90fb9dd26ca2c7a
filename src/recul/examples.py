"""Public files the examples read: found on this machine, else fetched once and checked by SHA-256.

Nothing of them is part of the project. Each is named by its repository, commit and path on GitHub, so that what is
fetched is what was tested; a file whose content differs is refused, wherever it comes from.
"""

from __future__ import annotations

import hashlib
import logging
import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from recul.errors import Mistake, QuestionError, SourceError

log = logging.getLogger(__name__)

#: Where files are fetched from; RECUL_DATA_URL puts another server in its place (a mirror, the tests' loopback).
HOST = "https://raw.githubusercontent.com"


@dataclass(frozen=True, slots=True)
class PublicFile:
    """One file: where it is published, its SHA-256 (hex), and its path under the folder of real data (`local`)."""

    repository: str
    commit: str
    path: str
    sha256: str
    local: str


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
FILES: dict[str, PublicFile] = {
    **{f"mentions {ticker}": PublicFile(
        repository="numenta/NAB",
        commit="ea702d75cc2258d9d7dd35ca8e5e2539d71f3140",
        path=f"data/realTweets/Twitter_volume_{ticker}.csv",
        sha256=sha256,
        local=f"nab/Twitter_volume_{ticker}.csv",
    ) for ticker, sha256 in MENTIONS.items()},
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
            raise SourceError(Mistake("RECUL_DATA", repr(named), "a folder that exists",
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
        raise QuestionError(Mistake("example", repr(name), f"one of {', '.join(FILES)}",
                                    f"Did you mean {near[0]!r}?" if near else "Choose one of them."))
    file = FILES[name]
    folder = data_folder()
    if folder is not None and (folder / file.local).is_file():
        return _checked(folder / file.local, file)
    return _download(file)


def _checked(path: Path, file: PublicFile) -> Path:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != file.sha256:
        raise SourceError(Mistake(str(path), f"a file with SHA-256 {found}", file.sha256,
                                  "Put the original file back, or remove it to have it fetched."))
    log.info("reading %s", path)
    return path


def _download(file: PublicFile) -> Path:
    import platformdirs
    import pooch

    base = os.environ.get("RECUL_DATA_URL", HOST).rstrip("/")
    url = f"{base}/{file.repository}/{file.commit}/{file.path}"
    cache = platformdirs.user_cache_path("recul") / "examples"
    name = f"{file.sha256[:12]}-{Path(file.path).name}"
    log.info("fetching %s unless it is in %s", url, cache)
    pooch.get_logger().setLevel(logging.WARNING)  # it would write on the terminal
    try:
        return Path(pooch.retrieve(url, f"sha256:{file.sha256}", fname=name, path=cache,
                                   downloader=pooch.HTTPDownloader(timeout=30)))
    except (OSError, ValueError) as error:  # requests' errors are OSErrors; pooch says a wrong hash as a ValueError
        found = str(error) if isinstance(error, ValueError) else f"no file ({type(error).__name__})"
        raise SourceError(Mistake(url, found, f"a file with SHA-256 {file.sha256}",
                                  f"Check the network, or put the file in the folder RECUL_DATA names, as {file.local}."
                                  )) from error
