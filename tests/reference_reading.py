"""References of a text written in a test."""

from __future__ import annotations

from extractors.dates import find_dates
from extractors.model import Context, Reference
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText

Expected = tuple[str, str, str | None, str | None, str | None]
"""Surface, form, type, symbol, date."""
Case = tuple[str, list[Expected], str]
"""Text, what is found in it, why."""


def read(text: str, context: Context | None = None) -> list[Reference]:
    """The references of a text, resolved within it."""
    doc = DocumentText.of(text)
    return resolve_references(find_references(doc, find_dates(doc)), doc, context or Context())


def found(text: str) -> list[Expected]:
    """They as a table of cases holds them."""
    return [(" ".join(r.surface.split()), r.form, r.doc_type, r.symbol, r.date) for r in read(text)]
