"""Check rows against the contract, in words a person can act on."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import regex

from extractors.dates.edtf import is_valid
from pipeline.schema import PYTHON_TYPES, TABLES, Column, Row, arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

_ID = regex.compile(r"[0-9a-f]{16}")
_SPANS = ("document_references", "dates", "organisations", "indicators")


def validate(table_name: str, rows: Sequence[Row] | pa.Table) -> list[str]:
    """What in one table breaks the contract; empty where nothing does.

    Args:
        table_name: a key of `schema.TABLES`.
        rows: dictionaries, or an Arrow table, whose types are then checked too.

    Raises:
        KeyError: no such table.
    """
    table = TABLES[table_name]
    found: list[str] = []
    listed: Sequence[Row]
    if isinstance(rows, Sequence):
        listed = rows
    else:
        missing = [name for name in table.names if name not in rows.schema.names]
        if missing:
            return [f"{table_name}: no column {', '.join(missing)}"]
        for field in arrow_schema(table_name):
            given = rows.schema.field(field.name).type
            if given != field.type:
                found.append(f"{table_name}.{field.name}: type {given}, not {field.type}")
        listed = rows.to_pylist()
    for i, row in enumerate(listed):
        found += (f"{table_name}, {_row_name(table.key, i, row)}: {fault}" for fault in _row_faults(table.columns, row))
    if table.key:
        counts = Counter(row.get(table.key) for row in listed)
        found += (f"{table_name}.{table.key}: {key} stands {n} times" for key, n in counts.items() if n > 1)
    return found


def _row_name(key: str | None, i: int, row: Row) -> str:
    return f"row {i}" + (f" ({row.get(key)})" if key else "")


def _row_faults(columns: Iterable[Column], row: Row) -> list[str]:
    found = []
    for column in columns:
        if column.name not in row:
            found.append(f"{column.name} is missing")
        elif row[column.name] is None:
            if not column.nullable:
                found.append(f"{column.name} is null")
        else:
            fault = _value_fault(column, row[column.name])
            if fault:
                found.append(f"{column.name} = {row[column.name]!r:.80}: {fault}")
    return found


def _value_fault(column: Column, value: Any) -> str | None:
    is_flag = isinstance(value, bool) and column.type != "boolean"
    if is_flag or type(value) not in PYTHON_TYPES[column.type]:
        return f"is {type(value).__name__}, not {column.type}"
    if column.type == "number" and not math.isfinite(value):
        return "is no finite number"
    if column.type == "list" and not all(isinstance(item, str) for item in value):
        return "holds something that is no text"
    if column.values and value not in column.values:
        return f"is none of {' '.join(column.values)}"
    return _rule_fault(column, value)


def _rule_fault(column: Column, value: Any) -> str | None:
    match column.rule:
        case "id" if not _ID.fullmatch(value):
            return "is not 16 hex digits"
        case "edtf" if not is_valid(value):
            return "is no EDTF date"
        case "share" if not 0 <= value <= 1:
            return "is not between 0 and 1"
        case "from_one" if value < 1:
            return "is less than 1"
        case "from_zero" if value < 0:
            return "is less than 0"
    return None


def validate_run(tables: Mapping[str, pa.Table]) -> list[str]:
    """What in a whole run breaks the contract: each table by itself, and what they say of each other.

    Args:
        tables: all seven, by name.
    """
    missing = [name for name in TABLES if name not in tables]
    if missing:
        return [f"no table {name}" for name in missing]
    found = [fault for name in TABLES for fault in validate(name, tables[name])]
    if found:
        return found
    rows: dict[str, list[Row]] = {name: tables[name].to_pylist() for name in TABLES}
    texts = {row["doc_id"]: row["text"] for row in rows["documents"]}
    for row in rows["documents"]:
        found += _document_faults(row)
    for name in _SPANS:
        for row in rows[name]:
            found += (f"{name}, {row[TABLES[name].key or '']}: {fault}" for fault in _span_faults(row, texts))
    found += _link_faults(rows)
    done = {row["source"] for row in rows["documents"]} | {s for row in rows["documents"] for s in row["also_at"]}
    found += (f"errors: {row['source']} is among the documents too" for row in rows["errors"] if row["source"] in done)
    return found


def _document_faults(row: Row) -> list[str]:
    found = []
    if not unicodedata.is_normalized("NFC", row["text"]):
        found.append(f"documents, {row['doc_id']}: text is not NFC")
    if row["n_chars"] != len(row["text"]):
        found.append(f"documents, {row['doc_id']}: n_chars is {row['n_chars']}, text has {len(row['text'])}")
    return found


def _span_faults(row: Row, texts: Mapping[str, str]) -> list[str]:
    text = texts.get(row["doc_id"])
    if text is None:
        return [f"no document {row['doc_id']}"]
    if not row["char_start"] < row["char_end"] <= len(text):
        return [f"span {row['char_start']}–{row['char_end']} is not within the text"]
    said = text[row["char_start"] : row["char_end"]]
    return [] if said == row["surface"] else [f"the text reads {said!r:.60}, surface {row['surface']!r:.60}"]


def _link_faults(rows: Mapping[str, list[Row]]) -> list[str]:
    directives = {row["directive_id"]: 0 for row in rows["directives"]}
    references = {row["ref_id"]: row for row in rows["document_references"]}
    indicators = {row["indicator_id"]: row for row in rows["indicators"]}
    found = []
    for name in ("document_references", "indicators"):
        for row in rows[name]:
            if row["directive_id"] and row["directive_id"] not in directives:
                found.append(f"{name}, {row[TABLES[name].key or '']}: no directive {row['directive_id']}")
    for row in references.values():
        if row["directive_id"] and not row["is_self"]:
            directives[row["directive_id"]] = directives.get(row["directive_id"], 0) + 1
    for directive in rows["directives"]:
        if directives[directive["directive_id"]] != directive["n_mentions"]:
            counted = directives[directive["directive_id"]]
            found.append(f"directives, {directive['directive_id']}: {counted} mentions, not {directive['n_mentions']}")
    for indicator_id, row in indicators.items():
        for column, others in (("whole_id", indicators), ("target_id", indicators), ("directive_ref_id", references)):
            if row[column] and (row[column] not in others or others[row[column]]["doc_id"] != row["doc_id"]):
                found.append(f"indicators, {indicator_id}: {column} {row[column]} is not in this document")
    return found
