"""The application: pages, what every answer carries, and what is shown when something is wrong."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from pathlib import Path
from threading import Thread

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from pipeline.explore.data import Run, RunGoneError
from pipeline.explore.matter import matter_of
from pipeline.explore.pages import PAGES
from pipeline.explore.pictures.album import Album
from pipeline.explore.posted import ForeignFormError
from pipeline.explore.problems import NotFoundError
from pipeline.explore.screen import screen_of
from pipeline.explore.search_index import SearchIndex

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing comes from elsewhere, and no script or style that stands in a text is carried out."""

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    # With `no-referrer` browsers would send our own forms without saying where they come from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names this machine answers to: a page of the web that makes its own name point here gets nothing."""


def create_app(out: Path) -> FastAPI:
    """The explorer of one run.

    Args:
        out: what `chitieu run … --out` wrote.

    Raises:
        UsageError: there is no run in `out`.
    """
    run = Run(out)
    search = SearchIndex(run)
    album = Album(run)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        search.keep_up()
        # What takes longest is found before someone asks for it.
        Thread(target=_warm, args=(run,), name="chitieu-warm", daemon=True).start()
        yield
        album.close()
        search.close()
        run.close()

    app = FastAPI(title="chitieu", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.run = run
    app.state.search = search
    app.state.album = album
    # In every form of ours: whoever does not have it has not read a page of ours.
    app.state.token = secrets.token_urlsafe(24)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=LOCAL_HOSTS)
    app.middleware("http")(_guard)
    app.mount("/static", StaticFiles(directory=str(files("pipeline.explore") / "static")), name="static")
    for page in PAGES:
        app.include_router(page)
    app.state.paths = frozenset(path for page in PAGES for path in (getattr(r, "path", None) for r in page.routes))
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(NotFoundError, _not_found)
    app.add_exception_handler(ForeignFormError, _foreign_form)
    app.add_exception_handler(RunGoneError, _run_gone)
    app.add_exception_handler(Exception, _broken)
    return app


def _warm(run: Run) -> None:
    with suppress(Exception):
        matter_of(run)


async def _guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse what another site's page sends, and say in every answer what a browser may do with it."""
    if request.method not in ("GET", "HEAD"):
        origin = request.headers.get("origin")
        if origin is not None and origin != f"{request.url.scheme}://{request.headers.get('host')}":
            return PlainTextResponse("refused: sent by another site", 403, _HEADERS)
    response = await answer(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _problem(request: Request, status: int, title: str, sentence: str, **values: object) -> Response:
    screen = screen_of(request)
    answer = screen.page("problem.html", status, title=screen.word(title), sentence=screen.word(sentence, **values))
    # An unforeseen error is answered outside the middleware.
    answer.headers.update(_HEADERS)
    return answer


async def _http_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if status == 404:
        return _problem(request, status, "problem.not_found", "problem.no_page", path=request.url.path)
    return _problem(request, status, "problem.refused", "problem.bad_request")


async def _bad_request(request: Request, error: Exception) -> Response:
    return _problem(request, 422, "problem.refused", "problem.bad_request")


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotFoundError)
    return _problem(request, 404, "problem.not_found", error.key, **error.shown)


async def _foreign_form(request: Request, error: Exception) -> Response:
    return _problem(request, 403, "review.stale", "review.stale_how")


async def _run_gone(request: Request, error: Exception) -> Response:
    return _problem(request, 503, "problem.run_gone", "problem.run_gone_how", out=str(request.app.state.run.out))


async def _broken(request: Request, error: Exception) -> Response:
    return _problem(request, 500, "problem.broken", "problem.broken_how", detail=type(error).__name__)
