"""Indicators from tables: rows of cells, their headers, and what each numeric cell says."""

from __future__ import annotations

from extractors.indicators.tables.find import find_table_indicators

__all__ = ["find_table_indicators"]
