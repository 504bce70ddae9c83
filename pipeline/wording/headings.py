"""Short names of tables and columns (`headings.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.wording.language import Language, Words, rows_of, words_of


@cache
def headings() -> Mapping[str, Words]:
    """Name of a table or column → its short name for people."""
    return {row["name"]: words_of(row) for row in rows_of("pipeline.wording", "headings.csv")}


def heading(name: str, language: Language) -> str:
    """The short name of a table or column; the name itself where it has none."""
    told = headings().get(name)
    return told[language] if told else name
