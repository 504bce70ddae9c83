"""Files made to cost more than they are worth, or to run what they bring: each ends, in time, in a row."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from conftest import ROOT, Command, clean_environment
from file_samples import docx_of, paragraph
from test_hostile import TEXT, needs_office, odf, packed, pdf_with, read

from pipeline import core

# Macros


def _odf_with_macro(target: Path) -> bytes:
    """A text whose Basic writes a file as soon as it is opened."""
    module = (
        '<?xml version="1.0" encoding="UTF-8"?><script:module xmlns:script="http://openoffice.org/2000/script" script:name="M" script:language="StarBasic">'
        f'Sub Main\nOpen "{target}" For Output As #1\nPrint #1, "x"\nClose #1\nEnd Sub</script:module>'
    )
    library = (
        '<?xml version="1.0" encoding="UTF-8"?><library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
        'library:readonly="false" library:passwordprotected="false"><library:element library:name="M"/></library:library>'
    )
    libraries = (
        '<?xml version="1.0" encoding="UTF-8"?><library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<library:library library:name="Standard" library:link="false"/></library:libraries>'
    )
    events = "".join(
        f'<script:event-listener script:language="ooo:script" script:event-name="{event}" xlink:type="simple" '
        'xlink:href="vnd.sun.star.script:Standard.M.Main?language=Basic&amp;location=document"/>'
        for event in (
            "dom:load",
            "office:load-finished",
            "office:view-created",
            "dom:unload",
            "office:save",
            "office:save-as",
            "office:copy-to",
        )
    )
    scripts = f"<office:scripts><office:event-listeners>{events}</office:event-listeners></office:scripts>"
    extra: dict[str, str | bytes] = {
        "Basic/Standard/M.xml": module, "Basic/Standard/script-lb.xml": library, "Basic/script-lc.xml": libraries,
    }  # fmt: skip
    return odf("text", f"<text:p>{TEXT}</text:p>", scripts=scripts, extra=extra)


@needs_office
def test_macros_of_opendocument_do_not_run(tmp_path: Path) -> None:
    target = tmp_path / "written"
    text, _ = read(_odf_with_macro(target), "a.odt")
    assert "2023" in text
    assert not target.exists()


@needs_office
def test_macros_in_old_office_files_do_not_run(tmp_path: Path) -> None:
    """A template or text of Word with a macro that runs by its name; here as RTF and DOC that LibreOffice makes."""
    target = tmp_path / "written"
    (tmp_path / "a.odt").write_bytes(_odf_with_macro(target))
    profile = f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"
    for kind in ("doc", "rtf"):
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.odt"),
        ]
        subprocess.run(command, capture_output=True, timeout=120, check=False)
        target.unlink(missing_ok=True)
        text, _ = read((tmp_path / f"a.{kind}").read_bytes(), f"a.{kind}")
        assert "2023" in text
        assert not target.exists()


def test_macros_of_word_are_only_bytes(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of(paragraph(TEXT)))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Sub AutoOpen()" * 100
    for name in ("a.docm", "a.docx"):
        assert TEXT in read(packed(parts), name)[0]


def test_scripts_in_a_page_are_not_text() -> None:
    page = f"<html><body><p>{TEXT}</p><script>document.write('XAU 99 đoàn viên')</script><noscript>XAU</noscript></body></html>"
    text, _ = read(page.encode(), "a.html")
    assert TEXT in text
    assert "XAU" not in text


def test_actions_of_a_pdf_are_not_taken(tmp_path: Path) -> None:
    target = tmp_path / "written"
    launch = f"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/touch)/P({target})>>>>"
    text, _ = read(pdf_with(launch, f"/AA<</O<</S/Launch/Unix<</F(/bin/touch {target})>>>>>>"), "a.pdf")
    assert "2023" in text
    assert not target.exists()


# What leads out of the input folder


def test_links_out_and_things_that_are_no_files_are_left_out(chitieu: Command, tmp_path: Path) -> None:
    """Only the one honest file is done; a link to a secret, a pipe, a socket and a device are not opened."""
    import socket

    import pyarrow.parquet as pq

    folder = tmp_path / "in"
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("MATKHAUBIMAT")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "self.txt").symlink_to(folder / "self.txt")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "s.txt"))
        result = chitieu("run", folder, "--out", tmp_path / "out", "--workers", "1")
    assert result.returncode in (0, 3), result.stderr
    documents = pq.read_table(tmp_path / "out" / "documents.parquet", columns=["source"])
    assert documents.column("source").to_pylist() == ["a.txt"]
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            assert b"MATKHAUBIMAT" not in path.read_bytes(), path


# What costs too much


def _png(width: int, height: int) -> bytes:
    """A picture of a few kilobytes that unpacks to gigabytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = packer.compress(bytes(min(height * (3 * width + 1), 20_000_000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


_APART = """
import resource, sys, time
from pipeline import core
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]) * 2**20,) * 2)
started = time.monotonic()
for rows in core.extract_inputs(sys.argv[1], sys.argv[3]):
    for row in rows.errors:
        print(row["error"])
    for row in rows.documents:
        print("ok", row["n_chars"])
print("seconds", time.monotonic() - started, file=sys.stderr)
"""


def apart(data: bytes, name: str, tmp_path: Path, *, memory: int = 4096, seconds: float = 120) -> list[str]:
    """What comes of a file in a process with limited memory (MB) and time."""
    path = tmp_path / "input"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", _APART, str(path), str(memory), name],
        cwd=ROOT,
        env=clean_environment(HOME=str(tmp_path)),
        capture_output=True,
        timeout=seconds,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout.split("\n")[:-1]
    assert not {"internal_error", "reader_failed"} & set(said), said
    return said


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2**31 - 1, 2), (30_000, 30_000)])
def test_pictures_that_unpack_to_gigabytes(width: int, height: int, tmp_path: Path) -> None:
    (said,) = apart(_png(width, height), "a.png", tmp_path)
    assert not said.startswith("ok")


