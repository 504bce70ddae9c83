"""Every form of reference the project promises to read, one by one, each in a sentence of its own.

The other tables test the rules; this one is the promise's own list, so that none of it is lost.
"""

from __future__ import annotations

import pytest

from extractors.model import Context
from extractors.references import parse_symbol
from tests.reference_reading import read

# (symbol as written, canonical, number, year, type, organs)
GRAMMAR: list[tuple[str, str, str, int | None, str | None, tuple[str, ...]]] = [
    ("36/2013/QĐ-UBND", "36/2013/QĐ-UBND", "36", 2013, "quyết định", ("UBND",)),
    ("45/2019/QH14", "45/2019/QH14", "45", 2019, None, ("QH14",)),
    ("06/2019/TTLT-BTC-BNV", "06/2019/TTLT-BTC-BNV", "06", 2019, "thông tư liên tịch", ("BTC", "BNV")),
    ("1563/CTr-TLĐ", "1563/CTr-TLĐ", "1563", None, "chương trình", ("TLĐ",)),
    ("11/NQ-CP", "11/NQ-CP", "11", None, "nghị quyết", ("CP",)),
    ("02-NQ/TW", "02-NQ/TW", "02", None, "nghị quyết", ("TW",)),
    ("94-KH/TU", "94-KH/TU", "94", None, "kế hoạch", ("TU",)),
    ("101-KH/ĐĐ-LĐLĐ", "101-KH/ĐĐ-LĐLĐ", "101", None, "kế hoạch", ("ĐĐ", "LĐLĐ")),
    ("36-HD/VPTW", "36-HD/VPTW", "36", None, "hướng dẫn", ("VPTW",)),
    ("7c/NQ-TLĐ", "7c/NQ-TLĐ", "7c", None, "nghị quyết", ("TLĐ",)),
    ("12a/KH-UBND", "12a/KH-UBND", "12a", None, "kế hoạch", ("UBND",)),
    ("1863/TLĐ", "1863/TLĐ", "1863", None, None, ("TLĐ",)),
    ("3215/UBND-KGVX", "3215/UBND-KGVX", "3215", None, "công văn", ("UBND", "KGVX")),
    ("464/TTg-KTTH", "464/TTg-KTTH", "464", None, "công văn", ("TTg", "KTTH")),
    ("1141-TC/QĐ/CĐKT", "1141-TC/QĐ/CĐKT", "1141", None, "quyết định", ("TC", "CĐKT")),
    ("15/CP", "15/CP", "15", None, None, ("CP",)),
    ("299/TTg", "299/TTg", "299", None, None, ("TTg",)),
    ("172/1998/TT/BTC", "172/1998/TT/BTC", "172", 1998, "thông tư", ("BTC",)),
    ("01-HĐBT", "01-HĐBT", "01", None, None, ("HĐBT",)),
    ("04/ĐA-MTTW-BTT", "04/ĐA-MTTW-BTT", "04", None, "đề án", ("MTTW", "BTT")),
    ("5175/CĐ-BNN-ĐĐ", "5175/CĐ-BNN-ĐĐ", "5175", None, "công điện", ("BNN", "ĐĐ")),
    ("85/2004/TTLT/BTC-BKHCN", "85/2004/TTLT/BTC-BKHCN", "85", 2004, "thông tư liên tịch", ("BTC", "BKHCN")),
    ("441/BC-UBPLTP15", "441/BC-UBPLTP15", "441", None, "báo cáo", ("UBPLTP15",)),
    ("8348/UBND-ĐC2", "8348/UBND-ĐC2", "8348", None, "công văn", ("UBND", "ĐC2")),
    ("01/NQ-TU", "01/NQ-TU", "01", None, "nghị quyết", ("TU",)),
    ("43/NQ-TW", "43/NQ-TW", "43", None, "nghị quyết", ("TW",)),
    ("43-NQ-TW", "43-NQ-TW", "43", None, "nghị quyết", ("TW",)),
    ("43/NQ/TW", "43/NQ/TW", "43", None, "nghị quyết", ("TW",)),
]


