"""Numbers of spreadsheets as their cells show them, with `.` between thousands and `,` before decimals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.office.number_format import general, is_date, shown

ACCOUNTING = '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'
CASES = [
    (1234567, "General", "1234567", "no format: as it is"),
    (1234.5, "General", "1234,5", "the decimal sign of the country"),
    (0.1 + 0.2, "General", "0,3", "not 0,30000000000000004"),
    (-5.5, "General", "-5,5", "negative"),
    (1 / 3, "General", "0,333333333", "as many digits as a cell has room for"),
    (1e20, "General", "100000000000000000000", "large"),
    (1234567.891, "#,##0", "1.234.568", "thousands, rounded"),
    (1234567.891, "#,##0.0", "1.234.567,9", "one decimal"),
    (999.5, "#,##0", "1.000", "half is rounded up, as sheets do"),
    (2.5, "0", "3", "likewise"),
    (0.125, "0.0%", "12,5%", "percent"),
    (0.5, "0%", "50%", "percent without decimals"),
    (1.046, "0.00%", "104,60%", "two decimals stay"),
    (7, "00000", "00007", "a code"),
    (12, "0.##", "12", "optional decimals that say nothing"),
    (12.5, "0.##", "12,5", "optional decimals that do"),
    (0, ACCOUNTING, "-", "a dash for nothing"),
    (1234, ACCOUNTING, "1.234", "accounting"),
    (-1234, ACCOUNTING, "(1.234)", "brackets for less than nothing"),
    (-3, "0.0;[Red]-0.0", "-3,0", "a section for negative numbers, with a colour"),
    (-3, "0.0", "-3,0", "one section: its sign"),
    (-0.001, "0.0", "0,0", "what rounds to nothing has no sign"),
    (0, "0;-0;;@", "", "an empty section hides the number"),
    (5, ";;;", "", "likewise"),
    (1234567, "#,##0,", "1.235", "shown in thousands"),
    (3, '0" người"', "3 người", "a unit in quotes"),
    (1500, '#,##0\\ "đ"', "1.500 đ", "escaped blank and quoted sign"),
    (1500, "[$-42A]#,##0", "1.500", "a language is no text"),
    (1500, "[$₫-42A]#,##0", "₫1.500", "a currency is"),
    (12, '[>10]"nhiều";"ít"', "nhiều", "a condition"),
    (8, '[>10]"nhiều";"ít"', "ít", "and what holds otherwise"),
    (0.75, "# ?/?", "3/4", "a fraction"),
    (12345.678, "0.00E+00", "1,23E+04", "scientific"),
    (44562, "dd/mm/yyyy", "01/01/2022", "a date"),
    (44562, "m/d/yy", "01/01/2022", "month first is how the sheet was made, not how it is read here"),
    (44602, "m/d/yyyy", "10/02/2022", "day and month are told apart"),
    (44602, "mmm-yy", "02/2022", "a month"),
    (44602, "yyyy", "2022", "a year"),
    (44602.75, "dd/mm/yyyy hh:mm", "10/02/2022 18:00", "a moment"),
    (0.5, "h:mm AM/PM", "12:00", "a time of day"),
    (44602, '"Ngày" d "tháng" m "năm" yyyy', "Ngày 10 tháng 2 năm 2022", "words around the fields"),
    (1.25, "[h]:mm", "30:00", "more hours than a day has"),
    (-1, "dd/mm/yyyy", "-1", "no date: the number"),
    (5, "@", "5", "a text cell that holds a number"),
    (5, "", "5", "no format at all"),
]


@pytest.mark.parametrize(("value", "code", "want", "why"), CASES, ids=[f"{c[1]}-{c[0]}" for c in CASES])
def test_a_number_is_shown_as_its_format_says(value: float, code: str, want: str, why: str) -> None:
    assert shown(value, code) == want, why


def test_workbooks_that_count_from_1904() -> None:
    assert shown(43140, "dd/mm/yyyy", from_1904=True) == shown(43140 + 1462, "dd/mm/yyyy")


def test_which_formats_are_dates() -> None:
    assert is_date("dd/mm/yyyy")
    assert is_date("[$-42A]mmm yy")
    assert not is_date("#,##0")
    assert not is_date('0" d"')
    assert not is_date("General")
    assert not is_date("[Red]0")


@given(st.floats(allow_nan=True, allow_infinity=True), st.text(max_size=20))
def test_any_format_gives_text_or_says_so(value: float, code: str) -> None:
    try:
        text = shown(value, code)
    except (ValueError, ArithmeticError):
        text = general(value)
    assert isinstance(text, str)


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_come_back(value: int) -> None:
    assert int(shown(value, "#,##0").replace(".", "")) == value
    assert int(shown(value, "General")) == value
