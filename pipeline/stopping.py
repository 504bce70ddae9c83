"""Ctrl-C and the signal that asks a process to end, told once, end a run.

Python raises what a signal's handler raises wherever the main thread happens to be. Where that is a place that only
cleans an object up (`__del__`, the callback of a weak reference, as the import system has one for every module), the
exception is printed and dropped, and the run would go on as if nobody had asked: a service manager would have to kill
it, a person to press again.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

_AGAIN_SECONDS = 2.0
"""How long the exception may take through Prefect, which first writes down that the run has crashed."""


class Stops:
    """Signals that end this process: SIGINT raises KeyboardInterrupt, SIGTERM raises SystemExit (128 + its number).

    Handlers are installed at once, from the main thread only, and stay.
    """

    def __init__(self) -> None:
        self.noted: list[int] = []
        """Numbers of the signals that came while `insisting`."""
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)

    @contextmanager
    def insisting(self) -> Iterator[None]:
        """Within this block a signal is sent again until the block is left, whoever drops what its handler raises.

        Clean-up belongs outside the block: there nothing comes twice.

        Raises:
            KeyboardInterrupt, SystemExit: a signal came, even where the block went on to its end.
        """
        over = threading.Event()
        # The interpreter itself writes a signal's number there, whichever handler a library has put in place of ours.
        told, telling = socket.socketpair()
        telling.setblocking(False)
        signal.set_wakeup_fd(telling.fileno(), warn_on_full_buffer=False)
        watcher = threading.Thread(target=self._watch, args=(told, over), name="stops", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            signal.set_wakeup_fd(-1)
            telling.close()
            watcher.join()
            told.close()
        if self.noted:
            _stop(self.noted[0])

    def _watch(self, told: socket.socket, over: threading.Event) -> None:
        while number := told.recv(1):
            if number[0] in (signal.SIGINT, signal.SIGTERM):
                self.noted.append(number[0])
                while not over.wait(_AGAIN_SECONDS):
                    _send(number[0])
                return


def _send(number: int) -> None:
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)


def _stop(number: int, _: FrameType | None = None) -> NoReturn:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
