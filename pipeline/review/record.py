"""Taking a decision: what a person proposes, checked against the tables and the schema, put on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from extractors.dates.edtf import bounds
from pipeline.review.anchor import line_around, occurrences, offset_in
from pipeline.review.decisions import (
    REVIEWABLE,
    ROW_ACTIONS,
    Action,
    Decision,
    DecisionError,
    append,
    folder_of,
    new_decision,
)
from pipeline.review.fields import NEEDED, date_kind, typed
from pipeline.review.overlay import METHOD, open_reviewed
from pipeline.review.resolve import key_of
from pipeline.review.rows import as_rows, page_at
from pipeline.review.state import history
from pipeline.schema import TABLES, Row
from pipeline.tabulate.rows import make_id

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person wants to be done with one row."""

    table: str
    action: Action
    who: str
    why: str = ""
    row_id: str | None = None
    """The row; not for `add` and `complete`."""
    doc_id: str | None = None
    """For `add` and `complete`."""
    char_start: int | None = None
    """For `add`: the words' place in `documents.text`, code points."""
    char_end: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Column → value, as typed or as the column's type; for `correct` and `add`."""


def record(out: Path | str, proposal: Proposal, connection: duckdb.DuckDBPyConnection | None = None) -> Decision:
    """Check a proposal and put it on record. A connection that is open shows it after `refresh`.

    Args:
        out: folder of a run.
        proposal: what is wanted.
        connection: of `open_reviewed`, to be spared opening one.

    Raises:
        DecisionError: it cannot be done; says why.
        NoRunError: there is no run in `out`.
    """
    folder = folder_of(out)
    base = connection.cursor() if connection is not None else open_reviewed(folder)
    try:
        decision = _checked(base, proposal)
    finally:
        base.close()
    append(folder, [decision])
    return decision


def _checked(base: duckdb.DuckDBPyConnection, proposal: Proposal) -> Decision:
    if proposal.action == "complete":
        return _complete(base, proposal)
    if proposal.table not in REVIEWABLE:
        known = ", ".join(REVIEWABLE)
        raise DecisionError(
            f"Bảng này không rà soát được: {proposal.table}; các bảng rà soát được: {known}.",
            f"Table {proposal.table} is not reviewed; these are: {known}.",
        )
    if proposal.action not in ROW_ACTIONS:
        raise DecisionError(f"Không có việc {proposal.action}.", f"There is no action {proposal.action}.")
    if proposal.action == "add":
        return _added(base, proposal)
    row = find_row(base, proposal.table, proposal.row_id or "")
    changes: Row = {}
    if proposal.action == "correct":
        if not proposal.changes:
            raise DecisionError("Chưa ghi sửa trường nào.", "No field to correct is given.")
        changes = _changes(base, proposal.table, row, proposal.changes)
    return new_decision(
        proposal.action,
        proposal.who,
        proposal.why,
        table=proposal.table,
        **_anchors(base, proposal.table, row),
        changes=changes,
        before={name: value for name, value in row.items() if name in TABLES[proposal.table].names},
    )


def find_row(base: duckdb.DuckDBPyConnection, table: str, row_id: str) -> Row:
    """One row as it is shown now.

    Args:
        base: of `open_reviewed`.
        table: one of the four.
        row_id: its id, or the first digits where only one begins so.

    Raises:
        DecisionError: there is none, or several begin so.
    """
    key = key_of(table)
    _check_id(row_id)
    found = as_rows(base.execute(f"SELECT * FROM {table} WHERE starts_with({key}, ?) LIMIT 2", [row_id]))
    if len(found) != 1:
        raise DecisionError(
            f"Bảng {table} {'có nhiều dòng' if found else 'không có dòng nào'} mang mã {row_id}.",
            f"Table {table} has {'several rows' if found else 'no row'} with id {row_id}.",
        )
    return found[0]


