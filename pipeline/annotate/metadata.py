"""A document's own identity from its letterhead, title and recipients, or from the news page."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.model import DateMention, Organisation, Reference
from extractors.text import DocumentText
from pipeline.document import Hints, Metadata


def read_metadata(
    doc: DocumentText,
    dates: Sequence[DateMention],
    references: Sequence[Reference],
    organisations: Sequence[Organisation],
    hints: Hints,
) -> Metadata:
    return Metadata()
