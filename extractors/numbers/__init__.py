"""Vietnamese numbers and amounts of money: `parse_number`, `parse_money`, and where numbers stand in a text."""

from __future__ import annotations

from extractors.numbers.digits import Style, find_style
from extractors.numbers.parse import ParsedMoney, ParsedNumber, parse_money, parse_number
from extractors.numbers.spans import NumberSpan, find_numbers, join_range

__all__ = [
    "NumberSpan",
    "ParsedMoney",
    "ParsedNumber",
    "Style",
    "find_numbers",
    "find_style",
    "join_range",
    "parse_money",
    "parse_number",
]
