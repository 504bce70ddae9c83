"""Indicators in news and notes of work: what was learnt from documents nobody had seen, one line of why for each.

All texts are ours; a row is (text, surface, fields expected, why). Labels are compared by the words they share, the other
fields exactly.
"""

from __future__ import annotations

from functools import cache

import pytest

from extractors.indicators.lexicon import fold
from extractors.model import Indicator
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.read import read_bytes


@cache
def _read(text: str) -> tuple[Indicator, ...]:
    result = read_bytes(f"{text}\n".encode(), "a.txt")
    return tuple(annotate(clean(result), result.hints).indicators)


def _of(text: str, surface: str) -> Indicator:
    found = [i for i in _read(text) if i.surface == surface]
    assert found, [(i.surface, i.label) for i in _read(text)]
    return found[0]


def _alike(a: str, b: str) -> float:
    x, y = set(fold(a).replace(",", "").split()), set(fold(b).replace(",", "").split())
    return 2 * len(x & y) / (len(x) + len(y))


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
]


@pytest.mark.parametrize(("text", "surface", "period", "why"), PERIODS, ids=[f"{p[1]} {p[3][:40]}" for p in PERIODS])
def test_period(text: str, surface: str, period: str | None, why: str) -> None:
    assert _of(text, surface).period == period, why


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
    assert _of(text, surface).role == role, why
