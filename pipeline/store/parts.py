"""Parts: the unlinked rows of one batch on disk, between tasks and processes."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.link import unique
from pipeline.schema import arrow_schema
from pipeline.tabulate import DocumentRows
from pipeline.tabulate.arrow import DOCUMENT_TABLES, document_tables

if TYPE_CHECKING:
    import pyarrow as pa


def write_part(rows: Iterable[DocumentRows], path: Path) -> Path:
    """Write the unlinked rows of one batch as a folder of Parquet files; whole or not at all.

    Args:
        rows: what the batch yielded, failures included; a document that stands there twice is written once.
        path: the folder to make; one that is there already is replaced.

    Returns:
        `path`.
    """
    import pyarrow.parquet as pq

    tables = document_tables(unique(rows))
    new = path.with_name(f"{path.name}.{uuid4().hex[:8]}.new")
    new.mkdir(parents=True)
    try:
        for name, table in tables.items():
            pq.write_table(table, new / f"{name}.parquet", compression="zstd")
        if path.exists():
            shutil.rmtree(path)
        new.replace(path)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return path


def read_part(path: Path, names: Iterable[str] = DOCUMENT_TABLES) -> Mapping[str, pa.Table]:
    """The tables of one part."""
    import pyarrow.parquet as pq

    return {name: pq.read_table(path / f"{name}.parquet", schema=arrow_schema(name)) for name in names}


def read_columns(parts: Sequence[Path], name: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of one table over all parts, in the order of the parts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([arrow_schema(name).field(column) for column in columns])
    tables = [pq.read_table(part / f"{name}.parquet", columns=list(columns)).cast(schema) for part in parts]
    return pa.concat_tables([schema.empty_table(), *tables])
