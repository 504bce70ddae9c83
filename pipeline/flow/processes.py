"""What the system tells of a process and all it has started, and how to end them together."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_PROC = Path("/proc")


@cache
def _page_size() -> int:
    return os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def descendants(pid: int) -> list[int]:
    """Processes that `pid` has started, and those they have; none where the system does not tell."""
    found: list[int] = []
    todo = [pid]
    while todo:
        children = list(_children(todo.pop()))
        found += children
        todo += children
    return found


def _children(pid: int) -> Iterator[int]:
    try:
        threads = list((_PROC / str(pid) / "task").iterdir())
    except OSError:
        return
    for thread in threads:
        try:
            listed = (thread / "children").read_text(encoding="ascii")
        except OSError:
            continue
        yield from map(int, listed.split())


def memory(pid: int) -> int:
    """Bytes of memory that one process holds; 0 where the system does not tell, or it is gone."""
    try:
        pages = (_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * _page_size()


def queued(pid: int) -> float:
    """Seconds that a process has waited for a processor since it began, which is nothing it could be blamed for.

    Of its first thread; 0 where the system does not tell.
    """
    try:
        told = (_PROC / str(pid) / "schedstat").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return int(told[1]) / 1e9 if len(told) > 1 else 0.0


def end_family(pid: int) -> None:
    """Kill a process that leads a group of its own, the group, and every descendant that has left it."""
    family = descendants(pid)
    with suppress(OSError, AttributeError):
        os.killpg(pid, signal.SIGKILL)
    for member in (pid, *family):
        with suppress(OSError):
            os.kill(member, getattr(signal, "SIGKILL", signal.SIGTERM))


__all__ = ["descendants", "end_family", "memory", "queued"]
