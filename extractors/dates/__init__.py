"""Dates and periods as EDTF."""

from __future__ import annotations

from extractors.dates.edtf import bounds, has_year, is_valid
from extractors.dates.find import find_dates
from extractors.dates.parse import parse_date
from extractors.dates.resolve import resolve_dates

__all__ = ["bounds", "find_dates", "has_year", "is_valid", "parse_date", "resolve_dates"]
