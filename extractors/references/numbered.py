"""Mentions that carry a symbol, with what stands before them: type word, lists and ranges, letterheads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.cues import matches
from extractors.references.heads import Head, read_head
from extractors.references.named import Named
from extractors.references.patterns import alternatives, code_key, cues, doc_types, fold_word, organs
from extractors.references.symbols import Symbol, read_symbol

_LIST_GAP = regex.compile(r"\s*(?:,|;|và|hoặc|&|đến|tới)?\s*(?:và\s+)?(?:số\s*:?\s*)?", regex.IGNORECASE)
_NO_DAY = regex.compile(r"\s*,?\s*ngày[\s.…]*tháng[\s.…]*năm", regex.IGNORECASE)
_HAS_YEAR = regex.compile(r"\d{1,5}/\d{4}/")
_ELIDED = regex.compile(
    r"(?:\d{1,5}[a-zđ]?(?:/(?:19|20)\d{2})?\s*(?:,|;|và|&|đến|tới|-)\s*(?:số\s+)?){1,12}$", regex.IGNORECASE
)
_ELIDED_ITEM = regex.compile(r"\d{1,5}[a-zđ]?(?:/(?:19|20)\d{2})?(?![\d/])", regex.IGNORECASE)
# A number torn apart by a PDF's spacing or by emphasis marks: `số 3 7/2003/NĐ-CP`.
_SPLIT_NUMBER = regex.compile(r"số\s{1,4}(\d{1,3})\s{1,4}$", regex.IGNORECASE)
_POINTED = regex.compile(r"(?<!\d)(\d{1,3}\.\d{1,2})/$")
# A digit misread as a letter: `số l2/NQ-CP`, `Chỉ thị O5-CT/TW`.
_MISREAD = regex.compile(r"(?<=[\s:])[lIOo](?=\d{1,4}\s?[-/])")
_FROM = regex.compile(r"(?<=\s)từ\s+$", regex.IGNORECASE)
# `Quyết định ngày 09/10/2019 số 12/QĐ-TLĐ`.
_DAY_BEFORE = regex.compile(
    r"(?<=\s)ngày\s+\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\s*,?\s*$", regex.IGNORECASE
)
_DAY_WINDOW = 32
_ELIDED_WINDOW = 80
_LETTERHEAD_CHARS = 3000


@dataclass(frozen=True, slots=True)
class Numbered:
    """A mention with a symbol."""

    start: int
    """Of the surface: the type word, else the number."""
    end: int
    number_start: int
    symbol: Symbol
    text: str
    """Canonical symbol; of an elided number (`số 01, 02/2020/TT-BNV`) the one it stands for."""
    doc_type: str | None
    is_self: bool = False
    codes_end: int = -1
    """Where the symbol ends whose codes an elided number shares, and its date; else -1."""
    name: Named | None = None
    """The law's name before its number, which the surface begins with."""


@cache
def _anchor() -> regex.Pattern[str]:
    """The last digit of a number with the head of a code after it; cheap, and matches more than symbols."""
    codes = alternatives(code for key, (code, _) in doc_types().codes.items() if len(key) > 1)
    return regex.compile(
        # Most digits have another digit or a stop behind them.
        r"\d(?![\d.,%:;)|])[a-zđA-HĐ]?(?:bis)?"
        r"(?:\s{0,9}[-/]\s{0,4}(?:\d{2,5}\s{0,4}[-/]?\s{0,4})?(?:\p{Lu}|(?:nđ|qđ|nq|ct|tt|ttlt)[-/])"
        rf"|\s{{1,3}}(?:(?:19|20)\d{{2}}\s{{1,3}})?(?:(?:{codes})[-/ ]|\p{{Lu}}{{2,8}}[-/]\p{{Lu}}|(?:UBTV)?QH\d"
        rf"|(?:CP|HĐBT|HĐCP|TTg)(?!\p{{L}}))|(?:{codes})[-/]\p{{Lu}})"
    )


