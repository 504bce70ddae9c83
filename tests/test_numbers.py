"""Numbers and amounts of money, one phrase at a time. All phrases are ours."""

from __future__ import annotations

import pytest

from extractors import parse_money, parse_number

NUMBERS: list[tuple[str, float]] = [
    # digits: what `.` and `,` mean is told by their shape
    ("0", 0),
    ("7", 7),
    ("007", 7),
    ("01", 1),
    ("1250", 1250),
    ("13.000", 13_000),
    ("13.250.000", 13_250_000),
    ("1.234,5", 1234.5),
    ("1.234.567,89", 1234567.89),
    ("11,353", 11_353),
    ("11,353,206", 11_353_206),
    ("1,234.5", 1234.5),
    ("3,5", 3.5),
    ("0,77", 0.77),
    (",45", 0.45),
    (".45", 0.45),
    (".0025G", 2.5e6),
    (",0025G", 2.5e6),
    ("-.5M", -500_000),
    ("12,30", 12.3),
    ("6.14", 6.14),
    ("2.50", 2.5),
    ("100.000", 100_000),
    ("1 250 000", 1_250_000),
    ("84000000", 84_000_000),
    # signs
    ("-5", -5),
    ("- 1.300.000", -1_300_000),
    ("âm 4", -4),
    ("âm 1.450.000", -1_450_000),
    ("âm hai mươi", -20),
    ("trừ 3,2", -3.2),
    # magnitudes
    ("12 nghìn", 12_000),
    ("12 ngàn", 12_000),
    ("266 ngàn", 266_000),
    ("2 vạn", 20_000),
    ("1,2 vạn", 12_000),
    ("3 triệu", 3e6),
    ("01 triệu", 1e6),
    ("7,5 triệu", 7.5e6),
    ("2 tỷ", 2e9),
    ("2 tỉ", 2e9),
    ("4,2 tỷ", 4.2e9),
    ("1,2 nghìn tỷ", 1.2e12),
    ("36,3 nghìn tỉ", 36.3e12),
    ("15 triệu tỷ", 15e15),
    ("2 tỷ 462 triệu", 2_462_000_000),
    ("1 tỷ 5 triệu 300 nghìn", 1_005_300_000),
    ("3 triệu 250 nghìn", 3_250_000),
    ("5 trăm", 500),
    ("10K", 10_000),
    ("10k", 10_000),
    ("1,4M", 1.4e6),
    ("3000K", 3e6),
    ("2,5 tr", 2.5e6),
    ("120 trăm triệu", 12e9),
    # words
    ("không", 0),
    ("một", 1),
    ("hai", 2),
    ("bốn", 4),
    ("năm", 5),
    ("bảy", 7),
    ("bẩy", 7),
    ("chín", 9),
    ("mười", 10),
    ("mười một", 11),
    ("mười lăm", 15),
    ("mười chín", 19),
    ("hai mươi", 20),
    ("hai chục", 20),
    ("một chục", 10),
    ("hai mươi mốt", 21),
    ("hai mốt", 21),
    ("ba mươi tư", 34),
    ("ba mươi bốn", 34),
    ("bốn lăm", 45),
    ("năm mươi lăm", 55),
    ("sáu mươi nhăm", 65),
    ("chín mươi chín", 99),
    ("một trăm", 100),
    ("một trăm linh năm", 105),
    ("một trăm lẻ tám", 108),
    ("ba trăm mười hai", 312),
    ("bảy trăm hai mươi mốt", 721),
    ("một nghìn", 1_000),
    ("một ngàn hai trăm", 1_200),
    ("hai mươi mốt nghìn", 21_000),
    ("hai mươi mốt nghìn không trăm mười một", 21_011),
    ("ba mươi hai nghìn không trăm linh sáu", 32_006),
    ("chín mươi ba ngàn bốn trăm", 93_400),
    ("một trăm nghìn", 100_000),
    ("hai triệu", 2e6),
    ("hai triệu ba trăm nghìn", 2.3e6),
    ("năm tỷ sáu trăm triệu", 5.6e9),
    ("một tỷ hai trăm ba mươi bốn triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi", 1_234_567_890),
    ("Mười Hai", 12),
    ("HAI TRĂM", 200),
    # halves and decimals in words
    ("hai phẩy năm", 2.5),
    ("hai phẩy 23", 2.23),
    ("3 phẩy 14", 3.14),
    ("không phẩy bảy", 0.7),
    ("hai rưỡi", 2.5),
    ("một triệu rưỡi", 1.5e6),
    ("7 triệu rưỡi", 7.5e6),
    ("hai nghìn rưỡi", 2_500),
]

