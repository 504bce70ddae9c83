"""What numbers without a unit count, told by the words before them: lists of places, named numbers."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.endings import Ending
from extractors.indicators.lexicon import unit_at
from extractors.indicators.quantities import Quantity

# `An Giang 20`, `Tiền Giang và Vĩnh Long 15`, `Phú Yên, Bình Định mỗi nơi 2`
_NAME_BEFORE = Ending(r"\p{Lu}[\p{L}\p{M}]*(?:\s+(?:mỗi|đều)(?:\s+(?:nơi|tỉnh|huyện|xã|địa\s+phương))?)?\s*:?\s+$")
_ITEM_END = regex.compile(r"\s*(?:[,;.)]|$|và\s|\()")
_LEAST_ITEMS = 3
_LEAST_PARTS = 2
_SMALL = 4
"""Numbers up to which a list may be one of names (`Đồng Văn 1, Đồng Văn 2`)."""
# `tổng số ca nhiễm cả nước là`, `số hộ nghèo giảm`
_NUMBER_OF = regex.compile(r"(?<!\p{L})số\s+(?=\p{Ll})", regex.IGNORECASE)
_LEVEL = Ending(
    r"(?<!\p{L})(?:là|tăng|giảm|còn|đạt|lên|tới|đến|ở\s+mức|dưới|trên|hơn|gần|khoảng)"
    r"(?:\s+(?:là|thêm|còn|mức|tới|đến|gần|hơn|trên|khoảng))?\s+$",
    regex.IGNORECASE,
)
_REACH = 100
"""Characters within which a number is of the thing it is said to be the number of."""
_PIECE = regex.compile(r"[,;:()]")
_WITHIN = regex.compile(
    r"[^;:()\d]{0,40}[,(]?\s*trong\s+(?:số\s+)?đó:?\s+(?:có\s+)?(?:\p{Ll}+\s+){1,4}(?:là\s+|có\s+)?", regex.IGNORECASE
)
_OUT_OF = regex.compile(r"\s*(?:trên|/)\s*(?:tổng\s+(?:số\s+)?|tổng\s+cộng\s+)", regex.IGNORECASE)


def listed(view: str, found: Sequence[Quantity], bait: Sequence[bool], end: int) -> frozenset[int]:
    """Indices of the bare numbers of a list of names (`Đồng Nai 27 ca, An Giang 20, Vĩnh Long 15 …`).

    Args:
        view: the folded document text.
        found: the quantities of a sentence that ends at `end`, in order.
        bait: for each whether it counts nothing.
    """
    items = [
        i
        for i, q in enumerate(found)
        if q.kind is None
        and not q.fraction
        and not q.in_words
        and _ITEM_END.match(view, q.end, min(end, q.end + 4))
        and _NAME_BEFORE.search(view, max(0, q.start - 40), q.start)
    ]
    if len(items) < _LEAST_PARTS:
        return frozenset()
    total = sum(found[i].value for i in items)
    if any(q.kind == "count" and q.value == total and not bait[i] for i, q in enumerate(found[: items[0]])):
        # They add up to what was counted before.
        return frozenset(items)
    # `Hải Phòng 4` looks like the number of a room.
    items = [i for i in items if not bait[i]]
    if len(items) < _LEAST_ITEMS or max(found[i].value for i in items) <= _SMALL:
        return frozenset()
    counted = any(q.kind == "count" and not bait[i] for i, q in enumerate(found[: items[-1]]))
    return frozenset(items) if counted else frozenset()


def number_of(view: str, q: Quantity, start: int) -> Quantity | None:
    """A bare number with the unit it is said to be the number of (`số ca nhiễm cả nước tăng 259`), or null.

    Args:
        view: the folded document text.
        q: a quantity without unit of the sentence that begins at `start`.
    """
    left = max(start, q.start - _REACH)
    if not _LEVEL.search(view, left, q.start):
        return None
    said = view[left : q.start]
    piece = left + (max((m.end() for m in _PIECE.finditer(said)), default=0))
    for match in reversed(list(_NUMBER_OF.finditer(view, piece, q.start))):
        hit = unit_at(view, match.end())
        if hit is not None and hit[1] <= q.start and hit[0].kind == "count":
            name = " ".join(view[match.end() : hit[1]].split())
            return q._replace(kind="count", unit=name, dimension=hit[0].dimension)
    return None


def part_of(view: str, q: Quantity, kept: Sequence[Quantity], end: int) -> Quantity | None:
    """`1.245 học sinh, trong đó nữ 602`: a bare number with the unit of the count it is part of, or null."""
    whole = kept[-1] if kept else None
    if whole is None or whole.kind != "count" or whole.per or q.in_words or not q.value < whole.value:
        return None
    if not _WITHIN.fullmatch(view[whole.end : q.start]) or not _ITEM_END.match(view, q.end, min(end, q.end + 4)):
        return None
    return q._replace(kind="count", unit=whole.unit, dimension=whole.dimension)


def out_of(view: str, q: Quantity, after: Sequence[Quantity]) -> bool:
    """`37.000 trên tổng số 42.000 lao động`: the unit is said with the whole."""
    return bool(after) and after[0].kind == "count" and _OUT_OF.fullmatch(view[q.end : after[0].start]) is not None
