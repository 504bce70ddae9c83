"""Pages of originals: as pictures, and a page that shows one whole with the place marked."""

from __future__ import annotations

from html import escape
from textwrap import wrap

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from pipeline.explore.document_rows import text_of
from pipeline.explore.pages.document import checked_document, picture_at, picture_problem, span_of
from pipeline.explore.pictures.album import WIDTHS, has_pictures
from pipeline.explore.pictures.jobs import PictureError
from pipeline.explore.problems import NotFoundError
from pipeline.explore.screen import OnScreen

router = APIRouter()

_STATUS = {"gone": 404, "changed": 409, "no_page": 404, "broken": 422, "slow": 503, "no_tool": 503}
_KEPT_SECONDS = 600


@router.get("/document/{doc_id}/page/{number:int}.png")
def picture(screen: OnScreen, doc_id: str, number: int, at: str = "", strip: str = "", width: str = "") -> Response:
    """The picture; where there is none, one that says why.

    Args:
        screen: of the reader.
        doc_id: which document.
        number: of the page, from 1.
        at: `START-END`, code points of the words to be marked.
        strip: `1`: only the surroundings of the marked words.
        width: in dots.
    """
    document = checked_document(screen, doc_id)
    album = screen.request.app.state.album
    span = span_of(at, document["n_chars"])
    wide = next((w for w in WIDTHS if str(w) == width), WIDTHS[0])
    try:
        drawn = album.draw(album.job(document, number, span, width=wide, strip=strip == "1"))
    except PictureError as error:
        said = picture_problem(screen, error, document, number)
        return Response(_saying(said), _STATUS[error.problem], media_type="image/svg+xml")
    if strip == "1" and not drawn.boxes:
        said = screen.word("picture.no_spot", page=number)
        return Response(_saying(said), media_type="image/svg+xml")
    return Response(drawn.png, media_type="image/png", headers={"Cache-Control": f"private, max-age={_KEPT_SECONDS}"})


@router.get("/document/{doc_id}/page/{number:int}.json")
def places(screen: OnScreen, doc_id: str, number: int, at: str = "") -> Response:
    """Where on a page the words of a place stand: shares of its width and height, from its upper left.

    Args:
        screen: of the reader.
        doc_id: which document.
        number: of the page, from 1.
        at: `START-END`, code points of the words.
    """
    document = checked_document(screen, doc_id)
    album = screen.request.app.state.album
    try:
        drawn = album.draw(album.job(document, number, span_of(at, document["n_chars"])))
    except PictureError as error:
        said = picture_problem(screen, error, document, number)
        return JSONResponse({"problem": error.problem, "said": said}, _STATUS[error.problem])
    return JSONResponse(
        {"found": drawn.found, "width": drawn.width, "height": drawn.height, "boxes": [list(b) for b in drawn.boxes]}
    )


@router.get("/document/{doc_id}/page/{number:int}")
def show(screen: OnScreen, doc_id: str, number: int, at: str = "") -> Response:
    """A page of the original, whole.

    Args:
        screen: of the reader.
        doc_id: which document.
        number: of the page, from 1.
        at: `START-END`, code points of the words to be marked.
    """
    document = checked_document(screen, doc_id)
    if not has_pictures(document) or not 1 <= number <= (document["n_pages"] or 1):
        raise NotFoundError("picture.no_page", page=number)
    span = span_of(at, document["n_chars"])
    surface = text_of(screen.run, doc_id)[slice(*span)] if span else ""
    return screen.page(
        "picture.html",
        document=document,
        number=number,
        last=document["n_pages"] or 1,
        span=span,
        surface=surface,
        picture=picture_at(screen, document, number, span, strip=False, width=WIDTHS[1]),
    )


def _saying(sentence: str) -> str:
    """A picture that says something."""
    lines = wrap(sentence, 78)
    rows = "".join(f'<text x="24" y="{44 + 26 * i}">{escape(line)}</text>' for i, line in enumerate(lines))
    height = 48 + 26 * len(lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{height}" viewBox="0 0 900 {height}">'
        f'<rect width="900" height="{height}" fill="#fdf1e0" stroke="#c77700"/>'
        f'<g font-family="sans-serif" font-size="18" fill="#1b2630">{rows}</g></svg>'
    )
