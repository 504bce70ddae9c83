"""One document: its text with rows marked, what a chosen place says, what is known of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import regex
from fastapi import APIRouter, Query, Response

from pipeline.explore.data import Row
from pipeline.explore.document_rows import (
    Outline,
    cited,
    citing,
    document_of,
    evidence_of,
    key_of,
    marks_of,
    neighbours,
    outline_of,
    rows_at,
    tables_of,
    text_of,
)
from pipeline.explore.marks import LAYERS, pieces
from pipeline.explore.pictures.album import has_pictures
from pipeline.explore.pictures.jobs import PictureError
from pipeline.explore.problems import NotFoundError
from pipeline.explore.review_panel import decided, in_words, row_history, who_of
from pipeline.explore.row_fields import directive_name, shown_fields
from pipeline.explore.screen import OnScreen, Screen
from pipeline.explore.windows import lines_of, part_at
from pipeline.review.anchor import occurrences

router = APIRouter()

_AT = regex.compile(r"(\d{1,8})-(\d{1,8})")
_DOC_ID = regex.compile(r"[0-9a-f]{16}")
_PLACES_MOST = 30
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Place:
    """A chosen place of a text and the rows that stand there. Offsets are code points."""

    start: int
    end: int
    rows: tuple[dict[str, Any], ...]
    previous: tuple[int, int] | None
    next: tuple[int, int] | None
    page: int | None


@router.get("/document/{doc_id}")
def show(
    screen: OnScreen,
    doc_id: str,
    at: str = "",
    part: str = "",
    page: str = "",
    hide: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """The page.

    Args:
        screen: of the reader.
        doc_id: which document.
        at: `START-END`, code points of the place to be shown.
        part: number (from 1) of the part to show where no place is given.
        page: of the original, to begin at.
        hide: layers that are not marked.
    """
    document = checked_document(screen, doc_id)
    run = screen.run
    text = text_of(run, doc_id)
    outline = outline_of(run, doc_id, text)
    hidden = set(hide or ())
    layers = tuple(layer for layer in LAYERS if layer not in hidden)
    span = span_of(at, len(text))
    number = _part_number(outline, span, part, page)
    start = outline.starts[number]
    end = outline.starts[number + 1] if number + 1 < len(outline.starts) else len(text)
    marks = marks_of(run, doc_id, start, end, layers, screen.language)
    cut = pieces(text, start, end, marks, span)
    directive, elsewhere = citing(run, doc_id)
    return screen.page(
        "document.html",
        document=document,
        lines=lines_of(text, start, end, cut, outline.pages),
        outline=outline,
        number=number,
        layers=LAYERS,
        hidden=hidden,
        toggles=_toggles(screen, hidden),
        place=_place(screen, document, outline, span, layers) if span else None,
        span=span,
        surface=text[slice(*span)] if span else "",
        evidence=evidence_of(run, document),
        directive=directive,
        citing=elsewhere,
        cited=cited(run, doc_id),
        tables=tables_of(run, doc_id),
        directive_name=directive_name,
        has_pictures=has_pictures(document),
        picture=_picture(screen, document, outline, span) if span else None,
        adding=_adding(screen, text, start),
        at_prefix=_at_prefix(screen),
        complete=_complete(screen, doc_id),
        decided=decided(screen),
        in_words=in_words,
        who=who_of(screen),
        token=screen.request.app.state.token,
    )


def checked_document(screen: Screen, doc_id: str) -> Row:
    """The row of a document that an address names.

    Raises:
        NotFoundError: it names none of this run.
    """
    if _DOC_ID.fullmatch(doc_id) is None:
        raise NotFoundError("problem.no_document", doc_id=doc_id)
    return document_of(screen.run, doc_id)


def span_of(given: str, length: int) -> tuple[int, int] | None:
    """`START-END` of an address, within a text; null where it is none."""
    match = _AT.fullmatch(given)
    if match is None:
        return None
    start, end = int(match[1]), min(int(match[2]), length)
    return (start, end) if start < end else None


def page_of(outline: Outline, offset: int) -> int | None:
    """The page of a place, as the rows before it tell; of the first row where none stands before."""
    before = [page for begins, page in outline.pages if begins <= offset]
    return before[-1] if before else next((page for _, page in outline.pages), None)


def _part_number(outline: Outline, span: tuple[int, int] | None, part: str, page: str) -> int:
    if span is not None:
        return part_at(outline.starts, span[0])
    if part.isdecimal() and len(part) < 7:
        return min(max(1, int(part)), len(outline.starts)) - 1
    if page.isdecimal() and len(page) < 7:
        begun = [begins for begins, number in outline.pages if number >= int(page)]
        return part_at(outline.starts, begun[0]) if begun else len(outline.starts) - 1
    return 0


def _at_prefix(screen: Screen) -> str:
    """This page's address up to the place, which is put behind it."""
    address = screen.link(at="", part="", words="", done="")
    return f"{address}{'&' if '?' in address else '?'}at="


