"""Document numbers taken apart: canonical form, number, year, type, codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.references import parse_symbol
from extractors.references.patterns import code_key, doc_types, organs
from extractors.references.symbols import read_symbol

# (as written, canonical, number, year, type, organs, why)
CASES = [
    ("1563/CTr-TLĐ", "1563/CTr-TLĐ", "1563", None, "chương trình", ("TLĐ",), "state style"),
    ("02-NQ/TW", "02-NQ/TW", "02", None, "nghị quyết", ("TW",), "party style; leading zero kept"),
    ("36/2013/QĐ-UBND", "36/2013/QĐ-UBND", "36", 2013, "quyết định", ("UBND",), "with year"),
    ("45/2019/QH14", "45/2019/QH14", "45", 2019, None, ("QH14",), "laws and resolutions of the Assembly share it"),
    ("7c/NQ-TLĐ", "7c/NQ-TLĐ", "7c", None, "nghị quyết", ("TLĐ",), "lettered"),
    ("1863/TLĐ", "1863/TLĐ", "1863", None, None, ("TLĐ",), "body alone"),
    ("3215/UBND-KGVX", "3215/UBND-KGVX", "3215", None, "công văn", ("UBND", "KGVX"), "letter: no type code"),
    ("984/CT-TTHT", "984/CT-TTHT", "984", None, "công văn", ("CT", "TTHT"), "CT is a tax office before a unit"),
    ("06/CT-UBND", "06/CT-UBND", "06", None, "chỉ thị", ("UBND",), "CT is a directive before a body"),
    ("31-CT/TU", "31-CT/TU", "31", None, "chỉ thị", ("TU",), "… of the party"),
    ("101-KH/ĐĐ-LĐLĐ", "101-KH/ĐĐ-LĐLĐ", "101", None, "kế hoạch", ("ĐĐ", "LĐLĐ"), "two bodies, as written"),
    ("1141-TC/QĐ/CĐKT", "1141-TC/QĐ/CĐKT", "1141", None, "quyết định", ("TC", "CĐKT"), "body before type"),
    ("172/1998/TT/BTC", "172/1998/TT/BTC", "172", 1998, "thông tư", ("BTC",), "all slashes"),
    ("12/98/TT-BTC", "12/98/TT-BTC", "12", 1998, "thông tư", ("BTC",), "two-digit year"),
    ("28-LCT/HĐNN8", "28-LCT/HĐNN8", "28", None, "lệnh", ("HĐNN8",), "term number"),
    ("85/2004/TTLT/BTC-BKHCN", "85/2004/TTLT/BTC-BKHCN", "85", 2004, "thông tư liên tịch", ("BTC", "BKHCN"), "joint"),
    ("66.2/2025/NQ-CP", "66.2/2025/NQ-CP", "66.2", 2025, "nghị quyết", ("CP",), "point in the number"),
    ("58 – KH/TU", "58-KH/TU", "58", None, "kế hoạch", ("TU",), "blanks, en dash"),
    ("13/KH- LĐLĐ", "13/KH-LĐLĐ", "13", None, "kế hoạch", ("LĐLĐ",), "blank after a hyphen"),
    ("24/2000/NĐ - CP", "24/2000/NĐ-CP", "24", 2000, "nghị định", ("CP",), "blanks between known codes"),
    ("415 /TLĐ - ToC", "415/TLĐ-ToC", "415", None, "công văn", ("TLĐ", "ToC"), "blanks before a letter's unit"),
    ("1194 QĐ-TTg", "1194/QĐ-TTg", "1194", None, "quyết định", ("TTg",), "slash restored"),
    ("99 2025 TT BTC", "99/2025/TT-BTC", "99", 2025, "thông tư", ("BTC",), "all restored"),
    ("6138/UBNDKGVX", "6138/UBND-KGVX", "6138", None, "công văn", ("UBND", "KGVX"), "hyphen restored"),
    ("99/2007/NĐCP", "99/2007/NĐ-CP", "99", 2007, "nghị định", ("CP",), "hyphen restored"),
    ("154/2024/ND-CP", "154/2024/NĐ-CP", "154", 2024, "nghị định", ("CP",), "Đ restored"),
    ("12/KH-LDLD", "12/KH-LĐLĐ", "12", None, "kế hoạch", ("LĐLĐ",), "Đ restored in a body"),
    ("137/2020/NĐ-СР", "137/2020/NĐ-CP", "137", 2020, "nghị định", ("CP",), "Cyrillic"),
    ("59/2007/QĐ-TTG", "59/2007/QĐ-TTg", "59", 2007, "quyết định", ("TTg",), "letters as issued"),
    ("105/5004/NĐ-CP", "105/5004/NĐ-CP", "105", None, "nghị định", ("CP",), "a misprinted year stays, and is no year"),
    ("01/CV-01", "01/CV-01", "01", None, "công văn", (), "a firm's serial"),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[-1]}: {case[0]}" for case in CASES])
def test_parts(case: tuple[str, str, str, int | None, str | None, tuple[str, ...], str]) -> None:
    written, canonical, number, year, doc_type, codes, why = case
    symbol = parse_symbol(written)
    assert symbol is not None, why
    assert (symbol.text, symbol.number, symbol.year, symbol.doc_type) == (canonical, number, year, doc_type), why
    assert symbol.organs == codes, why


@pytest.mark.parametrize(
    ("text", "symbol", "why"),
    [
        ("415 /TLĐ - ToC ngày 02/4/2021", "415/TLĐ-ToC", "its day follows"),
        ("88/LĐLĐ - TG của LĐLĐ tỉnh", "88/LĐLĐ-TG", "its issuer follows"),
        ("415/TLĐ - Ban Tổ chức trình", "415/TLĐ", "a name"),
        ("88/UBND - TP Huế", "88/UBND", "a place"),
        ("415/TLĐ - UBND tỉnh đã nhận", "415/TLĐ", "another body"),
    ],
)
def test_a_letters_unit_behind_blanks(text: str, symbol: str, why: str) -> None:
    found = read_symbol(text, 0)
    assert found is not None
    assert found[0].text == symbol, why


@pytest.mark.parametrize(
    "text", ["12/6/2021", "13/14 LĐLĐ", "24/24", "", "QĐ-UBND", "/QĐ-UBND", "12", "12/", "96 - Đường Láng", "2021-2025"]
)
def test_no_symbol(text: str) -> None:
    assert parse_symbol(text) is None


@pytest.mark.parametrize("written", [case[0] for case in CASES])
def test_canonical_is_a_fixed_point(written: str) -> None:
    first = parse_symbol(written)
    assert first is not None
    again = parse_symbol(first.text)
    assert again is not None
    assert again.text == first.text


_TYPE = st.sampled_from(
    sorted(code for code, _ in doc_types().codes.values() if len(code) > 1 and code_key(code) not in organs())
)
_BODY = st.sampled_from(
    sorted({organ.code for organ in organs().values() if "." not in organ.code and organ.code != "TƯ"})
)


@given(number=st.integers(1, 99999), year=st.none() | st.integers(1990, 2049), kind=_TYPE, body=_BODY)
def test_every_listed_type_and_body_is_read(number: int, year: int | None, kind: str, body: str) -> None:
    text = f"{number}/{f'{year}/' if year else ''}{kind}-{body}"
    symbol = parse_symbol(text)
    assert symbol is not None
    assert symbol.text == text
    assert (symbol.number, symbol.year, symbol.type_code) == (str(number), year, kind)
    assert symbol.organs == (body,)
    assert symbol.strong


@given(
    number=st.integers(1, 9999),
    body=_BODY,
    before=st.sampled_from(["", " ", "  "]),
    dash=st.sampled_from("-‐‑–—−"),
    after=st.sampled_from(["", " "]),
)
def test_blanks_and_dashes_do_not_matter(number: int, body: str, before: str, dash: str, after: str) -> None:
    symbol = parse_symbol(f"{number}{before}/{after}QĐ{before}{dash}{after}{body}")
    assert symbol is not None
    assert symbol.text == f"{number}/QĐ-{body}"