@pytest.mark.parametrize("case", GRAMMAR, ids=[case[0] for case in GRAMMAR])
def test_the_grammar_of_numbers(case: tuple[str, str, str, int | None, str | None, tuple[str, ...]]) -> None:
    written, canonical, number, year, doc_type, organs = case
    symbol = parse_symbol(written)
    assert symbol is not None
    assert (symbol.text, symbol.number, symbol.year, symbol.doc_type) == (canonical, number, year, doc_type)
    assert symbol.organs == organs
    (reference,) = read(f"Đơn vị thực hiện nghiêm Quyết định số {written} của cấp trên.")
    assert (reference.symbol, reference.number, reference.organs) == (canonical, number, organs)
    assert reference.doc_type == "quyết định", "the noun speaks, also against its symbol"


# (text, [(surface, symbol)], why)
AS_THEY_STAND: list[tuple[str, list[tuple[str, str | None]], str]] = [
    ("Luật số 58/2014/QH13", [("Luật số 58/2014/QH13", "58/2014/QH13")], "a law's number"),
    ("Quyết định 933/QĐ-TLĐ năm 2024", [("Quyết định 933/QĐ-TLĐ", "933/QĐ-TLĐ")], "a year behind it"),
    ("Nghị quyết 43/NQ-TW", [("Nghị quyết 43/NQ-TW", "43/NQ-TW")], "separators of the state on a party's number"),
    ("Kế hoạch số 19/CTr-UBND", [("Kế hoạch số 19/CTr-UBND", "19/CTr-UBND")], "noun against symbol"),
    ("Kế hoạch 58 – KH/TU", [("Kế hoạch 58 – KH/TU", "58-KH/TU")], "blanks and an en dash"),
    ("Kế hoạch 13 / KH — LĐLĐ", [("Kế hoạch 13 / KH — LĐLĐ", "13/KH-LĐLĐ")], "blanks and an em dash"),
    ("Quyết định số 1194/\nQĐ-TTg", [("Quyết định số 1194/ QĐ-TTg", "1194/QĐ-TTg")], "a line break inside"),
    ("Quyết định số 1194/QĐ-\nTTg", [("Quyết định số 1194/QĐ- TTg", "1194/QĐ-TTg")], "… and before the body"),
    ("Quyết định số\n1194/QĐ-TTg", [("Quyết định số 1194/QĐ-TTg", "1194/QĐ-TTg")], "… and before the number"),
    ("Quyết định số 1194/\fQĐ-TTg", [("Quyết định số 1194/ QĐ-TTg", "1194/QĐ-TTg")], "a page break inside"),
    ("theo Quy định số31-QĐ/TW", [("Quy định số31-QĐ/TW", "31-QĐ/TW")], "`số` glued"),
    ("theo Công văn Số: 77/UBND-NC đã gửi", [("Công văn Số: 77/UBND-NC", "77/UBND-NC")], "`Số:` inside a sentence"),
    (
        "Kế hoạch 12/KH-TLD, Quyết định 5/QD-UBND",
        [("Kế hoạch 12/KH-TLD", "12/KH-TLĐ"), ("Quyết định 5/QD-UBND", "5/QĐ-UBND")],
        "Đ lost",
    ),
    ("Nghị định 30/2020/ND-CP", [("Nghị định 30/2020/ND-CP", "30/2020/NĐ-CP")], "Đ lost in a decree"),
    ("Quyết định 5/QÐ-UBND", [("Quyết định 5/QÐ-UBND", "5/QĐ-UBND")], "Icelandic Ð"),
    ("Số:       /KH-UBND", [], "a blank to be stamped"),
    ("Căn cứ Kế hoạch số      /KH-UBND ngày    tháng 5 năm 2020", [], "… inside a sentence"),
    (
        "các Nghị quyết số 11/NQ-CP, 30/NQ-CP và 128/NQ-CP",
        [("Nghị quyết số 11/NQ-CP", "11/NQ-CP"), ("30/NQ-CP", "30/NQ-CP"), ("128/NQ-CP", "128/NQ-CP")],
        "a list",
    ),
    (
        "Thông tư số 01, 02/2020/TT-BNV",
        [("Thông tư số 01", "01/2020/TT-BNV"), ("02/2020/TT-BNV", "02/2020/TT-BNV")],
        "numbers that share their codes",
    ),
    (
        "Kế hoạch số 12, 13 và 15/KH-UBND",
        [("Kế hoạch số 12", "12/KH-UBND"), ("13", "13/KH-UBND"), ("15/KH-UBND", "15/KH-UBND")],
        "three of them",
    ),
    (
        "các Báo cáo từ số 10 đến số 12/BC-UBND",
        [("Báo cáo từ số 10", "10/BC-UBND"), ("12/BC-UBND", "12/BC-UBND")],
        "a range is its two ends",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), AS_THEY_STAND, ids=[case[2] for case in AS_THEY_STAND])
