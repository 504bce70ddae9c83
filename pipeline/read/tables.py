"""Tables as readers find them: rows of data, or a layout (letterhead, signatures) that only stands in a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from pipeline.document import Block
from pipeline.read.fonts import without_marks

Cell = Sequence[str]
"""A cell: its lines (paragraphs), blank ones left out."""
Grid = Sequence[Sequence[Cell]]

SEPARATOR = " | "

# A grid that holds one of these is the letterhead, the recipients or the signatures of an official document
# (Decree 30/2020/NĐ-CP, annex I), set side by side without being data.
_LAYOUT_MARK = regex.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM\W*$|[ĐÐ]ộc\s+lập\s*[-–]\s*Tự\s+do|^\W*Số\s*:\s*\S*/"
    r"|^\W*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\s*[./]\s*\p{Lu}"
    r"|^\W*\p{Lu}[\p{L}\s.-]{2,30},\s*ngày\s[\s\S]{0,12}tháng\s[\s\S]{0,12}năm\s*\d{4}\W*$"
    r"|^\W*\(?(?:đã\s+ký|ký\s+tên)|\(Ký,\s+ghi\s+rõ|\(Họ\s+tên\s+và\s+chữ\s+ký",
    regex.MULTILINE | regex.IGNORECASE,
)
# The same in TCVN3 and in VNI, as text stands in a file before cleaning.
_LEGACY_MARK = regex.compile(
    r"céng\s+h(?:oµ|ßa)\s+x·\s+héi|®¶ng\s+céng\s+s¶n\s+viÖt\s+nam\W*$|[§®]éc\s+lËp\s*[-–]\s*tù\s+do|^\W*sè\s*:\s*\S*/"
    r"|coäng\s+ho(?:aø|øa)\s+xaõ\s+hoäi|ñaûng\s+coäng\s+saûn\s+vieät\s+nam\W*$|ñoäc\s+laäp\s*[-–]\s*töï\s+do|^\W*soá\s*:\s*\S*/"
    r"|^[^,\n]{2,32},\s*ng(?:µ|aø)y\s[\s\S]{0,12}th(?:¸|aù)ng\s[\s\S]{0,12}n(?:¨|aê)m\s*\d{4}\W*$"
    r"|^\W*\(?(?:®·\s+ký|ñaõ\s+kyù|ký\s+tªn|kyù\s+teân)|\(ký,\s+ghi\s+râ|\(kyù,\s+ghi\s+roõ"
    r"|\(hä\s+tªn\s+vµ\s+ch÷\s+ký|\(hoï\s+teân\s+vaø\s+chöõ\s+kyù",
    regex.MULTILINE | regex.IGNORECASE,
)
_LEGACY_SIGN = regex.compile(r"[µ·¸§®ßøùõö]")
_RECIPIENTS = regex.compile(r"\W*(?:nơi\s+nhận|n¬i\s+nhËn|nôi\s+nhaän)\W*", regex.IGNORECASE)
_LAYOUT_CELLS = 3
_LAYOUT_LINES = 3


def has_layout_mark(text: str) -> bool:
    """Whether text holds what only a letterhead, recipients or signatures hold."""
    text = without_marks(text)
    if _LAYOUT_MARK.search(text):
        return True
    return _LEGACY_SIGN.search(text) is not None and _LEGACY_MARK.search(text) is not None


def is_layout_row(row: Sequence[Cell]) -> bool:
    """Whether a row is page layout (letterhead, recipients and signature, a box) rather than data."""
    filled = [cell for cell in row if cell]
    if len(filled) == 1 and len(row) > 1:
        return len(filled[0]) > _LAYOUT_LINES
    if any(_RECIPIENTS.match(without_marks(cell[0])) and len(cell) > 1 for cell in filled):
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
