"""Months and quarters told without their year, as EDTF."""

from __future__ import annotations

import regex

from extractors.endings import Ending
from extractors.numbers.words import evaluate

_NOT_COUNTED = Ending(
    r"(?:sau|trong\s+vòng|thời\s+hạn|mỗi|kéo\s+dài|từ|trước|khoảng|dưới|trên|quá|hơn|gần|tối\s+đa|ít\s+nhất|kỳ\s+hạn|hạn|đủ|và|hoặc|với)\s+$",
    regex.IGNORECASE,
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def since_january(edtf: str) -> str | None:
    """The months of its year up to a month."""
    return f"{edtf[:4]}-01/{edtf}" if len(edtf) == 7 and edtf[5:] not in ("01", "12") else None


def bare_edtf(view: str, match: regex.Match[str], year: str) -> str | None:
    groups = match.groupdict()
    if groups.get("q"):
        quarter = _QUARTERS.get(groups["q"].lower()) or int(groups["q"])
        return f"{year}-{3 * quarter - 2:02d}/{year}-{3 * quarter:02d}"
    if groups.get("may"):
        return f"{year}-05"
    if groups.get("quarters"):
        return f"{year}-01/{year}-{3 * counted(groups['quarters']):02d}"
    if groups.get("m"):
        return f"{year}-{int(groups['m']):02d}"
    if _NOT_COUNTED.search(view[max(0, match.start() - 15) : match.start()]):
        return None
    count = counted(groups["n"])
    if not 2 <= count <= 11:
        return None
    if groups.get("last"):
        return f"{year}-{13 - count:02d}/{year}-12"
    return f"{year}-01/{year}-{count:02d}"


def counted(text: str) -> int:
    """A small number in figures or words."""
    return int(text) if text.isdigit() else int(evaluate(text.lower().split()) or 0)
