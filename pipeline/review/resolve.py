"""Which row of today's tables each decision is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.review.anchor import NEAR, line_around, offset_in, placed, same_words
from pipeline.review.decisions import REVIEWABLE, ROW_ACTIONS, Decision
from pipeline.schema import TABLES, Row

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Group:
    """All decisions in force about one row, oldest first, and where that row is now."""

    table: str
    decisions: tuple[Decision, ...]
    row_id: str | None = None
    """The row that extraction finds today; null where it finds none."""
    doc_id: str | None = None
    """Where it finds none but the words are still there: in which document …"""
    span: tuple[int, int] | None = None
    """… and where."""

    @property
    def last(self) -> Decision:
        return self.decisions[-1]

    @property
    def only_rejected(self) -> bool:
        return all(d.action == "reject" for d in self.decisions)

    @property
    def is_orphan(self) -> bool:
        return self.row_id is None and self.span is None


def key_of(table: str) -> str:
    """The column that names a row of a reviewable table."""
    key = TABLES[table].key
    assert key is not None
    return key


def resolve(connection: duckdb.DuckDBPyConnection, decisions: Iterable[Decision]) -> list[Group]:
    """Find the rows again.

    First by document and place, then by the nearest row of the same words in the same document, then, after a change
    of the file, by its path, the sentence and the words. What extraction no longer finds is sought in the text.

    Args:
        connection: the run attached as `run`.
        decisions: those in force.
    """
    by_row: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        if decision.action in ROW_ACTIONS and decision.table in REVIEWABLE and decision.row_id:
            by_row.setdefault((decision.table, decision.row_id), []).append(decision)
    groups = []
    for table in REVIEWABLE:
        mine = [Group(table, tuple(members)) for (name, _), members in by_row.items() if name == table]
        if mine:
            groups += _of_table(connection, table, mine)
    return groups


def _of_table(connection: duckdb.DuckDBPyConnection, table: str, groups: Sequence[Group]) -> list[Group]:
    exact = _exact(connection, table, groups)
    rest = [i for i in range(len(groups)) if i not in exact]
    found = dict(exact)
    texts = _texts(connection, [groups[i].last for i in rest])
    taken = {exact[i]: groups[i].last.surface for i in exact}
    if rest:
        found |= _nearest(connection, table, {i: groups[i].last for i in rest}, texts, taken)
    places = {i: _in_text(groups[i].last, texts) for i in rest if i not in found}
    standing = {i: (doc_id, *span) for i, (doc_id, span) in places.items() if span is not None}
    found |= _at(connection, table, standing)
    return [
        Group(table, group.decisions, row_id=found[i])
        if i in found
        else Group(table, group.decisions, doc_id=places[i][0], span=places[i][1])
        for i, group in enumerate(groups)
    ]


def _at(
    connection: duckdb.DuckDBPyConnection, table: str, places: Mapping[int, tuple[str | None, int, int]]
) -> dict[int, str]:
    """The rows that extraction finds at these places (document, start, end)."""
    key = key_of(table)
    found = {}
    for n, place in places.items():
        row = connection.execute(
            f"SELECT {key} FROM run.main.{table} WHERE doc_id = ? AND char_start = ? AND char_end = ? ORDER BY {key}",
            list(place),
        ).fetchone()
        if row is not None:
            found[n] = row[0]
    return found


def _wanted(decisions: Mapping[int, Decision]) -> Any:
    import pyarrow as pa

    names = ("row_id", "doc_id", "source", "char_start", "char_end", "surface")
    columns: dict[str, Any] = {"n": pa.array(list(decisions), pa.int64())}
    for name in names:
        kind = pa.int64() if name.startswith("char_") else pa.string()
        columns[name] = pa.array([getattr(d, name) for d in decisions.values()], kind)
    return pa.table(columns)


def _exact(connection: duckdb.DuckDBPyConnection, table: str, groups: Sequence[Group]) -> dict[int, str]:
    key = key_of(table)
    cursor = connection.cursor()
    cursor.register("wanted", _wanted({i: group.last for i, group in enumerate(groups)}))
    rows = cursor.execute(
        f"""
        SELECT w.n, t.{key} FROM wanted w
        JOIN run.main.{table} t ON t.doc_id = w.doc_id AND t.char_start = w.char_start AND t.char_end = w.char_end
            AND t.surface = w.surface
        QUALIFY row_number() OVER (PARTITION BY w.n ORDER BY t.{key} = w.row_id DESC, t.{key}) = 1
        """
    ).fetchall()
    cursor.close()
    return dict(rows)


def _nearest(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    wanted: Mapping[int, Decision],
    texts: Mapping[str, tuple[str, str, list[str]]],
    taken: Mapping[str, str | None],
) -> dict[int, str]:
    key = key_of(table)
    sentence = "t.sentence" if "sentence" in TABLES[table].names else "NULL"
    cursor = connection.cursor()
    cursor.register("wanted", _wanted(wanted))
    rows = cursor.execute(
        f"""
        SELECT w.n, t.{key}, t.doc_id, t.char_start, t.char_end, {sentence}
        FROM wanted w
        JOIN run.main.documents x ON x.doc_id = w.doc_id OR x.source = w.source OR list_contains(x.also_at, w.source)
        JOIN run.main.{table} t ON t.doc_id = x.doc_id AND (
            t.surface = w.surface
            OR (t.doc_id = w.doc_id AND t.char_start < w.char_end AND w.char_start < t.char_end
                AND (contains(t.surface, w.surface) OR contains(w.surface, t.surface)))
        )
        ORDER BY w.n, t.{key}
        """
    ).fetchall()
    cursor.close()
    best: dict[int, tuple[tuple[int, ...], str]] = {}
    for n, row_id, doc_id, start, end, stated in rows:
        decision = wanted[n]
        if taken.get(row_id) == decision.surface and decision.doc_id == doc_id:
            # Another row of the same words stands there still, and decisions about that one have found it.
            continue
        text = texts[doc_id][0]
        around = stated if stated is not None else line_around(text, start, end)
        is_same = same_words(around, decision.sentence)
        here, there = doc_id == decision.doc_id, decision.char_start or 0
        if not is_same and not (here and abs(start - there) <= NEAR and _is_near(text, decision, start, end)):
            continue
        at = offset_in(text, around, start)
        shift = abs(at - decision.at) if is_same and at is not None and decision.at is not None else abs(start - there)
        rank = (not here, not is_same, shift, abs(start - there))
        if n not in best or rank < best[n][0]:
            best[n] = (rank, row_id)
    return {n: row_id for n, (_, row_id) in best.items()}


def _is_near(text: str, decision: Decision, start: int, end: int) -> bool:
    """Whether a row of other sentence bounds is the same: the old place holds the words and lies within it, or the old
    place holds something else, so that the text has moved."""
    old_start, old_end = decision.char_start or 0, decision.char_end or 0
    if text[old_start:old_end] == decision.surface:
        return start < old_end and old_start < end
    return True


def _texts(
    connection: duckdb.DuckDBPyConnection, decisions: Sequence[Decision]
) -> dict[str, tuple[str, str, list[str]]]:
    """Text, source and other paths of every document that the decisions may be about, by its id."""
    if not decisions:
        return {}
    cursor = connection.cursor()
    cursor.register("wanted", _wanted(dict(enumerate(decisions))))
    rows = cursor.execute(
        """
        SELECT DISTINCT ON (x.doc_id) x.doc_id, x.text, x.source, x.also_at FROM run.main.documents x JOIN wanted w
            ON x.doc_id = w.doc_id OR x.source = w.source OR list_contains(x.also_at, w.source)
        ORDER BY x.doc_id
        """
    ).fetchall()
    cursor.close()
    return {doc_id: (text, source, list(also or ())) for doc_id, text, source, also in rows}


def _in_text(
    decision: Decision, texts: Mapping[str, tuple[str, str, list[str]]]
) -> tuple[str | None, tuple[int, int] | None]:
    ids = [decision.doc_id] if decision.doc_id in texts else []
    ids += [i for i, (_, source, also) in texts.items() if decision.source in (source, *also) and i not in ids]
    for doc_id in ids:
        assert doc_id is not None
        span = placed(texts[doc_id][0], decision, same_document=doc_id == decision.doc_id)
        if span is not None:
            return doc_id, span
    return None, None


def folded(groups: Sequence[Group]) -> dict[str, list[Decision]]:
    """Decisions by the row they are about today, in the order they were taken."""
    by_row: dict[str, list[Decision]] = {}
    for group in groups:
        if group.row_id is not None:
            by_row.setdefault(group.row_id, []).extend(group.decisions)
    return {row_id: sorted(decisions, key=lambda d: (d.when, d.id)) for row_id, decisions in by_row.items()}


def as_row(table: str, record: Mapping[str, Any]) -> Row:
    """A row as stored in a decision (JSON) with the types of its table; columns it lacks are null."""
    import datetime as dt

    row: Row = {}
    for column in TABLES[table].columns:
        value = record.get(column.name)
        if column.type == "day" and isinstance(value, str):
            value = dt.date.fromisoformat(value)
        elif column.type == "number" and value is not None:
            value = float(value)
        elif column.type == "list":
            value = list(value or ())
        row[column.name] = value
    return row
