"""From the paragraphs of a Word 97–2003 file to blocks: tables put together, lists numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.text import ParagraphKind
from pipeline.document import Block
from pipeline.read.docx_numbering import Numbering
from pipeline.read.fonts import without_marks
from pipeline.read.office.word97.properties import ParaProps
from pipeline.read.office.word97.text import CELL_END, Paragraph
from pipeline.read.tables import SEPARATOR, table_blocks

_HEADING_MAX = 250
_SAME_EDGE = 115
"""Twips (two millimetres) between edges of cells in different rows that are meant to be one."""
_BODY_LEVEL = 9


@dataclass(slots=True)
class _Row:
    cells: list[list[str]]
    edges: tuple[int, ...] = ()


def _row(cells: list[list[str]], props: ParaProps) -> _Row:
    """A row as drawn: cells merged into the one to their left are gone, those merged into the one above are empty."""
    shown = [[] if i in props.merged_above else cell for i, cell in enumerate(cells)]
    if len(props.edges) != len(cells) + 1:
        return _Row(shown)
    kept = [i for i in range(len(cells)) if i not in props.merged_left]
    return _Row([shown[i] for i in kept], (*(props.edges[i] for i in kept), props.edges[-1]))


@dataclass(slots=True)
class _Table:
    """A table being put together from its paragraphs."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    inner_cells: list[str] = field(default_factory=list)
    inner_lines: list[str] = field(default_factory=list)

    def add(self, paragraph: Paragraph, lines: list[str]) -> None:
        """Take in a paragraph of the table."""
        props = paragraph.props
        if (props.depth or 1) > 1:
            self._add_inner(paragraph, lines)
        elif props.row_end and paragraph.mark == CELL_END:
            self.rows.append(_row(self.cells, props))
            self.cells = []
        else:
            self.lines += lines
            if paragraph.mark == CELL_END:
                self.cells.append(self.lines)
                self.lines = []

    def _add_inner(self, paragraph: Paragraph, lines: list[str]) -> None:
        """A row of a table within a cell is a line of the cell."""
        props = paragraph.props
        self.inner_lines += lines
        if props.inner_cell_end or props.inner_row_end:
            self.inner_cells.append(" ".join(self.inner_lines))
            self.inner_lines = []
        if props.inner_row_end:
            # The mark of the row's end is itself a paragraph without text.
            line = SEPARATOR.join(cell for cell in self.inner_cells if cell)
            self.lines += [line] if line else []
            self.inner_cells = []

    def grid(self) -> list[list[list[str]]]:
        """Rows of cells of lines, with an empty cell for each that a merged one covers."""
        if self.cells or self.lines or self.inner_lines or self.inner_cells:
            self.rows.append(_Row([*self.cells, [*self.lines, *self.inner_cells, *self.inner_lines]]))
        columns = _columns(self.rows)
        spread = [_spread(row, columns) for row in self.rows]
        # Forms are drawn on grids of dozens of columns; where no row says anything there is none.
        said = sorted({i for row in spread for i, cell in enumerate(row) if cell})
        return [[row[i] if i < len(row) else [] for i in said] for row in spread]


def _columns(rows: Iterable[_Row]) -> dict[int, int]:
    """Edge of a cell → number of the column that begins there; edges that lie together are one."""
    columns: dict[int, int] = {}
    first, number = 0, -1
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if number < 0 or edge - first > _SAME_EDGE:
            first, number = edge, number + 1
        columns[edge] = number
    return columns


def _spread(row: _Row, columns: Mapping[int, int]) -> list[list[str]]:
    if not row.edges:
        return row.cells
    spread: list[list[str]] = []
    for cell, left in zip(row.cells, row.edges, strict=False):
        # A cell narrower than the tolerance pushes the next one on, not those behind it.
        spread += [[] for _ in range(columns[left] - len(spread))]
        spread.append(cell)
    return [*spread, *([] for _ in range(columns[row.edges[-1]] - len(spread)))]


def story_blocks(
    paragraphs: Iterable[Paragraph], numbering: Numbering, boxes: Sequence[tuple[int, Sequence[Block]]] = ()
) -> list[Block]:
    """Blocks of a story's paragraphs.

    Args:
        paragraphs: in order.
        numbering: counts the list paragraphs; brought forward.
        boxes: text boxes by the position of their anchor, each put after the paragraph or table it is anchored in.
    """
    blocks: list[Block] = []
    table: _Table | None = None
    waiting = list(boxes)

    def place_boxes(end: int) -> None:
        while waiting and waiting[0][0] <= end:
            blocks.extend(waiting.pop(0)[1])

    for paragraph in paragraphs:
        props = paragraph.props
        block = _block(paragraph, numbering)
        if props.in_table or (props.depth or 0) > 0 or paragraph.mark == CELL_END:
            table = table or _Table()
            lines = block.text.split("\n") if block else []
            table.add(paragraph, [line for line in lines if without_marks(line).strip()])
            continue
        if table:
            blocks += table_blocks(table.grid())
            table = None
            place_boxes(paragraph.start - 1)
        if block:
            blocks.append(block)
        place_boxes(paragraph.end)
    if table:
        blocks += table_blocks(table.grid())
    for _, rest in waiting:
        blocks += rest
    return blocks


def _block(paragraph: Paragraph, numbering: Numbering) -> Block | None:
    """A paragraph as a block; null where it shows nothing."""
    style = paragraph.style
    text = paragraph.text.strip()
    plain = without_marks(text).strip()
    if not plain or style.is_contents:
        return None
    props = paragraph.props
    marker = ""
    if props.list_id and 0 < props.list_id < 2047:
        marker = numbering.marker(str(props.list_id), props.list_level or 0)
    outline = props.outline if props.outline is not None else None
    level = style.heading
    if outline is not None and outline != style.para.outline:
        level = outline + 1 if outline < _BODY_LEVEL else None
    kind: ParagraphKind | None = None
    if len(plain) <= _HEADING_MAX:
        kind = "heading" if level is not None else "title" if style.is_title else None
    return Block(f"{marker} {text}" if marker else text, kind, level if kind == "heading" else None)


__all__ = ["story_blocks"]
