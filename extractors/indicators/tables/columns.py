"""What each column of a table holds: row names, units, or numbers of one role, period and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import regex

from extractors.indicators.cells import read_unit
from extractors.indicators.lexicon import unit_at
from extractors.indicators.periods import Periods
from extractors.indicators.tables.cues import anywhere, is_whole
from extractors.indicators.tables.grid import Cell, Row
from extractors.indicators.tables.values import Unit, is_blank, read_number
from extractors.indicators.years import in_year, years_of
from extractors.model import Role
from extractors.numbers import Style

HEADER_SEPARATOR = " > "
"""Between the members of a header path."""
Hold = Literal["skip", "unit", "label", "number", "text"]
_BRACKET = regex.compile(r"\(([^()]{1,40})\)")
_YEARS = regex.compile(r"(?<![\d.,/])(?P<a>(?:19|20)\d\d)(?:\s*-\s*(?P<b>(?:19|20)\d\d))?(?![\d.,]\d|/\d)")
# `2T/2005`: the first two months.
_MONTHS_OF = regex.compile(r"(?<![\p{L}\d])(1[0-2]|[1-9])T\s?[./-]?\s?((?:19|20)\d\d)(?!\d)")
_PERCENT = regex.compile(r"%|‰")
_RATIO_WORD = regex.compile(
    r"(?<!\p{L})(?:tỷ\s+lệ|tỉ\s+lệ|tỷ\s+trọng|tỉ\s+trọng|cơ\s+cấu|"
    r"tốc\s+độ)(?!\p{L})",
    regex.IGNORECASE,
)
_AGAINST = regex.compile(
    r"(?<!\p{L})(?:so\s+sánh|so\s+với|so|bằng)(?!\p{L})|%\s*(?=(?:KH|kế|TH|CK)(?!\p{L}))|"
    r"(?<!\p{L})(?:TH|KH|UTH|ƯTH|thực\s+hiện|kế\s+hoạch|kết\s+quả|(?:19|20)\d\d)\s*/\s*"
    r"(?:KH|TH|DT|CK|CT|NQ|kế\s+hoạch|dự\s+toán|thực\s+hiện|cùng\s+kỳ|chỉ\s+tiêu|(?:19|20)\d\d)(?!\p{L})|"
    r"(?:19|20)\d\d\s+với\s",
    regex.IGNORECASE,
)
_LEAST_FILLED = 0.6


_THOUSANDS = {"ng": "nghìn", "tr": "triệu"}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column."""

    index: int
    hold: Hold
    header: str
    """All its header cells, the outermost first, joined by blanks."""
    cells: tuple[Cell, ...] = ()
    role: Role | None = None
    """What the header says; null where it says nothing or leaves it open (`So sánh`)."""
    estimate: bool = False
    percent: str | None = None
    """`%` or `‰` where its numbers are percents."""
    unit: Unit | None = None
    period: str | None = None
    compares: bool = False
    """Its numbers measure one column against another."""
    stub: str = ""
    """Of the column of row names: `stub` (rows are indicators), `place`, `group`, `period`, or empty where unknown."""
    falls: bool = False
    """The header says that its numbers are decreases."""


def read_columns(
    headers: Sequence[Sequence[Cell]], body: Sequence[Row], periods: Periods, style: Style
) -> list[TableColumn]:
    """The columns of a table.

    Args:
        headers: for each column its header cells from the top.
        body: rows below.
        periods: the document's periods.
        style: how the document writes numbers.
    """
    named = any(_stub_kind(" ".join(c.text for c in cells)) for cells in headers)
    columns = []
    labelled = False
    for index, cells in enumerate(headers):
        texts = [row.cells[index] for row in body if index < len(row.cells) and row.cells[index].text]
        column = _read(index, cells, texts, periods, style, labelled, named)
        labelled = labelled or column.hold == "label"
        columns.append(column)
    return columns


def _stub_kind(header: str) -> str:
    return next((kind for kind in ("stub", "place", "group", "period") if is_whole("column", kind, header)), "")


