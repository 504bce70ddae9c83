"""Rows out of DuckDB: in what order, and as Python values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.review.decisions import REVIEWABLE
from pipeline.review.resolve import key_of
from pipeline.schema import Row

if TYPE_CHECKING:
    import duckdb


def as_rows(result: duckdb.DuckDBPyConnection) -> list[Row]:
    """What a query has found, as rows by column name."""
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def in_order(table: str, columns: str = "t.*") -> str:
    """SQL for the rows of a table in the order of a run's files: documents by path, mentions as they stand in them.

    Args:
        table: a key of `TABLES`.
        columns: what to select; the table is `t`.
    """
    if table in REVIEWABLE:
        return (
            f"SELECT {columns} FROM {table} t JOIN documents d ON d.doc_id = t.doc_id "
            f"ORDER BY d.source, t.doc_id, t.char_start, t.char_end, t.{key_of(table)}"
        )
    order = {"directives": "t.directive_id", "errors": "t.source, t.error"}.get(table, "t.source, t.doc_id")
    return f"SELECT {columns} FROM {table} t ORDER BY {order}"


def page_at(connection: duckdb.DuckDBPyConnection, doc_id: str, start: int) -> int | None:
    """The page of a place as the rows before it tell; null where the document has none."""
    parts = " UNION ALL ".join(
        f"SELECT page, char_start FROM run.main.{table} WHERE doc_id = $doc AND page IS NOT NULL"
        for table in REVIEWABLE
    )
    row = connection.execute(
        f"SELECT page FROM ({parts}) ORDER BY char_start > $start, abs(char_start - $start) LIMIT 1",
        {"doc": doc_id, "start": start},
    ).fetchone()
    return None if row is None else int(row[0])
