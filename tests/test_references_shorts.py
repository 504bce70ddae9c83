"""Mentions of documents by their names, by dates, and for short."""

from __future__ import annotations

import pytest

from tests.reference_reading import Case, Expected, found
from tests.test_references import ALL as NUMBERED

NAMED: list[Case] = [
    ("Bộ luật lao động quy định", [("Bộ luật lao động", "named", "bộ luật", None, None)], "a code, small letters"),
    (
        "Luật An toàn, vệ sinh lao động và Luật An toàn vệ sinh lao động",
        [
            ("Luật An toàn, vệ sinh lao động", "named", "luật", None, None),
            ("Luật An toàn vệ sinh lao động", "named", "luật", None, None),
        ],
        "with and without the comma",
    ),
    (
        "Luật Việc làm năm 2013 và Luật Đặc xá 2018",
        [
            ("Luật Việc làm năm 2013", "named", "luật", None, "2013"),
            ("Luật Đặc xá 2018", "named", "luật", None, "2018"),
        ],
        "a year belongs to the name and is the date",
    ),
    (
        "Căn cứ Luật Công đoàn ngày 27 tháng 11 năm 2024;",
        [("Luật Công đoàn", "named", "luật", None, "2024-11-27")],
        "a day after the name",
    ),
    (
        "LUẬT HÒA GIẢI Ở CƠ SỞ; Luật Hoà giải ở cơ sở",
        [
            ("LUẬT HÒA GIẢI Ở CƠ SỞ", "named", "luật", None, None),
            ("Luật Hoà giải ở cơ sở", "named", "luật", None, None),
        ],
        "capitals; the other tone placement",
    ),
    (
        "Luật BHXH, Luật BHYT",
        [("Luật BHXH", "named", "luật", None, None), ("Luật BHYT", "named", "luật", None, None)],
        "abbreviated names",
    ),
    (
        "Luật Sĩ quan Quân đội nhân dân Việt Nam sửa đổi, bổ sung năm 2014",
        [("Luật Sĩ quan Quân đội nhân dân Việt Nam sửa đổi, bổ sung năm 2014", "named", "luật", None, "2014")],
        "an amended law of a year",
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan và Luật Đầu tư công ngày 25/6/2025",
        [
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan và Luật Đầu tư công",
                "named",
                "luật",
                None,
                "2025-06-25",
            )
        ],
        "one amending law, not four laws",
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14",
        [
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14",
                "numbered",
                "luật",
                "62/2020/QH14",
                None,
            )
        ],
        "an amending law with its number",
    ),
    (
        "Luật Phòng không nhân dân quy định",
        [("Luật Phòng không nhân dân", "named", "luật", None, None)],
        "a law not listed",
    ),
    ("theo luật Đất đai hiện hành", [("luật Đất đai", "named", "luật", None, None)], "small type word, capital name"),
    (
        "Pháp lệnh Ưu đãi người có công với cách mạng",
        [("Pháp lệnh Ưu đãi người có công với cách mạng", "named", "pháp lệnh", None, None)],
        "ordinance",
    ),
    ("Hiến pháp năm 2013", [("Hiến pháp năm 2013", "named", "hiến pháp", None, "2013")], "constitution"),
    (
        "Điều lệ Công đoàn Việt Nam, Điều lệ Đảng, Điều lệ công ty",
        [
            ("Điều lệ Công đoàn Việt Nam", "named", "điều lệ", None, None),
            ("Điều lệ Đảng", "named", "điều lệ", None, None),
        ],
        "listed charters only",
    ),
    (
        "Nghị quyết Đại hội XIV Công đoàn tỉnh Quảng Ninh đề ra",
        [("Nghị quyết Đại hội XIV Công đoàn tỉnh Quảng Ninh", "named", "nghị quyết", None, None)],
        "congress by its number and place",
    ),
    (
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng và các nghị quyết",
        [("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", "named", "nghị quyết", None, None)],
        "the party's congress",
    ),
    (
        "NGHỊ QUYẾT ĐẠI HỘI CÔNG ĐOÀN TỈNH HÀ GIANG KHOÁ XV, NHIỆM KỲ 2018-2023",
        [("NGHỊ QUYẾT ĐẠI HỘI CÔNG ĐOÀN TỈNH HÀ GIANG KHOÁ XV, NHIỆM KỲ 2018-2023", "named", "nghị quyết", None, None)],
        "the term is part of the name",
    ),
    (
        "Nghị quyết Đại hội đại biểu Công đoàn Viên chức tỉnh lần thứ V Các đơn vị thực hiện",
        [("Nghị quyết Đại hội đại biểu Công đoàn Viên chức tỉnh lần thứ V", "named", "nghị quyết", None, None)],
        "names of branches inside; the next sentence outside",
    ),
    (
        "NQ Đại hội XII Công đoàn Việt Nam",
        [("NQ Đại hội XII Công đoàn Việt Nam", "named", "nghị quyết", None, None)],
        "abbreviated type word",
    ),
    ("Pháp lệnh Đê điều cũ", [("Pháp lệnh Đê điều cũ", "named", "pháp lệnh", None, None)], "an ordinance not listed"),
    ("Nghị quyết Đại hội Công đoàn các cấp", [], "congresses of all levels"),
    ("nghị quyết đại hội đảng bộ (chi bộ) nhiệm kỳ 2020 - 2025", [], "congresses in general"),
    (
        "Nghị quyết Trung ương 4 khoá XII",
        [("Nghị quyết Trung ương 4 khoá XII", "named", "nghị quyết", None, None)],
        "a plenum",
    ),
    ("thi hành Luật; các văn bản Luật, Nghị quyết của Quốc hội", [], "the bare word"),
]