def _complete(screen: Screen, doc_id: str) -> str:
    """Who has gone through the whole document; empty where nobody has."""
    found = screen.run.row("SELECT who FROM review_complete WHERE doc_id = ?", [doc_id])
    return "" if found is None else str(found["who"])


def _toggles(screen: Screen, hidden: set[str]) -> list[tuple[str, bool, str]]:
    """(layer, whether it is marked, address that turns it)."""
    found = []
    for layer in LAYERS:
        changed = hidden - {layer} if layer in hidden else hidden | {layer}
        found.append((layer, layer not in hidden, screen.link(hide=[x for x in LAYERS if x in changed])))
    return found


def _place(screen: Screen, document: Row, outline: Outline, span: tuple[int, int], layers: tuple[str, ...]) -> Place:
    doc_id = document["doc_id"]
    rows = tuple(
        {
            "layer": layer,
            "id": row[key_of(layer)],
            "row": row,
            "fields": shown_fields(screen, layer, row),
            "exact": (row["char_start"], row["char_end"]) == span,
            "history": row_history(screen, layer, row[key_of(layer)]),
        }
        for layer, row in rows_at(screen.run, doc_id, *span)
        if layer in layers
    )
    before, after = neighbours(screen.run, doc_id, *span, layers)
    told = [item["row"]["page"] for item in rows if item["row"]["page"] is not None]
    return Place(*span, rows, before, after, told[0] if told else page_of(outline, span[0]))


def _picture(screen: Screen, document: Row, outline: Outline, span: tuple[int, int]) -> dict[str, Any] | None:
    """The strip of the original around a place: its address, or why there is none."""
    if not has_pictures(document):
        return None
    rows = rows_at(screen.run, document["doc_id"], *span)
    page = next((row["page"] for _, row in rows if row["page"] is not None), None) or page_of(outline, span[0]) or 1
    return picture_at(screen, document, page, span, strip=True)


def picture_at(
    screen: Screen, document: Row, page: int, span: tuple[int, int] | None, *, strip: bool, width: int = 900
) -> dict[str, Any]:
    """What a template needs to show a page of the original.

    Args:
        screen: of the reader.
        document: row of `documents`.
        page: from 1.
        span: the place to be marked.
        strip: only its surroundings.
        width: in dots.
    """
    album = screen.request.app.state.album
    known = album.quick(album.job(document, page, span, width=width, strip=strip))
    at = f"{span[0]}-{span[1]}" if span else None
    path = f"/document/{document['doc_id']}/page/{page}"
    return {
        "page": page,
        "src": screen.link(f"{path}.png", at=at, strip=1 if strip else None, width=width if width != 900 else None),
        "href": screen.link(path, at=at),
        "problem": picture_problem(screen, known, document, page) if isinstance(known, PictureError) else None,
        "waiting": known is None and span is not None,
        "found": None if known is None or isinstance(known, PictureError) else known.found,
        "width": getattr(known, "width", None),
        "height": getattr(known, "height", None),
    }


def picture_problem(screen: Screen, error: PictureError, document: Row, page: int) -> str:
    """Why there is no picture, in a sentence."""
    return screen.word(f"picture.{error.problem}", source=document["source"], page=page)


def _adding(screen: Screen, text: str, start: int) -> dict[str, Any]:
    """What the form for a missing row shows: the words sought and where they stand, those behind `start` first."""
    words = screen.request.query_params.get("words", "").strip()
    if not words:
        return {"words": "", "places": ()}
    spans = list(occurrences(text, words))
    spans.sort(key=lambda span: (span[0] < start, span[0]))
    places = [
        {
            "start": a,
            "end": b,
            "before": text[max(0, a - _AROUND) : a],
            "surface": text[a:b],
            "after": text[b : b + _AROUND],
        }
        for a, b in spans[:_PLACES_MOST]
    ]
    return {"words": words, "places": places}
