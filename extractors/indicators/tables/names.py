"""Names of rows: number, unit, section, `Trong đó`, totals, and which row is a part of which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.indicators.labels import compose, stands_alone, tidy
from extractors.indicators.lexicon import fold
from extractors.indicators.periods import Periods
from extractors.indicators.tables.columns import HEADER_SEPARATOR, TableColumn, any_unit, header_period
from extractors.indicators.tables.cues import at_start, is_whole
from extractors.indicators.tables.grid import Cell, Row
from extractors.indicators.tables.shape import is_enumerator
from extractors.indicators.tables.values import Unit

_FORMULA = regex.compile(r"\s*\((?=[^()]*\d|[^()]*[IVX])[IVXA-D\d\s+=.,-]+\)")
_LEAD = regex.compile(
    r"\s*(?P<mark>\(?(?:[IVXLC]{1,6}(?=[.)/ -])|\d{1,2}(?:\.\d{1,3}){0,4}(?=[.)\s])|"
    r"[A-Za-zđĐ](?=[.)]))\)?[.)]*|[-+*•])\s*(?=[\p{L}\"(])"
)
_UNIT = regex.compile(r"\(([^()]{1,40})\)\s*$|,\s*([^,()]{1,15})$")
_TOTAL_LEAD = regex.compile(
    r"^(?:tổng\s+(?:số|cộng)|cộng)\s*[:(]|^(?:tổng(?:\s+(?:số|cộng))?|"
    r"cộng)\s*\(?[IVX\d\s+=,()A-E]+$",
    regex.IGNORECASE,
)
_ACRONYM = regex.compile(r"[B-DF-HJ-NP-TV-XZĐ]+|BHYT|ODA|FDI|GRDP|CĐCS|LĐLĐ|NLĐ|UBND|HĐND|CĐ")
# `TƯ` is `trung ương` behind these, and a syllable (`ĐẦU TƯ`, `TƯ PHÁP`) elsewhere.
_CENTRAL = regex.compile(r"(?<=(?:SÁCH|VỐN|NGUỒN|ĐẢNG|THUỘC|CẤP)\s+)TƯ(?!\s+(?:NHÂN|PHÁP)(?!\p{L}))")
_PART = regex.compile(r"(?:khu\s+vực|ngành|nhóm|khối|thành\s+phần|vùng)(?!\p{L})", regex.IGNORECASE)
# What stands for the cell above: `"`, `-nt-`.
_DITTO = regex.compile(r"(?:[\"“”'′″]|-?\s*nt\s*-?|//|-\"-)+", regex.IGNORECASE)
_MEASURE = regex.compile(
    r"(?:diện\s+tích|sản\s+lượng|năng\s+suất|số\s+lượng|trị\s+giá|giá\s+trị|kim\s+ngạch|doanh\s+thu|"
    r"số\s+tiền|kinh\s+phí|tổng\s+số|"
    r"khối\s+lượng|lượng|số\s+vụ|số\s+người|số\s+hộ|tỷ\s+lệ|nam|nữ)(?:\s+\p{L}+){0,2}",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_FLAT, _SECTION, _PART_RANK = 4.0, 1.0, 7.0


@dataclass(frozen=True, slots=True)
class RowName:
    """A row with what its name says."""

    row: Row
    name: str
    """Its own name, tidied."""
    label: str
    """Its name with that of the row it belongs to, where it cannot be understood alone."""
    unit: Unit | None
    period: str | None
    total: bool
    parent: int | None
    """Index of the row it is a part of."""
    section: str
    rank: float
    data: bool
    """It has numbers; else it names a section."""
    within: bool = False
    written: str = ""
    """Its own name as written, without number and unit."""
    detailed: bool = False
    """Two columns name it (`Lúa` > `Diện tích`)."""
    """It is given as one of the parts (`Trong đó`, a dash), not as all of them."""


def read_names(body: Sequence[Row], columns: Sequence[TableColumn], periods: Periods) -> list[RowName]:
    """The rows of a table with their names.

    Args:
        body: rows below the header.
        columns: the table's columns.
        periods: the document's periods.
    """
    label_at = next((c.index for c in columns if c.hold == "label"), None)
    unit_at = next((c.index for c in columns if c.hold == "unit"), None)
    by_period = any(c.hold == "label" and c.stub == "period" for c in columns)
    by_group = any(c.hold == "label" and c.stub == "group" for c in columns)
    numbers = [c.index for c in columns if c.hold == "number"]
    detail_at = _detail(body, columns, label_at)
    above_cell: Cell | None = None
    unit_above: Unit | None = None
    names: list[RowName] = []
    stack: list[tuple[float, int]] = []
    was_part = False
    for row in body:
        cell = _name_cell(row, label_at, len(columns), by_period)
        detail = row.cells[detail_at].text if detail_at is not None and detail_at < len(row.cells) else ""
        if cell is None and detail:
            cell = above_cell
        if cell is None:
            continue
        above_cell = cell
        raw = cell.text
        mark, bare = _mark(row, cell, raw)
        within = at_start("row", "within").match(bare)
        bare = bare[within.end() :].lstrip(" :-+") if within else bare
        bare, unit = _unit_of(_FORMULA.sub("", bare))
        if unit_at is not None and unit_at < len(row.cells) and row.cells[unit_at].text:
            told = row.cells[unit_at].text
            unit_above = unit_above if _DITTO.fullmatch(told) else unit_of_cell(told)
            unit = unit_above or unit
        data = any(i < len(row.cells) and any(ch.isdigit() for ch in row.cells[i].text) for i in numbers)
        total = is_whole("row", "total", bare) or _TOTAL_LEAD.match(bare) is not None
        rank = _rank(mark)
        part = bool(within) or (was_part and rank == _FLAT and _PART.match(bare) is not None)
        rank = max(rank, _PART_RANK) if part else rank
        if total and rank >= _FLAT:
            rank = -1.0
        if not data and rank == _FLAT:
            rank = _SECTION
        if within and not bare:
            was_part = True
            continue
        while stack and stack[-1][0] >= rank:
            stack.pop()
        parent = stack[-1][1] if stack and rank >= 0 else None
        detailed = bool(detail) and not total
        if detailed:
            detail, detail_unit = _unit_of(detail)
            unit = unit or detail_unit
            first = _MEASURE.match(detail) is not None or stands_alone(detail)
            bare = f"{detail} {bare[:1].lower() + bare[1:]}" if first else f"{bare} {detail}"
        name = tidy(lower_words(bare) if bare.isupper() and len(bare) > 6 else bare)
        section = next((names[i].name for _, i in reversed(stack) if not names[i].data), "")
        above = names[parent] if parent is not None else None
        label = name if above is None else _composed(above, name, rank)
        dated = by_period or (by_group and _YEAR.search(cell.text) is not None)
        period = header_period((cell,), periods) if dated else None
        if by_period and period is None and _YEAR.fullmatch(cell.text):
            period = cell.text
        names.append(
            RowName(
                row,
                name,
                label,
                unit,
                period,
                total,
                parent,
                section,
                rank,
                data,
                part or rank >= _PART_RANK,
                " ".join(bare.split()),
                detailed,
            )
        )
        # A grand total at the top is no parent: what follows may be sections of its own.
        if not total:
            stack.append((rank, len(names) - 1))
        was_part = part
    return names


def _detail(body: Sequence[Row], columns: Sequence[TableColumn], label_at: int | None) -> int | None:
    """The second column of row names, where the first is merged over several rows; null where there is none."""
    if label_at is None or label_at + 1 >= len(columns) or columns[label_at + 1].hold != "text":
        return None
    full = [row for row in body if len(row.cells) == len(columns) and len(row.filled) > 2]
    merged = [row for row in full if not row.cells[label_at].text and row.cells[label_at + 1].text]
    return label_at + 1 if len(merged) * 4 >= len(full) and merged else None


def lower_words(text: str) -> str:
    """Capitals to small letters, acronyms left: `TỔNG THU NSNN` → `tổng thu NSNN`."""
    kept = {match.start() for match in _CENTRAL.finditer(text)}

    def lowered(word: regex.Match[str]) -> str:
        acronym = len(word[0]) > 1 and (_ACRONYM.fullmatch(word[0]) or word.start() in kept)
        return word[0] if acronym else word[0].lower()

    return regex.sub(r"\p{L}+", lowered, text)


def _name_cell(row: Row, label_at: int | None, width: int, by_period: bool) -> Cell | None:
    if len(row.filled) == 1:
        return row.filled[0]
    if label_at is None:
        return None
    if len(row.cells) < width - 1 and label_at >= len(row.cells):
        return None
    cell = row.cells[label_at] if label_at < len(row.cells) else None
    if cell is not None and cell.text:
        # A number in place of the name: merged cells moved the row aside.
        return cell if regex.search(r"\p{L}", cell.text) or (by_period and _YEAR.fullmatch(cell.text)) else None
    # A total whose name spans the column of numbers too.
    return next((c for c in row.cells[:label_at] if regex.search(r"\p{L}{3}", c.text)), None)


def _mark(row: Row, cell: Cell, raw: str) -> tuple[str, str]:
    """The row's number (its own cell, or before its name), and the name without it."""
    lead = _LEAD.match(raw)
    bare = raw[lead.end() :] if lead else raw
    first = row.cells[0]
    if first.start != cell.start and first.text and is_enumerator(first.text):
        return first.text, bare if lead else raw
    return (lead["mark"] if lead else ""), bare


