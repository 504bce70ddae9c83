"""Where numbers stand in a text: literals with their magnitudes, numbers in words, ranges."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import regex

from extractors.cues import Cue, matches
from extractors.numbers.digits import LITERAL, Reading, Style, is_ambiguous, read_digits
from extractors.numbers.words import evaluate, lexicon, words_of

_WORD = regex.compile(r"\p{L}+")
_FIGURE = re.compile(r"[+-]?\d")
_LARGEST = Decimal(10) ** 24
"""Of a chain of magnitudes (`triệu tỷ tỷ`): a longer one is no number anybody means."""


class NumberSpan(NamedTuple):
    """One number, or one range, without its unit. Offsets are code points into the text searched."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    literal: str = ""
    """The (first) digits as written; empty for a number in words."""
    factor: Decimal = Decimal(1)
    """The magnitude behind the digits, already in `value`: 10⁹ for `2,5 tỷ`."""
    in_words: bool = False
    negative: bool = False

    @property
    def has_magnitude(self) -> bool:
        """`triệu`, `nghìn tỷ` … stands behind the digits."""
        return self.factor != 1


@cache
def _patterns() -> tuple[regex.Pattern[str], Cue, regex.Pattern[str]]:
    # `tỷ lệ`, `tỷ trọng`: words that only begin like a magnitude.
    nouns = "|".join(r"\s+".join(word.split()) for word in words_of("noun"))
    no_noun = rf"(?!(?:{nouns})(?!\p{{L}}))"
    scales = "|".join((*words_of("scale", "hundred"), "trăm"))
    half = "|".join(words_of("half_after"))
    numerals = "|".join(
        words_of("digit", "digit_after_tens", "ten", "tens", "hundred", "scale", "link", "half_after", "half")
    )
    starters = "|".join(words_of("digit", "ten", "half"))
    magnitude = rf"(?:\s*{no_noun}(?:{scales})(?!\p{{L}}))"
    number = rf"(?:{LITERAL}){magnitude}*"
    digits = regex.compile(
        rf"(?<![\p{{L}}\d])(?<!\d[.,])(?P<sign>(?:(?<=[(\s])-|(?<=\(\s?|\S )\+)(?=\d))?"
        rf"(?P<first>{LITERAL})(?P<scales>{magnitude}*)"
        rf"(?P<more>(?:\s+{number}(?<=\p{{L}}))*)(?P<half>\s+(?:{half})(?!\p{{L}}))?",
        regex.IGNORECASE,
    )
    words = Cue(
        rf"(?<![\p{{L}}\d])(?:{starters})(?:\s+{no_noun}(?:{numerals})(?!\p{{L}}))*(?!\p{{L}})", regex.IGNORECASE
    )
    tokens = regex.compile(rf"{LITERAL}|\p{{L}}+")
    return digits, words, tokens


def find_numbers(
    text: str, start: int = 0, end: int | None = None, style: Style | None = None, in_words: bool = True
) -> list[NumberSpan]:
    """All numbers of `text[start:end]` in order, not overlapping. A number word alone (`hai`, `năm`) counts too: the
    caller must decide whether it is one.

    Args:
        text: matched as it is; pass the folded view (`DocumentText.view`).
        start, end: code-point bounds.
        style: how the file writes numbers (`digits.find_style`).
        in_words: look for numbers in words too.
    """
    end = len(text) if end is None else end
    digits, words, _ = _patterns()
    found = [s for m in matches(digits, _FIGURE, text, text, start, end) if (s := _from_digits(m, style)) is not None]
    if in_words:
        starts, ends = [s.start for s in found], [s.end for s in found]
        for match in words.finditer(text, start, end):
            before = bisect_left(starts, match.end()) - 1
            if before < 0 or ends[before] <= match.start():
                found.extend(_from_words(match))
        found.sort(key=lambda span: span.start)
    return found


def _tokens(text: str, style: Style | None, ambiguous: Reading | None) -> list[str | Decimal] | None:
    tokens: list[str | Decimal] = []
    for match in _patterns()[2].finditer(text):
        if not match[0][0].isdigit():
            tokens.append(match[0].lower())
            continue
        value = read_digits(match[0], style, ambiguous)
        if value is None:
            return None
        tokens.append(value)
    return tokens


def _factor(scales: str) -> Decimal:
    """The product of the magnitudes in `scales` (`' nghìn tỷ'` → 10¹²)."""
    result, known = Decimal(1), lexicon()
    for word in scales.lower().split():
        result *= known[word][1]
    return result


def _from_digits(match: regex.Match[str], style: Style | None) -> NumberSpan | None:
    literal, scales, more, half = match["first"], match["scales"], match["more"], match["half"] or ""
    # `149,542 triệu`: thousands of millions are written with the next magnitude, so the separator is the decimal mark.
    ambiguous: Reading | None = "decimal" if scales.strip() and is_ambiguous(literal) and "," in literal else None
    first = read_digits(literal, style, ambiguous)
    if first is None:
        return None
    factor = _factor(scales)
    if factor > _LARGEST:
        return None
    end = match.end("scales")
    value = first * factor
    if half and factor > 1 and not more:
        value, end = value + factor / 2, match.end("half")
    elif more:
        tokens = _tokens(literal + scales + more, style, None)
        total = evaluate(tokens) if tokens else None
        # `2 tỷ 462 triệu` goes down in magnitude; anything else is two numbers side by side.
        if total is not None and factor > 1 and first * factor < total < (first + 1) * factor:
            value, end = total, match.end("more")
    negative = match["sign"] == "-"
    return NumberSpan(
        match.start(), end, -value if negative else value, None, literal, factor, in_words=False, negative=negative
    )


def _from_words(match: regex.Match[str]) -> Iterator[NumberSpan]:
    pieces = list(_WORD.finditer(match[0]))
    tokens: list[str | Decimal] = [piece[0].lower() for piece in pieces]
    at = 0
    while at < len(tokens):
        # The longest run that is a cardinal; a word that begins none (`mươi` alone) is passed over.
        for stop in range(len(tokens), at, -1):
            value = evaluate(tokens[at:stop])
            if value is not None:
                first, last = pieces[at], pieces[stop - 1]
                yield NumberSpan(match.start() + first.start(), match.start() + last.end(), value, in_words=True)
                at = stop
                break
        else:
            at += 1


_RANGE_GAP = regex.compile(r"\s*-\s*|\s+(?:đến|tới)\s+(?:dưới\s+|hơn\s+|trên\s+)?", regex.IGNORECASE)


def join_range(first: NumberSpan, second: NumberSpan, gap: str) -> NumberSpan | None:
    """The range two neighbouring numbers make (`20-25`, `2,5 - 5,5 tỷ`, `3 đến 5`), or null.

    Args:
        first, second: in text order.
        gap: the text between them.
    """
    if not _RANGE_GAP.fullmatch(gap) or first.high is not None or second.high is not None:
        return None
    low = first.value
    if not first.has_magnitude and second.has_magnitude and not first.in_words:
        low *= second.factor
    if not low < second.value or second.negative:
        return None
    return first._replace(end=second.end, value=low, high=second.value, factor=max(first.factor, second.factor))
