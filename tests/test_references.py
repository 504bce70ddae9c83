"""Mentions of documents by their numbers: what is found, how it is typed, what its number and date are."""

from __future__ import annotations

import pytest

from tests.reference_reading import Case, Expected, found

FORMS: list[Case] = [
    ("Học tập các Nghị quyết Trung ương khóa XII.", [], "resolutions of all plenums of a term"),
    (
        "Theo Nghị quyết Trung ương 6 khóa XI và Nghị quyết Trung ương 4 (khoá XII) thì",
        [
            ("Nghị quyết Trung ương 6 khóa XI", "named", "nghị quyết", None, None),
            ("Nghị quyết Trung ương 4 (khoá XII)", "named", "nghị quyết", None, None),
        ],
        "resolutions of plenums, both tone placements",
    ),
    (
        "Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII nêu",
        [
            (
                "Nghị quyết Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XII",
                "named",
                "nghị quyết",
                None,
                None,
            )
        ],
        "a plenum in full",
    ),
    (
        "Nghị quyết Đại hội Đảng bộ tỉnh khóa XVIII, nhiệm kỳ 2025-2030 đề ra",
        [("Nghị quyết Đại hội Đảng bộ tỉnh khóa XVIII, nhiệm kỳ 2025-2030", "named", "nghị quyết", None, None)],
        "terms belong to a congress's resolution, both tone placements",
    ),
    (
        "Các cấp công đoàn triển khai Chương trình số 1563/CTr-TLĐ ngày 09/10/2019 tới cơ sở.",
        [("Chương trình số 1563/CTr-TLĐ", "numbered", "chương trình", "1563/CTr-TLĐ", "2019-10-09")],
        "state style: number, type code, body",
    ),
    (
        "Học tập Nghị quyết 02-NQ/TW, ngày 12 tháng 6 năm 2021 trong toàn ngành.",
        [("Nghị quyết 02-NQ/TW", "numbered", "nghị quyết", "02-NQ/TW", "2021-06-12")],
        "party style: hyphen before the type, slash before the body; comma before the date",
    ),
    (
        "Giá đất áp dụng theo Quyết định số 36/2013/QĐ-UBND.",
        [("Quyết định số 36/2013/QĐ-UBND", "numbered", "quyết định", "36/2013/QĐ-UBND", None)],
        "year in the symbol is not the date",
    ),
    (
        "Bữa ăn ca thực hiện theo Nghị quyết 7c/NQ-TLĐ.",
        [("Nghị quyết 7c/NQ-TLĐ", "numbered", "nghị quyết", "7c/NQ-TLĐ", None)],
        "lettered number",
    ),
    (
        "Bổ sung bằng Kế hoạch số 12a/KH-CĐCS ngày 3/4/2022.",
        [("Kế hoạch số 12a/KH-CĐCS", "numbered", "kế hoạch", "12a/KH-CĐCS", "2022-04-03")],
        "lettered plan",
    ),
    (
        "Đã trả lời tại Công văn số 1863/TLĐ.",
        [("Công văn số 1863/TLĐ", "numbered", "công văn", "1863/TLĐ", None)],
        "letter: number and body only",
    ),
    (
        "Sở nhận được Công văn 3215/UBND-KGVX ngày 05/8/2024.",
        [("Công văn 3215/UBND-KGVX", "numbered", "công văn", "3215/UBND-KGVX", "2024-08-05")],
        "letter: body and unit",
    ),
    (
        "Theo văn bản số 464/TTg-KTTH của Thủ tướng Chính phủ.",
        [("văn bản số 464/TTg-KTTH", "numbered", "văn bản", "464/TTg-KTTH", None)],
        "the Prime Minister's letters",
    ),
    (
        "Chế độ kế toán ban hành theo Quyết định số 1141-TC/QĐ/CĐKT ngày 01/11/1995.",
        [("Quyết định số 1141-TC/QĐ/CĐKT", "numbered", "quyết định", "1141-TC/QĐ/CĐKT", "1995-11-01")],
        "old form: body before the type",
    ),
    (
        "Quy định tại Nghị định số 15/CP của Chính phủ.",
        [("Nghị định số 15/CP", "numbered", "nghị định", "15/CP", None)],
        "old form: body alone",
    ),
    (
        "Nay thay Quyết định 299/TTg.",
        [("Quyết định 299/TTg", "numbered", "quyết định", "299/TTg", None)],
        "old form of the Prime Minister's decisions",
    ),
    (
        "Hướng dẫn tại Thông tư 172/1998/TT/BTC.",
        [("Thông tư 172/1998/TT/BTC", "numbered", "thông tư", "172/1998/TT/BTC", None)],
        "slash between type and body",
    ),
    (
        "Pháp quy cũ gồm Nghị định số 01-HĐBT.",
        [("Nghị định số 01-HĐBT", "numbered", "nghị định", "01-HĐBT", None)],
        "Council of Ministers",
    ),
    (
        "Công bố theo Lệnh số 28-LCT/HĐNN8.",
        [("Lệnh số 28-LCT/HĐNN8", "numbered", "lệnh", "28-LCT/HĐNN8", None)],
        "body with the number of its term",
    ),
    (
        "Thực hiện Đề án số 04/ĐA-MTTW-BTT về giám sát.",
        [("Đề án số 04/ĐA-MTTW-BTT", "numbered", "đề án", "04/ĐA-MTTW-BTT", None)],
        "three parts",
    ),
    (
        "Công điện 5175/CĐ-BNN-ĐĐ yêu cầu trực 24/24 giờ.",
        [("Công điện 5175/CĐ-BNN-ĐĐ", "numbered", "công điện", "5175/CĐ-BNN-ĐĐ", None)],
        "telegram of a ministry and its department; 24/24 is no number",
    ),
    (
        "Theo Thông tư liên tịch số 85/2004/TTLT/BTC-BKHCN.",
        [
            (
                "Thông tư liên tịch số 85/2004/TTLT/BTC-BKHCN",
                "numbered",
                "thông tư liên tịch",
                "85/2004/TTLT/BTC-BKHCN",
                None,
            )
        ],
        "joint circular",
    ),
    (
        "Biên chế theo Thông tư liên tịch 06/2019/TTLT-BTC-BNV.",
        [("Thông tư liên tịch 06/2019/TTLT-BTC-BNV", "numbered", "thông tư liên tịch", "06/2019/TTLT-BTC-BNV", None)],
        "joint circular, all hyphens",
    ),
    (
        "Tiếp thu ý kiến tại Báo cáo thẩm tra số 441/BC-UBPLTP15.",
        [("Báo cáo thẩm tra số 441/BC-UBPLTP15", "numbered", "báo cáo", "441/BC-UBPLTP15", None)],
        "body ending in digits; two words of type",
    ),
    (
        "Công văn số 8348/UBND-ĐC2 chuyển Sở xem xét.",
        [("Công văn số 8348/UBND-ĐC2", "numbered", "công văn", "8348/UBND-ĐC2", None)],
        "unit ending in a digit",
    ),
    (
        "Nghị quyết số 01/NQ-TU và Nghị quyết 43/NQ-TW được phổ biến.",
        [
            ("Nghị quyết số 01/NQ-TU", "numbered", "nghị quyết", "01/NQ-TU", None),
            ("Nghị quyết 43/NQ-TW", "numbered", "nghị quyết", "43/NQ-TW", None),
        ],
        "party documents with the separators of the state: kept as written",
    ),
    (
        "Khen thưởng theo Quyết định 933/QĐ-TLĐ năm 2024.",
        [("Quyết định 933/QĐ-TLĐ", "numbered", "quyết định", "933/QĐ-TLĐ", "2024")],
        "a bare year after a symbol is its date",
    ),
    (
        "Thực hiện Chương trình hành động số 02/CT-LĐLĐ ngày 18/10/2021.",
        [("Chương trình hành động số 02/CT-LĐLĐ", "numbered", "chương trình hành động", "02/CT-LĐLĐ", "2021-10-18")],
        "the noun contradicts the code: the noun says the type",
    ),
    (
        "Kế hoạch số 101-KH/ĐĐ-LĐLĐ do Đảng đoàn xây dựng.",
        [("Kế hoạch số 101-KH/ĐĐ-LĐLĐ", "numbered", "kế hoạch", "101-KH/ĐĐ-LĐLĐ", None)],
        "party group of a federation",
    ),
    (
        "Trình bày theo Hướng dẫn số 36-HD/VPTW.",
        [("Hướng dẫn số 36-HD/VPTW", "numbered", "hướng dẫn", "36-HD/VPTW", None)],
        "party guideline",
    ),
    (
        "Lao động nữ theo Bộ luật Lao động số 45/2019/QH14.",
        [("Bộ luật Lao động số 45/2019/QH14", "numbered", "bộ luật", "45/2019/QH14", None)],
        "a law's number right after its name: one numbered mention",
    ),
    (
        "Theo Luật số 58/2014/QH13 thì mức đóng giữ nguyên.",
        [("Luật số 58/2014/QH13", "numbered", "luật", "58/2014/QH13", None)],
        "a law by number only",
    ),
    (
        "Căn cứ Luật Đất đai số 31/2024/ QH15 ngày 18 tháng 01 năm 2024;",
        [("Luật Đất đai số 31/2024/ QH15", "numbered", "luật", "31/2024/QH15", "2024-01-18")],
        "blank inside the symbol",
    ),
    (
        "Thực hiện Nghị quyết số 66.2/2025/NQ-CP.",
        [("Nghị quyết số 66.2/2025/NQ-CP", "numbered", "nghị quyết", "66.2/2025/NQ-CP", None)],
        "number with a point",
    ),
    (
        "Công văn số 8935/BNV-CTTN&BĐG hướng dẫn tổ chức.",
        [("Công văn số 8935/BNV-CTTN&BĐG", "numbered", "công văn", "8935/BNV-CTTN&BĐG", None)],
        "ampersand in a unit",
    ),
    (
        "Quyết định số 1330/QĐ-CT.UB ngày 27/4/2004 hết hiệu lực.",
        [("Quyết định số 1330/QĐ-CT.UB", "numbered", "quyết định", "1330/QĐ-CT.UB", "2004-04-27")],
        "dot inside a symbol",
    ),
    (
        "Thông báo kết luận số 196-TB/TW của Ban Bí thư.",
        [("Thông báo kết luận số 196-TB/TW", "numbered", "thông báo", "196-TB/TW", None)],
        "two words of type, one type",
    ),
    (
        "Công ty có văn bản số 01/CV-01 ngày 20/11/2025.",
        [("văn bản số 01/CV-01", "numbered", "văn bản", "01/CV-01", "2025-11-20")],
        "a firm's letter with a serial after the code",
    ),
    (
        "Phương án số 728/PA-UBND được duyệt.",
        [("Phương án số 728/PA-UBND", "numbered", "phương án", "728/PA-UBND", None)],
        "rarer type",
    ),
    (
        "Đơn vị áp dụng 11/NQ-CP từ quý II.",
        [("11/NQ-CP", "numbered", "nghị quyết", "11/NQ-CP", None)],
        "no type word: surface from the number, type by the code",
    ),
    (
        "Theo ý kiến tại 3215/UBND-KGVX, Sở triển khai.",
        [("3215/UBND-KGVX", "numbered", "công văn", "3215/UBND-KGVX", None)],
        "a symbol without type code is a letter's",
    ),
]

