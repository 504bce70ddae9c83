"""Drawing processes: started when first asked, ended when they take too long, started again after that."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from contextlib import suppress

from pipeline.explore.pictures.child import read_message, write_message
from pipeline.explore.pictures.jobs import Drawn, Job, PictureError, Problem

_SECONDS = 30.0
_SECONDS_RECOGNISED = 120.0


class Painter:
    """One process, which draws one picture at a time. Safe to ask from many threads: they wait for each other.

    Args:
        seconds: how long a picture may take.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def draw(self, job: Job) -> Drawn:
        """One picture.

        Raises:
            PictureError: there is none.
        """
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            late = threading.Event()

            def end() -> None:
                late.set()
                _kill(process)

            clock = threading.Timer(self._seconds, end)
            clock.start()
            try:
                write_message(process.stdin, pickle.dumps(job))
                message = read_message(process.stdout)
            except OSError:
                message = None
            finally:
                clock.cancel()
            if message is None:
                self._end()
                raise PictureError("slow" if late.is_set() else "broken")
        answer: Drawn | Problem = pickle.loads(message)
        if isinstance(answer, str):
            raise PictureError(answer)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "pipeline.explore.pictures.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # A group of its own: Ctrl-C is the server's, and what a reader starts ends with it.
                start_new_session=True,
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _kill(process)
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


class Painters:
    """Two processes, so that pages which are just drawn need not wait for one that is being recognised."""

    def __init__(self) -> None:
        self._drawing = Painter()
        self._recognising = Painter(_SECONDS_RECOGNISED)

    def draw(self, job: Job) -> Drawn:
        """One picture.

        Raises:
            PictureError: there is none.
        """
        slow = job.wanted is not None and (job.recognised or job.media_type.startswith("image/"))
        return (self._recognising if slow else self._drawing).draw(job)

    def close(self) -> None:
        """End both processes."""
        self._drawing.close()
        self._recognising.close()
