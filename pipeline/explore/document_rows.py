"""What the tables hold of one document, asked the way its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.explore.data import Row, Run
from pipeline.explore.marks import LAYERS, Mark
from pipeline.explore.problems import NotFoundError
from pipeline.explore.windows import part_starts
from pipeline.schema import TABLES

if TYPE_CHECKING:
    from pipeline.wording import Language

_LABELS = {
    "indicators": "role",
    "document_references": "relation",
    "dates": "edtf",
    "organisations": "org_type",
}
"""Layer → the column whose value stands behind a mark."""
_OUTLINE_MOST = 200
_CITING_MOST = 50


@dataclass(frozen=True, slots=True)
class Outline:
    """What of a document does not change from one of its parts to the next."""

    starts: tuple[int, ...]
    """Where its parts begin."""
    counts: dict[str, int]
    """Layer → rows."""
    pages: tuple[tuple[int, int], ...]
    """(offset, page), where the rows first tell of a page, in order."""
    sections: tuple[tuple[str, int, int], ...]
    """(heading path, offset and end of the first row in it), in order."""


def key_of(layer: str) -> str:
    """The column that identifies a row of a reviewable table."""
    key = TABLES[layer].key
    assert key is not None
    return key


def document_of(run: Run, doc_id: str) -> Row:
    """The row of `documents`, without its text.

    Raises:
        NotFoundError: this run has no such document.
    """
    found = run.row("SELECT * EXCLUDE (text) FROM documents WHERE doc_id = ?", [doc_id])
    if found is None:
        raise NotFoundError("problem.no_document", doc_id=doc_id)
    return found


def text_of(run: Run, doc_id: str) -> str:
    """`documents.text`; empty where there is no such document."""
    found = run.row("SELECT text FROM documents WHERE doc_id = ?", [doc_id])
    return "" if found is None else str(found["text"])


def outline_of(run: Run, doc_id: str, text: str) -> Outline:
    """The document's outline, remembered until the run changes."""

    def make() -> Outline:
        counts = {
            layer: int((run.row(f"SELECT count(*) AS n FROM {layer} WHERE doc_id = ?", [doc_id]) or {"n": 0})["n"])
            for layer in LAYERS
        }
        every = " UNION ALL ".join(f"SELECT doc_id, char_start, page FROM {layer}" for layer in LAYERS)
        pages = run.rows(
            f"SELECT page, min(char_start) AS begins FROM ({every}) WHERE doc_id = ? AND page IS NOT NULL "
            "GROUP BY page ORDER BY begins",
            [doc_id],
        )
        sections = run.rows(
            "SELECT section, min(char_start) AS begins, arg_min(char_end, char_start) AS stop FROM ("
            "SELECT doc_id, section, char_start, char_end FROM indicators UNION ALL "
            "SELECT doc_id, section, char_start, char_end FROM document_references"
            ") WHERE doc_id = ? AND section IS NOT NULL GROUP BY section ORDER BY begins LIMIT ?",
            [doc_id, _OUTLINE_MOST],
        )
        return Outline(
            part_starts(text),
            counts,
            tuple((row["begins"], row["page"]) for row in pages),
            tuple((row["section"], row["begins"], row["stop"]) for row in sections),
        )

    return run.remembered(("document outline", doc_id), make)


def marks_of(
    run: Run, doc_id: str, start: int, end: int, layers: Sequence[str], language: Language
) -> tuple[Mark, ...]:
    """The rows that stand in a stretch of text, as marks.

    Args:
        run: the run.
        doc_id: which document.
        start: first code point; end: one past the last.
        layers: tables that are shown.
        language: of the labels.
    """
    from pipeline.explore.words import word
    from pipeline.wording import edtf, named

    found: list[Mark] = []
    for layer in layers:
        label = _LABELS[layer]
        own = "is_self" if layer == "document_references" else "false"
        rows = run.rows(
            f"SELECT {key_of(layer)} AS row_id, char_start, char_end, {label} AS label, review_status, {own} AS own "
            f"FROM {layer} WHERE doc_id = ? AND char_start < ? AND char_end > ?",
            [doc_id, end, start],
        )
        for row in rows:
            value = row["label"]
            shown = edtf(value, language) if layer == "dates" else named(label, value, language)
            if row["own"]:
                shown = word("document.own_symbol", language)
            found.append(
                Mark(layer, row["row_id"], row["char_start"], row["char_end"], shown or "?", row["review_status"])
            )
    return tuple(found)


