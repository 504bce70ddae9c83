"""Provinces through time. Facts: the National Assembly's resolutions named in gazetteers/provinces.csv."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.organisations.provinces import (
    Province,
    all_provinces,
    find_province,
    find_unaccented,
    fold_tones,
    province_by_code,
    province_now,
    provinces_at,
    successors_now,
)
from pipeline.annotate.annotator import annotate
from pipeline.clean import clean
from pipeline.read import read_bytes
from pipeline.tabulate.tabulate import tabulate


@pytest.mark.parametrize(
    ("day", "count", "why"),
    [
        ("1988-01-01", 40, "with the special zone Vũng Tàu - Côn Đảo"),
        ("1990-01-01", 44, "three splits of July 1989"),
        ("1991-10-01", 49, "five splits of August 1991"),
        ("1996-12-31", 53, "before the eight splits of 1997"),
        ("1998-01-01", 61, "after the splits of 1997"),
        ("2004-06-01", 64, "three splits of 1 January 2004"),
        ("2008-08-01", 63, "Hà Tây went into Hà Nội that day"),
        ("2025-06-30", 63, "last day before the mergers"),
        ("2025-07-01", 34, "resolution 202/2025/QH15"),
    ],
)
def test_number_of_provinces(day: str, count: int, why: str) -> None:
    assert len(provinces_at(dt.date.fromisoformat(day))) == count, why


CASES = [
    ("Quảng Trị", "2021-05-17", "45", "tỉnh Quảng Trị", "plain name"),
    ("QUẢNG TRỊ", "2021-05-17", "45", "tỉnh Quảng Trị", "letterhead capitals"),
    ("tỉnh Quảng Trị", "2026-01-02", "44", "tỉnh Quảng Trị", "the merged province has Quảng Bình's code"),
    ("Hoà Bình", "2010-01-01", "17", "tỉnh Hòa Bình", "tone on the other vowel"),
    ("Thanh Hoá", None, "38", "tỉnh Thanh Hóa", "tone on the other vowel"),
    ("TP.HCM", "2010-01-01", "79", "Thành phố Hồ Chí Minh", "abbreviation with a dot"),
    ("TP. HCM", "2010-01-01", "79", "Thành phố Hồ Chí Minh", "… and a blank"),
    ("TPHCM", "2026-01-01", "79", "Thành phố Hồ Chí Minh", "… without either"),
    ("TP. Hồ Chí Minh", None, "79", "Thành phố Hồ Chí Minh", "half abbreviated"),
    ("Thành phố Hồ Chí Minh", None, "79", "Thành phố Hồ Chí Minh", "in full"),
    ("BR-VT", "2015-01-01", "77", "tỉnh Bà Rịa - Vũng Tàu", "initials"),
    ("Bà Rịa – Vũng Tàu", "2015-01-01", "77", "tỉnh Bà Rịa - Vũng Tàu", "another dash"),
    ("Bà Rịa Vũng Tàu", "2015-01-01", "77", "tỉnh Bà Rịa - Vũng Tàu", "no dash"),
    ("Thủ đô", "2015-01-01", "01", "thành phố Hà Nội", "the capital"),
    ("Đăk Lăk", "2010-01-01", "66", "tỉnh Đắk Lắk", "older spelling"),
    ("Đắc Lắc", "2003-01-01", "66", "tỉnh Đắk Lắk", "oldest spelling, before the split"),
    ("Huế", "2015-01-01", "46", "tỉnh Thừa Thiên Huế", "the city's name for its province"),
    ("thành phố Huế", "2025-03-01", "46", "thành phố Huế", "centrally run since 2025"),
    ("TP. Huế", "2015-01-01", "46", "tỉnh Thừa Thiên Huế", "then a city of the province"),
    ("tỉnh Thừa Thiên Huế", "2026-01-01", "46", "thành phố Huế", "the old name in a document of today"),
    ("TT-Huế", "2009-01-01", "46", "tỉnh Thừa Thiên Huế", "abbreviation"),
    ("Cần Thơ", "2003-06-01", "92", "tỉnh Cần Thơ", "a province until the end of 2003"),
    ("Cần Thơ", "2009-06-01", "92", "thành phố Cần Thơ", "a city since 2004"),
    ("Hà Tây", "2012-01-01", "28", "tỉnh Hà Tây", "a name out of force is still found"),
    ("Hậu Giang", "1988-06-01", "", "tỉnh Hậu Giang", "the large one of before 1992"),
    ("Hậu Giang", "2009-06-01", "93", "tỉnh Hậu Giang", "the one split off Cần Thơ"),
    ("Đắk Nông", "2009-06-01", "67", "tỉnh Đắk Nông", "split off Đắk Lắk in 2004"),
    ("Dăk Nông", "2009-06-01", "67", "tỉnh Đắk Nông", "D for Đ"),
    ("Đắk-Lắk", "2003-06-01", "66", "tỉnh Đắk Lắk", "the undivided one"),
    ("Điện Biên", "2009-06-01", "11", "tỉnh Điện Biên", "split off Lai Châu in 2004"),
    ("Lai Châu", "2003-06-01", "12", "tỉnh Lai Châu", "the undivided one"),
    ("Hà Tây", "2008-07-31", "28", "tỉnh Hà Tây", "its last day"),
    ("Vũng Tàu – Côn Đảo", "1990-01-01", "", "đặc khu Vũng Tàu - Côn Đảo", "ended in 1991"),
    ("Bà Rịa-VT", "2010-01-01", "77", "tỉnh Bà Rịa - Vũng Tàu", "half abbreviated"),
    ("Bình Dương", "2026-01-01", "74", "tỉnh Bình Dương", "merged away, still spoken of"),
    ("Lào Cai", "2020-01-01", "10", "tỉnh Lào Cai", "before the merger"),
    ("Lào Cai", "2025-08-01", "15", "tỉnh Lào Cai", "after it, with Yên Bái's code"),
    ("Kontum", "2010-01-01", "62", "tỉnh Kon Tum", "one word"),
    ("Hải Hưng", "1995-01-01", "", "tỉnh Hải Hưng", "ended before codes were given"),
]


@pytest.mark.parametrize(("name", "day", "code", "full", "why"), CASES)
def test_find_by_name(name: str, day: str | None, code: str, full: str, why: str) -> None:
    found = find_province(name, dt.date.fromisoformat(day) if day else None)
    assert found is not None, why
    assert (found.code, found.full_name) == (code, full), why


@pytest.mark.parametrize("name", ["", "tỉnh", "Viêng Chăn", "Quảng", "thành phố", "An"])
def test_no_province_of_that_name(name: str) -> None:
    assert find_province(name) is None


@pytest.mark.parametrize(
    ("name", "day", "now", "why"),
    [
        ("Hà Tây", "2005-01-01", ["Hà Nội"], "merged in 2008"),
        ("Yên Bái", "2010-01-01", ["Lào Cai"], "merged in 2025"),
        ("Bình Thuận", "2010-01-01", ["Lâm Đồng"], "merged in 2025"),
        ("Đắk Lắk", "2003-01-01", ["Đắk Lắk", "Lâm Đồng"], "split in 2004, both parts merged in 2025; the seat first"),
        ("Hà Bắc", "1990-01-01", ["Bắc Ninh"], "both halves are one again"),
        ("Lai Châu", "2003-01-01", ["Điện Biên", "Lai Châu"], "its seat, Điện Biên Phủ, is in Điện Biên"),
        ("Cao Bằng", "2003-01-01", ["Cao Bằng"], "unchanged"),
        ("Thừa Thiên Huế", "2010-01-01", ["Huế"], "renamed in 2025"),
        ("Cần Thơ", "2003-01-01", ["Cần Thơ"], "split in 2004, one again since 2025"),
        ("Hậu Giang", "1988-01-01", ["Cần Thơ"], "split twice, one again since 2025"),
        ("Vũng Tàu - Côn Đảo", "1990-01-01", ["Hồ Chí Minh"], "Bà Rịa - Vũng Tàu, then the city"),
    ],
)
def test_what_it_is_today(name: str, day: str, now: list[str], why: str) -> None:
    province = find_province(name, dt.date.fromisoformat(day))
    assert province is not None
    assert [p.name for p in successors_now(province)] == now, why
    assert province_now(province).name == now[0], why


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("15", "2020-01-01", "Yên Bái"),
        ("15", "2026-01-01", "Lào Cai"),
        ("24", "2025-06-30", "Bắc Giang"),
        ("24", "2025-07-01", "Bắc Ninh"),
        ("28", "2020-01-01", "Hà Tây"),
    ],
)
def test_a_code_needs_its_date(code: str, day: str, name: str) -> None:
    found = province_by_code(code, dt.date.fromisoformat(day))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("day", "name", "then", "now"),
    [
        ("2009-03-10", "Hà Nam", ("35", "Hà Nam"), ("37", "Ninh Bình")),
        ("2009-03-10", "Quảng Bình", ("44", "Quảng Bình"), ("44", "Quảng Trị")),
        ("2009-03-10", "TP.HCM", ("79", "Hồ Chí Minh"), ("79", "Hồ Chí Minh")),
        ("2005-03-10", "Hà Tây", ("28", "Hà Tây"), ("01", "Hà Nội")),
        ("2003-03-10", "Đắc Lắc", ("66", "Đắk Lắk"), ("66", "Đắk Lắk")),
        ("2026-03-10", "Quảng Trị", ("44", "Quảng Trị"), ("44", "Quảng Trị")),
    ],
)
def test_a_document_gets_the_province_of_its_day_and_todays(
    day: str, name: str, then: tuple[str, str], now: tuple[str, str]
) -> None:
    place = day.split("-")
    text = (
        f"ỦY BAN NHÂN DÂN\nTỈNH {name.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Số: 15/BC-UBND\n{name}, ngày {place[2]} tháng {place[1]} năm {place[0]}\nBÁO CÁO\nTình hình sản xuất\n"
        "Sản xuất trong tỉnh ổn định.\n"
    ).replace("TỈNH TP.", "TP.")
    read = read_bytes(text.encode(), "bc.txt")
    document = tabulate("0" * 16, "bc.txt", read, cleaned := clean(read), annotate(cleaned, read.hints)).documents[0]
    assert (document["province_code"], document["province"]) == then
    assert (document["province_now_code"], document["province_now"]) == now


def test_unknown_code() -> None:
    assert province_by_code("00") is None
    assert province_by_code("") is None


@pytest.mark.parametrize(
    ("name", "code"), [("quangtri", "45"), ("baria-vungtau", "77"), ("tphcm", "79"), ("daklak", "66")]
)
def test_host_names(name: str, code: str) -> None:
    found = find_unaccented(name, dt.date(2020, 1, 1))
    assert found is not None
    assert found.code == code


@given(st.sampled_from(all_provinces()), st.booleans())
def test_every_spelling_is_found_on_every_day_it_is_valid(province: Province, first: bool) -> None:
    day = (province.valid_from if first else province.valid_to) or dt.date(2024, 6, 1)
    if not province.valid_at(day):
        return
    for spelling in (province.name, province.full_name, province.name.upper(), province.full_name.lower()):
        assert find_province(spelling, day) == province


@given(st.sampled_from(all_provinces()))
def test_successors_end_in_provinces_of_today(province: Province) -> None:
    now = successors_now(province)
    assert now
    assert all(p.valid_to is None for p in now)


@given(st.text(alphabet="oaeuyàáảãạỳýỷòóùúHQtn ", max_size=30))
def test_folding_tones_keeps_length_and_is_idempotent(text: str) -> None:
    folded = fold_tones(text)
    assert len(folded) == len(text)
    assert fold_tones(folded) == folded
