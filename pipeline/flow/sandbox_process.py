"""The process that files are extracted in, one after the other: `python -m pipeline.flow.sandbox_process LIFELINE`.

Requests come as pickles on standard input: first the limits and models, then `(path, source, skip, pages at once)` a
file. What happens goes out as pickles on what was standard output, see `Reply`. Whatever a parser does in here, the run
outside goes on.

With `--copies SOCKET` it loads everything once and reads nothing itself: for each `("bear", folder)` on the socket,
with four descriptors (requests, replies, errors, lifeline), it makes a copy of itself that does.
"""

from __future__ import annotations

import errno
import gc
import os
import pickle
import shutil
import signal
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.learned import LearnedModels
    from pipeline.read.reader import Limits
    from pipeline.tabulate import DocumentRows

Reply = tuple[Any, ...]
"""`("ready", number of the process)` · `("unfit", vi, en)` the models cannot be loaded, nothing more follows ·
`("opened", doc_id)` the file's bytes are read · `("begin", source, doc_id)` an input in it ·
`("page",)` a page of it was recognised, `("read",)` all are read · `("rows", DocumentRows)` that input is done ·
`("end", problem)` the file is done; `problem` is an error number that no other file would fare better with, or null."""

_LEAST_FREE = 2**20
"""Bytes; on a disk with less, a failure says nothing about the file."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What every file is read with."""

    limits: Limits
    learned: LearnedModels | None = None
    unfit: tuple[str, str] | None = None
    """Why the models cannot be used, in Vietnamese and English."""


def main() -> None:
    """Answer requests until there are no more."""
    if sys.argv[1] == "--copies":
        _make_copies(socket.socket(fileno=int(sys.argv[2])))
    else:
        _serve(int(sys.argv[1]))


def _make_copies(control: socket.socket) -> None:
    """Become as many processes as are asked for, until nobody can ask any more."""
    loaded = _load(sys.stdin.buffer)
    ended: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 2**16, 4)
        if not message:
            return
        order, value = pickle.loads(message)
        if order == "reap":
            ended.add(value)
            ended = {pid for pid in ended if not _reaped(pid)}
            continue
        if os.fork() == 0:
            status = 1
            try:
                control.close()
                _become_another(descriptors, value)
                _serve(descriptors[3], loaded)
                status = 0
            except BaseException:
                traceback.print_exc()
            finally:
                # Nothing of the original is to be cleaned up by its copy.
                os._exit(status)
        for descriptor in descriptors:
            os.close(descriptor)


def _become_another(descriptors: Sequence[int], folder: str) -> None:
    """Streams, session and temporary folder of a copy's own."""
    os.setsid()
    for own, standard in zip(descriptors, range(3), strict=False):
        os.dup2(own, standard)
        os.close(own)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = None


def _reaped(pid: int) -> bool:
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _load(settings: IO[bytes]) -> _Loaded:
    """Import and warm up all that reading files takes.

    Args:
        settings: holds a pickle of (limits that differ from the defaults, folder of models or null).
    """
    options, models = pickle.load(settings)
    # Nothing of what is imported here is garbage; looking for some takes a fifth of the time.
    gc.disable()
    from extractors import words
    from pipeline import core
    from pipeline.read.reader import Limits

    limits = Limits(**options)
    words.warm_up()
    learned = None
    if models is not None:
        from extractors.learned import ModelError, load_models

        try:
            learned = load_models(models)
        except ModelError as problem:
            return _Loaded(limits, unfit=(problem.vi, problem.en))
    core.extract_text("Năm 2023, kết nạp 12 đoàn viên.", learned=learned)
    gc.freeze()
    gc.enable()
    return _Loaded(limits, learned)


def _serve(lifeline: int, loaded: _Loaded | None = None) -> None:
    """Read the files asked for on standard input.

    Args:
        lifeline: see `_die_with_parent`.
        loaded: null: load first.
    """
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    # What parsers print, and what programs they start would read, is none of the conversation.
    silence = os.open(os.devnull, os.O_RDWR)
    os.dup2(silence, 0)
    os.dup2(silence, 1)
    _die_with_parent(lifeline)

    def say(*reply: Any) -> None:
        pickle.dump(reply, replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()

    ready = loaded or _load(requests)
    if ready.unfit is not None:
        say("unfit", *ready.unfit)
        return
    from pipeline.read import pace
    from pipeline.read.ocr.document import THREADS

    _limit_memory(ready.limits.max_memory)
    pace.listen(say)
    told_by_user = THREADS in os.environ
    say("ready", os.getpid())
    while True:
        try:
            path, source, skip, pages = pickle.load(requests)
        except EOFError:
            return
        if not told_by_user:
            os.environ[THREADS] = str(pages)
        say("end", _extract(Path(path), source, skip, ready.limits, ready.learned, say))


def _extract(
    path: Path, source: str, skip: frozenset[str], limits: Limits, learned: LearnedModels | None, say: Any
) -> int | None:
    from pipeline import core
    from pipeline.tabulate import document_id

    def begin(member: str, data: bytes | None) -> bool:
        if member in skip:
            return False
        say("begin", member, None if data is None else document_id(data))
        return True

    try:
        data = core.read_file(path, limits)
    except Exception as problem:
        say("rows", core.failed(source, None, problem))
        return None
    say("opened", document_id(data))
    for rows in core.extract_members(data, source, limits, begin=begin, learned=learned):
        if (fault := _fault_of_the_machine(rows)) is not None:
            return fault
        say("rows", rows)
    return None


def _fault_of_the_machine(rows: DocumentRows) -> int | None:
    """A full disk can look like a broken file; the file is not to be blamed."""
    if not any(row["error"] in ("internal_error", "reader_failed", "damaged_office") for row in rows.errors):
        return None
    with suppress(OSError):
        if shutil.disk_usage(tempfile.gettempdir()).free < _LEAST_FREE:
            return errno.ENOSPC
    return None


def _die_with_parent(lifeline: int) -> None:
    """End when the other end of the pipe closes, which it does however the parent ends.

    Args:
        lifeline: the pipe's reading end, or -1 where there is none. Nothing is ever written.
    """
    if lifeline < 0:
        return
    try:
        import fcntl

        # The kernel sends the signal, to the programs a parser has started as well: no thread of ours could while C
        # code holds the interpreter's lock.
        fcntl.fcntl(lifeline, fcntl.F_SETOWN, -os.getpgrp())
        fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    except (ImportError, AttributeError, OSError):
        threading.Thread(target=_wait_for_end, args=(lifeline,), daemon=True).start()


def _wait_for_end(lifeline: int) -> None:
    os.read(lifeline, 1)
    with suppress(OSError, AttributeError):
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _limit_memory(most: int) -> None:
    """Let an allocation fail that takes this process, or one it starts, `most` bytes beyond what it has now.

    The parent watches too, but a single allocation can be over before it looks.
    """
    try:
        import resource

        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        held = int(status.partition("VmData:")[2].split()[0]) * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (held + most, held + most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, OSError, ValueError, IndexError, AttributeError):
        return


if __name__ == "__main__":
    main()
