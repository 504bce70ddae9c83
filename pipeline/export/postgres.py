"""Into PostgreSQL: the star, in one transaction; what has not changed is not touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import regex

from pipeline.export.choose import ExportError, Options, batches
from pipeline.export.star import STAR, STAR_VIEWS, StarTable, make_lookups

if TYPE_CHECKING:
    import duckdb
    from psycopg import Cursor

SCHEMA = "chitieu"
_NAME = regex.compile(r"[a-z_][a-z0-9_]{0,50}")


def target_of(url: str) -> tuple[str, str]:
    """The URL as PostgreSQL knows it, and the database schema that `?schema=…` names.

    Raises:
        ExportError: the name is none of small letters, digits and `_`.
    """
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    schema = next((value for name, value in given if name == "schema"), SCHEMA)
    if not _NAME.fullmatch(schema) or schema.startswith("pg_"):
        raise ExportError(
            f"tên schema “{schema}” chỉ được gồm chữ thường không dấu, chữ số và _",
            f"the schema's name “{schema}” may hold small letters, digits and _ only",
        )
    query = urlencode([(name, value) for name, value in given if name != "schema"])
    return urlunsplit(parts._replace(query=query)), schema


def write_postgres(connection: duckdb.DuckDBPyConnection, url: str, options: Options) -> dict[str, int]:
    """Bring a database to what the run says.

    Rows are inserted, updated where a column differs, and deleted where the run has them no more. Twice the same run
    changes nothing, not even a row's version. Readers see the old state or the new one.

    Args:
        connection: made ready by `prepare`.
        url: `postgresql://USER:PASSWORD@HOST/DATABASE`, `?schema=NAME` for another schema than `chitieu`.
        options: `tables` is not heard here: the star is one.

    Returns:
        rows in each table now.

    Raises:
        ExportError: psycopg is not installed, or the database cannot be reached or written.
    """
    try:
        import psycopg
    except ImportError as error:
        raise ExportError(
            "thiếu thư viện psycopg; hãy cài: pip install 'chitieu[postgres]'",
            "psycopg is not installed; install it: pip install 'chitieu[postgres]'",
        ) from error
    if options.tables:
        raise ExportError(
            "vào PostgreSQL thì ghi cả lược đồ sao; không dùng --tables",
            "into PostgreSQL the whole star is written; --tables does not fit",
        )
    address, schema = target_of(url)
    make_lookups(connection)
    try:
        with psycopg.connect(address, connect_timeout=15) as base, base.cursor() as cursor:
            return _write(connection, cursor, schema)
    except psycopg.Error as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise ExportError(f"không ghi được vào PostgreSQL: {said}", f"PostgreSQL refused: {said}") from error


def _write(connection: duckdb.DuckDBPyConnection, cursor: Cursor[Any], schema: str) -> dict[str, int]:
    # Two exports at once wait for each other; the lock goes with the transaction.
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"chitieu {schema}",))
    cursor.execute("SET LOCAL client_min_messages = warning")
    _run(cursor, f"CREATE SCHEMA IF NOT EXISTS {schema}")
    is_new = _make_tables(cursor, schema)
    counts = {}
    for table in STAR:
        _stage(connection, cursor, table)
        _upsert(cursor, schema, table)
    for table in reversed(STAR):
        key = table.key
        _run(
            cursor,
            f"DELETE FROM {schema}.{table.name} t WHERE NOT EXISTS "
            f"(SELECT 1 FROM stage_{table.name} s WHERE s.{key} = t.{key})",
        )
    for table in STAR:
        cursor.execute(f"SELECT count(*) FROM {schema}.{table.name}".encode())
        counts[table.name] = int((cursor.fetchone() or (0,))[0])
    if is_new:
        for table in STAR:
            _run(cursor, f"ANALYZE {schema}.{table.name}")
    return counts


def _run(cursor: Cursor[Any], sql: str) -> None:
    # Names come from this package and a checked schema name; values never stand in the text.
    cursor.execute(sql.encode())


def _make_tables(cursor: Cursor[Any], schema: str) -> bool:
    """Tables, columns that are missing in them, keys, indexes, views, comments. Whether the tables were not there."""
    cursor.execute("SELECT to_regclass(%s) IS NULL", (f"{schema}.{STAR[0].name}",))
    is_new = bool((cursor.fetchone() or (True,))[0])
    for table in STAR:
        name = f"{schema}.{table.name}"
        _run(cursor, f"CREATE TABLE IF NOT EXISTS {name} ({table.key} text PRIMARY KEY)")
        cursor.execute("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", (name,))
        there = {row[0] for row in cursor.fetchall()}
        for column in table.columns:
            if column.name not in there:
                refers = f" REFERENCES {schema}.{column.references}" if column.references else ""
                _run(cursor, f"ALTER TABLE {name} ADD COLUMN {column.name} {column.type}{refers}")
        for column_name in table.indexed:
            _run(cursor, f"CREATE INDEX IF NOT EXISTS {table.name}_{column_name} ON {name} ({column_name})")
        _comment(cursor, f"TABLE {name}", f"{table.vi} / {table.en}")
        for column in table.columns:
            _comment(cursor, f"COLUMN {name}.{column.name}", f"{column.vi} / {column.en}")
    for view, (sql, vi, en) in STAR_VIEWS.items():
        _run(cursor, f"CREATE OR REPLACE VIEW {schema}.{view} AS {sql.format(schema=schema)}")
        _comment(cursor, f"VIEW {schema}.{view}", f"{vi} / {en}")
    return is_new


def _comment(cursor: Cursor[Any], what: str, words: str) -> None:
    quoted = words.replace("'", "''")
    _run(cursor, f"COMMENT ON {what} IS '{quoted}'")


def _stage(connection: duckdb.DuckDBPyConnection, cursor: Cursor[Any], table: StarTable) -> None:
    """The rows as the run has them, in a temporary table that goes with the transaction."""
    told = ", ".join(f"{column.name} {column.type}" for column in table.columns)
    _run(cursor, f"CREATE TEMP TABLE stage_{table.name} ({told}) ON COMMIT DROP")
    names = ", ".join(column.name for column in table.columns)
    with cursor.copy(f"COPY stage_{table.name} ({names}) FROM STDIN".encode()) as copy:
        for row in _rows(connection, table.query):
            copy.write_row(row)
    _run(cursor, f"CREATE INDEX ON stage_{table.name} ({table.key})")
    _run(cursor, f"ANALYZE stage_{table.name}")


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[Any, ...]]:
    for rows in batches(connection, sql):
        for row in rows:
            yield tuple(_storable(value) for value in row)


def _storable(value: Any) -> Any:
    """PostgreSQL's texts hold no NUL."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value


def _upsert(cursor: Cursor[Any], schema: str, table: StarTable) -> None:
    names = [column.name for column in table.columns]
    others = [name for name in names if name != table.key]
    sets = ", ".join(f"{name} = EXCLUDED.{name}" for name in others)
    old, new = (", ".join(f"{of}.{name}" for name in others) for of in ("t", "EXCLUDED"))
    _run(
        cursor,
        f"INSERT INTO {schema}.{table.name} AS t ({', '.join(names)}) "
        f"SELECT {', '.join(names)} FROM stage_{table.name} "
        f"ON CONFLICT ({table.key}) DO UPDATE SET {sets} WHERE ({old}) IS DISTINCT FROM ({new})",
    )


__all__ = ["SCHEMA", "target_of", "write_postgres"]
