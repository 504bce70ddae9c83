"""Directives: who cites, carries out and reports on which, and a page for each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Response

from extractors.dates.edtf import bounds
from pipeline.compliance.matrix import STATUSES, Evidence, Matrix, column_of
from pipeline.compliance.render import notes
from pipeline.compliance.words import STATUS_MEANINGS, STATUS_WORDS
from pipeline.explore import drawing, indicator_rows
from pipeline.explore.filters import Filter
from pipeline.explore.indicator_rows import Page, page_number
from pipeline.explore.matter import columns_for, matrix_for, matter_of
from pipeline.explore.problems import NotFoundError
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.tables import download, form_of
from pipeline.schema import LEVELS
from pipeline.wording import indicator_name

router = APIRouter()

_COLUMNS = 8
"""Directives side by side."""
_MENTIONS = 25
_RESULTS = 30


def _day(given: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(given or "")
    except ValueError:
        return None


def _choice(screen: Screen) -> dict[str, Any]:
    """What the address asks the matrix for."""
    query = screen.request.query_params
    return {
        "by": "issuer" if query.get("by") == "issuer" else "province",
        "now": query.get("when") == "now",
        "since": _day(query.get("from")),
        "until": _day(query.get("to")),
        "all_rows": query.get("rows") == "all",
    }


def _levels(screen: Screen) -> list[str]:
    return [level for level in LEVELS if level in screen.request.query_params.getlist("level")]


@router.get("/directives")
def show(screen: OnScreen) -> Response:
    """The matrix, some directives at a time."""
    query, choice = screen.request.query_params, _choice(screen)
    q = " ".join((query.get("q") or "").split())[:200]
    columns = columns_for(matter_of(screen.run), q, _levels(screen))
    at = page_number(query.get("page"), len(columns), _COLUMNS)
    shown = columns[(at - 1) * _COLUMNS : at * _COLUMNS]
    matrix = matrix_for(screen.run, shown, **choice)
    return screen.page(
        "directives.html",
        q=q,
        choice=choice,
        levels=_levels(screen),
        all_levels=LEVELS,
        matrix=matrix,
        rows=Page([], len(columns), at, _COLUMNS),
        n_directives=len(matter_of(screen.run).tables["directives"]),
        statuses=STATUSES,
        status_words=STATUS_WORDS,
        meanings=STATUS_MEANINGS,
        notes=notes(matrix, screen.language),
        row_link=_row_link(screen, choice),
    )


def _row_link(screen: Screen, choice: dict[str, Any]) -> Any:
    """From a cell to its evidence on the directive's page."""
    query = screen.request.query_params

    def address(directive_id: str, key: str) -> str:
        kept = {name: query.get(name) for name in ("by", "when", "from", "to")}
        return screen.link(f"/directives/{directive_id}", **kept, row=key) + "#evidence"

    return address


@router.get("/directives/download")
def take(screen: OnScreen) -> Response:
    """The matrix over all chosen directives, a line for each cell that has evidence or a status."""
    q = " ".join((screen.request.query_params.get("q") or "").split())[:200]
    columns = columns_for(matter_of(screen.run), q, _levels(screen))
    choice = _choice(screen)
    matrix = matrix_for(screen.run, columns, **choice)
    names = ("province" if choice["by"] == "province" else "issuer", "symbol", "title", "directive_issuer", "issued_on",
             "compliance", "local", "n_evidence", "sentence", "source", "page", "directive_id")  # fmt: skip
    heads = [screen.column(name) for name in names]
    form = form_of(screen.request.query_params.get("as"))
    return download("chitieu-directives", form, heads, _cells(screen, matrix))


def _cells(screen: Screen, matrix: Matrix) -> Iterator[Sequence[Any]]:
    for row in matrix.rows:
        for i, column in enumerate(matrix.columns):
            cell = matrix.cells[row.key, i]
            first = cell.evidence[0] if cell.evidence else None
            yield (row.label, column.symbol, column.label, column.issuer, column.date,
                   STATUS_WORDS[cell.status][screen.language], list(cell.local_symbols), len(cell.evidence),
                   first.sentence if first else None, first.source if first else None, first.page if first else None,
                   column.directive_id)  # fmt: skip