AS_THEY_STAND: list[Case] = [
    (
        "Kế hoạch số 58 – KH/TU, ngày 12/10/2021",
        [("Kế hoạch số 58 – KH/TU", "numbered", "kế hoạch", "58-KH/TU", "2021-10-12")],
        "blanks and an en dash around the hyphen",
    ),
    (
        "Kế hoạch Số: 13/KH- LĐLĐ, ngày 24/02/2021",
        [("Kế hoạch Số: 13/KH- LĐLĐ", "numbered", "kế hoạch", "13/KH-LĐLĐ", "2021-02-24")],
        "`Số:` inside a sentence is no letterhead",
    ),
    (
        "Quy định\nsố 24/2000/NĐ - CP tại Nghị định\nsố 24/2000/NĐ - CP",
        [
            ("Quy định số 24/2000/NĐ - CP", "numbered", "quy định", "24/2000/NĐ-CP", None),
            ("Nghị định số 24/2000/NĐ - CP", "numbered", "nghị định", "24/2000/NĐ-CP", None),
        ],
        "line break between type word and number; blanks around a hyphen between known codes",
    ),
    (
        "Thực hiện Nghị quyết số 27/NQ-\nTW của Đảng.",
        [("Nghị quyết số 27/NQ- TW", "numbered", "nghị quyết", "27/NQ-TW", None)],
        "line break inside a symbol",
    ),
    (
        "Chi theo Quy định số31-QĐ/TW.",
        [("Quy định số31-QĐ/TW", "numbered", "quy định", "31-QĐ/TW", None)],
        "`số` glued to the number",
    ),
    (
        "Thông tư số: 21/2012/TT-BLĐTBXH ngày 5/9/2012",
        [("Thông tư số: 21/2012/TT-BLĐTBXH", "numbered", "thông tư", "21/2012/TT-BLĐTBXH", "2012-09-05")],
        "colon after `số`",
    ),
    (
        "Nghị định số 154/2024/ND-CP có hiệu lực.",
        [("Nghị định số 154/2024/ND-CP", "numbered", "nghị định", "154/2024/NĐ-CP", None)],
        "D for Đ in a known code: the symbol as issued",
    ),
    (
        "Quyết định 12/QÐ-UBND và 13/QD-UBND",
        [
            ("Quyết định 12/QÐ-UBND", "numbered", "quyết định", "12/QĐ-UBND", None),
            ("13/QD-UBND", "numbered", "quyết định", "13/QĐ-UBND", None),
        ],
        "Icelandic Ð, and D",
    ),
    (
        "the Government's Decree No. 123/2020/ND-CP on invoices",
        [("123/2020/ND-CP", "numbered", "nghị định", "123/2020/ND-CP", None)],
        "a translation: letters as it writes them",
    ),
    (
        "Nghị quyết số 20-NQ/T.Ư về đội ngũ trí thức",
        [("Nghị quyết số 20-NQ/T.Ư", "numbered", "nghị quyết", "20-NQ/TW", None)],
        "the press's spelling of TW",
    ),
    (
        "Quyết định số 01/QĐ-BCĐ389 ngày 4/5/2020",
        [("Quyết định số 01/QĐ-BCĐ389", "numbered", "quyết định", "01/QĐ-BCĐ389", "2020-05-04")],
        "a steering committee known by a number",
    ),
    (
        "Công văn 123/UBND.VX; Quyết định 5/QĐ-UBND.UBND tỉnh giao",
        [
            ("Công văn 123/UBND.VX", "numbered", "công văn", "123/UBND.VX", None),
            ("Quyết định 5/QĐ-UBND", "numbered", "quyết định", "5/QĐ-UBND", None),
        ],
        "a dot inside a symbol, and a full stop without blank",
    ),
    (
        "Chương trình 740/CTr-TLD của Tổng Liên đoàn",
        [("Chương trình 740/CTr-TLD", "numbered", "chương trình", "740/CTr-TLĐ", None)],
        "lost stroke in the body",
    ),
    (
        "Nghị định số 137/2020/NĐ-СР về phòng cháy",
        [("Nghị định số 137/2020/NĐ-СР", "numbered", "nghị định", "137/2020/NĐ-CP", None)],
        "Cyrillic С and Р",
    ),
    (
        "QUYẾT ĐỊNH SỐ 212/2006/QĐ-BQP NGÀY 21/12/2006",
        [("QUYẾT ĐỊNH SỐ 212/2006/QĐ-BQP", "numbered", "quyết định", "212/2006/QĐ-BQP", "2006-12-21")],
        "capitals",
    ),
    (
        "CT 18/2008/CT-TTG NGÀY 06/6/2008 CỦA TTCP",
        [("CT 18/2008/CT-TTG", "numbered", "chỉ thị", "18/2008/CT-TTg", "2008-06-06")],
        "abbreviated type word; TTg as issued",
    ),
    (
        "TT 13/2006/TT-BTM - 29/11/2006 hướng dẫn",
        [("TT 13/2006/TT-BTM", "numbered", "thông tư", "13/2006/TT-BTM", "2006-11-29")],
        "date after a dash",
    ),
    (
        "Quyết định 1194 QĐ-TTg đã ký",
        [("Quyết định 1194 QĐ-TTg", "numbered", "quyết định", "1194/QĐ-TTg", None)],
        "slash lost: restored between known codes",
    ),
    (
        "Chỉ thị 05 CT/TW về học tập và làm theo",
        [("Chỉ thị 05 CT/TW", "numbered", "chỉ thị", "05-CT/TW", None)],
        "hyphen lost: a party symbol, by its slash",
    ),
    (
        "Công văn số 6138/UBNDKGVX ngày 2/5/2023",
        [("Công văn số 6138/UBNDKGVX", "numbered", "công văn", "6138/UBND-KGVX", "2023-05-02")],
        "hyphen lost",
    ),
    (
        "Thông tư 99 2025 TT BTC thay thế",
        [("Thông tư 99 2025 TT BTC", "numbered", "thông tư", "99/2025/TT-BTC", None)],
        "all separators lost, codes known",
    ),
    (
        "Mức phạt theo Nghị định 168/2024 NĐ-CP và Nghị định 73/2024/NĐ CP",
        [
            ("Nghị định 168/2024 NĐ-CP", "numbered", "nghị định", "168/2024/NĐ-CP", None),
            ("Nghị định 73/2024/NĐ CP", "numbered", "nghị định", "73/2024/NĐ-CP", None),
        ],
        "one separator lost",
    ),
    (
        "Nghị quyết 1656 NQ UBTVQH15 2025 sắp xếp đơn vị hành chính; Luật số 80 2025 QH15",
        [
            ("Nghị quyết 1656 NQ UBTVQH15", "numbered", "nghị quyết", "1656/NQ-UBTVQH15", "2025"),
            ("Luật số 80 2025 QH15", "numbered", "luật", "80/2025/QH15", None),
        ],
        "headlines of question-and-answer pages",
    ),
    (
        "Thông tư số 49/2025TT-BCT ngày ngày 09 tháng 9 năm 2025",
        [("Thông tư số 49/2025TT-BCT", "numbered", "thông tư", "49/2025/TT-BCT", "2025-09-09")],
        "year run into the code; doubled `ngày`",
    ),
    (
        "NĐ 99/2007/NĐCP và Thông tư 21/2025/TTBYT",
        [
            ("NĐ 99/2007/NĐCP", "numbered", "nghị định", "99/2007/NĐ-CP", None),
            ("Thông tư 21/2025/TTBYT", "numbered", "thông tư", "21/2025/TT-BYT", None),
        ],
        "type and body run together",
    ),
    (
        "Quyết định số *102 */2025 /QĐ-CTUBND",
        [("Quyết định số *102 */2025 /QĐ-CTUBND", "numbered", "quyết định", "102/2025/QĐ-CTUBND", None)],
        "emphasis marks inside",
    ),
    (
        "Nghị định số **1**52/2025/NĐ-CP của Chính phủ",
        [("Nghị định số **1**52/2025/NĐ-CP", "numbered", "nghị định", "152/2025/NĐ-CP", None)],
        "a number torn by emphasis marks",
    ),
    (
        "quy định tại Nghị định số 3 7/2003/NĐ-CP",
        [("Nghị định số 3 7/2003/NĐ-CP", "numbered", "nghị định", "37/2003/NĐ-CP", None)],
        "a number torn by a PDF's spacing",
    ),
    (
        "Quyết định số 35/2025/QĐ-TTgcủa Thủ tướng",
        [("Quyết định số 35/2025/QĐ-TTg", "numbered", "quyết định", "35/2025/QĐ-TTg", None)],
        "the next word glued to the symbol",
    ),
    (
        "Khuyến khích đầu tư theo Luật số 03/1998/QH 10.",
        [("Luật số 03/1998/QH 10", "numbered", "luật", "03/1998/QH10", None)],
        "term of the National Assembly set apart",
    ),
    (
        "Thực hiện Nghị quyết số 48/NQ-CP. Tập trung chỉ đạo.",
        [("Nghị quyết số 48/NQ-CP", "numbered", "nghị quyết", "48/NQ-CP", None)],
        "the sentence ends at the symbol",
    ),
    (
        "Quyết định số 12/QĐ-UBND - Sở Tài chính tham mưu.",
        [("Quyết định số 12/QĐ-UBND", "numbered", "quyết định", "12/QĐ-UBND", None)],
        "a dash after the symbol does not join a word to it",
    ),
    (
        "theo Quyết định số 12/QĐ-UBND\n- UBND các xã báo cáo",
        [("Quyết định số 12/QĐ-UBND", "numbered", "quyết định", "12/QĐ-UBND", None)],
        "a list item on the next line",
    ),
]