DATES: list[Case] = [
    (
        "Quyết định số 15/QĐ-TTg của Thủ tướng Chính phủ ngày 03/01/2020",
        [("Quyết định số 15/QĐ-TTg", "numbered", "quyết định", "15/QĐ-TTg", "2020-01-03")],
        "the issuer between symbol and date",
    ),
    (
        "Nghị định 15/CP của Chính phủ ban hành ngày 2/3/1993",
        [("Nghị định 15/CP", "numbered", "nghị định", "15/CP", "1993-03-02")],
        "`ban hành ngày`",
    ),
    (
        "Nghị định số 72/2024/NĐ-CP có hiệu lực từ ngày 01/7/2024",
        [("Nghị định số 72/2024/NĐ-CP", "numbered", "nghị định", "72/2024/NĐ-CP", None)],
        "the day it takes effect is not its date",
    ),
    (
        "Ngày 18/01/2025, Bộ Chính trị ban hành Kết luận 118-KL/TW",
        [("Kết luận 118-KL/TW", "numbered", "kết luận", "118-KL/TW", None)],
        "a day before the mention is not part of it",
    ),
    (
        "Thông tư 45/2025/TT-NHNN sửa đổi quy định về thẻ do Thống đốc ban hành ngày 19/11/2025.",
        [("Thông tư 45/2025/TT-NHNN", "numbered", "thông tư", "45/2025/TT-NHNN", "2025-11-19")],
        "the sentence's subject takes the day at its end",
    ),
    (
        "Kế hoạch 12/KH-UBND triển khai Quyết định 5/QĐ-TTg ban hành ngày 3/4/2024.",
        [
            ("Kế hoạch 12/KH-UBND", "numbered", "kế hoạch", "12/KH-UBND", None),
            ("Quyết định 5/QĐ-TTg", "numbered", "quyết định", "5/QĐ-TTg", "2024-04-03"),
        ],
        "… unless it is another's",
    ),
    (
        "Nghị định 73/2024/NĐ-CP năm 2025 áp dụng",
        [("Nghị định 73/2024/NĐ-CP", "numbered", "nghị định", "73/2024/NĐ-CP", None)],
        "another year than the symbol's is not its date",
    ),
    (
        "Quyết định số 217-QĐ/TW và Quyết định số 218-QĐ/TW, cùng ngày 12/12/2013",
        [
            ("Quyết định số 217-QĐ/TW", "numbered", "quyết định", "217-QĐ/TW", "2013-12-12"),
            ("Quyết định số 218-QĐ/TW", "numbered", "quyết định", "218-QĐ/TW", "2013-12-12"),
        ],
        "`cùng ngày` is said of both",
    ),
    (
        "Theo Quyết định số 7/QĐ-LĐLĐ (ngày 5/3/2021)",
        [("Quyết định số 7/QĐ-LĐLĐ", "numbered", "quyết định", "7/QĐ-LĐLĐ", "2021-03-05")],
        "date in brackets",
    ),
    (
        "Kế hoạch số 7/KH-LĐLĐ ngày 31/02/2021",
        [("Kế hoạch số 7/KH-LĐLĐ", "numbered", "kế hoạch", "7/KH-LĐLĐ", None)],
        "a day that does not exist",
    ),
]

