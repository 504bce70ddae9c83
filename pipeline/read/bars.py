"""Tables in text dumps, where a web page's cells became lines between lines that hold nothing but `|`.

Such a dump writes `|`, a cell, `|`, a cell, `|` for a row and begins the next row with a `|` of its own; an empty
cell leaves no trace but two bars in a row, just as the border between two rows does. How many columns the table has
tells the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.read.tables import Grid

# What stands in a table's first column: 1, 1.2, IV, a), -, **3**
_NUMBER = regex.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|[A-HĐa-hđ])\W*|[-–+]|\*\*[-–+]\*\*")

_CELL_LINES = 15
_MAX_COLUMNS = 64
_MORE_COLUMNS = 2
"""How many columns a table may have beyond those of its fullest row."""
_OTHER_WIDTH = 0.6
"""Cost of a row with another number of cells than the table has (a merged cell)."""
_EMPTY_CELL = 0.1
_STRAY_BAR = 0.3
_HIDDEN_NUMBER = 2.0
"""Cost of a row that has a running number behind an empty cell: most likely two rows in one."""
_NO_FULL_ROW = 2.0
"""Cost of believing that the table has more columns than any of its rows has filled."""


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table within lines of text: `[start, end)` are line numbers."""

    start: int
    end: int
    grid: Grid
    spans: tuple[tuple[int, int], ...]
    """Of each row, line numbers `[start, end)`, its bars included."""


def find_line_tables(lines: Sequence[str]) -> list[LineTable]:
    """Tables in stripped lines of text, in order, not overlapping.

    Args:
        lines: lines without outer blanks. Rows on one line (`| a | b |`) and rows spread over lines are found.
    """
    tables: list[LineTable] = []
    at = 0
    while at < len(lines):
        if not lines[at].startswith("|"):
            at += 1
            continue
        table = _spread_table(lines, at) if lines[at] == "|" else _inline_table(lines, at)
        if table:
            tables.append(table)
        if table:
            at = table.end
            continue
        # Bars with nothing between them are no table, from whichever of them one starts.
        at += 1
        while at < len(lines) and lines[at] == "|" and lines[at - 1] == "|":
            at += 1
    return tables


def _inline_table(lines: Sequence[str], start: int) -> LineTable | None:
    """Rows written `| a | b |`; one whose cells hold line breaks ends with the line that ends with a bar."""
    rows: list[list[list[str]]] = []
    spans: list[tuple[int, int]] = []
    at = start
    while at < len(lines) and lines[at].startswith("|") and lines[at] != "|":
        end = at + 1
        if not lines[at].endswith("|"):
            closing = next(
                (i for i in range(end, min(end + _CELL_LINES, len(lines))) if not lines[i] or lines[i][-1] == "|"), None
            )
            if closing is not None and lines[closing] and not any(x.startswith("|") for x in lines[end : closing + 1]):
                end = closing + 1
        row = " ".join(lines[at:end])
        cells = row.strip("|").split("|") if row.count("|") > 1 else []
        if not cells:
            break
        if set(row) - set("|-: "):
            rows.append([[cell.strip()] if cell.strip() else [] for cell in cells])
            spans.append((at, end))
        at = end
    return LineTable(start, at, rows, tuple(spans)) if at > start and rows else None


def _spread_table(lines: Sequence[str], start: int) -> LineTable | None:
    """A table of lone bars that starts at line `start`."""
    bars, cells, at = [start], [], start + 1
    while at < len(lines):
        if lines[at] == "|":
            cells.append(list(lines[bars[-1] + 1 : at]))
            bars.append(at)
            at += 1
            continue
        if not lines[at] or lines[at].startswith("|"):
            break
        at += 1
    if not any(cells):
        return None
    # A cell that holds a whole document: the table around it is the web page's own.
    document = next((i for i, cell in enumerate(cells) if len(cell) > _CELL_LINES and not _is_list(cell)), None)
    if document is not None:
        cells, bars = cells[:document], bars[: document + 1]
    if not any(cells):
        return None
    numbered = [bool(cell) and _NUMBER.fullmatch(cell[0]) is not None for cell in cells]
    rows = _rows([bool(cell) for cell in cells], numbered)
    if not rows:
        # More cells in a row than any table has columns: bars, but no table.
        return LineTable(start, bars[-1] + 1, [], ())
    first, last = rows[0][0], rows[-1][1]
    grid = [cells[a:b] for a, b in rows]
    return LineTable(bars[first], bars[last] + 1, grid, tuple((bars[a], bars[b] + 1) for a, b in rows))


def _is_list(cell: Sequence[str]) -> bool:
    """Recipients of an official document can be many, each on a line of its own."""
    return sum(line[:1] in "-–+" for line in cell) * 3 > len(cell)


def _rows(filled: Sequence[bool], numbered: Sequence[bool]) -> list[tuple[int, int]]:
    """Rows as `[start, end)` over the spaces between bars, by the number of columns that explains them best."""
    longest, run = 0, 0
    for cell in filled:
        run = run + 1 if cell else 0
        longest = max(longest, run)
    longest = min(longest, _MAX_COLUMNS)
    # Two rows never touch, so a row without an empty cell (the header, nearly always) is the longest run.
    best = _split(filled, numbered, longest)
    for width in range(longest + 1, min(longest + _MORE_COLUMNS, len(filled)) + 1):
        found = _split(filled, numbered, width)
        if found[0] + _NO_FULL_ROW < best[0]:
            best = (found[0] + _NO_FULL_ROW, found[1])
    return best[1]


def _split(filled: Sequence[bool], numbered: Sequence[bool], width: int) -> tuple[float, list[tuple[int, int]]]:
    """Cheapest split into rows of about `width` cells; between two rows lies one empty space."""
    n = len(filled)
    cost = [0.0] * (n + 2)
    step: list[tuple[int, bool]] = [(0, False)] * (n + 2)
    for i in range(n - 1, -1, -1):
        cost[i], step[i] = (cost[i + 1] + _STRAY_BAR, (i + 1, False)) if not filled[i] else (float("inf"), (n, False))
        empty, hidden = 0, 0.0
        for end in range(i + 1, min(i + width, n) + 1):
            empty += not filled[end - 1]
            if end - 1 > i and numbered[end - 1] and not filled[end - 2]:
                hidden += _HIDDEN_NUMBER
            if end < n and filled[end]:
                continue
            if empty == end - i:
                continue
            here = empty * _EMPTY_CELL + hidden + (0.0 if end - i == width else _OTHER_WIDTH) + cost[min(end + 1, n)]
            if here < cost[i]:
                cost[i], step[i] = here, (end, True)
    rows, i = [], 0
    if cost[0] == float("inf"):
        return cost[0], []
    while i < n:
        target, is_row = step[i]
        if is_row:
            rows.append((i, target))
            i = target + 1
        else:
            i += 1
    return cost[0] + len(rows) * 0.01, rows


__all__ = ["LineTable", "find_line_tables"]