def test_a_page_in_a_hundred_thousand_boxes_is_read(tmp_path: Path) -> None:
    n = 100_000
    page = f"<html><body>{'<div>' * n}<p>{TEXT}</p>{'</div>' * n}</body></html>".encode()
    (said,) = apart(page, "a.html", tmp_path)
    assert said.startswith("ok"), said


DEEP = {
    "b.html": b"<html><body>" + b"<b><table><tr><td>" * 20_000 + TEXT.encode(),
    "c.md": b"> " * 20_000 + TEXT.encode(),
    "d.md": b"[" * 50_000 + TEXT.encode(),
    "e.md": b"".join(b" " * i + b"- a\n" for i in range(1500)),
    "f.rtf": b"{\\rtf1" + b"{" * 50_000 + b"Nam 2023" + b"}" * 50_000 + b"}",
    "g.md": b"*a _b " * 20_000,
    "h.md": b"|" * 50_000 + b"\n" + b"|-" * 25_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_ends(name: str, tmp_path: Path) -> None:
    assert len(apart(DEEP[name], name, tmp_path)) == 1


def test_a_word_file_of_tables_in_tables_ends(tmp_path: Path) -> None:
    n = 3000
    body = "<w:tbl><w:tr><w:tc>" * n + paragraph(TEXT) + "<w:p/></w:tc></w:tr></w:tbl>" * n
    assert len(apart(docx_of(body), "a.docx", tmp_path)) == 1


_MIME = b"Message-ID: <1>\nMIME-Version: 1.0\n"
_BOTH = (
    _MIME
    + b"Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\nx\n--B\nContent-Type: text/html\n\n"
)
LETTERS = {
    "endless headers": _MIME
    + b"Subject: "
    + b"=?utf-8?q?a?= " * 200_000
    + b"\nContent-Type: text/plain; "
    + b"a=b; " * 200_000
    + b"\n\nx",
    "endless parts": _MIME + b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n\nx\n" * 60_000,
    "endless tags": _BOTH + b"<" * 1_000_000,
    "endless styles": _BOTH + b"<style>" * 150_000,
    "endless words": _MIME + b'Content-Type: text/plain; name="' + b"=?utf-8?b?4buv?= " * 50_000 + b'"\n\nx',
}


@pytest.mark.parametrize("what", LETTERS)
def test_letters_without_end(what: str) -> None:
    core.extract_text(TEXT)
    started = time.process_time()
    rows = list(core.extract_members(LETTERS[what], "a.eml"))
    assert rows
    assert time.process_time() - started < 15


# Texts against patterns: what a sentence is made of, over and over, without an end

UNITS = {
    "digits": "1", "dots": ".", "brackets": "(", "square": "[", "letters": "a", "vietnamese": "ươ", "capitals": "Đ", "commas": ",", "slashes": "12/",
    "dashes": "-", "numbers": "1 ", "groups": "123.", "days": "2023-", "ranges": "từ 1 đến ", "percents": "5% ", "lines of digits": "1\n",
    "bullets": "- a\n", "numerals": "I.", "symbols": "Số: 12/", "articles": "Điều 1 khoản 2 điểm a ", "bars": "| 1 ", "tones": "\u0323", "quotes": "“",
    "broken words": "S Ử D Ụ NG ", "decrees": "Nghị định số 12/2023/NĐ-CP ngày 1/2/2023 ", "bodies": "UBND tỉnh ", "magnitudes": "tỷ ", "old": "Céng hoµ ",
}  # fmt: skip


@pytest.mark.parametrize("what", UNITS)
def test_texts_that_patterns_choke_on(what: str) -> None:
    """Twice the text, hardly more than twice the time: measured on the processor, as others use it too."""
    core.extract_text(TEXT)

    def seconds(length: int) -> float:
        text = (UNITS[what] * length)[:length]
        started = time.process_time()
        list(core.extract_members(text.encode(), "a.txt"))
        return time.process_time() - started

    short, long = seconds(6_000), seconds(24_000)
    # Quadratic time makes sixteen of one, linear time four.
    assert long < max(1.0, 9 * short), f"{short:.2f} s, then {long:.2f} s"


def test_five_megabytes_without_a_line_end(tmp_path: Path) -> None:
    """It is a text, or too much of one, and says so at once."""
    for unit in ("a", "1", "đoàn viên "):
        text = (unit * (5_300_000 // len(unit))).encode()
        assert apart(text, "a.txt", tmp_path) == ["too_much_text"]
