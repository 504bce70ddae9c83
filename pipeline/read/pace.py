"""A reader that is slow for a good reason says so.

A run ends a reader that takes longer than a file may. One that has to recognise three hundred pages calls `page_done`
after each, and is given time for the next; outside a run nobody listens.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def listen(listener: Callable[[], None]) -> None:
    """Have `listener` called for every page from now on, in this process."""
    _listeners[:] = [listener]


def page_done() -> None:
    """Say that another page of the file at hand is recognised."""
    for listener in _listeners:
        listener()


__all__ = ["listen", "page_done"]
