"""Written digits to values: what `.` and `,` mean is told by their shape, and where that is not enough, by the file.

Vietnamese groups thousands with `.` and writes decimals with `,` (Decree 30/2020/NĐ-CP follows that use); files made by
English software do the opposite, and one text may hold both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import regex

from extractors.cues import matches

Reading = Literal["group", "decimal"]

# One blob: digits with inner separators, or thousands set apart by single blanks (`1 234 567`).
LITERAL = r"\d+(?:[.,]\d+)+|\d{1,3}(?:\x20\d{3}){2,}(?!\d)|\d+"

LONGEST = 40
"""Characters of a literal that is still a number: a longer run of digits counts nothing."""

_INTEGER = regex.compile(r"\d+")
_DOT_GROUPS = regex.compile(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_COMMA_GROUPS = regex.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_COMMA = regex.compile(r"(\d+),(\d+)")
_DOT = regex.compile(r"(\d+)\.(\d+)")
_BLANKS = regex.compile(r"\d{1,3}(?:\x20\d{3})+")

_EVIDENCE = regex.compile(
    r"(?<![\d.,/-])(?:"
    r"(?P<vietnamese>\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}(?![\d,])|\d+,\d{4,})"
    r"|(?P<english>\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3}(?:,\d{3})+\.\d+|\d+\.\d{1,2}\s?%)"
    r")(?![\d/])"
)

_SEPARATED = re.compile(r"(?<![\d.,/-])\d+[.,]\d")


@dataclass(frozen=True, slots=True)
class Style:
    """How a text uses `.` and `,` in numbers whose shape decides: how often in the Vietnamese and the English way."""

    vietnamese: int = 0
    english: int = 0

    @property
    def is_english(self) -> bool:
        """Only the English way is seen: `2.157` beside `6.14%` is a decimal."""
        return self.english > 0 and self.vietnamese == 0


def find_style(text: str) -> Style:
    """Count the numbers of `text` whose shape leaves no doubt.

    Args:
        text: any text (a whole document: one file is written in one way).
    """
    vietnamese = english = 0
    for match in matches(_EVIDENCE, _SEPARATED, text, text):
        if match.lastgroup == "vietnamese":
            vietnamese += 1
        else:
            english += 1
    return Style(vietnamese, english)


def is_ambiguous(literal: str) -> bool:
    """Whether one separator before exactly three digits leaves two readings (`11,353`, `2.157`)."""
    head, separator, tail = literal.replace(",", ".").partition(".")
    return bool(separator) and len(tail) == 3 and tail.isdigit() and len(head) <= 3 and head.strip("0") != ""


def read_digits(literal: str, style: Style | None = None, ambiguous: Reading | None = None) -> Decimal | None:
    """The value of one literal, or null where its shape is that of no number (`1.2.3`, `17.4.2005`) or it is endless.

    Args:
        literal: digits with inner `.`, `,` or blanks, no sign.
        style: how the file writes numbers, for the shapes with two readings.
        ambiguous: the reading that the words around force on such a shape; overrides `style`.
    """
    if len(literal) > LONGEST:
        return None
    if literal.isdecimal():
        return Decimal(literal)
    if _BLANKS.fullmatch(literal):
        return Decimal(literal.replace(" ", ""))
    if is_ambiguous(literal):
        reading = ambiguous or _by_style(literal, style or Style())
        return Decimal(literal.replace(",", ".") if reading == "decimal" else literal.replace(",", "").replace(".", ""))
    for pattern, separator in ((_DOT_GROUPS, "."), (_COMMA_GROUPS, ",")):
        if (found := pattern.fullmatch(literal)) and not literal.startswith("0"):
            return Decimal(found[1].replace(separator, "") + ("." + found[2] if found[2] else ""))
    if found := _COMMA.fullmatch(literal) or _DOT.fullmatch(literal):
        return Decimal(f"{found[1]}.{found[2]}")
    return None


def _by_style(literal: str, style: Style) -> Reading:
    if "." in literal:
        return "decimal" if style.is_english else "group"
    # `398,681 tấn` in a Vietnamese file is a decimal; alone, three digits after a comma look like thousands.
    return "decimal" if style.vietnamese > 0 else "group"
