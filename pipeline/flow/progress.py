"""Who is told how far a run is. The flow tells; the command line listens; by default nobody does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
"""Called with (files done, files in all)."""

_LISTENER: ContextVar[Listener | None] = ContextVar("chitieu_progress", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """While inside, `tell` reaches `listener`."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def tell(done: int, total: int) -> None:
    """Report that `done` of `total` files are extracted."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(done, total)
