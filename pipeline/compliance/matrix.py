"""Who cites, carries out and reports on which directive: a matrix in which every cell has its evidence.

Works on the tables of a run, however they were read; nothing here looks at a document again.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pipeline.compliance.carried_out import by_sentence, local_documents, plans_for_the_title
from pipeline.compliance.quoted import is_own_plan, is_own_result, quoted_province

Status = Literal["reports_results", "implements", "cites", "not_found", "unreadable", "no_document"]
STATUSES: tuple[Status, ...] = ("reports_results", "implements", "cites", "not_found", "unreadable", "no_document")
"""Strongest first. The last three differ: read and not found, could not be read, nothing to read."""

Row = Mapping[str, Any]
By = Literal["province", "issuer"]
UNKNOWN_ROW = ""
"""Key of documents that belong to no province (or issuer); they are counted, and make no row of the matrix."""

_HIGHER = ("central", "ministry")
_NO_RESULTS = ("target", "baseline")
"""Roles of numbers that tell what shall be reached or was there before."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place in one document that supports a cell."""

    status: Status
    doc_id: str
    source: str
    page: int | None
    char_start: int
    """Code points into `documents.text`."""
    char_end: int
    surface: str
    sentence: str
    local_symbols: tuple[str, ...] = ()
    """For `implements`: the local documents that, by these words, carry the directive out."""
    value: str | None = None
    """For `reports_results`: the number and what it counts."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one province (or issuer) does about one directive."""

    status: Status
    evidence: tuple[Evidence, ...] = ()

    @property
    def local_symbols(self) -> tuple[str, ...]:
        """The local documents named in the cell, in order of first mention."""
        return tuple(dict.fromkeys(symbol for e in self.evidence for symbol in e.local_symbols))


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A province or an issuer. `key` is the province's name (codes changed bearers in 2025) or the issuer's id."""

    key: str
    label: str
    n_documents: int = 0
    failed: tuple[str, ...] = ()
    """Sources of its inputs that could not be read."""


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A directive; `directive_id` is null for a required one that no document cites."""

    directive_id: str | None
    symbol: str
    label: str
    issuer: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by columns; a cell for every pair."""

    by: By
    rows: tuple[MatrixRow, ...]
    columns: tuple[MatrixColumn, ...]
    cells: Mapping[tuple[str, int], Cell]
    """(row key, column index) → cell."""
    unplaced_documents: int = 0
    """Documents read that belong to no row."""
    unplaced_failures: tuple[str, ...] = ()
    """Inputs that failed and could belong to any row: `not_found` says nothing about them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the matrix shall show."""

    by: By = "province"
    now: bool = False
    """Provinces after the mergers of 1 July 2025 instead of those at each document's date."""
    since: dt.date | None = None
    until: dt.date | None = None
    """Only documents issued from `since` to `until`, both included; documents without date stay in."""
    columns: tuple[MatrixColumn, ...] | None = None
    """Required directives; null: every directive of central or ministry level that some document cites."""
    rows: tuple[MatrixRow, ...] = ()
    """Rows to show even without documents (all provinces of the day, say)."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Source of a failed input → key of the row it belongs to, where its path tells."""


Told = tuple[str, str, Evidence]
"""A document's id, a directive's id, and what the one says of the other."""


def find_evidence(tables: Mapping[str, Sequence[Row]]) -> tuple[Told, ...]:
    """All that documents say of directives: what takes longest of a matrix, and is the same for all its options.

    Args:
        tables: rows of `documents`, `document_references`, `directives` and `indicators` by the names and columns of
            `pipeline.schema`; of the indicators those with a directive are enough.
    """
    return tuple(_evidence(tables, {d["doc_id"]: d for d in tables["documents"]}))


def build_matrix(
    tables: Mapping[str, Sequence[Row]], options: Options, evidence: Iterable[Told] | None = None
) -> Matrix:
    """The matrix over a run's tables.

    Args:
        tables: rows of `documents`, `document_references`, `directives`, `indicators` and `errors` by the names and
            columns of `pipeline.schema`. With `evidence`, references and indicators are not looked at unless the
            options leave it to them which directives to show.
        options: what to show.
        evidence: of `find_evidence`, for who makes several matrices of the same tables.
    """
    documents = {d["doc_id"]: d for d in tables["documents"] if _in_time(d, options)}
    row_of = {doc_id: _row_key(d, options) for doc_id, d in documents.items()}
    columns = options.columns if options.columns is not None else _cited_columns(tables, documents)
    index = {column.directive_id: i for i, column in enumerate(columns) if column.directive_id}
    rows = _rows(tables, documents, row_of, options)

    found: dict[tuple[str, int], list[Evidence]] = defaultdict(list)
    for doc_id, directive_id, told in _evidence(tables, documents) if evidence is None else evidence:
        if directive_id in index and row_of.get(doc_id, UNKNOWN_ROW) != UNKNOWN_ROW:
            found[row_of[doc_id], index[directive_id]].append(told)
    cells = {(row.key, i): _cell(row, found.get((row.key, i), [])) for row in rows for i in range(len(columns))}
    return Matrix(
        options.by,
        rows,
        tuple(columns),
        cells,
        unplaced_documents=sum(1 for key in row_of.values() if key == UNKNOWN_ROW),
        unplaced_failures=tuple(sorted(e["source"] for e in tables["errors"] if e["source"] not in options.places)),
    )


def _in_time(document: Row, options: Options) -> bool:
    if options.since is None and options.until is None:
        return True
    from extractors.dates.edtf import bounds

    start, end = bounds(document.get("issued_on"))
    if start is None and end is None:
        return True
    return not (
        (options.since is not None and end is not None and end < options.since)
        or (options.until is not None and start is not None and start > options.until)
    )


