"""A document's own identity from its letterhead, title and signature, or from the news page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

import regex

from extractors.dates import bounds
from extractors.dates.edtf import Part
from extractors.model import DateMention, Organisation, Reference
from extractors.organisations.identity import organisation_id
from extractors.organisations.patterns import called
from extractors.organisations.provinces import Province, find_province, fold_tones
from extractors.references.symbols import Symbol, read_symbol
from extractors.text import DocumentText
from extractors.unaccented import plain
from gazetteers import read_table
from pipeline.annotate.metadata.cues import kinds, squash
from pipeline.annotate.metadata.fallback import issuer_elsewhere, issuer_of_symbol
from pipeline.annotate.metadata.head import Head, read_head
from pipeline.annotate.metadata.issuer import Issuer, is_bare_seat, place_province, read_issuer
from pipeline.annotate.metadata.news import is_dated, looks_like_news, read_page, title_province
from pipeline.annotate.metadata.period import read_period
from pipeline.annotate.metadata.title import Title, kind_of_first_words, read_title
from pipeline.annotate.metadata.whereabouts import lead_province
from pipeline.document import Hints, Metadata

__all__ = ["read_metadata"]


_MARKUP = regex.compile(r"[*_#|]+")
_TITLE_NUMBER = regex.compile(r"(?i:số)\s*:?\s*(?=\d)")
_HEADING = regex.compile(r"^#\s+(?P<title>[^\n]+)", regex.MULTILINE)
_TOP = 3000
_SHORT = 120
"""Characters; a first line no longer than this may name a page that has no headline."""


def read_metadata(
    doc: DocumentText,
    dates: Sequence[DateMention],
    references: Sequence[Reference],
    organisations: Sequence[Organisation],
    hints: Hints,
) -> Metadata:
    """What a document is: kind, number, issuer, province, date, title, and the period it is about.

    Args:
        doc: the document.
        dates: mentions found in it, unresolved ones too.
        references: mentions found in it; the document's own number is marked `is_self`.
        organisations: mentions found in it.
        hints: what the file says about itself outside its text; weaker than the text.
    """
    head = read_head(doc.view)
    title = read_title(doc.legible, doc.view, head)
    if head is None and title is None:
        return _page(doc, organisations, hints)
    symbol, number_end = _symbol(doc, head, title, references)
    issued_on = head.issued_on if head else _date_on_top(doc, title)
    issued_on = issued_on or _date_after(number_end, dates) or hints.published
    at = _day(issued_on)
    issuer = read_issuer(head.pieces, at, head.place) if head else None
    if head and issuer and is_bare_seat(head.pieces):
        issuer = issuer_of_symbol(symbol, place_province(head.place, at)) or issuer
    issuer = issuer or issuer_elsewhere(doc, title, symbol, organisations, (head.place if head else None, at))
    province = issuer.province if issuer else None
    if province is None and not (issuer and issuer.central) and head:
        province = place_province(head.place, at)
    year = at.year if at else None
    return Metadata(
        doc_kind=_kind(doc, head, title, symbol),
        title=_title(doc, head, title) or hints.title,
        symbol=symbol.text if symbol else None,
        issuer=_standard_name(issuer) if issuer else None,
        issuer_id=_org_id(issuer, issuer.province if issuer else None),
        province_code=(province.code or None) if province else None,
        province=province.name if province else None,
        issued_on=issued_on,
        period=read_period(title, dates, year),
    )


def _symbol(
    doc: DocumentText, head: Head | None, title: Title | None, references: Sequence[Reference]
) -> tuple[Symbol | None, int | None]:
    """The document's own number, and where it ends if it stands in the title."""
    if head and head.symbol:
        found = read_symbol(head.symbol, 0)
        return (found[0] if found else None), None
    if title and not head:
        match = _TITLE_NUMBER.search(doc.view, title.start, min(title.end, title.start + 90))
        found = read_symbol(doc.view, match.end()) if match else None
        if found:
            return found
    own = next((r for r in references if r.is_self and r.start < _TOP), None)
    found = read_symbol(own.symbol, 0) if own and own.symbol else None
    return (found[0] if found else None), None


