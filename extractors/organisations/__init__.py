"""Organisations: mentions, full names, provinces."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Context, Organisation
from extractors.text import DocumentText


def find_organisations(doc: DocumentText) -> list[Organisation]:
    return []


def resolve_organisations(
    organisations: Sequence[Organisation], doc: DocumentText, context: Context
) -> list[Organisation]:
    return list(organisations)
