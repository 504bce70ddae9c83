"""The year of `ngày 21/6`, `quý I`, `6 tháng đầu năm`: from the document, and only where it is certain."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.dates import patterns as p
from extractors.dates.edtf import OPEN, bounds, has_year, with_year
from extractors.model import Context, DateMention
from extractors.text import DocumentText

_NEAR = dt.timedelta(days=130)
"""A day or month this close to the issue date is of the year that puts it there."""
_SOON = dt.timedelta(days=60)
"""How far ahead a report or an article speaks of days without saying their year."""
_AHEAD = dt.timedelta(days=215)
"""A deadline may lie this far after the issue date (`đến 31/7` may also be a cut-off before it)."""
_JOINED = 30
"""Characters between two ends of one span (`từ 01/01 và kết thúc vào 31/12 hằng năm`)."""
_REACH = 90
"""Characters before a day in which `hằng năm`, `định kỳ` make it a yearly one."""
_YEAR = regex.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HEADING_YEAR = regex.compile(r"(?:năm|tháng\s+\d+\s*/|quý\s+\w+\s*/)\s*((?:19|20)\d\d)(?!\d)", regex.IGNORECASE)
"""A year said of time; not that of a document's number."""
_SAME_YEAR = regex.compile(r",?\s{1,4}cùng\s{1,4}năm(?!\p{L})", regex.IGNORECASE)
_NORMATIVE = regex.compile(r"\d+\w?/\d{4}/")
"""Numbers of normative documents: their `trước ngày 15 tháng 12` is a yearly duty."""
_RULES = regex.compile(
    r"^\W*(?:hướng dẫn|quy định|quy chế)|"
    r"(?:ban hành|quy định|phê duyệt)\s+(?:quy định|quy chế|điều lệ|quy trình|nội quy|quy tắc|tiêu chí)",
    regex.IGNORECASE,
)
_REPORTING = frozenset({"news", "report", "outline"})


def resolve_dates(dates: Sequence[DateMention], doc: DocumentText, context: Context) -> list[DateMention]:
    """Fill in missing years.

    In this order, the first that gives one answer: the same day, month or quarter with its year elsewhere in the
    text; a year named before it in its sentence; the document's period; its heading; the year that puts it near the
    issue date; the only year the document has. Yearly dates (`25/12 hàng năm`) and what stays open keep `XXXX`.

    Args:
        dates: as `find_dates` gave them.
        doc: the same document.
        context: what is known of the document.
    """
    if all(d.edtf is None or has_year(d.edtf) for d in dates):
        return list(dates)
    known = [d for d in dates if d.edtf and has_year(d.edtf)]
    resolved = []
    for index, mention in enumerate(dates):
        if mention.edtf is None or has_year(mention.edtf):
            resolved.append(mention)
            continue
        following = dates[index + 1] if index + 1 < len(dates) else None
        yearly = _yearly(mention, following, doc)
        same = _same_year(resolved) if _SAME_YEAR.match(doc.view, mention.end) else None
        year = same if same else None if yearly else _year_for(mention, dates[:index], known, doc, context)
        value = with_year(mention.edtf, year) if year else None
        if value is None:
            resolved.append(_closed(mention))
            continue
        start, end = bounds(value)
        resolved.append(replace(mention, edtf=value, date_start=start, date_end=end))
    return resolved


def _same_year(before: Sequence[DateMention]) -> int | None:
    """`Tháng 11/2016 … Ngày 22/12 cùng năm`: the year of the date before it."""
    years = _YEAR.findall(before[-1].edtf or "") if before else []
    return int(years[-1]) if years else None


def _yearly(mention: DateMention, following: DateMention | None, doc: DocumentText) -> bool:
    """Whether it comes round every year: `25/12 hàng năm`, `định kỳ trước ngày 15/6`, `01/6 và 15/11 hằng năm`."""
    if p.RECURRING.match(doc.view, mention.end):
        return True
    joined = following is not None and following.start - mention.end <= _JOINED
    if joined and following and p.RECURRING.match(doc.view, following.end):
        return True
    sentence = doc.sentence_at(mention.start)
    start = max(sentence.start if sentence else 0, mention.start - _REACH)
    return p.RECURRING_BEFORE.search(doc.view, start, mention.start) is not None


def _closed(mention: DateMention) -> DateMention:
    """An open span without a year is only its day or month."""
    low, _, high = (mention.edtf or "").partition("/")
    point = high if low == OPEN else low
    if not high or OPEN not in (low, high):
        return mention
    return replace(mention, edtf=point, kind="day" if point.count("-") == 2 else "month")


def _year_for(
    mention: DateMention,
    before: Sequence[DateMention],
    known: Sequence[DateMention],
    doc: DocumentText,
    context: Context,
) -> int | None:
    relative = _relative(mention.surface)
    rules = _lays_down_rules(context)
    if relative is not None:
        base = context.year or _period_year(context) or _only_year(known)
        return base + relative if base and not rules else None
    told = _same_elsewhere(mention, known) or _in_sentence(mention, before, doc)
    if told or rules:
        return told
    return (
        _period_year(context)
        or _in_heading(mention, doc)
        or _near_issue(mention, context)
        or (_only_year(known) if context.kind in _REPORTING else None)
        or (_year_of_undated(mention, known, doc) if context.kind in _REPORTING and context.issued_on is None else None)
    )


def _lays_down_rules(context: Context) -> bool:
    """Whether a bare `15 tháng 12` is likely of every year: in laws, regulations, guidelines."""
    if context.kind == "law" or _NORMATIVE.match(context.symbol or ""):
        return True
    return context.kind in ("decision", "other") and _RULES.search(context.title or "") is not None


