"""Old and damaged document numbers, family by family, and that nothing that looks like one is passed over in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.dates import find_dates
from extractors.model import Context
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText
from pipeline.evaluate.symbols import account, account_file

SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpus"

# (text, [(surface, symbol, type, date)], why)
FAMILIES: list[tuple[str, list[tuple[str, str | None, str | None, str | None]], str]] = [
    (
        "Căn cứ Nghị định số 15/CP ngày 02/3/1993 của Chính phủ;",
        [("Nghị định số 15/CP", "15/CP", "nghị định", "1993-03-02")],
        "a body's code alone",
    ),
    (
        "Ban hành kèm theo Quyết định 1141-TC/QĐ/CĐKT ngày 1 tháng 11 năm 1995",
        [("Quyết định 1141-TC/QĐ/CĐKT", "1141-TC/QĐ/CĐKT", "quyết định", "1995-11-01")],
        "body, type, drafting unit",
    ),
    (
        "theo nghị định 66 HĐBT ngày 02-3-1992 về hộ kinh doanh",
        [("nghị định 66 HĐBT", "66/HĐBT", "nghị định", "1992-03-02")],
        "a blank for the slash before a lone body",
    ),
    (
        "Thông tư liên bộ số 195/LB ngày 13/11/1992",
        [("Thông tư liên bộ số 195/LB", "195/LB", "thông tư liên tịch", "1992-11-13")],
        "joint circular of two ministries",
    ),
    (
        "công văn liên bộ ngành văn hóa số 27/LB ngày 5/6/1991",
        [("công văn liên bộ ngành văn hóa số 27/LB", "27/LB", "công văn", "1991-06-05")],
        "… with words before the number",
    ),
    (
        "NĐ 181/NĐ-CP/2004 NGÀY 29/10/2004 CỦA CP",
        [("NĐ 181/NĐ-CP/2004", "181/NĐ-CP/2004", "nghị định", "2004-10-29")],
        "the year last",
    ),
    (
        "Nghị định số 43/CP/1996 về đăng ký",
        [("Nghị định số 43/CP/1996", "43/CP/1996", "nghị định", None)],
        "the year behind a lone body",
    ),
    (
        "giao đất theo 64/CP, đo đạc theo 299/TTg",
        [("64/CP", "64/CP", None, None), ("299/TTg", "299/TTg", None, None)],
        "no type word",
    ),
    ("THỰC HIỆN QN 21/TW VỀ CẢI CÁCH", [("21/TW", "21/TW", None, None)], "a misprinted type word"),
    (
        "BỔ SUNG TT03 VÀ TT04/2004/TT-BXD.",
        [("TT03", None, "thông tư", None), ("TT04/2004/TT-BXD", "04/2004/TT-BXD", "thông tư", None)],
        "abbreviations glued to numbers",
    ),
    (
        "THEO NĐ 37/2007 NGÀY 09/3/2007, SỬA NĐ 176/99",
        [("NĐ 37/2007", None, "nghị định", "2007-03-09"), ("NĐ 176/99", None, "nghị định", None)],
        "number and year, also of two digits",
    ),
    (
        "Quyết định số 12QĐ-UBND ngày 3/4/2003",
        [("Quyết định số 12QĐ-UBND", "12/QĐ-UBND", "quyết định", "2003-04-03")],
        "no separator behind the number",
    ),
    (
        "Chỉ thị số 30\n      /2000/CT-BTC",
        [("Chỉ thị số 30 /2000/CT-BTC", "30/2000/CT-BTC", "chỉ thị", None)],
        "a line broken in a letterhead's table",
    ),
    (
        "Nghị quyết số l2/NQ-CP, Chỉ thị O5-CT/TW",
        [
            ("Nghị quyết số l2/NQ-CP", "12/NQ-CP", "nghị quyết", None),
            ("Chỉ thị O5-CT/TW", "05-CT/TW", "chỉ thị", None),
        ],
        "letters read for digits",
    ),
    (
        "Nghị quyết 12/NG-CP, Kế hoạch 13/KH-LĐLP, Quyết định 7/OĐ-UBND, Nghị quyết 02-NQ/TVV",
        [
            ("Nghị quyết 12/NG-CP", "12/NQ-CP", "nghị quyết", None),
            ("Kế hoạch 13/KH-LĐLP", "13/KH-LĐLĐ", "kế hoạch", None),
            ("Quyết định 7/OĐ-UBND", "7/QĐ-UBND", "quyết định", None),
            ("Nghị quyết 02-NQ/TVV", "02-NQ/TW", "nghị quyết", None),
        ],
        "codes misread by a scanner",
    ),
    (
        "Lệnh số 06-LCT/HĐN N ngày 20-5-1988, Quyết định 12/QĐ-UB ND, Kế hoạch 13/KH-LĐ LĐ, Quyết định 5/QĐ-UB TP Huế",
        [
            ("Lệnh số 06-LCT/HĐN N", "06-LCT/HĐNN", "lệnh", "1988-05-20"),
            ("Quyết định 12/QĐ-UB ND", "12/QĐ-UBND", "quyết định", None),
            ("Kế hoạch 13/KH-LĐ LĐ", "13/KH-LĐLĐ", "kế hoạch", None),
            ("Quyết định 5/QĐ-UB", "5/QĐ-UB", "quyết định", None),
        ],
        "a code torn by a scan; a place behind one",
    ),
    (
        "Chỉ thị 30/2007/GT-UBND",
        [("Chỉ thị 30/2007/GT-UBND", "30/2007/GT-UBND", "chỉ thị", None)],
        "two known codes are one letter away: as it stands",
    ),
    (
        "Thông tư 12/TP-BTC, Công văn 12/UBND-NG",
        [
            ("Thông tư 12/TP-BTC", "12/TP-BTC", "thông tư", None),
            ("Công văn 12/UBND-NG", "12/UBND-NG", "công văn", None),
        ],
        "codes of units are anything",
    ),
    (
        "Quyết định số 49-LĐ/QĐ, Thông tư số 12-LĐTBXH/TT, Pháp lệnh 28-LCT/HĐNN8",
        [
            ("Quyết định số 49-LĐ/QĐ", "49-LĐ/QĐ", "quyết định", None),
            ("Thông tư số 12-LĐTBXH/TT", "12-LĐTBXH/TT", "thông tư", None),
            ("Pháp lệnh 28-LCT/HĐNN8", "28-LCT/HĐNN8", "pháp lệnh", None),
        ],
        "the body before the type",
    ),
    (
        "Thông tư 172/1998/TT/BTC và Thông tư 12/98/TT-BTC, số 05-TT/LB",
        [
            ("Thông tư 172/1998/TT/BTC", "172/1998/TT/BTC", "thông tư", None),
            ("Thông tư 12/98/TT-BTC", "12/98/TT-BTC", "thông tư", None),
            ("05-TT/LB", "05-TT/LB", "thông tư", None),
        ],
        "slashes throughout, two-digit years, joint codes",
    ),
    (
        "Quyết định số 256/2004/qđ-ub ngày 5/2/2004",
        [("Quyết định số 256/2004/qđ-ub", "256/2004/QĐ-UB", "quyết định", "2004-02-05")],
        "capitals lost with a font",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), FAMILIES, ids=[case[2] for case in FAMILIES])
def test_family(text: str, expected: list[tuple[str, str | None, str | None, str | None]], why: str) -> None:
    doc = DocumentText.of(text)
    references = resolve_references(find_references(doc, find_dates(doc)), doc, Context())
    found = [(" ".join(r.surface.split()), r.symbol, r.doc_type, r.date) for r in references]
    assert found == expected, why


@pytest.mark.parametrize(("text", "_expected", "why"), FAMILIES, ids=[case[2] for case in FAMILIES])
def test_the_wide_pattern_sees_every_family(text: str, _expected: object, why: str) -> None:
    """It is there to catch what the grammar misses, so it must see all that the grammar reads."""
    doc = DocumentText.of(text)
    assert [token.reason for token in account(doc, [])].count(None) >= 1, why
    assert all(token.reason == "reference" for token in account(doc, find_references(doc, find_dates(doc)))), why


# (text, reason of its one token, why)
NO_DOCUMENTS = [
    ("Số: 2006/QĐ-UBND ngày   tháng   năm 2006", "number still to be stamped"),
    ("lập theo Mẫu số 12/TNLĐ ban hành kèm theo", "form or annex"),
    ("(Phụ lục số 02/TTM)", "form or annex"),
    ("Giấy phép số 349/GP-BTTTT", "licence"),
    ("xe ô tô biển số 72C-0585", "number plate"),
    ("Địa chỉ: số 16, đường Lê Lợi", "address"),
    ("Tổng số 3615 dự án", "number of something else"),
    ("hậu quả cơn bão số 13 gây ra", "number of something else"),
    ("công suất đến 600 CV 214", "count"),
    ("thực hiện kế hoạch 5 năm", "count"),
    ("Kế hoạch 2030 của ngành", "plan or figure of a year"),
    ("kỷ luật 60 cán bộ", "law and discipline in general"),
    ("3- Hệ thống sổ kế toán", "list or section number"),
    ("Điều 5- Nhiệm vụ của phòng", "list or section number"),
    ("bản đồ QH 1/2000", "scale"),
    ("Q/HOẠCH P/TRIỂN 1 số ngành", "abbreviated words"),
    ("Chương trình thực hiện NQ 5, kỳ X về cải cách", "ordinal of a plenum"),
    ("thiết bị vi ba số 4x2", "digital"),
    ("tiền vệ mang áo số 8 và tỷ số 1-0", "number of something else"),
    ("tài khoản số 3713.0.1088 tại Kho bạc", "number of something else"),
    ("thống nhất quyết định 42 hộ đủ điều kiện", "count"),
    ("cấp 477 C/O mẫu AJ", "abbreviated words"),
    ("ổ đĩa CD-ROM 4", "name of a place, a body or a thing, and a number"),
]


@pytest.mark.parametrize(("text", "reason"), NO_DOCUMENTS)
def test_what_is_no_document_has_a_reason(text: str, reason: str) -> None:
    doc = DocumentText.of(text)
    tokens = account(doc, find_references(doc, find_dates(doc)))
    assert {token.reason for token in tokens} == {reason}
    assert all(doc.text[token.start : token.end] == token.surface for token in tokens)


def test_an_unread_symbol_is_unaccounted_for() -> None:
    doc = DocumentText.of("Căn cứ Quyết định số 77/QĐ-UBND và Thông báo 12/TB-SYT")
    references = find_references(doc, [])
    assert [token.reason for token in account(doc, references[:1])] == ["reference", None]


def test_half_a_symbol_is_not_the_whole() -> None:
    doc = DocumentText.of("Quyết định 12/QĐ-UBND-NC")
    (whole,) = find_references(doc, [])
    from dataclasses import replace

    half = replace(whole, end=whole.end - 3, surface=whole.surface[:-3])
    assert [token.reason for token in account(doc, [half])] == [None]


@pytest.mark.parametrize("folder", ["archive/transcripts", "unlabeled", "dev", "seeds", "shortforms"])
def test_no_family_is_missed_on_real_documents(folder: str) -> None:
    place = SHARED / folder
    if not place.is_dir():
        pytest.skip(f"the documents of {folder} are not here")
    files = [path for path in sorted(place.iterdir()) if path.suffix in (".md", ".txt")]
    left = [(path.name, token.surface) for path in files for token in account_file(path) if token.reason is None]
    assert left == []