LISTS: list[Case] = [
    (
        "các Nghị quyết số 11/NQ-CP, 30/NQ-CP và 128/NQ-CP",
        [
            ("Nghị quyết số 11/NQ-CP", "numbered", "nghị quyết", "11/NQ-CP", None),
            ("30/NQ-CP", "numbered", "nghị quyết", "30/NQ-CP", None),
            ("128/NQ-CP", "numbered", "nghị quyết", "128/NQ-CP", None),
        ],
        "the type word distributes; the others start at their number",
    ),
    (
        "Thông tư số 01, 02/2020/TT-BNV",
        [
            ("Thông tư số 01", "numbered", "thông tư", "01/2020/TT-BNV", None),
            ("02/2020/TT-BNV", "numbered", "thông tư", "02/2020/TT-BNV", None),
        ],
        "year and codes distribute backwards",
    ),
    (
        "các Kết luận số 187, 188- KL/TW ngày 29/8/2025",
        [
            ("Kết luận số 187", "numbered", "kết luận", "187-KL/TW", "2025-08-29"),
            ("188- KL/TW", "numbered", "kết luận", "188-KL/TW", "2025-08-29"),
        ],
        "elided numbers share the date too",
    ),
    (
        "Nghị định số 10/2020, 11/2020 và 12/2020/NĐ-CP",
        [
            ("Nghị định số 10/2020", "numbered", "nghị định", "10/2020/NĐ-CP", None),
            ("11/2020", "numbered", "nghị định", "11/2020/NĐ-CP", None),
            ("12/2020/NĐ-CP", "numbered", "nghị định", "12/2020/NĐ-CP", None),
        ],
        "elided codes only",
    ),
    (
        "Quyết định từ số 45 đến số 50/QĐ-LĐLĐ; Quyết định số 61 và 62/QĐ-LĐLĐ",
        [
            ("Quyết định từ số 45", "numbered", "quyết định", "45/QĐ-LĐLĐ", None),
            ("50/QĐ-LĐLĐ", "numbered", "quyết định", "50/QĐ-LĐLĐ", None),
            ("Quyết định số 61", "numbered", "quyết định", "61/QĐ-LĐLĐ", None),
            ("62/QĐ-LĐLĐ", "numbered", "quyết định", "62/QĐ-LĐLĐ", None),
        ],
        "a pair; of a range both ends",
    ),
    (
        "Văn bản số 4104/SNV-XDCQ ngày 28/8/2025, số 5786/SNV-XDCQ ngày 13/11/2025",
        [
            ("Văn bản số 4104/SNV-XDCQ", "numbered", "văn bản", "4104/SNV-XDCQ", "2025-08-28"),
            ("5786/SNV-XDCQ", "numbered", "công văn", "5786/SNV-XDCQ", "2025-11-13"),
        ],
        "each with its own date",
    ),
    (
        "Nghị quyết 11/NQ-CP và 30/NQ-CP",
        [
            ("Nghị quyết 11/NQ-CP", "numbered", "nghị quyết", "11/NQ-CP", None),
            ("30/NQ-CP", "numbered", "nghị quyết", "30/NQ-CP", None),
        ],
        "the guide's example",
    ),
    (
        "Chỉ thị số 31-CT/TU ngày 06/6/2023, Kế hoạch số 134-KH/TU ngày\n29/12/2023",
        [
            ("Chỉ thị số 31-CT/TU", "numbered", "chỉ thị", "31-CT/TU", "2023-06-06"),
            ("Kế hoạch số 134-KH/TU", "numbered", "kế hoạch", "134-KH/TU", "2023-12-29"),
        ],
        "a date over a line break",
    ),
]

