"""The output folder of a run while it is at work: locked against other runs, what a crashed one left cleared away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pipeline.places import Place, is_url
from pipeline.places.mirror import Mirror, mirrored
from pipeline.places.place import plain
from pipeline.places.published import copy_of

WORK_FOLDER = ".chitieu-work"

_SCRATCH: ContextVar[Path | None] = ContextVar("chitieu_scratch", default=None)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where a run works."""

    folder: Path
    """The output folder, or the working copy of one that lies elsewhere."""
    scratch: Path
    """For temporary files."""
    mirror: Mirror | None = None
    """Of an output that lies elsewhere."""


_CURRENT: ContextVar[tuple[str, Workplace] | None] = ContextVar("chitieu_workplace", default=None)


def folder_of(out: str | Path) -> Path:
    """The folder of this machine that a run works in.

    Args:
        out: the output, a path or a URL.
    """
    return copy_of(Place.of(str(out))) / "work" if is_url(out) else Path(plain(out))


def current_scratch() -> Path | None:
    """The folder for temporary files of the run that this thread works for; null: the system's."""
    return _SCRATCH.get()


@contextmanager
def scratch_folder(out: Path) -> Iterator[Path]:
    """A folder for temporary files of the run's child processes, inside the output folder, where the next run finds
    and removes what a killed one left.

    Args:
        out: the folder the run works in.
    """
    known = _SCRATCH.get()
    if known is not None and known.parent.parent == out:
        yield known
        return
    scratch = out / WORK_FOLDER / uuid4().hex[:8]
    scratch.mkdir(parents=True)
    token = _SCRATCH.set(scratch)
    try:
        yield scratch
    finally:
        _SCRATCH.reset(token)
        shutil.rmtree(scratch, ignore_errors=True)
        with suppress(OSError):
            scratch.parent.rmdir()


@contextmanager
def workplace(out: str | Path) -> Iterator[Workplace]:
    """While inside, this run has the output for itself. May be entered again by whoever holds it.

    Args:
        out: the output: a folder, which must exist, or a URL.

    Raises:
        FolderBusyError: another run is at work there.
        PlaceError: the same of a URL, or it cannot be used.
    """
    from pipeline.store.atomic import recover
    from pipeline.store.lock import locked

    out = str(out)
    held = _CURRENT.get()
    if held is not None and held[0] == out:
        yield held[1]
        return
    folder = folder_of(out)
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        scratch = stack.enter_context(scratch_folder(folder))
        stack.enter_context(locked(folder, wait=False))
        mirror = stack.enter_context(mirrored(Place.of(str(out)), folder)) if is_url(out) else None
        if mirror is None:
            recover(folder)
        else:
            # What a killed run had ready here was not published: it is no more than a working copy.
            shutil.rmtree(folder / ".chitieu-staging", ignore_errors=True)
        for left in (folder / WORK_FOLDER).iterdir():
            if left != scratch:
                shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)
        found = Workplace(folder, scratch, mirror)
        token = _CURRENT.set((str(out), found))
        try:
            yield found
        finally:
            _CURRENT.reset(token)


__all__ = ["WORK_FOLDER", "Workplace", "current_scratch", "folder_of", "scratch_folder", "workplace"]