# Most digits stand before a mark or a word in small letters.
_CODE_LETTER = "[^\\W_a-zà-öø-ýāăćđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
_DIGIT_BEFORE_CODE = re.compile(rf"\d(?![\d.,%:;)|])[a-zđA-HĐ]?(?:bis)?(?:\s{{0,9}}[-/]|\s{{0,3}}{_CODE_LETTER})")


def find_numbered(seen: str, named: Sequence[Named]) -> list[Numbered]:
    """All mentions with a symbol, in text order, not overlapping.

    Args:
        seen: view of a text; offsets are code points into it.
        named: documents found by name, in text order; a law's number right after its name joins it.
    """
    found: list[Numbered] = []
    name_ends = [name.end for name in named]
    at = 0
    for anchor in matches(_anchor(), _DIGIT_BEFORE_CODE, seen, seen):
        if anchor.start() < at:
            continue
        start = _number_start(seen, anchor.start())
        misread = _misread_digit(seen, anchor.start()) if start is None else None
        start = misread.end() if misread else start
        if start is None or start < at:
            continue
        translated = seen[max(0, start - 5) : start].rstrip(" .").endswith(("No", "NO", "no"))
        read = read_symbol(seen, start, restore=not translated)
        if not read:
            continue
        symbol, end = read
        split = _SPLIT_NUMBER.search(seen, max(0, start - 10), start) if seen[start - 1 : start].isspace() else None
        if split:
            symbol = replace(symbol, text=split[1] + symbol.text, number=split[1] + symbol.number)
            start = split.start(1)
        if misread:
            digit = "0" if misread[0] in "Oo" else "1"
            symbol = replace(symbol, text=digit + symbol.text, number=digit + symbol.number, strong=False)
            start = misread.start()
        head = read_head(seen, start)
        day = head.has_number_word and not head.doc_type and seen[head.lead - 2 : head.lead - 1].isdigit()
        day_before = _DAY_BEFORE.search(seen, max(0, head.lead - _DAY_WINDOW), head.lead) if day else None
        if day_before and (typed := read_head(seen, day_before.start())).doc_type:
            head = replace(typed, lead=head.lead, has_number_word=True, adjacent=False)
        name = _name_before(seen, head, named, name_ends)
        if name:
            mentions = [Numbered(name.start, end, start, symbol, symbol.text, name.kind, name=name)]
        else:
            mentions = _accept(seen, (start, end), symbol, head, found[-1] if found else None)
        if mentions:
            if mentions[0].is_self and any(mention.is_self for mention in found):
                # A form or an annexed document with a letterhead of its own.
                mentions = [replace(mentions[0], is_self=False)]
            found.extend(mentions)
            at = end
    return found


def _number_start(seen: str, last_digit: int) -> int | None:
    """Where the number begins whose last digit (before a letter) is given; null where it is part of something else."""
    start = last_digit
    while start > 0 and seen[start - 1].isdigit():
        start -= 1
    # `66.2/2025/NQ-CP`: a number with a point.
    pointed = _POINTED.search(seen, max(0, start - 4), last_digit + 2)
    if pointed:
        start = pointed.start(1)
    before = seen[start - 1] if start else "\n"
    if before.isalpha() and seen[max(0, start - 2) : start].lower() != "số" and not _is_abbreviation(seen, start):
        return None
    if before in "/-.," and start > 1 and seen[start - 2].isalnum():
        return None
    blank = start - 1
    while blank >= 0 and seen[blank] in " \n":
        blank -= 1
    if blank >= 0 and seen[blank] == "/" and not _HAS_YEAR.match(seen, start):
        # `Số:    /2025/QĐ-UBND`: the number is still to be stamped.
        return None
    return start


def _misread_digit(seen: str, last_digit: int) -> regex.Match[str] | None:
    """The letter that stands for the first digit of the number whose last digit is given."""
    start = last_digit
    while start > 0 and seen[start - 1].isdigit():
        start -= 1
    return _MISREAD.match(seen, max(0, start - 1))


