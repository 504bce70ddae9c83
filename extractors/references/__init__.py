"""References: mentions of official documents, their fields, and what short forms point to."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Context, DateMention, Reference
from extractors.text import DocumentText


def find_references(doc: DocumentText, dates: Sequence[DateMention]) -> list[Reference]:
    return []


def resolve_references(references: Sequence[Reference], doc: DocumentText, context: Context) -> list[Reference]:
    return list(references)
