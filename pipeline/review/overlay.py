"""A run's tables with people's decisions applied: what everything that is shown or given out is read from.

What extraction found stays as it is in the folder; here the plain names of an open connection (`indicators` …) stand
for the rows with the decisions applied, and the views of the contract follow. Only the rows decided upon are looked at
in Python; the others go by in DuckDB.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.review.anchor import line_around
from pipeline.review.decisions import REVIEWABLE, Decision, live, read_decisions
from pipeline.review.resolve import Group, as_row, folded, key_of, resolve
from pipeline.review.rows import as_rows, in_order, page_at
from pipeline.schema import TABLES, Row

if TYPE_CHECKING:
    import duckdb

Ids = dict[str, str]
"""Decision → row id."""

METHOD = "person"
"""`method` of rows that a person added."""
STATUSES = ("accepted", "corrected", "added")
_LINKS = ("whole_id", "target_id")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What all decisions about one row come to."""

    status: str | None
    """One of `STATUSES`; null where it is rejected."""
    who: str
    changes: Mapping[str, Any]


def open_reviewed(out: Path | str) -> duckdb.DuckDBPyConnection:
    """Open a run with the decisions applied.

    The four reviewable tables have two columns more, `review_status` (null, `accepted`, `corrected`, `added`) and
    `reviewed_by`; rejected rows are not there. `run.main.<table>` is what extraction found. Each thread takes
    `connection.cursor()` and sees the same.

    Args:
        out: folder of a run.

    Raises:
        NoRunError: see `pipeline.store.open_run`.
    """
    from pipeline.places import local_run
    from pipeline.store import open_run

    connection = open_run(out)
    try:
        overlay(connection, local_run(out))
    except BaseException:
        connection.close()
        raise
    return connection


