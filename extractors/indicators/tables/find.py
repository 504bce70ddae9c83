"""Indicators from tables: each numeric cell with what its row, its column and the caption say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractors.indicators.periods import Periods
from extractors.indicators.tables.caption import Caption, read_caption
from extractors.indicators.tables.columns import TableColumn, column_path, header_unit, noun_unit, read_columns
from extractors.indicators.tables.compare import Pairing, find_pairing
from extractors.indicators.tables.cues import anywhere
from extractors.indicators.tables.grid import Table, find_grids
from extractors.indicators.tables.labelling import column_subject, label_of
from extractors.indicators.tables.linking import link_table
from extractors.indicators.tables.names import RowName, read_names, row_path
from extractors.indicators.tables.roles import nature, percent_row_role
from extractors.indicators.tables.settle import is_money, settle
from extractors.indicators.tables.shape import find_shape
from extractors.indicators.tables.values import CellNumber, Unit, read_number
from extractors.indicators.years import years_of
from extractors.model import Comparator, Context, Indicator
from extractors.numbers import Style
from extractors.text import DocumentText

_COUNTING = regex.compile(
    r"(?<!\p{L})(?:số|tổng|diện\s+tích|sản\s+lượng|kinh\s+phí|vốn|giá\s+trị|doanh\s+thu|thành\s+tiền|"
    r"số\s+tiền|nhu\s+cầu)(?!\p{L})",
    regex.IGNORECASE,
)
# Money and measures without a unit say nothing.
_NEEDS_UNIT = regex.compile(
    r"(?:tổng\s+)?(?:vốn|kinh\s+phí|giá\s+trị|doanh\s+thu|kim\s+ngạch|số\s+tiền|thu(?:\s+nhập)?|chi(?:\s+phí)?|mức|đầu\s+tư|nợ|dư\s+nợ|diện\s+tích|"
    r"sản\s+lượng|năng\s+suất|trị\s+giá|lợi\s+nhuận|thuế|nguồn\s+vốn|thành\s+tiền|chiều\s+dài|khối\s+lượng|tvđt)(?!\p{L})",
    regex.IGNORECASE,
)
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table read: everything a cell is judged by."""

    number: int
    caption: Caption
    columns: tuple[TableColumn, ...]
    names: tuple[RowName, ...]
    numbers: tuple[dict[int, CellNumber], ...]
    pairings: dict[int, Pairing]


def find_table_indicators(
    doc: DocumentText, periods: Periods, style: Style, context: Context
) -> tuple[list[Indicator], set[int]]:
    """Indicators of the tables of a document, and the indexes of the paragraphs that were read as table rows.

    Tables that lay out a page, lay down norms or prices, or whose headers and columns do not surely belong together
    yield none.

    Args:
        doc: the document.
        periods: its periods.
        style: how it writes numbers.
        context: kind, year and period of the document.
    """
    if context.kind == "law":
        return [], set()
    found: list[Indicator] = []
    used: set[int] = set()
    for number, table in enumerate(find_grids(doc)):
        sheet = _read(doc, table, number, periods, style, context)
        if sheet is None:
            continue
        if table.gaps:
            used.update(row.paragraph for row in table.rows)
        found += _cells(doc, sheet, context)
    return sorted(found, key=lambda i: i.start), used


def _read(
    doc: DocumentText,
    table: Table,
    number: int,
    periods: Periods,
    style: Style,
    context: Context,
) -> _Sheet | None:
    shape = find_shape(table, style)
    if shape is None:
        return None
    caption = read_caption(doc, table, shape.titles, periods)
    heads = " | ".join(cell.text for cells in shape.headers for cell in cells)
    if caption.norm or anywhere("table", "norm").search(heads):
        return None
    columns = read_columns(shape.headers, shape.body, periods, style)
    if not any(c.hold == "number" for c in columns) or not any(c.hold == "label" for c in columns):
        return None
    names = read_names(shape.body, columns, periods)
    wanted = [c.index for c in columns if c.hold == "number"]
    numbers = tuple(
        {
            i: read
            for i in wanted
            if name.data and i < len(name.row.cells) and _fits(name, columns)
            and (read := read_number(name.row.cells[i], style)) is not None
        }
        for name in names
    )  # fmt: skip
    pairings: dict[int, Pairing] = {}
    for column in columns:
        if column.hold == "number" and column.compares and (pairing := find_pairing(column, columns, numbers)):
            pairings[column.index] = pairing
    columns = [_percent_after_all(column, pairings.get(column.index)) for column in columns]
    if anywhere("table", "costing").search(heads):
        columns = [replace(c, hold="skip") if c.hold == "number" and not is_money(c, caption) else c for c in columns]
    columns = settle(columns, pairings, caption, context)
    return _Sheet(number, caption, tuple(columns), tuple(names), numbers, pairings)


