"""The sandboxes of a run: how many there are, who has them, and how they end."""

from __future__ import annotations

import atexit
import itertools
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.flow.nursery import Nursery
from pipeline.flow.sandbox import LimitOptions, Sandbox

if TYPE_CHECKING:
    from extractors.learned import ChosenModels


class Sandboxes:
    """As many children as are needed at once; idle ones wait for the next batch. Use as a context manager.

    Args:
        options: limits that differ from the defaults.
        scratch: folder for temporary files of the children; null: the system's.
        models: trained models that the children ask besides the rules; null: the rules alone.
    """

    def __init__(self, options: LimitOptions, scratch: Path | None = None, models: ChosenModels | None = None) -> None:
        self.options = dict(options)
        self.models = models
        self._own = (
            None if scratch else tempfile.TemporaryDirectory(prefix="chitieu-sandbox-", ignore_cleanup_errors=True)
        )
        self._scratch = scratch or Path(self._own.name if self._own else ".")
        self._idle: list[Sandbox] = []
        self._all: list[Sandbox] = []
        self.share = 1
        """How many of them, and of others like this, are at work on this machine at once."""
        self._nursery = Nursery(self.options, None if models is None else models.place)
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def __enter__(self) -> Sandboxes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, count: int = 1) -> None:
        """Start children without waiting for them, until `count` are there."""
        while len(self._all) < count:
            sandbox = self._new()
            sandbox.start()
            self._idle.append(sandbox)

    def _new(self) -> Sandbox:
        scratch = self._scratch / f"sandbox-{next(self._numbers)}"
        sandbox = Sandbox(self._nursery, scratch, lambda: self.share)
        self._all.append(sandbox)
        return sandbox

    @contextmanager
    def lease(self) -> Iterator[Sandbox]:
        """A child for one thread, for as long as inside."""
        with self._lock:
            sandbox = self._idle.pop() if self._idle else self._new()
        try:
            yield sandbox
        except BaseException:
            # It may be in the middle of a file.
            sandbox.close()
            raise
        finally:
            with self._lock:
                self._idle.append(sandbox)

    def stop(self) -> None:
        """End all children for good; threads that wait for one get a `SandboxError`."""
        for sandbox in list(self._all):
            sandbox.stop()

    def close(self) -> None:
        """End all children."""
        for sandbox in self._all:
            sandbox.close()
        self._nursery.close()
        if self._own is not None:
            self._own.cleanup()


_CURRENT: ContextVar[Sandboxes | None] = ContextVar("chitieu_sandboxes", default=None)


@contextmanager
def using(sandboxes: Sandboxes) -> Iterator[None]:
    """While inside, and in the threads of tasks submitted there, files are extracted in these sandboxes."""
    token = _CURRENT.set(sandboxes)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def stop() -> None:
    """Stop the sandboxes in use: the run has failed or was interrupted, and nobody waits for their results."""
    current = _CURRENT.get()
    if current is not None:
        current.stop()


def share(options: LimitOptions, count: int, models: ChosenModels | None = None) -> None:
    """Say how many sandboxes are at work on this machine at once: those that recognise pages share its cores.

    Args:
        options: limits that differ from the defaults, as for `lease`.
        count: how many, from 1.
        models: as for `lease`.
    """
    _of(options, models).share = max(1, count)


def are_in_use(options: LimitOptions, models: ChosenModels | None = None) -> bool:
    """Whether this is inside `using`, with sandboxes of these limits and models."""
    current = _CURRENT.get()
    return current is not None and current.options == dict(options) and current.models == models


@contextmanager
def lease(options: LimitOptions, models: ChosenModels | None = None) -> Iterator[Sandbox]:
    """A sandbox of those in use, for as long as inside.

    Args:
        options: limits that differ from the defaults. A worker process, which no run has given sandboxes, keeps its own
            for these limits until it ends.
        models: trained models to ask besides the rules; null: the rules alone.
    """
    with _of(options, models).lease() as sandbox:
        yield sandbox


def _of(options: LimitOptions, models: ChosenModels | None) -> Sandboxes:
    current = _CURRENT.get()
    if current is None or not are_in_use(options, models):
        return _of_process(tuple(sorted(options.items())), models)
    return current


@cache
def _of_process(options: tuple[tuple[str, float], ...], models: ChosenModels | None) -> Sandboxes:
    sandboxes = Sandboxes(dict(options), models=models)
    atexit.register(sandboxes.close)
    return sandboxes


__all__ = ["Sandboxes", "are_in_use", "lease", "share", "stop", "using"]
