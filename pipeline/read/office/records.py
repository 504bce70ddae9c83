"""Records of the binary Office formats: a header of eight bytes, and a content that may hold records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

_HEADER = 8


@dataclass(frozen=True, slots=True)
class Record:
    """One record."""

    type: int
    instance: int
    content: bytes


def record_at(data: bytes, at: int) -> Record:
    """The record that begins at an offset.

    Raises:
        struct.error: none does.
    """
    head, kind, length = unpack_from("<HHI", data, at)
    return Record(kind, head >> 4, data[at + _HEADER : at + _HEADER + length])


def records(data: bytes) -> Iterator[Record]:
    """Records that lie side by side; what is left at the end ends them."""
    at = 0
    while at + _HEADER <= len(data):
        record = record_at(data, at)
        yield record
        at += _HEADER + len(record.content)


def first(data: bytes, *kinds: int) -> Record | None:
    """The first record of a kind; with several kinds, of the last within the first of those before."""
    found: Record | None = None
    for kind in kinds:
        found = next((record for record in records(data) if record.type == kind), None)
        if found is None:
            return None
        data = found.content
    return found


__all__ = ["Record", "first", "record_at", "records"]
