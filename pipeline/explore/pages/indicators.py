"""Indicators: filters, a table, charts; each number leads to its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi import APIRouter, Response

from pipeline.explore import drawing, series
from pipeline.explore import indicator_rows as rows_of
from pipeline.explore.filters import Filter, chips, filter_of, ignored
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.tables import download, form_of
from pipeline.schema import KINDS, ROLES
from pipeline.wording import indicator_name

router = APIRouter()

VIEWS = ("table", "trend", "compare", "rank", "target")
_DIRECTIVE = "SELECT any_value(coalesce(symbol, title)) FROM directives v WHERE v.directive_id = i.directive_id"
_FILE = (
    ("value", "value"), ("value_high", "value_high"), ("unit", "unit"), ("comparator", "comparator"),
    ("label", "label"), ("indicator_code", "indicator_code"), ("role", "role"), ("kind", "kind"), ("period", "period"),
    ("period_start", "period_start"), ("period_end", "period_end"), ("province", "place"), ("org", "org"),
    ("directive", _DIRECTIVE),
    ("surface", "surface"), ("sentence", "sentence"), ("section", "section"), ("document", "document_title"),
    ("source", "source"), ("page", "page"), ("confidence", "confidence"), ("arithmetic", "arithmetic"),
    ("review_status", "review_status"), ("doc_id", "doc_id"), ("indicator_id", "indicator_id"),
)  # fmt: skip
_IN_WORDS = {"role": "role", "kind": "kind", "arithmetic": "arithmetic", "review_status": "status"}


@router.get("/indicators")
def show(screen: OnScreen) -> Response:
    """The page."""
    query, run = screen.request.query_params, screen.run
    chosen = filter_of(query)
    view = query.get("view") if query.get("view") in VIEWS else "table"
    context: dict[str, Any] = {
        "chosen": chosen,
        "ignored": ignored(query),
        "view": view,
        "views": VIEWS,
        "provinces": rows_of.provinces(run, chosen),
        "years": rows_of.years(run),
        "codes": [(code, indicator_name(code, screen.language)) for code in rows_of.codes(run)],
        "roles": ROLES,
        "kinds": KINDS,
        "indicator_name": lambda code: indicator_name(code, screen.language),
        "sorts": rows_of.SORTS,
        "sizes": rows_of.PAGE_SIZES,
        "chart": None,
    }
    if view == "table":
        context |= _table(screen, chosen)
    elif view == "target":
        context |= _targets(screen, chosen)
    else:
        context |= _chart(screen, chosen, str(view))
    named = [chosen.directive, *(row["directive_id"] for row in context.get("listed", []))]
    symbols = rows_of.names_of_directives(run, named)
    context["symbols"] = symbols
    context["chips"] = chips(chosen, screen.language, symbols, _document_names(screen, chosen.document))
    return screen.page("indicators.html", **context)


def _document_names(screen: Screen, doc_id: str) -> dict[str, str]:
    if not doc_id:
        return {}
    sql = "SELECT doc_id, coalesce(title, source) AS name FROM documents WHERE doc_id = ?"
    return {row["doc_id"]: row["name"] for row in screen.run.rows(sql, [doc_id])}


def _table(screen: Screen, chosen: Filter) -> dict[str, Any]:
    query, run = screen.request.query_params, screen.run
    table = rows_of.table_of(run, chosen, query.get("sort"), query.get("page"), rows_of.page_size(query.get("size")))
    return {
        "rows": table.page,
        "listed": table.page.rows,
        "sort": query.get("sort") or "",
        "frequent": table.frequent,
    }


def _by(screen: Screen) -> series.By:
    return "org" if screen.request.query_params.get("by") == "org" else "place"


def _by_column(screen: Screen) -> str:
    return "org" if _by(screen) == "org" else "province"


def _chart(screen: Screen, chosen: Filter, view: str) -> dict[str, Any]:
    """What the three charts of one subject show; the same rows stand in a table below."""
    query, run, by = screen.request.query_params, screen.run, _by(screen)
    subjects = series.subjects(run, chosen, by, widest=view != "trend")
    wanted = query.get("subject") or ""
    subject = next((s for s in subjects if subject_key(s) == wanted), subjects[0] if subjects else None)
    found = series.points(run, chosen, subject, by) if subject else []
    context: dict[str, Any] = {
        "subjects": subjects,
        "subject": subject,
        "by": by,
        "subject_key": subject_key,
        "period": None,
    }
    if view == "trend":
        shown = series.for_trend(found)
    elif view == "compare":
        shown = series.for_comparison(found)
    else:
        asked = query.get("at") or ""
        periods = series.periods_of(found)
        context["period"] = asked if asked in periods else series.best_period(found)
        context["periods"] = periods
        shown = series.for_rank(found, context["period"])
    draw = {"trend": drawing.trend, "compare": drawing.compare, "rank": drawing.rank}[view]
    if subject is not None and shown:
        title = indicator_name(subject.code, screen.language) or subject.label
        context["chart"] = draw(screen, shown, subject, f"{screen.word(f'view.{view}')}: {title}")
    return {
        **context,
        "points": shown,
        "total": len(shown),
        "left_out": len(found) - len(shown) if view == "trend" else 0,
    }


def subject_key(subject: series.Subject) -> str:
    """How an address names a subject among those of its filter."""
    return "|".join((subject.folded, subject.unit, subject.role, str(subject.span)))


def _targets(screen: Screen, chosen: Filter) -> dict[str, Any]:
    size = 20
    _, total = series.pairs(screen.run, chosen, _by(screen), 1)
    at = rows_of.page_number(screen.request.query_params.get("page"), total, size)
    found, _ = series.pairs(screen.run, chosen, _by(screen), size, (at - 1) * size)
    chart = drawing.targets(screen, found, screen.word("view.target")) if found else None
    return {
        "chart": chart,
        "pairs": found,
        "rows": rows_of.Page([], total, at, size),
        "by": _by(screen),
        "total": total,
    }


@router.get("/indicators/download")
def take(screen: OnScreen) -> Response:
    """What the page shows, all its pages, as a file."""
    query = screen.request.query_params
    chosen, form = filter_of(query), form_of(query.get("as"))
    view = query.get("view")
    names: tuple[str, ...]
    if view in ("trend", "compare", "rank"):
        context = _chart(screen, chosen, view)
        rows: Iterator[Sequence[Any]] = (
            (p.name, p.period, p.ends, p.value, p.row["unit"], p.row["label"], p.row["surface"], p.row["sentence"],
             p.row["source"], p.row["page"], p.row["doc_id"], p.row["indicator_id"])
            for p in context["points"]
        )  # fmt: skip
        names = (_by_column(screen), "period", "period_end", "value", "unit", "label", "surface", "sentence", "source",
                 "page", "doc_id", "indicator_id")  # fmt: skip
        return download(f"chitieu-{view}", form, _heads(screen, names), rows)
    if view == "target":
        found, _ = series.pairs(screen.run, chosen, _by(screen), 100_000)
        rows = (
            (p.name, p.label, p.period, p.target["value"], p.result["value"], p.share, p.result["unit"],
             p.result["sentence"], p.result["source"], p.target["sentence"], p.target["source"])
            for p in found
        )  # fmt: skip
        names = (_by_column(screen), "label", "period", "target", "result", "attained", "unit", "sentence", "source",
                 "target_sentence", "target_file")  # fmt: skip
        return download("chitieu-target", form, _heads(screen, names), rows)
    columns = [f"({sql}) AS f{i}" for i, (_, sql) in enumerate(_FILE)]
    listed = rows_of.stream(screen.run, chosen, query.get("sort"), columns)
    coded = {i: _IN_WORDS[name] for i, (name, _) in enumerate(_FILE) if name in _IN_WORDS}
    spoken = (
        tuple(screen.named(coded[i], cell) if i in coded else cell for i, cell in enumerate(row)) for row in listed
    )
    return download("chitieu-indicators", form, _heads(screen, [name for name, _ in _FILE]), spoken)


def _heads(screen: Screen, names: Sequence[str]) -> list[str]:
    return [screen.column(name) for name in names]
