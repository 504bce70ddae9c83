"""Labels of indicators in prose, one line of why for each.

All texts are ours; a row is (text, surface, label, why).
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import read_one

LABELS = [
    (
        "Năm 2019, xuất khẩu hạt điều đạt 456 nghìn tấn, trị giá 3,29 tỷ USD, tăng 22,1% về lượng và giảm 2,3% về trị giá so "
        "với năm 2018.",
        "22,1%",
        "lượng xuất khẩu hạt điều so với năm 2018",
        "a change is told in terms of the amount, the thing changed stands before",
    ),
    (
        "Năm 2019, xuất khẩu hạt điều đạt 456 nghìn tấn, trị giá 3,29 tỷ USD, tăng 22,1% về lượng và giảm 2,3% về trị giá so "
        "với năm 2018.",
        "2,3%",
        "trị giá xuất khẩu hạt điều so với năm 2018",
        "the second term takes the place of the first",
    ),
    (
        "Trong số 15 vụ được phát hiện có 4 vụ về buôn lậu thuốc lá và 11 vụ có dấu hiệu trốn thuế.",
        "4 vụ",
        "vụ về buôn lậu thuốc lá được phát hiện",
        "what is told of the last of a list is not told of one that is told by itself",
    ),
    (
        "Nhiều lĩnh vực đạt kết quả cao như giá trị sản phẩm trên một ha đạt 125 triệu đồng.",
        "125 triệu đồng",
        "giá trị sản phẩm trên một ha",
        "behind `như` stands the one of them that is told",
    ),
    (
        "Liên đoàn Lao động tỉnh đã tặng Bằng khen cho 9 tập thể, 21 cá nhân có thành tích xuất sắc trong phong trào thi đua.",
        "21 cá nhân",
        "cá nhân có thành tích xuất sắc được tặng Bằng khen",
        "they are counted as those who were awarded; in what is no part of it",
    ),
    (
        "Giá hồ tiêu tại vùng Tây Nguyên có mức thấp nhất 61.000 đồng/kg tại Gia Lai và mức cao nhất là 64.500 đồng/kg.",
        "64.500 đồng/kg",
        "giá hồ tiêu tại vùng Tây Nguyên",
        "a bare `mức` is of what the sentence is about",
    ),
    (
        "Các tỉnh có mức tăng trưởng công nghiệp cao hơn bình quân gồm: Hải dương tăng 12,4%, Bắc Giang tăng 18,1%.",
        "18,1%",
        "mức tăng trưởng công nghiệp Bắc Giang",
        "a name written with one capital is a name, nothing that the next is a part of",
    ),
    (
        "Hội Nông dân huyện Tân Phú hiện có 14 cơ sở hội, 96 chi hội, 310 tổ hội với 11.020 hội viên.",
        "96 chi hội",
        "chi hội Hội Nông dân huyện Tân Phú",
        "what somebody has is theirs, not of what was counted before",
    ),
    (
        "Trường Tiểu học Hòa Bình có 34 lớp với 1.150 học sinh.",
        "1.150 học sinh",
        "học sinh Trường Tiểu học Hòa Bình",
        "so are those told with `với`",
    ),
    (
        "Vĩnh Lộc là huyện trung du của tỉnh, gồm 15 xã và 1 thị trấn.",
        "1 thị trấn",
        "thị trấn Vĩnh Lộc",
        "a name without what is said of it",
    ),
    (
        "Trận lốc làm 3 người chết, 12 người bị thương ở các huyện ven biển.",
        "3 người",
        "người chết trận lốc",
        "each number of victims tells its own fate",
    ),
    (
        "Tổng số thụ lý là 5.210 vụ, tăng 312 vụ so với cùng kỳ, trong đó số mới thụ lý là 3.105 vụ, tăng 98 vụ.",
        "98 vụ",
        "số mới thụ lý",
        "a change is of the number told last",
    ),
    (
        "Toàn xã trồng 45ha cây ăn quả; 12ha cây lạc; 30 ha khoai lang.",
        "30 ha",
        "diện tích khoai lang",
        "in a list each area names its own crop",
    ),
    (
        "Đến nay nợ thuế trên địa bàn toàn huyện đã giảm mạnh, còn lại là 12 tỷ đồng.",
        "12 tỷ đồng",
        "nợ thuế trên địa bàn toàn huyện",
        "what is left is of what has fallen",
    ),
    (
        "Số hộ nghèo tập trung chủ yếu ở các xã vùng cao: Nậm Ban (31,2%), Pa Tần (28,4%).",
        "28,4%",
        "số hộ nghèo Pa Tần",
        "names in a list are of what leads it in",
    ),
    (
        "Cả nước xảy ra 212 ổ dịch tại 31 tỉnh, thành phố.",
        "31 tỉnh, thành phố",
        "tỉnh, thành phố có ổ dịch",
        "places are counted by what is there",
    ),
    (
        "Năm qua, công đoàn cơ sở đã ký mới 41 bản, sửa đổi 87 bản thỏa ước lao động tập thể.",
        "41 bản",
        "bản thỏa ước lao động tập thể được ký mới",
        "a noun said once with the second number is of the first too",
    ),
    (
        "Trung tâm đã tiếp nhận 52.000 liều vắc xin, tiêm 48.300 liều.",
        "48.300 liều",
        "liều vắc xin được tiêm",
        "a measure word goes on with what it measured",
    ),
    (
        "Tổng sản phẩm trên địa bàn (GRDP) tăng 8,1%, trong đó ngành dịch vụ tăng 7,4%.",
        "7,4%",
        "GRDP ngành dịch vụ",
        "a part takes the short name of its whole",
    ),
    (
        "Tới dự hội nghị có lãnh đạo Sở Nội vụ cùng 120 đại biểu.",
        "120 đại biểu",
        "đại biểu dự hội nghị",
        "guests are counted by what they attend, not by who else was there",
    ),
    (
        "Xã làm mới tuyến kè chống sạt lở dài hơn 3,2 km... và nhiều công trình khác.",
        "3,2 km",
        "làm mới tuyến kè chống sạt lở dài",
        "what goes on behind the number is no part of it",
    ),
    (
        "Hàng dệt may chủ yếu được xuất khẩu sang thị trường Nhật Bản đạt 512 triệu USD; Mỹ đạt 498 triệu USD, tăng 3,1%.",
        "3,1%",
        "hàng dệt may chủ yếu được xuất khẩu sang thị trường Mỹ",
        "the next place takes the place of the one before",
    ),
    (
        "Công an huyện phát hiện 41 đối tượng có hành vi tàng trữ, vận chuyển trái phép ma túy; khởi tố 18 vụ.",
        "18 vụ",
        "vụ có hành vi tàng trữ, vận chuyển trái phép ma túy được khởi tố",
        "cases are of the offence told before, with all its doings",
    ),
    (
        "Năm qua án kinh tế khởi tố ít hơn 7 vụ.",
        "7 vụ",
        "vụ án kinh tế khởi tố",
        "a change that names its thing",
    ),
    (
        "Thu nhập của đoàn viên khu vực sự nghiệp ổn định với mức bình quân 6.200.000 đồng/tháng.",
        "6.200.000 đồng/tháng",
        "thu nhập của đoàn viên khu vực sự nghiệp bình quân",
        "a bare average is of what stands before it",
    ),
    (
        "Ngành giáo dục đã đạt nhiều kết quả đáng ghi nhận, tỷ lệ tốt nghiệp THPT đạt 97,2%.",
        "97,2%",
        "tỷ lệ tốt nghiệp THPT",
        "the measure named last is the one told",
    ),
    (
        "Năm 2026, tập trung thúc đẩy tăng trưởng với mục tiêu đạt 9% trở lên gắn liền với ổn định kinh tế vĩ mô.",
        "9%",
        "tăng trưởng",
        "what is done for an aim is no part of what is aimed at",
    ),
    (
        "Công tác phát triển Đảng vượt chỉ tiêu đề ra với tổng số 16 đảng viên mới kết nạp.",
        "16 đảng viên",
        "đảng viên mới kết nạp",
        "a noun that tells what was done needs no other doing",
    ),
    (
        "Giá trị sản phẩm trên 1 ha đất canh tác, đất nuôi trồng thủy sản đạt 118 triệu đồng.",
        "118 triệu đồng",
        "giá trị sản phẩm trên 1 ha đất canh tác, đất nuôi trồng thủy sản",
        "per how much land is part of the measure, no number of its own",
    ),
    (
        "Phấn đấu thu nhập bình quân đầu người đạt 75 triệu đồng/năm và tỷ lệ hộ nghèo (theo chuẩn đa chiều) còn 4%.",
        "4%",
        "tỷ lệ hộ nghèo (theo chuẩn đa chiều)",
        "a bracket without numbers does not part a measure from its verb",
    ),
    (
        "Tỷ lệ lao động đã qua đào tạo có chứng chỉ đạt 37%.",
        "37%",
        "tỷ lệ lao động đã qua đào tạo có chứng chỉ",
        "of whom a rate is may be told by what they have done",
    ),
    (
        "Ngoài ra, công ty ghi nhận 1.250 tỷ đồng tiền gửi ngân hàng.",
        "1.250 tỷ đồng",
        "tiền gửi ngân hàng",
        "money is named by what it is, not by who has it",
    ),
    (
        "Huyện gồm 21 xã và 2 thị trấn với dân số là 180.500 người.",
        "21 xã",
        "xã huyện",
        "what the next measure is brought in with is told of that one",
    ),
    (
        "Nói rõ hơn về số thu ngân sách, báo cáo của Sở Tài chính cho thấy con số này trong 5 tháng là 4.120 tỷ đồng, bằng "
        "38% dự toán.",
        "38%",
        "số thu ngân sách so với dự toán",
        "`con số này` is what the sentence speaks of",
    ),
    (
        "Hãng vận chuyển 2,1 triệu khách trên 14.200 chuyến bay, lần lượt tăng 6% và 2% so với cùng kỳ năm 2022.",
        "6%",
        "khách được vận chuyển so với cùng kỳ năm 2022",
        "changes told in turn are of the numbers in turn",
    ),
    (
        "Hãng vận chuyển 2,1 triệu khách trên 14.200 chuyến bay, lần lượt tăng 6% và 2% so với cùng kỳ năm 2022.",
        "2%",
        "chuyến bay được vận chuyển so với cùng kỳ năm 2022",
        "the second of the second",
    ),
    (
        "Nam Định dẫn đầu cả nước về tỷ lệ đỗ tốt nghiệp với tỷ lệ 99,8%; kế đến là Đồng Tháp với 99,7%.",
        "99,7%",
        "tỷ lệ đỗ tốt nghiệp Đồng Tháp",
        "whoever comes next is measured by the same",
    ),
    (
        "Tỷ lệ xã đạt chuẩn nông thôn mới năm 2025 đạt 62%.",
        "62%",
        "tỷ lệ xã đạt chuẩn nông thôn mới",
        "`mới` belongs to the name, it is no adverb of the verb",
    ),
    (
        "Tổng số hộ nghèo đầu năm 2023 là 4.120 hộ.",
        "4.120 hộ",
        "tổng số hộ nghèo",
        "nothing of a time stays behind",
    ),
    (
        "Sản lượng lương thực bình quân hàng năm: 31.000 tấn.",
        "31.000 tấn",
        "sản lượng lương thực bình quân",
        "nor half of `hàng năm`",
    ),
    (
        "Tỷ lệ huy động trẻ đến trường ở các cấp học nhà trẻ 43,5%, mẫu giáo 99,2%, tiểu học 99,6%.",
        "99,6%",
        "tỷ lệ huy động trẻ đến trường ở các cấp học tiểu học",
        "each of a list is measured by what leads the list in",
    ),
    (
        "Một số tỉnh có năng suất giảm nhiều nhất như Đồng Tháp giảm 11,2 tạ/ha; Cần Thơ giảm 5,9 tạ/ha.",
        "5,9 tạ/ha",
        "năng suất Cần Thơ",
        "places after `như` are told of by the measure before it",
    ),
    (
        "Hội đồng phê chuẩn quyết toán ngân sách địa phương năm 2019 với tổng thu 12.300 tỷ đồng, tổng chi 11.900 tỷ đồng.",
        "11.900 tỷ đồng",
        "tổng chi ngân sách địa phương",
        "totals are of the budget the sentence speaks of",
    ),
    (
        "Hội đã xóa 51 hộ nghèo và 44 hộ cận nghèo, hiện chỉ còn 9 hộ nghèo và 5 hộ cận nghèo.",
        "5 hộ",
        "hộ cận nghèo",
        "nothing was done to those that are left",
    ),
    (
        "Đại hội Hội Nông dân huyện Phú Lương có 210 đại biểu đại diện cho 8.400 hội viên.",
        "210 đại biểu",
        "đại biểu dự đại hội Hội Nông dân huyện Phú Lương",
        "delegates are counted by what they attend",
    ),
    (
        "Toàn tỉnh xảy ra 26 vụ tai nạn làm: 17 người chết; 19 người bị thương.",
        "17 người",
        "người chết vụ tai nạn",
        "the verb of harm is no part of the event",
    ),
]


@pytest.mark.parametrize(("text", "surface", "label", "why"), LABELS, ids=[row[3] for row in LABELS])
def test_label(text: str, surface: str, label: str, why: str) -> None:
    assert read_one(text, surface).label == label, why
