"""The lines of a page in pieces set apart, and which of them are numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

import regex

from gazetteers import read_table
from pipeline.read.pdf.words import Word

_NUMBER = regex.compile(r"[(+-]?\d[\d.,]*\)?%?")
_MEASURED = regex.compile(
    r"(?:[≥≤<>~]\s*)?[(+-]?\d[\d.,]*\)?%?(?:\s+(?!tháng|năm|quý|ngày|tuổi)\p{Ll}{1,6}){0,2}", regex.IGNORECASE
)
_BLANK = regex.compile(r"[-–…x]{1,3}")
YEAR = regex.compile(r"(?:19|20)\d\d")
LETTERS = regex.compile(r"\p{L}{2}")
_GAP_EMS = 0.72
"""Wider than the blanks between words, in font sizes."""
LEADING = 1.42
"""Lines of one cell stand at most so many font sizes below each other."""


@dataclass(slots=True)
class Piece:
    """Words of one line without a gap between them."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def numeric(self) -> bool:
        if len(self.words) == 1:
            return _NUMBER.fullmatch(self.words[0].text) is not None
        return len(self.words) <= 3 and _MEASURED.fullmatch(self.text) is not None

    @property
    def blank(self) -> bool:
        return len(self.words) == 1 and _BLANK.fullmatch(self.words[0].text) is not None


@dataclass(slots=True)
class Line:
    """Words at one height."""

    base: float
    size: float
    pieces: list[Piece]
    bottom: float = 0.0
    top: float = 0.0

    @property
    def counts(self) -> bool:
        """Whether it is a row of numbers: two set apart, and not only years, which head columns."""
        numbers = [piece for piece in self.pieces if piece.numeric]
        apart = len(numbers) + sum(piece.blank for piece in self.pieces)
        return len(numbers) >= 1 and apart >= 2 and not all(YEAR.fullmatch(p.text) for p in numbers)


def _from_top(word: Word) -> float:
    return -word.base


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Lines from the top down, each in pieces."""
    groups: list[list[Word]] = []
    top = ahead = 0.0
    for word in sorted(words, key=_from_top):
        if groups and top - word.base <= 0.3 * (word.size if word.size > ahead else ahead):
            groups[-1].append(word)
        else:
            groups.append([word])
            top, ahead = word.base, word.size
    lines = []
    for group in groups:
        group.sort(key=attrgetter("left"))
        pieces: list[Piece] = []
        end = before = 0.0
        for word in group:
            size = word.size
            if not pieces or word.left - end > _GAP_EMS * (size if size > before else before):
                pieces.append(Piece([word]))
            else:
                pieces[-1].words.append(word)
            end, before = word.right, size
        size = max(word.size for word in group)
        low, high = min(word.bottom for word in group), max(word.top for word in group)
        lines.append(Line(group[0].base, size, pieces, low, high))
    return lines


def is_caption(text: str) -> bool:
    """Whether a line stands above a table and is none of its head: its number, its unit, what it is an annex of."""
    return _captions().match(text) is not None


@cache
def _captions() -> regex.Pattern[str]:
    ends = {"start": r"(?!\p{L})", "colon": r"\s*[:(]"}
    begins = [
        r"\s+".join(map(regex.escape, row["phrase"].split())) + ends[row["match"]]
        for row in read_table("table_headers")
        if row["kind"] == "above"
    ]
    return regex.compile(rf"\W*(?:{'|'.join(begins)})", regex.IGNORECASE)
