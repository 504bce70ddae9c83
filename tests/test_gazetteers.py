"""The tables hold what their README promises, and the checker finds what is wrong in them."""

from __future__ import annotations

from importlib.resources import files

import pytest

from extractors.organisations import provinces
from gazetteers import read_table
from gazetteers.check import check_all, check_table, read_rows

OURS = {
    "provinces", "districts", "countries", "organisations", "org_patterns", "org_fields", "org_words", "org_cues",
    "org_provinces", "org_departments",
    "abbreviations", "press", "doc_kinds", "metadata_cues", "date_words", "number_words",
}  # fmt: skip


def test_our_tables_have_no_problems() -> None:
    assert [str(p) for p in check_all() if p.table in OURS] == []


def test_every_table_has_sources_and_readable_rows() -> None:
    assert [str(p) for p in check_all() if p.kind in ("source", "unreadable", "date")] == []


def test_the_readme_names_every_table() -> None:
    readme = (files("gazetteers") / "README.md").read_text(encoding="utf-8")
    tables = [path.name for path in files("gazetteers").iterdir() if path.name.endswith(".csv")]
    assert [name for name in tables if f"`{name}`" not in readme] == []


PROVINCE = "province_id,code,name,type,valid_from,valid_to,successors,aliases,source\n"
DISTRICT = "province_code,type,name,valid_from,valid_to,source\n"
ORGANISATION = "org_id,name,forms,type,level,valid_from,valid_to,successors,source\n"


@pytest.mark.parametrize(
    ("table", "text", "kind", "why"),
    [
        ("org_words", "phrase,source\nĐất đai,\n", "source", "a line without its source"),
        ("org_words", "phrase\nĐất đai\n", "source", "a table without the column"),
        ("org_words", "phrase,source\nĐất đai,x\nĐất đai,y\n", "duplicate", "the same phrase twice"),
        ("org_words", "phrase,source\n Đất đai,x\n", "cell", "a blank before the cell"),
        ("org_words", "phrase,source\nĐo, vẽ,x\n", "unreadable", "an unquoted comma"),
        ("countries", "name,aliases,source\nLào,L|L,x\n", "cell", "a list with the same member twice"),
        ("countries", "name,aliases,source\nLào,L||M,x\n", "cell", "a list with an empty member"),
        ("provinces", PROVINCE + "a,01,A,tỉnh,2020-13-01,,,,x\n", "date", "no such month"),
        ("provinces", PROVINCE + "a,01,A,tỉnh,2020-01-01,2019-01-01,,,x\n", "date", "ends before it begins"),
        ("provinces", PROVINCE + "a,01,A,tỉnh,,,,,x\nb,01,B,tỉnh,,,,,x\n", "overlap", "two bearers of one code"),
        (
            "provinces",
            PROVINCE + "a,01,A,tỉnh,,2010-05-05,,,x\nb,02,A,tỉnh,2010-05-05,,,,x\n",
            "overlap",
            "one name, one day in common",
        ),
        ("provinces", PROVINCE + "a,01,A,tỉnh,,2010-01-01,c,,x\n", "successor", "a successor nobody knows"),
        (
            "provinces",
            PROVINCE + "a,01,A,tỉnh,,2010-01-01,b,,x\nb,02,B,tỉnh,,2011-01-01,a,,x\n",
            "cycle",
            "two that succeed each other",
        ),
        ("provinces", PROVINCE + "a,01,A,tỉnh,,2010-01-01,,,x\n", "successor", "ends, and nobody takes its territory"),
        (
            "provinces",
            PROVINCE + "a,01,A,tỉnh,,2010-01-01,b,,x\nb,02,B,tỉnh,2011-01-01,,,,x\n",
            "successor",
            "a year between the end and the successor",
        ),
        (
            "provinces",
            PROVINCE + "a,01,A,tỉnh,,,b,,x\nb,02,B,tỉnh,2011-01-01,,,,x\n",
            "successor",
            "succeeded, but still in force",
        ),
        ("provinces", PROVINCE + "a,01,A,tỉnh,,,,AA,x\nb,02,B,tỉnh,,,,AA,x\n", "ambiguous", "one alias for two"),
        ("provinces", PROVINCE + "a,1,A,tỉnh,,,,,x\n", "value", "codes have two figures"),
        (
            "districts",
            DISTRICT + "01,huyện,A,,,x\n01,huyện,A,2010-01-01,,y\n",
            "overlap",
            "one district twice at a time",
        ),
        ("districts", DISTRICT + "01,vùng,A,,,x\n", "value", "no such type"),
        ("press", "name,forms,province,source\nBáo A,a.vn,,x\nBáo B,a.vn,,x\n", "ambiguous", "one host for two papers"),
        ("doc_kinds", "phrase,kind,valid_from,valid_to,source\nbáo cáo,reports,,,x\n", "value", "no such kind"),
        ("date_words", "role,phrase,value,source\nday,nay,0,x\nday,nay,1,x\n", "duplicate", "one word, two values"),
        (
            "organisations",
            ORGANISATION + "org:a,Bộ A,BA,government,ministry,,,,x\norg:b,Bộ B,BA,government,ministry,,,,x\n",
            "ambiguous",
            "one abbreviation for two at the same time",
        ),
    ],
)
def test_the_checker_finds(table: str, text: str, kind: str, why: str) -> None:
    rows, problems = read_rows(table, text)
    problems += check_table(table, rows)
    assert kind in {problem.kind for problem in problems}, why
    assert all(problem.line >= 1 for problem in problems)


