"""Archives: every file in them is an input of its own, and none of them can do harm."""

from __future__ import annotations

import io
import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from conftest import Command
from container_samples import TEXT, found, letter, raw_named, rows_of, zipped
from file_samples import docx_of, paragraph

from pipeline import core
from pipeline.read import Limits
from pipeline.read.containers import members

# Archives


def test_members_are_inputs_of_their_own() -> None:
    inner = zipped([("b.txt", TEXT + b"2"), ("trong/c.docx", docx_of(paragraph("Năm 2023")))])
    data = zipped([("a.txt", TEXT), ("thư mục/", b""), ("thư mục/gói.zip", inner)])
    assert found(data, "dir/x.zip") == {
        "dir/x.zip/a.txt": "ok",
        "dir/x.zip/thư mục/gói.zip/b.txt": "ok",
        "dir/x.zip/thư mục/gói.zip/trong/c.docx": "ok",
    }


def test_a_member_has_the_id_of_its_bytes() -> None:
    inside, _ = rows_of(zipped([("a.txt", TEXT)]), "x.zip")
    assert inside["x.zip/a.txt"]["doc_id"] == core.extract_bytes(TEXT, "a.txt").documents[0]["doc_id"]


def test_office_files_are_no_containers() -> None:
    odt = zipped(
        [("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")], zipfile.ZIP_STORED
    )
    packed = zipped(
        [
            ("content.xml", b"<x/>"),
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("META-INF/manifest.xml", b"<x/>"),
        ]
    )
    assert found(packed, "b.odt") == {"b.odt": "ok"}
    xlsx = zipped([("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")])
    for name, data in (
        ("a.docx", docx_of(paragraph("x"))),
        ("a.zip", docx_of(paragraph("x"))),
        ("a.odt", odt),
        ("a.xlsx", xlsx),
    ):
        assert found(data, name) == {name: "ok"}, name


def test_content_decides_not_the_name() -> None:
    assert found(zipped([("a.txt", TEXT)]), "hoso.docx") == {"hoso.docx/a.txt": "ok"}
    assert found(TEXT, "a.zip") == {"a.zip": "ok"}


LITTER = ("__MACOSX/._a.txt", "x/Thumbs.db", ".DS_Store", ".git/config", "~$a.docx", "desktop.ini")


def test_litter_is_left_out() -> None:
    assert found(zipped([("a.txt", TEXT), *((name, b"x") for name in LITTER)])) == {"a.zip/a.txt": "ok"}
    assert found(zipped((name, b"x") for name in LITTER)) == {"a.zip": "empty_archive"}
    assert found(zipped([])) == {"a.zip": "empty_archive"}


ESCAPES = ("../../etc/passwd", "/etc/passwd", "C:\\windows\\x.txt", "..\\x.txt", "a/../../x.txt", "\\\\server\\x.txt")


@pytest.mark.parametrize("name", ESCAPES)
def test_no_entry_leaves_its_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = found(raw_named(name.encode()) if "\\" in name else zipped([(name, TEXT)]))
    assert list(result.values()) == ["unsafe_entry"]
    assert found(zipped([(name, TEXT), ("b.txt", TEXT)]))["a.zip/b.txt"] == "ok"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_an_archive_are_not_followed(kind: int) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system = 3
    link.external_attr = (kind | 0o777) << 16
    assert found(zipped([(link, b"/etc/passwd"), ("b.txt", TEXT)])) == {
        "a.zip/link.txt": "unsafe_entry",
        "a.zip/b.txt": "ok",
    }


VIETNAMESE = "Báo cáo quý 3/Chương trình công tác.txt"
NAMES = [
    (VIETNAMESE.encode(), VIETNAMESE, "UTF-8 that is not marked"),
    # Windows writes the letter and its tone apart.
    ("Ba\u0301o ca\u0301o ti\u0309nh Ha\u0300 Nam.txt".encode("cp1258"), "Báo cáo tỉnh Hà Nam.txt", "Windows-1258"),
    ("café.txt".encode("cp437"), "café.txt", "the code page of DOS"),
    (b"B\xb8o c\xb8o th\xb8ng.txt", "Báo cáo tháng.txt", "TCVN3"),
    (b"a\\b\\c.txt", "a/b/c.txt", "Windows' own separator"),
]