SHORTS: list[Case] = [
    (
        "Chương trình 1563/CTr-TLĐ ngày 09/10/2019. Sau đó Chương trình 1563 được sơ kết.",
        [
            ("Chương trình 1563/CTr-TLĐ", "numbered", "chương trình", "1563/CTr-TLĐ", "2019-10-09"),
            ("Chương trình 1563", "short", "chương trình", "1563/CTr-TLĐ", "2019-10-09"),
        ],
        "a short form takes symbol and date of its antecedent",
    ),
    (
        "Bàn về Nghị quyết 02. Nghị quyết số 02-NQ/TW, ngày 12/6/2021, nêu rõ.",
        [
            ("Nghị quyết 02", "short", "nghị quyết", "02-NQ/TW", "2021-06-12"),
            ("Nghị quyết số 02-NQ/TW", "numbered", "nghị quyết", "02-NQ/TW", "2021-06-12"),
        ],
        "the antecedent may come later",
    ),
    (
        "Nghị quyết số 02-NQ/TW. Học tập NQ 02 tại chi bộ.",
        [
            ("Nghị quyết số 02-NQ/TW", "numbered", "nghị quyết", "02-NQ/TW", None),
            ("NQ 02", "short", "nghị quyết", "02-NQ/TW", None),
        ],
        "abbreviated type word",
    ),
    (
        "Nghị quyết 02-NQ/TW; Nghị quyết 02/NQ-CP.\nThực hiện Nghị quyết 02 còn chậm.",
        [
            ("Nghị quyết 02-NQ/TW", "numbered", "nghị quyết", "02-NQ/TW", None),
            ("Nghị quyết 02/NQ-CP", "numbered", "nghị quyết", "02/NQ-CP", None),
            ("Nghị quyết 02", "short", "nghị quyết", None, None),
        ],
        "two candidates: no guess",
    ),
    (
        "Nghị quyết 02-NQ/TW; Nghị quyết 02/NQ-CP.\nThực hiện Nghị quyết 02 của Chính phủ còn chậm.",
        [
            ("Nghị quyết 02-NQ/TW", "numbered", "nghị quyết", "02-NQ/TW", None),
            ("Nghị quyết 02/NQ-CP", "numbered", "nghị quyết", "02/NQ-CP", None),
            ("Nghị quyết 02", "short", "nghị quyết", "02/NQ-CP", None),
        ],
        "the issuer decides",
    ),
    (
        "Thông tư 62/2024/TT-BTC. Thông tư 62/2023 hết hiệu lực; Thông tư 62 năm 2024 còn.",
        [
            ("Thông tư 62/2024/TT-BTC", "numbered", "thông tư", "62/2024/TT-BTC", None),
            ("Thông tư 62/2023", "short", "thông tư", None, None),
            ("Thông tư 62", "short", "thông tư", "62/2024/TT-BTC", "2024"),
        ],
        "a year inside must fit; a year after it is its date if it is the document's",
    ),
    (
        "Đã có Nghị định 26 2025? Nghị định 26 thay thế gì?\nNghị định 26/2025/NĐ-CP bãi bỏ Nghị định 26/2014/NĐ-CP.",
        [
            ("Nghị định 26 2025", "short", "nghị định", "26/2025/NĐ-CP", None),
            ("Nghị định 26", "short", "nghị định", "26/2025/NĐ-CP", None),
            ("Nghị định 26/2025/NĐ-CP", "numbered", "nghị định", "26/2025/NĐ-CP", None),
            ("Nghị định 26/2014/NĐ-CP", "numbered", "nghị định", "26/2014/NĐ-CP", None),
        ],
        "of two the one the paragraph spoke of last",
    ),
    (
        "Nghị định 52/2019/NĐ-CP, ngày 14/6/2019 của Chính phủ (sau đây gọi là Nghị định số 52).",
        [
            ("Nghị định 52/2019/NĐ-CP", "numbered", "nghị định", "52/2019/NĐ-CP", "2019-06-14"),
            ("Nghị định số 52", "short", "nghị định", "52/2019/NĐ-CP", "2019-06-14"),
        ],
        "declared",
    ),
    (
        "Quyết định số 06/QĐ-TTg phê duyệt phát triển dữ liệu (gọi tắt là Đề án 06). Tổ Đề án 06 họp.",
        [
            ("Quyết định số 06/QĐ-TTg", "numbered", "quyết định", "06/QĐ-TTg", None),
            ("Đề án 06", "short", "đề án", "06/QĐ-TTg", None),
            ("Đề án 06", "short", "đề án", "06/QĐ-TTg", None),
        ],
        "declared, another type",
    ),
    (
        "Quyết định số 938/QĐ-TTg phê duyệt Đề án hỗ trợ phụ nữ. Kết quả Đề án 938 rất tốt.",
        [
            ("Quyết định số 938/QĐ-TTg", "numbered", "quyết định", "938/QĐ-TTg", None),
            ("Đề án 938", "short", "đề án", "938/QĐ-TTg", None),
        ],
        "the scheme a decision approved goes by the decision's number",
    ),
    (
        "Nghị định số 200/2025/NĐ-CP về phòng thủ dân sự (sau đây viết tắt là Nghị định).\n"
        "Tuyên truyền Nghị định tới các xã; các Nghị định khác giữ nguyên.",
        [
            ("Nghị định số 200/2025/NĐ-CP", "numbered", "nghị định", "200/2025/NĐ-CP", None),
            ("Nghị định", "short", "nghị định", "200/2025/NĐ-CP", None),
            ("Nghị định", "short", "nghị định", "200/2025/NĐ-CP", None),
        ],
        "the bare type word as a declared name; not where it speaks of others",
    ),
    (
        "Chương trình số 740/CTr-TLĐ đã tổng kết.\nChương trình nói trên giúp tăng thu.",
        [
            ("Chương trình số 740/CTr-TLĐ", "numbered", "chương trình", "740/CTr-TLĐ", None),
            ("Chương trình nói trên", "short", "chương trình", "740/CTr-TLĐ", None),
        ],
        "pointing back to the only one",
    ),
    (
        "Chương trình 740/CTr-TLĐ và Chương trình 1563/CTr-TLĐ.\nChương trình nói trên giúp tăng thu.",
        [
            ("Chương trình 740/CTr-TLĐ", "numbered", "chương trình", "740/CTr-TLĐ", None),
            ("Chương trình 1563/CTr-TLĐ", "numbered", "chương trình", "1563/CTr-TLĐ", None),
        ],
        "pointing back to one of two",
    ),
    (
        "Quyết định 12/QĐ-UBND. Quyết định này có hiệu lực.",
        [("Quyết định 12/QĐ-UBND", "numbered", "quyết định", "12/QĐ-UBND", None)],
        "`Quyết định này` is the document itself",
    ),
    (
        "Chi trả theo Nghị định số 178 và Nghị quyết 93 của Chính phủ.",
        [
            ("Nghị định số 178", "short", "nghị định", None, None),
            ("Nghị quyết 93", "short", "nghị quyết", None, None),
        ],
        "no antecedent: still a mention, without symbol",
    ),
    (
        "theo nghị định 68 và nghị quyết 5 kỳ họp; Nghị định 68/2000/NĐ-CP",
        [
            ("nghị định 68", "short", "nghị định", "68/2000/NĐ-CP", None),
            ("Nghị định 68/2000/NĐ-CP", "numbered", "nghị định", "68/2000/NĐ-CP", None),
        ],
        "small letters: only with an antecedent",
    ),
    (
        "Kế hoạch 39/KH-LĐLĐ của LĐLĐ tỉnh. Kế hoạch 39 và kế hoạch 39 lớp tập huấn.",
        [
            ("Kế hoạch 39/KH-LĐLĐ", "numbered", "kế hoạch", "39/KH-LĐLĐ", None),
            ("Kế hoạch 39", "short", "kế hoạch", "39/KH-LĐLĐ", None),
        ],
        "the same number may count something",
    ),
    (
        "Chương trình hành động số 02/CTr-LĐLĐ; văn bản số 123/SNV-TC. Chương trình 02 và Công văn 123 đã gửi.",
        [
            ("Chương trình hành động số 02/CTr-LĐLĐ", "numbered", "chương trình hành động", "02/CTr-LĐLĐ", None),
            ("văn bản số 123/SNV-TC", "numbered", "văn bản", "123/SNV-TC", None),
            ("Chương trình 02", "short", "chương trình", "02/CTr-LĐLĐ", None),
            ("Công văn 123", "short", "công văn", "123/SNV-TC", None),
        ],
        "the shorter or the other word for the type",
    ),
    (
        "Nghị quyết 06-NQ/TU; Nghị quyết 09-NQ/TU. Kết quả Nghị quyết 06 và 09, 12 lớp.",
        [
            ("Nghị quyết 06-NQ/TU", "numbered", "nghị quyết", "06-NQ/TU", None),
            ("Nghị quyết 09-NQ/TU", "numbered", "nghị quyết", "09-NQ/TU", None),
            ("Nghị quyết 06", "short", "nghị quyết", "06-NQ/TU", None),
            ("09", "short", "nghị quyết", "09-NQ/TU", None),
        ],
        "a list of short forms, as far as the document knows them",
    ),
    (
        "Nghị định 126/2004-NĐ-CP; Nghị định 126/2004/NĐ-CP. Theo Nghị định 126 thì phạt.",
        [
            ("Nghị định 126/2004-NĐ-CP", "numbered", "nghị định", "126/2004-NĐ-CP", None),
            ("Nghị định 126/2004/NĐ-CP", "numbered", "nghị định", "126/2004/NĐ-CP", None),
            ("Nghị định 126", "short", "nghị định", "126/2004-NĐ-CP", None),
        ],
        "two spellings of one symbol are one candidate",
    ),
    (
        "NQ02 và NĐ178",
        [("NQ02", "short", "nghị quyết", None, None), ("NĐ178", "short", "nghị định", None, None)],
        "glued",
    ),
    (
        "SỬA ĐỔI TT 02/2005, TT 04/2005 VÀ NĐ 95",
        [
            ("TT 02/2005", "short", "thông tư", None, None),
            ("TT 04/2005", "short", "thông tư", None, None),
            ("NĐ 95", "short", "nghị định", None, None),
        ],
        "abbreviations with a year",
    ),
]

ALL = [
    *(("named", *case) for case in NAMED),
    *(("dates", *case) for case in DATES),
    *(("shorts", *case) for case in SHORTS),
]


@pytest.mark.parametrize(("text", "expected", "why"), [case[1:] for case in ALL], ids=[f"{c[0]}: {c[3]}" for c in ALL])
def test_mentions(text: str, expected: list[Expected], why: str) -> None:
    assert found(text) == expected, why


def test_tables_are_wide() -> None:
    cases = [*NUMBERED, *ALL]
    assert len(cases) >= 120
    assert len({case[1] for case in cases}) == len(cases)
