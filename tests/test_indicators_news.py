"""Indicators in news and notes of work: what was learnt from documents nobody had seen, one line of why for each.

All texts are ours; a row is (text, surface, fields expected, why). Labels are compared by the words they share, the other
fields exactly.
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import alike, read, read_one

PERIODS = [
    (
        "Kim ngạch qua cửa khẩu tính đến 15/9 đạt 812 triệu USD, giảm 21% so với cùng kỳ năm 2021. Nợ thuế còn 14 tỷ đồng, "
        "bằng 70% so với cùng kỳ năm 2021.",
        "812 triệu USD",
        "2022-09-15",
        "a text that compares with a year is of the year after",
    ),
    (
        "Tính đến ngày 20/11/2021, huyện giải ngân 310 tỷ đồng. Năm 2020 có 12 xã, năm 2020 cũng có 14 dự án.\n\nTháng 10 "
        "thu 25 tỷ đồng.",
        "25 tỷ đồng",
        "2021-10",
        "the day up to which a text counts tells its year",
    ),
    (
        "Tháng 02 năm 2007 sản xuất giảm 19% so với tháng 01 năm 2007. Hai tháng đầu năm, GTSXCN ước đạt 89.084 tỷ đồng.",
        "89.084 tỷ đồng",
        "2007-01/2007-02",
        "a month compared with may be of the same year",
    ),
    (
        "Công ty vượt qua khó khăn của năm 2023 và giữ đủ việc làm. Đơn vị đã vận hành 1.200 chuyến hàng an toàn.",
        "1.200 chuyến",
        "2023",
        "a sentence without numbers tells the time of the next one",
    ),
    (
        "Hai tháng đầu năm 2018 sản xuất gặp khó khăn.\n\n- Xi măng đạt 410 nghìn tấn, tăng 3% so cùng kỳ.\n\n"
        "- Toàn ngành có 36 lò nung.",
        "410 nghìn tấn",
        "2018-01/2018-02",
        "a level told with its change is of the time that the text reports on",
    ),
    (
        "Hai tháng đầu năm 2018 sản xuất gặp khó khăn.\n\n- Xi măng đạt 410 nghìn tấn, tăng 3% so cùng kỳ.\n\n"
        "- Toàn ngành có 36 lò nung.",
        "36 lò nung",
        None,
        "what stands is of no time that the text does not tell",
    ),
    (
        "Từ tháng 6/2022 nhóm này lôi kéo nhiều người. Trong quý I/2024, công an bắt giữ 305 đối tượng. Đến hết năm phấn đấu "
        "khám phá 90% số vụ.",
        "90%",
        "../2024",
        "`đến hết năm` is up to the end of the year the text speaks from",
    ),
    (
        "Công suất phòng dịp nghỉ lễ từ ngày 30/4/2024 đến ngày 01/5/2024 đạt 65%. Hiện tỉnh có 1.772 cơ sở lưu trú.",
        "1.772 cơ sở lưu trú",
        None,
        "a few days hold for nothing that is told next",
    ),
    (
        "Có 11 công trình thuộc Đề án xây dựng giao thông nông thôn giai đoạn 2018 - 2020 đã hoàn tất. Tỷ lệ hộ dùng điện "
        "đạt 99,9%.",
        "99,9%",
        None,
        "the years of a programme are not the time of what is told of it",
    ),
]


@pytest.mark.parametrize(("text", "surface", "period", "why"), PERIODS, ids=[f"{p[1]} {p[3][:40]}" for p in PERIODS])
def test_period(text: str, surface: str, period: str | None, why: str) -> None:
    assert read_one(text, surface).period == period, why


ROLES = [
    (
        "Năm 2020, thành phố thu hút 760 triệu USD, tăng 17% so với năm 2019. Doanh nghiệp đặt mục tiêu năm 2019 đã xong.",
        "760 triệu USD",
        "result",
        "the year after the one compared with is no future",
    ),
    (
        "Năm 2025, Hội đồng nhân dân tỉnh quyết nghị thông qua tổng thu ngân sách nhà nước 9.360 tỷ đồng; ước cả năm thu "
        "9.580 tỷ đồng.",
        "9.360 tỷ đồng",
        "target",
        "a budget that was passed is a plan",
    ),
    (
        "Tổng chi ngân sách huyện được Hội đồng nhân dân tỉnh giao là 680 tỷ đồng. Trong đó: chi thường xuyên 410 tỷ đồng.",
        "410 tỷ đồng",
        "target",
        "so are its parts",
    ),
    (
        "Trong năm kết nạp được 7.074 đoàn viên công đoàn, vượt 31%.",
        "31%",
        "target_rate",
        "what is exceeded without a word is the plan",
    ),
    (
        "Tỷ lệ nợ xấu dự báo sẽ tăng lên 4% từ mức 3% của năm 2019.",
        "3%",
        "baseline",
        "the level a rise starts from may stand behind",
    ),
    ("Tỉnh quyết đạt được mục tiêu tăng trưởng kinh tế 8,5% trong năm 2025.", "8,5%", "target", "an aim is no change"),
]


@pytest.mark.parametrize(("text", "surface", "role", "why"), ROLES, ids=[f"{r[1]} {r[3][:40]}" for r in ROLES])
def test_role(text: str, surface: str, role: str, why: str) -> None:
    assert read_one(text, surface).role == role, why


LABELS = [
    (
        "Thu ngân sách của Chi cục đạt 2.586 tỷ đồng, đạt 76% so với chỉ tiêu giao (3.400 tỷ đồng).",
        "3.400 tỷ đồng",
        "chỉ tiêu thu ngân sách của Chi cục",
        "a plan in brackets is named as one",
    ),
    (
        "Trong 9 tháng năm 2020, toàn tỉnh đã giải ngân vốn đầu tư công đạt 70% kế hoạch.",
        "70%",
        "giải ngân vốn đầu tư công",
        "what was done is what was reached, not who did it",
    ),
    (
        "Đến dự có lãnh đạo Đảng ủy; các Ban Sản xuất Than, Kế toán Tập đoàn và gần 70 đại biểu người lao động.",
        "70 đại biểu",
        "đại biểu người lao động",
        "the verb in a name is done to nobody",
    ),
    (
        "Thủ tướng Chính phủ đã kịp thời quyết định hỗ trợ 1.500 tỷ đồng cho 06 tỉnh để khắc phục hậu quả bão.",
        "1.500 tỷ đồng",
        "số tiền hỗ trợ tỉnh để khắc phục hậu quả bão",
        "money is told by what it is for",
    ),
    (
        "Hội đồng nhân dân tỉnh quyết nghị thông qua tổng thu ngân sách nhà nước 9.360 tỷ đồng. Ước thực hiện cả năm là 9.580 "
        "tỷ đồng.",
        "9.580 tỷ đồng",
        "tổng thu ngân sách nhà nước",
        "the measure, not who passed it, holds on",
    ),
    (
        "So với tháng trước than tăng 4%. Tính chung cả quý than tăng 24,9%, xi măng tăng 23,6% so với cùng kỳ năm trước.",
        "24,9%",
        "than so với cùng kỳ năm trước",
        "the comparison at the end of a list is of each of its members",
    ),
    (
        "Thu từ hoạt động xuất, nhập khẩu 500 tỷ đồng, vượt 58% so dự toán.",
        "500 tỷ đồng",
        "thu từ hoạt động xuất, nhập khẩu",
        "a comma within a compound ends nothing",
    ),
    (
        "Doanh nghiệp đã đặt mục tiêu tăng tỷ lệ cung ứng trong nước lên 80% trong thời gian tới.",
        "80%",
        "tỷ lệ cung ứng trong nước",
        "the measure behind the verb of change, neither who set the aim nor when",
    ),
    (
        "Phấn đấu trợ giúp pháp lý cho 100% người nghèo trên địa bàn.",
        "100%",
        "người nghèo được trợ giúp pháp lý",
        "a share of people is of those something is done for",
    ),
    (
        "Từ cuối năm 2019, công ty đã dành 650 triệu USD để đầu tư xây dựng nhà máy.",
        "650 triệu USD",
        "số tiền dành đầu tư xây dựng nhà máy",
        "money set aside is told by what it is for",
    ),
    (
        "Trong năm, tỉnh kết nạp 57 đoàn viên, nâng tổng số lên 1.985 đoàn viên.",
        "1.985 đoàn viên",
        "tổng số đoàn viên",
        "what the number was raised to is the total",
    ),
    (
        "Sản lượng nuôi trồng thủy sản tăng khá, 6 tháng đầu năm thu hoạch 74.341 tấn, đạt 45% kế hoạch.",
        "74.341 tấn",
        "sản lượng nuôi trồng thủy sản",
        "a bare verb says what was harvested only with the measure before",
    ),
    (
        "Thông qua các tổ vay vốn, chi nhánh đã giải ngân 12.640 tỷ đồng cho 98.700 hộ.",
        "98.700 hộ",
        "hộ được giải ngân",
        "people are not counted by the money they got",
    ),
    (
        "Tỉnh có 18 học sinh đoạt giải, gồm 1 giải Nhất, 3 giải Nhì và 8 giải Khuyến khích.",
        "8 giải Khuyến khích",
        "giải Khuyến khích học sinh đoạt giải",
        "parts are of their whole, not of one another",
    ),
    (
        "Đại biểu Trần Thị Bé cho rằng tiến độ giải ngân chậm: đến 30/6 mới đạt 28,9%.",
        "28,9%",
        "tiến độ giải ngân chậm",
        "who says it is no part of it",
    ),
    (
        "Ngày hội khởi công, khánh thành 25 công trình.",
        "25 công trình",
        "công trình được khởi công, khánh thành",
        "`thành` belongs to the verb",
    ),
    (
        "Chi phí giải phóng mặt bằng 1.350 tỷ đồng.",
        "1.350 tỷ đồng",
        "chi phí giải phóng mặt bằng",
        "`bằng` belongs to the noun",
    ),
    (
        "Ban Chấp hành Đảng bộ tỉnh gồm 68 người; Ban Thường vụ gồm 17 người.",
        "17 người",
        "Ban Thường vụ",
        "each whole is named anew",
    ),
    (
        "Bà Nga, lãnh đạo Chi cục Hải quan cửa khẩu Hữu Nghị cho biết, đến 15/12, số thu của đơn vị đạt 3.400 tỷ đồng.",
        "3.400 tỷ đồng",
        "số thu của Chi cục Hải quan cửa khẩu Hữu Nghị",
        "`đơn vị` is the organisation named before",
    ),
    (
        "Các tỉnh đạt mức tăng trưởng công nghiệp cao hơn kế hoạch (16%) gồm: Hà Nội tăng 16,3%, Đồng Nai tăng 24,1%.",
        "24,1%",
        "mức tăng trưởng công nghiệp Đồng Nai",
        "places listed with a growth are of the growth named before",
    ),
]


@pytest.mark.parametrize(("text", "surface", "label", "why"), LABELS, ids=[f"{x[1]} {x[3][:40]}" for x in LABELS])
def test_label(text: str, surface: str, label: str, why: str) -> None:
    found = read_one(text, surface)
    assert alike(found.label, label) >= 0.6, (found.label, why)


@pytest.mark.parametrize(
    "text",
    [
        "Nhóm hàng ăn tăng giá do kỳ nghỉ lễ Quốc khánh 2/9 kéo dài.",
        "Nhân dịp Quốc tế Lao động 1/5 các đơn vị tổ chức hội thi.",
    ],
)
def test_a_day_that_is_kept_is_no_fraction(text: str) -> None:
    assert not read(text)
