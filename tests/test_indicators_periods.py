"""The time a number is of: handed on from sentence to sentence, from a lead, a title, or what a text is about."""

from __future__ import annotations

import pytest

from tests.indicator_reading import read_one

CASES = [
    (
        "Đến thời điểm ngày 17/6/2018, số thu của ngành đạt 133 tỷ đồng, bằng 45% chỉ tiêu phấn đấu (293 tỷ đồng). "
        "Trong đó, ba chi cục thu như sau: Chi cục An Bình thu đạt 54 tỷ đồng, bằng 61% dự toán.",
        {"54 tỷ đồng": "2018-06-17", "61%": "2018-06-17"},
        "parts are of the time of what was reached, not of the plan in brackets",
    ),
    (
        "Công tác kiểm tra được tăng cường. Nếu năm 2019, toàn tỉnh chỉ phát hiện 85 vụ vi phạm thì trong 10 tháng năm "
        "2020 đã phát hiện 198 vụ. Số tiền xử phạt lên đến 1,6 tỷ đồng.",
        {"85 vụ": "2019", "198 vụ": "2020-01/2020-10", "1,6 tỷ đồng": "2020-01/2020-10"},
        "the time of the earlier level is not handed on, that behind it is",
    ),
    (
        "Năm 2020, các khu công nghiệp của tỉnh thu hút 760 triệu USD, tăng 17% so với năm 2019.\n\n"
        "Trong đó, vốn trong nước đạt 9.000 tỷ đồng. Cấp mới 67 dự án với vốn đăng ký 7.300 tỷ đồng.",
        {"67 dự án": "2020", "7.300 tỷ đồng": "2020"},
        "a paragraph that begins with `Trong đó` goes on with the one before",
    ),
    (
        "Số: 15/BC-SYT\n\nBÁO CÁO\nKết quả công tác y tế năm 2021\n\nI. PHÒNG, CHỐNG DỊCH\n\nĐến ngày 25/12/2021, toàn tỉnh "
        "ghi nhận 37.642 ca mắc.\n\nNgành y tế đã tiếp nhận 1.756.240 liều vắc-xin.",
        {"37.642 ca": "2021-12-25", "1.756.240 liều": "2021"},
        "the cut-off day of one paragraph is not that of the next in the report of a year",
    ),
    (
        "Kết quả kinh doanh năm 2025. Trong 6 tháng đầu năm nay, Nga là thị trường gửi khách nhiều nhất với 259.849 lượt khách.",
        {"259.849 lượt": "2025-01/2025-06"},
        "`năm nay` behind the months counted is no year of its own",
    ),
    (
        "Theo Sở Công Thương, nửa đầu tháng 7/2015 cả nước xuất khẩu 49.830 tấn cà phê; lũy kế từ đầu năm 731 nghìn tấn.",
        {"731 nghìn tấn": "2015/.."},
        "a number behind `từ đầu năm` is no year",
    ),
    (
        "Báo Kinh tế, ngày 28/2/2026. Tỉnh thu hút hơn 64.300 tỷ đồng đầu tư trong hai tháng đầu năm.",
        {"64.300 tỷ đồng": "2026-01/2026-02"},
        "`hơn` before a number compares nothing",
    ),
    (
        "Số: 21/QĐ-UBND\nngày 20 tháng 02 năm 2024\n\nQUYẾT ĐỊNH\nGiao chỉ tiêu năm 2024\n\nĐiều 1. Giao chỉ tiêu đào tạo nghề "
        "năm 2024 là 7.250 học viên, trong đó đào tạo dưới 3 tháng 5.100 học viên, trình độ sơ cấp 2.150 học viên.",
        {"5.100 học viên": "2024", "2.150 học viên": "2024"},
        "`3 tháng 5.100` names no May",
    ),
    (
        "Nhiệm kỳ 2020-2025, các cấp công đoàn đã kết nạp 9.846 đoàn viên, đạt 109% chỉ tiêu. Riêng 10 tháng năm 2023, kết "
        "nạp 2.307 đoàn viên. Số đoàn viên giảm do doanh nghiệp giải thể là 3.412 người.",
        {"2.307 đoàn viên": "2023-01/2023-10", "3.412 người": "2020/2025"},
        "what is told of `riêng` one time is an aside",
    ),
    (
        "2. Trước mắt, đến năm 2013 phấn đấu đạt được các chỉ tiêu sau.\n\n- 100% cán bộ chuyên trách được đào tạo;\n\n"
        "- Ngân sách chi cho đào tạo đạt 15% tổng chi.",
        {"100%": "../2013", "15%": "../2013"},
        "`các chỉ tiêu sau.` leads in as a colon does",
    ),
    (
        "Chín tháng năm 2025, kinh tế của tỉnh ước tăng 8,02%. Tỉnh đã xóa 15.064 nhà tạm, nhà dột nát trước tháng 8/2025.",
        {"8,02%": "2025-01/2025-09", "15.064 nhà tạm": "../2025-08"},
        "a time near behind is nearer than that of the sentence before",
    ),
    (
        "Ngày 22/7/2015, giá vàng thế giới còn 1.096 USD/ounce, thấp nhất kể từ tháng 3/2010; hợp đồng kỳ hạn mất 3,8 USD.",
        {"1.096 USD/ounce": "2015-07-22", "3,8 USD": "2015-07-22"},
        "since when nothing was like it is no time of a number",
    ),
    (
        "Năm 2023, toàn tỉnh xảy ra 788 vụ vi phạm. Công an tỉnh đã bắt giữ 138 vụ buôn lậu (so với năm 2022, ít hơn 24 "
        "vụ) và 1.525 vụ sử dụng trái phép chất ma túy.",
        {"138 vụ": "2023", "1.525 vụ": "2023"},
        "what is coordinated is of one time",
    ),
    (
        "6 tháng đầu năm 2020, cơ quan chức năng đã điều tra 341 vụ. So với cùng kỳ năm 2019, số vụ án giảm 171 vụ. Cũng "
        "trong 6 tháng đã phát hiện 166 trường hợp vi phạm.",
        {"171 vụ": "2020-01/2020-06", "166 trường hợp": "2020-01/2020-06"},
        "months are not of the year compared with",
    ),
    (
        "Hội Cựu chiến binh xã tổng kết phong trào thi đua giai đoạn 2019 - 2024\n\nSáng 3/4/2024, Hội Cựu chiến binh xã Đại "
        "Phong tổ chức hội nghị tổng kết phong trào thi đua giai đoạn 2019 - 2024.\n\nHội đã trao tặng 175 suất quà cho học "
        "sinh nghèo, giúp 36 hộ gia đình thoát nghèo.",
        {"175 suất": "2019/2024", "36 hộ gia đình": "2019/2024"},
        "a text that sums up a span tells of that span",
    ),
    (
        "Chợ Mới: Nghị quyết của HĐND huyện về nhiệm vụ phát triển kinh tế - xã hội năm 2012\n\nTrong lĩnh vực kinh tế:\n\n"
        "Trồng mới 2.000 ha rừng; duy trì tỷ lệ che phủ rừng đạt 59%.",
        {"2.000 ha": "2012", "59%": "2012"},
        "what a title plans is of the year it is planned for",
    ),
    (
        "Chỉ đạo thực hiện nhiệm vụ 03 tháng cuối năm 2017\n\nKết quả thi hành án 09 tháng đầu năm 2017, cụ thể như sau:\n\n"
        "* Kết quả về việc:\n\n- Tổng số thụ lý là 736.747 việc, tăng 39.080 việc so với cùng kỳ năm 2016.",
        {"736.747 việc": "2017-01/2017-09", "39.080 việc": "2017-01/2017-09"},
        "what is reported is not of the time that a title plans for",
    ),
    (
        "Mục tiêu của kế hoạch 5 năm 2011-2015:\n\na) Tăng trưởng kinh tế bình quân 5 năm 2011-2015 đạt 13%/năm; GDP bình quân "
        "đầu người năm 2015 là 41 triệu đồng; sản lượng lương thực bình quân 2,1 triệu tấn; 50% trường đạt chuẩn.",
        {"41 triệu đồng": "2015", "2,1 triệu tấn": "2011/2015", "50%": "2011/2015"},
        "the year of one target is not that of the next item",
    ),
    (
        "Ngày 27/9/2019. Ước tính kết quả sản xuất vụ Mùa 2019 như sau:\n\nDiện tích gieo trồng đạt 32.284 ha, giảm 3,39% so "
        "với cùng kỳ năm trước.",
        {"32.284 ha": "2019", "3,39%": "2019"},
        "a season with its year",
    ),
    (
        "Nhân dịp Tết Trung thu 2025, Liên đoàn Lao động thành phố đã trao 3.200 phần quà cho con đoàn viên khó khăn.",
        {"3.200 phần": "2025"},
        "a feast with its year",
    ),
    (
        "Đại hội đề ra nhiệm vụ nhiệm kỳ 2014-2019. Phấn đấu 95% chi hội đạt ngày hội đoàn kết vào dịp 26/3, 15/10; trên 50% thanh "
        "niên thường xuyên luyện tập thể thao. Trong nhiệm kỳ phấn đấu phát triển 100 hội viên mới.",
        {"50%": "2014/2019", "100 hội viên": "2014/2019"},
        "days that come each year; `trong nhiệm kỳ` is the term named before",
    ),
    (
        "Trong 6 tháng đầu năm 2020, toàn huyện huy động được 543 triệu đồng xây dựng nông thôn mới.\n\nTrong những tháng đầu "
        "năm, các xã đã xây mới 30 phòng học.",
        {"30 phòng học": "2020-01/2020-06"},
        "`những tháng đầu năm` are the months counted before",
    ),
    (
        "Ngành giáo dục tỉnh sơ kết phong trào giai đoạn 2010-2012.\n\nTrong 3 năm, các cấp công đoàn đã phát triển 1.831 "
        "đoàn viên nữ.",
        {"1.831 đoàn viên": "2010/2012"},
        "`trong 3 năm` is the span named before",
    ),
    (
        "Đợt lũ đầu tháng 10 làm 66 người chết, 17 người mất tích.\n\nHôm 23/10, đoàn cứu trợ đã trao 500 suất quà.",
        {"66 người": "XXXX-10", "500 suất": "XXXX-10-23"},
        "where no year is told a month is of some year",
    ),
    (
        "Nhiệm kỳ 2020-2025, xã đạt được nhiều kết quả quan trọng. Cụ thể, tổ chức đào tạo nghề cho 932 người; kết nạp 69 "
        "đảng viên.",
        {"932 người": "2020/2025", "69 đảng viên": "2020/2025"},
        "a sentence without numbers that begins with a time hands it on",
    ),
    (
        "Ngày 20/5/2019, Tổng cục Hải quan công bố: thủy sản giảm 0,9% so với cùng thời gian năm 2018. Trong 4 tháng tính từ "
        "đầu năm 2019, xuất khẩu sang Nhật Bản đạt 411 triệu USD; Mỹ đạt 386 triệu USD.",
        {"411 triệu USD": "2019-01/2019-04", "386 triệu USD": "2019-01/2019-04"},
        "`4 tháng tính từ đầu năm 2019`",
    ),
    (
        "Từ đầu năm 2023, Sở đã tổ chức 7 lớp đào tạo nghề.",
        {"7 lớp": "2023/.."},
        "`từ đầu năm` is a beginning",
    ),
    (
        "Trong sáu tháng đầu năm 2026, hoạt động chăm lo người lao động được triển khai rộng khắp.\n\nNhững bữa ăn ngon giữ "
        "sức cho người thợ.\n\nChương trình Mái ấm Công đoàn đã hỗ trợ xây mới 108 căn nhà.",
        {"108 căn nhà": "2026-01/2026-06"},
        "a text that begins with a time tells of it",
    ),
    (
        "Ngày 20/10/2019. Tính đến trung tuần tháng 9/2019, diện tích lúa mùa đạt 1.558 nghìn ha.\n\nĐến năm 1995, khu vực này "
        "có 17.143 doanh nghiệp; đến hết năm 2011 có 283 khu công nghiệp.",
        {"1.558 nghìn ha": "2019-09", "17.143 doanh nghiệp": "1995", "283 khu công nghiệp": "../2011"},
        "up to a point gone by is that point, up to its end is all before",
    ),
    (
        "Tổng số hộ cận nghèo đầu năm 2024 là 9.026 hộ. Đến cuối 2024, toàn tỉnh còn 7.358 hộ cận nghèo.",
        {"9.026 hộ": "2024", "7.358 hộ": "../2024"},
        "a year without `năm`",
    ),
    (
        "Hội nghị sơ kết tình hình 9 tháng đầu năm 2020. Diện tích gieo trồng đạt 11.409 ha. Năng suất lúa cả năm ước đạt 54 "
        "tạ/ha; sản lượng lúa 45.292 tấn. Sản lượng hải sản 13.863 tấn.",
        {"54 tạ/ha": "2020", "45.292 tấn": "2020", "13.863 tấn": "2020-01/2020-09"},
        "`cả năm` is the year, for its own sentence",
    ),
    (
        "19/07/2009\n\nSáu tháng đầu năm 2009, thu nhập đạt 50,5% kế hoạch. Hội đồng nhân dân đề ra các chỉ tiêu: tăng trưởng "
        "kinh tế đạt 17%; 90% gia đình văn hóa.",
        {"17%": "2009"},
        "what is planned behind a report on a part of a year is planned for the year",
    ),
    (
        "Nhiệm kỳ 2025-2030, Đảng bộ xã đề ra các chỉ tiêu: thu ngân sách tăng bình quân hằng năm 10%; thu nhập đến năm 2030 "
        "tăng 31,6%; tỷ lệ bảo hiểm y tế đạt 99,2%.",
        {"10%": "2025/2030", "31,6%": "../2030", "99,2%": "2025/2030"},
        "averages of a term are of the term, and so are the items behind another time",
    ),
    (
        "Tổng dự toán giai đoạn 1998 - 2000: 3.850 triệu đồng. Trong đó:\n\n- Năm 1998: 750 triệu đồng\n\n"
        "+ Nguồn trung ương: 250 triệu đồng\n\n- Năm 1999: 1.400 triệu đồng\n\n+ Nguồn trung ương: 467 triệu đồng",
        {"250 triệu đồng": "1998", "467 triệu đồng": "1999"},
        "items below an item that is named for a time",
    ),
    (
        "Hà Nội, 17/6/2013. Tỷ lệ đỗ tốt nghiệp của tỉnh Nam Hà đạt 98,4% (năm 2012 là 99,5%); hệ bổ túc đạt 94,7%.",
        {"98,4%": "2013", "99,5%": "2012"},
        "the year in a bracket is that of the number in it",
    ),
    (
        "Sở Giáo dục công bố kết quả thi năm học 2012-2013. Theo đó, toàn tỉnh có 13.349 thí sinh đỗ, đạt tỷ lệ 98,3%.",
        {"13.349 thí sinh": "2012/2013", "98,3%": "2012/2013"},
        "`Theo đó` goes on with the time just named",
    ),
    (
        "Đăng ngày 28/09/2019. Trong tháng 9 (từ 15/8 đến 14/9) xảy ra 09 vụ tai nạn, làm chết 08 người.",
        {"09 vụ": "2019-09", "08 người": "2019-09"},
        "days that explain a month",
    ),
    (
        "Ngày 22/7, Đảng bộ xã tổ chức Đại hội nhiệm kỳ 2025 - 2030, có 238 đại biểu tham dự Đại hội. Đến năm 2024, cả 4 xã đã "
        "đạt chuẩn. Thu nhập bình quân tăng lên 85 triệu đồng năm 2025, tỷ lệ hộ nghèo năm 2025 còn 0,59%.",
        {"238 đại biểu": "2025-07-22"},
        "a deadline that was kept is no time to come",
    ),
    (
        "Lễ công bố xã Phú Hòa đạt chuẩn nông thôn mới năm 2017\n\nTại buổi lễ, xã đã nhận bằng công nhận năm 2017.\n\nĐến dự "
        "có đông đảo bà con. Chủ tịch huyện đã khen thưởng 12 tập thể.",
        {"12 tập thể": "2017"},
        "a title that names one year",
    ),
    (
        "Sở Lao động thông tin về tình hình thưởng Tết năm 2017 của các doanh nghiệp.\n\nCác doanh nghiệp tư nhân thưởng trung "
        "bình 6,15 triệu đồng/người.",
        {"6,15 triệu đồng/người": "2017"},
        "rates are of the time that a text tells of",
    ),
    (
        "Tại hội nghị về vụ lúa năm 2013, diễn ra tại thành phố Cần Thơ vào ngày 23/5/2013, sản lượng lúa ước đạt 9,3 triệu tấn.",
        {"9,3 triệu tấn": "2013"},
        "the day of a meeting is not the time of what is said there",
    ),
    (
        "Tin nêu tại báo cáo tài chính quý III/2024 của hãng.\n\nTrong 9 tháng năm 2024, hãng đạt 52.200 tỷ đồng doanh thu.\n\n"
        "Tổng lượng hàng vận chuyển đạt 88.964 tấn, tăng 73% so với cùng kỳ.",
        {"88.964 tấn": "2024-01/2024-09", "73%": "2024-01/2024-09"},
        "what the paragraph before was about is nearer than what the text began with",
    ),
    (
        "Công ty Cao su Minh Hưng công bố báo cáo tài chính quý 3/2018 với kết quả giảm sâu. Cụ thể, doanh thu thuần đạt 93,49 "
        "tỷ đồng, giảm 27% so với quý 3/2017.",
        {"93,49 tỷ đồng": "2018-07/2018-09", "27%": "2018-07/2018-09"},
        "`Cụ thể` goes on with the quarter just named",
    ),
    (
        "Hàng hóa chuẩn bị cho mùa tết 2017 tăng 20% so với kế hoạch. Giá trị hàng hóa cho hai tháng trước và sau Tết Đinh Dậu "
        "2017 là 17.000 tỉ đồng.",
        {"20%": "2017", "17.000 tỉ đồng": "2017"},
        "`mùa tết 2017`; before and behind a feast is no beginning",
    ),
    (
        "Đại hội đại biểu toàn quốc của Hội diễn ra ngày 30/8/2022 tại Hà Nội. Đại hội có hơn 500 đại biểu tiêu biểu.",
        {"500 đại biểu": "2022-08-30"},
        "delegates are counted on the day of their congress",
    ),
    (
        "Kết quả phát triển kinh tế - xã hội năm 2017\n\nNgày đăng: 03/01/2018, 09:24 | Lượt xem: 4945\n\nTổng sản phẩm trên địa "
        "bàn ước tăng 7,36% so với năm 2016. Tổng sản lượng lương thực cả năm đạt 39 vạn tấn.",
        {"7,36%": "2017", "39 vạn tấn": "2017"},
        "the day of posting is not the time of what a text tells of",
    ),
    (
        "Ngày 31/10/2024. Trong ba quý đầu năm nay, hãng vận chuyển 19,6 triệu khách.",
        {"19,6 triệu khách": "2024-01/2024-09"},
        "quarters counted",
    ),
    (
        "Báo cáo vừa được Bộ Tài chính công bố ngày 31/5/2013. Trong tháng Năm, số chi ngân sách là 73.000 tỷ đồng. Lũy kế đến "
        "hết tháng 5/2013, đã huy động 112.000 tỷ đồng trái phiếu.",
        {"73.000 tỷ đồng": "2013-05", "112.000 tỷ đồng": "2013-01/2013-05"},
        "the month `Năm`; what is summed up is summed from January on",
    ),
    (
        "Tháng 6/2011, giá tăng 1,09% so với tháng trước. Ở góc độ so sánh khác thì bình quân CPI 6 tháng tăng 16,03% so với "
        "cùng kỳ năm trước.",
        {"16,03%": "2011-01/2011-06"},
        "`so sánh khác` compares with nothing",
    ),
    (
        "Ngày 22/7/2025, Đảng bộ xã Tân Đức tổ chức Đại hội lần thứ Nhất, nhiệm kỳ 2025 - 2030 với sự tham gia của 238 đại biểu."
        "\n\nĐại hội đã thông qua các chỉ tiêu, phấn đấu thu nhập bình quân đạt 75 triệu đồng/người.",
        {"238 đại biểu": "2025-07-22", "75 triệu đồng/người": "2025/2030"},
        "who takes part is counted on the day; a congress plans for its term",
    ),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES, ids=[case[2] for case in CASES])
def test_a_number_is_of_its_time(text: str, expected: dict[str, str], why: str) -> None:
    found = {surface: read_one(text, surface).period for surface in expected}
    assert found == expected, why


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        (
            "Đại hội đề ra phương hướng nhiệm kỳ 2025-2030.\n\nHiện nay toàn xã có 28 trường học.",
            "28 trường học",
            "what stands now is of no time",
        ),
        (
            "Tình hình lũ phức tạp, đỉnh lũ tương đương năm 1978.\n\nNgày 8/9/2000 có mưa lớn.\n\nToàn vùng có 9.300 nhà dân bị ngập.",
            "9.300 nhà",
            "a flood long ago is not what a text is about",
        ),
        (
            "Tháng 12/2018, giá cà phê giảm.\n\nHiện, giá cà phê trong nước ở mức 32.200 đồng/kg.",
            "32.200 đồng/kg",
            "`hiện` before a comma is now",
        ),
    ],
)
def test_a_number_of_no_time(text: str, surface: str, why: str) -> None:
    assert read_one(text, surface).period is None, why
