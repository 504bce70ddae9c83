"""How much of a transcript's diacritics came back: the measure for text in encodings from before Unicode.

Counted over bags of words, so that reading order does not matter, but a letter counts only within a whole right word.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass

import regex

_WORD = regex.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Recovered:
    """Letters with diacritics (`đ` is one)."""

    right: int
    total: int
    missed: tuple[str, ...]
    """Words of the transcript that are not in the text, once for each time."""

    @property
    def share(self) -> float:
        """1 where the transcript has no such letter."""
        return self.right / self.total if self.total else 1.0


def recovered(transcript: str, text: str) -> Recovered:
    """Count the letters with diacritics of a transcript that stand in whole right words of a text.

    Args:
        transcript: what the document says.
        text: what was read; letter case and soft hyphens do not count.
    """
    left = Counter(_words(text))
    right = total = 0
    missed: list[str] = []
    for word in _words(transcript):
        marks = sum(letter == "đ" or len(unicodedata.normalize("NFD", letter)) > 1 for letter in word)
        total += marks
        if left[word] > 0:
            left[word] -= 1
            right += marks
        elif marks:
            missed.append(word)
    return Recovered(right, total, tuple(missed))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).replace("\u00ad", "").lower())


__all__ = ["Recovered", "recovered"]
