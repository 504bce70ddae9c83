"""One module a page; a new page is a module with a `router` and a line here."""

from fastapi import APIRouter

from pipeline.explore.pages import (
    decisions,
    directives,
    document,
    documents,
    indicators,
    overview,
    pictures,
    review,
    search,
)

PAGES: tuple[APIRouter, ...] = (
    overview.router,
    indicators.router,
    directives.router,
    documents.router,
    document.router,
    pictures.router,
    search.router,
    decisions.router,
    review.router,
)
