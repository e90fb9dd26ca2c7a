"""Documents written for the tests by a few lines of our own: PDFs of text, protected ones, Word files, a bomb."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

HEAD = "Brindelune, rapport annuel 2025"


def pdf_bytes(pages: Sequence[Sequence[str]], streams: Sequence[bytes] | None = None) -> bytes:
    """A PDF of one font, a line of text each; or of the given content streams, already deflated."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"",
                            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for content in streams if streams is not None else [zlib.compress(_content(lines)) for lines in pages]:
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
                       b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects))
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(objects) + 1, table, len(objects) + 1, len(out)))


def _content(lines: Sequence[str]) -> bytes:
    shown = b""
    for line in lines:
        text = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        shown += b"(%s) Tj T*\n" % text
    return b"BT /F1 10 Tf 14 TL 50 800 Td\n" + shown + b"ET"


def pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    path.write_bytes(pdf_bytes(pages))
    return path


def locked_pdf(path: Path, pages: Sequence[Sequence[str]], password: str) -> Path:
    """Encrypted with RC4; an empty password is one that every reader tries."""
    from pypdf import PdfReader, PdfWriter

    plain = path.with_suffix(".plain.pdf")
    plain.write_bytes(pdf_bytes(pages))
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    writer.write(path)
    plain.unlink()
    return path


def report_pages(count: int, sentences: Sequence[str], width: int = 90) -> list[list[str]]:
    """Pages of some forty lines of prose, with a header and a page number, as a report has them."""
    pages, at = [], 0
    for number in range(1, count + 1):
        words: list[str] = []
        while len(" ".join(words)) < 40 * width:
            words += sentences[at % len(sentences)].split()
            at += 1
        lines, line = [HEAD], ""
        for word in words:
            if len(line) + len(word) + 1 > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        pages.append([*lines, line, f"Page {number}"])
    return pages


def docx(path: Path, paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), header: str = "",
         deleted: str = "", inserted: str = "") -> Path:
    from docx import Document
    from docx.oxml import parse_xml

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        cells = made.add_table(len(table), len(table[0]))
        for row, texts in zip(cells.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    if header:
        made.sections[0].header.paragraphs[0].text = header
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for tag, inner, text in (("del", "delText", deleted), ("ins", "t", inserted)):
        if text:
            made.element.body.insert(0, parse_xml(
                f'<w:p {names}><w:{tag} w:id="1" w:author="A"><w:r><w:{inner}>{text}</w:{inner}></w:r></w:{tag}>'
                "</w:p>"))
    made.save(str(path))
    return path


def docx_bomb(path: Path) -> Path:
    """A few kilobytes that unpack to half a gigabyte of one letter."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(500):
                part.write(b"a" * 1_000_000)
    return path
