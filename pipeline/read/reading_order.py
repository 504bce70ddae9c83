"""The order in which the pieces of a page are read: columns one after the other, rows as rows.

Pure geometry: the pieces may come from a PDF's text layer or from a scan. The order in which they came (a PDF's own
drawing order, a recogniser's) is kept wherever the page shows no columns, for it is nearly always right; where a page
shows columns the order came from is often not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Protocol

import regex

from pipeline.read.letter_parts import begins_recipients
from pipeline.read.tables import has_layout_mark

_GUTTER_EMS = 0.7
"""Narrower than this, in line heights, no gap between two columns is."""
_LEAST_ROWS = 4
"""Fewer rows side by side than this are no columns of prose."""
_LAYOUT_ROWS = 16
"""A letterhead, or recipients beside a signature, has no more rows."""
_FILLED = 0.6
"""Of a column's width that its middle line fills, if it is prose."""
_STEADY = 0.6
"""Of a column's height that its lines fill at their usual distance, if it is prose."""
_LETTERS = 0.7
_SAME_WIDTH = 0.5
_WORDS = 3
_NEW_BLOCK = 2.2
"""A step down this many times the usual one begins another block."""
_APART = 3.0
"""Line heights of blank paper that end a run of rows."""
_NEXT_LINE = 1.2
"""Line heights of blank paper between two lines of one block, at most."""
_FURNITURE = 3
"""Lines at most that a page's head and foot have."""
_UPWARD = 0.25
"""Share of steps upwards on the page from which on the given order is none."""
_BEGINS = regex.compile(r"[\p{Lu}\p{N}\p{Pd}(•*+]")
_RUN_ON = 0.35
"""Of the lines of a column of prose, those that go on in the middle of a sentence."""
_LETTER = regex.compile(r"\p{L}")


