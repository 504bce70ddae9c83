"""What the page of a run tells, asked from its tables with people's decisions applied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.review.decisions import Decision
from pipeline.review.queue import QueueItem, queue
from pipeline.review.rows import as_rows
from pipeline.review.state import Status, changes, orphans, status
from pipeline.schema import Row

if TYPE_CHECKING:
    import duckdb

N_BARS, N_COLUMNS, N_MISMATCHES, N_FAILURES, N_QUEUE, N_TARGETS, N_VALUES = 20, 12, 100, 300, 20, 15, 15
N_CHANGED = 200
N_THINGS = 6
"""Indicators that have a chart of their own."""
SENTENCE = 320
"""Characters of a sentence shown, around the words it is about."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the matrix; `evidence` is the number of the sentence below it."""

    status: str
    evidence: int | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Provinces by the directives most cited, and the sentences that show it."""

    directives: tuple[Row, ...]
    rows: tuple[tuple[str, int, tuple[Cell, ...]], ...]
    """(province, its documents, a cell for each directive)."""
    evidence: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """All that the page tells."""

    run: dict[str, Any]
    counts: dict[str, int]
    reviewed: Status
    """Of all four tables that are reviewed."""
    n_reviewed: int
    """Indicators that people have accepted, corrected or added, as the workbook and the explorer count them."""
    changed: tuple[Decision, ...]
    """The latest decisions in force that corrected, added or rejected a row."""
    n_changed: int
    n_orphans: int
    n_provinces: int
    by_province: tuple[tuple[str, int], ...]
    by_year: tuple[tuple[int, int], ...]
    by_kind: tuple[tuple[str, int], ...]
    without_province: int
    directives: tuple[Row, ...]
    matrix: Matrix
    things: tuple[Row, ...]
    """Indicators of the catalogue by how many numbers there are."""
    values: tuple[tuple[Row, tuple[Row, ...]], ...]
    """The first of them, each with its latest value by province."""
    targets: tuple[Row, ...]
    mismatches: tuple[Row, ...]
    n_mismatches: int
    failures: tuple[Row, ...]
    n_failures: int
    codes: tuple[tuple[str, int], ...]
    worth: tuple[QueueItem, ...]


def gather(connection: duckdb.DuckDBPyConnection) -> Story:
    """Ask all of it.

    Args:
        connection: of `pipeline.review.open_reviewed`.
    """

    def rows(sql: str, *parameters: Any) -> list[Row]:
        return as_rows(connection.execute(sql, list(parameters)))

    def pairs(sql: str) -> tuple[tuple[Any, int], ...]:
        return tuple((name, int(n)) for name, n in connection.execute(sql).fetchall())

    names = ("documents", "indicators", "document_references", "directives", "organisations", "dates", "errors")
    counts = {name: _one(connection, f"SELECT count(*) FROM {name}") for name in names}
    things = rows(
        """
        SELECT indicator_code, count(*) AS n, count(DISTINCT doc_id) AS n_documents,
            count(DISTINCT province_code) AS n_provinces
        FROM indicators WHERE indicator_code IS NOT NULL GROUP BY ALL ORDER BY n DESC, indicator_code LIMIT ?
        """,
        N_BARS,
    )
    decided = changes(connection)
    mismatched = "FROM indicators i JOIN documents d ON d.doc_id = i.doc_id WHERE i.arithmetic = 'mismatch'"
    return Story(
        run=_run(connection),
        counts=counts,
        reviewed=status(connection),
        n_reviewed=_one(connection, "SELECT count(*) FROM indicators WHERE review_status IS NOT NULL"),
        changed=tuple(decided[:N_CHANGED]),
        n_changed=len(decided),
        n_orphans=len(orphans(connection)),
        n_provinces=_one(connection, "SELECT count(DISTINCT province_now) FROM documents"),
        by_province=pairs(
            "SELECT province_now, count(*) AS n FROM documents WHERE province_now IS NOT NULL "
            f"GROUP BY ALL ORDER BY n DESC, province_now LIMIT {N_BARS}"
        ),
        by_year=pairs(
            "SELECT try_cast(issued_on[:4] AS INTEGER) AS year, count(*) FROM documents "
            "WHERE try_cast(issued_on[:4] AS INTEGER) IS NOT NULL GROUP BY ALL ORDER BY year"
        ),
        by_kind=pairs("SELECT doc_kind, count(*) AS n FROM documents GROUP BY ALL ORDER BY n DESC, doc_kind"),
        without_province=_one(connection, "SELECT count(*) FROM documents WHERE province_now IS NULL"),
        directives=tuple(
            rows(
                "SELECT * FROM directives WHERE n_documents > 0 "
                "ORDER BY n_provinces DESC, n_documents DESC, n_mentions DESC, directive_id LIMIT ?",
                N_BARS,
            )
        ),
        matrix=_matrix(connection),
        things=tuple(things),
        values=_values(connection, [thing["indicator_code"] for thing in things]),
        targets=tuple(
            rows(
                """
                SELECT r.label, r.unit, r.value AS result, t.value AS target, r.period, d.source, r.page, r.sentence,
                    r.surface, d.province
                FROM indicators r
                JOIN indicators t ON t.indicator_id = r.target_id AND t.role = 'target' AND t.kind = r.kind
                JOIN documents d ON d.doc_id = r.doc_id
                WHERE r.role = 'result' AND t.value > 0 AND r.value >= 0
                ORDER BY abs(r.value / t.value - 1) DESC, d.source, r.char_start LIMIT ?
                """,
                N_TARGETS,
            )
        ),
        mismatches=tuple(
            rows(
                "SELECT i.indicator_id, i.label, i.surface, i.value, i.unit, i.computed, i.sentence, i.page, d.source, "
                f"d.province {mismatched} ORDER BY d.source, i.char_start LIMIT ?",
                N_MISMATCHES,
            )
        ),
        n_mismatches=_one(connection, f"SELECT count(*) {mismatched}"),
        failures=tuple(rows("SELECT * FROM errors ORDER BY error, source LIMIT ?", N_FAILURES)),
        n_failures=counts["errors"],
        codes=pairs("SELECT error, count(*) AS n FROM errors GROUP BY ALL ORDER BY n DESC, error"),
        worth=tuple(queue(connection, N_QUEUE)),
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    return 0 if row is None else int(row[0])


def _run(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """`run.json` beside the database that is attached; empty where it cannot be read."""
    row = connection.execute("SELECT path FROM duckdb_databases() WHERE database_name = 'run'").fetchone()
    if row is None:
        return {}
    try:
        told: dict[str, Any] = json.loads((Path(row[0]).parent / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return {}
    return told


def _matrix(connection: duckdb.DuckDBPyConnection) -> Matrix:
    directives = as_rows(
        connection.execute(
            "SELECT * FROM directives WHERE level IN ('central', 'ministry') AND n_provinces > 0 "
            "ORDER BY n_provinces DESC, n_documents DESC, n_mentions DESC, directive_id LIMIT ?",
            [N_COLUMNS],
        )
    )
    ids = [row["directive_id"] for row in directives]
    if not ids:
        return Matrix((), (), ())
    found = as_rows(
        connection.execute(
            """
            SELECT c.province, c.directive_id, c.status, c.n_province_documents, c.sentence,
                coalesce(i.surface, r.surface) AS surface, coalesce(i.page, r.page) AS page, d.source
            FROM compliance c
            LEFT JOIN indicators i ON i.indicator_id = c.indicator_id
            LEFT JOIN document_references r ON r.ref_id = c.ref_id
            LEFT JOIN documents d ON d.doc_id = coalesce(i.doc_id, r.doc_id)
            WHERE c.directive_id IN (SELECT unnest(?)) ORDER BY c.province, c.directive_id
            """,
            [ids],
        )
    )
    evidence: list[Row] = []
    cells: dict[tuple[str, str], Cell] = {}
    documents: dict[str, int] = {}
    for row in found:
        documents[row["province"]] = max(row["n_province_documents"], documents.get(row["province"], 0))
        number = None
        if row["sentence"] and row["status"] != "not_found":
            evidence.append({**row, "symbol": next(d for d in directives if d["directive_id"] == row["directive_id"])})
            number = len(evidence)
        cells[row["province"], row["directive_id"]] = Cell(row["status"], number)
    rows = tuple(
        (province, n, tuple(cells.get((province, i), Cell("not_found")) for i in ids))
        for province, n in documents.items()
    )
    return Matrix(tuple(directives), rows, tuple(evidence))


def _values(connection: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
    """For the indicators with most provinces: the latest result of each province, the largest first."""
    if not codes:
        return ()
    found = as_rows(
        connection.execute(
            """
            SELECT * FROM (
                SELECT f.*, row_number() OVER (
                    PARTITION BY f.indicator_code, f.province ORDER BY f.period_end DESC NULLS LAST, f.period, f.unit
                ) AS place
                FROM indicator_facts f
                WHERE f.role = 'result' AND f.province IS NOT NULL AND f.indicator_code IN (SELECT unnest(?))
            ) WHERE place = 1 ORDER BY value DESC, province
            """,
            [list(codes)],
        )
    )
    by_code: dict[str, list[Row]] = {}
    for row in found:
        by_code.setdefault(row["indicator_code"], []).append(row)
    told = []
    for rows in by_code.values():
        # What is counted in another unit than most of them cannot stand beside them.
        units = [row["kind"] for row in rows]
        usual = max(sorted(set(units)), key=units.count)
        told.append([row for row in rows if row["kind"] == usual])
    told.sort(key=lambda rows: (-len(rows), rows[0]["indicator_code"]))
    return tuple((rows[0], tuple(rows[:N_VALUES])) for rows in told[:N_THINGS] if len(rows) > 1)
