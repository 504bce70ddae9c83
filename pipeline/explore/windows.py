"""A long text in parts that a browser can hold, and a part's lines: paragraphs, headings, rows of tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.text import DocumentText
from pipeline.explore.marks import Piece, between

PART_SIZE = 12_000
"""Code points of a part: some five printed pages, whose marks a telephone shows without delay."""
_CELLS = " | "
"""Between the cells of a table's row, as tables stand in `documents.text`."""
_HEADINGS = frozenset({"title", "heading"})
_SHORT = 160
"""Characters: what is longer is no heading, whatever it begins with."""


def part_starts(text: str, size: int = PART_SIZE) -> tuple[int, ...]:
    """Where the parts of a text begin: at lines, or where a line has no end, at blanks, or anywhere.

    Args:
        text: a document's text.
        size: code points of a part, roughly.
    """
    starts = [0]
    while len(text) - starts[-1] > size * 1.25:
        wanted = starts[-1] + size
        cut = text.find("\n", wanted, wanted + size)
        if cut < 0:
            cut = text.find(" ", wanted, wanted + size)
        starts.append(cut + 1 if 0 <= cut < len(text) - 1 else wanted)
    return tuple(starts)


def part_at(starts: Sequence[int], offset: int) -> int:
    """Number (from 0) of the part a code point lies in."""
    return max(0, bisect_right(starts, offset) - 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text."""

    start: int
    kind: str
    """`heading`, `letterhead`, `list` or `body`."""
    pieces: tuple[Piece, ...]
    page: int | None = None
    """The page that is known to have begun by this line; null where none begins."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    start: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines one below the other whose cells belong to one table."""

    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(len(row) for row in self.rows))


def lines_of(
    text: str, start: int, end: int, cut: Sequence[Piece], pages: Sequence[tuple[int, int]] = ()
) -> tuple[Line | Grid, ...]:
    """The lines of a part.

    Args:
        text: the document's text.
        start: first code point of the part; end: one past its last.
        cut: the part's pieces.
        pages: (offset, page), where a page is first seen, in order.
    """
    kinds = _kinds(text[start:end], start)
    upcoming = [(offset, page) for offset, page in pages if start <= offset < end]
    found: list[Line | Grid] = []
    rows: list[tuple[Cell, ...]] = []
    rows_page: int | None = None
    at = start
    piece_at = 0
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        page = None
        while upcoming and upcoming[0][0] <= stop:
            page = upcoming.pop(0)[1]
        while piece_at < len(cut) and cut[piece_at].end <= at:
            piece_at += 1
        near = _until(cut, piece_at, stop)
        if _CELLS in text[at:stop]:
            rows_page = page if not rows else rows_page or page
            rows.append(_cells(text, at, stop, near))
        else:
            if rows:
                found.append(Grid(tuple(rows), rows_page))
                rows, rows_page = [], None
            if stop > at or page is not None:
                found.append(Line(at, kinds.get(at, "body"), between(near, at, stop), page))
        at = stop + 1
    if rows:
        found.append(Grid(tuple(rows), rows_page))
    return tuple(found)


def _until(cut: Sequence[Piece], first: int, stop: int) -> Sequence[Piece]:
    last = first
    while last < len(cut) and cut[last].start < stop:
        last += 1
    return cut[first:last]


def _cells(text: str, start: int, stop: int, cut: Sequence[Piece]) -> tuple[Cell, ...]:
    found = []
    at = start
    for words in text[start:stop].split(_CELLS):
        found.append(Cell(at, between(cut, at, at + len(words))))
        at += len(words) + len(_CELLS)
    return tuple(found)


def _kinds(part: str, start: int) -> dict[int, str]:
    """What lines are, by the offset they begin at; body text is left out."""
    found: dict[int, str] = {}
    for paragraph in DocumentText.of(part).paragraphs:
        kind = "heading" if paragraph.kind in _HEADINGS else paragraph.kind
        if kind == "heading" and paragraph.end - paragraph.start > _SHORT:
            continue
        if kind in ("heading", "letterhead", "list"):
            at = paragraph.start
            found[start + at] = kind
            while (at := part.find("\n", at, paragraph.end)) >= 0:
                at += 1
                found[start + at] = kind
    return found
