"""A table whose layout was lost: its row names one under another, then the numbers of each column.

```
Tốc độ tăng trưởng GDP (%)
GDP theo giá thực tế (nghìn tỷ đồng)
Quý I-2004
7,0
137,0
Quý I-2005
7,23
164,2
```
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.indicators.cells import Column, Row, cell_indicator, read_row
from extractors.indicators.periods import Periods
from extractors.model import Indicator
from extractors.numbers import Style
from extractors.numbers.digits import LITERAL, read_digits
from extractors.text import DocumentText

_DIGIT = regex.compile(r"\d")
_ENDED = regex.compile(r"[.;:]$")
_WORD = regex.compile(r"\p{L}{2}")
_BRACKET_LAST = regex.compile(r"\([^)]*\)\s*$")

_NUMBER = regex.compile(rf"\(?(?P<sign>-)?\s*(?P<digits>{LITERAL})\s*%?\)?")
_LABEL_MAX = 140
_HEADER_MAX = 40
_HEADER_WORDS = regex.compile(
    r"(?:thực\s+hiện|ước|kế\s+hoạch|KH|TH|dự\s+toán|so\s+sánh|quý|tháng|năm|\d+\s+tháng|cả\s+năm)(?!\p{L})",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    kind: str
    """`label`, `header`, `number` or `other`."""


def find_columns(doc: DocumentText, periods: Periods, style: Style) -> tuple[list[Indicator], set[int]]:
    """Indicators of such tables, and the indexes of the paragraphs they are made of.

    A table counts only where the numbers are exactly as many as row names times columns.

    Args:
        doc: the document.
        periods: its periods; a column's header gives the period.
        style: how the document writes numbers.
    """
    lines = [_line(doc, p.start, p.end) for p in doc.paragraphs]
    found: list[Indicator] = []
    used: set[int] = set()
    headers: list[Column] = []
    at = 0
    while at < len(lines):
        rows, columns, stop = _block(doc, lines, at, headers, periods)
        if rows and columns:
            labels = _labels(doc, [lines[i] for i in rows])
            headers = [column for column, _ in columns]
            for column, numbers in columns:
                for row, i in zip(labels, numbers, strict=True):
                    made = _indicator(doc, lines[i], row, column, periods, style)
                    if made is not None:
                        found.append(made)
                    used.add(i)
            used.update(range(at, stop))
            at = stop
        else:
            at += 1
    return sorted(found, key=lambda i: i.start), used


def _line(doc: DocumentText, start: int, end: int) -> _Line:
    text = doc.view[start:end].strip()
    if _NUMBER.fullmatch(text):
        return _Line(start, end, "number")
    if len(text) <= _HEADER_MAX and _HEADER_WORDS.match(text) and _DIGIT.search(text) and "(" not in text:
        return _Line(start, end, "header")
    if 3 <= len(text) <= _LABEL_MAX and not _ENDED.search(text) and _WORD.search(text):
        return _Line(start, end, "label")
    return _Line(start, end, "other")


def _run(lines: Sequence[_Line], at: int, kind: str) -> int:
    while at < len(lines) and lines[at].kind == kind:
        at += 1
    return at


def _block(
    doc: DocumentText, lines: Sequence[_Line], at: int, known: Sequence[Column], periods: Periods
) -> tuple[list[int], list[tuple[Column, list[int]]], int]:
    """Row names from `at` on, their columns with the numbers of each, and where the block ends."""
    if lines[at].kind != "label" or (at > 0 and lines[at - 1].kind == "label"):
        return [], [], at
    stop = _run(lines, at, "label")
    # Prose may stand right above: rows begin where all names from there on have a unit or follow one that has.
    rows = list(range(at, stop))
    if len(rows) < 2 or sum(_has_unit(doc, lines[i]) for i in rows) * 5 < len(rows) * 3:
        return [], [], at
    columns: list[tuple[Column, list[int]]] = []
    here = stop
    while here < len(lines) and lines[here].kind in ("header", "number"):
        if lines[here].kind == "header":
            header = lines[here]
            after = _run(lines, here + 1, "number")
            if after - here - 1 != len(rows):
                break
            columns.append((Column.of(doc, header.start, header.end, periods), list(range(here + 1, after))))
            here = after
        else:
            after = _run(lines, here, "number")
            if columns or not known or after - here != len(rows) * len(known):
                break
            for i, column in enumerate(known):
                begin = here + i * len(rows)
                columns.append((column, list(range(begin, begin + len(rows)))))
            here = after
    return (rows, columns, here) if columns else ([], [], at)


def _has_unit(doc: DocumentText, line: _Line) -> bool:
    return _BRACKET_LAST.search(doc.view[line.start : line.end]) is not None


def _labels(doc: DocumentText, lines: Sequence[_Line]) -> list[Row]:
    rows: list[Row] = []
    main = ""
    for line in lines:
        row, main = read_row(doc.text[line.start : line.end], main)
        rows.append(row)
    return rows


def _indicator(
    doc: DocumentText, line: _Line, row: Row, column: Column, periods: Periods, style: Style
) -> Indicator | None:
    found = _NUMBER.match(doc.view, line.start, line.end)
    if found is None:
        return None
    value = read_digits(found["digits"], style)
    if value is None:
        return None
    sign = Decimal(-1 if found["sign"] else 1)
    begin = found.start("sign") if found["sign"] else found.start("digits")
    return cell_indicator(doc.text, begin, found.end("digits"), value * sign, row, column, periods.year)
