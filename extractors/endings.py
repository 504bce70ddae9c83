"""Patterns that end with the text: asked from its end first.

What stands right before a number decides what it is, so dozens of patterns of the kind `(?:được|đạt|có)\\s*$` are asked
of every number. Searched from the left they are tried at each position; read from the right, one look at the last word
says no, which is nearly always the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import regex

from extractors.cues import small
from extractors.needs import contents, endings

_MARKS = ":,;%("
"""What may stand behind the last word of a match."""
_BLANK = " \n\t\r\f\v" + _MARKS
_LETTERS = 3
"""Of the last word that are looked at first."""


class Ending:
    """A pattern whose every alternative ends with `$`. Finds what `regex.compile(source, flags)` finds, sooner."""

    __slots__ = ("_backward", "_ends", "_forward", "_gate", "_last", "pattern")

    def __init__(self, source: str, flags: int = 0, ends: Iterable[str] = ()) -> None:
        """Compile.

        Args:
            source: the pattern; all of its alternatives end with `$`.
            flags: of `regex`, without `MULTILINE`.
            ends: small letters with one of which every match ends, but for blanks and a colon behind them, and for
                capitals: where a pattern is a long list of phrases, their last words.
        """
        self._ends = tuple(sorted(set(ends)))
        self.pattern = source
        self._forward = regex.compile(source, flags)
        self._last = endings(source, _MARKS, _LETTERS)
        held = contents(source) if self._last is None else None
        self._gate = None if held is None else re.compile(held)
        # A reversed pattern is matched from the end of the text: it needs not be tried anywhere else.
        self._backward = regex.compile(f"(?r)(?:{source})", flags).match

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        """As `search` of the pattern: the leftmost match that ends with `text[pos:endpos]`, or null."""
        end = len(text) if endpos is None else endpos
        if self._last is not None:
            if self._cannot_end(self._last, text, end):
                return None
        elif self._gate is not None and self._gate.search(small(text), pos, end) is None:
            return None
        if self._ends and not text[pos:end].rstrip().rstrip(":").rstrip().lower().endswith(self._ends):
            return None
        # `$` holds before a line break that ends the text, too.
        if self._backward(text, pos, end) is None and text[end - 1 : end] != "\n":
            return None
        return self._forward.search(text, pos, end)

    def sub(self, replacement: str, text: str) -> str:
        """As `sub` of the pattern."""
        if self._last is not None and self._cannot_end(self._last, text, len(text)):
            return text
        if self._backward(text) is None and text[-1:] != "\n":
            return text
        return self._forward.sub(replacement, text)

    @staticmethod
    def _cannot_end(known: frozenset[str], text: str, end: int) -> bool:
        """Of twenty patterns asked of one number, nineteen end with other letters than the text."""
        last = text[max(0, end - 8) : end].rstrip(_BLANK)[-_LETTERS:].lower()
        return (
            last != ""
            and last not in known
            and last[-2:] not in known
            and last[-1] not in known
            and not (last[-1].isdecimal() or last[-1].isspace())
        )
