"""The period a paragraph opens with holds for its numbers, whatever its title ends with. The report is ours."""

from __future__ import annotations

import pytest

from pipeline.annotate.annotator import annotate
from pipeline.clean import clean
from pipeline.read import read_bytes

HEAD = (
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH {name}\nSố: 30/BC-LĐLĐ\n{place}, ngày 12 tháng 12 năm 2022\n\nBÁO CÁO\n"
    "Kết quả thực hiện Chương trình số 15/CTr-TLĐ\n\n"
)


@pytest.mark.parametrize(
    ("place", "body", "expected", "why"),
    [
        (
            "Nam Định",
            "Năm 2022, Liên đoàn Lao động tỉnh Nam Định kết nạp 13.000 đoàn viên.",
            [("13.000 đoàn viên", "2022")],
            "the title above ends with a document's number",
        ),
        (
            "Quảng Bình",
            "Thực hiện Kế hoạch số 39/KH-LĐLĐ, Liên đoàn Lao động tỉnh Quảng Bình thành lập 15 công đoàn cơ sở trong năm 2022.",
            [("15 công đoàn cơ sở", "2022")],
            "a year of its own sentence",
        ),
    ],
)
def test_period(place: str, body: str, expected: list[tuple[str, str]], why: str) -> None:
    read = read_bytes((HEAD.format(name=place.upper(), place=place) + body + "\n").encode(), "bc.txt")
    found = annotate(clean(read), read.hints)
    assert [(i.surface, i.period) for i in found.indicators] == expected, why
    bodies = [o for o in found.organisations if o.name.endswith(f"tỉnh {place}")]
    assert {o.province_code for o in bodies} == {found.metadata.province_code}, "the code of the province of that day"
