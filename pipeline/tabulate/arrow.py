"""Rows as Arrow tables of the contract's schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.schema import TABLES, Row, arrow_schema
from pipeline.tabulate.rows import DocumentRows

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENT_TABLES = ("documents", "document_references", "dates", "organisations", "indicators", "errors")
"""The tables one document has rows of; `directives` belongs to the corpus."""


def arrow_table(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows of one table, cast to its schema; an empty one keeps its columns.

    Args:
        name: a key of `schema.TABLES`.
        rows: dictionaries with the table's columns.

    Raises:
        pyarrow.ArrowInvalid, pyarrow.ArrowTypeError: a value is of another type than its column.
        KeyError: a row lacks a column.
    """
    import pyarrow as pa

    listed = list(rows)
    columns = [[row[column.name] for row in listed] for column in TABLES[name].columns]
    schema = arrow_schema(name)
    return pa.table([pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)], schema=schema)


def document_tables(documents: Sequence[DocumentRows]) -> Mapping[str, pa.Table]:
    """All tables but `directives` over several documents, in their order."""
    return {name: arrow_table(name, (row for rows in documents for row in rows.of(name))) for name in DOCUMENT_TABLES}
