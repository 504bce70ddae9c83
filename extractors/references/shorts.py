"""Mentions by number alone (`Chương trình 1563`, `NQ 02`), as they stand; `resolve` finds what they mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.references.heads import Head, last_words, read_head
from extractors.references.patterns import are_compatible, cues, doc_types, fold_word

_LAST_WORD = regex.compile(r"\p{L}+$")
_TAIL = regex.compile(
    r"(?:[a-zđ](?![\p{L}]))?(?:bis)?(?P<year>(?:\s?/\s?|\s+)(?:19|20)\d{2}(?![\d/%]|[.,-]\d)|/9\d(?![\d/%]|[.,-]\d))?(?![\p{L}\d%])"
)
_LISTED = regex.compile(
    r"(?:\s*(?:,|;|và|&)\s+|-(?=\d{3}))(?:số\s+)?(\d{1,5})(?![\d\p{L}/%]|[.,-]\d|-\p{Lu}|\s*-\s*\p{Lu}{2})"
)
_YEAR_AFTER = regex.compile(r"\s*,?\s*năm\s+((?:19|20)\d{2})(?!\d|\s*-\s*\d)", regex.IGNORECASE)
_GLUED = frozenset({"NQ", "NĐ", "QĐ"})
_LISTED_SYMBOL = regex.compile(r"\s*(?:,|và|VÀ)\s+\p{Lu}\p{L}{1,4}\s?\d{1,5}/")
_CARRIED_OUT = regex.compile(r"(?:thực\s+hiện|triển\s+khai|quán\s+triệt|tổng\s+kết)\s+$", regex.IGNORECASE)
_TIME_NEXT = regex.compile(r"\s+(?:năm|tháng|tuần|ngày|quý|giờ|lần|đợt|trang|điểm|nhóm)(?!\p{L})", regex.IGNORECASE)
# `Nghị quyết 5 khóa X`: of a plenum, and no number.
_PLENUM = regex.compile(
    r"\s*(?:(?:TW|trung\s+ương)\s*)?,?\s*\(?(?:kh(?:oá|óa|oa)|kỳ)\s+(?-i:[IVX]+)(?!\p{L})", regex.IGNORECASE
)
_GOES_ON = regex.compile(r"\s+(?:về|của|do|ngày)(?!\p{L})")
_NEXT_WORD = regex.compile(r"\s+([^\W\d_]+)(?:\s+([^\W\d_]+))?")
_DATE_DIGITS = regex.compile(r"\s+\d{1,2}(?:[/.-]\d|\s+tháng)", regex.IGNORECASE)
_PERIOD_TYPES = frozenset({"kế hoạch", "báo cáo", "chương trình", "đề án", "dự án", "thông báo"})


@dataclass(frozen=True, slots=True)
class Short:
    """A mention by number alone, or by a declared nickname."""

    start: int
    end: int
    doc_type: str
    number: str
    """As written; empty for a nickname."""
    year: int | None
    """Given with the number (`Thông tư 99/2025`) or after it (`Nghị định 73 năm 2024`)."""
    symbol: str | None = None
    """Of the mention the text declared this to be the name of; null where nothing was declared."""


@cache
def _digits() -> regex.Pattern[str]:
    """Numbers behind a letter that ends a type word or `số`, or glued to an abbreviation: few of those in a text."""
    words, short = last_words(), doc_types().abbreviations
    letters = "".join(sorted({letter for word in words for letter in (word[-1], word[-1].upper())}))
    inner, last = ("".join(sorted({word[at] for word in short})) for at in (-2, -1))
    return regex.compile(
        rf"(?<=[{letters}:\s][\s:]|[{inner}s][{last}ốỐ])"
        r"\d{1,5}(?!\d|[.,]\d|%|\s?[-/]\s?(?!(?<=/)9)\d{1,2}(?!\d)|-\p{L}|/\s?\p{L})"
    )


@cache
def _last_letters() -> frozenset[str]:
    """How type words and `số` end, in any case: few of the words before a text's numbers end so."""
    return frozenset(case(word[-2:]) for word in last_words() for case in (str.lower, str.upper, str.title))


