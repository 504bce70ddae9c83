"""A document's blocks, with what stands in pre-Unicode encodings turned into Unicode."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.document import Block, FontSpan
from pipeline.legacy.capitals import Word, is_capital_font, to_raise
from pipeline.legacy.decide import FONT, LINE, START, WITHIN, Token, decide
from pipeline.legacy.lost import count_lost, with_letter
from pipeline.legacy.syllables import is_syllable
from pipeline.legacy.twice import is_twice, once
from pipeline.legacy.words import LONGEST, MAY_BE_SUSPECT, RARE, STATES, SUSPECT, UNICODE, WORD, costs, reading

_BREAK = regex.compile(r"[|\n\t]")
_SHORT = 5_000
"""Characters of a text that may by chance lack all letters that only older encodings have."""
_PLAIN = regex.compile(r"[A-Za-z]")
_CLEARLY = 2.0
"""By how much a word must be a better one in an encoding than as it stands, to look like one of that encoding."""
_VIETNAMESE_SHARE = 0.5
"""Of the words of converted lines; in Vietnamese nine in ten are syllables, in other languages few."""
_CONVERTED_SHARE = 0.6
"""The same of the words that were converted."""
_HALF_FITS = 1.0
_FEW = 6
_SAMPLED = 500
_UNDECIDED_WORDS = 3
_UNDECIDED_SHARE = 0.01
_ODD = 3.0
_ODD_WORDS = 20
_ODD_SHARE = 0.008
"""Abbreviations, misprints and words that stick together come to some 7 in 1,000 where all is well."""
_SHOWN = 5
_SYMBOL_LENGTH = 30
_TCVN3 = STATES.index("tcvn3")
_FONT_STATES = (("vni", STATES.index("vni")), ("vps", STATES.index("vps")), ("vn", _TCVN3), (".vn", _TCVN3))


@dataclass(frozen=True, slots=True)
class Converted:
    """Blocks in Unicode, and what they were."""

    blocks: Sequence[Block]
    encodings: tuple[str, ...] = ()
    """Encodings that were converted, the most frequent first."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A word and where it stands."""

    block: int
    start: int
    end: int


def looks_legacy(text: str) -> bool:
    """Whether any word of a text would be a Vietnamese one in an older encoding and is none as it stands."""
    if MAY_BE_SUSPECT.search(text) is None:
        return False
    end = 0
    for match in SUSPECT.finditer(text):
        if match.start() < end:
            continue
        start = match.start()
        while start > max(end, match.start() - LONGEST) and WORD.match(text, start - 1, start):
            start -= 1
        found = WORD.match(text, start)
        if found is None:
            continue
        end = found.end()
        if _is_better(found[0]):
            return True
    return False


def _is_better(word: str) -> bool:
    own, *others = costs(word)
    return min(others) + _CLEARLY <= own and _PLAIN.search(word) is not None


def convert_blocks(blocks: Sequence[Block]) -> Converted:
    """Turn what stands in TCVN3, VNI, VISCII, VPS or Windows-1258 into Unicode, each word by its neighbourhood.

    Args:
        blocks: as a reader found them: soft hyphens, control characters and the fonts of the text still there.

    Returns:
        Blocks with the same texts where nothing is to be done; converted ones have lost their `fonts`.
    """
    if any(is_twice(block.text) for block in blocks) and (meant := once([block.text for block in blocks])):
        converted = convert_blocks(
            [b if b.text == text else replace(b, text=text, fonts=()) for b, text in zip(blocks, meant, strict=True)]
        )
        return replace(converted, encodings=("utf-8", *converted.encodings))
    is_short = sum(len(block.text) for block in blocks) < _SHORT
    if not any((is_short or RARE.search(block.text)) and looks_legacy(block.text) for block in blocks):
        return Converted(blocks)
    places, tokens = _tokens(blocks)
    states = decide(tokens)
    counts = Counter(states)
    del counts[UNICODE]
    if not counts:
        return Converted(blocks, warnings=_undecided(tokens, states))
    if not _is_vietnamese(blocks, places, tokens, states):
        return Converted(blocks)
    told = ((token.text, state) for token, state in zip(tokens, states, strict=True))
    lost = count_lost((word, reading(word, "tcvn3", True)) for word, state in told if state == _TCVN3)
    of_block: dict[int, list[tuple[_Place, int]]] = {}
    for place, state in zip(places, states, strict=True):
        of_block.setdefault(place.block, []).append((place, state))
    result: list[Block] = []
    last = UNICODE
    for i, block in enumerate(blocks):
        words = of_block.get(i, [])
        result.append(_converted(block, words, last, lost > 0))
        last = words[-1][1] if words else last
    warnings = _undecided(tokens, states)
    if lost:
        warnings += (
            f"the letter ư was lost before this file was written; {lost} words were restored, some may lack it",
        )
    return Converted(result, tuple(STATES[state] for state, _ in counts.most_common()), warnings)


def _tokens(blocks: Sequence[Block]) -> tuple[list[_Place], list[Token]]:
    places: list[_Place] = []
    tokens: list[Token] = []
    for i, block in enumerate(blocks):
        text, before, at, font = block.text, LINE, 0, ""
        if text.isascii() and not SUSPECT.search(text):
            continue
        for match in WORD.finditer(text):
            word = match[0]
            if word.isascii() and word.isalpha():
                continue
            if before != LINE and _BREAK.search(text, at, match.start()):
                before = LINE
            name = _font_at(block, match.start(), match.end()) if block.fonts else ""
            if before == WITHIN and name != font:
                before = FONT
            places.append(_Place(i, match.start(), match.end()))
            tokens.append(Token(word, before if tokens else START, _promised(name) if name else UNICODE))
            before, at, font = WITHIN, match.end(), name
    return places, tokens


