"""A number in a table: what its row names, and what its column says of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.indicators.labels import compose, stands_alone, tidy
from extractors.indicators.lexicon import find, unit_at
from extractors.indicators.periods import Periods
from extractors.indicators.years import years_of
from extractors.model import Indicator, IndicatorKind, Role
from extractors.numbers.words import lexicon
from extractors.text import DocumentText

_WORD = regex.compile(r"\p{L}+")
_PLAN_COLUMN = regex.compile(
    r"(?<!\p{L})(?:kế\s+hoạch|KH|dự\s+toán|DT|chỉ\s+tiêu|mục\s+tiêu)(?!\p{L})", regex.IGNORECASE
)
_OF_PLAN = regex.compile(r"so\s+(?:với\s+)?(?:dự\s+toán|kế\s+hoạch|chỉ\s+tiêu)", regex.IGNORECASE)
_OF_WHOLE = regex.compile(r"so\s+(?:với\s+)?(?:GDP|GRDP|tổng)|tỷ\s+(?:trọng|lệ)|cơ\s+cấu", regex.IGNORECASE)
_NOT_GROWTH = regex.compile(r"so với|tỷ lệ|tỷ trọng|chỉ số", regex.IGNORECASE)

_ENUMERATOR = regex.compile(
    r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2})*\)?\s*[.)/-]?\s+|\(\d{1,2}\)\s*\.?\s*|[IVX]{1,5}\s*[.)/-]\s*|[a-zđ]\s*[.)/]\s*|[-+*•]\s*)"
)
_UNIT = regex.compile(r"\(([^()]{1,40})\)\s*$")
_WITHIN = regex.compile(r"^\s*(?:trong\s+đó|tr\.\s*đó)\s*:?\s*-?\s*", regex.IGNORECASE)
_PART = regex.compile(r"(?:khu\s+vực|ngành|trong\s+đó|\+|-|nhóm|khối|thành\s+phần|vùng)(?!\p{L})", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row's name with the unit of its numbers."""

    label: str
    kind: IndicatorKind
    unit: str | None
    factor: Decimal
    """Magnitude of the unit: 10¹² for `nghìn tỷ đồng`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's header."""

    text: str
    period: str | None

    @classmethod
    def of(cls, doc: DocumentText, start: int, end: int, periods: Periods) -> Column:
        """The header `doc.text[start:end]`."""
        marks = periods.within(start, end)
        return cls(" ".join(doc.text[start:end].split()), marks[0].edtf if marks else None)


def read_unit(text: str) -> tuple[IndicatorKind, str, Decimal] | None:
    """`nghìn tỷ đồng` → (`money`, `đồng`, 10¹²), or null where `text` is no unit.

    Args:
        text: what stands in the brackets behind a row's name, or behind `Đơn vị:`.
    """
    factor = Decimal(1)
    at = 0
    for word in _WORD.finditer(text):
        role, value = lexicon().get(word[0].lower(), ("", Decimal(0)))
        if role not in ("scale", "hundred"):
            at = word.start()
            break
        factor *= value
        at = word.end()
    stripped = len(text) - len(text[at:].lstrip(" .,:"))
    hit = unit_at(text, stripped)
    if hit is None:
        return None
    unit = hit[0]
    if unit.kind == "none" or text[hit[1] :].strip():
        return None
    name = unit.canonical if unit.kind in ("money", "percent") else unit.text
    return unit.kind, name, factor * (Decimal(str(unit.factor)) if unit.kind == "money" else 1)


def read_row(text: str, main: str, default: tuple[IndicatorKind, str, Decimal] | None = None) -> tuple[Row, str]:
    """The row a name makes, and the name that rows below it are parts of.

    Args:
        text: the row's name as written, with number, `Trong đó:` and unit.
        main: the last name that was no part itself.
        default: the unit of the whole table.
    """
    bare = _ENUMERATOR.sub("", text)
    unit_text = _UNIT.search(bare)
    unit = read_unit(unit_text[1].strip()) if unit_text else None
    if unit is not None and unit_text is not None:
        bare = bare[: unit_text.start()]
    within = _WITHIN.match(bare)
    name = tidy(_WITHIN.sub("", bare))
    part = within is not None or (_PART.match(name) is not None and not stands_alone(name))
    label = compose(main, name) if part and main else name
    kind, unit_name, factor = unit or default or ("count", None, Decimal(1))
    return Row(label, kind, unit_name, factor), main if part else name


def cell_role(row: Row, column: Column, year: int | None) -> Role:
    """What a cell's number says, by its row's name and its column's header."""
    header, label = column.text, row.label
    before = column.period is not None and year is not None and years_of(column.period)[-1:] < (year,)
    if _PLAN_COLUMN.search(header) and "%" not in header:
        return "target"
    if before:
        return "baseline"
    if row.kind != "percent":
        return "target" if column.period and year and years_of(column.period)[0] > year else "result"
    if _OF_PLAN.search(label):
        return "target_rate"
    if _OF_WHOLE.search(label):
        return "result" if find("nature_rate").search(label) else "share"
    if find("nature_rate").search(label):
        return "result"
    return "change"


def cell_indicator(
    text: str, start: int, end: int, value: Decimal, row: Row, column: Column, year: int | None
) -> Indicator:
    """The indicator of one cell; `text[start:end]` is its number."""
    role = cell_role(row, column, year)
    label = row.label
    grows = role in ("change", "baseline") and row.kind == "percent" and not find("growth_noun").search(label)
    if grows and not _NOT_GROWTH.search(label):
        label = f"tốc độ tăng {label}"
    return Indicator(
        start=start,
        end=end,
        surface=text[start:end],
        label=label,
        value=float(value * row.factor),
        value_high=None,
        kind=row.kind,
        unit=row.unit,
        comparator="=",
        role=role,
        period=column.period,
    )
