"""What period a document is about, from its title."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.dates import has_year
from extractors.dates.edtf import with_year
from extractors.model import DateMention
from pipeline.annotate.metadata.title import Title

_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RANK = {"quarter": 0, "period": 0, "month": 1, "year": 2}


def read_period(title: Title | None, dates: Sequence[DateMention], year: int | None) -> str | None:
    """EDTF of the period in a title: months or quarters before a year, a year before a term of years.

    Args:
        title: the document's title.
        dates: mentions of the document.
        year: year of issue; fills in a period without year where the title has none.
    """
    if title is None:
        return None
    inside = [d for d in dates if title.start <= d.start < title.end and d.edtf and d.kind in _RANK]
    if not inside:
        return None
    chosen = min(inside, key=_order)
    value = chosen.edtf or ""
    if has_year(value):
        return value
    told = {int(y) for d in inside for y in _YEAR.findall(d.edtf or "")}
    known = told.pop() if len(told) == 1 else year if not told else None
    return with_year(value, known) if known else None


def _order(mention: DateMention) -> tuple[int, int]:
    value = mention.edtf or ""
    low, _, high = value.partition("/")
    many_years = bool(high) and low[:4] != high[:4]
    return (3 if many_years else _RANK[mention.kind]), mention.start
