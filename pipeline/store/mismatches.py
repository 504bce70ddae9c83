"""Numbers that contradict the numbers they are linked with: misprints of reports, most likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

SHOWN = 50
"""How many `run.json` lists."""

_SQL = """
SELECT i.indicator_id, i.doc_id, d.source, i.page, i.label, i.surface, i.value, i.computed, i.unit, i.role, i.sentence
FROM {table} i JOIN documents d ON d.doc_id = i.doc_id
WHERE i.arithmetic = 'mismatch'
ORDER BY d.source, i.char_start, i.indicator_id
"""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A number, and what the numbers it is linked with give in its place."""

    indicator_id: str
    doc_id: str
    source: str
    page: int | None
    label: str
    surface: str
    value: float
    """As stated."""
    computed: float | None
    """As the sum, ratio or difference of the linked numbers gives it, in the same unit."""
    unit: str | None
    role: str
    sentence: str


def mismatches(base: duckdb.DuckDBPyConnection, limit: int | None = None, table: str = "indicators") -> list[Mismatch]:
    """The mismatches of a run, by source and place.

    Args:
        base: a connection with the tables under their plain names, as `open_run` or `open_reviewed` give it.
        limit: at most so many; null: all.
        table: the indicators to look among, a table or view of that connection.
    """
    sql = _SQL.format(table=table)
    if limit is not None:
        sql += f" LIMIT {limit:d}"
    return [Mismatch(*row) for row in base.execute(sql).fetchall()]


def mismatch_record(base: duckdb.DuckDBPyConnection) -> Mapping[str, Any]:
    """What `run.json` says of them: how many, and the first ones."""
    counted = base.execute("SELECT count(*) FROM indicators WHERE arithmetic = 'mismatch'").fetchone()
    return {"count": counted[0] if counted else 0, "shown": [asdict(found) for found in mismatches(base, SHOWN)]}


def mismatch_record_of(file: Path) -> Mapping[str, Any]:
    """As `mismatch_record`, of a run's DuckDB file."""
    import duckdb

    with duckdb.connect(str(file), read_only=True) as base:
        return mismatch_record(base)


__all__ = ["Mismatch", "mismatch_record", "mismatch_record_of", "mismatches"]
