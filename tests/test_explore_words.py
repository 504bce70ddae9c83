"""Every word the explorer shows is there in both languages."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest

from pipeline import schema
from pipeline.explore import words
from pipeline.explore.words import LANGUAGES

PACKAGE = Path(words.__file__).parent
_ASKED = re.compile(r"""\b(?:w|word)\(\s*["']([a-z_.]+)["']""")
_LATER = re.compile(r"""["']((?:problem|column)\.[a-z_.]+)["']""")


def _asked() -> dict[str, str]:
    found = {}
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        for pattern in (_ASKED, _LATER):
            found.update({key: path.name for key in pattern.findall(text) if not key.endswith((".", ".html"))})
    return found


def test_every_key_that_is_used_is_there() -> None:
    asked = _asked()
    assert len(asked) > 10
    assert {key: where for key, where in asked.items() if key not in words.all_words()} == {}


def test_both_languages_say_something_and_fill_in_the_same() -> None:
    for key, row in words.all_words().items():
        assert row["vi"], key
        assert row["en"], key
        named = [sorted(re.findall(r"\{(\w+)\}", row[language])) for language in LANGUAGES]
        assert named[0] == named[1] or key.endswith(".one"), key


def test_no_key_stands_twice() -> None:
    with (PACKAGE / "words.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len({row["key"] for row in rows})
    assert all(None not in row and None not in row.values() for row in rows), "an unquoted comma"


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (1234567, "1.234.567", "1,234,567"),
        (1234567.0, "1.234.567", "1,234,567"),
        (0.1, "0,1", "0.1"),
        (98.65, "98,65", "98.65"),
        (2_462_000_000, "2.462.000.000", "2,462,000,000"),
        (-3.5, "-3,5", "-3.5"),
        (None, "", ""),
    ],
)
def test_numbers(value: float | None, vi: str, en: str) -> None:
    assert words.number(value, "vi") == vi
    assert words.number(value, "en") == en


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
    assert words.edtf(value, "vi") == vi
    assert words.edtf(value, "en") == en


def test_times_are_shown_by_this_machines_clock() -> None:
    utc = dt.datetime(2026, 11, 21, 19, 5)
    assert words.moment(utc, "en") == utc.replace(tzinfo=dt.UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    assert words.moment("2026-11-21T19:05:00+00:00", "en") == words.moment(utc, "en")


def test_codes_without_words_are_shown_themselves() -> None:
    assert words.named("role", "no_such_role", "vi") == "no_such_role"
    assert words.named("role", None, "vi") == ""


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("role", schema.ROLES),
        ("kind", schema.KINDS),
        ("doc_kind", schema.DOC_KINDS),
        ("relation", schema.RELATIONS),
        ("level", schema.LEVELS),
        ("stage", schema.STAGES),
    ],
)
def test_every_code_has_words(group: str, values: tuple[str, ...]) -> None:
    assert [v for v in values if f"{group}.{v}" not in words.all_words()] == []
