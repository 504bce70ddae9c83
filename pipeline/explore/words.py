"""What the explorer's pages say, in both languages (`words*.csv`), beside the words of codes and columns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.wording import Language, Words, all_codes, headings, number
from pipeline.wording.language import rows_of, words_of


@cache
def all_words() -> Mapping[str, Words]:
    """Key → words: of codes, `<group>.<code>`, and of the pages. `{…}` in them are filled in by `word`."""
    found = dict(all_codes())
    for file in sorted(file.name for file in files("pipeline.explore").iterdir()):
        if file.startswith("words") and file.endswith(".csv"):
            found |= {row["key"]: words_of(row) for row in rows_of("pipeline.explore", file)}
    return found


def word(key: str, language: Language, **values: object) -> str:
    """The words of one key.

    Args:
        key: of `words*.csv`. Where `n` is 1, English takes `<key>.one` if that is there.
        language: of the reader.
        values: what stands in braces; whole numbers are grouped as the language does.

    Raises:
        KeyError: no such key, or a value is missing.
    """
    table = all_words()
    if values.get("n") == 1 and f"{key}.one" in table:
        key = f"{key}.one"
    shown = {name: number(v, language) if isinstance(v, int) else v for name, v in values.items()}
    return table[key][language].format_map(shown)


def named(group: str, value: object, language: Language) -> str:
    """A code of the tables, or one of the pages' own, in words; the code itself where it has none."""
    if value is None:
        return ""
    found = all_words().get(f"{group}.{value}")
    return found[language] if found else str(value)


def column(name: str, language: Language) -> str:
    """What stands above a column of the tables, or above one of the pages' own (`column.…` of `words.csv`).

    Raises:
        KeyError: there is no such column.
    """
    own = all_words().get(f"column.{name}")
    return own[language] if own else headings()[name][language]
