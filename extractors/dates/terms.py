"""Terms of office by their number: `nhiệm kỳ XVIII`, where the text says once what years it is of."""

from __future__ import annotations

from collections import defaultdict

import regex

from extractors.dates.edtf import Part, bounds, interval
from extractors.model import DateMention
from extractors.text import DocumentText

_LONGEST = 10
"""Years of a term."""
_NUMBER = r"(?P<number>[IVXL]{1,7})(?!\p{L})"
# `lần thứ XVIII, nhiệm kỳ 2018 - 2023`, `khóa XVIII (2018-2023)`
_TOLD = regex.compile(
    rf"(?<!\p{{L}})(?i:nhiệm\s+k[ỳì]|khóa|khoá|lần\s+thứ|đại\s+hội)\s+(?i:thứ\s+|khóa\s+|khoá\s+|lần\s+thứ\s+)?{_NUMBER}"
    r"\s*[,(]?\s*(?i:nhiệm\s+k[ỳì]\s*:?\s*)?\(?\s*(?P<first>(?:19|20)\d\d)\s*-\s*(?P<last>(?:19|20)\d\d)(?!\d)"
)
_NAMED = regex.compile(
    rf"(?<!\p{{L}})(?i:nhiệm\s+k[ỳì])\s+(?i:thứ\s+|khóa\s+|khoá\s+)?{_NUMBER}(?!\s*[,(]?\s*(?:19|20)\d\d)"
)


def find_terms(doc: DocumentText) -> list[DateMention]:
    """Mentions of a term by its number alone, with the years the document gives it once; a number it gives no years, or
    different ones, is none.

    Args:
        doc: the document.

    Returns:
        Mentions in text order; offsets in code points into `doc.text`.
    """
    named = list(_NAMED.finditer(doc.view))
    if not named:
        return []
    told: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for match in _TOLD.finditer(doc.view):
        first, last = int(match["first"]), int(match["last"])
        if first < last <= first + _LONGEST:
            told[match["number"]].add((first, last))
    found = []
    for match in named:
        years = told.get(match["number"], set())
        if len(years) == 1:
            first, last = next(iter(years))
            value = interval(Part(first), Part(last))
            start, end = bounds(value)
            surface = doc.text[match.start() : match.end()]
            found.append(DateMention(match.start(), match.end(), surface, value, "period", start, end))
    return found
