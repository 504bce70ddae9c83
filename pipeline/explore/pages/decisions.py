"""The decisions on record: who decided what and when, whether it still holds, and what can be taken away of them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Response

from pipeline.explore.data import Row
from pipeline.explore.indicator_rows import page_number
from pipeline.explore.review_panel import decided, in_words, who_of
from pipeline.explore.screen import OnScreen, Screen
from pipeline.review import Decision, DecisionError, orphans, read_decisions
from pipeline.review.decisions import decisions_file
from pipeline.review.gold import export_gold

router = APIRouter()

STATES = ("in_force", "withdrawn", "orphaned")
_ON_A_PAGE = 50


@router.get("/review/decisions")
def show(screen: OnScreen, state: str = "", who: str = "", page: str = "") -> Response:
    """The decisions, the latest first; those that find no place any more before all others.

    Args:
        screen: of the reader.
        state: only these.
        who: only of this person.
        page: of the list, from 1.
    """
    on_record = read_decisions(screen.run.out)
    told = [d for d in on_record if d.action != "withdraw"]
    withdrawals = {d.target: d.id for d in on_record if d.action == "withdraw" and not d.withdrawn}
    with screen.run.read() as connection:
        lost = {d.id for d in orphans(connection)}
    states = {d.id: "withdrawn" if d.withdrawn else "orphaned" if d.id in lost else "in_force" for d in told}
    people = sorted({d.who for d in told})
    wanted = [d for d in told[::-1] if state in ("", states[d.id]) and who in ("", d.who)]
    wanted.sort(key=lambda d: states[d.id] != "orphaned")
    number = page_number(page, len(wanted), _ON_A_PAGE)
    first = (number - 1) * _ON_A_PAGE
    shown = wanted[first : first + _ON_A_PAGE]
    return screen.page(
        "decisions.html",
        decisions=[_line(screen, d, states[d.id], withdrawals.get(d.id)) for d in shown],
        total=len(wanted),
        number=number,
        last=max(1, -(-len(wanted) // _ON_A_PAGE)),
        states=STATES,
        state=state,
        people=people,
        chosen_who=who,
        who=who_of(screen),
        token=screen.request.app.state.token,
        in_words=in_words,
        decided=decided(screen),
        here=screen.link("/review/decisions", state=state, who=who, page=number if number > 1 else None),
    )


def _line(screen: Screen, decision: Decision, state: str, withdrawal: str | None) -> dict[str, Any]:
    document: Row | None = None
    if decision.doc_id:
        document = screen.run.row("SELECT doc_id, title, source FROM documents WHERE doc_id = ?", [decision.doc_id])
    return {"decision": decision, "state": state, "document": document, "withdrawal": withdrawal}


@router.get("/review/decisions.jsonl")
def log(screen: OnScreen) -> Response:
    """The file of decisions as it is."""
    try:
        data = decisions_file(screen.run.out).read_bytes()
    except FileNotFoundError:
        data = b""
    return _download(data, "decisions.jsonl", "application/jsonl")


@router.get("/review/gold.zip")
def gold(screen: OnScreen, partial: str = "") -> Response:
    """Reviewed documents as gold, as `chitieu review --gold` writes it.

    Args:
        screen: of the reader.
        partial: `1`: documents too of which only some rows were decided upon.
    """
    with tempfile.TemporaryDirectory(prefix="chitieu-gold-") as folder:
        try:
            with screen.run.read() as connection:
                done = export_gold(connection, Path(folder), partial=partial == "1")
        except DecisionError as error:
            said = error.vi if screen.language == "vi" else error.en
            return screen.page("problem.html", 404, title=screen.word("decisions.no_gold"), sentence=said)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(done.written):
                archive.write(path, f"gold/{path.name}")
    return _download(packed.getvalue(), "gold.zip", "application/zip")


def _download(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
