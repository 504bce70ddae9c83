"""List numbers of a DOCX file as Word draws them: `1.`, `a)`, `II.`, `1.2.`, `-`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from pipeline.read.docx_package import W

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = regex.compile(r"%(\d)")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_SMALL = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DASHES = "-–—\uf02d"
_MAX_LEVELS = 9


@dataclass(slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    """`w:numFmt`: `decimal`, `upperRoman`, `bullet`, `none` …"""
    text: str = ""
    """`%1.%2.`, with `%n` for the number of level n (1 outermost)."""
    legal: bool = False
    """Numbers of outer levels are shown as digits whatever their own format."""


@dataclass(slots=True)
class _List:
    """A list definition and how far it has counted."""

    levels: dict[int, Level]
    counts: list[int] = field(default_factory=lambda: [0] * _MAX_LEVELS)
    begun: set[str] = field(default_factory=set)


def _value(element: _Element | None, default: str = "") -> str:
    return default if element is None else element.get(f"{W}val") or default


def _whole(text: str, default: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else default


class Numbering:
    """Counts a document's list paragraphs, in the order they are asked for.

    Args:
        root: root of the part `numbering`; null where the document has none.
    """

    def __init__(self, root: _Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._overrides: dict[str, dict[int, Level | int]] = {}
        self._of: dict[str, str] = {}
        if root is None:
            return
        for abstract in root.iter(f"{W}abstractNum"):
            levels = {_whole(level.get(f"{W}ilvl") or "", 0): _level(level) for level in abstract.iter(f"{W}lvl")}
            self._lists[abstract.get(f"{W}abstractNumId") or ""] = _List(levels)
        for number in root.iter(f"{W}num"):
            name = number.get(f"{W}numId") or ""
            self._of[name] = _value(number.find(f"{W}abstractNumId"))
            overrides: dict[int, Level | int] = {}
            for override in number.iter(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl") or "", 0)
                start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
                if level is not None:
                    overrides[at] = _level(level)
                elif start is not None:
                    overrides[at] = _whole(_value(start), 1)
            self._overrides[name] = overrides

    @classmethod
    def of(
        cls,
        lists: Mapping[str, Mapping[int, Level]],
        numbers: Mapping[str, str],
        overrides: Mapping[str, Mapping[int, Level | int]],
    ) -> Numbering:
        """The lists of a document that is no DOCX.

        Args:
            lists: name of a list → its levels, 0 outermost.
            numbers: what a paragraph names (`num_id`) → name of the list.
            overrides: what a paragraph names → level → another definition, or another start.
        """
        numbering = cls(None)
        numbering._lists = {name: _List(dict(levels)) for name, levels in lists.items()}
        numbering._of = dict(numbers)
        numbering._overrides = {name: dict(levels) for name, levels in overrides.items()}
        return numbering

    def marker(self, num_id: str, level: int) -> str:
        """The next number of a list, as drawn; empty where the list draws none.

        Args:
            num_id: `w:numId` of the paragraph.
            level: `w:ilvl`, 0 outermost.
        """
        numbered = self._lists.get(self._of.get(num_id, ""))
        if numbered is None or not 0 <= level < _MAX_LEVELS:
            return ""
        overrides = self._overrides.get(num_id, {})
        levels = {**numbered.levels, **{at: given for at, given in overrides.items() if isinstance(given, Level)}}
        definition = levels.get(level)
        if definition is None:
            return ""
        if num_id not in numbered.begun:
            numbered.begun.add(num_id)
            for at in overrides:
                numbered.counts[at:_MAX_LEVELS] = [0] * (_MAX_LEVELS - at)
        for at in range(level):
            if not numbered.counts[at]:
                numbered.counts[at] = levels.get(at, Level()).start
        given = overrides.get(level)
        first = given if isinstance(given, int) else definition.start
        count = numbered.counts[level]
        numbered.counts[level] = count + 1 if count else first
        numbered.counts[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        return _draw(definition, levels, numbered.counts)


def _level(element: _Element) -> Level:
    return Level(
        start=_whole(_value(element.find(f"{W}start"), "1"), 1),
        format=_value(element.find(f"{W}numFmt"), "decimal"),
        text=_value(element.find(f"{W}lvlText")),
        legal=element.find(f"{W}isLgl") is not None,
    )


def _draw(level: Level, levels: dict[int, Level], counts: list[int]) -> str:
    if level.format == "none":
        return ""
    if level.format == "bullet":
        sign = level.text.strip()
        return sign if sign in ("+", "*") else "-" if not sign or sign in _DASHES else "•"

    def number(match: regex.Match[str]) -> str:
        at = int(match[1]) - 1
        own = levels.get(at, level).format
        return format_count(counts[at], "decimal" if level.legal else own) if 0 <= at < _MAX_LEVELS else ""

    return _PLACE.sub(number, level.text).strip()


def format_count(count: int, style: str) -> str:
    """A count in one of Word's number formats (ECMA-376 part 1, 17.18.59); unknown ones as digits."""
    if style == "decimalZero":
        return f"{count:02}"
    if style in ("upperRoman", "lowerRoman"):
        text, rest = "", max(count, 0)
        for value, sign in (*_ROMAN, *_ROMAN_SMALL):
            text += sign * (rest // value)
            rest %= value
        return text if style == "upperRoman" else text.lower()
    if style in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return str(count)


__all__ = ["Level", "Numbering", "format_count"]
