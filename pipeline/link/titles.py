"""Titles compared: word by word, whatever the tone placement and punctuation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import regex

from extractors.organisations.provinces import fold_tones
from gazetteers import read_table
from pipeline.link.symbols import symbol_facts

_WORD = regex.compile(r"[\p{L}\d]+")
SAME_TITLE_WORDS = 4
"""Fewer words in common say nothing: `về công tác cán bộ`."""
_SAME_SHARE = 0.8
_OTHER_SHARE = 0.3


def title_words(title: str | None) -> tuple[str, ...]:
    """A title's words, folded, for comparison."""
    return tuple(_WORD.findall(fold_tones(title or "")))


def is_title(title: str | None, known: Sequence[set[str]]) -> bool:
    """Whether a title, whole or cut, is one of some known titles.

    Args:
        title: as a mention gives it.
        known: the words of titles of one document.
    """
    words = set(title_words(title)) if known else set()
    return any(
        len(words & other) >= max(SAME_TITLE_WORDS, _SAME_SHARE * min(len(words), len(other)))
        and _same_figures(words, other)
        for other in known
    )


def _same_figures(words: set[str], other: set[str]) -> bool:
    """`Tháng Công nhân năm 2021` and `… năm 2023` are two plans; a title may be cut before its year."""
    one, two = ({word for word in title if word.isdigit()} for title in (words, other))
    return one <= two or two <= one


def is_other_title(title: str | None, known: Sequence[set[str]]) -> bool:
    """Whether a title has next to nothing in common with any of the known ones."""
    words = set(title_words(title)) if known else set()
    if len(words) < SAME_TITLE_WORDS:
        return False
    return all(len(words & other) < _OTHER_SHARE * min(len(words), len(other)) for other in known)


@cache
def listed_title(key: str, year: int | None) -> str | None:
    """The title that the list of directives (`gazetteers/directives.csv`) gives a symbol of a year.

    Args:
        key: folded symbol (`SymbolFacts.key`).
        year: year of issue.
    """
    return _listed().get((key, year))


@cache
def _listed() -> dict[tuple[str, int | None], str]:
    rows = read_table("directives")
    return {(symbol_facts(row["symbol"]).key, int(row["date"][:4])): row["title"] for row in rows}