def test_as_they_stand(text: str, expected: list[tuple[str, str | None]], why: str) -> None:
    assert [(" ".join(r.surface.split()), r.symbol) for r in read(text)] == expected, why


# (text, type of the second of a list)
DISTRIBUTED = [
    ("các Nghị quyết số 11/NQ-CP, 30/NQ-CP", "nghị quyết"),
    ("các Chương trình số 05/UBND-VX và 06/UBND-VX", "chương trình"),
    ("Thông tư số 01, 02/2020/TT-BNV", "thông tư"),
]


@pytest.mark.parametrize(("text", "doc_type"), DISTRIBUTED)
def test_the_type_word_distributes(text: str, doc_type: str) -> None:
    assert [r.doc_type for r in read(text)] == [doc_type, doc_type]


# (text, date, why)
DATES = [
    ("Quyết định 12/QĐ-TLĐ ngày 09/10/2019", "2019-10-09", "slashes"),
    ("Quyết định 12/QĐ-TLĐ ngày 9 tháng 10 năm 2019", "2019-10-09", "in words"),
    ("Quyết định 12/QĐ-TLĐ, ngày 09-10-2019", "2019-10-09", "hyphens behind a comma"),
    ("Quyết định 12/QĐ-TLĐ ngày 9.10.2019", "2019-10-09", "points"),
    ("Quyết định 12/QĐ-TLĐ (09/10/2019)", "2019-10-09", "brackets without `ngày`"),
    ("Quyết định 12/QĐ-TLĐ (ngày 09/10/2019) phê duyệt đề án", "2019-10-09", "brackets with it"),
    ("Quyết định 12/QĐ-TLĐ ký ngày 09/10/2019", "2019-10-09", "the day it was signed"),
    ("Quyết định 12/QĐ-TLĐ ban hành ngày 09/10/2019", "2019-10-09", "the day it was issued"),
    ("Quyết định 12/QĐ-TLĐ của Tổng Liên đoàn ngày 09/10/2019", "2019-10-09", "behind the issuer"),
    ("Quyết định ngày 09/10/2019 số 12/QĐ-TLĐ của Tổng Liên đoàn", "2019-10-09", "before the symbol"),
    ("Ngày 09/10/2019, Tổng Liên đoàn ban hành Quyết định 12/QĐ-TLĐ", None, "a day the mention does not give"),
    ("Quyết định 12/QĐ-TLĐ “Nhà ở cho công nhân” ngày 09/10/2019", "2019-10-09", "behind the quoted title"),
    ("Quyết định 12/QĐ-TLĐ tháng 10/2019", "2019-10", "a month"),
    ("Quyết định 12/QĐ-TLĐ năm 2019", "2019", "a year"),
    ("Quyết định 12/QĐ-TLĐ có hiệu lực từ ngày 09/10/2019", None, "when it takes effect is another day"),
    ("Quyết định 12/QĐ-TLĐ quy định hạn chót ngày 09/10/2019", None, "a day inside its content"),
    ("Quyết định 12/QĐ-TLĐ trước ngày 09/10/2019", None, "a deadline"),
]