def find_shorts(seen: str, taken: Sequence[tuple[int, int]], known: Mapping[str, frozenset[str]]) -> list[Short]:
    """All mentions by number alone, in text order.

    Args:
        seen: view of a text.
        taken: spans of mentions already found, sorted; nothing is found inside them.
        known: number without leading zeros → types of the document's numbered mentions that bear it; with such
            an antecedent weaker evidence is enough.
    """
    found = []
    starts = [start for start, _ in taken]
    ends, last_letters = last_words(), _last_letters()
    for digits in _digits().finditer(seen):
        at = digits.start()
        before = seen[max(0, at - 12) : at].rstrip(" \n:")
        if before[-2:] not in last_letters:
            continue
        word = _LAST_WORD.search(before)
        if not word or fold_word(word[0]) not in ends:
            continue
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < taken[index][1]:
            continue
        short = _short_at(seen, at, digits.end(), known)
        if short and not (index >= 0 and short.start < taken[index][1]):
            found.append(short)
            found.extend(_listed_after(seen, short, known))
    return found


def _listed_after(seen: str, short: Short, known: Mapping[str, frozenset[str]]) -> Iterator[Short]:
    """Numbers that follow a short form in a list (`Nghị quyết 06, 09 và 10`), if the document knows them."""
    at = short.end
    while True:
        item = _LISTED.match(seen, at)
        if not item or short.doc_type not in known.get(item[1].lstrip("0"), ()):
            return
        yield Short(item.start(1), item.end(1), short.doc_type, item[1], None)
        at = item.end(1)


def _short_at(seen: str, at: int, digits_end: int, known: Mapping[str, frozenset[str]]) -> Short | None:
    head = read_head(seen, at)
    if not head.doc_type or not head.adjacent or head.doc_type not in doc_types().cited_by_number:
        return None
    if not head.has_number_word and "\n" in seen[head.start : at]:
        # A heading, and the number of the paragraph under it.
        return None
    tail = _TAIL.match(seen, digits_end)
    if not tail or (head.doc_type == "nghị quyết" and _PLENUM.match(seen, digits_end)):
        return None
    digits = seen[at:digits_end]
    number = seen[at : tail.start("year") if tail["year"] else tail.end()].strip()
    year = int(tail["year"].strip("/ \n")) if tail["year"] else None
    if year is not None and year < 100:
        year += 1900
    end = tail.end()
    after = None if year else _YEAR_AFTER.match(seen, end)
    if after:
        year = int(after[1])
    if not (year or head.has_number_word) and seen[at - 1].isalpha() and seen[head.start : at] not in _GLUED:
        # `CT20`, `TB03` are rooms and forms as well.
        known_here = head.doc_type in known.get(digits.lstrip("0"), ())
        if not (
            known_here
            or _LISTED_SYMBOL.match(seen, end)
            or _CARRIED_OUT.search(seen, max(0, head.start - 12), head.start)
        ):
            return None
    counts = not (head.has_number_word or year) and _counts(seen, end)
    bearers = known.get(digits.lstrip("0"), frozenset())
    if head.doc_type == "luật" and not (head.has_number_word or tail["year"]):
        return None
    if head.doc_type in bearers or any(are_compatible(head.doc_type, bearer) for bearer in bearers):
        accepted = not counts or (head.capital and (len(digits) > 2 or not _TIME_NEXT.match(seen, end)))
    else:
        # `Đề án 338 năm 2024`, which a decision of that number approved.
        approved = bool(bearers) and head.capital and len(digits) > 2
        accepted = not counts and (approved or _stands_alone(seen, digits, tail, after is not None, head))
    return Short(head.start, end, head.doc_type, number, year) if accepted else None


def _stands_alone(seen: str, digits: str, tail: regex.Match[str], year_after: bool, head: Head) -> bool:
    """Whether type word and number are a document even if nothing else in the text bears that number."""
    if head.has_number_word:
        return True
    if not head.capital and digits[0] == "0" and _GOES_ON.match(seen, tail.end()):
        # `triển khai đề án 06 về …`: counts have no leading zero before such words.
        return True
    if not head.capital or (len(digits) == 4 and digits[:2] in ("19", "20")):
        return False
    if head.doc_type in _PERIOD_TYPES:
        # `Báo cáo 6/2020` is June's, `Kế hoạch 5 năm 2021` counts years.
        return not year_after and not (tail["year"] and "/" in tail["year"] and int(digits) <= 12)
    return True


@cache
def _counted() -> frozenset[str]:
    return frozenset(cues("counted"))


def _counts(seen: str, end: int) -> bool:
    """Whether the number that ends at `end` counts the noun after it (`Kế hoạch 5 năm`, `báo cáo 02 lần`)."""
    word = _NEXT_WORD.match(seen, end)
    if not word:
        return False
    first = fold_word(word[1])
    if first == "ngày" and _DATE_DIGITS.match(seen, word.end(1)):
        return False
    both = f"{first} {fold_word(word[2])}" if word[2] else first
    return first in _counted() or both in _counted()
