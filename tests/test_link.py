"""Linking: which mentions mean one directive, what short forms point to, whose results numbers are."""

from __future__ import annotations

import random
from typing import Any

import pytest
from row_factory import document, indicator, reference, rows

from gazetteers import read_table
from pipeline.annotate.issuers import standard_issuer
from pipeline.link import link_corpus
from pipeline.link.places import place_of
from pipeline.link.symbols import symbol_facts
from pipeline.schema import Row
from pipeline.tabulate import DocumentRows


def cite(symbol: str, doc_type: str = "kế hoạch", **fields: Any) -> Row:
    return reference(f"{doc_type.capitalize()} số {symbol}", symbol=symbol, doc_type=doc_type, **fields)


def short(doc_type: str, number: str, **fields: Any) -> Row:
    return reference(f"{doc_type.capitalize()} {number}", form="short", doc_type=doc_type, number=number, **fields)


def report(name: str, province: str | None, *references: Row, year: int = 2022, **fields: Any) -> DocumentRows:
    issuer = fields.pop("issuer", f"Liên đoàn Lao động tỉnh {province}" if province else None)
    head = document(name, province=province, issuer=issuer, issued_on=f"{year}-06-15", **fields)
    return rows(head, list(references))


def linked(*documents: DocumentRows) -> dict[str, list[Row]]:
    return {name: table.to_pylist() for name, table in link_corpus(documents).items()}


def directive_ids(tables: dict[str, list[Row]]) -> list[str | None]:
    return [row["directive_id"] for row in tables["document_references"]]


SPELLINGS = [
    (["1563/CTr-TLĐ", "1563/CTr–TLĐ", "1563/CTr - TLĐ"], "any dash, blanks around it"),
    (["1563/CTr-TLĐ", "1563/CTR-TLĐ", "1563/ctr-TLĐ"], "case"),
    (["1563/CTr-TLĐ", "1563/CTr-TLD", "1563/CTr-TLÐ"], "lost diacritics, the Icelandic look-alike"),
    (["1563/CTr-TLĐ", "1563/CTr-TLP"], "a scanner's P for Đ, where no body has that code"),
    (["02-NQ/TW", "2-NQ/TW", "02/NQ-TW", "02-NQ/TƯ"], "leading zeros, separators swapped, Ư of Trung ương"),
    (["43-NQ/TW", "43/NQ/TW", "43-NQ-TW", "43-NG/TW", "43-NQ/TVV"], "a scanner's G for Q and VV for W"),
    (["11/NQ-CP", "11/NG-CP", "11 / NQ – CP", "11/nq-cp"], "the same of the Government"),
    (["181/2004/NĐ-CP", "181/NĐ-CP/2004"], "the year last"),
    (["72/2025/QH15", "72/2025/QH", "72/2025/QH 15"], "the Assembly's term left out"),
    (["12/HD-BNN&PTNT", "12/HD-BNNPTNT"], "the ampersand inside an organ"),
]


@pytest.mark.parametrize(("spellings", "why"), SPELLINGS, ids=[why for _, why in SPELLINGS])
def test_spellings_of_one_symbol_have_one_key(spellings: list[str], why: str) -> None:
    assert len({symbol_facts(symbol).key for symbol in spellings}) == 1, why


DIFFERENT = [
    ("36/2013/QĐ-UBND", "36/QĐ-UBND", "a number with its year is another series"),
    ("12/NQ-CP", "12/NĐ-CP", "another type"),
    ("7/NQ-TLĐ", "7c/NQ-TLĐ", "a lettered number"),
    ("02-NQ/TW", "02-NQ/TU", "the centre and a province"),
    ("12/CT-CP", "12/CT-CĐ", "P and Đ where both codes exist"),
    ("09/2021/QH14", "09/2021/QH", "two terms share the year"),
    ("30/2007/GT-UBND", "30/2007/CT-UBND", "a misread code that could be two"),
]


@pytest.mark.parametrize(("left", "right", "why"), DIFFERENT, ids=[why for *_, why in DIFFERENT])
def test_different_symbols_have_different_keys(left: str, right: str, why: str) -> None:
    assert symbol_facts(left).key != symbol_facts(right).key, why


