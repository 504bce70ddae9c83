"""Indicators: numbers that state an achievement."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.model import Context, DateMention, Indicator, Organisation, Reference
from extractors.text import DocumentText

Segmenter = Callable[[str], Sequence[tuple[int, int]]]


def find_indicators(
    doc: DocumentText,
    dates: Sequence[DateMention],
    references: Sequence[Reference],
    organisations: Sequence[Organisation],
    context: Context,
    words: Segmenter | None = None,
) -> list[Indicator]:
    return []
