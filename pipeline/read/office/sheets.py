"""Sheets of a workbook as blocks: the sheet's name, the lines above and below a table, and the table's rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.document import Block, ReadResult
from pipeline.errors import input_error
from pipeline.read.fonts import FontMarks, without_marks
from pipeline.read.reader import Limits
from pipeline.read.tables import Cell, table_blocks

Row = Mapping[int, str]
"""Column → text; columns without text are missing."""

# What spreadsheet programs call a sheet nobody named.
_UNNAMED = regex.compile(
    r"(?:sheet|trang[ _]?tính|trang|bảng[ _]?tính|bảng|chart|biểu[ _]?đồ|worksheet)\s*\d*",
    regex.IGNORECASE,
)
_DIGITS = regex.compile(r"\d")
# A cell that is a number; a row with one is data.
_NUMBER = regex.compile(r"\s*[-+(]?\s*\d[\d.,\s]*%?\)?\s*")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_TITLE_CELLS = 1
_FULL_CELLS = 3
_MAX_COLUMNS = 256


@dataclass(slots=True)
class Sheet:
    """One sheet, as its reader found it."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row → column → text as shown; only cells that show something. A merged cell stands at its top left."""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row that shows something, and whether blank rows stand above it."""

    cells: Row
    after_gap: bool


def workbook(sheets: Sequence[Sheet], marks: FontMarks, limits: Limits, media_type: str, source: str) -> ReadResult:
    """A workbook's sheets as one document.

    Hidden rows and columns are kept: filters hide what still counts. Hidden sheets are left out, and a warning names
    them, unless all are hidden.

    Args:
        sheets: in the workbook's order.
        marks: what the cells' fonts were marked with.
        limits: `max_chars` counts.
        media_type: of the file.
        source: `text_source`.

    Raises:
        InputError: `too_much_text`.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    kept = [sheet for sheet in filled if not sheet.hidden] or filled
    left_out = [sheet.name for sheet in filled if sheet not in kept]
    blocks: list[Block] = []
    chars = 0
    for sheet in kept:
        found = sheet_blocks(sheet)
        # The lines above the first table are the document's title, whatever its sheet is called.
        titled = not blocks and bool(found) and found[0].kind != "table"
        if len(kept) > 1 and not titled and _says_something(sheet.name.strip()):
            blocks.append(Block(sheet.name.strip(), kind="heading", level=1))
        blocks += found
        chars += sum(len(text) for row in sheet.rows.values() for text in row.values())
        if chars > limits.max_chars:
            raise too_much_text(chars, limits)
    warnings = (f"hidden sheets were left out: {', '.join(left_out)}",) if left_out else ()
    return ReadResult(tuple(marks.unmarked(blocks)), media_type, source, warnings=warnings)


def _says_something(name: str) -> bool:
    """Whether a sheet's name is words (`Dân số`, `Biểu 2`), not a code (`DTBDphu_07`) nor what programs call sheets."""
    if _UNNAMED.fullmatch(name):
        return False
    return " " in name or any(char.isalpha() and not char.isascii() for char in name)


def too_much_text(chars: int, limits: Limits) -> Exception:
    """The error of a workbook with more text than `limits.max_chars`."""
    found, limit = f"{chars:,}", f"{limits.max_chars:,}"
    dotted = {"chars_vi": found.replace(",", "."), "limit_vi": limit.replace(",", ".")}
    return input_error("too_much_text", chars_en=found, limit_en=limit, **dotted)


def sheet_blocks(sheet: Sheet) -> list[Block]:
    """Blocks of a sheet: paragraphs for the lines around its tables, `table` blocks for rows."""
    blocks: list[Block] = []
    for group in _groups(sheet.rows):
        blocks += _group_blocks(group)
    return blocks


def _groups(rows: Mapping[int, Row]) -> list[list[_Placed]]:
    """Rows of one table each, with the lines above it.

    A blank row alone ends no table (many a sheet has one between its header and its figures); where titles and a new
    header follow, another table begins.
    """
    groups: list[list[_Placed]] = []
    before = -1
    order = sorted(rows)
    for i, number in enumerate(order):
        gap = number > before + 1
        if not groups or (gap and _begins_table([rows[n] for n in order[i : i + 8]])):
            groups.append([])
        groups[-1].append(_Placed(rows[number], gap))
        before = number
    return groups


def _begins_table(rows: Sequence[Row]) -> bool:
    """Whether rows are a title and a header: lines of one cell, then several cells without a figure."""
    for at, row in enumerate(rows):
        if len(row) > _TITLE_CELLS:
            return at > 0 and len(row) > 2 and not any(_NUMBER.fullmatch(without_marks(text)) for text in row.values())
    return False


def _group_blocks(rows: Sequence[_Placed]) -> list[Block]:
    start, end = _body(rows)
    cells = [row.cells for row in rows]
    blocks = _lines(cells[:start])
    if start < end:
        blocks += _table(cells[start:end])
        blocks += _lines(cells[end:])
    return blocks


def _body(rows: Sequence[_Placed]) -> tuple[int, int]:
    """Where the table proper begins and ends: titles, notes and signatures of one or two cells stand around it."""
    counts = [len(row.cells) for row in rows]
    width = max(counts)
    if width <= _TITLE_CELLS:
        return len(rows), len(rows)
    full = [i for i, count in enumerate(counts) if count >= min(_FULL_CELLS, width)]
    start = full[0]
    # Figures need a header; a header stands right above them, with or without a blank row.
    headless = _has_figure(rows[start].cells)
    while start and counts[start - 1] > _TITLE_CELLS and (headless or not rows[start].after_gap):
        start -= 1
        headless = headless and _has_figure(rows[start].cells)
    end = max(i for i, count in enumerate(counts) if count > _TITLE_CELLS) + 1
    figures = [i for i in range(start, end) if any(_DIGITS.search(without_marks(t)) for t in rows[i].cells.values())]
    last = figures[-1] if figures else full[-1]
    # Who signs stands in as many cells, below the last figure and a line of its own (place and date) or a blank row.
    after = (i for i in range(last + 1, end) if counts[i] <= _TITLE_CELLS or rows[i].after_gap)
    return start, next(after, end)


def _has_figure(row: Row) -> bool:
    """Whether a row holds a number that is neither a year nor a running number."""
    texts = [without_marks(text).strip() for text in row.values()]
    return any(_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts[1:])


def _lines(rows: Iterable[Row]) -> list[Block]:
    """Rows outside a table, one paragraph a line of a cell.

    What stands side by side over several rows (who writes, and the national motto; who signs) is read downwards.
    """
    cells: list[str] = []
    beside: list[Row] = []
    for row in (*rows, {}):
        if len(row) > _TITLE_CELLS:
            beside.append(row)
            continue
        columns = sorted({column for held in beside for column in held})
        cells += [held[column] for column in columns for held in beside if column in held]
        cells += row.values()
        beside = []
    return [Block(line.strip()) for cell in cells for line in cell.split("\n") if line.strip()]


def _table(rows: Sequence[Row]) -> list[Block]:
    """Rows as a grid without its empty columns."""
    columns = sorted({column for row in rows for column in row})[:_MAX_COLUMNS]
    grid: list[list[Cell]] = [
        [[line.strip() for line in row.get(column, "").split("\n") if line.strip()] for column in columns]
        for row in rows
    ]
    return table_blocks(grid)


__all__ = ["Row", "Sheet", "sheet_blocks", "too_much_text", "workbook"]
