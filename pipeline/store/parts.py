"""Parts: the unlinked rows of one batch on disk, between tasks and processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.schema import arrow_schema
from pipeline.store.atomic import flush
from pipeline.tabulate import DocumentRows
from pipeline.tabulate.arrow import DOCUMENT_TABLES, document_tables
from pipeline.tabulate.unique import unique

if TYPE_CHECKING:
    import pyarrow as pa


def write_part(rows: Iterable[DocumentRows], path: Path, notes: Mapping[str, str] | None = None) -> Path:
    """Write the unlinked rows of one batch as a folder of Parquet files; whole or not at all.

    Args:
        rows: what the batch yielded, failures included; a document that stands there twice is written once.
        path: the folder to make; one that is there already is replaced.
        notes: further files of the part, name → content.

    Returns:
        `path`.
    """
    return write_part_tables(document_tables(unique(rows)), path, notes)


def write_part_tables(tables: Mapping[str, pa.Table], path: Path, notes: Mapping[str, str] | None = None) -> Path:
    """As `write_part`, from tables."""
    import pyarrow.parquet as pq

    new = path.with_name(f"{path.name}.{uuid4().hex[:8]}.new")
    new.mkdir(parents=True)
    try:
        for name, table in tables.items():
            pq.write_table(table, new / f"{name}.parquet", compression="zstd")
        for name, content in (notes or {}).items():
            (new / name).write_text(content, encoding="utf-8")
        for file in new.iterdir():
            flush(file)
        if path.exists():
            shutil.rmtree(path)
        new.replace(path)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return path


def read_part(path: Path, names: Iterable[str] = DOCUMENT_TABLES) -> Mapping[str, pa.Table]:
    """The tables of one part."""
    import pyarrow.parquet as pq

    tables = {}
    for name in names:
        # Small files: threads, and looking for partitions in a path, would cost more than reading.
        with pq.ParquetFile(path / f"{name}.parquet") as file:
            tables[name] = _as_now(file.read(use_threads=False), name)
    return tables


def _as_now(table: pa.Table, name: str, columns: Sequence[str] | None = None) -> pa.Table:
    """A table in the schema of this version: columns that an earlier one did not have yet are empty."""
    import pyarrow as pa

    schema = arrow_schema(name)
    if columns is not None:
        schema = pa.schema([schema.field(column) for column in columns])
    for field in schema:
        if field.name not in table.schema.names:
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table.select(schema.names).cast(schema)


def read_columns(parts: Sequence[Path], name: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of one table over all parts, in the order of the parts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([arrow_schema(name).field(column) for column in columns])
    tables = []
    for part in parts:
        with pq.ParquetFile(part / f"{name}.parquet") as file:
            there = [column for column in columns if column in file.schema_arrow.names]
            tables.append(_as_now(file.read(columns=there, use_threads=False), name, columns))
    return pa.concat_tables([schema.empty_table(), *tables])
