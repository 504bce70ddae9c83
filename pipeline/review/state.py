"""What the decisions in force amount to: counts, the history of a row, and those that find their row no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.review.decisions import REVIEWABLE, Decision
from pipeline.review.resolve import key_of

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Status:
    """What the decisions in force amount to."""

    n_accepted: int = 0
    n_corrected: int = 0
    n_rejected: int = 0
    n_added: int = 0
    n_orphaned: int = 0
    n_complete: int = 0
    """Documents somebody has gone through whole."""


def _told(connection: duckdb.DuckDBPyConnection, where: str, parameters: Sequence[Any]) -> list[Decision]:
    rows = connection.execute(
        f"SELECT decision FROM review_decisions WHERE {where} ORDER BY position", list(parameters)
    ).fetchall()
    return [Decision(**json.loads(text)) for (text,) in rows]


def orphans(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Decisions in force that find neither their row nor their words any more; they are kept, and come back with them.

    Args:
        connection: of `open_reviewed`.
    """
    return _told(connection, "state = 'orphaned'", ())


def changes(connection: duckdb.DuckDBPyConnection) -> list[Decision]:
    """Decisions in force that corrected, added or rejected a row which is found, the latest first.

    Args:
        connection: of `open_reviewed`.
    """
    told = _told(connection, "state <> 'orphaned'", ())
    return [decision for decision in reversed(told) if decision.action in ("correct", "add", "reject")]


def history(connection: duckdb.DuckDBPyConnection, table: str, row_id: str) -> list[Decision]:
    """The decisions in force about a row, oldest first.

    Args:
        connection: of `open_reviewed`.
        table: one of the four.
        row_id: the row's id today, or the one it had when the decision was taken.
    """
    found = _told(connection, "table_name = ? AND row_id = ?", (table, row_id))
    return found or _told(
        connection, "table_name = ? AND json_extract_string(decision, '$.row_id') = ?", (table, row_id)
    )


def status(connection: duckdb.DuckDBPyConnection) -> Status:
    """What the decisions in force amount to, in rows.

    Args:
        connection: of `open_reviewed`.
    """
    shown = " UNION ALL ".join(f"SELECT review_status FROM review_{table}" for table in REVIEWABLE)
    rows = connection.execute(f"SELECT review_status, count(*) FROM ({shown}) GROUP BY ALL").fetchall()
    counts: dict[str | None, int] = dict(rows)

    def one(sql: str) -> int:
        row = connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])

    gone = " + ".join(
        f"(SELECT count(*) FROM review_touched_{t} x WHERE x.row_id NOT IN (SELECT {key_of(t)} FROM review_{t}))"
        for t in REVIEWABLE
    )
    lost = one("SELECT count(DISTINCT (table_name, row_id)) FROM review_decisions WHERE state = 'orphaned'")
    return Status(
        counts.get("accepted", 0),
        counts.get("corrected", 0),
        one(f"SELECT {gone}"),
        counts.get("added", 0),
        lost,
        one("SELECT count(*) FROM review_complete"),
    )
