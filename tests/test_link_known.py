"""The list of directives that matter nationally: fills what mentions leave out, catches misprints, invents nothing."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.link.known import complete


def _row(**given: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("doc_type", "issuer", "date", "title", "province", "year"))
    return {**empty, "symbol": None, "conflicts": [], **given}


def test_title_date_and_issuer_come_from_the_list() -> None:
    row = complete(_row(symbol="145/2020/ND-CP", year=2020))
    assert row["date"] == "2020-12-14"
    assert row["issuer"] == "Chính phủ"
    assert "Bộ luật Lao động" in row["title"]
    assert row["conflicts"] == []


def test_what_the_mentions_say_stays() -> None:
    row = complete(_row(symbol="02-NQ/TW", year=2021, title="về Công đoàn", date="2021-06-12"))
    assert row["title"] == "về Công đoàn"


def test_a_misprinted_date_is_reported_and_kept() -> None:
    row = complete(_row(symbol="02-NQ/TW", year=2021, date="2021-06-21"))
    assert row["date"] == "2021-06-21"
    assert row["conflicts"] == ["date: 2021-06-21; in the list of directives: 2021-06-12"]


def test_a_misprinted_symbol_is_reported_and_kept() -> None:
    title = "Về đổi mới tổ chức và hoạt động của Công đoàn Việt Nam trong tình hình mới"
    row = complete(_row(symbol="20-NQ/TW", year=2021, date="2021-06-12", doc_type="nghị quyết", title=title))
    assert row["symbol"] == "20-NQ/TW"
    assert row["conflicts"] == ["symbol: 20-NQ/TW; in the list of directives, of that day and title: 02-NQ/TW"]


def test_another_document_of_a_listed_day_is_no_misprint() -> None:
    row = _row(symbol="20-NQ/TW", year=2021, date="2021-06-12", doc_type="nghị quyết", title="Về công tác cán bộ")
    assert complete(row) == row


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"symbol": "02-NQ/TW", "year": 2003}, "another year is another resolution"),
        ({"symbol": "02-NQ/TU", "year": 2021, "province": "Hà Nam"}, "a province's number is its own"),
        ({"symbol": "999/QĐ-TTg", "year": 2017}, "not in the list"),
        ({"symbol": None, "year": 2021}, "known by name only"),
    ],
)
def test_other_documents_stay_as_they_are(given: dict[str, Any], why: str) -> None:
    row = _row(**given)
    assert complete(row) == row, why
