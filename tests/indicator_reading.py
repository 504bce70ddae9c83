"""Indicators of a text written in a test, and how near a label comes to the one that is wanted."""

from __future__ import annotations

from functools import cache

from extractors.indicators.lexicon import fold
from extractors.model import Indicator
from pipeline.annotate.annotator import annotate
from pipeline.clean.text import clean
from pipeline.read import read_bytes


@cache
def read(text: str) -> tuple[Indicator, ...]:
    """The indicators of a text, read as a `.txt` file is."""
    result = read_bytes(f"{text}\n".encode(), "a.txt")
    return tuple(annotate(clean(result), result.hints).indicators)


def read_one(text: str, surface: str) -> Indicator:
    """The first indicator of a text that is written so."""
    found = [i for i in read(text) if i.surface == surface]
    assert found, [(i.surface, i.label) for i in read(text)]
    return found[0]


def alike(a: str, b: str) -> float:
    """How much two labels are the same: by the words they share, as the corpus compares them."""
    x, y = set(fold(a).replace(",", "").split()), set(fold(b).replace(",", "").split())
    return 2 * len(x & y) / (len(x) + len(y))
