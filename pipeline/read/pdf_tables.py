"""Ruled tables of a PDF, by pdfplumber: their cells, and their parts on several pages made one again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import regex

_EDGE = 4.0
"""Points that column edges may be apart and still be the same."""
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


def ruled_tables(data: bytes, pages: Iterable[int]) -> dict[int, list[PageTable]]:
    """Tables on the given pages.

    Args:
        data: the PDF.
        pages: 0-based page numbers; each costs some 50 ms.

    Returns:
        0-based page number → its tables, top to bottom. Pages that cannot be analysed have none.
    """
    import pdfplumber

    found: dict[int, list[PageTable]] = {}
    wanted = sorted(set(pages))
    if not wanted:
        return found
    with pdfplumber.open(BytesIO(data)) as document:
        for number in wanted:
            page = document.pages[number]
            try:
                tables = []
                for table in page.find_tables():
                    left, top, right, bottom = table.bbox
                    rows = [[_lines(cell) for cell in row] for row in table.extract()]
                    edges = tuple(sorted({round(float(cell[0]), 1) for cell in table.cells}))
                    if len(rows) > 1 and max(map(len, rows)) > 1:
                        height = float(page.mediabox[3])
                        tables.append(PageTable(number, left, right, height - top, height - bottom, edges, rows))
                found[number] = sorted(tables, key=lambda table: -table.top)
            except (ValueError, KeyError, TypeError, IndexError, ArithmeticError):
                found[number] = []
            finally:
                page.close()
    return found


def _lines(cell: str | None) -> list[str]:
    return [line.strip() for line in (cell or "").split("\n") if line.strip()]


def cell_text(table: PageTable) -> str:
    """All text of a table's cells without blanks, for comparing with what stands in its frame."""
    return "".join("".join("".join(line.split()) for line in cell) for row in table.rows for cell in row)


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
    if rows and rows[0] == before.rows[0]:
        rows = rows[1:]
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


__all__ = ["PageTable", "cell_text", "holds", "merge_continued", "ruled_tables"]
