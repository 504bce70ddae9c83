"""Indicators: classes of errors found on documents nobody had seen before, one line of why for each. All texts are ours.

Labels are compared as the corpus compares them: by the words they share.
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import alike, read, read_one

LABELS = [
    (
        "Ngành có 1.240 đề tài, sáng kiến được nghiệm thu, giá trị làm lợi ước 12 tỷ đồng.",
        "1.240 đề tài",
        "đề tài, sáng kiến được nghiệm thu",
        "a second noun behind a comma belongs to what is counted",
    ),
    (
        "Bão làm 2.300 con gia súc, gia cầm bị chết.",
        "2.300 con",
        "con gia súc, gia cầm bị chết",
        "what is told behind the second noun is told of both",
    ),
    (
        "Đến nay có 14 huyện, 96 xã, 5 tổng công ty gửi đăng ký thi công dự án.",
        "96 xã",
        "xã gửi đăng ký thi công dự án",
        "what is told behind the last of a list is told of each",
    ),
    (
        "Giá trị sản phẩm chè xuất khẩu đạt 30 triệu USD, tốc độ tăng bình quân 6%/năm.",
        "6%/năm",
        "tốc độ tăng giá trị sản phẩm chè xuất khẩu",
        "a label that names only a measure takes the thing from the clause before",
    ),
    (
        "Báo cáo của Sở cho biết tăng trưởng 6 tháng đạt 5,4%.",
        "5,4%",
        "tăng trưởng",
        "`trưởng` ends a noun, it is no manner of `tăng`",
    ),
    (
        "Theo báo cáo của Sở Nội vụ, đến ngày 5/3/2024 đã có 17 phường.",
        "17 phường",
        "phường",
        "who reports is not what is counted",
    ),
    (
        "Dự toán kinh phí tu bổ, tôn tạo di tích: 1.500.000.000 đồng/năm x 5 năm = 7.500.000.000 đồng.",
        "7.500.000.000 đồng",
        "dự toán kinh phí tu bổ, tôn tạo di tích",
        "what stands before the colon is the label, a sum behind the number is no noun",
    ),
    (
        "Bên cạnh đó còn 307/708 (chiếm 43,4%) giấy phép cần cấp lại.",
        "307",
        "giấy phép cần cấp lại",
        "a fraction without a unit is of what stands behind the bracket",
    ),
    (
        "Hiện trồng 40 ha cây ngắn ngày và 70 ha cây lâu năm.",
        "70 ha",
        "diện tích cây lâu năm",
        "`lâu năm` is no time",
    ),
    (
        "Thực hiện Chỉ thị của Tỉnh ủy, toàn tỉnh có 640 tổ hòa giải.",
        "640 tổ hòa giải",
        "tổ hòa giải toàn tỉnh",
        "a verb of a piece before is not done to what is counted",
    ),
    (
        "Tỷ lệ hồ sơ nộp qua mạng là 70%. Một số nơi đạt thấp: Sơn La (57,2%), Cao Bằng (49,5%).",
        "49,5%",
        "tỷ lệ hồ sơ nộp qua mạng Cao Bằng",
        "places listed with a percent are of the rate told before, and `Cao Bằng` is no verb",
    ),
    (
        "Lắp mới trạm phát sóng: 58 trạm (trong đó: Viettel: 33 trạm, VNPT: 25 trạm).",
        "25 trạm",
        "lắp mới trạm phát sóng VNPT",
        "what stands before a colon in a bracket names the part",
    ),
    (
        "Kim ngạch xuất khẩu toàn ngành đạt 3,4 tỷ USD, riêng tôm tăng 60,5%.",
        "60,5%",
        "kim ngạch xuất khẩu tôm",
        "`riêng` names a part of what was told",
    ),
    (
        "Tại Bệnh viện Nhi trung tâm, số ca mổ giảm 105 ca.",
        "105 ca",
        "số ca mổ Bệnh viện Nhi trung tâm",
        "a short label takes the place the sentence opens with",
    ),
    (
        "Chương trình “Nhà nghĩa tình” hỗ trợ xây mới, sửa chữa 17 căn nhà.",
        "17 căn nhà",
        "căn nhà được hỗ trợ xây mới, sửa chữa",
        "every verb of what was done",
    ),
    (
        "Lũ làm 963 nhà bị sập, gần 200 hộ phải sơ tán.",
        "963 nhà",
        "nhà bị sập",
        "the next number's thing is not told of this one",
    ),
    (
        "Đến nay toàn tỉnh có 145 hội quán và 226 hợp tác xã.",
        "226 hợp tác xã",
        "hợp tác xã toàn tỉnh",
        "what stands beside another count is in the same place, and no part of it",
    ),
    (
        "Ủy ban nhận thấy 3 kiến nghị chưa có phản hồi.",
        "3 kiến nghị",
        "kiến nghị chưa có phản hồi",
        "`nhận` in `nhận thấy` is no doing",
    ),
    (
        "Đã giải ngân hết 46 tỷ đồng theo Nghị quyết 36.",
        "46 tỷ đồng",
        "số tiền giải ngân hết",
        "on what rule money was spent is not what it was spent for",
    ),
    (
        "Nhu cầu sử dụng đất đến năm 2030 khoảng 12.500 ha.",
        "12.500 ha",
        "nhu cầu sử dụng đất",
        "a need is what is measured",
    ),
    (
        "Tỷ trọng công nghiệp đạt 40%, dịch vụ 41%.",
        "41%",
        "tỷ trọng dịch vụ",
        "parts of one whole share the measure",
    ),
    (
        "Tỷ lệ huy động trẻ nhà trẻ đạt 28,4%, trẻ mẫu giáo đạt 97,6%.",
        "97,6%",
        "tỷ lệ huy động trẻ mẫu giáo",
        "a sibling goes on where the words part",
    ),
    (
        "Mục tiêu: 100% giáo viên đạt chuẩn trình độ, 85% trên chuẩn.",
        "85%",
        "giáo viên trên chuẩn",
        "what is told of somebody takes whom",
    ),
    (
        "Lao động có bằng cấp, chứng chỉ đạt 35%.",
        "35%",
        "lao động có bằng cấp, chứng chỉ",
        "`chỉ` of `chứng chỉ` is no adverb",
    ),
    (
        "Huyện Bắc Quang dẫn đầu với tỷ lệ giải ngân 85,6%, tiếp đến là Vị Xuyên 81,3%.",
        "81,3%",
        "tỷ lệ giải ngân Vị Xuyên",
        "a place in a ranking is of the rate that is ranked",
    ),
    (
        "Điều trị nội trú 68.210 lượt, ngày điều trị trung bình 6,2 ngày; công suất giường đạt 92%.",
        "68.210 lượt",
        "lượt điều trị nội trú",
        "a piece with a number of its own names no second thing",
    ),
    (
        "Toàn tỉnh hoàn thành 18 dự án nhà ở.",
        "18 dự án",
        "dự án nhà ở hoàn thành",
        "where it was done does not hide what was done",
    ),
]


@pytest.mark.parametrize(("text", "surface", "label", "why"), LABELS, ids=[why for *_, why in LABELS])
def test_label(text: str, surface: str, label: str, why: str) -> None:
    found = read_one(text, surface)
    assert alike(found.label, label) >= 0.6, (found.label, why)


ORDERS = """THÔNG BÁO
Về một số việc
II. VIỆC CẦN LÀM
- Tăng cường kiểm tra các bến cảng.
- Đẩy mạnh trồng rừng ngập mặn; trồng 250 ha rừng.
- Rà soát, sắp xếp lại các bãi đỗ xe.
- UBND các xã tiếp tục bê tông hóa 40 km đường; kinh phí 12 tỷ đồng.
- Khẩn trương sửa 15 cây cầu. Hiện nay tỉnh có 90 cây cầu yếu.
"""

ROLES = [
    (ORDERS, "250 ha", "target", "among orders a number without a time is to be reached"),
    (ORDERS, "40 km", "target", "an order may name who is to carry it out"),
    (ORDERS, "12 tỷ đồng", "result", "money that an order names is what it is"),
    (ORDERS, "90 cây", "result", "what is said to stand so now is no target"),
    (
        "Đã có 1.452/1.690 trường tổ chức hội nghị, đạt 85,9%, vượt 0,9% so với chỉ tiêu.",
        "85,9%",
        "share",
        "a percent that is the fraction before it is a share",
    ),
    (
        "Tỉnh phải bảo đảm tỷ lệ phòng học kiên cố đạt 95%.",
        "95%",
        "target",
        "what is to be assured is a target",
    ),
    (
        "Từ khi thành lập, hội đã qua 2 lần đổi tên.",
        "2 lần",
        "result",
        "times something happened are no proportion",
    ),
    (
        "Vốn tỉnh giải ngân 980 tỷ đồng (đạt 72% kế hoạch), vốn trung ương 1.165 tỷ đồng (54,3%).",
        "54,3%",
        "target_rate",
        "brackets of one sentence tell the same",
    ),
    (
        "Báo cáo cho biết tăng trưởng 9 tháng đạt 5,6%.",
        "5,6%",
        "change",
        "a rate of growth is a change",
    ),
]


@pytest.mark.parametrize(("text", "surface", "role", "why"), ROLES, ids=[why for *_, why in ROLES])
def test_role(text: str, surface: str, role: str, why: str) -> None:
    found = read_one(text, surface)
    assert found.role == role, (found.role, found.label, why)


REPORT = """LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ NAM
Số: 12/BC-LĐLĐ
Hà Nam, ngày 08 tháng 10 năm 2021
BÁO CÁO
Kết quả hoạt động công đoàn 9 tháng năm 2021
"""

PERIODS = [
    (
        "Trong quý xảy ra 14 vụ cháy.",
        "14 vụ",
        "2021-07/2021-09",
        "`trong quý` is the last quarter of what is reported",
    ),
    (
        "Từ đầu năm toàn tỉnh kết nạp 320 đoàn viên.",
        "320 đoàn viên",
        "2021/..",
        "`từ đầu năm` is a time of its own",
    ),
    (
        "Nhân Ngày Quốc tế Lao động (01/5), Công đoàn tỉnh trao 80 suất quà. Các huyện trao 200 suất quà.",
        "200 suất",
        "2021-01/2021-09",
        "a day that is kept is no time of what was done",
    ),
    (
        "Thực hiện Nghị quyết của Ban Thường vụ Tỉnh ủy, đến ngày 15/9/2021 toàn tỉnh có 640 tổ hòa giải.",
        "640 tổ hòa giải",
        "2021-09-15",
        "`đến ngày` behind a document is no day of its issue",
    ),
    (
        "Tỷ lệ nợ giảm từ 1,68% cuối năm 2020. Thu phí tăng 32%.",
        "32%",
        "2021-01/2021-09",
        "the time of an earlier level is not handed on",
    ),
    (
        "Vụ mùa 2020 - 2021 sản lượng đạt 900 tấn. Đàn bò giảm 5,2%.",
        "5,2%",
        "2021-01/2021-09",
        "a season does not hold for the next sentence",
    ),
    (
        "Sau khi sắp xếp từ ngày 01/7/2021, toàn tỉnh kết nạp được 250 đoàn viên, cả năm ước kết nạp 400 đoàn viên.",
        "400 đoàn viên",
        "2021",
        "`cả năm` is the year, whatever part of it the text is about",
    ),
]


@pytest.mark.parametrize(("text", "surface", "period", "why"), PERIODS, ids=[why for *_, why in PERIODS])
def test_period(text: str, surface: str, period: str, why: str) -> None:
    found = read_one(REPORT + text, surface)
    assert found.period == period, (found.period, why)


def test_parts_are_of_the_time_of_their_whole() -> None:
    text = "Phấn đấu đến năm 2030 giá trị xuất khẩu đạt 400 triệu USD. Trong đó: nông sản đạt 300 triệu USD."
    part = read_one(text, "300 triệu USD")
    assert (part.role, part.period) == ("target", "../2030")


def test_targets_of_a_budget_and_what_is_gone_by() -> None:
    text = """KẾ HOẠCH
