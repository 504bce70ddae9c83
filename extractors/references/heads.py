"""What stands before a number: the word for the document's type, `số`, or a noun that shows it is no document's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import cues, doc_types

_WINDOW = 96
_TOKEN = regex.compile(r"[^\W\d_]+|[^\w\s]|\d+")
_NUMBER_WORDS = frozenset({"số", "sô", "so", "no"})
_MIDDLE_WORDS = 9
# Laws carry their names before the number; `named` reads those.
_NAMED_TYPES = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp", "điều lệ"})


@dataclass(frozen=True, slots=True)
class Head:
    """The words before a number."""

    start: int
    """Offset (code points) of the type word; without one, of the number."""
    lead: int
    """Offset of `số`; without it, of the number."""
    doc_type: str | None
    has_number_word: bool
    """`số` stands there."""
    capital: bool
    """The type word is capitalised or an abbreviation (`NQ`)."""
    barred: str
    """`strong`: a noun no document bears (`Mẫu số`); `weak`: one few do (`mã số`); empty: neither."""
    adjacent: bool
    """Nothing but `số` between the type word and the number."""


def read_head(seen: str, number: int) -> Head:
    """Read what stands before the number at `number` (offset in code points into the view `seen`)."""
    base = max(0, number - _WINDOW)
    if base and seen[base - 1].isalnum():
        # Not half a word.
        while base < number and seen[base].isalnum():
            base += 1
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(seen, base, number)]
    index = len(tokens) - 1
    while index >= 0 and tokens[index][0] in ":.|":
        index -= 1
    lead = number
    if index > 0 and tokens[index][0].lower() == "hiệu":
        # `Số hiệu: | 3257/TNI-QLDN1 |`, `Số, ký hiệu`.
        index -= 1
        while index > 0 and tokens[index][0].lower() in ("ký", "kí", ",", "/", "và"):
            index -= 1
    says_number = index >= 0 and tokens[index][0].lower() in _NUMBER_WORDS
    if says_number:
        lead = tokens[index][1]
        index -= 1
        while index >= 0 and tokens[index][0] in ':"':
            index -= 1
    elif index != len(tokens) - 1:
        return Head(number, number, None, False, False, "", False)
    last = index
    if last > 0 and tokens[last][0] == "CV" and tokens[last - 1][0].isdigit():
        # `200 CV 214`: horsepower.
        return Head(number, lead, None, says_number, False, "", False)
    found = _type_at(tokens, index)
    if not found and says_number:
        found = _type_before(tokens, index)
    if found:
        first, doc_type = found
        word, start = tokens[first]
        adjacent = _type_at(tokens, last) is not None
        return Head(start, lead, doc_type, says_number, word[0].isupper(), "", adjacent)
    return Head(number, lead, None, says_number, False, _barred_by(tokens, last), False)


def _type_at(tokens: list[tuple[str, int]], last: int) -> tuple[int, str] | None:
    """(index of its first token, type) of the longest type phrase whose last token is `last`."""
    types = doc_types()
    if last < 0:
        return None
    if tokens[last][0] in types.abbreviations:
        return last, types.abbreviations[tokens[last][0]]
    if fold_tones(tokens[last][0]) not in _last_words():
        return None
    for length in range(min(types.longest, last + 1), 0, -1):
        phrase = fold_tones(" ".join(token for token, _ in tokens[last - length + 1 : last + 1]))
        if phrase in types.words:
            return last - length + 1, types.words[phrase]
    return None


def _type_before(tokens: list[tuple[str, int]], last: int) -> tuple[int, str] | None:
    """A type phrase with a few words between it and `số`: `Báo cáo tổng hợp số`, `Quyết định của Bộ trưởng … số`."""
    for index in range(last, max(-1, last - _MIDDLE_WORDS), -1):
        word = tokens[index][0]
        if not word[0].isalpha() or fold_tones(word) in cues("not_between"):
            return None
        found = _type_at(tokens, index - 1)
        if found and found[1] not in _NAMED_TYPES:
            return found if tokens[index][0].islower() else None
    return None


@cache
def _last_words() -> frozenset[str]:
    return frozenset(phrase.split()[-1] for phrase in doc_types().words)


def _barred_by(tokens: list[tuple[str, int]], last: int) -> str:
    nouns = cues("not_document")
    for length in range(1, min(2, last + 1) + 1):
        phrase = fold_tones(" ".join(token for token, _ in tokens[last - length + 1 : last + 1]))
        if phrase in nouns:
            return nouns[phrase]
    return ""


def last_words() -> frozenset[str]:
    """The last words of all type phrases and the abbreviations, folded; a cheap test before `read_head`."""
    return _last_words() | {fold_tones(word) for word in doc_types().abbreviations} | _NUMBER_WORDS
