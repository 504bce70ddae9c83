"""The list of required directives: which directive of the registry each of its lines means."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.compliance.load import province_of_path
from pipeline.compliance.required import required_columns
from pipeline.link.bodies import body_key, same_body


def _directive(symbol: str, issuer: str | None, date: str | None, **more: Any) -> dict[str, Any]:
    year = int(date[:4]) if date else None
    row = {"symbol": symbol, "issuer": issuer, "date": date, "title": None, "year": year, "province": None}
    return {**row, "directive_id": f"{symbol} {issuer} {date}", **more}


REGISTRY = [
    _directive("21-NQ/TW", "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam", "2018-05-23"),
    _directive("21-NQ/TW", "Bộ Chính trị", "2022-11-10"),
    _directive("18/KH-UBND", "Ủy ban nhân dân tỉnh Hà Nam", "2021-02-01", province="Hà Nam"),
    _directive("18/KH-UBND", "Ủy ban nhân dân tỉnh Bến Tre", "2021-02-09", province="Bến Tre"),
    _directive("09-NQ/TU", "Ban Chấp hành Đảng bộ tỉnh Hà Nam", "2021-08-12", province="Hà Nam"),
    _directive("310/QĐ-TTg", "Thủ tướng Chính phủ", "2019-04-02", title="về điều đã biết"),
    _directive("77/HD-TLĐ", None, None),
]


@pytest.mark.parametrize(
    ("line", "found", "why"),
    [
        ("21-NQ/TW,Ban Chấp hành Trung ương,2018-05-23", ["2018-05-23"], "the short name of the same committee"),
        ("21-NQ/TW,BCH TW Đảng,2018-05-23", ["2018-05-23"], "abbreviated"),
        ("21-NQ/TW,Trung ương,2018-05-23", ["2018-05-23"], "what speakers call it"),
        ("21-NQ/TW,Bộ Chính trị,10/11/2022", ["2022-11-10"], "a date as Vietnamese write it"),
        ("18/KH-UBND,UBND tỉnh Bến Tre,2021", ["2021-02-09"], "whose plan it is"),
        ("18/KH-UBND,,2021", ["2021-02-01", "2021-02-09"], "both, where the line does not tell"),
        ("09-NQ/TU,Tỉnh uỷ Hà Nam,2021-08-12", ["2021-08-12"], "the committee's seat"),
        ("310/QĐ-TTg,TTg,2019-04-02", ["2019-04-02"], "the code as a name"),
        ("310/QĐ-TTg,Thủ tướng,2019-04-02", ["2019-04-02"], "the office"),
        ("310/QĐ-TTg,Bộ Nội vụ,2019-04-02", [None], "another body: a column of its own without evidence"),
        ("21-NQ/TW,Trung ương,2020-01-01", [None], "another year"),
    ],
)
def test_a_line_means(tmp_path: Path, line: str, found: list[str | None], why: str) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"symbol,issuer,date\n{line}\n", encoding="utf-8")
    columns = required_columns(path, REGISTRY)
    assert [c.date if c.directive_id else None for c in columns] == found, why


def test_what_the_registry_leaves_open_the_list_fills_in(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        "symbol,issuer,date,title\n77/HD-TLĐ,TLĐ,2020-06-01,Thu kinh phí\n310/QĐ-TTg,,,Điều khác\n310/QĐ-TTg,,,\n",
        encoding="utf-8",
    )
    filled, named, known = required_columns(path, REGISTRY)
    assert (filled.label, filled.issuer, filled.date) == ("Thu kinh phí", "TLĐ", "2020-06-01")
    assert named.label == "Điều khác", "the list's own title is what whoever asks knows it by"
    assert known.label == "về điều đã biết"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tỉnh ủy Hà Nam", "Ban Chấp hành Đảng bộ tỉnh Hà Nam", True),
        ("Ban Thường vụ Tỉnh ủy Hà Nam", "Tỉnh uỷ Hà Nam", True),
        ("Tỉnh ủy", "Tỉnh ủy Hà Nam", True),
        ("Tổng LĐLĐ Việt Nam", "Đoàn Chủ tịch Tổng Liên đoàn", True),
        ("Tỉnh ủy Hà Nam", "Tỉnh ủy Bến Tre", False),
        ("Bộ Chính trị", "Ban Bí thư", False),
        ("UBND tỉnh Hà Nam", "HĐND tỉnh Hà Nam", False),
    ],
)
def test_names_of_one_body(one: str, other: str, same: bool) -> None:
    assert (body_key(one, "Hà Nam") == body_key(other, "Hà Nam")) is same


def test_any_body_of_the_partys_centre_fits_its_code() -> None:
    assert same_body("21-NQ/TW", "Trung ương", "Bộ Chính trị")
    assert not same_body("21-NQ/TW", "Trung ương", "Chính phủ")


@pytest.mark.parametrize(
    ("path", "then", "now"),
    [
        ("Hà Tây/bc.pdf", "Hà Tây", "Hà Nội"),
        ("Quảng Nam/hỏng.doc", "Quảng Nam", "Đà Nẵng"),
        ("ha-nam/nam-dinh.pdf", None, "Ninh Bình"),
        ("ninh-binh/bc.pdf", "Ninh Bình", "Ninh Bình"),
        ("quang-nam/quang-tri.pdf", None, None),
    ],
)
def test_the_province_of_a_file_that_cannot_be_read(path: str, then: str | None, now: str | None) -> None:
    found = [province_of_path(path), province_of_path(path, now=True)]
    assert [p.name if p else None for p in found] == [then, now]