def _is_abbreviation(seen: str, end: int) -> bool:
    """Whether the word glued to a number is a type's abbreviation: `TT04/2004/TT-BXD`."""
    word = seen[max(0, end - 6) : end]
    start = len(word)
    while start and word[start - 1].isalpha():
        start -= 1
    return word[start:] in doc_types().abbreviations


def _accept(seen: str, span: tuple[int, int], symbol: Symbol, head: Head, previous: Numbered | None) -> list[Numbered]:
    """The mention at `span`, with those before it in a list that share its codes; none where it is no document."""
    start, end = span
    if symbol.year is None and _is_blank(seen, start, end):
        return []
    if (
        fold_word(symbol.first_code) in cues("not_document_code")
        or head.barred == "strong"
        or (head.barred and not symbol.strong)
    ):
        return []
    elided = [] if head.doc_type else _elided(seen, start, end, symbol)
    if elided:
        return [*elided, Numbered(start, end, start, symbol, symbol.text, elided[0].doc_type)]
    inherited = None
    if not head.doc_type and previous and _LIST_GAP.fullmatch(seen, previous.end, start):
        inherited = previous.doc_type
    # A house has a number too: `số 7/36/C1`.
    known = symbol.type_code or any(len(code) > 2 or code_key(code) in organs() for code in symbol.organs)
    numbered = head.has_number_word and known
    if not (head.doc_type or inherited or numbered) and (not symbol.strong or symbol.restored):
        return []
    if _is_letterhead(seen, head):
        return [Numbered(start, end, start, symbol, symbol.text, symbol.doc_type or head.doc_type, True)]
    doc_type = head.doc_type or (inherited if not symbol.type_code else None) or symbol.doc_type
    return [Numbered(head.start, end, start, symbol, symbol.text, doc_type)]


def _is_blank(seen: str, start: int, end: int) -> bool:
    """Whether number and day are still to be filled in, and what looks like the number is the year."""
    return seen[start : start + 2] in ("19", "20") and seen[start + 4] in "/-" and bool(_NO_DAY.match(seen, end))


def _is_letterhead(seen: str, head: Head) -> bool:
    """Whether this is the document's own number: `Số:` with a capital opens a line near the top."""
    if not head.has_number_word or head.lead > _LETTERHEAD_CHARS or not seen[head.lead].isupper():
        return False
    at = head.lead
    while at > 0 and seen[at - 1] in " (":
        at -= 1
    return at == 0 or seen[at - 1] in "\n|"


def _name_before(seen: str, head: Head, named: Sequence[Named], name_ends: Sequence[int]) -> Named | None:
    if head.doc_type and head.adjacent and head.doc_type not in ("luật", "pháp lệnh", "bộ luật"):
        return None
    index = bisect_right(name_ends, head.lead) - 1
    if index < 0 or not head.has_number_word or seen[name_ends[index] : head.lead].strip():
        return None
    return named[index]


def _elided(seen: str, start: int, end: int, symbol: Symbol) -> list[Numbered]:
    """Numbers before a full symbol that share its codes: `Thông tư số 01, 02/2020/TT-BNV`."""
    if not seen[max(0, start - 9) : start].lower().rstrip(" số").endswith((",", ";", "và", "&", "đến", "tới", "-")):
        return []
    base = max(0, start - _ELIDED_WINDOW)
    run = _ELIDED.search(seen, base, start)
    if not run:
        return []
    head = read_head(seen, run.start())
    from_ = _FROM.search(seen, max(0, head.lead - 6), head.lead)
    if from_ and head.has_number_word:
        # `các Báo cáo từ số 10 đến số 12/BC-UBND`
        head = read_head(seen, from_.start())
    if not head.doc_type or not head.adjacent:
        return []
    codes = symbol.text[len(symbol.number) :]
    codes_without_year = codes[5:] if symbol.year and codes[1:5].isdigit() else codes
    result: list[Numbered] = []
    for item in _ELIDED_ITEM.finditer(seen, run.start(), start):
        rest = codes_without_year if "/" in item[0] else codes
        begin = item.start() if result else head.start
        result.append(Numbered(begin, item.end(), item.start(), symbol, item[0] + rest, head.doc_type, codes_end=end))
    return result