def _row_key(document: Row, options: Options) -> str:
    if options.by == "issuer":
        return document.get("issuer_id") or document.get("issuer") or UNKNOWN_ROW
    return (document.get("province_now") if options.now else document.get("province")) or UNKNOWN_ROW


def _row_label(document: Row, options: Options) -> str:
    return (document.get("issuer") or "") if options.by == "issuer" else _row_key(document, options)


def _rows(
    tables: Mapping[str, Sequence[Row]], documents: Mapping[str, Row], row_of: Mapping[str, str], options: Options
) -> tuple[MatrixRow, ...]:
    labels = {row.key: row.label for row in options.rows}
    counts: dict[str, int] = defaultdict(int)
    failed: dict[str, list[str]] = defaultdict(list)
    for doc_id, key in sorted(row_of.items()):
        if key != UNKNOWN_ROW:
            counts[key] += 1
            labels.setdefault(key, _row_label(documents[doc_id], options))
    for error in tables["errors"]:
        place = options.places.get(error["source"])
        if place is not None:
            failed[place].append(error["source"])
            labels.setdefault(place, place)
    rows = (MatrixRow(key, label, counts[key], tuple(sorted(failed[key]))) for key, label in labels.items())
    return tuple(sorted(rows, key=lambda row: (not row.n_documents and not row.failed, _collation(row.label), row.key)))


def _collation(name: str) -> tuple[str, str]:
    """Order of a Vietnamese index: by letters without tones first, `đ` after `d`."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d\uffff"))
    return "".join(c for c in plain if not unicodedata.combining(c)), name


def _cited_columns(tables: Mapping[str, Sequence[Row]], documents: Mapping[str, Row]) -> tuple[MatrixColumn, ...]:
    cited = {r["directive_id"] for r in tables["document_references"] if r["doc_id"] in documents}
    chosen = [d for d in tables["directives"] if d["level"] in _HIGHER and d["directive_id"] in cited and d["symbol"]]
    chosen.sort(key=lambda d: (-d["n_provinces"], -d["n_documents"], d["symbol"], d["directive_id"]))
    return tuple(column_of(d) for d in chosen)


def column_of(directive: Row) -> MatrixColumn:
    """The matrix column of one row of `directives`."""
    return MatrixColumn(
        directive["directive_id"],
        directive["symbol"] or "",
        directive.get("title") or "",
        directive.get("issuer"),
        directive.get("date"),
    )


def _cell(row: MatrixRow, evidence: Iterable[Evidence]) -> Cell:
    ordered = sorted(evidence, key=lambda e: (STATUSES.index(e.status), e.source, e.char_start, e.surface))
    ordered = _each_once(ordered)
    if ordered:
        return Cell(ordered[0].status, tuple(ordered))
    if row.failed:
        return Cell("unreadable")
    return Cell("not_found" if row.n_documents else "no_document")


def _each_once(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each mention once, as the strongest it is, with all local documents it names."""
    kept: dict[tuple[str, int, int], Evidence] = {}
    for e in evidence:
        place = (e.doc_id, e.char_start, e.char_end)
        first = kept.setdefault(place, e)
        if first is not e:
            symbols = tuple(dict.fromkeys((*first.local_symbols, *e.local_symbols)))
            kept[place] = replace(first, local_symbols=symbols)
    return list(kept.values())


def _evidence(tables: Mapping[str, Sequence[Row]], documents: Mapping[str, Row]) -> Iterable[Told]:
    """(document, directive, evidence) for every reference and indicator that says something of a directive."""
    directives = {d["directive_id"]: d for d in tables["directives"]}
    of_document: dict[str, list[Row]] = defaultdict(list)
    for reference in tables["document_references"]:
        if reference["doc_id"] in documents and reference["directive_id"] and not reference["is_self"]:
            of_document[reference["doc_id"]].append(reference)
    for doc_id, references in of_document.items():
        document = documents[doc_id]
        neighbours = by_sentence(references)
        for reference in references:
            if directives.get(reference["directive_id"], {}).get("doc_id") == doc_id:
                continue
            yield doc_id, reference["directive_id"], _of_reference(document, reference, "cites")
            around = neighbours[reference["char_start"]]
            symbols = list(local_documents(document, reference, around, directives, is_own_plan))
            if symbols and quoted_province(document, reference["sentence"], len(reference["sentence"])):
                continue
            for symbol in symbols:
                yield doc_id, reference["directive_id"], _of_reference(document, reference, "implements", (symbol,))
        for plan, directive_id in plans_for_the_title(document, references, directives, is_own_plan):
            yield doc_id, directive_id, _of_reference(document, plan, "implements", (plan["symbol"],))
    for indicator in tables["indicators"]:
        document = documents.get(indicator["doc_id"], {})
        told = indicator["directive_id"] and document and indicator.get("role") not in _NO_RESULTS
        if told and is_own_result(document, indicator):
            yield document["doc_id"], indicator["directive_id"], _of_indicator(document, indicator)


def _of_reference(document: Row, reference: Row, status: Status, local_symbols: tuple[str, ...] = ()) -> Evidence:
    return Evidence(
        status,
        document["doc_id"],
        document["source"],
        reference["page"],
        reference["char_start"],
        reference["char_end"],
        reference["surface"],
        reference["sentence"],
        local_symbols=local_symbols,
    )


def _of_indicator(document: Row, indicator: Row) -> Evidence:
    return Evidence(
        "reports_results",
        document["doc_id"],
        document["source"],
        indicator["page"],
        indicator["char_start"],
        indicator["char_end"],
        indicator["surface"],
        indicator["sentence"],
        value=f"{indicator['surface']}: {indicator['label']}",
    )