def _relative(surface: str) -> int | None:
    words = " ".join(surface.lower().split())
    return next((int(v) for phrase, v in p.words("relative_year").items() if words.endswith(phrase)), None)


def _same_elsewhere(mention: DateMention, known: Sequence[DateMention]) -> int | None:
    """The year other mentions give to the same part of a year (`chiều 22/10` … `ngày 22/10/2013`)."""
    shape = (mention.edtf or "").replace("XXXX", "")
    years = {
        _YEAR.findall(d.edtf)[0] for d in known if d.edtf and d.kind == mention.kind and _YEAR.sub("", d.edtf) == shape
    }
    return int(years.pop()) if len(years) == 1 else None


def _in_sentence(mention: DateMention, before: Sequence[DateMention], doc: DocumentText) -> int | None:
    """A year that heads the sentence (`Năm 2024, … tháng 6 …`); one of a comparison does not count."""
    sentence = doc.sentence_at(mention.start)
    if sentence is None:
        return None
    for other in reversed(before):
        if other.start < sentence.start:
            return None
        if other.kind == "year" and other.edtf and not _COMPARED.match(doc.view, sentence.start, other.start):
            return int(other.edtf[:4])
    return None


_COMPARED = regex.compile(
    r"(?r)(?:so\s+(?:với\s+)?(?:cùng\s+kỳ\s+)?|cùng\s+kỳ\s+|của\s+|Luật\s+[\p{L}\s]{2,40}|số\s+[\p{L}\d/-]+\s+)",
    regex.IGNORECASE,
)


def _period_year(context: Context) -> int | None:
    """The year the document reports on, where its period lies in one year."""
    years = set(_YEAR.findall(context.period or ""))
    return int(years.pop()) if len(years) == 1 and ".." not in (context.period or "") else None


def _in_heading(mention: DateMention, doc: DocumentText) -> int | None:
    """The only year in the innermost heading that has one."""
    paragraph = doc.paragraph_at(mention.start)
    for heading in reversed(paragraph.section if paragraph else ()):
        years = set(_HEADING_YEAR.findall(heading))
        if years:
            return int(years.pop()) if len(years) == 1 else None
    return None


def _near_issue(mention: DateMention, context: Context) -> int | None:
    """The year that puts the mention near the issue date, or a deadline soon after it; of what was longer ago, a report
    speaks of its own year."""
    issued, stop = bounds(context.issued_on)
    if issued is None or stop is None or (stop - issued).days > 31:
        return None
    value = mention.edtf or ""
    lasting = value.endswith(f"/{OPEN}") and p.TILL_NOW.search(mention.surface) is not None
    ahead = _AHEAD if value.startswith(OPEN) else _SOON if context.kind in _REPORTING else _NEAR
    found = []
    for year in (issued.year - 1, issued.year, issued.year + 1):
        first, last = bounds(with_year(value, year))
        edges = [edge for edge in (first, last) if edge is not None]
        if not edges or (lasting and edges[0] > stop):
            continue
        within = first is not None and last is not None and first <= stop <= last
        distance = dt.timedelta() if within else min((edge - stop for edge in edges), key=abs)
        own_year = context.kind in _REPORTING and year == issued.year and edges[-1] <= stop
        if lasting or own_year or -_NEAR <= distance <= ahead:
            found.append((abs(distance), year))
    return min(found)[1] if found else None


def _counted_years(known: Sequence[DateMention]) -> Counter[str]:
    """How many days, months and quarters are of each year; slips of the pen such as `3/0201` are of none."""
    found = (_YEAR.search(d.edtf or "") for d in known if d.kind in ("day", "month", "quarter"))
    return Counter(year[0] for year in found if year)


def _only_year(known: Sequence[DateMention]) -> int | None:
    """The one year all days, months and quarters of the document are of."""
    years = _counted_years(known)
    return int(next(iter(years))) if len(years) == 1 and years.total() >= 2 else None


def _year_of_undated(mention: DateMention, known: Sequence[DateMention], doc: DocumentText) -> int | None:
    """The year of a report or story without a date: the one it speaks of most, the only one it names, or that of the
    only day it names, where that is near. What it compares with is of the year before."""
    latest = _latest_year(known)
    if latest:
        return latest
    compared = [d for d in known if _BASE.match(doc.view, max(0, d.start - _BASE_REACH), d.start)]
    own = [d for d in known if d not in compared]
    years = {d.edtf[:4] for d in own or compared if d.edtf and _YEAR.fullmatch(d.edtf[:4])}
    if len(years) != 1 or not all((d.edtf or "")[:4] in years for d in own or compared):
        return None
    year = int(next(iter(years)))
    if not own:
        return year + 1
    if len(own) > 1:
        return year
    first, last = bounds(with_year(mention.edtf or "", year))
    told = own[0].date_start
    return year if first and last and told and own[0].kind == "day" and abs(first - told) <= _SOON else None


_BASE = regex.compile(r"(?r)(?:so\s+(?:với\s+)?(?:cùng\s+kỳ\s+)?|cùng\s+kỳ\s+)(?:của\s+)?", regex.IGNORECASE)
_BASE_REACH = 30


def _latest_year(known: Sequence[DateMention]) -> int | None:
    """The year most days, months and quarters of an undated document are of, if none is of a later one."""
    years = _counted_years(known)
    if not years:
        return None
    year, count = years.most_common(1)[0]
    return int(year) if count >= 2 and year == max(years) else None