BOUNDED: list[tuple[str, float, float | None, str]] = [
    ("khoảng 300", 300, None, "~"),
    ("gần 2 vạn", 20_000, None, "~"),
    ("ước 4,5 triệu", 4.5e6, None, "~"),
    ("xấp xỉ 97", 97, None, "~"),
    ("chừng mười lăm", 15, None, "~"),
    ("trên 50", 50, None, ">"),
    ("hơn 1.000", 1_000, None, ">"),
    ("hơn hai nghìn", 2_000, None, ">"),
    ("ít nhất 12", 12, None, ">="),
    ("tối thiểu 3,5", 3.5, None, ">="),
    ("không dưới 80", 80, None, ">="),
    ("25 trở lên", 25, None, ">="),
    ("từ 30 trở lên", 30, None, ">="),
    ("dưới 10", 10, None, "<"),
    ("chưa đến 400", 400, None, "<"),
    ("không quá 15", 15, None, "<="),
    ("tối đa 500", 500, None, "<="),
    ("15 trở xuống", 15, None, "<="),
    ("20-25", 20, 25, "="),
    ("20 - 25", 20, 25, "="),
    ("từ 3 đến 5", 3, 5, "="),
    ("3 đến 5", 3, 5, "="),
    ("từ 1.200 tới 1.500", 1_200, 1_500, "="),
    ("giữa 10 và 20", 10, 20, "="),
    ("khoảng 70 - 80", 70, 80, "~"),
    ("2-3 triệu", 2e6, 3e6, "="),
    ("từ hai đến ba", 2, 3, "="),
    ("hai đến ba triệu", 2e6, 3e6, "="),
    ("2 triệu đến 3 triệu", 2e6, 3e6, "="),
    ("1,2 - 1,5 nghìn tỷ", 1.2e12, 1.5e12, "="),
]

