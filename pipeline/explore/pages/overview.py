"""The first page: what was read, when, what failed and why, which provinces and years are covered."""

from __future__ import annotations

from fastapi import APIRouter, Response

from pipeline.explore.screen import OnScreen

router = APIRouter()


@router.get("/")
def show(screen: OnScreen) -> Response:
    """The page."""
    return screen.page("overview.html", info=screen.run.info())