@pytest.mark.parametrize(("text", "date", "why"), DATES, ids=[case[2] for case in DATES])
def test_dates_in_every_written_form(text: str, date: str | None, why: str) -> None:
    (reference,) = read(text)
    assert reference.date == date, why


PROVISIONS = [
    ("theo điểm a khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", "điểm a khoản 2 Điều 5"),
    ("theo khoản 3, Điều 12 của Luật Công đoàn", "khoản 3, Điều 12"),
    ("theo Điều 8 Bộ luật Lao động", "Điều 8"),
    ("theo Mục II Chương III Thông tư số 12/2019/TT-BTC", "Mục II Chương III"),
    ("theo tiết b điểm 1.2 khoản 4 Điều 9 Nghị định 30/2020/NĐ-CP", "tiết b điểm 1.2 khoản 4 Điều 9"),
    ("theo Phụ lục II Nghị định 30/2020/NĐ-CP", "Phụ lục II"),
    ("theo Nghị định 30/2020/NĐ-CP", None),
]


@pytest.mark.parametrize(("text", "provision"), PROVISIONS)
def test_provisions(text: str, provision: str | None) -> None:
    assert [r.provision for r in read(text)] == [provision]


RELATIONS = [
    ("Triển khai thực hiện Nghị quyết 02-NQ/TW, tỉnh đã tổ chức học tập.", "implements"),
    ("Căn cứ Nghị quyết 02-NQ/TW ngày 12/6/2021;", "based_on"),
    ("Ban Thường vụ ban hành Nghị quyết 02-NQ/TU về công nhân.", "issues"),
    ("Sửa đổi, bổ sung một số điều của Nghị định 30/2020/NĐ-CP.", "amends"),
    ("Thông tư này thay thế Thông tư số 12/2019/TT-BTC.", "replaces"),
    ("Bãi bỏ Quyết định 36/2013/QĐ-UBND.", "repeals"),
    ("Báo cáo đã nêu Nghị quyết 02-NQ/TW.", "cites"),
]


@pytest.mark.parametrize(("text", "relation"), RELATIONS, ids=[case[1] for case in RELATIONS])
def test_all_seven_relations(text: str, relation: str) -> None:
    assert [r.relation for r in read(text)] == [relation]


# (text, relations of its mentions, why)
RELATIONS_OF_MANY = [
    (
        "Quyết định này thay thế các Hướng dẫn số 16-HD/BTCTW ngày 15/02/2022, Hướng dẫn số 21-HD/BTCTW ngày "
        "18/10/2022 và Hướng dẫn số 30-HD/BTCTW.",
        ["replaces", "replaces", "replaces"],
        "a list has one verb",
    ),
    (
        "Thực hiện Kế hoạch số 14-KH/TU ngày 29/7/2025 của Ban Thường vụ Tỉnh ủy và Kế hoạch số 24/KH-UBND, các xã",
        ["implements", "implements"],
        "over date and issuer",
    ),
    (
        "Nghị định 81/2018/NĐ-CP quy định chi tiết một số điều của Luật Thương mại; Nghị định 85/2021/NĐ-CP",
        ["cites", "cites", "cites"],
        "what one document does to the second it does not do to the third",
    ),
    (
        "theo Điều 59 Luật Ban hành văn bản quy phạm pháp luật và Nghị định 80/2025/NĐ-CP",
        ["cites", "cites"],
        "`Ban hành` in a law's name issues nothing",
    ),
    ("Sửa đổi quy định tại khoản 1 Điều 18 Nghị định 132/2008/NĐ-CP", ["amends"], "what is changed stands there"),
    ("Chi phí thực hiện theo quy định tại Nghị định 132/2008/NĐ-CP", ["cites"], "to follow a rule is to cite it"),
    ("về xây dựng pháp luật; Nghị quyết 197/2025/QH15", ["cites"], "another thing is built"),
]


@pytest.mark.parametrize(("text", "relations", "why"), RELATIONS_OF_MANY, ids=[case[2] for case in RELATIONS_OF_MANY])
def test_relations_of_many(text: str, relations: list[str], why: str) -> None:
    assert [r.relation for r in read(text)] == relations, why