@pytest.mark.parametrize(("raw", "name", "why"), NAMES, ids=[why for *_, why in NAMES])
def test_names_in_any_code_page(raw: bytes, name: str, why: str) -> None:
    assert found(raw_named(raw)) == {f"a.zip/{name}": "ok"}


def test_the_unicode_path_field_counts() -> None:
    raw, name = b"B?o c?o \x80.txt", "Báo cáo.txt"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + name.encode()
    assert found(raw_named(raw, extra=struct.pack("<HH", 0x7075, len(field)) + field)) == {f"a.zip/{name}": "ok"}


def test_names_cannot_play_tricks_on_a_terminal() -> None:
    (source,) = found(zipped([("a\x1b[31m\n\u202egnp.txt", TEXT)]))
    assert source.isprintable()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_two_inputs() -> None:
    assert set(found(zipped([("a.txt", TEXT), ("a.txt", TEXT + b"2"), ("b.zip", zipped([("c", TEXT)])), ("b.zip/c", TEXT)]))) == {
        "a.zip/a.txt", "a.zip/a (2).txt", "a.zip/b.zip/c", "a.zip/b.zip/c (2)",
    }  # fmt: skip


# What is wrong with one member costs no other


def broken(data: bytes, name: bytes, how: str) -> bytes:
    """An archive with one thing wrong about one of its members."""
    out = bytearray(data)
    entry = data.index(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(name)] != name:
        entry = data.index(b"PK\x01\x02", entry + 1)
    local = struct.unpack_from("<I", data, entry + 42)[0]
    if how == "encrypted":
        out[entry + 8] |= 1
        out[local + 6] |= 1
    elif how == "method":
        struct.pack_into("<H", out, entry + 10, 97)
    elif how == "crc":
        struct.pack_into("<I", out, entry + 16, 1)
    elif how == "bytes":
        at = local + 30 + len(name) + 2
        out[at : at + 4] = b"\xff\xff\xff\xff"
    elif how == "size":
        struct.pack_into("<I", out, entry + 24, 2**32 - 2)
    elif how == "place":
        struct.pack_into("<I", out, entry + 42, len(data) - 5)
    return bytes(out)


FAULTS = [
    ("encrypted", "encrypted_archive"),
    ("method", "unsupported_compression"),
    ("crc", "damaged_archive"),
    ("bytes", "damaged_archive"),
    ("size", "unsafe_archive"),
    ("place", "damaged_archive"),
]


@pytest.mark.parametrize(("how", "code"), FAULTS)
def test_one_bad_member_never_costs_the_others(how: str, code: str) -> None:
    data = zipped([("a.txt", TEXT), ("bad.txt", TEXT * 3), ("c.txt", TEXT + b"3")])
    assert found(broken(data, b"bad.txt", how)) == {"a.zip/a.txt": "ok", "a.zip/bad.txt": code, "a.zip/c.txt": "ok"}


def test_a_wholly_encrypted_archive_is_one_error() -> None:
    data = broken(zipped([("a.txt", TEXT), ("b/", b"")]), b"a.txt", "encrypted")
    assert found(data) == {"a.zip": "encrypted_archive"}


def test_a_cut_off_archive_gives_what_is_whole() -> None:
    data = zipped([("a.txt", TEXT), ("b.txt", os.urandom(5000)), ("c.txt", TEXT)])
    assert found(data[: data.index(b"b.txt") + 1000]) == {"a.zip/a.txt": "ok", "a.zip/b.txt": "damaged_archive"}
    assert found(data[:20]) == {"a.zip": "damaged_archive"}


