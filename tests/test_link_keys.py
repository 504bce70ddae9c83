"""Symbols, places and issuers made comparable."""

from __future__ import annotations

import pytest

from pipeline.annotate.issuers import standard_issuer
from pipeline.link.places import place_of
from pipeline.link.symbols import symbol_facts

SPELLINGS = [
    (["1563/CTr-TLĐ", "1563/CTr–TLĐ", "1563/CTr - TLĐ"], "any dash, blanks around it"),
    (["1563/CTr-TLĐ", "1563/CTR-TLĐ", "1563/ctr-TLĐ"], "case"),
    (["1563/CTr-TLĐ", "1563/CTr-TLD", "1563/CTr-TLÐ"], "lost diacritics, the Icelandic look-alike"),
    (["1563/CTr-TLĐ", "1563/CTr-TLP"], "a scanner's P for Đ, where no body has that code"),
    (["02-NQ/TW", "2-NQ/TW", "02/NQ-TW", "02-NQ/TƯ"], "leading zeros, separators swapped, Ư of Trung ương"),
    (["43-NQ/TW", "43/NQ/TW", "43-NQ-TW", "43-NG/TW", "43-NQ/TVV"], "a scanner's G for Q and VV for W"),
    (["11/NQ-CP", "11/NG-CP", "11 / NQ – CP", "11/nq-cp"], "the same of the Government"),
    (["181/2004/NĐ-CP", "181/NĐ-CP/2004"], "the year last"),
    (["72/2025/QH15", "72/2025/QH", "72/2025/QH 15"], "the Assembly's term left out"),
    (["12/HD-BNN&PTNT", "12/HD-BNNPTNT"], "the ampersand inside an organ"),
]


@pytest.mark.parametrize(("spellings", "why"), SPELLINGS, ids=[why for _, why in SPELLINGS])
def test_spellings_of_one_symbol_have_one_key(spellings: list[str], why: str) -> None:
    assert len({symbol_facts(symbol).key for symbol in spellings}) == 1, why


DIFFERENT = [
    ("36/2013/QĐ-UBND", "36/QĐ-UBND", "a number with its year is another series"),
    ("12/NQ-CP", "12/NĐ-CP", "another type"),
    ("7/NQ-TLĐ", "7c/NQ-TLĐ", "a lettered number"),
    ("02-NQ/TW", "02-NQ/TU", "the centre and a province"),
    ("12/CT-CP", "12/CT-CĐ", "P and Đ where both codes exist"),
    ("09/2021/QH14", "09/2021/QH", "two terms share the year"),
    ("30/2007/GT-UBND", "30/2007/CT-UBND", "a misread code that could be two"),
]


@pytest.mark.parametrize(("left", "right", "why"), DIFFERENT, ids=[why for *_, why in DIFFERENT])
def test_different_symbols_have_different_keys(left: str, right: str, why: str) -> None:
    assert symbol_facts(left).key != symbol_facts(right).key, why


REACH = [
    ("1563/CTr-TLĐ", "national", "central"),
    ("06/2019/TTLT-BTC-BNV", "national", "ministry"),
    ("45/2019/QH14", "national", "central"),
    ("94-KH/TU", "local", "province"),
    ("39/KH-LĐLĐ", "local", "unknown"),
    ("101-KH/ĐĐ-LĐLĐ", "local", "unknown"),
    ("9/KH-XYZ", "unknown", "unknown"),
]


@pytest.mark.parametrize(("symbol", "reach", "level"), REACH)
def test_codes_tell_whose_a_number_is(symbol: str, reach: str, level: str) -> None:
    facts = symbol_facts(symbol)
    assert (facts.reach, facts.level) == (reach, level)


PLACES = [
    ("LĐLĐ huyện Hướng Hóa", "Quảng Trị", "huyện hướng hóa / quảng trị", "a district, in the document's province"),
    ("UBND tỉnh", "Nghệ An", "nghệ an", "a bare `tỉnh` is the document's"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH NGHỆ AN", None, "nghệ an", "capitals of a letterhead"),
    ("UBND thành phố Vinh", "Nghệ An", "thành phố vinh / nghệ an", "a city within a province"),
    ("UBND TP. Cần Thơ", None, "cần thơ", "a city that is a province"),
    ("HUYỆN ỦY HƯỚNG HÓA", "Quảng Trị", "huyện hướng hóa / quảng trị", "a party committee"),
    ("UBND phường 1, quận 3, Thành phố Hồ Chí Minh", None, "phường 1 / quận 3 / hồ chí minh", "each level counts"),
    ("Huyện ủy", "Nghệ An", None, "some district's: which one stays open"),
    ("UBND tỉnh", None, None, "no province known"),
]


@pytest.mark.parametrize(("issuer", "province", "key", "why"), PLACES, ids=[why for *_, why in PLACES])
def test_place_an_issuer_serves(issuer: str, province: str | None, key: str | None, why: str) -> None:
    place = place_of(issuer, province)
    assert (place.key if place else None) == key, why


ISSUERS = [
    ("Chủ tịch UBND tỉnh", "Quảng Trị", "Ủy ban nhân dân tỉnh Quảng Trị", "an office speaks for its body"),
    ("Bộ trưởng Bộ Công Thương", None, "Bộ Công Thương", "a minister for the ministry"),
    ("Thủ tướng Chính phủ", None, "Thủ tướng Chính phủ", "an office that issues itself"),
    ("LĐLĐ tỉnh Nghệ An", None, "Liên đoàn Lao động tỉnh Nghệ An", "abbreviations"),
    ("Bộ trưởng", None, None, "an office without its body"),
]


@pytest.mark.parametrize(("issuer", "province", "name", "why"), ISSUERS, ids=[why for *_, why in ISSUERS])
def test_issuers_are_made_comparable(issuer: str, province: str | None, name: str | None, why: str) -> None:
    found = standard_issuer(issuer, province)
    assert (found.name if found else None) == name, why