MONEY: list[tuple[str, float, float | None, str, str | None]] = [
    ("500 đồng", 500, None, "=", "VND"),
    ("500.000 đồng", 500_000, None, "=", "VND"),
    ("500.000đ", 500_000, None, "=", "VND"),
    ("500.000 VNĐ", 500_000, None, "=", "VND"),
    ("VND 500.000", 500_000, None, "=", "VND"),
    ("₫500.000", 500_000, None, "=", "VND"),
    ("10K đồng", 10_000, None, "=", "VND"),
    ("mười đồng", 10, None, "=", "VND"),
    ("hai trăm nghìn đồng", 200_000, None, "=", "VND"),
    ("2 tỷ 462 triệu đồng", 2_462_000_000, None, "=", "VND"),
    ("4.560 tỉ đồng", 4_560e9, None, "=", "VND"),
    ("1,5 nghìn tỷ đồng", 1.5e12, None, "=", "VND"),
    ("96 trđ", 96e6, None, "=", "VND"),
    ("âm 12 triệu đồng", -12e6, None, "=", "VND"),
    ("từ 1500 đến 2500 đồng", 1_500, 2_500, "=", "VND"),
    ("1.500 - 2.500 đồng", 1_500, 2_500, "=", "VND"),
    ("từ 5 triệu đồng đến 7 triệu đồng", 5e6, 7e6, "=", "VND"),
    ("không quá 8.000 đồng", 8_000, None, "<=", "VND"),
    ("trên 3 tỷ đồng", 3e9, None, ">", "VND"),
    ("ít nhất 200 nghìn đồng", 200_000, None, ">=", "VND"),
    ("dưới 50 triệu đồng", 50e6, None, "<", "VND"),
    ("khoảng 12 tỷ đồng", 12e9, None, "~", "VND"),
    ("$15", 15, None, "=", "USD"),
    ("15$", 15, None, "=", "USD"),
    ("15 USD", 15, None, "=", "USD"),
    ("USD 15,25", 15.25, None, "=", "USD"),
    ("US$ 40", 40, None, "=", "USD"),
    ("$15K", 15_000, None, "=", "USD"),
    ("mười lăm đô", 15, None, "=", "USD"),
    ("20 đô la Mỹ", 20, None, "=", "USD"),
    ("20 đô Mỹ", 20, None, "=", "USD"),
    ("ba đô 45", 3.45, None, "=", "USD"),
    ("ba đô la và 45 xu", 3.45, None, "=", "USD"),
    ("15 rupee 20", 15.2, None, "=", "INR"),
    ("mười rupees 35 xen", 10.35, None, "=", "INR"),
    ("VN$2500", 2_500, None, "=", "VND"),
    ("tầm khoảng 2000 tới 3000 đồng", 2_000, 3_000, "~", "VND"),
    ("cao hơn $2,15", 2.15, None, ">", "USD"),
    ("thấp hơn 3 triệu đồng", 3e6, None, "<", "VND"),
    ("không thấp hơn 3 triệu đồng", 3e6, None, ">=", "VND"),
    ("4,2 tỷ USD", 4.2e9, None, "=", "USD"),
    ("684 triệu đô la", 684e6, None, "=", "USD"),
    ("25 xen", 0.25, None, "=", "USD"),
    ("$1,35 trở lên", 1.35, None, ">=", "USD"),
    ("giữa 30 và 40 đô la", 30, 40, "=", "USD"),
    ("EUR 31,50", 31.5, None, "=", "EUR"),
    ("31,50 euro", 31.5, None, "=", "EUR"),
    ("€45", 45, None, "=", "EUR"),
    ("£9", 9, None, "=", "GBP"),
    ("120 yên", 120, None, "=", "JPY"),
    ("80 nhân dân tệ", 80, None, "=", "CNY"),
    ("1,2 triệu won", 1.2e6, None, "=", "KRW"),
]

NOTHING = ["", "đồng", "nhiều", "nhiều tỷ đồng", "hàng trăm", "abc", "12/5", "Điều 5", "3 con gà", "một ngày đẹp trời"]


@pytest.mark.parametrize(("text", "value"), NUMBERS, ids=[text for text, _ in NUMBERS])
def test_parse_number(text: str, value: float) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.value, found.value_high, found.comparator) == (pytest.approx(value), None, "=")


@pytest.mark.parametrize(("text", "low", "high", "sign"), BOUNDED, ids=[case[0] for case in BOUNDED])
def test_parse_number_with_bounds(text: str, low: float, high: float | None, sign: str) -> None:
    found = parse_number(text)
    assert found is not None
    assert (found.value, found.value_high, found.comparator) == (low, high, sign)


@pytest.mark.parametrize(("text", "low", "high", "sign", "currency"), MONEY, ids=[case[0] for case in MONEY])
def test_parse_money(text: str, low: float, high: float | None, sign: str, currency: str | None) -> None:
    found = parse_money(text)
    assert found is not None
    assert (found.value, found.value_high, found.comparator, found.currency) == (
        pytest.approx(low),
        high,
        sign,
        currency,
    )


@pytest.mark.parametrize("text", NOTHING)
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["", "đồng", "nhiều tỷ đồng", "abc", "12/5", "3 đô 450", "hai đồng 5 người"])
def test_no_money(text: str) -> None:
    assert parse_money(text) is None


@pytest.mark.parametrize("text", ["13.000", "hai mươi mốt nghìn", "2 tỷ 462 triệu", "khoảng 300"])
def test_capitals_and_blanks_do_not_matter(text: str) -> None:
    assert parse_number(text.upper()) == parse_number(f"  {text.replace(' ', '  ')} ") == parse_number(text)
