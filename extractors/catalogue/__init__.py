"""Standard indicators: what they are (`entries`), and which of them a number is (`codes.code_of`).

Importing this package loads the table alone, not what reads numbers in texts.
"""

from __future__ import annotations

from extractors.catalogue.entries import Entry, entries

__all__ = ["Entry", "entries"]