def overlay(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Make the plain names of a connection from `open_run` stand for the tables with the decisions applied.

    Args:
        connection: of `pipeline.store.open_run`; changed.
        out: the folder of that run.
    """
    _prepare(connection)
    refresh(connection, out)


def refresh(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Apply the decisions once more, after one was taken; all cursors of the connection see it at once.

    Args:
        connection: of `open_reviewed`.
        out: the folder of that run.
    """
    decisions = live(read_decisions(out))
    groups = resolve(connection, decisions)
    by_row = folded(groups)
    made = _Made()
    for table in REVIEWABLE:
        _apply(connection, table, [g for g in groups if g.table == table], by_row, made)
    _unlink(connection, made)
    _store(connection, made, groups, decisions)


def reviewed_tables(out: Path | str, names: Sequence[str] = ("documents", *REVIEWABLE)) -> dict[str, list[Row]]:
    """Whole tables with the decisions applied, as Python rows.

    Args:
        out: folder of a run.
        names: which tables.

    Raises:
        NoRunError: see `open_reviewed`.
    """
    connection = open_reviewed(out)
    try:
        return {name: as_rows(connection.execute(in_order(name))) for name in names}
    finally:
        connection.close()


class _Made:
    """Rows that take the place of extracted ones, and which those are."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {table: [] for table in REVIEWABLE}
        self.touched: dict[str, list[str]] = {table: [] for table in REVIEWABLE}
        self.rejected: list[str] = []
        self.revalued: list[str] = []
        """Indicators whose value, role or links a person changed."""
        self.directives: set[str] = set()
        """Those whose counts are no longer what the run counted."""
        self.now: Ids = {}


def _prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables for the decisions, empty yet, and the views over them."""
    connection.execute("CREATE TABLE review_complete (doc_id VARCHAR, who VARCHAR)")
    connection.execute(
        "CREATE TABLE review_decisions (position BIGINT, decision VARCHAR, table_name VARCHAR, row_id VARCHAR, "
        "state VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE review_directives (directive_id VARCHAR, n_documents BIGINT, n_mentions BIGINT, "
        "n_provinces BIGINT)"
    )
    for table in REVIEWABLE:
        key = key_of(table)
        names = TABLES[table].names
        connection.execute(f"CREATE VIEW extracted_{table} AS {_definition(connection, table)}")
        connection.execute(
            f"CREATE TABLE review_{table} AS SELECT *, NULL::VARCHAR AS review_status, NULL::VARCHAR AS reviewed_by "
            f"FROM extracted_{table} LIMIT 0"
        )
        connection.execute(f"CREATE TABLE review_touched_{table} (row_id VARCHAR)")
        sure = "* REPLACE (CASE WHEN c.doc_id IS NULL THEN t.confidence ELSE 1.0 END AS confidence)"
        connection.execute(
            f"""
            CREATE OR REPLACE VIEW {table} AS
            SELECT {sure.replace("*", "t.*", 1) if "confidence" in names else "t.*"},
                CASE WHEN c.doc_id IS NOT NULL THEN 'accepted' END::VARCHAR AS review_status, c.who AS reviewed_by
            FROM extracted_{table} t LEFT JOIN review_complete c ON c.doc_id = t.doc_id
            WHERE t.{key} NOT IN (SELECT row_id FROM review_touched_{table})
            UNION ALL SELECT * FROM review_{table}
            """
        )
    counts = ", ".join(f"coalesce(r.{n}, d.{n}) AS {n}" for n in ("n_documents", "n_mentions", "n_provinces"))
    connection.execute(f"CREATE VIEW extracted_directives AS {_definition(connection, 'directives')}")
    connection.execute(
        f"CREATE OR REPLACE VIEW directives AS SELECT d.* REPLACE ({counts}) FROM extracted_directives d "
        "LEFT JOIN review_directives r ON r.directive_id = d.directive_id WHERE r.n_mentions IS DISTINCT FROM 0"
    )


def _definition(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The query behind a plain name as `open_run` made it."""
    found = connection.execute("SELECT sql FROM duckdb_views() WHERE view_name = ? AND NOT internal", [table])
    row = found.fetchone()
    assert row is not None
    sql: str = row[0]
    return sql[sql.index(" AS ") + 4 :].rstrip().rstrip(";")


def _apply(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    groups: Sequence[Group],
    by_row: Mapping[str, Sequence[Decision]],
    made: _Made,
) -> None:
    key = key_of(table)
    wanted = {g.row_id: g for g in groups if g.row_id is not None}
    for row in _rows(connection, table, list(wanted)):
        decisions = by_row[row[key]]
        verdict = _verdict(decisions, row)
        made.touched[table].append(row[key])
        made.now |= {d.id: row[key] for d in decisions}
        if table == "document_references" and row["directive_id"]:
            made.directives.add(row["directive_id"])
        _keep(table, row, verdict, decisions[0], made)
    lost = [g for g in groups if g.row_id is None]
    texts = _documents(connection, [g.doc_id for g in lost if g.doc_id])
    for group in lost:
        if group.is_orphan or group.only_rejected:
            continue
        assert group.doc_id is not None
        assert group.span is not None
        row = _unfound_row(connection, group, texts[group.doc_id])
        verdict = _verdict(group.decisions, None)
        made.now |= {d.id: row[key] for d in group.decisions}
        _keep(table, row, verdict, group.last, made)


def _verdict(decisions: Sequence[Decision], row: Row | None) -> _Verdict:
    changes: dict[str, Any] = {}
    status: str | None = None
    for decision in decisions:
        match decision.action:
            case "accept":
                status = status if status in ("corrected", "added") else "corrected" if changes else "accepted"
            case "correct":
                changes |= decision.changes
                status = "added" if status == "added" else "corrected"
            case "add" if row is None:
                status = "added"
            case "add":
                # Extraction has come to find what a person had added.
                changes |= decision.changes
                status = "corrected"
            case "reject":
                status = None
    if row is None and status is not None:
        status = "added"
    return _Verdict(status, decisions[-1].who, changes)


def _keep(table: str, row: Row, verdict: _Verdict, anchor: Decision, made: _Made) -> None:
    """Put a row with its verdict among those made, or note that it is gone."""
    key = key_of(table)
    if verdict.status is None:
        made.rejected.append(row[key])
        return
    changed = dict(verdict.changes)
    _move(row, changed, anchor)
    new = as_row(table, {**row, **changed})
    if "confidence" in new:
        new["confidence"] = 1.0
    if table == "indicators" and changed.keys() & {"value", "value_high", "role", *_LINKS}:
        new["arithmetic"] = None
        made.revalued.append(row[key])
    if table == "document_references" and new["directive_id"]:
        made.directives.add(new["directive_id"])
    made.rows[table].append({**new, "review_status": verdict.status, "reviewed_by": verdict.who})


def _move(row: Row, changed: dict[str, Any], anchor: Decision) -> None:
    """A corrected place, told in the offsets of then, in those of now."""
    start, end = changed.pop("char_start", None), changed.pop("char_end", None)
    if start is None or end is None or anchor.char_start is None:
        return
    shift = row["char_start"] - anchor.char_start
    changed["char_start"], changed["char_end"] = start + shift, end + shift


def _unfound_row(connection: duckdb.DuckDBPyConnection, group: Group, document: Row) -> Row:
    """The row of a group that extraction does not find (any more), as it was, where its words stand now."""
    assert group.span is not None
    first = group.decisions[0]
    start, end = group.span
    row = as_row(group.table, {**first.before, **(first.changes if first.action == "add" else {})})
    row |= {
        key_of(group.table): first.row_id,
        "doc_id": group.doc_id,
        "char_start": start,
        "char_end": end,
        "surface": document["text"][start:end],
        "page": page_at(connection, document["doc_id"], start),
    }
    if "method" in row:
        row["method"] = METHOD
    if group.table == "indicators":
        row |= {name: _standing(connection, row[name]) for name in _LINKS}
    if "sentence" in row and document["doc_id"] != first.doc_id:
        row["sentence"] = first.sentence or line_around(document["text"], start, end)
    return row


def _standing(connection: duckdb.DuckDBPyConnection, row_id: str | None) -> str | None:
    if row_id is None:
        return None
    found = connection.execute("SELECT 1 FROM run.main.indicators WHERE indicator_id = ?", [row_id]).fetchone()
    return row_id if found else None


def _rows(connection: duckdb.DuckDBPyConnection, table: str, ids: Sequence[str]) -> list[Row]:
    if not ids:
        return []
    return as_rows(
        connection.execute(
            f"SELECT t.* FROM extracted_{table} t WHERE t.{key_of(table)} IN (SELECT unnest(?))", [list(ids)]
        )
    )


def _documents(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, Row]:
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    rows = connection.execute(
        "SELECT doc_id, text, source FROM run.main.documents WHERE doc_id IN (SELECT unnest(?))", [wanted]
    ).fetchall()
    return {doc_id: {"doc_id": doc_id, "text": text, "source": source} for doc_id, text, source in rows}


def _unlink(connection: duckdb.DuckDBPyConnection, made: _Made) -> None:
    """No link to a rejected row; no verdict of arithmetic over a number that is another one now."""
    gone, revalued = set(made.rejected), set(made.revalued)
    changed = gone | revalued
    if not changed:
        return
    touched = set(made.touched["indicators"])
    key = key_of("indicators")
    ids = connection.execute(
        f"SELECT {key} FROM run.main.indicators WHERE whole_id IN (SELECT unnest($1)) "
        "OR target_id IN (SELECT unnest($1))",
        [list(changed)],
    ).fetchall()
    linked = _rows(connection, "indicators", [i for (i,) in ids if i not in touched])
    made.touched["indicators"] += [row[key] for row in linked]
    made.rows["indicators"] += [{**row, "review_status": None, "reviewed_by": None} for row in linked]
    for row in made.rows["indicators"]:
        if any(row[name] in changed for name in _LINKS):
            row["arithmetic"] = None
            row |= {name: None for name in _LINKS if row[name] in gone}


def _store(
    connection: duckdb.DuckDBPyConnection, made: _Made, groups: Sequence[Group], decisions: Sequence[Decision]
) -> None:
    import pyarrow as pa

    complete = {d.doc_id: d.who for d in decisions if d.action == "complete" and d.doc_id}
    cursor = connection.cursor()
    cursor.execute("BEGIN")
    for table in REVIEWABLE:
        schema = cursor.sql(f"SELECT * FROM review_{table} LIMIT 0").to_arrow_table().schema
        _replace(cursor, f"review_{table}", pa.Table.from_pylist(made.rows[table], schema=schema))
        _replace(cursor, f"review_touched_{table}", pa.table({"row_id": pa.array(made.touched[table], pa.string())}))
    columns = {"doc_id": list(complete), "who": list(complete.values())}
    _replace(cursor, "review_complete", pa.table({n: pa.array(v, pa.string()) for n, v in columns.items()}))
    _replace(cursor, "review_decisions", _known(groups, made.now))
    cursor.execute("DELETE FROM review_directives")
    if made.directives:
        cursor.execute(
            """
            INSERT INTO review_directives
            SELECT w.directive_id, count(DISTINCT r.doc_id), count(r.doc_id), count(DISTINCT d.province)
            FROM (SELECT unnest(?) AS directive_id) w
            LEFT JOIN document_references r ON r.directive_id = w.directive_id AND NOT r.is_self
            LEFT JOIN documents d ON d.doc_id = r.doc_id
            GROUP BY ALL
            """,
            [sorted(made.directives)],
        )
    cursor.execute("COMMIT")
    cursor.close()


def _replace(cursor: duckdb.DuckDBPyConnection, name: str, rows: Any) -> None:
    cursor.execute(f"DELETE FROM {name}")
    if len(rows):
        cursor.register("made_rows", rows)
        cursor.execute(f"INSERT INTO {name} SELECT * FROM made_rows")
        cursor.unregister("made_rows")


def _known(groups: Sequence[Group], now: Ids) -> Any:
    """Every decision about a row, and what has become of it."""
    import pyarrow as pa

    records: list[dict[str, Any]] = []
    for group in groups:
        state = "orphaned" if group.is_orphan else "applied" if group.decisions[0].id in now else "settled"
        records += (
            {
                "decision": json.dumps(asdict(decision), ensure_ascii=False, default=str),
                "table_name": group.table,
                "row_id": now.get(decision.id, decision.row_id),
                "state": state,
                "when": (decision.when, decision.id),
            }
            for decision in group.decisions
        )
    records.sort(key=lambda record: record.pop("when"))
    text = pa.string()
    return pa.table(
        {
            "position": pa.array(range(len(records)), pa.int64()),
            **{n: pa.array([r[n] for r in records], text) for n in ("decision", "table_name", "row_id", "state")},
        }
    )