LETTERHEADS: list[Case] = [
    (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM\nSố: 12/BC-LĐLĐ\nHà Nam, ngày 5 tháng 6 năm 2022\nBÁO CÁO",
        [("12/BC-LĐLĐ", "numbered", "báo cáo", "12/BC-LĐLĐ", None)],
        "own number: from the number on, no date",
    ),
    (
        "SỞ CÔNG THƯƠNG  Số: 67/BC-SCT   Cần Thơ\nBÁO CÁO",
        [("67/BC-SCT", "numbered", "báo cáo", "67/BC-SCT", None)],
        "`Số:` in the middle of a letterhead line",
    ),
    ("ỦY BAN NHÂN DÂN\nSố:      /KH-UBND\nKẾ HOẠCH", [], "a blank where the number was to be stamped"),
    ("(Ban hành kèm theo Quyết định số    /2025/QĐ-UBND)", [], "a blank before the year"),
    ("Số: ...../QĐ-SXD", [], "dots for the number"),
    ("Ban Chỉ đạo 138/CP tỉnh họp.", [], "a committee named after the decision that made it"),
    ("BCĐ 389/QĐ-TTg báo cáo.", [], "the same, abbreviated"),
    ("theo Quyết định số : 2006/QĐ-UBND ngày   tháng   năm 2006", [], "only the year is filled in"),
    (
        "| Số hiệu: | 3257/TNI-QLDN1 |",
        [("3257/TNI-QLDN1", "numbered", None, "3257/TNI-QLDN1", None)],
        "a metadata table",
    ),
]

