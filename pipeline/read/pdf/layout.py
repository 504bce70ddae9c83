"""From the lines of a PDF's pages to blocks: tables in their places, their parts on several pages made one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from pipeline.document import Block
from pipeline.read.fonts import FontMarks
from pipeline.read.pdf.fields import with_fields
from pipeline.read.pdf.lines import PageLine, lines_of
from pipeline.read.pdf.rules import Box, page_grids
from pipeline.read.pdf.tables import PageTable, holds, merge_continued, table_of
from pipeline.read.pdf.unruled import unruled_grids
from pipeline.read.pdf.words import Frame, Word, page_words
from pipeline.read.tables import table_blocks

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_EDGE = 0.12
_DIGITS = regex.compile(r"\d+")
_PAGE_NUMBER = regex.compile(r"[\W_]*(?:trang|page)?\W*\d{1,4}\W*(?:/\s*\d{1,4})?\W*", regex.IGNORECASE)

Fill = Callable[[list[Word], Frame], list[Word]]


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on one page."""

    lines: Sequence[PageLine]
    """In reading order."""
    tables: Sequence[PageTable] = ()
    """Tables, top to bottom; what they hold stands in `lines` as well."""


class PdfLayout:
    """Reads the pages of one document, one after the other, and puts them together."""

    def __init__(self) -> None:
        self._marks = FontMarks()

    def page(self, page: pdfium.PdfPage, number: int, fill: Fill | None = None) -> PageContent:
        """Lines and tables of a page; nothing of PDFium's is kept.

        Args:
            page: as its document gives it.
            number: its place in the document, from 0.
            fill: adds to the page's words what stands on it otherwise than as text.
        """
        words, frame = page_words(page)
        if words and fill is not None:
            words = fill(words, frame)
        words = with_fields(page, words, frame)
        if not words:
            return PageContent(())
        return self.content(words, page_grids(page, frame), frame.height, number)

    def content(self, words: Sequence[Word], grids: Sequence[Sequence[Box]], height: float, number: int) -> PageContent:
        """Lines and tables that words make, whether a text layer's or recognised.

        Args:
            words: of the page, in the order they came.
            grids: of its ruled tables, each the boxes of its cells; those without rules are found here.
            height: of the page, in points.
            number: its place in the document, from 0.
        """
        lines = lines_of(words, height)
        grids = [*grids, *unruled_grids(words, grids)]
        found = (table_of(grid, number, lines, self._marks) for grid in grids)
        tables = [table for table in found if table is not None]
        return PageContent([line._replace(words=()) for line in lines], tables)

    def blocks(self, pages: Sequence[PageContent]) -> list[Block]:
        """Blocks of all pages: the rows of a table stand in place of the lines it holds.

        Args:
            pages: every page of the document, in order.
        """
        tables = _placed(pages)
        blocks = [block for number, page in enumerate(pages) for block in _blocks(page.lines, number, tables)]
        return self._marks.unmarked(blocks)


def line_block(line: PageLine, page: int) -> Block:
    """A line as a block.

    A line of a column stands as far from the margins as if its column were as wide as all of them: what tells a wrapped
    line from a paragraph's last one is then the same all over the page.

    Args:
        line: where it stands.
        page: its 1-based page.
    """
    left, right, column = line.left, line.right, line.column
    if column is not None and column.right > column.left:
        scale = (column.frame_right - column.frame_left) / (column.right - column.left)
        left = column.frame_left + (left - column.left) * scale
        right = column.frame_left + (right - column.left) * scale
    return Block(line.text, page=page, left=left, right=right, fonts=line.fonts, down=line.down, note=line.note)


def _inside(line: PageLine, table: PageTable) -> bool:
    middle = (line.bottom + line.top) / 2
    return table.bottom <= middle <= table.top and line.right > table.left and line.left < table.right


def _placed(pages: Sequence[PageContent]) -> dict[int, list[tuple[PageTable, bool]]]:
    """Tables of each page that hold what is in their frame; the flag tells the first part of a table, which has its
    rows, from the parts on later pages."""
    kept: list[PageTable] = []
    heads = _running_heads(pages) if any(page.tables for page in pages) else frozenset()
    for page in pages:
        for table in page.tables:
            framed = [line.text for line in page.lines if _inside(line, table)]
            if not holds(table, framed):
                continue
            others = [
                line
                for line in page.lines
                if not any(_inside(line, x) for x in page.tables)
                and not _PAGE_NUMBER.fullmatch(line.text)
                and not line.note
                and _key(line) not in heads
            ]
            table.at_page_top = not any(line.bottom >= table.top for line in others)
            table.at_page_bottom = not any(line.top <= table.bottom for line in others)
            kept.append(table)
    whole = merge_continued(kept)
    placed: dict[int, list[tuple[PageTable, bool]]] = {}
    for table in kept:
        placed.setdefault(table.page, []).append((table, any(table is part for part in whole)))
    return placed


def _running_heads(pages: Sequence[PageContent]) -> frozenset[tuple[str, int]]:
    """Lines that several pages have at one height near an edge."""
    seen = Counter(
        key
        for page in pages
        for key in {_key(line) for line in page.lines if line.down is not None and not _EDGE < line.down < 1 - _EDGE}
    )
    return frozenset(key for key, count in seen.items() if count > 1)


def _key(line: PageLine) -> tuple[str, int]:
    """A line whatever its numbers, and its height to a hundredth of the page."""
    return _DIGITS.sub("0", line.text), round((line.down or 0.0) * 100)


def _blocks(lines: Sequence[PageLine], number: int, tables: dict[int, list[tuple[PageTable, bool]]]) -> list[Block]:
    """Blocks of one page: a table's rows in place of the lines within its frame."""
    here = list(tables.get(number, ()))
    blocks: list[Block] = []
    for line in lines:
        table = next((i for i, (x, _) in enumerate(tables.get(number, ())) if _inside(line, x)), None)
        if table is None:
            blocks.append(line_block(line, number + 1))
            continue
        part, first = tables[number][table]
        if (part, first) in here:
            here.remove((part, first))
            blocks += table_blocks(part.rows, number + 1) if first else []
    return blocks


__all__ = ["PageContent", "PdfLayout", "line_block"]
