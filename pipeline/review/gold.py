"""Reviewed documents as gold, in the form of the annotation guide: for `chitieu evaluate` and `chitieu train`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pipeline.evaluate.compare import one_line
from pipeline.review.decisions import REVIEWABLE, DecisionError
from pipeline.review.rows import as_rows
from pipeline.schema import Row

if TYPE_CHECKING:
    import duckdb

_LISTS: Mapping[str, str] = {
    "references": "document_references",
    "dates": "dates",
    "organisations": "organisations",
    "indicators": "indicators",
}


@dataclass(frozen=True, slots=True)
class GoldExport:
    """What was written, and what was not."""

    written: tuple[Path, ...]
    open_rows: int
    """Rows nobody has decided upon; they stand in the files as `optional`."""
    clashes: tuple[str, ...]
    """Sources left out, for another document of the same file name was written: gold goes by the name."""


def export_gold(connection: duckdb.DuckDBPyConnection, folder: Path, *, partial: bool = False) -> GoldExport:
    """Write one gold file for each document that was gone through, named as the document's file.

    Such is a document marked as complete, or one all of whose rows were decided upon.

    Args:
        connection: of `open_reviewed`.
        folder: where to write; made where it does not exist. Files of other documents there stay.
        partial: also documents some of whose rows were decided upon; the other rows are `optional`, which means neither
            demanded nor wrong. What is missing in such a document, gold of this kind does not tell.

    Raises:
        DecisionError: no document is far enough.
        OSError: the folder cannot be written.
    """
    documents = _documents(connection, partial)
    if not documents:
        raise DecisionError(
            "Chưa có văn bản nào được rà soát xong; hãy rà soát hết các dòng của một văn bản, hoặc đánh dấu là xong.",
            "No document has been gone through yet; decide upon all rows of one, or mark it as done.",
        )
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    clashes, open_rows = [], 0
    for doc_id, source in documents:
        name = PurePath(source).stem
        if name in written:
            clashes.append(source)
            continue
        content: dict[str, Any] = {"id": name}
        for key, table in _LISTS.items():
            rows = as_rows(
                connection.execute(f"SELECT * FROM {table} WHERE doc_id = ? ORDER BY char_start, char_end", [doc_id])
            )
            content[key] = [_item(key, row) for row in rows if _is_sayable(key, row)]
            open_rows += sum(row["review_status"] is None for row in rows)
        path = folder / f"{name}.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        written[name] = path
    return GoldExport(tuple(written.values()), open_rows, tuple(clashes))


def _documents(connection: duckdb.DuckDBPyConnection, partial: bool) -> list[tuple[str, str]]:
    rows = " UNION ALL ".join(f"SELECT doc_id, review_status FROM {table}" for table in REVIEWABLE)
    gone = " UNION ".join(
        f"SELECT doc_id FROM extracted_{table} WHERE {key} IN (SELECT row_id FROM review_touched_{table})"
        for table, key in _KEYS.items()
    )
    wanted = "touched" if partial else "whole"
    found: list[tuple[str, str]] = connection.execute(
        f"""
        WITH counted AS (
            SELECT doc_id, count(*) FILTER (review_status IS NULL) = 0 AS whole,
                count(*) FILTER (review_status IS NOT NULL) > 0 OR doc_id IN ({gone}) AS touched
            FROM ({rows}) GROUP BY doc_id
        )
        SELECT d.doc_id, d.source FROM documents d LEFT JOIN counted c ON c.doc_id = d.doc_id
        WHERE d.doc_id IN (SELECT doc_id FROM review_complete) OR (c.touched AND c.{wanted})
        ORDER BY d.source
        """
    ).fetchall()
    return found


_KEYS = {
    "indicators": "indicator_id",
    "document_references": "ref_id",
    "organisations": "mention_id",
    "dates": "date_id",
}


def _is_sayable(key: str, row: Row) -> bool:
    """Whether gold has a form for it: none for a date that does not exist, or a symbol nobody could read."""
    if key == "dates":
        return row["edtf"] is not None
    return key != "references" or row["form"] != "numbered" or bool(row["symbol"])


def _item(key: str, row: Row) -> dict[str, Any]:
    item: dict[str, Any] = {"surface": one_line(row["surface"]), **_TOLD[key](row)}
    if row["review_status"] is None:
        item["optional"] = True
    return item


def _reference(row: Row) -> dict[str, Any]:
    item = {name: row[name] for name in ("form", "doc_type", "symbol", "date")}
    if row["form"] == "named":
        item["symbol"] = None
    if row["provision"]:
        item["provision"] = row["provision"]
    if row["is_self"]:
        item["self"] = True
    return item


def _indicator(row: Row) -> dict[str, Any]:
    value, high = row["value"], row["value_high"]
    item: dict[str, Any] = {"value": _plain(value)}
    if high is not None:
        item["value_high"] = _plain(high)
    return item | {name: row[name] for name in ("kind", "unit", "comparator", "role", "label", "period")}


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 2**53 else value


_TOLD: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "references": _reference,
    "dates": lambda row: {"edtf": row["edtf"]},
    "organisations": lambda row: {"name": row["name"]},
    "indicators": _indicator,
}