NOT_DOCUMENTS: list[Case] = [
    ("Lập theo Mẫu số 05-PA và Phụ lục số 02/TTM.", [], "forms and annexes have numbers too"),
    ("Biểu mẫu số 01/BC-TNLĐ gửi trước ngày 5/7.", [], "a form with a type code"),
    ("Nền tảng 5G/IoT, mạng 4G/LTE phủ 98% dân số.", [], "technology"),
    ("Địa chỉ: Số 96 - Đường Nguyễn Nghiêm.", [], "an address"),
    ("Thửa đất số 12/TĐ, tờ bản đồ 45.", [], "a plot"),
    ("Tiêu chuẩn TCVN 5687/BXD, QCVN 26/BTNMT.", [], "technical standards"),
    ("Thực hiện các nghị quyết của Đảng, chính sách pháp luật của Nhà nước.", [], "generic talk"),
    ("Xây dựng chương trình công tác, kế hoạch này gửi về trước 30/6.", [], "generic talk"),
    ("Kế hoạch 5 năm 2021-2025 và báo cáo 6 tháng.", [], "numbers that count years and months"),
    ("Báo cáo 02 lần/ngày; quyết định 12 trường hợp.", [], "numbers that count"),
    ("Kế hoạch 2026 so với kế hoạch 2025", [], "years"),
    ("Tổng công suất 600 CV 214 tàu", [], "horsepower"),
    ("KẾ HOẠCH\n1. Mục đích", [], "a heading and the number of the first section"),
    ("Giấy phép số 349/GP-BTTTT cấp ngày 22/9/2014.", [], "a licence orders nothing"),
    ("Cơ quan chủ quản | Giấy phép | 12/GP-TTĐT", [], "… in a table"),
    ("Nhà riêng số 7/36/C1, phố Lý Nam Đế.", [], "a house"),
    ("Phương án 1: giữ nguyên. Phương án 2: sáp nhập.", [], "alternatives"),
    ("Ngày 12/6/2021, đạt 13/14 LĐLĐ huyện.", [], "dates and fractions"),
    ("Kỷ luật 60.000 đảng viên; pháp luật; luật sư; quy luật.", [], "other words with luật"),
    ("Trụ sở Công ty Luật Minh Long; Trường Đại học Luật Hà Nội.", [], "firms and schools of law"),
    ("Năm 2020 - UBND tỉnh ban hành 15 QĐ-UBND.", [], "a count before a code"),
    ("T2-2005/ KH2005 đạt 21%", [], "column heads of statistics"),
]

ALL = [
    *(("forms", *case) for case in FORMS),
    *(("as they stand", *case) for case in AS_THEY_STAND),
    *(("lists", *case) for case in LISTS),
    *(("letterheads", *case) for case in LETTERHEADS),
    *(("not documents", *case) for case in NOT_DOCUMENTS),
]


@pytest.mark.parametrize(("text", "expected", "why"), [case[1:] for case in ALL], ids=[f"{c[0]}: {c[3]}" for c in ALL])
def test_mentions(text: str, expected: list[Expected], why: str) -> None:
    assert found(text) == expected, why
