"""What is given out: which tables, which rows of them, in what order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import ClerkError
from pipeline.review.decisions import REVIEWABLE
from pipeline.review.resolve import key_of
from pipeline.schema import REVIEW_COLUMNS, TABLES, Column, Table
from pipeline.wording import Language

if TYPE_CHECKING:
    import duckdb


class ExportError(ClerkError):
    """Something that cannot be given out as asked."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to give out, and how."""

    tables: tuple[str, ...] = ()
    """Keys of `TABLES`; empty: all, or the ones the form is about."""
    only_reviewed: bool = False
    """Of the four reviewed tables only rows a person has accepted, corrected or added; only their documents."""
    min_confidence: float = 0.0
    """Rows of tables that tell a confidence, from this on."""
    language: Language = "vi"
    form: str = ""
    """Of spans: `spacy`, `doccano`, `label-studio`; empty: whole rows."""


def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table as it is given out."""
    return (*TABLES[table].columns, *REVIEW_COLUMNS) if table in REVIEWABLE else TABLES[table].columns


def tables_of(options: Options) -> tuple[Table, ...]:
    """The tables asked for, in the schema's order.

    Raises:
        ExportError: there is no such table.
    """
    for name in options.tables:
        if name not in TABLES:
            known = ", ".join(TABLES)
            raise ExportError(f"không có bảng {name}; có: {known}", f"no table {name}; there are: {known}")
    return tuple(table for name, table in TABLES.items() if not options.tables or name in options.tables)


def prepare(connection: duckdb.DuckDBPyConnection, options: Options) -> None:
    """Make views `chosen_<table>` of the rows to give out.

    Args:
        connection: of `pipeline.review.open_reviewed`, not used for anything else.
        options: which rows.
    """
    for table in REVIEWABLE:
        conditions = []
        if options.only_reviewed:
            conditions.append("review_status IS NOT NULL")
        if options.min_confidence and "confidence" in TABLES[table].names:
            conditions.append(f"confidence >= {float(options.min_confidence)!r}")
        where = " AND ".join(conditions) or "true"
        connection.execute(f"CREATE OR REPLACE VIEW chosen_{table} AS SELECT * FROM {table} WHERE {where}")
    documents = " UNION ".join(f"SELECT doc_id FROM chosen_{table}" for table in REVIEWABLE)
    cited = " UNION ".join(
        f"SELECT directive_id FROM chosen_{table} WHERE directive_id IS NOT NULL"
        for table in ("document_references", "indicators")
    )
    for table, key, wanted in (("documents", "doc_id", documents), ("directives", "directive_id", cited)):
        where = f"{key} IN ({wanted})" if options.only_reviewed else "true"
        connection.execute(f"CREATE OR REPLACE VIEW chosen_{table} AS SELECT * FROM {table} WHERE {where}")
    connection.execute("CREATE OR REPLACE VIEW chosen_errors AS SELECT * FROM errors")


def rows_sql(table: str, columns: Sequence[str] = (), more: str = "") -> str:
    """SQL for the rows to give out, in the order of a run's files; documents as `d` for tables of mentions.

    Args:
        table: a key of `TABLES`, made ready by `prepare`.
        columns: which; empty: all. One of the document is written `d.name`.
        more: further expressions to select, as SQL.
    """
    names = columns or [column.name for column in columns_of(table)]
    told = ", ".join([*(name if "." in name else f"t.{name}" for name in names), *([more] if more else [])])
    if table in REVIEWABLE:
        return (
            f"SELECT {told} FROM chosen_{table} t JOIN documents d ON d.doc_id = t.doc_id "
            f"ORDER BY d.source, t.doc_id, t.char_start, t.char_end, t.{key_of(table)}"
        )
    order = {"directives": "t.directive_id", "errors": "t.source, t.error"}.get(table, "t.source, t.doc_id")
    return f"SELECT {told} FROM chosen_{table} t ORDER BY {order}"


def batches(connection: duckdb.DuckDBPyConnection, sql: str, size: int = 5_000) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query, some thousand at a time; the connection may do other things in between."""
    cursor = connection.cursor()
    try:
        cursor.execute(sql)
        while rows := cursor.fetchmany(size):
            yield rows
    finally:
        cursor.close()


def count(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one number a query gives."""
    row = connection.execute(sql).fetchone()
    return 0 if row is None else int(row[0])
