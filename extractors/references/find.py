"""Find every mention of a document in a text."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

import regex

from extractors.model import DateMention, Organisation, Reference
from extractors.references.dated import find_dated
from extractors.references.fields import DateFinder, provision_before, relation_of
from extractors.references.issued_by import Bodies, issuer_after, issuer_before, issuer_subject
from extractors.references.named import Named, find_named
from extractors.references.nicknames import find_nicknames
from extractors.references.numbered import Numbered, find_numbered
from extractors.references.patterns import Organ, code_key, organs
from extractors.references.shorts import Short, find_shorts
from extractors.references.titles import Inner, title_after
from extractors.text import DocumentText

# `Nghị quyết 1656 NQ UBTVQH15 2025`, as headlines have it.
_BARE_YEAR = regex.compile(r" ((?:19|20)\d{2})(?![\d\p{L}/%]|[.,-]\d| ?- ?\d)")
_COMMON_DATE = regex.compile(r"[\s,(]*cùng\s+ngày\s", regex.IGNORECASE)
_LIST_COMMA = regex.compile(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?", regex.IGNORECASE)
_Mention = Numbered | Named | Short
# How many mentions after one its title may run over: `sửa đổi các Nghị định số A, số B … và số F`.
_TITLE_MENTIONS = 8
# How many mentions before one a verb's reach may hold.
_MENTIONS_BEFORE = 4


def find_references(
    doc: DocumentText, dates: Sequence[DateMention], organisations: Sequence[Organisation] = ()
) -> list[Reference]:
    """Find mentions of documents: numbered, named, and short forms as they stand.

    Args:
        doc: the text.
        dates: dates found in it, in text order; a reference takes its date from these.
        organisations: organisations found in it, in text order; they tell where an issuer's name ends.

    Returns:
        References in text order, not overlapping. Short forms have no symbol yet: `resolve_references` gives it.
    """
    seen = doc.view
    named = find_named(seen)
    numbered = find_numbered(seen, named)
    inside = {id(mention.name) for mention in numbered if mention.name}
    named = [name for name in named if id(name) not in inside]
    taken = sorted([(m.start, m.end) for m in numbered] + [(m.start, m.end) for m in named])
    known: dict[str, set[str]] = {}
    for mention in numbered:
        known.setdefault(_bare(mention.text), set()).add(mention.doc_type or "")
    shorts = find_shorts(seen, taken, {number: frozenset(types) for number, types in known.items()})
    shorts = find_nicknames(seen, numbered, shorts)
    mentions: list[_Mention] = sorted([*numbered, *named, *shorts], key=lambda mention: (mention.start, -mention.end))
    bodies = Bodies(organisations)
    references = _with_common_dates(doc, _with_fields(doc, mentions, DateFinder(seen, dates), bodies))
    references = _with_late_dates(doc, references, DateFinder(seen, dates))
    told = list(find_dated(doc, dates, bodies, references))
    return sorted([*references, *told], key=lambda reference: reference.start) if told else references


def _with_common_dates(doc: DocumentText, references: list[Reference]) -> list[Reference]:
    """`Quyết định số 217-QĐ/TW, Quyết định số 218-QĐ/TW, cùng ngày 12/12/2013`: the day of both."""
    if "cùng ngày" not in doc.view:
        return references
    result = list(references)
    for index in range(len(result) - 1, 0, -1):
        before, reference = result[index - 1], result[index]
        common = reference.date and not before.date and _COMMON_DATE.match(doc.view, reference.end)
        if common and _LIST_COMMA.fullmatch(doc.view, before.end, reference.start):
            result[index - 1] = replace(before, date=reference.date)
    return result


def _with_late_dates(doc: DocumentText, references: list[Reference], dates: DateFinder) -> list[Reference]:
    """`Thông tư 45/2025/… sửa đổi … ban hành ngày 19/11/2025`: the date of the sentence's subject at its end."""
    if "ban hành" not in doc.view:
        return references
    result = list(references)
    for index, reference in enumerate(references):
        if reference.form != "numbered" or reference.date or reference.is_self:
            continue
        sentence = doc.sentence_at(reference.start)
        if sentence is None or doc.view[sentence.start : reference.start].strip(' "-#>('):
            continue
        date = dates.issued_in(reference.end, sentence.end)
        others = (other.date for other in references[index + 1 :] if other.start < sentence.end)
        if date and date not in others and (reference.year is None or date.startswith(str(reference.year))):
            result[index] = replace(reference, date=date)
    return result


def _bare(symbol: str) -> str:
    """The digits a symbol begins with, without leading zeros."""
    digits = ""
    for letter in symbol:
        if not letter.isdigit():
            break
        digits += letter
    return digits.lstrip("0")


