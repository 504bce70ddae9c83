"""Indicators: numbers that state an achievement."""

from __future__ import annotations

from extractors.indicators.choosing import Segmenter
from extractors.indicators.find import find_indicators

__all__ = ["Segmenter", "find_indicators"]
