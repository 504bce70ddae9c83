"""The files people and dashboards open: two CSVs and a DuckDB file, made from the Parquet tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import TABLES, VIEWS, ColumnType
from pipeline.store.cells import RISKY_RE2, neutral
from pipeline.store.views import VIEW_SQL

if TYPE_CHECKING:
    import pyarrow as pa

DUCKDB_FILE = "chitieu.duckdb"
DUCKDB_TYPES: Mapping[ColumnType, str] = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "day": "DATE",
    "time": "TIMESTAMP",
    "list": "VARCHAR[]",
}
_BOM = b"\xef\xbb\xbf"
_LIST_SEPARATOR = " | "


def write_csv(table: Path, target: Path) -> None:
    """A table as CSV for Excel: UTF-8 with BOM, lists joined by ` | `, no text cell that reads as a formula.

    Behind the table's own columns stands `source`, the path of the document each row comes from.

    Args:
        table: Parquet file with a column `doc_id`, beside its `documents.parquet`.
        target: the CSV file to make.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    documents = pq.read_table(table.with_name("documents.parquet"), columns=["doc_id", "source"])
    source = dict(zip(documents.column("doc_id").to_pylist(), documents.column("source").to_pylist(), strict=True))
    with pq.ParquetFile(table) as parquet, target.open("wb") as sink:
        names = [*parquet.schema_arrow.names, "source"]
        schema = pa.schema([pa.field(name, pa.string()) for name in names])
        sink.write(_BOM)
        with pc.CSVWriter(sink, schema) as writer:
            for batch in parquet.iter_batches():
                paths = pa.array([source[doc_id] for doc_id in batch.column("doc_id").to_pylist()], pa.string())
                cells = [_cells(column) for column in (*batch.columns, paths)]
                writer.write_table(pa.table(cells, schema=schema))


def _cells(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type):
        column = pc.binary_join(column, _LIST_SEPARATOR)
    elif pa.types.is_floating(column.type):
        return pa.array([None if v is None else _plain_number(v) for v in column.to_pylist()], pa.string())
    elif not pa.types.is_string(column.type):
        return column.cast(pa.string())
    risky = pc.fill_null(pc.match_substring_regex(column, RISKY_RE2), False)
    if not pc.any(risky).as_py():
        return column
    return pa.array([neutral(text) for text in column.to_pylist()], pa.string())


def _plain_number(value: float) -> str:
    """`13000`, `0.1`, `2462000000`: never `1.3e+04`."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)


def write_duckdb(folder: Path) -> None:
    """The tables of a folder of Parquet files as one DuckDB file, with views and with descriptions as comments.

    Args:
        folder: holds `<table>.parquet` for every table; the file is made there too.
    """
    import duckdb

    # By itself it would take most of the machine's memory, and let go of none.
    with duckdb.connect(str(folder / DUCKDB_FILE), config={"memory_limit": "256MB", "threads": 2}) as base:
        for table in TABLES.values():
            file = literal(folder / f"{table.name}.parquet")
            base.execute(f"CREATE TABLE {table.name} AS SELECT * FROM read_parquet({file})")
            base.execute(f"COMMENT ON TABLE {table.name} IS {literal(f'{table.vi} / {table.en}')}")
            for column in table.columns:
                meaning = literal(f"{column.vi} / {column.en}")
                base.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {meaning}")
        for name in VIEWS:
            base.execute(f"CREATE VIEW {name} AS {VIEW_SQL[name]}")
            base.execute(f"COMMENT ON VIEW {name} IS {literal(' / '.join(VIEWS[name]))}")


def literal(value: Any) -> str:
    """A value as SQL text."""
    return "'" + str(value).replace("'", "''") + "'"