def test_a_cut_off_archive_that_was_written_as_a_stream() -> None:
    """Sizes stand behind the members then, and the cut one's end is lost."""

    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.data += bytes(data)
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("a.txt", TEXT * 40)
        archive.writestr("b.txt", os.urandom(5000))
    whole = stream.data
    (first, second) = members(whole[: whole.index(b"b.txt") + 2000], "a.zip")
    assert first.data == TEXT * 40
    assert second.problem is not None
    assert second.problem.code == "damaged_archive"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_usual_way_of_packing(method: int) -> None:
    (member,) = members(zipped([("a.txt", TEXT * 50)], method), "a.zip")
    assert member.data == TEXT * 50


# Bombs

SMALL = Limits(max_unpacked=3 * 2**20, ratio_floor=2**16, max_members=50, max_bytes=2**20)


def test_bombs_are_not_unpacked() -> None:
    bomb = zipped([("bomb.txt", b"0" * 900_000), ("a.txt", TEXT)])
    assert found(bomb, limits=SMALL) == {"a.zip/bomb.txt": "unsafe_archive", "a.zip/a.txt": "ok"}


def test_large_members_say_so() -> None:
    big = zipped([("big.txt", os.urandom(2**20 + 1)), ("a.txt", TEXT)], zipfile.ZIP_STORED)
    assert found(big, limits=Limits(max_bytes=2**21)) == {"a.zip/big.txt": "ok", "a.zip/a.txt": "ok"}
    packed = zipped([("big.txt", TEXT * 20_000), ("a.txt", TEXT)])
    assert found(packed, limits=Limits(max_bytes=2**20)) == {"a.zip/big.txt": "too_large", "a.zip/a.txt": "ok"}


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_lies_about_its_size_stops_there(method: int) -> None:
    """64 MB behind a promise of ten bytes: what is unpacked stays what was promised."""
    import tracemalloc

    data = bytearray(zipped([("bomb.txt", b"\0" * 2**26)], method))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 10)
    tracemalloc.start()
    assert found(bytes(data)) == {"a.zip/bomb.txt": "damaged_archive"}
    assert tracemalloc.get_traced_memory()[1] < 2**24
    tracemalloc.stop()


def test_everything_unpacked_counts_together() -> None:
    """Members that are each within the limit, in archives within each other."""
    part = os.urandom(2**19)
    inner = zipped([(f"{i}.bin", bytes([i]) + part) for i in range(4)], zipfile.ZIP_STORED)
    data = zipped([("x.zip", inner), ("y.txt", TEXT), ("z.bin", part)], zipfile.ZIP_STORED)
    limits = Limits(max_unpacked=4 * 2**20)
    assert found(data, limits=limits) == {
        "a.zip/x.zip/0.bin": "ok", "a.zip/x.zip/1.bin": "ok", "a.zip/x.zip/2.bin": "ok",
        "a.zip/x.zip/3.bin": "unsafe_archive", "a.zip/y.txt": "ok", "a.zip/z.bin": "unsafe_archive",
    }  # fmt: skip


def test_too_many_members_end_in_one_row() -> None:
    many = zipped([(f"{i:03}.txt", TEXT + str(i).encode()) for i in range(60)])
    result = found(many, limits=SMALL)
    assert len(result) == 51
    assert result["a.zip"] == "too_many_members"
    # However many archives there are within archives.
    nest = zipped([(f"{i}.zip", many) for i in range(5)])
    result = found(nest, limits=SMALL)
    assert [code for code in result.values() if code != "ok"] == ["too_many_members"] * 2


def test_nesting_ends() -> None:
    data = TEXT
    for _ in range(5):
        data = zipped([("x", data)])
    assert found(data) == {"a.zip/x/x/x/x/x": "ok"}
    assert found(zipped([("x", data)])) == {"a.zip/x/x/x/x/x": "nested_too_deep"}


