"""Names a text gives to documents: `(sau đây gọi tắt là Nghị quyết 347)`, and `Chương trình nói trên`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references.numbered import Numbered
from extractors.references.patterns import alternatives, cues, doc_types
from extractors.references.shorts import Short

_DECLARATION_WINDOW = 700
_SENTENCE_END = regex.compile(r"[.!?]\s+\p{Lu}|\n")
_OTHER_DOCUMENT = regex.compile(
    r"\s+(?:số|này|đó|quy\s+định|về|hướng\s+dẫn|thay|sửa|của|mới|khác|chuyên\s+đề|liên\s+tịch)(?!\p{L})|\s*\d",
    regex.IGNORECASE,
)
_NUMBER = regex.compile(r"\d{1,5}[a-zđ]?(?!\p{L})")
# Programmes and the like: a regulation calls itself `Nghị định này`, and quotes of it do too.
_POINTED_AT = frozenset({"chương trình", "chương trình hành động", "đề án", "chỉ thị", "kết luận"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """A name the text gives to the document mentioned before it."""

    start: int
    end: int
    name: str
    """As written, blanks squeezed."""
    doc_type: str
    number: str
    """Digits in the name without leading zeros; empty for a name without number."""
    symbol: str


def find_nicknames(seen: str, numbered: Sequence[Numbered], shorts: Sequence[Short]) -> list[Short]:
    """Short forms with what the text's own declarations say of them.

    Args:
        seen: view of the text.
        numbered: its numbered mentions, in text order.
        shorts: its mentions by number alone, in text order.

    Returns:
        `shorts`, those with a declared name with its symbol, and the declared names without number, in text order.
    """
    declared = [*_declarations(seen, numbered), *_in_brackets(seen, numbered, shorts)]
    by_number = {(d.doc_type, d.number): d.symbol for d in declared if d.number}
    result = [
        replace(short, symbol=by_number.get((short.doc_type, short.number.lstrip("0")))) if by_number else short
        for short in shorts
    ]
    names = {declaration.name: declaration for declaration in declared}
    taken = sorted([(m.start, m.end) for m in numbered] + [(s.start, s.end) for s in shorts])
    for name, declaration in names.items():
        result += _uses(seen, name, declaration, taken)
    result += _pointed_at(seen, numbered)
    return sorted(result, key=lambda short: short.start)


@cache
def _declaration() -> regex.Pattern[str]:
    cue = alternatives(cues("declaration"))
    types = alternatives(doc_types().words)
    return regex.compile(
        rf"(?:{cue})\s*:?\s*(?P<quote>[\"'])?(?P<name>(?P<type>{types})(?!\p{{L}})"
        r"(?:\s+(?:số\s+)?[\p{L}\d&/-]+){0,7}?)(?(quote)[\"']|(?=\s*[).,;\n]|$))",
        regex.IGNORECASE,
    )


def _declarations(seen: str, numbered: Sequence[Numbered]) -> Iterator[Declaration]:
    ends = [mention.end for mention in numbered]
    for needle in ("gọi", "viết tắt là"):
        at = seen.find(needle)
        while at >= 0:
            match = _declaration().match(seen, at)
            at = seen.find(needle, at + 1)
            if not match:
                continue
            doc_type = doc_types().words[fold_tones(" ".join(match["type"].split()))]
            number = _NUMBER.search(match["name"])
            bare = number[0].lstrip("0") if number else ""
            symbol = _antecedent(seen, match.start(), numbered, ends, (doc_type, bare))
            if symbol:
                name = " ".join(match["name"].split())
                yield Declaration(match.start("name"), match.end("name"), name, doc_type, bare, symbol)


def _in_brackets(seen: str, numbered: Sequence[Numbered], shorts: Sequence[Short]) -> Iterator[Declaration]:
    """`Quyết định số 06/QĐ-TTg ngày … (Đề án 06)`: brackets name the document before them by its own number."""
    ends = [mention.end for mention in numbered]
    for short in shorts:
        number = short.number.lstrip("0")
        if not number or seen[short.start - 1 : short.start] != "(" or seen[short.end : short.end + 1] != ")":
            continue
        symbol = _antecedent(seen, short.start, numbered, ends, (short.doc_type, number))
        if symbol:
            yield Declaration(short.start, short.end, seen[short.start : short.end], short.doc_type, number, symbol)


def _antecedent(
    seen: str, at: int, numbered: Sequence[Numbered], ends: Sequence[int], wanted: tuple[str, str]
) -> str | None:
    """The symbol of the document declared at `at`: the last before it in the sentence with its type, or its number."""
    doc_type, number = wanted
    index = bisect_right(ends, at) - 1
    approving = None
    while index >= 0 and at - ends[index] < _DECLARATION_WINDOW and not _SENTENCE_END.search(seen, ends[index], at):
        mention = numbered[index]
        if number and _NUMBER.match(mention.text) and mention.symbol.number.lstrip("0") == number:
            return mention.text
        if not number and mention.doc_type == doc_type:
            return mention.text
        if approving is None and not number and _approves(seen, mention, ends[index], at, doc_type):
            approving = mention.text
        index -= 1
    return approving


_APPROVING = frozenset({"quyết định", "nghị quyết", "công văn", "tờ trình"})


def _approves(seen: str, mention: Numbered, end: int, at: int, doc_type: str) -> bool:
    """Whether an act is said to approve or issue a document of that type: `Quyết định 12/QĐ-TTg phê duyệt Đề án …`."""
    return mention.doc_type in _APPROVING and _approval(doc_type).search(seen, end, at) is not None


@cache
def _approval(doc_type: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?:phê\s+duyệt|ban\s+hành)\s+{alternatives([doc_type])}(?!\p{{L}})", regex.IGNORECASE)


def _uses(seen: str, name: str, declaration: Declaration, taken: Sequence[tuple[int, int]]) -> Iterator[Short]:
    if not name[0].isupper():
        return
    starts = [start for start, _ in taken]
    is_type_alone = fold_tones(name) in doc_types().words
    pattern = regex.compile(rf"(?<!\p{{L}}){alternatives([name])}(?!\p{{L}})")
    for match in pattern.finditer(seen, declaration.start):
        index = bisect_right(starts, match.start()) - 1
        if index >= 0 and match.start() < taken[index][1]:
            continue
        other = _OTHER_DOCUMENT.match(seen, match.end()) or _is_general(seen, match.start())
        if is_type_alone and other and match.start() != declaration.start:
            continue
        yield Short(match.start(), match.end(), declaration.doc_type, declaration.number, None, declaration.symbol)


@cache
def _general() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}})(?:{alternatives(cues('not_particular'))})\s+$", regex.IGNORECASE)


def _is_general(seen: str, start: int) -> bool:
    """Whether what stands before makes the type word speak of documents in general: `các Nghị định`."""
    return _general().search(seen[max(0, start - 12) : start]) is not None


@cache
def _pointing() -> regex.Pattern[str]:
    table = doc_types()
    types = alternatives(word for word, name in table.words.items() if name in table.cited_by_number)
    return regex.compile(
        rf"(?P<type>{types})\s+(?P<which>nói\s+trên|nêu\s+trên|kể\s+trên|này)(?!\p{{L}})", regex.IGNORECASE
    )


def _pointed_at(seen: str, numbered: Sequence[Numbered]) -> Iterator[Short]:
    """`Chương trình nói trên`: the one numbered document of that type before it, if there is just one."""
    if not numbered:
        return
    own = next((mention.doc_type for mention in numbered if mention.is_self), None)
    # Only programmes and the like are called `này`.
    needles = (" trên", " này") if any(m.doc_type in _POINTED_AT for m in numbered) else (" trên",)
    for needle in needles:
        at = seen.find(needle)
        while at >= 0:
            short = _pointed(seen, at, numbered, own)
            if short:
                yield short
            at = seen.find(needle, at + 1)


def _pointed(seen: str, at: int, numbered: Sequence[Numbered], own: str | None) -> Short | None:
    found = list(_pointing().finditer(seen, max(0, at - 40), min(len(seen), at + 5)))
    if not found or found[-1].end() < at or not found[-1]["type"][0].isupper():
        return None
    match = found[-1]
    doc_type = doc_types().words[fold_tones(" ".join(match["type"].split()))]
    fitting = [m for m in numbered if m.doc_type == doc_type and not m.is_self]
    if doc_type == own or len({m.text for m in fitting}) != 1 or fitting[0].end > match.start():
        return None
    if match["which"] == "này":
        last = max(m.end for m in fitting if m.end <= match.start())
        if doc_type not in _POINTED_AT or "\n" in seen[last : match.start()]:
            return None
    return Short(match.start(), match.end(), doc_type, "", None, fitting[0].text)
