"""Tables without rules: numbers that stand below each other, and the boxes of the cells they and their names make.

What makes a table of lines is that several of them hold numbers set apart, and that blank gutters run down between
these. Prose has neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.read.pdf.number_columns import LEAST_COLUMNS, LEAST_ROWS, columns_of, fits, widened
from pipeline.read.pdf.number_lines import LEADING, Line, Piece, is_caption, lines_of
from pipeline.read.pdf.number_rows import Row, head_of, is_title, numbered_title, rows_of
from pipeline.read.pdf.rules import Box
from pipeline.read.pdf.words import Word

_ROW_REACH = 5.5
"""Rows of one table stand at most so many font sizes below each other."""
_WRAPS = 3
"""Lines at most that a name takes above or below its numbers."""


def unruled_grids(words: Sequence[Word], ruled: Sequence[Sequence[Box]]) -> list[list[Box]]:
    """The boxes of the cells of each table of a page that has no rules, top to bottom.

    Args:
        words: of the page.
        ruled: grids of its ruled tables, whose words belong to these.
    """
    if sum(word.text[-1:].isdigit() or word.text[-1:] == "%" for word in words) < LEAST_ROWS * LEAST_COLUMNS:
        return []
    frames = [
        (min(b[0] for b in grid), min(b[1] for b in grid), max(b[2] for b in grid), max(b[3] for b in grid))
        for grid in ruled
        if grid
    ]
    free = [word for word in words if word.turn == 0 and not any(_within(word, frame) for frame in frames)]
    lines = lines_of(free)
    grids = []
    for first, last in _regions(lines):
        grid = _grid(lines, first, last)
        if grid:
            grids.append(grid)
    return grids


def _within(word: Word, frame: Box) -> bool:
    across, up = (word.left + word.right) / 2, (word.bottom + word.top) / 2
    return frame[0] <= across <= frame[2] and frame[1] <= up <= frame[3]


def _regions(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """(first, last) line of numbers of what may be a table."""
    run: list[int] = []
    for i, line in enumerate(lines):
        if not line.counts:
            continue
        if run and lines[run[-1]].base - line.base > _ROW_REACH * line.size:
            if len(run) >= LEAST_ROWS:
                yield run[0], run[-1]
            run = []
        run.append(i)
    if len(run) >= LEAST_ROWS:
        yield run[0], run[-1]


def _grid(lines: Sequence[Line], first: int, last: int) -> list[Box]:
    start, end = first, last
    while start > 0 and first - start < _WRAPS and _adjoins(lines, start, start - 1):
        start -= 1
    while end + 1 < len(lines) and end - last < _WRAPS and _adjoins(lines, end, end + 1):
        end += 1
    columns = columns_of(lines[start : end + 1])
    if columns is None:
        return []
    while end > last and not fits(lines[end], columns):
        end -= 1
    rows, head_end = rows_of(lines, start, end, first)
    head = head_of(lines, head_end, columns)
    while head and is_title(head[-1], columns):
        rows.insert(0, Row([head.pop()], title=True))
    if title := numbered_title(head, columns):
        rows.insert(0, Row(title, title=True))
        head = head[: -len(title)]
    if not head:
        return []
    columns = widened(columns, [piece for line in head for piece in line.pieces])
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    return _boxes(rows, head, columns, edges)


def _adjoins(lines: Sequence[Line], at: int, beside: int) -> bool:
    """Whether a line beside the numbers stands as near to them as the lines of one cell do."""
    line = lines[beside]
    near = abs(lines[at].base - line.base) <= LEADING * line.size
    return near and not line.counts and not is_caption(line.pieces[0].text)


def _boxes(
    rows: Sequence[Row], head: Sequence[Line], columns: Sequence[tuple[float, float]], edges: Sequence[float]
) -> list[Box]:
    lefts = [columns[0][0] - 4, *edges]
    rights = [*edges, columns[-1][1] + 4]
    if head:
        wide = [p for line in head for p in line.pieces]
        lefts[0] = min(lefts[0], *(p.left - 2 for p in wide))
        rights[-1] = max(rights[-1], *(p.right + 2 for p in wide))
    bounds = [(above.bottom + below.top) / 2 for above, below in pairwise(rows)]
    top = (min(line.bottom for line in head) + rows[0].top) / 2 if head else rows[0].top + 1
    levels = [top, *bounds, rows[-1].bottom - 1]
    boxes: list[Box] = []
    if head:
        boxes += _head_boxes(head, lefts, rights, edges, top)
    for row, (high, low) in zip(rows, pairwise(levels), strict=True):
        if row.title:
            boxes.append((lefts[0], low, rights[-1], high))
        else:
            boxes += [(left, low, right, high) for left, right in zip(lefts, rights, strict=True)]
    return boxes


def _head_boxes(
    head: Sequence[Line], lefts: Sequence[float], rights: Sequence[float], edges: Sequence[float], low: float
) -> list[Box]:
    """Cells of the head: those over several columns above those over one."""
    high = max(line.top for line in head) + 1
    groups: list[tuple[int, int, int]] = []
    for i, line in enumerate(head):
        for piece in line.pieces:
            a, b = _column_of(piece, edges)
            if b > a and i + 1 < len(head) and not any(x <= b and a <= y for x, y, _ in groups):
                groups.append((a, b, i))
    boxes: list[Box] = []
    spanned: dict[int, float] = {}
    for a, b, i in groups:
        last = i
        middle = (lefts[a] + rights[b]) / 2
        while last + 1 < len(head) - 1:
            own = [p for p in head[last + 1].pieces if lefts[a] <= (p.left + p.right) / 2 <= rights[b]]
            if len(own) != 1 or abs((own[0].left + own[0].right) / 2 - middle) > 0.12 * (rights[b] - lefts[a]):
                break
            last += 1
        split = (head[last].bottom + head[last + 1].top) / 2
        boxes.append((lefts[a], split, rights[b], high))
        spanned |= dict.fromkeys(range(a, b + 1), split)
    for c, (left, right) in enumerate(zip(lefts, rights, strict=True)):
        boxes.append((left, low, right, spanned.get(c, high)))
    return boxes


def _column_of(piece: Piece, edges: Sequence[float]) -> tuple[int, int]:
    """The first and last column a piece stands in."""
    low = sum(edge <= piece.left for edge in edges)
    return low, sum(edge < piece.right for edge in edges)


__all__ = ["unruled_grids"]
