"""The output folder of a run while it is at work: locked against other runs, what a crashed one left cleared away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from uuid import uuid4

WORK_FOLDER = ".chitieu-work"

_SCRATCH: ContextVar[Path | None] = ContextVar("chitieu_scratch", default=None)


@contextmanager
def scratch_folder(out: Path) -> Iterator[Path]:
    """A folder for temporary files of the run's child processes, inside the output folder, where the next run finds
    and removes what a killed one left.

    Args:
        out: the output folder.
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
def workplace(out: Path) -> Iterator[Path]:
    """While inside, this run has the output folder for itself. May be entered again by whoever holds it.

    Args:
        out: the output folder, which must exist.

    Yields:
        the folder for temporary files.

    Raises:
        FolderBusyError: another run is at work there.
    """
    from pipeline.store.atomic import recover
    from pipeline.store.lock import locked

    with scratch_folder(out) as scratch, locked(out, wait=False):
        recover(out)
        for left in (out / WORK_FOLDER).iterdir():
            if left != scratch:
                shutil.rmtree(left, ignore_errors=True)
        yield scratch


__all__ = ["WORK_FOLDER", "scratch_folder", "workplace"]
