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
    ("Họp ngày 31/02/2020.", [("ngày 31/02/2020", None)], "an impossible day stays, without a value"),
]


@pytest.mark.parametrize(("text", "expected", "why"), CASES)
def test_days(text: str, expected: list[tuple[str, str | None]], why: str) -> None:
    doc = DocumentText.of(text)
    assert [(d.surface, d.edtf) for d in resolve_dates(find_dates(doc), doc, Context())] == expected, why