def _with_fields(doc: DocumentText, mentions: Sequence[_Mention], dates: DateFinder, bodies: Bodies) -> list[Reference]:
    kept: list[_Mention] = []
    for mention in mentions:
        paragraph = doc.paragraph_at(mention.start)
        if (kept and mention.start < kept[-1].end) or (paragraph and paragraph.kind == "boilerplate"):
            continue
        kept.append(mention)
    # From the last to the first: a title may run over the mentions after it, with their own titles.
    result: list[Reference] = []
    following: deque[Inner] = deque(maxlen=_TITLE_MENTIONS)
    for index in range(len(kept) - 1, -1, -1):
        before = [(mention.start, mention.end) for mention in kept[max(0, index - _MENTIONS_BEFORE) : index]]
        reference, end = _reference(doc, kept[index], dates, bodies, before, tuple(following))
        result.append(reference)
        following.appendleft(Inner(reference.start, end))
    return result[::-1]


def _reference(
    doc: DocumentText,
    mention: _Mention,
    dates: DateFinder,
    bodies: Bodies,
    before: Sequence[tuple[int, int]],
    following: Sequence[Inner],
) -> tuple[Reference, int]:
    """The mention with its fields, and where what is said of it ends."""
    seen, text = doc.view, doc.text
    names = doc.legible
    surface = text[mention.start : mention.end]
    if isinstance(mention, Numbered) and mention.is_self:
        symbol = mention.symbol
        return Reference(
            mention.start, mention.end, surface, "numbered", mention.doc_type, symbol.number, mention.text,
            symbol.year, symbol.organs, is_self=True,
        ), mention.end  # fmt: skip
    year = mention.symbol.year if isinstance(mention, Numbered) else mention.year
    whole_end = max(mention.end, mention.codes_end) if isinstance(mention, Numbered) else mention.end
    date, after = dates.after(whole_end, year)
    if date is None and isinstance(mention, Numbered):
        date = dates.inside(mention.start, mention.number_start)
    bare_year = _BARE_YEAR.match(seen, whole_end) if date is None and year is None else None
    if bare_year and isinstance(mention, Numbered):
        date, after = bare_year[1], bare_year.end()
    if date is None and isinstance(mention, Named) and mention.year:
        date = str(mention.year)
    issued = issuer_after(seen, names, after, bodies)
    after = issued.end if issued else after
    title = title_after(
        seen, text, after, following, behind_body=bool(issued and issued.sure), by=bool(issued and issued.by)
    )
    issuer = issued.name if issued else title.issuer if title else None
    if issuer is None and isinstance(mention, Numbered) and not _is_known_by_code(mention):
        issuer = issuer_before(seen, names, mention.start, bodies)
    if issuer is None and isinstance(mention, Numbered) and (organ := _organ(mention)) and organ.takes_place:
        issuer = issuer_subject(seen, names, mention.start, bodies, organ.issuer)
    about, after = (title.text, title.end) if title else (None, after)
    if date is None and title and title.quoted:
        date, after = dates.after(after, year)
    provision = provision_before(seen, mention.start)
    sentence = doc.sentence_at(mention.start)
    begin = sentence.start if sentence else 0
    relation = relation_of(seen, begin, mention.start, before)
    if isinstance(mention, Numbered):
        return Reference(
            mention.start, mention.end, surface, "numbered", mention.doc_type, _number(mention), mention.text, year,
            mention.symbol.organs, date, None, issuer, about, provision, relation,
        ), after  # fmt: skip
    if isinstance(mention, Short):
        return Reference(
            mention.start, mention.end, surface, "short", mention.doc_type, mention.number or None, mention.symbol,
            year, (), date, None, issuer, about, provision, relation,
        ), after  # fmt: skip
    return Reference(
        mention.start, mention.end, surface, "named", mention.kind, None, None, mention.year, (),
        date, None, issuer, about, provision, relation,
    ), after  # fmt: skip


def _number(mention: Numbered) -> str:
    """The number in a mention's symbol, also of one whose codes stand further on in a list."""
    whole = mention.text == mention.symbol.text
    return mention.symbol.number if whole else regex.split("[/-]", mention.text, maxsplit=1)[0]


def _is_known_by_code(mention: Numbered) -> bool:
    """Whether the symbol's first code names one body, so that the text's words before the mention do not matter."""
    organ = _organ(mention)
    return organ is not None and not organ.whose_unknown


def _organ(mention: Numbered) -> Organ | None:
    """The body that the symbol's first code names."""
    return organs().get(code_key(mention.symbol.organs[0].rstrip("0123456789"))) if mention.symbol.organs else None