def rows_of_id(base: duckdb.DuckDBPyConnection, row_id: str) -> list[str]:
    """The tables of all rows with this id, one entry for each row; ids differ between tables.

    Args:
        base: of `open_reviewed`.
        row_id: an id, or its first digits.

    Raises:
        DecisionError: it is no id.
    """
    _check_id(row_id)
    found: list[str] = []
    for table in REVIEWABLE:
        rows = base.execute(f"SELECT 1 FROM {table} WHERE starts_with({key_of(table)}, ?) LIMIT 2", [row_id])
        found += [table] * len(rows.fetchall())
    return found


def _check_id(row_id: str) -> None:
    if not regex.fullmatch(r"[0-9a-f]{4,16}", row_id):
        raise DecisionError(f"“{row_id}” không phải mã của một dòng.", f"“{row_id}” is no id of a row.")


def _anchors(base: duckdb.DuckDBPyConnection, table: str, row: Row) -> dict[str, Any]:
    """What finds the row again: told of the row as extracted, for a correction may have moved it."""
    row_id = row[key_of(table)]
    told = history(base, table, row_id)
    extracted = as_rows(base.execute(f"SELECT * FROM extracted_{table} WHERE {key_of(table)} = ?", [row_id]))
    names = ("row_id", "doc_id", "source", "char_start", "char_end", "surface", "sentence", "at")
    if not extracted and told:
        return {name: getattr(told[-1], name) for name in names}
    return anchors_of(base, table, extracted[0] if extracted else row)


def anchors_of(base: duckdb.DuckDBPyConnection, table: str, row: Row) -> dict[str, Any]:
    """The fields of a decision that find `row` again."""
    document = _document(base, row["doc_id"])
    start, end = row["char_start"], row["char_end"]
    sentence = row.get("sentence") or line_around(document["text"], start, end)
    return {
        "row_id": row[key_of(table)],
        "doc_id": row["doc_id"],
        "source": document["source"],
        "char_start": start,
        "char_end": end,
        "surface": row["surface"],
        "sentence": sentence,
        "at": offset_in(document["text"], sentence, start),
    }


def _document(base: duckdb.DuckDBPyConnection, doc_id: str | None) -> Row:
    found = base.execute("SELECT text, source FROM documents WHERE doc_id = ?", [doc_id]).fetchone()
    if found is None:
        raise DecisionError(f"Không có văn bản {doc_id}.", f"There is no document {doc_id}.", "doc_id")
    return {"text": found[0], "source": found[1]}


def _complete(base: duckdb.DuckDBPyConnection, proposal: Proposal) -> Decision:
    document = _document(base, proposal.doc_id)
    return new_decision(
        "complete",
        proposal.who,
        proposal.why,
        table="documents",
        doc_id=proposal.doc_id,
        source=document["source"],
    )


def _added(base: duckdb.DuckDBPyConnection, proposal: Proposal) -> Decision:
    table, start, end = proposal.table, proposal.char_start, proposal.char_end
    document = _document(base, proposal.doc_id)
    text = document["text"]
    if start is None or end is None or not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
        raise DecisionError(
            "Hãy chọn đúng những chữ cần thêm trong văn bản, không kể khoảng trắng ở hai đầu.",
            "Select exactly the words to add, without blanks at either end.",
            "char_start",
        )
    key = key_of(table)
    same = base.execute(
        f"SELECT 1 FROM {table} WHERE doc_id = ? AND char_start = ? AND char_end = ?", [proposal.doc_id, start, end]
    ).fetchone()
    if same:
        raise DecisionError(
            "Chỗ này đã có một dòng; hãy sửa dòng ấy.", "There is a row at this place; correct that one.", "char_start"
        )
    row: Row = {column.name: [] if column.type == "list" else None for column in TABLES[table].columns}
    row |= {
        key: make_id(proposal.doc_id, table, start, end, METHOD),
        "doc_id": proposal.doc_id,
        "char_start": start,
        "char_end": end,
        "surface": text[start:end],
        "page": page_at(base, proposal.doc_id or "", start),
        **_defaults(table, text[start:end]),
    }
    if "sentence" in row:
        row["sentence"], row["section"] = _sentence(text, start, end)
    given = {name: value for name, value in proposal.changes.items() if name != "surface"}
    row |= _changes(base, table, row, given)
    for name in NEEDED[table]:
        if row[name] is None:
            raise DecisionError(f"Còn thiếu trường {name}.", f"Field {name} is missing.", name)
    if table == "dates" and row["edtf"] is None:
        raise DecisionError("Còn thiếu giá trị ngày (edtf).", "The value of the date (edtf) is missing.", "edtf")
    named = (key, "doc_id", "char_start", "char_end", "surface", "page")
    return new_decision(
        "add",
        proposal.who,
        proposal.why,
        table=table,
        **anchors_of(base, table, row),
        changes={name: value for name, value in row.items() if name not in named},
    )


