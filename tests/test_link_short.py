"""What short forms point to over all documents, and when they stay open."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.schema import Row
from tests.link_reports import cite, linked, report, short
from tests.row_factory import document, rows


def test_short_form_is_resolved_over_the_corpus() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09")),
        report("b", "Nghệ An", short("chương trình", "1563")),
    )
    row = next(r for r in tables["document_references"] if r["form"] == "short")
    assert (row["symbol"], row["date"], row["resolution"]) == ("1563/CTr-TLĐ", "2019-10-09", "corpus")
    assert row["directive_id"] == tables["directives"][0]["directive_id"]
    assert tables["directives"][0]["n_provinces"] == 2


PLAN = ("39/KH-LĐLĐ", "kế hoạch", "2019-12-31")
RESOLUTION = ("02/NQ-CP", "nghị quyết", "2020-01-01")
NOT_RESOLVED = [
    ("of another province", "Quảng Trị", PLAN, short("kế hoạch", "39")),
    ("of another type", "Nghệ An", PLAN, short("quyết định", "39")),
    ("of another year", "Nghệ An", PLAN, short("kế hoạch", "39", year=2018)),
    ("not yet issued", "Nghệ An", ("39/KH-LĐLĐ", "kế hoạch", "2023-12-31"), short("kế hoạch", "39")),
    ("of another body", None, RESOLUTION, short("nghị quyết", "02", issuer="Bộ Chính trị")),
]


@pytest.mark.parametrize(("why", "province", "known", "mention"), NOT_RESOLVED, ids=[why for why, *_ in NOT_RESOLVED])
def test_short_form_stays_open(why: str, province: str | None, known: tuple[str, str, str], mention: Row) -> None:
    symbol, doc_type, date = known
    tables = linked(
        report("a", province, cite(symbol, doc_type, date=date), year=2024), report("b", "Nghệ An", mention, year=2022)
    )
    row = next(r for r in tables["document_references"] if r["form"] == "short")
    assert (row["symbol"], row["directive_id"], row["resolution"], row["candidates"]) == (None, None, None, []), why


def test_short_form_with_two_candidates_stays_open_and_lists_them() -> None:
    tables = linked(
        report("a", None, cite("02/NQ-CP", "nghị quyết", date="2020-01-01")),
        report("b", None, cite("02-NQ/TW", "nghị quyết", date="2021-06-12")),
        report("c", "Nghệ An", short("nghị quyết", "02")),
    )
    row = next(r for r in tables["document_references"] if r["form"] == "short")
    assert row["directive_id"] is None
    assert row["candidates"] == sorted(d["directive_id"] for d in tables["directives"])


def test_two_candidates_of_one_document_stay_open_whatever_the_corpus_knows() -> None:
    both = [cite("40/2020/TT-BTTTT", "thông tư"), cite("40/2017/TT-BTC", "thông tư", date="2017-04-28")]
    open_form = short("thông tư", "40", candidates=["40/2020/TT-BTTTT", "40/2017/TT-BTC"])
    tables = linked(report("a", "Nghệ An", *both, open_form), report("b", "Hà Nam", both[1]))
    row = next(r for r in tables["document_references"] if r["form"] == "short")
    assert (row["symbol"], row["directive_id"]) == (None, None)
    ids = sorted(d["directive_id"] for d in tables["directives"])
    assert row["candidates"] == ["40/2020/TT-BTTTT", "40/2017/TT-BTC", *ids]


def test_titles_dates_and_issuers_are_merged_by_evidence() -> None:
    tables = linked(
        report("a", "Nghệ An", cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09")),
        report("b", "Hà Nam", cite("1563/CTr-TLD", "chương trình", title="Xây dựng đội ngũ chủ tịch công đoàn cơ sở")),
        report("c", "Cà Mau", cite("1563/CTR-TLĐ", "chương trình", issuer="Tổng Liên đoàn Lao động Việt Nam")),
    )
    [directive] = tables["directives"]
    assert directive["symbol"] == "1563/CTr-TLĐ"
    assert directive["date"] == "2019-10-09"
    assert directive["title"] == "Xây dựng đội ngũ chủ tịch công đoàn cơ sở"
    assert directive["issuer"] == "Tổng Liên đoàn Lao động Việt Nam"
    assert (directive["n_documents"], directive["n_provinces"], directive["conflicts"]) == (3, 3, [])


CERTAIN = [
    ("1563/CTr-TLĐ", "chương trình", {}, {}, True, "a number rarely given twice"),
    ("68/NQ-CP", "nghị quyết", {}, {}, False, "a number given every year by many"),
    ("68/NQ-CP", "nghị quyết", {"year": 2021}, {}, True, "the mention names the year"),
    ("68/NQ-CP", "nghị quyết", {"issuer": "Chính phủ"}, {}, True, "the mention names the issuer"),
    ("68/NQ-CP", "nghị quyết", {}, {"province": "Bình Dương"}, True, "its own province cites it in full"),
    ("68/NQ-CP", "nghị quyết", {}, {"issuer": "Báo Bình Dương"}, True, "the same kind of body cites it in full"),
]


@pytest.mark.parametrize(
    ("symbol", "doc_type", "said", "citing", "certain", "why"), CERTAIN, ids=[why for *_, why in CERTAIN]
)
def test_the_only_candidate_needs_a_second_sign(
    symbol: str, doc_type: str, said: dict[str, Any], citing: dict[str, Any], certain: bool, why: str
) -> None:
    head = {"province": "Cà Mau", "issuer": "Liên đoàn Lao động tỉnh Cà Mau", "issued_on": "2022-01-01", **citing}
    full = rows(document("full", **head), [cite(symbol, doc_type, date="2021-07-01")])
    press = document("press", province="Bình Dương", issuer="Báo Bình Dương", issued_on="2024-09-17", doc_kind="news")
    tables = linked(full, rows(press, [short(doc_type, symbol.partition("/")[0], **said)]))
    row = next(r for r in tables["document_references"] if r["form"] == "short")
    [directive] = tables["directives"]
    assert (row["directive_id"] == directive["directive_id"]) is certain, why
    assert row["candidates"] == ([] if certain else [directive["directive_id"]])


def test_short_form_finds_the_directive_itself_among_the_inputs() -> None:
    issuer = "Tổng Liên đoàn Lao động Việt Nam"
    program = rows(document("program", symbol="1563/CTr-TLĐ", issuer=issuer, issued_on="2019-10-09"))
    tables = linked(program, report("b", "Nghệ An", short("chương trình", "1563")))
    [directive] = tables["directives"]
    assert directive["doc_id"] == program.documents[0]["doc_id"]
    assert (directive["symbol"], directive["n_documents"]) == ("1563/CTr-TLĐ", 1)
