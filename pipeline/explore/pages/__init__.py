"""One module a page; a new page is a module with a `router` and a line here."""

from fastapi import APIRouter

from pipeline.explore.pages import directives, indicators, overview, search

PAGES: tuple[APIRouter, ...] = (overview.router, indicators.router, directives.router, search.router)