# (text, title, why)
TITLES = [
    (
        "Nghị quyết 63/2024/QH15 phê duyệt chủ trương đầu tư Chương trình mục tiêu quốc gia văn hóa; các tỉnh",
        "phê duyệt chủ trương đầu tư Chương trình mục tiêu quốc gia văn hóa",
        "over a programme it is about",
    ),
    (
        "Thông tư 12/2023/TT-BTC hướng dẫn chi kinh phí thuộc Chương trình mục tiêu quốc gia giảm nghèo.",
        "hướng dẫn chi kinh phí thuộc Chương trình mục tiêu quốc gia giảm nghèo",
        "over a programme it belongs to",
    ),
    (
        "Chỉ thị 48-CT/TW về lãnh đạo đại hội Mặt trận các cấp, cụ thể: một là",
        "về lãnh đạo đại hội Mặt trận các cấp",
        "to what follows in particular",
    ),
    (
        "Nghị định 96/2016/NĐ-CP quy định điều kiện về an ninh (được sửa đổi, bổ sung bởi Nghị định 56/2023/NĐ-CP)",
        "quy định điều kiện về an ninh",
        "to what amended it",
    ),
    (
        "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân (hiệu lực từ ngày 01/7/2023) yêu cầu đơn vị",
        "về bảo vệ dữ liệu cá nhân",
        "to since when it holds",
    ),
    (
        "Nghị quyết 57-NQ/TW về khoa học, công nghệ và chuyển đổi số.",
        "về khoa học, công nghệ và chuyển đổi số",
        "`số` that is no number's",
    ),
    (
        "Chương trình 12/CTr-TLĐ “Nâng cao chất lượng thương lượng” đã qua ba năm.",
        "Nâng cao chất lượng thương lượng",
        "quoted",
    ),
    (
        "Nghị định 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư; các đơn vị",
        "về công tác văn thư",
        "to the semicolon",
    ),
    (
        "Quyết định 12/QĐ-UBND về việc thành lập tổ công tác, Sở Nội vụ đã trình",
        "về việc thành lập tổ công tác",
        "to the clause of the next body",
    ),
    ("Kế hoạch 12/KH-UBND về chuyển đổi số (sau đây gọi là Kế hoạch 12)", "về chuyển đổi số", "to the nickname"),
    ("Kế hoạch 12/KH-UBND đã có hiệu lực.", None, "none"),
]


@pytest.mark.parametrize(("text", "title", "why"), TITLES, ids=[case[2] for case in TITLES])
def test_titles_end_where_they_end(text: str, title: str | None, why: str) -> None:
    assert read(text)[0].title == title, why


def test_issuers() -> None:
    (said,) = read("Kế hoạch 12/KH-LĐLĐ của LĐLĐ tỉnh Hòa Bình")
    assert said.issuer == "LĐLĐ tỉnh Hòa Bình"
    context = Context(province="Quảng Trị", province_code="45", issued_on="2023-05-01")
    (own,) = read("Thực hiện Kế hoạch 12/KH-UBND, các xã", context)
    assert own.issuer == "Ủy ban nhân dân tỉnh Quảng Trị", "the code and the document's own province"
    (central,) = read("Thực hiện Nghị quyết 11/NQ-CP, các xã", context)
    assert central.issuer == "Chính phủ"


NAMED = [
    ("Bộ luật Lao động", None),
    ("Luật Công đoàn", None),
    ("Luật Việc làm năm 2013", "2013"),
    ("Điều lệ Công đoàn Việt Nam", None),
    ("Nghị quyết Đại hội XII Công đoàn Việt Nam", None),
    ("Nghị quyết Trung ương 6 khóa XII", None),
    ("Nghị quyết 4 TW khóa XI", None),
    ("NQTW 6 khoá XII", None),
    ("Hiến pháp năm 2013", "2013"),
    ("Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn", None),
]


