"""Organisations: mentions, full names, provinces.

`find_organisations(doc)` reads what the text itself says; `resolve_organisations(found, doc, context)` adds what the
whole document tells (its province, its date). Vocabulary: `gazetteers/organisations.csv`, `org_*.csv`, `provinces.csv`.
"""

from __future__ import annotations

from extractors.organisations.find import find_organisations
from extractors.organisations.resolve import guess_province, resolve_organisations

__all__ = ["find_organisations", "guess_province", "resolve_organisations"]