@pytest.mark.parametrize(
    ("table", "line", "kind"),
    [
        ("provinces", "moi,97,Tỉnh Mới Lập,tỉnh,2030-01-01,,,TML,our own line", None),
        ("provinces", "moi,97,Tỉnh Mới Lập,tỉnh,2030-01-01,,,TML,", "source"),
        ("provinces", "moi,97,Hà Nội,tỉnh,2030-01-01,,,TML,our own line", "overlap"),
        ("provinces", "ha-noi,97,Tỉnh Mới Lập,tỉnh,2030-01-01,,,,our own line", "duplicate"),
        ("provinces", "moi,97,Tỉnh Mới Lập,tỉnh,2030-01-01,2031-01-01,moi,,our own line", "cycle"),
        ("districts", "99,huyện,Mới Lập,,,our own line", "unknown"),
    ],
)
def test_a_line_added_to_the_real_table(table: str, line: str, kind: str | None) -> None:
    text = (files("gazetteers") / f"{table}.csv").read_text(encoding="utf-8")
    provinces, _ = read_rows("provinces", (files("gazetteers") / "provinces.csv").read_text(encoding="utf-8"))
    rows, problems = read_rows(table, f"{text}{line}\n")
    problems += check_table(table, rows, {"provinces": provinces, table: rows})
    assert {problem.kind for problem in problems if problem.line == rows[-1][0]} >= ({kind} if kind else set())
    assert problems == [] if kind is None else problems


def test_an_added_line_is_found_without_code(monkeypatch: pytest.MonkeyPatch) -> None:
    table = (
        *read_table("provinces"),
        {
            "province_id": "moi", "code": "97", "name": "Đồi Hoa", "type": "tỉnh", "valid_from": "2030-01-01",
            "valid_to": "", "successors": "", "aliases": "ĐHX", "source": "our own line",
        },
    )  # fmt: skip
    monkeypatch.setattr(provinces, "read_table", lambda name: table)
    for cached in (provinces.all_provinces, provinces._by_id, provinces._by_key):
        cached.cache_clear()
    try:
        assert {provinces.find_province(name).code for name in ("tỉnh Đồi Hoa", "ĐHX", "đồi hoa")} == {"97"}  # type: ignore[union-attr]
    finally:
        monkeypatch.undo()
        for cached in (provinces.all_provinces, provinces._by_id, provinces._by_key):
            cached.cache_clear()


@pytest.mark.parametrize(
    ("table", "text", "why"),
    [
        (
            "provinces",
            PROVINCE + "a,01,A,tỉnh,,2010-05-05,b,,x\nb,01,A,tỉnh,2010-05-06,,,,x\n",
            "a code and a name go over to the successor the day after",
        ),
        (
            "districts",
            DISTRICT + "01,huyện,A,,2010-01-01,x\n01,huyện,A,2012-01-01,,y\n",
            "a district that was there twice",
        ),
        (
            "organisations",
            ORGANISATION + "org:a,Bộ A,BC,party,central,,2006-12-31,,x\norg:b,Bộ B,BC,party,central,2007-01-01,,,x\n",
            "one abbreviation for two, one after the other",
        ),
    ],
)
def test_the_checker_lets_pass(table: str, text: str, why: str) -> None:
    rows, problems = read_rows(table, text)
    assert problems + check_table(table, rows) == [], why