def _fits(name: RowName, columns: Sequence[TableColumn]) -> bool:
    """Whether a row's cells stand under their columns: none is missing, but for remarks at the end."""
    missing = len(columns) - len(name.row.cells)
    return missing == 0 or (missing == 1 and columns[-1].hold in ("skip", "text"))


def _percent_after_all(column: TableColumn, pairing: Pairing | None) -> TableColumn:
    """`So sánh` without a sign: percents where recomputing says so; left out where nothing tells."""
    if column.hold != "number" or not column.compares or column.percent:
        return column
    if pairing is not None:
        return column if pairing.formula == "difference" else replace(column, percent="%", role=None, unit=None)
    said = anywhere("role", "change").search(column.header) is not None
    return column if said else replace(column, hold="skip")


def _cells(doc: DocumentText, sheet: _Sheet, context: Context) -> list[Indicator]:
    """The indicators of one table, linked."""
    made: dict[tuple[int, int], Indicator] = {}
    # Rows that begin with a bar have an empty cell before it.
    outer = not sheet.columns[0].header and not any(name.row.cells[0].text for name in sheet.names)
    for r, name in enumerate(sheet.names):
        for c, number in sheet.numbers[r].items():
            column = sheet.columns[c]
            if column.hold != "number":
                continue
            indicator = _cell(doc, sheet, name, column, number, context.year)
            if indicator is not None:
                made[r, c] = replace(
                    indicator,
                    cell=(sheet.number, r, c - outer),
                    row_header=row_path(sheet.names, r),
                    column_header=column_path(column),
                )
    return link_table(made, sheet.columns, sheet.names, sheet.numbers, sheet.pairings)


def _unit(sheet: _Sheet, name: RowName, column: TableColumn, number: CellNumber) -> Unit | None:
    """The unit of a cell: its own, that of a column of percents, the row's, the column's, the caption's."""
    if number.unit is not None:
        return number.unit
    if column.percent:
        return "percent", column.percent, _ONE
    unit = name.unit or column.unit or _stub_unit(sheet.columns) or sheet.caption.unit
    if name.unit is not None and column.unit is not None and name.unit[0] == "count":
        unit = column.unit
    if unit is not None and unit[1]:
        return unit
    if _NEEDS_UNIT.match(column_subject(column)) or _NEEDS_UNIT.match(name.name):
        return None
    rows = any(c.stub == "stub" for c in sheet.columns)
    noun = noun_unit(column.header) or (noun_unit(name.name) if rows else None) or noun_unit(sheet.caption.subject)
    return ("count", noun, unit[2] if unit is not None else _ONE) if noun else unit


def _stub_unit(columns: Sequence[TableColumn]) -> Unit | None:
    """The unit of all numbers, told over the row names: `Chỉ tiêu (tỷ đồng)`."""
    stub = next((column for column in columns if column.hold == "label"), None)
    return header_unit(stub.cells) if stub is not None else None


def _cell(
    doc: DocumentText, sheet: _Sheet, name: RowName, column: TableColumn, number: CellNumber, year: int | None
) -> Indicator | None:
    unit = _unit(sheet, name, column, number)
    known = unit is not None
    if unit is None and (_NEEDS_UNIT.match(column_subject(column)) or _NEEDS_UNIT.match(name.name)):
        return None
    role = column.role or "result"
    if unit is None:
        stub = any(c.stub == "stub" for c in sheet.columns)
        told = column.period is not None or regex.search(r"\p{L}", column.header) is not None
        if number.places or not (
            told and (stub or _COUNTING.search(column.header) or sheet.caption.subject or column.cells)
        ):
            return None
        if not (column.role and column.header) or not (stub or _COUNTING.search(column.header) or column.period):
            return None
    sure: Unit = unit if unit is not None else ("count", "", _ONE)
    kind, unit_name, factor = sure
    written = number.unit is not None
    scale = _ONE if written or kind == "percent" else factor
    if kind == "percent" and not column.percent:
        role = percent_row_role(role, column, name.label)
    # A row's own year (`Đông xuân 2023 - 2024`) gives way only to one in the column's header.
    own = name.period if not regex.search(r"\d", column.header) else None
    period = own or column.period or name.period
    last = max(years_of(own), default=None)
    if own and last and year and last > year and role == "result":
        role = "target"
    role = nature(role, kind, unit_name, name.label, column.header)
    value, high = number.value * scale, None if number.high is None else number.high * scale
    if role == "change" and (column.falls or number.bracketed):
        value = -abs(value)
    comparator: Comparator = "~" if column.estimate and number.comparator == "=" else number.comparator
    return Indicator(
        start=number.start,
        end=number.end,
        surface=doc.text[number.start : number.end],
        label=label_of(sheet.caption, sheet.columns, name, column, role, sheet.pairings.get(column.index), sure),
        value=float(value),
        value_high=None if high is None else float(high),
        kind=kind,
        unit=unit_name or None,
        comparator=comparator,
        role=role,
        period=period,
        confidence=0.9 if known and column.role else 0.75,
    )


__all__ = ["find_table_indicators"]
