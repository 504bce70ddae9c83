"""One run at a time in an output folder.

The system lets go of the lock when its process ends, however it ends. Where it knows no such locks (Windows), or the
file system does not, there is none.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_HELD: ContextVar[frozenset[str]] = ContextVar("chitieu_locked_folders", default=frozenset())


class FolderBusyError(RuntimeError):
    """Another run writes into the folder. `path` is the folder as given."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """While inside, no other run writes into `folder`; whoever holds it already may enter again.

    Args:
        folder: must exist.
        wait: until the other has done; otherwise it is refused.

    Raises:
        FolderBusyError: another run holds it, and `wait` is false.
    """
    key = os.path.realpath(folder)
    if key in _HELD.get():
        yield
        return
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                raise FolderBusyError(str(folder)) from None
        token = _HELD.set(_HELD.get() | {key})
        try:
            yield
        finally:
            _HELD.reset(token)
    finally:
        os.close(descriptor)


__all__ = ["FolderBusyError", "locked"]
