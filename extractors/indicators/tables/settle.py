"""Roles and periods of columns that follow from the other columns, the caption and the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from extractors.indicators.lexicon import find
from extractors.indicators.tables.caption import Caption
from extractors.indicators.tables.columns import TableColumn
from extractors.indicators.tables.compare import Pairing, role_of
from extractors.indicators.years import shift_years, years_of
from extractors.model import Context, Role

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


def is_money(column: TableColumn, caption: Caption) -> bool:
    """Whether a column holds amounts of money, by its header or the caption."""
    unit = column.unit or caption.unit
    return unit is not None and unit[0] == "money"


def settle(
    columns: Sequence[TableColumn],
    pairings: Mapping[int, Pairing],
    caption: Caption,
    context: Context,
) -> list[TableColumn]:
    """Columns with the roles and periods that follow from the other columns, the caption and the document.

    Args:
        columns: as their headers tell.
        pairings: what columns of comparison compare.
        caption: of the table.
        context: kind, year and period of the document.
    """
    planned = caption.plan and (context.kind in ("plan", "decision", "letter", "outline") or _plain_plan(caption.text))
    year = context.year
    out: list[TableColumn] = []
    for given in columns:
        column = given
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
            allotted = is_money(column, caption) and not _QUOTA.search(caption.text)
            column = replace(column, role="result" if allotted or not planned else "target")
        out.append(column)
    out = _earlier(out, pairings)
    out = _dated(out, caption, context)
    return [_comparing(column, out, pairings) if column.hold == "number" else column for column in out]


def _plain_plan(text: str) -> bool:
    return _PLAN.search(text) is not None


def _earlier(columns: Sequence[TableColumn], pairings: Mapping[int, Pairing]) -> list[TableColumn]:
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
            out.append(replace(column, role="baseline"))
        else:
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
    for given in columns:
        column = given
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


def _comparing(column: TableColumn, columns: Sequence[TableColumn], pairings: Mapping[int, Pairing]) -> TableColumn:
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


__all__ = ["is_money", "settle"]
