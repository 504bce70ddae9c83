"""Files that cannot be read: each ends in its own stable code and a sentence in two languages."""

from __future__ import annotations

import io
import pickle
import random
import zipfile

import pytest
import regex

from pipeline.errors import ERROR_KINDS, InputError, input_error
from pipeline.read import Limits, read_bytes
from tests.file_samples import REPORT, docx_of, paragraph, pdf_of, scan_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
PDF = pdf_of([[REPORT], [REPORT]])
DOCX = docx_of(paragraph(REPORT))


def a_zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


CASES = [
    ("a.txt", b"", "empty_file", "no bytes"),
    ("a.txt", b"\xef\xbb\xbf \r\n\t", "empty_file", "a byte order mark and blanks are nothing"),
    ("a.md", b"\n\n", "empty_file", "nor are line ends"),
    ("a.pdf", b"", "empty_file", "an empty file is empty whatever its name"),
    ("a.docx", b"", "empty_file", "likewise"),
    ("a.txt", b"\x00" * 64, "empty_file", "a file of zeros, as crashed disks leave"),
    ("a.pdf", REPORT.encode(), "wrong_type", "text under a PDF's name"),
    ("a.docx", REPORT.encode(), "wrong_type", "text under a Word file's name"),
    ("a.pdf", b"<!doctype html><html><body><p>404</p></body></html>", "wrong_type", "an error page saved as PDF"),
    ("a.docx", a_zip(xl__workbook_xml=b"<x/>"), "damaged_office", "a workbook renamed .docx, with nothing in it"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged_image", "a picture named .txt"),
    ("a.txt", bytes(range(256)) * 8, "wrong_type", "bytes that are no text"),
    ("a.doc", OLE + "WordDocument\0".encode("utf-16-le"), "damaged_office", "old Word, only its beginning"),
    ("a.xls", OLE + "Workbook\0".encode("utf-16-le"), "damaged_office", "old Excel, only its beginning"),
    ("a.xlsx", a_zip(xl__workbook_xml=b"<x/>"), "damaged_office", "new Excel without a workbook"),
    ("a.zip", a_zip(a_txt=b"x"), "unsupported_type", "an archive"),
    ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged_image", "a picture, only its beginning"),
    ("a.bin", bytes(range(256)) * 8, "unsupported_type", "who knows what"),
    ("a.pdf", PDF[: len(PDF) * 2 // 3], "truncated_pdf", "PDFium would repair it and lose pages silently"),
    ("a.pdf", PDF[:300], "truncated_pdf", "hardly begun"),
    ("a.pdf", b"%PDF-1.7\n" + b"rubbish " * 100 + b"\n%%EOF\n", "damaged_pdf", "nothing but its ends"),
    ("a.pdf", pdf_of([[REPORT]], password="mat-khau"), "encrypted_pdf", "asks for a password"),
    ("a.pdf", scan_pdf(), "no_text_layer", "an image of a page"),
    ("a.docx", DOCX[: len(DOCX) // 2], "truncated_office", "half of it"),
    ("a.docx", docx_of("<w:p>"), "damaged_office", "its XML is not closed"),
    ("a.docx", a_zip(word__styles_xml=b"<x/>"), "damaged_office", "no document in it"),
    ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted_office", "Word's password envelope"),
    ("a.docx", docx_of("<w:p/>"), "no_text", "a blank page"),
    ("a.html", b"<html><body><script>var a = 1</script></body></html>", "no_text", "a page drawn by script"),
    ("a.txt", "Số liệu năm 2023 của tỉnh".encode()[:-1] + b"\xe1\xbb", "truncated_text", "cut inside a character"),
    ("a.txt", bytes(range(128, 256)) * 20, "bad_encoding", "no encoding gives Vietnamese"),
    ("a.txt", random.Random(7).randbytes(300), "wrong_type", "bytes by chance, few of them controls"),
]


@pytest.mark.parametrize(("name", "data", "code", "why"), CASES, ids=[f"{c[2]}-{c[3]}" for c in CASES])
def test_each_bad_file_has_its_code(name: str, data: bytes, code: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data, name)
    assert caught.value.code == code, why
    assert caught.value.stage == "read"
    assert "{" not in caught.value.message


def test_sizes_are_checked_before_a_parser_sees_the_file() -> None:
    with pytest.raises(InputError, match="too_large"):
        read_bytes(b"x" * 2000, "a.txt", Limits(max_bytes=1000))
    bomb = docx_of(paragraph("x"), extra={"word/media/a.xml": b"\x00" * 20_000_000})
    with pytest.raises(InputError, match="unsafe_archive"):
        read_bytes(bomb, "a.docx")
    many = docx_of(paragraph("x"), extra={f"word/{i}.xml": b"" for i in range(50)})
    with pytest.raises(InputError, match="unsafe_archive"):
        read_bytes(many, "a.docx", Limits(max_parts=20))
    with pytest.raises(InputError, match="too_many_pages"):
        read_bytes(PDF, "a.pdf", Limits(max_pages=1))


def test_too_much_text_is_refused_whatever_the_format() -> None:
    with pytest.raises(InputError, match=r"too_much_text.*2\.000 ký tự.*1\.000.*2,000 characters.*1,000"):
        read_bytes(b"x" * 2000, "a.txt", Limits(max_chars=1000))
    with pytest.raises(InputError, match="too_much_text"):
        read_bytes(docx_of(paragraph("x" * 2000)), "a.docx", Limits(max_chars=1000))
    assert read_bytes(b"x" * 1000, "a.txt", Limits(max_chars=1000)).blocks


def test_every_code_has_a_sentence_in_both_languages() -> None:
    for code, kind in ERROR_KINDS.items():
        assert regex.fullmatch(r"[a-z_]+", code)
        assert kind.vi.endswith(".")
        assert kind.en.endswith(".")
        assert regex.search(r"[ạảấầậắặẹềệịọộợụựế]", kind.vi), code
        assert kind.vi.isascii() is False
        assert kind.en.isascii()


def test_errors_cross_process_borders() -> None:
    error = input_error("wrong_type", suffix=".pdf", found_vi="ảnh PNG", found_en="PNG image")
    again = pickle.loads(pickle.dumps(error))
    assert (again.code, again.stage, again.message) == (error.code, error.stage, error.message)
    assert ".pdf" in error.vi
    assert "PNG image" in error.en


@pytest.mark.parametrize(
    ("name", "data", "source"),
    [
        ("a.txt", b"<!DOCTYPE html><html><body><p>Th\xc3\xb4ng b\xc3\xa1o</p></body></html>", "html"),
        ("a.txt", PDF, "text-layer"),
        ("a.pdf", DOCX, "docx"),
        ("a.html", DOCX, "docx"),
    ],
)
def test_content_decides_and_a_false_name_is_a_warning(name: str, data: bytes, source: str) -> None:
    result = read_bytes(data, name)
    assert result.text_source == source
    assert any("the name ends in" in warning for warning in result.warnings)


def test_a_right_name_is_no_warning() -> None:
    for name, data in (("a.pdf", PDF), ("a.DOCX", DOCX), ("a.txt", REPORT.encode()), ("a.md", REPORT.encode())):
        assert read_bytes(data, name).warnings == ()


def outcome(data: bytes, name: str) -> str:
    try:
        return read_bytes(data, name).text_source
    except InputError as error:
        return error.code


@pytest.mark.parametrize("name", ["bao cao.md", "a.txt", "a.html", "a", "a.docx", "a.pdf"])
def test_damage_anywhere_ends_in_an_input_error_or_a_text(name: str) -> None:
    """A coarse fuzz: no other exception may leave the reader."""
    for sample in (PDF, DOCX, REPORT.encode()):
        for at in range(0, len(sample), max(1, len(sample) // 40)):
            broken = sample[:at] + bytes([sample[at] ^ 0x5A]) + sample[at + 1 :]
            for data in (broken, sample[:at]):
                assert outcome(data, name) != "reader_failed", (name, at)
