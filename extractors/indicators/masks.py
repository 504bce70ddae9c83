"""Dates, references, names and quotations of a document, looked up by offset."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import regex

from extractors.endings import Ending
from extractors.indicators.periods import Periods
from extractors.model import DateMention, Organisation, Reference
from extractors.text import DocumentText

_SPOKEN = Ending(r"(?:biết|hay|rằng|nói|khẳng\s+định|chia\s+sẻ|nhấn\s+mạnh|lý|thông\s+tin)\s*[:,]?\s*$|:\s*$")
_TELLS = regex.compile(r"(?:tăng|giảm|đạt|là|có|còn|chiếm|được|khoảng|gần|hơn)\s+\S*\d")

_QUOTED = regex.compile(r'"[^"\n]{2,300}"')
_TITLED = Ending(
    r"(?:đề\s+án|chương\s+trình|phong\s+trào|chủ\s+đề|cuộc\s+vận\s+động|kế\s+hoạch|dự\s+án|về|danh\s+hiệu|mô\s+hình|"
    r"khẩu\s+hiệu|thông\s+điệp|"
    r"tên|gọi\s+là|phương\s+châm|hội\s+thi|cuộc\s+thi|thí\s+điểm|chiến\s+dịch|tiêu\s+chí|bản\s+tin|quỹ|tháng|ngày)\s*$",
    regex.IGNORECASE,
)

# `Đơn vị tính: 1.000 đồng` says how a table counts.
_UNIT_LINE = regex.compile(
    r"(?<!\p{L})(?:đơn\s+vị(?:\s+tính)?|đvt|đ\.v\.t)\s*[:.]\s*1(?:[.,]?000){1,2}\s*[\p{L}.]+", regex.IGNORECASE
)


class Masks:
    """Names, references, dates and quotations, looked up by offset."""

    def __init__(self, spans: Sequence[tuple[int, int, str]]) -> None:
        merged: list[tuple[int, int, str]] = []
        for start, end, kind in sorted(spans, key=lambda s: (s[0], -s[1])):
            if not merged or start >= merged[-1][1]:
                merged.append((start, end, kind))
        self._spans = merged
        self._starts = [s[0] for s in merged]
        self._ends = [s[1] for s in merged]

    def next(self, offset: int) -> tuple[int, int, str] | None:
        """(start, end, `date` or `name`) of the span that covers `offset`, else of the next behind it, or null."""
        i = bisect_right(self._ends, offset)
        return self._spans[i] if i < len(self._spans) else None

    def touches(self, start: int, end: int) -> bool:
        """Whether a span lies over any of `[start, end)`."""
        i = bisect_right(self._starts, end - 1) - 1
        return i >= 0 and self._spans[i][1] > start


def _is_title(view: str, match: regex.Match[str]) -> bool:
    """Whether a quotation is a title or name, not somebody's words."""
    if _TITLED.search(view[max(0, match.start() - 30) : match.start()]):
        return True
    if _SPOKEN.search(view[max(0, match.start() - 24) : match.start()]):
        # Somebody speaks.
        return False
    return len(match[0]) <= 80 and not _TELLS.search(match[0])


def masks_of(
    doc: DocumentText,
    dates: Sequence[DateMention],
    references: Sequence[Reference],
    organisations: Sequence[Organisation],
    periods: Periods,
) -> Masks:
    """The spans of a document in which no indicator lies."""
    quotes = [(m.start(), m.end(), "name") for m in _QUOTED.finditer(doc.view) if _is_title(doc.view, m)]
    counted = [(m.start(), m.end(), "name") for m in _UNIT_LINE.finditer(doc.view)]
    # A bare `6/2022` inside a longer expression is the date extractor's business; a mention without value is text.
    own = [(p.start, p.end, "date") for p in periods.within(0, len(doc.view))]
    return Masks(
        [(d.start, d.end, "date") for d in dates]
        + [(r.start, r.end, "name") for r in references]
        + [(o.start, o.end, "name") for o in organisations]
        + quotes
        + counted
        + own
    )
