"""Dates and periods as EDTF."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import Context, DateMention
from extractors.text import DocumentText


def find_dates(doc: DocumentText) -> list[DateMention]:
    return []


def resolve_dates(dates: Sequence[DateMention], doc: DocumentText, context: Context) -> list[DateMention]:
    return list(dates)
