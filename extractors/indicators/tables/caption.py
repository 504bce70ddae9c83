"""What stands over a table: what it shows, the unit of its numbers, the period, and whether it is a plan or a norm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extractors.indicators.labels import tidy
from extractors.indicators.periods import Periods
from extractors.indicators.tables.columns import any_unit, header_period
from extractors.indicators.tables.cues import anywhere, at_start
from extractors.indicators.tables.grid import Cell, Table
from extractors.indicators.tables.names import lower_words
from extractors.indicators.tables.values import Unit
from extractors.text import DocumentText

_UNIT = regex.compile(
    r"(?:đơn\s+vị(?:\s+tính)?|đvt|đ\.v\.t)\s*[:.]\s*(?P<unit>[^()\[\];\n|]{1,40})|"
    r"\((?P<bare>[^()]{1,30})\)\s*[:.]?\s*$",
    regex.IGNORECASE,
)
_ASIDE = regex.compile(r"\([^()]*\)|(?:đơn\s+vị(?:\s+tính)?|đvt)\s*[:.].*$", regex.IGNORECASE)
_NUMBERED = regex.compile(
    r"^\W*(?:(?:phụ\s+)?(?:bảng|biểu|lục)(?:\s+số)?\s+)?[\dIVX]{1,4}(?:[.\d]*)(?:\s*[-.:]\s*|"
    r"\s+)",
    regex.IGNORECASE,
)
_TAIL = regex.compile(
    r"\s*(?:,|-)?\s*(?:(?:tính\s+)?(?:đến|tại|trong|vào)\s+(?:hết\s+)?(?:thời\s+điểm\s+)?(?:ngày|"
    r"tháng|năm|\d|quý|giai)|"
    r"(?:năm|tháng|quý|giai\s+đoạn|nhiệm\s+kỳ|ngày)\s+[\dIVX]|\d+\s+tháng|theo\s+(?!dõi)|"
    r"trên\s+địa\s+bàn|như\s+sau|phân\s+theo|chia\s+theo|"
    r"của\s+(?:tỉnh|thành\s+phố|cả\s+nước)|so\s+với|cụ\s+thể|được\s+thể\s+hiện|là\s*:).*$",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What is known of the whole table."""

    text: str = ""
    subject: str = ""
    """What its numbers are about, without `Bảng 1`, period and unit; empty where the text above says nothing."""
    unit: Unit | None = None
    period: str | None = None
    plan: bool = False
    """It lays down what is to be reached."""
    norm: bool = False
    """Prices, fees, standards, schedules: no achievements."""


def read_caption(doc: DocumentText, table: Table, titles: Sequence[Cell], periods: Periods) -> Caption:
    """The caption of a table.

    Args:
        doc: the document.
        table: the table, with the paragraphs above it.
        titles: cells over the header that span the table.
        periods: the document's periods.
    """
    cells = [*reversed(titles)]
    for start, end in table.captions:
        cells.append(Cell(start, end, doc.view[start:end]))
    unit: Unit | None = None
    for cell in cells:
        for found in _UNIT.finditer(cell.text):
            unit = unit or any_unit((found["unit"] or found["bare"]).strip(" .:,"))
    period = next((p for cell in cells if (p := _period(cell, periods))), None)
    subject = next((s for cell in cells if (s := _subject(cell.text))), "")
    text = "\n".join(cell.text for cell in cells)
    done = anywhere("caption", "done").search(text) is not None
    return Caption(
        text,
        subject,
        unit,
        period,
        anywhere("caption", "plan").search(text) is not None and not done,
        anywhere("table", "norm").search(text) is not None or anywhere("caption", "norm").search(text) is not None,
    )


def _period(cell: Cell, periods: Periods) -> str | None:
    marks = periods.within(cell.start, cell.end)
    return marks[0].edtf if marks else header_period((cell,), periods)


def _subject(text: str) -> str:
    text = _ASIDE.sub(" ", text).strip()
    if not regex.search(r"\p{L}{2}", text) or len(text) > 300:
        return ""
    text = regex.split(r"(?<=\p{L}{2})[.;]\s+(?=\p{Lu})", text)[-1]
    if text.isupper():
        text = lower_words(text)
    before = None
    while before != text:
        before = text
        text = _NUMBERED.sub("", text)
        found = at_start("caption", "lead").match(text)
        if found:
            text = text[found.end() :].lstrip(" .:-")
    # A sentence that only leads over to the table (`Kết quả theo vụ như Bảng 1.`) names nothing.
    text = _TAIL.sub("", text)
    subject = tidy(text)
    if regex.search(r"(?<!\p{L})(?:bảng|biểu|phụ lục|sau đây|dưới đây)(?!\p{L})", subject, regex.IGNORECASE):
        return ""
    words = subject.split()
    named = sum(len(word) > 1 and not regex.fullmatch(r"[ivxlc]+", word, regex.IGNORECASE) for word in words)
    return subject if named >= 2 and len(words) <= 14 else ""


__all__ = ["Caption", "read_caption"]
