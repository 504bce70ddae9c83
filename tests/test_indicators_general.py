"""Indicators in sentences of many styles: what is counted, how, and for which time. All sentences are ours.

Labels are compared as the corpus compares them: by the words they share.
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import alike, read, read_one

LABELS = [
    (
        "Tai nạn giao thông: 39 vụ, 31 người chết, 12 người bị thương.",
        "39 vụ",
        "vụ tai nạn giao thông",
        "topic before a colon",
    ),
    (
        "Tai nạn giao thông: 39 vụ, 31 người chết, 12 người bị thương.",
        "31 người",
        "người chết do tai nạn giao thông",
        "topic of a casualty",
    ),
    ("Cháy nổ: 14 vụ, thiệt hại 2,3 tỷ đồng.", "14 vụ", "vụ cháy nổ", "topic before a colon"),
    ("Thiếu đói giáp hạt: 1.204 hộ/5.317 khẩu.", "1.204 hộ", "hộ thiếu đói giáp hạt", "two units around a slash"),
    ("Thiếu đói giáp hạt: 1.204 hộ/5.317 khẩu.", "5.317 khẩu", "khẩu thiếu đói giáp hạt", "two units around a slash"),
    ("Chỉ số VN-Index mất 12,4 điểm.", "12,4 điểm", "chỉ số VN-Index", "a verb of motion is no label"),
    (
        "Giá vàng miếng vọt lên 82 triệu đồng/lượng.",
        "82 triệu đồng/lượng",
        "giá vàng miếng",
        "a verb of motion is no label",
    ),
    ("Sản lượng cà phê rớt xuống 1,4 triệu tấn.", "1,4 triệu tấn", "sản lượng cà phê", "a verb of motion is no label"),
    (
        "Giá trị sản xuất công nghiệp (giá so sánh 1994) đạt 4.210 tỷ đồng.",
        "4.210 tỷ đồng",
        "giá trị sản xuất công nghiệp (giá so sánh 1994)",
        "a bracket with a year inside",
    ),
    ("Điều đáng nói là số vụ ngộ độc thực phẩm lên tới 41 vụ.", "41 vụ", "số vụ ngộ độc thực phẩm", "lead-in"),
    ("Nguyên nhân chủ yếu là do kim ngạch xuất khẩu gạo giảm 18,2%.", "18,2%", "kim ngạch xuất khẩu gạo", "lead-in"),
    (
        "Đồng chí Trần Văn Hải cho biết, toàn huyện đã trồng 312 ha rừng.",
        "312 ha",
        "trồng rừng toàn huyện",
        "who says it is no label",
    ),
    (
        "Theo Quyết định số 21/QĐ-UBND, huyện được giao kết nạp 450 đoàn viên.",
        "450 đoàn viên",
        "đoàn viên được giao kết nạp",
        "the source is no label",
    ),
    ("Theo ông Lê Văn Tám, doanh thu quý này đạt 32 tỷ đồng.", "32 tỷ đồng", "doanh thu", "the source is no label"),
    (
        "Toàn tỉnh có 212 doanh nghiệp có từ 10 lao động trở lên.",
        "212 doanh nghiệp",
        "doanh nghiệp có từ 10 lao động trở lên",
        "a number inside the noun phrase",
    ),
    ("Giá xăng E5 tăng 320 đồng/lít.", "320 đồng/lít", "giá xăng E5", "price"),
    (
        "Cà phê nhân xô ở Lâm Đồng được thu mua với giá 98.500 đồng/kg.",
        "98.500 đồng/kg",
        "giá thu mua cà phê nhân xô ở Lâm Đồng",
        "price said before the number",
    ),
    (
        "Công ty có 1.250 lao động, doanh thu bình quân đạt 32 tỷ đồng.",
        "32 tỷ đồng",
        "doanh thu bình quân",
        "the noun of the clause before does not stick",
    ),
    (
        "Đàn lợn có 45.000 con, sản lượng thịt hơi xuất chuồng đạt 3.200 tấn.",
        "3.200 tấn",
        "sản lượng thịt hơi xuất chuồng",
        "the noun of the clause before does not stick",
    ),
    ("Đáng chú ý, lượng khách quốc tế đến Huế tăng 21%.", "21%", "lượng khách quốc tế đến Huế", "lead-in"),
    (
        "Vốn đầu tư công năm 2023 là 1.850 tỷ đồng (giải ngân 22,4%).",
        "22,4%",
        "giải ngân vốn đầu tư công",
        "a bracket keeps its topic",
    ),
    (
        "Đại diện Sở Công Thương cho hay tổng mức bán lẻ hàng hóa đạt 4.120 tỷ đồng.",
        "4.120 tỷ đồng",
        "tổng mức bán lẻ hàng hóa",
        "who says it is no label",
    ),
    (
        "Trong tổng số 512 hộ được khảo sát, có 317 hộ (61,9%) chưa có nước sạch.",
        "317 hộ",
        "hộ chưa có nước sạch",
        "the noun goes on behind the bracket",
    ),
    (
        "Xuất khẩu tôm sang Mỹ giảm 12%, trong khi sang Trung Quốc tăng tới 31,5%.",
        "31,5%",
        "xuất khẩu tôm sang Trung Quốc",
        "a place says which part",
    ),
    (
        "Công suất phòng khách sạn bình quân đạt 62%, riêng khối 4 - 5 sao đạt 71%.",
        "71%",
        "công suất phòng khách sạn khối 4 - 5 sao",
        "a part of the subject",
    ),
    ("Chốt phiên, VN-Index giảm 8,2 điểm xuống 1.182 điểm.", "1.182 điểm", "VN-Index", "an adverbial is no subject"),
    (
        "Giao Sở Tài chính cấp bổ sung 12,5 tỷ đồng cho các địa phương.",
        "12,5 tỷ đồng",
        "số tiền cấp bổ sung",
        "who is told is not what is counted",
    ),
    (
        "Toàn tỉnh có 512 sản phẩm OCOP, trong đó 46 sản phẩm đạt 4 sao.",
        "46 sản phẩm",
        "sản phẩm OCOP đạt 4 sao",
        "a number inside the label",
    ),
    (
        "Khảo sát trên 1.200 công nhân cho thấy 42% chưa có nhà ở.",
        "42%",
        "công nhân chưa có nhà ở",
        "a share of those counted before",
    ),
    (
        "Gói tín dụng 120.000 tỷ đồng mới giải ngân 1.344 tỷ đồng.",
        "1.344 tỷ đồng",
        "giải ngân gói tín dụng",
        "the verb between two amounts",
    ),
    (
        "Nợ xấu ở mức 4,55%, nhích nhẹ so với mức 4,51% cuối quý trước.",
        "4,51%",
        "nợ xấu",
        "only a time stands behind the number",
    ),
]

VALUES = [
    ("Tỷ lệ lao động qua đào tạo không thấp hơn 65%.", "65%", 65, "percent", ">="),
    ("Số cuộc kiểm tra không dưới 12 cuộc.", "12 cuộc", 12, "count", ">="),
    ("Mức hỗ trợ không vượt quá 30 triệu đồng.", "30 triệu đồng", 30e6, "money", "<="),
    ("Giá thành thấp hơn 15-20% so với năm trước.", "15-20%", (-20, -15), "percent", "="),
    ("Chi phí sản xuất giảm 3 - 5% so với vụ trước.", "3 - 5%", (-5, -3), "percent", "="),
    ("Giá bán giảm từ 5% đến 30% so với ngày thường.", "5% đến 30%", (-30, -5), "percent", "="),
    ("Lãi suất cho vay ở mức 108% - 180%/năm.", "108% - 180%/năm", (108, 180), "percent", "="),
    ("Chỉ số VN-Index mất 12,4 điểm.", "12,4 điểm", -12.4, "measure", "="),
    ("Giá dầu Brent rớt 3,1% trong tuần.", "3,1%", -3.1, "percent", "="),
    ("Giá cổ phiếu bốc hơi 40% chỉ sau một tháng.", "40%", -40, "percent", "="),
    ("Giá vàng miếng vọt 1,2 triệu đồng/lượng.", "1,2 triệu đồng/lượng", 1.2e6, "money", "="),
    ("Giá cao su nhích 0,8% so với tuần trước.", "0,8%", 0.8, "percent", "="),
    ("Nhập khẩu phân bón giảm 34,6% về lượng và 33,9% về trị giá.", "33,9%", -33.9, "percent", "="),
    ("Công đoàn huyện kết nạp 216 đ/v trong quý.", "216 đ/v", 216, "count", "="),
    ("Kim ngạch xuất khẩu đạt 268,7 tr.USD.", "268,7 tr.USD", 268.7e6, "money", "="),
    ("Thu nhập mỗi tháng khoảng 7 triệu rưỡi.", "7 triệu rưỡi", 7.5e6, "money", "~"),
    ("Lũy kế 9 tháng 268,7 triệu USD kim ngạch xuất khẩu.", "268,7 triệu USD", 268.7e6, "money", "="),
    ("Các cấp công đoàn đã trao 11.450 “túi an sinh” cho người lao động.", "11.450 “túi an sinh”", 11450, "count", "="),
    ("Khảo sát cho thấy từ 80% doanh nghiệp trở lên có công đoàn.", "80%", 80, "percent", ">="),
    ("Sản lượng thủy sản ước cả năm thu được 13.902 tấn.", "13.902 tấn", 13902, "measure", "~"),
    ("Thành phố mở 6 điểm siêu thị bán hàng lưu động.", "6 điểm siêu thị", 6, "count", "="),
    ("1.215 hộ dân được cấp nước sạch trong năm qua.", "1.215 hộ dân", 1215, "count", "="),
    ("Hà Nội ghi nhận thêm 312 F0 trong ngày.", "312 F0", 312, "count", "="),
    ("Sáu tháng đầu năm có 240 DN thành lập mới.", "240 DN", 240, "count", "="),
    ("Toàn tỉnh có 36 HTX nông nghiệp hoạt động hiệu quả.", "36 HTX", 36, "count", "="),
    ("VN-Index bay 12 điểm trong phiên sáng.", "12 điểm", -12, "measure", "="),
    ("Giá phân bón trừ lùi 300 đồng/kg.", "300 đồng/kg", -300, "money", "="),
    ("Mỏ than Núi Béo bốc xúc 12.000 T than trong tháng.", "12.000 T", 12000, "measure", "="),
    ("Đã phát triển 13.207 đoàn viên/20.000 đạt 66% kế hoạch.", "20.000", 20000, "count", "="),
    ("Giá sầu riêng 138 nghìn/kg, cao hơn tuần trước.", "138 nghìn/kg", 138000, "money", "="),
    ("Sau bão có 4 người chết, mất tích 4 người ở xã ven sông.", "4 người", 4, "count", "="),
    ("Nhiều hộ mất 3 ha lúa vì lũ.", "3 ha", 3, "measure", "="),
    ("Mỗi chuyến bay 180 khách.", "180 khách", 180, "count", "="),
]

ROLES = [
    ("Ủy ban tỉnh sẽ cấp bổ sung 12 tỷ đồng cho các huyện.", "12 tỷ đồng", "target", "will"),
    ("Chủ đầu tư phải bàn giao 45 căn hộ trước ngày 15/8/2030.", "45 căn hộ", "target", "must"),
    ("Ông Nam đăng ký bán 2 triệu cổ phiếu.", "2 triệu cổ phiếu", "target", "registered to sell"),
    ("Tỷ lệ đoàn viên tham gia yêu cầu tối thiểu là 70%.", "70%", "target", "requirement"),
    ("Một euro đổi được 1,0925 USD.", "1,0925 USD", "rate", "exchange rate"),
    ("Giá cổ phiếu MBB lên 24.800 đồng.", "24.800 đồng", "rate", "share price"),
    ("EPS đạt 1.312 đồng.", "1.312 đồng", "rate", "earnings per share"),
    ("Cổ phiếu SSI đóng cửa ở mức 31.200 đồng.", "31.200 đồng", "rate", "share price"),
    ("Đến hết tháng 6, vốn đầu tư công giải ngân đạt 22,4%.", "22,4%", "target_rate", "the base left out"),
    (
        "Tỷ lệ giải ngân vốn đầu tư công của tỉnh đạt 41,7%, cao hơn bình quân cả nước (30,49%).",
        "41,7%",
        "target_rate",
        "the base left out",
    ),
    (
        "Tỷ lệ giải ngân vốn đầu tư công của tỉnh đạt 41,7%, cao hơn bình quân cả nước (30,49%).",
        "30,49%",
        "target_rate",
        "the same of the country",
    ),
    (
        "Toàn huyện có 72.310 đoàn viên (đầu nhiệm kỳ: 61.204 đoàn viên).",
        "61.204 đoàn viên",
        "baseline",
        "an earlier time in brackets",
    ),
    (
        "Xuất khẩu đạt 52 triệu USD, trong khi con số năm 2021 chỉ là 31 triệu USD.",
        "31 triệu USD",
        "baseline",
        "an earlier year",
    ),
    ("Tỷ lệ lao động nữ cải thiện từ 8,2% lên 14,5%.", "8,2%", "baseline", "from"),
    ("Tỷ lệ lao động nữ cải thiện từ 8,2% lên 14,5%.", "14,5%", "share", "to"),
    ("Giá heo hơi ở Đồng Nai 62.000 đồng/kg (+300 đồng/kg).", "+300 đồng/kg", "change", "a sign in brackets"),
    ("Doanh thu đạt 120 tỷ đồng (+6%).", "+6%", "change", "a sign in brackets"),
    ("Số vụ tranh chấp tăng 1,2 lần so với cùng kỳ.", "1,2 lần", "index", "times"),
    ("Giá dầu giao tháng 9 tăng lên 82,5 USD/thùng.", "82,5 USD/thùng", "rate", "a contract month is no plan"),
    ("Giá đồng kỳ hạn ba tháng tăng 1,4%.", "1,4%", "change", "futures are no plan"),
    ("Kinh phí đề xuất là 3,2 tỷ đồng.", "3,2 tỷ đồng", "target", "asked for"),
    ("Phương án phát hành 10 triệu cổ phiếu được trình đại hội.", "10 triệu cổ phiếu", "target", "a plan to issue"),
    ("Công ty dự kiến trả cổ tức tỷ lệ 8% cho cổ đông.", "8%", "target", "a dividend to come"),
    ("Bộ Tài chính đề nghị các địa phương giải ngân tối thiểu 95% kế hoạch vốn.", "95%", "target", "a bound is a norm"),
    ("Giao Sở Tài chính cấp bổ sung 12,5 tỷ đồng cho các địa phương.", "12,5 tỷ đồng", "target", "a directive"),
    (
        "Thu từ đất đạt 1.120 tỷ đồng (đạt 62%), thu xổ số 410 tỷ đồng.",
        "62%",
        "target_rate",
        "an amount has reached so much of its plan",
    ),
    (
        "Dầu WTI còn 71,2 USD/thùng, kém đỉnh hồi tháng 6 (115 USD/thùng).",
        "115 USD/thùng",
        "baseline",
        "an earlier peak",
    ),
    ("Chi phí nhân công mất 3 triệu đồng/ha.", "3 triệu đồng/ha", "rate", "what something costs"),
    ("Tỷ lệ bao phủ bảo hiểm từ 87% lên 93,2%.", "87%", "baseline", "from"),
    (
        "Kiểm tra 2.011 cuộc, giảm 12%; giải quyết 100% đơn thư thuộc thẩm quyền.",
        "100%",
        "share",
        "a share of what stands behind it",
    ),
    (
        "Tổng thu đạt 872 tỷ đồng, tăng 6,3%; chi 518 tỷ đồng, trong đó chi tại cơ sở 75%.",
        "75%",
        "share",
        "a new amount ends the growth",
    ),
    (
        "Sản xuất công nghiệp tăng 15%, trong đó khu vực ngoài quốc doanh 22%.",
        "22%",
        "change",
        "a part grows as the whole does",
    ),
]

NONE = [
    ("Tòa tuyên phạt bị cáo theo khoản 2 Điều 201 Bộ luật Hình sự.", "201"),
    ("Gia đình sống trong ngõ 42 phố Vọng.", "42"),
    ("Cầu thủ ghi bàn từ chấm 11m.", "11m"),
    ("Bà Hoa ở tổ 5 phường Trung Tự.", "5"),
    ("Thị trường mở cửa phiên 21/7 trong sắc xanh.", "21/7"),
]


@pytest.mark.parametrize(("text", "surface", "label", "why"), LABELS, ids=[f"{a[:40]}-{b}" for a, b, _, _ in LABELS])
def test_label(text: str, surface: str, label: str, why: str) -> None:
    found = read_one(text, surface).label
    assert alike(found, label) >= 0.6, (found, why)


@pytest.mark.parametrize(("text", "surface", "value", "kind", "comparator"), VALUES, ids=[a[:50] for a, *_ in VALUES])
def test_value(text: str, surface: str, value: float | tuple[float, float], kind: str, comparator: str) -> None:
    found = read_one(text, surface)
    low, high = value if isinstance(value, tuple) else (value, None)
    assert (found.value, found.value_high, found.kind, found.comparator) == (low, high, kind, comparator), found


@pytest.mark.parametrize(("text", "surface", "role", "why"), ROLES, ids=[f"{a[:40]}-{b}" for a, b, _, _ in ROLES])
def test_role(text: str, surface: str, role: str, why: str) -> None:
    found = read_one(text, surface)
    assert found.role == role, (found, why)


@pytest.mark.parametrize(("text", "surface"), NONE, ids=[a for a, _ in NONE])
def test_no_indicator(text: str, surface: str) -> None:
    assert not [i for i in read(text) if surface in i.surface]


def test_comparison_period_does_not_carry() -> None:
    text = "Doanh thu quý II/2014 đạt 300 tỷ đồng, gấp 2,8 lần quý II/2013. Lợi nhuận đạt 42 tỷ đồng."
    assert read_one(text, "42 tỷ đồng").period == "2014-04/2014-06"


def test_each_year_of_a_term_is_of_the_term() -> None:
    text = "Trong nhiệm kỳ 2018 - 2023, mỗi năm phấn đấu kết nạp ít nhất 1.000 đoàn viên."
    assert read_one(text, "1.000 đoàn viên").period == "2018/2023"


def test_a_season_does_not_carry_into_a_quarter() -> None:
    text = "Vụ đông xuân 2022 - 2023, toàn huyện gieo trồng 4.120 ha. Trong quý, đàn lợn đạt 32.000 con."
    assert read_one(text, "32.000 con").period != "2022/2023"


def test_speech_is_read_and_its_speaker_is_no_topic() -> None:
    text = "Ông Hòa, Phó Giám đốc Sở, cho biết: “Toàn tỉnh hiện còn 3.412 hộ nghèo, chiếm 2,1%”."
    assert alike(read_one(text, "2,1%").label, "tỷ lệ hộ nghèo toàn tỉnh") > 0.8


WORDS_ONLY = [
    ("Đã kết nạp một nghìn đoàn viên.", "một nghìn đoàn viên", 1000, "no figure, and of the digits only one"),
    ("Trao một triệu đồng cho công nhân bị tai nạn.", "một triệu đồng", 1_000_000, "money in words"),
    ("Đã xây dựng bẩy mươi căn nhà.", "bẩy mươi căn nhà", 70, "the southern spelling"),
    ("Thành lập năm công đoàn cơ sở.", "năm công đoàn cơ sở", 5, "five, not the year"),
]


@pytest.mark.parametrize(("sentence", "surface", "value", "why"), WORDS_ONLY)
def test_a_sentence_whose_only_numbers_are_words(sentence: str, surface: str, value: float, why: str) -> None:
    found = read_one(sentence, surface)
    assert (found.value, found.role) == (value, "result"), why


@pytest.mark.parametrize("sentence", ["Trong năm qua chưa có đoàn viên nào vi phạm.", "Đây là một tỷ lệ rất cao."])
def test_words_that_are_no_numbers(sentence: str) -> None:
    assert not read(sentence)