@pytest.mark.parametrize(("name", "date"), NAMED)
def test_named_documents(name: str, date: str | None) -> None:
    found = read(f"Các đơn vị phổ biến {name} tới người lao động.")
    assert [(r.surface, r.form, r.symbol, r.date) for r in found] == [(name, "named", None, date)]


@pytest.mark.parametrize(
    "text",
    [
        "Các nghị quyết của Đảng, chính sách pháp luật của Nhà nước được quán triệt.",
        "Kế hoạch này được triển khai cùng chương trình công tác năm.",
        "Luật sư tư vấn về luật lao động cho công nhân; kỷ luật nghiêm.",
        "Báo cáo kết quả, tờ trình và các quyết định có liên quan.",
        "Tuyên truyền pháp luật, điều lệ và các văn bản hướng dẫn.",
        "Công ty Luật Hòa Phát, Phòng Luật, Trường Đại học Luật Hà Nội.",
        "Thông qua nghị quyết đại hội công đoàn các cấp.",
    ],
)
def test_generic_talk_yields_none(text: str) -> None:
    assert read(text) == []


# (text, [(surface, symbol, candidates)] of its short forms, why)
SHORTS: list[tuple[str, list[tuple[str, str | None, tuple[str, ...]]], str]] = [
    (
        "Nghị quyết 347/NQ-HĐND (sau đây gọi tắt là Nghị quyết 347). Nghị quyết 347 nêu rõ.",
        [("Nghị quyết 347", "347/NQ-HĐND", ())] * 2,
        "`sau đây gọi tắt là`",
    ),
    (
        "Chương trình 12/CTr-TLĐ (sau đây gọi là Chương trình) có ba mục tiêu. Mục tiêu của Chương trình là nhà ở.",
        [("Chương trình", "12/CTr-TLĐ", ())] * 2,
        "`sau đây gọi là`, without number",
    ),
    ("Nghị quyết 02-NQ/TW (viết tắt là NQ 02). Theo NQ 02 thì", [("NQ 02", "02-NQ/TW", ())] * 2, "`viết tắt là`"),
    (
        "Quyết định số 1956/QĐ-TTg ngày 27/11/2009 (sau đây gọi tắt là Đề án 1956). Kết quả của Đề án 1956 tốt.",
        [("Đề án 1956", "1956/QĐ-TTg", ())] * 2,
        "declared by a number that looks like a year",
    ),
    (
        "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng (Đề án 06). Nhiệm vụ của Đề án 06 đã xong.",
        [("Đề án 06", "06/QĐ-TTg", ())] * 2,
        "declared in bare brackets",
    ),
    (
        "Nghị quyết 05/2005/NQ-CP. Chương trình thực hiện NQ 5, kỳ X và Nghị quyết 6 (khóa XI) về cán bộ",
        [],
        "a plenum's ordinal is no number",
    ),
    (
        "Thông tư 06/2007/TT-BXD. Theo Thông tư liên tịch 06/2007 thì",
        [("Thông tư liên tịch 06/2007", None, ())],
        "a circular is no joint one",
    ),
    (
        "NĐ 146/2007/NĐ-CP và NĐ 146/2007/NĐ. Theo NĐ 146/2007 thì",
        [("NĐ 146/2007", "146/2007/NĐ-CP", ())],
        "a symbol cut short is no second candidate",
    ),
    (
        "Quyết định số 12/QĐ-TTg phê duyệt Chương trình phục hồi (gọi tắt là Chương trình). Chương trình đã xong.",
        [("Chương trình", "12/QĐ-TTg", ())] * 2,
        "declared, of a programme that a decision approved",
    ),
    (
        "Quyết định 217-QĐ/TW, Quyết định 218-QĐ/TW. Theo các Quyết định 217-218 thì",
        [("Quyết định 217", "217-QĐ/TW", ()), ("218", "218-QĐ/TW", ())],
        "two numbers a hyphen joins",
    ),
    (
        "Quyết định 338/QĐ-TTg (ngày 03/4/2023) phê duyệt Đề án “Một triệu căn hộ”. Mục tiêu của Đề án 338 năm 2024 là",
        [("Đề án 338", "338/QĐ-TTg", ())],
        "the scheme a decision approved",
    ),
    (
        "Chương trình số 1563/CTr-TLĐ. Sau ba năm, Chương trình 1563 đạt kết quả.",
        [("Chương trình 1563", "1563/CTr-TLĐ", ())],
        "undeclared",
    ),
    ("Nghị quyết 02-NQ/TW. Theo NQ 02, các cấp", [("NQ 02", "02-NQ/TW", ())], "undeclared, abbreviated"),
    ("Chỉ thị 06-CT/TW. Chỉ thị 06 yêu cầu", [("Chỉ thị 06", "06-CT/TW", ())], "undeclared, leading zero"),
    (
        "Kế hoạch 39/KH-LĐLĐ và Kế hoạch 39/KH-UBND. Theo Kế hoạch 39 của LĐLĐ tỉnh thì",
        [("Kế hoạch 39", "39/KH-LĐLĐ", ())],
        "two candidates, the issuer tells",
    ),
    (
        "Kế hoạch 39/KH-LĐLĐ.\nKế hoạch 39/KH-UBND.\nTheo Kế hoạch 39 thì",
        [("Kế hoạch 39", None, ("39/KH-LĐLĐ", "39/KH-UBND"))],
        "two candidates: unresolved, both listed",
    ),
    (
        "Áp dụng Thông tư 40/2020/TT-BTTTT và Thông tư 40/2017/TT-BTC; viện dẫn Thông tư 40 phải ghi đủ.",
        [("Thông tư 40", None, ("40/2020/TT-BTTTT", "40/2017/TT-BTC"))],
        "… and in one paragraph",
    ),
    ("Nghị định 40/2019/NĐ-CP. Theo Thông tư 40 thì", [("Thông tư 40", None, ())], "another type is no candidate"),
    ("Theo Nghị quyết 57, tỉnh đã", [("Nghị quyết 57", None, ())], "none in the document"),
    (
        "Kế hoạch 21/KH-UBKT. Đoàn giám sát theo KH 21 kiến nghị xử lý",
        [("KH 21", "21/KH-UBKT", ())],
        "a noun behind that is counted elsewhere",
    ),
    ("Kế hoạch 5/KH-UBND. Thực hiện Kế hoạch 5 năm 2021-2025", [], "… but years are counted"),
    (
        "Chương trình số 1563/CTr-TLĐ được ban hành. Mục tiêu của Chương trình nói trên là nhà ở.",
        [("Chương trình nói trên", "1563/CTr-TLĐ", ())],
        "pointed at",
    ),
    (
        "Chương trình số 1563/CTr-TLĐ được ban hành. Mục tiêu của Chương trình này là nhà ở.",
        [("Chương trình này", "1563/CTr-TLĐ", ())],
        "`này`",
    ),
    ("Kế hoạch này được gửi các đơn vị.", [], "`này` of the document itself"),
]


@pytest.mark.parametrize(("text", "expected", "why"), SHORTS, ids=[case[2] for case in SHORTS])
def test_short_forms(text: str, expected: list[tuple[str, str | None, tuple[str, ...]]], why: str) -> None:
    found = [(r.surface, r.symbol, r.candidates) for r in read(text) if r.form == "short"]
    assert found == expected, why


def test_a_short_form_has_its_antecedents_date() -> None:
    text = "Chương trình số 1563/CTr-TLĐ ngày 09/10/2019. Sau ba năm, Chương trình 1563 đạt kết quả."
    assert [(r.form, r.date) for r in read(text)] == [("numbered", "2019-10-09"), ("short", "2019-10-09")]


def test_the_documents_own_number_is_itself() -> None:
    text = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÒA BÌNH\nSố: 12/BC-LĐLĐ\nBÁO CÁO\nKết quả thực hiện Kế hoạch 12/KH-LĐLĐ"
    own, cited = read(text)
    assert (own.surface, own.is_self, own.symbol) == ("12/BC-LĐLĐ", True, "12/BC-LĐLĐ")
    assert (cited.symbol, cited.is_self) == ("12/KH-LĐLĐ", False)
