"""References: mentions of official documents, their fields, and what short forms point to."""

from __future__ import annotations

from extractors.references.find import find_references
from extractors.references.resolve import resolve_references
from extractors.references.symbols import Symbol, parse_symbol

__all__ = ["Symbol", "find_references", "parse_symbol", "resolve_references"]
