"""Files are extracted in child processes, which may hang, grow or die without the run noticing more than an error row.

A child is started once, loads the models, and does file after file; only one that died, was killed or has grown is
replaced. It reports when it begins and ends each input, so that what it did before is kept, the input it was at is the
one to blame, and what stood behind it is done by the next child.
"""

from __future__ import annotations

import os
import pickle
import queue
import shutil
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline.errors import ClerkError
from pipeline.flow.nursery import Child, Nursery, listen
from pipeline.flow.processes import descendants, memory, queued

if TYPE_CHECKING:
    from pipeline.read.reader import Limits
    from pipeline.tabulate import DocumentRows

LimitOptions = Mapping[str, float]
"""Fields of `pipeline.read.reader.Limits` that differ from their defaults."""

_START_SECONDS = 180.0
_START_ATTEMPTS = 3
_LOOK_EVERY = 0.1
"""Seconds between looks at the memory of a child that is at work."""
_PAGE_MEMORY = 200 * 2**20
"""What recognising a page of A4 takes, with room to spare."""


class SandboxError(RuntimeError):
    """Child processes do not start; the message says what the last one said."""


class UnfitModelsError(ClerkError):
    """A child could not load the trained models it was told to ask."""


class DiskFullError(OSError):
    """A child ran out of disk space, which is nothing a file could be blamed for."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came of one file."""

    doc_id: str | None
    """Of the file's own bytes; null where they could not be read."""
    rows: tuple[DocumentRows, ...]
    """One for each input: the file, or what is in it."""


class _LostError(Exception):
    """The child is gone; the message is the code of the error that the input at hand gets."""


class Sandbox:
    """One child process, started when first needed and again after every loss. Not for several threads at once.

    Args:
        nursery: where children come from.
        scratch: a folder for the child's temporary files, made and removed here.
        share: tells how many children like this one are at work on this machine at once.
    """

    def __init__(self, nursery: Nursery, scratch: Path, share: Callable[[], int] = lambda: 1) -> None:
        self._nursery = nursery
        self._share = share
        self._scratch = scratch
        self._child: Child | None = None
        self._replies: queue.SimpleQueue[tuple[Any, ...] | None] = queue.SimpleQueue()
        self._said: list[str] = []
        self._ready = False
        self._files = 0
        self._stopped = False

    @property
    def pid(self) -> int | None:
        """Number of the child's process; null where there is none that is ready."""
        return self._child.pid if self._child is not None else None

    def start(self) -> None:
        """Start the child without waiting for it.

        Raises:
            SandboxError: the run is being stopped, or the system refuses.
        """
        if self._stopped:
            raise SandboxError("stopped")
        if self._child is not None:
            return
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._scratch.mkdir(parents=True)
        self._replies, self._said, self._ready, self._files = queue.SimpleQueue(), [], False, 0
        try:
            self._child = self._nursery.bear(self._scratch)
        except ConnectionError:
            # What children are copies of has died this moment; who waits for this one will try again.
            return
        except OSError as problem:
            raise SandboxError(str(problem)) from problem
        threading.Thread(target=_receive, args=(self._child.stdout, self._replies), daemon=True).start()
        threading.Thread(target=listen, args=(self._child.stderr, self._said), daemon=True).start()

    def extract(self, path: Path | str, source: str, limits: Limits) -> Extracted:
        """Everything found in one file, see `pipeline.core.extract_inputs`; never raises for what the file does.

        Args:
            path: the file.
            source: its path as the tables shall show it.
            limits: with its `max_seconds`, `page_seconds` and `max_memory`; the child knows the others.

        Raises:
            SandboxError: no child can be started.
            UnfitModelsError: it cannot load the models.
            DiskFullError: a child has no room for its temporary files.
        """
        at = _Progress(source)
        while True:
            self._await_ready()
            fresh = self._files == 0
            self._files += 1
            try:
                self._follow(path, source, at, limits)
            except _LostError as lost:
                code = str(lost)
                self.close()
                if code == "crashed" and not fresh:
                    # It may have been the many files before: a fresh child tells.
                    at.current = None
                    continue
                at.blame(code, limits)
                if at.whole:
                    break
                at.current = None
            else:
                break
        self._recycle(at, limits)
        return Extracted(at.doc_id, tuple(at.rows))

    def _follow(self, path: Path | str, source: str, at: _Progress, limits: Limits) -> None:
        try:
            self._send((os.fspath(path), source, frozenset(at.done), pages_at_once(self._share(), limits.max_memory)))
        except OSError:
            raise _LostError("crashed") from None
        clock = _Clock(limits.max_seconds)
        while True:
            kind, *values = self._next(clock, limits.max_memory)
            if kind == "page":
                clock.extend(limits.page_seconds)
                continue
            clock = _Clock(limits.max_seconds)
            if kind == "opened":
                at.doc_id = values[0]
            elif kind == "begin":
                at.current = (values[0], values[1])
            elif kind == "rows":
                at.finish(values[0])
            elif kind == "read":
                continue
            elif values[0] is not None:
                raise DiskFullError(values[0], os.strerror(values[0]))
            else:
                return

    def _next(self, clock: _Clock, most: int) -> tuple[Any, ...]:
        assert self._child is not None
        assert self._child.pid is not None
        while True:
            try:
                reply = self._replies.get(timeout=_LOOK_EVERY)
            except queue.Empty:
                family = [self._child.pid, *descendants(self._child.pid)]
                if sum(map(memory, family)) > most:
                    raise _LostError("too_much_memory") from None
                if clock.is_up(family):
                    raise _LostError("too_slow") from None
                continue
            if reply is None:
                raise _LostError("crashed")
            return reply

    def _await_ready(self) -> None:
        for _ in range(_START_ATTEMPTS):
            if self._child is not None and self._child.has_ended():
                self.close()
            self.start()
            if self._child is None:
                continue
            if self._ready:
                return
            try:
                said = self._replies.get(timeout=_START_SECONDS)
            except queue.Empty:
                said = None
            if said is not None and said[0] == "unfit":
                raise UnfitModelsError(*said[1:])
            if said is not None and self._child is not None:
                self._child.told(said[1])
                self._ready = True
                return
            self.close()
        raise SandboxError("".join((self._said or self._nursery.said)[-10:]) or "no answer")

    def _recycle(self, at: _Progress, limits: Limits) -> None:
        """A child that keeps half of what a file may take would fail the next one."""
        if self._child is not None and self._child.pid is not None:
            ran_out = any(row["error"] == "too_much_memory" for rows in at.rows for row in rows.errors)
            if ran_out or memory(self._child.pid) > limits.max_memory // 2:
                self.close()

    def _send(self, what: object) -> None:
        assert self._child is not None
        pickle.dump(what, self._child.stdin)
        self._child.stdin.flush()

    def stop(self) -> None:
        """As `close`, from another thread than the one at work here, and for good: that one gets a `SandboxError`."""
        self._stopped = True
        child = self._child
        if child is not None:
            child.kill()
            # Who waits for one that is not ready yet waits no longer.
            self._replies.put(None)

    def close(self) -> None:
        """End the child and everything it has started, at once."""
        child, self._child = self._child, None
        if child is None:
            return
        child.end()
        shutil.rmtree(self._scratch, ignore_errors=True)


