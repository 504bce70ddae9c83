"""Days that a word beside them makes certain, or none. The sentences are ours."""

from __future__ import annotations

import pytest

from extractors.dates import find_dates, resolve_dates
from extractors.model import Context
from extractors.text import DocumentText

CASES = [
    ("Báo cáo gửi mỗi quý một lần, hằng quý hai lần.", [], "how often, no quarter"),
    ("Họp quý 1 lần thứ nhất.", [], "how often"),
    (
        "Tháng 4/2012 thành lập. Ngày 22/12 cùng năm, công ty hoạt động.",
        [("Tháng 4/2012", "2012-04"), ("Ngày 22/12", "2012-12-22")],
        "the year of the date before",
    ),
    (
        "Từ ngày 20/12/1998; đến ngày 5-3-2019 khởi tố, tháng 9 cùng năm xét xử.",
        [("Từ ngày 20/12/1998", "1998-12-20/.."), ("đến ngày 5-3-2019", "../2019-03-05"), ("tháng 9", "2019-09")],
        "the nearest one",
    ),
    (
        "Năm tài chính từ ngày 01 tháng 01, kết thúc vào ngày 31 tháng 12 cùng năm.",
        [("từ ngày 01 tháng 01", "XXXX-01-01"), ("ngày 31 tháng 12", "XXXX-12-31")],
        "the date before has no year either",
    ),
    ("Nhân Ngày Thầy thuốc Việt Nam 27/2, bệnh viện khám miễn phí.", [("27/2", "XXXX-02-27")], "a day with a name"),
    (
        "Chào mừng Ngày Nhà giáo Việt Nam 20-11 và Ngày Quốc tế Phụ nữ (8/3).",
        [("20-11", "XXXX-11-20"), ("8/3", "XXXX-03-08")],
        "with a dash, in brackets",
    ),
    ("Ngày Hội đại đoàn kết tổ chức ở 2/3 số thôn.", [], "a share"),
    ("Dịp 2/9, tuyến phà tăng chuyến.", [("2/9", "XXXX-09-02")], "a holiday"),
    ("Ngày mùng 10 tháng Giêng, lễ hội khai mạc.", [], "a month of the lunar calendar"),
    ("Nộp đến 31/02.", [("31/02", None)], "the same without a year"),
    ("Nộp trước ngày 31/02 và ngày 30 tháng 2.", [("ngày 31/02", None), ("ngày 30 tháng 2", None)], "written out"),
    (
        "Đại hội lần thứ XVIII, nhiệm kỳ 2018 - 2023 đã họp. Trong nhiệm kỳ XVIII, công đoàn mở 12 lớp.",
        [("nhiệm kỳ 2018 - 2023", "2018/2023"), ("nhiệm kỳ XVIII", "2018/2023")],
        "a term by its number, whose years the text says once",
    ),
    ("Trong nhiệm kỳ XVIII, công đoàn mở 12 lớp.", [], "nothing says what years"),
    (
        "Khóa XVII (2013-2018) và khóa XVIII (2018-2023); mục tiêu nhiệm kỳ khóa XVII đã đạt.",
        [
            ("Khóa XVII (2013-2018)", "2013/2018"),
            ("khóa XVIII (2018-2023)", "2018/2023"),
            ("nhiệm kỳ khóa XVII", "2013/2018"),
        ],
        "each number has its own years",
    ),
    (
        "Tặng quà dịp Tết Nguyên đán Giáp Thìn 2024.",
        [("Tết Nguyên đán Giáp Thìn 2024", "2024")],
        "the lunar New Year, named",
    ),
    ("Chăm lo Tết Nguyên đán năm 2024.", [("Tết Nguyên đán năm 2024", "2024")], "its days are not told"),
    ("Chăm lo Tết Nguyên đán và Tết Giáp Thìn.", [], "no year in figures"),
    (
        "Năm tài chính 2022, niên độ 2022-2023.",
        [("Năm tài chính 2022", "2022"), ("niên độ 2022-2023", "2022/2023")],
        "fiscal years",
    ),
    (
        "Vụ đông xuân 2021/2022 được mùa, niên vụ 2022/2023.",
        [("2021/2022", "2021/2022"), ("niên vụ 2022/2023", "2022/2023")],
        "seasons",
    ),
    ("Họp ngày 31/02/2020.", [("ngày 31/02/2020", None)], "an impossible day stays, without a value"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_days(text: str, expected: list[tuple[str, str | None]], why: str) -> None:
    doc = DocumentText.of(text)
    assert [(d.surface, d.edtf) for d in resolve_dates(find_dates(doc), doc, Context())] == expected, why


UNDATED = [
    (
        "Ngày 27/4, Viện Kiểm sát phê chuẩn quyết định. Trước đó, ngày 19/4/2023, Công an khởi tố vụ án.",
        "2023-04-27",
        "near the only day the story names",
    ),
    ("Ngày 27/11, tòa xét xử. Trước đó, ngày 19/4/2023, Công an khởi tố vụ án.", "XXXX-11-27", "too far from it"),
    (
        "Sáng ngày 8/5, lễ phát động diễn ra. Năm 2018, trường có 1.100 đơn vị máu; đợt hai của năm 2018 vào tháng 10.",
        "2018-05-08",
        "the only year it names",
    ),
    (
        "Đến ngày 15/9, toàn tỉnh có 21 vụ, giảm 3 vụ so với cùng kỳ năm 2019.",
        "../2020-09-15",
        "what it compares with is of the year before",
    ),
    ("Sáng ngày 8/5, lễ phát động diễn ra. Năm 2018 có 1.100 đơn vị máu, năm 2017 có 900.", "XXXX-05-08", "two years"),
]


@pytest.mark.parametrize(("text", "expected", "why"), UNDATED, ids=[why for *_, why in UNDATED])
def test_the_year_of_an_undated_story(text: str, expected: str, why: str) -> None:
    doc = DocumentText.of(text)
    assert resolve_dates(find_dates(doc), doc, Context(kind="news"))[0].edtf == expected, why