def test_entries_that_share_bytes_are_refused() -> None:
    data = zipped([("a.txt", TEXT), ("b.txt", TEXT * 2)])
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    out = bytearray(data)
    # The second entry of the directory points to the first one's bytes.
    out[second + 16 : second + 28] = out[first + 16 : first + 28]
    out[second + 42 : second + 46] = out[first + 42 : first + 46]
    assert set(found(bytes(out)).values()) == {"unsafe_archive"}


def test_a_flood_of_directory_entries_is_refused_unread() -> None:
    assert found(b"PK\x03\x04" + b"PK\x01\x02" * 300_000) == {"a.zip": "unsafe_archive"}


# Other containers


def test_archives_that_cannot_be_read_say_what_they_are() -> None:
    letter = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__properties_version1.0".encode("utf-16-le") + bytes(600)
    )
    for name, data, word in (
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + bytes(50), "RAR"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "7z"),
        ("a.msg", letter, ".eml"),
    ):
        ((row,),) = [rows.errors for rows in core.extract_members(data, name)]
        assert row["error"] == "unsupported_type"
        assert word in row["message"]
        assert ".zip" in row["message"]


# Files


def test_pipes_devices_and_large_files_are_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(300 * 2**20)
    codes = {
        path: [row["error"] for rows in core.extract_inputs(path, "x") for row in rows.errors]
        for path in (pipe, Path("/dev/zero"), tmp_path, tmp_path / "none", large)
    }
    assert list(codes.values()) == [["unreadable_file"]] * 4 + [["too_large"]]


def test_extract_takes_archives_apart(chitieu: Command, tmp_path: Path) -> None:
    import json

    (tmp_path / "z.zip").write_bytes(zipped([("a.txt", TEXT), ("b.bin", b"\x00\x01\x02" * 50), ("c.txt", TEXT + b"2")]))
    result = chitieu("extract", tmp_path / "z.zip", "--table", "documents", "--name", "z.zip")
    assert [json.loads(line)["source"] for line in result.stdout.splitlines()] == ["z.zip/a.txt", "z.zip/c.txt"]
    assert result.returncode == 3
    assert "z.zip/b.bin" in result.stderr


def test_a_run_counts_every_member(chitieu: Command, tmp_path: Path) -> None:
    """The same report in an archive, an e-mail and beside them is one document; one bad member is one error."""
    import pyarrow.parquet as pq

    folder = tmp_path / "in"
    folder.mkdir()
    message = letter()
    message.add_attachment(TEXT, maintype="application", subtype="octet-stream", filename="kèm.txt")
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "thu.eml").write_bytes(bytes(message))
    inner = zipped([("trong.txt", TEXT)])
    data = zipped(
        [("x/b.txt", TEXT), ("c.txt", TEXT + b"Khac."), ("bad.txt", TEXT * 3), ("../d.txt", TEXT), ("g.zip", inner)]
    )
    (folder / "z.zip").write_bytes(broken(data, b"bad.txt", "crc"))
    (folder / "khoa.zip").write_bytes(broken(zipped([("a.txt", TEXT)]), b"a.txt", "encrypted"))
    result = chitieu("run", folder, "--out", tmp_path / "out", "--workers", "1")
    assert result.returncode == 3, result.stderr
    documents = {
        row["source"]: row["also_at"] for row in pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    }
    assert documents == {
        "a.txt": ["thu.eml/kèm.txt", "z.zip/g.zip/trong.txt", "z.zip/x/b.txt"],
        "thu.eml": [],
        "z.zip/c.txt": [],
    }
    errors = {row["source"]: row["error"] for row in pq.read_table(tmp_path / "out" / "errors.parquet").to_pylist()}
    assert errors == {
        "khoa.zip": "encrypted_archive",
        "z.zip/../d.txt": "unsafe_entry",
        "z.zip/bad.txt": "damaged_archive",
    }
    assert not (tmp_path / "d.txt").exists()