def _date_after(number_end: int | None, dates: Sequence[DateMention]) -> str | None:
    """`số 116/2003/NĐ-CP ngày 10/10/2003` in the title of a document without letterhead."""
    if number_end is None:
        return None
    return next((d.edtf for d in dates if d.kind == "day" and 0 <= d.start - number_end <= 4), None)


_ALONE = regex.compile(
    r"(?:^|\n)\W*(?:ngày\s*(?P<day>\d{1,2})?\s*)?tháng\s*(?P<month>\d{1,2})\s*(?:năm\s*|/)(?P<year>20\d\d)\W*(?:\n|$)",
    regex.IGNORECASE,
)


def _date_on_top(doc: DocumentText, title: Title | None) -> str | None:
    """`(tháng 02 năm 2023)` alone on a line above or just below the title of a draft."""
    match = _ALONE.search(doc.view, 0, (title.end if title else 0) + 120)
    if match is None:
        return None
    return Part(int(match["year"]), int(match["month"]), int(match["day"]) if match["day"] else None).edtf()


def _day(value: str | None) -> dt.date | None:
    return bounds(value)[0]


def _kind(doc: DocumentText, head: Head | None, title: Title | None, symbol: Symbol | None) -> str:
    if title and title.kind and title.sure:
        return title.kind
    if head and head.subject:
        return "letter"
    told = kinds().get(fold_tones(symbol.doc_type)) if symbol and symbol.doc_type else None
    if told:
        return told
    if title and title.kind:
        return title.kind
    opening = doc.view[head.end : head.end + 400] if head else ""
    return "letter" if head and "kính gửi" in fold_tones(opening) else "other"


def _title(doc: DocumentText, head: Head | None, title: Title | None) -> str | None:
    if title and doc.legible is not doc.text:
        # What is matched with the marks of the phrases that are known is shown as it stands.
        return squash(_MARKUP.sub(" ", doc.text[title.start : title.end]))
    if title:
        return title.text
    if head and head.subject:
        return squash(_MARKUP.sub(" ", doc.text[slice(*head.subject)]))
    return None


def _org_id(issuer: Issuer | None, province: Province | None) -> str | None:
    """The id that mentions of the same body get: the gazetteer's, else one made from name and province."""
    if issuer is None:
        return None
    known = _listed().get(fold_tones(_standard_name(issuer)))
    return known or organisation_id(issuer.name, province.code if province else None)


def _standard_name(issuer: Issuer) -> str:
    """A body's full name where it is listed under a shorter one: `Văn phòng Trung ương` is the Party's."""
    known = called(issuer.name)
    return known.name if known else issuer.name


@cache
def _listed() -> dict[str, str]:
    return {fold_tones(row["name"]): row["org_id"] for row in read_table("organisations")}


def _first_line(text: str) -> str | None:
    line = next((line for line in text[:_TOP].split("\n") if line.strip()), "")
    return line if 3 <= len(line) <= _SHORT else None


def _page(doc: DocumentText, organisations: Sequence[Organisation], hints: Hints) -> Metadata:
    """A document without letterhead or title of its own: an article, or something else."""
    heading = _HEADING.search(doc.text, 0, _TOP)
    top = heading["title"] if heading else hints.title or _first_line(doc.text)
    report = kind_of_first_words(_first_line(doc.legible)) if not is_dated(doc.view) else None
    if report or not looks_like_news(doc.view):
        name = squash(_MARKUP.sub(" ", top)) if top else None
        return Metadata(doc_kind=report or "other", title=name, issued_on=hints.published)
    page = read_page(doc.legible, doc.view, hints)
    province: Province | None = page.publisher.province if page.publisher else None
    if province is None and page.publisher_place:
        province = find_province(page.publisher_place, _day(page.issued_on))
    if province is None and page.publisher is None:
        # A page that does not say whose it is, is of the province it speaks of, if that is one.
        at = _day(page.issued_on)
        province = title_province(page.title, at) or lead_province(organisations, doc, at)
    return Metadata(
        doc_kind="news",
        # Matched with the marks of the phrases that are known, shown as it stands.
        title=page.title if doc.legible is doc.text or page.title is None else plain(page.title),
        issuer=page.publisher.name if page.publisher else None,
        issuer_id=_org_id(page.publisher, page.publisher.province if page.publisher else None),
        province_code=(province.code or None) if province else None,
        province=province.name if province else None,
        issued_on=page.issued_on,
    )
