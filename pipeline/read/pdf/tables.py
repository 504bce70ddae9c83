"""Ruled tables of a PDF: words in their cells, and their parts on several pages made one again."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.read.fonts import FontMarks, without_marks
from pipeline.read.pdf.lines import PageLine, cell_lines
from pipeline.read.pdf.rules import Box
from pipeline.read.pdf.words import Word

_EDGE = 4.0
"""Points that column edges may be apart and still be the same."""
_SAME = 1.0
"""Points by which two cells' edges may be apart and still be one."""
_HEAD_ROWS = 5
"""Rows at most that a table repeats on top of every page."""
_NUMERIC = regex.compile(r"[\d.,%\s()+–-]*\d[\d.,%\s()+–-]*")
_LEAST_SHARE = 0.85
"""Of the text within a table's frame that its cells must hold, or the frame is not its own."""


@dataclass(slots=True)
class PageTable:
    """A table on one page; `top` and `bottom` in points from the page's lower left."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    edges: tuple[float, ...]
    rows: list[list[list[str]]]
    """Rows of cells of lines."""
    at_page_top: bool = False
    at_page_bottom: bool = False


def table_of(grid: Sequence[Box], page: int, lines: Sequence[PageLine], marks: FontMarks) -> PageTable | None:
    """A grid of cells with the words that stand in them, or null where it is no table.

    Args:
        grid: boxes of its cells.
        page: 0-based page number.
        lines: the page's lines, with their words.
        marks: of the document, for words in fonts of pre-Unicode encodings.
    """
    lefts = _levels([box[0] for box in grid])
    tops = _levels([box[3] for box in grid])
    if len(lefts) < 2 or len(tops) < 2:
        return None
    # A cell stands where its upper left corner is; what a merged one covers stays empty.
    cells: dict[tuple[int, int], list[Word]] = {}
    left, right = min(box[0] for box in grid), max(box[2] for box in grid)
    bottom, top = min(box[1] for box in grid), max(box[3] for box in grid)
    # Boxes by the level that a word within them stands below.
    beside: list[list[tuple[int, int, Box]]] = [[] for _ in tops]
    for box in grid:
        row, column = _level(tops, box[3]), _level(lefts, box[0])
        for level in range(_level(tops, box[1]), row + 1):
            beside[level].append((row, column, box))
    for word in (word for line in lines for word in line.words):
        across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
        if not (left <= across <= right and bottom <= up <= top):
            continue
        for row, column, box in beside[min(bisect_left(tops, up), len(tops) - 1)]:
            if box[0] <= across < box[2] and box[1] <= up < box[3]:
                cells.setdefault((row, column), []).append(word)
                break
    rows = [
        [cell_lines(cells.get((row, column), ()), marks) for column in range(len(lefts))]
        for row in reversed(range(len(tops)))
    ]
    return PageTable(page, left, right, top, bottom, tuple(lefts), rows)


def _levels(values: Sequence[float]) -> list[float]:
    """Distinct values, rising; those that differ by less than a rule's width are one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME:
            levels.append(value)
    return levels


def _level(levels: Sequence[float], value: float) -> int:
    return max(bisect_right(levels, value) - 1, 0)


def cell_text(table: PageTable) -> str:
    """All text of a table's cells without blanks, for comparing with what stands in its frame."""
    text = "".join("".join("".join(line.split()) for line in cell) for row in table.rows for cell in row)
    return without_marks(text)


def holds(table: PageTable, framed: Sequence[str]) -> bool:
    """Whether the cells hold the text that another reader finds within the table's frame."""
    inside = "".join("".join(line.split()) for line in framed)
    return bool(inside) and len(cell_text(table)) >= len(inside) * _LEAST_SHARE


def merge_continued(tables: Sequence[PageTable]) -> list[PageTable]:
    """Tables with those that a page break cut made one, at the place of their first part.

    Args:
        tables: in reading order, with `at_page_top` and `at_page_bottom` set.
    """
    merged: list[PageTable] = []
    last_page = -1
    for table in tables:
        before = merged[-1] if merged else None
        if before is not None and before.at_page_bottom and _continues(before, table, last_page):
            _append(before, table)
            before.at_page_bottom = table.at_page_bottom
        else:
            merged.append(table)
        last_page = table.page
    return merged


def _continues(before: PageTable, table: PageTable, last_page: int) -> bool:
    if table.page != last_page + 1 or not table.at_page_top or len(before.edges) != len(table.edges):
        return False
    return all(abs(a - b) <= _EDGE for a, b in zip(before.edges, table.edges, strict=True))


def _append(before: PageTable, table: PageTable) -> None:
    rows = [list(row) for row in table.rows]
    head = 0
    while head < min(_HEAD_ROWS, len(rows), len(before.rows)) and rows[head] == before.rows[head]:
        head += 1
    rows = rows[head:]
    if rows and before.rows and _is_rest(before.rows[-1], rows[0]):
        for i, cell in enumerate(rows[0]):
            if i < len(before.rows[-1]):
                before.rows[-1][i] = [*before.rows[-1][i], *cell]
        rows = rows[1:]
    before.rows += rows


def _is_rest(row: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> bool:
    """Whether a row is the rest of one that the page break cut: no running number and no figures of its own."""
    if not after or after[0] or not row[0] or len(after) != len(row):
        return False
    figures = [cell for cell in after if cell and _NUMERIC.fullmatch(" ".join(cell))]
    return any(after) and not figures


__all__ = ["PageTable", "cell_text", "holds", "merge_continued", "table_of"]