def _rank(mark: str) -> float:
    mark = mark.strip("(). ")
    if not mark:
        return _FLAT
    if mark in "-+*•":
        return 8.0 if mark == "+" else 7.0
    if mark[0].isdigit():
        return 2.0 + 0.5 * mark.count(".")
    if regex.fullmatch(r"[IVXLC]+", mark):
        return 1.0
    return 0.0 if mark.isupper() else 6.0


def _unit_of(text: str) -> tuple[str, Unit | None]:
    found = _UNIT.search(text)
    if found is not None:
        unit = any_unit((found[1] or found[2]).strip())
        if unit is not None and (found[1] or unit[0] != "count"):
            return text[: found.start()].strip(), unit
    return text, None


def unit_of_cell(text: str) -> Unit | None:
    """The unit in a column of units; a word the gazetteer does not know is a counted noun."""
    from decimal import Decimal

    unit = any_unit(text)
    if unit is not None:
        return unit
    bare = text.strip(" .")
    if 0 < len(bare) <= 30 and regex.fullmatch(r"[\p{L}][\p{L}\s/.,()²³0-9-]*", bare):
        return "count", bare if bare.isupper() else bare[0].lower() + bare[1:], Decimal(1)
    return None


def _composed(above: RowName, name: str, rank: float) -> str:
    parent = above.label
    if _MEASURE.fullmatch(name) and len(name.split()) <= 4:
        if fold(name) in fold(parent):
            return parent
        return f"{name} {parent}" if not stands_alone(parent) else f"{parent} {name}" if not above.data else name
    if not above.data and rank <= 3:
        return name
    if rank >= 6 or above.data:
        return compose(parent, name) if not stands_alone(name) else name
    return name


def row_path(names: Sequence[RowName], row: int) -> str | None:
    """What names a row, the rows it belongs to first: `Thu nội địa > Thuế giá trị gia tăng`; or null."""
    path: list[str] = []
    at: int | None = row
    while at is not None and len(path) < len(names):
        if names[at].written:
            path.append(names[at].written)
        at = names[at].parent
    return HEADER_SEPARATOR.join(reversed(path)) or None


__all__ = ["RowName", "read_names", "row_path", "unit_of_cell"]
