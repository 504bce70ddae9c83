"""Words for places and for who serves them: `gazetteers/place_words.csv`, as patterns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import regex

from gazetteers import read_table


@cache
def levels() -> Mapping[str, str]:
    """Type of a place (`huyện`) → `province`, `district` or `commune`."""
    return {row["word"]: row["level"] for row in read_table("place_words") if row["kind"] == "type"}


@cache
def types() -> Mapping[str, str]:
    """What stands for the type of a place (`tp`, `huyện ủy`: whom it serves) → that type."""
    return {row["word"]: row["type"] for row in read_table("place_words") if row["type"]}


@cache
def of_kinds(*kinds: str) -> str:
    """A pattern source for any word of some kinds (`type`, `short`, `committee`, `unit`, `national`)."""
    return _any(row["word"] for row in read_table("place_words") if row["kind"] in kinds)


@cache
def types_of(*wanted: str) -> str:
    """A pattern source for the types of places of some levels, in full."""
    return _any(word for word, level in levels().items() if level in wanted)


@cache
def below_provinces() -> str:
    """A pattern source for the types of places that are never a province of their own; a city may be one."""
    rows = read_table("place_words")
    return _any(row["word"] for row in rows if row["kind"] == "type" and row["bare"] == "below")


@cache
def of_levels(*wanted: str) -> str:
    """A pattern source for the types of places of some levels, and for what stands for one of them."""
    known = levels()
    return _any(word for word in (*known, *types()) if known[types().get(word, word)] in wanted)


@cache
def bare(meaning: str) -> regex.Pattern[str]:
    """Finds a word that means `meaning` where no name follows: `province`, `below` it, `national`."""
    words = _any(row["word"] for row in read_table("place_words") if row["bare"] == meaning)
    return regex.compile(rf"(?:^|\s){words}(?:\s|,|$)", regex.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    # Either placement of the tone mark.
    spelled = (r"\s+".join(map(regex.escape, word.split())).replace("ủy", "(?:ủy|uỷ)") for word in ordered)
    return f"(?:{'|'.join(spelled)})"
