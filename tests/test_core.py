"""From bytes to rows: every row keeps the contract, whatever the document and in whatever order."""

from __future__ import annotations

import random
import unicodedata
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import core
from pipeline.errors import InputError
from pipeline.evaluate.track import own_set, shared_folder
from pipeline.link import link_corpus
from pipeline.store.validate import validate_run
from pipeline.tabulate import DocumentRows, document_id
from pipeline.tabulate.arrow import DOCUMENT_TABLES

SHARED_TEXTS = ("seeds", "dev", "shortforms", "unlabeled")
REPORT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH QUẢNG TRỊ

BÁO CÁO
Kết quả thực hiện Chương trình số 1563/CTr-TLĐ

Thực hiện Kế hoạch số 39/KH-LĐLĐ ngày 31/12/2019, năm 2020 các cấp công đoàn đã kết nạp 1.219 đoàn viên.
"""


@cache
def own_rows() -> tuple[DocumentRows, ...]:
    return tuple(core.extract_or_error(path, path.name) for path in own_set().documents)


def shared_paths() -> list[Path]:
    folder = shared_folder()
    if folder is None:
        return []
    return [p for name in SHARED_TEXTS for p in sorted((folder / "corpus" / name).glob("*")) if p.is_file()]


def test_our_documents_are_all_read() -> None:
    assert len(own_rows()) >= 20
    assert [row for rows in own_rows() for row in rows.errors] == []


def test_every_row_of_our_documents_keeps_the_contract() -> None:
    assert validate_run(link_corpus(own_rows())) == []


def test_every_row_of_the_shared_documents_keeps_the_contract() -> None:
    paths = shared_paths()
    if not paths:
        pytest.skip("the folder of shared documents is not on this machine")
    rows = [core.extract_or_error(path, f"{path.parent.name}/{path.name}") for path in paths]
    first = link_corpus(rows)
    assert first["errors"].num_rows == 0
    assert validate_run(first) == []
    random.Random(1).shuffle(rows)
    assert {name: table.to_pylist() for name, table in link_corpus(rows).items()} == {
        name: table.to_pylist() for name, table in first.items()
    }


def test_documents_in_another_order_give_the_same_rows() -> None:
    first = {name: table.to_pylist() for name, table in link_corpus(own_rows()).items()}
    paths = list(own_set().documents)
    random.Random(7).shuffle(paths)
    again = link_corpus(core.extract_or_error(path, path.name) for path in paths)
    assert {name: table.to_pylist() for name, table in again.items()} == first


def test_a_text_gives_the_rows_of_the_file_that_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "bao cao.txt"
    path.write_text(REPORT, encoding="utf-8")
    from_file, from_text = core.extract_file(path, "x"), core.extract_text(REPORT, "x")
    assert from_text == from_file
    assert from_file.documents[0]["doc_id"] == document_id(REPORT.encode())
    surfaces = [row["surface"] for row in from_file.document_references]
    assert "Kế hoạch số 39/KH-LĐLĐ" in surfaces
    assert [row["value"] for row in from_file.indicators] == [1219.0]


def test_decomposed_text_is_stored_composed() -> None:
    [document] = core.extract_text(unicodedata.normalize("NFD", REPORT)).documents
    assert unicodedata.is_normalized("NFC", document["text"])


def test_what_cannot_be_read_is_the_caller_s_business_or_a_row(tmp_path: Path) -> None:
    empty = tmp_path / "trong.txt"
    empty.write_bytes(b" \n")
    with pytest.raises(InputError):
        core.extract_file(empty)
    with pytest.raises(InputError):
        core.extract_text("")
    [row] = core.extract_or_error(empty, "trong.txt").errors
    assert (row["source"], row["stage"], row["error"]) == ("trong.txt", "read", "empty_file")
    assert row["doc_id"] == document_id(b" \n")
    assert " / " in row["message"]
    [missing] = core.extract_or_error(tmp_path / "khong co.txt", "khong co.txt").errors
    assert (missing["error"], missing["doc_id"]) == ("unreadable_file", None)


def test_a_fault_of_ours_is_a_row_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(core, "annotate", broken)
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    rows = core.extract_or_error(path, "a.txt")
    assert [row["error"] for row in rows.errors] == ["internal_error"]
    assert "ZeroDivisionError" in rows.errors[0]["message"]
    assert not any(rows.of(name) for name in DOCUMENT_TABLES if name != "errors")


PIECES = [
    "Chương trình 1563/CTr-TLĐ", "số 02-\nNQ/TW", "ngày 31/02/2020", "từ 3 đến 5 lớp", "2178/1550 đạt 140%",
    "UBND tỉnh Nghệ An", "\n", "\t", "…", "12.345,6 tỷ đồng", "|", "I. KẾT QUẢ", "- ", "quý I/2023", "“Tết Sum vầy”",
    "\u200b", "LĐLĐ", "tăng 5,2% so với cùng kỳ", "😀", "Luật Công đoàn năm 2012", "\x00", "\r\n", "Nơi nhận:",
    "trong đó", "Đ", "hoà", "\u0301", "\ufeff", "\ud800",
]  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), min_size=1, max_size=25))
def test_any_text_gives_rows_that_keep_the_contract(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        rows = core.extract_text(text)
    except InputError:
        return
    assert validate_run(link_corpus([rows])) == []
    assert core.extract_text(text) == rows


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\u00a0\u200b\u3000\n".encode()),
        ("a.md", b"# \n\n** **\n\n---\n"),
        ("a.html", b"<html><body><p>&#8203;</p>"),
    ],
)
def test_a_file_without_anything_to_see_is_an_error_and_no_document(name: str, data: bytes) -> None:
    with pytest.raises(InputError, match=r"no_text|empty_file"):
        core.extract_bytes(data, name)