REACH = [
    ("1563/CTr-TLĐ", "national", "central"),
    ("06/2019/TTLT-BTC-BNV", "national", "ministry"),
    ("45/2019/QH14", "national", "central"),
    ("94-KH/TU", "local", "province"),
    ("39/KH-LĐLĐ", "local", "unknown"),
    ("101-KH/ĐĐ-LĐLĐ", "local", "unknown"),
    ("9/KH-XYZ", "unknown", "unknown"),
]


@pytest.mark.parametrize(("symbol", "reach", "level"), REACH)
def test_codes_tell_whose_a_number_is(symbol: str, reach: str, level: str) -> None:
    facts = symbol_facts(symbol)
    assert (facts.reach, facts.level) == (reach, level)


PLACES = [
    ("LĐLĐ huyện Hướng Hóa", "Quảng Trị", "huyện hướng hóa / quảng trị", "a district, in the document's province"),
    ("UBND tỉnh", "Nghệ An", "nghệ an", "a bare `tỉnh` is the document's"),
    ("LIÊN ĐOÀN LAO ĐỘNG TỈNH NGHỆ AN", None, "nghệ an", "capitals of a letterhead"),
    ("UBND thành phố Vinh", "Nghệ An", "thành phố vinh / nghệ an", "a city within a province"),
    ("UBND TP. Cần Thơ", None, "cần thơ", "a city that is a province"),
    ("HUYỆN ỦY HƯỚNG HÓA", "Quảng Trị", "huyện hướng hóa / quảng trị", "a party committee"),
    ("UBND phường 1, quận 3, Thành phố Hồ Chí Minh", None, "phường 1 / quận 3 / hồ chí minh", "each level counts"),
    ("Huyện ủy", "Nghệ An", None, "some district's: which one stays open"),
    ("UBND tỉnh", None, None, "no province known"),
]


@pytest.mark.parametrize(("issuer", "province", "key", "why"), PLACES, ids=[why for *_, why in PLACES])
def test_place_an_issuer_serves(issuer: str, province: str | None, key: str | None, why: str) -> None:
    place = place_of(issuer, province)
    assert (place.key if place else None) == key, why


def test_national_number_is_one_everywhere() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09")),
        report("b", "Nghệ An", cite("1563/CTr–TLD", "chương trình")),
        report("c", None, cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09")),
    )
    [directive] = tables["directives"]
    assert directive["symbol"] == "1563/CTr-TLĐ"
    assert directive["date"] == "2019-10-09"
    assert directive["level"] == "central"
    assert directive["issuer"] == "Tổng Liên đoàn Lao động Việt Nam"
    assert (directive["n_documents"], directive["n_mentions"], directive["n_provinces"]) == (3, 3, 2)
    assert directive["variants"] == ["1563/CTr–TLD"]
    assert set(directive_ids(tables)) == {directive["directive_id"]}


def test_same_number_of_two_provinces_is_two() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("39/KH-LĐLĐ", date="2019-12-31", issuer="Liên đoàn Lao động tỉnh Quảng Trị")),
        report("b", "Nghệ An", cite("39/KH-LĐLĐ", date="2019-12-31")),
    )
    assert len(tables["directives"]) == 2
    assert sorted(row["province"] for row in tables["directives"]) == ["Nghệ An", "Quảng Trị"]
    assert {row["level"] for row in tables["directives"]} == {"province"}


def test_same_number_of_another_year_is_another() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("39/KH-LĐLĐ", date="2019-12-31"), cite("39/KH-LĐLĐ", date="2021-03-01")),
    )
    assert sorted(row["date"] for row in tables["directives"]) == ["2019-12-31", "2021-03-01"]


def test_same_number_of_a_district_is_another() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("39/KH-LĐLĐ", date="2019-12-31")),
        report(
            "b", "Quảng Trị", cite("39/KH-LĐLĐ", date="2019-05-02", issuer="LĐLĐ huyện Hướng Hóa"),
            issuer="LĐLĐ huyện Hướng Hóa",
        ),
    )  # fmt: skip
    assert sorted(row["level"] for row in tables["directives"]) == ["district", "province"]


def test_district_document_leaves_whose_number_open_unless_one_is_known() -> None:
    own = report("own", "Quảng Trị", cite("50/KH-LĐLĐ"), issuer="LĐLĐ huyện Hướng Hóa")
    province = report("province", "Quảng Trị", cite("50/KH-LĐLĐ", date="2022-02-01"))
    alone = linked(own)["directives"]
    assert [row["province"] for row in alone] == [None]
    together = linked(own, province)
    assert len(set(directive_ids(together))) == 1


