"""Dates and periods in text, as far as the words next to them say; the document's own year comes later."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from extractors.dates import patterns as p
from extractors.dates.atoms import Atom, find_atoms
from extractors.dates.edtf import Part, bounds, interval
from extractors.dates.terms import find_terms
from extractors.model import DateKind, DateMention
from extractors.text import DocumentText

_GAP = 48
"""Characters between the two ends of a range, at most (`đến hết 17 giờ 30 phút ngày`)."""


def find_dates(doc: DocumentText) -> list[DateMention]:
    """Every expression that fixes a calendar point or period (annotation guide, section 2).

    A missing year is `XXXX`; `resolve_dates` fills it in where the document makes it certain. Impossible days
    (`31/02/2020`) are kept with a null value. Numbers inside document symbols, clock times, durations, ordinals and
    shares (`13/14`) are no dates.

    Args:
        doc: the document.

    Returns:
        Mentions in text order, none overlapping; offsets in code points into `doc.text`.
    """
    view = doc.view
    atoms = _share_years(view, list(find_atoms(view)))
    mentions: list[DateMention] = []
    i = 0
    while i < len(atoms):
        floor = mentions[-1].end if mentions else 0
        following = atoms[i + 1] if i + 1 < len(atoms) else None
        made = _range(doc, atoms[i], following, floor) if following else None
        if made:
            mentions.append(made)
            i += 2
            continue
        if not atoms[i].weak:
            mentions.append(_single(doc, atoms[i], floor))
        i += 1
    return _with_terms(doc, mentions)


def _with_terms(doc: DocumentText, mentions: list[DateMention]) -> list[DateMention]:
    terms = find_terms(doc)
    if not terms:
        return mentions
    starts = [m.start for m in mentions]
    for term in terms:
        i = bisect_left(starts, term.end)
        if i == 0 or mentions[i - 1].end <= term.start:
            mentions.insert(i, term)
            starts.insert(i, term.start)
    return mentions


def _share_years(view: str, atoms: Sequence[Atom]) -> list[Atom]:
    """`tháng 3 và quý I năm 2005`: the year at the end of a list holds for its members before."""
    result = list(atoms)
    for i in range(len(result) - 2, -1, -1):
        here, after = result[i], result[i + 1]
        if here.low.known or here.relative is not None or after.low.year is None or here.kind == "year":
            continue
        if after.start - here.end <= _GAP and p.LIST_GAP.fullmatch(view, here.end, after.start):
            year = after.low.year
            result[i] = replace(here, low=here.low.within(year), high=here.high.within(year))
    return result


def _mention(doc: DocumentText, start: int, end: int, value: str | None, kind: DateKind) -> DateMention:
    first, last = bounds(value)
    return DateMention(start, end, doc.text[start:end], value, kind, first, last)


def _range(doc: DocumentText, a: Atom, b: Atom, floor: int) -> DateMention | None:
    """`từ A đến B`, `A - B`: one mention; what A leaves out (month, year) is B's."""
    if not (a.point and b.point) or b.start - a.end > _GAP:
        return None
    gap = p.RANGE_GAP.fullmatch(doc.view, a.end, b.start)
    if not gap:
        return None
    dash = "-" in gap[0]
    if dash and ("\n" in gap[0].partition("-")[0] or (a.kind != b.kind and not (a.low.known and b.low.known))):
        return None
    low, high = a.low, b.high
    if low.year is None and high.year is not None and a.relative is None:
        low = low.within(high.year - _crosses(low, high))
    elif high.year is None and low.year is not None and b.relative is None:
        high = high.within(low.year + _crosses(low, high))
    value = interval(low, high)
    if value is None or "/" not in value or ((low.year is None) != (high.year is None)):
        return None
    start, end = a.start, b.end
    before = p.FROM.match(doc.view, floor, start)
    if before:
        start = before.start()
    elif part := p.PART_BEFORE.match(doc.view, floor, start):
        start = part.start()
    if (a.kind == "year" or before) and (period := p.PERIOD_PREFIX.match(doc.view, floor, start)):
        start = period.start()
        end += period["open"] == "(" and doc.view[end : end + 1] == ")"
    return _mention(doc, start, end, value, "period")


def _crosses(low: Part, high: Part) -> int:
    """1 where the span runs over New Year."""
    return int((low.month or 0, low.day or 0) > (high.month or 13, high.day or 32))


def _single(doc: DocumentText, atom: Atom, floor: int) -> DateMention:
    view, kind = doc.view, atom.kind
    value = atom.value or (atom.low.edtf() if atom.low == atom.high else interval(atom.low, atom.high))
    if value is None or not atom.point:
        years = p.FROM.match(view, floor, atom.start) if view[atom.start] in "12nN" and kind == "period" else None
        return _mention(doc, years.start() if years else atom.start, atom.end, value, kind)
    if backwards := p.BACKWARDS.match(view, atom.end):
        before = p.FROM.match(view, floor, atom.start)
        start = before.start() if before else atom.start
        return _mention(doc, start, backwards.end(), interval(None, atom.high), "open")
    onwards = p.ONWARDS.match(view, atom.end)
    before = p.FROM.match(view, floor, atom.start)
    if onwards:
        part = None if before else p.PART_BEFORE.match(view, floor, atom.start)
        start = before.start() if before else part.start() if part else atom.start
        return _mention(doc, start, onwards.end(), interval(atom.low, None), "open")
    if not atom.low.known and p.RECURRING.match(view, atom.end):
        return _mention(doc, atom.start, atom.end, value, kind)
    if before and not before["part"].strip() and not p.ONTO.match(view, atom.end):
        return _mention(doc, before.start(), atom.end, interval(atom.low, None), "open")
    until = None if before else p.UNTIL.match(view, floor, atom.start)
    if until and not p.NOT_OPERATOR.match(view, 0, until.start()):
        return _mention(doc, until.start(), atom.end, interval(None, atom.high), "open")
    if not before and (after := p.AFTER.match(view, floor, atom.start)):
        return _mention(doc, after.start(), atom.end, interval(atom.low, None), "open")
    return _mention(doc, atom.start, atom.end, value, kind)
