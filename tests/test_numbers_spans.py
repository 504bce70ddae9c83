"""Where numbers stand in running text, how their shape is read, and what must hold for any text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import find_numbers, find_style, join_range, parse_money, parse_number
from extractors.numbers.comparators import comparator_after, comparator_before

SPANS: list[tuple[str, list[tuple[str, float]]]] = [
    ("tập huấn cho 13.000 lượt cán bộ", [("13.000", 13_000)]),
    ("chi 2 tỷ 462 triệu đồng", [("2 tỷ 462 triệu", 2_462_000_000)]),
    ("chi 2 tỷ, thu 462 triệu", [("2 tỷ", 2e9), ("462 triệu", 462e6)]),
    ("vốn 1,2 nghìn tỷ đồng", [("1,2 nghìn tỷ", 1.2e12)]),
    ("kim ngạch 4,2 tỷ USD", [("4,2 tỷ", 4.2e9)]),
    ("đạt 2178/1550 lớp", [("2178", 2178), ("1550", 1550)]),
    ("gặp 13/14 huyện", [("13", 13), ("14", 14)]),
    ("6.462,5m2 đất", [("6.462,5", 6462.5)]),
    ("giảm (-3,1%)", [("-3,1", -3.1)]),
    ("mở hai lớp và ba hội nghị", [("hai", 2), ("ba", 3)]),
    ("hai mươi mốt nghìn người", [("hai mươi mốt nghìn", 21_000)]),
    ("gần 2 vạn lao động", [("2 vạn", 20_000)]),
    ("hơn 7 triệu rưỡi mỗi tháng", [("7 triệu rưỡi", 7.5e6)]),
    ("không có số nào ở đây", []),
    ("có một tỷ lệ cao, hai tỉ trọng khác nhau", [("một", 1), ("hai", 2)]),
    ("ba tỷ lẻ hai triệu đồng", [("ba tỷ lẻ hai triệu", 3_002_000_000)]),
]

STYLES: list[tuple[str, str, float]] = [
    ("Tăng 6.14% so với cùng kỳ, dư nợ tăng 2.157%.", "2.157", 2.157),
    ("Có 1.234 đoàn viên, tăng 6,14%; nợ 2.157 tỷ.", "2.157", 2_157),
    ("There are 1,234,567 members; 11,353 are new.", "11,353", 11_353),
]


@pytest.mark.parametrize(("text", "expected"), SPANS, ids=[text for text, _ in SPANS])
def test_find_numbers(text: str, expected: list[tuple[str, float]]) -> None:
    found = [(text[n.start : n.end], float(n.value)) for n in find_numbers(text, 0, len(text), find_style(text))]
    assert [(a, pytest.approx(b)) for a, b in expected] == [f for f in found if f[0] not in ("không",)]


@pytest.mark.parametrize(("text", "literal", "value"), STYLES, ids=[literal + text[:10] for text, literal, _ in STYLES])
def test_the_file_tells_what_a_separator_is(text: str, literal: str, value: float) -> None:
    style = find_style(text)
    found = {text[n.start : n.end]: float(n.value) for n in find_numbers(text, 0, len(text), style)}
    if literal == "2.157" and value < 3:
        # Only next to a measure or a percent: the unit decides, so the style must be the English one.
        assert style.is_english
    else:
        assert found[next(k for k in found if k.startswith(literal))] in (value, value * 1e9)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("20-25", 20, 25),
        ("từ 3 đến 5", 3, 5),
        ("2,5 - 5,5 tỷ", 2.5e9, 5.5e9),
        ("1.000 tới 2.000", 1_000, 2_000),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    first, second = find_numbers(text, 0, len(text), find_style(text))
    joined = join_range(first, second, text[first.end : second.start])
    assert joined is not None
    assert (float(joined.value), float(joined.high or 0)) == (low, high)
    assert (joined.start, joined.end) == (first.start, second.end)


@pytest.mark.parametrize("text", ["25-20", "3 và 5", "7; 9", "5 - -3"])
def test_no_ranges(text: str) -> None:
    numbers = list(find_numbers(text, 0, len(text), find_style(text)))
    assert len(numbers) == 2
    assert join_range(numbers[0], numbers[1], text[numbers[0].end : numbers[1].start]) is None


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("tập huấn cho khoảng ", "~"),
        ("đạt gần ", "~"),
        ("có trên ", ">"),
        ("hơn ", ">"),
        ("có ít nhất ", ">="),
        ("TỐI THIỂU ", ">="),
        ("chưa đến ", "<"),
        ("không quá ", "<="),
        ("có ≥ ", ">="),
        ("chỉ ≤", "<="),
    ],
)
def test_comparator_before(text: str, sign: str) -> None:
    found = comparator_before(text)
    assert found is not None
    assert found[0] == sign
    assert text[: found[1]].strip() != text.strip()


@pytest.mark.parametrize("text", ["đạt ", "có ", "gần đây ", "hơn nữa "])
def test_no_comparator_before(text: str) -> None:
    assert comparator_before(text) is None


@pytest.mark.parametrize(("text", "sign"), [(" trở lên", ">="), (" trở xuống", "<="), ("  trở  lên.", ">=")])
def test_comparator_after(text: str, sign: str) -> None:
    found = comparator_after(text)
    assert found is not None
    assert found[0] == sign


@given(st.integers(0, 10**15))
def test_grouped_digits_come_back(value: int) -> None:
    found = parse_number(f"{value:,}".replace(",", "."))
    assert found is not None
    assert found.value == float(value)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_decimals_come_back(whole: int, hundredths: int) -> None:
    text = f"{whole:,}".replace(",", ".") + f",{hundredths:02d}"
    found = parse_number(text)
    assert found is not None
    assert found.value == float(Decimal(whole) + Decimal(hundredths) / 100)


@given(st.integers(1, 10**6))
def test_money_and_number_agree(value: int) -> None:
    number, money = parse_number(f"{value} nghìn"), parse_money(f"{value} nghìn đồng")
    assert number is not None
    assert money is not None
    assert number.value == money.value == value * 1000


_PIECES = st.sampled_from(
    [
        "12",
        "1.250",
        "3,5",
        " ",
        "/",
        "-",
        "%",
        "tỷ",
        " triệu ",
        "hai",
        "mươi",
        "trăm",
        "đồng",
        "từ ",
        " đến ",
        "khoảng ",
        "(",
        ")",
        ".",
        ",",
        "\n",
        "âm ",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_spans_are_in_order_and_inside(text: str) -> None:
    numbers = list(find_numbers(text, 0, len(text), find_style(text)))
    at = 0
    for number in numbers:
        assert at <= number.start < number.end <= len(text)
        at = number.end
    assert numbers == list(find_numbers(text, 0, len(text), find_style(text)))


@given(st.text(max_size=60))
def test_any_text_can_be_asked(text: str) -> None:
    parse_number(text)
    parse_money(text)
    list(find_numbers(text, 0, len(text), find_style(text)))


@pytest.mark.parametrize("text", ["9" * 400, "999." * 150 + "999", "5" + " tỷ" * 300, "từ 5 đến " + "9" * 400])
def test_endless_numbers_are_none(text: str) -> None:
    """Nothing may become infinite: a table of finite numbers is what the contract promises."""
    assert all(
        span.value < 10**40 and (span.high is None or span.high < 10**40)
        for span in find_numbers(text, 0, len(text), find_style(text))
    )