def test_a_number_used_twice_is_told_by_its_title() -> None:
    fees = "về thu, nộp kinh phí công đoàn ở doanh nghiệp nhỏ"
    tables = linked(
        report("a", "Hà Nam", cite("14/HD-TLĐ", "hướng dẫn", date="2016-03-01", title=fees)),
        report(
            "b", "Hà Nam", cite("14/HD-TLĐ", "hướng dẫn", date="2019-05-01", title="tổ chức đại hội công đoàn cơ sở")
        ),
        report("c", "Hà Nam", cite("14/HD-TLĐ", "hướng dẫn", title="về thu, nộp kinh phí công đoàn")),
        report("d", "Hà Nam", cite("14/HD-TLĐ", "hướng dẫn", title="về một việc chưa ai nêu tên")),
        report("e", "Hà Nam", cite("14/HD-TLĐ", "hướng dẫn")),
    )
    first, second, third, other, bare = tables["document_references"]
    assert first["directive_id"] != second["directive_id"]
    assert third["directive_id"] == first["directive_id"], "its title, cut short"
    assert bare["directive_id"] is None
    assert len(bare["candidates"]) == 2
    assert other["directive_id"] not in (first["directive_id"], second["directive_id"]), "a third one of that number"


def test_a_document_told_by_day_issuer_and_title() -> None:
    title = "về chăm lo nhà ở cho công nhân khu công nghiệp"
    party = {"issuer": "Ban Bí thư", "date": "2020-02-11"}
    told = {"form": "named", "doc_type": "chỉ thị", **party}
    tables = linked(
        report("a", "Hà Nam", cite("71-CT/TW", "chỉ thị", title=title, **party)),
        report("b", "Hà Nam", cite("72-CT/TW", "chỉ thị", title="về phòng cháy, chữa cháy trong khu dân cư", **party)),
        report("c", "Hà Nam", reference(f"Chỉ thị ngày 11/02/2020 của Ban Bí thư {title}", title=title, **told)),
        report("d", "Hà Nam", reference("Chỉ thị ngày 11/02/2020 … khác", title="về việc khác hẳn mọi điều", **told)),
    )
    first, second, third, other = tables["document_references"]
    assert third["directive_id"] == first["directive_id"]
    assert third["symbol"] is None, "the mention itself names none"
    assert other["directive_id"] not in (first["directive_id"], second["directive_id"])


def test_titles_that_differ_by_their_year_are_two() -> None:
    plan = "về tổ chức Tháng Công nhân năm {}"
    tables = linked(
        report("a", "Hà Nam", cite("33/KH-TLĐ", date="2019-03-01", title=plan.format(2019))),
        report("b", "Hà Nam", cite("33/KH-TLĐ", date="2021-03-05", title=plan.format(2021))),
        report("c", "Hà Nam", cite("33/KH-TLĐ", title=plan.format(2019))),
        report("d", "Hà Nam", cite("33/KH-TLĐ", title="về tổ chức Tháng Công nhân")),
    )
    first, _, third, bare = tables["document_references"]
    assert third["directive_id"] == first["directive_id"]
    assert bare["directive_id"] is None


def test_the_listed_title_tells_numbers_apart() -> None:
    known = next(row for row in read_table("directives") if row["symbol"] == "02-NQ/TW")
    tables = linked(
        report("a", "Hà Nam", cite("02-NQ/TW", "nghị quyết", date=known["date"])),
        report("b", "Hà Nam", cite("02-NQ/TW", "nghị quyết", date="2011-04-25")),
        report("c", "Hà Nam", cite("02-NQ/TW", "nghị quyết", title=known["title"])),
    )
    first, _, third = tables["document_references"]
    assert third["directive_id"] == first["directive_id"]


def test_two_names_of_one_body_are_no_conflict() -> None:
    tables = linked(
        report("a", "Hà Nam", cite("9-NQ/TU", "nghị quyết", date="2021-08-12", issuer="Tỉnh ủy Hà Nam")),
        report("b", "Hà Nam", cite("9-NQ/TU", "nghị quyết", date="2021-08-12", issuer="Tỉnh ủy")),
        report(
            "c", "Hà Nam",
            cite("9-NQ/TU", "nghị quyết", date="2021-08-12", issuer="Ban Chấp hành Đảng bộ tỉnh Hà Nam"),
        ),
    )  # fmt: skip
    assert [(d["issuer"], d["conflicts"]) for d in tables["directives"]] == [("Tỉnh ủy Hà Nam", [])]


