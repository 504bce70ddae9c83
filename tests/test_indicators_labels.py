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
]


@pytest.mark.parametrize(("text", "surface", "label", "why"), LABELS, ids=[row[3] for row in LABELS])
def test_label(text: str, surface: str, label: str, why: str) -> None:
    assert read_one(text, surface).label == label, why