def _defaults(table: str, surface: str) -> Row:
    """What goes without saying of a row a person adds, or stands in the words themselves."""
    match table:
        case "indicators":
            return {"kind": _kind_of(surface), "comparator": "=", "role": "result", "method": METHOD, "confidence": 1.0}
        case "document_references":
            form = "numbered" if regex.search(r"\d+\S*/\S*\p{L}", surface) else "named"
            return {"form": form, "relation": "cites", "is_self": False, "method": METHOD, "confidence": 1.0}
        case "organisations":
            return {"org_type": "other", "level": "unknown", "method": METHOD, "confidence": 1.0}
    try:
        edtf = typed("dates", "edtf", surface)
    except DecisionError:
        return {"edtf": None, "kind": "day"}
    first, last = bounds(edtf)
    return {"edtf": edtf, "kind": date_kind(edtf), "date_start": first, "date_end": last}


def _kind_of(surface: str) -> str:
    words = surface.casefold()
    if regex.search(r"[%‰]|phần trăm", words):
        return "percent"
    return "money" if regex.search(r"đồng|usd|đô la", words) else "count"


def _sentence(text: str, start: int, end: int) -> tuple[str, str | None]:
    from extractors.text import DocumentText

    doc = DocumentText.of(text)
    sentence, paragraph = doc.sentence_at(start), doc.paragraph_at(start)
    whole = sentence is not None and sentence.start <= start and end <= sentence.end
    words = text[sentence.start : sentence.end] if sentence is not None and whole else line_around(text, start, end)
    return words, (" > ".join(paragraph.section) or None) if paragraph else None


def _changes(base: duckdb.DuckDBPyConnection, table: str, row: Row, given: Mapping[str, Any]) -> Row:
    """The columns that change, derived ones too, all with values of the schema."""
    issued = base.execute("SELECT issued_on FROM documents WHERE doc_id = ?", [row["doc_id"]]).fetchone()
    at = bounds(issued[0])[0] if issued else None
    changes: Row = {name: typed(table, name, value, at) for name, value in given.items()}
    if "surface" in changes:
        changes |= _new_place(base, row, changes["surface"])
    for name in ("whole_id", "target_id"):
        if changes.get(name) is not None:
            changes[name] = _linked(base, row, name, changes[name])
    if changes.get("directive_id") is not None:
        changes["directive_id"] = directive_of(base, changes["directive_id"])
    match table:
        case "indicators":
            _derive_indicator(base, row, changes)
        case "dates" if "edtf" in changes:
            first, last = bounds(changes["edtf"])
            changes |= {"date_start": first, "date_end": last}
            changes.setdefault("kind", date_kind(changes["edtf"]) if changes["edtf"] else row["kind"])
        case "document_references":
            _derive_reference(base, row, changes)
        case "organisations" if "name" in changes and "org_id" not in changes:
            changes["org_id"] = _known_org(base, changes["name"])
    return changes


