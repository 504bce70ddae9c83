"""Tables as readers find them: rows of data, or a layout (letterhead, signatures) that only stands in a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from pipeline.document import Block
from pipeline.read.fonts import without_marks
from pipeline.read.letter_parts import begins_recipients, has_letter_mark

Cell = Sequence[str]
"""A cell: its lines (paragraphs), blank ones left out."""
Grid = Sequence[Sequence[Cell]]

SEPARATOR = " | "

_LAYOUT_CELLS = 3
_LAYOUT_LINES = 3


def has_layout_mark(text: str) -> bool:
    """Whether text holds what only a letterhead, recipients or signatures hold."""
    return has_letter_mark(without_marks(text))


def is_layout_row(row: Sequence[Cell]) -> bool:
    """Whether a row is page layout (letterhead, recipients and signature, a box) rather than data."""
    filled = [cell for cell in row if cell]
    if len(filled) == 1 and len(row) > 1:
        return len(filled[0]) > _LAYOUT_LINES
    if any(begins_recipients(without_marks(cell[0])) and len(cell) > 1 for cell in filled):
        return True
    return len(filled) <= _LAYOUT_CELLS and any(has_layout_mark("\n".join(cell)) for cell in filled)


def is_layout(grid: Grid) -> bool:
    """Whether a whole grid is page layout: a single column, or one row that is no row of data.

    Args:
        grid: rows of cells of lines.
    """
    rows = [[cell for cell in row if cell] for row in grid if any(row)]
    if not rows or max(len(row) for row in rows) == 1:
        return True
    return len(rows) == 1 and (len(rows[0]) < 3 or any(len(cell) > 1 for cell in rows[0]))


_BROKEN_NUMBER = regex.compile(r"[\d.]+[.,]\n\d+\s?%?|\d[\d.]*\n[.,]\d+\s?%?")
_LETTER = regex.compile(r"\p{L}")
_BROKEN_SYMBOL = regex.compile(r"(?<=[\p{L}\d][-/])\n(?=[\p{Lu}\d])")


def row_text(cells: Iterable[Cell]) -> str:
    """One line for one row: cells in order, their lines run together (`02-` / `NQ/TW` without a blank)."""
    whole = ("\n".join(cell) for cell in cells)
    joined = (
        text.replace("\n", "") if _BROKEN_NUMBER.fullmatch(text) else _BROKEN_SYMBOL.sub("", text) for text in whole
    )
    texts = [" ".join(cell.split()) for cell in joined]
    filled = [text for text in texts if text]
    # One cell over the whole width is a caption; a lone number keeps its column.
    if len(filled) == 1 and (texts[0] or _LETTER.search(without_marks(filled[0]))):
        return filled[0]
    return SEPARATOR.join(texts).strip()


def table_blocks(grid: Grid, page: int | None = None, border: Block | None = None) -> list[Block]:
    """A grid as blocks: one `table` block a row of data; of layout one block a line, in reading order.

    Args:
        grid: rows of cells of lines.
        page: 1-based page of the grid.
        border: put after each cell of layout, for readers whose lines are joined later.
    """
    blocks: list[Block] = []
    layout = is_layout(grid)
    for row in grid:
        if layout or is_layout_row(row):
            for cell in row:
                blocks += [Block(line, page=page) for line in cell if line.strip()]
                blocks += [border] if border and cell else []
        elif any(any(cell) for cell in row):
            blocks.append(Block(row_text(row), kind="table", page=page))
    return blocks


__all__ = ["SEPARATOR", "Cell", "Grid", "has_layout_mark", "is_layout", "is_layout_row", "row_text", "table_blocks"]
