"""The DuckDB file: the tables, their views, and their descriptions as comments.

It has the rows of the Parquet files once more, so that it can be opened from anywhere and taken elsewhere: a view
over files would need their paths. What it is made of is written down in a schema of its own (`made_from`), so that a
later run replaces only rows that have changed, in a copy.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import TABLES, VIEWS, ColumnType
from pipeline.store.views import VIEW_SQL

if TYPE_CHECKING:
    import duckdb

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
_CONFIG: Mapping[str, str | int] = {"memory_limit": "128MB", "threads": 2}
"""By itself it would take most of the machine's memory, and let go of none. With as little it is as fast."""
_MUCH_MEMORY = "2GB"
"""For what does not fit: DuckDB reads a column of a file as a whole, and a file can hold many long texts."""
_LAYOUT = "SELECT comment FROM duckdb_tables() WHERE schema_name = 'made_from' AND table_name = 'files'"
_MUCH = 0.5
"""Share of files from which on a new one is made: copying and deleting is no gain any more."""


def write_duckdb(target: Path, files: Mapping[str, Sequence[Path]], before: Path | None = None) -> None:
    """Make the DuckDB file of a run.

    Args:
        target: the file to make.
        files: table → the Parquet files it consists of. Names tell them apart: a file of the same name as one that
            the earlier run had is the same file; those that lie beside `target` are new all the same.
        before: that of an earlier run, beside whose tables it lies.
    """
    import duckdb

    if before is not None and before.is_file() and _update(target, files, before):
        return
    try:
        target.unlink(missing_ok=True)
        _build(target, files)
    except duckdb.OutOfMemoryException:
        target.unlink(missing_ok=True)
        _build(target, files, memory_limit=_MUCH_MEMORY)


def _build(target: Path, files: Mapping[str, Sequence[Path]], **more: str) -> None:
    import duckdb

    with duckdb.connect(str(target), config={**_config(target), **more}) as base:
        base.execute("CREATE SCHEMA made_from")
        base.execute("CREATE TABLE made_from.files (table_name VARCHAR, file VARCHAR)")
        base.execute(f"COMMENT ON TABLE made_from.files IS {literal(_code())}")
        for table in TABLES.values():
            base.execute(f"CREATE TABLE {table.name} AS SELECT * FROM {_read(files[table.name])}")
            base.execute(f"COMMENT ON TABLE {table.name} IS {literal(f'{table.vi} / {table.en}')}")
            for column in table.columns:
                meaning = literal(f"{column.vi} / {column.en}")
                base.execute(f"COMMENT ON COLUMN {table.name}.{column.name} IS {meaning}")
        _note(base, [(name, path.name) for name, paths in files.items() for path in paths])
        for name in VIEWS:
            base.execute(f"CREATE VIEW {name} AS {VIEW_SQL[name]}")
            base.execute(f"COMMENT ON VIEW {name} IS {literal(' / '.join(VIEWS[name]))}")


def _update(target: Path, files: Mapping[str, Sequence[Path]], before: Path) -> bool:
    """Whether a copy of the earlier file could be made into what it should be."""
    import duckdb

    wanted = {(name, path.name): path for name, paths in files.items() for path in paths}
    try:
        shutil.copyfile(before, target)
        with duckdb.connect(str(target), config=_config(target)) as base:
            if base.execute(_LAYOUT).fetchall() != [(_code(),)]:
                return False
            there = set(base.execute("SELECT table_name, file FROM made_from.files").fetchall())
            new = {key for key, path in wanted.items() if key not in there or path.parent == target.parent}
            gone = {key for key in there if key not in wanted or key in new}
            if len(new) + len(gone) > 2 * _MUCH * max(len(wanted), len(there)):
                return False
            base.execute("BEGIN")
            for name in TABLES:
                _replace(
                    base,
                    name,
                    [_lying(before.parent, name, file) for table, file in sorted(gone) if table == name],
                    [wanted[key] for key in sorted(new) if key[0] == name],
                )
            base.execute("DELETE FROM made_from.files")
            _note(base, list(wanted))
            base.execute("COMMIT")
    except (duckdb.Error, OSError):
        return False
    return True


def _replace(base: duckdb.DuckDBPyConnection, table: str, gone: Sequence[Path], new: Sequence[Path]) -> None:
    if gone and gone[0].parent.name != f"{table}.parquet":
        # A table that is one file.
        base.execute(f"DELETE FROM {table}")
    elif gone:
        base.execute(f"DELETE FROM {table} WHERE doc_id IN (SELECT doc_id FROM {_read(gone)})")
    if new:
        columns = ", ".join(TABLES[table].names)
        base.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {_read(new)}")


def _lying(folder: Path, table: str, file: str) -> Path:
    """Where a file of the earlier run lies."""
    return folder / file if file == f"{table}.parquet" else folder / f"{table}.parquet" / file


def _note(base: duckdb.DuckDBPyConnection, files: Sequence[tuple[str, str]]) -> None:
    import pyarrow as pa

    names = pa.table({"table_name": [name for name, _ in files], "file": [file for _, file in files]})
    base.register("listed", names)
    base.execute("INSERT INTO made_from.files SELECT * FROM listed")
    base.unregister("listed")


def _read(files: Sequence[Path]) -> str:
    return f"read_parquet([{', '.join(map(literal, files))}])"


def _config(target: Path) -> dict[str, Any]:
    return {**_CONFIG, "temp_directory": str(target.with_suffix(".tmp"))}


def _code() -> str:
    """Hash of how the file is laid out."""
    return hashlib.sha256(repr((TABLES, VIEWS, dict(VIEW_SQL))).encode()).hexdigest()[:16]


def literal(value: Any) -> str:
    """A value as SQL text."""
    return "'" + str(value).replace("'", "''") + "'"


__all__ = ["DUCKDB_FILE", "DUCKDB_TYPES", "literal", "write_duckdb"]
