"""Extractors: pure functions from text to typed mentions, and a small public API for Vietnamese values.

    >>> from extractors import parse_number, parse_money, parse_date
    >>> parse_number("hai mươi mốt nghìn không trăm mười một").value
    21011.0

Everything is loaded when first used: importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.lazily import lazily

if TYPE_CHECKING:
    from extractors.dates import find_dates, parse_date, resolve_dates
    from extractors.indicators import find_indicators
    from extractors.model import Context, DateMention, Indicator, Organisation, Reference
    from extractors.numbers import ParsedMoney, ParsedNumber, parse_money, parse_number
    from extractors.organisations import find_organisations, resolve_organisations
    from extractors.references import find_references, parse_symbol, resolve_references
    from extractors.text import DocumentText
    from extractors.words import word_spans

__all__ = [
    "Context",
    "DateMention",
    "DocumentText",
    "Indicator",
    "Organisation",
    "ParsedMoney",
    "ParsedNumber",
    "Reference",
    "find_dates",
    "find_indicators",
    "find_organisations",
    "find_references",
    "parse_date",
    "parse_money",
    "parse_number",
    "parse_symbol",
    "resolve_dates",
    "resolve_organisations",
    "resolve_references",
    "word_spans",
]

__getattr__ = lazily(
    __name__,
    {
        "extractors.dates": ("find_dates", "parse_date", "resolve_dates"),
        "extractors.indicators": ("find_indicators",),
        "extractors.model": ("Context", "DateMention", "Indicator", "Organisation", "Reference"),
        "extractors.numbers": ("ParsedMoney", "ParsedNumber", "parse_money", "parse_number"),
        "extractors.organisations": ("find_organisations", "resolve_organisations"),
        "extractors.references": ("find_references", "parse_symbol", "resolve_references"),
        "extractors.text": ("DocumentText",),
        "extractors.words": ("word_spans",),
    },
)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
