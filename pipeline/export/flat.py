"""Plain tables: CSV, Parquet, JSON Lines, SQLite, DuckDB."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.export.choose import (
    ExportError,
    Options,
    batches,
    columns_of,
    rows_sql,
    tables_of,
)
from pipeline.schema import TABLES, VIEWS, Column, Table, arrow_schema
from pipeline.store.cells import neutral
from pipeline.store.views import VIEW_SQL
from pipeline.wording import heading

if TYPE_CHECKING:
    import duckdb

_BOM = "\ufeff"
_SEPARATOR = " | "


def one_table(options: Options) -> Table:
    """The one table that a form with room for one holds; indicators where none is named.

    Raises:
        ExportError: several are named.
    """
    tables = tables_of(options) if options.tables else (TABLES["indicators"],)
    if len(tables) != 1:
        raise ExportError(
            "tệp này chỉ chứa được một bảng; hãy ghi một bảng ở --tables, hoặc ghi ra thư mục hay .zip",
            "this file holds one table only; name one with --tables, or export to a folder or a .zip",
        )
    return tables[0]


def write_csv(connection: duckdb.DuckDBPyConnection, table: Table, sink: IO[bytes]) -> int:
    """A table as CSV for Excel: UTF-8 with BOM, lists joined by ` | `, no cell that reads as a formula.

    Behind the columns of a table of mentions stands `source`, the path of the document.

    Returns:
        rows written.
    """
    columns = columns_of(table.name)
    is_mention = "doc_id" in table.names and "source" not in table.names and "char_start" in table.names
    out = io.TextIOWrapper(sink, encoding="utf-8", newline="", write_through=False)
    out.write(_BOM)
    writer = csv.writer(out)
    writer.writerow([*(column.name for column in columns), *(["source"] if is_mention else [])])
    written = 0
    for rows in batches(connection, rows_sql(table.name, more="d.source" if is_mention else "")):
        writer.writerows([[_cell(value) for value in row] for row in rows])
        written += len(rows)
    out.flush()
    out.detach()
    return written


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, (list, tuple)):
        return neutral(_SEPARATOR.join(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value


def write_csv_folder(connection: duckdb.DuckDBPyConnection, folder: Path, options: Options) -> dict[str, int]:
    """`<table>.csv` for each table."""
    written = {}
    for table in tables_of(options):
        with (folder / f"{table.name}.csv").open("wb") as sink:
            written[table.name] = write_csv(connection, table, sink)
    return written


def write_csv_zip(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """A `.zip` of `<table>.csv`; the same rows give the same bytes."""
    written = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables_of(options):
            info = zipfile.ZipInfo(f"{table.name}.csv", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as sink:
                written[table.name] = write_csv(connection, table, sink)
    return written


def write_parquet(connection: duckdb.DuckDBPyConnection, table: Table, target: Path) -> int:
    """A table as one Parquet file with the contract's types, what each column means in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = columns_of(table.name)
    types = {field.name: field.type for field in arrow_schema(table.name)}
    schema = pa.schema(
        [
            pa.field(c.name, types.get(c.name, pa.string()), c.nullable, {"vi": c.vi, "en": c.en})
            for c in columns
        ],
        {"vi": table.vi, "en": table.en},
    )  # fmt: skip
    written = 0
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for rows in batches(connection, rows_sql(table.name)):
            pivoted = list(zip(*rows, strict=True))
            arrays = [pa.array(values, field.type) for values, field in zip(pivoted, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            written += len(rows)
    return written


def write_parquet_folder(connection: duckdb.DuckDBPyConnection, folder: Path, options: Options) -> dict[str, int]:
    """`<table>.parquet` for each table."""
    return {
        table.name: write_parquet(connection, table, folder / f"{table.name}.parquet") for table in tables_of(options)
    }


def write_rows(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """JSON Lines, a row a line, `table` first."""
    written = {}
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for table in tables_of(options):
            names = [column.name for column in columns_of(table.name)]
            n = 0
            for rows in batches(connection, rows_sql(table.name)):
                for row in rows:
                    record = {"table": table.name, **dict(zip(names, row, strict=True))}
                    out.write(json.dumps(record, ensure_ascii=False, default=_iso) + "\n")
                n += len(rows)
            written[table.name] = n
    return written


def _iso(value: Any) -> str:
    return str(value.isoformat())


_SQLITE_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}


def write_sqlite(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """Tables with keys and indexes, and `data_dictionary`, which says what each column means.

    Lists are joined by ` | `, days are `2023-12-31`, yes and no are 1 and 0.
    """
    written = {}
    base = sqlite3.connect(target)
    try:
        base.execute("PRAGMA journal_mode = OFF")
        for table in tables_of(options):
            columns = columns_of(table.name)
            told = ", ".join(_sqlite_column(column, table) for column in columns)
            base.execute(f"CREATE TABLE {table.name} ({told})")
            marks = ", ".join("?" * len(columns))
            n = 0
            for rows in batches(connection, rows_sql(table.name)):
                base.executemany(f"INSERT INTO {table.name} VALUES ({marks})", _plain(rows))
                n += len(rows)
            written[table.name] = n
            for name in ("doc_id", "directive_id", "indicator_code", "province_code"):
                if name in table.names and name != table.key:
                    base.execute(f"CREATE INDEX {table.name}_{name} ON {table.name} ({name})")
        base.execute(
            "CREATE TABLE data_dictionary (table_name TEXT, column_name TEXT, name_vi TEXT, name_en TEXT, "
            "meaning_vi TEXT, meaning_en TEXT)"
        )
        base.executemany("INSERT INTO data_dictionary VALUES (?, ?, ?, ?, ?, ?)", dictionary(options))
        base.commit()
    finally:
        base.close()
    return written


def _sqlite_column(column: Column, table: Table) -> str:
    key = " PRIMARY KEY" if column.name == table.key else "" if column.nullable else " NOT NULL"
    return f"{column.name} {_SQLITE_TYPES.get(column.type, 'TEXT')}{key}"


def _plain(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield tuple(
            _SEPARATOR.join(map(str, value))
            if isinstance(value, (list, tuple))
            else value.isoformat()
            if isinstance(value, (dt.date, dt.datetime))
            else value
            for value in row
        )


def dictionary(options: Options) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The data dictionary as rows: table, column, short names and meanings in Vietnamese and English."""
    for table in tables_of(options):
        yield table.name, "", heading(table.name, "vi"), heading(table.name, "en"), table.vi, table.en
        for column in columns_of(table.name):
            name = column.name
            yield table.name, name, heading(name, "vi"), heading(name, "en"), column.vi, column.en


def write_duckdb(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """Tables, the contract's views where all their tables are there, and what each means as comments."""
    tables = tables_of(options)
    connection.execute(f"ATTACH {_literal(str(target))} AS target")
    written = {}
    try:
        for table in tables:
            columns = columns_of(table.name)
            connection.execute(f"CREATE TABLE target.main.{table.name} AS {rows_sql(table.name)}")
            counted = connection.execute(f"SELECT count(*) FROM target.main.{table.name}").fetchone()
            written[table.name] = int(counted[0]) if counted else 0
            connection.execute(f"COMMENT ON TABLE target.main.{table.name} IS {_literal(f'{table.vi} / {table.en}')}")
            for column in columns:
                meaning = _literal(f"{column.vi} / {column.en}")
                connection.execute(f"COMMENT ON COLUMN target.main.{table.name}.{column.name} IS {meaning}")
    finally:
        connection.execute("DETACH target")
    if len(tables) == len(TABLES):
        import duckdb

        with duckdb.connect(str(target)) as base:
            for name, (vi, en) in VIEWS.items():
                base.execute(f"CREATE VIEW {name} AS {VIEW_SQL[name]}")
                base.execute(f"COMMENT ON VIEW {name} IS {_literal(f'{vi} / {en}')}")
    return written


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