@lru_cache(maxsize=1024)
def _promised(font: str) -> int:
    """The state that a font's name promises."""
    return next((state for start, state in _FONT_STATES if font.lower().startswith(start)), UNICODE)


def _font_at(block: Block, start: int, end: int) -> str:
    """The first font of a word, of those that promise an older encoding."""
    first = bisect_right(block.fonts, start, key=_end_of)
    return block.fonts[first].font if first < len(block.fonts) and block.fonts[first].start < end else ""


def _end_of(span: FontSpan) -> int:
    return span.end


def _is_vietnamese(blocks: Sequence[Block], places: Sequence[_Place], tokens: Sequence[Token], states: bytes) -> bool:
    """Whether the words of the lines to be converted are Vietnamese then: other languages have accents too."""
    told = [(token.text, state) for token, state in zip(tokens, states, strict=True) if state and len(token.text) > 1]
    fit = sum(costs(word)[state] <= _HALF_FITS for word, state in told)
    if fit < len(told) * _CONVERTED_SHARE:
        return False
    words = [reading(word, STATES[state]) for word, state in told[:_SAMPLED]]
    numbers = sorted({place.block for place, state in zip(places, states, strict=True) if state})
    for number in numbers[:_SAMPLED]:
        plain = (word for word in WORD.findall(blocks[number].text) if word.isascii() and word.isalpha())
        words += (word for word in plain if len(word) > 1 and not word.isupper())
    return len(words) < _FEW or sum(map(is_syllable, words)) >= len(words) * _VIETNAMESE_SHARE


def _converted(block: Block, words: Sequence[tuple[_Place, int]], last: int, lost: bool) -> Block:
    """One block; `last` is the state before it, for lines without a word that tells; `lost`: `ư` is missing."""
    if not any(state != UNICODE for _, state in words) and not (block.fonts and last == _TCVN3):
        return block
    at_start = {place.start: state for place, state in words}
    pieces: list[str] = []
    line: list[Word] = []
    where: list[int] = []
    at, state = 0, words[0][1] if words else last
    capitals = any(is_capital_font(span.font) for span in block.fonts)
    for match in WORD.finditer(block.text):
        between = block.text[at : match.start()]
        if between != " " and _BREAK.search(between):
            _raise(pieces, line, where)
        pieces.append(between)
        told = at_start.get(match.start())
        state = state if told is None else told
        old = match[0]
        new = reading(old, STATES[told], lost) if told else old
        if lost and state == _TCVN3:
            new = with_letter(new, line[-1].new if line else "")
        if capitals and state == _TCVN3 and not _in_symbol(block.text, match.start()):
            new = _drawn(new, block, match.start(), match.end())
        line.append(Word(old, new, told == _TCVN3))
        where.append(len(pieces))
        pieces.append(new)
        at = match.end()
    _raise(pieces, line, where)
    pieces.append(block.text[at:])
    return replace(block, text="".join(pieces), fonts=())


def _in_symbol(text: str, at: int) -> bool:
    """Whether a word is part of a document's number, whose small letters count: `115/2004/QĐ-TTg`."""
    head = text[max(0, at - _SYMBOL_LENGTH) : at].rpartition(" ")[2]
    return "/" in head and any(map(str.isdigit, head))


def _drawn(word: str, block: Block, start: int, end: int) -> str:
    """A word as its fonts draw it: often only its first letter stands in the font for capitals."""
    first = bisect_right(block.fonts, start, key=_end_of)
    spans = [x for x in block.fonts[first : first + len(word)] if x.start < end and is_capital_font(x.font)]
    if len(word) != end - start:
        return word.upper() if spans else word
    return "".join(
        char.upper() if any(span.start <= at < span.end for span in spans) else char
        for at, char in enumerate(word, start)
    )


def _raise(pieces: list[str], line: list[Word], where: list[int]) -> None:
    for i, raised in zip(where, to_raise(line), strict=True):
        if raised:
            pieces[i] = pieces[i].upper()
    line.clear()
    where.clear()


def _undecided(tokens: Sequence[Token], states: bytes) -> tuple[str, ...]:
    """Warnings where words that look like an older encoding were left, or came out as no Vietnamese."""
    told = list(zip((token.text for token in tokens), states, strict=True))
    left = [word for word, state in told if state == UNICODE and _is_better(word)]
    odd = [word for word, state in told if state != UNICODE and costs(word)[state] >= _ODD]
    warnings: list[str] = []
    if len(left) >= max(_UNDECIDED_WORDS, len(told) * _UNDECIDED_SHARE):
        shown = ", ".join(list(dict.fromkeys(left))[:_SHOWN])
        warnings.append(f"{len(left)} words look like a pre-Unicode encoding and were left as they are: {shown}")
    if len(odd) >= max(_ODD_WORDS, len(told) * _ODD_SHARE):
        # The same word may stand elsewhere as it is.
        read = (reading(word, STATES[state]) for word, state in told if state != UNICODE and word in odd[:_SHOWN])
        shown = ", ".join(dict.fromkeys(read))
        warnings.append(f"{len(odd)} words in a pre-Unicode encoding came out as no Vietnamese words: {shown}")
    return tuple(warnings)


__all__ = ["Converted", "convert_blocks", "looks_legacy"]
