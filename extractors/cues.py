"""Patterns of words that are seldom there: asked only where one of their words stands.

Most of what is asked of a sentence is not in it. A pattern of `regex` says so in 100 nanoseconds a character; the
standard library's `re`, asked for the bare words that each match must hold, over a copy of the text in small letters,
in ten. What it asks for is read from the pattern itself, so that nobody has to keep the two alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from extractors.needs import beginnings, contents, openings

_SHORT = 400
"""Characters up to which a text is no document: it is asked too seldom to remember its small letters."""


@lru_cache(maxsize=4)
def _kept(text: str) -> str:
    return _in_small(text)


def _in_small(text: str) -> str:
    low = text.lower()
    # `İ` becomes two characters; `ı` and `ſ` are told from `i` and `s` by small letters, not by `IGNORECASE`.
    if len(low) != len(text) or "ı" in low or "ſ" in low:
        low = "".join(_ODD.get(letter) or letter.lower() for letter in text)
    return low


_ODD = {"İ": "i", "ı": "i", "ſ": "s"}


def small(text: str) -> str:
    """`text` in small letters, character for character; of a document it is made once."""
    return _kept(text) if len(text) > _SHORT else _in_small(text)


def matches(
    pattern: regex.Pattern[str], gate: re.Pattern[str], text: str, seen: str, at: int = 0, end: int | None = None
) -> Iterator[regex.Match[str]]:
    """As `pattern.finditer(text, at, end)`, sooner.

    Args:
        pattern: its matches hold a letter at least.
        gate: stands wherever one of them begins, and seldom elsewhere.
        text: what `pattern` is asked of.
        seen: what `gate` is asked of: as long as `text`.
        at, end: bounds, code points.
    """
    end = len(text) if end is None else end
    while (ahead := gate.search(seen, at, end)) is not None:
        at = ahead.start()
        found = pattern.match(text, at, end)
        if found is None:
            at += 1
        else:
            yield found
            at = found.end()


class Cue:
    """A compiled pattern that finds what `regex.compile(source, flags)` finds, sooner where that is nothing."""

    __slots__ = ("_begins", "_forward", "_gate", "_opens", "pattern")

    def __init__(self, source: str, flags: int = 0) -> None:
        """Compile.

        Args:
            source: the pattern, in the syntax of `regex`.
            flags: of `regex`.
        """
        self.pattern = source
        self._forward = regex.compile(source, flags)
        words = beginnings(source)
        self._begins = words is not None
        words = words if words is not None else contents(source)
        self._gate = None if words is None else re.compile(words)
        opens = openings(source)
        self._opens = None if opens is None else re.compile(opens)

    @property
    def gated(self) -> bool:
        """Whether anything was found that every match must hold."""
        return self._gate is not None

    def search(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        """As `search` of the pattern."""
        end = len(text) if endpos is None else endpos
        if self._gate is not None:
            found = self._gate.search(small(text), pos, end)
            if found is None:
                return None
            if self._begins:
                pos = found.start()
        return self._forward.search(text, pos, end)

    def match(self, text: str, pos: int = 0, endpos: int | None = None) -> regex.Match[str] | None:
        """As `match` of the pattern."""
        end = len(text) if endpos is None else endpos
        if self._opens is not None and self._opens.match(small(text), pos, end) is None:
            return None
        return self._forward.match(text, pos, end)

    def finditer(self, text: str, pos: int = 0, endpos: int | None = None) -> Iterator[regex.Match[str]]:
        """As `finditer` of the pattern."""
        end = len(text) if endpos is None else endpos
        if self._gate is None:
            return self._forward.finditer(text, pos, end)
        found = self._gate.search(small(text), pos, end)
        if found is None:
            return iter(())
        if self._begins:
            return self._each(text, found.start(), end)
        return self._forward.finditer(text, pos, end)

    def _each(self, text: str, at: int, end: int) -> Iterator[regex.Match[str]]:
        assert self._gate is not None
        return matches(self._forward, self._gate, text, small(text), at, end)