@router.get("/directives/{directive_id}")
def one(screen: OnScreen, directive_id: str) -> Response:
    """A directive: who cites it, carries it out, reports on it; when; with what results."""
    run, query, choice = screen.run, screen.request.query_params, _choice(screen)
    directive = run.row("SELECT * FROM directives WHERE directive_id = ?", [directive_id])
    if directive is None:
        raise NotFoundError("problem.no_directive", directive_id=directive_id)
    told = matter_of(run).told.get(directive_id, ())
    documents = {d["doc_id"]: d for d in matter_of(run).tables["documents"]}
    matrix = matrix_for(run, [column_of(directive)], **choice)
    wanted = query.get("row")
    evidence = _listed(matrix, wanted)
    size = _MENTIONS
    at = page_number(query.get("page"), len(evidence), size)
    filtered = Filter(directive=directive_id)
    results = indicator_rows.table_of(run, filtered, "-confidence", None, _RESULTS).page
    itself = documents.get(directive["doc_id"] or "")
    years = _years(told, documents)
    return screen.page(
        "directive.html",
        directive=directive,
        itself=itself,
        matrix=matrix,
        counts=_counts(matrix),
        statuses=STATUSES,
        status_words=STATUS_WORDS,
        meanings=STATUS_MEANINGS,
        evidence=evidence[(at - 1) * size : at * size],
        rows=Page([], len(evidence), at, size),
        wanted=wanted,
        years=years,
        local=_local(matrix, documents),
        results=results,
        indicator_name=lambda code: indicator_name(code, screen.language),
        documents=documents,
        choice=choice,
        row_link=_row_link(screen, choice),
        chart=drawing.years(screen, years, screen.word("directive.timeline")) if years else None,
    )


def _listed(matrix: Matrix, wanted: str | None) -> list[tuple[str, Evidence]]:
    """(row, evidence), strongest first; of one row where an address asks for it."""
    found = [
        (row.label, evidence)
        for row in matrix.rows
        if wanted is None or row.key == wanted
        for evidence in matrix.cells[row.key, 0].evidence
    ]
    return sorted(found, key=lambda pair: (STATUSES.index(pair[1].status), pair[0], pair[1].source, pair[1].char_start))


def _counts(matrix: Matrix) -> list[tuple[str, int]]:
    """(status, how many rows have it), strongest first."""
    counts = Counter(matrix.cells[row.key, 0].status for row in matrix.rows)
    return [(status, counts[status]) for status in STATUSES if counts[status]]


def _years(told: Sequence[Any], documents: Any) -> list[tuple[int, int, int]]:
    """(year, documents that cite it, of them with results), from the first year to the last."""
    citing: dict[int, set[str]] = defaultdict(set)
    reporting: dict[int, set[str]] = defaultdict(set)
    for doc_id, _, evidence in told:
        first, last = bounds(documents.get(doc_id, {}).get("issued_on"))
        day = first or last
        if day is not None:
            citing[day.year].add(doc_id)
            if evidence.status == "reports_results":
                reporting[day.year].add(doc_id)
    if not citing:
        return []
    return [(year, len(citing[year]), len(reporting[year])) for year in range(min(citing), max(citing) + 1)]


def _local(matrix: Matrix, documents: Any) -> list[tuple[str, str, Evidence, str | None]]:
    """(row, symbol, evidence, date of the document that says so) of the local documents that carry it out."""
    found: dict[tuple[str, str], tuple[Evidence, str | None]] = {}
    for row in matrix.rows:
        for evidence in matrix.cells[row.key, 0].evidence:
            for symbol in evidence.local_symbols:
                day = documents.get(evidence.doc_id, {}).get("issued_on")
                found.setdefault((row.label, symbol), (evidence, day))
    return [(label, symbol, evidence, day) for (label, symbol), (evidence, day) in sorted(found.items())]
