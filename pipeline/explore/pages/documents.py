"""The documents of a run, to choose one from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Response

from pipeline.explore.data import Run
from pipeline.explore.fold import pattern_of, plain
from pipeline.explore.indicator_rows import Page, page_number
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.tables import download, form_of
from pipeline.schema import DOC_KINDS

router = APIRouter()

_SIZE = 50
_SORTS = {"title": "lower(coalesce(title, source))", "issued_on": "issued_on", "file": "source", "indicators": "n"}
_FROM = """
FROM (
    SELECT d.doc_id, d.source, d.title, d.doc_kind, d.symbol, d.issuer, d.province, d.province_now, d.issued_on,
        d.period, d.n_pages, d.n_chars, d.text_source, d.warnings, d.year, coalesce(i.n, 0) AS n
    FROM explore_documents d
    LEFT JOIN (SELECT doc_id, count(*) AS n FROM indicators GROUP BY doc_id) i ON i.doc_id = d.doc_id
)
"""


def _condition(screen: Screen) -> tuple[str, dict[str, Any]]:
    query = screen.request.query_params
    parts = ["true"]
    values: dict[str, Any] = {}
    if pattern := pattern_of((query.get("q") or "")[:200]):
        parts.append("regexp_matches(concat_ws(chr(10), title, source, symbol, issuer), $q)")
        values["q"] = pattern
    place = "province_now" if query.get("when") == "now" else "province"
    if query.get("province") == "-":
        parts.append(f"{place} IS NULL")
    elif query.get("province"):
        parts.append(f"{place} = $province")
        values["province"] = query["province"]
    year = query.get("year") or ""
    if year == "-":
        parts.append("year IS NULL")
    elif year.isdecimal() and len(year) <= 4:
        parts.append("year = $year")
        values["year"] = int(year)
    if (before := query.get("before") or "").isdecimal() and len(before) <= 4:
        parts.append("year < $before")
        values["before"] = int(before)
    if query.get("kind") in DOC_KINDS:
        parts.append("doc_kind = $kind")
        values["kind"] = query["kind"]
    if query.get("warned"):
        parts.append("len(warnings) > 0")
    return " AND ".join(parts), values


def _order(sort: str | None) -> str:
    by = _SORTS.get((sort or "").removeprefix("-"))
    return f"{by} {'DESC' if (sort or '').startswith('-') else 'ASC'} NULLS LAST, source" if by else "source"


def _places(run: Run, now: bool) -> list[str]:
    column = "province_now" if now else "province"
    sql = f"SELECT DISTINCT {column} AS name FROM documents WHERE {column} IS NOT NULL"
    names = run.remembered(("places of documents", now), lambda: [row["name"] for row in run.rows(sql)])
    return sorted(names, key=lambda name: (plain(name), name))


@router.get("/documents")
def show(screen: OnScreen) -> Response:
    """The page."""
    query, run = screen.request.query_params, screen.run
    where, values = _condition(screen)
    n = (run.row(f"SELECT count(*) AS n {_FROM} WHERE {where}", values) or {"n": 0})["n"]
    at = page_number(query.get("page"), n, _SIZE)
    order = f"ORDER BY {_order(query.get('sort'))} LIMIT {_SIZE} OFFSET {(at - 1) * _SIZE}"
    sql = "SELECT DISTINCT year FROM explore_documents ORDER BY year DESC"
    years = run.remembered("years of documents", lambda: [row["year"] for row in run.rows(sql)])
    return screen.page(
        "documents.html",
        rows=Page(run.rows(f"SELECT * {_FROM} WHERE {where} {order}", values), n, at, _SIZE),
        sort=query.get("sort") or "",
        places=_places(run, query.get("when") == "now"),
        years=[year for year in years if year],
        kinds=DOC_KINDS,
        now=query.get("when") == "now",
    )


@router.get("/documents/download")
def take(screen: OnScreen) -> Response:
    """All documents of the filter, as a file."""
    names = ("title", "doc_kind", "symbol", "issuer", "province", "province_now", "issued_on", "period", "n_pages",
             "n_chars", "text_source", "warnings", "n_indicators", "source", "doc_id")  # fmt: skip
    heads = [screen.column(name) for name in names]
    form = form_of(screen.request.query_params.get("as"))
    return download("chitieu-documents", form, heads, _lines(screen))


def _lines(screen: Screen) -> Iterator[Sequence[Any]]:
    where, values = _condition(screen)
    order = _order(screen.request.query_params.get("sort"))
    for r in screen.run.rows(f"SELECT * {_FROM} WHERE {where} ORDER BY {order}", values):
        yield (r["title"], screen.named("doc_kind", r["doc_kind"]), r["symbol"], r["issuer"], r["province"],
               r["province_now"], r["issued_on"], r["period"], r["n_pages"], r["n_chars"], r["text_source"],
               r["warnings"], r["n"], r["source"], r["doc_id"])  # fmt: skip