def test_undated_mention_takes_the_year_of_its_document_then_the_only_possible_one() -> None:
    tables = linked(
        report("a", None, cite("02/NQ-CP", "nghị quyết", date="2019-01-01"), year=2019),
        report("b", None, cite("02/NQ-CP", "nghị quyết", date="2020-01-01"), year=2020),
        report("c", None, cite("02/NQ-CP", "nghị quyết", date="2020-01-01"), cite("02/NQ-CP", "nghị quyết"), year=2021),
        report("d", None, cite("02/NQ-CP", "nghị quyết"), year=2019),
        report("e", None, cite("02/NQ-CP", "nghị quyết"), year=2021),
    )
    of_year = {row["year"]: row["directive_id"] for row in tables["directives"]}
    assert set(of_year) == {2019, 2020}
    source = {d["doc_id"]: d["source"] for d in tables["documents"]}
    by_source: dict[str, list[Row]] = {}
    for row in tables["document_references"]:
        by_source.setdefault(source[row["doc_id"]], []).append(row)
    assert [r["directive_id"] for r in by_source["c.txt"]] == [of_year[2020]] * 2, "its own document dates it"
    assert [r["directive_id"] for r in by_source["d.txt"]] == [of_year[2019]], "2020 had not come"
    [both] = by_source["e.txt"]
    assert both["directive_id"] is None, "either could be meant: never a guess"
    assert both["candidates"] == sorted(of_year.values())


