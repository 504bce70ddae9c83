"""What stands before a number: the word for the document's type, `số`, or a noun that shows it is no document's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.references.patterns import cues, cues_as_written, doc_types, fold_word

_NEAR_WINDOW = 40
_FAR_WINDOW = 96
_TOKEN = regex.compile(r"\p{L}+|\d+|[^\w\s]")
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
    tokens = _tokens(seen, number, _NEAR_WINDOW)
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
        while index >= 0 and tokens[index][0] in ':"|':
            index -= 1
    elif index != len(tokens) - 1:
        return Head(number, number, None, False, False, "", False)
    if index > 0 and tokens[index][0] == "CV" and tokens[index - 1][0].isdigit():
        # `200 CV 214`: horsepower.
        return Head(number, lead, None, says_number, False, "", False)
    found = _type_at(tokens, index)
    adjacent = found is not None
    if not found and says_number:
        far = _tokens(seen, lead, _FAR_WINDOW)
        found = _type_before(far, len(far) - 1)
        tokens = far if found else tokens
    if found:
        word, start = tokens[found[0]]
        return Head(start, lead, found[1], says_number, word[0].isupper(), "", adjacent)
    return Head(number, lead, None, says_number, False, _barred_by(tokens, index), False)


def _tokens(seen: str, end: int, window: int) -> list[tuple[str, int]]:
    """Words, numbers and punctuation before `end`, with their offsets; no half word at the head."""
    base = max(0, end - window)
    if base and seen[base - 1].isalnum():
        while base < end and seen[base].isalnum():
            base += 1
    return [(match[0], match.start()) for match in _TOKEN.finditer(seen, base, end)]


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Last word → (words before it, type) of the phrases that end with it, longest first; all folded."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, doc_type in doc_types().words.items():
        *before, last = phrase.split()
        table.setdefault(last, []).append((tuple(before), doc_type))
    return {last: tuple(sorted(rows, key=lambda row: -len(row[0]))) for last, rows in table.items()}


def _type_at(tokens: Sequence[tuple[str, int]], last: int) -> tuple[int, str] | None:
    """(index of its first token, type) of the longest type phrase whose last token is `last`."""
    if last < 0:
        return None
    word = tokens[last][0]
    abbreviations = doc_types().abbreviations
    if word in abbreviations:
        return last, abbreviations[word]
    for before, doc_type in _phrases().get(fold_word(word), ()):
        first = last - len(before)
        if first >= 0 and all(fold_word(tokens[first + i][0]) == part for i, part in enumerate(before)):
            return first, doc_type
    return None


def _type_before(tokens: Sequence[tuple[str, int]], last: int) -> tuple[int, str] | None:
    """A type phrase with a few words between it and `số`: `Báo cáo tổng hợp số`, `Quyết định của Bộ trưởng … số`."""
    for index in range(last, max(-1, last - _MIDDLE_WORDS), -1):
        word = tokens[index][0]
        if not word[0].isalpha() or fold_word(word) in cues("not_between"):
            return None
        found = _type_at(tokens, index - 1)
        if found and found[1] not in _NAMED_TYPES:
            return found if word.islower() or fold_word(word) in _body_words() else None
    return None


@cache
def _body_words() -> frozenset[str]:
    """First words of bodies' names: `Nghị quyết Ban Thường vụ Tỉnh ủy số …`."""
    return frozenset(fold_word(phrase.split()[0]) for phrase in cues_as_written("organ_head"))


def _barred_by(tokens: Sequence[tuple[str, int]], last: int) -> str:
    nouns = cues("not_document")
    for length in range(1, min(3, last + 1) + 1):
        phrase = fold_word(" ".join(token for token, _ in tokens[last - length + 1 : last + 1]))
        if phrase in nouns:
            return nouns[phrase]
    return ""


@cache
def last_words() -> frozenset[str]:
    """The last words of all type phrases and the abbreviations, folded; a cheap test before `read_head`."""
    return frozenset(_phrases()) | {fold_word(word) for word in doc_types().abbreviations} | _NUMBER_WORDS
