"""`indicator_facts` on real runs: one row per province, period, indicator and role, and who else says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipeline import core, store
from pipeline.link import link_corpus
from pipeline.tabulate.rows import DocumentRows

_HEAD = """LIÊN ĐOÀN LAO ĐỘNG TỈNH {tinh}

BÁO CÁO
Kết quả hoạt động công đoàn năm {nam}

{noi}, ngày {ngay} tháng {thang} năm {nam_ky}

"""


def report(province: str, year: int, month: int, body: str, issued_in: int | None = None) -> DocumentRows:
    """The rows of a report of a province's federation."""
    head = _HEAD.format(
        tinh=province.upper(), noi=province, nam=year, ngay=15, thang=f"{month:02}", nam_ky=issued_in or year
    )
    return core.extract_text(head + body + "\n", f"{province}-{year}-{month}.txt")


def facts(out: Path, documents: list[DocumentRows]) -> list[dict[str, Any]]:
    """The view, as dictionaries, in order of its key."""
    store.write_tables(link_corpus(documents), out, {})
    with duckdb.connect(str(out / "chitieu.duckdb"), read_only=True) as base:
        found = base.execute("SELECT * FROM indicator_facts ORDER BY province_code, period, indicator_code, role")
        names = [column[0] for column in found.description]
        rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    keys = [(r["province_code"], r["period"], r["indicator_code"], r["role"]) for r in rows]
    assert len(set(keys)) == len(keys), "one row each"
    assert all(row["indicator_id"] and row["doc_id"] and row["sentence"] and row["source"] for row in rows)
    return rows


def one(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The one row with these values."""
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    assert len(found) == 1, (wanted, found)
    return found[0]


def test_roles_and_provinces_stand_apart(tmp_path: Path) -> None:
    body = "Năm 2021, đã kết nạp được 1.234 đoàn viên công đoàn, đạt 112% kế hoạch; thành lập mới 15 công đoàn cơ sở."
    rows = facts(tmp_path, [report("Hà Nam", 2021, 12, body), report("Nghệ An", 2021, 12, body.replace("234", "500"))])
    assert one(rows, province="Hà Nam", indicator_code="union.members_admitted", role="result")["value"] == 1234
    assert one(rows, province="Nghệ An", indicator_code="union.members_admitted", role="result")["value"] == 1500
    rate = one(rows, province="Hà Nam", indicator_code="union.members_admitted", role="target_rate")
    assert (rate["value"], rate["kind"]) == (112, "percent")
    founded = one(rows, province="Hà Nam", indicator_code="union.grassroots_founded", role="result")
    assert (founded["value"], founded["n_sources"], founded["disagrees"]) == (15, 1, False)
    assert (founded["indicator"], founded["direction"]) == ("Công đoàn cơ sở thành lập mới", "more")
    assert (str(founded["period_start"]), str(founded["period_end"])) == ("2021-01-01", "2021-12-31")


def test_several_documents_that_agree(tmp_path: Path) -> None:
    body = "Năm 2021, đã kết nạp được 1.234 đoàn viên công đoàn."
    rows = facts(tmp_path, [report("Hà Nam", 2021, 11, body), report("Hà Nam", 2021, 12, body)])
    fact = one(rows, indicator_code="union.members_admitted", role="result")
    assert (fact["n_sources"], fact["n_values"], fact["disagrees"]) == (2, 1, False)
    assert fact["source"] == "Hà Nam-2021-12.txt", "the later document"


def test_several_documents_that_disagree(tmp_path: Path) -> None:
    first = report("Hà Nam", 2021, 11, "Năm 2021, đã kết nạp được 1.234 đoàn viên công đoàn.")
    later = report("Hà Nam", 2021, 12, "Năm 2021, đã kết nạp được 1.300 đoàn viên công đoàn.")
    fact = one(facts(tmp_path, [first, later]), indicator_code="union.members_admitted", role="result")
    assert (fact["value"], fact["n_sources"], fact["n_values"], fact["disagrees"]) == (1300, 2, 2, True)


def test_what_is_compared_with_last_year_comes_before_last_month(tmp_path: Path) -> None:
    body = (
        "Chỉ số giá tiêu dùng (CPI) tháng 12 năm 2021 tăng 0,4% so với tháng trước, tăng 3,2% so với cùng kỳ năm trước."
    )
    rows = facts(tmp_path, [report("Hà Nam", 2021, 12, body)])
    fact = one(rows, indicator_code="economy.cpi", role="change")
    assert (fact["value"], fact["disagrees"]) == (3.2, False)


def test_labels_without_a_code_are_no_facts(tmp_path: Path) -> None:
    body = "Năm 2021, đã có 56 đoàn viên đi tham quan bảo tàng."
    documents = [report("Hà Nam", 2021, 12, body)]
    assert documents[0].indicators
    assert facts(tmp_path, documents) == []


def test_a_month_of_no_year_is_no_fact(tmp_path: Path) -> None:
    text = "Kim ngạch xuất khẩu tháng 10 trên địa bàn tỉnh Quảng Bình đạt 12 triệu USD.\n"
    other = "Năm 2021, kim ngạch xuất khẩu trên địa bàn tỉnh Quảng Bình đạt 150 triệu USD.\n"
    documents = [core.extract_text(text, "a.txt"), core.extract_text(other, "b.txt")]
    assert [row["period"] for row in documents[0].of("indicators")] == ["XXXX-10"]
    assert [row["period"] for row in facts(tmp_path, documents)] == ["2021"]
