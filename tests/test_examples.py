"""Public files: read from this machine, else fetched and checked; anything else is refused, never used."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from recul import examples
from recul.errors import Mistake, QuestionError, SourceError

CONTENT = b'"Date" "A" "B"\n"2020-01-05" 1.5 2.5\n'


class Quiet(SimpleHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Says nothing on the tests' terminal."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, list[str]]]:
    """A loopback server in GitHub's place, an empty cache, no folder of real data: (what it serves, what was asked)."""
    served, cache = tmp_path / "served", tmp_path / "cache"
    served.mkdir()
    handler = type("Handler", (Quiet,), {"asked": []})
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(served)))
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("RECUL_DATA_URL", f"http://127.0.0.1:{web.server_address[1]}/")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(examples, "data_folder", lambda: None)
    file = replace(examples.FILES["volkswagen"], sha256=hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setitem(examples.FILES, "volkswagen", file)
    yield served / file.repository / file.commit / file.path, handler.asked
    web.shutdown()
    web.server_close()
    thread.join()


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_file_is_fetched_once(server: tuple[Path, list[str]]) -> None:
    path, asked = server
    put(path, CONTENT)
    first = examples.fetch("volkswagen")
    assert first.read_bytes() == CONTENT
    assert examples.fetch("volkswagen") == first
    assert asked == ["/WillianFuks/tfcausalimpact/dad5085ce4f4ccbda7622b91adb4aa25c452868c/notebooks/R/volks_data.csv"]


def test_another_content_is_refused_and_not_kept(server: tuple[Path, list[str]], tmp_path: Path) -> None:
    path, _ = server
    put(path, CONTENT + b"tampered\n")
    with pytest.raises(SourceError, match="SHA-256"):
        examples.fetch("volkswagen")
    assert [f for f in (tmp_path / "cache").rglob("*") if f.is_file()] == []
    put(path, CONTENT)  # mended: the next try is not spoilt by the first
    assert examples.fetch("volkswagen").read_bytes() == CONTENT


def test_a_spoilt_cache_is_fetched_again(server: tuple[Path, list[str]]) -> None:
    path, asked = server
    put(path, CONTENT)
    examples.fetch("volkswagen").write_bytes(b"half a fi")
    assert examples.fetch("volkswagen").read_bytes() == CONTENT
    assert len(asked) == 2


@pytest.mark.parametrize("url", [None, "http://127.0.0.1:9/", "no-such-scheme"])
def test_no_file_no_server_no_traceback(server: tuple[Path, list[str]], url: str | None,
                                        monkeypatch: pytest.MonkeyPatch) -> None:
    if url:
        monkeypatch.setenv("RECUL_DATA_URL", url)
    with pytest.raises(SourceError, match="RECUL_DATA"):
        examples.fetch("volkswagen")


def test_a_folder_of_data_comes_first_and_is_checked_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECUL_DATA", str(tmp_path))
    file = replace(examples.FILES["volkswagen"], sha256=hashlib.sha256(CONTENT).hexdigest())
    monkeypatch.setitem(examples.FILES, "volkswagen", file)
    put(tmp_path / file.local, CONTENT)
    assert examples.fetch("volkswagen") == tmp_path / file.local
    put(tmp_path / file.local, CONTENT + b"\n")
    with pytest.raises(SourceError, match="SHA-256"):
        examples.fetch("volkswagen")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECUL_DATA", str(tmp_path / "gone"))
    with pytest.raises(SourceError, match="gone"):
        examples.fetch("volkswagen")


NAMED = 'id,name,text\n1,Ada,"two\nlines"\n'
KEPT = b'id,text\n1,"two\nlines"\n'


@pytest.fixture
def named(server: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, list[str]]:
    """A file that names people, of which two columns are kept."""
    file = replace(examples.FILES["volkswagen"], sha256=hashlib.sha256(KEPT).hexdigest(), keep=("id", "text"))
    monkeypatch.setitem(examples.FILES, "volkswagen", file)
    return server


def test_what_is_not_kept_is_stored_nowhere(named: tuple[Path, list[str]], tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    path, asked = named
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    put(path, NAMED.encode())
    first = examples.fetch("volkswagen")
    assert first.read_bytes() == KEPT
    assert examples.fetch("volkswagen") == first
    assert len(asked) == 1
    path.unlink()
    left = [f for f in tmp_path.rglob("*") if f.is_file()]
    assert left == [first]
    assert b"Ada" not in first.read_bytes()


@pytest.mark.parametrize("content", [NAMED.replace("two", "three").encode(), b"id,name\n1,Ada\n", b"\xff\xfe\x00", b""])
def test_of_another_file_nothing_is_kept(named: tuple[Path, list[str]], tmp_path: Path, content: bytes) -> None:
    path, _ = named
    put(path, content)
    with pytest.raises(SourceError, match=r"SHA-256|column|UTF-8"):
        examples.fetch("volkswagen")
    assert [f for f in (tmp_path / "cache").rglob("*") if f.is_file()] == []


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(QuestionError, match="volkswagen"):
        examples.fetch("wolkswagen")


def test_every_file_is_named_whole() -> None:
    for file in examples.FILES.values():
        assert len(file.commit) == 40
        assert len(file.sha256) == 64
        assert not file.path.startswith("/")
        assert ".." not in Path(file.path).parts


def test_the_command_takes_a_folder_and_nothing_else() -> None:
    assert examples.out_folder("mix", ["here"]) == Path("here")
    assert examples.out_folder("mix", []) == Path("out/mix")
    with pytest.raises(SystemExit):
        examples.out_folder("mix", ["--wrong"])


def test_an_example_without_its_file_says_so_in_words() -> None:
    def prepare() -> Path:
        raise SourceError(Mistake("the file", "no row", "at least one row", "Export the file again."))

    with pytest.raises(SystemExit, match="no row"):
        examples.report(prepare)
