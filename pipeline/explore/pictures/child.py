"""The drawing process: jobs come in on its standard input, pictures go out on its standard output."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from contextlib import suppress
from typing import IO

from pipeline.explore.pictures.jobs import Drawn, Job, PictureError, Problem

LENGTH = struct.Struct(">Q")
_ADDRESS_SPACE = 6 * 2**30
"""Bytes: a file that wants more is broken, or made to break us."""


def read_message(stream: IO[bytes]) -> bytes | None:
    """One message; null at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def write_message(stream: IO[bytes], data: bytes) -> None:
    """Write one message."""
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def main() -> None:
    """Draw until nobody asks any more."""
    # What libraries print must not stand among the messages.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    from pipeline.explore.pictures.drawing import Draughtsman

    draughtsman = Draughtsman()
    while (message := read_message(sys.stdin.buffer)) is not None:
        job: Job = pickle.loads(message)
        answer: Drawn | Problem
        try:
            answer = draughtsman.draw(job)
        except PictureError as error:
            answer = error.problem
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr)
            answer = "broken"
        write_message(answers, pickle.dumps(answer))


if __name__ == "__main__":
    main()
