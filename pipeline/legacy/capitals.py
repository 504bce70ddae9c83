"""Capitals of TCVN3, which has none with accents: fonts drew the small letters as capitals.

Where the font is known to do so (`.VnTimeH`), all its text is raised. Where it is not, the plain letters tell: `TOµN`
is TOÀN. A word with one plain letter or none (`VÒ`, `§µ`) goes with its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

# .VnTimeH, .VnArial NarrowH, VnTimeH-Bold: the H that ends the family's name.
_CAPITAL_FONT = regex.compile(r"\.?vn.*H(?=$|[ ,\-]|bold|italic)", regex.IGNORECASE)
_H = regex.compile(r"H(?=$|[ ,\-]|[Bb]old|[Ii]talic)")
_CAPITALS = regex.compile(r"[A-Z]")
_SMALL = regex.compile(r"[a-z]")

_UPPER, _LOWER, _EITHER = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, in order."""

    old: str
    """As it stood in the file."""
    new: str
    """As Unicode."""
    converted: bool
    """Whether it was TCVN3."""


@lru_cache(maxsize=1024)
def is_capital_font(name: str) -> bool:
    """Whether a font draws small letters as capitals."""
    return _CAPITAL_FONT.match(name) is not None and _H.search(name) is not None


def to_raise(words: Sequence[Word]) -> list[bool]:
    """Of each word of a line or cell, whether its letters are capitals.

    Args:
        words: all words of the line, ASCII ones included.
    """
    kinds = [_kind(word) for word in words]
    # Of each word the next one behind it that tells.
    telling: list[int | None] = [None] * len(words)
    for i in range(len(words) - 2, -1, -1):
        telling[i] = i + 1 if kinds[i + 1] != _EITHER else telling[i + 1]
    raised: list[bool] = []
    before: int | None = None
    for word, kind, after in zip(words, kinds, telling, strict=True):
        if kind != _EITHER:
            before = kind
        if not word.converted or word.new.isupper():
            raised.append(False)
        elif kind != _EITHER:
            raised.append(kind == _UPPER)
        elif before is not None:
            raised.append(before == _UPPER and (after is None or kinds[after] == _UPPER))
        else:
            # `VÒ VIÖC` but `Sè 15/CP`: an abbreviation says nothing about what stands before it.
            raised.append(after is not None and kinds[after] == _UPPER and not words[after].old.isascii())
    return raised


def _kind(word: Word) -> int:
    if _SMALL.search(word.old):
        return _LOWER
    return _UPPER if len(_CAPITALS.findall(word.old)) > 1 else _EITHER


__all__ = ["Word", "is_capital_font", "to_raise"]
