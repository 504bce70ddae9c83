"""Indicators: roles, comparators and numbers that were missed or invented on documents nobody had seen before.

One line of why for each. All texts are ours.
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import read, read_one

ROLES = [
    (
        "Giá trị sản xuất tăng 11% (vượt 3% so với Nghị quyết); giá trị trên một ha đạt 85 triệu đồng (đạt 100%).",
        "100%",
        "target_rate",
        "the brackets of a sentence compare with the same plan",
    ),
    (
        "Tổng sản phẩm bình quân đầu người đạt 24,6 triệu đồng.",
        "24,6 triệu đồng",
        "rate",
        "money per head is a rate, whether the unit says so or not",
    ),
    (
        "Ba chi cục phải nâng chỉ tiêu thu có số thu như sau: Chi cục Bến Lức thu đạt 540 tỷ đồng, đạt 104% dự toán.",
        "540 tỷ đồng",
        "result",
        "targets of those who `có số thu như sau` are not what follows",
    ),
    (
        "Nhân dân trong xã đã đoàn kết, với quyết tâm cao nhất hoàn thành 17/19 tiêu chí.",
        "17",
        "result",
        "`với quyết tâm cao` says how it was done",
    ),
    (
        "Huyện quyết tâm hoàn thành 19 tiêu chí.",
        "19 tiêu chí",
        "target",
        "`quyết tâm` as a verb plans",
    ),
    (
        "Điều 1. Giao chỉ tiêu tuyển sinh lớp nghề năm 2024 là 1.250 học viên.",
        "1.250 học viên",
        "target",
        "who assigns a quota sets a target",
    ),
    (
        "Trong mức tăng chung, khu vực dịch vụ đóng góp 3,1 điểm phần trăm.",
        "3,1 điểm phần trăm",
        "result",
        "points that something contributes are of no whole",
    ),
    (
        "Huyện có 210 trẻ suy dinh dưỡng (tỷ lệ 9,02%).",
        "9,02%",
        "result",
        "a rate by nature stays one behind `tỷ lệ`",
    ),
    (
        "Hà Lan là thị trường có mức tăng cao nhất với 59.000 lượt, đạt 217,3% so với cùng kỳ.",
        "217,3%",
        "index",
        "a level over a hundred percent of an earlier one is no growth",
    ),
    (
        "Tổ chức nhiều phong trào. Đến nay, huyện có 190 cơ sở hành nghề y.",
        "190 cơ sở",
        "result",
        "`đến nay` tells what stands",
    ),
    (
        "Nợ xấu cuối tháng 9 là 2,4%, trong khi hồi đầu năm là 1,7%.",
        "1,7%",
        "baseline",
        "the level at the beginning of the year is what the other is seen against",
    ),
    ("Lương chị Hoa chừng 6 triệu đồng.", "6 triệu đồng", "rate", "what one person earns is a rate"),
    (
        "CÁC CHỈ TIÊU CHỦ YẾU NHIỆM KỲ 2020-2025 I. Về kinh tế 1. Tổng sản lượng lương thực: 21.000 tấn.",
        "21.000 tấn",
        "target",
        "the words in capitals that open a line are its heading",
    ),
    (
        "1. Chỉ tiêu kinh tế - xã hội\n1) Giữ vững an ninh.\n2) Tỷ lệ tham gia bảo hiểm y tế: 96%.\n",
        "96%",
        "target",
        "items `1)` stand below a heading `1.`",
    ),
    (
        "Thu từ thuế môi trường đạt 520 tỷ đồng (bằng 87,8% cùng kỳ); thu từ doanh nghiệp đạt 422 tỷ đồng (86,8%).",
        "86,8%",
        "index",
        "brackets of one sentence tell the same",
    ),
    (
        "Một trăm trẻ suy dinh dưỡng (tỷ lệ 9,02%). Trẻ suy dinh dưỡng tập trung ở các huyện: Đầm Hà (23,5%).",
        "23,5%",
        "result",
        "a rate by nature stays one of the places behind it",
    ),
    (
        "CHỈ TIÊU NHIỆM KỲ\n1. Tổng số doanh nghiệp mới được thành lập thời kỳ 2021-2025: 90 doanh nghiệp.",
        "90 doanh nghiệp",
        "target",
        "`mới được thành lập` is said of the thing, nothing was reached",
    ),
    ("Công đoàn trao 20 phần quà (mỗi phần gồm 900.000 đồng).", "900.000 đồng", "rate", "what each consists of"),
    ("Tỉnh đoàn tổ chức đêm hội, mỗi đêm mời 260 cháu.", "260 cháu", "rate", "so many of each"),
    ("Bình quân mỗi tháng kết nạp 260 đoàn viên.", "260 đoàn viên", "result", "what was done each month was done"),
    (
        "Điều 2. Điều chỉnh dự toán ngân sách năm 2017\n2. Bổ sung 245 tỷ đồng cho 08 địa phương.",
        "245 tỷ đồng",
        "result",
        "money that is allocated is what it is",
    ),
    (
        "Nhiệm kỳ tới phấn đấu kết nạp được 70 hội viên.",
        "70 hội viên",
        "target",
        "`được` behind `phấn đấu` tells nothing done",
    ),
    (
        "Năm học 2013-2014 trường có 87 lớp. Trường được thành lập theo Quyết định số 50/QĐ-UB ngày 02/4/2009.",
        "87 lớp",
        "result",
        "a year later than the one a text was guessed to be of is no future",
    ),
    (
        "Tỷ lệ dự thi năm nay đạt 69,6%, thấp hơn so với năm 2007 (71,2%).",
        "71,2%",
        "baseline",
        "the level in a bracket behind what is compared with",
    ),
    (
        "Công an phát hiện 206 vụ, so với cùng kỳ tăng 93 vụ (206/113 vụ).",
        "113 vụ",
        "baseline",
        "two levels whose difference was told",
    ),
    (
        "Hội tặng 140 sổ tiết kiệm (trị giá từ 1 triệu đến 1,2 triệu).",
        "1 triệu đến 1,2 triệu",
        "rate",
        "a range of values is of each",
    ),
    (
        "Nghị quyết của HĐND huyện về nhiệm vụ và giải pháp năm 2012\n\nTổng sản lượng lương thực đạt 21.600 tấn.",
        "21.600 tấn",
        "target",
        "the title is of a resolution on what is to be done",
    ),
    (
        "Nghị quyết về kết quả thực hiện nhiệm vụ năm 2012\n\nTổng sản lượng lương thực đạt 21.600 tấn.",
        "21.600 tấn",
        "result",
        "the title is of what was done",
    ),
    (
        "Hội đồng đã thống nhất nhiệm vụ với các chỉ tiêu: giảm nghèo còn 2%; 90% gia đình đạt danh hiệu văn hóa.",
        "90%",
        "target",
        "a list of aims reaches to its end",
    ),
    (
        "Xã hoàn thành các chỉ tiêu phát triển: giá trị sản xuất đạt 53%, tăng 23%; thương mại đạt 52%, tăng 15%.",
        "52%",
        "target_rate",
        "levels of what a plan fulfilled are of the plan",
    ),
    (
        "Tổng kế hoạch chi đầu tư phát triển đến nay là 13.700 tỷ đồng.",
        "13.700 tỷ đồng",
        "target",
        "a plan is a plan, whatever its day",
    ),
    (
        "Tổng số hộ nghèo đầu năm 2024 là 3.154 hộ; trong đó thành thị 571 hộ. Cuối năm chỉ còn lại 2.700 hộ.",
        "3.154 hộ",
        "baseline",
        "the number at the beginning of the year, where that at its end follows",
    ),
    (
        "Tổng số hộ nghèo đầu năm 2024 là 3.154 hộ; trong đó thành thị 571 hộ. Cuối năm chỉ còn lại 2.700 hộ.",
        "571 hộ",
        "baseline",
        "parts of an earlier level",
    ),
    (
        "Công ty xác nhận mức tăng giá thép thêm 120.000 đồng/tấn.",
        "120.000 đồng/tấn",
        "change",
        "by how much a price rises",
    ),
    (
        "Cao su là ngành hàng tăng trưởng ấn tượng với tỷ lệ gần 17% so với cùng kỳ.",
        "17%",
        "change",
        "a rate of growth told as `tỷ lệ`",
    ),
    (
        "Mức tăng trưởng GDP là 10,3%, cơ cấu kinh tế chuyển dịch: nông nghiệp 44,5%; công nghiệp 20,6%.",
        "20,6%",
        "share",
        "parts of a structure are shares, whatever grew before",
    ),
    ("Nhà trường cấp học bổng (khoảng 2,6 tỷ đồng mỗi năm).", "2,6 tỷ đồng", "rate", "so much each year"),
    (
        "Tính đến ngày 20/3/2005 cả nước xảy ra 388 vụ cháy rừng (cả năm 2004 là 443 vụ).",
        "443 vụ",
        "baseline",
        "a level in a bracket with an earlier year",
    ),
    (
        "Tổng số lao động là 70.400 người (đầu nhiệm kỳ: 61.200 người).",
        "61.200 người",
        "baseline",
        "the level a term began with",
    ),
    ("Năm ngoái công hái là 900 đồng/kg, nay 1.200 đồng/kg.", "900 đồng/kg", "baseline", "last year, and now"),
    (
        "Tỷ lệ hộ nghèo mỗi năm giảm 3,6%, vượt mục tiêu nghị quyết đề ra là giảm 3%.",
        "3%",
        "target",
        "a change that a resolution aims at",
    ),
    (
        "III. NHIỆM VỤ 6 THÁNG CUỐI NĂM\n\n- Chọn 05 đơn vị đại hội điểm.",
        "05 đơn vị",
        "target",
        "under tasks of a time",
    ),
    ("Ngân hàng tăng trưởng 10%, dự kiến cả năm sẽ tăng 13%.", "13%", "change", "an estimate for the year that runs"),
    (
        "Chỉ tiêu giao tỉnh đến năm 2030 là 86.800 căn; như vậy tỉnh mới đạt 5,9%.",
        "5,9%",
        "target_rate",
        "what is reached of the target told before",
    ),
    (
        "Giao chỉ tiêu đào tạo nghề là 7.150 học viên, trong đó sơ cấp 2.100 học viên; tỷ lệ có việc làm đạt 85% trở lên.",
        "85%",
        "target",
        "who assigns a quota sets all that follows",
    ),
    (
        "Doanh số đã tăng từ 300 triệu USD năm 2019 lên 1,5 tỷ USD năm 2020 và dự ước đạt 6 tỷ USD vào năm 2025. "
        "Số liệu tính đến ngày 31/12/2020.",
        "6 tỷ USD",
        "target",
        "what is expected of a later year, behind what was told",
    ),
    (
        "1. Đề nghị Tổng Liên đoàn hỗ trợ 300 triệu đồng cho tỉnh.",
        "300 triệu đồng",
        "result",
        "money that is asked for is what it is",
    ),
    (
        "Dự báo khả năng thực hiện 15 chỉ tiêu của năm 2004 như sau:\n\n(1) Kim ngạch xuất khẩu đạt 21 tỷ USD.\n",
        "21 tỷ USD",
        "result",
        "a list of how aims are fulfilled is no list of aims",
    ),
    (
        "Đại hội đã đề ra 18 chỉ tiêu cụ thể, trong đó, tỷ lệ lao động đã qua đào tạo đạt 75%.",
        "75%",
        "target",
        "a list of aims may begin with `trong đó`",
    ),
    (
        "Giải pháp góp phần thực hiện mục tiêu tăng trưởng kinh tế năm nay đạt trên 8%.",
        "8%",
        "target",
        "an aim that names its growth",
    ),
    (
        "Tỷ lệ tốt nghiệp đạt 98,4% (năm 2012 là 99,5%). Số liệu công bố ngày 12/6/2013.",
        "99,5%",
        "baseline",
        "so is a percent of an earlier year",
    ),
    (
        "Tỷ lệ tốt nghiệp đạt 95,4% (giảm nhẹ so với năm ngoái là 99,8%).",
        "99,8%",
        "baseline",
        "the level of last year behind `so với`",
    ),
    ("Doanh thu và lợi nhuận lần lượt tăng 32% và 19% so với cùng kỳ.", "19%", "change", "both grew"),
    ("Hệ số nợ trên vốn chủ là 2,1 lần.", "2,1 lần", "result", "a ratio is a level"),
    (
        "Giá trị sản phẩm trên 1 ha đất nông nghiệp đạt 115 triệu đồng.",
        "115 triệu đồng",
        "rate",
        "what one hectare bears",
    ),
    ("Tiến độ gieo trồng đến nay là 1,1 triệu ha.", "1,1 triệu ha", "result", "progress is no plan"),
    ("Ngành đã huy động 112.000 tỷ đồng, đạt 65% nhiệm vụ huy động vốn.", "65%", "target_rate", "a task is a plan"),
    (
        "Phương hướng, nhiệm vụ năm 2024\n\nTổng sản lượng lương thực đạt 12.000 tấn.",
        "12.000 tấn",
        "target",
        "a title that begins with what is to be done",
    ),
    (
        "Xã phấn đấu: sản lượng lương thực 2.100 tấn; kết nạp 12 đảng viên. Tỷ lệ hộ nghèo còn 2%.",
        "2%",
        "target",
        "what goes on behind a list of aims",
    ),
    (
        "Đại hội thông qua chỉ tiêu nhiệm kỳ tới: kết nạp 60 hội viên; xây 5 nhà tình nghĩa; 90% chi hội vững mạnh.",
        "90%",
        "target",
        "aims that were passed",
    ),
    ("Từ nay đến cuối năm, ngành cần giải ngân 350 tỷ đồng.", "350 tỷ đồng", "target", "what is needed till the end"),
    ("Chiếc điện thoại giá 22,9 triệu đồng.", "22,9 triệu đồng", "rate", "what a thing costs"),
    ("Hội trao 2 giải nhì mỗi giải 20 triệu đồng.", "20 triệu đồng", "rate", "so much each"),
    (
        "Về phương hướng nhiệm kỳ tới, Đại hội xác định: hằng năm 95% chi bộ hoàn thành tốt nhiệm vụ.",
        "95%",
        "target",
        "what is to be done, before a colon",
    ),
    (
        "Chỉ tiêu kết nạp 120 đảng viên, kết quả kết nạp 135 đồng chí, đạt 112,5%.",
        "112,5%",
        "target_rate",
        "the percent is of the target told before",
    ),
    (
        "Diện tích rừng tăng từ 12.000 ha lên 14.500 ha, vượt mục tiêu 14.000 ha.",
        "14.000 ha",
        "target",
        "an aim that was exceeded",
    ),
    (
        "Nhóm hàng ăn có mức tăng cao nhất với 1,79% so với tháng trước.",
        "1,79%",
        "change",
        "how high a rise is",
    ),
]


@pytest.mark.parametrize(("text", "surface", "role", "why"), ROLES, ids=[why for *_, why in ROLES])
def test_role(text: str, surface: str, role: str, why: str) -> None:
    found = read_one(text, surface)
    assert found.role == role, (found.role, found.label, why)


NUMBERS = [
    (
        "Tổng kinh phí: 3.400 triệu, trong đó:\n- Năm 2021: 1.400 triệu\n- Năm 2022: 2.000 triệu\n",
        [("3.400 triệu", 3.4e9, "money"), ("1.400 triệu", 1.4e9, "money"), ("2.000 triệu", 2e9, "money")],
        "a list of sums need not say `đồng`",
    ),
    (
        "Cả nước có hơn 6, 7 triệu đoàn viên.",
        [("6, 7 triệu đoàn viên", 6.7e6, "count")],
        "a blank that slipped behind the comma",
    ),
    (
        "Bội chi ngân sách là 214.000 tý đồng, thu nhập đạt 4,7 triệu đông/người/tháng.",
        [("214.000 tý đồng", 2.14e14, "money"), ("4,7 triệu đông/người/tháng", 4.7e6, "money")],
        "`tỷ đồng` as scanners read it",
    ),
    (
        "Tổng thu là 1.319.200 tỷ đồng (một triệu, ba trăm mười chín nghìn, hai trăm tỷ đồng).",
        [("1.319.200 tỷ đồng", 1.3192e15, "money")],
        "a sum told again in words is one sum",
    ),
    (
        "Có 17 đảng viên bị kỷ luật (khiển trách 11, cảnh cáo 5, cách chức 1).",
        [("17 đảng viên", 17, "count"), ("11", 11, "count"), ("5", 5, "count"), ("1", 1, "count")],
        "numbers that add up to the count before them count the same",
    ),
    (
        "Đảng bộ đã kết nạp được 177 đảng viên mới (chỉ tiêu đề ra 150).",
        [("177 đảng viên", 177, "count"), ("150", 150, "count")],
        "the plan of what was counted",
    ),
    (
        "Đảng bộ đã kết nạp được 177 đảng viên mới (theo Điều 4, mục 12).",
        [("177 đảng viên", 177, "count")],
        "numbers of provisions do not add up",
    ),
    (
        "Có 1,8 triệu công nhân thuộc doanh nghiệp nhà nước, 2,9 triệu trong doanh nghiệp tư nhân.",
        [("1,8 triệu công nhân", 1.8e6, "count"), ("2,9 triệu", 2.9e6, "count")],
        "magnitudes one behind the other count the same",
    ),
    (
        "Huyện có 28 trường mầm non (27 công lập, 1 tư thục).",
        [("28 trường", 28, "count"), ("27 công lập", 27, "count"), ("1 tư thục", 1, "count")],
        "sorts that add up to their whole",
    ),
    ("Trường được xây dựng tại số 225 khu phố 4.", [], "an address"),
    ("Toàn tỉnh có nhiều trường bị bão số 9 cuốn mái.", [], "the number of a storm"),
    ("Lớp học 2 buổi/ngày có bán trú.", [], "a kind of class"),
    ("Cột 6 ghi số dư nợ (cột 1 ghi nhóm, cột 5 ghi tên).", [], "columns of a form"),
    (
        "Xã xây dựng nâng cấp 03 tuyến đường, tổng số đạt 88 tiêu chí, tăng 04 tiêu chí.",
        [("03 tuyến đường", 3, "count"), ("88 tiêu chí", 88, "count"), ("04 tiêu chí", 4, "count")],
        "things done and levels that grew",
    ),
    (
        "Số tử vong ở các tỉnh: Đồng Nai 27 ca, An Giang 20, Tiền Giang và Vĩnh Long 15, Bình Định mỗi nơi 3.",
        [("27 ca", 27, "count"), ("20", 20, "count"), ("15", 15, "count"), ("3", 3, "count")],
        "bare numbers behind names count what the first of the list counts",
    ),
    (
        "Tỉnh có 3 khu công nghiệp: Hòa Phú 1, Hòa Phú 2, Phố Nối 3.",
        [("3 khu công nghiệp", 3, "count")],
        "small numbers behind names are names",
    ),
    ("Số ca nhiễm cả nước tăng 259 so với hôm qua.", [("259", 259, "count")], "a number of cases that names them"),
    (
        "Đã có gần 37.000 trên tổng số 42.000 lao động có việc làm.",
        [("37.000", 37000, "count"), ("42.000 lao động", 42000, "count")],
        "the unit is said with the whole",
    ),
    ("Số ca tử vong trên một triệu dân xếp thứ 26.", [], "the base of a rate"),
    ("Ảnh minh họa https://bao.vn/2021/3052 Lao dong.jpg", [], "the address of a picture"),
    ("Xem tài liệu ở trang 1 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.", [], "the number of a page"),
    ("Sinh viên phải có điểm rèn luyện tối thiểu 65/100.", [], "marks"),
    ("Hai người chết do bão.", [("Hai người", 2, "count")], "victims are counted in words too"),
    ("Hai người nói chuyện với nhau.", [], "others are not"),
    ("Học bổng gồm vé và bảo hiểm trị giá 30tr/suất.", [("30tr/suất", 3e7, "money")], "`tr` is `triệu đồng`"),
    (
        "Công đoàn kiểm tra 23 khu tập thể của 14 đơn vị.",
        [("23 khu", 23, "count"), ("14 đơn vị", 14, "count")],
        "owners of what is counted are counted",
    ),
    (
        "Thu nhập đạt 75 triệu đồng, tăng 47 triệu so với đầu nhiệm kỳ.",
        [("75 triệu đồng", 7.5e7, "money"), ("47 triệu", 4.7e7, "money")],
        "millions behind millions of money are money",
    ),
    (
        "Tỷ lệ sinh giảm 0,037% (kế hoạch là 0,04%).",
        [("0,037%", -0.037, "percent"), ("0,04%", -0.04, "percent")],
        "the plan of a decrease is one",
    ),
    ("Xã nằm trên đường tỉnh 943.", [], "the number of a road"),
    (
        "Cả nước có 12 ca nhiễm mới, trong đó Hà Nội 5, Hải Phòng 4, Nam Định 3.",
        [("12 ca", 12, "count"), ("5", 5, "count"), ("4", 4, "count"), ("3", 3, "count")],
        "small numbers behind names that add up",
    ),
    (
        "Trường có 1.245 học sinh, trong đó nữ 602.",
        [("1.245 học sinh", 1245, "count"), ("602", 602, "count")],
        "a bare part of a count",
    ),
    ("Có chủ xe bị phạt đến 15 lần, người vi phạm 2 lần trở lên sẽ được gọi.", [], "how often somebody was fined"),
]


@pytest.mark.parametrize(("text", "expected", "why"), NUMBERS, ids=[why for *_, why in NUMBERS])
def test_numbers(text: str, expected: list[tuple[str, float, str]], why: str) -> None:
    assert [(i.surface, i.value, i.kind) for i in read(text)] == expected, why


def test_comparators() -> None:
    assert read_one("Phường A có số lượng đăng ký nhiều nhất với 135 trường hợp.", "135 trường hợp").comparator == "="
    assert read_one("Mỗi em được tặng quà trị giá lên đến 3 triệu đồng/suất.", "3 triệu đồng/suất").comparator == "<="
    assert read_one("Hãng vận chuyển hơn 19 triệu khách trên 104.000 chuyến bay.", "104.000 chuyến").comparator == "="
    assert read_one("Tổng mức bán lẻ ước thu 50 tỷ đồng.", "50 tỷ đồng").comparator == "~"
    assert read_one("Thành phố ước thu ngân sách đạt 352.000 tỷ đồng.", "352.000 tỷ đồng").comparator == "~"


def test_an_estimate_told_as_a_level_is_rough() -> None:
    found = read_one("Tổng số người tham gia bảo hiểm ước thực hiện là 214.100 người.", "214.100 người")
    assert found.comparator == "~"


def test_the_highest_level_told_is_no_bound() -> None:
    assert read_one("Giá lúa có mức cao nhất là 7.400 đồng/kg.", "7.400 đồng/kg").comparator == "="