class Placed(Protocol):
    """A piece of text with its place on a page, in points (or pixels) from the lower left."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def top(self) -> float: ...


@dataclass(frozen=True, slots=True)
class _Row:
    """Numbers of the pieces that stand at one height, left to right."""

    pieces: tuple[int, ...]
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Column:
    """A column of prose, and the frame of the columns it stands among, from left to right."""

    left: float
    right: float
    frame_left: float
    frame_right: float


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """Numbers of the pieces of one line, left to right."""

    pieces: tuple[int, ...]
    column: Column | None = None
    """Where it stands in a column of prose, that column."""


def reading_order(pieces: Sequence[Placed]) -> list[OrderedLine]:
    """Lines of a page in the order they are read.

    Args:
        pieces: what stands on the page without a wide gap within, in the order it came; boxes in one frame whose
            vertical axis points up.

    Returns:
        Lines: of more than one piece where pieces at one height belong together, as the cells of a table without rules
        do. Every piece stands in exactly one line.
    """
    if len(pieces) < 2:
        return [OrderedLine((i,)) for i in range(len(pieces))]
    rows = _rows(pieces)
    bands = _column_bands(pieces, rows)
    if not bands:
        return _as_given(pieces, rows)
    lines: list[OrderedLine] = []
    at = 0
    for band in bands:
        lines += _as_given(pieces, rows[at : band.start])
        columns = band.columns(pieces, rows)
        left = min(pieces[i].left for i in columns[0])
        right = max(pieces[i].right for column in columns for i in column)
        for numbers in columns:
            own = [pieces[i] for i in numbers]
            column = Column(min(x.left for x in own), max(x.right for x in own), left, right) if band.prose else None
            lines += _as_given(pieces, _rows(own, numbers), column)
        at = band.end
    return lines + _as_given(pieces, rows[at:])


def _rows(pieces: Sequence[Placed], numbers: Sequence[int] | None = None) -> list[_Row]:
    """Pieces at one height, top to bottom."""
    numbers = range(len(pieces)) if numbers is None else numbers
    order = sorted(range(len(pieces)), key=lambda i: -(pieces[i].top + pieces[i].bottom))
    rows: list[tuple[list[int], float, float]] = []
    for i in order:
        piece = pieces[i]
        if rows:
            members, top, bottom = rows[-1]
            shared = min(top, piece.top) - max(bottom, piece.bottom)
            if shared >= min(top - bottom, piece.top - piece.bottom) * 0.5:
                members.append(i)
                rows[-1] = (members, max(top, piece.top), min(bottom, piece.bottom))
                continue
        rows.append(([i], piece.top, piece.bottom))
    return [
        _Row(tuple(numbers[i] for i in sorted(members, key=lambda i: pieces[i].left)), top, bottom)
        for members, top, bottom in rows
    ]


def _as_given(pieces: Sequence[Placed], rows: Sequence[_Row], column: Column | None = None) -> list[OrderedLine]:
    """Lines in the order their pieces came, or down the page where that order is none.

    Pieces at one height are a line only where they came one after the other, left to right.
    """
    lines: list[list[int]] = []
    for row in rows:
        line = [row.pieces[0]]
        for i in row.pieces[1:]:
            if i != line[-1] + 1:
                lines.append(line)
                line = []
            line.append(i)
        lines.append(line)
    lines.sort(key=min)
    _set_right(lines, pieces)
    heights = [pieces[line[0]].top for line in lines]
    up = sum(b > a for a, b in pairwise(heights))
    if len(lines) >= _LEAST_ROWS and up > len(lines) * _UPWARD:
        lines = [list(row.pieces) for row in rows]
    return [OrderedLine(tuple(line), column) for line in lines]


def _set_right(lines: list[list[int]], pieces: Sequence[Placed]) -> None:
    """Move what was drawn first but stands below all else to the end, and the other way round: feet and heads."""
    for _ in range(min(_FURNITURE, len(lines) - 1)):
        if pieces[lines[0][0]].top < min(pieces[line[0]].bottom for line in lines[1:]):
            lines.append(lines.pop(0))
    for _ in range(min(_FURNITURE, len(lines) - 1)):
        if pieces[lines[-1][0]].bottom > max(pieces[line[0]].top for line in lines[:-1]):
            lines.insert(0, lines.pop())


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows `[start, end)` that stand in columns."""

    start: int
    end: int
    edges: tuple[float, ...]
    """Left bounds of all columns but the first."""
    prose: bool

    def columns(self, pieces: Sequence[Placed], rows: Sequence[_Row]) -> list[list[int]]:
        columns: list[list[int]] = [[] for _ in range(len(self.edges) + 1)]
        for row in rows[self.start : self.end]:
            for i in row.pieces:
                columns[sum(pieces[i].left >= edge for edge in self.edges)].append(i)
        return columns