def _new_place(base: duckdb.DuckDBPyConnection, row: Row, words: str) -> Row:
    text = _document(base, row["doc_id"])["text"]
    spans = sorted(occurrences(text, words), key=lambda span: abs(span[0] - row["char_start"]))
    if not spans:
        raise DecisionError(
            f"Văn bản không có chữ “{words}”; nguyên văn phải chép đúng.",
            f"The document does not hold “{words}”; the words must be copied exactly.",
            "surface",
        )
    start, end = spans[0]
    return {"surface": text[start:end], "char_start": start, "char_end": end}


def _linked(base: duckdb.DuckDBPyConnection, row: Row, name: str, row_id: str) -> str:
    other = find_row(base, "indicators", row_id)
    if other["doc_id"] != row["doc_id"] or other["indicator_id"] == row["indicator_id"]:
        raise DecisionError(
            f"Trường {name} phải trỏ tới một con số khác của cùng văn bản.",
            f"Field {name} must point to another number of the same document.",
            name,
        )
    found: str = other["indicator_id"]
    return found


def directive_of(base: duckdb.DuckDBPyConnection, given: str) -> str:
    """The id of a directive, of its id or its symbol in any spelling.

    Raises:
        DecisionError: no directive of the run is meant, or several are.
    """
    from pipeline.link.symbols import symbol_facts

    rows = base.execute("SELECT directive_id, symbol FROM directives").fetchall()
    ids: list[str] = [i for i, _ in rows if i == given]
    if not ids and regex.search(r"\d", given):
        key = symbol_facts(given).key
        ids = [i for i, symbol in rows if symbol and symbol_facts(symbol).key == key]
    if len(ids) != 1:
        raise DecisionError(
            f"Trong các văn bản đã gặp {'có nhiều văn bản' if ids else 'không có văn bản nào'} là {given}.",
            f"Among the directives met {'several are' if ids else 'none is'} {given}.",
            "directive_id",
        )
    return ids[0]


def _known_org(base: duckdb.DuckDBPyConnection, name: str | None) -> str | None:
    """The id that an organisation of this very name has elsewhere in the run; null where it has none or several."""
    rows = base.execute(
        "SELECT DISTINCT org_id FROM organisations WHERE name = ? AND org_id IS NOT NULL LIMIT 2", [name]
    ).fetchall()
    return rows[0][0] if len(rows) == 1 else None


def _derive_indicator(base: duckdb.DuckDBPyConnection, row: Row, changes: Row) -> None:
    if "period" in changes:
        changes["period_start"], changes["period_end"] = bounds(changes["period"])
    if "org" in changes and "org_id" not in changes:
        changes["org_id"] = _known_org(base, changes["org"])
    if "directive_id" in changes:
        changes["directive_ref_id"] = None
    high, value = (changes.get(name, row[name]) for name in ("value_high", "value"))
    if high is not None and value is not None and high < value:
        raise DecisionError(
            "Đầu trên của khoảng (value_high) phải lớn hơn value.",
            "The upper end of the range (value_high) must be above value.",
            "value_high",
        )


def _derive_reference(base: duckdb.DuckDBPyConnection, row: Row, changes: Row) -> None:
    form, symbol = (changes.get(name, row[name]) for name in ("form", "symbol"))
    if form == "numbered" and not symbol and changes.keys() & {"form", "symbol"}:
        raise DecisionError(
            "Dẫn có số (numbered) thì phải có số, ký hiệu (symbol).", "A numbered reference needs a symbol.", "symbol"
        )
    if form == "named" and symbol and changes.keys() & {"form", "symbol"}:
        raise DecisionError(
            "Dẫn theo tên (named) thì không có số, ký hiệu (symbol).", "A named reference has no symbol.", "symbol"
        )
    if "symbol" in changes:
        number = regex.match(r"\d+\p{L}?", changes["symbol"] or "")
        changes.setdefault("number", number[0] if number else None)
        if "directive_id" not in changes:
            try:
                changes["directive_id"] = directive_of(base, changes["symbol"]) if changes["symbol"] else None
            except DecisionError:
                # Which directive a new symbol means, linking tells only where the run knows it.
                changes["directive_id"] = None
