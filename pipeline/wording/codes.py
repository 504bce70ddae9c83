"""The codes of the tables in words (`codes.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pipeline.wording.language import Language, Words, rows_of, words_of


@cache
def all_codes() -> Mapping[str, Words]:
    """`<group>.<code>` → words. A group is a column's codes, as `role`, or other codes that people get to see."""
    return {f"{row['group']}.{row['code']}": words_of(row) for row in rows_of("pipeline.wording", "codes.csv")}


def named(group: str, code: object, language: Language) -> str:
    """A code in words: `named("role", "target", "vi")`.

    Args:
        group: of `codes.csv`.
        code: of the tables; null gives nothing.
        language: of the reader.

    Returns:
        the words; the code itself where it has none.
    """
    if code is None:
        return ""
    found = all_codes().get(f"{group}.{code}")
    return found[language] if found else str(code)
