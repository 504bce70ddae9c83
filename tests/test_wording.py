"""Every code and column has one name in each language; numbers, days and periods as each language writes them."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest

from pipeline import schema
from pipeline.compliance.matrix import STATUSES
from pipeline.explore import words
from pipeline.review.decisions import Action
from pipeline.wording import (
    LANGUAGES,
    all_codes,
    compact,
    edtf,
    heading,
    headings,
    indicator_name,
    moment,
    named,
    number,
)
from pipeline.wording.language import rows_of


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (1234567.0, "1.234.567", "1,234,567"),
        (0.1, "0,1", "0.1"),
        (98.65, "98,65", "98.65"),
        (2_462_000_000, "2.462.000.000", "2,462,000,000"),
        (-3.5, "-3,5", "-3.5"),
        (123_456_789_012.5, "123.456.789.012,5", "123,456,789,012.5"),
        (0.0000125, "0,0000125", "0.0000125"),
        (-0.0, "0", "0"),
        (float("inf"), "–", "–"),
        (float("nan"), "–", "–"),
        (None, "", ""),
    ],
)
def test_numbers(value: float | None, vi: str, en: str) -> None:
    assert number(value, "vi") == vi
    assert number(value, "en") == en


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(1234.5, "1.234,5", "1,234.5"), (-3.14159, "-3,14", "-3.14"), (-0.001, "0", "0"), (100.0, "100", "100")],
)
def test_numbers_to_the_hundredth(value: float, vi: str, en: str) -> None:
    assert number(value, "vi", 2) == vi
    assert number(value, "en", 2) == en


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [(2.5e9, "2,5 tỷ", "2.5 bn"), (-5e8, "-500 triệu", "-500 m"), (13000, "13.000", "13,000"),
     (1.2e12, "1,2 nghìn tỷ", "1.2 tn")],
)  # fmt: skip
def test_large_numbers_are_told_in_words(value: float, vi: str, en: str) -> None:
    assert compact(value, "vi") == vi
    assert compact(value, "en") == en


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        ("2023-06-21", "21/6/2023", "2023-06-21"),
        ("2023-06", "6/2023", "2023-06"),
        ("2023", "2023", "2023"),
        ("2023-01/2023-06", "1/2023\N{NO-BREAK SPACE}– 6/2023", "2023-01\N{NO-BREAK SPACE}– 2023-06"),
        ("../2023-06-30", "đến 30/6/2023", "until 2023-06-30"),
        ("2024-08-01/..", "từ 1/8/2024", "since 2024-08-01"),
        ("XXXX-06-21", "XXXX-06-21", "XXXX-06-21"),
        (None, "", ""),
    ],
)
def test_periods(value: str | None, vi: str, en: str) -> None:
    assert edtf(value, "vi") == vi
    assert edtf(value, "en") == en


def test_times_are_shown_by_this_machines_clock() -> None:
    utc = dt.datetime(2026, 11, 21, 19, 5)
    assert moment(utc, "en") == utc.replace(tzinfo=dt.UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    assert moment("2026-11-21T19:05:00+00:00", "en") == moment(utc, "en")


def test_what_has_no_words_is_shown_itself() -> None:
    assert named("role", "no_such_role", "vi") == "no_such_role"
    assert named("role", None, "vi") == ""
    assert heading("no_such_column", "en") == "no_such_column"
    assert indicator_name("no.such", "vi") == "no.such"
    assert indicator_name(None, "vi") == ""


def test_an_indicator_of_the_catalogue_has_a_name() -> None:
    assert indicator_name("union.members_admitted", "vi") != indicator_name("union.members_admitted", "en")


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("role", schema.ROLES),
        ("kind", schema.KINDS),
        ("doc_kind", schema.DOC_KINDS),
        ("relation", schema.RELATIONS),
        ("level", schema.LEVELS),
        ("stage", schema.STAGES),
        ("comparator", schema.COMPARATORS),
        ("compliance", STATUSES),
        ("compliance_meaning", STATUSES),
        ("action", get_args(Action)),
    ],
)
def test_every_code_has_words(group: str, values: tuple[str, ...]) -> None:
    assert [v for v in values if f"{group}.{v}" not in all_codes()] == []


def test_each_thing_is_told_once_and_in_both_languages() -> None:
    codes = [(row["group"], row["code"]) for row in rows_of("pipeline.wording", "codes.csv")]
    names = [row["name"] for row in rows_of("pipeline.wording", "headings.csv")]
    assert len(codes) == len(set(codes))
    assert len(names) == len(set(names))
    for key, told in [*all_codes().items(), *headings().items()]:
        assert all(told[language] for language in LANGUAGES), key


def test_the_explorer_has_no_second_words_for_a_column_or_code() -> None:
    own = [key for key in words.all_words() if key not in all_codes()]
    assert [key for key in own if key.startswith("column.") and key.removeprefix("column.") in headings()] == []
    groups = {key.partition(".")[0] for key in all_codes()}
    assert [key for key in own if key.partition(".")[0] in groups] == []