def _column_bands(pieces: Sequence[Placed], rows: Sequence[_Row]) -> list[_Band]:
    """Runs of rows that stand in columns."""
    height = median(row.top - row.bottom for row in rows)
    bands: list[_Band] = []
    at = 0
    while at < len(rows):
        if not _may_start(pieces, rows, at):
            at += 1
            continue
        end, gaps = _band(pieces, rows, at, height)
        found = _columns(pieces, rows, at, end, gaps, height)
        if found:
            bands.append(found)
            at = found.end
        else:
            at += max(1, (end - at) // 4)
    return bands


def _may_start(pieces: Sequence[Placed], rows: Sequence[_Row], at: int) -> bool:
    """Whether something stands side by side in a row, or in it and the next one (columns set at unequal heights)."""
    here = rows[at].pieces
    if len(here) > 1:
        return True
    if at + 1 == len(rows):
        return False
    below = rows[at + 1].pieces
    one, other = pieces[here[0]], pieces[below[0]]
    return len(below) == 1 and (one.right < other.left or other.right < one.left)


Gaps = list[tuple[float, float]]


def _band(pieces: Sequence[Placed], rows: Sequence[_Row], start: int, height: float) -> tuple[int, Gaps]:
    """How far down from a row one vertical gap runs that no piece crosses, and the gaps that do."""
    covered: Gaps = []
    gaps: Gaps = []
    end = start
    while end < len(rows):
        if end > start and rows[end - 1].bottom - rows[end].top > height * _APART:
            break
        wider = _merged([*covered, *((pieces[i].left, pieces[i].right) for i in rows[end].pieces)])
        found = [(a[1], b[0]) for a, b in pairwise(wider) if b[0] - a[1] >= height * _GUTTER_EMS]
        if end > start and not found and (gaps or len(rows[end].pieces) > 1 or len(covered) == len(wider) == 1):
            break
        covered, gaps = wider, found
        end += 1
    return end, gaps


def _merged(spans: Gaps) -> Gaps:
    merged: Gaps = []
    for left, right in sorted(spans):
        if merged and left <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _columns(
    pieces: Sequence[Placed], rows: Sequence[_Row], start: int, end: int, gaps: Gaps, height: float
) -> _Band | None:
    """The band's columns, if they are such: prose, or the two sides of a letterhead or of a signature."""
    if not gaps or end - start < 2:
        return None
    edges = tuple(right - height * 0.1 for _, right in gaps)
    if len(edges) == 1 and _is_layout(pieces, rows[start:end], edges[0]):
        return _layout_band(pieces, rows, _Band(start, end, edges, prose=False), height)
    if end - start < _LEAST_ROWS:
        return None
    band = _Band(start, end, edges, prose=True)
    columns = [[pieces[i] for i in column] for column in band.columns(pieces, rows)]
    widths = [max(piece.right for piece in column) - min(piece.left for piece in column) for column in columns]
    if min(widths) < max(widths) * _SAME_WIDTH:
        return None
    return band if all(_is_prose(column, width) for column, width in zip(columns, widths, strict=True)) else None


def _layout_band(pieces: Sequence[Placed], rows: Sequence[_Row], band: _Band, height: float) -> _Band | None:
    """A letterhead or signature without what only happens to stand below it, and with what sticks out above."""
    edge = band.edges[0]
    start, end = band.start, band.end
    while start and len(rows[start - 1].pieces) == 1 and rows[start - 1].bottom - rows[start].top < height * _NEXT_LINE:
        above = pieces[rows[start - 1].pieces[0]]
        if above.left < edge or not (has_layout_mark(above.text) or above.text.isupper()):
            break
        start -= 1
    inside = range(start, end)
    if any(begins_recipients(pieces[i].text) for row in inside for i in rows[row].pieces):
        return _Band(start, end, band.edges, prose=False)
    last = max(row for row in inside if any(has_layout_mark(pieces[i].text) for i in rows[row].pieces))
    # Below the number may stand what the letter is about, in the left column.
    while last + 1 < end and all(pieces[i].right < edge for i in rows[last + 1].pieces):
        if rows[last].bottom - rows[last + 1].top > height * _NEXT_LINE:
            break
        last += 1
    return _Band(start, last + 1, band.edges, prose=False) if last > start else None


def _is_layout(pieces: Sequence[Placed], rows: Sequence[_Row], edge: float) -> bool:
    """Whether two columns are a letterhead's, or the recipients' and the signature's."""
    if sum(len(row.pieces) > 1 for row in rows) > _LAYOUT_ROWS:
        return False
    left = [pieces[i] for row in rows for i in row.pieces if pieces[i].left < edge]
    right = [pieces[i] for row in rows for i in row.pieces if pieces[i].left >= edge]
    if len(left) < 2 or not right:
        return False
    return any(begins_recipients(piece.text) for piece in left) or any(has_layout_mark(x.text) for x in right)


def _is_prose(column: Sequence[Placed], width: float) -> bool:
    """Whether a column's lines fill it as running text does: wide, of words, at even distances."""
    if len(column) < _LEAST_ROWS:
        return False
    text = "".join(piece.text for piece in column)
    visible = sum(not char.isspace() for char in text)
    if len(_LETTER.findall(text)) < visible * _LETTERS:
        return False
    if median(piece.right - piece.left for piece in column) < width * _FILLED:
        return False
    if median(len(piece.text.split()) for piece in column) < _WORDS:
        return False
    if sum(not _BEGINS.match(piece.text) for piece in column) < len(column) * _RUN_ON:
        return False
    tops = sorted((piece.top for piece in column), reverse=True)
    steps = [a - b for a, b in pairwise(tops)]
    usual = median(steps)
    if usual <= 0:
        return False
    return sum(step <= usual * _NEW_BLOCK for step in steps) >= len(steps) * _STEADY


__all__ = ["Column", "OrderedLine", "Placed", "reading_order"]
