"""Review: the rows most worth a look one after the other, and the decisions about them."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from pipeline.explore.document_rows import document_of, key_of, text_of
from pipeline.explore.pages.document import checked_document, picture_at
from pipeline.explore.pictures.album import has_pictures
from pipeline.explore.posted import Form, Posted, own_address
from pipeline.explore.problems import NotFoundError
from pipeline.explore.review_panel import (
    WHO_COOKIE,
    changed_values,
    current_row,
    decided,
    form_fields,
    in_form,
    in_words,
    last_own,
    new_row,
    row_history,
    said_of,
    typed_value,
    who_cookie,
    who_of,
)
from pipeline.explore.row_fields import shown_fields
from pipeline.explore.screen import OnScreen, Screen
from pipeline.review import REVIEWABLE, Decision, DecisionError, Proposal, read_decisions, record, status, withdraw
from pipeline.review.queue import REASONS, QueueItem, queue, queue_counts

router = APIRouter()

_COMING = 8
"""Rows of the queue that are listed below the one at hand."""
_AROUND = 400
_YEAR_SECONDS = 365 * 24 * 3600


@router.get("/review")
def show(
    screen: OnScreen,
    reason: Annotated[list[str] | None, Query()] = None,
    table: str = "",
    doc: str = "",
    n: int = 0,
) -> Response:
    """The row at hand and those that come after it.

    Args:
        screen: of the reader.
        reason: codes of `REASONS`; none: all.
        table: only rows of this table.
        doc: only rows of this document.
        n: how many were skipped.
    """
    reasons = tuple(code for code in REASONS if code in (reason or ()))
    table = table if table in REVIEWABLE else ""
    n = min(max(0, n), 10**6)
    found = _queue(screen, reasons, table, doc, n)
    if not found and n:
        n = 0
        found = _queue(screen, reasons, table, doc, n)
    return screen.page(
        "review.html",
        item=_card(screen, found[0]) if found else None,
        coming=found[1:],
        reasons=REASONS,
        counts=screen.run.remembered("review counts", lambda: _counts(screen)),
        chosen=reasons,
        table=table,
        tables=REVIEWABLE,
        doc=doc,
        document=document_of(screen.run, doc) if doc else None,
        n=n,
        last=last_own(screen),
        **_common(screen),
    )


@router.get("/review/row/{table}/{row_id}")
def row_page(screen: OnScreen, table: str, row_id: str) -> Response:
    """One row, whether it is in the queue or not.

    Args:
        screen: of the reader.
        table: one of the reviewable tables.
        row_id: of the row.
    """
    if table not in REVIEWABLE:
        raise NotFoundError("review.no_row", row_id=row_id)
    return _row_page(screen, table, row_id)


@router.get("/review/add")
def add_page(screen: OnScreen, doc: str, at: str, table: str = "indicators") -> Response:
    """The form for a row that is missing.

    Args:
        screen: of the reader.
        doc: which document.
        at: `START-END`, code points of its words.
        table: the row's.
    """
    return _add_page(screen, table, doc, at)


@router.post("/review/who")
def who(screen: OnScreen, form: Form) -> Response:
    """Remember who decides."""
    answer = RedirectResponse(form.back("/review"), 303)
    if form.get("who"):
        _remember(answer, form.get("who"))
    else:
        answer.delete_cookie(WHO_COOKIE)
    return answer


def _remember(answer: Response, name: str) -> None:
    answer.set_cookie(WHO_COOKIE, who_cookie(name), max_age=_YEAR_SECONDS, samesite="strict", httponly=True)


@router.post("/review/decide")
def decide(screen: OnScreen, form: Form) -> Response:
    """Put a decision on record, then back to the page it was taken on; where it cannot be taken, say why."""
    action, table = form.get("action"), form.get("table")
    if table not in (*REVIEWABLE, "documents"):
        raise NotFoundError("review.no_row", row_id=form.get("row_id"))
    try:
        done = _record(screen, form, action, table)
    except DecisionError as error:
        said = said_of(screen, error)
        problem = (error.field, said)
        if action == "add":
            at = f"{form.get('char_start')}-{form.get('char_end')}"
            return _add_page(screen, table, form.get("doc_id"), at, form, problem)
        if table == "documents":
            return screen.page("problem.html", 422, title=screen.word("review.not_recorded"), sentence=said)
        return _row_page(screen, table, form.get("row_id"), form, problem)
    back = form.back("/review")
    if action == "add":
        back = screen.document(done.doc_id or "", done.char_start, done.char_end)
    answer = RedirectResponse(_with(back, done), 303)
    if form.get("who"):
        _remember(answer, form.get("who"))
    return answer


@router.post("/review/undo")
def undo(screen: OnScreen, form: Form) -> Response:
    """Take a decision back."""
    try:
        done = withdraw(screen.run.out, form.get("decision"), who_of(screen) or form.get("who"), form.get("why"))
    except DecisionError as error:
        said = error.vi if screen.language == "vi" else error.en
        return screen.page("problem.html", 422, title=screen.word("review.not_recorded"), sentence=said)
    # Taking a withdrawal back puts the decision itself in force again: that is what can be undone then.
    told = {decision.id: decision for decision in read_decisions(screen.run.out)}
    taken_back = told.get(done.target or "")
    if taken_back is not None and taken_back.action == "withdraw":
        done = told.get(taken_back.target or "", done)
    return RedirectResponse(_with(form.back("/review"), done), 303)


def _record(screen: Screen, form: Posted, action: str, table: str) -> Decision:
    doc_id = form.get("doc_id") or None
    row_id = form.get("row_id") or None
    given = form.beginning("f.")
    changes: dict[str, Any] = {}
    if action == "correct" and row_id:
        row = current_row(screen, table, row_id)
        changes = changed_values(screen, table, row, given) if row is not None else {}
    elif action == "add":
        changes = {
            name: typed_value(screen, table, name, value)
            for name, value in given.items()
            if value.strip() and name != "surface"
        }
    proposal = Proposal(
        table,
        action,  # type: ignore[arg-type]  # `record` says which actions there are
        form.get("who") or who_of(screen),
        form.get("why"),
        row_id,
        doc_id,
        form.number("char_start"),
        form.number("char_end"),
        changes,
    )
    with screen.run.read() as connection:
        return record(screen.run.out, proposal, connection)


def _with(address: str, decision: Decision) -> str:
    """An address that tells which decision was just taken."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != "done"]
    query = urlencode([*kept, ("done", decision.id)])
    return f"{parts.path}?{query}{'#' + parts.fragment if parts.fragment else ''}"


