"""One run at a time in an output that lies elsewhere, as far as an object store lets us say so.

There is no lock that a store would let go of when its holder dies. So the holder leaves an object that says who it is
and touches it every minute; one that was not touched for five is taken over. A store that knows conditional writes
(S3 does) lets only one of two runs make the object; with others, two that start within the same second may both.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from pipeline.places.errors import PlaceError
from pipeline.places.place import Place

LOCK = ".chitieu-lock.json"
_TOUCHED_EVERY = 60.0
_GIVEN_UP_AFTER = 300.0
"""Seconds. The clocks of the machines that run into one output must agree within some minutes."""


@contextmanager
def owned(out: Place) -> Iterator[None]:
    """While inside, this run is the one that writes into an output.

    Raises:
        PlaceError: `busy`, with who it is; or the place cannot be written.
    """
    lock = out / LOCK
    mine = {"id": uuid4().hex, "user": _user(), "host": socket.gethostname(), "pid": os.getpid()}
    if not lock.create(_told(mine)):
        holder = _holder(lock)
        if holder is not None and _is_alive(holder):
            who = f"{holder.get('user')}@{holder.get('host')} (pid {holder.get('pid')}, {holder.get('since', '?')})"
            raise PlaceError("busy", str(out), detail=who)
        lock.write_bytes(_told(mine))
        # Whoever wrote last holds it; the other sees that it is not himself.
        time.sleep(0.2)
        holder = _holder(lock)
        if holder is not None and holder.get("id") != mine["id"]:
            raise PlaceError("busy", str(out), detail=f"{holder.get('user')}@{holder.get('host')}")
    over = threading.Event()
    keeper = threading.Thread(target=_touch, args=(lock, mine, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
        holder = None
        with suppress(PlaceError):
            holder = _holder(lock)
            if holder is None or holder.get("id") == mine["id"]:
                lock.remove()


def _touch(lock: Place, mine: dict[str, object], over: threading.Event) -> None:
    while not over.wait(_TOUCHED_EVERY):
        with suppress(PlaceError):
            lock.write_bytes(_told(mine))


def _told(mine: dict[str, object]) -> bytes:
    since = mine.setdefault("since", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
    return json.dumps({**mine, "since": since, "touched": time.time()}).encode()


def _holder(lock: Place) -> dict[str, object] | None:
    try:
        told = json.loads(lock.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _is_alive(holder: dict[str, object]) -> bool:
    touched = holder.get("touched")
    if not isinstance(touched, int | float) or time.time() - touched > _GIVEN_UP_AFTER:
        return False
    pid = holder.get("pid")
    if holder.get("host") == socket.gethostname() and isinstance(pid, int) and Path("/proc/self").exists():
        return Path(f"/proc/{pid}").exists()
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


__all__ = ["LOCK", "owned"]
