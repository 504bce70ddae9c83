"""Numbers as people write them: Vietnamese with a decimal comma, English with a point."""

from __future__ import annotations

import math

from pipeline.wording.codes import named
from pipeline.wording.language import Language

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
"""Between a number and its unit."""
_VIETNAMESE = str.maketrans(",.", ".,")
_MAGNITUDES = (10**12, 10**9, 10**6)


def number(value: float | None, language: Language, places: int | None = None) -> str:
    """`1.234.567,8` in Vietnamese, `1,234,567.8` in English; nothing where there is none, `–` where it is not finite.

    Args:
        value: any number.
        language: of the reader.
        places: decimals at the most, those left out that are zero; null: up to ten significant digits.
    """
    if value is None:
        return ""
    if not math.isfinite(value):
        return "–"
    if places is None and float(value).is_integer():
        places = 0
    text = f"{value:,.10g}" if places is None else f"{value:,.{places}f}"
    if "e" in text:
        text = f"{value:,.{2 if abs(value) >= 1 else 10}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text if language == "en" else text.translate(_VIETNAMESE)


def compact(value: float, language: Language) -> str:
    """A number short enough for an axis: `2,5 tỷ`, `2.5 bn`, `13.000`; two decimals at the most."""
    for size in _MAGNITUDES:
        if abs(value) >= size:
            return f"{number(value / size, language, 1)} {named('magnitude', size, language)}"
    return number(value, language, 2)
