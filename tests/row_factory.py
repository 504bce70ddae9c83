"""Rows for tests of linking, storing and evaluating: whole and valid, with only what a test is about spelled out."""

from __future__ import annotations

from typing import Any

from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION, Row
from pipeline.tabulate import DocumentRows, make_id


def document(name: str, **fields: Any) -> Row:
    """A row of `documents`; its text must hold the surfaces of its mentions."""
    text = fields.pop("text", f"Văn bản {name}.")
    return {
        "doc_id": make_id("bytes of", name),
        "source": f"{name}.txt",
        "also_at": [],
        "media_type": "text/plain",
        "title": None,
        "doc_kind": "report",
        "symbol": None,
        "issuer_id": None,
        "issuer": None,
        "province_code": None,
        "province": None,
        "province_now_code": None,
        "province_now": None,
        "issued_on": None,
        "period": None,
        "n_pages": None,
        "n_chars": len(text),
        "text": text,
        "text_source": "plain",
        "encoding_fixed": "none",
        "ocr_confidence": None,
        "warnings": [],
        "schema_version": SCHEMA_VERSION,
        "pipeline_version": PIPELINE_VERSION,
        **fields,
    }


def reference(surface: str, **fields: Any) -> Row:
    """A row of `document_references`; `doc_id` and offsets are set by `rows`."""
    return {
        "ref_id": "",
        "doc_id": "",
        "char_start": 0,
        "char_end": 0,
        "page": None,
        "surface": surface,
        "form": "numbered",
        "doc_type": None,
        "number": None,
        "symbol": None,
        "issuer_id": None,
        "issuer": None,
        "date": None,
        "title": None,
        "provision": None,
        "relation": "cites",
        "is_self": False,
        "directive_id": None,
        "sentence": surface,
        "section": None,
        "method": "rule",
        "confidence": 1.0,
        "year": None,
        "resolution": None,
        "candidates": [],
        **fields,
    }


def indicator(surface: str, **fields: Any) -> Row:
    """A row of `indicators`; `doc_id` and offsets are set by `rows`."""
    return {
        "indicator_id": "",
        "doc_id": "",
        "char_start": 0,
        "char_end": 0,
        "page": None,
        "surface": surface,
        "sentence": surface,
        "section": None,
        "label": "đoàn viên kết nạp",
        "indicator_code": None,
        "value": 1.0,
        "value_high": None,
        "kind": "count",
        "unit": "đoàn viên",
        "comparator": "=",
        "role": "result",
        "period": None,
        "period_start": None,
        "period_end": None,
        "org_id": None,
        "org": None,
        "province_code": None,
        "directive_id": None,
        "whole_id": None,
        "target_id": None,
        "arithmetic": None,
        "method": "rule",
        "confidence": 1.0,
        "directive_ref_id": None,
        "computed": None,
        "table_index": None,
        "table_row": None,
        "table_column": None,
        "row_header": None,
        "column_header": None,
        **fields,
    }


def rows(head: Row, references: list[Row] | None = None, indicators: list[Row] | None = None) -> DocumentRows:
    """One document's rows: its text is its mentions, one a line, and offsets and ids follow from that."""
    text = ""
    for mention in (*(references or []), *(indicators or [])):
        mention["char_start"] = len(text)
        mention["char_end"] = len(text) + len(mention["surface"])
        text += mention["surface"] + "\n"
        mention["doc_id"] = head["doc_id"]
        mention["ref_id" if "ref_id" in mention else "indicator_id"] = make_id(head["doc_id"], mention["char_start"])
    text = text or head["text"]
    return DocumentRows(
        documents=({**head, "text": text, "n_chars": len(text)},),
        document_references=tuple(references or ()),
        indicators=tuple(indicators or ()),
    )