Phát triển vùng đến năm 2030
II. DỰ TOÁN NGÂN SÁCH NĂM 2026
a) Tổng thu ngân sách nhà nước trên địa bàn là 12.500 tỷ đồng, trong đó:
- Thu nội địa: 11.900 tỷ đồng.
III. MỤC TIÊU ĐẾN NĂM 2030
- Tốc độ tăng trưởng bình quân 8,5%/năm. Giai đoạn 2021 - 2025 tăng bình quân 6,2%/năm.
"""
    assert read_one(text, "12.500 tỷ đồng").role == "target"
    assert read_one(text, "11.900 tỷ đồng").label == "thu nội địa"
    assert read_one(text, "8,5%/năm").role == "target"
    assert (read_one(text, "6,2%/năm").role, read_one(text, "6,2%/năm").period) == ("change", "2021/2025")


def test_parts_of_a_plan_are_planned() -> None:
    text = (
        "Kế hoạch vốn đầu tư công năm 2026 là 6.100 tỷ đồng, gồm: vốn trung ương 2.300 tỷ đồng, vốn tỉnh 3.800 tỷ đồng."
    )
    assert [i.role for i in read(text)] == ["target", "target", "target"]


def test_a_list_behind_a_budget_is_planned_to_its_end() -> None:
    text = "Phê chuẩn dự toán thu, chi ngân sách năm 2026: tổng thu 15.600 tỷ đồng; tổng chi 15.900 tỷ đồng."
    assert [i.role for i in read(text)] == ["target", "target"]