def _read(
    index: int, cells: Sequence[Cell], body: Sequence[Cell], periods: Periods, style: Style, labelled: bool, named: bool
) -> TableColumn:
    header = " ".join(cell.text for cell in cells)
    own = cells[-1].text if cells else ""
    numbers = [cell for cell in body if read_number(cell, style) is not None]
    said = [cell for cell in body if not is_blank(cell.text)]
    numeric = bool(numbers) and len(numbers) >= len(said) * _LEAST_FILLED
    column = TableColumn(index, "text", header, tuple(cells))
    kind = _stub_kind(header) or _stub_kind(own)
    unit_head = is_whole("column", "unit", own) or is_whole("column", "unit", header)
    if unit_head and not numeric and (kind != "place" or _are_units(said)):
        return replace(column, hold="unit")
    if not labelled and kind and (kind == "period" or not numeric):
        return replace(column, hold="label", stub=kind)
    if (
        is_whole("column", "skip", own)
        or is_whole("column", "skip", header)
        or anywhere("column", "skip").search(header)
    ):
        return replace(column, hold="skip")
    if not numeric:
        words = sum(bool(regex.search(r"\p{L}{2}", cell.text)) for cell in said)
        return replace(column, hold="label") if not labelled and not named and words * 2 > len(said) else column
    if not header or _are_years(numbers):
        return replace(column, hold="skip")
    return _described(replace(column, hold="number"), periods, numbers)


def _are_units(cells: Sequence[Cell]) -> bool:
    return bool(cells) and sum(read_unit(cell.text) is not None or len(cell.text) <= 3 for cell in cells) * 2 >= len(
        cells
    )


def _are_years(cells: Sequence[Cell]) -> bool:
    years = sum(regex.fullmatch(r"(?:19|20)\d\d(?:\s*-\s*(?:19|20)?\d\d)?", cell.text) is not None for cell in cells)
    return years * 2 > len(cells)


def _described(column: TableColumn, periods: Periods, numbers: Sequence[Cell]) -> TableColumn:
    header = column.header
    unit = header_unit(column.cells)
    percent = None
    if unit is not None and unit[0] == "percent":
        percent, unit = unit[1], None
    elif found := _PERCENT.search(header):
        percent = found[0]
    elif all("%" in cell.text for cell in numbers) or (unit is None and _RATIO_WORD.search(header)):
        percent = "%"
    against = _AGAINST.search(_BRACKET.sub(" ", header)) is not None
    target = anywhere("role", "target").search(header) is not None
    earlier = anywhere("role", "baseline").search(header) is not None
    changed = anywhere("role", "change").search(header) is not None
    role: Role | None = None
    estimate = anywhere("role", "estimate").search(header) is not None
    compares = False
    if percent:
        compares = against or changed or bool(anywhere("role", "compare").search(header)) or header.strip(" ()") == "%"
        if anywhere("role", "share").search(header):
            role, compares = "share", False
        elif changed:
            role = "change"
        elif target and (
            against
            or regex.search(
                r"đạt|hoàn\s+thành|thực\s+hiện|(?<!\p{L})TH(?!\p{L})|%\s*(?:KH|"
                r"kế)",
                header,
                regex.IGNORECASE,
            )
        ):
            role = "target_rate"
        elif target:
            role, compares = "target", False
    elif against or changed:
        role, compares = "change", True
    elif target and not regex.search(
        r"(?<!\p{L})(?:thực\s+hiện|kết\s+quả|đạt|ước)\s+(?:\S+\s+){0,2}(?:so|kế\s+hoạch|"
        r"chỉ\s+tiêu)",
        header,
        regex.IGNORECASE,
    ):
        role = "target"
    elif earlier:
        role = "baseline"
    elif estimate or anywhere("role", "result").search(header):
        role = "result"
    falls = (
        changed
        and regex.search(r"giảm", header, regex.IGNORECASE) is not None
        and not regex.search(r"tăng|\+|[-]\)|biến", header, regex.IGNORECASE)
    )
    return replace(
        column,
        role=role,
        estimate=estimate and role == "result",
        percent=percent,
        unit=unit,
        period=header_period(column.cells, periods),
        compares=compares,
        falls=falls,
    )


