"""Indicators from tables: each numeric cell with what its row, its column and the caption say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extractors.indicators.lexicon import find
from extractors.indicators.periods import Periods, shift_years, years_of
from extractors.indicators.tables.caption import Caption, read_caption
from extractors.indicators.tables.columns import TableColumn, noun_unit, read_columns
from extractors.indicators.tables.compare import Pairing, find_pairing, role_of
from extractors.indicators.tables.cues import anywhere
from extractors.indicators.tables.grid import Table, find_grids
from extractors.indicators.tables.labelling import label_of
from extractors.indicators.tables.linking import link_table
from extractors.indicators.tables.names import RowName, read_names
from extractors.indicators.tables.roles import nature, percent_row_role
from extractors.indicators.tables.shape import find_shape
from extractors.indicators.tables.values import CellNumber, Unit, read_number
from extractors.model import Comparator, Context, Indicator, Role
from extractors.numbers import Style
from extractors.text import DocumentText

_COUNTING = regex.compile(
    r"(?<!\p{L})(?:số|tổng|diện\s+tích|sản\s+lượng|kinh\s+phí|vốn|giá\s+trị|doanh\s+thu|thành\s+tiền|"
    r"số\s+tiền|nhu\s+cầu)(?!\p{L})",
    regex.IGNORECASE,
)
_PLAN = regex.compile(
    r"(?<!\p{L})(?:kế\s+hoạch|mục\s+tiêu|phấn\s+đấu|giao\s+(?:chỉ|kế|dự)|định\s+hướng)(?!\p{L})|"
    r"(?:^|(?<=[.:)]\s))\W*chỉ\s+tiêu\s+(?!chủ|kinh|thống|cơ\s+bản|chính)\p{L}",
    regex.IGNORECASE | regex.MULTILINE,
)
# Money that is allotted or needed is a result; these make it something to be reached.
_QUOTA = regex.compile(
    r"(?<!\p{L})(?:chỉ\s+tiêu|kế\s+hoạch\s+vốn|dự\s+toán\s+thu|kế\s+hoạch\s+thu|thu\s+ngân\s+sách|"
    r"mục\s+tiêu)(?!\p{L})",
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
        columns = [replace(c, hold="skip") if c.hold == "number" and not _is_money(c, caption) else c for c in columns]
    columns = _with_roles(columns, pairings, caption, context)
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


def _is_money(column: TableColumn, caption: Caption) -> bool:
    unit = column.unit or caption.unit
    return unit is not None and unit[0] == "money"


def _with_roles(
    columns: Sequence[TableColumn],
    pairings: dict[int, Pairing],
    caption: Caption,
    context: Context,
) -> list[TableColumn]:
    """Roles and periods that follow from the other columns, the caption and the document."""
    planned = caption.plan and (context.kind in ("plan", "decision", "letter", "outline") or _plain_plan(caption.text))
    year = _year(context)
    out: list[TableColumn] = []
    for column in columns:
        if column.hold != "number":
            out.append(column)
            continue
        last = max(years_of(column.period), default=None)
        if (
            column.role in (None, "result")
            and not column.compares
            and not column.percent
            and last
            and year
            and last > year
        ):
            column = replace(column, role="target")
        if column.role is None and not column.compares:
            allotted = _is_money(column, caption) and not _QUOTA.search(caption.text)
            column = replace(column, role="result" if allotted or not planned else "target")
        out.append(column)
    out = _earlier(out, pairings)
    out = _dated(out, caption, context)
    return [_comparing(column, out, pairings) if column.hold == "number" else column for column in out]


def _plain_plan(text: str) -> bool:
    return _PLAN.search(text) is not None


def _year(context: Context) -> int | None:
    """The year the document was issued in: only against it is a later one the future."""
    return context.year


def _earlier(columns: Sequence[TableColumn], pairings: dict[int, Pairing]) -> list[TableColumn]:
    """Results of an earlier period are baselines where a later one stands beside them to be compared."""
    results = [c for c in columns if c.hold == "number" and c.role == "result" and not c.percent and c.period]
    compared = {p.under for p in pairings.values()}
    out = []
    for column in columns:
        later = [
            c
            for c in results
            if column in results and c.period and column.period and c.index != column.index
            and _shape(c.period) == _shape(column.period) and column.period < c.period
        ]  # fmt: skip
        alike = [c for c in results if column.period and c.period and _shape(c.period) == _shape(column.period)]
        distinct = {c.period for c in alike}
        if later and (column.index in compared or (len(distinct) == 2 and _years_apart(column, later))):
            column = replace(column, role="baseline")
        out.append(column)
    return out


def _shape(period: str) -> str:
    return regex.sub(r"\d", "0", period)


def _years_apart(column: TableColumn, later: Sequence[TableColumn]) -> bool:
    return all(years_of(column.period)[-1:] < years_of(c.period)[-1:] for c in later)


def _dated(columns: Sequence[TableColumn], caption: Caption, context: Context) -> list[TableColumn]:
    """Periods of columns whose header gives none: the caption's, or the document's where it reports."""
    whole = caption.period or context.period
    results = [c.period for c in columns if c.hold == "number" and c.role == "result" and c.period]
    out = []
    for column in columns:
        if column.hold == "number" and column.period is None and not column.compares:
            period = whole
            if column.role == "target" and (years := years_of(results[0] if results else whole)):
                whole_year = (
                    regex.search(r"(?<!\p{L})năm(?!\p{L})", column.header, regex.IGNORECASE) or caption.period is None
                )
                part = regex.fullmatch(r"\d{4}-\d\d(?:/\d{4}-\d\d)?|\.\./.*|\d{4}-\d\d-\d\d", period or "")
                period = str(years[-1]) if len(set(years)) == 1 and (whole_year or part) else period or str(years[-1])
            elif column.role == "baseline":
                now = results[-1] if results else whole
                period = shift_years(now, -1) if now else None
            column = replace(column, period=period)
        elif column.hold == "number" and column.role == "result" and caption.period and column.period:
            years = years_of(caption.period)
            own = regex.search(r"(?:19|20)\d\d", column.header)
            if not own and len(set(years)) == 1 and years_of(column.period)[-1:] != years[-1:]:
                column = replace(column, period=shift_years(column.period, years[-1] - years_of(column.period)[-1]))
        out.append(column)
    return out


def _comparing(column: TableColumn, columns: Sequence[TableColumn], pairings: dict[int, Pairing]) -> TableColumn:
    """Role and period of a column of comparison."""
    if not column.compares and column.role is not None:
        return column
    pairing = pairings.get(column.index)
    numbers = [c for c in columns if c.hold == "number" and not c.compares and not c.percent]
    before = [c for c in numbers if c.index < column.index]
    results = [c for c in before if c.role == "result"]
    if pairing is not None:
        over = next(c for c in columns if c.index == pairing.over)
        role: Role = role_of(pairing, column, columns)
        if role == "share" and find("nature_rate").search(column.header):
            role = "result"
        return replace(column, role=role, period=column.period if _same(column, over) else over.period or column.period)
    target = next((c for c in reversed(before) if c.role == "target"), None)
    baseline = next((c for c in reversed(before) if c.role == "baseline"), None)
    role_ = column.role
    if role_ is None and column.percent:
        role_ = "target_rate" if target else "index" if baseline else "share"
    elif role_ is None:
        role_ = "result"
    if pairing is None and role_ in ("target_rate", "index", "change", "share"):
        same = next((c for c in results if c.period and c.period == column.period), None)
        if same is None and results:
            column = replace(column, period=results[-1].period)
        if role_ == "share" and find("nature_rate").search(column.header):
            role_ = "result"
    return replace(column, role=role_)


def _same(column: TableColumn, over: TableColumn) -> bool:
    return column.period is not None and column.period == over.period


def _cells(doc: DocumentText, sheet: _Sheet, context: Context) -> list[Indicator]:
    """The indicators of one table, linked."""
    made: dict[tuple[int, int], Indicator] = {}
    for r, name in enumerate(sheet.names):
        for c, number in sheet.numbers[r].items():
            column = sheet.columns[c]
            indicator = _cell(doc, sheet, name, column, number, _year(context))
            if indicator is not None:
                made[r, c] = replace(indicator, cell=(sheet.number, r, c))
    return link_table(made, sheet.columns, sheet.names, sheet.numbers, sheet.pairings)


def _unit(sheet: _Sheet, name: RowName, column: TableColumn, number: CellNumber) -> Unit | None:
    """The unit of a cell: its own, that of a column of percents, the row's, the column's, the caption's."""
    if number.unit is not None:
        return number.unit
    if column.percent:
        return "percent", column.percent, _ONE
    unit = name.unit or column.unit or sheet.caption.unit
    if name.unit is not None and column.unit is not None and name.unit[0] == "count":
        unit = column.unit
    if unit is not None and unit[1]:
        return unit
    noun = noun_unit(column.header) or noun_unit(name.name) or noun_unit(sheet.caption.subject)
    return ("count", noun, unit[2] if unit is not None else _ONE) if noun else unit


def _cell(
    doc: DocumentText, sheet: _Sheet, name: RowName, column: TableColumn, number: CellNumber, year: int | None
) -> Indicator | None:
    unit = _unit(sheet, name, column, number)
    known = unit is not None
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
    period = name.period or column.period
    last = max(years_of(name.period), default=None)
    if name.period and last and year and last > year and role == "result":
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
