"""The first page: what was read, when, what failed and why, which provinces and years are covered."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from pipeline.explore.coverage import EARLIER, coverage, failures, said_in, warnings
from pipeline.explore.filters import When
from pipeline.explore.indicator_rows import Page, page_number
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.tables import download, form_of
from pipeline.store.mismatches import mismatches

router = APIRouter()

_SHOWN = 10
_FAILURES = 50
_COUNTED = "documents", "indicators", "document_references", "directives", "errors"
_INPUTS = ("seen", "done", "unchanged", "duplicate", "ignored", "failed", "kept", "pruned")


@router.get("/")
def show(screen: OnScreen) -> Response:
    """The page."""
    run, info = screen.run, screen.run.info()
    when: When = "now" if screen.request.query_params.get("when") == "now" else "then"
    with run.read() as cursor:
        wrong = mismatches(cursor, _SHOWN)
    return screen.page(
        "overview.html",
        info=info,
        out=run.out.name,
        counts=_counts(screen),
        inputs=[(name, info[f"inputs_{name}"]) for name in _INPUTS if info.get(f"inputs_{name}")],
        timings={name: value for name, value in info.get("timings", {}).items() if isinstance(value, (int, float))},
        options={name: value for name, value in info.get("options", {}).items() if value},
        coverage=coverage(run, when),
        when=when,
        earlier=EARLIER,
        failures=failures(run),
        warnings=warnings(run),
        mismatches=wrong,
        said=lambda message: said_in(message, screen.language),
    )


def _counts(screen: Screen) -> dict[str, int]:
    def count() -> dict[str, int]:
        tables = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in _COUNTED)
        found = screen.run.row(
            f"SELECT {tables}, (SELECT count(*) FROM indicators WHERE arithmetic = 'mismatch') AS mismatches, "
            "(SELECT count(*) FROM documents WHERE len(warnings) > 0) AS warned, "
            "(SELECT count(*) FROM explore_indicators WHERE review_status IS NOT NULL) AS reviewed"
        )
        return {name: int(n) for name, n in (found or {}).items()}

    return screen.run.remembered("counts", count)


@router.get("/failures")
def failed(screen: OnScreen) -> Response:
    """Every input that could not be done, and why."""
    query = screen.request.query_params
    where, values = _which(query.get("error"))
    n = (screen.run.row(f"SELECT count(*) AS n FROM errors WHERE {where}", values) or {"n": 0})["n"]
    at = page_number(query.get("page"), n, _FAILURES)
    rows = screen.run.rows(
        f"SELECT * FROM errors WHERE {where} ORDER BY source LIMIT {_FAILURES} OFFSET {(at - 1) * _FAILURES}", values
    )
    return screen.page(
        "failures.html",
        rows=Page(rows, n, at, _FAILURES),
        failures=failures(screen.run),
        wanted=query.get("error"),
        said=lambda message: said_in(message, screen.language),
    )


def _which(error: str | None) -> tuple[str, dict[str, Any]]:
    return ("error = $error", {"error": error}) if error else ("true", {})


@router.get("/failures/download")
def take(screen: OnScreen) -> Response:
    """What `/failures` shows, as a file."""
    where, values = _which(screen.request.query_params.get("error"))
    rows = screen.run.rows(f"SELECT * FROM errors WHERE {where} ORDER BY source", values)
    heads = [screen.column(name) for name in ("source", "error", "message", "stage", "failed_at", "doc_id")]
    cells = (
        (r["source"], r["error"], said_in(r["message"], screen.language), screen.named("stage", r["stage"]),
         r["failed_at"], r["doc_id"])
        for r in rows
    )  # fmt: skip
    return download("chitieu-failures", form_of(screen.request.query_params.get("as")), heads, cells)


@router.get("/coverage/download")
def take_coverage(screen: OnScreen) -> Response:
    """Documents by province and year, as a file."""
    found = coverage(screen.run, "now" if screen.request.query_params.get("when") == "now" else "then")
    years = (year_name(screen, year, found.first) for year in found.years)
    heads = [screen.column("province"), *years, screen.word("overview.all")]
    rows = ((name or screen.word("overview.no_place"), *cells, n) for name, cells, n in found.rows)
    return download("chitieu-coverage", form_of(screen.request.query_params.get("as")), heads, rows)


def year_name(screen: Screen, year: int, first: int) -> str:
    """What stands above a column of the coverage."""
    if year == EARLIER:
        return screen.word("overview.before", year=str(first))
    return str(year) if year else screen.word("overview.no_year")
