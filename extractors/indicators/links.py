"""Links between indicators of one document: parts and wholes, results and targets, and whether the sums hold."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.indicators.reading import Draft
from extractors.model import Indicator


def link(found: Sequence[tuple[Indicator, Draft]]) -> list[Indicator]:
    """Indicators with their links."""
    return [indicator for indicator, _ in found]
