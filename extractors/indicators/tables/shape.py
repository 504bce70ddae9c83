"""Where a table's headers end, which header cells stand over which column, and what rows lie below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from extractors.indicators.tables.cues import anywhere, is_whole
from extractors.indicators.tables.grid import Cell, Row, Table
from extractors.indicators.tables.values import is_blank, read_number
from extractors.numbers import Style

_CODE_CELL = regex.compile(r"\(?(?:[A-ZĐ]|\d{1,2})\)?(?:\s*=\s*[\d\s()+\-*/x:%.,]+)?", regex.IGNORECASE)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_YEAR_WITHIN = regex.compile(r"[\p{L}/-](?:19|20)\d\d\b")
_ENUMERATOR = regex.compile(r"\(?(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,3}){0,4}|[A-Za-zđĐ]|[*+•-])\)?[.)]?")
_GROUP = regex.compile(r"trong\s+đó|chia\s+ra|chia\s+theo|bao\s+gồm|giai\s+đoạn|phân\s+theo|gồm", regex.IGNORECASE)
_HEADER_MAX = 4
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Shape:
    """A table taken apart."""

    headers: tuple[tuple[Cell, ...], ...]
    """For each column its header cells from the top; none where the table has no header."""
    body: tuple[Row, ...]
    """Rows below the header: rows of data, and rows that only name a section."""
    titles: tuple[Cell, ...]
    """Cells above the header that span the table: its caption."""


def find_shape(table: Table, style: Style) -> Shape | None:
    """The shape of a table, or null where header and columns do not surely belong together.

    Args:
        table: rows as read.
        style: how the document writes numbers.
    """
    rows = list(table.rows)
    titles: list[Cell] = []
    while rows and len(rows[0].filled) <= 1:
        titles += rows[0].filled
        rows.pop(0)
    numeric = [_numeric(row, style) for row in rows]
    widths = Counter(len(row.cells) for row, numbers in zip(rows, numeric, strict=True) if numbers)
    if not widths:
        return None
    width = max(widths, key=lambda w: (widths[w], w))
    if not 2 <= width <= _WIDEST:
        return None
    top = 0
    while top < len(rows) and top < _HEADER_MAX and _is_header(rows[top], numeric[top], top, width):
        top += 1
    header, body = rows[:top], rows[top:]
    header = [row for row in header if not _is_code(row)]
    if not header:
        return None
    header = [_padded(row, table.gaps, width) for row in header]
    if len(header) == 1:
        # Remarks merged over many rows leave most rows one cell short.
        width = max(width, _without_remarks(header[0].cells, width))
    columns = _align(header, width)
    if columns is None:
        return None
    heads = {_key(row) for row in header}
    kept = tuple(row for row in body if _key(row) not in heads and not _is_code(row))
    return Shape(columns, kept, tuple(titles))


def _without_remarks(cells: Sequence[Cell], width: int) -> int:
    """How many columns a header has if all those beyond `width` hold remarks; else `width`."""
    extra = cells[width:]
    remarks = bool(extra) and all(is_whole("column", "skip", cell.text) for cell in extra)
    return len(cells) if remarks else width


def _key(row: Row) -> tuple[str, ...]:
    return tuple("".join(cell.text.split()).lower() for cell in row.filled)


def _numeric(row: Row, style: Style) -> list[int]:
    """Indexes of the cells behind the first that hold a number."""
    return [i for i, cell in enumerate(row.cells) if i and read_number(cell, style) is not None]


def _is_code(row: Row) -> bool:
    """`A | B | 1 | 2 | 3=2/1`: the numbers of the columns."""
    filled = row.filled
    if len(filled) < 3 or not all(_CODE_CELL.fullmatch(cell.text) for cell in filled):
        return False
    numbers = [int(found[0]) for cell in filled if (found := regex.search(r"\d+", cell.text))]
    return len(numbers) >= 2 and all(b - a == 1 for a, b in pairwise(numbers))


def _is_header(row: Row, numbers: Sequence[int], index: int, width: int) -> bool:
    if _is_code(row):
        return True
    if numbers:
        # Years over columns are the only bare numbers that head a table.
        years = all(_YEAR.fullmatch(row.cells[i].text) for i in numbers)
        first = row.cells[0].text
        if years and len(numbers) == 1:
            # Beside other headers that name a year (`2005 | T1/2004 | T1/2005`).
            others = (cell.text for i, cell in enumerate(row.cells) if i not in numbers)
            return index > 0 and not first and any(_YEAR_WITHIN.search(text) for text in others)
        return years and (index == 0 or not first or not regex.search(r"\p{L}{2}", first))
    if index == 0:
        return len(row.filled) >= 2
    filled = row.filled
    first = row.cells[0].text
    if len(filled) < 2 or (first and _ENUMERATOR.fullmatch(first)):
        return False
    if len(row.cells) == width:
        return not first or not any(is_blank(cell.text) for cell in row.cells[1:])
    return True


def _padded(row: Row, gaps: bool, width: int) -> Row:
    """Rows told apart by blanks lose the empty cell over the row names."""
    if gaps and len(row.cells) == width - 1:
        blank = Cell(row.cells[0].start, row.cells[0].start, "")
        return Row((blank, *row.cells), row.paragraph)
    return row


def _align(header: Sequence[Row], width: int) -> tuple[tuple[Cell, ...], ...] | None:
    """The header cells over each column; null where merged cells leave it open which."""
    levels: list[list[Cell | None]] = []
    if all(len(row.cells) == width for row in header):
        for depth, row in enumerate(header):
            levels.append(_filled_right(row.cells, header[depth + 1 :]))
    elif len(header) == 1:
        return None
    elif len(header) == 2:
        expanded = _expand(header[0], header[1], width)
        if expanded is None:
            return None
        levels = expanded
    else:
        return None
    return tuple(tuple(cell for level in levels if (cell := level[i]) is not None and cell.text) for i in range(width))


def _filled_right(cells: Sequence[Cell], below: Sequence[Row]) -> list[Cell | None]:
    """A merged header cell holds for the empty ones right of it that have a header of their own below."""
    result: list[Cell | None] = []
    current: Cell | None = None
    for i, cell in enumerate(cells):
        deeper = any(row.cells[i].text for row in below)
        if cell.text:
            current = cell if deeper else None
            result.append(cell)
        else:
            result.append(current if deeper else None)
    return result


def _expand(upper: Row, lower: Row, width: int) -> list[list[Cell | None]] | None:
    """Two header rows whose merged cells left no trace: which upper cells span the lower ones."""
    heads = list(upper.cells)
    while heads and not heads[-1].text and len(heads) > 1:
        heads.pop()
    subs = [cell for cell in lower.cells if cell.text]
    spanned = len(heads) - (width - len(subs))
    if spanned < 1 or len(subs) < 2 * spanned or len(lower.cells) == width:
        return None
    sizes = _sizes(subs, spanned)
    if sizes is None:
        return None
    candidates = [i for i, cell in enumerate(heads) if not _is_single(cell.text, i)]
    windows = [candidates[i : i + spanned] for i in range(len(candidates) - spanned + 1)]
    windows = [w for w in windows if w == list(range(w[0], w[0] + spanned))]
    if len(windows) > 1:
        grouped = [w for w in windows if all(_GROUP.search(heads[i].text) for i in w)]
        windows = grouped or _current_year(windows, heads, subs)
    if len(windows) != 1:
        return None
    rest_sizes = iter(sizes)
    first: list[Cell | None] = []
    second: list[Cell | None] = []
    rest = iter(subs)
    for i, cell in enumerate(heads):
        if i in windows[0]:
            size = next(rest_sizes)
            first += [cell] * size
            second += [next(rest) for _ in range(size)]
        else:
            first.append(cell)
            second.append(None)
    return [first, second]


def _sizes(subs: Sequence[Cell], spanned: int) -> list[int] | None:
    """How many lower cells each upper one spans: by runs of years and of other headers, else equally many."""
    runs: list[int] = []
    was: bool | None = None
    for cell in subs:
        dated = regex.search(r"(?:19|20)\d\d", cell.text) is not None
        if dated is was:
            runs[-1] += 1
        else:
            runs.append(1)
        was = dated
    if len(runs) == spanned and min(runs) > 1:
        return runs
    return [len(subs) // spanned] * spanned if len(subs) % spanned == 0 else None


def _current_year(windows: Sequence[list[int]], heads: Sequence[Cell], subs: Sequence[Cell]) -> list[list[int]]:
    """Plan and result stand under the earliest year: later ones have no results yet."""
    done = any(anywhere("role", kind).search(cell.text) for cell in subs for kind in ("result", "estimate"))
    if not done or any(len(window) != 1 for window in windows):
        return []
    years = {w[0]: [int(y) for y in regex.findall(r"(?:19|20)\d\d", heads[w[0]].text)] for w in windows}
    single = {i: ys[0] for i, ys in years.items() if len(ys) == 1}
    first = min(single.values(), default=0)
    return [[i] for i, y in single.items() if y == first] if list(single.values()).count(first) == 1 else []


def _is_single(text: str, index: int) -> bool:
    """A header that never spans others: of row names, units, counters, remarks."""
    if index == 0 or regex.search(r"\((?:%|[^()]*(?:đồng|ha|tấn|người|km)[^()]*)\)\s*$", text):
        return True
    return any(is_whole("column", kind, text) for kind in ("skip", "unit", "stub", "place", "group", "period")) or bool(
        anywhere("column", "skip").search(text)
    )


def is_enumerator(text: str) -> bool:
    """Whether a cell is only the number of its row: `1`, `1.2`, `IV`, `a)`, `-`."""
    return _ENUMERATOR.fullmatch(text) is not None


__all__ = ["Shape", "find_shape", "is_enumerator"]
