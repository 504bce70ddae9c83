"""The year a text speaks from, and the years of EDTF expressions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.model import DateMention, Reference

_YEARS = regex.compile(r"(?<![\d-])\d{4}(?=-|/|$)")
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# The earlier year that a text of the year after compares with.
AGAINST = Ending(
    r"(?<!\p{L})(?:so\s+(?:với\s+)?(?:cùng\s+k[ỳì]\s+|cuối\s+|đầu\s+|mức\s+của\s+)?|cùng\s+k[ỳì]\s+|"
    r"cùng\s+thời\s+(?:điểm|gian)\s+)$",
    regex.IGNORECASE,
)
# `vụ Mùa 2019`, `Tết Trung thu 2025`: a season or a feast with its year
SEASON_YEAR = Cue(
    r"(?<!\p{L})(?:vụ\s+(?:mùa|chiêm|xuân|đông|hè\s+thu|thu\s+đông|hè|thu)|trung\s+thu|tết|(?:mùa\s+)?(?:xuân|hè|thu|đông)|"
    r"tháng\s+(?:công\s+nhân|thanh\s+niên))\s+(?P<y>(?:19|20)\d\d)(?![\d/.,-]*\d|\s*-\s*\d)(?!\p{L})",
    regex.IGNORECASE,
)
_PART_OF_YEAR = regex.compile(r"(\d{4})-\d\d(?:/\1-\d\d)?")
_CUT_OFF = regex.compile(r"(?:tính|đến)(?!\p{L})", regex.IGNORECASE)
_RECKONED = regex.compile(r"tính\s+(?:đến|tới)(?!\p{L})", regex.IGNORECASE)
# `Đến năm 2024, cả 4 xã đã đạt chuẩn`
_REACHED = regex.compile(r"[^.;\n]{0,40}(?<!\p{L})đã(?!\p{L})", regex.IGNORECASE)
_ISSUE_BEHIND = 24
"""Characters behind a reference in which its own date begins."""


def shift_years(edtf: str, years: int) -> str:
    """Move every year of an EDTF expression: `shift_years('2013-07/2013-09', -1)` → `2012-07/2012-09`."""
    return _YEARS.sub(lambda m: f"{int(m[0]) + years:04d}", edtf)


def in_year(edtf: str, year: int) -> str:
    """The same part of another year: `in_year('2013-07/2013-09', 2012)` → `2012-07/2012-09`."""
    years = years_of(edtf)
    return shift_years(edtf, year - years[-1]) if years else edtf


@lru_cache(maxsize=4096)
def years_of(edtf: str | None) -> tuple[int, ...]:
    """The years in an EDTF expression."""
    return tuple(int(y) for y in _YEARS.findall(edtf or ""))


def year_estimated(view: str) -> int | None:
    """The year a text gives estimates for (`ước thực hiện năm 2025`): the one it is written in."""
    found = _ESTIMATE.search(view) if "ước" in view or "Ước" in view else None
    return int(found["y"]) if found else None


# Not what something else is seen against (`so với ước thực hiện năm 2025`).
_ESTIMATE = regex.compile(
    r"(?:^|[.;:]\s|\n[\s\-+*]*)ước\s+(?:thực\s+hiện\s+|TH\s+)?(?:cả\s+)?năm\s+(?P<y>(?:19|20)\d\d)(?!\d)",
    regex.IGNORECASE,
)


def year_of(view: str, dates: Sequence[DateMention], references: Sequence[Reference]) -> int | None:
    """The year a document without a date of issue speaks from: that of its latest day, or the one after the year it
    compares with (`so với cùng kỳ năm 2019`); else the year it names most."""
    issued = [(r.start, r.end + _ISSUE_BEHIND) for r in references]
    days: list[int] = []
    compared: list[int] = []
    for date in dates:
        edtf = date.edtf or ""
        years = years_of(edtf)
        if not years:
            continue
        if AGAINST.search(view, max(0, date.start - 40), date.start):
            # A month compared with may be of the same year, a year compared with is not.
            compared.append(years[-1] + (edtf == str(years[-1])))
        elif edtf.startswith("../") and _RECKONED.match(view, date.start):
            # `tính đến hết năm 2011`
            days.append(years[-1])
        elif (
            edtf.count("-") == 2
            and _YEAR.search(view, date.start, date.end)
            and not any(a <= date.start < b for a, b in issued)
        ):
            # A cut-off day is the day reported on, a deadline is not.
            told = "/" not in edtf or _CUT_OFF.match(view, date.start) is not None
            days.extend(years if told else ())
    if days or compared:
        return max(days + compared)
    days = [y for d in dates if d.edtf and d.edtf.count("-") == 2 and "/" not in d.edtf for y in years_of(d.edtf)]
    if days:
        return max(days)
    part = [years[-1] for d in dates if (years := years_of(d.edtf)) and _PART_OF_YEAR.fullmatch(d.edtf or "")]
    part += [int(m["y"]) for m in SEASON_YEAR.finditer(view)]
    if part:
        # `quý I/2024`: reports speak of parts of their own year.
        return max(part)
    # A year to come is named often in a plan, but no text speaks from it.
    ahead = [
        y
        for d in dates
        if (d.edtf or "").startswith("..") and not _REACHED.match(view, d.end)
        for y in years_of(d.edtf)
    ]
    told_years = Counter(years_of(d.edtf)[0] for d in dates if years_of(d.edtf) and not str(d.edtf).startswith(".."))
    common = told_years.most_common(1)
    if common and (not ahead or common[0][0] <= min(ahead)):
        return common[0][0]
    return min(ahead) - 1 if ahead else None
