"""Where the processes that files are read in come from: one loads everything once, and each of them is a copy of it.

Loading the readers, the vocabulary and the models takes two seconds of a core; a copy takes milliseconds, and its
memory is shared with the others until it is written to. Where the system cannot copy processes, each loads for itself.
"""

from __future__ import annotations

import os
import pickle
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from pipeline.flow.processes import end_family

_COPIES = hasattr(os, "fork") and hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")
_END_SECONDS = 60.0
"""A process that was killed and has not ended by then waits for a disk or a network, and for nothing of ours."""


class Child:
    """A process that reads files: its three streams, and how it ends.

    Args:
        stdin: requests, see `pipeline.flow.sandbox_process`.
        stdout: replies.
        stderr: what it prints.
        lifeline: writing end of a pipe; when it closes, which it does however this process ends, the child ends too.
        process: the process where it is a child of this one; null: it is a copy, and tells its number when it is ready.
        nursery: whose copy it is.
    """

    def __init__(
        self,
        stdin: BinaryIO,
        stdout: BinaryIO,
        stderr: BinaryIO,
        lifeline: int,
        process: subprocess.Popen[bytes] | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.pid = process.pid if process else None
        self._lifeline = lifeline
        self._process = process
        self._nursery = nursery
        self._watched = -1

    def told(self, pid: int) -> None:
        """It is ready, under this number; until it is reaped nobody else can have it."""
        self.pid = pid
        if self._process is None and self._watched < 0:
            self._watched = os.pidfd_open(pid)

    def has_ended(self) -> bool:
        """Whether it is gone, by itself or killed."""
        if self._process is not None:
            return self._process.poll() is not None
        return self._watched >= 0 and bool(select.select([self._watched], [], [], 0)[0])

    def kill(self) -> None:
        """Kill it and everything it has started; from any thread."""
        if self.pid is not None:
            end_family(self.pid)

    def end(self) -> None:
        """Kill it and everything it has started, and wait until it has ended; its streams are closed."""
        self.kill()
        if self._process is not None:
            self._process.wait()
        elif self._watched >= 0:
            select.select([self._watched], [], [], _END_SECONDS)
            os.close(self._watched)
            self._watched = -1
            if self._nursery is not None and self.pid is not None:
                self._nursery.reap(self.pid)
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
        with suppress(OSError):
            self.stdin.close()


class Nursery:
    """Makes children that all know the same limits and models. May be used from several threads.

    Args:
        options: limits that differ from the defaults.
        models: folder of the trained models that they ask besides the rules; null: the rules alone.
        copies: whether children are copies of one process; null: where the system can.
    """

    def __init__(self, options: Mapping[str, float], models: str | None = None, *, copies: bool | None = None) -> None:
        self._settings = pickle.dumps((dict(options), models))
        self._copies = _COPIES if copies is None else copies
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._lock = threading.Lock()
        self.said: list[str] = []
        """The last lines that the process children are copies of has printed."""

    def warm_up(self) -> None:
        """Begin to load, without waiting for it."""
        if self._copies:
            with self._lock:
                self._start()

    def bear(self, scratch: Path) -> Child:
        """A new child; does not wait until it is ready.

        Args:
            scratch: folder for its temporary files; must exist.

        Raises:
            OSError: there cannot be another process.
        """
        # Windows hands no pipe on; there a child notices the end of its parent only between files.
        lifeline, kept = os.pipe() if os.name == "posix" else (-1, -1)
        try:
            return self._copied(scratch, lifeline, kept) if self._copies else self._started(scratch, lifeline, kept)
        except BaseException:
            if kept >= 0:
                os.close(kept)
            raise
        finally:
            if lifeline >= 0:
                os.close(lifeline)

    def _started(self, scratch: Path, lifeline: int, kept: int) -> Child:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.flow.sandbox_process", str(lifeline)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**_environment(), "TMPDIR": str(scratch)},
            pass_fds=(lifeline,) if lifeline >= 0 else (),
            # A group of its own: Ctrl-C is the run's to deal with, and what parsers start ends with the child.
            start_new_session=True,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        with suppress(OSError):
            process.stdin.write(self._settings)
            process.stdin.flush()
        return Child(process.stdin, process.stdout, process.stderr, kept, process)  # type: ignore[arg-type]

    def _copied(self, scratch: Path, lifeline: int, kept: int) -> Child:
        requests, to_child = os.pipe()
        from_child, replies = os.pipe()
        prints, printed = os.pipe()
        theirs, ours = (requests, replies, printed, lifeline), (to_child, from_child, prints)
        try:
            with self._lock:
                self._start()
                assert self._control is not None
                socket.send_fds(self._control, [pickle.dumps(("bear", str(scratch)))], theirs)
        except BaseException:
            for end in ours:
                os.close(end)
            raise
        finally:
            for end in theirs[:3]:
                os.close(end)
        return Child(
            os.fdopen(to_child, "wb"), os.fdopen(from_child, "rb"), os.fdopen(prints, "rb"), kept, nursery=self
        )

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self._drop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.flow.sandbox_process", "--copies", str(theirs.fileno())],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=_environment(),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._control = ours
        assert self._process.stdin is not None
        assert self._process.stderr is not None
        self.said.clear()
        threading.Thread(target=listen, args=(self._process.stderr, self.said), daemon=True).start()
        with suppress(OSError), self._process.stdin as stdin:
            stdin.write(self._settings)

    def reap(self, pid: int) -> None:
        """Forget a child that has ended: its number is free again."""
        with self._lock:
            if self._control is not None:
                with suppress(OSError):
                    self._control.send(pickle.dumps(("reap", pid)))

    def close(self) -> None:
        """End the process that children are copies of; children that live go on."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _environment() -> dict[str, str]:
    # Threads of numerical libraries only get in each other's way here.
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def listen(stream: BinaryIO, said: list[str]) -> None:
    """Keep the last forty lines of a stream, until it ends."""
    with stream:
        for line in stream:
            said.append(line.decode("utf-8", "replace"))
            del said[:-40]


__all__ = ["Child", "Nursery", "listen"]
