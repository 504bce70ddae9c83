"""One measured figure, and how processes are measured."""

from __future__ import annotations

import operator
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured."""

    group: str
    name: str
    value: float
    unit: str
    asked: str = ""
    """What issue or promise it is held against, such as `<= 1.25`; empty where nothing is asked."""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it is what was asked; null where nothing is."""
        if not self.asked:
            return None
        sign, _, bound = self.asked.partition(" ")
        holds = {"<=": operator.le, ">=": operator.ge, "<": operator.lt}[sign]
        return bool(holds(self.value, float(bound)))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process cost, with all its children."""

    wall: float
    """Seconds."""
    processor: float
    """Seconds of all cores, user and system."""
    largest: int
    """Bytes of the largest single process, as seen ten times a second."""


class _Watch(threading.Thread):
    """The largest memory of any process below one, by looking again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.largest, self.stop = pid, 0, threading.Event()

    def run(self) -> None:
        from pipeline.flow.processes import descendants, memory

        while not self.stop.wait(0.1):
            self.largest = max([self.largest, *map(memory, [self.pid, *descendants(self.pid)])])


def children_seconds() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command_cost(*command: str, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a Python command of this project to its end.

    Args:
        command: what follows `python`.
        environment: variables besides this process's own.

    Raises:
        subprocess.CalledProcessError: it ended with anything but success, or with failed inputs.
    """
    before, started = children_seconds(), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=subprocess.DEVNULL,
        cwd=ROOT,
    )
    watch = _Watch(process.pid)
    watch.start()
    code = process.wait()
    watch.stop.set()
    watch.join()
    if code not in (0, 3):
        raise subprocess.CalledProcessError(code, command)
    return Cost(time.monotonic() - started, children_seconds() - before, watch.largest)


class Clock:
    """Processor seconds within a block: this process's, and its children's where they have ended."""

    seconds = 0.0
    wall = 0.0


@contextmanager
def clock() -> Iterator[Clock]:
    """Measure a block."""
    measured = Clock()
    before, children, started = time.process_time(), children_seconds(), time.monotonic()
    yield measured
    measured.seconds = time.process_time() - before + children_seconds() - children
    measured.wall = time.monotonic() - started


def machine() -> str:
    """Processor, cores and system, for beside the figures."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        named = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = named[0] if named else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {platform.system()}, Python {platform.python_version()}"
