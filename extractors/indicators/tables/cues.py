"""Words of headers, row names and captions, from `gazetteers/table_headers.csv`, as patterns."""

from __future__ import annotations

from functools import cache
from typing import Literal

import regex

from extractors.indicators.lexicon import alternatives, fold, phrase
from gazetteers import read_table

Where = Literal["whole", "start", "any"]
_BRACKETS = regex.compile(r"\([^()]*\)|\[[^\]]*\]")


@cache
def phrases(kind: str, value: str, match: Where) -> tuple[str, ...]:
    """The phrases of one kind and value that are sought in one way, in file order."""
    return tuple(
        row["phrase"]
        for row in read_table("table_headers")
        if row["kind"] == kind and row["value"] == value and row["match"] == match
    )


@cache
def _whole(kind: str, value: str) -> frozenset[str]:
    return frozenset(fold(text) for text in phrases(kind, value, "whole"))


@cache
def anywhere(kind: str, value: str) -> regex.Pattern[str]:
    """A phrase of this kind and value anywhere, as whole words; never matches where the table has none."""
    found = phrases(kind, value, "any")
    if not found:
        return regex.compile(r"(?!)")
    # `%` and `(+)` are no words: their edges need no guard.
    signs = [phrase(text) for text in found if not text[:1].isalnum()]
    words = alternatives([text for text in found if text[:1].isalnum()])
    return regex.compile("|".join([words, *signs]), regex.IGNORECASE)


@cache
def at_start(kind: str, value: str) -> regex.Pattern[str]:
    """A phrase of this kind and value at the beginning."""
    found = phrases(kind, value, "start")
    ordered = sorted(found, key=lambda p: (-len(p), p))
    return regex.compile(rf"\W*(?:{'|'.join(map(phrase, ordered))})(?![\p{{L}}\d])", regex.IGNORECASE)


def is_whole(kind: str, value: str, text: str) -> bool:
    """Whether `text`, its brackets left out, is one of the phrases of this kind and value."""
    bare = fold(_BRACKETS.sub(" ", text)).strip(" .:;*-")
    return bare in _whole(kind, value)


__all__ = ["anywhere", "at_start", "is_whole", "phrases"]
