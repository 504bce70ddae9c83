"""What a reader is, and the limits it works within."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.document import ReadResult


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a single input may cost; checked before a parser sees it."""

    max_bytes: int = 200 * 2**20
    """Of the file itself."""
    max_unpacked: int = 500 * 2**20
    """Bytes a zipped format (DOCX) may unpack to."""
    max_ratio: float = 200.0
    """Unpacked to packed, for parts above `ratio_floor` bytes; real documents stay below 60."""
    ratio_floor: int = 5 * 2**20
    max_parts: int = 10_000
    max_members: int = 10_000
    """Files that an archive or e-mail may hold, those of the archives in it included."""
    max_nesting: int = 5
    """Archives and e-mails within each other."""
    max_pages: int = 5_000
    max_chars: int = 5_000_000
    """Of text, some 2,500 pages: more is a dump of many documents, and would keep a run waiting for minutes."""
    max_seconds: float = 120.0
    """For reading an input, and again for what follows; a run ends the process that takes longer."""
    page_seconds: float = 60.0
    """The same for each page of a scan that is being recognised (`pipeline.read.pace`)."""
    max_memory: int = 2 * 2**30
    """Bytes that reading an input may hold at once, programs it starts included."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one format.

    A new format is one module that defines such a reader, and its name in `pipeline.read._READERS`. Its heavy
    imports belong inside `read`: a run over plain text shall not load a PDF library.
    """

    kind: str
    """Short name: `pdf`, `docx` …"""
    suffixes: tuple[str, ...]
    """Lower case, with the dot; only a hint: content decides."""
    sniff: Callable[[bytes], bool]
    """Whether bytes are of this kind; looks at the content only."""
    read: Callable[[bytes, Limits], ReadResult]
    """Read bytes that `sniff` took. Raises InputError for what it cannot do."""


__all__ = ["Limits", "Reader"]
