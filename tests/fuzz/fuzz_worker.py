"""Runs cases in a process of its own, which may hang or die without the others noticing."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import connection

from fuzz_mutations import mutated

Case = tuple[str, int]
_MEMORY = 6 * 2**30
_TOGETHER = 100
"""Cases whose rows are linked and checked against the contract as one run."""
OURS = frozenset({"internal_error", "reader_failed"})
"""Codes that say the program is at fault, which no input may provoke."""


@dataclass(slots=True)
class Outcome:
    """What many cases came to."""

    cases: int = 0
    documents: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    seconds: Counter[str] = field(default_factory=Counter)
    """By format."""

    def add(self, other: Outcome) -> None:
        """Count another's cases in."""
        self.cases += other.cases
        self.documents += other.documents
        self.errors += other.errors
        self.faults += other.faults
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds


def run(cases: Sequence[Case], seeds: Mapping[str, Sequence[bytes]], limit: float, workers: int) -> Outcome:
    """Run cases in worker processes.

    Args:
        cases: (format, number).
        seeds: whole files by format.
        limit: seconds a case may take; its process is killed then.
        workers: processes that share the cases.
    """
    outcome, started = Outcome(), time.monotonic()
    running = [_Worker(list(cases[i::workers]), seeds) for i in range(workers)]
    while running:
        ready = connection.wait([worker.pipe for worker in running], timeout=1.0)
        for worker in list(running):
            if worker.pipe in ready:
                message = worker.hear()
                if isinstance(message, Outcome):
                    outcome.add(message)
                    for fault in message.faults:
                        print(fault, flush=True)
                    if outcome.cases % 1000 == 0 and message.cases:
                        print(f"{outcome.cases} cases after {time.monotonic() - started:.0f} s", flush=True)
                    continue
            elif time.monotonic() - worker.heard > limit:
                message = f"still running after {limit:.0f} s"
            else:
                continue
            running.remove(worker)
            left = worker.end()
            if message != "done":
                outcome.faults.append(f"{left[:1]}: {message}")
                running += [_Worker(left[1:], seeds)] if left[1:] else []
    return outcome


class _Worker:
    """A process at work, and the cases it has not done yet."""

    def __init__(self, cases: list[Case], seeds: Mapping[str, Sequence[bytes]]) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, theirs = context.Pipe(duplex=False)
        self._left = cases
        self._process = context.Process(target=_work, args=(list(cases), seeds, theirs))
        self._process.start()
        theirs.close()
        self.heard = time.monotonic()

    def hear(self) -> Outcome | str:
        """What came of a case, `done`, or that the process is dead."""
        self.heard = time.monotonic()
        try:
            message: Outcome | str = self.pipe.recv()
        except EOFError:
            self._process.join()
            return f"the process died ({self._process.exitcode})"
        if isinstance(message, Outcome):
            del self._left[: message.cases]
        return message

    def end(self) -> list[Case]:
        """Kill the process if it still runs; tells what it has not done."""
        self._process.kill()
        self._process.join()
        self.pipe.close()
        return self._left


def _work(cases: list[Case], seeds: Mapping[str, Sequence[bytes]], pipe: connection.Connection) -> None:
    from pipeline import core
    from pipeline.errors import ERROR_KINDS
    from pipeline.link import link_corpus
    from pipeline.schema import TABLES
    from pipeline.store.validate import validate, validate_run

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    held = []
    for kind, number in cases:
        name, data = mutated(number, kind, seeds)
        result = Outcome(cases=1)
        started = time.monotonic()
        inputs = 0
        for rows in core.extract_members(data, name):
            inputs += 1
            held.append(rows)
            result.documents += len(rows.documents)
            if len(rows.documents) + len(rows.errors) != 1:
                result.faults.append(
                    f"{name}: an input with {len(rows.documents)} documents and {len(rows.errors)} errors"
                )
            for table in TABLES:
                result.faults += (f"{name}: {fault}" for fault in validate(table, rows.of(table))[:3])
            for row in rows.errors:
                result.errors[row["error"]] += 1
                if row["error"] not in ERROR_KINDS or row["error"] in OURS:
                    result.faults.append(f"{name}: {row['error']} {row['message']}")
        if not inputs:
            result.faults.append(f"{name}: no row at all")
        taken = time.monotonic() - started
        result.slowest, result.seconds[kind] = (taken, name), taken
        if len(held) >= _TOGETHER:
            result.faults += validate_run(link_corpus(held))[:5]
            held = []
        pipe.send(result)
    if held:
        pipe.send(Outcome(faults=validate_run(link_corpus(held))[:5]))
    pipe.send("done")
