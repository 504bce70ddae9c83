"""Extractors: pure functions from text to typed mentions, and a small public API for Vietnamese values.

    >>> from extractors import parse_number, parse_money, parse_date
    >>> parse_number("hai mươi mốt nghìn không trăm mười một").value
    21011.0

Everything is loaded when first used: importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

_MODULES = {
    "extractors.dates": ("find_dates", "parse_date", "resolve_dates"),
    "extractors.indicators": ("find_indicators",),
    "extractors.model": ("Context", "DateMention", "Indicator", "Organisation", "Reference"),
    "extractors.numbers": ("ParsedMoney", "ParsedNumber", "parse_money", "parse_number"),
    "extractors.organisations": ("find_organisations", "resolve_organisations"),
    "extractors.references": ("find_references", "parse_symbol", "resolve_references"),
    "extractors.text": ("DocumentText",),
    "extractors.words": ("word_spans",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
