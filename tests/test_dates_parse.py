"""Dates of general Vietnamese, said on Wednesday 12 June 2024."""

from __future__ import annotations

import datetime as dt

import pytest

from extractors.dates import parse_date

TODAY = dt.date(2024, 6, 12)

PARSED = [
    ("hôm nay", "2024-06-12", "the day itself"),
    ("ngày mai", "2024-06-13", "one day on"),
    ("hôm kia", "2024-06-10", "two days back"),
    ("chiều mai", "2024-06-13", "a part of tomorrow is tomorrow"),
    ("tối qua", "2024-06-11", "`qua` after a part of the day"),
    ("9 giờ sáng ngày mai", "2024-06-13", "the clock time is passed over"),
    ("thứ hai", "2024-06-17", "a weekday is the next one"),
    ("thứ tư", "2024-06-19", "today's weekday is a week on"),
    ("chủ nhật tới", "2024-06-16", "the coming Sunday"),
    ("thứ sáu tuần này", "2024-06-14", "this week's"),
    ("thứ hai tuần trước", "2024-06-03", "last week's"),
    ("thứ năm vừa rồi", "2024-06-06", "the last one gone"),
    ("sáng thứ bảy", "2024-06-15", "a part of a weekday"),
    ("thứ hai ngày 17 tháng 6", "2024-06-17", "the date outweighs the weekday"),
    ("mồng 2 tháng chín", "2024-09-02", "year of the reference"),
    ("02/9", "2024-09-02", "day and month"),
    ("2/9/24", "2024-09-02", "two-digit year"),
    ("12 tháng 10 năm 2017", "2017-10-12", "a full date"),
    ("tháng giêng", "2024-01", "the first month"),
    ("tháng này", "2024-06", "this month"),
    ("tháng trước", "2024-05", "last month"),
    ("tháng 3 tới", "2025-03", "next March is next year's"),
    ("tháng 9 vừa rồi", "2023-09", "last September was last year's"),
    ("tuần này", "2024-06-10/2024-06-16", "a week runs from Monday"),
    ("tuần sau", "2024-06-17/2024-06-23", "next week"),
    ("cuối tuần", "2024-06-15/2024-06-16", "Saturday and Sunday"),
    ("quý này", "2024-04/2024-06", "this quarter"),
    ("quý trước", "2024-01/2024-03", "last quarter"),
    ("quý tư", "2024-10/2024-12", "a quarter of this year"),
    ("quý 1 của năm 2023", "2023-01/2023-03", "with `của`"),
    ("năm nay", "2024", "this year"),
    ("năm ngoái", "2023", "last year"),
    ("năm kế tiếp", "2025", "next year"),
    ("3 ngày tới", "2024-06-13/2024-06-15", "the days ahead, today not counted"),
    ("hai tháng vừa qua", "2024-04/2024-05", "whole months gone"),
    ("5 năm tới", "2025/2029", "whole years ahead"),
    ("ngày đầu tiên của tháng 8", "2024-08-01", "first day of a month"),
    ("ngày cuối tháng 2 năm 2024", "2024-02-29", "last day of a month"),
    ("tuần đầu tiên của tháng 7 năm 2024", "2024-07-01/2024-07-07", "first week that begins in it"),
    ("mùa hè năm nay", "2024-06-21/2024-09-23", "season"),
    ("mùa đông năm 2023", "2023-12-21/2024-03-20", "a season over New Year"),
    ("Quốc khánh", "2024-09-02", "public holiday"),
    ("giai đoạn 2021-2025", "2021/2025", "what documents say parses too"),
    ("đến hết năm 2025", "../2025", "open span"),
    ("đến hết tháng 6", "../2024-06", "up to the end of a month of this year"),
    ("đến nay", "../2024-06-12", "up to today"),
    ("từ đầu năm đến nay", "2024/..", "from the beginning of this year on"),
    ("đầu tháng đến nay", "2024-06/..", "of this month"),
    ("tháng 12 năm ngoái", "2023-12", "a month of last year"),
    ("nhiệm kỳ 2020-2025", "2020/2025", "a term"),
    ("năm học 2023-2024", "2023/2024", "a school year"),
    ("Tết Nguyên đán 2024", "2024-02-10/2024-02-12", "the three days of the lunar New Year"),
    ("Tết Nguyên đán năm nay", "2024-02-10/2024-02-12", "this year's"),
    ("mùng 2 Tết Giáp Thìn", "2024-02-11", "a day of it, the year by the cycle of sixty"),
    ("Tết Quý Mão", "2023-01-22/2023-01-24", "the nearest year of that name"),
    ("30 Tết 2024", "2024-02-09", "its eve"),
    ("6 tháng đầu năm ngoái", "2023-01/2023-06", "half of last year"),
    ("cùng kỳ năm trước", None, "nothing says of what period"),
    ("31/02", None, "no such day in any year"),
    ("31/02/2024", None, "no such day"),
    ("xin chào", None, "no date"),
    ("10 người", None, "a count"),
    ("", None, "nothing"),
]


@pytest.mark.parametrize(("text", "expected", "why"), PARSED, ids=[why for *_, why in PARSED])
def test_parse_date(text: str, expected: str | None, why: str) -> None:
    assert parse_date(text, TODAY) == expected, why


def test_without_reference_what_is_missing_stays_missing() -> None:
    assert parse_date("mồng 2 tháng 9") == "XXXX-09-02"
    assert parse_date("hôm nay") is None


@pytest.mark.parametrize(
    ("text", "period", "expected"),
    [
        ("cùng kỳ năm trước", "2024-01/2024-06", "2023-01/2023-06"),
        ("so với cùng kỳ năm ngoái", "2024-05", "2023-05"),
        ("cùng kỳ", "2024", "2023"),
        ("cùng kỳ năm 2019", "2024-07/2024-09", "2019-07/2019-09"),
        ("cùng kỳ 2022", "2024-01/2024-09", "2022-01/2022-09"),
    ],
)
def test_the_same_part_of_an_earlier_year(text: str, period: str, expected: str) -> None:
    assert parse_date(text, TODAY, period=period) == expected
