"""Documents read as paragraphs: where each word stands, what is mended or left out, and what is refused by name."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest

import document_samples as samples
from recul import documents
from recul.documents import base, pdf
from recul.errors import SourceError


def refusal(path: Path, **options: str) -> str:
    with pytest.raises(SourceError) as caught:
        documents.read(path, **options)
    return str(caught.value)


def texts(path: Path) -> list[str]:
    return [p.text for p in documents.read(path).paragraphs]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_knows_the_line_and_column_of_each_word(tmp_path: Path) -> None:
    found = documents.read(write(tmp_path / "a.txt", "First line\r\nand  second.\r\n\r\n  Another paragraph.\n"
                                 "- item\n"))
    assert [p.text for p in found.paragraphs] == ["First line and second.", "Another paragraph.", "- item"]
    first, second, _ = found.paragraphs
    assert first.place(first.text.index("second")) == base.Mark(15, None, 2, 5)
    assert (second.place(0).line, second.place(0).column) == (4, 3)
    for p in found.paragraphs:
        assert found.text[p.start:p.start + len(p.text)] == p.text


def test_markdown_without_its_signs_nor_its_code(tmp_path: Path) -> None:
    page = ("---\ntitle: x\n---\n# A *title*\n\nSome **bold** words and a [link](http://x.y/z \"t\").\n"
            "![alt](p.png)\n\n"
            "```\ncode made sales rise\n```\n| a | b |\n|---|---|\n| c | d |\n\n1. one\n"
            "2. two <b>tag</b> <!-- hid -->\n")
    found = documents.read(write(tmp_path / "a.md", page))
    assert [p.text for p in found.paragraphs] == ["A title", "Some bold words and a link.", "a ; b", "c ; d", "one",
                                                  "two tag"]
    assert found.paragraphs[0].heading
    assert found.paragraphs[0].marks[0].line == 4


def test_a_page_runs_and_fetches_nothing(tmp_path: Path) -> None:
    page = ("<html lang=fr><head><title>t</title><script>document.write('Sales rose')</script></head><body>"
            "<h1>Titre</h1><p>Un <b>mot</b>coupé<br>ici.<p style='display: none'>secret</p><img src='http://x/y.png' "
            "alt='image'><iframe src='http://x'></iframe><!-- hidden --><nav>Menu</nav><p hidden>caché</p>"
            "<table><tr><td>a<td>b</table></body></html>")
    found = documents.read(write(tmp_path / "a.html", page))
    assert [p.text for p in found.paragraphs] == ["Titre", "Un motcoupé", "ici.", "a", "b"]
    assert found.language == "fr"
    assert dict(found.notes) == {"scripts_ignored": "1"}


def test_no_external_entity_is_read(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "stolen")
    page = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><p>Text &e; here.</p>'
    assert "stolen" not in documents.read(write(tmp_path / "a.html", page)).text


def test_a_page_of_a_hundred_thousand_open_tags_is_refused_at_once(tmp_path: Path) -> None:
    assert "deep" in refusal(write(tmp_path / "a.html", "<div>" * 100_000 + "text"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Une phrase en français, à lire « ainsi ».".encode(encoding))
    found = documents.read(path)
    assert found.text == "Une phrase en français, à lire « ainsi »."
    assert ("encoding_detected" in dict(found.notes)) == (encoding == "cp1252")


def test_a_page_whose_bytes_contradict_what_it_declares(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><p>déjà</p>'
    assert texts(write(tmp_path / "a.html", page)) == ["déjà"]
    assert texts(write(tmp_path / "b.html", page.encode("latin-1"))) == ["déjà"]


def test_unknown_encoding_is_named(tmp_path: Path) -> None:
    mixed = write(tmp_path / "a.txt", "déjà vu, ".encode() + b"\xe9t\xe9")
    assert "mostly UTF-8, but byte 0xE9" in refusal(mixed)
    assert "0xE9" in refusal(mixed, encoding="utf-8")
    assert "zero byte" in refusal(write(tmp_path / "b.txt", b"text\x00text, some more of it here"))


def test_word_files(tmp_path: Path) -> None:
    path = samples.docx(tmp_path / "a.docx", ["Un paragraphe.", "Deux."], [["a", "b"]], "En-tête", "enlevé", "ajouté")
    found = documents.read(path)
    assert [p.text for p in found.paragraphs] == ["ajouté", "Un paragraphe.", "Deux.", "a", "b", "En-tête"]
    assert dict(found.notes) == {"changes_deleted": "1"}


def test_a_pdf_is_mended(tmp_path: Path) -> None:
    pages = [["Une phrase qui se ter-", "mine ici. Le porte-", "parole est là.", "", "Un titre",
              "Le porte-parole dit (oui) que 2020-", "2021 fut bien."], [], ["Suite."]]
    found = documents.read(samples.pdf(tmp_path / "a.pdf", pages))
    assert [p.text for p in found.paragraphs] == ["Une phrase qui se termine ici. Le porte-parole est là.", "Un titre",
                                                  "Le porte-parole dit (oui) que 2020-2021 fut bien.", "Suite."]
    assert dict(found.notes) == {"words_joined": "2", "pages_without_text": "2"}
    assert found.paragraphs[-1].place(0) == base.Mark(0, 3, 1, 1)
    assert found.pages == 3


def test_headers_and_footers_count_once_and_a_sentence_goes_on_over_the_page(tmp_path: Path) -> None:
    sentences = [f"Phrase {i} du rapport, avec des mots qui changent, {i * 37} et {i * 91}, d’une ligne à l’autre."
                 .replace("’", "'") for i in range(60)]
    found = documents.read(samples.pdf(tmp_path / "a.pdf", samples.report_pages(4, sentences)))
    assert found.text.count(samples.HEAD) == 1
    assert found.text.count("Page ") == 1
    assert dict(found.notes)["lines_repeated"] == "6"
    assert found.text.count(". Phrase") > 40
    assert not any(p.text[0].islower() for p in found.paragraphs)


def test_what_is_said_again_on_a_page_is_no_header(tmp_path: Path) -> None:
    lines = [f"La ligne {c} dit quelque chose de long pour une ligne" for c in "abcdefgh"]
    found = documents.read(samples.pdf(tmp_path / "a.pdf", [["Refrain du rapport.", *lines], [*lines[::-1],
                                                                                            "Refrain du rapport."]]))
    assert found.text.count("Refrain") == 2


def test_protected_and_scanned_pdfs(tmp_path: Path) -> None:
    locked = samples.locked_pdf(tmp_path / "l.pdf", [["Secret."]], "password")
    assert "protected by a password" in refusal(locked)
    assert texts(samples.locked_pdf(tmp_path / "o.pdf", [["Open to all."]], "")) == ["Open to all."]
    assert "pictures of pages" in refusal(samples.pdf(tmp_path / "s.pdf", [[], []]))


def test_a_pdf_whose_letters_no_font_explains_is_counted_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch
                                                                   ) -> None:
    assert pdf._unreadable("\ufffd" * 40 + "a" * 60)
    assert not pdf._unreadable("A page of ordinary words.")
    monkeypatch.setattr(pdf, "_unreadable", lambda text: "Two" in text)
    found = documents.read(samples.pdf(tmp_path / "a.pdf", [["One page."], ["Two pages."]]))
    assert [p.text for p in found.paragraphs] == ["One page."]
    assert dict(found.notes) == {"pages_unreadable": "2"}


def test_a_pdf_bomb_is_cut_off_and_counted(tmp_path: Path) -> None:
    bomb = zlib.compress(b"BT /F1 10 Tf (aaaaaaaaaa) Tj ET " * 3_000_000, 9)
    assert len(bomb) < 500_000
    path = write(tmp_path / "a.pdf", samples.pdf_bytes([], [bomb]))
    assert "no text" in refusal(path)
    fine = zlib.compress(samples._content(["A page that can be read."]))
    found = documents.read(write(tmp_path / "b.pdf", samples.pdf_bytes([], [bomb, fine])))
    assert [p.text for p in found.paragraphs] == ["A page that can be read."]
    assert dict(found.notes) == {"pages_unreadable": "1"}


def test_a_pdf_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS_MOST", -1.0)
    assert "not read after" in refusal(samples.pdf(tmp_path / "a.pdf", [["Text."]]))


def test_a_damaged_pdf_is_the_files_fault(tmp_path: Path) -> None:
    whole = samples.pdf_bytes([["Some text."] * 30])
    for cut in (20, len(whole) // 2, len(whole) - 60):
        path = write(tmp_path / f"{cut}.pdf", whole[:cut])
        try:
            told = documents.read(path).text  # pypdf mends some
        except SourceError as error:
            told = str(error)
        assert str(path) in told or "Some text." in told


def test_a_zip_bomb_and_a_zip_that_is_no_word_file(tmp_path: Path) -> None:
    bomb = samples.docx_bomb(tmp_path / "a.docx")
    assert bomb.stat().st_size < 1_000_000
    assert "unpack to 500 MB" in refusal(bomb)
    import zipfile

    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("a.txt", "text")
    assert "no Word file" in refusal(tmp_path / "b.docx")
    whole = samples.docx(tmp_path / "c.docx", ["Text."]).read_bytes()
    assert "damaged" in refusal(write(tmp_path / "d.docx", whole[: len(whole) // 2]))


def test_an_entity_bomb_in_a_word_file(tmp_path: Path) -> None:
    import zipfile

    path = samples.docx(tmp_path / "a.docx", ["Text."])
    with zipfile.ZipFile(path) as archive:
        parts = {i.filename: archive.read(i) for i in archive.infolist()}
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    body = parts["word/document.xml"].decode().replace("?>", f'?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]>', 1)
    parts["word/document.xml"] = body.replace("Text.", "Text. &l9;").encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    try:
        told = documents.read(path).text
    except SourceError as error:
        told = str(error)
    assert len(told) < 1000


def test_old_and_protected_word_files_are_told_apart(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert "old Word file" in refusal(write(tmp_path / "a.docx", ole))
    locked = write(tmp_path / "b.docx", ole + "EncryptedPackage".encode("utf-16-le"))
    assert "protected by a password" in refusal(locked)


def test_what_is_no_document(tmp_path: Path) -> None:
    assert "an empty file" in refusal(write(tmp_path / "a.txt", ""))
    assert "no words" in refusal(write(tmp_path / "b.txt", "  \n 😀 123 \n"))
    assert "a folder" in refusal(tmp_path)
    assert "the ending '.odt'" in refusal(write(tmp_path / "c.odt", "text"))
    assert "a name without an ending" in refusal(write(tmp_path / "noend", "text"))
    assert "nothing that can be read" in refusal(tmp_path / "absent.txt")
    assert "a PDF" in refusal(write(tmp_path / "d.txt", b"%PDF-1.4\n..."))
    assert "another kind" in refusal(write(tmp_path / "e.pdf", "only text"))
    os.mkfifo(tmp_path / "f.txt")
    assert "a device or a pipe" in refusal(tmp_path / "f.txt")


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)  # sparse: reading it would show zero bytes, which is another mistake
    assert "million bytes of text" in refusal(path)


def test_the_limit_holds_for_what_a_word_file_unpacks_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = samples.docx(tmp_path / "a.docx", ["Long text."] * 100)
    monkeypatch.setattr(base, "TEXT_MOST", 500)
    assert "bytes of text" in refusal(path)
