"""A reader that is slow for a good reason says so.

A run ends a reader that takes longer than a file may. One that has to recognise three hundred pages calls `page_done`
after each, and is given time for the next. What follows reading has a time of its own. Outside a run nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

_Step = Literal["page", "read"]

_listeners: list[Callable[[_Step], None]] = []


def listen(listener: Callable[[_Step], None]) -> None:
    """Have `listener` called at every step from now on, in this process."""
    _listeners[:] = [listener]


def page_done() -> None:
    """Say that another page of the file at hand is recognised."""
    for listener in _listeners:
        listener("page")


def reading_done() -> None:
    """Say that the file at hand is read; what is in it is looked for next."""
    for listener in _listeners:
        listener("read")


__all__ = ["listen", "page_done", "reading_done"]
