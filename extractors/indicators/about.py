"""The time a text is about: what its title or its first sentences say is reported or planned."""

from __future__ import annotations

from typing import NamedTuple

import regex

from extractors.cues import Cue
from extractors.indicators.periods import Period, Periods
from extractors.indicators.years import years_of
from extractors.text import DocumentText, Paragraph

_TOP = 700
"""Characters within which a text says what it is about."""
_TITLE = 250
"""Characters of a title, at most."""
_REACH = 160
"""Characters between what is reported and its time (`Kết quả công tác phát triển đoàn viên … năm 2023`)."""
_SUBJECT = Cue(
    r"(?<!\p{L})(?:(?P<done>(?:tổng|sơ)\s+kết|kết\s+quả|tình\s+hình|báo\s+cáo(?!\s+tài\s+chính)|đánh\s+giá|nhìn\s+lại|điểm\s+lại)|"
    r"(?P<plan>nhiệm\s+vụ|phương\s+hướng|kế\s+hoạch|chỉ\s+tiêu|mục\s+tiêu|dự\s+toán|chương\s+trình\s+công\s+tác)|(?P<congress>đại\s+hội))(?!\p{L})",
    regex.IGNORECASE,
)
_ONE_DAY = regex.compile(r"(?:\.\./)?\d{4}-\d\d-\d\d")
_BEGINS = regex.compile(r"\s*(?:(?:trong|chỉ\s+trong|qua|tính\s+chung)\s+)?", regex.IGNORECASE)
_BARE_YEAR = regex.compile(r"(?<![\d/.,-]|\d\s-\s)(?:19|20)\d\d(?![\d/.,-]|\s-\s\d)")
_COMMA = regex.compile(r"\s*,")
_SKIPPED = frozenset(("letterhead", "recipients", "signature", "boilerplate", "table"))


class About(NamedTuple):
    """Times a text is about, EDTF or null."""

    done: str | None
    planned: str | None
    titled: bool
    """Whether the title says what is planned, and nothing what is reported."""


def about(doc: DocumentText, periods: Periods) -> About:
    """The times that a text says it reports on and plans for.

    Args:
        doc: the document.
        periods: of the document.

    Returns:
        The first of each named among its first paragraphs.
    """
    found: dict[str, str] = {}
    first: int | None = None
    in_title = False
    for paragraph in doc.paragraphs:
        if paragraph.kind in _SKIPPED:
            continue
        first = paragraph.start if first is None else first
        if paragraph.start > first + _TOP:
            break
        if paragraph.start == first and paragraph.end - first < _TITLE and (of := _titled(doc, paragraph, periods)):
            found["title"] = of
        for period in periods.within(paragraph.start, paragraph.end):
            if "done" not in found and _opens(doc, paragraph, period, periods.year):
                found["done"] = period.edtf
            kind = _told(doc, paragraph.start, period, periods.year)
            if kind == "plan" and paragraph.start == first and paragraph.end - first < _TITLE:
                in_title = True
            if kind:
                found.setdefault(kind, period.edtf)
    titled = bool(first is not None and "plan" in found and "done" not in found and in_title)
    done = found.get("done") or (found.get("title") if "plan" not in found else None)
    return About(done, found.get("plan") or found.get("term"), titled)


def _titled(doc: DocumentText, paragraph: Paragraph, periods: Periods) -> str | None:
    """The one year that a title names: `Thưởng Tết 2017`, `Lễ công bố xã đạt chuẩn nông thôn mới năm 2017`."""
    title = doc.view[paragraph.start : paragraph.end].rstrip()
    told = {m[0] for m in _BARE_YEAR.finditer(title)}
    if len(told) != 1 or title.endswith((".", ":", ";")) or periods.year is None:
        return None
    year = told.pop()
    return year if int(year) in (periods.year, periods.year - 1) else None


def _opens(doc: DocumentText, paragraph: Paragraph, period: Period, year: int | None) -> bool:
    """Whether a paragraph begins with a time: `Trong sáu tháng đầu năm 2026, hoạt động chăm lo …`."""
    years = years_of(period.edtf)
    if not years or ".." in period.edtf or _ONE_DAY.fullmatch(period.edtf) or years[-1] not in (year, (year or 0) - 1):
        return False
    return (
        paragraph.kind == "body"
        and _BEGINS.fullmatch(doc.view, paragraph.start, period.start) is not None
        and _COMMA.match(doc.view, period.end) is not None
    )


def _told(doc: DocumentText, start: int, period: Period, year: int | None) -> str | None:
    """`done`, `plan`, `term`, or null: what the words before a time say is of that time."""
    years = years_of(period.edtf)
    if not years or period.edtf.startswith("..") or period.edtf.endswith("..") or _ONE_DAY.fullmatch(period.edtf):
        return None
    sentence = doc.sentence_at(period.start)
    start = max(start, sentence.start if sentence else 0, period.start - _REACH)
    said = [m.lastgroup for m in _SUBJECT.finditer(doc.view, start, period.start)]
    if not said or year is None:
        return None
    if said[-1] == "done":
        return "done" if year - 1 <= years[-1] <= year or years[0] <= year <= years[-1] else None
    if said[-1] == "congress":
        # A congress plans for its term.
        return "term" if years[0] < years[-1] > year else None
    return "plan" if years[-1] >= year else None
