"""Where in the stored text the words stand that character recognition was unsure of."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import pairwise

import regex

from pipeline.document import RecognisedWord

SHAKY = 0.8
"""Certainty below which a word is doubtful: of words above it in real scans 2 in 100 are wrong, of those below 35."""
_TOKEN = regex.compile(r"\S+")
_EDGES = ".,;:!?()[]\"“”|'"


def doubtful_spans(
    text: str, page_starts: Sequence[int], recognised: Sequence[RecognisedWord]
) -> tuple[tuple[int, int, float], ...]:
    """(start, end, certainty) of doubtful words, in order.

    Words are found again by their text, page by page and in their order, for cleaning joins lines, moves columns and
    rows and drops running heads, but hardly ever changes a word.

    Args:
        text: as stored.
        page_starts: offset at which each page begins in it.
        recognised: all recognised words, in reading order of each page.
    """
    if all(word.confidence >= SHAKY for word in recognised):
        return ()
    by_page: defaultdict[int, defaultdict[str, deque[float]]] = defaultdict(lambda: defaultdict(deque))
    for word in recognised:
        for part in word.text.split():
            by_page[word.page][part.strip(_EDGES)].append(word.confidence)
    found: list[tuple[int, int, float]] = []
    for page, (start, end) in enumerate(pairwise([*page_starts, len(text)]), start=1):
        waiting = by_page.get(page)
        if not waiting:
            continue
        for token in _TOKEN.finditer(text, start, end):
            plain = token[0].strip(_EDGES)
            if plain and (sure := waiting.get(plain)):
                confidence = sure.popleft()
                if confidence < SHAKY:
                    found.append((token.start(), token.end(), confidence))
    return tuple(found)


__all__ = ["SHAKY", "doubtful_spans"]
