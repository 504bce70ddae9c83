"""The judged rows of a run, kept in the connection: judging a hundred thousand takes a second, looking one up none.

They are judged anew only where a decision was taken back; a row that was decided upon meanwhile is just left out.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pipeline.review.decisions import REVIEWABLE
from pipeline.review.resolve import key_of

if TYPE_CHECKING:
    import duckdb

RANKING = "review_ranking"
"""Table of the connection: every row with at least one reason."""
_THEN = "review_ranking_decided"
_LOCK = threading.Lock()

# Rows that a correction elsewhere has touched bear no status; those decided upon have one, or are gone.
_DECIDED = " UNION ALL ".join(
    f"SELECT '{table}' AS table_name, x.row_id FROM review_touched_{table} x WHERE NOT EXISTS "
    f"(SELECT 1 FROM review_{table} r WHERE r.{key_of(table)} = x.row_id AND r.review_status IS NULL)"
    for table in REVIEWABLE
)
OPEN = f"""
SELECT k.* FROM {RANKING} k
LEFT JOIN ({_DECIDED}) x USING (table_name, row_id)
WHERE x.row_id IS NULL AND k.doc_id NOT IN (SELECT doc_id FROM review_complete)
"""
"""The judged rows nobody has decided upon."""


def make_ranking(connection: duckdb.DuckDBPyConnection, judged: str) -> None:
    """Judge the rows of a connection, unless that was done.

    Args:
        connection: of `pipeline.review.open_reviewed`, or a cursor of it.
        judged: SQL that judges those which are not decided upon.
    """
    with _LOCK:
        there = connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = ?", [_THEN]).fetchone()
        if there and not connection.execute(f"SELECT 1 FROM ({_left_out(_THEN)}) LIMIT 1").fetchone():
            return
        connection.execute(f"CREATE OR REPLACE TABLE {RANKING} AS {judged}")
        connection.execute(
            f"CREATE OR REPLACE TABLE {_THEN} AS {_DECIDED} UNION ALL SELECT 'documents', doc_id FROM review_complete"
        )


def _left_out(then: str) -> str:
    """What was decided upon when the rows were judged, and is not any more."""
    return f"SELECT * FROM {then} EXCEPT (({_DECIDED}) UNION ALL SELECT 'documents', doc_id FROM review_complete)"
