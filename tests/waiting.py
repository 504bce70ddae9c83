"""Waiting for other processes, and ports they can listen on."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def wait_for(ready: Callable[[], Found], what: str, seconds: float = 240.0, every: float = 0.1) -> Found:
    """Ask again and again until something is there.

    Args:
        ready: what is asked; anything true ends it, and what it raises.
        what: that is waited for, for the message.
        seconds: for how long; `every`: between two questions.
    """
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(every)
    return found
