"""How exactly a number holds, where the words that say so stand apart from it."""

from __future__ import annotations

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.clauses import Clause
from extractors.indicators.heads import Head
from extractors.indicators.lexicon import fold
from extractors.indicators.quantities import Quantity
from extractors.model import Comparator
from extractors.numbers.comparators import comparator_after

_FROM = Ending(r"(?<!\p{L})từ\s*$", regex.IGNORECASE)

_OPENS_ESTIMATED = Cue(r"[\s\-+*]*[uư]ớc(?:\s+tính)?(?!\p{L})(?!\s+(?:mơ|vọng|nguyện|muốn|mong))", regex.IGNORECASE)
# `ước cả năm thu được 13.902 tấn`: a verb of doing stands between.
_ESTIMATED = Ending(
    r"(?<!(?:thỏa|thoả|điều|quy|giao|công|hiệp|mơ)\s)(?<!\p{L})ước(?:\s+(?:tính|cả|năm|\d{1,2}\s+tháng|tháng|quý|thực|hiện))*(?:\s+\p{L}+){0,3}\s+(?:được|đạt|thu|chi|bán)\s*$",
    regex.IGNORECASE,
)
_CARRIED = Ending(r"\d\s*(?:nghìn\s+|triệu\s+)?(?:khách|hành\s+khách|lượt\s+khách|lượt)\s+trên\s*$", regex.IGNORECASE)
_BOUND = Ending(
    r"(?<!\p{L})(?<!lương\s)(ít nhất|tối thiểu|tối đa|không quá)(?!\p{L})(?!\s*\d+\s+(?!tháng|năm))[^,;]{0,50}$",
    regex.IGNORECASE,
)
_BOUNDING = ("nhất", "tối", "quá")
# `từ 80% doanh nghiệp trở lên`
FROM_UP = regex.compile(r"\s*(?:\p{L}+\s+){1,5}trở\s+(lên|xuống)(?!\p{L})", regex.IGNORECASE)
_UPWARD = regex.compile(
    r"\s*(?:(?:kế\s+hoạch|dự\s+toán|chỉ\s+tiêu|tổng\s+số|năm|KH)\s+){0,3}(trở lên|trở xuống)(?!\p{L})", regex.IGNORECASE
)


def comparator_of(view: str, head: Head, clause: Clause, quantity: Quantity, end: int) -> Comparator:
    """The comparator of a quantity: right before or behind it, at the head of its clause, or behind its noun.

    Args:
        view: the folded document text.
        head: the words before the number, read.
        clause: its clause.
        quantity: of the sentence that ends at `end`.
    """
    if (after := comparator_after(view[quantity.end : quantity.end + 30])) is not None:
        return after[0]
    if (upward := _UPWARD.match(view, quantity.end, end)) is not None:
        return ">=" if fold(upward[1]).endswith("lên") else "<="
    if head.comparator == ">" and _CARRIED.search(view, max(clause.start, quantity.start - 40), quantity.start):
        # `19 triệu khách trên 104.000 chuyến bay`
        return "="
    if head.comparator != "=":
        return head.comparator
    if (
        clause.quantities[0] is quantity
        and head.verb in ("level", "exist", "none")
        and _OPENS_ESTIMATED.match(view, clause.start)
    ):
        return "~"
    # `ít nhất vào năm 2025 đạt 40%`: the bound stands before the time.
    if _ESTIMATED.search(view, max(clause.start, head.start), quantity.start):
        return "~"
    if (
        quantity.kind == "percent"
        and FROM_UP.match(view, quantity.end)
        and _FROM.search(view[clause.start : quantity.start])
    ):
        return ">=" if fold(FROM_UP.match(view, quantity.end)[1]) == "lên" else "<="  # type: ignore[index]
    said = view[max(clause.start, head.start) : quantity.start]
    cued = any(word in said.lower() for word in _BOUNDING)
    bound = _BOUND.search(said) if cued else None
    if bound is None:
        return "="
    return ">=" if fold(bound[1]) in ("ít nhất", "tối thiểu") else "<="