def test_year_later_than_the_document_is_a_misprint_and_reported() -> None:
    tables = linked(
        report("a", "Quảng Trị", cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09"), year=2021),
        report("b", "Nghệ An", cite("1563/CTr-TLĐ", "chương trình", date="2029-10-09"), year=2021),
    )
    [directive] = tables["directives"]
    assert directive["date"] == "2019-10-09"
    assert directive["conflicts"] == ["date: 2019-10-09 (1), 2029-10-09 (1)"]


def test_misprinted_year_with_same_day_and_title_joins_the_better_attested() -> None:
    title = "Xây dựng đội ngũ chủ tịch công đoàn cơ sở"
    tables = linked(
        report("a", "Quảng Trị", cite("1563/CTr-TLĐ", date="2019-10-09", title=title)),
        report("b", "Nghệ An", cite("1563/CTr-TLĐ", date="2019-10-09", title=title)),
        report("c", "Hà Nam", cite("1563/CTr-TLĐ", date="2018-10-09", title=title)),
    )
    [directive] = tables["directives"]
    assert (directive["date"], directive["n_provinces"]) == ("2019-10-09", 3)
    assert directive["conflicts"] == ["date: 2019-10-09 (2), 2018-10-09 (1)"]


def test_new_year_resolutions_of_two_years_stay_two() -> None:
    tables = linked(
        report("a", None, cite("01/NQ-CP", date="2019-01-01", title="Giải pháp chủ yếu thực hiện kế hoạch năm 2019")),
        report("b", None, cite("01/NQ-CP", date="2020-01-01", title="Giải pháp chủ yếu thực hiện kế hoạch năm 2020")),
        report("c", None, cite("01/NQ-CP", date="2020-01-01", title="Giải pháp chủ yếu thực hiện kế hoạch năm 2020")),
    )
    assert len(tables["directives"]) == 2


def test_two_days_of_one_year_are_one_directive_with_a_conflict() -> None:
    tables = linked(
        report("a", "Nghệ An", cite("89-QĐ/TW", "quy định", date="2017-08-04")),
        report("b", "Hà Nam", cite("89-QĐ/TW", "quy định", date="2017-08-04")),
        report("c", "Quảng Trị", cite("89-QĐ/TW", "quy định", date="2017-12-19")),
    )
    [directive] = tables["directives"]
    assert directive["date"] == "2017-08-04"
    assert directive["conflicts"] == ["date: 2017-08-04 (2), 2017-12-19 (1)"]


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


def test_own_number_is_no_citation() -> None:
    own = reference("12/BC-LĐLĐ", symbol="12/BC-LĐLĐ", is_self=True)
    alone = report("a", "Nghệ An", own, symbol="12/BC-LĐLĐ")
    assert linked(alone)["directives"] == []
    other = report("b", "Nghệ An", cite("12/BC-LĐLĐ", "báo cáo", issuer="Liên đoàn Lao động tỉnh Nghệ An"))
    tables = linked(alone, other)
    [directive] = tables["directives"]
    assert (directive["n_documents"], directive["n_mentions"]) == (1, 1)
    assert directive["date"] == "2022-06-15", "its letterhead dates it"
    assert set(directive_ids(tables)) == {directive["directive_id"]}


def named(surface: str, doc_type: str, **fields: Any) -> Row:
    return reference(surface, form="named", doc_type=doc_type, **fields)


def test_named_law_with_its_year_is_the_act_of_that_year() -> None:
    tables = linked(
        report("a", None, named("Luật Việc làm năm 2013", "luật", date="2013")),
        report("b", None, cite("38/2013/QH13", "luật", date="2013-11-16")),
    )
    [directive] = tables["directives"]
    assert (directive["symbol"], directive["n_mentions"], directive["level"]) == ("38/2013/QH13", 2, "central")


def test_named_law_without_year_is_kept_apart_from_its_acts() -> None:
    tables = linked(
        report("a", None, named("Luật Công đoàn", "luật")), report("b", None, named("luật công đoàn", "luật"))
    )
    [directive] = tables["directives"]
    assert (directive["symbol"], directive["title"], directive["year"]) == (None, "Luật Công đoàn", None)
    assert directive["n_documents"] == 2


def test_congress_resolution_of_a_province_is_that_province_s() -> None:
    name = "Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII"
    tables = linked(
        report("a", "Quảng Trị", named(name, "nghị quyết")), report("b", "Nghệ An", named(name, "nghị quyết"))
    )
    assert len(tables["directives"]) == 2


def test_indicator_follows_the_mention_that_tells_its_directive() -> None:
    mention = cite("1563/CTr-TLĐ", "chương trình")
    number = indicator("1.219 đoàn viên")
    made = rows(document("a", province="Quảng Trị"), [mention], [number])
    number["directive_ref_id"] = mention["ref_id"]
    tables = linked(made)
    assert tables["indicators"][0]["directive_id"] == tables["directives"][0]["directive_id"]


def test_same_bytes_twice_are_one_document() -> None:
    first = report("b", "Nghệ An", cite("1563/CTr-TLĐ"))
    copies = [
        DocumentRows(({**first.documents[0], "source": path},), first.document_references)
        for path in ("z/sao.txt", "a/goc.txt", "m/khac.txt")
    ]
    tables = linked(*copies)
    [only] = tables["documents"]
    assert (only["source"], only["also_at"]) == ("a/goc.txt", ["m/khac.txt", "z/sao.txt"])
    assert len(tables["document_references"]) == 1
    assert tables["directives"][0]["n_mentions"] == 1


def _corpus() -> list[DocumentRows]:
    provinces = ["Quảng Trị", "Nghệ An", "Hà Nam", None]
    documents = []
    for i in range(40):
        province = provinces[i % 4]
        mentions = [
            cite("1563/CTr-TLĐ", "chương trình", date="2019-10-09" if i % 3 else None),
            cite(f"{i % 5 + 30}/KH-LĐLĐ", date=f"{2018 + i % 4}-05-0{i % 7 + 1}" if i % 2 else None),
            short("kế hoạch", str(i % 6 + 30)),
            short("chương trình", "1563"),
            named("Luật Việc làm" + (" năm 2013" if i % 2 else ""), "luật"),
        ]
        documents.append(report(f"d{i:02}", province, *mentions, year=2018 + i % 6))
    return documents


def test_order_of_inputs_changes_nothing() -> None:
    documents = _corpus()
    first = {name: table.to_pylist() for name, table in link_corpus(documents).items()}
    for seed in range(5):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        again = {name: table.to_pylist() for name, table in link_corpus(shuffled).items()}
        assert again == first


def test_linking_twice_gives_the_same() -> None:
    documents = _corpus()
    once = link_corpus(documents)
    by_doc: dict[str, list[Row]] = {}
    for row in once["document_references"].to_pylist():
        by_doc.setdefault(row["doc_id"], []).append(row)
    again = link_corpus(DocumentRows((head,), tuple(by_doc[head["doc_id"]])) for head in once["documents"].to_pylist())
    assert again["document_references"].to_pylist() == once["document_references"].to_pylist()
    assert again["directives"].to_pylist() == once["directives"].to_pylist()


ISSUERS = [
    ("Chủ tịch UBND tỉnh", "Quảng Trị", "Ủy ban nhân dân tỉnh Quảng Trị", "an office speaks for its body"),
    ("Bộ trưởng Bộ Công Thương", None, "Bộ Công Thương", "a minister for the ministry"),
    ("Thủ tướng Chính phủ", None, "Thủ tướng Chính phủ", "an office that issues itself"),
    ("LĐLĐ tỉnh Nghệ An", None, "Liên đoàn Lao động tỉnh Nghệ An", "abbreviations"),
    ("Bộ trưởng", None, None, "an office without its body"),
]


@pytest.mark.parametrize(("issuer", "province", "name", "why"), ISSUERS, ids=[why for *_, why in ISSUERS])
def test_issuers_are_made_comparable(issuer: str, province: str | None, name: str | None, why: str) -> None:
    found = standard_issuer(issuer, province)
    assert (found.name if found else None) == name, why


CONGRESSES = [
    "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
    "NGHỊ QUYẾT ĐẠI HỘI LẦN THỨ XIII CỦA ĐẢNG",
    "Nghị quyết đại hội Đảng lần thứ XIII",
    "Nghị quyết Đại hội XIII của Đảng, nhiệm kỳ 2021-2026",
]


def test_one_congress_however_worded_is_one() -> None:
    documents = [report(str(i), None, named(name, "nghị quyết")) for i, name in enumerate(CONGRESSES)]
    other = report("x", None, named("Nghị quyết Đại hội XII của Đảng", "nghị quyết"))
    tables = linked(*documents, other)
    assert sorted(row["n_documents"] for row in tables["directives"]) == [1, 4]
    assert {row["level"] for row in tables["directives"]} == {"central"}


def test_bare_law_is_the_act_its_document_cites() -> None:
    tables = linked(
        report("a", None, cite("12/2012/QH13", "luật"), named("Luật Công đoàn", "luật"), year=2021),
        report("b", None, named("Luật Công đoàn", "luật"), year=2021),
    )
    mentions = {row["symbol"]: row["n_mentions"] for row in tables["directives"]}
    assert mentions == {None: 1, "12/2012/QH13": 2}


def test_renamed_province_is_one_place() -> None:
    old, new = place_of("HĐND tỉnh Thừa Thiên Huế", None), place_of("HĐND thành phố Huế", None)
    assert old is not None
    assert new is not None
    assert old.key == new.key


def test_date_of_another_year_than_the_symbol_s_is_reported_not_shown() -> None:
    tables = linked(report("a", None, cite("23/2015/NĐ-CP", "nghị định", date="2025-02-16"), year=2025))
    [directive] = tables["directives"]
    assert (directive["year"], directive["date"]) == (2015, None)
    assert directive["conflicts"] == ["date: 2025-02-16 (1); year in the symbol: 2015"]


def test_a_national_code_outweighs_what_a_sentence_says_of_its_issuer() -> None:
    tables = linked(
        report("a", None, cite("75/2024/NĐ-CP", "nghị định", issuer="Bộ trưởng Bộ Tài chính")),
        report("b", None, cite("75/2024/NĐ-CP", "nghị định", issuer="Chính phủ")),
        report("c", None, cite("9/CTr-TLĐ", "chương trình", issuer="Ban Chấp hành Tổng Liên đoàn Lao động Việt Nam")),
    )
    issuers = {row["symbol"]: row["issuer"] for row in tables["directives"]}
    assert issuers["75/2024/NĐ-CP"] == "Chính phủ"
    assert issuers["9/CTr-TLĐ"] == "Ban Chấp hành Tổng Liên đoàn Lao động Việt Nam"
    [decree] = [row for row in tables["directives"] if row["symbol"] == "75/2024/NĐ-CP"]
    assert decree["conflicts"] == ["issuer: Bộ Tài chính (1), Chính phủ (1)"]