def pages_at_once(share: int, max_memory: int) -> int:
    """How many pages of a scan a child may recognise at once: its part of the cores, and of the memory.

    Args:
        share: children at work on this machine.
        max_memory: bytes that one of them may take, with the programs it starts.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores // share, max_memory // _PAGE_MEMORY))


class _Clock:
    """How long an input has taken, without the time in which all processors were busy with something else: what a run
    finds must not depend on what else the machine is doing."""

    def __init__(self, seconds: float) -> None:
        self._began = time.monotonic()
        self._seconds = seconds
        self._queued: dict[int, float] | None = None

    def extend(self, seconds: float) -> None:
        """Give it some more from now on."""
        self._seconds = max(self._seconds, time.monotonic() - self._began + seconds)

    def is_up(self, family: Sequence[int]) -> bool:
        """Whether the time is over.

        Args:
            family: the processes at work.
        """
        now = {pid: queued(pid) for pid in family}
        if self._queued is None:
            self._queued = now
        waited = max((seconds - self._queued.get(pid, 0.0) for pid, seconds in now.items()), default=0.0)
        return time.monotonic() - self._began - waited > self._seconds


class _Progress:
    """How far one file is, over all the children it took."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.doc_id: str | None = None
        self.rows: list[DocumentRows] = []
        self.done: set[str] = set()
        self.current: tuple[str, str | None] | None = None
        """Source and doc_id of the input at hand; null between inputs."""
        self.whole = False
        """The file as a whole is lost, not one input of several in it."""

    def finish(self, rows: DocumentRows) -> None:
        self.rows.append(rows)
        if self.current is not None:
            self.done.add(self.current[0])
        self.current = None

    def blame(self, code: str, limits: Limits) -> None:
        source, doc_id = self.current or (self.source, self.doc_id)
        self.rows.append(_failed(source, doc_id, code, limits))
        self.done.add(source)
        self.whole = source == self.source


def _failed(source: str, doc_id: str | None, code: str, limits: Limits) -> DocumentRows:
    from pipeline.errors import input_error
    from pipeline.tabulate import DocumentRows, error_row

    problem = input_error(code, seconds=f"{limits.max_seconds:g}", limit=f"{limits.max_memory / 2**20:.0f} MB")
    row = error_row(source, doc_id, stage=problem.stage, code=problem.code, message=problem.message)
    return DocumentRows(errors=(row,))


def _receive(stream: BinaryIO, replies: queue.SimpleQueue[tuple[Any, ...] | None]) -> None:
    with stream:
        while True:
            try:
                replies.put(pickle.load(stream))
            except Exception:
                # Its end, or half a reply of a child that was killed while it wrote.
                replies.put(None)
                return


__all__ = ["DiskFullError", "Extracted", "LimitOptions", "Sandbox", "SandboxError", "UnfitModelsError", "pages_at_once"]
