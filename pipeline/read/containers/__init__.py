"""Files that hold files: archives and e-mails, each member an input of its own.

Members are unpacked in memory, one after the other, within limits; nothing is ever written to disk, so no name in an
archive can lead anywhere. One bad member never costs the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.errors import InputError, input_error
from pipeline.read import mail
from pipeline.read.containers.attachments import attached
from pipeline.read.containers.entry import Entry
from pipeline.read.containers.zips import is_archive, unpacked
from pipeline.read.reader import Limits


@dataclass(frozen=True, slots=True)
class Member:
    """One input: a file as it stands, or one out of a container."""

    source: str
    """Path of the outermost file, then `/` and the path inside, for every container on the way."""
    data: bytes | None
    """Null where the member cannot be got out of its container."""
    problem: InputError | None = None
    """Why it cannot be read, where that is known already."""


@dataclass(slots=True)
class _Budget:
    """What is left for everything inside one outermost file."""

    limits: Limits
    members: int = 0
    unpacked: int = 0
    sources: set[str] = field(default_factory=set)

    def source(self, path: str) -> str:
        """`path`, or where an archive holds that name twice, one beside it: `a.txt`, `a (2).txt`."""
        stem, dot, suffix = path.rpartition(".")
        if not dot or "/" in suffix:
            stem, suffix = path, ""
        number, free = 1, path
        while free in self.sources:
            number += 1
            free = f"{stem} ({number}){dot if suffix else ''}{suffix}"
        self.sources.add(free)
        return free


def members(data: bytes, source: str, limits: Limits | None = None) -> Iterator[Member]:
    """Every input in one file: the file itself, or what is in it.

    An archive yields its members and nothing for itself, unless none can be got out, or not all of them: then a
    problem in its own name. An e-mail yields itself, for its text, and its attachments.

    Args:
        data: the file's bytes.
        source: its path or URL, which the members' sources begin with.
        limits: what it may cost; null: the defaults.
    """
    limits = limits or Limits()
    if len(data) > limits.max_bytes:
        # The reader says how large it is.
        yield Member(source, data)
        return
    yield from _open(data, source, 0, _Budget(limits, sources={source}))


def _open(data: bytes, source: str, depth: int, budget: _Budget) -> Iterator[Member]:
    limits = budget.limits
    is_zip = is_archive(data, source)
    if not is_zip and not mail.is_mail(data, source):
        yield Member(source, data)
        return
    if depth >= limits.max_nesting:
        yield Member(source, data, input_error("nested_too_deep", limit=limits.max_nesting))
        return
    entries: Iterator[Entry]
    empty = True
    if is_zip:
        entries = unpacked(data, limits, lambda: limits.max_unpacked - budget.unpacked)
    else:
        parsed = attached(data)
        entries = iter(parsed)
        if not parsed or mail.has_text(data):
            # A message without a word is no input beside the documents it brings.
            empty = False
            yield Member(source, data)
    try:
        for entry in entries:
            if budget.members >= limits.max_members:
                yield Member(source, data, input_error("too_many_members", limit=limits.max_members))
                return
            budget.members += 1
            empty = False
            inner = budget.source(f"{source}/{entry.name}")
            if entry.data is None or entry.problem is not None:
                yield Member(inner, entry.data, entry.problem or input_error("damaged_archive"))
                continue
            budget.unpacked += len(entry.data)
            yield from _open(entry.data, inner, depth + 1, budget)
    except InputError as problem:
        empty = False
        yield Member(source, data, problem)
    if empty:
        yield Member(source, data, input_error("empty_archive"))


__all__ = ["Member", "members"]
