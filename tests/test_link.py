"""Linking: which mentions mean one directive, whose results numbers are."""

from __future__ import annotations

import random

from gazetteers import read_table
from pipeline.link import link_corpus
from pipeline.link.places import place_of
from pipeline.schema import Row
from pipeline.tabulate import DocumentRows
from tests.link_reports import cite, directive_ids, linked, named, report, short
from tests.row_factory import document, indicator, reference, rows


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
