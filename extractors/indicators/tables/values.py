"""The number in a cell: its exact characters, value, sign, range, comparator, and the unit written behind it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from extractors.indicators.cells import read_unit
from extractors.indicators.tables.grid import Cell
from extractors.model import Comparator, IndicatorKind
from extractors.numbers import Style
from extractors.numbers.digits import LITERAL, read_digits

Unit = tuple[IndicatorKind, str, Decimal]
"""Kind, unit and the factor that a number in it is multiplied by."""

_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", "≤": "<=", "<=": "<=", ">": ">", "<": "<", "~": "~", "≈": "~",
    "trên": ">", "hơn": ">", "dưới": "<", "khoảng": "~", "gần": "~", "ước": "~", "từ": "=", "đạt": "=",
    "tối thiểu": ">=", "ít nhất": ">=", "tối đa": "<=", "không quá": "<=",
}  # fmt: skip
_NUMBER = regex.compile(
    rf"(?P<cmp>≥|>=|≤|<=|>|<|~|≈|(?:trên|hơn|dưới|khoảng|gần|ước|từ|đạt|tối\s+thiểu|ít\s+nhất|"
    rf"tối\s+đa|không\s+quá)\s)?\s*"
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<digits>{LITERAL})"
    rf"(?:\s*(?:-|đến)\s*(?P<high>{LITERAL}))?\s*(?P<close>\))?"
    r"\s*(?P<tail>[%‰]|\p{L}[\p{L}\d/²³%.\s]{0,30})?\s*(?P<up>trở\s+lên)?\s*[*]*",
    regex.IGNORECASE,
)
_BLANK = regex.compile(r"[-–.…/xX\s*]*|không(?:\s+có)?|n/a|null", regex.IGNORECASE)
_PHONE = regex.compile(r"0\d{8,}|\d{11,}")
_CODE = regex.compile(r"\d\.\d{6}")


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number in a cell; `[start, end)` is its surface in the document, sign and unit included."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    comparator: Comparator
    unit: Unit | None
    """The unit written in the cell itself."""
    bracketed: bool
    """It stands in round brackets: negative in columns of change."""
    places: int
    """Decimal places as written: what rounding it went through."""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing (`-`, `x`, `…`)."""
    return _BLANK.fullmatch(text) is not None


def read_number(cell: Cell, style: Style) -> CellNumber | None:
    """The number that a cell is, or null where it is none (text, date, symbol, telephone number).

    Args:
        cell: the cell.
        style: how the document writes numbers.
    """
    text = cell.text
    if not text or len(text) > 60 or not any(c.isdigit() for c in text[:24]):
        return None
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    digits = found["digits"]
    if _PHONE.fullmatch(digits) or _CODE.fullmatch(digits):
        return None
    value = read_digits(digits, style)
    high = read_digits(found["high"], style) if found["high"] else None
    if value is None or (found["high"] and (high is None or high <= value)):
        return None
    unit = None
    end = found.end("high") if found["high"] else found.end("digits")
    tail = (found["tail"] or "").strip()
    if tail:
        upward = regex.search(r"\s*trở\s+lên$", tail, regex.IGNORECASE)
        name = tail[: upward.start()] if upward else tail
        if name:
            unit = read_unit(name)
            if unit is None:
                return None
            end = found.start("tail") + len(name)
        upwards = upward is not None or found["up"] is not None
    else:
        upwards = found["up"] is not None
    word = " ".join((found["cmp"] or "").lower().split())
    comparator: Comparator = ">=" if upwards else _SIGNS.get(word, "=")
    start = found.start("sign") if found["sign"] == "-" else found.start("digits")
    negative = found["sign"] == "-"
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if unit is not None and unit[0] != "percent":
        value, high = value * unit[2], None if high is None else high * unit[2]
    return CellNumber(
        cell.start + start,
        cell.start + end,
        -value if negative else value,
        high,
        comparator,
        unit,
        found["open"] is not None,
        places,
    )


__all__ = ["CellNumber", "Unit", "is_blank", "read_number"]
