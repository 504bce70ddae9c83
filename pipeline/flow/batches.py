"""How the work is cut: by characters, for a task costs the same whether it holds one note or fifty reports."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from pipeline.flow.discover import FoundFile

BATCH_CHARS = 250_000
"""A worker process spends some 60 ms around each task: about 5 % of what this many characters take."""
BATCH_FILES = 50
CHARS_PER_SECOND = 200_000
"""Text to rows in one process, on a slow core."""
WORKERS_PAY_AFTER = 6.0
"""Seconds of work in one process from which more processes, which take seconds to start, are the faster way."""

# Characters of text per byte of file, by suffix; the rest is markup, fonts, pictures. Only balance depends on it.
_DENSITY = {".txt": 0.75, ".md": 0.75, ".html": 0.3, ".htm": 0.3, ".docx": 0.6, ".pdf": 0.15}
_DENSITY_ELSE = 0.1
_FILE_CHARS = 2_000
"""What opening any file costs, in characters."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that one task extracts."""

    number: int
    files: tuple[FoundFile, ...]
    chars: int
    """Estimated."""

    @property
    def label(self) -> str:
        """For people: `0003 (12 files)`."""
        return f"{self.number:04d} ({len(self.files)} files)"


def estimated_chars(file: FoundFile) -> int:
    """About how many characters of text a file holds, plus what opening it costs."""
    density = _DENSITY.get(PurePath(file.source).suffix.lower(), _DENSITY_ELSE)
    return _FILE_CHARS + int(file.size * density)


def usable_cores() -> int:
    """Cores this process may use, which in a container can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def choose_workers(files: Sequence[FoundFile], cores: int) -> int:
    """How many processes to extract in: 1 means this one, which small inputs are done with before others start."""
    seconds = sum(map(estimated_chars, files)) / CHARS_PER_SECOND
    return cores if cores > 1 and len(files) > 1 and seconds > WORKERS_PAY_AFTER else 1


def plan_batches(files: Sequence[FoundFile], workers: int) -> tuple[Batch, ...]:
    """Cut files into batches, in order.

    Args:
        files: in the order of the run.
        workers: processes that will share the batches; each should get several, so that none waits for the last.
    """
    total = sum(map(estimated_chars, files))
    limit = min(BATCH_CHARS, max(BATCH_CHARS // 5, total // (4 * workers)))
    batches: list[Batch] = []
    held: list[FoundFile] = []
    chars = 0
    for file in files:
        size = estimated_chars(file)
        if held and (chars + size > limit or len(held) == BATCH_FILES):
            batches.append(Batch(len(batches), tuple(held), chars))
            held, chars = [], 0
        held.append(file)
        chars += size
    if held:
        batches.append(Batch(len(batches), tuple(held), chars))
    return tuple(batches)