def header_unit(cells: Sequence[Cell]) -> Unit | None:
    """The unit in brackets of the innermost header cell that has one, or behind a comma: `Sản lượng (tấn)`."""
    for cell in reversed(cells):
        for found in reversed(list(_BRACKET.finditer(cell.text))):
            unit = any_unit(found[1])
            if unit is not None:
                return unit
        tail = cell.text.rpartition(",")[2].strip()
        if tail and tail != cell.text and len(tail) <= 20 and (unit := read_unit(tail)) is not None:
            return unit
    return None


def any_unit(text: str) -> Unit | None:
    """`nghìn con`, `1.000 đồng`, `ĐVT: tạ/ha` → kind, unit, factor; null where the text is no unit of the gazetteer.

    A compound such as `tạ/ha` or `đồng/người` is a unit if its head is one.
    """
    text = regex.sub(r"^\s*(?:đơn\s+vị(?:\s+tính)?|đvt)\s*[:.]?\s*(?=\S)", "", text.strip(), flags=regex.IGNORECASE)
    factor = Decimal(1)
    if lead := regex.match(r"(1[.,]?000[.,]?000|1[.,]?000|100)\s+(?=\p{L})", text):
        factor = Decimal(lead[1].replace(".", "").replace(",", ""))
        text = text[lead.end() :]
    if text in ("%", "‰"):
        return "percent", text, Decimal(1)
    unit = read_unit(text)
    if unit is None and (short := regex.match(r"(ng|tr)\.\s*(?=\p{L})", text, regex.IGNORECASE)):
        # `Ng. tấn`, `Tr. đồng`
        unit = read_unit(f"{_THOUSANDS[short[1].lower()]} {text[short.end() :]}")
    if unit is None and "/" in text:
        head, _, per = text.partition("/")
        found = read_unit(head.strip())
        if found is not None and regex.match(r"\s*[\p{L}\d]", per) and len(per) <= 25:
            unit = found[0], f"{found[1]}/{per.strip()}", found[2]
    return None if unit is None else (unit[0], unit[1], unit[2] * factor)


def header_period(cells: Sequence[Cell], periods: Periods) -> str | None:
    """The period of a header path; a part of a year and the year of another cell make one (`Năm 2022` > `Quý I`)."""
    found: str | None = None
    year: int | None = None
    for cell in cells:
        marks = periods.within(cell.start, cell.end)
        bare = list(_YEARS.finditer(cell.text))
        own = marks[0].edtf if marks else None
        if months := _MONTHS_OF.search(cell.text):
            own = f"{months[2]}-01" if months[1] == "1" else f"{months[2]}-01/{months[2]}-{int(months[1]):02}"
        if own is None and bare:
            first, last = bare[0]["a"], bare[0]["b"]
            # A head that runs backwards (`2024-2023`) names two years, and neither is the numbers'.
            own = first if not last else f"{first}/{last}" if first < last else None
        if own is None:
            continue
        if found is not None and year is not None and not bare:
            own = in_year(own, year)
        elif found is not None and "-" in found and regex.fullmatch(r"\d{4}", own):
            own = in_year(found, int(own))
        found = own
        years = years_of(own)
        year = years[-1] if bare and len(set(years)) == 1 else year
    return found


def noun_unit(text: str) -> str | None:
    """The counted noun of a header or row name: `Số đoàn viên kết nạp` → `đoàn viên`; null where none is known."""
    bare = regex.sub(
        r"^\W*(?:tổng\s+số\s+|số\s+lượng\s+|số\s+lượt\s+(?=lượt)|tổng\s+|"
        r"số\s+)?",
        "",
        text,
        flags=regex.IGNORECASE,
    )
    hit = unit_at(bare, 0)
    return hit[0].text if hit is not None and hit[0].kind == "count" else None


def column_path(column: TableColumn) -> str | None:
    """The header cells over a column, the outermost first: `Năm 2022 > Thực hiện`; null where there are none."""
    path = dict.fromkeys(" ".join(cell.text.split()) for cell in column.cells)
    return HEADER_SEPARATOR.join(text for text in path if text) or None


__all__ = [
    "HEADER_SEPARATOR", "TableColumn", "any_unit", "column_path", "header_period", "header_unit", "noun_unit",
    "read_columns",
]  # fmt: skip
