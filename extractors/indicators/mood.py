"""Sections that tell what is to be done: their sentences order, they do not report.

`Tăng cường …; hoàn thành …; có ít nhất 30% diện tích …` names no subject and no time, and neither does a report that
tells what was done (`Tổ chức 46 chuyến xe`). What sets them apart is the company they keep: among items that open with
verbs only orders open with (`đẩy mạnh`, `khẩn trương`, `tiếp tục`), and where nothing is told as done.
"""

from __future__ import annotations

from functools import cache

import regex

from extractors.cues import Cue
from extractors.indicators.leads import headings_of
from extractors.indicators.lexicon import alternatives, cues
from extractors.text import DocumentText, Paragraph

# What stands before the first word of an item.
_MARK = (
    r"[\s\-+*•“\"#]*(?:(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)/]\s*)?\**\s*"
    r"(?:(?:ngoài\s+ra|bên\s+cạnh\s+đó|đồng\s+thời),?\s+)?"
)
_TOLD = Cue(
    r"(?<!\p{L})(?:đã(?!\s+được)|(?<!ở\s)hiện\s+(?:nay|có|còn)|đến\s+nay|kết\s+quả|cùng\s+kỳ|"
    r"so\s+(?:với\s+)?(?:cùng|năm|tháng|đầu)|"
    r"\p{L}+\s+được\s+(?=\d)|ước\s+đạt|xảy\s+ra|giảm\s+\d|tăng\s+\d)(?!\p{L})",
    regex.IGNORECASE,
)
_ENOUGH = 3
"""Items below which a section has no mood."""


# Who is told to do it.
_ACTOR = r"(?:\(\d\)\s*)?(?:(?:các|đồng\s+chí)\s+)?" + alternatives(cues("order_actor")) + r"[^.;:()\n]{0,160}?\s"


@cache
def _strong() -> regex.Pattern[str]:
    """What no report opens a sentence with."""
    return regex.compile(f"{_MARK}(?:{_ACTOR})?{alternatives(cues('order_opener', 'strong'))}", regex.IGNORECASE)


@cache
def _orders() -> regex.Pattern[str]:
    return regex.compile(f"{_MARK}(?:{_ACTOR})?{alternatives(cues('order_opener'))}", regex.IGNORECASE)


class Mood:
    """Which sections of one document give orders. Read when first asked."""

    def __init__(self, doc: DocumentText) -> None:
        self._doc = doc
        self._known: dict[tuple[str, ...], bool] | None = None
        self._orders = False

    def orders(self, paragraph: Paragraph) -> bool:
        """Whether the section of a paragraph tells what is to be done."""
        return self._sections().get(headings_of(self._doc, paragraph), False)

    def opens(self, start: int, end: int) -> bool:
        """Whether a sentence opens as an order may, and tells of nothing done."""
        view = self._doc.view
        return _orders().match(view, start, end) is not None and _TOLD.search(view, start, end) is None

    def order(self, start: int, end: int) -> bool:
        """Whether a sentence opens as an order does, in a document that gives orders, and tells of nothing done.

        Args:
            start, end: of the sentence up to the number, code points.
        """
        self._sections()
        view = self._doc.view
        return self._orders and _strong().match(view, start, end) is not None and _TOLD.search(view, start, end) is None

    def _sections(self) -> dict[tuple[str, ...], bool]:
        if self._known is not None:
            return self._known
        view = self._doc.view
        items: dict[tuple[str, ...], list[int]] = {}
        for paragraph in self._doc.paragraphs:
            if paragraph.kind not in ("body", "list"):
                continue
            counts = items.setdefault(headings_of(self._doc, paragraph), [0, 0, 0])
            start, end = paragraph.start, paragraph.end
            counts[0] += _orders().match(view, start, end) is not None
            counts[1] += _TOLD.search(view, start, end) is not None
            counts[2] += 1
        self._orders = sum(c[0] for c in items.values()) > max(_ENOUGH, sum(c[1] for c in items.values()))
        self._known = {
            section: ordered >= _ENOUGH and 2 * ordered >= all_ and 5 * told <= all_
            for section, (ordered, told, all_) in items.items()
        }
        return self._known
