"""The contract in code: complete, unreserved, and the source of validators and documentation."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from row_factory import document, indicator, reference, rows

from pipeline.link import link_corpus
from pipeline.schema import SCHEMA_VERSION, TABLES, VIEWS, arrow_schema
from pipeline.store.dictionary import data_dictionary
from pipeline.store.validate import validate, validate_run

# The contract's columns, version 1, as agreed; columns may be added behind them, never renamed or dropped.
CONTRACT = {
    "documents": "doc_id source also_at media_type title doc_kind symbol issuer_id issuer province_code province "
    "province_now_code province_now issued_on period n_pages n_chars text text_source encoding_fixed ocr_confidence "
    "warnings schema_version pipeline_version",
    "document_references": "ref_id doc_id char_start char_end page surface form doc_type number symbol issuer_id "
    "issuer date title provision relation is_self directive_id sentence section method confidence",
    "directives": "directive_id symbol doc_type issuer_id issuer level date title n_documents n_mentions n_provinces",
    "dates": "date_id doc_id char_start char_end page surface edtf date_start date_end kind",
    "organisations": "mention_id doc_id char_start char_end page surface org_id name org_type level province_code "
    "method confidence",
    "indicators": "indicator_id doc_id char_start char_end page surface sentence section label indicator_code value "
    "value_high kind unit comparator role period period_start period_end org_id org province_code directive_id "
    "whole_id target_id arithmetic method confidence",
    "errors": "source doc_id stage error message failed_at",
}


def test_version_1_holds_the_agreed_columns() -> None:
    assert SCHEMA_VERSION == 1
    assert set(TABLES) == set(CONTRACT)
    for name, columns in CONTRACT.items():
        agreed = columns.split()
        assert list(TABLES[name].names[: len(agreed)]) == agreed
        assert all(column.added for column in TABLES[name].columns[len(agreed) :])


def test_no_name_is_reserved_in_sql() -> None:
    words = duckdb.sql("SELECT keyword_name, keyword_category FROM duckdb_keywords()").fetchall()
    reserved = {word for word, category in words if category != "unreserved"}
    names = {name for table in TABLES.values() for name in (table.name, *table.names)} | set(VIEWS)
    assert not names & reserved


def test_every_column_is_described_in_both_languages() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert column.vi.endswith((".", "…")), (table.name, column.name)
            assert column.en.endswith((".", "…")), (table.name, column.name)
            assert column.vi != column.en


def test_data_dictionary_is_the_one_printed_from_the_schema() -> None:
    page = Path(__file__).parent.parent / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary(), "print it anew: python -m pipeline.store.dictionary"


def test_arrow_schema_has_the_table_s_columns_and_nullability() -> None:
    schema = arrow_schema("indicators")
    assert tuple(schema.names) == TABLES["indicators"].names
    assert schema.field("value").type == pa.float64()
    assert not schema.field("value").nullable
    assert schema.field("value_high").nullable


def test_unknown_table_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        arrow_schema("nothing")


GOOD = rows(document("a"), [reference("Kế hoạch 39/KH-LĐLĐ", symbol="39/KH-LĐLĐ")], [indicator("1.219 đoàn viên")])
FAULTS: list[tuple[str, str, Any, str]] = [
    ("indicators", "role", "goal", "is none of result target"),
    ("indicators", "value", None, "value is null"),
    ("indicators", "value", math.nan, "is no finite number"),
    ("indicators", "value", "1219", "is str, not number"),
    ("indicators", "confidence", 1.5, "is not between 0 and 1"),
    ("indicators", "period", "2021-13", "is no EDTF date"),
    ("indicators", "period_start", dt.datetime(2021, 1, 1), "is datetime, not day"),
    ("indicators", "char_start", -1, "is less than 0"),
    ("indicators", "page", 0, "is less than 1"),
    ("indicators", "page", True, "is bool, not integer"),
    ("indicators", "whole_id", "x1", "is not 16 hex digits"),
    ("document_references", "form", "long", "is none of numbered short named"),
    ("document_references", "candidates", [1], "holds something that is no text"),
    ("documents", "doc_kind", "memo", "is none of report"),
]


@pytest.mark.parametrize(("table", "column", "value", "words"), FAULTS)
def test_validator_names_the_fault(table: str, column: str, value: Any, words: str) -> None:
    row = dict(GOOD.of(table)[0])
    assert validate(table, [row]) == []
    [fault] = validate(table, [{**row, column: value}])
    assert column in fault
    assert words in fault


def test_validator_finds_missing_columns_and_doubled_ids() -> None:
    row = dict(GOOD.indicators[0])
    assert "stands 2 times" in validate("indicators", [row, row])[0]
    del row["label"]
    assert "label is missing" in validate("indicators", [row])[0]
    table = pa.table({"doc_id": pa.array([], pa.string())})
    assert "no column" in validate("dates", table)[0]


def test_validator_finds_a_wrong_arrow_type() -> None:
    tables = link_corpus([GOOD])
    at = tables["indicators"].schema.get_field_index("value")
    column = tables["indicators"].column("value").cast(pa.int64())
    wrong = tables["indicators"].set_column(at, pa.field("value", pa.int64()), column)
    assert "indicators.value: type int64, not double" in validate("indicators", wrong)


def test_a_run_is_checked_across_its_tables() -> None:
    tables = dict(link_corpus([GOOD]))
    assert validate_run(tables) == []
    moved = [{**row, "char_start": row["char_start"] + 1} for row in tables["document_references"].to_pylist()]
    shifted = pa.Table.from_pylist(moved, schema=arrow_schema("document_references"))
    assert any("the text reads" in fault for fault in validate_run({**tables, "document_references": shifted}))
    assert any("no directive" in f for f in validate_run({**tables, "directives": tables["directives"].slice(0, 0)}))
    orphan = [{**row, "target_id": "0" * 16} for row in tables["indicators"].to_pylist()]
    targets = pa.Table.from_pylist(orphan, schema=arrow_schema("indicators"))
    assert any("is not in this document" in fault for fault in validate_run({**tables, "indicators": targets}))
    del tables["errors"]
    assert validate_run(tables) == ["no table errors"]
