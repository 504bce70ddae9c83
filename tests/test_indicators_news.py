"""Indicators in news and notes of work: what was learnt from documents nobody had seen, one line of why for each.

All texts are ours; a row is (text, surface, fields expected, why). Labels are compared by the words they share, the other
fields exactly.
"""

from __future__ import annotations

import pytest

from tests.indicator_reading import read_one

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
]


@pytest.mark.parametrize(("text", "surface", "role", "why"), ROLES, ids=[f"{r[1]} {r[3][:40]}" for r in ROLES])
def test_role(text: str, surface: str, role: str, why: str) -> None:
    assert read_one(text, surface).role == role, why