def _common(screen: Screen) -> dict[str, Any]:
    return {
        "who": who_of(screen),
        "token": screen.request.app.state.token,
        "decided": decided(screen),
        "here": _here(screen),
        "in_words": in_words,
    }


def _here(screen: Screen) -> str:
    """This page's address, without what tells of the last decision."""
    if screen.request.method != "GET":
        return "/review"
    query = [(name, value) for name, value in screen.request.query_params.multi_items() if name not in ("done", "lang")]
    path = screen.request.url.path
    return f"{path}?{urlencode(query)}" if query else path


def _queue(screen: Screen, reasons: tuple[str, ...], table: str, doc: str, n: int) -> list[QueueItem]:
    conditions = [name for name, value in (("table_name = ?", table), ("doc_id = ?", doc)) if value]
    with screen.run.read() as connection:
        return queue(
            connection,
            _COMING + 1,
            reasons,
            n,
            where=" AND ".join(conditions),
            parameters=[value for value in (table, doc) if value],
        )


def _counts(screen: Screen) -> tuple[dict[str, int], Any]:
    with screen.run.read() as connection:
        return queue_counts(connection), status(connection)


def _card(
    screen: Screen,
    item: QueueItem,
    given: Posted | None = None,
    problem: tuple[str | None, str] | None = None,
) -> dict[str, Any]:
    """A row with all that its card shows."""
    document = document_of(screen.run, item.doc_id)
    span = (item.char_start, item.char_end)
    text = text_of(screen.run, item.doc_id)
    start, end = _around(text, *span)
    return {
        "table": item.table,
        "id": item.row_id,
        "row": item.row,
        "document": document,
        "span": span,
        "before": text[start : span[0]],
        "surface": text[slice(*span)],
        "after": text[span[1] : end],
        "reasons": item.reasons,
        "fields": shown_fields(screen, item.table, item.row),
        "form": form_fields(screen, item.table, item.row, given.beginning("f.") if given else None, problem),
        "problem": problem,
        "wrong_number": item.table == "indicators" and not {"mismatch", "outlier"}.isdisjoint(item.reasons),
        "why": given.get("why") if given else "",
        "history": row_history(screen, item.table, item.row_id),
        "picture": picture_at(screen, document, item.page or 1, span, strip=True) if has_pictures(document) else None,
    }


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The line a place stands in, or as much of it as can be read at a glance."""
    first = max(text.rfind("\n", 0, start) + 1, start - _AROUND)
    stop = text.find("\n", end)
    return first, min(stop if stop >= 0 else len(text), end + _AROUND)


def _row_page(
    screen: Screen,
    table: str,
    row_id: str,
    given: Posted | None = None,
    problem: tuple[str | None, str] | None = None,
) -> Response:
    row = current_row(screen, table, row_id)
    told = row_history(screen, table, row_id)
    if row is None and not told:
        raise NotFoundError("review.no_row", row_id=row_id)
    here = f"/review/row/{table}/{row_id}"
    item = None
    if row is not None:
        with screen.run.read() as connection:
            waiting = queue(connection, 1, where="row_id = ?", parameters=[row_id])
        source = document_of(screen.run, row["doc_id"])["source"]
        reasons = waiting[0].reasons if waiting else ()
        item = _card(screen, _item(table, row, source, reasons), given, problem)
    return screen.page(
        "review_row.html",
        422 if problem else 200,
        item=item,
        table=table,
        row_id=row_id,
        history=told,
        reasons=REASONS,
        back=given.back(here) if given else own_address(screen.request.query_params.get("back", ""), here),
        **_common(screen) | {"here": here},
    )


def _item(table: str, row: dict[str, Any], source: str, reasons: tuple[str, ...]) -> QueueItem:
    return QueueItem(
        table,
        row[key_of(table)],
        row["doc_id"],
        source,
        row["page"],
        row["char_start"],
        row["char_end"],
        row["surface"],
        row.get("sentence") or "",
        reasons,
        0.0,
        row,
    )


def _add_page(
    screen: Screen,
    table: str,
    doc: str,
    at: str,
    given: Posted | None = None,
    problem: tuple[str | None, str] | None = None,
) -> Response:
    from pipeline.explore.pages.document import span_of

    document = checked_document(screen, doc)
    table = table if table in REVIEWABLE else "indicators"
    text = text_of(screen.run, doc)
    span = span_of(at, len(text))
    if span is None:
        raise NotFoundError("review.no_place", at=at)
    # A selection made with a mouse takes blanks with it.
    chosen = text[slice(*span)]
    start = span[0] + len(chosen) - len(chosen.lstrip())
    span = (start, start + len(chosen.strip()))
    first, last = _around(text, *span)
    row = new_row(screen, table, doc, *span, text[slice(*span)])
    form = form_fields(screen, table, row, given.beginning("f.") if given else None, problem)
    if given is None and "value_text" in row:
        form = form_fields(screen, table, row, {"value": in_form(screen, row["value_text"])}, problem)
    return screen.page(
        "review_add.html",
        422 if problem else 200,
        document=document,
        table=table,
        tables=REVIEWABLE,
        span=span,
        before=text[first : span[0]],
        surface=text[slice(*span)],
        after=text[span[1] : last],
        form=[field for field in form if field.name != "surface"],
        problem=problem,
        given_who=given.get("who") if given else "",
        why=given.get("why") if given else "",
        at=f"{span[0]}-{span[1]}",
        **_common(screen),
    )
