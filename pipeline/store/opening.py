"""A run's outputs opened for reading: what every command and page that shows something of a run starts from."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import NoRunError
from pipeline.places import local_run
from pipeline.schema import SCHEMA_VERSION, TABLES, VIEWS
from pipeline.store.atomic import recover
from pipeline.store.database import DUCKDB_FILE, DUCKDB_TYPES, literal
from pipeline.store.ledger import LEDGER, ledger_table
from pipeline.store.views import VIEW_SQL

if TYPE_CHECKING:
    import duckdb

RUN_CATALOG = "run"
"""Name under which the run's own DuckDB file is attached."""


def open_run(out: Path | str, *, memory: str = "512MB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """Open what `chitieu run … --out` wrote, to ask it with SQL; nothing in the folder can be changed by it.

    The connection is one in memory. Under their plain names it has the seven tables, `inputs` (every input and what
    became of it) and the views of `schema.VIEWS`; `run.main.<table>` is the same as stored. The plain names are views
    of the connection's own: whoever replaces one (`CREATE OR REPLACE VIEW indicators AS …`) changes what the views of
    the contract see. Columns that an earlier version of the program did not write are there and empty.

    A connection is for one thread. For each further thread take `connection.cursor()`, which sees the same tables; a
    cursor's temporary tables are its own. A run that finishes meanwhile puts new files in place: what is open goes on
    showing the old rows, and opening again shows the new ones.

    Args:
        out: the output folder, or the URL of one, of which a copy is fetched.
        memory: how much DuckDB may hold; larger sorts go to disk.
        threads: how many it may use for one question.

    Raises:
        NoRunError: there is no finished run, it cannot be read, or it was written in another version of the contract.
        PlaceError: a URL that cannot be reached.
    """
    import duckdb

    folder = local_run(out)
    recover(folder)
    _check(folder)
    # By itself DuckDB would put what does not fit into memory where the command happens to be run.
    spill = str(Path(tempfile.gettempdir()) / f"chitieu-duckdb-{os.getpid()}")
    base = duckdb.connect(":memory:", config={"memory_limit": memory, "threads": threads, "temp_directory": spill})
    try:
        base.execute(f"ATTACH {literal(folder / DUCKDB_FILE)} AS {RUN_CATALOG} (READ_ONLY)")
        for name in TABLES:
            base.execute(f"CREATE VIEW {name} AS SELECT {_columns(base, name)} FROM {RUN_CATALOG}.main.{name}")
        _add_inputs(base, folder)
        for name in VIEWS:
            base.execute(f"CREATE VIEW {name} AS {VIEW_SQL[name]}")
    except duckdb.Error as problem:
        base.close()
        raise NoRunError(
            f"không đọc được {folder / DUCKDB_FILE}; hãy chạy lại chitieu run … --out {out}",
            f"{folder / DUCKDB_FILE} cannot be read; run chitieu run … --out {out} again",
        ) from problem
    return base


def _check(out: Path) -> None:
    try:
        told: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
        version = int(told["schema_version"])
    except (OSError, ValueError, KeyError, TypeError):
        version = None
    if version is None or not (out / DUCKDB_FILE).is_file():
        raise NoRunError(
            f"{out} chưa có kết quả: hãy chạy chitieu run … --out {out} trước",
            f"{out} holds no finished run: run chitieu run … --out {out} first",
        )
    if version != SCHEMA_VERSION:
        raise NoRunError(
            f"{out} được ghi theo phiên bản lược đồ {version}, chương trình này đọc phiên bản {SCHEMA_VERSION}; "
            f"hãy chạy lại chitieu run … --out {out}",
            f"{out} was written in schema version {version}, this program reads version {SCHEMA_VERSION}; "
            f"run chitieu run … --out {out} again",
        )


def _columns(base: duckdb.DuckDBPyConnection, table: str) -> str:
    there = {
        name
        for (name,) in base.execute(
            "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND table_name = ?", [RUN_CATALOG, table]
        ).fetchall()
    }
    columns = TABLES[table].columns
    return ", ".join(c.name if c.name in there else f"NULL::{DUCKDB_TYPES[c.type]} AS {c.name}" for c in columns)


def _add_inputs(base: duckdb.DuckDBPyConnection, out: Path) -> None:
    file = out / f"{LEDGER}.parquet"
    if file.is_file():
        base.execute(f"CREATE VIEW {LEDGER} AS SELECT * FROM read_parquet({literal(file.resolve())})")
        return
    empty = ledger_table([])  # noqa: F841 - DuckDB finds it by its name
    base.execute(f"CREATE TABLE {LEDGER} AS SELECT * FROM empty")


__all__ = ["RUN_CATALOG", "open_run"]