def rows_at(run: Run, doc_id: str, start: int, end: int) -> list[tuple[str, Row]]:
    """(layer, row) of every row that shares a character with a span, those that are the span itself first.

    Args:
        run: the run.
        doc_id: which document.
        start: first code point; end: one past the last.
    """
    found = [
        (layer, row)
        for layer in LAYERS
        for row in run.rows(
            f"SELECT * FROM {layer} WHERE doc_id = ? AND char_start < ? AND char_end > ? ORDER BY char_start",
            [doc_id, end, start],
        )
    ]
    found.sort(
        key=lambda item: (
            (item[1]["char_start"], item[1]["char_end"]) != (start, end),
            item[1]["char_end"] - item[1]["char_start"],
        )
    )
    return found


def neighbours(
    run: Run, doc_id: str, start: int, end: int, layers: Sequence[str]
) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Spans of the mentions before and after a span, in reading order.

    Args:
        run: the run.
        doc_id: which document.
        start: first code point; end: one past the last.
        layers: tables that are shown.
    """
    if not layers:
        return None, None
    every = " UNION ".join(f"SELECT char_start AS a, char_end AS b FROM {x} WHERE doc_id = $doc" for x in layers)
    found = []
    for sign, direction in (("<", "DESC"), (">", "ASC")):
        row = run.row(
            f"SELECT a, b FROM ({every}) WHERE (a, b) {sign} ($start, $end) ORDER BY a {direction}, b {direction} "
            "LIMIT 1",
            {"doc": doc_id, "start": start, "end": end},
        )
        found.append(None if row is None else (int(row["a"]), int(row["b"])))
    return found[0], found[1]


def evidence_of(run: Run, document: Row) -> dict[str, tuple[int, int]]:
    """Where in its text a document says what its metadata say: column → span.

    Args:
        run: the run.
        document: row of `documents`.
    """
    doc_id = document["doc_id"]
    asked = {
        "symbol": (
            "SELECT char_start, char_end FROM document_references WHERE doc_id = ? AND is_self AND symbol = ?",
            document["symbol"],
        ),
        "issuer": (
            "SELECT char_start, char_end FROM organisations WHERE doc_id = ? AND org_id = ?",
            document["issuer_id"],
        ),
        "issued_on": ("SELECT char_start, char_end FROM dates WHERE doc_id = ? AND edtf = ?", document["issued_on"]),
        "period": ("SELECT char_start, char_end FROM dates WHERE doc_id = ? AND edtf = ?", document["period"]),
        "province": (
            "SELECT char_start, char_end FROM organisations WHERE doc_id = ? AND province_code = ?",
            document["province_code"],
        ),
    }
    found = {}
    for column, (sql, value) in asked.items():
        if value is not None and (row := run.row(f"{sql} ORDER BY char_start LIMIT 1", [doc_id, value])):
            found[column] = (int(row["char_start"]), int(row["char_end"]))
    return found


def citing(run: Run, doc_id: str) -> tuple[Row | None, list[Row]]:
    """The directive a document is, if others name it, and the mentions of it elsewhere, one a document.

    Args:
        run: the run.
        doc_id: which document.
    """
    directive = run.row("SELECT * FROM directives WHERE doc_id = ?", [doc_id])
    if directive is None:
        return None, []
    rows = run.rows(
        "SELECT r.doc_id, any_value(d.source) AS source, any_value(d.title) AS title, "
        "any_value(d.issued_on) AS issued_on, count(*) AS n, min(r.char_start) AS begins, "
        "arg_min(r.char_end, r.char_start) AS stop "
        "FROM document_references r JOIN documents d ON d.doc_id = r.doc_id "
        "WHERE r.directive_id = ? AND r.doc_id <> ? AND NOT r.is_self "
        "GROUP BY r.doc_id ORDER BY issued_on NULLS LAST, source LIMIT ?",
        [directive["directive_id"], doc_id, _CITING_MOST],
    )
    return directive, rows


def cited(run: Run, doc_id: str) -> list[Row]:
    """The directives a document names, the most often named first."""
    return run.rows(
        "SELECT v.directive_id, v.symbol, v.title, v.doc_type, v.doc_id, count(*) AS n, min(r.char_start) AS begins, "
        "arg_min(r.char_end, r.char_start) AS stop FROM document_references r JOIN directives v "
        "ON v.directive_id = r.directive_id WHERE r.doc_id = ? AND NOT r.is_self GROUP BY ALL ORDER BY n DESC, begins "
        "LIMIT 100",
        [doc_id],
    )


def tables_of(run: Run, doc_id: str) -> list[Row]:
    """The tables of a document that numbers were taken from: `table_index`, how many, where the first stands."""
    return run.rows(
        "SELECT table_index, count(*) AS n, min(char_start) AS begins, arg_min(char_end, char_start) AS stop, "
        "arg_min(page, char_start) AS page FROM indicators WHERE doc_id = ? AND table_index IS NOT NULL "
        "GROUP BY table_index ORDER BY begins LIMIT 200",
        [doc_id],
    )
